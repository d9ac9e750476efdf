"""A question that puts several things together, as data: measures of places in years, chosen, ordered, folded.

The terms are those of semantic layers (MetricFlow, Malloy): `measures` of `places`, `where`, `top`, `fold`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from zc_bot.parsing.quantities import Quantity

View = Literal["value", "change", "gain", "average_growth", "share", "ratio", "difference", "met", "place"]
Fold = Literal["", "sum", "mean", "median"]
Ask = Literal["figures", "places", "count", "responsible", "year", "years", "first_year"]
Sign = Literal["<", "<=", ">", ">=", "=", "!="]
Outcome = Literal["met", "not_met"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric and how it is looked at. since: the year that a change or an average growth counts from.

    change: in per cent, or points of a share; gain: in the metric's own unit. A ratio with `since` is to its own
    figure of that year. met: how many requirements are met, of no metric.
    """

    metric: str
    view: View = "value"
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is compared with: a value in the measure's unit, the mean of all, or a community's own figure."""

    sign: Sign
    value: Decimal | Quantity | None = None
    """A quantity only until its metric's unit is settled."""
    against: str = ""
    """A community's code, or `mean`."""


@dataclass(frozen=True, slots=True)
class Test:
    """A measure within its bounds, in every or in some of the years; no year: the one that answers; ever: all."""

    measure: Measure
    bounds: tuple[Bound, ...]
    years: tuple[int, ...] = ()
    every: bool = True
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on the requirements of some metrics, or on all of them, in every or in some of the years."""

    outcome: Outcome
    metrics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    every: bool = True


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions of which all, or one, must hold."""

    word: Literal["and", "or"]
    items: tuple[Condition, ...]


Condition = Test | Judged | Joined


@dataclass(frozen=True, slots=True)
class Top:
    """The first or last few by a measure; ever: over all years there are."""

    measure: Measure
    count: int = 1
    ascending: bool = False
    years: tuple[int, ...] = ()
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Communities: those named or all, less those excluded, of which those are left that fulfil `where`."""

    codes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    where: Condition | None = None
    top: Top | None = None
    top_first: bool = False
    """The first few are taken first, and of these those that fulfil `where`."""

    @property
    def is_described(self) -> bool:
        return bool(self.without or self.where or self.top)


@dataclass(frozen=True, slots=True)
class Query:
    """A question. other: with what a ratio or a difference compares, a community or `mean`. by: what is one row.

    over: a fold goes over the years of what is asked, not over communities in one year. ordered: an order was asked.
    """

    ask: Ask = "figures"
    measures: tuple[Measure, ...] = ()
    places: Places = Places()
    years: tuple[int, ...] = ()
    ever: bool = False
    fold: Fold = ""
    over: Literal["", "years"] = ""
    by: Literal["", "community", "authority"] = ""
    other: str = ""
    ascending: bool = False
    ordered: bool = False

    def json(self) -> dict[str, Any]:
        """Write it for programs, without what is empty; what is asked of the first few has them under `from`."""
        places = self.places
        chosen: dict[str, Any] = {"places": places.codes, "without": places.without, "where": _written(places.where)}
        if places.top is not None:
            top = places.top
            order = {**asdict(top.measure), "ascending": top.ascending, "years": top.years, "ever": top.ever}
            first = {**chosen, "order": order, "limit": top.count}
            if places.top_first:
                first = {"from": {**first, "where": None}, "where": chosen["where"]}
            chosen = first if self.ask in {"places", "count"} else {"from": first}
        asked = {
            "ask": self.ask, "measures": [asdict(measure) for measure in self.measures], **chosen,
            "years": self.years, "ever": self.ever, "fold": self.fold, "over": self.over, "by": self.by,
            "other": self.other,
            "ascending": self.ascending, "ordered": self.ordered,
        }  # fmt: skip
        found: dict[str, Any] = _without_empty(asked)
        return found


def _written(condition: Condition | None) -> dict[str, Any] | None:
    """Write a condition as what it is (test, judged, and, or) and what that needs."""
    match condition:
        case None:
            return None
        case Test(measure, bounds, years, every):
            limits = [asdict(bound) for bound in bounds]
            quantifier = "every" if condition.ever else _quantifier(years, every)
            return {"test": asdict(measure), "bounds": limits, "years": years, "in": quantifier}
        case Judged(outcome, metrics, years, every):
            return {"judged": outcome, "metrics": metrics, "years": years, "in": _quantifier(years, every)}
        case Joined(word, items):
            return {word: [_written(item) for item in items]}


def metrics_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the metrics that a condition is about, each once."""
    match condition:
        case Test(measure):
            return (measure.metric,)
        case Judged(_, metrics):
            return metrics
        case Joined(_, items):
            return tuple(dict.fromkeys(code for item in items for code in metrics_of(item)))
    return ()


def years_of(condition: Condition | None) -> tuple[int, ...]:
    """Return the years that a condition names, each once."""
    match condition:
        case Test(years=years) | Judged(years=years):
            return years
        case Joined(_, items):
            return tuple(dict.fromkeys(year for item in items for year in years_of(item)))
    return ()


def in_year(query: Query, year: int) -> Query:
    """Ask the same of one year, wherever the query named none."""
    places = query.places
    where = None if places.where is None else _condition_in(places.where, year)
    top = places.top
    if top is not None and not (top.years or top.ever):
        top = replace(top, years=(year,))
    growing = any(measure.view == "average_growth" for measure in query.measures)
    years = query.years or ((year,) if query.ask == "figures" and not (query.ever or growing) else ())
    if query.ask in {"years", "first_year"}:
        return query
    return replace(query, places=replace(places, where=where, top=top), years=years)


def named_years(query: Query) -> tuple[int, ...]:
    """Return the years that a query names anywhere, each once."""
    top = query.places.top
    return tuple(dict.fromkeys((*query.years, *years_of(query.places.where), *(top.years if top else ()))))


def _condition_in(condition: Condition, year: int) -> Condition:
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_condition_in(item, year) for item in items))
    ever = isinstance(condition, Test) and condition.ever
    return condition if condition.years or ever else replace(condition, years=(year,))


def _quantifier(years: tuple[int, ...], every: bool) -> str:
    return "" if len(years) < 2 else "every" if every else "some"


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        written = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in written.items() if item not in (None, "", [], {}, False)}
    if isinstance(value, list | tuple):
        return [_without_empty(item) for item in value]
    return f"{value:f}" if isinstance(value, Decimal) else value
