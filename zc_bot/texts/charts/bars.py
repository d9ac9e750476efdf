"""A bar chart laid out: a row for each community, since their names are long and phones narrow."""

from __future__ import annotations

from dataclasses import dataclass

from zc_bot.texts.charts.layout import (
    HEIGHT,
    LABEL,
    MARGIN,
    WIDTH,
    Tick,
    legend_of,
    scale_of,
    shortened,
    title_size,
    widest,
)
from zc_bot.texts.charts.spec import ChartSpec, Point

_TOP = 196.0
_FOOT = 84.0
_ROW = 72.0
_WIDEST_NAME = 380.0
_THICKEST = 56.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `x`, `length` wide; drawn: whether there is a value at all."""

    name: str
    middle: float
    thickness: float
    x: float
    length: float
    text: str
    text_x: float
    drawn: bool
    pending: bool


@dataclass(frozen=True, slots=True)
class BarLayout:
    """A bar chart in pixels; left, right, top and bottom bound the plot."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    title_size: int
    legend: str
    ticks: tuple[Tick, ...]
    rules: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def lay_out_bars(spec: ChartSpec) -> BarLayout:
    """Lay a bar chart out; it grows downwards with the number of bars."""
    points = spec.series[0].points
    height = max(HEIGHT, int(_TOP + _FOOT + _ROW * len(points)))
    scale = scale_of(spec, from_zero=True)
    left = MARGIN + min(_WIDEST_NAME, widest((point.label for point in points), LABEL)) + 20
    right = WIDTH - MARGIN - widest((point.text for point in points), LABEL) - 12
    bottom = height - _FOOT

    def across(value: float) -> float:
        return left + (right - left) * scale.part(value)

    row = (bottom - _TOP) / len(points)
    return BarLayout(
        width=WIDTH,
        height=height,
        left=left,
        right=right,
        top=_TOP,
        bottom=bottom,
        title_size=title_size(spec.title),
        legend=legend_of(spec),
        ticks=tuple(Tick(across(value), label) for value, label in scale.ticks()),
        rules=tuple(Tick(across(float(rule.value)), rule.label) for rule in spec.rules),
        bars=tuple(
            _bar(point, _TOP + row * (index + 0.5), min(_THICKEST, row * 0.56), across(0.0), point_end)
            for index, point in enumerate(points)
            for point_end in [across(float(point.value)) if point.value is not None else across(0.0)]
        ),
    )


def _bar(point: Point, middle: float, thickness: float, zero: float, end: float) -> Bar:
    return Bar(
        name=shortened(point.label, LABEL, _WIDEST_NAME),
        middle=middle,
        thickness=thickness,
        x=min(zero, end),
        length=abs(end - zero),
        text=point.text,
        text_x=max(zero, end) + 14,
        drawn=point.value is not None,
        pending=point.pending,
    )
