"""A kind of question as a set of categories, whatever their order: those that must be said, and those that may.

A text is one where each of its spans is of one of them, so that nothing of it is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.conditions import tested
from zc_bot.parsing.composition.values import Limit, Predicate, Topic
from zc_bot.parsing.composition.values import Said as Condition
from zc_bot.parsing.query import Query
from zc_bot.parsing.thresholds import metrics_for
from zc_bot.parsing.tokens import Bound
from zc_bot.policy.programme import Programme

Spans = Sequence[tuple[Edge, ...]]
_SHORT = {"and", "much", "apart", "which", "noun", "within", "has", "into", "each_one", "to", "harmless"}
"""What may stand in any of them: it asks, joins or points, and by itself puts nothing together."""
_LEAVES_OUT = ("except", "but_not", "beyond_first")


@dataclass
class Said:
    """What the spans say, by category, in their order."""

    programme: Programme
    values: dict[str, list[Any]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    """The categories as they stand."""

    def all(self, category: str) -> list[Any]:
        return self.values.get(category, [])

    def one(self, category: str) -> Any:
        """Return the only value of a category; None for none, or several that differ."""
        found = self.all(category)
        return found[0] if found and all(one == found[0] for one in found) else None

    @property
    def metrics(self) -> list[tuple[str, ...]]:
        return self.all("metric")

    @property
    def alone(self) -> str | None:
        """The only metric; None for none, or several."""
        metric = self.one("metric")
        return metric[0] if metric is not None and len(self.metrics) == 1 and len(metric) == 1 else None

    @property
    def two(self) -> tuple[str, str] | None:
        """Both metrics, where there are two."""
        codes = [*dict.fromkeys(code for some in self.metrics for code in some)]
        return (codes[0], codes[1]) if len(codes) == 2 else None

    @property
    def year(self) -> tuple[int, ...]:
        years = [years for years, _ in self.all("years")]
        return years[0] if len(years) == 1 else ()

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that is named, the earliest first; last year and the year before are two."""
        named = {year for found, _ in self.all("years") for year in found}
        if len(named) == 1 and self.all("before"):
            named.add(min(named) - 1)
        return tuple(sorted(named))

    @property
    def places(self) -> tuple[str, ...]:
        """Every community that is named, each once."""
        return tuple(dict.fromkeys(code for codes in self.all("place") for code in codes))

    @property
    def without(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for codes in self.all("without") for code in codes))

    @property
    def fold(self) -> str:
        found = [fold for fold in ("mean", "median", "sum") if self.all(fold)]
        return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of question: what must be said, what may be, and the query that it is."""

    name: str
    needs: frozenset[str]
    may: frozenset[str]
    makes: Callable[[Said], Query | None]

    def fits(self, spans: Spans, programme: Programme) -> Said | None:
        """Take each span as what the form knows of it; None where one is nothing of it, or something is lacking."""
        said, known = Said(programme), self.needs | self.may
        for edges in spans:
            mine = [edge for edge in edges if edge.category in known]
            if not mine and not any(edge.category in _SHORT for edge in edges):
                return None
            for edge in mine[:1] if len(mine) == 1 else _preferred(mine, self.needs):
                said.values.setdefault(edge.category, []).append(edge.value)
                said.order.append(edge.category)
        return said if all(said.all(need) for need in self.needs) else None


def _preferred(edges: Sequence[Edge], needs: frozenset[str]) -> Sequence[Edge]:
    """Take a word that may be several things as what the form needs."""
    return [edge for edge in edges if edge.category in needs][:1] or edges[:1]


def form(name: str, needs: str, may: str, makes: Callable[[Said], Query | None]) -> Form:
    return Form(name, frozenset(needs.split()), frozenset(may.split()), makes)


def brought_together(spans: Spans, programme: Programme) -> list[tuple[Edge, ...]]:
    """Join what belongs together wherever it stands: without whom, 没达到高新60, 一千人以下, people."""
    found = list(_as_growths(_judged_growths(list(_without_those(spans)), programme), programme))
    found = list(_than_the_year_before(found))
    at = 0
    while at < len(found):
        here, after = found[at], found[at + 1 : at + 3]
        sign, amount = _value(here, "sign"), _value(here, "amount")
        if sign is not None and len(after) == 2 and _has(after[0], "metric") and _has(after[1], "amount"):
            bound = Limit(sign, _value(after[1], "amount"))
            found[at : at + 3] = [after[0], (Edge("predicate", Predicate((bound,))),)]
        elif sign is not None and len(after) == 2 and _has(after[0], "view") and _has(after[1], "amount"):
            bound = Limit(sign, _value(after[1], "amount"))  # 没达到年均增长10%
            found[at : at + 3] = [after[0], (Edge("predicate", Predicate((bound,))),)]
        elif sign in {">=", ">", "<"} and after and _has(after[0], "metric") and not _has(here, "verdict"):
            outcome = "not_met" if sign == "<" else "met"
            found[at : at + 2] = [after[0], (Edge("verdict", outcome),)]
        elif _has(here, "than") and len(after) == 2 and _has(after[0], "amount") and _has(after[1], "degree"):
            bound = Limit(_value(after[1], "degree"), _value(after[0], "amount"))
            found[at : at + 3] = [(Edge("predicate", Predicate((bound,))),)]
        elif amount is not None and after and _has(after[0], "suffix"):
            predicate = Predicate((Limit(_value(after[0], "suffix"), amount),))
            said = of_its_unit(predicate, programme)
            by_unit = () if said is None else (Edge("said", said),)
            found[at : at + 2] = [(*by_unit, Edge("predicate", predicate))]
        at += 1
    return [_of_people(edges, found) for edges in _without_said_growth(found, programme)]


def _than_the_year_before(spans: Sequence[tuple[Edge, ...]]) -> Iterator[tuple[Edge, ...]]:
    """Take 去年…比前年多 as that it rose: the year it is held against is the one before the other."""
    named = {year for edges in spans for edge in edges if edge.category == "years" for year in edge.value[0]}
    at = 0
    while at < len(spans):
        after = spans[at + 1 : at + 3]
        years = _value(after[0], "years") if len(after) == 2 else None
        before = years is not None and len(years[0]) == 1 and years[0][0] + 1 in named
        if _has(spans[at], "than") and before and _has(after[1], "degree"):
            yield (Edge("direction", _value(after[1], "degree")),)
            at += 3
        else:
            yield spans[at]
            at += 1


def _judged_growths(spans: list[tuple[Edge, ...]], programme: Programme) -> list[tuple[Edge, ...]]:
    """Take a growth that is judged as the policy's own: 从业人员增长也达标."""
    growths = {one.of: one.code for one in programme.derived if one.of}
    if not any(_has(edges, "verdict") for edges in spans):
        return spans
    found: list[tuple[Edge, ...]] = []
    for at, edges in enumerate(spans):
        after = [other for other in spans[at + 1 : at + 4] if not _has(other, "and")]
        growing, metric = _value(edges, "growing"), _value(edges, "metric")
        moves = len(after) > 1 and _has(after[0], "direction") and _has(after[1], "verdict")
        if growing is not None:
            found.append((Edge("metric", tuple(growing[1:])),))
        elif metric is not None and moves and growths.keys() >= {*metric}:
            found.append((Edge("metric", tuple(growths[code] for code in metric)),))
        elif not (_has(edges, "direction") and found and _growth_of(found[-1]) in growths.values()):
            found.append(edges)
    return found


