"""Searching a text by many patterns, few of which are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import add
from typing import Generic, TypeVar

from zc_bot.parsing.needs import MOST_SETS, needed
from zc_bot.parsing.update_cache import never_beyond

Row = TypeVar("Row")
Grams = frozenset[str]


class Searched(Generic[Row]):
    """Rows found by a pattern each, of which a text is searched only for those whose characters it has.

    rows: gone through when a text is first searched.
    """

    def __init__(self, rows: Iterable[tuple[re.Pattern[str], Row]]) -> None:
        self._given = rows

    @cached_property
    def _rows(self) -> tuple[tuple[re.Pattern[str], Row], ...]:
        return tuple(self._given)

    @cached_property
    def _filter(self) -> _Filter:
        return _Filter([needed(pattern.pattern, pattern.flags, pairs=True) for pattern, _ in self._rows])

    def found(self, text: str) -> Iterator[tuple[re.Match[str], Row]]:
        """Find every match in a folded text, in the order of the rows."""
        for at in self._filter.passed(grams(text)):
            pattern, row = self._rows[at]
            for match in pattern.finditer(text):
                yield match, row


class _Filter:
    """Tells of which rows a text has what they need: a bit a row, as many times over as a row has needs at most."""

    def __init__(self, needs: Sequence[Sequence[Grams]]) -> None:
        self._rows = len(needs)
        self._always, self._bits = 0, dict[str, int]()
        for row, sets in enumerate(needs):
            for at in range(MOST_SETS):
                bit = 1 << (at * self._rows + row)
                if at >= len(sets):
                    self._always |= bit
                for gram in sets[at] if at < len(sets) else ():
                    self._bits[gram] = self._bits.get(gram, 0) | bit
        self._known = frozenset(self._bits)

    def passed(self, has: Grams) -> Iterator[int]:
        """Number the rows that may be found in a text of these characters and pairs."""
        met, bits = self._always, self._bits
        for gram in has & self._known:
            met |= bits[gram]
        left = (1 << self._rows) - 1
        for at in range(MOST_SETS):
            left &= met >> (at * self._rows)
        while left:
            yield (left & -left).bit_length() - 1
            left &= left - 1


@never_beyond
def grams(text: str) -> Grams:
    """Give the characters of a text and its pairs of neighbours, 3 KB of them."""
    return frozenset((*text, *map(add, text, text[1:])))


def matches(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """Find every match; that there is none, as of most patterns, is known at half the price of an iterator."""
    return pattern.finditer(text) if pattern.search(text) is not None else ()
