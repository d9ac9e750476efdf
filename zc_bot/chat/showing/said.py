"""Reads whether a text, and nothing else in it, asks for the page's link or begins to tell of progress."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.tokens import Entry

BETWEEN = r"[\s。.!！?？~～,，、'’]"


def places_where(turn: Turn, *senses: str) -> tuple[str, ...] | None:
    """Return the communities that a text names where all else of it is of the senses; None for any other text.

    Each sense (`link_thing`, `link_ask` …) has to be said; light words may stand between. Of names that several
    communities bear all are returned.
    """
    text = normalize(turn.incoming.text)
    if not _says_each(text, senses):
        return None
    codes, rest = _without_places(turn, text)
    words = "|".join(alternatives(f"show.{sense}") for sense in (*senses, "light"))
    only = re.fullmatch(f"(?:{words}|{BETWEEN})+", rest, re.IGNORECASE)
    return codes if only is not None and _says_each(rest, senses) else None


def taken_down(turn: Turn) -> tuple[tuple[str, ...], str] | None:
    """Return of what a text tells to take down the communities it names, and its other words; None for any other."""
    text = normalize(turn.incoming.text)
    if not re.match(rf"(?:(?:{alternatives('show.light')})|{BETWEEN})*(?:{alternatives('show.take_down')})", text,
                    re.IGNORECASE) or "?" in text:
        return None
    codes, rest = _without_places(turn, text)
    words = "|".join(alternatives(f"show.{sense}") for sense in ("take_down", "which", "light"))
    return codes, re.sub(f"^(?:{words}|{BETWEEN})+|(?:{words}|{BETWEEN})+$", "", rest, flags=re.IGNORECASE).lower()


def _says_each(text: str, senses: Sequence[str]) -> bool:
    return all(re.search(alternatives(f"show.{sense}"), text, re.IGNORECASE) for sense in senses)


def communities_in(turn: Turn, text: str) -> tuple[str, ...]:
    """Return the communities that a text names, all that bear an ambiguous name and all of an authority."""
    return _without_places(turn, normalize(text))[0]


def _meant(turn: Turn, entry: Entry) -> Sequence[str]:
    """Return the communities that a word may stand for: an authority for all its own."""
    if entry.kind == "collision":
        return turn.rules.lexicon.collisions[entry.code].communities
    if entry.kind == "authority":
        return [one.code for one in turn.programme.communities if one.authority == entry.code]
    return (entry.code,) if entry.kind == "community" else ()


def _without_places(turn: Turn, text: str) -> tuple[tuple[str, ...], str]:
    """Return the communities that a text names, and what is left of it."""
    codes, rest, at = list[str](), "", 0
    for token in turn.rules.lexicon.search(text):
        named = [code for entry in token.entries for code in _meant(turn, entry)]
        if named and token.start >= at:
            codes += named
            rest += f"{text[at : token.start]} "
            at = token.end
    return tuple(dict.fromkeys(codes)), rest + text[at:]
