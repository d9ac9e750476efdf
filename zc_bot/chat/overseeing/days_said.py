"""The days that an entry names, in figures or in words: 12月1日, 下月底, 下周五, 年内, by the end of next month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from zc_bot.parsing.as_of import SaidDay, said_days
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.spoken import match_day

HALF_A_YEAR = 183


def days_in(text: str, today: date) -> list[tuple[SaidDay, date | None]]:
    """Find the days that a text names and where, in their order; None for what is no day."""
    named = said_days(text, today)
    found = [(said, _date(said, today)) for said in named]
    found += [(said, said.of(day.year)) for said, day in _spoken(text, named, today)]
    return sorted(found, key=lambda one: one[0].start)


def _spoken(text: str, named: tuple[SaidDay, ...], today: date) -> list[tuple[SaidDay, date]]:
    """Find the days in words that no date in figures has a part in."""
    found: list[tuple[SaidDay, date]] = []
    end = 0
    for begins in _MAY_BEGIN.finditer(text):
        start = begins.start()
        if start < end or (one := _day_at(text, start, today)) is None:
            continue
        day, stop = one
        if any(said.start < stop and start < said.end for said in named):
            continue
        end = stop
        found.append((SaidDay(start, end, day.year, day.month, day.day), day))
    return found


def _day_at(text: str, start: int, today: date) -> tuple[date, int] | None:
    """Read the day in words that begins at a place: the first to come of those that may be meant, and its end."""
    if (within := _WITHIN.match(text, start)) is not None:
        return _last_of(within["period"], today), within.end()
    if (matched := match_day(text, start)) is None:
        return None
    rule, match = matched
    said = rule.produce(match, today)
    if not said.days or said.repeat or said.is_soft or said.refusal:
        return None
    day = next((one for one in said.days if one >= today), said.days[0])
    if rule.name not in _PERIODS:
        return day, match.end()
    # 下月完成 is wanted by its end; 上月 says no day.
    return (_last_of(_PERIODS[rule.name], day), match.end()) if day > today else None


def _last_of(period: str, day: date) -> date:
    """Give the last day of the week, month or year that a day is in."""
    if period == "周":
        return day + timedelta(days=6 - day.weekday())
    if period == "月":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return date(day.year, 12, 31)


_PERIODS = {"week": "周", "month": "月"}
_MAY_BEGIN = compile_later(r"[今明昨后大前上这本下月年周星礼春清端中国元]|(?<![a-z])[a-z]", re.IGNORECASE)
"""What a day in words may begin with; a text is tried at those places alone."""
_WITHIN = compile_later(r"[今本这]?个?(?P<period>[年月周])(?:度|之)?内")


def _date(said: SaidDay, today: date) -> date | None:
    """Read a day; without a year it is the next one that comes, or this year's for what is past by less than half."""
    this = said.of(said.year or today.year)
    if this is None or said.year or (today - this).days < HALF_A_YEAR:
        return this
    return said.of(today.year + 1)