def _growth_of(edges: Sequence[Edge]) -> str:
    metric = _value(edges, "metric")
    return metric[0] if metric is not None and len(metric) == 1 else ""


def _as_growths(spans: list[tuple[Edge, ...]], programme: Programme) -> Iterator[tuple[Edge, ...]]:
    """Take figures that are held against a bound as their average growth, where that is said: 都超过10%年均的."""
    growths = {one.of: one.code for one in programme.derived if one.of}
    named = [code for edges in spans for edge in edges if edge.category == "metric" for code in edge.value]
    bounded = any(_has(edges, "predicate") for edges in spans)
    said = any(_value(edges, "view") == "average_growth" for edges in spans)
    grown = bounded and said and bool(named) and growths.keys() >= {*named}
    for edges in spans:
        if grown and _value(edges, "view") == "average_growth":
            continue
        metric = _value(edges, "metric")
        yield (Edge("metric", tuple(growths[code] for code in metric)),) if grown and metric else edges


def _without_said_growth(spans: Spans, programme: Programme) -> Iterator[tuple[Edge, ...]]:
    """Leave 增长 and 两个 out beside figures that are growths themselves: R5R6两个增长都不达的."""
    growths = {one.code for one in programme.derived if one.of}
    named = [code for edges in spans for edge in edges if edge.category == "metric" for code in edge.value]
    grown = bool(named) and growths.issuperset(named)
    for edges in spans:
        if not (grown and (_has(edges, "direction") or _value(edges, "group") == len(named))):
            yield edges


def _without_those(spans: Spans) -> Iterator[tuple[Edge, ...]]:
    """Give who is left out as one: 除了海安, 海安除外, 不在海安."""
    at = 0
    while at < len(spans):
        after = spans[at + 1] if at + 1 < len(spans) else ()
        places = _value(after, "place")
        if places is not None and _has(spans[at], *_LEAVES_OUT):
            if _has(spans[at], "minus"):
                yield (Edge("minus", True),)
            yield (Edge("without", places),)
            at += 2
        elif _has(spans[at], "place") and _has(after, "outside") and not _has(after, "direction"):
            yield (Edge("without", _value(spans[at], "place")),)
            at += 2
        else:
            yield spans[at]
            at += 1


def _of_people(edges: tuple[Edge, ...], spans: Spans) -> tuple[Edge, ...]:
    """Take what is asked in a unit as asking of the figure that is named, or else as that figure."""
    asked = _value(edges, "asked_by_unit")
    if asked is None or _has(edges, "metric"):
        return edges
    named = any(asked in edge.value for some in spans for edge in some if edge.category == "metric")
    return (*edges, Edge("much", "") if named else Edge("metric", (asked,)))


def _has(edges: Sequence[Edge], *categories: str) -> bool:
    return any(edge.category in categories for edge in edges)


def _value(edges: Sequence[Edge], category: str) -> Any:
    return next((edge.value for edge in edges if edge.category == category), None)


def of_its_unit(predicate: Predicate, programme: Programme) -> Condition | None:
    """Read 超过5000人, more than 4,000 employees, as of the only metric that is counted so."""
    amounts = [limit.amount for limit in predicate.limits if limit.amount is not None and limit.amount.unit]
    if len(amounts) != len(predicate.limits):
        return None
    fitting = metrics_for(Bound(">", amounts[0]), programme)
    return tested(Topic(metrics=fitting), predicate) if len(fitting) == 1 else None
