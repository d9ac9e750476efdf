"""Moving the sandbox's date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from zc_bot.clock import YEARS

Jump = Literal["day", "morning"]
MORNING = time(9, 0)


def is_weekday(day: date) -> bool:
    """Tell whether a day is Monday to Friday: working days where no calendar is given."""
    return day.weekday() < 5


def next_working_morning(now: datetime, is_working_day: Callable[[date], bool]) -> datetime:
    """Return the first 09:00 of a working day after `now`, in the zone of `now`."""
    day = now.date() if now.time() < MORNING else now.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, now.tzinfo)


def jumped(now: datetime, jump: Jump, is_working_day: Callable[[date], bool]) -> datetime:
    """Return the moment that a quick button leads to, in the zone of `now`."""
    if jump == "morning":
        return next_working_morning(now, is_working_day)
    return now + timedelta(days=1)


def typed_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a local date and time as the page's field gives it; raise ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.year not in YEARS:
        raise ValueError(f"{text}: expected a year from {YEARS[0]} to {YEARS[-1]}")
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
