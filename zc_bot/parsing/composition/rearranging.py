"""What a follow-up asks of the list or the figure before: turned round, the first few, the others, judged, moved."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition.changes import MOVING, Before, with_topic
from zc_bot.parsing.composition.topics import MEAN, MEDIAN
from zc_bot.parsing.composition.values import Against, Chosen, Limit, Predicate, Said, Topic
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Joined,
    Judged,
    Measure,
    Places,
    Query,
    Sign,
    Test,
    Top,
    View,
    named_years,
)

_EXCHANGED = re.compile("instead|rather|换|改")
"""Fewest instead, 换成最少的: as many, from the other end."""
_FROM_THE_TOP = re.compile("^[^最高大多]*[前头][0-9一二三四五六七八九十两几]|(?:first|top) ")


def turned_round(before: Before, _: Any) -> Query | None:
    """反过来: from the other end."""
    query, top = before.query, before.query.places.top
    if query.ordered or (query.by == "community" and query.ask == "figures"):
        return replace(query, ascending=not query.ascending, ordered=True)
    if top is not None:
        return replace(query, places=replace(query.places, top=replace(top, ascending=not top.ascending)))
    return replace(query, ascending=not query.ascending) if query.ask == "year" else None


def some_of_them(before: Before, limit: tuple[int, bool]) -> Query | None:
    """前三呢, 倒数两名: the first or the last few of what was put in order."""
    count, ascending = limit
    if _FROM_THE_TOP.search(before.text) and not ascending:
        ascending = _is_ascending(before.query)  # 反过来排, 只留前三个: of the list as it was shown.
    return _taken(before.query, count, ascending)


def _is_ascending(query: Query) -> bool:
    return query.ascending if query.places.top is None else query.places.top.ascending


def so_many(before: Before, count: int) -> Query | None:
    """只要三个: so many, from the end from which they were put in order."""
    query, top = before.query, before.query.places.top
    if count < 1 or (not query.ordered and top is None):
        return None
    return _taken(query, count, query.ascending if top is None else top.ascending)


def _taken(query: Query, count: int, ascending: bool) -> Query | None:
    places, top = query.places, query.places.top
    if query.ask == "places" and top is not None and places.first is None:
        return replace(query, places=replace(places, top=replace(top, count=count, ascending=ascending)))
    ordered = query.ask == "figures" and query.ordered and query.by == "community" and len(query.measures) == 1
    several = len(places.codes) > 2 and not query.other and [one.view for one in query.measures] == ["value"]
    ordered = ordered or (query.ask == "figures" and several and not query.fold)
    if not ordered or places.orders or len(query.years) > 1 or query.ever:
        return None
    ends = Top(query.measures[0], count, ascending, query.years)
    return Query("places", places=replace(places, top=ends))


def topmost(before: Before, ascending: bool) -> Query | None:
    """最低的是哪个: the first of what was put in order, from this end; 第一是谁 after somebody's place, of all."""
    query = before.query
    placed = query.ask == "figures" and [one.view for one in query.measures] == ["place"] and len(query.years) < 2
    if placed and not query.ever and query.measures[0].metric:
        return Query("places", places=Places(top=Top(Measure(query.measures[0].metric), 1, ascending, query.years)))
    several = query.places.top.count if query.places.top is not None and _EXCHANGED.search(before.text) else 1
    return _taken(query, several, ascending)


def counted(before: Before, _: Any) -> Query | None:
    """有几个: how many of those that were chosen."""
    query = before.query
    return replace(query, ask="count") if query.ask == "places" and not query.places.orders else None


def moved(before: Before, asked: str) -> Query | None:
    """涨了多少, up on the year before by how much: the change of the figure that was shown."""
    query = before.query
    alone = query.ask == "figures" and len(query.years) < 2 and not (query.ever or query.ordered or query.by)
    year = query.years[0] if query.years else before.shown
    if not alone or query.fold not in {"", "sum"} or year is None:
        return None
    if not all(one.view == "value" and not one.per for one in query.measures):
        return None
    view: View = "change" if asked == "percent" else "gain"
    measures = tuple(Measure(one.metric, view, year - 1) for one in query.measures)
    return replace(query, measures=measures, years=(year,))


