"""Amounts of a line that no figure of the report takes: why each was not noted."""

from __future__ import annotations

from collections.abc import Iterable

from zc_bot.parsing.normalize import normalize
from zc_bot.submission import events as ev
from zc_bot.submission.facts import Facts


def left_over(pieces: Iterable[str], facts: Facts) -> tuple[ev.Refused, ...]:
    """Say of each amount that no such figure is reported, where it names one that is not: 税收3.1亿.

    Of any other it is not known whose it is.
    """
    found = ((piece, _not_held(piece, facts)) for piece in pieces)
    return tuple(
        ev.Refused("not_reported", found=piece, expected=name) if name else ev.Refused("leftover", found=piece)
        for piece, name in found
    )


def _not_held(piece: str, facts: Facts) -> str:
    """Give the name in a piece of what the programme is known not to hold, '' for none."""
    tokens = facts.lexicon.search(normalize(piece))
    names = [one.code for token in tokens for one in token.entries if one.kind == "foreign"]
    return max(names, key=len, default="")
