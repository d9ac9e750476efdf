"""Receiving: update → inbox → commit, and only then the next offset; then in order per chat, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zc_bot.chat.incoming import Incoming
from zc_bot.chat.work import Handled
from zc_bot.clock import Clock
from zc_bot.errors import StoreAway
from zc_bot.storage import inbox
from zc_bot.storage.away import refuses_what_it_was_given
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.store import Session, Store, Unit
from zc_bot.tg.client import Client
from zc_bot.tg.faults import diagnose, wait_after
from zc_bot.tg.incoming import sender_of, without_secrets
from zc_bot.tg.request import Unreadable
from zc_bot.tg.updates import Odd, id_in, odd

log = logging.getLogger(__name__)
Handler = Callable[[Arrival, "Begun | None"], Awaitable[None]]
Begin = Callable[[Arrival], "Begun | None"]
Update = dict[str, Any] | Odd
MANY = 100
ONE_BY_ONE, STEP_OVER = 2, 4
"""After so many unreadable answers in a row updates are asked for one by one; after so many one is stepped over."""
NO_PROGRESS, NOTHING = 2.0, 0.1
"""Seconds before Telegram is asked again that gave nothing but what can't be confirmed, or nothing at all at once."""

TURNS = 2
"""Turns of the loop in which a request is written: its head, and its body."""


@dataclass(slots=True)
class Begun:
    """An update that is handled in the very transaction that puts it away; `handled` is done with that."""

    incoming: Incoming
    unit: Unit[Handled | None]
    handled: asyncio.Future[Handled | None] | None = None


class Receiver:
    """Polls Telegram and puts updates away.

    begin: gives for an update that nothing waits before how it is handled at once, or None.
    """

    def __init__(self, store: Store, client: Client, clock: Clock, queues: Queues, begin: Begin) -> None:
        self._store, self._client, self._clock, self._queues = store, client, clock, queues
        self._begin = begin
        self.heard_at: float | None = None
        """When Telegram last answered a poll or sent an update, by the monotonic clock."""
        self._asked_at: float | None = None
        """Since when Telegram owes an answer to a poll, by the monotonic clock; None: it does not."""
        self.phone_key = ""
        self._failures = self._unreadable = 0
        self._singly = 0
        """How many more updates to ask for one by one."""
        self._aside: frozenset[int] = frozenset()
        """What was put aside of the last answer: what can't be confirmed comes again with the next and is no news."""

    async def run(self) -> None:
        """Poll until cancelled, whatever Telegram answers.

        It begins with whatever Telegram still holds: after a week's rest Telegram numbers updates anew, maybe lower,
        and an offset kept from before would confirm them unseen. What was put away already is passed over.
        """
        offset: int | None = None
        while True:
            began = self._clock.monotonic()
            self._asked_at = self._asked_at or began
            try:
                updates = await self._client.raw_updates(offset, limit=1 if self._singly else MANY)
            except Exception as error:
                offset = await self._get_over(error, offset)
                continue
            self._succeeded(len(updates))
            await self.take(updates)
            self._store.troubles.end("receiving")
            await _let_answers_go()
            reached = max((one.key if isinstance(one, Odd) else one["update_id"] for one in updates), default=0)
            if reached > 0:
                offset = reached + 1
            elif updates or self._clock.monotonic() - began < NOTHING:
                await asyncio.sleep(NO_PROGRESS if updates else NOTHING)

    async def take(self, updates: Sequence[Update]) -> None:
        """Put updates away, the first of each chat handled with it, and queue what is new; then they are on disk."""
        self.heard_at = self._clock.monotonic()
        read = [one if isinstance(one, Odd) else self._arrival(one) for one in updates]
        arrivals = [one for one in read if isinstance(one, Arrival)]
        aside = [one for one in read if isinstance(one, Odd)]
        for one in aside:
            if one.key not in self._aside:
                log.error("update %d is put aside: %s", one.key, one.why, extra={"update": one.key})
        self._aside = frozenset(one.key for one in aside)
        begun = self._begin_first(arrivals)
        try:
            new = await self._put_away(arrivals, aside, tuple(begun.values()))
        except Exception:
            for started in begun.values():
                if started.handled is not None:
                    started.handled.add_done_callback(_looked_at)
            raise
        for arrival in arrivals:
            # What was begun is looked after in any case: it may have come before, and been in nobody's hands.
            if arrival.update_id in new or arrival.update_id in begun:
                self._queues.put(arrival, begun.get(arrival.update_id))

    def _begin_first(self, arrivals: Sequence[Arrival]) -> dict[int, Begun]:
        """Begin the first update of each chat in which nothing waits; returns them by update id."""
        first = {one.chat: one for one in reversed(arrivals) if not self._queues.waiting(one.chat)}
        begun = {one.update_id: self._begin(one) for one in first.values()}
        return {number: one for number, one in begun.items() if one is not None}

    def unheard(self) -> float:
        """Return for how many seconds Telegram has owed an answer to a poll, 0 where it does not."""
        return 0.0 if self._asked_at is None else self._clock.monotonic() - self._asked_at

    def _succeeded(self, updates: int) -> None:
        self._asked_at = None
        self._failures = self._unreadable = 0
        self._singly = max(0, self._singly - updates) if updates else 0

    async def _get_over(self, error: Exception, offset: int | None) -> int | None:
        """Wait after a failed poll; returns the offset to go on from, past an update that stays unreadable."""
        code, said = diagnose(error)
        self._store.troubles.meet("receiving", code, said)
        self._failures += 1
        if isinstance(error, Unreadable):
            self._unreadable += 1
            if self._unreadable >= ONE_BY_ONE:
                self._singly = MANY
            if self._unreadable >= STEP_OVER and (number := id_in(error.start)) is not None:
                await self.take([odd(number, "not JSON", error.start)])
                self._unreadable = 0
                return number + 1
        await asyncio.sleep(wait_after(error, self._failures))
        return offset

    async def _put_away(
        self, arrivals: Sequence[Arrival], aside: Sequence[Odd], begun: Sequence[Begun] = ()
    ) -> set[int]:
        """Keep what came; an update that the store refuses is put aside, the others are not."""

        def unit(session: Session) -> tuple[int, ...]:
            now = self._clock.now()
            inbox.put_aside(session, [(one.key, one.why) for one in aside], now)
            return inbox.put_away(session, arrivals, now)

        future, *handled = self._store.submit_together([unit, *(one.unit for one in begun)])
        for one, one_handled in zip(begun, handled, strict=True):
            one.handled = one_handled
        try:
            return set(await future)
        except StoreAway:
            raise
        except Exception as error:
            if not arrivals and not refuses_what_it_was_given(error):
                raise  # The fault is the store's: nothing is confirmed, and Telegram gives it again.
            if not arrivals:
                log.exception("an update could not even be put aside")
                return set()
            if len(arrivals) == 1:
                refused = odd(arrivals[0].update_id, f"the store refuses it ({type(error).__name__})", b"")
                return await self._put_away([], [*aside, refused])
        found = await self._put_away([], aside)
        for arrival in arrivals:
            found |= await self._put_away([arrival], [])
        return found

    def _arrival(self, update: dict[str, Any]) -> Arrival | Odd:
        """Make of an update what is put away, without its secrets."""
        try:
            chat, person = sender_of(update)
            if not all(one is None or type(one) is int for one in (chat, person)):
                raise TypeError("an id is no number")
            payload = orjson.dumps(without_secrets(update, self.phone_key)).decode()
        except Exception as error:
            return odd(update["update_id"], f"not formed as Telegram's are ({type(error).__name__})", b"")
        return Arrival(update["update_id"], payload, chat, person)