def moved_between(before: Before, asked: str) -> Query | None:
    """涨了多少 after several years: from the first of them to the last."""
    return _between(before.query, "change" if asked == "percent" else "gain")


def apart(before: Before, _: Any) -> Query | None:
    """差几个点 after two years: from one to the other; after two communities: the first against the second."""
    query = before.query
    if (between := _between(query, "gain")) is not None:
        return between
    if query.ask == "figures" and query.other and [one.view for one in query.measures] == ["ratio"]:
        return replace(query, measures=(replace(query.measures[0], view="difference"),))  # 是能达的几倍，差多少亿
    plain = query.ask == "figures" and len(query.places.codes) == 2 and not query.places.is_described
    if not plain or len(query.measures) != 1 or query.measures[0].view != "value" or query.fold or query.other:
        return None
    if query.measures[0].per or len(query.years) > 1 or query.ever:
        return None
    one, other = query.places.codes
    measures = (replace(query.measures[0], view="difference"),)
    return replace(query, measures=measures, places=Places((one,)), other=other, by="", ordered=False)


def times_apart(before: Before, _: Any) -> Query | None:
    """翻了几番 after two years: how many times the first the last is."""
    return _between(before.query, "ratio") if len(before.query.measures) == 1 else None


def added_up(before: Before, _: Any) -> Query | None:
    """累计呢 after several years of one community, or of the city, or after several: what they come to together."""
    query = before.query
    one_by_one = len(query.places.codes) > 1 and not (query.fold or query.by or query.other or query.ever)
    figures = query.ask == "figures" and [one.view for one in query.measures] == ["value"]
    if one_by_one and figures and len(query.years) < 2 and not query.places.is_described:
        return replace(query, fold="sum", ordered=False)
    alone = len(query.places.codes) == 1 or (query.fold == "sum" and not query.places.codes)
    plain = query.ask == "figures" and alone and not query.places.is_described and not query.by and not query.other
    if not plain or not (len(query.years) > 1 or query.ever) or any(one.view != "value" for one in query.measures):
        return None
    return replace(query, fold="sum", over="years", ordered=False) if not query.over else None


def without_it(before: Before, has: bool) -> Query | None:
    """没有的呢 after those that have one: those that have none."""
    query = before.query
    match query.places.where:
        case Test(Measure(_, "value"), (Bound(">=", 1, ""),)) as test if query.ask in {"places", "count"} and not has:
            none = replace(test, bounds=(Bound("=", Decimal(0)),))
            return replace(query, ask="places", places=replace(query.places, where=none))
    of_all = query.by == "community" and not (query.fold or query.places.is_described)
    listed = query.ask == "figures" and of_all and len(query.measures) == 1
    if listed and not has and query.measures[0] == Measure(query.measures[0].metric):
        nothing = Test(query.measures[0], (Bound("=", Decimal(0)),), query.years)
        return Query("places", places=Places(query.places.codes, where=nothing))
    return None


def _between(query: Query, view: View) -> Query | None:
    """Hold the last of the years that were shown against the first of them."""
    plain = query.ask == "figures" and all(one.view == "value" and not one.per for one in query.measures)
    together = query.fold == "sum" or (query.fold == "" and len(query.places.codes) == 1)
    if not plain or len(query.years) < 2 or not together or query.places.is_described or query.over or query.other:
        return None
    first, last = min(query.years), max(query.years)
    measures = tuple(Measure(one.metric, view, first) for one in query.measures)
    return replace(query, measures=measures, years=(last,), by="", ordered=False)


