"""What makes no difference in a question is folded away: width, case, script, punctuation, hidden characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property

from zc_bot.parsing.language import FOLDER
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, FOLD, half_width
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.spelt import in_digits
from zc_bot.parsing.update_cache import for_an_update

TRADITIONAL = FOLDER / "traditional.txt"
_IN_WORDS = "覆(?!盖)|(?<=[答回函反明申示拜重])覆|坏(?=[土子布])|(?<=[一土打拉捏毛陶])坏"
"""答覆, 毛坏; but not 覆盖, 好坏."""
MAX_LENGTH = 400
"""No question is longer, once spaces and hidden characters are gone."""

_KEPT = frozenset(".,%-+<>=?/ ")
_DASHES = dict.fromkeys("‐‑‒–—―−~～〜", "-")
_SPELLED = {**_DASHES, "'": "", "’": "", "‘": "", "`": "", "≥": ">=", "≤": "<=", "﹪": "%", "÷": "/"}
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_POSSESSIVE = re.compile(r"(?<=[A-Za-z])(?<![Ww]hat)(?<!WHAT)['’‘`]s(?![A-Za-z])")
_SQUARED = re.compile(r"(?<=[mM米])²")
_LOOSE = re.compile(r"(?<![0-9])[.,]|[.,](?![0-9])|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
_JOINED = re.compile(r"(?<=[a-z])[-/](?=[a-z])|(?<=[a-z])[-/](?=[^a-z0-9])|(?<=[^a-z0-9])[-/](?=[a-z])")
_BETWEEN_LATIN = re.compile(r"(?<![a-z0-9%.]) +| +(?![a-z0-9.<>=])")
_WORDS = {
    "网路": "网络", "资讯": "信息", "数位": "数字", "软体": "软件", "硬体": "硬件", "计画": "计划", "公尺": "米",
}
"""Taiwan's words, in a text in its script; the tables of whole phrases would also turn 新增 into 添加."""
_TAIWAN = re.compile("|".join(_WORDS))
_SPOKEN = {
    "thru": "through", "啥辰光": "什么时候", "啥人家": "哪家", "啥人": "谁", "啥": "什么", "咋": "怎么", "俺": "我",
    "几多": "多少", "几化": "多少", "侪": "都", "哪能": "怎么", "伲": "我们", "阿是": "是不是", "除脱": "除了",
    "有伐": "有吗", "好伐": "好吗", "是伐": "是吗",
    "有冇": "有没有", "冇": "没有", "边个": "哪个", "边几": "哪几", "边家": "哪家", "边度": "哪里", "咗": "了",
    "嘅": "的", "喺": "在", "唔系": "不是", "系咪": "是不是", "唔": "不", "佢哋": "他们", "佢": "它", "睇": "看",
    "加埋": "加起来",
    "犀利": "厉害", "边一年": "哪一年", "边年": "哪年", "都系": "都是", "系边": "是哪", "点解": "为什么",
    "疫情那三年": "2020到2022年", "疫情三年": "2020到2022年", "疫情期间": "2020到2022年",
    "疫情那几年": "2020到2022年", "疫情那年": "2020年", "疫情头一年": "2020年", "两位数": "10%以上",
    "啥子": "什么", "一哈子": "一下", "一哈": "一下", "几时": "什么时候", "而家": "现在", "嗰": "那", "啲": "些",
    "辰光": "时候", "有木有": "有没有", "木有": "没有", "有及家": "有几家", "有及个": "有几个",
    "么得": "没有", "么有": "没有",
    "顶多": "最多", "顶少": "最少", "顶高": "最高", "顶低": "最低", "顶大": "最大", "顶小": "最小", "顶快": "最快",
}
"""Words of the spoken language, with those that the vocabulary uses."""
_COLLOQUIAL = re.compile("|".join(sorted(_SPOKEN, key=len, reverse=True)))
_TEXTED = {
    "yr": "year", "yrs": "years", "u": "you", "ppl": "people", "btwn": "between", "betw": "between", "pls": "please",
    "plz": "please", "thx": "thanks", "any1": "anyone", "every1": "everyone", "hitech": "hi tech", "w/o": "without",
    "w/out": "without", "thru": "through", "w/": "with",
    "gimme": "give me", "govt": "government", "approx": "about", "qty": "number",
    "pct": "percent", "whats": "what is", "abt": "about", "em": "them", "n": "and", "ur": "your", "cos": "because",
    "cuz": "because", "nxt": "next", "lemme": "let me", "wanna": "want to", "emps": "employees", "nr": "number",
}
"""English as it is typed on a phone."""
_SHORTENED = re.compile(rf"(?<![a-z0-9/])(?:{'|'.join(sorted(_TEXTED, key=len, reverse=True))})(?![a-z0-9/])")
_SHORT_YEAR = re.compile(
    "(?<![a-z])(in|for|since|from) (1[5-9]|2[0-9])(?= (?:and|then|vs|or|but)(?![a-z])|[?.,]|$)", re.IGNORECASE
)
"""Fail in 24 and then pass in 25."""
_COURTESY = re.compile(
    "^ *i (?:should|would|d|ll) be (?:most |very |so |really )?(?:grateful|obliged|glad|pleased)"
    "(?: for| if you (?:could|would)| to (?:know|learn|see|have))? "
)
"""I should be grateful for asks for no requirement."""
_LATIN_SCALE = re.compile(
    r"(?<![0-9.,a-z])(?P<number>[0-9][0-9,]{0,12}(?:\.[0-9]{1,6})?) ?(?P<scale>million|mn|billion|bn|thousand"
    r"|k(?= ?(?:sqm|sq|square|m2|people|employees|staff|yuan|rmb|jobs))|[mb](?= (?:yuan|rmb|cny)(?![a-z])))(?![a-z])"
)
"""300k sqm, 10 billion yuan."""
_LATIN_RANGE = re.compile(
    r"(?<![0-9.,a-z])([0-9]+(?:\.[0-9]+)?) (and|to|-) ([0-9]+(?:\.[0-9]+)?) ?"
    r"(million|mn|billion|bn|thousand)(?![a-z])"
)
"""Between 5 and 10 billion: the scale is that of both."""
_LATIN_SUM = re.compile(
    r"(?<![a-z])(?:rmb|cny) ?(?P<number>[0-9][0-9,]{0,12}(?:\.[0-9]{1,6})?) ?"
    r"(?P<scale>million|mn|billion|bn|[mbk])(?![a-z])"
)
"""RMB 91.5m: behind the currency a letter is a scale."""
_RUN = re.compile(r" {2,}")
_LETTER_O = re.compile("(?<![0-9A-Za-z])2[oO](?=[12][0-9](?![0-9A-Za-z]))")
"""2O22, with a letter."""
SHORT_YEAR = re.compile("(?<![0-9A-Za-z])['’‘]((?:1[5-9]|2[0-9]))(?![0-9])")
"""In '21."""
_HIDDEN = frozenset({"Cf", "Mn", "Cs", "Co", "Cn"})
_QUOTES = frozenset("“”\"'‘’「」")
_HAN = "\u4e00-\u9fff"
_SPACE_IN_WORDS = re.compile(
    rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}a-z])|(?<=[a-z])[ \u3000]+(?=[{_HAN}])|(?<=[0-9])[ \u3000]+(?=[万亿])"
)
_WHOLE_SUM = re.compile("(?<=[元圆块])整")
_ALL_OF_IT = re.compile("百分之?百(?!分)")
_CHINESE_POINT = re.compile("(?<=[零一二三四五六七八九十百])[.](?=[零一二三四五六七八九])")
_STOP_WITHIN = re.compile("(?<=[0-9])。(?=[0-9]{1,2}(?:亿|万|%))")

