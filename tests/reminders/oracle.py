"""What must have been sent, worked out the slow and obvious way, apart from the planner.

Nothing of `zc_bot.reminders` is used here: days off are typed in from the State Council's notices, and for
every person, year and stage the calendar is walked day by day.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
STAGES = ["D-14", "D-7", "D-3", "D-1", "D0", "D+1", "D+3", *(f"D+{days}" for days in range(7, 57, 7))]
MONTHLY = [f"D+{56 + 28 * months}" for months in range(1, 60)]
FIRST_STAGE = {"reporter": "open", "reviewer": "open", "lead": "D+3", "admin": "D+7"}
FIRST_YEAR = 2017

OFF = {
    "2018-12-30..2019-01-01", "2019-02-04..2019-02-10", "2019-04-05..2019-04-07", "2019-05-01..2019-05-04",
    "2019-06-07..2019-06-09", "2019-09-13..2019-09-15", "2019-10-01..2019-10-07", "2020-01-01..2020-01-01",
    "2020-01-24..2020-02-02", "2020-04-04..2020-04-06", "2020-05-01..2020-05-05", "2020-06-25..2020-06-27",
    "2020-10-01..2020-10-08", "2021-01-01..2021-01-03", "2021-02-11..2021-02-17", "2021-04-03..2021-04-05",
    "2021-05-01..2021-05-05", "2021-06-12..2021-06-14", "2021-09-19..2021-09-21", "2021-10-01..2021-10-07",
    "2022-01-01..2022-01-03", "2022-01-31..2022-02-06", "2022-04-03..2022-04-05",
}
WORKED_WEEKENDS = {
    "2018-12-29", "2019-02-02", "2019-02-03", "2019-04-28", "2019-05-05", "2019-09-29", "2019-10-12",
    "2020-01-19", "2020-04-26", "2020-05-09", "2020-06-28", "2020-09-27", "2020-10-10", "2021-02-07",
    "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26", "2021-10-09", "2022-01-29",
    "2022-01-30", "2022-04-02",
}


@dataclass
class Person:
    """Someone in the simulated world, who changes while it runs."""

    id: int
    role: str
    communities: frozenset[str]
    authorities: tuple[str, ...] = ()
    muted_year: int | None = None
    covered: frozenset[tuple[int, str]] = frozenset()
    """Years of communities that a colleague has taken over."""
    unreachable: bool = False
    snoozed_until: datetime | None = None
    draft_touched: datetime | None = None


@dataclass
class World:
    """The state of the simulated world at one tick; `gaps` is year → community → missing codes, in order."""

    people: list[Person]
    gaps: dict[int, dict[str, list[str]]]
    moved: dict[int, date] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    announced: dict[int, dict[date, bool]] = field(default_factory=dict)
    """What an admin took from a notice: by year, which days are worked and which are not."""
    settled: set[int] = field(default_factory=set)
    """Years of which every festival's days off were given."""

    @property
    def news(self) -> News:
        return frozenset(item for days in self.announced.values() for item in days.items())


Message = tuple[int, int, str, date]
Kept = tuple[int, int, date]
"""Whom a reminder came that they had put off, of which year, on which day."""
News = frozenset[tuple[date, bool]]
"""Days that were announced otherwise than is typed in above: whether each is worked."""
NOTHING_NEW: News = frozenset()


@functools.cache
def is_workday(day: date, news: News = NOTHING_NEW) -> bool:
    for other, worked in news:
        if other == day:
            return worked
    if day.isoformat() in WORKED_WEEKENDS:
        return True
    spans = (span.split("..") for span in OFF)
    in_holiday = any(first <= day.isoformat() <= last for first, last in spans)
    return day.weekday() < 5 and not in_holiday


def no_work_between(first: date, last: date, news: News) -> bool:
    """Neither `first` nor any day up to, not including, `last` is worked."""
    return not any(is_workday(first + n * DAY, news) for n in range((last - first).days))


@functools.cache
def opening_day(year: int, news: News) -> date:
    return next(d for d in (date(year + 1, 1, 5) + n * DAY for n in range(60)) if is_workday(d, news))


@functools.cache
def deadline_day(year: int, moved: date | None, news: News) -> date:
    if moved is not None:
        return date(moved.year, moved.month, moved.day)
    return next(d for d in (date(year + 1, 1, 31) + n * DAY for n in range(60)) if is_workday(d, news))


def deadline_hour(moved: date | None) -> int:
    return moved.hour if isinstance(moved, datetime) else 18


