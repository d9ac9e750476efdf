"""Reads whether a text, and nothing else in it, asks for the page's link or begins to tell of progress."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.tokens import Entry
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.values import dataclass

BETWEEN = r"[\s。.!！?？~～,，、'’]"
LIGHT = f"(?:{alternatives('show.light')}|{BETWEEN})"
_CLAUSES = r"[。.!！~～,，;；:：\n]+"


def places_where(turn: Turn, *senses: str, also: str = "light") -> tuple[str, ...] | None:
    """Return the communities that a text names where all else of it is of the senses; None for any other text.

    Each sense (`link_thing`, `link_ask` …) has to be said; light words, and those of `also`, may stand between. Of
    names that several communities bear all are returned.
    """
    return _places_where(turn.rules.lexicon, normalize(turn.incoming.text), senses, also)


def told_beside(turn: Turn, *senses: str) -> tuple[tuple[str, ...], str] | None:
    """Return the communities of a text of which one clause is all of the senses, and what its other clauses tell.

    None where there is no such clause, and where another names a figure: 通创从业5300人，报一下进度 is no story.
    """
    clauses = [one.strip() for one in re.split(_CLAUSES, turn.incoming.text) if one.strip()]
    lexicon = turn.rules.lexicon
    is_all = (_places_where(lexicon, normalize(one), senses, "light") is not None for one in clauses)
    at = next((at for at, found in enumerate(is_all) if found), None)
    if at is None or len(clauses) < 2:
        return None
    told = "，".join((*clauses[:at], *clauses[at + 1 :]))
    found = turn.rules.lexicon.search(normalize(told))
    if any(entry.kind == "metric" for token in found for entry in token.entries):
        return None
    return communities_in(turn, turn.incoming.text), "" if names_only_places(turn, told) else told


def _places_where(
    lexicon: Lexicon, text: str, senses: tuple[str, ...], also: str
) -> tuple[str, ...] | None:
    return _places_beside(lexicon, text, senses, also) if _says_each(text, senses) else None


@for_an_update
def _places_beside(
    lexicon: Lexicon, text: str, senses: tuple[str, ...], also: str
) -> tuple[str, ...] | None:
    codes, rest = _without_places(lexicon, text)
    words = "|".join(alternatives(f"show.{sense}") for sense in (*senses, "light", also))
    only = re.fullmatch(f"(?:{words}|{BETWEEN})+", rest, re.IGNORECASE)
    return codes if only is not None and _says_each(rest, senses) else None


def shared(turn: Turn) -> tuple[str, ...]:
    """Return the communities that a text, and nothing else in it, tells to share: 分享通创, and no share of it."""
    text = normalize(turn.incoming.text)
    found = places_where(turn, "share") or ()
    return found if re.match(rf"(?:{LIGHT})*(?:{alternatives('show.share')})(?! of )", text) else ()


@dataclass(frozen=True, slots=True)
class Down:
    """What is to be taken down: the communities that are named, and the other words.

    is_entry: it names an entry as such, so that it is of no figure. is_latest: the one that was told last.
    is_progress: no story.
    """

    communities: tuple[str, ...]
    words: str
    is_entry: bool
    is_latest: bool
    is_progress: bool


def taken_down(turn: Turn) -> Down | None:
    """Return what a text tells to take down; None for any other text.

    What is taken down stands behind the word for it (撤下…), before it (把…撤下来) or within it (take … down).
    What is taken back (撤回) is of a figure unless an entry is named.
    """
    text = normalize(turn.incoming.text)
    back, take = alternatives("show.take_back"), alternatives("show.take")
    down = f"{alternatives('show.take_down')}|{back}"
    order = re.fullmatch(
        rf"(?:{LIGHT})*(?:(?:{down})(?P<behind>.*)|(?:{take})(?P<within>.+)(?:{alternatives('show.down')})|"
        rf"(?P<before>.+)(?:{down}))(?:{LIGHT})*", text, re.IGNORECASE,
    )
    if order is None or "?" in text:
        return None
    codes, rest = _without_places(turn.rules.lexicon, order["behind"] or order["within"] or order["before"] or "")
    told = f"{alternatives('show.entry')}|{alternatives('show.progress')}"
    if re.search(back, text, re.IGNORECASE) and not re.search(told, rest, re.IGNORECASE):
        return None
    which, latest = alternatives("show.which"), alternatives("show.latest")
    words = f"{which}|{alternatives('show.light')}|{latest}"
    left = re.sub(f"^(?:{words}|{BETWEEN})+|(?:{words}|{BETWEEN})+$", "", rest, flags=re.IGNORECASE).lower()
    is_latest = not left and all(re.search(one, rest, re.IGNORECASE) for one in (which, latest))
    names_entry, progress = (
        re.search(alternatives(f"show.{sense}"), rest, re.IGNORECASE) is not None for sense in ("entry", "progress")
    )
    return Down(codes, left, names_entry, is_latest, progress)


def _says_each(text: str, senses: Sequence[str]) -> bool:
    return all(re.search(alternatives(f"show.{sense}"), text, re.IGNORECASE) for sense in senses)


def communities_in(turn: Turn, text: str) -> tuple[str, ...]:
    """Return the communities that a text names, all that bear an ambiguous name and all of an authority."""
    return _without_places(turn.rules.lexicon, normalize(text))[0]


def names_only_places(turn: Turn, text: str) -> bool:
    """Tell whether a text names communities and says nothing else."""
    codes, rest = _without_places(turn.rules.lexicon, normalize(text))
    return bool(codes) and re.fullmatch(f"(?:{LIGHT})*", rest, re.IGNORECASE) is not None


def _meant(lexicon: Lexicon, entry: Entry) -> Sequence[str]:
    """Return the communities that a word may stand for: an authority for all its own."""
    if entry.kind == "collision":
        return lexicon.collisions[entry.code].communities
    if entry.kind == "authority":
        return [one.code for one in lexicon.programme.communities if one.authority == entry.code]
    return (entry.code,) if entry.kind == "community" else ()


def _without_places(lexicon: Lexicon, text: str) -> tuple[tuple[str, ...], str]:
    """Return the communities that a text names, and what is left of it."""
    codes, rest, at = list[str](), "", 0
    # Of names that begin at one place the longest is meant: 通州湾 is not 通州.
    for token in sorted(lexicon.search(text), key=lambda one: (one.start, -one.end)):
        named = [code for entry in token.entries for code in _meant(lexicon, entry)]
        if named and token.start >= at:
            codes += named
            rest += f"{text[at : token.start]} "
            at = token.end
    return tuple(dict.fromkeys(codes)), rest + text[at:]
