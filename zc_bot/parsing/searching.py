"""Searching a text by many patterns, few of which are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HAN, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[a-z]{2}")


def written_in(pattern: str) -> str:
    """Name the script without which a pattern finds nothing; '' where it may find something in either."""
    if _HAN.search(pattern) is None:
        return "latin" if re.search("[a-z]{3}", pattern) else ""
    return "" if re.search("[0-9]|(?<![\\\\a-z(?])[a-z]{3}", pattern) else "han"  # digits are in both


def scripts_of(text: str) -> frozenset[str]:
    """Name the scripts of a folded text, with '' for what may be in either."""
    found = [("han", _HAN), ("latin", _LATIN)]
    return frozenset({"", *(name for name, pattern in found if pattern.search(text))})


def matches(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """Find every match; that there is none, as of most patterns, is known at half the price of an iterator."""
    return pattern.finditer(text) if pattern.search(text) is not None else ()
