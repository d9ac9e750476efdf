"""How many pages a second are given: beyond, whoever asks is told to come again, and answers do not slow."""

from __future__ import annotations

from collections.abc import Callable


class Bucket:
    """A bucket of tokens: `rate` a second flow in, at most `burst` are kept."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._at = burst, clock()

    def take(self) -> bool:
        """Take a token; False where none is left."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
