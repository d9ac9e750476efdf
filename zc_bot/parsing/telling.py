"""English words that tell something wherever they are known: that no rule took one is no reason to pass it over.

A question may be answered beside a word that nobody knows. What composes, calls for a kind of question or is part of
a metric's name is known, and changes what is asked: what portion of total investment is strategic.
"""

from __future__ import annotations

import re
from functools import cache

from zc_bot.parsing.language import phrases, senses_of
from zc_bot.parsing.lexicon import Lexicon

_TELLS_NOTHING = (
    "compose.harmless", "compose.noun", "compose.which", "compose.much", "compose.has", "compose.people_asked",
    "compose.only", "compose.and", "parts.something",
)
_SECTIONS = ("compose", "kind", "parts")
_ORDINALS = frozenset({"second", "third", "fourth", "fifth", "2nd", "3rd", "4th", "5th", "runner", "penultimate"})
_WORD = re.compile("[a-z0-9]+")


def tells(word: str, lexicon: Lexicon) -> bool:
    """Tell whether any English word of a stretch that nobody used is known to change what is asked."""
    return any(one in _telling() or one in _of_names(lexicon) for one in _WORD.findall(word))


@cache
def _telling() -> frozenset[str]:
    senses = (f"{section}.{sense}" for section in _SECTIONS for sense in senses_of(section))
    known = {word for sense in senses for word in _words(sense)}
    return _ORDINALS | known - {word for sense in _TELLS_NOTHING for word in _words(sense)}


def _words(sense: str) -> frozenset[str]:
    """Return the English phrases of a sense that are one word; of what is no sense itself, none."""
    try:
        return frozenset(phrase for phrase in phrases(sense) if _WORD.fullmatch(phrase))
    except KeyError:
        return frozenset()


@cache
def _of_names(lexicon: Lexicon) -> frozenset[str]:
    """Return every word of the names of metrics that are told apart by it: strategic, and not of."""
    names = (name for every in lexicon.programme.names_of.values() for name in every if name.isascii())
    return frozenset(word for name in names for word in _WORD.findall(name.lower()) if len(word) > _SHORT)


_SHORT = 3
