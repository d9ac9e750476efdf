"""What a report's text holds besides its words: stickers, dictated stops, slips of the finger in a number.

    3️⃣个众创空间 🎉 · 208家句号换行从业人员一万三千人 · 投资总额1O.5亿 · 总产值52..6亿
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

_KEYCAP = compile_later("[\ufe0e\ufe0f\u20e3]")
_STICKER = compile_later(
    "[\U0001f300-\U0001faff\u2600-\u2604\u2607-\u2610\u2612-\u26ff\u2728\u2764]"
    r"|\[(?!单位|[万亿]?元|人|家|个|户|项|处|平方|图片|有|无|是|否)[\u4e00-\u9fff]{1,4}\]"
)
_DICTATED = {"逗号": "，", "句号": "。", "换行": "\n", "冒号": "：", "分号": "；", "顿号": "、"}
_STOPS = compile_later("|".join(_DICTATED))
_NO_STOP = compile_later(
    "(?<=[亿万元人家个%0-9])(?:(?P<oh>[啊哦哎噢呃嗯]+)(?P<no>不是)|[啊哦哎噢呃嗯]*(?P<not>不对|说错了|错了))"
    "(?=[是为]?[0-9零一二三四五六七八九十两百])"
)
"""A correction without a stop before it, as it is dictated: 四十五亿啊不对四十五点五亿; 70亿不是73亿 is 70亿."""
_ABOUT = compile_later("(?<![0-9~～亿万元%人家个])(?<![0-9亿万元%人家个] )[~～≈][ ]?(?=[0-9])")
_WAVES = compile_later("(?<![0-9])[~～]+|[~～]+(?![0-9])")
_WITHIN = compile_later("[，,]?(?:里头|里面|当中|这里面)(?=(?:的)?(?:战新|高新|特色战略))")
_SIDE_BY_SIDE = compile_later("(?<=[0-9][亿万元%人家个]) +(?=[\u4e00-\u9fff]{2,6}[0-9])")
"""Between an amount and another name with its own: 税收2.3亿 利润1.1亿."""
_WITHIN_IT = compile_later("(?<=[0-9亿万元%人家个米])(?=其中[\u4e00-\u9fff])")
"""Where a part begins without a stop before it: 投资12.5亿其中战新9.1亿."""
_APART_SCALE = compile_later(
    "(?<=[0-9]) +(?=[万亿千百](?![0-9]))|(?<=[万亿千]) +(?=[0-9]+(?:\\.[0-9]+)? ?[千百万平元])"
)
"""Spaces within one number: 31 万 6 千平方."""
_COUNTED_AREA = compile_later("(?<=[0-9零一二两三四五六七八九十百千])个(?=平方)")
"""A measure word before a unit: 三点三个平方公里."""
_TOPIC = compile_later("(?<=[\u4e00-\u9fff])这(?:一)?(?:块|方面)儿?(?=[:：，,是有共全 0-9])")
"""Behind a name, says that it is spoken of: 产值这块：."""
_ALL_TOLD = compile_later("(?<=[\u4e00-\u9fff：:，, ])全部(?:是|为)?(?= ?[0-9])")
"""Before an amount, says that it is the whole."""
_LETTER = compile_later(
    "(?<=[0-9.])[oO](?=[0-9.亿万])|(?<=[0-9])[lI](?=[0-9.亿万])|(?<![0-9A-Za-z])[lI](?=[0-9.]+[亿万])"
)
_LETTER_E = compile_later("(?<=[0-9])(?<!20[12][0-9])(?:[eE]|[ ]?[yY][iI])(?=[\u4e00-\u9fff\\s，,；;。]|$)")
"""For 亿, as it is typed in a hurry, in a text in Chinese."""
_CHINESE = compile_later("[\u4e00-\u9fff]")
_TWO_POINTS = compile_later("(?<=[0-9])[.。．]{2}(?=[0-9])")
_THIN_SPACE = compile_later("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
"""Groups the digits of a number, and parts no two."""
_SPACED = compile_later(
    "(?<![0-9.,，、/][ ])(?<![0-9.,，、/])[1-9][0-9]{0,2}(?: [0-9]{3})+"
    "(?= ?[人家个户亿万平㎡%方米元名]{1,4}(?:[^\u4e00-\u9fff]|$))"
)
"""A number before its unit alone whose thousands a space parts, or two numbers: 6 350人; not 加速器2 136家初创."""
_NUMBERED = compile_later(r"(?m)^[ \t]*[1-9]\.[0-9]{1,2}[ \t]+(?=[\u4e00-\u9fff])")

_QUOTED = compile_later("「(?:[^「」:：0-9]{1,8}[:：])?([^「」]*)」")
_RULED = compile_later(r"(?m)^[ \t]*(?:[-—=_][ \t]*){5,}$")
_SIGNATURE = compile_later(
    r"(?im)^[ \t]*(?:(?:kind|best|warm) )?(?:regards|wishes|sincerely|yours)\b[^0-9\n]{0,20}$"
    r"(?:\n[^0-9\n:：]{0,40}$)*"
    r"|^[ \t]*(?:tel|phone|mobile|fax|电话|手机|联系电话)[.:： ][^\n]*$"
)
_SPEAKER = compile_later(r"(?m)^[ \t]*(?P<who>[\u4e00-\u9fff]{2,4})[:：][ \t]*")
_ASKED = compile_later(
    r"(?m)^(?P<what>[^\n0-9？?]{2,20}?)(?:是|有)?(?:多少|几个?|呢|吗|怎么样)?[？?呢][ \t]*\n+"
    "(?=[ \t]*[0-9一二两三四五六七八九十])"
)
"""A question on one line with its answer on the next, as in a chat: 从业人员多少？ 2860."""
_MENTION = compile_later(r"@[^\s@,，。:：;；0-9]{1,16}(?=[\s,，。:：;；@]|$)")
"""Whom a text calls: the space behind ends it, and is only left where it stands as typed."""
_LEGEND = compile_later(
    r"[(（]?(?:填表说明|说明|注)?[:：]?[ ]*1[ ]*[=＝:：为][ ]*(?:是|有|yes)[ ,，;；、]*"
    r"0[ ]*[=＝:：为][ ]*(?:否|无|没有|no)[ ]*[)）]?"
)
_ONE, _ZERO = (compile_later(rf"(?m)[,，\t :：]+{digit}[ \t]*$") for digit in "10")
_END_OF_YEAR = compile_later(
    r"(?i)(?:,? ?(?:as )?(?:at|of|on|by) )?(?:the )?"
    r"(?:31(?:st)? dec(?:ember)?|dec(?:ember)? 31(?:st)?|(?:year.?end|end of(?: the)? year))\b,?"
)
_END_OF_A_YEAR = compile_later(r"(?i)(?:as )?(?:by|at|of|on) (?:the )?(?:year )?end of (?=20[0-9]{2}(?![0-9]))")
_UNIT = dict(zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), range(1, 10), strict=True))
_TEN = dict(zip(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), range(20, 100, 10), strict=True,
))
_TENS = compile_later(rf"(?i)\b({'|'.join(_TEN)})-({'|'.join(_UNIT)})\b")


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text made plain; slips: the words in which a number was put right, which is to be asked about."""

    text: str
    slips: tuple[str, ...] = ()


