"""What each community gained in one metric within a year, the most first."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import difference, order
from zc_bot.evaluation.measurements import Measurement, change, measure
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Gain:
    """What a community had, what it has, and by how many per cent (points of a share) it moved."""

    before: Measurement
    now: Measurement
    change: Measurement

    @property
    def side(self) -> int:
        """1 for more than before, -1 for less, 0 for as much."""
        if self.now.number is None or self.before.number is None:
            return 0
        moved = self.now.number.key - self.before.number.key
        return (moved > 0) - (moved < 0)


@dataclass(frozen=True, slots=True)
class Gains:
    """Those that have both years, the most gained first, and those that were under way and lack one of them.

    falling: the most lost first.
    """

    metric: str
    year: int
    fastest: bool
    falling: bool
    found: tuple[Gain, ...]
    lacking: tuple[str, ...]

    @property
    def best(self) -> tuple[Gain, ...]:
        """Those that gained most, all equals, or lost most; nobody where nobody did."""
        wanted = -1 if self.falling else 1
        first = self.found[0] if self.found and self.found[0].side == wanted else None
        return tuple(one for one in self.found if first is not None and _size(one, self.fastest) ==
                     _size(first, self.fastest))


def gains(
    programme: Programme, figures: Figures, places: Sequence[str], metric: str, year: int, fastest: bool = False,
    falling: bool = False,
) -> Gains:
    """Order communities by what they gained from the year before; fastest: by per cent. falling: lost."""
    found, lacking = [], []
    for place in places:
        if programme.community[place].start >= year:
            continue
        now, before = (measure(programme, figures, place, metric, one) for one in (year, year - 1))
        moved = change(programme, now, before)
        if now.number is None or before.number is None or (fastest and moved.number is None):
            lacking.append(place)
        else:
            found.append(Gain(before, now, moved))
    found.sort(key=lambda one: _size(one, fastest), reverse=not falling)
    return Gains(metric, year, fastest, falling, tuple(found), tuple(lacking))


def _size(one: Gain, fastest: bool) -> tuple[float, object]:
    """Give what a gain is ordered by."""
    if fastest and one.change.number is not None:
        return order(one.change.number)
    assert one.now.number is not None
    assert one.before.number is not None
    return order(difference(one.now.number, one.before.number))
