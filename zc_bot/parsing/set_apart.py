"""Places that are set apart in a question that looks on from above: 除崇川外补助, who was late except Nengda.

Questions about figures set places apart by the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from zc_bot.parsing.composition.words import find_words
from zc_bot.parsing.lexicon import Lexicon, with_clauses
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import MAX_LENGTH, normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.tokens import Token

_OVERSEEN = frozenset({
    "status", "timeliness", "support", "milestone", "decision", "target", "briefing", "export", "changes", "progress",
    "missing",
})
_BETWEEN = compile_later(r"\s*(?:、|,|，|和|跟|与|及|以及|还有|(?<![a-z])and(?![a-z]))?\s*(?:的|the )?\s*")
_AFTER = compile_later(r"(?:\s*(?:的|,|，))*")


class _Part(NamedTuple):
    """Where a text sets places apart, and which."""

    start: int
    end: int
    communities: frozenset[str]


def read_set_apart(text: str, lexicon: Lexicon, read: Callable[[str], Meaning]) -> Meaning | None:
    """Read what is asked of all places but some; None where none is set apart, or something else is."""
    if len(text) > MAX_LENGTH:
        return None
    folded = normalize(with_clauses(text))
    words = [(start, end, edge.category) for start, end, edge in find_words(folded)]
    marks = [one for one in words if one[2] in {"except", "outside"}]
    names = find_names(folded, lexicon) if marks else []
    marks = [(start, end, category) for start, end, category in marks
             if not any(_holds(other, start, end) for other in marks)
             and not any(one.start <= start and end <= one.end for one in names)]
    parts = _parts(folded, marks, names, lexicon) if names else None
    if not parts:
        return None
    rest = folded
    for one in sorted(parts, reverse=True):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    found = read(" ".join(rest.split()))
    if found.intent == "check" and found.rule == "what is named" and not (found.metrics or found.requirements):
        found = replace(found, intent="status")
    if found.intent not in _OVERSEEN:
        return None
    apart = frozenset[str]().union(*(one.communities for one in parts))
    asked = found.communities or tuple(lexicon.programme.community)
    left = tuple(code for code in asked if code not in apart)
    return replace(found, question=text, communities=left, authority=None, implied=()) if left else None


def _holds(mark: tuple[int, int, str], start: int, end: int) -> bool:
    """Tell whether a word holds a shorter one: 除了 holds 除."""
    return mark[0] <= start and end <= mark[1] and (mark[0], mark[1]) != (start, end)


def find_names(folded: str, lexicon: Lexicon) -> list[Token]:
    """Find the names of places in their order, no name within a longer one."""
    found = [one for one in lexicon.search(folded) if any(entry.kind in _PLACES for entry in one.entries)]
    return sorted((one for one in found if not any(
        other is not one and other.start <= one.start and one.end <= other.end for other in found
    )), key=lambda one: one.start)


_PLACES = frozenset({"community", "authority", "collision"})


def _parts(
    folded: str, marks: Sequence[tuple[int, int, str]], names: Sequence[Token], lexicon: Lexicon
) -> tuple[_Part, ...] | None:
    """Find what each word that sets apart sets apart; None where one of them sets apart something else."""
    found: list[_Part] = []
    for start, end, category in sorted(marks):
        if any(one.start <= start and end <= one.end for one in found):
            continue
        named = list(_chain(folded, end, names) if category == "except" else _chain_before(folded, start, names))
        communities = [communities_of_name(one, lexicon) for one in named]
        if not named or not all(communities):
            return None
        first, last = (start, named[-1].end) if category == "except" else (named[0].start, end)
        if category == "except":
            last = max([last, *(mark[1] for mark in marks if mark[2] == "outside" and mark[0] - last in {0, 1})])
        found.append(_Part(first, last + len(_AFTER.match(folded, last)[0]),  # type: ignore[index]
                           frozenset().union(*communities)))
    return tuple(found)


def _chain(folded: str, at: int, names: Sequence[Token]) -> Iterator[Token]:
    """Give the names that follow one another from a place of the text on."""
    for one in names:
        if one.start >= at and _BETWEEN.fullmatch(folded, at, one.start):
            yield one
            at = one.end


def _chain_before(folded: str, at: int, names: Sequence[Token]) -> list[Token]:
    """Give the names that follow one another up to a place of the text."""
    found: list[Token] = []
    for one in reversed(names):
        if one.end <= at and _BETWEEN.fullmatch(folded, one.end, at):
            found.insert(0, one)
            at = one.start
    return found


def communities_of_name(token: Token, lexicon: Lexicon) -> frozenset[str]:
    """Return the communities that a name means; nothing for a name of several things."""
    if any(entry.kind == "collision" for entry in token.entries):
        return frozenset()
    of_authority = lexicon.programme.of_authority
    meant = [frozenset({entry.code}) if entry.kind == "community" else frozenset(of_authority[entry.code])
             for entry in token.entries if entry.kind in _PLACES]
    whole = max(meant, key=len)
    return whole if all(one <= whole for one in meant) else frozenset()
