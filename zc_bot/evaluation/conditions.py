"""A condition of a place: whether it holds, does not hold, or can't be told because a figure is lacking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zc_bot.evaluation.evaluator import Evaluator
from zc_bot.evaluation.formulas import Exact, Given
from zc_bot.evaluation.found import MEAN, MEDIAN
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Joined,
    Judged,
    Measure,
    Test,
)


@dataclass
class Conditions:
    """Tests conditions on the figures of an evaluator."""

    evaluator: Evaluator
    year: Callable[[], int]
    """The year that answers where a condition names none."""

    def holds(self, condition: Condition, place: str, year: int | None = None) -> bool | None:
        """Tell whether a condition holds of a place, in its own years or in one that is given."""
        match condition:
            case Test(one, bounds, years, every, ever):
                among = self.since_start(place) if ever else years or ((self.year() if year is None else year),)
                return over([self._within(place, one, bounds, at) for at in among], every)
            case Judged(outcome, metrics, years, every):
                among = years or ((self.year() if year is None else year),)
                return over([self._judged(place, outcome, metrics, at) for at in among], every)
            case Joined(word, items):
                return over([self.holds(item, place, year) for item in items], word == "and")

    def since_start(self, place: str) -> tuple[int, ...]:
        return tuple(year for year in self.evaluator.years if year >= self.evaluator.programme.community[place].start)

    def _within(self, place: str, one: Measure, bounds: tuple[Bound, ...], year: int) -> bool | None:
        if one.view == "change" and all(not bound.against and bound.value == 0 for bound in bounds):
            one = replace(one, view="gain")  # from nothing there is no per cent, and yet it is more
        found = self.evaluator.found(place, one, year)
        if one.view == "place" and found.number is not None:
            # Whoever has no figure yet may still stand before it.
            last = Given(Decimal(found.number.key.numerator + (found.of or 0) - (found.counted or 0)))
            best, worst = (
                over([self.fits(number, bound, one, year, place) for bound in bounds], every=True)
                for number in (found.number, last)
            )
            return best if best == worst else None
        if one.view == "met" and found.number is not None:
            # What is not decided yet may still be met: 8项达标，1项待定 are eight or nine.
            met = int(found.number.key)
            numbers = [Given(Decimal(met + more)) for more in range((found.of or 0) - (found.counted or 0) + 1)]
            held = {
                over([self.fits(number, bound, one, year, place) for bound in bounds], every=True)
                for number in numbers
            }
            return held.pop() if len(held) == 1 else None
        return over([self.fits(found.number, bound, one, year, place) for bound in bounds], every=True)

    def fits(self, number: Exact | None, bound: Bound, one: Measure, year: int, place: str) -> bool | None:
        if number is None:
            return None
        if not (bound.against or bound.metric):
            assert bound.value is not None
            side = number.side(bound.value)  # type: ignore[arg-type]
        else:
            beside = replace(one, metric=bound.metric) if bound.metric else one
            other = self._against(bound.against or place, beside, year)
            if other is None:
                return None
            side = (number.key > other) - (number.key < other)
        signs = {"<": side < 0, "<=": side <= 0, ">": side > 0, ">=": side >= 0, "=": side == 0, "!=": side != 0}
        return signs[bound.sign]

    def _against(self, code: str, one: Measure, year: int) -> Fraction | None:
        """Return what is compared with: a community's own figure, or the mean of all that have one."""
        if code == MEDIAN:
            found = self.evaluator.city_median(one, year)
        else:
            found = self.evaluator.city_mean(one, year) if code == MEAN else self.evaluator.found(code, one, year)
        return None if found.number is None else found.number.key

    def _judged(self, place: str, outcome: str, metrics: tuple[str, ...], year: int) -> bool | None:
        judged = self.evaluator.judged(place, metrics, year)
        counted = [one.verdict for one in judged if one.verdict in {"met", "not_met", "undetermined"}]
        if not counted:
            return None
        if "not_met" in counted:
            return outcome == "not_met"
        return None if "undetermined" in counted else outcome == "met"


def over(held: Sequence[bool | None], every: bool) -> bool | None:
    """Join what holds: in every one or in some; what is unknown decides only where nothing else does."""
    settling = not every
    if settling in held:
        return settling
    return None if None in held else every
