"""Whom a text about what was noted names, and whether an entry is about them."""

from __future__ import annotations

from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import Texts
from zc_bot.texts.overseeing.ledger import word_whose


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


def name_of(turn: Turn, one: Record, texts: Texts | None = None) -> str:
    """Name an entry in a few words: whose it is, of what kind. texts: in which language, by default the person's."""
    texts = texts or turn.texts
    words = Words(turn.programme, texts, turn.today)
    return f"{word_whose(one.noted, words)}{texts.plain(f'ledger.kind.{one.noted.kind}')}"