_SPELT = re.compile(rf"(?<![a-z-])(?:{'|'.join(word for word in ENGLISH_NUMBERS if word != 'one')})(?![a-z-])")
_ONE = re.compile(
    r"(?:(?<=^)|(?<=by )|(?<=and )|(?<=are )|(?<=is )|(?<=now )|(?<=have )|(?<=: )|(?<=, ))one"
    r"(?! (?:of|by|more|or|is|was|to)(?![a-z]))(?![a-z-])"
)


class _Fold(dict[int, str]):
    """A translation table: of the characters that texts hold beside Chinese ones, and worked out for any other."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__((code, fold(chr(code))) for codes in _COMMON for code in codes)
        self._fold = fold

    def __missing__(self, code: int) -> str:
        return self._fold(chr(code))


def _fold(char: str) -> str:
    """Fold one character: to half width and lower case, punctuation to a space, hidden ones to nothing."""
    if char in _SPELLED:
        return _SPELLED[char]
    if char in _SUPERSCRIPTS:
        return " "
    if char.isspace():
        return " "
    if unicodedata.category(char) in _HIDDEN:
        return ""
    parts = unicodedata.normalize("NFKC", char).lower()
    return "".join(_SPELLED.get(part, part if part.isalnum() or part in _KEPT else " ") for part in parts)


def _fold_laid_out(char: str) -> str:
    """The same for what keeps its layout: stops, brackets, line breaks and signs stay what they are."""
    if char in _QUOTES or (unicodedata.category(char) in _HIDDEN):
        return ""
    if "Ａ" <= char <= "ｚ" or char.isascii():
        return unicodedata.normalize("NFKC", char).lower()
    return char if char == "，" else char.translate(FOLD)


_COMMON = (range(0x180), range(0x2010, 0x2040), range(0x3000, 0x3020), range(0xFF00, 0xFF61))
"""Latin, dashes and quotes, Chinese stops, full width."""
_TABLE, _LAYOUT = _Fold(_fold), _Fold(_fold_laid_out)
_FOLDED = re.compile("[^\u4e00-\u9fa5a-z0-9 ]+")
"""What may be folded into something else; of the rest nothing is looked up."""


def _translated(text: str, table: _Fold) -> str:
    return _FOLDED.sub(lambda match: match[0].translate(table), text)


@for_an_update
def normalize(text: str) -> str:
    """Fold a question or a name: `ＷＩＦＩ　覆蓋率？` → `wifi覆盖率?`."""
    folded = _SHORT_SPAN.sub(_SPANNED, text) if PLAIN.fullmatch(text) else _folded(text)
    simplified = _BARE_SCALE.sub(r"\g<beyond>1\g<scale>", _simplified(folded))
    return simplified if simplified.isascii() else _COLLOQUIAL.sub(lambda match: _SPOKEN[match[0]], simplified)


PLAIN = re.compile("[0-9\u4e00-\u9fa5]+")
"""Characters and digits alone, of which nothing is folded: most names, and half of the questions."""


def _folded(text: str) -> str:
    """Fold what may hold letters, signs and spaces."""
    text = SHORT_YEAR.sub(r"20\1", text)
    text = _SHORT_SPAN.sub(_SPANNED, _LETTER_O.sub("20", text))
    text = _SPELT_YEAR.sub(_spelt_year, text)
    folded = _translated(_POSSESSIVE.sub("", _SQUARED.sub("2", text)), _TABLE)
    folded = _COURTESY.sub("", folded)
    folded = _SHORT_YEAR.sub(r"\1 20\2", _SHORTENED.sub(lambda match: _TEXTED[match[0]], folded))
    folded = _with_scales(folded)
    folded = _LOOSE.sub(" ", folded)
    folded = _JOINED.sub(" ", folded)
    return _BETWEEN_LATIN.sub("", _RUN.sub(" ", folded)).strip().rstrip("- ")  # 22年呢～


_BARE_SCALE = re.compile(
    "(?P<beyond>(?<![通经不])过|破|超过|突破|(?<!不)超|不满|不到|不足|未满)(?P<scale>[万亿千百])(?![分万亿千百零〇0-9一二三四五六七八九])"
)
"""破万, 过亿 and 不足千 are of one of it."""


_SHORT_SPAN = re.compile(
    "(?<![0-9.])(1[7-9]|2[0-9])年?(?:到|至|-|~|—)(1[7-9]|2[0-9])(?=$|[ ,，。？?]|[的各每逐](?!家|社区|个)|走势|趋势)"
)
"""Two years as they are typed in haste: 22到25, with nothing that they would count."""
_SPANNED = r"20\1到20\2年"
_TEENS = ("seventeen", "eighteen", "nineteen")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPELT_YEAR = re.compile(
    rf"(?<![a-z])twenty[ -](?:(?P<teen>{'|'.join(_TEENS)})|twenty(?:[ -](?P<one>{'|'.join(_ONES)}))?)(?![a-z])",
    re.IGNORECASE,
)
"""Twenty twenty two."""


def _spelt_year(match: re.Match[str]) -> str:
    if match["teen"]:
        return f"20{17 + _TEENS.index(match['teen'].lower())}"
    return f"202{_ONES.index(match['one'].lower()) + 1}" if match["one"] else "2020"


@for_an_update
def laid_out(text: str) -> str:
    """Fold a report as a question is folded, but for what parts its figures: stops, brackets, lines, spaces.

    A Chinese comma parts what an English one may group: 5300，2024年 and 5,300.
    """
    folded = _simplified(_translated(_POSSESSIVE.sub("", text), _LAYOUT))
    folded = _with_counts(_with_scales(folded))
    folded = _ALL_OF_IT.sub("100%", _WHOLE_SUM.sub("", folded))
    folded = _STOP_WITHIN.sub(",", _CHINESE_POINT.sub("点", folded))
    return _SPACE_IN_WORDS.sub("", folded).strip()


def folded_in_place(text: str) -> str:
    """Fold width and script character for character, so that what is found stands where it was typed."""
    return simplify(half_width(text))


def _simplified(text: str) -> str:
    """Turn Traditional Chinese into Simplified, Taiwan's words with it."""
    if text.isascii():
        return text
    simplified = simplify(text)
    return simplified if simplified == text else _TAIWAN.sub(lambda match: _WORDS[match[0]], simplified)


