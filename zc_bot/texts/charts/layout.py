"""What line and bar charts share: canvas, scale and text widths. Only here do figures become floating point."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from zc_bot.texts.charts.spec import ChartSpec

WIDTH, HEIGHT = 1080, 720
MARGIN = 56
SMALL, LABEL = 26, 30
_TICKS = 4
_TITLE = 46


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of values: from `low` to `high` in steps of `step`, a round number."""

    low: float
    high: float
    step: float

    def part(self, value: float) -> float:
        """Return how far along the axis a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[tuple[float, str]]:
        decimals = next(places for places in count() if math.isclose(round(self.step, places), self.step))
        steps = round((self.high - self.low) / self.step)
        values = [self.low + self.step * index for index in range(steps + 1)]
        return [(value, f"{value:,.{decimals}f}") for value in values]


def scale_of(spec: ChartSpec, from_zero: bool) -> Scale:
    """Choose an axis that holds all values and thresholds with some air above."""
    values = [float(point.value) for series in spec.series for point in series.points if point.value is not None]
    values += [float(rule.value) for rule in spec.rules]
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or abs(high) or 1.0
    step = _round_step(span / _TICKS)
    bottom = math.floor((low - (0 if from_zero else span * 0.15)) / step) * step
    if low >= 0:
        bottom = max(bottom, 0.0)
    return Scale(bottom, math.ceil((high + span * 0.12) / step) * step, step)


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is drawn."""
    return size * sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.57 for char in text)


def shortened(text: str, size: float, room: float) -> str:
    """Cut a text to the room there is."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def title_size(title: str) -> int:
    """Choose a size at which the title fits on one line."""
    return max(28, min(_TITLE, int(_TITLE * (WIDTH - 2 * MARGIN) / max(1.0, width_of(title, _TITLE)))))


def legend_of(spec: ChartSpec) -> str:
    """Say what the hollow points mean that there are."""
    points = [point for series in spec.series for point in series.points]
    notes = (spec.pending if any(one.pending and not one.partial for one in points) else "",
             spec.partial if any(one.partial for one in points) else "")  # fmt: skip
    return "　".join(note for note in notes if note)


def widest(texts: Iterable[str], size: float) -> float:
    return max((width_of(text, size) for text in texts), default=0.0)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