def held_against(before: Before, against: Against) -> Query | None:
    """跟全市平均比: how far one figure is from the mean, or from the median."""
    query = before.query
    plain = query.ask == "figures" and len(query.places.codes) == 1 and not query.places.is_described
    if not plain or len(query.measures) != 1 or query.measures[0].per or query.by or query.fold or query.over:
        return None
    if query.measures[0].view not in {"value", "difference"} or len(query.years) > 1 or query.ever:
        return None
    if against.topic.slots or against.code not in {MEAN, MEDIAN}:
        return None
    years = query.years or (() if before.shown is None else (before.shown,))
    return replace(query, measures=(replace(query.measures[0], view="difference"),), years=years, other=against.code)


def held_by(before: Before, predicate: Predicate) -> Query | None:
    """Is that above the average: how far it is from it."""
    match predicate.limits:
        case (Limit(amount=None, against="mean" | "median" as against),):
            return held_against(before, Against(against))
    return None


def placed(before: Before, _: Any) -> Query | None:
    """Its rank, of one community's figure."""
    query = before.query
    alone = query.ask == "figures" and len(query.places.codes) == 1 and not query.places.is_described
    plain = alone and [one.view for one in query.measures] == ["value"] and not query.measures[0].per
    if not plain or query.fold or query.by or query.other or len(query.years) > 1 or query.ever:
        return None
    years = query.years or (() if before.shown is None else (before.shown,))
    return replace(query, measures=(replace(query.measures[0], view="place"),), years=years)


_OF_THEM = re.compile("其中|里面|里头|当中|之中|[它他]们|这些|那些|of them|of those|of these")
_THE_ONE = re.compile(
    "^[那么|]*(?:第[一1](?:名|位)?|首位|[末首]名|垫底|倒数第[一1](?:名|位)?|最后一名|最后那个)的?"
    "|那家|那个|这家|这个|那一家|的社区|的那|one(?![a-z])|community"
)
_AT_THE_BOTTOM = re.compile("垫底|最低|最少|最小|最后|末位|倒数|last|bottom|lowest|least|fewest|smallest")
_REQUIRED = re.compile("线|要求|标准|门槛|指标|下限|requirement|line|bar|minimum|threshold")


def of_the_end(before: Before, topic: Topic) -> Query | None:
    """垫底那家产值多少: another figure of the first or the last of what was put in order."""
    query, top = before.query, before.query.places.top
    ordered = query.ask == "figures" and query.by == "community" and query.ordered and len(query.measures) == 1
    if (top is None and not ordered) or len(topic.metrics) != 1 or topic.slots - {"metrics", "years"}:
        return None
    if _THE_ONE.search(before.text) is None or query.places.first is not None or len(query.years) > 1:
        return None
    measure, years = (query.measures[0], query.years) if top is None else (top.measure, top.years)
    if measure.metric == topic.metrics[0]:
        return None
    if not years and before.shown is not None:
        years = (before.shown,)  # Whoever stands first in the list that was shown.
    end = Top(measure, 1, _AT_THE_BOTTOM.search(before.text) is not None, years)
    return Query("figures", (Measure(topic.metrics[0]),), replace(query.places, top=end), topic.years or years)


def short_of_it(before: Before, _: Any) -> Query | None:
    """跟线差几个百分点: how far it is from what is required."""
    return judged(before, None) if _REQUIRED.search(before.text) is not None else None


def moved_since(before: Before, since_moved: tuple[int, str]) -> Query | None:
    """比22年多了几家: the change of the figure that was shown, from another year."""
    since, asked = since_moved
    changed = moved(before, asked)
    if changed is None or not since or not changed.years or since >= changed.years[0]:
        return None
    return replace(changed, measures=tuple(replace(one, since=since) for one in changed.measures))


def of_those_places(before: Before, topic: Topic) -> Query | None:
    """其中2018年启动的: those of the list that are among the ones named."""
    query, places = before.query, before.query.places
    if _OF_THEM.search(before.text) is None:
        return None
    listed = query.ask in {"places", "count"} and places.where is not None and not places.orders
    if not listed or topic.slots != {"places"} or len(topic.named) < 2 or places.without:
        return None
    codes = tuple(code for code in topic.named if not places.codes or code in places.codes)
    return replace(query, ask="places", places=replace(places, codes=codes)) if codes else None


