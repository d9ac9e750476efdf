"""What is wrong with each part of the service just now: logged once when it begins, once when it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Literal

from zc_bot.clock import Clock
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
Part = Literal[
    "receiving", "sending", "greeting", "database", "tick", "backup", "poll", "queue", "copies", "disk", "clock",
    "certificate", "web", "attachments", "work",
]
Code = Literal[
    "token", "poller", "webhook", "unreachable", "unreadable", "limited", "database", "failing", "backup", "silent",
    "slow", "no_tick", "old_copy", "disk", "clock", "certificate", "port", "lacking",
    "undelivered", "stuck",
]
QUIET = 600.0
"""The same trouble that comes back within so many seconds is not logged again."""
LASTING = 60.0
"""A trouble is told to the admins once it has lasted for so many seconds; a grave one at once."""
TOLD_AGAIN = 6 * 3600.0
PASSING = frozenset({"unreachable", "unreadable", "limited", "database"})
"""Told only once they have lasted; anything else is told at once."""
TOLD_OTHERWISE = frozenset({"clock"})
"""The admins are told of it in words of its own."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: since when, by the monotonic clock, and until when, None while it lasts."""

    part: Part
    code: Code
    since: float
    until: float | None = None


class Troubles:
    """The troubles of one process; any of its threads may meet and end them."""

    def __init__(self, monotonic: Callable[[], float] | None = None) -> None:
        self._monotonic = monotonic or Clock().monotonic
        self._standing: dict[Part, Trouble] = {}
        self._over: list[Trouble] = []
        self._logged: dict[tuple[Part, Code], float] = {}
        self._announced: set[Part] = set()
        """Those of whose trouble the log was told."""
        self._told: dict[tuple[Part, Code], float] = {}
        self._begun: dict[Part, float] = {}
        """Since when the trouble lasts whose beginning the admins were told: they are told its end as well."""

    def meet(self, part: Part, code: Code, detail: str) -> None:
        """Note that a part can't do its work, and why; the log hears of it once."""
        standing, now = self._standing.get(part), self._monotonic()
        if standing is not None and standing.code == code:
            return
        self.end(part)
        self._standing[part] = Trouble(part, code, now)
        last = self._logged.get((part, code))
        if last is None or now - last >= QUIET:
            self._logged[part, code] = now
            self._announced.add(part)
            log.warning("%s: %s", part, detail)

    def end(self, part: Part) -> None:
        """Note that a part does its work."""
        if part not in self._standing or (standing := self._standing.pop(part, None)) is None:
            return
        now = self._monotonic()
        self._over.append(Trouble(part, standing.code, standing.since, now))
        if part in self._announced:
            self._announced.discard(part)
            log.info("%s: works again after %d s", part, now - standing.since)

    def was(self, part: Part, code: Code, seconds: float) -> None:
        """Note what was wrong with a part until now, for so many seconds, while no process could tell it."""
        now = self._monotonic()
        self._over.append(Trouble(part, code, now - seconds, now))

    def standing(self) -> tuple[Trouble, ...]:
        """Return what is wrong now; nothing is: the service is ready."""
        return tuple(self._standing.values())

    def news(self) -> tuple[Trouble, ...]:
        """Return what the admins have not been told of yet and should be."""
        now = self._monotonic()
        self._over = [one for one in self._over if self._worth_telling(one, now)]
        standing = (one for one in self._standing.values() if self._worth_telling(one, now))
        return tuple({(one.part, one.code): one for one in (*self._over, *standing)}.values())

    def told(self, news: Iterable[Trouble]) -> None:
        """Note that the admins were told."""
        for one in news:
            self._told[one.part, one.code] = self._monotonic()
            if one.until is None:
                self._begun[one.part] = one.since
            elif self._begun.get(one.part) == one.since:
                del self._begun[one.part]
            self._over = [other for other in self._over if other != one]

    def _worth_telling(self, one: Trouble, now: float) -> bool:
        if one.code in TOLD_OTHERWISE:
            return False
        if self._begun.get(one.part) == one.since:
            return one.until is not None
        last = self._told.get((one.part, one.code))
        lasted = (now if one.until is None else one.until) - one.since
        return (last is None or now - last >= TOLD_AGAIN) and (one.code not in PASSING or lasted >= LASTING)
