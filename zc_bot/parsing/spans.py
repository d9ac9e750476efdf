"""The one day or span inside a year that a text names: 上月底, 3月1日到5日, 上周, 10月份, 第三季度, 上半年."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from zc_bot.parsing.as_of import ENGLISH_MONTHS, find_days, find_month, is_years_end
from zc_bot.parsing.numerals import half_width, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.searching import Searched
from zc_bot.parsing.update_cache import for_an_update

_EDGES = " ，,、：:的"
_ENDS, _MONTHS_OF_HALF, _MONTHS_OF_QUARTER = 2, 6, 3
_WITHIN_CHINESE = compile_later("(?<=[一-鿿]) (?=[一-鿿])")
_BETWEEN = compile_later(r"\s*(?:[到至~—–-]|and|to|until)\s*", re.IGNORECASE)
_OF_YEAR = r"(?:(?P<year>20[0-9]{2})年?|(?P<before>[去上]年)|今年)?的?"
_OF_YEAR_LATIN = r"(?: (?:of )?(?P<year>20[0-9]{2})| of (?P<before>last year))?"


class Span(NamedTuple):
    """A text without the days that it names, and the first and the last of them."""

    rest: str
    first: date
    last: date
    start: int
    end: int


@for_an_update
def find_span(text: str, today: date) -> Span | None:
    """Find the one day or span that a text names; None where there is none, or there are several."""
    folded = half_width(text)
    if days := find_days(folded, today):
        first, last = days[0], days[-1]
        joined = len(days) == 1 or (len(days) == _ENDS and _BETWEEN.fullmatch(folded, first.end, last.start))
        is_day = joined and not is_years_end(first, folded)
        return _span(folded, first.start, last.end, first.day, last.day) if is_day else None
    found = [(match, make(match, today)) for match, make in _SPANS.found(folded)]
    if len(found) == 1:
        match, (first_day, last_day) = found[0]
        return _span(folded, *match.span(), first_day, min(last_day, today))
    if not found and (month := find_month(folded, today)) is not None:
        return _span(folded, month[0].start, month[0].end, month[0].day, month[1].day)
    return None


def _span(text: str, start: int, end: int, first: date, last: date) -> Span | None:
    rest = f"{text[:start].rstrip(_EDGES)} {text[end:].lstrip(_EDGES)}".strip()
    return Span(_WITHIN_CHINESE.sub("", rest), first, last, start, end) if first <= last else None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _of_year(made: Callable[[int], tuple[date, date]], match: re.Match[str], today: date) -> tuple[date, date]:
    """Make a span of the year that is said, else of the last in which it had begun."""
    if match["year"] or match["before"]:
        return made(int(match["year"] or today.year - 1))
    return made(today.year) if made(today.year)[0] <= today else made(today.year - 1)


def _half(match: re.Match[str], today: date) -> tuple[date, date]:
    first = 1 if match["at"].lower() in {"上", "first"} else _MONTHS_OF_HALF + 1
    return _of_year(lambda year: _months(year, first, _MONTHS_OF_HALF), match, today)


def _quarter(match: re.Match[str], today: date) -> tuple[date, date]:
    at = _ORDINALS.get(match["at"].lower()) or int(read_numeral(match["at"]) or 1)
    return _of_year(lambda year: _months(year, (at - 1) * _MONTHS_OF_QUARTER + 1, _MONTHS_OF_QUARTER), match, today)


def _quarter_before(_: re.Match[str], today: date) -> tuple[date, date]:
    at = (today.month - 1) // _MONTHS_OF_QUARTER
    year, at = (today.year, at - 1) if at else (today.year - 1, 3)
    return _months(year, at * _MONTHS_OF_QUARTER + 1, _MONTHS_OF_QUARTER)


def _month_before(_: re.Match[str], today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(1)
    return last.replace(day=1), last


def _week_before(_: re.Match[str], today: date) -> tuple[date, date]:
    monday = today - timedelta(today.weekday() + 7)
    return monday, monday + timedelta(6)


def _english_month(match: re.Match[str], today: date) -> tuple[date, date]:
    month = ENGLISH_MONTHS.index(match["at"][:3].lower()) + 1
    return _of_year(lambda year: _months(year, month, 1), match, today)


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTH = f"(?P<at>(?:{'|'.join(ENGLISH_MONTHS)})[a-z]*)"
_SPANS = Searched[Callable[[re.Match[str], date], tuple[date, date]]](
    (compile_later(pattern, re.IGNORECASE), made) for pattern, made in (
        ("(?<![上这])上一?个?(?:周|星期|礼拜)(?![末日天一二三四五六])|last week", _week_before),
        ("(?<![上这])上一?个?月份?里?(?![底末])|(?<!end of )last month", _month_before),
        ("(?<![上这])上一?个?季度?(?![底末])|last quarter", _quarter_before),
        (rf"{_OF_YEAR}(?P<at>[上下])半年", _half),
        (rf"{_OF_YEAR}第?(?P<at>[一二三四1-4])季度?", _quarter),
        (rf"(?:in )?the (?P<at>first|second) half(?: year)?{_OF_YEAR_LATIN}", _half),
        (rf"(?:in )?(?:the (?P<at>first|second|third|fourth) quarter){_OF_YEAR_LATIN}", _quarter),
        (rf"(?<![a-z])(?:in|during) {_MONTH}{_OF_YEAR_LATIN}(?! ?[0-9])", _english_month),
    )
)