def judged(before: Before, _: Any) -> Query | None:
    """那算达标吧: whether what was shown meets its requirement."""
    query = before.query
    plain = query.ask == "figures" and query.places.codes and not query.places.is_described and not query.other
    if not plain or query.ordered or len(query.years) > 1 or query.ever or query.fold:
        return None
    if any(one.view != "value" or one.per for one in query.measures):
        return None
    years = query.years or (() if before.shown is None else (before.shown,))
    return Query("verdict", query.measures, Places(query.places.codes), years)


def the_others(before: Before, _: Any) -> Query | None:
    """其他社区呢: the same of all but those that were named."""
    query = before.query
    plain = query.ask == "figures" and query.places.codes and not query.places.is_described and not query.other
    if not plain or query.fold or query.over or len(query.years) > 1 or query.ever or len(query.measures) != 1:
        return None
    if query.measures[0].view not in {"value", "change", "gain"}:
        return None
    return replace(query, places=Places(without=query.places.codes), by="community")


def others_of(before: Before, topic: Topic) -> Query | None:
    """其他家同比也列一列: the same of the others, or another figure of theirs."""
    if topic.slots == {"view"}:
        same = bool(before.query.measures) and before.query.measures[0].view == topic.view
        return the_others(before, None) if same else None
    changed = with_topic(before, topic) if topic.slots == {"metrics"} else None
    return None if changed is None else the_others(replace(before, query=changed), None)


def which_year(before: Before, ascending: bool) -> Query | None:
    """最好的一年是哪年: of the course that was shown."""
    query = before.query
    alone = len(query.places.codes) == 1 or (query.fold == "sum" and not query.places.codes)
    if query.ask != "figures" or not alone or query.places.is_described or len(query.measures) != 1:
        return None
    if query.measures[0].view != "value" or query.measures[0].per:
        return None
    years = query.years if len(query.years) > 1 else ()
    return Query("year", query.measures, Places(query.places.codes), years, ascending=ascending)


def without_years(before: Before, topic: Topic) -> Query | None:
    """2020年不要, leave out 2020: the other years of the course that was shown."""
    query = before.query
    left = tuple(year for year in query.years if year not in topic.years)
    plain = query.ask == "figures" and not query.places.is_described and query.over == "" and not query.ordered
    if topic.slots != {"years"} or not plain or len(left) < 2 or len(left) + len(topic.years) != len(query.years):
        return None
    return None if any(one.view in MOVING for one in query.measures) else replace(query, years=left)


def ordered_so(before: Before, ascending: bool) -> Query | None:
    """从低到高, lowest first: what was put in order, from this end."""
    query = before.query
    listed = query.ordered or (query.ask == "figures" and query.by == "community")
    return replace(query, ascending=ascending, ordered=True) if listed else None


def all_of_it(before: Before, topic: Topic) -> Query | None:
    """历年的都给我: all years of what was asked, rather than all communities."""
    plain = before.query.ask == "figures" and not before.query.places.is_described
    return with_topic(before, topic) if plain and topic.slots == {"years"} else None


def beyond_it(before: Before, sign: Sign) -> Query | None:
    """高于这个数的有谁, who beats that: those beyond the mean, or beyond the one community, that was spoken of."""
    query = before.query
    plain = query.ask == "figures" and not query.places.is_described and not query.over and not query.other
    if not plain or len(query.measures) != 1 or query.measures[0].view != "value" or len(query.years) > 1:
        return None
    measure, codes = query.measures[0], query.places.codes
    years = query.years or (() if before.shown is None else (before.shown,))
    against = query.fold if query.fold in {"mean", "median"} and not codes else codes[0] if len(codes) == 1 else ""
    if query.fold == "sum" and not codes and before.parts:
        against = MEAN  # The city's share: the sum of one by the sum of the other.
    if not against or not measure.metric:
        return None
    return Query("places", places=Places(where=Test(measure, (Bound(sign, against=against),), years)))


