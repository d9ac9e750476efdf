"""Searching a text by many patterns, few of which are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from re import _parser as parser  # type: ignore[attr-defined]  # The one way to know what a pattern is made of.
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
Needs = tuple[frozenset[str], ...]
"""Sets of characters: a text without one of each set has no match."""

_MOST_SETS, _MOST_CHARACTERS = 3, 40
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


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
    def _needing(self) -> tuple[Needs, ...]:
        return tuple(needed(pattern.pattern) for pattern, _ in self._rows)

    @cached_property
    def _by_character(self) -> dict[str, frozenset[int]]:
        """Number the rows by the characters of which each needs one: of the fewest, the others are asked later."""
        found: dict[str, set[int]] = {"": set()}
        for at, needs in enumerate(self._needing):
            for character in needs[0] if needs else ("",):
                found.setdefault(character, set()).add(at)
        return {character: frozenset(rows) for character, rows in found.items()}

    def found(self, text: str) -> Iterator[tuple[re.Match[str], Row]]:
        """Find every match in a folded text, in the order of the rows."""
        has, by_character = frozenset(text), self._by_character
        maybe = by_character[""].union(*(by_character[one] for one in has if one in by_character))
        for at in sorted(maybe):
            if not any(need.isdisjoint(has) for need in self._needing[at][1:]):
                pattern, row = self._rows[at]
                for match in pattern.finditer(text):
                    yield match, row


def needed(pattern: str) -> Needs:
    """Tell the characters without which a pattern, searched in a whole text, finds nothing; the fewest first."""
    return _needs(parser.parse(pattern))


def matches(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """Find every match; that there is none, as of most patterns, is known at half the price of an iterator."""
    return pattern.finditer(text) if pattern.search(text) is not None else ()


def _needs(parsed: Sequence[tuple[Any, Any]]) -> Needs:
    sets = dict.fromkeys(need for part, value in parsed for need in _of_part(str(part), value))
    return tuple(sorted(sets, key=len)[:_MOST_SETS])


def _of_part(part: str, value: Any) -> Needs:
    """Tell what one part of a parsed pattern needs; nothing where it may be anything, or absent."""
    if part == "LITERAL":
        return (frozenset(chr(value)),)
    if part == "IN":
        return _of_class(value)
    if part == "BRANCH":
        return _of_branches([_needs(branch) for branch in value[1]])
    if part == "SUBPATTERN":
        return _needs(value[-1])
    if part in _REPEATS:
        return _needs(value[2]) if value[0] else ()
    if part == "ATOMIC_GROUP":
        return _needs(value)
    return _needs(value[1]) if part == "ASSERT" else ()


def _of_class(items: Sequence[tuple[Any, Any]]) -> Needs:
    characters = set[str]()
    for kind, value in items:
        if str(kind) == "LITERAL":
            characters.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MOST_CHARACTERS:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return ()
    return (frozenset(characters),)


def _of_branches(branches: Sequence[Needs]) -> Needs:
    """Tell what each branch needs, and one of what they need first, one of what they need next, as far as all do."""
    if not all(branches):
        return ()
    shared = [one for one in branches[0] if all(one in needs for needs in branches[1:])]
    return (*shared, *(frozenset[str]().union(*each) for each in zip(*branches, strict=False)))
