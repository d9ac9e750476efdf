"""What moved most within a year, up and down, over the figures of the year that both years have."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import order
from zc_bot.evaluation.measurements import Measurement, change, measure
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Mover:
    """A figure that moved: what it was, what it is, and by how many per cent."""

    now: Measurement
    before: Measurement
    change: Measurement


def movers(
    programme: Programme, figures: Figures, places: Sequence[str], year: int
) -> tuple[tuple[Mover, ...], tuple[Mover, ...]]:
    """Return what rose, the most first, and what fell, the most first; figures that rarely change are passed over."""
    found = []
    for metric in programme.metrics:
        if metric.standing or metric.kind in {"yesno", "percent"}:
            continue
        for place in places:
            now = measure(programme, figures, place, metric.code, year)
            before = measure(programme, figures, place, metric.code, year - 1)
            moved = change(programme, now, before)
            if moved.number is not None and moved.number.key != 0:
                found.append(Mover(now, before, moved))
    found.sort(key=_moved_by)
    up = tuple(one for one in reversed(found) if one.change.number is not None and one.change.number.key > 0)
    down = tuple(one for one in found if one.change.number is not None and one.change.number.key < 0)
    return up, down


def _moved_by(one: Mover) -> tuple[float, object]:
    return (0.0, 0) if one.change.number is None else order(one.change.number)
