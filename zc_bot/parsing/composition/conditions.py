"""How topics become conditions: compared, judged, moved, had or not, joined by and and or; and the sets they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.values import Against, Chosen, Limit, Predicate, Said, Topic
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.query import Bound, Condition, Joined, Judged, Measure, Outcome, Places, Sign, Test, Top, View

# What is said of a figure.


def compared(sign: Any, amount: Quantity) -> Predicate:
    return Predicate((Limit(sign, amount),))


def suffixed(amount: Quantity, sign: Any) -> Predicate:
    return Predicate((Limit(sign, amount),))


def ranged(first: Quantity, second: Quantity) -> Predicate | None:
    scale = second.text.lstrip("0123456789.,")
    read = read_quantity(f"{first.text}{scale}") if first.unit is None and not first.scaled and scale else first
    return Predicate((Limit(">=", read), Limit("<=", second))) if isinstance(read, Quantity) else None


def above_mean(sign: Any, _: Any) -> Predicate | None:
    return Predicate((Limit(sign, against=topics.MEAN),)) if sign in {"<", ">", "<=", ">="} else None


def above_median(sign: Any, _: Any) -> Predicate | None:
    return Predicate((Limit(sign, against="median"),)) if sign in {"<", ">", "<=", ">="} else None


def above_place(sign: Any, topic: Topic) -> Predicate | None:
    fits = topic.slots == {"places"} and len(topic.named) == 1 and sign in {"<", ">"}
    return Predicate((Limit(sign, against=topic.named[0]),)) if fits else None


def than(against: Against, sign: Any) -> Predicate | None:
    return Predicate((Limit(sign, against=against.code),)) if not against.topic.slots else None


def more_than(against: Against, sign: Any) -> Said | None:
    """比通创从业人员多: the metric stands between."""
    predicate = Predicate((Limit(sign, against=against.code),))
    return tested(against.topic, predicate) if against.topic.metrics else None


def more_of_what(asked: tuple[Topic, Any], against: Against) -> Said | None:
    """A higher share than Nengda: the degree stands before its metric."""
    topic, sign = asked
    merged = topic.merged(against.topic)
    return None if merged is None else tested(merged, Predicate((Limit(sign, against=against.code),)))


def not_as(has: bool, topic: Topic) -> Against | None:
    """没能达…: less than another."""
    return None if has or topic.slots != {"places"} or len(topic.named) != 1 else Against(topic.named[0])


def less_than(against: Against, sign: Any) -> Predicate:
    return Predicate((Limit("<" if sign == ">" else ">", against=against.code),))


def none_at_all(every: bool, has: bool) -> bool | None:
    return has if every else None


def both_bounds(first: Predicate, second: Predicate) -> Predicate | None:
    """超过40亿但不到50亿: two bounds that leave something between."""
    signs = {limit.sign[0] for limit in (*first.limits, *second.limits)}
    return Predicate((*first.limits, *second.limits)) if signs == {"<", ">"} else None


# Conditions.


def tested(topic: Topic, predicate: Predicate) -> Said | None:
    if not topic.metrics or topic.named or (topic.places is not None and topic.places.is_described):
        return None
    if topic.slots & {"by", "fold", "yearly"}:
        return None
    bounds = tuple(Bound(limit.sign, limit.amount, limit.against) for limit in predicate.limits)
    return _tests(topic, bounds)


def _tests(topic: Topic, bounds: tuple[Bound, ...]) -> Said | None:
    """Test each metric in each year, by the topic's view."""
    if topic.view in {"change", "gain"} and topic.every is None and topic.several and not topic.span:
        return None  # 2023年和2024年增加: in each of them, or between them?
    found = topics.measures(topic)
    if found is None or (topic.every is None and len(topic.metrics) > 1):
        return None
    measures, years = found
    tests = tuple(Test(one, bounds, years, in_each(topic), topic.ever) for one in measures)
    condition: Condition = tests[0] if len(tests) == 1 else Joined("and" if topic.every else "or", tests)
    return Said(condition, topic)


def in_each(topic: Topic) -> bool:
    """Tell whether it must hold in every year; of a single one it is the same."""
    return topic.every is not False or (len(topic.years) < 2 and not topic.ever)


def judged(topic: Topic, outcome: Outcome) -> Said | None:
    if topic.named or topic.by or topic.whole or topic.places is not None or topic.ever:
        return None
    if topic.slots & {"since", "view", "fold", "yearly"}:
        return None
    if len(topic.metrics) < 2:
        return Said(Judged(outcome, topic.metrics, topic.years, in_each(topic)), topic)
    if len(topic.years) > 1:
        return None
    items = tuple(Judged(outcome, (code,), topic.years) for code in topic.metrics)
    return Said(Joined("or" if topic.every is False else "and", items), topic)


def judged_all(topic: Topic, outcome: Outcome) -> Said | None:
    """两项要求都达标: of several metrics all."""
    several = len(topic.metrics) > 1 or topic.several
    return judged(replace(topic, every=True) if several and topic.every is None else topic, outcome)


