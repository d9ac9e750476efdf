"""The place and the year that stand behind a command: /mine 通创 2019, /review 崇川."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years, without_years
from zc_bot.parsing.tokens import Token
from zc_bot.values import dataclass

PLACES = frozenset({"community", "authority", "collision"})
"""The kinds of entries that are names of places."""
_CLAUSE = compile_later("[,，;；。?？!！]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: communities and years, empty for any."""

    communities: Collection[str] = ()
    years: Collection[int] = ()

    @property
    def is_open(self) -> bool:
        return not self.communities and not self.years

    def holds(self, community: str, year: int) -> bool:
        """Tell whether a community's year is asked for."""
        return (not self.communities or community in self.communities) and (not self.years or year in self.years)


def wanted_of(turn: Turn, said: str) -> Wanted | Response:
    """Read a place and a year; what is neither, or a name of several, is said and nothing is narrowed by a guess."""
    text = said.translate(FOLD).strip()
    command = turn.incoming.command or "mine"
    years = tuple(one.year for one in find_years(text, turn.today))
    rest = without_years(text, turn.today)
    communities: list[str] = []
    for place in places_in(turn, rest):
        if place.is_several:
            names = turn.texts.plain("remind.comma").join(
                turn.programme.community[code].name(turn.texts.lang) for code in place.communities
            )
            return Response((Reply(turn.texts("chat.say.which_place", names=names)),))
        communities += place.communities
    if rest.strip() and not communities:
        return Response((Reply(turn.texts("chat.say.no_place", said=rest.strip()[:40], command=command)),))
    return Wanted(tuple(communities), years)


@dataclass(frozen=True, slots=True)
class Place:
    """The communities that a name stands for; is_several: it is a name of several things, and which is not known."""

    communities: tuple[str, ...]
    is_several: bool = False


def places_in(turn: Turn, text: str) -> list[Place]:
    """Return the places that a text names, the longest name at each place of it."""
    programme, found = turn.programme, []
    collisions = {one.word: one.communities for one in programme.collisions}
    for token in _names_in(turn, normalize(text)):
        meant: list[tuple[str, ...]] = []
        for entry in token.entries:
            if entry.kind == "community":
                meant.append((entry.code,))
            elif entry.kind == "authority":
                meant.append(tuple(programme.of_authority[entry.code]))
            elif entry.kind == "collision" and collisions.get(entry.code):
                found.append(Place(collisions[entry.code], is_several=True))
        whole = max(meant, key=len, default=())
        if whole:
            known = set().union(*map(set, meant))
            found.append(Place(whole) if known <= set(whole) else Place(tuple(sorted(known)), is_several=True))
    return found


def without_places(turn: Turn, text: str) -> str:
    """Return a text without the places that it names, normalized by clauses; one that names none as it is."""
    clauses = [normalize(clause) for clause in _CLAUSE.split(text)]
    names = [_names_in(turn, clause) for clause in clauses]
    return ",".join(map(_without, clauses, names)) if any(names) else text


def _without(text: str, names: Sequence[Token]) -> str:
    for token in sorted(names, key=lambda one: -one.start):
        text = f"{text[: token.start]} {text[token.end :]}"
    return re.sub(r"(?<![a-zA-Z0-9]) | (?![a-zA-Z0-9])", "", re.sub(" +", " ", text))


def _names_in(turn: Turn, normalized: str) -> list[Token]:
    tokens = [
        token for token in turn.rules.lexicon.search(normalized)
        if any(entry.kind in PLACES for entry in token.entries)
    ]
    return [
        token for token in tokens
        if not any(other.start <= token.start and token.end <= other.end and other is not token for other in tokens)
    ]
