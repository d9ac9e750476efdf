"""How it is asked whether something is so of those that are named: met, within a bound, there at all, the first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.counts import places_query
from zc_bot.parsing.composition.questions import figures
from zc_bot.parsing.composition.values import Chosen, Said, Topic
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Judged,
    Measure,
    Places,
    Query,
    Test,
)


def verdict_of(topic: Topic, _: Any) -> Query | None:
    """通创高新占比达标了吗: the requirements on its metrics, or all of them."""
    of_all = topic.by == "community" or topic.whole
    if not (topic.named or (of_all and topic.metrics)) or len(topic.years) > 1 or topic.ever:
        return None
    if topic.slots - {"places", "metrics", "years", "by", "whole"}:
        return None
    return Query("verdict", tuple(Measure(code) for code in topic.metrics), Places(topic.named), topic.years)


def verdict_of_each(topic: Topic, outcome: Any) -> Query | None:
    return verdict_of(replace(topic, every=None), outcome)


def verdict_said(topic: Topic, said: Said) -> Query | None:
    """Did Qidong meet the high-tech target: whose it is stands before what is judged."""
    match said.condition:
        case Judged(_, metrics, years, _, None) if topic.slots <= {"places", "years"} and not (years and topic.years):
            named = replace(topic, metrics=metrics, years=years or topic.years)
            return verdict_of(named, None)
    return None


def whether_within(held: tuple[Topic, Condition]) -> Query | None:
    """海安规划面积够3平方公里吗: its figure, held against the bound."""
    topic, condition = held
    match condition:
        case Test(Measure(metric, "value", None, ""), (Bound(sign=sign, against=""),)) if sign != "!=":
            if topic.slots <= {"places", "metrics", "years"} and len(topic.years) < 2:
                where = replace(condition, years=())
                return Query("verdict", (Measure(metric),), Places(topic.named, where=where), topic.years)
    return None


_FEW = 3


def figures_held(topic: Topic, said: Said) -> Query | None:
    """Are Tongchuang and Jianghai fully covered by wifi: their figures, from which it is seen."""
    match said.condition:
        case Test(Measure(metric, "value", None, ""), bounds, years) if topic.named and metric:
            if len(bounds) > 1 or any(bound.against or bound.metric for bound in bounds):
                return None  # A range is not seen from a figure: 22到25 may be years.
            if topic.slots - {"places", "years", "every"} or (years and topic.years) or len(years or topic.years) > 1:
                return None
            if len(topic.named) > _FEW:  # 里头载体不到20万的, of many, are some of them.
                held = replace(said.condition, years=years or topic.years)
                return Query("places", places=Places(topic.named, where=held))
            return figures(replace(topic, metrics=(metric,), years=years or topic.years, every=None))
    return None


def far_from(topic: Topic, amount: Quantity) -> Query | None:
    """离20万平米还差多少: its figure, held against what it should be."""
    if len(topic.named) != 1 or len(topic.metrics) != 1:
        return None
    plain = Test(Measure(topic.metrics[0]), (Bound(">=", amount),))
    return whether_within((topic, plain))


def whether_it_has(topic: Topic, _: Any) -> Query | None:
    """观音山统计体系有没有: its figure says so."""
    plain = topic.slots <= {"places", "metrics", "years"} and len(topic.years) < 2
    return figures(topic) if topic.named and topic.metrics and plain else None


def whether_of_set(chosen: Chosen, topic: Topic) -> Query | None:
    """总产值最高的社区是不是通创: its place; of the lowest who that is."""
    top = chosen.places.top
    if topic.slots != {"places"} or top is None:
        return None
    plain = top.measure.view == "value" and chosen.places == Places(top=top) and not top.ascending
    if not plain or not topic.named:
        return places_query(chosen)
    return Query("figures", (Measure(top.measure.metric, "place"),), Places(topic.named), top.years)


def whether_year(_: Any, topic: Topic) -> bool | None:
    """最高的那年是不是2023年: which year it was tells."""
    return True if topic.slots == {"years"} and len(topic.years) == 1 else None


def is_it_that_year(query: Query, _: Any) -> Query | None:
    return query if query.ask == "year" else None


def whether_first(topic: Topic, _: Any) -> Query | None:
    """通创高新占比是不是第一: its place among all."""
    plain = topic.slots <= {"places", "metrics", "years"} and topic.named and topic.metrics
    return figures(replace(topic, view="place")) if plain else None


def had(has: bool, topic: Topic) -> Topic | None:
    return topic if has and topic.metrics and topic.slots <= {"metrics", "years"} else None


def whether_it_had(topic: Topic, what: Topic) -> Query | None:
    merged = topic.merged(what)
    return None if merged is None else whether_it_has(merged, True)
