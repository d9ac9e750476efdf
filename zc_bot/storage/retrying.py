"""Waiting out a database that is away, for as long as it takes; a process that stops waits no more than a second."""

from __future__ import annotations

import threading
import time

from zc_bot.clock import Clock
from zc_bot.storage.away import away, turned_away
from zc_bot.troubles import Troubles

SHORTEST, LONGEST = 0.02, 2.0
STOPPING = 1.0


class AtWork:
    """What each thread of a store has been at, and since when: one that stays at one thing hangs."""

    def __init__(self) -> None:
        self._monotonic = Clock().monotonic
        self._since: dict[int, float] = {}

    def begin(self) -> None:
        """Note that this thread begins with the next thing."""
        self._since[threading.get_ident()] = self._monotonic()

    def rest(self) -> None:
        """Note that this thread waits for something to do, or for a database that is away."""
        self._since.pop(threading.get_ident(), None)

    def longest(self) -> float:
        """Return for how many seconds a thread has been at one thing, 0 where none is at anything."""
        now = self._monotonic()
        return max((now - since for since in tuple(self._since.values())), default=0.0)


class Retrying:
    """What the threads of a store have in common while they wait."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._stopping = threading.Event()
        self._deadline: float | None = None
        self._monotonic = Clock().monotonic
        self.at_work = AtWork()

    def wait(self, error: BaseException, attempt: int) -> bool:
        """Wait before the next try; False where trying again would not help or the process stops."""
        self.at_work.rest()
        reason = away(error) or turned_away(error)
        if reason is None:
            return False
        if attempt:
            # The first time it may be no more than somebody else's commit.
            self._troubles.meet("database", "database", f"{reason}; waiting")
        if self._deadline is not None and self._monotonic() > self._deadline:
            return False
        if self._stopping.is_set():
            time.sleep(SHORTEST)
        else:
            self._stopping.wait(min(LONGEST, SHORTEST * 2.0 ** min(attempt, 10)))
        return True

    def succeeded(self) -> None:
        """Note that the database is there, and what was begun is done."""
        self.at_work.rest()
        self._troubles.end("database")

    def hurry(self) -> None:
        """Let nobody wait for long any more: the process stops."""
        if self._deadline is None:
            self._deadline = self._monotonic() + STOPPING
            self._stopping.set()
