"""A composed question asked again of what the next one names: 那2018年呢, 江海呢, 初创企业呢."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.query import Condition, Joined, Places, Query, Test, in_year, named_years
from zc_bot.policy.programme import Programme


def resumed(query: Query, topic: Topic, programme: Programme) -> Query | None:
    """Put the one thing that is named in its place; None where the query has no single place for it."""
    found = None
    if topic.slots == {"years"} and len(topic.years) == 1:
        found = _in_another_year(query, topic.years[0])
    elif topic.slots == {"places"} and len(topic.named) == 1 and len(query.places.codes) == 1:
        named = not query.places.is_described and topic.named[0] != query.other
        found = replace(query, places=Places(topic.named)) if named else None
    elif topic.slots == {"metrics"} and len(topic.metrics) == 1 and len(query.measures) == 1:
        measure = replace(query.measures[0], metric=topic.metrics[0])
        found = replace(query, measures=(measure,)) if query.measures[0].metric else None
    return None if found is None else settled(found, programme)


def _in_another_year(query: Query, year: int) -> Query | None:
    """Ask of another year what named one year or none; of spans and of several years nobody knows which is meant."""
    top = query.places.top
    if (moved := _moved_to(query, year)) is not None:
        return moved
    counted = any(measure.since is not None or measure.view == "average_growth" for measure in query.measures)
    counted = counted or _counts_from(query.places.where)
    if len(named_years(query)) > 1 or counted or query.ever or query.ask == "year" or (top is not None and top.ever):
        return None
    where = None if query.places.where is None else _without_years(query.places.where)
    places = replace(query.places, where=where, top=None if top is None else replace(top, years=()))
    return in_year(replace(query, places=places, years=()), year)


def _moved_to(query: Query, year: int) -> Query | None:
    """Ask for the change on the year before of another year."""
    plain = not query.places.is_described and len(query.years) == 1
    changes = [one for one in query.measures if one.view in {"change", "gain"}]
    if not plain or not changes or len(changes) < len(query.measures):
        return None
    if any(one.since not in {None, query.years[0] - 1} for one in changes):
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
