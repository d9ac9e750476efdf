"""A line chart laid out: years from left to right, a gap where a year is missing.

Every line's name and last value stand beside its end; of few lines the first, highest and lowest values are written
too, as far as they lie on nothing else. What can't be written at its place is said beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from zc_bot.texts.charts.layout import (
    INK,
    LEADING,
    LIMIT,
    MARGIN,
    SIZE,
    SOFT,
    WIDTH,
    Anchor,
    Box,
    Scale,
    Text,
    Tick,
    footing,
    heading,
    is_chinese,
    joined,
    scale_of,
    shortened,
    widest,
    width_of,
)
from zc_bot.texts.charts.spec import ChartSpec, Point, Series
from zc_bot.values import dataclass

COLOURS = ("#1f5fa8", "#b83210", "#2b7a3b", "#7a3f9d", "#8a6100", "#0b6b7d", "#a3195b", "#41484f")
SHAPES = ("disc", "square", "triangle", "diamond", "cross")
_PLOT = 520.0
_ROW = 46.0
_LABELLED = 2
"""With more lines than these only the last value of each is written."""
_WIDEST_END = 440.0
_RADIUS = 10.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A point. hollow: it waits for review, or is over a part only."""

    x: float
    y: float
    hollow: bool
    partial: bool


@dataclass(frozen=True, slots=True)
class Course:
    """One line: `path` begins anew after each gap; `dashed` are the stretches to and from what is a part only.

    leader: from its end to its name.
    """

    name: str
    colour: str
    shape: str
    path: str
    dashed: str
    dots: tuple[Dot, ...]
    leader: str


