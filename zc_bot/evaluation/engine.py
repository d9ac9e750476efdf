"""A query and the figures → its result: places chosen by exact comparison, the unknown kept apart from what fails.

Three-valued throughout: a condition holds, does not hold, or can't be told because a figure is lacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from zc_bot.evaluation.completeness import Period, choose, filled_from
from zc_bot.evaluation.conditions import Conditions, over
from zc_bot.evaluation.evaluator import Evaluator
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import Given, order
from zc_bot.evaluation.found import Found, ranked
from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.narrowing import based_on, wanted_for, years_behind
from zc_bot.evaluation.scope import judged_metrics
from zc_bot.parsing.query import (
    Condition,
    Joined,
    Judged,
    Measure,
    Query,
    Test,
    Top,
    metrics_of,
    tests_of,
    years_of,
)
from zc_bot.policy.programme import Programme


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found.

    chosen: the places that fulfil it, in their order; undecided: those of which it can't be told. rows: what was
    asked of them. figures: all that were looked at. means, medians: what places were held against. year, period:
    the year that answers, and how it was chosen where none was named. unknown: years of which it can't be told.
    """

    query: Query
    chosen: tuple[str, ...]
    undecided: tuple[str, ...]
    looked_at: int
    rows: tuple[Found, ...] = ()
    grounds: tuple[Found, ...] = ()
    figures: tuple[Figure, ...] = ()
    means: tuple[Found, ...] = ()
    medians: tuple[Found, ...] = ()
    year: int | None = None
    period: Period | None = None
    unknown: tuple[int, ...] = ()


def metrics_behind(programme: Programme, query: Query) -> tuple[str, ...]:
    """Return the reported metrics that a query needs; all that are judged where requirements are counted."""
    measures = [*query.measures, *(top.measure for top in query.places.orders)]
    measures += [query.at.measure] if query.at is not None else []
    named = [*(one.metric for one in measures), *metrics_of(query.places.where)]
    named += [code for one in measures for code in (one.per, *one.others) if code]
    if "" in named or _names_no_metric(query.places.where):
        named += judged_metrics(programme.requirements)
    return inputs_of(programme, dict.fromkeys(code for code in named if code))


def run(query: Query, programme: Programme, figures: Figures, chosen: Period | None = None) -> Result:
    """Answer a query from the figures of the communities and years behind it.

    chosen: the year that answers where the query names none; without it, it is found among the figures.
    """
    return _Run(query, programme, Evaluator(programme, figures, among=query.among), chosen).result()


def _names_no_metric(condition: Condition | None) -> bool:
    match condition:
        case Judged(metrics=metrics):
            return not metrics
        case Joined(items=items):
            return any(_names_no_metric(item) for item in items)
    return False