def narrowed_by(before: Before, said: Said) -> Query | None:
    """其中战新占比也不足70%的: of those that were chosen or named, which fulfil another condition as well."""
    query, places = before.query, before.query.places
    years = named_years(query) or (() if before.shown is None else (before.shown,))
    condition = _in_year(said.condition, years[0]) if len(years) == 1 else said.condition
    if query.ask in {"places", "count"} and query.by == "" and places.first is None:
        if places.top is not None:
            chosen = replace(places, first=places.top, top=None, where=condition) if places.where is None else None
        else:
            both = condition if places.where is None else Joined("and", (places.where, condition))
            chosen = None if _contradicts(places.where, condition) else replace(places, where=both)
        return None if chosen is None else Query("places", places=chosen)
    named = query.ask == "figures" and len(places.codes) > 1 and not places.is_described and not query.other
    return Query("places", places=Places(places.codes, where=condition)) if named else None


def narrowed_by_set(before: Before, chosen: Chosen) -> Query | None:
    """Which of them fail R4 too: the same, where it is asked which."""
    where = chosen.places.where
    if where is None or chosen.places != Places(where=where):
        return None
    return narrowed_by(before, Said(where, Topic()))


def counted_among(before: Before, asked: Query) -> Query | None:
    """How many of them meet R4: of those that were chosen or named, how many fulfil another condition."""
    where = asked.places.where
    if asked.ask != "count" or where is None or asked != Query("count", places=Places(where=where)):
        return None
    found = narrowed_by(before, Said(where, Topic()))
    return None if found is None else replace(found, ask="count")


def _contradicts(one: Condition | None, other: Condition) -> bool:
    """Tell whether nobody can be both: met what was not met."""
    judged = isinstance(one, Judged) and isinstance(other, Judged)
    return judged and one.metrics == other.metrics and one.outcome != other.outcome  # type: ignore[union-attr]


def _in_year(condition: Condition, year: int) -> Condition:
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_in_year(item, year) for item in items))
        case Test(ever=True):
            return condition
    return condition if condition.years else replace(condition, years=(year,))


def as_ratio(before: Before, _: Any) -> Query | None:
    """几比几, as a ratio: of two that were held together, the first by the second."""
    query = before.query
    plain = query.ask == "figures" and len(query.places.codes) == 2 and not query.places.is_described
    if not plain or len(query.measures) != 1 or query.measures[0].view != "value" or query.fold or query.other:
        return None
    one, other = query.places.codes
    measures = (replace(query.measures[0], view="ratio"),)
    return replace(query, measures=measures, places=Places((one,)), other=other, by="", ordered=False)


def with_said_bound(before: Before, predicate: Predicate) -> Query | None:
    """降到25万以上: another bound, with its side."""
    match predicate.limits, before.query.places.where:
        case (Limit(sign, amount, ""),), Test(bounds=(bound,)) as test if amount is not None and not bound.against:
            where = replace(test, bounds=(Bound(sign, amount),))
            return replace(before.query, places=replace(before.query.places, where=where))
    return None


def with_bound(before: Before, amount: Quantity) -> Query | None:
    """放宽到80呢: the same with another bound, of what was said last."""
    query = before.query
    where = None if query.places.where is None else _bounded(query.places.where, amount)
    return None if where is None else replace(query, places=replace(query.places, where=where))


def _bounded(condition: Condition, amount: Quantity) -> Condition | None:
    match condition:
        case Test(bounds=(bound,)) if bound.value is not None and not bound.against:
            return replace(condition, bounds=(replace(bound, value=amount),))
        case Joined(word, items) if (last := _bounded(items[-1], amount)) is not None:
            return Joined(word, (*items[:-1], last))
    return None


def with_base(before: Before, base: int) -> Query | None:
    """起点改成2020: an average growth or a change counted from another year."""
    query = before.query
    moving = query.ask == "figures" and query.measures and all(one.view in MOVING for one in query.measures)
    last = query.years[0] if len(query.years) == 1 else before.shown
    if not moving or last is None or base >= last:
        return None
    return replace(query, measures=tuple(replace(one, since=base) for one in query.measures), years=(last,))
