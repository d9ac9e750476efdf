"""A question that puts several things together, as data: measures of places in years, chosen, ordered, folded.

The terms are those of semantic layers (MetricFlow, Malloy): `measures` of `places`, `where`, `top`, `fold`.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any, Literal

from zc_bot.parsing.quantities import Quantity
from zc_bot.values import dataclass

View = Literal[
    "value", "total", "change", "gain", "average_growth", "share", "ratio", "difference", "met", "place", "climb",
]
Fold = Literal["", "sum", "mean", "median", "spread"]
"""How several places are put together; spread: how far the highest is above the lowest."""
Ask = Literal["figures", "places", "count", "responsible", "year", "years", "first_year", "verdict"]
"""What is asked for. verdict: whether those named meet the requirements on the measures, or all of them."""
Sign = Literal["<", "<=", ">", ">=", "=", "!="]
Outcome = Literal["met", "not_met"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric and how it is looked at. since: the year that a change, a growth or a total counts from.

    change: in per cent, or points of a share; gain: in the metric's own unit; climb: by how many places up. A ratio
    with `since` is to its own figure of that year. met: how many requirements are met, of no metric. total: added
    from `since` on. per: the metric that it is divided by. terms: other metrics of the same unit, each with its sign:
    +incubators.
    """

    metric: str
    view: View = "value"
    since: int | None = None
    per: str = ""
    terms: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The metrics that are added or taken away."""
        return tuple(term[1:] for term in self.terms)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is compared with: a value in the measure's unit, the mean of all, or a community's own figure."""

    sign: Sign
    value: Decimal | Quantity | None = None
    """A quantity only until its metric's unit is settled."""
    against: str = ""
    """A community's code, or `mean`."""
    metric: str = ""
    """Another metric of the same community, of the same unit: 高新产值大于总产值."""


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
    line: Quantity | None = None
    """The requirement named by its number, the 70% rule; only until it is settled."""


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
    """Communities: those named or all, less those excluded; of them the `first` few, where `where` holds, the `top`.
    """

    codes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    where: Condition | None = None
    top: Top | None = None
    first: Top | None = None

    @property
    def is_described(self) -> bool:
        return bool(self.without or self.where or self.top or self.first)

    @property
    def orders(self) -> tuple[Top, ...]:
        """Both orders, in which they are taken."""
        return tuple(top for top in (self.first, self.top) if top is not None)


@dataclass(frozen=True, slots=True)
class Query:
    """A question. other: with what a ratio or a difference compares, a community or `mean`. by: what is one row.

    over: a fold goes over the years of what is asked, not over communities in one year. ordered: an order was asked.
    among: those among whom a place is given, where they are not all. at: the year is that in which this was topmost.
    trim: so many of the highest and of the lowest are left out of a fold. groups: communities that are put together,
    a row each.
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
    among: tuple[str, ...] = ()
    at: Top | None = None
    trim: tuple[int, int] = (0, 0)
    groups: tuple[tuple[str, ...], ...] = ()

    def json(self) -> dict[str, Any]:
        """Write it for programs, without what is empty; what is asked of the first few has them under `from`."""
        places = self.places
        chosen: dict[str, Any] = {"places": places.codes, "without": places.without, "where": _written(places.where)}
        if places.first is not None:
            first = {**chosen, "where": None, **_order(places.first)}
            chosen = {"from": first, "where": chosen["where"]}
        if places.top is not None:
            few = {**chosen, **_order(places.top)}
            chosen = few if self.ask in {"places", "count"} else {"from": few}
        asked = {
            "ask": self.ask, "measures": [asdict(measure) for measure in self.measures], **chosen,
            "years": self.years, "ever": self.ever, "fold": self.fold, "over": self.over, "by": self.by,
            "other": self.other,
            "ascending": self.ascending, "ordered": self.ordered, "among": self.among,
            "trim": self.trim if any(self.trim) else None, "groups": self.groups,
            "at": None if self.at is None else _order(self.at)["order"],
        }
        found: dict[str, Any] = _without_empty(asked)
        return found


def _order(top: Top) -> dict[str, Any]:
    order = {**asdict(top.measure), "ascending": top.ascending, "years": top.years, "ever": top.ever}
    return {"order": order, "limit": top.count}


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
        case Test(measure, bounds):
            others = [bound.metric for bound in bounds]
            codes = (measure.metric, measure.per, *measure.others, *others)
            return tuple(code for code in codes if code) or (measure.metric,)
        case Judged(_, metrics):
            return metrics
        case Joined(_, items):
            return tuple(dict.fromkeys(code for item in items for code in metrics_of(item)))
    return ()


def tests_of(condition: Condition | None) -> tuple[Test, ...]:
    """Return the tests of a condition, however they are joined."""
    match condition:
        case Test():
            return (condition,)
        case Joined(_, items):
            return tuple(test for item in items for test in tests_of(item))
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
    top, first = (_top_in(one, year) for one in (places.top, places.first))
    growing = any(measure.view == "average_growth" for measure in query.measures)
    plain = query.ask in {"figures", "verdict"} and not (query.ever or growing or query.at)
    years = query.years or ((year,) if plain else ())
    if query.ask in {"years", "first_year"} or (query.ask == "count" and query.years):
        return query
    if places.is_described:
        places = replace(places, where=where, top=top, first=first)
    return query if places is query.places and years == query.years else replace(query, places=places, years=years)


def of_no_year(query: Query) -> Query:
    """Ask the same of the year that answers, wherever the query named one."""
    places = query.places
    where = None if places.where is None else _condition_of_no_year(places.where)
    top, first = (None if one is None else replace(one, years=()) for one in (places.top, places.first))
    return replace(query, years=(), places=replace(places, where=where, top=top, first=first))


def _condition_of_no_year(condition: Condition) -> Condition:
    if isinstance(condition, Joined):
        return Joined(condition.word, tuple(_condition_of_no_year(item) for item in condition.items))
    return replace(condition, years=())


def named_years(query: Query) -> tuple[int, ...]:
    """Return the years that a query names anywhere, each once."""
    ordered = [year for top in query.places.orders for year in top.years]
    return tuple(dict.fromkeys((*query.years, *years_of(query.places.where), *ordered)))


def _top_in(top: Top | None, year: int) -> Top | None:
    return top if top is None or top.years or top.ever else replace(top, years=(year,))


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