@dataclass
class _Run:
    """One execution, which settles on one year where none was named."""

    query: Query
    programme: Programme
    evaluator: Evaluator
    chosen: Period | None = None

    def result(self) -> Result:
        query, places = self.query, self.base
        if query.ask in {"years", "first_year"}:
            return self._years_result()
        left_of_first: tuple[str, ...] = ()
        if query.places.first is not None:
            among, left_of_first = self._first(places, query.places.first)
            places = tuple(one.community for one in among if one.community)
        if query.ask == "count" and (len(query.years) > 1 or query.ever):
            return self._counted(places)
        if query.ask == "count" and query.by == "authority":
            return self._counted_by_authority(places)
        chosen, undecided = self._fulfilling(places)
        undecided = (*undecided, *left_of_first)
        grounds: tuple[Found, ...] = ()
        if query.places.top is not None:
            grounds, left = self._first(chosen, query.places.top)
            chosen, undecided = tuple(one.community for one in grounds if one.community), (*undecided, *left)
        elif query.places.where is not None:
            grounds = tuple(self._grounds(chosen))
            by_place = isinstance(query.places.where, Test) and query.places.where.measure.view == "place"
            if query.ask == "places" and (query.ordered or by_place):
                grounds = tuple(ranked(grounds, query.ascending or by_place))
                chosen = tuple(one.community for one in grounds if one.community)
        rows = tuple(self._rows(chosen))
        self.evaluator.note(figure for row in rows for figure in row.figures)
        left = tuple(dict.fromkeys(undecided))
        return self._result(chosen, left, len(places), rows, grounds)

    def _counted(self, places: tuple[str, ...]) -> Result:
        """Count year by year those of which the condition holds; of how many it can't be told is left out."""
        years = self.query.years or self.evaluator.years
        rows = [self._count_in(places, year) for year in years]
        return self._result((), (), len(places), tuple(rows))

    def _counted_by_authority(self, places: tuple[str, ...]) -> Result:
        """Count among the communities of each authority."""
        year = self._year(())
        own = {
            office: tuple(place for place in codes if place in places)
            for office, codes in self.programme.of_authority.items()
        }
        rows = [replace(self._count_in(codes, year), authority=office) for office, codes in own.items() if codes]
        return self._result((), (), len(places), tuple(rows))

    def _count_in(self, places: tuple[str, ...], year: int) -> Found:
        condition = self.query.places.where
        assert condition is not None
        under_way = [place for place in places if self.programme.community[place].start <= year]
        held = [self.conditions.holds(condition, place, None if self.query.by else year) for place in under_way]
        known = sum(one is not None for one in held)
        number = Given(Decimal(sum(one is True for one in held))) if known else None
        return Found(Measure("", "met"), year, number, "", counted=known, of=len(under_way))

    def _result(
        self, chosen: tuple[str, ...], left: tuple[str, ...], looked_at: int, rows: tuple[Found, ...],
        grounds: tuple[Found, ...] = (), unknown: tuple[int, ...] = (),
    ) -> Result:
        over_years = self.query.ask in {"year", "years", "first_year"}
        period = None if over_years else self.period
        year = period.full.year if period else None
        found = self.evaluator
        read, means, medians = tuple(found.read.values()), tuple(found.means.values()), tuple(found.medians.values())
        return Result(
            self.query, chosen, left, looked_at, rows, grounds, read, means, medians, year, period, unknown
        )

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.evaluator, lambda: self._year(()))

    @cached_property
    def base(self) -> tuple[str, ...]:
        return based_on(self.query, self.programme)

    @cached_property
    def period(self) -> Period | None:
        """Choose the year that answers, among the figures of what is asked, unless every part names its own."""
        query, programme = self.query, self.programme
        if self.chosen is not None or years_behind(query, programme) is not None:
            return self.chosen
        wanted = wanted_for(query, programme, metrics_behind(programme, query))
        return choose(programme, wanted, filled_from(self.evaluator.figures), self.evaluator.years[::-1])

    def _year(self, named: Sequence[int]) -> int:
        if named:
            return named[-1]
        shared = years_of(self.query.places.where) or self.query.years
        if len(shared) == 1:
            return shared[0]
        return self.period.full.year if self.period else self.programme.first_year

    # Choosing places.

    def _fulfilling(self, places: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        condition = self.query.places.where
        if condition is None:
            return tuple(places), ()
        held = {place: self.conditions.holds(condition, place) for place in places}
        return tuple(p for p, it in held.items() if it), tuple(p for p, it in held.items() if it is None)

    def _first(self, places: Iterable[str], top: Top) -> tuple[tuple[Found, ...], tuple[str, ...]]:
        """Order places by a measure and keep the first few, equals together; those without a figure are left."""
        years = top.years or (self.evaluator.years if top.ever else (self._year(top.years),))
        best: list[Found] = []
        left = []
        for place in places:
            rows = (self.evaluator.found(place, top.measure, year) for year in years)
            known = [found for found in rows if found.number is not None]
            if known:
                best.append(_extreme(known, top.ascending))
            else:
                left.append(place)
        return tuple(one for one in ranked(best, top.ascending) if (one.rank or 0) <= top.count), tuple(left)

    def _grounds(self, chosen: Iterable[str]) -> Iterable[Found]:
        """Give the figures that the chosen were chosen by, where a condition tests some."""
        for place in chosen:
            looked_at: dict[tuple[Measure, int], None] = {}
            for test in tests_of(self.query.places.where):
                years = self.conditions.since_start(place)[-1:] if test.ever else test.years or (self._year(()),)
                for year in years:
                    beside = (replace(test.measure, metric=bound.metric) for bound in test.bounds if bound.metric)
                    looked_at |= {(one, year): None for one in (test.measure, *beside)}
            yield from (self.evaluator.found(place, one, year) for one, year in looked_at)

    # What is asked of them.

    def _rows(self, chosen: tuple[str, ...]) -> Iterable[Found]:
        query = self.query
        if query.ask == "year":
            return self._by_year(query.measures[0], query.years, query.ascending)
        if query.ask != "figures":
            return ()
        if query.at is not None:
            return self._in_topmost_year(query.at)
        if query.by == "authority":
            return self._by_authority(chosen)
        if query.over:
            years = query.years or self.evaluator.years
            return [self.evaluator.over_years(one, years, chosen, query.fold) for one in query.measures]
        if query.fold == "spread":
            return [row for one in query.measures for row in self.evaluator.spread(one, self._years()[0], chosen)]
        if query.groups:
            one, year = query.measures[0], self._years()[0]
            groups = ((group, self.evaluator.together(one, year, group, query.fold)) for group in query.groups)
            return [replace(row, places=group) for group, row in groups]
        if any(query.trim):
            return [row for year in self._years() for row in self._trimmed(query.measures[0], year, chosen)]
        if query.fold:
            return [
                self.evaluator.together(one, year, chosen, query.fold, query.other)
                for one in query.measures for year in self._years()
            ]
        rows = [row for one in query.measures for row in self._of(one, chosen)]
        if query.measures[0].view == "met" or (query.by and len(query.measures) == 1):
            return ranked(rows, query.ascending)
        return rows

    def _trimmed(self, one: Measure, year: int, places: Sequence[str]) -> Iterable[Found]:
        """Put together all but so many at the ends, and name those; with too few there is nothing in between."""
        rows = ranked([self.evaluator.found(place, one, year) for place in places], ascending=False)
        known = [row for row in rows if row.number is not None]
        first, last = self.query.trim[0], max(len(known) - self.query.trim[1], 0)
        between = known[first:last]
        left = [row.community for row in rows if row.community and (row.number is None or row in between)]
        if not between:
            yield Found(one, year, None, self.evaluator.unit(one), counted=0, of=len(rows))
            return
        yield self.evaluator.together(one, year, left, self.query.fold)
        yield from (*known[:first], *known[last:])

    def _years(self) -> tuple[int, ...]:
        return self.query.years or ((self._year(()),) if not self.query.ever else self.evaluator.years)

    def _of(self, one: Measure, chosen: tuple[str, ...]) -> Iterable[Found]:
        places = self.query.places
        whole = not (places.codes or places.is_described or self.query.by)
        if one.view == "average_growth":
            if whole or self._is_one_authority(chosen):
                return [self.evaluator.growth(one, chosen, self._last_year(one, chosen), None)]
            return [self.evaluator.found(place, one, self._last_year(one, (place,))) for place in chosen]
        found, other = self.evaluator.found, self.query.other
        return [found(place, one, year, other) for place in chosen for year in self._years()]

    def _is_one_authority(self, places: Sequence[str]) -> bool:
        """Tell whether several places are all of an authority's, which is looked at as one."""
        own = [codes for codes in self.programme.of_authority.values() if len(codes) > 1]
        return len(places) > 1 and set(places) in [set(codes) for codes in own]

    def _last_year(self, one: Measure, places: Sequence[str]) -> int:
        """Take the year named, or of a single community the latest that it reported."""
        if self.query.years:
            return self.query.years[-1]
        last = self._year(())
        if len(self.base) != 1:
            return last
        known = (y for y in reversed(self.evaluator.years) if self.evaluator.knows(places[0], one.metric, y))
        return next(known, last)

    def _years_result(self) -> Result:
        """Find the years in which a condition holds of one community."""
        (place,), condition = self.base[:1], self.query.places.where
        assert condition is not None
        if self.query.fold and isinstance(condition, Test):
            return self._years_of_all(condition)
        years = self.query.years or self.conditions.since_start(place)
        held = {year: self.conditions.holds(condition, place, year) for year in years}
        rows = [
            self.evaluator.found(place, test.measure, year)
            for year, holds in held.items() if holds
            for test in tests_of(condition)[:1] or (None,) if test is not None
        ]
        if not tests_of(condition):
            rows = [Found(Measure("", "met"), year, None, "", place) for year, holds in held.items() if holds]
        rows = rows[:1] if self.query.ask == "first_year" else rows
        unknown = tuple(year for year, holds in held.items() if holds is None)
        return self._result((place,), (), 1, tuple(rows), unknown=unknown)

    def _years_of_all(self, test: Test) -> Result:
        """Find the years in which it held of all together; only years that all of them reported can tell."""
        rows, unknown = [], []
        for year in self.query.years or self.evaluator.years:
            found = self.evaluator.together(test.measure, year, self.base, self.query.fold)
            if found.number is None or found.counted != found.of:
                unknown += [year] if found.counted else []
                continue
            held = [self.conditions.fits(found.number, bound, test.measure, year, "") for bound in test.bounds]
            rows += [found] if over(held, every=True) else []
        rows = rows[:1] if self.query.ask == "first_year" else rows
        self.evaluator.note(figure for row in rows for figure in row.figures)
        return self._result((), (), len(self.base), tuple(rows), unknown=tuple(unknown))

    def _in_topmost_year(self, at: Top) -> Iterable[Found]:
        """Give the year in which a figure was topmost, and what is asked of that year."""
        named = self.query.places.codes
        for best in self._by_year(at.measure, at.years, at.ascending):
            if best.rank != 1:
                continue
            yield replace(best, rank=None)
            for one in self.query.measures:
                if len(named) == 1:
                    yield self.evaluator.found(named[0], one, best.year)
                else:
                    yield self.evaluator.together(one, best.year, named or self.base, "sum")

    def _by_year(self, one: Measure, asked: tuple[int, ...], ascending: bool) -> Iterable[Found]:
        """Order the years by a community's figure, or by the sum over all; only years that all of them reported.

        How far one is from another is ordered by its size, whichever is above.
        """
        named = self.query.places.codes
        places = named or self.base
        rows = [
            self.evaluator.found(named[0], one, year, self.query.other)
            if len(named) == 1
            else self.evaluator.together(one, year, places, "sum")
            for year in asked or self.evaluator.years
        ]
        whole = [row for row in rows if row.number is not None and (row.of is None or row.counted == row.of)]
        part = [row for row in rows if row.counted and row.counted != row.of]
        if one.view == "difference":
            return (*_by_size(whole), *part)
        return (*ranked(whole, ascending), *part)

    def _by_authority(self, chosen: tuple[str, ...]) -> Iterable[Found]:
        one, year = self.query.measures[0], self._years()[-1]
        rows = []
        for authority, places in self.programme.of_authority.items():
            own = tuple(place for place in places if place in chosen)
            if own and one.view == "average_growth":
                rows.append(replace(self.evaluator.growth(one, own, year, None), authority=authority))
            elif own:
                rows.append(replace(self.evaluator.together(one, year, own, "sum"), authority=authority))
        return ranked(rows, self.query.ascending)


def _by_size(rows: Sequence[Found]) -> Iterable[Found]:
    """Order differences by how great they are, equals sharing a rank."""
    sizes = sorted({abs(row.number.key) for row in rows if row.number is not None}, reverse=True)
    found = (replace(row, rank=sizes.index(abs(row.number.key)) + 1) for row in rows if row.number is not None)
    return sorted(found, key=lambda row: row.rank or 0)


def _extreme(rows: Sequence[Found], ascending: bool) -> Found:
    def by_number(row: Found) -> tuple[float, Fraction]:
        assert row.number is not None
        return order(row.number)

    return min(rows, key=by_number) if ascending else max(rows, key=by_number)
