"""A folded text cut into known words: the cut that leaves least unexplained, in the fewest pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from zc_bot.parsing.meaning import Comparison
from zc_bot.parsing.periods import Period
from zc_bot.parsing.quantities import Quantity
from zc_bot.values import dataclass

Kind = Literal[
    "community", "authority", "collision", "carrier", "metric", "requirement", "fact", "place",
    "city", "foreign", "finer", "chatter", "cue", "filler", "narrowing",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word stands for: a kind and a code (of a community, a cue …)."""

    kind: Kind
    code: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity with its comparison: 低于60%."""

    comparison: Comparison
    quantity: Quantity
    upper: Quantity | None = None
    """The other end of a range: 60%到70%之间."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many at which end: 前三名, 倒数两家. `at` is set for one place asked about (第二名)."""

    count: int
    ascending: bool


Datum = Period | Quantity | Bound | Limit


class Token(NamedTuple):
    """A piece of the text: a word with its entries, a datum, or (with neither) something unexplained.

    read_as: the known word that it was taken for by its sound, where it was spelt otherwise.
    """

    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    datum: Datum | None = None
    read_as: str = ""

    @property
    def known(self) -> bool:
        return bool(self.entries) or self.datum is not None

    def has(self, kind: Kind) -> bool:
        for entry in self.entries:  # noqa: SIM110  # A generator takes twice the time, a hundred times a text.
            if entry.kind == kind:
                return True
        return False


_WORD = re.compile(r"[a-z]+")


def cut(text: str, candidates: Iterable[Token]) -> tuple[Token, ...]:
    """Choose among overlapping candidates the ones that cover `text` best; gaps become unexplained tokens."""
    by_start: dict[int, list[Token]] = {}
    for token in candidates:
        by_start.setdefault(token.start, []).append(token)
    gaps = {match.start(): match.end() for match in _WORD.finditer(text)}
    size = len(text)
    costs = [0.0] + [float("inf")] * size
    steps: list[Token | None] = [None] * (size + 1)
    for start in range(size):
        here = costs[start]
        if here == float("inf"):
            continue
        blank = text[start] == " "
        end = start + 1 if blank else gaps.get(start, start + 1)
        cost = here + (0 if blank else 10.0 + (end - start))
        if cost < costs[end]:
            costs[end], steps[end] = cost, Token(start, end)
        for token in by_start.get(start, ()):
            cost = here + _cost(token)
            if cost < costs[token.end]:
                costs[token.end], steps[token.end] = cost, token
    return tuple(_merge(text, _walk(steps, size)))


def _cost(token: Token) -> float:
    """Prefer few and long words; a single filler character explains little, and a mere sound a little less."""
    if token.read_as:
        return 3.2 if token.end - token.start > 1 else 3.6
    if token.datum is not None:
        return 1.4 if isinstance(token.datum, Period) else 1.5
    if token.end - token.start == 1 and all(entry.kind in {"filler", "cue"} for entry in token.entries):
        return 3.0
    return 2.2 if token.has("filler") else 2.0


def _walk(steps: list[Token | None], end: int) -> list[Token]:
    found: list[Token] = []
    while end > 0 and (token := steps[end]) is not None:
        found.append(token)
        end = token.start
    return found[::-1]


def _merge(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Drop spaces and join neighbouring unexplained characters into one token."""
    pending: Token | None = None
    for token in tokens:
        blank = not token.known and text[token.start : token.end] == " "
        if pending is not None and not blank and not token.known and pending.end == token.start:
            pending = Token(pending.start, token.end)
            continue
        if pending is not None:
            yield pending
        pending = None
        if token.known:
            yield token
        elif not blank:
            pending = token
    if pending is not None:
        yield pending