def _looked_at(handled: asyncio.Future[Handled | None]) -> None:
    """Take note of how it ended, so that nothing is said of one that nobody waits for any more."""
    if not handled.cancelled():
        handled.exception()


async def _let_answers_go() -> None:
    """Let what was begun with the updates be sent before Telegram is asked for more: somebody waits for that."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


class Queues:
    """One queue a chat: its updates are handled in order, the chats side by side."""

    def __init__(self, handle: Handler) -> None:
        self._handle = handle
        self._waiting: dict[int | None, deque[tuple[Arrival, Begun | None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._known: dict[int, float] = {}
        """When each update was queued, by the monotonic clock."""

    def put(self, arrival: Arrival, begun: Begun | None = None) -> None:
        """Queue an update behind those of its chat, unless it is in the queue."""
        if arrival.update_id in self._known:
            return
        self._known[arrival.update_id] = asyncio.get_running_loop().time()
        waiting = self._waiting.get(arrival.chat)
        if waiting is not None:
            waiting.append((arrival, begun))
            return
        self._waiting[arrival.chat] = deque(((arrival, begun),))
        task = asyncio.create_task(self._work(arrival.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Finish the update each chat is at, as far as the time allows; the rest stays in the inbox."""
        for waiting in self._waiting.values():
            while len(waiting) > 1:
                self._known.pop(waiting.pop()[0].update_id, None)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def waiting(self, chat: int | None) -> int:
        """Count a chat's updates that are not done, the one being handled among them."""
        return len(self._waiting.get(chat, ()))

    def held(self) -> frozenset[int]:
        """Return the ids of the updates that are being handled or wait their turn."""
        return frozenset(self._known)

    def oldest(self) -> float:
        """Return for how many seconds the oldest update has waited or been handled, 0 where there is none."""
        return asyncio.get_running_loop().time() - min(self._known.values()) if self._known else 0.0

    def __len__(self) -> int:
        return sum(len(waiting) for waiting in self._waiting.values())

    async def _work(self, chat: int | None) -> None:
        waiting = self._waiting[chat]
        while waiting:
            arrival, begun = waiting[0]
            try:
                await self._handle(arrival, begun)
            except Exception:
                log.exception("update %d was not handled", arrival.update_id, extra={"update": arrival.update_id})
            waiting.popleft()
            self._known.pop(arrival.update_id, None)
        del self._waiting[chat]
