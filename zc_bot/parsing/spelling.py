"""English words that are one slip away from a single word that is known: investmnt, communites, requirment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zc_bot.values import dataclass

SHORTEST, LONG = 5, 9
"""Shorter words are too like others; in a long one two slips are forgiven."""
_WORD = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Respelt:
    """A text with its misspelt words put right, and each with what it was taken for."""

    text: str
    readings: tuple[tuple[str, str], ...]


class Spelling:
    """Puts right what no known word is and a single known one is like; nothing is taken for a name."""

    def __init__(self, phrases: Iterable[str], names: Iterable[str] = ()) -> None:
        names = tuple(names)
        self._names = {word for name in names for word in _WORD.findall(name.lower()) if len(word) >= SHORTEST}
        self._known = {word for name in names for word in _WORD.findall(name.lower())}
        self._alike: dict[tuple[str, int], list[str]] = {}
        for phrase in phrases:
            for word in _WORD.findall(phrase.lower()):
                if word in self._known:
                    continue
                self._known.add(word)
                if len(word) >= SHORTEST:
                    self._alike.setdefault((word[0], len(word)), []).append(word)

    def respelt(self, text: str) -> Respelt | None:
        """Put a text's words right, a name's s without its apostrophe too; None where nothing is to be put right."""
        readings: list[tuple[str, str]] = []

        def of(match: re.Match[str]) -> str:
            word = match[0].lower()
            if word.endswith("s") and word not in self._known and word[:-1] in self._names:
                return match[0][:-1]
            meant = None if len(word) < SHORTEST or word in self._known else self._nearest(word)
            if meant is None:
                return match[0]
            readings.append((match[0], meant))
            return meant

        written = _WORD.sub(of, text)
        return Respelt(written, tuple(readings)) if written != text else None

    def _nearest(self, word: str) -> str | None:
        """Return the only word within reach that begins alike; of several, that which is nearer than all others."""
        from rapidfuzz.distance import OSA  # 2 MB, wanted by who writes English and misspells it

        reach = 2 if len(word) >= LONG else 1
        near = [
            (distance, known)
            for size in range(len(word) - reach, len(word) + reach + 1)
            for known in self._alike.get((word[0], size), ())
            if (distance := OSA.distance(word, known, score_cutoff=reach)) <= reach and not _is_inflected(word, known)
        ]
        near.sort()
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return None
        return near[0][1]


def _is_inflected(word: str, known: str) -> bool:
    """Tell whether a word is another form of a known one, which may mean something else: employer, employee."""
    shorter, longer = sorted((word, known), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in {"d", "r", "er", "ed", "or", "al", "ly"}
