"""How a figure went over the years, as a small inline picture: a line, its threshold, and its values as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from zc_bot.evaluation.measurements import measure, rounded
from zc_bot.policy.programme import Programme
from zc_bot.texts.answers.words import Words
from zc_bot.texts.numbers import brief_number, scale_unit
from zc_bot.texts.site.snapshot import Snapshot
from zc_bot.texts.site.source import source_of
from zc_bot.values import dataclass

WIDTH, HEIGHT = 320.0, 132.0
LEFT, RIGHT, TOP, BOTTOM = 24.0, 292.0, 26.0, 104.0
EDGE, ABOVE, DIGIT = 16.0, 9.0, 7.0
"""How near the sides a label is pushed inwards, how far above the line it stands, how wide a digit of it is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A year's value: where it lies, and what is written above it at which height; '' for nothing."""

    x: float
    y: float
    label: str
    label_y: float = 0.0

    @property
    def anchor(self) -> str:
        """Say which end of the label stands at the value: at the sides it is written inwards."""
        return "start" if self.x < LEFT + EDGE else "end" if self.x > RIGHT - EDGE else "middle"

    @property
    def reach(self) -> tuple[float, float]:
        """Return from where to where the label is written."""
        width = DIGIT * len(self.label)
        before = {"start": 0.0, "end": width, "middle": width / 2}[self.anchor]
        return self.x - before, self.x - before + width


@dataclass(frozen=True, slots=True)
class Trend:
    """path: begins anew after a year without a figure. rule: where the threshold lies, None for none.

    cells: year, value in words (also where there is none), and who reported it and when.
    """

    name: str
    unit: str
    path: str
    spots: tuple[Spot, ...]
    rule: float | None
    rule_label: str
    years: tuple[tuple[float, str], ...]
    cells: tuple[tuple[int, str, str], ...]

    @property
    def said(self) -> str:
        """Say all of it in a line, for whoever can't see the picture."""
        return "; ".join(f"{year}: {value}" for year, value, _ in self.cells)


def metrics_of(programme: Programme) -> tuple[str, ...]:
    """Choose what is shown over the years: what the policy judges and what changes each year."""
    found: list[str] = []
    for requirement in programme.requirements:
        for condition in requirement.conditions:
            derived = programme.derivation.get(condition.metric)
            code = condition.metric if derived is None or derived.formula == "share" else derived.of or ""
            reported = programme.metric.get(code)
            if code and (reported is None or not (reported.standing or reported.kind == "yesno")):
                found.append(code)
    return tuple(dict.fromkeys(found))


def trends_of(snapshot: Snapshot, community: str, words: Words) -> Iterator[Trend]:
    """Draw a community's figures that have at least two years."""
    programme = snapshot.programme
    first = programme.community[community].start
    years = [year for year in snapshot.figures.years() if first <= year <= snapshot.now.year]
    for code in metrics_of(programme):
        trend = _trend(snapshot, community, code, years, words)
        if trend is not None:
            yield trend


def _trend(snapshot: Snapshot, community: str, code: str, years: list[int], words: Words) -> Trend | None:
    programme = snapshot.programme
    found = [measure(programme, snapshot.figures, community, code, year) for year in years]
    known = [(year, rounded(programme, one)) for year, one in zip(years, found, strict=True)]
    while known and known[-1][1] is None:
        known.pop()
    values = [value for _, value in known if value is not None]
    if len(values) < 2:
        return None
    condition = programme.first_condition.get(code)
    threshold = condition[0].threshold if condition is not None else None
    power, unit = scale_unit(max(values), programme.measure[code].unit, words.lang)
    low, high = _span([*values, *([threshold] if threshold is not None else [])])

    def height(value: Decimal) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * float((value - low) / (high - low)), 1)

    xs = [round(LEFT + (RIGHT - LEFT) * at / max(1, len(known) - 1), 1) for at in range(len(known))]
    bounds = programme.bounds.get(code, ())
    spots, path, pen = [], [], "M"
    marked = _marked([value for _, value in known])
    for at, (_, value) in enumerate(known):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{xs[at]} {height(value)}")
        spots.append(Spot(xs[at], height(value), brief_number(value, power, bounds) if at in marked else ""))
        pen = "L"
    return Trend(
        name=programme.measure[code].short(words.lang), unit=unit.strip(), path=" ".join(path),
        spots=tuple(_above_the_line(spots)),
        rule=None if threshold is None else height(threshold),
        rule_label="" if condition is None else words.need(condition[0]),
        years=_marked_years([(x, str(year)) for x, (year, _) in zip(xs, known, strict=True)]),
        cells=tuple(
            (year, words.value(one), source_of(one.figures, community, words))
            for year, one in zip(years[: len(known)], found, strict=False)
        ),
    )


def _above_the_line(spots: Sequence[Spot]) -> Iterator[Spot]:
    """Put each label above all of the line that passes below it."""
    for spot in spots:
        begin, end = spot.reach
        passed = [_height_at(spots, x) for x in (begin, end)]
        passed += [one.y for one in spots if begin <= one.x <= end]
        yield replace(spot, label_y=round(min(passed) - ABOVE, 1))


def _height_at(spots: Sequence[Spot], x: float) -> float:
    """Return where a line through all values is at an abscissa; beside them it stays as at the nearest."""
    for one, next_one in pairwise(spots):
        if one.x <= x <= next_one.x:
            return one.y + (next_one.y - one.y) * (x - one.x) / (next_one.x - one.x)
    return spots[0].y if x < spots[0].x else spots[-1].y


def _marked(values: Sequence[Decimal | None]) -> set[int]:
    """Choose which values are written: the first and the last, the highest and lowest where they have room."""
    there = [at for at, value in enumerate(values) if value is not None]
    chosen = {there[0], there[-1]}
    for at in (max(there, key=lambda at: values[at] or 0), min(there, key=lambda at: values[at] or 0)):
        if all(abs(at - one) > 2 for one in chosen):
            chosen.add(at)
    return chosen


def _span(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    return (low, high) if low != high else (low - 1, high + 1)


def _marked_years(years: list[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """Write as many years as have room, the first and the last in any case."""
    every = max(1, -(-len(years) // 5))
    last = len(years) - 1
    return tuple(one for at, one in enumerate(years) if at == last or (at % every == 0 and last - at >= every))
