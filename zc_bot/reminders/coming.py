"""When the stages of one year go out from now on, as far as is known now: what a preview shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from zc_bot.reminders.deadlines import cycle_of, is_sending_time, zone_of
from zc_bot.reminders.facts import Facts
from zc_bot.reminders.plan import plan


def coming(facts: Facts, year: int, now: datetime, through: datetime) -> Mapping[str, datetime]:
    """Return the stages of a year that go out to anybody until `through`, each with when it first does.

    Whatever other years are told of on these days is left aside.
    """
    years = frozenset(range(facts.programme.first_year, through.year))
    alone = replace(facts, ended=facts.ended | years - {year})
    found: dict[str, datetime] = {}
    for at in moments(alone, year, now, through):
        for nudge in plan(at, alone):
            found.setdefault(nudge.stage, at)
    return found


def moments(facts: Facts, year: int, now: datetime, through: datetime) -> tuple[datetime, ...]:
    """Return now or the next morning, the one after for whoever had their letter today, and when stages fall due."""
    zone, days = zone_of(facts.programme), facts.days
    cycle = cycle_of(facts.programme, year, days, facts.overrides.get(year))

    def morning(day: date) -> datetime:
        return datetime.combine(days.next_working(day), facts.programme.reporting.send_from, zone)

    today = now.astimezone(zone)
    is_early = today < morning(today.date())
    is_now = is_sending_time(now, facts.programme, days)
    first = now if is_now else morning(today.date() if is_early else today.date() + timedelta(days=1))
    second = morning(first.astimezone(zone).date() + timedelta(days=1))
    due = {one.at for one in cycle.until(through) if one.at > first}
    return tuple(sorted({first, second, *due}))
