"""How a metric is looked at: its value, its change, its share of the city, its mean … of one place or of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import Exact, Given, Percent, growth_of, order, share_of, summed
from zc_bot.evaluation.measurements import PERCENT, POINTS, Lack, Measurement, change, measure
from zc_bot.evaluation.verdicts import Verdict, judge_requirement
from zc_bot.parsing.query import Measure
from zc_bot.policy.programme import Programme, Requirement

MEAN, MEDIAN = "mean", "median"


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a result: what was found of a place, an authority or (neither) of several together.

    of, counted: of a fold, a place or requirements met, over how many of how many. since: the year it is counted
    from; ends: what there was then and what there is now. places: those of a group that is a row.
    """

    measure: Measure
    year: int
    number: Exact | None
    unit: str
    community: str | None = None
    authority: str | None = None
    figures: tuple[Figure, ...] = ()
    lack: str | None = None
    since: int | None = None
    counted: int | None = None
    of: int | None = None
    rank: int | None = None
    ends: tuple[Exact, Exact] | None = None
    places: tuple[str, ...] = ()
    part: tuple[int, int] | None = None
    """Of a share of several together: over how many of how many of these it goes, where some are missing."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What several places have together: over `counted` of the `of` that were under way."""

    number: Exact | None
    figures: tuple[Figure, ...]
    counted: int
    of: int


