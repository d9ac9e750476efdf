"""Rows of what a text may be read as, each asked only of a text that has the characters of one of its patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.needs import Needs, needed
from zc_bot.parsing.normalize import folded_in_place, normalize
from zc_bot.parsing.speech import asks
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.values import dataclass

LEFT = Response()
"""Given for a text that is a reader's own and orders nothing all the same: no other reader is asked."""
Patterns = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Order:
    """A text that may order something, folded and without what stands around it.

    beside: a report is open, of which 以后再报 puts a figure off.
    """

    text: str
    beside: bool = False

    @cached_property
    def asked(self) -> bool:
        return asks(self.text)


@dataclass(frozen=True)
class Reader:
    """One thing that a text may order.

    read: does it, as far as the person may; None for any other text. patterns: without a match of one of them
    somewhere in a text it is any other; None: it looks at every text.
    """

    name: str
    read: Callable[[Turn, Order], Response | None]
    patterns: Patterns | None = None

    @cached_property
    def _needs(self) -> tuple[Needs, ...]:
        every = () if self.patterns is None else map(needed, self.patterns())
        return tuple(tuple(frozenset("".join(one).lower()) for one in needs) for needs in every)

    def may_read(self, characters: frozenset[str]) -> bool:
        """Tell whether a text of these characters may be this reader's."""
        if self.patterns is None:
            return True
        # In plain loops, which take a third of the time of nested generators: every text is put to 28 readers.
        for needs in self._needs:
            for one in needs:
                if one.isdisjoint(characters):
                    break
            else:
                return True
        return False


def said(*senses: str) -> Patterns:
    """Give the patterns of senses of the language's data."""
    return lambda: map(alternatives, senses)


class Readers(tuple[Reader, ...]):
    """Rows of one table, asked in their order; equal to no other table."""

    __slots__ = ()
    __eq__, __ne__, __hash__ = object.__eq__, object.__ne__, object.__hash__


def characters_of(text: str) -> frozenset[str]:
    """Return the characters of a text, as it was typed and as it is folded by whoever reads it."""
    return frozenset(f"{text}{folded_in_place(text)}'".lower() + normalize(text))


@for_an_update
def that_may_read(text: str, *tables: Readers) -> tuple[tuple[Reader, ...], ...]:
    """Give of each table those readers whose text it may be."""
    characters = characters_of(text)
    return tuple(tuple(one for one in table if one.may_read(characters)) for table in tables)


def first_answer(readers: Iterable[Reader], turn: Turn, order: Order) -> Response | None:
    """Return what the first reader answers whose text it is."""
    return next((found for one in readers if (found := one.read(turn, order)) is not None), None)
