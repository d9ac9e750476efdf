"""Which places and years a query looks at: no figure of others is loaded, however many communities there are."""

from __future__ import annotations

from collections.abc import Iterator

from zc_bot.evaluation.completeness import Unit, Wanted
from zc_bot.evaluation.found import MEAN, MEDIAN
from zc_bot.parsing.query import Condition, Joined, Judged, Measure, Query, Test, in_year, tests_of
from zc_bot.policy.programme import Programme

_AMONG_ALL = frozenset({"share", "place", "climb"})
"""Looked at so, a figure is held against those of all communities."""
_OF_PLACES = frozenset({"places", "count", "responsible"})
"""What is asked of a set needs no year but those of its conditions and orders."""


def concerned(query: Query, programme: Programme) -> tuple[str, ...]:
    """Return the communities that the answer rests on: all where one is held against the whole."""
    whole = any(measure.view in _AMONG_ALL for measure in query.measures)
    whole = whole or query.other in {MEAN, MEDIAN}
    whole = whole or any(measure.view in _AMONG_ALL for measure in _choosing(query))
    if whole or _against_all(query.places.where):
        return tuple(programme.community)
    base = based_on(query, programme)
    return (*base, query.other) if query.other else base


def based_on(query: Query, programme: Programme) -> tuple[str, ...]:
    """Return the communities among which is chosen: those named or all, less those excluded."""
    wanted = query.places.codes or tuple(programme.community)
    return tuple(code for code in wanted if code not in query.places.without)


def places_behind(query: Query) -> tuple[str, ...] | None:
    """Return the communities whose figures a query needs; None: all of them."""
    looked_at = {measure.view for measure in (*query.measures, *_choosing(query))}
    of_all = query.other in {MEAN, MEDIAN} or _against_all(query.places.where)
    if not query.places.codes or looked_at & _AMONG_ALL or of_all:
        return None
    against = (bound.against for test in tests_of(query.places.where) for bound in test.bounds)
    return tuple(dict.fromkeys(code for code in (*query.places.codes, query.other, *against) if code))


def years_behind(query: Query, programme: Programme, chosen: int | None = None) -> tuple[int, ...] | None:
    """Return the years whose figures a query needs; None: all there are.

    chosen: the year that answers where the query names none.
    """
    if _looks_back(query, programme) or (query.over and not query.years):
        return None
    whole = query if chosen is None else in_year(query, chosen)
    parts = [*_years_of_leaves(whole.places.where), *(top.years for top in whole.places.orders)]
    if whole.years or whole.ask not in _OF_PLACES:
        parts.append(whole.years)
    if not parts or not all(parts):
        return None
    years = {year for part in parts for year in part}
    measures = (*whole.measures, *_choosing(whole))
    if any(one.view in {"change", "gain", "climb"} and one.since is None for one in measures):
        years |= {year - 1 for year in years}
    return tuple(sorted(years | {one.since for one in measures if one.since is not None}))


def year_to_choose(query: Query, programme: Programme, inputs: tuple[str, ...]) -> Wanted | None:
    """Say what must be there for a year to answer; None where every part names its own, or all years are looked at.

    inputs: the reported metrics behind the query.
    """
    if _looks_back(query, programme) or years_behind(query, programme) is not None:
        return None
    return wanted_for(query, programme, inputs)


def wanted_for(query: Query, programme: Programme, inputs: tuple[str, ...]) -> Wanted:
    """Say what must be there for a year to answer a query that names none."""
    against = [bound.against for test in tests_of(query.places.where) for bound in test.bounds]
    held = tuple(code for code in dict.fromkeys((*against, query.other)) if code in programme.community)
    counted: Unit = "figures" if _judges_all(query) else "communities"
    return Wanted(concerned(query, programme), inputs, counted, measures=held)


def _judges_all(query: Query) -> bool:
    """Tell whether all that is asked is of all the requirements, met or how many: the year is then the board's."""
    measures = (*query.measures, *_choosing(query))
    judged = [*_judged(query.places.where)]
    of_all = bool(judged) or any(one.view == "met" for one in measures)
    return of_all and query.at is None and not any(judged) and not any(one.metric for one in measures)


def _choosing(query: Query) -> tuple[Measure, ...]:
    """Return the measures by which communities are chosen."""
    tested = (test.measure for test in tests_of(query.places.where))
    return (*tested, *(top.measure for top in query.places.orders))


def _looks_back(query: Query, programme: Programme) -> bool:
    """Tell whether years count that the query does not name: all there are, or the base of an average growth.

    A total goes back to a start; the year in which something was topmost, and that of which authorities' counts are
    told, are found among all.
    """
    measures = (*query.measures, *_choosing(query))
    ever = query.ever or query.at is not None or (query.ask == "count" and bool(query.by))
    ever = ever or any(top.ever for top in query.places.orders)
    ever = ever or any(test.ever for test in tests_of(query.places.where))
    growing = {item.code for item in programme.derived if item.of is not None}
    grown = {item.of for item in programme.derived if item.of is not None}
    judged = {code for metrics in _judged(query.places.where) for code in metrics or ("",)}
    if query.ask == "verdict":
        judged |= {one.metric for one in query.measures} or {""}
    asked = {code for one in measures for code in (one.metric, one.per, *one.others)}
    by_average = any(one.view in {"average_growth", "total"} for one in measures)
    all_judged = "" in judged or any(one.metric == "" or one.view == "met" for one in measures)
    return ever or by_average or all_judged or bool(asked & growing) or bool(judged & (growing | grown))


def _judged(condition: Condition | None) -> Iterator[tuple[str, ...]]:
    match condition:
        case Judged(metrics=metrics):
            yield metrics
        case Joined(items=items):
            for item in items:
                yield from _judged(item)


def _years_of_leaves(condition: Condition | None) -> Iterator[tuple[int, ...]]:
    """Give the years of each comparison and verdict."""
    match condition:
        case Test(years=years) | Judged(years=years):
            yield years
        case Joined(items=items):
            for item in items:
                yield from _years_of_leaves(item)


def _against_all(condition: Condition | None) -> bool:
    return any(bound.against in {MEAN, MEDIAN} for test in tests_of(condition) for bound in test.bounds)
