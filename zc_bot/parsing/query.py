"""A question that puts several things together, as data: measures of places in years, chosen, ordered, folded.

The terms are those of semantic layers (MetricFlow, Malloy): `measures` of `places`, `where`, `top`, `fold`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from zc_bot.parsing.quantities import Quantity

View = Literal["value", "change", "average_growth", "share", "ratio", "difference", "met"]
Fold = Literal["", "sum", "mean", "median"]
Ask = Literal["figures", "places", "count", "responsible", "year"]
Sign = Literal["<", "<=", ">", ">=", "=", "!="]
Outcome = Literal["met", "not_met"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric and how it is looked at. since: the year that a change or an average growth counts from."""

    metric: str
    view: View = "value"
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is compared with: a value in the measure's unit, the mean of all, or a community's own figure.

    """

    sign: Sign
    value: Decimal | Quantity | None = None
    """A quantity only until its metric's unit is settled."""
    against: str = ""
    """A community's code, or `mean`."""


@dataclass(frozen=True, slots=True)
class Test:
    """A measure within its bounds, in every or in some of the years; no year: the one that answers."""

    measure: Measure
    bounds: tuple[Bound, ...]
    years: tuple[int, ...] = ()
    every: bool = True


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


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition


Condition = Test | Judged | Joined | Not


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

    @property
    def is_described(self) -> bool:
        return bool(self.without or self.where or self.top)


@dataclass(frozen=True, slots=True)
class Query:
    """A question. other: with what a ratio or a difference compares, a community or `mean`. by: what is one row."""

    ask: Ask = "figures"
    measures: tuple[Measure, ...] = ()
    places: Places = Places()
    years: tuple[int, ...] = ()
    ever: bool = False
    fold: Fold = ""
    by: Literal["", "community", "authority"] = ""
    other: str = ""
    ascending: bool = False

    def json(self) -> dict[str, Any]:
        """Write it for programs, without what is empty."""
        found: dict[str, Any] = _without_empty(asdict(self))
        return found


def metrics_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the metrics that a condition is about, each once."""
    match condition:
        case Test(measure):
            return (measure.metric,)
        case Judged(_, metrics):
            return metrics
        case Joined(_, items):
            return tuple(dict.fromkeys(code for item in items for code in metrics_of(item)))
        case Not(item):
            return metrics_of(item)
    return ()


def years_of(condition: Condition | None) -> tuple[int, ...]:
    """Return the years that a condition names, each once."""
    match condition:
        case Test(years=years) | Judged(years=years):
            return years
        case Joined(_, items):
            return tuple(dict.fromkeys(year for item in items for year in years_of(item)))
        case Not(item):
            return years_of(item)
    return ()


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        written = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in written.items() if item not in (None, "", (), [], {}, False)}
    if isinstance(value, list | tuple):
        return [_without_empty(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value
