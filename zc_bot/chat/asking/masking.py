"""People's names in a text, each with one character in its place, so that what is looked for around them is the same.

A pattern that held the names would be kept with them (`re` keeps what it compiled).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ANYBODY = "[\ue000-\ue0ff]"
"""Matches what stands for a name: characters that no script has."""
_FIRST, _MOST = 0xE000, 256


def masked(text: str, names: Iterable[str]) -> tuple[str, Mapping[str, str]]:
    """Put a character in place of each name, the longest first; returns the text and which stands for whom."""
    stands: dict[str, str] = {}
    for name in sorted({one for one in names if one}, key=len, reverse=True)[:_MOST]:
        mask = chr(_FIRST + len(stands))
        text = _replaced(text, name.lower(), mask)
        stands[mask] = name
    return text, stands


def unmasked(text: str, stands: Mapping[str, str]) -> str:
    """Put the names back."""
    return "".join(stands.get(char, char) for char in text)


def _replaced(text: str, name: str, mask: str) -> str:
    """Replace a name, in whatever case it is written."""
    low = text.lower()
    while (at := low.find(name)) >= 0 and len(low) == len(text):
        text = text[:at] + mask + text[at + len(name) :]
        low = text.lower()
    return text
