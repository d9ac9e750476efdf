"""The words that call for a kind of question: those of its sense, or several parts with other words between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zc_bot.parsing.language import matching, phrases, said
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.searching import Searched
from zc_bot.parsing.update_cache import for_an_update

SENSES = (
    "why", "defined", "card", "exported", "contact", "reviewing", "administering", "timely", "league", "decided",
    "targeted", "glance", "briefed",
    "planned", "pictured", "original", "revised", "paper", "recorded", "grant_word", "target_word", "districts",
    "district_sum", "gave", "forecast",
)


def kind_words() -> Iterator[tuple[str, str]]:
    """Give every word that calls for a kind, with its sense."""
    return ((word, sense) for sense in SENSES for word in phrases(f"kind.{sense}"))


@for_an_update
def find_kinds(text: str) -> tuple[tuple[int, int, str], ...]:
    """Find the senses that are said in parts in a folded text, and where each part stands."""
    return tuple(
        (*match.span(part), sense)
        for match, sense in _SAID.found(text)
        for part in range(1, len(match.groups()) + 1)
    )


@for_an_update
def find_asked(text: str) -> frozenset[str]:
    """Name what a folded text as a whole asks of a figure other than its value: what it is, what is required of it.

    No word is taken for it: 最低要求 stays what it is to whoever else reads the text.
    """
    return frozenset(sense for _, sense in _ASKED.found(text))


def _said_in_parts(section: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Make a pattern of each sense that is said in parts, in each language."""
    for sense, parts, gap in said(section):
        yield compile_later(f".{{0,{gap}}}?".join(f"({matching(words)})" for words in parts)), sense


_SAID, _ASKED = Searched(_said_in_parts("said")), Searched(_said_in_parts("asking"))
