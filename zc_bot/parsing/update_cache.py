"""What was read of a text, kept for as long as one update is at work on it: several look at the same.

It belongs to the update and ends with it, unless the update gives it to somebody to keep (`recall`): it follows from
the words alone, and from a day that is named. Where none is at work nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

from zc_bot.cache import Cache

Asked = TypeVarTuple("Asked")
Read = TypeVar("Read")
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("read of the texts of an update", default=None)
_BESIDE: ContextVar[dict[Hashable, Any] | None] = ContextVar("made beside what was read", default=None)
SHORT = 60
"""What is read of a text of so many characters is kept beyond its update."""


@contextmanager
def one_update() -> Iterator[None]:
    """Keep what is read of texts for the length of a block; within another's it is that one's."""
    if _READ.get() is not None:
        yield
        return
    before, beside = _READ.set({}), _BESIDE.set({})
    try:
        yield
    finally:
        _READ.reset(before)
        _BESIDE.reset(beside)


def recall(text: str, earlier: Cache) -> None:
    """Go on, to the end of the update, from what was read of its text before; what is read now is kept there, too.

    A long text is not kept, nor is one where no update is at work.
    """
    if _READ.get() is not None and 0 < len(text) <= SHORT:
        _READ.set(earlier.of(text, dict[Hashable, Any]))


def for_an_update(read: Callable[[*Asked], Read]) -> Callable[[*Asked], Read]:
    """Have a function read the same only once in an update."""
    return _once(read, _READ)


def never_beyond(read: Callable[[*Asked], Read]) -> Callable[[*Asked], Read]:
    """The same, of what is quickly made and large: it ends with the update, whoever keeps what was read."""
    return _once(read, _BESIDE)


def _once(
    read: Callable[[*Asked], Read], where: ContextVar[dict[Hashable, Any] | None]
) -> Callable[[*Asked], Read]:
    @wraps(read)
    def once(*asked: *Asked) -> Read:
        kept = where.get()
        if kept is None:
            return read(*asked)
        key = read, *asked
        try:
            found: Read = kept[key]
        except KeyError:
            found = kept[key] = read(*asked)
        return found

    return once


def held() -> int:
    """Count what is kept."""
    return len(_READ.get() or ())
