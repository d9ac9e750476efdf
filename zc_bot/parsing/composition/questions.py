"""How topics, conditions and sets become questions: figures, folds, places, relations, years, who is responsible."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.conditions import in_years, moved, tested, within
from zc_bot.parsing.composition.values import Against, Chosen, Limit, Predicate, Relation, Said, Topic
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import (
    Ask,
    Condition,
    Fold,
    Joined,
    Judged,
    Outcome,
    Places,
    Query,
    Test,
    tests_of,
    years_of,
)

# Sets asked for, counted, or looked after.


def places_query(chosen: Chosen) -> Query | None:
    return Query("places", places=chosen.places)


def alone(said: Said) -> Query:
    return Query("places", places=Places(where=said.condition))


def count(chosen: Chosen, _: Any) -> Query | None:
    """Count a set; of the first few it is known how many they are: 从业人员最少有多少 asks for the figure."""
    return None if chosen.places.top is not None else Query("count", places=chosen.places)


def of_a_year(topic: Topic, _: Any) -> tuple[int, ...] | None:
    """20年几家: how many in that year."""
    return topic.years if topic.slots == {"years"} and len(topic.years) == 1 else None


def of_a_year_ahead(_: Any, topic: Topic) -> tuple[int, ...] | None:
    return of_a_year(topic, None)


def of_years(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...] | None:
    years = (*first, *second)
    return years if len(set(years)) == len(years) else None


def count_by_year(chosen: Chosen, years: tuple[int, ...]) -> Query | None:
    """达标的社区，20年几家，24年几家: counted anew in each year."""
    places = chosen.places
    if places.orders or places.where is None or years_of(places.where) or len(years) < 2:
        return None
    return Query("count", places=places, years=years)


def count_again(query: Query, years: tuple[int, ...]) -> Query | None:
    """2022年有几个达标，2024年又有几个: the same count in another year."""
    where = query.places.where
    if query.ask != "count" or where is None or query.places.orders or query.years:
        return None
    named = years_of(where)
    plain = _timeless(where) if len(named) == 1 and not set(named) & set(years) else None
    if plain is None:
        return None
    return Query("count", places=replace(query.places, where=plain), years=(*named, *years))


def count_said(said: Said, _: Any) -> Query:
    return Query("count", places=Places(where=said.condition))


def count_ahead(_: Any, said: Said) -> Query:
    return Query("count", places=Places(where=said.condition))


def count_set_ahead(_: Any, chosen: Chosen) -> Query | None:
    return None if chosen.asked else count(chosen, None)


def count_within(chosen: Chosen, said: Said) -> Query | None:
    """前五名里有几个达标."""
    found = within(chosen, said)
    return None if found is None else Query("count", places=found.places)


def responsible(chosen: Chosen, _: Any) -> Query | None:
    return Query("responsible", places=chosen.places)


def responsible_ahead(_: Any, chosen: Chosen) -> Query | None:
    return Query("responsible", places=chosen.places)


# Figures.


def figures(topic: Topic) -> Query | None:
    """Ask for figures, put together as is said; of the whole city they are added."""
    if not topic.metrics or topic.every is not None:
        return None
    found = topics.measures(topic)
    if found is None:
        return None
    measures, years = found
    places = topic.places or Places()
    if topic.view == "place" and (not topic.named or topic.fold or topic.ever):
        return None
    query = Query("figures", measures, places, years, topic.ever, by=topic.by)  # type: ignore[arg-type]
    if topic.yearly and topic.fold != "mean":
        yearly = _year_by_year(query)
        return None if yearly is None else _put_together(yearly, topic)
    return _put_together(query, topic)


def _year_by_year(query: Query) -> Query | None:
    """逐年: of each year named, or of all."""
    if any(one.view == "average_growth" for one in query.measures):
        return None
    if len(query.years) > 1:
        return query
    return None if query.years or query.ever else replace(query, ever=True)


def _put_together(query: Query, topic: Topic) -> Query | None:
    """Put communities together; what one of them, or the whole city, has of several years over those."""
    fold, several = topic.fold, len(query.years) > 1 or query.ever
    moving = query.measures[0].view in {"change", "gain"}
    together = len(query.places.codes) > 1 or query.places.is_described
    if query.measures[0].view == "share":
        shared = fold in {"", "sum"} and not (together and several)
        adds = fold == "sum" or (together and topic.places is not None and bool(topic.fold))
        return replace(query, fold="sum" if adds else "") if shared else None
    if not fold:
        adds = topic.whole and query.measures[0].view in {"change", "gain", "value"} and not query.by
        return replace(query, fold="sum") if adds else query
    if query.by == "authority":
        return replace(query, fold="sum") if fold == "sum" else None
    if moving and fold == "sum" and not query.by:
        return replace(query, fold="sum")
    if query.measures[0].view != "value" or (topic.yearly and not several):
        return None
    alone = len(query.places.codes) == 1 or (topic.whole and (fold == "sum" or topic.yearly))
    if several and not (alone and not topic.by):
        return None
    return replace(query, fold=fold, over="years" if several and not _is_city_sum(topic, fold) else "", by="")


def _is_city_sum(topic: Topic, fold: Fold) -> bool:
    """历年全市合计: the sums of each year, a row each."""
    return fold == "sum" and topic.yearly


def gained(topic: Topic, asked: str) -> Query | None:
    """比2023年多了多少: by how much, in its own unit; 增长百分之几 in per cent."""
    found = topics.viewed(topic, "change" if asked == "percent" else "gain")
    return None if found is None else figures(found)


def gained_by_unit(topic: Topic, metric: str) -> Query | None:
    """能达2023年比2022年多出来多少人: what is asked for names its metric, where nothing else does."""
    merged = topic.merged(Topic(metrics=(metric,)))
    return None if merged is None or merged.since is None else gained(merged, "")


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


def each_apart(query: Query, _: Any) -> Query | None:
    """分别: a row each, as figures are shown anyway; verdicts of several years are not."""
    return query if query.ask == "figures" and not query.fold else None


def compared_side_by_side(topic: Topic, ascending: bool) -> Query | None:
    """哪个高: those named, in their order."""
    named = len(topic.named) > 1 and not topic.fold
    found = figures(topic) if named and len(topic.metrics) == 1 and not topic.by else None
    if found is None or len(found.years) > 1:
        return None
    return replace(found, by="community", ascending=ascending, ordered=True)


def amounts_shown(chosen: Chosen, _: Any) -> Chosen | None:
    """下降的社区，降了多少也列出来: what was chosen by a change shows it anyway."""
    tests = tests_of(chosen.places.where)
    moving = [one.measure.view for one in tests] + [top.measure.view for top in chosen.places.orders]
    return chosen if {"change", "gain"} & set(moving) else None


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


def moved_which_way(topic: Topic, _: Any) -> Query | None:
    """比上年高了还是低了: by how much it moved."""
    return None if topic.since is None else gained(topic, "")


def moved_side_by_side(topic: Topic, sign: str) -> Query | None:
    """哪个涨得快: those named, by their change."""
    found = topics.viewed(topic, "change")
    return None if found is None else compared_side_by_side(found, sign == "<")


def more_of(topic: Topic, sign: str) -> tuple[Topic, bool]:
    return topic, sign == "<"


def side_by_side_of(topic: Topic, more: tuple[Topic, bool]) -> Query | None:
    """海门跟如皋哪个战新投资大."""
    merged = topic.merged(more[0])
    return None if merged is None else compared_side_by_side(merged, more[1])


def in_order(chosen: Chosen, ascending: bool) -> Query | None:
    """从多到少: the communities that were chosen, in the order of what they were chosen by."""
    if chosen.places.top is not None or not isinstance(chosen.places.where, Test):
        return None
    return Query("places", places=chosen.places, ascending=ascending, ordered=True)


def said_in_order(said: Said, ascending: bool) -> Query | None:
    return in_order(Chosen(Places(where=said.condition)), ascending)


def year_of_set(_: Any, chosen: Chosen) -> Query | None:
    """哪一年总产值最高: of the city, or of whom is named before it."""
    top = chosen.places.top
    if top is None or top.count != 1 or chosen.places.where is not None or chosen.places.without or top.ever:
        return None
    return Query("year", (top.measure,), Places(chosen.places.codes), top.years, ascending=top.ascending)


def compared_side_by_side_ahead(ascending: bool, topic: Topic) -> Query | None:
    return compared_side_by_side(topic, ascending)


def ranked(query: Query, ascending: bool) -> Query | None:
    """排名: row by row, in their order."""
    added = query.fold and query.by != "authority"
    if query.ask != "figures" or added or query.other or len(query.measures) != 1 or len(query.years) > 1:
        return None
    ascending = ascending or query.ascending  # 从小到大排一排 says it once.
    return replace(query, by=query.by or "community", ascending=ascending, ordered=True)


def ranked_ahead(ascending: bool, query: Query) -> Query | None:
    return ranked(query, ascending)


def ranked_rows(topic: Topic, ascending: bool) -> Query | None:
    """哪个区总产值最高: rows of authorities, the topmost first."""
    found = figures(topic) if topic.by == "authority" and len(topic.metrics) == 1 else None
    return None if found is None else replace(found, ascending=ascending, ordered=True)


# Relations.


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
    """Nengda against Tongzhou Bay, how many times: the first by the second."""
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
    if query is None or len(query.measures) != 1 or len(query.years) > 1 or query.by or query.ever:
        return None
    if query.measures[0].view not in {"value", "met"} or query.places.is_described:
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
    """两家差多少: the first against the second."""
    if len(topic.named) != 2 or topic.since is not None:
        return None
    one, other = topic.named
    return related(replace(topic, places=Places((one,))), Relation("difference", other))


def apart_ahead(_: Any, topic: Topic) -> Query | None:
    return apart(topic, None)


# Years.


def which_year(topic: Topic, ascending: bool) -> Query | None:
    if len(topic.metrics) != 1 or topic.since is not None or topic.every is not None or topic.by:
        return None
    if topic.yearly or (topic.fold and not (topic.fold == "sum" and topic.whole)):
        return None
    if (topic.places is not None and topic.places.is_described) or topic.view not in {"value", "change", "gain"}:
        return None
    measures = topics.measures(replace(topic, years=(), several=False))
    if measures is None:
        return None
    return Query("year", measures[0], topic.places or Places(), topic.years, ascending=ascending)


def which_year_ahead(ascending: bool, topic: Topic) -> Query | None:
    return which_year(topic, ascending)


def extreme_year(_: Any, ascending: bool) -> bool:
    return ascending


def extreme_year_behind(ascending: bool, _: Any) -> bool:
    return ascending


def first_time(kind: str, predicate: Predicate) -> tuple[str, Predicate] | None:
    return (kind, predicate)


def in_which_years(topic: Topic, asked: tuple[str, Predicate]) -> Query | None:
    """家纺哪几年新增企业不到40家: the years in which a condition holds of one community."""
    kind, predicate = asked
    plain = replace(topic, places=None, years=(), several=False)
    said = tested(plain, predicate) if topic.metrics else None
    return None if said is None else _years_of(topic, said.condition, kind)


def years_whose(kind: str, topic: Topic) -> tuple[str, Topic] | None:
    """In which years did Rugao's share …: whose it is stands before what held."""
    return (kind, topic) if len(topic.named) == 1 and len(topic.metrics) == 1 else None


