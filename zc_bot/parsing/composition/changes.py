"""What a follow-up puts in its place in the query before: another year, place or metric, or one more beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.query import Condition, Joined, Judged, Measure, Places, Query, Test, in_year, named_years
from zc_bot.values import dataclass

_HOW_MANY = re.compile("(?:几|多少)[个家座人]|(?<![a-z])how many(?![a-z])", re.IGNORECASE)
MOVING = frozenset({"change", "gain", "average_growth"})


@dataclass(frozen=True, slots=True)
class Before:
    """The question before: its query, the communities of its answer, the year it showed; joins: a word says 那…呢.

    parts: the numerator and the denominator of the share that was asked.
    """

    query: Query
    found: tuple[str, ...] = ()
    shown: int | None = None
    joins: bool = False
    text: str = ""
    parts: tuple[str, ...] = ()


def with_topic(before: Before, topic: Topic) -> Query | None:
    """Put what is named in its place: 那2023年呢, 换成海安, 高新占比呢, 2022年的从业人员."""
    if topic.slots - {*_CHANGES, "since"}:
        return None
    if topic.since is not None and not topic.years:
        return None
    if {"places", "metrics"} <= topic.slots and not before.joins:
        return None  # 通创从业人员 is a question of its own.
    query: Query | None = before.query
    for slot, change in _CHANGES.items():
        if slot in topic.slots and query is not None:
            query = change(replace(before, query=query), topic)
    return query


def _with_metrics(before: Before, topic: Topic) -> Query | None:
    query, codes = before.query, topic.metrics
    if "" in codes:
        return None
    if query.ask in {"places", "count"}:
        return _described_by(query, codes)
    if not query.measures or any(not one.metric for one in query.measures):
        return None
    first = query.measures[0]
    if first.view == "share" and _HOW_MANY.search(before.text) is not None:
        return replace(query, measures=tuple(map(Measure, codes)), fold="")  # 它有几个孵化器 asks for no share.
    measures = tuple(Measure(code, first.view, first.since) for code in codes)
    return replace(query, measures=measures)


def _described_by(query: Query, codes: tuple[str, ...]) -> Query | None:
    """Choose or order by another metric."""
    places = query.places
    if len(codes) != 1 or places.first is not None:
        return None
    if places.where is None and places.top is not None:
        top = replace(places.top, measure=replace(places.top.measure, metric=codes[0], per=""))
        return replace(query, places=replace(places, top=top))
    match places.where:
        case Judged(metrics=(_,)) if places.top is None:
            return replace(query, places=replace(places, where=replace(places.where, metrics=codes)))
    return None


def _with_years(before: Before, topic: Topic) -> Query | None:
    query, years = _of_single_years(before.query), topic.years
    if topic.ever:
        return _over_all_years(query)
    if query.ask == "year" and years == (before.shown,):
        return Query("figures", tuple(replace(one, since=None) for one in query.measures), query.places, years)
    if query.ask == "year":
        return replace(query, years=years) if len(years) > 1 else None
    if topic.since is not None:
        return _between_both(query, years, topic.since)
    if len(years) == 1:
        return _in_one_year(query, years[0])
    if query.ask != "figures" or query.places.is_described or query.ordered or (query.over and not query.fold):
        return None
    if any(one.view in MOVING for one in query.measures):
        if len(years) != 2 and (not topic.span or query.measures[0].view == "change"):
            return None
        measures = tuple(replace(one, since=min(years)) for one in query.measures)
        return replace(query, measures=measures, years=(max(years),))
    return replace(query, years=years, ever=False)


def _of_single_years(query: Query) -> Query:
    """Take what was added over years as it is in one: 2023年呢 asks of that year alone."""
    places = query.places
    measures = tuple(_of_one_year(one) for one in query.measures)
    top, first = (
        None if one is None else replace(one, measure=_of_one_year(one.measure)) for one in (places.top, places.first)
    )
    where = None if places.where is None else _tested_in_one_year(places.where)
    return replace(query, measures=measures, places=replace(places, where=where, top=top, first=first))


def _of_one_year(one: Measure) -> Measure:
    return Measure(one.metric) if one.view == "total" else one


def _tested_in_one_year(condition: Condition) -> Condition:
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_tested_in_one_year(item) for item in items))
        case Test(measure):
            return replace(condition, measure=_of_one_year(measure))
    return condition


def _between_both(query: Query, years: tuple[int, ...], since: int) -> Query | None:
    """24跟23的, after a change: between these two."""
    moving = query.ask == "figures" and all(one.view in MOVING or one.since is not None for one in query.measures)
    if not moving or not query.measures or len(years) != 1 or not since:
        return None
    measures = tuple(replace(one, since=since) for one in query.measures)
    return replace(query, measures=measures, years=years, ever=False)


def _over_all_years(query: Query) -> Query | None:
    plain = query.ask == "figures" and not query.places.is_described and not query.ordered and not query.over
    moving = any(one.view in MOVING or one.since is not None for one in query.measures)
    return replace(query, years=(), ever=True) if plain and not moving else None


def _in_one_year(query: Query, year: int) -> Query | None:
    """Ask of another year what named one year, several, or none."""
    if (moved := _moved_to(query, year)) is not None:
        return moved
    top = query.places.top
    counted = any(measure.since is not None or measure.view == "average_growth" for measure in query.measures)
    counted = counted or _counts_from(query.places.where) or query.over != ""
    if (len(named_years(query)) > 1 and query.places.is_described) or counted or (top is not None and top.ever):
        return None
    where = None if query.places.where is None else _without_years(query.places.where)
    places = replace(query.places, where=where, top=None if top is None else replace(top, years=()))
    return in_year(replace(query, places=places, years=(), ever=False), year)


def _moved_to(query: Query, year: int) -> Query | None:
    """Ask for the change on the year before of another year."""
    plain = not query.places.is_described and len(query.years) < 2 and not query.ever
    changes = [one for one in query.measures if one.view in {"change", "gain"}]
    if not plain or not changes or len(changes) < len(query.measures):
        return None
    usual = query.years[0] - 1 if query.years else None
    if any(one.since not in {None, usual} for one in changes):
        return None
    measures = tuple(replace(one, since=year - 1) for one in changes)
    return replace(query, measures=measures, years=(year,))


def _counts_from(condition: Condition | None) -> bool:
    """Tell whether a condition holds a year against another."""
    match condition:
        case Test(measure):
            return measure.since is not None
        case Joined(_, items):
            return any(_counts_from(item) for item in items)
    return False


def _without_years(condition: Condition) -> Condition:
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_without_years(item) for item in items))
    return replace(condition, years=())


def _with_places(before: Before, topic: Topic) -> Query | None:
    query, places = before.query, topic.places
    if places is None or places.where or places.orders:
        return None
    if places.without:
        return _without_some(query, places.without)
    if query.ask in {"figures", "verdict"} and query.places.codes and not query.places.is_described:
        if 0 < len({*places.codes} & {*query.places.codes}) < len(places.codes):
            return None  # 把苏通换成通州湾 names both.
        if query.other and (len(places.codes) != 1 or query.other in places.codes):
            return None
        among = query.among if {*places.codes} <= {*query.among} else ()
        return replace(query, places=Places(places.codes), among=among)
    ranked = query.ask == "figures" and query.ordered and query.by == "community" and not query.among
    if ranked and not query.places.is_described and len(places.codes) > 1:
        return replace(query, places=Places(places.codes))  # 只留海安、如皋: in the same order.
    if query.ask in {"year", "years", "first_year"} and len(places.codes) == 1:
        return replace(query, places=replace(query.places, codes=places.codes))
    return None


def _without_some(query: Query, without: tuple[str, ...]) -> Query | None:
    """Leave somebody out, who was named or is one of all."""
    places = query.places
    if places.codes:
        left = tuple(code for code in places.codes if code not in without)
        gone = len(places.codes) - len(left)
        return replace(query, places=replace(places, codes=left)) if left and gone == len(without) else None
    if query.ask not in {"figures", "places", "count"}:
        return None
    return replace(query, places=replace(places, without=tuple(dict.fromkeys((*places.without, *without)))))


def _with_by(before: Before, topic: Topic) -> Query | None:
    query = before.query
    plain = query.ask == "figures" and not query.places.is_described and not query.over and not query.other
    if not plain or len(query.measures) != 1:
        return None
    fold = "" if query.fold == "sum" else query.fold
    return None if fold else replace(query, by=topic.by, fold="", places=Places())  # type: ignore[arg-type]


_CHANGES: dict[str, Callable[[Before, Topic], Query | None]] = {
    "places": _with_places,
    "metrics": _with_metrics,
    "years": _with_years,
    "by": _with_by,
}
"""What each slot of a topic changes, in their order; a topic that says more is no such operation."""


_TOO = re.compile("也|同时|(?<![a-z])(?:as well|too|also)(?![a-z])")


def judged_on_too(before: Before, topic: Topic) -> Query | None:
    """Which ones met R3, and R4 as well: those that met both."""
    query = before.query
    where = query.places.where
    if _TOO.search(before.text) is None:
        return None
    plain = query.ask in {"places", "count"} and isinstance(where, Judged) and not query.places.orders
    if not plain or topic.slots != {"metrics"} or not isinstance(where, Judged):
        return None
    both = (where, replace(where, metrics=topic.metrics))
    return replace(query, ask="places", places=replace(query.places, where=Joined("and", both)))


def with_more(before: Before, topic: Topic) -> Query | None:
    """Put those named beside those before: 加上启东, 24年的也放一起, 孵化器也报一下."""
    query = before.query
    if query.ask not in {"figures", "verdict"} or query.places.is_described:
        return None
    if topic.slots == {"places"} and topic.named and query.places.codes:
        codes = tuple(dict.fromkeys((*query.places.codes, query.other, *topic.named)))
        if query.other:
            plain = tuple(replace(one, view="value", since=None) for one in query.measures)
            beside = replace(query, measures=plain, other="", places=Places(codes))
            return beside if query.other not in {"mean", "median"} else None
        codes = tuple(code for code in codes if code)
        return replace(query, places=Places(codes)) if len(codes) > len(query.places.codes) else None
    if topic.slots == {"years"} and topic.years and query.years and not query.over:
        if any(one.view in MOVING for one in query.measures) or (query.fold and query.places.codes):
            return None
        return replace(query, years=tuple(sorted({*query.years, *topic.years})), ordered=False)
    return None


def with_parts(before: Before, _: object) -> Query | None:
    """分子分母各多少: what a share was worked out of."""
    query = before.query
    plain = query.ask == "figures" and not query.fold and not query.places.is_described and query.places.codes
    if not plain or not before.parts or query.measures[0].view != "value":
        return None
    return replace(query, measures=tuple(Measure(code) for code in before.parts), ordered=False)
