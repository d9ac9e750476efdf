"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from zc_bot.chat.codec import Action
from zc_bot.chat.replies import Button
from zc_bot.texts.catalog import Texts

T = TypeVar("T")


def page_of(found: Sequence[T], number: int, size: int) -> tuple[Sequence[T], int, int]:
    """Return a page of a list, which that is (from 0; the last one where there are fewer) and how many there are."""
    pages = max(1, -(-len(found) // size))
    number = max(0, min(number, pages - 1))
    return found[number * size : (number + 1) * size], number, pages


def pager(texts: Texts, number: int, pages: int, to: Callable[[int], Action]) -> tuple[tuple[Button, ...], ...]:
    """Offer the page before and the one after, in a row; no row where there is neither."""
    turns = (("before", number - 1), ("after", number + 1))
    buttons = tuple(Button(texts.plain(f"people.button.{key}"), to(page)) for key, page in turns if 0 <= page < pages)
    return (buttons,) if buttons else ()
