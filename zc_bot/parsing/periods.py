"""Calendar years in a sentence: 2019年, 一九年, 去年, 近三年, 2017到2019; `today` says which year this is."""

from __future__ import annotations

import re
from datetime import date

from zc_bot.parsing.numerals import DIGITS, ENGLISH_NUMBERS, is_guess
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """The years at one place of a text. `several`: a span was asked for; without years, all there are."""

    start: int
    end: int
    years: tuple[int, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """One year at one place of a text. back: how many years before this one, where it is said so (去年: 1)."""

    start: int
    end: int
    year: int
    back: int | None = None


_CN = "零〇○一二三四五六七八九"
EARLIEST, LATEST = 1900, 2200
"""What is no year of anybody's figures is no year."""
_YEAR = (
    r"(?:(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9]|\.[0-9]|[万亿千百个家元亩%]|平(?!均)|人(?![数员]))年?|(?<![0-9])[0-9]{4}年"
    rf"|(?:一九|二[零〇○])[{_CN}]{{2}}年?"
    rf"|(?<![0-9])[0-9]{{2}}年|[{_CN}]{{2}}年|[一二三]?十[{_CN}]?年)(?:度|份|末|底)?"
)
_SHORT = rf"(?:(?<![0-9.])[0-9]{{2}}|[一二]?十[{_CN}]?|[{_CN}]{{2}})"
_RELATIVE_WORDS = {
    -3: "大前年|three years ago",
    -2: "前年度|前年|the year before last|year before last|two years ago|qiannian",
    -1: (
        "去年度|去年|上一年度|上一年|上年度|上年|旧年|头年"
        "|last calendar year|last year|previous year|prior year|past year|qunian"
    ),
    0: "今年度|今年|本年度|本年|当年度|这一年|this year|current year|jinnian",
    1: "明年|来年|next year",
    2: "后年",
}
_RELATIVE = {word: years for years, text in _RELATIVE_WORDS.items() for word in text.split("|")}
_COUNTS = {**ENGLISH_NUMBERS, "两": 2, "俩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "两三": 3}
_COUNT = r"[0-9]|两三|[两俩二三四五六]|two|three|four|five"
_TO = r"(?: ?(?:一直到|到了|到|至|-|and|to|through|until) ?)"
_LATEST = (
    "近|最近|过去|前|这|最近的|过去的|the last|the past|last|past|recent|over the last|over the past|for the last"
)
_RUN = rf"(?:[一二][{_CN}]){{2}}这?[两二]年|(?:[一二][{_CN}]){{3}}这?三年"
"""Years side by side, the marks between them folded away: 一八、一九两年."""
_PATTERNS = compile_later(
    r"(?P<plan>十(?P<nth>[二三四五])五(?:规划)?(?:时期|期间|以来)?"
    r"|(?:the )?1(?P<latin>[2-5])th five[ -]year plan(?: period)?)"
    rf"|(?P<run>{_RUN})"
    rf"|(?P<span>(?:from |从|自|由)?(?P<a>{_YEAR}|{_SHORT}){_TO}(?P<b>{_YEAR}|{_SHORT}(?:年度?)?)"
    r"(?:这?[几0-9一二两三四五]年)?(?:间|以来|之间|期间)?)"
    rf"|(?P<list>(?P<first>{_YEAR}|{_SHORT})(?P<middle>(?:[ 和与及跟,]{_SHORT})*)"
    rf"[ 和与及跟,](?P<rest>{_SHORT}) ?(?:这)?[两二三]?年)"
    rf"|(?P<since>(?:since |从|自)(?P<from>{_YEAR}|{_SHORT}年)"
    r"(?:以来|起|开始|到现在|至今|到今年|之后|以后)?"
    rf"|(?P<from2>{_YEAR})(?:以来|起|到现在|至今|之后|以后))"
    rf"|(?P<last>(?:{_LATEST}) ?(?P<n>{_COUNT}) ?(?:个年度|年度|年|years|yrs|year)(?:来|间|以来|里)?)"
    r"|(?P<come>(?P<m>[0-9]|[两俩二三四五六])年(?:来|以来))"
    r"|(?P<many>(?:最近|近|过去|前|这)(?:几|些)年(?:来|间)?"
    r"|(?:recent|past) years|the last few years|past few years|last few years)"
    r"|(?P<both>今明两年|今去两年|去年前年|前年去年)"
    rf"|(?P<relative>{'|'.join(sorted(map(re.escape, _RELATIVE), key=len, reverse=True))})(?:年?[底末])?"
    rf"|(?P<year>{_YEAR}|(?<![a-z])fy ?[0-9]{{4}})"
)

_TWELFTH_PLAN = 2011
"""The first year of the plan period of 十二五; each has five years."""
_ONE = compile_later(
    rf"(?P<relative>{'|'.join(sorted(map(re.escape, _RELATIVE), key=len, reverse=True))})"
    rf"|(?P<year>(?<![0-9],){_YEAR})"
)
_A_NUMBER = compile_later(r"\.?[0-9万亿wWkK%家人个平元]|,[0-9]")
_A_DATE = compile_later("年?(?:[-/.]|(?<=年))[ ]*[0-9]{1,2}(?:[-/.月]|$)|月")
_COLUMN = compile_later("[0-9]*数")
"""本年数 heads a column."""


def find_years(text: str, today: date | None = None, in_dates: bool = True) -> tuple[Year, ...]:
    """Find the single years in a text of any kind, in order; `in_dates`: those of days (2020-02-10) too.

    Without today only those named by their number are. What a unit or more digits follow is a number, and 十年 as
    often how long something was.
    """
    return _years(text, today, in_dates)


@for_an_update
def _years(text: str, today: date | None, in_dates: bool) -> tuple[Year, ...]:
    found = []
    for match in _ONE.finditer(text):
        start, end = match.span()
        if match["relative"] and today is None:
            continue
        if match["relative"]:
            assert today is not None
            back = -_RELATIVE[match["relative"]]
            if not (match["relative"] in {"本年", "本年度"} and _COLUMN.match(text, end)):
                found.append(Year(start, end, today.year - back, back))
            continue
        body = match["year"].rstrip("年度份末底")
        spoken = "十" in body or is_guess(body)
        number = "年" not in match["year"] and _A_NUMBER.match(text, end) is not None
        dated = not in_dates and _A_DATE.match(text, start + len(body)) is not None
        unheard = len(body) == 4 and body.isascii() and int(body) < EARLIEST
        if not (spoken or number or dated or unheard) and (year := _year(match["year"])) is not None:
            found.append(Year(start, end, year))
    return tuple(found)


def without_years(text: str, today: date) -> str:
    """Write spaces in place of the years of a text."""
    for one in reversed(find_years(text, today, in_dates=False)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def is_year(text: str) -> bool:
    """Tell whether all of a text may be a year rather than a figure: 2019, 2019年, 2019年的."""
    body = text.strip().removesuffix("的").rstrip("年度")
    return len(body) == 4 and body.isascii() and body.isdigit() and body[:2] in {"19", "20"}


@for_an_update
def scan_periods(text: str, today: date) -> tuple[Period, ...]:
    """Find the years named in a folded text, in order."""
    found = (_produce(match, today) for match in _PATTERNS.finditer(text))
    return tuple(period for period in found if period is not None)


def _produce(match: re.Match[str], today: date) -> Period | None:
    start, end = match.span()
    if match["plan"]:
        nth = int(match["latin"]) if match["latin"] else DIGITS[match["nth"]]
        begins = _TWELFTH_PLAN + 5 * (nth - 2)
        return Period(start, end, tuple(range(begins, begins + 5)), True)
    if match["run"]:
        digits = match["run"].removesuffix("年")[:-1].removesuffix("这")
        each = (_year(digits[at : at + 2]) for at in range(0, len(digits), 2))
        return Period(start, end, tuple(year for year in each if year))
    if match["span"]:
        return _between(match, today)
    if match["since"]:
        first = _year(match["from"] or match["from2"])
        return Period(start, end, _since(first, today), True) if first else None
    if match["list"]:
        parts = (match["first"], *re.split("[ 和与及跟,]", match["middle"])[1:], match["rest"])
        years = tuple(year for part in parts if (year := _year(part)))
        return Period(start, end, years) if len(years) == len(parts) else None
    if match["last"]:
        return Period(start, end, _last(_COUNTS.get(match["n"]) or int(match["n"]), today), True)
    if match["come"]:
        return Period(start, end, _last(_COUNTS.get(match["m"]) or int(match["m"]), today), True)
    if match["many"]:
        return Period(start, end, (), True)
    if match["both"]:
        years = (today.year, today.year + 1) if "明" in match["both"] else (today.year - 2, today.year - 1)
        return Period(start, end, years, True)
    if match["relative"]:
        # 最大 前年: the space between them is folded away.
        back = _RELATIVE[match["relative"]]
        if match["relative"] == "大前年" and match.string[max(0, start - 1) : start] in {"最", "更"}:
            start, back = start + 1, back + 1
        return Period(start, end, (today.year + back,))
    year = _year(match["year"])
    return Period(start, end, (year,)) if year else None


def _last(count: int, today: date) -> tuple[int, ...]:
    """Give the last whole years: of three asked for in 2020, 2017 to 2019."""
    return tuple(range(max(today.year - max(count, 1), EARLIEST), today.year))


def _since(first: int, today: date) -> tuple[int, ...]:
    """Give the whole years from `first` on; this year is not over, unless it is the only one."""
    return tuple(range(max(first, today.year - 30), today.year)) or (first,)


def _between(match: re.Match[str], today: date) -> Period | None:
    """Read a span of years; two that are no span (2019到2017) are taken in the order of time."""
    years = [_year(match[part]) for part in ("a", "b")]
    if years[0] is None or years[1] is None or _is_day(match):
        return None
    first, last = sorted((years[0], years[1]))
    if last - first > 50:
        return None
    between = match.string[match.end("a") : match.start("b")]
    if between.strip() == "and" and not match.string.endswith("between ", 0, match.start("a")):
        return Period(*match.span(), (first, last))  # In 2022 and 2025.
    return Period(*match.span(), tuple(range(first, last + 1)), True)


def _is_day(match: re.Match[str]) -> bool:
    """Tell whether a day or a month is written (2026-12-31, 2026-12), and no span: it would go backwards."""
    dashed = match.string[match.end("a") : match.start("b")].strip() == "-" and len(match["b"]) <= _TWO_DIGITS
    if not (dashed and match["a"].isascii() and match["b"].isascii()):
        return False
    back = int(match["b"]) <= _MONTHS and int(match["b"]) < int(match["a"]) % 100
    return back or _MORE_OF_DAY.match(match.string, match.end("b")) is not None


_TWO_DIGITS, _MONTHS = 2, 12
_MORE_OF_DAY = compile_later("-[0-9]{1,2}(?![0-9])")


_LAST_CENTURY = 60


def _year(text: str) -> int | None:
    """Read one year: 2019, 19, 一九, 二〇一九, 十九."""
    body = re.sub(r"fy|[年度份末底 ]", "", text)
    if body.isascii():
        number = int(body) if body.isdigit() else 0
    elif "十" in body:
        tens, _, ones = body.partition("十")
        number = 10 * DIGITS.get(tens or "一", 1) + DIGITS.get(ones, 0)
    else:
        number = int("".join(str(DIGITS[char]) for char in body))
    if number >= 100:
        return number if EARLIEST <= number <= LATEST else None
    if number >= _LAST_CENTURY and "年" not in text:
        return None  # 60到65 is no span of years, 98年 is one.
    return number + (2000 if number < _LAST_CENTURY else 1900)