@functools.cache
def falls_on(stage: str, day: date, year: int, deadline: date, hour: int, news: News) -> bool:
    """Whether the stage falls due on this very day; by 9 o'clock on the deadline's day it may be too late for one."""
    if stage == "open":
        return day == opening_day(year, news)
    if day < opening_day(year, news) or not is_workday(day, news):
        return False
    offset = int(stage[1:])
    nominal = deadline + offset * DAY
    if offset > 0:
        return nominal <= day and no_work_between(nominal, day, news)
    if stage == "D0" and hour <= 9 and is_workday(deadline, news):
        nominal -= DAY
    return day <= nominal and no_work_between(day + DAY, nominal + DAY, news)


@functools.cache
def newest_stage(role: str, year: int, moved: date | None, today: date, news: News) -> tuple[date, str] | None:
    """Walk back from today to the last day on which a stage for this role fell due."""
    order = ["open", *STAGES, *MONTHLY]
    for_role = order[order.index(FIRST_STAGE[role]) :]
    deadline = deadline_day(year, moved, news)
    day = today
    while day >= opening_day(year, news):
        due = [stage for stage in for_role if falls_on(stage, day, year, deadline, deadline_hour(moved), news)]
        if due:
            return day, due[-1]
        day -= DAY
    return None


def wanted(
    person: Person, world: World, now: datetime, log: Mapping[Message, datetime], kept: Collection[Kept] = ()
) -> Message | None:
    """The message that this person should get at this moment, if any; kept: the promises kept until now."""
    today, news = now.date(), world.news
    if not is_workday(today, news) or not 9 <= now.hour < 18:
        return None
    if person.role in {"viewer", "member"} or person.unreachable:
        return None
    if person.snoozed_until and person.snoozed_until > now:
        return None
    if person.draft_touched and person.draft_touched + timedelta(minutes=30) > now:
        return None
    if any(message[0] == person.id and when.date() == today for message, when in log.items()):
        return None
    found = []
    for year in range(FIRST_YEAR, today.year):
        owing = set(world.gaps.get(year, {}))
        if person.role in ("reporter", "lead"):
            owing &= person.communities
        newest = newest_stage(person.role, year, world.moved.get(year), today, news)
        if year in world.ended or not owing or newest is None:
            continue
        fell, stage = newest
        message = (person.id, year, stage, anchor_of(year, stage, world))
        theirs = {place for place in owing if (year, place) not in person.covered}
        heard = theirs and person.muted_year != year
        last = stage in ("D-1", "D0")
        today_of = [of for who, of, on in kept if who == person.id and on == today]
        if (person.id, year, fell) in kept or (today_of and not (last and year > max(today_of))):
            continue
        if (heard or last) and not any(is_as_good(one, message) for one in log):
            found.append((year, message))
    return max(found)[-1] if found else None


def is_as_good(sent: Message, message: Message) -> bool:
    """Whether somebody who was sent the one need not be sent the other.

    A deadline was moved by less than it is from this stage to the next, and this stage or a later one was heard; or
    anything was, and it is the opening.
    """
    if sent[:2] != message[:2]:
        return False
    if sent == message or message[2] == "open":
        return True
    order = [*STAGES, *MONTHLY]
    if sent[2] == "open" or order.index(sent[2]) < order.index(message[2]):
        return False
    stage, following = order[order.index(message[2]) :][:2]
    return abs(sent[3] - message[3]) < (int(following[1:]) - int(stage[1:])) * DAY


def promised(person: Person, world: World, now: datetime) -> Message | None:
    """The message that this person wanted at a moment that has come, of the newest year that is not complete."""
    if person.role != "reporter" or person.unreachable or not person.snoozed_until or person.snoozed_until > now:
        return None
    # At nine the stages of a day fall due.
    through = now.date() if now.hour >= 9 else now.date() - DAY
    for year in range(now.year - 1, FIRST_YEAR - 1, -1):
        newest = newest_stage("reporter", year, world.moved.get(year), through, world.news)
        owing = {place for place in set(world.gaps.get(year, {})) & person.communities
                 if (year, place) not in person.covered}
        is_open = now >= datetime.combine(opening_day(year, world.news), time(9)) and year not in world.ended
        if is_open and owing and newest is not None:
            return person.id, year, f"later-{person.snoozed_until:%Y-%m-%d %H:%M}", anchor_of(year, newest[1], world)
    return None


def anchor_of(year: int, stage: str, world: World) -> date:
    """The day from which a stage is counted."""
    return date(year + 1, 1, 5) if stage == "open" else deadline_day(year, world.moved.get(year), world.news)


def last_call(year: int, world: World) -> datetime | None:
    """When the last reminder before a deadline goes out; None where it opens too late for one."""
    moved = world.moved.get(year)
    deadline = deadline_day(year, moved, world.news)
    day = deadline
    while day >= opening_day(year, world.news):
        if falls_on("D0", day, year, deadline, deadline_hour(moved), world.news):
            return datetime.combine(day, time(9))
        day -= DAY
    return None
