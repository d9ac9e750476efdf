"""Names that are one slip away from what was typed, to be offered back and never assumed: 新村料社区, nengad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick

SHORTEST, SHORTEST_LATIN = 3, 5
REACH = 4
"""So far beside an unexplained piece a misspelt name may begin or end."""
MAX_OFFERED = 3
LONGEST_FOUND = 12
"""A name that is looked for anywhere in a text is no longer."""
_OUTSIDE = frozenset("0123456789，。；;、:：（）() \n\t.%")
"""What no name goes over."""


class Misspellings:
    """Finds names one slip away: a character left out, added, mistaken, or changed places with its neighbour."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_part: dict[str, list[tuple[str, int | None]]] = {}
        for name in names:
            if len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST):
                for part, at in _parts(name):
                    self._by_part.setdefault(part, []).append((name, at))

    def suggest(self, text: str, start: int, end: int) -> list[str]:
        """Write `text` anew with a name in place of a stretch around the unexplained piece; likeliest first."""
        found: dict[str, tuple[int, int]] = {}
        for first, last in _stretches(text, start, end):
            stretch = text[first:last]
            for part, at in _parts(stretch):
                for name, left_out in self._by_part.get(part, ()):
                    if name != stretch and _is_one_slip(at, left_out):
                        rewritten = text[:first] + name + text[last:]
                        rank = (abs(len(name) - len(stretch)), -len(name))
                        found[rewritten] = min(found.get(rewritten, rank), rank)
        return sorted(found, key=lambda rewritten: found[rewritten])

    def mistaken(self, stretch: str) -> tuple[str, ...]:
        """Give the names that differ from a stretch in one mistaken character."""
        found = (
            name
            for part, at in _parts(stretch) if at is not None
            for name, left_out in self._by_part.get(part, ())
            if left_out == at and len(name) == len(stretch) and name != stretch
        )
        return tuple(dict.fromkeys(found))


class Halves:
    """Finds where in a text some names may stand with one mistaken character: one half of each is as it should be."""

    def __init__(self, names: Iterable[str]) -> None:
        places: dict[str, set[tuple[int, int]]] = {}
        for name in names:
            if SHORTEST <= len(name) <= LONGEST_FOUND and not name.isascii():
                middle = len(name) // 2
                places.setdefault(name[:middle], set()).add((0, len(name)))
                places.setdefault(name[middle:], set()).add((middle, len(name)))
        self._automaton = ahocorasick.Automaton()
        for half, where in places.items():
            self._automaton.add_word(half, (len(half), tuple(sorted(where))))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the stretches of a text that may be a name, the longest first."""
        found: set[tuple[int, int]] = set()
        for last, (length, places) in self._automaton.iter(text):
            begin = last + 1 - length
            found.update((size, begin - at) for at, size in places if at <= begin <= len(text) - size + at)
        for size, start in sorted(found, key=lambda one: (-one[0], one[1])):
            if not any(map(_OUTSIDE.__contains__, text[start : start + size])):
                yield start, start + size


def _parts(word: str) -> Iterator[tuple[str, int | None]]:
    """Give the word whole, and without each of its characters in turn, with where that stood."""
    yield word, None
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :], at


def _is_one_slip(at: int | None, other: int | None) -> bool:
    """Tell whether words that agree once a character of each is left out, here and there, are one slip apart."""
    return at is None or other is None or abs(at - other) <= 1


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first in range(max(0, start - REACH), start + 1):
        for last in range(end, min(len(text), end + REACH) + 1):
            if last - first >= SHORTEST - 1:
                yield first, last