@dataclass(frozen=True, slots=True)
class LineLayout:
    """A line chart in pixels; left, right, top and bottom bound the plot. cut: the axis begins above nothing."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    rules: tuple[Tick, ...]
    courses: tuple[Course, ...]
    cut: bool
    texts: tuple[Text, ...]

    @property
    def sign(self) -> Box:
        """The room of the sign that the axis is cut, with its stroke."""
        return _sign_at(self.left, self.bottom)


def _sign_at(left: float, bottom: float) -> Box:
    return Box(left - 14, bottom - 54, left + 14, bottom - 24)


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
        return self.left + 48 + (self.right - self.left - 72) * share

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.scale.part(value)


def lay_out_lines(spec: ChartSpec) -> LineLayout:
    """Lay a line chart out on a phone-sized canvas."""
    scale = scale_of(spec, from_zero=False)
    ticks = scale.ticks()
    cut = spec.cut.replace("{low}", ticks[0].label) if scale.is_cut else ""
    texts, top = heading(spec, [spec.unit, cut])
    ends = _endings(spec)
    left = MARGIN + widest((tick.label for tick in ticks), SIZE) + 16
    right = WIDTH - MARGIN - (widest((text for _, text in ends), SIZE) + 40 if len(spec.series) > 1 else 0)
    bottom = top + 20 + max(_PLOT, _ROW * (len(ends) + 1))
    years = [point.label for point in spec.series[0].points]
    plane = _Plane(left, right, top + 20, bottom, scale, len(years))
    columns = _columns(years, plane)
    rules = [Tick(plane.y(float(rule.value)), rule.label) for rule in spec.rules]
    texts += [Text(left - 14, plane.y(tick.at) + 13, tick.label, "end", SOFT) for tick in ticks]
    texts += [Text(tick.at, bottom + 50, tick.label, "middle", SOFT) for tick in columns if tick.label]
    several = len(spec.series) > 1
    named = _names(ends, plane, spec) if several else {}
    texts += [text for text, _ in named.values()]
    placing = _Placing(texts, spec, plane)
    thresholds, unsaid_rules = placing.rules(rules)
    values, unsaid = placing.values(len(spec.series) <= _LABELLED, several)
    texts += [*thresholds, *values]
    legend = [spec.pending] if _has(spec, "pending") else []
    legend += [spec.partial] if _has(spec, "partial") else []
    listed = ("、" if is_chinese(spec.title) else ", ").join(unsaid)
    notes = [joined(legend), listed, *unsaid_rules, *spec.foot]
    foot, end = footing([note for note in notes if note], bottom + 110)
    courses = tuple(_course(spec.series[at], at, plane, named.get(at)) for at in range(len(spec.series)))
    return LineLayout(WIDTH, int(end - LEADING + 36), left, right, plane.top, bottom,
                      tuple(Tick(plane.y(tick.at), tick.label) for tick in ticks), tuple(columns), tuple(rules),
                      courses, scale.is_cut, (*texts, *foot))


def _has(spec: ChartSpec, what: str) -> bool:
    return any(getattr(point, what) for series in spec.series for point in series.points)


def _last(series: Series) -> int | None:
    return max((at for at, point in enumerate(series.points) if point.value is not None), default=None)


def _endings(spec: ChartSpec) -> list[tuple[int, str]]:
    """Name every line that has a point, with its last value."""
    found = []
    for at, series in enumerate(spec.series):
        last = _last(series)
        if last is not None:
            value = f" {series.points[last].text}"
            room = _WIDEST_END - width_of(value, SIZE)
            found.append((at, shortened(series.name, SIZE, room) + value))
    return found


def _columns(years: Sequence[str], plane: _Plane) -> list[Tick]:
    """Write as many years as have room, from the last backwards."""
    width = widest(years, SIZE) + 14
    apart = (plane.x(1) - plane.x(0)) if len(years) > 1 else width
    step = next(step for step in range(1, len(years) + 1) if apart * step >= width or step == len(years))
    shown = {len(years) - 1 - at for at in range(0, len(years), step)}
    return [Tick(plane.x(at), year if at in shown else "") for at, year in enumerate(years)]


def _names(ends: list[tuple[int, str]], plane: _Plane, spec: ChartSpec) -> dict[int, tuple[Text, float]]:
    """Stand the names beside the plot in the order of their ends, none on another; with the height of each."""
    heights = {at: plane.y(float(spec.series[at].points[_last(spec.series[at]) or 0].value or 0)) for at, _ in ends}
    order = sorted(ends, key=lambda pair: heights[pair[0]])
    spread: list[float] = []
    for at, _ in order:
        spread.append(max(heights[at], spread[-1] + _ROW if spread else plane.top + _ROW / 2))
    floor = plane.bottom - _ROW / 2
    for index in range(len(spread) - 1, -1, -1):
        spread[index] = min(spread[index], floor)
        floor = spread[index] - _ROW
    return {
        at: (Text(plane.right + 30, y + 13, text, colour=COLOURS[at % len(COLOURS)]), y)
        for (at, text), y in zip(order, spread, strict=True)
    }


class _Placing:
    """Puts texts where nothing is yet."""

    def __init__(self, taken: Sequence[Text], spec: ChartSpec, plane: _Plane) -> None:
        self.plane, self.spec = plane, spec
        self._taken = [text.box for text in taken]
        self._taken += [
            Box(x - 12, y - 12, x + 12, y + 12)
            for series in spec.series
            for index, point in enumerate(series.points) if point.value is not None
            for x, y in [(plane.x(index), plane.y(float(point.value)))]
        ]
        if plane.scale.is_cut:
            self._taken.append(_sign_at(plane.left, plane.bottom))
        self._lines = [_stretches(series, plane) for series in spec.series]

    def rules(self, rules: Sequence[Tick]) -> tuple[list[Text], list[str]]:
        """Write each threshold at its line; what has no room there is returned to be said beneath."""
        found, unsaid = [], []
        for rule in rules:
            places = (
                Text(x, rule.at + off, rule.label, anchor, LIMIT)
                for off in (-12, 42) for x, anchor in self._sides()
            )
            text = self._first_free(places)
            if text is None:
                unsaid.append(rule.label)
            else:
                found.append(text)
        return found, unsaid

    def _sides(self) -> tuple[tuple[float, Anchor], ...]:
        return (self.plane.right, "end"), (self.plane.left + 10, "start")

    def values(self, every: bool, named: bool) -> tuple[list[Text], list[str]]:
        """Write parts first, then ends and extremes; returns the texts, and the parts that had no room."""
        found: list[Text] = []
        unsaid: list[str] = []
        for at, series in enumerate(self.spec.series):
            colour = COLOURS[at % len(COLOURS)] if named else INK
            wanted = _worth_writing(series, named) if every else []
            parts = [index for index, point in enumerate(series.points) if point.partial][::-1]
            for index in dict.fromkeys([*parts, *wanted]):
                point = series.points[index]
                whole = f"{point.text} ({point.partial})" if point.partial else point.text
                texts = [text for text in (whole if index in wanted else "", point.partial) if text]
                below = _rises_around(series, index)
                places = list(self._around(index, point, texts, colour, below))
                # Where every place lies on its line, it is written over it rather than left out.
                beside = (one for one in places if not any(one.box.is_crossed_by(*line) for line in self._lines[at]))
                text = self._first_free(beside) or self._first_free(places)
                if text is not None:
                    found.append(text)
                elif point.partial:
                    unsaid.append(f"{point.label} {point.partial}")
        return found, unsaid[::-1]

    def _around(
        self, index: int, point: Point, texts: Sequence[str], colour: str, below: bool
    ) -> Iterator[Text]:
        x, y = self.plane.x(index), self.plane.y(float(point.value or 0))
        for text in texts:
            half = width_of(text, SIZE) / 2
            over = ((0.0, 52), (0.0, -24)) if below else ((0.0, -24), (0.0, 52))
            aside = ((half, off) for _, off in over)
            level = ((sign * (half + 18), off) for off in (13, 34, -8) for sign in (1, -1))
            for across, off in (*over, *aside, *((-half, off) for _, off in over), *level):
                middle = min(max(x + across, self.plane.left + half + 4), WIDTH - 10 - half)
                yield Text(middle, y + off, text, "middle", colour)

    def _first_free(self, places: Iterable[Text]) -> Text | None:
        for text in places:
            box = text.box
            inside = box.top >= self.plane.top - 30 and box.bottom <= self.plane.bottom - 2
            if inside and box.left >= 0 and box.right <= WIDTH and not any(box.meets(one) for one in self._taken):
                self._taken.append(box)
                return text
        return None


def _stretches(series: Series, plane: _Plane) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the straight lines between the points that follow each other."""
    places = [None if point.value is None else (plane.x(index), plane.y(float(point.value)))
              for index, point in enumerate(series.points)]
    return [(one, other) for one, other in pairwise(places) if one is not None and other is not None]


