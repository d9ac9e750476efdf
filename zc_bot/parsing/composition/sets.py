"""How conditions and orders become sets of communities: those that fulfil one, the first few, those among others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.conditions import conjoined, tested
from zc_bot.parsing.composition.values import Chosen, Limit, Predicate, Said, Topic
from zc_bot.parsing.query import Condition, Joined, Measure, Outcome, Places, Query, Sign, Test, Top, View, tests_of


def measured_again(chosen: Chosen, topic: Topic) -> Chosen | None:
    """人均产值最高的（总产值除以从业人员）: what it was ordered by, said once more."""
    tops = chosen.places.orders
    if topic.slots != {"metrics", "per"} or len(tops) != 1:
        return None
    return chosen if tops[0].measure == Measure(topic.metrics[0], per=topic.per) else None


def communities(said: Said, _: Any) -> Chosen:
    return Chosen(Places(where=said.condition))


def communities_asked(_: Any, said: Said) -> Chosen:
    return Chosen(Places(where=said.condition), asked=True)


def by_how_much(chosen: Chosen, _: Any) -> Chosen | None:
    """战新投资比上年少了的社区，少多少: those, with what they gained or lost in the figure's own unit."""
    where = chosen.places.where
    if not isinstance(where, Test) or where.measure.view not in {"change", "gain"}:
        return None
    if any(bound.value not in {None, Decimal(0)} or bound.against or bound.metric for bound in where.bounds):
        return None
    gained = replace(where, measure=replace(where.measure, view="gain"))
    return replace(chosen, places=replace(chosen.places, where=gained))


def asked_of(said: Said | None) -> Chosen | None:
    return None if said is None else Chosen(Places(where=said.condition), asked=True)


def those_that(one: Said, other: Said) -> Chosen | None:
    """投资下降的社区当中，哪些就业还增加了."""
    return asked_of(conjoined(one, other))


def asked_communities(said: Said, _: Any) -> Chosen:
    return Chosen(Places(where=said.condition), asked=True)


def asked(chosen: Chosen, _: Any) -> Chosen | None:
    return None if chosen.asked else replace(chosen, asked=True)


def asked_ahead(_: Any, chosen: Chosen) -> Chosen | None:
    return asked(chosen, None)


def narrowed(topic: Topic, chosen: Chosen) -> Chosen | None:
    """除了能达，高新占比超过70%的社区: chosen among those that are left, or among those named."""
    places = chosen.places
    if topic.places is None or topic.slots - {"places", "whole"} or topic.places.where or topic.places.top:
        return None
    if places.codes or places.without:
        return None
    return replace(chosen, places=replace(places, codes=topic.places.codes, without=topic.places.without))


def others_that(topic: Topic, said: Said) -> Chosen | None:
    """除通创外，高新占比超过60%的: those left of which it holds; a year in front is that of the condition."""
    places = topic.places
    if places is None or not places.without or places.codes or topic.slots - {"places", "years"}:
        return None
    condition: Condition | None = said.condition
    if topic.slots > {"places"}:
        later = said_in_years(replace(topic, places=None), said)
        condition = None if later is None else later.condition
    return None if condition is None else Chosen(Places(without=places.without, where=condition))


def that_others(said: Said, topic: Topic) -> Chosen | None:
    return others_that(topic, said)


def narrowed_behind(chosen: Chosen, topic: Topic) -> Chosen | None:
    return narrowed(topic, chosen)


def of_whole(topic: Topic, chosen: Chosen) -> Chosen | None:
    return chosen if topic.slots == {"whole"} else None


def in_years(chosen: Chosen, topic: Topic) -> Chosen | None:
    """战新占比未达标的社区，2019年: the years behind are those of whatever names none."""
    if topic.slots not in ({"years"}, {"years", "since"}):
        return None
    where, top = chosen.places.where, chosen.places.top
    if where is None and top is not None and not (top.years or top.ever) and top.measure.since is None:
        ordered = _ordered_in(top, topic)
        return None if ordered is None else replace(chosen, places=replace(chosen.places, top=ordered))
    if where is None or top is not None or topic.since is not None or (filled := _in_years(where, topic)) is None:
        return None
    return replace(chosen, places=replace(chosen.places, where=filled))