def in_some(produce: Callable[[Topic, Any], Said | None]) -> Callable[[Topic, Any], Said | None]:
    """Read several years as some of them, where nothing says that it is all: both readings are offered."""

    def produced(topic: Topic, said: Any) -> Said | None:
        several = len(topic.years) > 1 or (len(topic.metrics) > 1 and said == "not_met")
        if not several or topic.every is not None or topic.slots & {"since", "view"}:
            return None
        return produce(replace(topic, every=False), said)

    return produced


def verdict_alone(outcome: Outcome) -> Said:
    return Said(Judged(outcome), Topic())


def judged_so_often(outcome: Outcome, predicate: Predicate) -> Said | None:
    """达标7项以上: how many requirements are met."""
    return tested(topics.requirements_met(None), predicate) if outcome == "met" else None


def moved(topic: Topic, sign: Any) -> Said | None:
    """2024年比2023年总产值减少: a change that is below nought."""
    if not topic.metrics or topic.places is not None or topic.view not in {"value", "change"}:
        return None
    if topic.slots & {"by", "fold", "yearly"}:
        return None
    return _tests(replace(topic, view="change"), (Bound(sign),))


def moved_since(topic: Topic, sign: Any) -> Said | None:
    return None if topic.since is None else moved(topic, sign)


def moved_ahead(sign: Any, topic: Topic) -> Said | None:
    """Which places added jobs: the verb stands first."""
    return moved(topic, sign)


def moved_by(topic: Topic, move: tuple[Any, Predicate]) -> Said | None:
    """增长超过10%, 增加500人以上, 下降5%以上: by a share of it or by an amount; a decline turns the sign."""
    sign, predicate = move
    if not topic.metrics or topic.places is not None or topic.view not in {"value", "change"}:
        return None
    amounts = [limit.amount for limit in predicate.limits]
    in_percent = all(one is not None and one.unit is not None and one.unit.dimension == "share" for one in amounts)
    turned = _turned(predicate) if sign == "<" else predicate
    return None if turned is None else tested(replace(topic, view="change" if in_percent else "gain"), turned)


_MIRRORED: dict[Sign, Sign] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def _turned(predicate: Predicate) -> Predicate | None:
    """Turn 下降5%以上 into a change of at most -5%."""
    limits = []
    for limit in predicate.limits:
        if limit.amount is None or limit.sign not in _MIRRORED:
            return None
        less = replace(limit.amount, value=-limit.amount.value)
        limits.append(Limit(_MIRRORED[limit.sign], less))
    return Predicate(tuple(limits))


def moved_by_unit(sign: Any, said: Said) -> Said | None:
    """Added over 500 jobs: the amount names its metric."""
    match said.condition:
        case Test(Measure(metric, "value", None, ""), bounds, years) if not years and sign == ">":
            return Said(Test(Measure(metric, "gain"), bounds), replace(said.topic, view="gain"))
    return None


def measured_again(chosen: Chosen, topic: Topic) -> Chosen | None:
    """人均产值最高的（总产值除以从业人员）: what it was ordered by, said once more."""
    tops = chosen.places.orders
    if topic.slots != {"metrics", "per"} or len(tops) != 1:
        return None
    return chosen if tops[0].measure == Measure(topic.metrics[0], per=topic.per) else None


def move(sign: Any, predicate: Predicate) -> tuple[Any, Predicate]:
    return sign, predicate


def multiplied(topic: Topic, times: int, sign: Any = ">=") -> Said | None:
    """2024年比2019年翻了一番: at least so many times its own figure of the earlier year."""
    base = topic.since or (min(topic.years) if len(topic.years) > 1 and topic.every is None else None)
    if base is None or not topic.years or len(topic.metrics) != 1 or topic.places is not None:
        return None
    if topic.view != "value" or topic.slots & {"by", "fold", "yearly"}:
        return None
    bound = Bound(sign, Decimal(times))
    return Said(Test(Measure(topic.metrics[0], "ratio", base), (bound,), (max(topic.years),)), topic)


def beyond(multiple: int, sign: Any) -> tuple[int, Any] | None:
    """翻了一番都不止: more than so many times."""
    return (multiple, sign) if sign in {">", ">="} else None


def multiplied_beyond(topic: Topic, beyond_it: tuple[int, Any]) -> Said | None:
    return multiplied(topic, *beyond_it)


def multiple_of(times: int, topic: Topic) -> tuple[int, Topic] | None:
    return (times, topic) if topic.slots and topic.slots <= {"years", "since"} else None


def multiplied_then(topic: Topic, multiple: tuple[int, Topic]) -> Said | None:
    """Workforce doubled between 2019 and 2024: the years stand behind."""
    times, years = multiple
    merged = topic.merged(years)
    return None if merged is None else multiplied(merged, times)


def rising(topic: Topic, sign: Any) -> Said | None:
    """一年比一年多: up on the year before in every year but the first."""
    plain = len(topic.metrics) == 1 and topic.places is None and not topic.by and topic.view == "value"
    if not plain or len(topic.years) < 2 or topic.every is False:
        return None
    later = tuple(sorted(topic.years))[1:]
    tests = tuple(Test(Measure(topic.metrics[0], "change", year - 1), (Bound(sign),), (year,)) for year in later)
    return Said(tests[0] if len(tests) == 1 else Joined("and", tests), topic)


