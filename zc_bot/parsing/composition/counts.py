"""How sets are asked for, counted, once or year by year or by authority, and who is responsible for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.conditions import conjoined
from zc_bot.parsing.composition.questions import amounts_shown, figures
from zc_bot.parsing.composition.sets import in_years, within
from zc_bot.parsing.composition.values import Chosen, Said, Topic
from zc_bot.parsing.composition.which_years import timeless
from zc_bot.parsing.query import Measure, Places, Query, tests_of, years_of


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


def of_each_year(topic: Topic, _: Any) -> tuple[int, ...] | None:
    """2023、2024各几家: how many in each."""
    return topic.years if topic.slots == {"years"} and len(topic.years) > 1 else None


def count_said_by_year(said: Said, years: tuple[int, ...]) -> Query | None:
    return count_by_year(Chosen(Places(where=said.condition)), years)


def count_ahead_by_year(topic: Topic, said: Said) -> Query | None:
    years = of_each_year(topic, None)
    return None if years is None else count_said_by_year(said, years)


def count_in_each(query: Query, topic: Topic) -> Query | None:
    """达标的社区有几个，历年 / how many met it each year since 2019: counted anew in each of the years."""
    where = query.places.where
    plain = query.ask == "count" and where is not None and not (query.places.orders or query.years or query.by)
    if not plain or where is None or years_of(where) or any(one.ever for one in tests_of(where)):
        return None
    if topic.slots - {"years", "every", "yearly", "view"} or topic.view not in {"value", "change"}:
        return None
    if topic.ever and not topic.years:
        return replace(query, ever=True)
    return replace(query, years=topic.years) if len(topic.years) > 1 and topic.every is not False else None


def count_ahead_in_each(topic: Topic, query: Query) -> Query | None:
    return count_in_each(query, topic) if topic.yearly or topic.ever or topic.every else None


def count_by_authority(topic: Topic, query: Query) -> Query | None:
    """各责任主体达标家数: counted among the communities of each."""
    plain = query.ask == "count" and not query.years and not query.places.orders and not query.by
    if not plain or query.places.where is None or topic.by != "authority" or topic.slots - {"by", "years"}:
        return None
    if len({*years_of(query.places.where), *topic.years}) > 1:
        return None
    found = in_years(Chosen(query.places), topic) if topic.years else Chosen(query.places)
    return None if found is None else replace(query, places=found.places, by="authority")


def count_again(query: Query, years: tuple[int, ...]) -> Query | None:
    """2022年有几个达标，2024年又有几个: the same count in another year."""
    where = query.places.where
    if query.ask != "count" or where is None or query.places.orders or query.years:
        return None
    named = years_of(where)
    plain = timeless(where) if len(named) == 1 and not set(named) & set(years) else None
    if plain is None:
        return None
    return Query("count", places=replace(query.places, where=plain), years=(*named, *years))


def count_said(said: Said, _: Any) -> Query:
    return Query("count", places=Places(where=said.condition))


def count_both(one: Said, other: Said) -> Query | None:
    """产值下降的社区里，有几家没有孵化器."""
    said = conjoined(one, other)
    return None if said is None else count_said(said, None)


def count_with_amounts(query: Query, _: Any) -> Query | None:
    """下滑的有几个，各跌了多少: listed with what they moved by, which says how many they are."""
    if query.ask != "count" or query.years or query.ever or query.by:
        return None
    shown = amounts_shown(Chosen(query.places), "")
    return None if shown is None else places_query(shown)


def moved_of_set(chosen: Chosen, moved: tuple[int, str]) -> Query | None:
    """产值第一的是谁，比前年多了多少: how the first few moved in what they were chosen by."""
    top, (since, asked) = chosen.places.top, moved
    if top is None or top.measure.view != "value" or top.measure.per or len(top.years) > 1 or top.ever:
        return None
    if since and top.years and since >= top.years[0]:
        return None
    base = since or (top.years[0] - 1 if top.years else None)
    measure = Measure(top.measure.metric, "change" if asked == "percent" else "gain", base)
    return Query("figures", (measure,), chosen.places, top.years)


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


def of_those(said: Said, topic: Topic) -> Query | None:
    """产值过百亿的，就业各有多少: another figure of those of which it holds."""
    plain = topic.metrics and topic.slots <= {"metrics", "years", "fold", "per"}
    if not plain or set(topic.metrics) & set(said.topic.metrics):
        return None
    return figures(replace(topic, places=Places(where=said.condition)))
