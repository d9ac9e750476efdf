"""English words that tell something wherever they are known: that no rule took one is no reason to pass it over.

A question may be answered beside a word that nobody knows. What composes, calls for a kind of question or is part of
a metric's name is known, and changes what is asked: what portion of total investment is strategic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zc_bot.parsing.language import phrases, senses_of

_TELLS_NOTHING = (
    "compose.harmless", "compose.noun", "compose.which", "compose.much", "compose.has", "compose.people_asked",
    "compose.only", "compose.and", "parts.something",
)
_SECTIONS = ("compose", "kind", "parts")
_ORDINALS = frozenset({"second", "third", "fourth", "fifth", "2nd", "3rd", "4th", "5th", "runner", "penultimate"})
_WORD = re.compile("[a-z0-9]+")
_SHORT = 3


class Telling:
    """The words that compose, that call for a kind of question, and those by which metrics are told apart."""

    def __init__(self, names: Iterable[str]) -> None:
        senses = (f"{section}.{sense}" for section in _SECTIONS for sense in senses_of(section))
        known = {word for sense in senses for word in _words(sense)}
        named = {word for name in names if name.isascii() for word in _WORD.findall(name.lower())}
        known |= _ORDINALS | {word for word in named if len(word) > _SHORT}
        self._words = known - {word for sense in _TELLS_NOTHING for word in _words(sense)}

    def is_among(self, stretch: str) -> bool:
        """Tell whether any word of a stretch that nobody used is known to change what is asked."""
        return any(word in self._words for word in _WORD.findall(stretch))


def _words(sense: str) -> frozenset[str]:
    """Return the English phrases of a sense that are one word; of what is no sense itself, none."""
    try:
        return frozenset(phrase for phrase in phrases(sense) if _WORD.fullmatch(phrase))
    except KeyError:
        return frozenset()
