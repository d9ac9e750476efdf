"""What is worked out once for each of a few keys that the code itself gives, when the first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Made(dict[Key, Value]):
    """Values by their keys, each made when it is first looked up.

    For keys that the data's files and the code name: never for what somebody types, of which there is no end.
    """

    def __init__(self, make: Callable[[Key], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Value:
        self[key] = value = self._make(key)
        return value
