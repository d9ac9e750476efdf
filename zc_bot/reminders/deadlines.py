"""When the figures of a year are collected: the opening, the deadline and every reminder stage between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Stage
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """A stage of one year: due `at` (aware, local), counted from `anchor`.

    anchor: the deadline's day, or the window's first day for the opening. When a deadline moves far enough
    (`Cycle.stands`), its stages are due anew; the opening is not.
    """

    stage: Stage
    at: datetime
    anchor: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """The collection of one year's figures; `stages` in the order in which they fall due.

    After the last of them the year is chased every `repeat_days`, for as long as it is open: those stages have no
    end and are worked out when they are asked for. last_calls: codes of the last two stages before the deadline
    passes, which reach even the muted.
    """

    year: int
    opens: datetime
    deadline: datetime
    stages: tuple[Due, ...]
    last_calls: frozenset[str]
    repeat_days: int
    days: WorkingDays = field(compare=False, repr=False)

    def latest(self, now: datetime, audience: str) -> Due | None:
        """Return the stage for `audience` that fell due last, which supersedes the ones before it."""
        due = None
        for item in self.stages:
            if item.at > now:
                break
            if audience in item.stage.audiences:
                due = item
        repeated = self._last_repeated(now) if due is not None and due is self.stages[-1] else None
        return repeated or due

    def until(self, moment: datetime) -> Iterator[Due]:
        """Return every stage that falls due by a moment, those that repeat among them."""
        yield from (due for due in self.stages if due.at <= moment)
        number = 1
        while self.stages and (due := self._repeated(number)).at <= moment:
            yield due
            number += 1

    def has(self, code: str, anchor: date) -> bool:
        """Tell whether a stage counted from a day is one of this cycle's."""
        if any((due.stage.code, due.anchor) == (code, anchor) for due in self.stages):
            return True
        repeated = self._repeated_offset(code)
        return repeated is not None and anchor == self.stages[-1].anchor

    def stands(self, due: Due, code: str, anchor: date) -> bool:
        """Tell whether a stage that was sent, counted from `anchor`, stands for one of this cycle's.

        It is the very one; or it, or a later one, was sent before the deadline moved by fewer days than lie between
        it and the stage that follows: who has just heard it is told of the new day, and hears the next one. For the
        opening any stage stands.
        """
        if code == due.stage.code and anchor == due.anchor:
            return True
        offset, sent = due.stage.offset, self._offset(code)
        if offset is None or sent is None or sent < offset:
            return offset is None
        return abs(due.anchor - anchor).days < self._days_after(offset)

    def _offset(self, code: str) -> int | None:
        """Return how many days after the deadline a stage lies; None for the opening and what is no stage."""
        named = (due.stage.offset for due in self.stages if due.stage.code == code)
        return next(named, self._repeated_offset(code))

    def _days_after(self, offset: int) -> int:
        """Return how many days lie between a stage and the one that follows."""
        later = (one.stage.offset for one in self.stages if one.stage.offset is not None)
        return min((one - offset for one in later if one > offset), default=self.repeat_days)

    def _repeated_offset(self, code: str) -> int | None:
        """Return how many days after the deadline one of the stages that repeat lies; None for any other."""
        if not self.stages or not re.fullmatch(r"D\+[0-9]{1,6}", code):
            return None
        offset, last = int(code[2:]), self.stages[-1].stage.offset or 0
        return offset if offset > last and (offset - last) % self.repeat_days == 0 else None

    def _last_repeated(self, now: datetime) -> Due | None:
        """Return the newest of the stages that repeat, None before the first."""
        last = self.stages[-1]
        passed = (now - last.at) // timedelta(days=self.repeat_days) + 1
        # The last stage may have been put off by some days off, and one that repeats too.
        found = (self._repeated(number) for number in range(passed, 0, -1))
        return next((due for due in found if due.at <= now), None)

    def _repeated(self, number: int) -> Due:
        last = self.stages[-1]
        offset = (last.stage.offset or 0) + number * self.repeat_days
        day = self.days.next_working(last.anchor + timedelta(days=offset))
        stage = Stage(code=f"D+{offset}", offset=offset, audiences=last.stage.audiences)
        return Due(stage, datetime.combine(day, last.at.timetz()), last.anchor)


def zone_of(programme: Programme) -> ZoneInfo:
    """Return the programme's time zone, whatever the machine's is."""
    return ZoneInfo(programme.timezone)


def cycle_of(programme: Programme, year: int, days: WorkingDays, moved_to: date | None = None) -> Cycle:
    """Work out the cycle of reporting year `year`; `moved_to` is an admin's own day for its deadline.

    The usual deadline falls on the next working day where its day is a day off. One that an admin chose stays where
    it was put; where it is a datetime (local, without a zone) it brings its own hour.
    """
    reporting, zone = programme.reporting, zone_of(programme)
    usual = date(year + 1, reporting.deadline_month, reporting.deadline_day)
    hour = moved_to.time() if isinstance(moved_to, datetime) else reporting.deadline_time
    chosen = moved_to.date() if isinstance(moved_to, datetime) else moved_to
    deadline = _at(chosen or days.next_working(usual), hour, zone)
    opens = _opening(programme, year, days)
    due = (_due(stage, programme, year, deadline, days) for stage in reporting.stages)
    return Cycle(
        year=year,
        opens=opens,
        deadline=deadline,
        stages=tuple(sorted((item for item in due if item.at >= opens), key=_order)),
        last_calls=_last_calls(reporting.stages),
        repeat_days=reporting.repeat_days,
        days=days,
    )


def cycles(
    now: datetime,
    programme: Programme,
    days: WorkingDays,
    overrides: Mapping[int, date] | None = None,
    ended: frozenset[int] = frozenset(),
) -> tuple[Cycle, ...]:
    """Return the cycles whose window is open at `now` and that no admin has ended, oldest first.

    overrides: reporting year → the day to which an admin moved its deadline, a datetime where it has its own hour.
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
    """Return the stages that stand for `audience`, at most one a cycle, the newest year first."""
    newest = sorted(open_cycles, key=lambda cycle: -cycle.year)
    return tuple((cycle, due) for cycle in newest if (due := cycle.latest(now, audience)))


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


def _due(stage: Stage, programme: Programme, year: int, deadline: datetime, days: WorkingDays) -> Due:
    if stage.offset is None:
        return Due(stage, _opening(programme, year, days), _window_day(programme, year))
    anchor, morning, zone = deadline.date(), programme.reporting.send_from, zone_of(programme)
    at = _at(_stage_day(stage.offset, anchor, days), morning, zone)
    if stage.offset <= 0 and at >= deadline:
        # A deadline at 8:00 is called out the working day before.
        at = _at(days.previous_working(at.date() - timedelta(days=1)), morning, zone)
    return Due(stage, at, anchor)


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
