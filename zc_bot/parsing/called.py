"""By which words of a text somebody is called: their name as it is kept, or as it sounds, 周涛 as Zhou Tao."""

from __future__ import annotations

import re
from itertools import pairwise

from zc_bot.parsing.phonetics import read_aloud

_WORD = re.compile(r"(?<![a-z])[a-z]{1,20}(?![a-z])")


def called(text: str, name: str) -> str | None:
    """Return the words of a text that call somebody by name, in either order where it is written in pinyin."""
    folded, known = text.lower(), name.lower()
    if known and known in folded:
        at = folded.index(known)
        return text[at : at + len(known)]
    words = list(_WORD.finditer(folded))
    if len(name) < 2 or not words or not (aloud := read_aloud(name)):
        return None
    if (alone := next((word for word in words if word[0] in aloud), None)) is not None:
        return text[alone.start() : alone.end()]
    for first, last in pairwise(words):
        if {first[0] + last[0], last[0] + first[0]} & aloud and not folded[first.end() : last.start()].strip():
            return text[first.start() : last.end()]
    return None
