"""A bar chart laid out: a row for each community, since their names are long and phones narrow."""

from __future__ import annotations

from zc_bot.texts.charts.layout import (
    LEADING,
    LIMIT,
    MARGIN,
    SIZE,
    SOFT,
    WIDTH,
    Text,
    Tick,
    footing,
    heading,
    scale_of,
    widest,
    width_of,
    wrapped,
)
from zc_bot.texts.charts.spec import ChartSpec, Point
from zc_bot.values import dataclass

_ROW, _LINE = 70.0, 44.0
_WIDEST_NAME = 300.0
_THICKEST = 44.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `x`, `length` wide. hollow: it waits for review. failed: it misses the policy's threshold."""

    middle: float
    thickness: float
    x: float
    length: float
    hollow: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Room for a value's text that a threshold would run through, from x, y."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Swatch:
    """What a look means, at x, y beside its text."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class BarLayout:
    """A bar chart in pixels; left, right, top and bottom bound the plot."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    rules: tuple[Tick, ...]
    gaps: tuple[Gap, ...]
    bars: tuple[Bar, ...]
    swatches: tuple[Swatch, ...]
    texts: tuple[Text, ...]


def lay_out_bars(spec: ChartSpec) -> BarLayout:
    """Lay a bar chart out; it grows downwards with the number of bars."""
    points = [point for point in spec.series[0].points if point.value is not None]
    scale = scale_of(spec, from_zero=True)
    texts, top = heading(spec, [spec.unit])
    names = [wrapped(point.label, SIZE, _WIDEST_NAME)[:2] for point in points]
    left = MARGIN + max(widest(lines, SIZE) for lines in names) + 20
    right = WIDTH - MARGIN - widest((point.text for point in points), SIZE) - 24

    def across(value: float) -> float:
        return left + (right - left) * scale.part(value)

    rules = [(across(float(rule.value)), rule.label) for rule in spec.rules]
    for x, label in rules:
        half = width_of(label, SIZE) / 2
        top += LEADING
        texts.append(Text(min(max(x, MARGIN + half), WIDTH - MARGIN - half), top - 6, label, "middle", LIMIT))
    y = top + 14
    bars, values = [], []
    for point, lines in zip(points, names, strict=True):
        height = _ROW + _LINE * (len(lines) - 1)
        middle = y + height / 2
        bar = _bar(point, middle, across(0.0), across(float(point.value or 0)))
        bars.append(bar)
        first = middle + 13 - _LINE * (len(lines) - 1) / 2
        texts += [Text(left - 20, first + _LINE * at, line, "end") for at, line in enumerate(lines)]
        values.append(Text(max(bar.x, bar.x + bar.length) + 14, middle + 13, point.text))
        y += height
    bottom = y + 6
    ticks = _ticks([Tick(across(tick.at), tick.label) for tick in scale.ticks()])
    texts += [Text(tick.at, bottom + 44, tick.label, "middle", SOFT) for tick in ticks if tick.label]
    swatches, legend, end = _legend(spec, points, bottom + 104)
    foot, end = footing(spec.foot, end)
    return BarLayout(WIDTH, int(end - LEADING + 36), left, right, top + 6, bottom, tuple(ticks),
                     tuple(Tick(x, label) for x, label in rules), _gaps(values, [x for x, _ in rules]), tuple(bars),
                     tuple(swatches), (*texts, *values, *legend, *foot))


def _gaps(values: list[Text], rules: list[float]) -> tuple[Gap, ...]:
    """Leave a threshold out where it would run through a value, which could then hardly be read."""
    return tuple(
        Gap(one.x - 8, one.y - SIZE, width_of(one.text, SIZE) + 16, SIZE * 1.3)
        for one in values
        if any(one.x - 4 <= x <= one.x + width_of(one.text, SIZE) + 4 for x in rules)
    )


def _bar(point: Point, middle: float, zero: float, end: float) -> Bar:
    return Bar(middle, _THICKEST, min(zero, end), abs(end - zero), point.pending, point.mark == "not_met")


def _ticks(ticks: list[Tick]) -> list[Tick]:
    """Leave out the labels that would lie on the one before."""
    kept: list[Tick] = []
    end = -1.0
    for tick in ticks:
        half = width_of(tick.label, SIZE) / 2
        free = tick.at - half > end + 16 and tick.at + half < WIDTH - 8
        kept.append(Tick(tick.at, tick.label if free else ""))
        end = tick.at + half if free else end
    return kept


def _legend(spec: ChartSpec, points: list[Point], y: float) -> tuple[list[Swatch], list[Text], float]:
    """Say what the looks mean that there are; returns where it ends."""
    marks = {point.mark for point in points}
    said = [
        ("met", spec.met if marks & {"met", "not_met"} else ""),
        ("failed", spec.failed if "not_met" in marks else ""),
        ("hollow", spec.pending if any(point.pending for point in points) else ""),
    ]
    swatches, texts, x = [], [], MARGIN
    for kind, text in said:
        if not text:
            continue
        if x + 62 + width_of(text, SIZE) > WIDTH - MARGIN:
            x, y = MARGIN, y + LEADING
        swatches.append(Swatch(x, y - 28, kind))
        texts.append(Text(x + 62, y, text))
        x += 62 + width_of(text, SIZE) + 40
    return swatches, texts, y + LEADING + 6 if texts else y
