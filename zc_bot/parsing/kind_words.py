"""The words that call for a kind of question: those of its sense, or several parts with other words between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zc_bot.parsing.language import matching, phrases, said

SENSES = (
    "why", "defined", "card", "exported", "contact", "reviewing", "administering", "timely", "league", "decided",
    "targeted", "glance", "briefed",
    "planned", "pictured", "original", "revised", "paper", "recorded", "grant_word", "target_word", "districts",
    "district_sum",
)


def kind_words() -> Iterator[tuple[str, str]]:
    """Give every word that calls for a kind, with its sense."""
    return ((word, sense) for sense in SENSES for word in phrases(f"kind.{sense}"))


def find_kinds(text: str) -> Iterator[tuple[int, int, str]]:
    """Find the senses that are said in parts in a folded text, and where each part stands."""
    return (
        (*match.span(part), sense)
        for pattern, sense in _patterns()
        for match in pattern.finditer(text)
        for part in range(1, len(match.groups()) + 1)
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make a pattern of each sense that is said in parts, in each language."""
    return tuple(
        (re.compile(f".{{0,{gap}}}?".join(f"({matching(words)})" for words in parts)), sense)
        for sense, parts, gap in said()
    )