def _rises_around(series: Series, index: int) -> bool:
    """Tell whether the line goes up from a point more than down: a text above it would lie on the line."""
    here = float(series.points[index].value or 0)
    beside = [series.points[at].value for at in (index - 1, index + 1) if 0 <= at < len(series.points)]
    steps = [float(value) - here for value in beside if value is not None]
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def _worth_writing(series: Series, named: bool) -> list[int]:
    """Return the last point, unless the line's name bears it, the first, the highest and the lowest."""
    there = [(float(point.value), at) for at, point in enumerate(series.points) if point.value is not None]
    if not there:
        return []
    found = dict.fromkeys([there[-1][1], there[0][1], max(there)[1], min(there)[1]])
    return [at for at in found if not (named and at == there[-1][1])]


def _course(series: Series, at: int, plane: _Plane, name: tuple[Text, float] | None) -> Course:
    dots = [_dot(point, index, plane) for index, point in enumerate(series.points)]
    stretches = [(one, other) for one, other in pairwise(dots) if one is not None and other is not None]
    whole, part = (
        " ".join(_stretch(*pair) for pair in stretches if any(dot.partial for dot in pair) is dashed)
        for dashed in (False, True)
    )
    there = tuple(dot for dot in dots if dot is not None)
    leader = ""
    if name is not None and there:
        leader = f"M{there[-1].x + 14:.1f} {there[-1].y:.1f} L{plane.right + 22:.1f} {name[1]:.1f}"
    colour = COLOURS[at % len(COLOURS)]
    return Course(series.name, colour, SHAPES[at % len(SHAPES)], whole, part, there, leader)


def _dot(point: Point, index: int, plane: _Plane) -> Dot | None:
    if point.value is None:
        return None
    return Dot(plane.x(index), plane.y(float(point.value)), point.pending or bool(point.partial), bool(point.partial))


def _stretch(one: Dot, other: Dot) -> str:
    return f"M{one.x:.1f} {one.y:.1f} L{other.x:.1f} {other.y:.1f}"