def when_whose(_: Any, topic: Topic) -> Topic | None:
    return topic if topic.slots == {"places"} and len(topic.named) == 1 else None


def first_whose(topic: Topic, ascending: bool) -> Topic | None:
    """When did Hai'an first …: 'first' is a superlative elsewhere."""
    return None if ascending else topic


def when_it_first(topic: Topic, said: Said) -> Query | None:
    return of_which_years(topic, ("first", said))


def years_of_whom(kind: str, topic: Topic) -> tuple[str, Topic] | None:
    return (kind, topic) if topic.slots == {"places"} and len(topic.named) == 1 else None


def years_of_whom_held(whose: tuple[str, Topic], said: Said) -> Query | None:
    return of_which_years(whose[1], (whose[0], said))


def held_of(topic: Topic, predicate: Predicate) -> tuple[Topic, Condition] | None:
    """苏通总产值盖过通州湾: a condition of one that is named, for which years are asked."""
    if len(topic.named) != 1 or len(topic.metrics) != 1 or topic.every is not None or topic.ever:
        return None
    plain = replace(topic, places=None, years=(), several=False)
    said = tested(plain, predicate)
    return None if said is None else (topic, said.condition)


def moved_of(topic: Topic, sign: Any) -> tuple[Topic, Condition] | None:
    if len(topic.named) != 1 or len(topic.metrics) != 1 or topic.every is not None or topic.since is not None:
        return None
    said = moved(replace(topic, places=None, years=(), several=False), sign)
    return None if said is None else (topic, said.condition)


