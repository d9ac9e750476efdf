"""Characters that are not seen, or that reorder what is: named in refusals, taken out of file names."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
_SELECTORS = (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_BLANK = frozenset((*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", *map(chr, _SELECTORS)))
"""Letters and signs to Unicode, and nothing to the eye: a name of them alone is no name.

Selectors of a variant too: an emoji is the same without the U+FE0F behind it.
"""


def _is_hidden(one: str) -> bool:
    return one in _BLANK or unicodedata.category(one) in _HIDDEN


def names_nothing(text: str) -> bool:
    """Tell whether a name holds no letter or digit that is seen."""
    return not any(unicodedata.category(one)[0] in "LN" for one in visible(text))


def hidden_characters(text: str) -> tuple[str, ...]:
    """Name the hidden characters in a text by code point: U+202E."""
    return tuple(dict.fromkeys(f"U+{ord(one):04X}" for one in text if _is_hidden(one)))


def visible(text: str) -> str:
    """Take hidden characters out of a text, and the space around what is left."""
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text.strip()
    return "".join(one for one in text if not _is_hidden(one)).strip()


def quoted(text: str) -> str:
    """Take hidden characters out of a text that is said again, and keep its lines and the space around it."""
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text
    return "".join(one for one in text if one == "\n" or not _is_hidden(one))


def visible_line(text: str) -> str:
    """Take hidden characters out of a text and lay it out in one line."""
    return visible(" ".join(text.split()))


def visible_lines(text: str) -> str:
    """Take hidden characters out of a text of several lines, and keep its lines."""
    return "\n".join(visible(line.replace("\t", " ")) for line in text.splitlines()).strip()


def safe_file_name(text: str, longest: int = 100) -> str:
    """Keep of a file's name what is a name: no path, nothing hidden, its ending when it is too long."""
    name = visible(text.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > longest and dot and len(ending) < 10:
        return f"{stem[: longest - len(ending) - 1]}.{ending}"
    return name[:longest]
