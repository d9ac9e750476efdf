"""What several places have together, each worked out once: sums and shares, means, medians, growth over years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import Exact, Given, Percent, growth_of, share_of, summed
from zc_bot.evaluation.found import Found, Sum
from zc_bot.evaluation.measurements import PERCENT, POINTS, Lack, Measurement, measure
from zc_bot.parsing.query import Measure
from zc_bot.policy.programme import Programme

_BY_TEN_THOUSAND = {"m²": "万m²", "万元": "亿元"}
"""Units of which one is too little to divide by: a start-up by 万元 is 0.0002."""


@dataclass
class Sums:
    """Adds over places, and notes which figures were read."""

    programme: Programme
    figures: Figures
    _seen: dict[tuple[str, str, int], Measurement] = field(default_factory=dict)
    _sums: dict[tuple[str, int], Sum] = field(default_factory=dict)
    read: dict[tuple[str, str, int], Figure] = field(default_factory=dict)

    def note(self, figures: Iterable[Figure]) -> None:
        self.read.update(((one.community, one.metric, one.year), one) for one in figures)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return self.figures.years()

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        return tuple(self.programme.community)

    def measured(self, place: str, metric: str, year: int) -> Measurement:
        key = place, metric, year
        if key not in self._seen:
            self._seen[key] = measure(self.programme, self.figures, *key)
            self.note(self._seen[key].figures)
        return self._seen[key]

    def growth(self, one: Measure, places: Sequence[str], year: int, community: str | None) -> Found:
        """Work the average growth out of the same communities at both ends."""
        first = one.since
        if first is None:
            inputs = self.programme.inputs[one.metric]
            known = [y for y in self.years if y < year and any(self._knows(place, inputs, y) for place in places)]
            first = known[0] if known else year
        both = self.known_in(one, (first, year), places)
        figures = tuple(
            figure for place in both for at in (first, year)
            if (figure := self.figures.get(place, one.metric, at)) is not None
        )
        number = None
        if both and first < year:
            ends = [summed(f.value for f in figures if f.year == at and f.value is not None) for at in (first, year)]
            number = growth_of(ends[1], ends[0], year - first)
        counted = None if community is not None else len(both)
        lack: Lack | None = None if number is not None else "unreported"
        if number is None and both and first < year:
            lack = "zero_base"
        due = self.due(year, places)
        return Found(one, year, number, PERCENT, community, None, figures, lack, first, counted, due)

    def over_years(self, one: Measure, years: Sequence[int], places: Sequence[str], fold: str) -> Found:
        """Add or average over years what one place, or all of them together, have; only years that are whole."""
        sums = {year: self.sum(one.metric, year, places) for year in years}
        whole = {year: one for year, one in sums.items() if one.number is not None and one.counted == one.of}
        numbers = [found.number for found in whole.values() if isinstance(found.number, Given)]
        figures = tuple(figure for found in whole.values() for figure in found.figures)
        number: Exact | None = None
        if numbers:
            total = summed(one.value for one in numbers)
            number = Given(total) if fold == "sum" else Percent(Fraction(total) / len(numbers))
        community = places[0] if len(places) == 1 else None
        last = max(whole) if whole else max(years)
        due = [year for year in years if self.due(year, places)]
        return Found(
            one, last, number, self.unit(one), community, None, figures, since=min(whole) if whole else None,
            counted=len(whole), of=len(due),
        )

    def mean(self, one: Measure, year: int, places: Sequence[str]) -> Sum:
        """Give the mean of a figure; of a share Σ/Σ, never a mean of shares."""
        found = self.sum(one.metric, year, places, of_percent=True)
        if found.number is None or one.metric in self.programme.derivation:
            return found
        return replace(found, number=Percent(found.number.key / found.counted))

    def city_sum(self, metric: str, year: int) -> Sum:
        """Add over all communities once."""
        if (metric, year) not in self._sums:
            self._sums[metric, year] = self.sum(metric, year, self.everybody)
        return self._sums[metric, year]

    def sum(self, metric: str, year: int, places: Sequence[str], of_percent: bool = False) -> Sum:
        """Add over the places that reported everything; a share is Σ/Σ. Coverage has no sum, only a mean."""
        inputs = self.programme.inputs[metric]
        known = [place for place in places if self._knows(place, inputs, year)]
        due = self.due(year, places)
        found = (self.figures.get(place, code, year) for place in known for code in inputs)
        figures = tuple(figure for figure in found if figure is not None)
        reported = self.programme.metric.get(metric)
        if not known or (reported is not None and reported.kind == "percent" and not of_percent):
            return Sum(None, figures, len(known), due)
        sums = [summed(f.value for f in figures if f.metric == code and f.value is not None) for code in inputs]
        number: Exact | None = share_of(*sums) if len(sums) > 1 else Given(sums[0])
        return Sum(number, figures, len(known), due)

    def unit(self, one: Measure) -> str:
        """Name the unit; a quotient of two of the same is a percentage, one by area or money is by 10,000 of it."""
        unit = self.programme.measure[one.metric].unit
        if not one.per:
            return unit
        below = self.programme.measure[one.per].unit
        return PERCENT if unit == below else f"{unit}/{_BY_TEN_THOUSAND.get(below, below)}"

    def times(self, one: Measure) -> int:
        """Give what a quotient is multiplied by to stand in its unit."""
        unit, below = (self.programme.measure[code].unit for code in (one.metric, one.per))
        return 100 if unit == below else 10_000 if below in _BY_TEN_THOUSAND else 1

    def unit_of_gain(self, one: Measure) -> str:
        """Give the unit of a difference: percentage points of a share, none of a count of requirements."""
        unit = self.programme.measure[one.metric].unit if one.metric else "项"
        return POINTS if unit == PERCENT else unit

    def is_share(self, one: Measure) -> bool:
        return self.unit(one) == PERCENT

    def due(self, year: int, places: Sequence[str]) -> int:
        return sum(self.programme.community[place].start <= year for place in places)

    def known_in(self, one: Measure, years: Sequence[int], places: Sequence[str]) -> tuple[str, ...]:
        inputs = self.programme.inputs[one.metric]
        return tuple(place for place in places if all(self._knows(place, inputs, year) for year in years))

    def _knows(self, place: str, inputs: Iterable[str], year: int) -> bool:
        found = [self.figures.get(place, code, year) for code in inputs]
        return all(figure is not None and figure.value is not None for figure in found)

    def knows(self, place: str, metric: str, year: int) -> bool:
        """Tell whether everything behind a metric is there."""
        return self._knows(place, self.programme.inputs[metric], year)