def with_digits(text: str) -> str:
    """Write small numbers of an English text in digits: fewer than two."""
    return _SPELT.sub(lambda match: str(ENGLISH_NUMBERS[match[0]]), text) if text.isascii() else text


def _with_counts(text: str) -> str:
    """The same for what is reported, where one counts too: up by one, and one accelerator."""
    return _ONE.sub("1", with_digits(text)) if text.isascii() else text


def _with_scales(text: str) -> str:
    """Write the English scales of numbers in the Chinese ones, by which amounts are read."""
    text = _LATIN_RANGE.sub(r"\1 \4 \2 \3 \4", in_digits(text))
    text = _LATIN_SUM.sub(lambda match: f"{_scaled(match)}元", text)
    return _LATIN_SCALE.sub(_scaled, text)


def _scaled(match: re.Match[str]) -> str:
    """Write 10 billion as 100亿, exactly: the scales are those that amounts are read by."""
    digits = match["number"].replace(",", "")
    whole, _, part = digits.partition(".")
    shift, scale = {"m": (2, "万"), "b": (1, "亿"), "k": (3, ""), "t": (3, "")}[match["scale"][0]]
    left = f".{part[shift:]}" if len(part) > shift else ""
    moved = f"{whole}{part.ljust(shift, '0')[:shift]}".lstrip("0") or "0"
    return f"{moved}{left}{scale}"


