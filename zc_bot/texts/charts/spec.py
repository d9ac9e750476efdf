"""What a chart shows, as text: it can be kept as JSON and drawn later, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from zc_bot.evaluation.verdicts import Outcome
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One value as a decimal string in the chart's unit, None where there is none; `text` is how it is written.

    partial: over how many of how many, where that is not all. mark: how it stands against the policy.
    """

    label: str
    value: str | None
    text: str
    pending: bool = False
    partial: str = ""
    mark: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold, drawn as a dashed line."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """Everything that a chart shows, as text.

    met, failed, pending, partial: what the looks of a bar or point mean. cut: says that the axis does not begin at
    nothing, from `{low}` on. foot: lines beneath, such as who has no figure.
    """

    kind: Literal["line", "bars"]
    title: str
    unit: str
    series: tuple[Series, ...]
    rules: tuple[Rule, ...] = ()
    pending: str = ""
    partial: str = ""
    met: str = ""
    failed: str = ""
    cut: str = ""
    foot: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PanelsSpec:
    """Charts of several metrics, one under the other in one picture."""

    title: str
    panels: tuple[ChartSpec, ...]
    kind: Literal["panels"] = "panels"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def spec_from(stored: Mapping[str, Any]) -> ChartSpec:
    """Read back what `as_dict` wrote, an earlier version's too, which may have said more."""
    series = tuple(
        Series(item["name"], tuple(Point(**point) for point in item["points"])) for item in stored["series"]
    )
    rules = tuple(Rule(**item) for item in stored["rules"])
    known = {name: value for name, value in stored.items() if name in ChartSpec.__slots__}
    return ChartSpec(**{**known, "series": series, "rules": rules, "foot": tuple(stored.get("foot", ()))})


def panels_from(stored: Mapping[str, Any]) -> PanelsSpec:
    """Read back what `as_dict` wrote."""
    return PanelsSpec(stored["title"], tuple(spec_from(one) for one in stored["panels"]))
