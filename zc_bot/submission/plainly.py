"""Ways of writing put as the plain one before a line is cut, each in its place.

    众创空间/孵化器/加速器：6/3/2 · 71亿（总产值） · 管理机构Y · 战新投资数据 · 2025年比2024年增加180人
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.names import Name
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.policy.programme import Programme

_ONE_MORE = compile_later("(?:再|另外?|还要?)(?:加|补|报|填)(?:上|报)?一[个项条](?=[\u4e00-\u9fff])")
_DEALT_BY_SLASH = compile_later(r"(?:分别|依次)(?:是|为|有|[:：])*[ ]*[0-9][0-9.]*(?:/[0-9.]+)+")
_NUMBERS = compile_later(r"[ ]*[:：]?[ ]*(?P<numbers>[0-9][0-9.]*(?:/[0-9][0-9.]*)+)(?![0-9/])")
_LETTER = compile_later(r"[ :：=]*(?P<letter>[yn])(?=[\s,，;；、。]|$|[\u4e00-\u9fff])", re.IGNORECASE)
_HEAD = compile_later(r"[ ]*(?:建设|指标)?(?:情况|数据|方面|指标)?(?:如下)?[ ]*[:：][ ]*")
_JOINED = frozenset({"、", "和", "与", "及"})
_COUNTED = compile_later(r"(?:这|共|等)?(?P<count>[0-9]|[两二三四五六])[个类大项][ ]*")
_BASE_YEAR = compile_later(rf"(?:{alternatives('told.against')}|于)[ ]*(?P<year>20[0-9]{{2}})年")
_BEFORE_LAST = compile_later(rf"(?<=去年)(?P<said>[^，,。；;\n]*?(?:{alternatives('told.against')}|于))前年")
"""The year before the one that is reported as 去年."""
_SAID_YEAR = compile_later("(?<![0-9.])20[0-9]{2}(?=年|[^0-9.,%万亿])")
LAST_YEAR = "上年"


def written_plainly(text: str, years: Collection[int]) -> str:
    """Write a folded text plainly as far as no name in it counts; `years` are those that can be reported."""
    text = _ONE_MORE.sub(lambda match: " " * len(match[0]), text)
    text = _DEALT_BY_SLASH.sub(lambda match: match[0].replace("/", "、"), text)
    return _by_last_year(text, years)


def _by_last_year(text: str, years: Collection[int]) -> str:
    """Write 上年 for the number of a year that a figure is held against, where the next one is reported: 比2024年多.

    The year after it is the one that the text names, or the newest that can be reported where it names no other.
    """
    match = _BASE_YEAR.search(text)
    if match is None:
        return _BEFORE_LAST.sub(rf"\g<said>{LAST_YEAR}", text)
    others = {int(year) for year in _SAID_YEAR.findall(text)} - {int(match["year"])}
    reported = others if others else {max(years, default=0)}
    if reported != {int(match["year"]) + 1}:
        return text
    return f"{text[: match.start('year')]}{LAST_YEAR}{text[match.end('year') + 1 :]}"


def around_names(text: str, metrics: Sequence[Name], yesno: Collection[int]) -> str:
    """Write plainly what stands around the names of metrics; `yesno`: where those begin that are answered so."""
    text = _without_tails(text, metrics)
    for one in metrics:
        text = _unbracketed(text, one)
        letter = _LETTER.match(text, one.end) if one.start in yesno else None
        if letter is not None:
            at = letter.start("letter")
            text = f"{text[:at]}{'是' if letter['letter'] in 'yY' else '否'}{text[at + 1 :]}"
    return _by_slashes(text, metrics)


_TAIL = compile_later("[\u4e00-\u9fff]{2,}")


def without_place_tails(text: str, places: Sequence[Name], metrics: Sequence[Name], programme: Programme) -> str:
    """Blank what is left of a community's name behind a shorter one: 开源众创加速器2个, of 开源众创社区."""
    for one in places:
        begins = min((metric.start for metric in metrics if metric.start >= one.end), default=len(text))
        tail = _TAIL.match(text, one.end, begins)
        names = (programme.community[code].name.zh for code in one.codes if code in programme.community)
        if tail is not None and any(tail[0] in name for name in names):
            text = f"{text[: one.end]}{' ' * len(tail[0])}{text[tail.end() :]}"
    return text


def _without_tails(text: str, metrics: Sequence[Name]) -> str:
    """Blank what is left of 数据 behind a name that ends with 数: 战新投资数据."""
    for one in metrics:
        if text[one.end - 1 : one.end + 1] == "数据":
            text = f"{text[: one.end]} {text[one.end + 1 :]}"
    return text


def _unbracketed(text: str, name: Name) -> str:
    """Blank the brackets around a name behind its amount, and the slash before one: 71亿（总产值）, 5300/新企9."""
    start, end = name.start - 1, name.end
    if start > 0 and text[start] == "/" and text[start - 1].isdigit():
        text = f"{text[:start]}；{text[start + 1 :]}"
    bracketed = start > 0 and text[start] in "(（" and text[end : end + 1] in {")", "）"}
    if bracketed and any(span[1] == start for span, _ in find_quantities(text[:start])):
        text = f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"
    return text