def simplify(text: str) -> str:
    """Turn Traditional Chinese into Simplified, character for character."""
    if _TRADITIONAL.search(text) is None:
        return text
    converted = _SIMPLIFYING.convert(text)
    if len(converted) == len(text):
        return converted
    return "".join((_SIMPLIFYING.convert(char) or char)[:1] for char in text)


def _traditional() -> str:
    """Match what is not in every text left as it is: characters, and two that are everyday but in some words."""
    lines = TRADITIONAL.read_text(encoding="utf-8").splitlines()
    changed = "".join(line for line in lines if line[0] != "#")
    return f"[{changed}\U00020000-\U0003ffff]|{_IN_WORDS}"


_TRADITIONAL = compile_later(_traditional)


class _Simplifying:
    """The conversion tables, which are 5 MB: loaded at the first text that needs them."""

    @cached_property
    def convert(self) -> Callable[[str], str]:
        from opencc import OpenCC

        convert: Callable[[str], str] = OpenCC("t2s").convert
        return convert


_SIMPLIFYING = _Simplifying()


def typed(text: str, wanted: str) -> str:
    """Give the part of `text` that was folded into `wanted`, as it was typed; `wanted` itself if it moved."""
    size = len(wanted)
    for start in range(len(text) - size + 1) if wanted not in text else ():
        if normalize(text[start : start + size]) == wanted:
            return text[start : start + size]
    return wanted
