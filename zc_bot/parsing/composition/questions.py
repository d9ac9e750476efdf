"""How topics become questions about figures: put together, moved, in order, looked at in several ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.sets import in_years
from zc_bot.parsing.composition.values import Chosen, Said, Topic
from zc_bot.parsing.query import (
    Fold,
    Measure,
    Places,
    Query,
    Test,
    Top,
    View,
    tests_of,
)


def figures(topic: Topic) -> Query | None:
    """Ask for figures, put together as is said; of the whole city they are added."""
    if topic.yearly and topic.view == "change" and topic.since is None and (len(topic.years) > 2 or topic.ever):
        topic = replace(topic, view="value", yearly=False)  # How has it moved since 2019: how it went, year by year.
    if topic.by == "community":
        topic = topics.totalled(topic)
    if not topic.metrics or topic.every is not None or (topic.among and topic.view != "place"):
        return None
    found = topics.measures(topic)
    if found is None:
        return None
    measures, years = found
    places = topic.places or Places()
    described = topic.places is not None and topic.places.is_described
    if topic.view == "place" and (not (topic.named or described) or topic.fold):
        return None
    query = Query(
        "figures", measures, places, years, topic.ever, by=topic.by, among=topic.among  # type: ignore[arg-type]
    )
    if topic.yearly and topic.fold != "mean":
        yearly = _year_by_year(query)
        return None if yearly is None else _put_together(yearly, topic)
    return _put_together(query, topic)


def _year_by_year(query: Query) -> Query | None:
    """逐年: of each year named, or of all."""
    if any(one.view == "average_growth" for one in query.measures):
        return None
    if len(query.years) > 1 or query.ever:
        return query
    return None if query.years else replace(query, ever=True)


def _put_together(query: Query, topic: Topic) -> Query | None:
    """Put communities together; what one of them, or the whole city, has of several years over those."""
    fold, several = topic.fold, len(query.years) > 1 or query.ever
    moving = query.measures[0].view in {"change", "gain"}
    together = len(query.places.codes) > 1 or query.places.is_described
    if query.measures[0].view == "share":
        shared = fold in {"", "sum"} and not ((together or fold) and several)
        adds = fold == "sum" or (together and topic.places is not None and bool(topic.fold))
        return replace(query, fold="sum" if adds else "") if shared else None
    if not fold:
        adds = topic.whole and query.measures[0].view in {"change", "gain", "value"} and not query.by
        return replace(query, fold="sum") if adds else query
    if query.by == "authority":
        return replace(query, fold="sum") if fold == "sum" else None
    if moving and fold == "sum" and not query.by:
        return replace(query, fold="sum")
    if fold == "spread" and moving and not several:
        return replace(query, fold="spread")
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
    if topics.is_of_another(asked, topic.metrics):
        return None
    found = topics.viewed(topic, "change" if asked == "percent" else "gain")
    return None if found is None else figures(found)


def gained_by_unit(topic: Topic, metric: str) -> Query | None:
    """能达2023年比2022年多出来多少人: what is asked for names its metric, where nothing else does."""
    merged = topic.merged(Topic(metrics=(metric,)))
    return None if merged is None or merged.since is None else gained(merged, "")


def each_apart(query: Query, _: Any) -> Query | None:
    """分别: a row each, as figures are shown anyway; verdicts of several years are not."""
    if query.ask != "figures" or query.fold:
        return None
    several = len(query.places.codes) > 1 and not query.by
    return replace(query, by="community") if several and query.measures[0].view == "share" else query


def compared_side_by_side(topic: Topic, ascending: bool) -> Query | None:
    """哪个高: those named, in their order."""
    named = len(topic.named) > 1 and not topic.fold
    found = figures(topic) if named and len(topic.metrics) == 1 and not topic.by else None
    if found is None or len(found.years) > 1:
        return None
    return replace(found, by="community", ascending=ascending, ordered=True)


def amounts_shown(chosen: Chosen, asked: str) -> Chosen | None:
    """下降的社区，降了多少也列出来: what was chosen by a change shows it anyway."""
    tests = tests_of(chosen.places.where)
    metrics = [one.measure.metric for one in tests] + [top.measure.metric for top in chosen.places.orders]
    if topics.is_of_another(asked, metrics):
        return None
    moving = [one.measure.view for one in tests] + [top.measure.view for top in chosen.places.orders]
    return chosen if {"change", "gain"} & set(moving) else None


def trimmed(ends: tuple[int, int], query: Query) -> Query | None:
    """去掉一个最高的一个最低的，平均: a mean or a sum without the highest, the lowest or both."""
    alone = query.ask == "figures" and len(query.measures) == 1 and len(query.years) < 2 and not query.ever
    plain = alone and query.measures[0].view == "value" and not query.measures[0].per and not any(query.trim)
    if not plain or query.fold not in {"mean", "sum"} or query.over or query.by or query.other or query.at:
        return None
    return None if query.places.is_described or len(query.places.codes) == 1 else replace(query, trim=ends)


def trimmed_of(asked: tuple[Topic, tuple[int, int]], topic: Topic) -> Query | None:
    """载体面积，去掉最大和最小以后的均值: how they are put together stands behind."""
    merged = asked[0].merged(topic)
    query = None if merged is None else figures(merged)
    return None if query is None else trimmed(asked[1], query)


def part_of_top(limit: tuple[int, bool], topic: Topic) -> Query | None:
    """前三名合起来占全市产值多少: what part of all the first few have together."""
    plain = topic.slots <= {"metrics", "years", "view", "fold"} and topic.view == "share" and topic.fold == "sum"
    if not plain or len(topic.metrics) != 1 or not topic.metrics[0] or len(topic.years) > 1 or topic.ever:
        return None
    few = Top(Measure(topic.metrics[0]), *limit, topic.years)
    return Query("figures", (Measure(topic.metrics[0], "share"),), Places(top=few), topic.years, fold="sum")


def in_both_ways(query: Query, asked: str) -> Query | None:
    """多了多少人，涨了百分之几: the change by how many and in per cent."""
    gained = query.ask == "figures" and len(query.measures) == 1 and query.measures[0].view == "gain"
    if not gained or asked != "percent" or query.fold or query.by:
        return None
    return replace(query, measures=(query.measures[0], replace(query.measures[0], view="change")))


def all_in_order(topic: Topic, ascending: bool) -> Query | None:
    """所有社区24年高新产值，从大到小: all of them in order, rather than their sum."""
    plain = topic.whole and topic.slots <= {"whole", "metrics", "years"} and len(topic.metrics) == 1
    if not plain or not topic.metrics[0] or len(topic.years) > 1:
        return None
    measure = (Measure(topic.metrics[0]),)
    return Query("figures", measure, Places(), topic.years, by="community", ascending=ascending, ordered=True)


def moved_which_way(topic: Topic, _: Any) -> Query | None:
    """比上年高了还是低了, 同比是涨是跌: by how much it moved; of a share of the city, both of them."""
    if topic.view == "share" and len(topic.years) > 2 and topic.since is None:
        return figures(topic)
    if topic.view == "share" and topic.since and len(topic.years) == 1:
        return figures(replace(topic, since=None, years=(topic.since, *topic.years), several=True))
    if topic.view == "change" and topic.since is None:
        return figures(topic)
    return None if topic.since is None else gained(topic, "")


def up_or_down(topic: Topic, _: Any) -> Query | None:
    """战新占比掉了还是涨了: its change on the year before."""
    plain = topic.view == "value" and topic.since is None and len(topic.years) < 2 and len(topic.named) == 1
    return figures(replace(topic, view="change")) if plain else moved_which_way(topic, None)


def moved_side_by_side(topic: Topic, sign: str) -> Query | None:
    """哪个涨得快: those named, by their change."""
    found = topic if topic.view == "average_growth" else topics.viewed(topic, "change")
    return None if found is None else compared_side_by_side(found, sign == "<")


def more_moved_of(topic: Topic, more: tuple[Topic, str]) -> Query | None:
    """观音山跟通创谁的就业涨得快."""
    merged = topic.merged(more[0])
    return None if merged is None else moved_side_by_side(merged, more[1])


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


def by_what(topic: Topic, ascending: bool) -> tuple[str, bool] | None:
    """按人数从多到少: the metric by which others are put in order."""
    return (topic.metrics[0], ascending) if topic.slots == {"metrics"} and len(topic.metrics) == 1 else None


def ordered_by(chosen: Chosen, order: tuple[str, bool]) -> Query | None:
    """达标的社区，按人数从多到少: chosen by one thing, in the order of another."""
    metric, ascending = order
    found = figures(Topic(places=chosen.places, metrics=(metric,)))
    return None if found is None or found.fold else ranked(found, ascending)


def said_ordered_by(said: Said, order: tuple[str, bool]) -> Query | None:
    return ordered_by(Chosen(Places(where=said.condition)), order)


def first_of_order(query: Query, limit: tuple[int, bool]) -> Query | None:
    """按新增企业排名，前四: the first few of those that were put in order."""
    count, ascending = limit
    plain = query == Query(
        "figures", query.measures, query.places, query.years, by="community", ordered=True
    )
    if not plain or ascending or query.places.orders or len(query.measures) != 1 or len(query.years) > 1:
        return None
    top = Top(query.measures[0], count, query.ascending, query.years)
    return Query("places", places=replace(query.places, top=top))


def places_of_both(topic: Topic, _: Any) -> Query | None:
    """排名比23年前进了几位: its place in both years."""
    if topic.view not in {"value", "place"} or len(topic.years) > 2 or topic.every is not None:
        return None
    years = topic.years
    if len(years) == 1:
        years = ((topic.since or years[0] - 1), *years)
    if len(years) != 2 or topic.since == 0:
        return None
    return figures(replace(topic, view="place", years=tuple(sorted(years)), since=None, several=True, span=False))


def place_moved_which_way(topic: Topic, _: Any) -> Query | None:
    """名次，24年比23年是升了还是降了."""
    of_two = topic.since is not None or len(topic.years) == 2
    return places_of_both(topic, None) if topic.view == "place" and of_two else None


def year_of_set(_: Any, chosen: Chosen) -> Query | None:
    """哪一年总产值最高: of the city, or of whom is named before it."""
    top = chosen.places.top
    if top is None or top.count != 1 or chosen.places.where is not None or chosen.places.without or top.ever:
        return None
    return Query("year", (top.measure,), Places(chosen.places.codes), top.years, ascending=top.ascending)


def in_that_year(query: Query, topic: Topic) -> Query | None:
    """海安哪年新增企业最多，当年就业多少: another figure of that year."""
    again = {one.metric for one in query.measures} & set(topic.metrics)
    if query.ask != "year" or topic.slots != {"metrics"} or again:
        return None
    at = Top(query.measures[0], 1, query.ascending, query.years)
    return Query("figures", tuple(Measure(code) for code in topic.metrics), query.places, at=at)


def how_much_of(query: Query, asked: str) -> Query | None:
    """总产值最高的是多少; 产值最大那家有多少人, 高出几个百分点 and 每年增加多少 ask for another figure."""
    if query.ask in {"years", "first_year"} or (asked and query.ask == "places"):
        return None
    return query


def which_of(query: Query, _: Any) -> Query | None:
    """达标数排名有哪些; of what is put together, 中位数那家是谁, it is asked who is there."""
    together = query.ask == "figures" and query.fold and not (query.by or query.groups)
    return None if together else query


def and_how_much(_: Any, asked: str) -> str | None:
    """还有多少; and by how many points asks for more than is there."""
    return None if asked == "percent" else asked


def so_much(topic: Topic, _: Any) -> Query | None:
    """总产值是多少，…: a figure that was asked for, which more may be asked of."""
    return figures(topic)


def looked_at_too(query: Query, topic: Topic) -> Query | None:
    """…多少，占全市多少，排第几: the same figure, looked at in another way as well."""
    views = {"share", "place"}
    if query.ask != "figures" or query.measures[0].view != "value" or query.by or query.ordered or query.other:
        return None
    if len({one.metric for one in query.measures}) > 1 or query.over or len(query.years) > 1 or query.ever:
        return None
    if not query.places.codes or query.fold not in {"", "sum"} or query.measures[0].per:
        return None
    if topic.view not in views or topic.slots != {"view"} or (topic.view == "place" and query.fold):
        return None
    return replace(query, measures=(*query.measures, Measure(query.measures[0].metric, topic.view)))


def moved_too(query: Query, moved: tuple[int, str]) -> Query | None:
    """…多少，比上年增长多少."""
    plain = looked_at_too(query, Topic(view="share"))
    since, asked = moved
    if plain is None or (since and not (query.years and query.years[0] > since)):
        return None
    base = since or (query.years[0] - 1 if query.years else None)
    return replace(query, measures=(*query.measures, Measure(query.measures[0].metric, _GAINED[asked], base)))


_GAINED: dict[str, View] = {"percent": "change", "": "gain"}


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


def topmost_row(chosen: Chosen, by: str) -> Query | None:
    """占全市比重最大的是哪个区: rows of authorities, the topmost first."""
    top = chosen.places.top
    if by != "authority" or top is None or top.count != 1 or chosen.places != Places(top=top) or top.ever:
        return None
    fold: Fold = "" if top.measure.view == "share" else "sum"
    found = Query("figures", (top.measure,), Places(), top.years, by="authority", fold=fold)
    return replace(found, ascending=top.ascending, ordered=True)


def ranked_rows(topic: Topic, ascending: bool) -> Query | None:
    """哪个区总产值最高: rows of authorities, the topmost first."""
    found = figures(topic) if topic.by == "authority" and len(topic.metrics) == 1 else None
    return None if found is None else replace(found, ascending=ascending, ordered=True)


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