def _ordered_in(top: Top, topic: Topic) -> Top | None:
    """Give an order its years; a move goes from the first to the last of them, or on the year before."""
    if not topic.years:
        return None
    if top.measure.view not in {"change", "gain", "average_growth"}:
        return replace(top, years=topic.years)
    first, last = min(topic.years), max(topic.years)
    if first == last and top.measure.view == "average_growth":
        return replace(top, years=(last,))
    if first < last and not (topic.span or len(topic.years) == 2):
        return None
    since = topic.since or (first if first < last else last - 1)
    return replace(top, years=(last,), measure=replace(top.measure, since=since))


def in_years_ahead(topic: Topic, chosen: Chosen) -> Chosen | None:
    return in_years(chosen, topic)


def said_in_years(topic: Topic, said: Said) -> Said | None:
    """2024年，高新占比达标而从业人员不到5000: the year in front is that of both."""
    if topic.slots == {"years", "since"} and len(topic.years) == 1 and topic.since in {0, topic.years[0] - 1}:
        moved = all(test.measure.view in {"change", "gain"} for test in tests_of(said.condition))
        topic = replace(topic, since=None) if moved and tests_of(said.condition) else topic  # in 2024 over 2023
    if topic.slots - {"every"} != {"years"} or said.topic.years or topic.every is False:
        return None
    if topic.every and any(test.measure.view in {"change", "gain"} for test in tests_of(said.condition)):
        return None  # Up in each of them, or between them?
    several = topic.every or topic.span
    if (len(topic.years) > 1) is not bool(several):
        return None
    filled = _in_years(said.condition, topic)
    return None if filled is None else Said(filled, replace(said.topic, years=topic.years))


def _in_years(condition: Condition, topic: Topic) -> Condition | None:
    if not topic.years:
        return None
    match condition:
        case Joined(word, items):
            filled = [_in_years(item, topic) for item in items]
            return None if None in filled or topic.several else Joined(word, tuple(one for one in filled if one))
        case Test(ever=True):
            return None
        case Test(measure) if measure.view in {"change", "gain"} and topic.span:
            moved = replace(measure, since=min(topic.years))
            bare = not condition.years and measure.since is None
            return replace(condition, years=(max(topic.years),), measure=moved) if bare else None
        case Test(measure) if measure.view in {"change", "gain"}:
            fits = not condition.years and len(topic.years) == 1 and measure.since is None
            later = replace(measure, since=topic.years[0] - 1)
            return replace(condition, years=topic.years, measure=later) if fits else None
    return None if condition.years else replace(condition, years=topic.years)


def topmost(topic: Topic, ascending: bool) -> Chosen | None:
    return _top(topic, 1, ascending)


def topmost_ahead(ascending: bool, topic: Topic) -> Chosen | None:
    return _top(topic, 1, ascending)


def some_top(topic: Topic, limit: tuple[int, bool]) -> Chosen | None:
    return _top(topic, *limit)


def some_top_ahead(limit: tuple[int, bool], topic: Topic) -> Chosen | None:
    return _top(topic, *limit)


def by_topic(_: Any, topic: Topic) -> Topic | None:
    """By carrier space: what puts them in order."""
    return topic if topic.slots and topic.slots <= {"metrics", "years", "per"} else None


def both_ends(one: bool, other: bool) -> bool | None:
    """最高的和最低的."""
    return True if one is not other else None


def both_limits(one: tuple[int, bool], other: tuple[int, bool]) -> bool | None:
    """前三和后三: from both ends."""
    return True if one[1] is not other[1] else None


def all_in_order(topic: Topic, _: Any) -> Query | None:
    """总产值前三和后三: the whole order, which has both its ends."""
    if topic.slots - {"metrics", "years"} or len(topic.metrics) != 1 or not topic.metrics[0] or len(topic.years) > 1:
        return None
    return Query("figures", (Measure(topic.metrics[0]),), Places(), topic.years, by="community", ordered=True)


def met_most(outcome: Outcome, ascending: bool) -> Chosen | None:
    """达标最多: the most requirements met; 没达标最多 is the fewest."""
    return _top(topics.requirements_met(None), 1, ascending is (outcome == "met"))