def held_in(held: tuple[Topic, Condition], topic: Topic) -> tuple[Topic, Condition] | None:
    """Kaiyuan's output rose between 2023 and 2024: the years stand behind."""
    merged = held[0].merged(topic) if topic.slots == {"years"} else None
    return None if merged is None else (merged, held[1])


def held_in_which(held: tuple[Topic, Condition], kind: str) -> Query | None:
    topic, condition = held
    return _years_of(topic, condition, kind)


def years_it_held(whose: tuple[str, Topic], predicate: Predicate) -> Query | None:
    return in_which_years(whose[1], (whose[0], predicate))


def years_it_reached(whose: tuple[str, Topic], amount: Quantity) -> Query | None:
    return in_which_years(whose[1], reached(whose[0], amount))


def years_it_was(whose: tuple[str, Topic], outcome: Outcome) -> Query | None:
    kind, topic = whose
    return _years_of(topic, Judged(outcome, topic.metrics), kind)


def reached(kind: str, amount: Quantity) -> tuple[str, Predicate]:
    """首次到20万: when it was at least so much."""
    return kind, Predicate((Limit(">=", amount),))


def years_said(kind: str, said: Said) -> tuple[str, Said]:
    return (kind, said)


def of_which_years(topic: Topic, asked: tuple[str, Said]) -> Query | None:
    kind, said = asked
    if topic.slots - {"places", "years", "whole"}:
        return None
    years = said.topic.years or topic.years
    condition = _timeless(said.condition)
    return None if condition is None else _years_of(replace(topic, years=years), condition, kind)


