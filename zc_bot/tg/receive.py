"""Receiving: update → inbox → commit, and only then the next offset; then in order per chat, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from zc_bot.clock import Clock
from zc_bot.errors import AlreadyRunning
from zc_bot.storage import inbox
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.store import Session, Store
from zc_bot.tg.client import Client
from zc_bot.tg.incoming import sender_of, without_secrets
from zc_bot.tg.request import retry_seconds
from zc_bot.tg.send import TokenRefused

log = logging.getLogger(__name__)
SETTLED_AFTER = 30.0
"""After so many seconds of polling, a second bot is the newcomer and this one stays."""
Handler = Callable[[Arrival], Awaitable[None]]


class Receiver:
    """Polls Telegram and puts updates away."""

    def __init__(self, store: Store, client: Client, clock: Clock, queues: Queues) -> None:
        self._store, self._client, self._clock, self._queues = store, client, clock, queues
        self.heard_at: float | None = None
        """When Telegram last answered a poll or sent an update, by the monotonic clock."""
        self.phone_key = ""

    async def run(self) -> None:
        """Poll until cancelled; raises `AlreadyRunning` or `TokenRefused`.

        It begins with whatever Telegram still holds: after a week's rest Telegram numbers updates anew, maybe lower,
        and an offset kept from before would confirm them unseen. What was put away already is passed over.
        """
        offset: int | None = None
        began, failures = self._clock.monotonic(), 0
        while True:
            try:
                updates = await self._client.raw_updates(offset)
                failures = 0
            except Conflict:
                if self._clock.monotonic() - began < SETTLED_AFTER:
                    raise AlreadyRunning("another bot is polling with this token: stop it first") from None
                log.warning("another bot polled with this token; going on")
                continue
            except InvalidToken:
                raise TokenRefused from None
            except RetryAfter as error:
                await asyncio.sleep(retry_seconds(error))
                continue
            except NetworkError as error:
                failures += 1
                log.warning("no updates: %s", error.message)
                await asyncio.sleep(min(30.0, 0.5 * 2.0 ** min(failures, 6)))
                continue
            except TelegramError as error:
                failures += 1
                log.error("getUpdates was refused: %s", error.message)
                await asyncio.sleep(min(30.0, 2.0**failures))
                continue
            self.heard_at = self._clock.monotonic()
            if updates:
                await self.take(updates)
                offset = max(update["update_id"] for update in updates) + 1

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Put updates away and queue what is new; returns once they are on disk."""
        self.heard_at = self._clock.monotonic()
        arrivals = [_arrival(update, self.phone_key) for update in updates]
        new = set(await self._store.submit(lambda session: self._put_away(session, arrivals)))
        for arrival in arrivals:
            if arrival.update_id in new:
                self._queues.put(arrival)

    def _put_away(self, session: Session, arrivals: Sequence[Arrival]) -> tuple[int, ...]:
        return inbox.put_away(session, arrivals, self._clock.now())


class Queues:
    """One queue a chat: its updates are handled in order, the chats side by side."""

    def __init__(self, handle: Handler) -> None:
        self._handle = handle
        self._waiting: dict[int | None, deque[Arrival]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, arrival: Arrival) -> None:
        """Queue an update behind those of its chat."""
        waiting = self._waiting.get(arrival.chat)
        if waiting is not None:
            waiting.append(arrival)
            return
        self._waiting[arrival.chat] = deque((arrival,))
        task = asyncio.create_task(self._work(arrival.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Finish the update each chat is at, as far as the time allows; the rest stays in the inbox."""
        for waiting in self._waiting.values():
            while len(waiting) > 1:
                waiting.pop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def waiting(self, chat: int | None) -> int:
        """Count a chat's updates that are not done, the one being handled among them."""
        return len(self._waiting.get(chat, ()))

    def __len__(self) -> int:
        return sum(len(waiting) for waiting in self._waiting.values())

    async def _work(self, chat: int | None) -> None:
        waiting = self._waiting[chat]
        while waiting:
            try:
                await self._handle(waiting[0])
            except Exception:
                log.exception("update %d was not handled", waiting[0].update_id)
            waiting.popleft()
        del self._waiting[chat]


def _arrival(update: dict[str, Any], phone_key: str) -> Arrival:
    chat, person = sender_of(update)
    return Arrival(update["update_id"], orjson.dumps(without_secrets(update, phone_key)).decode(), chat, person)
