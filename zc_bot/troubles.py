"""What is wrong with each part of the service just now: logged once when it begins, once when it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from zc_bot.clock import Clock

log = logging.getLogger(__name__)
Part = Literal["receiving", "sending", "greeting", "database", "tick", "backup"]
Code = Literal["token", "poller", "webhook", "unreachable", "unreadable", "limited", "database", "failing", "backup"]
QUIET = 600.0
"""The same trouble that comes back within so many seconds is not logged again."""
LASTING = 60.0
"""A trouble is told to the admins once it has lasted for so many seconds; a grave one at once."""
TOLD_AGAIN = 6 * 3600.0
GRAVE = frozenset({"token", "poller", "webhook", "failing", "backup"})


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

    def standing(self) -> tuple[Trouble, ...]:
        """Return what is wrong now; nothing is: the service is ready."""
        return tuple(self._standing.values())

    def news(self) -> tuple[Trouble, ...]:
        """Return what the admins have not been told of yet and should be."""
        now = self._monotonic()
        self._over = [one for one in self._over if self._worth_telling(one, now)]
        found = {
            (one.part, one.code): one
            for one in (*self._over, *self._standing.values())
            if self._worth_telling(one, now)
        }
        return tuple(found.values())

    def told(self, news: Iterable[Trouble]) -> None:
        """Note that the admins were told."""
        for one in news:
            self._told[one.part, one.code] = self._monotonic()

    def _worth_telling(self, one: Trouble, now: float) -> bool:
        last = self._told.get((one.part, one.code))
        lasted = (now if one.until is None else one.until) - one.since
        return (last is None or now - last >= TOLD_AGAIN) and (one.code in GRAVE or lasted >= LASTING)
