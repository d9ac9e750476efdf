"""What is wrong with each part of the service just now: logged once when it begins, once when it is over.

What the admins were told of it is in the database (`storage.alerts`), since a process knows only what it saw itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Literal

from zc_bot.clock import Clock
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
Part = Literal[
    "receiving", "sending", "greeting", "database", "tick", "backup", "poll", "queue", "copies", "disk", "clock",
    "certificate", "web", "attachments", "work", "content",
    "ticking", "tidying", "watching", "naming", "holding", "copying", "asking", "webhook",
    "telling", "alerts", "restored", "broadcasts", "covers", "head", "calendar", "requests", "weekly", "decisions",
    "reviews", "lapse", "reminders", "own",
]
"""Parts of the service; from `ticking` on what it does again and again, from `telling` on what a tick consists of."""
Code = Literal[
    "token", "poller", "webhook", "unreachable", "unreadable", "limited", "database", "failing", "backup", "silent",
    "slow", "no_tick", "old_copy", "disk", "clock", "clock_back", "clock_ahead", "clock_behind", "certificate",
    "port", "lacking", "undelivered", "stuck", "undone", "damaged",
]
QUIET = 600.0
"""The same trouble that comes back within so many seconds is not logged again."""
LASTING = 60.0
"""A trouble is told to the admins once it has lasted for so many seconds; a grave one at once."""
PASSING = frozenset({"unreachable", "unreadable", "limited", "database"})
"""Told only once they have lasted; anything else is told at once."""
DOUBTS = frozenset({"clock"})
"""A date that is doubted until Telegram says what is so; nobody is told before."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: since when, by the monotonic clock, and until when, None while it lasts."""

    part: Part
    code: Code
    since: float
    until: float | None = None
    minutes: int | None = None
    """How far the clock is off."""

    def is_told(self, now: float) -> bool:
        """Tell whether it has lasted for long enough to be told."""
        lasted = (now if self.until is None else self.until) - self.since
        return self.code not in DOUBTS and (self.code not in PASSING or lasted >= LASTING)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a process has seen of its parts: what is wrong, what was since this was last told, what works.

    well: for how many seconds each part has worked; a part that did nothing yet, nor failed, is in neither.
    """

    now: float = 0.0
    standing: tuple[Trouble, ...] = ()
    over: tuple[Trouble, ...] = ()
    well: Mapping[Part, float] = field(default_factory=dict)


class Troubles:
    """The troubles of one process; any of its threads may meet and end them."""

    def __init__(self, monotonic: Callable[[], float] | None = None) -> None:
        self._monotonic = monotonic or Clock().monotonic
        self._lock = threading.Lock()
        self._standing: dict[Part, Trouble] = {}
        self._well: dict[Part, float] = {}
        """Since when each part works."""
        self._over: list[Trouble] = []
        self._logged: dict[tuple[Part, Code, str], float] = {}
        self._announced: set[Part] = set()
        """Those of whose trouble the log was told."""

    def meet(
        self, part: Part, code: Code, detail: str, error: BaseException | None = None, minutes: int | None = None
    ) -> None:
        """Note that a part can't do its work, and why; the log hears of it once.

        error: what was raised, where it is our own fault: the log says where. minutes: how far the clock is off.
        """
        with self._lock:
            before, now = self._standing.get(part), self._monotonic()
            same = before is not None and before.code == code
            if same and error is None:
                return
            if not same:
                self._begin(part, code, minutes, before, now)
            began, kind = self._standing[part].since, type(error).__name__ if error is not None else ""
            last = self._logged.get((part, code, kind))
            if last is not None and (now - last < QUIET or (same and last >= began)):
                return
            self._logged[part, code, kind] = now
            self._announced.add(part)
        log.log(logging.WARNING if error is None else logging.ERROR, "%s: %s", part, detail, exc_info=error)

    def _begin(self, part: Part, code: Code, minutes: int | None, before: Trouble | None, now: float) -> None:
        """Put a trouble in the place of the one before; two passing ones have lasted as long as both."""
        lasts = before is not None and before.code in PASSING and code in PASSING
        self._standing[part] = Trouble(part, code, before.since if before and lasts else now, minutes=minutes)
        self._well.pop(part, None)
        if before is not None:
            self._over.append(_ended(before, now))

    def end(self, part: Part) -> None:
        """Note that a part does its work."""
        if part in self._well:
            return
        with self._lock:
            now = self._monotonic()
            self._well[part] = now
            if (standing := self._standing.pop(part, None)) is None:
                return
            self._over.append(_ended(standing, now))
            announced = part in self._announced
            self._announced.discard(part)
        if announced:
            log.info("%s: works again after %d s", part, now - standing.since)

    def was(self, part: Part, code: Code, seconds: float) -> None:
        """Note what was wrong with a part until now, for so many seconds, while no process could tell it."""
        now = self._monotonic()
        self._over.append(Trouble(part, code, now - seconds, now))
        self.end(part)

    def standing(self) -> tuple[Trouble, ...]:
        """Return what is wrong now; nothing is: the service is ready."""
        return tuple(self._standing.values())

    def seen(self) -> Seen:
        """Return all that the admins may have to be told of."""
        with self._lock:
            now = self._monotonic()
            well = {part: now - since for part, since in self._well.items()}
            return Seen(now, tuple(self._standing.values()), tuple(self._over), well)

    def told(self, over: Iterable[Trouble]) -> None:
        """Forget what was wrong and is over: the admins know what they should of it."""
        with self._lock:
            known = tuple(over)
            self._over = [one for one in self._over if one not in known]


def _ended(one: Trouble, now: float) -> Trouble:
    return Trouble(one.part, one.code, one.since, now, one.minutes)
