"""What a chart shows, as text: it can be kept as JSON and drawn later, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Point:
    """One value as a decimal string, None where there is none; `text` is how it is written.

    partial: over how many of how many, where that is not all.
    """

    label: str
    value: str | None
    text: str
    pending: bool = False
    partial: str = ""


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
    """Everything that a chart shows, as text: it can be kept as JSON and drawn later, elsewhere."""

    kind: Literal["line", "bars"]
    title: str
    unit: str
    series: tuple[Series, ...]
    rules: tuple[Rule, ...] = ()
    pending: str = ""
    missing: str = ""
    partial: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def spec_from(stored: Mapping[str, Any]) -> ChartSpec:
    """Read back what `as_dict` wrote."""
    series = tuple(
        Series(item["name"], tuple(Point(**point) for point in item["points"])) for item in stored["series"]
    )
    rules = tuple(Rule(**item) for item in stored["rules"])
    return ChartSpec(**{**stored, "series": series, "rules": rules})
