"""A number that stands where a command takes a year, and is none: /rank 9999."""

from __future__ import annotations

import re

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize

_NAMED = frozenset({"community", "authority", "collision", "metric"})
_ALONE = re.compile(r"(?:(?:in|of|for|年|年度|和|and|到|to|至|[-, ])*[0-9]+)+(?:年度?|[ ])*")
_NUMBER = re.compile("[0-9]{3,}")
FIRST, LAST = 1900, 2099
"""Without 年 no other number is read as a year."""


def no_year_in(text: str, lexicon: Lexicon) -> str:
    """Return the number that is no year, where years are all that a text holds beside names; '' for others.

    >5000 and 5000人 are amounts: neither is a number alone.
    """
    folded = normalize(text)
    left = list(folded)
    for token in lexicon.search(folded):
        if any(entry.kind in _NAMED for entry in token.entries):
            left[token.start : token.end] = " " * (token.end - token.start)
    rest = "".join(left)
    if _ALONE.fullmatch(rest.strip()) is None:
        return ""
    return next((one for one in _NUMBER.findall(rest) if not FIRST <= int(one) <= LAST), "")
