"""A query and the figures → its result: places chosen by exact comparison, the unknown kept apart from what fails.

Three-valued throughout: a condition holds, does not hold, or can't be told because a figure is lacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from zc_bot.evaluation.completeness import Period, Wanted, choose, filled_from
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import Exact, Given, Percent, growth_of, order, share_of, summed
from zc_bot.evaluation.measurements import Measurement, change, inputs_of, measure
from zc_bot.evaluation.scope import judged_metrics
from zc_bot.evaluation.verdicts import judge_requirement
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Joined,
    Judged,
    Measure,
    Query,
    Test,
    Top,
    metrics_of,
    years_of,
)
from zc_bot.policy.programme import Programme, Requirement

MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a result: what was found of a place, an authority or (neither) of them all together.

    of, counted: of a fold, over how many of how many. since: the year it is counted from. total: how many
    requirements there are, where those met are counted.
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


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found.

    chosen: the places that fulfil it, in their order; undecided: those of which it can't be told. rows: what was
    asked of them. figures: all that were looked at. means: what places were held against. year, period: the year
    that answers, and how it was chosen where none was named.
    """

    query: Query
    chosen: tuple[str, ...]
    undecided: tuple[str, ...]
    looked_at: int
    rows: tuple[Found, ...] = ()
    grounds: tuple[Found, ...] = ()
    figures: tuple[Figure, ...] = ()
    means: tuple[Found, ...] = ()
    year: int | None = None
    period: Period | None = None


def metrics_behind(programme: Programme, query: Query) -> tuple[str, ...]:
    """Return the reported metrics that a query needs; all that are judged where requirements are counted."""
    named = [measure.metric for measure in query.measures if measure.metric]
    named += metrics_of(query.places.where)
    named += [query.places.top.measure.metric] if query.places.top else []
    if _judges_all(query):
        named += judged_metrics(programme.requirements)
    return inputs_of(programme, dict.fromkeys(named))


def run(query: Query, programme: Programme, figures: Figures) -> Result:
    """Answer a query from figures of all communities and years."""
    return _Run(query, programme, figures).result()


def _judges_all(query: Query) -> bool:
    return any(measure.view == "met" for measure in query.measures) or _names_no_metric(query.places.where)


def _names_no_metric(condition: Condition | None) -> bool:
    match condition:
        case Judged(metrics=metrics):
            return not metrics
        case Joined(items=items):
            return any(_names_no_metric(item) for item in items)
    return False


