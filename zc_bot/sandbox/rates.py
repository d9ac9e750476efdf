"""How much Telegram takes of a bot: twenty messages a minute in a group, one a second in a chat, thirty over all."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from zc_bot.sandbox.errors import too_many

A_MINUTE, MINUTE = 20, 60.0
OVERALL = 30.0
"""Messages a second over all chats, and as many at once."""
A_PERSON, AT_ONCE = 1.0, 40.0
"""Messages a second to one person, and the burst that is let pass. Telegram tells no number of it."""


@dataclass
class _Allowance:
    """What may still be sent; it grows by so much a second up to a most."""

    rate: float
    most: float
    left: float
    at: float

    def wait(self, now: float, messages: int) -> float:
        """Return the seconds until so many may be sent, 0 for now."""
        self.left, self.at = min(self.most, self.left + (now - self.at) * self.rate), now
        return max(0.0, (min(messages, self.most) - self.left) / self.rate)


class Rates:
    """Counts what goes into each chat and into all, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)
        self._people: dict[int, _Allowance] = {}
        self._all = _Allowance(OVERALL, OVERALL, OVERALL, monotonic())

    def take(self, chat_id: int, messages: int = 1) -> None:
        """Count messages into a chat; raise ApiError 429 where it, or all together, have had enough."""
        now = self._monotonic()
        full = _Allowance(A_PERSON, AT_ONCE, AT_ONCE, now)
        allowed = [self._all, *([self._people.setdefault(chat_id, full)] if chat_id > 0 else [])]
        waits = [one.wait(now, messages) for one in allowed]
        if (wait := max(*waits, self._wait_of_group(chat_id, now, messages) if chat_id < 0 else 0.0)) > 0:
            raise too_many(math.ceil(wait))
        for one in allowed:
            one.left -= messages
        if chat_id < 0:
            self._sent[chat_id].extend([now] * messages)

    def fill(self, group_id: int) -> None:
        """Have a group have had all that it takes within a minute."""
        self._sent[group_id].extend([self._monotonic()] * A_MINUTE)

    def take_edit(self) -> None:
        """Count a change of a message, which is one more over all chats."""
        now = self._monotonic()
        if (wait := self._all.wait(now, 1)) > 0:
            raise too_many(math.ceil(wait))
        self._all.left -= 1

    def _wait_of_group(self, chat_id: int, now: float, messages: int) -> float:
        sent = self._sent[chat_id]
        while sent and now - sent[0] >= MINUTE:
            sent.popleft()
        if len(sent) + messages <= A_MINUTE:
            return 0.0
        return sent[0] + MINUTE - now if sent else MINUTE
