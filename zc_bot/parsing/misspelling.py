"""Names that are one slip away from what was typed, to be offered back and never assumed: 新村料社区, nengad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST, SHORTEST_LATIN = 3, 5
REACH = 4
"""So far beside an unexplained piece a misspelt name may begin or end."""
MAX_OFFERED = 3


class Misspellings:
    """Finds names by what remains of them when one character is left out."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_part: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST):
                for part in {name, *_shortened(name)}:
                    self._by_part.setdefault(part, []).append(name)

    def suggest(self, text: str, start: int, end: int) -> list[str]:
        """Write `text` anew with a name in place of a stretch around the unexplained piece; likeliest first."""
        found: dict[str, tuple[int, int]] = {}
        for first, last in _stretches(text, start, end):
            stretch = text[first:last]
            for part in {stretch, *_shortened(stretch)}:
                for name in self._by_part.get(part, ()):
                    if name != stretch and abs(len(name) - len(stretch)) <= 1:
                        rewritten = text[:first] + name + text[last:]
                        rank = (abs(len(name) - len(stretch)), -len(name))
                        found[rewritten] = min(found.get(rewritten, rank), rank)
        return sorted(found, key=lambda rewritten: found[rewritten])


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first in range(max(0, start - REACH), start + 1):
        for last in range(end, min(len(text), end + REACH) + 1):
            if last - first >= SHORTEST - 1:
                yield first, last
