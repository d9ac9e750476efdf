"""Updates on their way to the bot: kept until confirmed, handed out by long polling."""

from __future__ import annotations

import copy
import math
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zc_bot.clock import Clock
from zc_bot.sandbox.conformity import faults_of_update, report
from zc_bot.sandbox.errors import ApiError, conflict
from zc_bot.sandbox.signals import Signal

Json = dict[str, Any]

FIRST_ID = 100_000_001
REMEMBERED = 10_000
KEPT = timedelta(hours=24)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_SET = "terminated by setWebhook request"
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
AGAIN, AT_ONCE = 3.0, 0.5
"""Seconds within which the same poll again is held for as long, and within which it is given one update only."""
APART = 3.0
"""Seconds within which a second conflict is told only after as long."""
_MACHINE = Clock()


@dataclass
class Pending:
    """An update not yet confirmed; one sent `again` goes out whatever was confirmed before."""

    update: Json
    since: datetime
    again: bool = False
    delivered: bool = False

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])

    def confirmed_by(self, offset: int) -> bool:
        """Tell whether a poll with `offset` says that this one arrived."""
        return self.update_id < offset and (self.delivered or not self.again)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted instead, and the secret sent along."""

    url: str
    secret: str
    max_connections: int


class Updates:
    """The queue of one bot's updates."""

    def __init__(
        self,
        signal: Signal,
        first: int = FIRST_ID,
        now: Callable[[], datetime] = _MACHINE.now,
        monotonic: Callable[[], float] = _MACHINE.monotonic,
    ) -> None:
        self._now, self._monotonic = now, monotonic
        self.webhook: Webhook | None = None
        self.allowed: tuple[str, ...] = ()
        self.pending: deque[Pending] = deque()
        self.last_error: tuple[int, str] | None = None
        self._sent: dict[int, Json] = {}
        self._next_id = first
        self._signal = signal
        self.polls = 0
        self._closed = False
        self._before: tuple[int, float] | None = None
        """The offset of the poll before, and when it came."""
        self._conflict_at = -math.inf

    def add(self, kind: str, payload: Json) -> int:
        """Queue an update if its kind is allowed, and return its id either way."""
        update_id = self._next_id
        self._next_id += 1
        update = {"update_id": update_id, kind: copy.deepcopy(payload)}
        report(faults_of_update(update))
        self._sent[update_id] = update
        self._sent.pop(update_id - REMEMBERED, None)
        if self._wanted(kind):
            self.pending.append(Pending(update, self._now()))
            self._signal.fire()
        return update_id

    def skip(self) -> int:
        """Return the id of an update that does not reach this bot; Telegram's numbers have gaps too."""
        update_id = self._next_id
        self._next_id += 1
        return update_id

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def sent(self, update_id: int) -> Json:
        """Return an update by id, confirmed or not; raise KeyError where there is none."""
        return self._sent[update_id]

    def again(self, update_id: int) -> None:
        """Send the same update once more under the same id."""
        self.pending.append(Pending(self._sent[update_id], self._now(), again=True))
        self._signal.fire()

    def forget(self) -> None:
        """Drop everything that waits."""
        self.pending.clear()

    def take(self, pending: Pending) -> None:
        """Forget an update that the webhook took."""
        if pending in self.pending:
            self.pending.remove(pending)

    def confirm(self, offset: int) -> None:
        """Forget what a poll with this offset confirms; a negative one keeps that many of the newest."""
        if offset < 0:
            kept = list(self.pending)[offset:]
        else:
            kept = [each for each in self.pending if not each.confirmed_by(offset)]
        self.pending = deque(kept)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Return updates as getUpdates does: at once if there are any, else when one comes or time is up.

        Raises ApiError 409 while a webhook is set, and in the poll that a later one replaces. Whoever polls again and
        again without confirming anything is slowed, as by `process_get_updates_query` of the Bot API server.
        """
        if self.webhook is not None:
            raise await self._conflict(WEBHOOK_ACTIVE)
        limit, timeout = self._slowed(offset, limit, timeout)
        if timeout:
            # One that does not wait ends nobody's waiting.
            self.polls += 1
        mine = self.polls
        self._signal.fire()
        self.confirm(offset)
        self.drop_old()
        try:
            await self._signal.until(self._ready(mine), timeout)
        except TimeoutError:
            return []
        if self.webhook is not None:
            raise await self._conflict(WEBHOOK_SET)
        if mine != self.polls:
            raise await self._conflict(TERMINATED)
        return [self._handed_over(each) for each in list(self.pending)[:limit]]

    def _slowed(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """Return how many updates a poll is given, and for how many seconds it is held."""
        now = self._monotonic()
        since = now - self._before[1] if self._before is not None and self._before[0] == offset else math.inf
        self._before = offset, now
        return 1 if since < AT_ONCE else limit, max(timeout, AGAIN) if since < AGAIN else timeout

    async def _conflict(self, what: str) -> ApiError:
        """Return a conflict, the first at once and what follows soon after it late."""
        now = self._monotonic()
        if now >= self._conflict_at:
            self._conflict_at = now + APART
        else:
            with suppress(TimeoutError):
                await self._signal.until(lambda: self._closed, APART)
        return conflict(what)

    def drop_old(self) -> None:
        """Forget what nobody fetched within a day."""
        before = self._now() - KEPT
        self.pending = deque(each for each in self.pending if each.since >= before)

    def _ready(self, mine: int) -> Callable[[], bool]:
        return lambda: bool(self.pending or self.webhook is not None or mine != self.polls or self._closed)

    def _handed_over(self, pending: Pending) -> Json:
        pending.delivered = True
        return pending.update

    def close(self) -> None:
        """Let a waiting poll return, so that the server can stop."""
        self._closed = True
        self._signal.fire()
