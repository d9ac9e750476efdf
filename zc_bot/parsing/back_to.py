"""The days that a text goes back to, on which something was done: 上周, 11月以来, since October, before March."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.searching import Searched
from zc_bot.parsing.spans import find_span
from zc_bot.parsing.update_cache import for_an_update

Days = tuple[date, date]
_WEEK = "(?:周|星期|礼拜)"
BEGINNING = date(1990, 1, 1)
"""Before all that is on record."""


def _week(day: date) -> Days:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def _month_before(day: date) -> Days:
    last = day.replace(day=1) - timedelta(1)
    return last.replace(day=1), last


_BACK = Searched[Callable[[date], Days]]((compile_later(pattern), made) for pattern, made in (
    (f"(?:本|这)个?{_WEEK}[和与跟]上个?{_WEEK}|上个?{_WEEK}[和与跟](?:本|这)个?{_WEEK}",
     lambda day: (_week(day - timedelta(7))[0], day)),
    (f"上上个?{_WEEK}|the week before last", lambda day: _week(day - timedelta(14))),
    ("上上个?月", lambda day: _month_before(_month_before(day)[0])),
    ("大前天", lambda day: (day - timedelta(3), day - timedelta(3))),
    ("昨[天日]|yesterday", lambda day: (day - timedelta(1), day - timedelta(1))),
    ("前天", lambda day: (day - timedelta(2), day - timedelta(2))),
    ("今天|今日|today|刚刚", lambda day: (day, day)),
    (f"上个?{_WEEK}|last week", lambda day: _week(day - timedelta(7))),
    (f"(?:本|这)一?个?{_WEEK}|this week", lambda day: (_week(day)[0], day)),
    ("上个?月|last month", lambda day: _month_before(day)),
    ("(?:本|这)个?月|this month", lambda day: (day.replace(day=1), day)),
))
"""The days that a word goes back to, today among them."""
_SO_MANY = compile_later(
    f"(?:(?:最近|近|过去|往前)(?:这|的)?|这)(?P<count>[一二两三四五六七八九十]|[0-9]{{1,2}}|几)个?(?P<unit>天|日|{_WEEK}|月)(?:里头|里|之内|以内|内|以来)?"
    "|(?<![a-z])(?:(?:last|past) (?P<number>[0-9]{1,2}|two|three|four|five|six|seven|ten|few|couple of )|past) ?"
    "(?P<units>days?|weeks?|months?)(?![a-z])"
)
"""最近一个礼拜, 这两天, the past three days: so many days until today; last month is the calendar's."""
_FEW = 3
_DEFAULTS: tuple[tuple[str, Callable[[date], Days]], ...] = (
    ("月|month", lambda day: (day - timedelta(30), day)),
    ("", lambda day: (day - timedelta(7), day)),
)
"""最近 is a week, or a month where it says so."""
_SINCE = compile_later("^(?:份|里)?(?:以来|至今|到现在|到今天|往后|起)")
_BEFORE = compile_later("^(?:份)?(?:之前|以前|前)")
_SINCE_LATIN = compile_later("(?:since|from) ?(?:the )?$")
_BEFORE_LATIN = compile_later("(?:before|until|by) ?(?:the )?$")
_BARE_MONTH = compile_later(
    "(?<![a-z])(?:since|before|from)(?= (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?![a-z]))"
)


class BackTo(NamedTuple):
    """The first and the last day, and where the words for them stand in the text."""

    first: date
    last: date
    start: int
    end: int


@for_an_update
def find_back(text: str, today: date) -> BackTo | None:
    """Find the days that a folded text names; None where it names none."""
    for back, made in _BACK.found(text):
        return _bounded(text, *back.span(), made(today), today)
    if (match := _SO_MANY.search(text)) is not None:
        return BackTo(today - timedelta(_so_many_days(match)), today, *match.span())
    if (bare := _BARE_MONTH.search(text)) is not None:
        return _of_a_bare_month(text, *bare.span(), today)
    span = find_span(text, today)
    return None if span is None else _bounded(text, span.start, span.end, (span.first, span.last), today)


def _so_many_days(match: re.Match[str]) -> int:
    """Return how many days are meant; a few are three, a month is thirty."""
    said = (match["count"] or match["number"] or "1").strip()
    number = ENGLISH_NUMBERS.get(said) or {"few": _FEW, "几": _FEW, "couple of": 2}.get(said) or read_numeral(said)
    unit = match["unit"] or match["units"]
    return int(number or 1) * (1 if unit[0] in "天日d" else 30 if unit[0] in "月m" else 7)


def _of_a_bare_month(text: str, start: int, end: int, today: date) -> BackTo | None:
    """Read a month that no `in` stands before: since October."""
    said = f"{text[:start]}in{text[end:]}"
    span = find_span(said, today)
    if span is None:
        return None
    longer = len(text) - len(said)
    if text[start:end] == "before":
        return BackTo(BEGINNING, span.first - timedelta(1), start, span.end + longer)
    return BackTo(span.first, today, start, span.end + longer)


def days_named(text: str, today: date) -> Days | None:
    """Return the first and the last of the days that a folded text names."""
    found = find_back(text, today)
    return None if found is None else (found.first, found.last)


def days_back(text: str, today: date) -> Days:
    """Return the days that a text about the latest goes back to: those named, else a month or a week."""
    if (match := _SO_MANY.search(text)) is not None:
        return today - timedelta(_so_many_days(match)), today
    for _, made in _BACK.found(text):
        return made(today)
    for pattern, made in _DEFAULTS:
        if re.search(pattern, text):
            return made(today)
    raise AssertionError


def _bounded(text: str, start: int, end: int, days: Days, today: date) -> BackTo:
    """Reach on to today after 以来 and since, and back to the beginning after 之前 and before."""
    first, last = days
    if (since := _SINCE.match(text[end:])) is not None:
        return BackTo(first, today, start, end + since.end())
    if (before := _BEFORE.match(text[end:])) is not None:
        return BackTo(BEGINNING, first - timedelta(1), start, end + before.end())
    if (since := _SINCE_LATIN.search(text[:start])) is not None:
        return BackTo(first, today, since.start(), end)
    if (before := _BEFORE_LATIN.search(text[:start])) is not None:
        return BackTo(BEGINNING, first - timedelta(1), before.start(), end)
    return BackTo(first, last, start, end)
