"""Names that are one slip away from what was typed, to be offered back and never assumed: 新村料社区, nengad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST, SHORTEST_LATIN = 3, 5
REACH = 4
"""So far beside an unexplained piece a misspelt name may begin or end."""
MAX_OFFERED = 3


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
