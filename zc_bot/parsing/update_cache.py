"""What was read of a text: kept while one update is at work on it, since several look, and forgotten at its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Read = TypeVar("Read")
_KEPT: list[_lru_cache_wrapper[Any]] = []


def for_an_update(most: int) -> Callable[[Callable[Asked, Read]], Callable[Asked, Read]]:
    """Let a function that reads texts keep what it read of the last so many, until `forget`."""

    def keeping(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
        kept = lru_cache(most)(read)
        _KEPT.append(kept)
        return kept  # type: ignore[return-value]

    return keeping


def forget() -> None:
    """Forget all texts: an update is done."""
    for kept in _KEPT:
        kept.cache_clear()


def held() -> int:
    """Count what is kept."""
    return sum(kept.cache_info().currsize for kept in _KEPT)