def tidy(text: str, names: Callable[[str], bool]) -> Tidied:
    """Make a typed text plain.

    names: whether a word before a colon names something of a report, and nobody who said it.
    """
    said = _MENTION.sub(" ", _STICKER.sub(" ", _KEYCAP.sub("", _THIN_SPACE.sub("", text))))
    said = _HITECH.sub("hi-tech", _OF_CODES.sub(" ", said.replace("㎡", "平方米").replace("｜", "|")))
    said = _HAVE_NO.sub("have no ", said)
    if "\n" not in said.strip():
        said = _without_bars(said)
    said = "\n".join(_by_spaces(line, names) for line in said.split("\n"))
    said = _RULED.sub("", _QUOTED.sub(r"\1", _SIGNATURE.sub("", said)))
    said = _END_OF_YEAR.sub(" ", _END_OF_A_YEAR.sub("in ", said))
    said = _TENS.sub(lambda found: str(_TEN[found[1].lower()] + _UNIT[found[2].lower()]), said)
    said = _without_speakers(said, names)
    if _LEGEND.search(said) is not None:
        said = _ZERO.sub("：无", _ONE.sub("：有", _LEGEND.sub("", said).strip()))
    if len(_NUMBERED.findall(said)) > 1:
        said = _NUMBERED.sub("", said)
    if _STOPS.search(said) is not None and not re.search("[，。,；;：:]", said):
        said = _STOPS.sub(lambda found: _DICTATED[found[0]], said)
    said = _WITHIN_IT.sub("，", _APART_SCALE.sub("", _COUNTED_AREA.sub("", said)))
    said = _SIDE_BY_SIDE.sub("，", _ALL_TOLD.sub("共", _TOPIC.sub("", said)))
    said = _WITHIN.sub("，其中", _WAVES.sub(" ", _ABOUT.sub("约", said)))
    said = _NO_STOP.sub(lambda found: f"，{found['not'] or '不对'}，", said)
    yi = [*_LETTER_E.finditer(said)] if _CHINESE.search(said) is not None else []
    slips = [_around(said, found) for found in (*_LETTER.finditer(said), *_TWO_POINTS.finditer(said), *yi)]
    slips += [found[0] for found in _SPACED.finditer(said)]
    for found in reversed(yi):
        said = f"{said[: found.start()]}亿{said[found.end() :]}"
    said = _SPACED.sub(lambda found: found[0].replace(" ", ""), said)
    said = _TWO_POINTS.sub(".", _LETTER.sub(lambda found: "1" if found[0] in "lI" else "0", said))
    return Tidied(said, tuple(dict.fromkeys(slips)))


