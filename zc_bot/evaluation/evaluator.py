"""How a metric is looked at: its value, its change, its share of the city, its mean … of one place or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.formulas import Exact, Given, Percent, growth_of, summed
from zc_bot.evaluation.found import MEAN, MEDIAN, Found, difference, ranked, ratio
from zc_bot.evaluation.measurements import PERCENT, POINTS, Lack, change
from zc_bot.evaluation.sums import Sums
from zc_bot.evaluation.verdicts import Verdict, judge_requirement
from zc_bot.parsing.query import Measure
from zc_bot.policy.records import Requirement


@dataclass
class Evaluator(Sums):
    """Looks figures up and works them out, each once, and notes which were read."""

    among: tuple[str, ...] = ()
    """Those among whom places are given, where they are not all."""
    means: dict[tuple[Measure, int], Found] = field(default_factory=dict)
    medians: dict[tuple[Measure, int], Found] = field(default_factory=dict)

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
        due = self.due(year, places)
        return Found(one, year, number, self.unit(one), figures=figures, counted=len(known), of=due)

    def _divided(self, place: str, one: Measure, year: int) -> Found:
        """Divide a metric by another of the same place and year: output per head."""
        above, below = self.measured(place, one.metric, year), self.measured(place, one.per, year)
        number = ratio(above.number, below.number, self.times(one))
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
            number = None if ends is None else difference(ends[1], ends[0])
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
        number = ratio(found.number, total.number, 100)
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
            number = ratio(found.number, beside.number) if one.view == "ratio" else difference(
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
        due = self.due(year, among)
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
        due = self.due(since, among)
        if ranks[0] is None or ranks[1] is None:
            return Found(one, year, None, "", place, None, figures, lack, since, len(both), due)
        ends = Given(Decimal(ranks[0])), Given(Decimal(ranks[1]))
        number = Given(Decimal(ranks[0] - ranks[1]))
        return Found(one, year, number, "", place, None, figures, lack, since, len(both), due, ends=ends)

    # Several places.

    def median(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        """Give the median of what each place has, whatever is looked at: of quotients too."""
        rows = [self.found(place, one, year) for place in places]
        keys = sorted(row.number.key for row in rows if row.number is not None)
        middle = len(keys) // 2
        number = None
        if keys:
            number = Percent(keys[middle] if len(keys) % 2 else (keys[middle - 1] + keys[middle]) / 2)
        figures = tuple(figure for row in rows if row.number is not None for figure in row.figures)
        return Found(one, year, number, self.unit(one), figures=figures, counted=len(keys), of=self.due(year, places))

    def city_median(self, one: Measure, year: int) -> Found:
        """Work the median of all communities out once."""
        if (one, year) not in self.medians:
            self.medians[one, year] = self.median(one, year, self.everybody)
        return self.medians[one, year]

    def city_mean(self, one: Measure, year: int) -> Found:
        """Work the mean of all communities out once: of a quotient Σ/Σ, of several figures that of their sums."""
        if (one, year) not in self.means:
            divided = one.per or not one.terms
            found = self.together(one, year, self.everybody, "mean" if divided else "sum")
            if not divided and found.number is not None and found.counted:
                found = replace(found, number=Percent(found.number.key / found.counted))
            self.means[one, year] = found
            self.note(found.figures)
        return self.means[one, year]

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
        if fold == "median":
            return self.median(one, year, places)
        if one.per:
            return self._divided_together(one, year, places)
        if one.terms:
            return self._combined_together(one, year, places)
        if fold == "spread":
            return self.spread(one, year, places)[0]
        found = self.mean(one, year, places) if fold == "mean" else self.sum(one.metric, year, places)
        if one.view == "share":
            total = self.city_sum(one.metric, year)
            number = ratio(found.number, total.number, 100)
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
        number, both, due = None, self.known_in(one, (since, year), places), self.due(year, places)
        if both:
            now, before = (self.sum(one.metric, at, both) for at in (year, since))
            figures = (*now.figures, *before.figures)
            number = self._apart(one, now.number, before.number)
            if now.number is not None and before.number is not None:
                ends = before.number, now.number
        unit = PERCENT if one.view == "change" and not self.is_share(one) else self.unit_of_gain(one)
        return Found(one, year, number, unit, figures=figures, since=since, counted=len(both), of=due, ends=ends)

    def _apart(self, one: Measure, now: Exact | None, before: Exact | None) -> Exact | None:
        if now is None or before is None:
            return None
        if one.view == "gain" or self.is_share(one):
            return difference(now, before)
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
        number = difference(added.number, beside.number) if whole else None  # type: ignore[arg-type]
        both = (*added.figures, *beside.figures)
        unit = self.unit_of_gain(one)
        return Found(one, year, number, unit, None, None, both, beside.lack, counted=added.counted, of=added.of)

    def _ratio_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        assert one.since is not None
        both = self.known_in(one, (one.since, year), places)
        now, before = (self.sum(one.metric, at, both) for at in (year, one.since))
        figures = (*now.figures, *before.figures)
        number = ratio(now.number, before.number) if both else None
        due = self.due(year, places)
        return Found(one, year, number, "×", figures=figures, since=one.since, counted=len(both), of=due)

    def _divided_together(self, one: Measure, year: int, places: Sequence[str]) -> Found:
        """Divide sums of the same places: never a mean of quotients."""
        both = tuple(p for p in places if self.knows(p, one.metric, year) and self.knows(p, one.per, year))
        above, below = (self.sum(code, year, both) for code in (one.metric, one.per))
        number = ratio(above.number, below.number, self.times(one)) if both else None
        figures = (*above.figures, *below.figures)
        return Found(
            one, year, number, self.unit(one), figures=figures, counted=len(both), of=self.due(year, places)
        )

    def spread(self, one: Measure, year: int, places: Sequence[str]) -> tuple[Found, ...]:
        """Give how far the highest is above the lowest, then both of them; without two, that there is none."""
        known = [found for place in places if (found := self.found(place, one, year)).number is not None]
        ends = [row for row in ranked(known, ascending=False) if row.number is not None]
        due = self.due(year, places)
        unit = POINTS if one.view == "change" else self.unit_of_gain(one)
        between = replace(one, view="value", since=None)
        if len(ends) < 2:
            return (Found(between, year, None, unit, counted=len(known), of=due),)
        top, bottom = ends[0], ends[-1]
        assert top.number is not None
        assert bottom.number is not None
        apart = difference(top.number, bottom.number)
        figures = (*top.figures, *bottom.figures)
        return Found(between, year, apart, unit, figures=figures, counted=len(known), of=due), top, bottom
















