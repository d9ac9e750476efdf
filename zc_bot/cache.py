"""What follows from a text or a question alone, kept of the last few hundred: the same is asked all day."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Cache:
    """Values by what they follow from, the one asked for longest ago first; beyond `most` that one goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, tuple[Any]] = {}

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, or make and keep it. Several threads may ask."""
        kept = self._values.pop(key, None)
        if kept is None:
            kept = (make(),)
            while len(self._values) >= self._most:
                self._values.pop(next(iter(self._values), None), None)
        self._values[key] = kept
        found: Made = kept[0]
        return found

    def __len__(self) -> int:
        return len(self._values)