def having(has: bool, topic: Topic) -> Said | None:
    """没有扶持政策, 有加速器: whether there is any; of several all are meant, or none of them."""
    if not topic.metrics or topic.places is not None or topic.view != "value" or topic.by or topic.since is not None:
        return None
    every = topic if topic.every is not None else replace(topic, every=True)
    return _tests(every, (Bound(">=" if has else "<", Decimal(1)),))


def having_behind(topic: Topic, has: bool) -> Said | None:
    return having(has, topic)


def covered(topic: Topic, full: bool) -> Said | None:
    """全覆盖: all of it, or less."""
    if not topic.metrics or topic.places is not None or topic.view != "value" or topic.by:
        return None
    every = topic if topic.every is not None else replace(topic, every=True)
    return _tests(every, (Bound("=" if full else "<", Decimal(100)),))


def second(_: Any, said: Any) -> Any:
    return said


def first(said: Any, _: Any) -> Any:
    return said


def conjoined(one: Said, other: Said) -> Said | None:
    return _join("and", one, other)


def disjoined(one: Said, other: Said) -> Said | None:
    return _join("or", one, other)


def _join(word: Any, one: Said, other: Said) -> Said:
    """Join two conditions; the second takes the metric and the years that it left out from the first."""
    later = _inherit(other.condition, one.topic, other.topic)
    items = (*_items(word, one.condition), *_items(word, later))
    return Said(Joined(word, items), one.topic)


def _items(word: str, condition: Condition) -> tuple[Condition, ...]:
    return condition.items if isinstance(condition, Joined) and condition.word == word else (condition,)


def _inherit(condition: Condition, one: Topic, other: Topic) -> Condition:
    match condition:
        case Judged(metrics=()) if not other.metrics and len(one.metrics) == 1:
            return replace(condition, metrics=one.metrics, years=condition.years or one.years)
        case Test(measure) if not other.years and len(one.years) == 1 and _lacks_base(measure):
            return replace(condition, years=one.years, measure=replace(measure, since=one.years[0] - 1))
        case Judged() | Test() if not other.years and one.years and not other.ever:
            return replace(condition, years=one.years, every=one.every is not False)
        case Joined(word, items):
            return Joined(word, tuple(_inherit(item, one, other) for item in items))
    return condition


def _lacks_base(measure: Measure) -> bool:
    """Tell whether a change is counted from the year before, once its year is known."""
    return measure.view in {"change", "gain"} and measure.since is None


def and_predicate(said: Said, predicate: Predicate) -> Said | None:
    """高新占比超过60%而且低于70%: the metric is left out."""
    again = tested(said.topic, predicate)
    if again is None:
        return None
    match said.condition, again.condition:
        case Test(bounds=(one,)) as test, Test(bounds=(other,)) if {one.sign[0], other.sign[0]} == {"<", ">"}:
            return Said(replace(test, bounds=(one, other)), said.topic)
    return _join("and", said, again)


# Sets of communities.


def communities(said: Said, _: Any) -> Chosen:
    return Chosen(Places(where=said.condition))


def communities_asked(_: Any, said: Said) -> Chosen:
    return Chosen(Places(where=said.condition), asked=True)


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


def narrowed_behind(chosen: Chosen, topic: Topic) -> Chosen | None:
    return narrowed(topic, chosen)


def of_whole(topic: Topic, chosen: Chosen) -> Chosen | None:
    return chosen if topic.slots == {"whole"} else None


def in_years(chosen: Chosen, topic: Topic) -> Chosen | None:
    """战新占比未达标的社区，2019年: the years behind are those of whatever names none."""
    if topic.slots != {"years"}:
        return None
    where, top = chosen.places.where, chosen.places.top
    if where is None and top is not None and not (top.years or top.ever) and top.measure.since is None:
        return replace(chosen, places=replace(chosen.places, top=replace(top, years=topic.years)))
    if where is None or top is not None or (filled := _in_years(where, topic)) is None:
        return None
    return replace(chosen, places=replace(chosen.places, where=filled))


def in_years_ahead(topic: Topic, chosen: Chosen) -> Chosen | None:
    return in_years(chosen, topic)


def said_in_years(topic: Topic, said: Said) -> Said | None:
    """2024年，高新占比达标而从业人员不到5000: the year in front is that of both."""
    if topic.slots != {"years"} or said.topic.years or (len(topic.years) != 1 and not topic.span):
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
    timed = topic.since is not None or len(topic.years) == 1 or topic.span
    return _top(replace(topic, view=view), 1, ascending) if topic.view == "value" and timed else None


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
    if len(topic.metrics) != 1 or topic.every is not None or topic.slots & {"by", "fold", "yearly"}:
        return None
    if topic.several and topic.view in {"value", "share", "met"}:
        return None
    found = topics.measures(topic)
    places = topic.places or Places()
    if found is None or places.top is not None:
        return None
    (measure,), years = found
    return Chosen(replace(places, top=Top(measure, count, ascending, years, topic.ever)))