@dataclass
class _Run:
    """One execution: looks every figure up once and settles on one year where none was named."""

    query: Query
    programme: Programme
    figures: Figures
    _seen: dict[tuple[str, str, int], Measurement] = field(default_factory=dict)
    _read: dict[tuple[str, str, int], Figure] = field(default_factory=dict)
    _means: dict[tuple[str, int], Found] = field(default_factory=dict)

    def result(self) -> Result:
        query, places = self.query, self.base
        chosen, undecided = self._fulfilling(places)
        grounds: tuple[Found, ...] = ()
        if query.places.top is not None:
            grounds, left = self._first(chosen, query.places.top)
            chosen, undecided = tuple(one.community for one in grounds if one.community), (*undecided, *left)
        elif query.places.where is not None:
            grounds = tuple(self._grounds(chosen))
        rows = tuple(self._rows(chosen))
        year = self.period.full.year if self.period else None
        self._note(figure for row in rows for figure in row.figures)
        read = tuple(self._read.values())
        left = tuple(dict.fromkeys(undecided))
        means = tuple(self._means.values())
        return Result(query, chosen, left, len(places), rows, grounds, read, means, year, self.period)

    def _note(self, figures: Iterable[Figure]) -> None:
        self._read.update(((one.community, one.metric, one.year), one) for one in figures)

    @cached_property
    def base(self) -> tuple[str, ...]:
        wanted = self.query.places.codes or tuple(self.programme.community)
        return tuple(code for code in wanted if code not in self.query.places.without)

    @cached_property
    def period(self) -> Period | None:
        """Choose the year that answers, among the figures of what is asked, unless every part names its own."""
        programme, inputs = self.programme, metrics_behind(self.programme, self.query)
        wanted = Wanted(self._concerned(), inputs, "communities")
        return choose(programme, wanted, filled_from(self.figures), self.figures.years()[::-1])

    def _concerned(self) -> tuple[str, ...]:
        """Return the communities that the answer rests on: all where one is held against the whole."""
        whole = any(measure.view == "share" for measure in self.query.measures) or self.query.other == MEAN
        if whole or _against_mean(self.query.places.where):
            return tuple(self.programme.community)
        return (*self.base, self.query.other) if self.query.other else self.base

    def _year(self, named: Sequence[int]) -> int:
        if named:
            return named[-1]
        shared = years_of(self.query.places.where) or self.query.years
        if len(shared) == 1:
            return shared[0]
        return self.period.full.year if self.period else self.programme.first_year

    def _measured(self, place: str, metric: str, year: int) -> Measurement:
        key = place, metric, year
        if key not in self._seen:
            self._seen[key] = measure(self.programme, self.figures, *key)
            self._note(self._seen[key].figures)
        return self._seen[key]

    def _looked_at(self, place: str, one: Measure, year: int) -> Measurement:
        found = self._measured(place, one.metric, year)
        if one.view != "change":
            return found
        since = one.since if one.since is not None else year - 1
        return change(self.programme, found, self._measured(place, one.metric, since))

    # Choosing places.

    def _fulfilling(self, places: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        condition = self.query.places.where
        if condition is None:
            return tuple(places), ()
        held = {place: self._holds(condition, place) for place in places}
        return tuple(p for p, it in held.items() if it), tuple(p for p, it in held.items() if it is None)

    def _holds(self, condition: Condition, place: str) -> bool | None:
        match condition:
            case Test(one, bounds, years, every):
                return _over([self._within(place, one, bounds, year) for year in years or (self._year(()),)], every)
            case Judged(outcome, metrics, years, every):
                return _over([self._judged(place, outcome, metrics, y) for y in years or (self._year(()),)], every)
            case Joined(word, items):
                return _over([self._holds(item, place) for item in items], word == "and")

    def _within(self, place: str, one: Measure, bounds: tuple[Bound, ...], year: int) -> bool | None:
        found = self._looked_at(place, one, year)
        return _over([self._fits(found.number, bound, one, year) for bound in bounds], every=True)

    def _fits(self, number: Exact | None, bound: Bound, one: Measure, year: int) -> bool | None:
        if number is None:
            return None
        if not bound.against:
            assert bound.value is not None
            side = number.side(bound.value)  # type: ignore[arg-type]
        else:
            other = self._against(bound.against, one, year)
            if other is None:
                return None
            side = (number.key > other) - (number.key < other)
        signs = {"<": side < 0, "<=": side <= 0, ">": side > 0, ">=": side >= 0, "=": side == 0, "!=": side != 0}
        return signs[bound.sign]

    def _against(self, code: str, one: Measure, year: int) -> Fraction | None:
        """Return what is compared with: a community's own figure, or the mean of all that have one."""
        if code != MEAN:
            number = self._looked_at(code, one, year).number
            return None if number is None else number.key
        mean = self._city_mean(one, year).number
        return None if mean is None else mean.key

    def _city_mean(self, one: Measure, year: int) -> Found:
        """Work the mean of all communities out once."""
        key = one.metric, year
        if key not in self._means:
            number, figures, counted, of = self._mean(one, year, tuple(self.programme.community))
            self._means[key] = Found(
                one, year, number, self._unit(one), None, None, figures, counted=counted, of=of
            )
            self._note(figures)
        return self._means[key]

    @cached_property
    def _city_sums(self) -> dict[tuple[str, int], tuple[Exact | None, tuple[Figure, ...], int, int]]:
        return {}

    def _city_sum(self, metric: str, year: int) -> tuple[Exact | None, tuple[Figure, ...], int, int]:
        """Add over all communities once."""
        if (metric, year) not in self._city_sums:
            self._city_sums[metric, year] = self._sum(metric, year, tuple(self.programme.community))
        return self._city_sums[metric, year]

    @cached_property
    def _all_years(self) -> tuple[int, ...]:
        return self.figures.years()

    def _judged(self, place: str, outcome: str, metrics: tuple[str, ...], year: int) -> bool | None:
        judged = [
            judge_requirement(self.programme, self.figures, one, place, year) for one in self._requirements(metrics)
        ]
        self._note(figure for one in judged for figure in one.basis.figures)
        counted = [one.verdict for one in judged if one.verdict in {"met", "not_met", "undetermined"}]
        if not counted:
            return None
        if "not_met" in counted:
            return outcome == "not_met"
        return None if "undetermined" in counted else outcome == "met"

    def _requirements(self, metrics: tuple[str, ...]) -> tuple[Requirement, ...]:
        growths = {item.of: item.code for item in self.programme.derived if item.of is not None}
        wanted = {*metrics, *(growths[code] for code in metrics if code in growths)}
        return tuple(
            one
            for one in self.programme.requirements
            if one.scope == "community" and (not metrics or wanted & {item.metric for item in one.conditions})
        )

    def _first(self, places: Iterable[str], top: Top) -> tuple[tuple[Found, ...], tuple[str, ...]]:
        """Order places by a measure and keep the first few, equals together; those without a figure are left."""
        years = top.years or (self.figures.years() if top.ever else (self._year(top.years),))
        best: list[Found] = []
        left = []
        for place in places:
            known = [found for year in years if (found := self._found(place, top.measure, year)).number is not None]
            if known:
                best.append(_extreme(known, top.ascending))
            else:
                left.append(place)
        return tuple(one for one in _ranked(best, top.ascending) if (one.rank or 0) <= top.count), tuple(left)

    def _grounds(self, chosen: Iterable[str]) -> Iterable[Found]:
        """Give the figures that the chosen were chosen by, where a condition tests some."""
        for place in chosen:
            for test in _tests(self.query.places.where):
                for year in test.years or (self._year(()),):
                    yield self._found(place, test.measure, year)

    # What is asked of them.

    def _rows(self, chosen: tuple[str, ...]) -> Iterable[Found]:
        query = self.query
        if query.ask == "year":
            return self._by_year(query.measures[0])
        if query.ask != "figures":
            return ()
        if query.by == "authority":
            return self._by_authority()
        if query.fold:
            return [self._folded(one, year, chosen) for one in query.measures for year in self._years()]
        rows = [row for one in query.measures for row in self._of(one, chosen)]
        if query.measures[0].view == "met" or (query.by and len(query.measures) == 1):
            return _ranked(rows, query.ascending)
        return rows

    def _years(self) -> tuple[int, ...]:
        return self.query.years or ((self._year(()),) if not self.query.ever else self.figures.years())

    def _of(self, one: Measure, chosen: tuple[str, ...]) -> Iterable[Found]:
        whole = not (self.query.places.codes or self.query.places.is_described or self.query.by)
        if one.view == "average_growth" and whole:
            return [self._growth(one, self.base, None)]
        return [self._found(place, one, year) for place in chosen for year in self._years()]

    def _found(self, place: str, one: Measure, year: int) -> Found:
        match one.view:
            case "met":
                return self._met(place, year)
            case "average_growth":
                return self._growth(one, (place,), place)
            case "share" | "ratio" | "difference":
                return self._related(place, one, year)
        found = self._looked_at(place, one, year)
        return Found(
            one, year, found.number, found.unit, place, figures=found.figures, lack=found.lack, since=found.base_year
        )

    def _met(self, place: str, year: int) -> Found:
        verdicts = [
            judge_requirement(self.programme, self.figures, one, place, year) for one in self._requirements(())
        ]
        judged = [verdict for verdict in verdicts if verdict.verdict in {"met", "not_met", "undetermined"}]
        met = sum(verdict.verdict == "met" for verdict in judged)
        known = any(verdict.verdict != "undetermined" for verdict in judged)
        number = Given(Decimal(met)) if known else None
        figures = tuple(figure for verdict in judged for figure in verdict.basis.figures)
        decided = sum(verdict.verdict != "undetermined" for verdict in judged)
        return Found(
            Measure("", "met"), year, number, "", place, figures=figures, counted=decided, of=len(judged)
        )

    def _related(self, place: str, one: Measure, year: int) -> Found:
        """Compare with the whole, with another community, or with the mean."""
        found = self._measured(place, one.metric, year)
        unit = self.programme.measure[one.metric].unit
        counted = of = None
        if one.view == "share":
            total, figures, counted, of = self._city_sum(one.metric, year)
            number = _share(found.number, total)
            return Found(one, year, number, "%", place, None, figures, found.lack, None, counted, of)
        plain = replace(one, view="value")
        if self.query.other == MEAN:
            mean = self._city_mean(plain, year)
            other, figures, counted, of = mean.number, mean.figures, mean.counted, mean.of
        else:
            beside = self._measured(self.query.other, one.metric, year)
            other, figures = beside.number, beside.figures
        number = None
        if found.number is not None and other is not None:
            number = _ratio(found.number, other) if one.view == "ratio" else _difference(found.number, other)
        unit = "×" if one.view == "ratio" else "个百分点" if unit == "%" else unit
        both = tuple(dict.fromkeys((*found.figures, *figures)))
        return Found(one, year, number, unit, place, None, both, found.lack, None, counted, of)

    def _growth(self, one: Measure, places: tuple[str, ...], community: str | None) -> Found:
        """Work the average growth out of the same communities at both ends."""
        inputs, years = self.programme.inputs[one.metric], self._all_years
        last = self.query.years[-1] if self.query.years else self._year(())
        if community is not None and not self.query.years and len(self.base) == 1:
            last = next((y for y in reversed(years) if self._known(community, inputs, y)), last)
        first = one.since
        if first is None:
            known = [y for y in years if y < last and any(self._known(place, inputs, y) for place in places)]
            first = known[0] if known else last
        both = [p for p in places if self._known(p, inputs, first) and self._known(p, inputs, last)]
        due = [place for place in places if self.programme.community[place].start <= last]
        figures = tuple(
            figure for place in both for year in (first, last)
            if (figure := self.figures.get(place, one.metric, year)) is not None
        )  # fmt: skip
        number = None
        if both and first < last:
            ends = [summed(f.value for f in figures if f.year == y and f.value is not None) for y in (first, last)]
            number = growth_of(ends[1], ends[0], last - first)
        counted = None if community is not None else len(both)
        lack = None if number is not None else "unreported"
        return Found(one, last, number, "%", community, None, figures, lack, first, counted, len(due))

    def _known(self, place: str, inputs: Iterable[str], year: int) -> bool:
        found = [self.figures.get(place, code, year) for code in inputs]
        return all(figure is not None and figure.value is not None for figure in found)

    def _folded(self, one: Measure, year: int, places: tuple[str, ...]) -> Found:
        if self.query.fold == "sum":
            number, figures, counted, of = self._sum(one.metric, year, places)
            return Found(one, year, number, self._unit(one), None, None, figures, counted=counted, of=of)
        numbers = [found.number for p in places if (found := self._measured(p, one.metric, year)).number is not None]
        due = sum(self.programme.community[place].start <= year for place in places)
        number = None
        if self.query.fold == "mean":
            number, _, _, _ = self._mean(one, year, places)
        elif numbers:
            keys = sorted(number.key for number in numbers)
            middle = len(keys) // 2
            number = Percent(keys[middle] if len(keys) % 2 else (keys[middle - 1] + keys[middle]) / 2)
        figures = tuple(f for p in places for f in self._measured(p, one.metric, year).figures)
        return Found(one, year, number, self._unit(one), None, None, figures, counted=len(numbers), of=due)

    def _mean(
        self, one: Measure, year: int, places: tuple[str, ...]
    ) -> tuple[Exact | None, tuple[Figure, ...], int, int]:
        """Give the mean of a figure; of a share Σ/Σ, never a mean of shares."""
        number, figures, counted, of = self._sum(one.metric, year, places)
        if number is None or one.metric in self.programme.derivation:
            return number, figures, counted, of
        return Percent(number.key / counted), figures, counted, of

    def _sum(
        self, metric: str, year: int, places: tuple[str, ...]
    ) -> tuple[Exact | None, tuple[Figure, ...], int, int]:
        """Add over the places that reported everything; a share is Σ/Σ. Coverage has no sum."""
        inputs = self.programme.inputs[metric]
        known = [place for place in places if self._known(place, inputs, year)]
        due = sum(self.programme.community[place].start <= year for place in places)
        found = (self.figures.get(place, code, year) for place in known for code in inputs)
        figures = tuple(figure for figure in found if figure is not None)
        reported = self.programme.metric.get(metric)
        if not known or (reported is not None and reported.kind == "percent" and self.query.fold != "mean"):
            return None, figures, len(known), due
        sums = [summed(f.value for f in figures if f.metric == code and f.value is not None) for code in inputs]
        number: Exact | None = share_of(*sums) if len(sums) > 1 else Given(sums[0])
        return number, figures, len(known), due

    def _unit(self, one: Measure) -> str:
        return self.programme.measure[one.metric].unit

    def _by_year(self, one: Measure) -> Iterable[Found]:
        """Order the years by a community's figure, or by the sum over all; only years that all of them reported."""
        named = self.query.places.codes
        places = named or self.base
        rows = []
        for year in self.query.years or self.figures.years():
            if len(named) == 1:
                rows.append(self._found(named[0], one, year))
                continue
            number, figures, counted, of = self._sum(one.metric, year, places)
            rows.append(Found(one, year, number, self._unit(one), None, None, figures, counted=counted, of=of))
        whole = [row for row in rows if row.number is not None and (row.of is None or row.counted == row.of)]
        part = [row for row in rows if row.counted and row.counted != row.of]
        return (*_ranked(whole, self.query.ascending), *part)

    def _by_authority(self) -> Iterable[Found]:
        one, year = self.query.measures[0], self._years()[-1]
        rows = []
        for authority, places in self.programme.of_authority.items():
            own = tuple(place for place in places if place in self.base)
            if own:
                number, figures, counted, of = self._sum(one.metric, year, own)
                rows.append(
                    Found(one, year, number, self._unit(one), None, authority, figures, counted=counted, of=of)
                )
        return _ranked(rows, self.query.ascending)


def _against_mean(condition: Condition | None) -> bool:
    return any(bound.against == MEAN for test in _tests(condition) for bound in test.bounds)


def _tests(condition: Condition | None) -> tuple[Test, ...]:
    match condition:
        case Test():
            return (condition,)
        case Joined(items=items):
            return tuple(test for item in items for test in _tests(item))
    return ()


def _over(held: Sequence[bool | None], every: bool) -> bool | None:
    """Join what holds: in every one or in some; what is unknown decides only where nothing else does."""
    settling = not every
    if settling in held:
        return settling
    return None if None in held else every


def _ranked(rows: Iterable[Found], ascending: bool) -> list[Found]:
    """Order by number, equals sharing a rank; those without one come last."""
    found = list(rows)
    known = [(order(row.number), row) for row in found if row.number is not None]
    known.sort(key=lambda pair: pair[0], reverse=not ascending)
    ranked: list[Found] = []
    for position, (key, row) in enumerate(known, 1):
        same = ranked and order(ranked[-1].number) == key  # type: ignore[arg-type]
        ranked.append(replace(row, rank=ranked[-1].rank if same else position))
    return [*ranked, *(row for row in found if row.number is None)]


def _extreme(rows: Sequence[Found], ascending: bool) -> Found:
    def by_number(row: Found) -> tuple[float, Fraction]:
        assert row.number is not None
        return order(row.number)

    return min(rows, key=by_number) if ascending else max(rows, key=by_number)


def _share(part: Exact | None, whole: Exact | None) -> Exact | None:
    if part is None or whole is None or whole.key == 0:
        return None
    return Percent(part.key / whole.key * 100)


def _ratio(number: Exact, other: Exact) -> Exact | None:
    return None if other.key == 0 else Percent(number.key / other.key)


def _difference(number: Exact, other: Exact) -> Exact:
    """Take one from another; of two reported figures, the difference is shown as they are."""
    if isinstance(number, Given) and isinstance(other, Given):
        return Given(summed((number.value, -other.value)))
    return Percent(number.key - other.key)
