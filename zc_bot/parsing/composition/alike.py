"""What is answered alike is one question, however it was said: the form in which two readings are compared."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.query import Condition, Joined, Measure, Query, Test, Top


def alike(query: Query) -> Query:
    """Take as one what is answered alike.

    A row of an authority is a sum, a change is said in both its ways and counts from the year before unless another
    is named, all are listed in order anyway, those that are counted are named, and what holds in one year and in
    another holds in both.
    """
    places = query.places
    moved = tuple(_base(_moved(one), query.years) for one in query.measures)
    chosen = replace(
        places, where=None if places.where is None else _condition(places.where), top=_top(places.top),
        first=_top(places.first),
    )
    query = replace(query, measures=moved, places=chosen)
    listed = query.ordered or (query.ask == "figures" and not (query.places.codes or len(query.years) > 1))
    if query.by == "community" and listed and not query.fold:
        query = replace(query, by="", ordered=False, ascending=False)
    if query.by == "authority" and not query.ascending:
        query = replace(query, ordered=False)  # Authorities are told in their order anyway.
    if query.ask == "count" and not query.years:
        query = replace(query, ask="places")  # How many there are is said with their names.
    return replace(query, fold="") if query.by == "authority" and query.fold == "sum" else query


def _moved(measure: Measure) -> Measure:
    return replace(measure, view="change") if measure.view == "gain" else measure


def _base(measure: Measure, years: tuple[int, ...]) -> Measure:
    """Leave out the year that a change counts from where it is the one before anyway."""
    counts_from_before = measure.view in {"change", "gain"} and len(years) == 1 and measure.since == years[0] - 1
    return replace(measure, since=None) if counts_from_before else measure


def _top(top: Top | None) -> Top | None:
    return top if top is None else replace(top, measure=_base(top.measure, top.years))


def _condition(condition: Condition) -> Condition:
    match condition:
        case Test(measure, years=years):
            return replace(condition, measure=_base(measure, years))
        case Joined("and", items):
            return _in_all_years(tuple(_condition(item) for item in items))
        case Joined("or", items):
            return Joined("or", tuple(_condition(item) for item in items))
    return condition


def _in_all_years(items: tuple[Condition, ...]) -> Condition:
    """Read 2023年下降，而且2024年下降 as 2023年、2024年都下降."""
    tests = [item for item in items if isinstance(item, Test) and len(item.years) == 1 and not item.ever]
    same = len(tests) == len(items) and len({(one.measure, one.bounds) for one in tests}) == 1
    years = tuple(sorted(year for one in tests for year in one.years))
    return replace(tests[0], years=years, every=True) if same else Joined("and", items)
