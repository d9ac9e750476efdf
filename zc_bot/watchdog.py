"""An end to what hangs: where the work stands still the process leaves, and its supervisor starts it anew.

Python's own watchdog is a thread in C, which also ends a process whose interpreter lock nobody gives back. It writes
where each thread stood, without a value; the next start finds that in a file and tells it.
"""

from __future__ import annotations

import faulthandler
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from zc_bot.values import dataclass

log = logging.getLogger("zc_bot")
LEAVES = 60.0
"""The process leaves after so many seconds in which nobody said that it moves."""


@dataclass(frozen=True, slots=True)
class Hung:
    """How the process before this one ended: when, in seconds since 1970, and where its threads stood."""

    at: float
    where: str


class Watchdog:
    """Watches one bot's process; path: the file for where it hung."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def left(self) -> Hung | None:
        """Return how the process before this one hung, None where it did not."""
        with suppress(OSError, UnicodeError):
            if where := self._path.read_text(encoding="utf-8").strip():
                return Hung(self._path.stat().st_mtime, where)
        return None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch for the length of a block, from the first time on that the process is said to move."""
        try:
            self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")
        except OSError as error:
            log.warning("%s can't be written (%s): where the process hangs is told on stderr", self._path, error)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            if self._file is not None:
                self._file.close()
                with suppress(OSError):
                    self._path.unlink()

    def moves(self) -> None:
        """Note that the process moves: it leaves unless it is told so again in time."""
        if self._file is None:
            faulthandler.dump_traceback_later(LEAVES, exit=True)
        else:
            faulthandler.dump_traceback_later(LEAVES, exit=True, file=self._file)
