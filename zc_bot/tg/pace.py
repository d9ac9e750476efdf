"""Telegram's limits: how soon the next message may go out.

Answers to people go at once and count; broadcasts take what is left of the budget. A 429 holds the chat that it was
given for. Telegram limits each chat and group for itself, and the bot as a whole: 429s to several chats at once are
the whole's, and then everybody waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable

log = logging.getLogger(__name__)
OVERALL = 25
"""Messages in any second; Telegram allows about 30."""
CHAT_GAP, GROUP_GAP = 1.0, 3.0
"""Seconds between two broadcast messages to one chat; a group takes 20 a minute."""
REMEMBERED = 10_000
SEVERAL, AT_ONCE = 3, 10.0
"""429s for so many chats within so many seconds are the bot's: one busy group and a chat beside it are not."""

QUIET = 600.0
"""The next 429 for a chat within so many seconds is not logged."""


class Pace:
    """Counts what goes out, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sent: deque[float] = deque(maxlen=OVERALL)
        """When the last messages went out: what was before so many of them holds nothing up."""
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._closed_until = 0.0
        self._held: dict[int, float] = {}
        """Chats that Telegram told us to leave alone, and until when."""
        self._limited: dict[int, float] = {}
        """When each chat last got a 429."""

    def pause(self, seconds: float) -> None:
        """Let nothing out for so long."""
        self._closed_until = max(self._closed_until, self._monotonic() + seconds)

    def limit(self, chat: int, seconds: float) -> None:
        """Leave a chat alone for so long, and all of them where several are limited at once."""
        now = self._monotonic()
        self._limited = {one: at for one, at in self._limited.items() if now - at < QUIET}
        if chat not in self._limited:
            log.warning("chat %d: Telegram asks to wait %.0f s", chat, seconds)
        self._limited[chat] = now
        self._held[chat] = max(self._held.get(chat, 0.0), now + seconds)
        at_once = sum(now - at < AT_ONCE for at in self._limited.values())
        if at_once >= SEVERAL:
            if self._closed_until <= now:
                log.warning("%d chats at once: all wait %.0f s", at_once, seconds)
            self.pause(seconds)

    def holds(self, chat: int) -> bool:
        """Tell whether an answer to a chat must wait."""
        now = self._monotonic()
        return self._closed_until > now or self._held.get(chat, 0.0) > now

    def resting(self) -> dict[int, float]:
        """Return the chats that may get no broadcast just now, and for how many seconds each rests."""
        now = self._monotonic()
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        rests = {chat: until - now for chat, until in self._held.items()}
        for chat, sent in reversed(self._chats.items()):
            if now - sent >= GROUP_GAP:
                break
            if (left := sent + (GROUP_GAP if chat < 0 else CHAT_GAP) - now) > 0:
                rests[chat] = max(left, rests.get(chat, 0.0))
        return rests

    async def broadcast(self) -> None:
        """Wait until one more message may go out that nobody is waiting for; a pause may be announced meanwhile."""
        while (wait := self._wait()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait)

    def _wait(self) -> float:
        now = self._monotonic()
        while self._sent and now - self._sent[0] >= 1.0:
            self._sent.popleft()
        waits = [self._closed_until - now]
        if len(self._sent) >= OVERALL:
            waits.append(self._sent[-OVERALL] + 1.0 - now)
        if self._sent:
            # Evenly spread, so that an answer always finds room.
            waits.append(self._sent[-1] + 1.0 / OVERALL - now)
        return max(waits)

    def take(self, chat: int) -> None:
        """Count a message that goes out."""
        now = self._monotonic()
        self._sent.append(now)
        self._chats[chat] = now
        self._chats.move_to_end(chat)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
