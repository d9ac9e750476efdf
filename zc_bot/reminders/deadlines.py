"""When the figures of a year are collected: the opening, the deadline and every reminder stage between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from zc_bot.policy.programme import Programme, Stage
from zc_bot.reminders.calendar import WorkingDays


@dataclass(frozen=True, slots=True)
class Due:
    """A stage of one year: due `at` (aware, local), counted from `anchor`.

    anchor: the deadline's day, or the window's first day for the opening. When a deadline moves, its stages
    are due anew; the opening is not.
    """

    stage: Stage
    at: datetime
    anchor: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """The collection of one year's figures; `stages` in the order in which they fall due.

    lapses: the first opening of a later year's window after the last stage; what went unsent until then is
    old arrears and not dug up again. last_calls: codes of the last two stages before the deadline passes,
    which reach even the muted.
    """

    year: int
    opens: datetime
    deadline: datetime
    stages: tuple[Due, ...]
    lapses: datetime
    last_calls: frozenset[str]

    def latest(self, now: datetime, audience: str) -> Due | None:
        """Return the stage for `audience` that fell due last, which supersedes the ones before it."""
        due = None
        if now >= self.lapses:
            return None
        for item in self.stages:
            if item.at > now:
                break
            if audience in item.stage.audiences:
                due = item
        return due


def zone_of(programme: Programme) -> ZoneInfo:
    """Return the programme's time zone, whatever the machine's is."""
    return ZoneInfo(programme.timezone)


def cycle_of(programme: Programme, year: int, days: WorkingDays, moved_to: date | None = None) -> Cycle:
    """Work out the cycle of reporting year `year`; `moved_to` is an admin's own day for its deadline.

    The deadline keeps its hour, and falls on the next working day where its day is a day off.
    """
    reporting, zone = programme.reporting, zone_of(programme)
    usual = date(year + 1, reporting.deadline_month, reporting.deadline_day)
    last_day = days.next_working(moved_to or usual)
    opens = _opening(programme, year, days)
    due = (_due(stage, programme, year, last_day, days) for stage in reporting.stages)
    stages = tuple(sorted((item for item in due if item.at >= opens), key=_order))
    last_due = stages[-1].at if stages else opens
    later = (_opening(programme, next_year, days) for next_year in count(year + 1))
    return Cycle(
        year=year,
        opens=opens,
        deadline=_at(last_day, reporting.deadline_time, zone),
        stages=stages,
        lapses=next(opening for opening in later if opening > last_due),
        last_calls=_last_calls(reporting.stages),
    )


def cycles(
    now: datetime,
    programme: Programme,
    days: WorkingDays,
    overrides: Mapping[int, date] | None = None,
    ended: frozenset[int] = frozenset(),
) -> tuple[Cycle, ...]:
    """Return the cycles whose window is open at `now` and that no admin has ended, oldest first.

    overrides: reporting year → the day to which an admin moved its deadline.
    """
    moved = overrides or {}
    last_year = now.astimezone(zone_of(programme)).year - 1
    found = (
        cycle_of(programme, year, days, moved.get(year))
        for year in range(programme.first_year, last_year + 1)
        if year not in ended
    )
    return tuple(cycle for cycle in found if cycle.opens <= now)


def live_stages(now: datetime, open_cycles: tuple[Cycle, ...], audience: str) -> tuple[tuple[Cycle, Due], ...]:
    """Return the stages that stand for `audience`, at most one a cycle, the latest due first.

    Of two due at the same time the one with the earlier deadline comes first.
    """
    found = [(cycle, due) for cycle in open_cycles if (due := cycle.latest(now, audience))]
    found.sort(key=lambda pair: (-pair[1].at.timestamp(), pair[0].deadline, pair[0].year))
    return tuple(found)


def is_sending_time(now: datetime, programme: Programme, days: WorkingDays) -> bool:
    """Say whether reminders may go out at `now`: in the sending hours of a working day."""
    local = now.astimezone(zone_of(programme))
    reporting = programme.reporting
    return reporting.send_from <= local.time() < reporting.send_until and days.is_working(local.date())


def _opening(programme: Programme, year: int, days: WorkingDays) -> datetime:
    reporting = programme.reporting
    first_day = days.next_working(_window_day(programme, year))
    return _at(first_day, reporting.send_from, zone_of(programme))


def _window_day(programme: Programme, year: int) -> date:
    return date(year + 1, programme.reporting.window_month, programme.reporting.window_day)


def _due(stage: Stage, programme: Programme, year: int, deadline: date, days: WorkingDays) -> Due:
    if stage.offset is None:
        return Due(stage, _opening(programme, year, days), _window_day(programme, year))
    day = _stage_day(stage.offset, deadline, days)
    return Due(stage, _at(day, programme.reporting.send_from, zone_of(programme)), deadline)


def _stage_day(offset: int, deadline: date, days: WorkingDays) -> date:
    day = deadline + timedelta(days=offset)
    return days.previous_working(day) if offset <= 0 else days.next_working(day)


def _order(due: Due) -> tuple[datetime, bool, int]:
    return due.at, due.stage.offset is not None, due.stage.offset or 0


def _last_calls(stages: tuple[Stage, ...]) -> frozenset[str]:
    before = [(stage.offset, stage.code) for stage in stages if stage.offset is not None and stage.offset <= 0]
    return frozenset(code for _, code in sorted(before)[-2:])


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)
