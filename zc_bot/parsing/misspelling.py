"""Names that are one slip away from what was typed, to be offered back and never assumed: 新村料社区, nengad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zc_bot.parsing.table import Table

SHORTEST, SHORTEST_LATIN = 3, 5
REACH = 4
"""So far beside an unexplained piece a misspelt name may begin or end."""
MAX_OFFERED = 3
LONGEST_FOUND = 12
"""A name that is looked for anywhere in a text is no longer."""
_OUTSIDE = frozenset("0123456789，。；;、:：（）() \n\t.%")
"""What no name goes over."""


class Misspellings:
    """Finds names one slip away: a character left out, added, mistaken, or changed places with its neighbour.

    Where a slip is in the second half of a name, the first stands as it should; else what is behind the middle does.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._order: dict[str, int] = {}
        self._by_head: dict[str, list[str]] = {}
        self._by_tail: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST):
                self._order[name] = len(self._order)
                middle = len(name) // 2
                self._by_head.setdefault(name[:middle], []).append(name)
                self._by_tail.setdefault(name[middle + 1 :], []).append(name)

    def suggest(self, text: str, start: int, end: int) -> list[str]:
        """Write `text` anew with a name in place of a stretch around the unexplained piece; likeliest first."""
        found: dict[str, tuple[int, int]] = {}
        for first, last in _stretches(text, start, end):
            stretch = text[first:last]
            for name in self._alike(stretch):
                rewritten = text[:first] + name + text[last:]
                rank = (abs(len(name) - len(stretch)), -len(name))
                found[rewritten] = min(found.get(rewritten, rank), rank)
        return sorted(found, key=lambda rewritten: found[rewritten])

    def mistaken(self, stretch: str) -> tuple[str, ...]:
        """Give the names that differ from a stretch in one mistaken character."""
        same_size = (name for name in self._alike(stretch) if len(name) == len(stretch))
        return tuple(name for name in same_size if sum(map(str.__ne__, name, stretch)) == 1)

    def _alike(self, stretch: str) -> Sequence[str]:
        """Give the names that are one slip away from a stretch, in their order."""
        sizes, found = range(len(stretch) - 1, len(stretch) + 2), set[str]()
        for head in {stretch[: size // 2] for size in sizes}:
            found.update(self._by_head.get(head, ()))
        for tail in {stretch[len(stretch) - (size - size // 2 - 1) :] for size in sizes}:
            found.update(self._by_tail.get(tail, ()))
        return sorted((name for name in found if _is_one_slip(name, stretch)), key=self._order.__getitem__)


class Halves:
    """Finds where in a text some names may stand with one mistaken character: one half of each is as it should be."""

    def __init__(self, names: Iterable[str]) -> None:
        places: dict[str, set[tuple[int, int]]] = {}
        for name in names:
            if SHORTEST <= len(name) <= LONGEST_FOUND and not name.isascii():
                middle = len(name) // 2
                places.setdefault(name[:middle], set()).add((0, len(name)))
                places.setdefault(name[middle:], set()).add((middle, len(name)))
        self._table = Table({half: tuple(sorted(where)) for half, where in places.items()})

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the stretches of a text that may be a name, the longest first."""
        found: set[tuple[int, int]] = set()
        for begin, _, places in self._table.found(text, whole=False):
            found.update((size, begin - at) for at, size in places if at <= begin <= len(text) - size + at)
        for size, start in sorted(found, key=lambda one: (-one[0], one[1])):
            if not any(map(_OUTSIDE.__contains__, text[start : start + size])):
                yield start, start + size


def _is_one_slip(name: str, stretch: str) -> bool:
    """Tell whether two texts are the same but for one character of the longer, or one of each beside the other."""
    longer, at = len(name) - len(stretch), 0
    if abs(longer) > 1 or name == stretch:
        return False
    for left, right in zip(name, stretch, strict=False):
        if left != right:
            break
        at += 1
    if longer:
        return name[at + 1 :] == stretch[at:] if longer > 0 else name[at:] == stretch[at + 1 :]
    if name[at + 2 :] != stretch[at + 2 :]:
        return False
    one, other = name[at : at + 2], stretch[at : at + 2]
    return one[1:] == other[1:] or one[1] == other[0] or one[0] == other[1]


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first in range(max(0, start - REACH), start + 1):
        for last in range(end, min(len(text), end + REACH) + 1):
            if last - first >= SHORTEST - 1:
                yield first, last
