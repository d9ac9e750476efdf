"""A line chart laid out: years from left to right, a gap where a year is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from zc_bot.texts.charts.layout import (
    HEIGHT,
    LABEL,
    MARGIN,
    SMALL,
    WIDTH,
    Scale,
    Tick,
    legend_of,
    scale_of,
    title_size,
    widest,
    width_of,
)
from zc_bot.texts.charts.spec import ChartSpec, Series

COLOURS = ("#1f6feb", "#e8590c", "#2b8a3e", "#9c36b5", "#b08900", "#0b7285", "#c2255c", "#495057")
_INSET = 76.0
_LABELLED = 2
"""With more lines than these only the last value of each is written."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point; its text stands at label_x, label_y, within the canvas. partial: it is over a part only."""

    x: float
    y: float
    text: str
    label_x: float
    label_y: float
    pending: bool
    partial: bool

    def hides(self, other: Dot) -> bool:
        """Tell whether two texts would lie on each other."""
        apart = (width_of(self.text, LABEL) + width_of(other.text, LABEL)) / 2 + 8
        return abs(self.label_x - other.label_x) < apart and abs(self.label_y - other.label_y) < LABEL + 4

    def covers(self, other: Dot) -> bool:
        """Tell whether its text would lie on another point."""
        over = abs(self.label_x - other.x) < width_of(self.text, LABEL) / 2
        return other is not self and over and abs(self.label_y - LABEL / 3 - other.y) < LABEL


@dataclass(frozen=True, slots=True)
class Course:
    """One line: `path` begins anew after each gap. Its name stands at legend_x, legend_y.

    dashed: the stretches to and from a point that is over a part only.
    """

    name: str
    colour: str
    path: str
    dashed: str
    dots: tuple[Dot, ...]
    legend_x: float
    legend_y: float


@dataclass(frozen=True, slots=True)
class LineLayout:
    """A line chart in pixels; left, right, top and bottom bound the plot. gaps: where no line has a value."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    title_size: int
    legend: str
    ticks: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    rules: tuple[Tick, ...]
    gaps: tuple[Tick, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class _Plane:
    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    columns: int

    def x(self, index: int) -> float:
        share = index / (self.columns - 1) if self.columns > 1 else 0.5
        return self.left + _INSET + (self.right - self.left - 2 * _INSET) * share

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.scale.part(value)


def lay_out_lines(spec: ChartSpec) -> LineLayout:
    """Lay a line chart out on a phone-sized canvas."""
    scale = scale_of(spec, from_zero=False)
    legend = _legend(spec.series)
    top = 178.0 + (max(y for _, y in legend) - 118.0 if len(spec.series) > 1 else 0.0)
    left = MARGIN + widest((label for _, label in scale.ticks()), SMALL) + 16
    years = [point.label for point in spec.series[0].points]
    plane = _Plane(left, WIDTH - MARGIN, top, HEIGHT - 92.0, scale, len(years))
    return LineLayout(
        width=WIDTH,
        height=HEIGHT,
        left=plane.left,
        right=plane.right,
        top=plane.top,
        bottom=plane.bottom,
        title_size=title_size(spec.title),
        legend=legend_of(spec),
        ticks=tuple(Tick(plane.y(value), label) for value, label in scale.ticks()),
        columns=tuple(Tick(plane.x(index), year) for index, year in enumerate(years)),
        rules=tuple(Tick(plane.y(float(rule.value)), rule.label) for rule in spec.rules),
        gaps=_gaps(spec, plane),
        courses=tuple(
            _course(series, COLOURS[index % len(COLOURS)], legend[index], len(spec.series) <= _LABELLED, plane)
            for index, series in enumerate(spec.series)
        ),
    )


def _course(series: Series, colour: str, legend: tuple[float, float], every: bool, plane: _Plane) -> Course:
    last = max((index for index, point in enumerate(series.points) if point.value is not None), default=-1)
    dots = [
        None if point.value is None else _dot(series, index, every or index == last, plane)
        for index, point in enumerate(series.points)
    ]
    stretches = [(one, other) for one, other in pairwise(dots) if one is not None and other is not None]
    whole, part = (
        " ".join(_stretch(*pair) for pair in stretches if any(dot.partial for dot in pair) is dashed)
        for dashed in (False, True)
    )
    written = _legible([dot for dot in dots if dot is not None])
    return Course(series.name, colour, whole, part, written, *legend)


def _legible(dots: list[Dot]) -> tuple[Dot, ...]:
    """Leave out the texts that would lie on others or on points; both ends and those over a part come first."""
    first = [dot for dot in dots[::-1] if dot in (dots[-1], dots[0]) or dot.partial]
    kept: list[Dot] = []
    for dot in (*first, *(dot for dot in dots[::-1] if dot not in first)):
        free = dot in first or not any(dot.covers(other) for other in dots)
        if dot.text and free and not any(dot.hides(other) for other in kept):
            kept.append(dot)
    return tuple(dot if dot in kept else replace(dot, text="") for dot in dots)


def _dot(series: Series, index: int, written: bool, plane: _Plane) -> Dot:
    point = series.points[index]
    x, y = plane.x(index), plane.y(float(point.value or 0))
    text = " ".join(part for part in (point.text if written else "", point.partial) if part)
    half = width_of(text, LABEL) / 2 + 8
    label_x = min(max(x, half), WIDTH - half)
    label_y = y + 48 if _is_valley(series, index) else y - 24
    return Dot(x, y, text, label_x, label_y, point.pending, bool(point.partial))


def _stretch(one: Dot, other: Dot) -> str:
    return f"M{one.x:.1f} {one.y:.1f} L{other.x:.1f} {other.y:.1f}"


def _is_valley(series: Series, index: int) -> bool:
    """Tell whether a point lies lower than both its neighbours: it is written below, others above."""
    near = [series.points[at].value for at in (index - 1, index + 1) if 0 <= at < len(series.points)]
    own = float(series.points[index].value or 0)
    return bool(near) and all(value is not None and float(value) > own for value in near)


def _gaps(spec: ChartSpec, plane: _Plane) -> tuple[Tick, ...]:
    """Mark the years for which no line has a value."""
    columns = zip(*(series.points for series in spec.series), strict=True)
    return tuple(
        Tick(plane.x(index), points[0].text)
        for index, points in enumerate(columns)
        if all(point.value is None for point in points)
    )


def _legend(series: tuple[Series, ...]) -> list[tuple[float, float]]:
    """Place the lines' names from left to right, in as many rows as they need."""
    places: list[tuple[float, float]] = []
    x, y = float(MARGIN), 166.0
    for item in series:
        width = 34 + width_of(item.name, SMALL) + 34
        if places and x + width > WIDTH - MARGIN:
            x, y = float(MARGIN), y + LABEL + 10
        places.append((x, y))
        x += width
    return places
