"""When the figures of a year are collected: the opening, the deadline and every reminder stage between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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

    last_calls: codes of the last two stages before the deadline passes, which reach even the muted.
    """

    year: int
    opens: datetime
    deadline: datetime
    stages: tuple[Due, ...]
    last_calls: frozenset[str]

    def latest(self, now: datetime, audience: str) -> Due | None:
        """Return the stage for `audience` that fell due last, which supersedes the ones before it."""
        due = None
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
    first_day = date(year + 1, reporting.window_month, reporting.window_day)
    usual = date(year + 1, reporting.deadline_month, reporting.deadline_day)
    last_day = days.next_working(moved_to or usual)
    opens = _at(days.next_working(first_day), reporting.send_from, zone)
    due = (
        Due(stage, opens, first_day)
        if stage.offset is None
        else Due(stage, _at(_stage_day(stage.offset, last_day, days), reporting.send_from, zone), last_day)
        for stage in reporting.stages
    )
    return Cycle(
        year=year,
        opens=opens,
        deadline=_at(last_day, reporting.deadline_time, zone),
        stages=tuple(sorted((item for item in due if item.at >= opens), key=_order)),
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


def live_stages(
    now: datetime, open_cycles: tuple[Cycle, ...], audience: str
) -> tuple[tuple[Cycle, Due], ...]:
    """Return the stages that stand for `audience`, at most one a cycle, the latest due first.

    A cycle's last stage stands until the window of a later year opens: old arrears aren't dug up again. Of
    two due at the same time the one with the earlier deadline comes first.
    """
    found = [
        (cycle, due)
        for cycle in open_cycles
        if (due := cycle.latest(now, audience)) and not _lapsed(cycle, due, open_cycles)
    ]
    found.sort(key=lambda pair: (-pair[1].at.timestamp(), pair[0].deadline, pair[0].year))
    return tuple(found)


def is_sending_time(now: datetime, programme: Programme, days: WorkingDays) -> bool:
    """Say whether reminders may go out at `now`: in the sending hours of a working day."""
    local = now.astimezone(zone_of(programme))
    reporting = programme.reporting
    return reporting.send_from <= local.time() < reporting.send_until and days.is_working(local.date())


def _lapsed(cycle: Cycle, due: Due, open_cycles: tuple[Cycle, ...]) -> bool:
    if due is not cycle.stages[-1]:
        return False
    return any(later.year > cycle.year and later.opens > due.at for later in open_cycles)


def _stage_day(offset: int, deadline: date, days: WorkingDays) -> date:
    day = deadline + timedelta(days=offset)
    return days.previous_working(day) if offset <= 0 else days.next_working(day)


def _order(due: Due) -> tuple[datetime, bool, int]:
    return due.at, due.stage.offset is not None, due.stage.offset or 0


def _last_calls(stages: tuple[Stage, ...]) -> frozenset[str]:
    before = [
        (stage.offset, stage.code) for stage in stages if stage.offset is not None and stage.offset <= 0
    ]
    return frozenset(code for _, code in sorted(before)[-2:])


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)
