"""How one figure is held against another: a community's, a sum's, the mean, the median, its own of another year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.questions import figures, gained
from zc_bot.parsing.composition.topics import MEAN, MEDIAN
from zc_bot.parsing.composition.values import Against, Chosen, Limit, Predicate, Relation, Topic
from zc_bot.parsing.query import Bound, Condition, Places, Query, Test


def by_how_many(against: Against, metric: str) -> Relation | None:
    merged = against.topic.merged(Topic(metrics=(metric,)))
    return None if merged is None else Relation("difference", against.code, topic=merged)


def gained_ahead(asked: str, held: tuple[Topic, Condition]) -> Query | None:
    """By what percent did Kaiyuan's output rise between 2023 and 2024."""
    topic = held[0]
    found = _between(topic) if len(topic.years) > 1 else None
    if found is not None:
        topic = replace(found[0], since=found[1])
    return gained(topic, asked) if topic.years else None


def gap_from(topic: Topic, against: Against) -> Query | None:
    """How much higher was Hai'an's share than Rugao's."""
    return related(topic, Relation("difference", against.code, topic=against.topic))


def divided_by(_: Any, topic: Topic) -> Relation | None:
    """能达的人数除以观音山的人数: by the same figure of another."""
    plain = topic.slots <= {"places", "metrics"} and len(topic.named) == 1
    return Relation("ratio", topic.named[0], topic=replace(topic, places=None)) if plain else None


def times_from(topic: Topic, against: Against) -> Query | None:
    """How many times bigger is Jianghai than Sutong."""
    return related(topic, Relation("ratio", against.code, topic=against.topic))


def apart_and_which(query: Query, _: Any) -> Query | None:
    """差多少，谁大: how far apart says it."""
    return query if query.other and [one.view for one in query.measures] == ["difference"] else None


def apart_in_years(query: Query, topic: Topic) -> Query | None:
    """…差多少，22、23、24逐年; 差距，24年比23年: the same difference in each of several years."""
    plain = apart_and_which(query, None) is not None and query.places.codes and not query.fold
    if not plain or topic.slots - {"years", "since", "yearly"} or query.ever:
        return None
    since = topic.since if topic.since != 0 else min(topic.years or query.years, default=1) - 1
    years = tuple(sorted({*query.years, *topic.years, *((since,) if since else ())}))
    if len(years) < 2:
        return replace(query, ever=True) if topic.yearly and not years else None
    return replace(query, years=years)


def apart_since(query: Query, since: int) -> Query | None:
    """…差多少人，比23年: and in the year that it is held against."""
    later = since and query.years and since >= max(query.years)
    return None if later else apart_in_years(query, Topic(since=since))


def wider_or_narrower(query: Query, way: Any) -> Query | None:
    """…大了还是小了: the differences of both years say it; 拉大还是缩小 with no year those of all there are."""
    apart = apart_and_which(query, None)
    if apart is None or len(query.years) > 1:
        return apart
    of_all_years = way == "wider" and query.places.codes and not (query.years or query.fold)
    return replace(query, ever=True) if of_all_years else None


def above_by(predicate: Predicate, _: Any) -> Relation | None:
    """高出家纺多少: how far from another, whichever is above."""
    match predicate.limits:
        case (Limit(sign="<" | ">", amount=None, against=code),):
            return Relation("difference", code)
    return None


def whether(held: tuple[Topic, Condition]) -> Query | None:
    """海安的产值高于平均吗: how far it is from what it is held against."""
    topic, condition = held
    match condition:
        case Test(bounds=(Bound(sign="<" | ">" | "<=" | ">=", value=None, against=code),)) if code:
            return related(topic, Relation("difference", code))
    return None


def multiplied(topic: Topic, times: int) -> Query | None:
    """产值从2020到2024翻番了没: how many times its own figure of the earlier year it is."""
    found = _between(topic)
    return None if found is None else related(found[0], Relation("ratio", since=found[1]))


def _between(topic: Topic) -> tuple[Topic, int] | None:
    """Part two years into the later one that is spoken of and the earlier that it is held against."""
    if topic.since:
        return replace(topic, since=None), topic.since
    if len(topic.years) < 2 or topic.every is not None:
        return None
    return replace(topic, years=(max(topic.years),), several=False, span=False), min(topic.years)


def by_how_much(against: Against, _: Any) -> Relation:
    return Relation("difference", against.code, topic=against.topic)


def so_many_times(topic: Topic, _: Any) -> Relation | None:
    """是观音山的几倍, 是2018年的几倍."""
    if topic.slots == {"places"} and len(topic.named) == 1:
        return Relation("ratio", topic.named[0])
    if topic.slots == {"years"} and len(topic.years) == 1:
        return Relation("ratio", since=topic.years[0])
    return None


def times_of_two(topic: Topic, _: Any) -> Query | None:
    """Nengda against Tongzhou Bay, how many times: the first by the second; 2024比2018翻了几番: by the first year."""
    if len(topic.named) < 2 and not topic.by and (found := _between(topic)) is not None:
        return related(found[0], Relation("ratio", since=found[1]))
    if len(topic.named) != 2 or topic.since is not None:
        return None
    one, other = topic.named
    return related(replace(topic, places=Places((one,))), Relation("ratio", other))


