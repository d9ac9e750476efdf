"""Telegram's limits: how soon the next message may go out.

Answers to people go at once and count; broadcasts take what is left of the budget. After a 429 everybody waits
for as long as Telegram said.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

OVERALL = 25
"""Messages in any second; Telegram allows about 30."""
CHAT_GAP, GROUP_GAP = 1.0, 3.0
"""Seconds between two broadcast messages to one chat; a group takes 20 a minute."""
REMEMBERED = 10_000


class Pace:
    """Counts what goes out, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sent: deque[float] = deque()
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._closed_until = 0.0

    def pause(self, seconds: float) -> None:
        """Let nothing out for so long."""
        self._closed_until = max(self._closed_until, self._monotonic() + seconds)

    async def answer(self, chat: int) -> None:
        """Take a place for an answer: at once, unless Telegram asked for a pause."""
        await self._until(lambda: self._closed_until - self._monotonic())
        self._take(chat)

    async def broadcast(self, chat: int) -> None:
        """Take a place for a message that nobody is waiting for."""
        await self._until(lambda: self._wait(chat))
        self._take(chat)

    async def _until(self, left: Callable[[], float]) -> None:
        """Sleep until nothing is left; a pause may be announced meanwhile."""
        while (wait := left()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait)

    def _wait(self, chat: int) -> float:
        now = self._monotonic()
        while self._sent and now - self._sent[0] >= 1.0:
            self._sent.popleft()
        waits = [self._closed_until - now]
        if len(self._sent) >= OVERALL:
            waits.append(self._sent[-OVERALL] + 1.0 - now)
        if self._sent:
            # Evenly spread, so that an answer always finds room.
            waits.append(self._sent[-1] + 1.0 / OVERALL - now)
        if chat in self._chats:
            waits.append(self._chats[chat] + (GROUP_GAP if chat < 0 else CHAT_GAP) - now)
        return max(waits)

    def _take(self, chat: int) -> None:
        now = self._monotonic()
        self._sent.append(now)
        self._chats[chat] = now
        self._chats.move_to_end(chat)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
