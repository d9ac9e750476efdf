"""What had been recorded by a day (截至3月1日…, 3月1日那天…, as of 1 March), and the days that a question names.

The end of December is left alone: with it 年末 is said, the moment a year's figure is about.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import half_width, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.searching import Searched
from zc_bot.parsing.update_cache import for_an_update

ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_MONTH = f"(?:{'|'.join(ENGLISH_MONTHS)})[a-z]*\\.?"
_NOW = "(?:这个?时候|这会儿|此时|此刻|(?:的)?今[天日])"
_DAYS: tuple[str, ...] = (
    r"(?P<y1>20[0-9]{2})[-/.](?P<m1>[0-9]{1,2})[-/.](?P<d1>[0-9]{1,2})(?![0-9])",
    rf"(?:(?P<y2>20[0-9]{{2}})年)?(?P<m2>{_NUMBER})月(?P<d2>{_NUMBER})[日号]",
    rf"(?:(?P<y3>20[0-9]{{2}})年)?(?P<m3>{_NUMBER})月[底末]",
    rf"(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<m4>{_MONTH})(?:,? (?P<y4>20[0-9]{{2}}))?(?![0-9])",
    rf"(?P<m5>{_MONTH}) (?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y5>20[0-9]{{2}}))?(?![0-9])",
    rf"(?:the )?end of (?P<m6>{_MONTH})(?: (?P<y6>20[0-9]{{2}}))?",
    "(?P<before>上个?月[底末]|(?:the )?end of last month|昨天|(?<!大)前天|yesterday)",
    f"(?P<yearly>(?:[去上]年|一年前)的?{_NOW}|this time last year|a year ago today)",
    f"(?P<monthly>上个?月的?{_NOW}|this time last month)",
)
_DAY = Searched([(compile_later("|".join(_DAYS), re.IGNORECASE), None)])
_EDGES = " ，,、：:的"
_AT = re.compile("[在到于]?$")


class Dated(NamedTuple):
    """A text without the day that it names, and that day; marked: it says that what was known by then is asked."""

    rest: str
    day: date
    start: int
    end: int
    marked: bool


@for_an_update
def find_days(text: str, today: date) -> tuple[Dated, ...]:
    """Find the days that a text names, in their order; a day without a year is the last such day there was."""
    folded = half_width(text)
    found = ((one, _last(one, today)) for one in said_days(folded, today))
    return tuple(_dated(folded, one, day) for one, day in found if day is not None)


_A_MONTH = Searched([
    (compile_later(rf"(?:(?P<y>20[0-9]{{2}})年)?(?<![0-9])(?P<m>{_NUMBER})月(?:份|里|间)?(?![0-9日号底末])"), None)
])


def find_month(text: str, today: date) -> tuple[Dated, Dated] | None:
    """Find the one month that a text names: its first day, and its last or today."""
    folded = half_width(text)
    found = [match for match, _ in _A_MONTH.found(folded) if 0 < _number(match["m"]) <= len(ENGLISH_MONTHS)]
    if len(found) != 1:
        return None
    month = _number(found[0]["m"])
    year = int(found[0]["y"]) if found[0]["y"] else today.year - (month > today.month)
    last = min(date(year, month, monthrange(year, month)[1]), today)
    first, (start, end) = date(year, month, 1), found[0].span()
    return (Dated("", first, start, end, False), Dated("", last, start, end, False)) if first <= last else None


def known_by(text: str, today: date) -> Dated | None:
    """Take a text apart that asks what was known by a day; None for others, and for a day that is still to come."""
    found = [one for one in find_days(text, today) if one.marked]
    if len(found) != 1 or found[0].day > today or is_years_end(found[0], text):
        return None
    return found[0]


_DECEMBER = re.compile("12|十二|dec", re.IGNORECASE)


def is_years_end(found: Dated, text: str) -> bool:
    """Tell whether the end of December is named as such, with which the whole year is meant: not by 上月底."""
    is_last = (found.day.month, found.day.day) == (12, 31)
    return is_last and _DECEMBER.search(half_width(text[found.start : found.end])) is not None


def _dated(text: str, said: SaidDay, day: date) -> Dated:
    start, end = said.start, said.end
    opens, closes = _BEFORE.search(text[:start]), _AFTER.match(text, end)
    if opens:
        start = opens.start()
    if closes:
        start, end = start - len(_AT.search(text[:start])[0]), closes.end()  # type: ignore[index]
    rest = f"{text[:start].rstrip(_EDGES)} {text[end:].lstrip(_EDGES)}".strip()
    return Dated(rest, day, start, end, bool(opens or closes or said.then))


_BEFORE = compile_later(lambda: rf"(?:{alternatives('as_of.before')})\s*$", re.IGNORECASE)
_AFTER = compile_later(lambda: rf"\s*(?:{alternatives('as_of.after')}|时(?![间候]))", re.IGNORECASE)
"""What stands before such a day, and what stands behind it."""


class SaidDay(NamedTuple):
    """Where a text names a day, by its month and day, with its year if that is said; day None: the month's last.

    then: it is today's day of an earlier year or month, said as such (去年这个时候).
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    then: bool = False

    def of(self, year: int) -> date | None:
        """Give the day in a year; None where there is no such day."""
        try:
            last = monthrange(year, self.month)[1]
            return date(year, self.month, last if self.day is None else self.day)
        except ValueError:
            return None


@for_an_update
def said_days(text: str, today: date) -> tuple[SaidDay, ...]:
    """Find the days that a text names, in their order, those that there are not (2月30日) among them."""
    return tuple(_said(match, today) for match, _ in _DAY.found(half_width(text)))


def _said(match: re.Match[str], today: date) -> SaidDay:
    if match["before"]:
        day = _before(match["before"].lower(), today)
        return SaidDay(*match.span(), day.year, day.month, day.day)
    if match["yearly"] or match["monthly"]:
        day = _then(bool(match["yearly"]), today)
        return SaidDay(*match.span(), day.year, day.month, day.day, then=True)
    at = next(number for number in "123456" if match[f"m{number}"])
    year, number = match[f"y{at}"], None if at in "36" else _number(match[f"d{at}"])
    return SaidDay(*match.span(), int(year) if year else None, _number(match[f"m{at}"]), number)


def _last(said: SaidDay, today: date) -> date | None:
    """Give the last such day there was, where its year isn't said; None where there is none."""
    if said.year is not None:
        return said.of(said.year)
    found = said.of(today.year)
    return found if found is None or found <= today else said.of(today.year - 1)


def _before(word: str, today: date) -> date:
    if word.startswith(("上", "the end", "end of")):
        return today.replace(day=1) - timedelta(1)
    return today - timedelta(2 if word == "前天" else 1)


def _then(yearly: bool, today: date) -> date:
    """Give today's day a year or a month ago, or the last one of its month before it."""
    month = today.replace(day=1) - timedelta(1)
    year, number = (today.year - 1, today.month) if yearly else (month.year, month.month)
    return date(year, number, min(today.day, monthrange(year, number)[1]))


def _number(text: str) -> int:
    if text[:3].lower() in ENGLISH_MONTHS:
        return ENGLISH_MONTHS.index(text[:3].lower()) + 1
    found = read_numeral(text)
    return 0 if found is None else int(found)
