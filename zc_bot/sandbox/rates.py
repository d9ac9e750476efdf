"""How much Telegram takes of a bot in a group: about twenty messages a minute."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from zc_bot.sandbox.errors import too_many

A_MINUTE, MINUTE = 20, 60.0


class Rates:
    """Counts what goes into each group, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def take(self, chat_id: int, messages: int = 1) -> None:
        """Count messages into a group; raise ApiError 429 where it has had enough. Private chats are not counted."""
        if chat_id > 0:
            return
        now, sent = self._monotonic(), self._sent[chat_id]
        while sent and now - sent[0] >= MINUTE:
            sent.popleft()
        if len(sent) + messages > A_MINUTE:
            raise too_many(math.ceil(sent[0] + MINUTE - now) if sent else int(MINUTE))
        sent.extend([now] * messages)