def _by_slashes(text: str, metrics: Sequence[Name]) -> str:
    """Part numbers by 、 that stand behind as many names, all parted by slashes."""
    for number, last in enumerate(metrics):
        found = _NUMBERS.match(text, last.end)
        if found is None:
            continue
        first = number
        while first and text[metrics[first - 1].end : metrics[first].start].strip() == "/":
            first -= 1
        if first < number and found["numbers"].count("/") == number - first:
            start, end = found.span("numbers")
            text = f"{text[:start]}{found['numbers'].replace('/', '、')}{text[end:]}"
    return text


_TOTAL = compile_later(
    "(?:(?<=[0-9亿万元])|(?<=rmb)|(?<=cny)|(?<=yuan))[ ，,、/；;\n()（]*(?:and |out of |of )?(?:the |an? )?"
    "(?P<total>总(?:产|的|额|计|数|共)?|total(?![a-z]))"
    "(?:是|为|有|[:：=]| is| was| of)*[ ]*[0-9][0-9.,]*[ ]?(?P<scale>(?:个?亿|万)元?)?",
    re.IGNORECASE,
)


def with_total(text: str, metrics: Sequence[Name], programme: Programme, unit: str = "") -> list[Name]:
    """Take 总 before a sum behind a part's for the name of the whole that goes unnamed: 战新3.1亿，总的4.3亿.

    unit: of all figures of the text, where it says one.
    """
    named = {code for one in metrics for code in one.codes}
    found = list(metrics)
    for match in _TOTAL.finditer(text):
        if not match["scale"] and not unit.endswith("元"):
            continue
        before = [one for one in metrics if one.end <= match.start()]
        if not before or any(one.start < match.end() and match.start("total") < one.end for one in metrics):
            continue
        shares = [one for one in programme.derived if {one.code, one.numerator} & {*before[-1].codes}]
        whole = shares[0].denominator if len(shares) == 1 else None
        if whole is not None and whole not in named:
            found.append(Name(*match.span("total"), "metric", (whole,)))
            named.add(whole)
    return sorted(found, key=lambda one: one.start)


_COMMA = compile_later("[，,](?![0-9])")
_MONEY = compile_later(
    r" ?(?:us )?(?:dollars?|usd|euros?|eur|yen|pounds?|yuan|rmb|cny|hkd)(?![a-z])", re.IGNORECASE
)
_OF = compile_later(r"(?: (?:of|was|were|is|are|at|came to|reached|totall?ed))*[ :]*", re.IGNORECASE)


def without_foreign(text: str, lexicon: Lexicon, metrics: Sequence[Name]) -> tuple[str, tuple[str, ...]]:
    """Blank amounts in English of what the programme is known not to hold, with their names: tax revenue 320m."""
    folded = normalize(text)
    known = {
        folded[token.start : token.end] for token in lexicon.search(folded)
        if any(one.kind == "foreign" for one in token.entries)
    }
    pieces = []
    for word in sorted(filter(str.isascii, known), key=len, reverse=True):
        for match in reversed(list(re.finditer(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text, re.IGNORECASE))):
            start, behind = match.start(), _OF.match(text, match.end())
            amounts = find_quantities(_COMMA.sub(";", text))
            amount = next((end for (at, end), _ in amounts if behind and at == behind.end()), None)
            if amount is not None and (money := _MONEY.match(text, amount)) is not None:
                amount = money.end()
            if amount is not None and not any(one.start < amount and start < one.end for one in metrics):
                pieces.append(text[start:amount])
                text = f"{text[:start]}{'；' * (amount - start)}{text[amount:]}"
    return text, tuple(pieces)


def without_heads(text: str, metrics: Sequence[Name]) -> tuple[str, list[Name], tuple[str, ...]]:
    """Leave out a name of several figures that heads the names of some of them: 覆盖率：无线98.5、数字93.

    Gives also what the heads may mean beside those named. What is said not to be of a figure (非高新) names none.
    """
    metrics = [one for one in metrics if text[one.start - 1 : one.start] != "非"]
    heads = [
        one for one, behind in pairwise(metrics)
        if len(one.codes) > 1 and set(behind.codes) < set(one.codes)
        and (mark := _HEAD.match(text, one.end)) is not None and mark.end() == behind.start
    ]
    together = [one for number, one in enumerate(metrics) if _sums_up(text, metrics, number)]
    named = {code for one in metrics if one not in (*heads, *together) for code in one.codes}
    left = dict.fromkeys(code for one in heads for code in one.codes if code not in named)
    for one, behind in pairwise(metrics):
        if one in heads:
            text = f"{text[: one.start]}{' ' * (behind.start - one.start)}{text[behind.start :]}"
    for one in together:
        before = max(other.end for other in metrics if other.end <= one.start)
        text = f"{text[:before]}{' ' * (one.end - before)}{text[one.end :]}"
    return text, [one for one in metrics if one not in (*heads, *together)], tuple(left)


def _sums_up(text: str, metrics: Sequence[Name], number: int) -> bool:
    """Tell whether a name of several only says once more how many were just listed: 创业服务、教育培训两个平台."""
    one = metrics[number]
    if number == 0 or len(one.codes) < 2:
        return False
    counted = _COUNTED.fullmatch(text, metrics[number - 1].end, one.start)
    first = number - 1
    while first and text[metrics[first - 1].end : metrics[first].start].strip() in _JOINED:
        first -= 1
    theirs = {code for other in metrics[first:number] for code in other.codes}
    return counted is not None and read_numeral(counted["count"]) == number - first and theirs <= {*one.codes}