def _years_of(topic: Topic, condition: Condition, kind: str) -> Query | None:
    if len(topic.named) != 1:
        return None
    ask: Ask = "first_year" if kind == "first" else "years"
    return Query(ask, places=Places(topic.named, where=condition), years=topic.years)


def _timeless(condition: Condition) -> Condition | None:
    """Take the years out of a condition that is asked of every one of them."""
    match condition:
        case Test(measure, ever=False) if measure.since is None:
            return replace(condition, years=(), every=True)
        case Judged():
            return replace(condition, years=(), every=True)
        case Joined(word, items):
            found = tuple(part for item in items if (part := _timeless(item)) is not None)
            return Joined(word, found) if len(found) == len(items) else None
    return None


# What one part says of all.


def filled(topic: Topic, query: Query) -> Query | None:
    """Put years or communities that stand apart where the question names none: …中位数，2024年."""
    if topic.slots == {"years"} and topic.years and not query.years and query.ask == "figures" and not query.ever:
        return _in_years(query, topic)
    places = query.places
    if query.ask in {"count", "places"} and not query.years and topic.slots == {"years"}:
        found = in_years(Chosen(places), topic)
        return None if found is None else replace(query, places=found.places)
    if query.ask == "year":
        return _of_year(topic, query)
    if topic.slots == {"places"} and not (places.codes or places.is_described) and query.ask == "figures":
        assert topic.places is not None
        return replace(query, places=topic.places) if not query.other and query.fold != "sum" else None
    return None


def filled_behind(query: Query, topic: Topic) -> Query | None:
    return filled(topic, query)


def _of_year(topic: Topic, query: Query) -> Query | None:
    if topic.slots - {"places", "whole", "years"} or (topic.places is not None and topic.places.is_described):
        return None
    if (topic.places and query.places.codes) or (topic.years and query.years):
        return None
    return replace(query, places=topic.places or query.places, years=() if topic.ever else topic.years or query.years)


def _in_years(query: Query, topic: Topic) -> Query | None:
    """Give the figures their years; of a set that names none the same."""
    moving = [one for one in query.measures if one.view in {"change", "gain", "average_growth"}]
    if moving and len(topic.years) != 1:
        return None
    if query.fold and len(topic.years) > 1:
        return None
    measures = tuple(
        replace(one, since=topic.years[0] - 1) if one.view in {"change", "gain"} and one.since is None else one
        for one in query.measures
    )
    return replace(query, years=topic.years, measures=measures)


def keep(value: Any, _: Any) -> Any:
    return value


def keep_second(_: Any, value: Any) -> Any:
    return value
