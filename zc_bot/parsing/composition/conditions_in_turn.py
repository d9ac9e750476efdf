"""Conditions said one after the other, each of the figure that stands beside it: 产值降了但人数还涨的.

A text is read so where each of its spans is a figure, a condition, a year, a place, or joins what it stands between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.conditions import conjoined, covered, having, judged, tested
from zc_bot.parsing.composition.moves import moved
from zc_bot.parsing.composition.values import Limit, Predicate, Said, Topic
from zc_bot.parsing.query import Places, Query

_JOINS = frozenset({
    "and", "all", "every", "noun", "kind_noun", "which", "within", "reference", "into", "harmless", "much", "apart",
    "than",
})
_CONDITIONS = ("predicate", "direction", "full", "verdict", "has")
_COUNTS = ("how_many", "places_asked")
_ALL_OF_IT = Decimal(100)


@dataclass
class _Turn:
    """What was read so far. held: a condition that stands before its figure, where they are said in this order."""

    before: bool
    metrics: list[str] = field(default_factory=list)
    used: bool = False
    held: tuple[str, Any] | None = None
    said: list[Said] = field(default_factory=list)
    full: bool = False


def in_turn(spans: Sequence[tuple[Edge, ...]]) -> Query | None:
    """Read conditions that all must hold; None for fewer than two, and where something else is said."""
    years = [edge.value for edges in spans for edge in edges[:1] if edge.category == "years"]
    years += [(edge.value, True) for edges in spans for edge in edges if edge.category == "each_years"]
    places = [edge.value for edges in spans for edge in edges if edge.category == "place"]
    neither = any(edge.category == "neither" for edges in spans for edge in edges)
    if len(years) > 1 or len(places) > 1 or (places and len(places[0]) < 2) or neither:
        return None
    every = any(edge.category in {"every", "each_years"} and edge.value for edges in spans for edge in edges)
    topic = Topic(years=years[0][0], several=len(years[0][0]) > 1) if years else Topic()
    if len(topic.years) > 1:
        if not every:
            return None
        topic = replace(topic, every=True)
    turn = _Turn(_is_before(spans))
    if not all(_takes(turn, edges, topic) for edges in spans) or turn.held is not None:
        return None
    several = len(turn.said) > 1 or places or len(turn.metrics) > 1 or len(topic.years) > 1 or _leaves_out(spans)
    if not turn.said or not several or (turn.metrics and not turn.used):
        return None
    whole = turn.said[0]
    for other in turn.said[1:]:
        joined = conjoined(whole, other)
        if joined is None:
            return None
        whole = joined
    counted = any(edge.category in _COUNTS for edges in spans for edge in edges)
    without = tuple(code for edges in spans for edge in edges if edge.category == "without" for code in edge.value)
    chosen = Places(places[0] if places else (), without, whole.condition)
    return Query("count" if counted else "places", places=chosen)


def _leaves_out(spans: Sequence[tuple[Edge, ...]]) -> bool:
    return any(edge.category == "without" for edges in spans for edge in edges)


def _is_before(spans: Sequence[tuple[Edge, ...]]) -> bool:
    """Tell whether conditions stand before their figures: over 3 incubators and under 500 staff."""
    for edges in spans:
        categories = {edge.category for edge in edges}
        if "metric" in categories:
            return False
        if categories & {"predicate", "has"}:
            return "said" not in categories
    return False


def _takes(turn: _Turn, edges: tuple[Edge, ...], topic: Topic) -> bool:
    """Take one span; False for what is none of it."""
    found = {edge.category: edge.value for edge in reversed(edges)}
    if "metric" in found:
        return _takes_metric(turn, found["metric"], topic)
    if "amount" in found and turn.full and found["amount"].value == _ALL_OF_IT:
        return True  # 都满100 says it twice.
    if turn.used and "has" in found and "which" in found:
        return True  # 有吗 behind a condition only asks.
    condition = next((name for name in _CONDITIONS if name in found), None)
    if condition is not None:
        if turn.before and condition in {"predicate", "has"}:
            turn.held = (condition, found[condition])
            return True
        return _holds(turn, condition, found[condition], topic, found.get("said"))
    if "said" in found:
        turn.said.append(found["said"])
        return True
    return bool(_JOINS & found.keys() or {"years", "place", "without", "each_years", *_COUNTS} & found.keys())


def _takes_metric(turn: _Turn, codes: tuple[str, ...], topic: Topic) -> bool:
    if turn.used:
        turn.metrics, turn.used, turn.full = [], False, False
    turn.metrics += codes
    if turn.held is None:
        return len(codes) == 1
    condition, value = turn.held
    turn.held = None
    return _holds(turn, condition, value, topic, None)


def _holds(turn: _Turn, condition: str, value: Any, topic: Topic, by_unit: Said | None) -> bool:
    """Say a condition of the figures that stand beside it; an amount may name its figure by its unit."""
    if not turn.metrics:
        if by_unit is None:
            return False
        turn.said.append(replace(by_unit, topic=topic) if topic.years else by_unit)
        return not topic.years
    every = True if len(turn.metrics) > 1 else topic.every
    of = replace(topic, metrics=tuple(turn.metrics), every=every)
    said = _SAYS[condition](of, value)
    if said is None:
        return False
    turn.said.append(said)
    turn.used, turn.full = True, condition == "full"
    return True


def _sign(topic: Topic, predicate: Any) -> Said | None:
    plain = isinstance(predicate, Predicate) and all(isinstance(one, Limit) for one in predicate.limits)
    return tested(topic, predicate) if plain else None


_SAYS: dict[str, Any] = {
    "predicate": _sign,
    "direction": moved,
    "full": covered,
    "verdict": judged,
    "has": lambda topic, has: having(bool(has), topic),
}