def times_ahead(_: Any, topic: Topic) -> Relation | None:
    return so_many_times(topic, None)


def related(topic: Topic, relation: Relation) -> Query | None:
    """Hold one figure of one community, or of the city against its own of another year, against another."""
    merged = topic.merged(relation.topic)
    query = None if merged is None else figures(merged)
    if query is None or len(query.measures) != 1 or query.by or query.ever:
        return None
    if len(query.years) > 1 and (relation.since is not None or len(query.places.codes) != 1):
        return None
    if query.measures[0].view not in {"value", "met"}:
        return None
    if query.places.is_described:
        return _of_the_first_few(query, relation)
    if query.measures[0].per and relation.view != "ratio":
        return None
    measure = replace(query.measures[0], view=relation.view)
    if relation.since is not None:
        whole = query.fold == "sum" and not query.over
        if not (len(query.places.codes) == 1 or whole) or not query.years or query.years[0] <= relation.since:
            return None
        return replace(query, measures=(replace(measure, since=relation.since),))
    if len(query.places.codes) != 1 or query.places.codes[0] == relation.other or query.fold:
        return None
    return replace(query, measures=(measure,), other=relation.other)


def set_against(chosen: Chosen, relation: Relation) -> Query | None:
    """从业人员前五的社区比平均高多少: by the figure that they are the first of."""
    top = chosen.places.top
    if top is None or top.measure.view != "value" or not top.measure.metric or relation.topic.metrics:
        return None
    return related(Topic(chosen.places, (top.measure.metric,), top.years), relation)


def _of_the_first_few(query: Query, relation: Relation) -> Query | None:
    """从业人员前五的社区比平均高多少: how far each of the first few is from the mean of all."""
    places = query.places
    ordered = places.top is not None and not (places.where or places.without or places.first or query.fold)
    if not ordered or relation.view != "difference" or relation.since is not None or query.measures[0].per:
        return None
    if relation.other not in {MEAN, MEDIAN}:
        return None
    return replace(query, measures=(replace(query.measures[0], view="difference"),), other=relation.other)


def sum_against(topic: Topic, relation: Relation) -> Query | None:
    """港闸跟观音山合起来比通创多几家: the sum of several against one."""
    merged = topic.merged(relation.topic)
    if merged is None or merged.fold != "sum" or len(merged.named) < 2 or relation.view != "difference":
        return None
    query = figures(merged)
    if query is None or query.over or len(query.years) > 1 or query.ever or len(query.measures) != 1:
        return None
    if query.measures[0].view != "value" or relation.since is not None or relation.other in merged.named:
        return None
    return replace(query, measures=(replace(query.measures[0], view="difference"),), other=relation.other)


def sum_whether(topic: Topic, predicate: Predicate) -> Query | None:
    """两家加起来超过能达没有: how far the sum is from it; 够30万方吗: the sum itself."""
    if topic.fold != "sum" or len(topic.named) < 2 or not topic.metrics:
        return None
    match predicate.limits:
        case (Limit(amount=None, against=code),) if code:
            return sum_against(topic, Relation("difference", code))
        case (Limit(against=""),):
            return figures(topic)
    return None


def relation_with(relation: Relation, topic: Topic) -> Relation | None:
    """Above or below average on start-ups for 2024: what is compared stands behind."""
    if topic.places is not None or topic.whole or topic.fold:
        return None
    merged = relation.topic.merged(topic)
    return None if merged is None else replace(relation, topic=merged)


def from_mean(_: Any, __: Any) -> Relation:
    return Relation("difference", MEAN)


def from_median(_: Any, __: Any) -> Relation:
    return Relation("difference", MEDIAN)


def against_many(_: Any, topic: Topic) -> Topic | None:
    """比海门和启东加起来: the sum of several, with whatever else is said of it."""
    return topic if topic.fold == "sum" and len(topic.named) > 1 else None


def one_against_sum(topic: Topic, many: Topic) -> Query | None:
    """如皋总产值比海门和启东加起来多吗: how far their sum is above it."""
    if len(topic.named) != 1 or topic.fold or topic.view != "value":
        return None
    merged = replace(topic, places=None).merged(many)
    return None if merged is None else sum_against(merged, Relation("difference", topic.named[0]))


def apart(topic: Topic, _: Any) -> Query | None:
    """两家差多少: the first against the second; 18年和24年差多少: the last year against the first."""
    if len(topic.named) < 2 and not topic.by and (len(topic.years) == 2 or topic.span or topic.since):
        return gained(topic, "")
    if len(topic.named) != 2 or topic.since is not None:
        return None
    one, other = topic.named
    return related(replace(topic, places=Places((one,))), Relation("difference", other))


def apart_by_unit(topic: Topic, metric: str) -> Query | None:
    """能达跟观音山差多少人: what it is counted in names the metric where nothing else does."""
    merged = topic.merged(Topic(metrics=(metric,)))
    return None if merged is None else apart(merged, None)


def apart_ahead(_: Any, topic: Topic) -> Query | None:
    return apart(topic, None)
