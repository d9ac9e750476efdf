"""Whom a text about what was noted names, and whether an entry is about them."""

from __future__ import annotations

from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme


def named_in(text: str, lexicon: Lexicon) -> tuple[set[str], set[str]]:
    """Return the communities and the authorities that a folded text names."""
    names = [token for token in lexicon.search(text) if token.entries]
    places = {entry.code for one in names for entry in one.entries if entry.kind == "community"}
    return places, {entry.code for one in names for entry in one.entries if entry.kind == "authority"}


def is_about(one: Record, places: set[str], bodies: set[str], programme: Programme) -> bool:
    """Tell whether an entry is about some communities or an authority; where none is named, every one is."""
    owners = {programme.community[code].authority for code in places}
    of_whole = not one.noted.community and one.noted.authority in owners
    return not (places or bodies) or one.noted.community in places or one.noted.authority in bodies or of_whole