def moved_most(sign: Any, ascending: bool) -> tuple[View, bool] | None:
    """降得最多: at which end of what was gained it is."""
    return None if ascending else ("gain", sign == "<")


def moved_fastest(sign: Any, _: Any) -> tuple[View, bool]:
    """增得最快: at which end of the changes in per cent it is."""
    return "change", sign == "<"


def topmost_move(topic: Topic, moved: tuple[View, bool]) -> Chosen | None:
    view, ascending = moved
    if topic.view == "average_growth" and view == "change":
        return _top(topic, 1, ascending)
    timed = topic.since is not None or len(topic.years) == 1 or topic.span
    return _top(replace(topic, view=view), 1, ascending) if topic.view == "value" and timed else None


def moved_more(more: tuple[Topic, str], _: Any) -> Chosen | None:
    """谁的就业涨得快, of all."""
    topic, sign = more
    return topmost_move(topic, ("change", sign == "<"))


def among_set(chosen: Chosen, best: Chosen) -> Chosen | None:
    """规划面积不足3平方公里的社区里面，谁总产值最高."""
    places, top = chosen.places, best.places.top
    if top is None or replace(best.places, top=None) != Places() or places.first is not None:
        return None
    if places.top is not None:
        if places.top.count < 2 or places.where is not None:
            return None
        places = replace(places, first=places.top)
    elif places.where is None:
        return None
    return replace(chosen, places=replace(places, top=top), asked=chosen.asked or best.asked)


def within(chosen: Chosen, said: Said) -> Chosen | None:
    """总产值前五的里面，哪些…: those of the first few of which a condition holds."""
    places = chosen.places
    if places.top is None or places.where is not None or places.top.count < 2:
        return None
    return Chosen(replace(places, where=said.condition, top=None, first=places.top), asked=True)


def beside_its_fold(topic: Topic, predicate: Predicate) -> Said | None:
    """中位数多少，哪几家在中位数以下: those below the fold that was asked, which the answer names."""
    against = {limit.against for limit in predicate.limits}
    asked = topic.fold in {"mean", "median"} and against == {topic.fold} and len(topic.metrics) == 1
    return tested(replace(topic, fold="", whole=False, asked=False), predicate) if asked else None


def which_beside_its_fold(topic: Topic, predicate: Predicate) -> Chosen | None:
    return asked_of(beside_its_fold(topic, predicate))


def beside_it(topic: Topic, sign: Sign) -> Chosen | None:
    """平均多少，在它上面的有谁: those above what was asked."""
    against = Predicate((Limit(sign, against=topic.fold),))
    return asked_of(beside_its_fold(topic, against)) if topic.fold in {"mean", "median"} else None


def rate_moved_most(view: str, most: tuple[View, bool]) -> tuple[View, bool] | None:
    return ("change", most[1]) if view == "change" else None


def so_many(chosen: Chosen, limit: tuple[int, bool]) -> Chosen | None:
    """增幅最大的前五名: so many of those that are topmost, from the same end."""
    count, ascending = limit
    top = chosen.places.top
    if top is None or top.count != 1 or (ascending and not top.ascending):
        return None
    return replace(chosen, places=replace(chosen.places, top=replace(top, count=count)))


def a_group(chosen: Chosen, count: int) -> Chosen | None:
    """最高的三个社区, 前三名这三家."""
    top = chosen.places.top
    if top is None or top.count not in {1, count} or count < 2:
        return None
    return replace(chosen, places=replace(chosen.places, top=replace(top, count=count)))


def _top(topic: Topic, count: int, ascending: bool) -> Chosen | None:
    topic = topics.totalled(topic)
    if topic.view == "place" or len(topic.metrics) != 1 or topic.every is not None:
        return None
    if topic.slots & {"by", "fold", "yearly"}:
        return None
    if topic.several and topic.view in {"value", "share", "met"}:
        return None
    found = topics.measures(topic)
    places = topic.places or Places()
    if found is None or places.top is not None:
        return None
    (measure,), years = found
    return Chosen(replace(places, top=Top(measure, count, ascending, years, topic.ever)))
