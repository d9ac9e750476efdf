"""The only place that reads the clock: everything else takes `now` as an argument."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock, aware and in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back; for leases within this process and for pacing."""
        return time.monotonic()


class SandboxClock(Clock):
    """A clock whose date can be moved back and forth; it goes on running from where it was put."""

    def __init__(self) -> None:
        self._shift = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self._shift

    def put(self, moment: datetime) -> None:
        """Make it `moment` (aware) now."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        self._shift = moment.astimezone(UTC) - super().now()