_OF_CODES = compile_later("(?<=[a-z])_(?=[a-z])")
"""Joins the words of a figure's code: total_output=431000."""
_HITECH = compile_later("(?i)(?<![a-z])hitech(?![a-z])")
_HAVE_NO = compile_later(r"(?i)(?<![a-z])do(?:es)?(?:n['’]?t| not) have (?:an?|any) ")
_SAID = compile_later("[\u4e00-\u9fffA-Za-z].*[0-9]")


def _without_bars(line: str) -> str:
    """Part by lines what bars part, each a name with its figure; else it is a row copied out of a table."""
    parts = [part for part in line.split("|") if part.strip()]
    return "\n".join(parts) if len(parts) > 2 and all(map(_SAID.search, parts)) else line.replace("|", " ")


_DASH = compile_later("[-—–]")
_NUMBER = compile_later("[0-9][0-9.,]*[^0-9\\s]*")
_YEAR_PART = compile_later("20[0-9]{2}年?度?")


def _by_spaces(line: str, names: Callable[[str], bool]) -> str:
    """Part by spaces what dashes part, up to a figure, and nothing else does: 江海-2019-初创-128."""
    parts = _DASH.split(line.strip())
    if len(parts) < FEWEST_PARTS or not all(parts) or re.search("\\s", line.strip()):
        return line
    *heads, last = parts
    plain = all(_YEAR_PART.fullmatch(part) or not part[0].isdigit() for part in heads)
    return " ".join(parts) if plain and _NUMBER.fullmatch(last) and any(map(names, heads)) else line


FEWEST_PARTS = 3


def _without_speakers(text: str, names: Callable[[str], bool]) -> str:
    """Leave out who said it, and put what somebody asked before the answer of the next line."""
    who = [found["who"] for found in _SPEAKER.finditer(text)]
    if len(who) < 3 or max(map(who.count, who)) < 2 or any(map(names, who)):
        return text
    return _ASKED.sub(r"\g<what> ", _SPEAKER.sub("", text))


def _around(text: str, found: re.Match[str]) -> str:
    """Give the number that a slip stands in."""
    start, end = found.span()
    while start and re.match("[0-9.oOlI。]", text[start - 1]):
        start -= 1
    while end < len(text) and re.match("[0-9.oOlIeEyYiI万亿元]", text[end]):
        end += 1
    return text[start:end]
