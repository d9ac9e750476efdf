"""Made-up figures of a community's years: uneven growth, steps of building, a dip, shares that rise or fall short."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from zc_bot.evaluation.measurements import bounds_of
from zc_bot.parsing.conversion import unit_of
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.storage.observations import Entry
from zc_bot.values import dataclass

DIP_YEAR, DIP = 2020, 0.9
GAP, CONFIDENTIAL = 0.006, 0.006
"""How often a figure is left out, and how often it is confidential."""
FULL = 100.0
NOTABLE = Decimal("0.22")
"""A change from the year before by more than this part is explained, as is every fall."""
ROSE = ("新引进的重点项目当年投产", "两家龙头企业扩产", "新载体投用，入驻企业增加", "孵化企业集中毕业落户")
FELL = ("一家骨干企业外迁", "重点项目延期到下一年", "两家企业停产改造", "部分企业统计口径调整")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a community is like: how large, how fast it grows, how strong its shares are.

    weak: it falls short of most clauses. laggard: it is always late. corrects: the year whose figure it corrects.
    """

    community: str
    size: float
    pace: float
    strength: float
    weak: bool
    laggard: bool
    corrects: int


def shapes(programme: Programme, seed: int) -> tuple[Shape, ...]:
    """Give each community its shape: the last is the laggard, the fourth and the ninth are weak."""
    count = len(programme.communities)
    found = []
    for at, community in enumerate(programme.communities):
        chance = random.Random(f"{seed}{community.code}")  # noqa: S311
        weak = count > 3 and at in {3, 8}
        found.append(Shape(
            community.code,
            size=chance.uniform(0.85, 1.6) * (0.6 if weak else 1),
            pace=chance.uniform(1.00, 1.05) if weak else chance.uniform(1.11, 1.22),
            strength=chance.uniform(0.72, 0.82) if weak else chance.uniform(0.95, 1.12),
            weak=weak,
            laggard=count > 2 and at == count - 1,
            corrects=community.start + 3 + at % 3 if at % 5 == 0 else 0,
        ))
    return tuple(found)


def figures_of(programme: Programme, shape: Shape, year: int, seed: int) -> Iterator[Entry]:
    """Make up a year; a figure may be left out or confidential."""
    start = programme.community[shape.community].start
    wholes = {item.numerator: item for item in programme.derived if item.numerator is not None}
    for metric in programme.metrics:
        chance = random.Random(f"{seed}{shape.community}{metric.code}{year}")  # noqa: S311
        luck = chance.random()
        if luck < GAP and not metric.standing and year > start:
            continue
        if luck > 1 - CONFIDENTIAL and not metric.standing:
            yield Entry(shape.community, metric.code, year, None, "confidential")
            continue
        share = wholes.get(metric.code)
        if metric.kind == "yesno":
            value = Decimal(int(_has(shape, metric, year - start, seed)))
        elif share is not None and share.denominator is not None:
            aim = float(next(iter(bounds_of(programme, share.code)), Decimal(50)))
            rise = shape.strength * (0.9 + 0.025 * (year - start))
            part = min(0.97, aim / FULL * rise + chance.uniform(-0.02, 0.02))
            whole = _amount(programme, programme.metric[share.denominator], shape, year, seed)
            value = _rounded(whole * part, metric.kind)
        else:
            value = _rounded(_amount(programme, metric, shape, year, seed), metric.kind)
        yield Entry(shape.community, metric.code, year, value)


def _has(shape: Shape, metric: Metric, age: int, seed: int) -> bool:
    """Say whether a platform is there yet: most come within three years, the weak lack one."""
    chance = random.Random(f"{seed}{shape.community}{metric.code}")  # noqa: S311
    comes = chance.randint(0, 3)
    return age >= (comes if not shape.weak else comes + 4)


def _amount(programme: Programme, metric: Metric, shape: Shape, year: int, seed: int) -> float:
    """Make up an amount that grows year by year, unevenly, and is built in steps where it is standing."""
    start = programme.community[shape.community].start
    age = year - start
    usual = random.Random(f"{seed}{metric.code}").uniform(1, 4)  # noqa: S311
    aim = next(iter(bounds_of(programme, metric.code)), None)
    if metric.kind == "percent":
        return min(FULL, 70 + usual * 4 + age * (2.5 if shape.weak else 5))
    if metric.dimension == "count" and metric.standing:
        return int(float(aim or 1) * (0 if shape.weak and age < 3 else 1) + age * shape.size * usual / 4)
    if aim is not None:
        return float(aim) * shape.size * (0.85 + 0.1 * _steps(shape, metric, age, seed))
    unit = unit_of(metric)
    base = {"money": 2e9, "area": 100_000}.get(unit.dimension, 2_000 if unit.counts == "person" else 40)
    return base * usual * shape.size * _grown(shape, metric, start, year, seed) / float(unit.size)


def _steps(shape: Shape, metric: Metric, age: int, seed: int) -> int:
    """Count the buildings that were opened until an age: one every second or third year."""
    chance = random.Random(f"{seed}{shape.community}{metric.code}steps")  # noqa: S311
    return sum(chance.random() < (0.25 if shape.weak else 0.5) for _ in range(age))


def _grown(shape: Shape, metric: Metric, start: int, year: int, seed: int) -> float:
    """Multiply the growth of every year: around the community's pace, with a dip that all had."""
    grown = 1.0
    for one in range(start + 1, year + 1):
        chance = random.Random(f"{seed}{shape.community}{metric.code}{one}growth")  # noqa: S311
        grown *= shape.pace * chance.uniform(0.93, 1.08) * (DIP if one == DIP_YEAR else 1)
    return grown


def _rounded(value: float, kind: str) -> Decimal:
    """Round to what somebody would report: whole, or with decimals where the number is small."""
    places = 0 if kind == "whole" or value >= 1000 else 1 if kind == "percent" else 2
    return Decimal(f"{value:.{places}f}")


def explained(entries: Iterable[Entry], before: Mapping[str, Decimal], seed: int) -> Iterator[Entry]:
    """Give figures that moved much since the year before, or fell, a reason as whoever reports is asked for.

    before: last year's values by metric.
    """
    for entry in entries:
        last = before.get(entry.metric)
        if entry.value is None or not last or (abs(entry.value - last) <= NOTABLE * last and entry.value >= last):
            yield entry
            continue
        chance = random.Random(f"{seed}{entry.community}{entry.metric}{entry.year}why")  # noqa: S311
        yield replace(entry, reason=chance.choice(ROSE if entry.value > last else FELL))