@dataclass
class Evaluator:
    """Looks figures up and works them out, each once, and notes which were read."""

    programme: Programme
    figures: Figures
    among: tuple[str, ...] = ()
    """Those among whom places are given, where they are not all."""
    _seen: dict[tuple[str, str, int], Measurement] = field(default_factory=dict)
    _sums: dict[tuple[str, int], Sum] = field(default_factory=dict)
    read: dict[tuple[str, str, int], Figure] = field(default_factory=dict)
    means: dict[tuple[str, int], Found] = field(default_factory=dict)
    medians: dict[tuple[str, int], Found] = field(default_factory=dict)

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

    # One place.

    def found(self, place: str, one: Measure, year: int, other: str = "") -> Found:
        """Look at a metric of one place and year."""
        match one.view:
            case "met":
                return self._met(place, year)
            case "average_growth":
                return self.growth(one, (place,), year, place)
            case "share":
                return self._share(place, one, year)
            case "ratio" | "difference":
                return self._related(place, one, year, other)
            case "change" | "gain":
                return self._moved(place, one, year)
            case "place":
                return self._placed(place, one, year)
            case "climb":
                return self._climbed(place, one, year)
            case "total":
                return self._totalled(place, one, year)
        if one.per:
            return self._divided(place, one, year)
        if one.terms:
            return self._combined(place, one, year)
        found = self.measured(place, one.metric, year)
        return Found(
            one, year, found.number, found.unit, place, figures=found.figures, lack=found.lack, since=found.base_year
        )

    def _combined(self, place: str, one: Measure, year: int) -> Found:
        """Add metrics of the same place and year, or take one from another: all three kinds of carriers."""
        known = [self.measured(place, code, year) for code in (one.metric, *one.others)]
        signs = (1, *(-1 if term[0] == "-" else 1 for term in one.terms))
        numbers = [found.number.value for found in known if isinstance(found.number, Given)]
        whole = len(numbers) == len(known)
        number = Given(summed(sign * value for sign, value in zip(signs, numbers, strict=True))) if whole else None
        figures = tuple(figure for found in known for figure in found.figures)
        lack = next((found.lack for found in known if found.lack), None)
        return Found(one, year, number, self.unit(one), place, None, figures, lack)

    def _combined_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        """Add over the places of which all of it is known."""
        rows = [self._combined(place, one, year) for place in places]
        known = [row for row in rows if isinstance(row.number, Given)]
        number = Given(summed(row.number.value for row in known if isinstance(row.number, Given))) if known else None
        figures = tuple(figure for row in known for figure in row.figures)
        due = self._due(year, places)
        return Found(one, year, number, self.unit(one), figures=figures, counted=len(known), of=due)

    def _divided(self, place: str, one: Measure, year: int) -> Found:
        """Divide a metric by another of the same place and year: output per head."""
        above, below = self.measured(place, one.metric, year), self.measured(place, one.per, year)
        number = _ratio(above.number, below.number, self._times(one))
        both = (*above.figures, *below.figures)
        return Found(one, year, number, self.unit(one), place, None, both, above.lack or below.lack)

    def _moved(self, place: str, one: Measure, year: int) -> Found:
        """Give the change in per cent, or by how much, in points of a share."""
        since = one.since if one.since is not None else year - 1
        now, before = self.measured(place, one.metric, year), self.measured(place, one.metric, since)
        ends = None if now.number is None or before.number is None else (before.number, now.number)
        if one.view == "change":
            found = change(self.programme, now, before)
            number, unit, both, lack = found.number, found.unit, found.figures, found.lack
        else:
            number = None if ends is None else _difference(ends[1], ends[0])
            unit, both, lack = self.unit_of_gain(one), (*now.figures, *before.figures), now.lack or before.lack
        return Found(one, year, number, unit, place, None, both, lack, since, ends=ends)

    def _totalled(self, place: str, one: Measure, year: int) -> Found:
        """Add what a community had from one year on, or from its start; where a year is lacking there is no total."""
        assert one.since is not None
        since = max(one.since, self.programme.community[place].start)
        known = [self.measured(place, one.metric, at) for at in range(since, year + 1)]
        numbers = [found.number.value for found in known if isinstance(found.number, Given)]
        number = Given(summed(numbers)) if known and len(numbers) == len(known) else None
        figures = tuple(figure for found in known for figure in found.figures)
        lack: Lack | None = None if number is not None else "unreported"
        return Found(one, year, number, self.unit(one), place, None, figures, lack, since)

    def _met(self, place: str, year: int) -> Found:
        binding = {one.id for one in self.programme.requirements if not one.advisory}
        judged = [
            one for one in self.judged(place, (), year)
            if one.requirement in binding and one.verdict in {"met", "not_met", "undetermined"}
        ]
        met = sum(verdict.verdict == "met" for verdict in judged)
        decided = sum(verdict.verdict != "undetermined" for verdict in judged)
        number = Given(Decimal(met)) if decided else None
        figures = tuple(figure for verdict in judged for figure in verdict.basis.figures)
        return Found(
            Measure("", "met"), year, number, "", place, figures=figures, counted=decided, of=len(judged)
        )

    def judged(self, place: str, metrics: tuple[str, ...], year: int) -> list[Verdict]:
        """Judge the requirements on some metrics, or all of them."""
        found = [
            judge_requirement(self.programme, self.figures, one, place, year) for one in self._requirements(metrics)
        ]
        self.note(figure for one in found for figure in one.basis.figures)
        return found

    def _requirements(self, metrics: tuple[str, ...]) -> tuple[Requirement, ...]:
        growths = {item.of: item.code for item in self.programme.derived if item.of is not None}
        wanted = {*metrics, *(growths[code] for code in metrics if code in growths)}
        return tuple(
            one
            for one in self.programme.requirements
            if one.scope == "community" and (not metrics or wanted & {item.metric for item in one.conditions})
        )

    def _share(self, place: str, one: Measure, year: int) -> Found:
        found, total = self.measured(place, one.metric, year), self.city_sum(one.metric, year)
        number = _ratio(found.number, total.number, 100)
        return Found(
            one, year, number, PERCENT, place, None, total.figures, found.lack, None, total.counted, total.of
        )

    def _related(self, place: str, one: Measure, year: int, other: str) -> Found:
        """Compare with another community, with the mean, or with its own of an earlier year."""
        counted = of = None
        plain = Measure(one.metric, "met" if not one.metric else "value", per=one.per)
        found = self.found(place, plain, year)
        if one.since is not None:
            beside = self.found(place, plain, one.since)
        elif other in {MEAN, MEDIAN}:
            beside = self.city_mean(plain, year) if other == MEAN else self.city_median(plain, year)
            counted, of = beside.counted, beside.of
        else:
            beside = self.found(other, plain, year)
        number = None
        if found.number is not None and beside.number is not None:
            number = _ratio(found.number, beside.number) if one.view == "ratio" else _difference(
                found.number, beside.number
            )
        unit = "×" if one.view == "ratio" else self.unit_of_gain(one)
        both = tuple(dict.fromkeys((*found.figures, *beside.figures)))
        lack = found.lack or beside.lack
        related = Found(one, year, number, unit, place, None, both, lack, one.since, counted, of)
        if one.since is not None or not one.metric or one.per or found.number is None or beside.number is None:
            return related
        return replace(related, ends=(found.number, beside.number))

    def _placed(self, place: str, one: Measure, year: int) -> Found:
        """Give the place among all, or those asked about, that have a figure, the highest first."""
        plain = Measure(one.metric, "met" if not one.metric else "value", per=one.per)
        among = self.among or self.everybody
        ranked_rows = ranked([self.found(code, plain, year) for code in among], ascending=False)
        own = next((row for row in ranked_rows if row.community == place), None)
        if own is None:
            return Found(one, year, None, "", place)
        known = sum(row.number is not None for row in ranked_rows)
        number = None if own.rank is None else Given(Decimal(own.rank))
        due = self._due(year, among)
        return Found(one, year, number, "", place, None, own.figures, own.lack, None, known, due)

    def _climbed(self, place: str, one: Measure, year: int) -> Found:
        """Give by how many places one went up, below zero for down, among those that have a figure of both years.

        Among others somebody would rise by another's figure not being there yet.
        """
        since = one.since if one.since is not None else year - 1
        plain, among = Measure(one.metric, per=one.per), self.among or self.everybody
        rows = {at: {code: self.found(code, plain, at) for code in among} for at in (since, year)}
        both = [code for code in among if all(rows[at][code].number is not None for at in rows)]
        placed = (ranked([rows[at][code] for code in both], ascending=False) for at in rows)
        before, now = ({row.community: row.rank for row in some} for some in placed)
        own = [self.found(place, plain, at) for at in (year, since)]
        figures, lack = (*own[0].figures, *own[1].figures), own[0].lack or own[1].lack
        ranks = before.get(place), now.get(place)
        due = self._due(since, among)
        if ranks[0] is None or ranks[1] is None:
            return Found(one, year, None, "", place, None, figures, lack, since, len(both), due)
        ends = Given(Decimal(ranks[0])), Given(Decimal(ranks[1]))
        number = Given(Decimal(ranks[0] - ranks[1]))
        return Found(one, year, number, "", place, None, figures, lack, since, len(both), due, ends=ends)

    # Several places.

    def together(self, one: Measure, year: int, places: Sequence[str], fold: str, other: str = "") -> Found:
        """Put several places together: their sum or share, its change, their mean or median."""
        if one.view in {"change", "gain"}:
            return self._moved_together(one, year, places)
        if one.view == "average_growth":
            return self.growth(one, places, year, None)
        if one.view == "ratio":
            return self._ratio_together(one, year, places)
        if one.view == "difference":
            return self._apart_from(one, year, places, other)
        if one.per:
            return self._divided_together(one, year, places)
        if one.terms:
            return self._combined_together(one, year, places)
        if fold == "median":
            return self._median(one, year, places)
        if fold == "spread":
            return self.spread(one, year, places)[0]
        found = self.mean(one, year, places) if fold == "mean" else self.sum(one.metric, year, places)
        if one.view == "share":
            total = self.city_sum(one.metric, year)
            number = _ratio(found.number, total.number, 100)
            part = (found.counted, found.of) if found.counted != found.of else None
            return Found(
                one, year, number, PERCENT, figures=total.figures, counted=total.counted, of=total.of, part=part
            )
        unit = self.unit(one)
        return Found(one, year, found.number, unit, figures=found.figures, counted=found.counted, of=found.of)

    def _moved_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        """Compare the sums of the same places in both years."""
        since = one.since if one.since is not None else year - 1
        figures: tuple[Figure, ...] = ()
        ends: tuple[Exact, Exact] | None = None
        number, both, due = None, self._known_in(one, (since, year), places), self._due(year, places)
        if both:
            now, before = (self.sum(one.metric, at, both) for at in (year, since))
            figures = (*now.figures, *before.figures)
            number = self._apart(one, now.number, before.number)
            if now.number is not None and before.number is not None:
                ends = before.number, now.number
        unit = PERCENT if one.view == "change" and not self._is_share(one) else self.unit_of_gain(one)
        return Found(one, year, number, unit, figures=figures, since=since, counted=len(both), of=due, ends=ends)

    def _apart(self, one: Measure, now: Exact | None, before: Exact | None) -> Exact | None:
        if now is None or before is None:
            return None
        if one.view == "gain" or self._is_share(one):
            return _difference(now, before)
        assert isinstance(now, Given)
        assert isinstance(before, Given)
        return growth_of(now.value, before.value, 1)

    def _apart_from(self, one: Measure, year: int, places: Sequence[str], other: str) -> Found:
        """Take one community's figure, or the mean or median of all, from the sum of several."""
        added, plain = self.sum(one.metric, year, places), Measure(one.metric)
        if other in {MEAN, MEDIAN}:
            beside = self.city_mean(plain, year) if other == MEAN else self.city_median(plain, year)
        else:
            beside = self.found(other, plain, year)
        whole = added.number is not None and beside.number is not None and added.counted == added.of
        number = _difference(added.number, beside.number) if whole else None  # type: ignore[arg-type]
        both = (*added.figures, *beside.figures)
        unit = self.unit_of_gain(one)
        return Found(one, year, number, unit, None, None, both, beside.lack, counted=added.counted, of=added.of)

    def _ratio_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        assert one.since is not None
        both = self._known_in(one, (one.since, year), places)
        now, before = (self.sum(one.metric, at, both) for at in (year, one.since))
        figures = (*now.figures, *before.figures)
        number = _ratio(now.number, before.number) if both else None
        due = self._due(year, places)
        return Found(one, year, number, "×", figures=figures, since=one.since, counted=len(both), of=due)

    def _divided_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        """Divide sums of the same places: never a mean of quotients."""
        both = tuple(p for p in places if self.knows(p, one.metric, year) and self.knows(p, one.per, year))
        above, below = (self.sum(code, year, both) for code in (one.metric, one.per))
        number = _ratio(above.number, below.number, self._times(one)) if both else None
        figures = (*above.figures, *below.figures)
        return Found(
            one, year, number, self.unit(one), figures=figures, counted=len(both), of=self._due(year, places)
        )

    def growth(self, one: Measure, places: Sequence[str], year: int, community: str | None) -> Found:
        """Work the average growth out of the same communities at both ends."""
        first = one.since
        if first is None:
            inputs = self.programme.inputs[one.metric]
            known = [y for y in self.years if y < year and any(self._knows(place, inputs, y) for place in places)]
            first = known[0] if known else year
        both = self._known_in(one, (first, year), places)
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
        due = self._due(year, places)
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
        due = [year for year in years if self._due(year, places)]
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

    def _median(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        known = [found for p in places if (found := self.measured(p, one.metric, year)).number is not None]
        keys = sorted(found.number.key for found in known if found.number is not None)
        middle = len(keys) // 2
        number = None
        if keys:
            number = Percent(keys[middle] if len(keys) % 2 else (keys[middle - 1] + keys[middle]) / 2)
        figures = tuple(figure for found in known for figure in found.figures)
        due = self._due(year, places)
        return Found(one, year, number, self.unit(one), figures=figures, counted=len(known), of=due)

    def spread(self, one: Measure, year: int, places: Sequence[str]) -> tuple[Found, ...]:
        """Give how far the highest is above the lowest, then both of them; without two, that there is none."""
        known = [found for place in places if (found := self.found(place, one, year)).number is not None]
        ends = [row for row in ranked(known, ascending=False) if row.number is not None]
        due = self._due(year, places)
        unit = POINTS if one.view == "change" else self.unit_of_gain(one)
        between = replace(one, view="value", since=None)
        if len(ends) < 2:
            return (Found(between, year, None, unit, counted=len(known), of=due),)
        top, bottom = ends[0], ends[-1]
        assert top.number is not None
        assert bottom.number is not None
        apart = _difference(top.number, bottom.number)
        figures = (*top.figures, *bottom.figures)
        return Found(between, year, apart, unit, figures=figures, counted=len(known), of=due), top, bottom

    def city_median(self, one: Measure, year: int) -> Found:
        """Work the median of all communities out once."""
        key = one.metric, year
        if key not in self.medians:
            self.medians[key] = self._median(one, year, self.everybody)
        return self.medians[key]

    def city_mean(self, one: Measure, year: int) -> Found:
        """Work the mean of all communities out once."""
        key = one.metric, year
        if key not in self.means:
            found = self.mean(one, year, self.everybody)
            self.means[key] = Found(
                one, year, found.number, self.unit(one), figures=found.figures, counted=found.counted, of=found.of
            )
            self.note(found.figures)
        return self.means[key]

    def city_sum(self, metric: str, year: int) -> Sum:
        """Add over all communities once."""
        if (metric, year) not in self._sums:
            self._sums[metric, year] = self.sum(metric, year, self.everybody)
        return self._sums[metric, year]

    def sum(self, metric: str, year: int, places: Sequence[str], of_percent: bool = False) -> Sum:
        """Add over the places that reported everything; a share is Σ/Σ. Coverage has no sum, only a mean."""
        inputs = self.programme.inputs[metric]
        known = [place for place in places if self._knows(place, inputs, year)]
        due = self._due(year, places)
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

    def _times(self, one: Measure) -> int:
        """Give what a quotient is multiplied by to stand in its unit."""
        unit, below = (self.programme.measure[code].unit for code in (one.metric, one.per))
        return 100 if unit == below else 10_000 if below in _BY_TEN_THOUSAND else 1

    def unit_of_gain(self, one: Measure) -> str:
        """Give the unit of a difference: percentage points of a share, none of a count of requirements."""
        unit = self.programme.measure[one.metric].unit if one.metric else "项"
        return POINTS if unit == PERCENT else unit

    def _is_share(self, one: Measure) -> bool:
        return self.unit(one) == PERCENT

    def _due(self, year: int, places: Sequence[str]) -> int:
        return sum(self.programme.community[place].start <= year for place in places)

    def _known_in(self, one: Measure, years: Sequence[int], places: Sequence[str]) -> tuple[str, ...]:
        inputs = self.programme.inputs[one.metric]
        return tuple(place for place in places if all(self._knows(place, inputs, year) for year in years))

    def _knows(self, place: str, inputs: Iterable[str], year: int) -> bool:
        found = [self.figures.get(place, code, year) for code in inputs]
        return all(figure is not None and figure.value is not None for figure in found)

    def knows(self, place: str, metric: str, year: int) -> bool:
        """Tell whether everything behind a metric is there."""
        return self._knows(place, self.programme.inputs[metric], year)


_BY_TEN_THOUSAND = {"m²": "万m²", "万元": "亿元"}
"""Units of which one is too little to divide by: a start-up by 万元 is 0.0002."""


def ranked(rows: Iterable[Found], ascending: bool) -> list[Found]:
    """Order by number, equals sharing a rank; those without one come last."""
    found = list(rows)
    known = [(order(row.number), row) for row in found if row.number is not None]
    known.sort(key=lambda pair: pair[0], reverse=not ascending)
    in_order: list[Found] = []
    for position, (key, row) in enumerate(known, 1):
        same = in_order and order(in_order[-1].number) == key  # type: ignore[arg-type]
        in_order.append(replace(row, rank=in_order[-1].rank if same else position))
    return [*in_order, *(row for row in found if row.number is None)]


def _ratio(number: Exact | None, other: Exact | None, times: int = 1) -> Exact | None:
    if number is None or other is None or other.key == 0:
        return None
    return Percent(number.key / other.key * times)


def _difference(number: Exact, other: Exact) -> Exact:
    """Take one from another; of two reported figures, the difference is shown as they are."""
    if isinstance(number, Given) and isinstance(other, Given):
        return Given(summed((number.value, -other.value)))
    return Percent(number.key - other.key)
