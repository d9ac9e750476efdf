"""A chart over typed spans: rules combine neighbours, all parses are kept, the cheapest that covers all wins.

A rule is a row: two categories, what they give, and a function that may refuse. Categories are words, so that a
table of rules reads like a grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any, NamedTuple

from zc_bot.values import dataclass

HARMLESS, SKIPPED = "harmless", 0.05
"""The category of what may be passed over, and what that costs."""
MOST_EDGES = 8
"""Kept for each cell and category; what is dearer than so many others will not win."""
MOST_WORK = 2500
"""Tries to join two edges for one text; what needs more is read by nobody, and keeps nobody waiting."""


class Edge(NamedTuple):
    """A stretch of the text that was understood as a category with a value; rules: how."""

    category: str
    value: Any
    cost: float = 0.0
    rules: tuple[str, ...] = ()


Cells = dict[tuple[int, int], dict[str, list[Edge]]]
"""What each stretch of neighbours may be, by category."""


_COST = itemgetter(Edge._fields.index("cost"))


@dataclass(frozen=True, slots=True)
class Rule:
    """Two neighbours make one; `produce` gets both values and returns None where they do not fit."""

    name: str
    left: str
    right: str
    gives: str
    produce: Callable[[Any, Any], Any | None]
    cost: float = 0.1
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """A rule of one category, which also counts as another."""

    name: str
    of: str
    gives: str
    produce: Callable[[Any], Any | None]
    cost: float = 0.0


@dataclass(frozen=True)
class Grammar:
    """Rules of two categories and of one, found by the categories that they take."""

    rules: Sequence[Rule]
    unary: Sequence[Unary]
    _pairs: dict[str, dict[str, list[Rule]]] = field(default_factory=dict, init=False, repr=False)
    _singles: dict[str, list[Unary]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for rule in self.rules:
            self._pairs.setdefault(rule.left, {}).setdefault(rule.right, []).append(rule)
        for single in self.unary:
            self._singles.setdefault(single.of, []).append(single)

    def parse(
        self, spans: Sequence[Iterable[Edge]], goal: str, known: Cells | None = None, most: int = MOST_WORK
    ) -> list[Edge]:
        """Return every reading of all spans as `goal`, the cheapest first; each span has one edge or several.

        known: the cells of those at the end of `spans`, if they were worked out before. most: tries at joining.
        """
        size = len(spans)
        cells = self.cells(spans, known, most)
        return sorted(cells.get((size, 0), {}).get(goal, ()), key=_COST)

    def cells(
        self, spans: Sequence[Iterable[Edge]], known: Cells | None = None, most: int = MOST_WORK
    ) -> Cells:
        """Work out what every stretch may be; a stretch is named by how far its ends are from the last span's."""
        size = len(spans)
        cells = {} if known is None else dict(known)
        work = 0
        for left, edges in zip(range(size, 0, -1), spans, strict=True):
            if (left, left - 1) not in cells:
                cells[left, left - 1] = self._settled(edges)
        for width in range(2, size + 1):
            for left in range(size, width - 1, -1):
                if (left, left - width) in cells:
                    continue
                found: list[Edge] = []
                for middle in range(left - 1, left - width, -1):
                    work += self._join(cells[left, middle], cells[middle, left - width], found)
                if work > most:
                    return {}
                cells[left, left - width] = self._settled(found)
        return cells

    def _join(self, left: dict[str, list[Edge]], right: dict[str, list[Edge]], found: list[Edge]) -> int:
        """Add what two neighbours make, and tell how many were tried; the harmless lets the other pass as it is."""
        tried = 0
        for kept, skipped in ((left, right), (right, left)):
            for harmless in skipped.get(HARMLESS, ()):
                for edges in kept.values():
                    found += [
                        Edge(edge.category, edge.value, edge.cost + harmless.cost + SKIPPED, edge.rules)
                        for edge in edges
                    ]
                    tried += len(edges)
        for one, firsts in left.items():
            if (neighbours := self._pairs.get(one)) is None:
                continue
            for other, seconds in right.items():
                for rule in neighbours.get(other, ()):
                    tried += len(firsts) * len(seconds)
                    for first in firsts:
                        for second in seconds:
                            value = rule.produce(first.value, second.value)
                            if value is not None:
                                cost = first.cost + second.cost + rule.cost
                                found.append(
                                    Edge(rule.gives, value, cost, (*first.rules, *second.rules, rule.name))
                                )
        return tried

    def _settled(self, edges: Iterable[Edge]) -> dict[str, list[Edge]]:
        """Add what each edge also counts as, and keep the cheapest few of every category, one for each value."""
        found: dict[str, dict[Any, Edge]] = {}
        waiting = list(edges)
        while waiting:
            edge = waiting.pop()
            best = found.setdefault(edge.category, {})
            before = best.get(edge.value)
            if before is not None and before.cost <= edge.cost:
                continue
            best[edge.value] = edge
            for rule in self._singles.get(edge.category, ()):
                if (value := rule.produce(edge.value)) is not None:
                    waiting.append(Edge(rule.gives, value, edge.cost + rule.cost, (*edge.rules, rule.name)))
        return {
            category: sorted(best.values(), key=_COST)[:MOST_EDGES] if len(best) > 1 else list(best.values())
            for category, best in found.items()
        }
