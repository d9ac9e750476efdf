"""Copies by themselves: one an hour, in a process of its own, which answers nobody and can be stopped at once."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from zc_bot import processors
from zc_bot.clock import Clock
from zc_bot.settings import ROOT, Settings, environment_of
from zc_bot.storage.backup import keeping
from zc_bot.troubles import Troubles

log = logging.getLogger("zc_bot")
HOUR, AGAIN = 3600.0, 300.0
"""Seconds between two copies, and after one that failed."""
LONGEST = 1800.0
OLD = 7200.0
"""After so many seconds without a copy the admins are told."""
NICE = ("nice", "-n", "10")


class Copier:
    """Has a copy made when one is due, by the monotonic clock; `since` is when the last was made."""

    def __init__(self, settings: Settings, clock: Clock, troubles: Troubles) -> None:
        assert settings.backups is not None
        self._settings, self._clock, self._troubles = settings, clock, troubles
        self.since = clock.monotonic() - _age(settings.backups, clock.now())
        self._due = self.since + HOUR

    async def look(self) -> None:
        """Make a copy if one is due; a failure is told and tried again soon."""
        if self._clock.monotonic() < self._due:
            return
        made, fault = await self._copy()
        now = self._clock.monotonic()
        if not made:
            self._due = now + AGAIN
            self._troubles.meet("backup", "backup", f"no copy could be made: {fault or 'no reason'}")
            return
        self.since, self._due = now, now + HOUR
        self._troubles.end("backup")
        self._troubles.end("content")  # All of it was read and checked.
        log.info("a copy was made: %s", made)
        if fault:
            self._troubles.meet("attachments", "lacking", fault)
        else:
            self._troubles.end("attachments")

    async def _copy(self) -> tuple[str, str]:
        """Run `backup` beside this process; returns what it made, and what was wrong, each empty for nothing."""
        with processors.anywhere():
            process = await asyncio.create_subprocess_exec(
                *NICE, sys.executable, "-m", "zc_bot.cli", "backup", "--hourly", cwd=ROOT,
                env=environment_of(self._settings), stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )
        try:
            said = await asyncio.wait_for(process.communicate(), LONGEST)
        except TimeoutError:
            return "", f"it took longer than {LONGEST:.0f} s"
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        made, fault = (_last_line(one) for one in said)
        return made, fault if process.returncode else ""


def _last_line(said: bytes) -> str:
    return (said.decode(errors="replace").strip().splitlines() or [""])[-1]


def _age(folder: Path, now: datetime) -> float:
    """Return for how many seconds there has been no copy, an hour where there is none at all."""
    made = keeping.newest(folder, now) if folder.is_dir() else None
    none = timedelta(seconds=HOUR)
    return min(none, now - made if made is not None else none).total_seconds()
