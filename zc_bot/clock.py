"""The only place that reads the clock: everything else takes `now` as an argument."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from zc_bot.values import dataclass

YEARS = range(1990, 2101)
"""Years into which a date may be put by hand: there are no days behind `date.max`, and reminders reach far."""


class Clock:
    """The machine's clock, aware and in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back; for leases within this process and for pacing."""
        return time.monotonic()

    @property
    def put_by(self) -> timedelta:
        """How far the date was put away from the machine's on purpose."""
        return timedelta(0)


class SandboxClock(Clock):
    """A clock whose date can be moved back and forth; it goes on running from where it was put."""

    def __init__(self) -> None:
        self._shift = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self._shift

    @property
    def put_by(self) -> timedelta:
        return self._shift

    def put(self, moment: datetime) -> None:
        """Make it `moment` (aware) now."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        self._shift = moment.astimezone(UTC) - super().now()


class Leaps:
    """Tells how far the date leapt against the monotonic clock since the last look, but for what is on purpose."""

    LEAST = timedelta(seconds=5)
    """What a clock is set right by, bit by bit, is no leap."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mark = self._look()

    def taken(self) -> timedelta:
        """Return the leap, negative where the date went back; zero for none."""
        (now, ticks), (before, ticks_before) = self._look(), self._mark
        leap = (now - before) - timedelta(seconds=ticks - ticks_before)
        if abs(leap) < self.LEAST:
            return timedelta(0)
        self._mark = now, ticks
        return leap

    def _look(self) -> tuple[datetime, float]:
        return self._clock.now() - self._clock.put_by, self._clock.monotonic()


@dataclass(frozen=True, slots=True)
class Off:
    """The clock went back, or is ahead of Telegram's or behind it, by how much."""

    way: Literal["back", "ahead", "behind"]
    by: timedelta


class ClockGuard:
    """Tells when the machine's clock can't be trusted: then reminders are held, and chat goes on.

    A clock that leapt is doubted until Telegram's agrees; one that stays off is doubted until it is right.
    """

    BACK = timedelta(seconds=60)
    OFF = timedelta(minutes=5)

    def __init__(self, clock: Clock) -> None:
        self.tell: Callable[[Off | None], None] = _nobody
        """Hears that the clock is off, and with None that Telegram says it is right."""
        self._clock = clock
        self._mark = clock.now(), clock.monotonic()
        self._doubted = self._off = False

    def heard(self, theirs: datetime) -> None:
        """Compare with the moment (aware) at which Telegram answered."""
        self._step()
        by = self._clock.now() - theirs
        off = abs(by) > self.OFF
        if off and not self._off:
            self.tell(Off("ahead" if by > timedelta(0) else "behind", abs(by)))
        if not off:
            self.tell(None)
        self._off, self._doubted = off, off

    def holds(self) -> bool:
        """Say whether reminders must wait."""
        self._step()
        return self._doubted

    def _step(self) -> None:
        """Compare how far the clock went with how long it took."""
        now, ticks = self._clock.now(), self._clock.monotonic()
        before, ticks_before = self._mark
        leap = (now - before) - timedelta(seconds=ticks - ticks_before)
        self._mark = now, ticks
        if leap < -self.BACK:
            self.tell(Off("back", -leap))
        if leap < -self.BACK or leap > self.OFF:
            self._doubted = True


def _nobody(_: Off | None) -> None:
    """Hear it, and do nothing."""
