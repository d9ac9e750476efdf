"""How topics become conditions: compared, judged, moved, had or not, joined by and and or; and the sets they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.values import Against, Limit, Predicate, Said, Topic
from zc_bot.parsing.periods import is_year
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.query import Bound, Condition, Joined, Judged, Measure, Outcome, Sign, Test, tests_of

# What is said of a figure.


def compared(sign: Any, amount: Quantity) -> Predicate | None:
    """超过75%: a bound; a bare year is none (how much more than 2024)."""
    looks_a_year = amount.unit is None and is_year(amount.text) and int(amount.text) in _LIKELY_YEARS
    return None if looks_a_year else Predicate((Limit(sign, amount),))


_LIKELY_YEARS = range(2010, 2041)
"""少于2000 is no year."""


def suffixed(amount: Quantity, sign: Any) -> Predicate:
    return Predicate((Limit(sign, amount),))


def less_behind(amount: Quantity, sign: Any) -> Predicate | None:
    """70不到: a bound said behind its figure."""
    return Predicate((Limit("<", amount),)) if sign == "<" else None


def ranged(first: Quantity, second: Quantity) -> Predicate | None:
    scale = second.text.lstrip("0123456789.,")
    read = read_quantity(f"{first.text}{scale}") if first.unit is None and not first.scaled and scale else first
    return Predicate((Limit(">=", read), Limit("<=", second))) if isinstance(read, Quantity) else None


def above_mean(sign: Any, _: Any) -> Predicate | None:
    return Predicate((Limit(sign, against=topics.MEAN),)) if sign in {"<", ">", "<=", ">="} else None


def above_median(sign: Any, _: Any) -> Predicate | None:
    return Predicate((Limit(sign, against="median"),)) if sign in {"<", ">", "<=", ">="} else None


def above_place(sign: Any, topic: Topic) -> Predicate | None:
    fits = topic.slots == {"places"} and len(topic.named) == 1 and sign in {"<", ">", "<=", ">="}
    return Predicate((Limit(sign, against=topic.named[0]),)) if fits else None


def so_much_each(topic: Topic, amount: Quantity) -> Said | None:
    """Wifi和数字化都100的: exactly so much, each of them."""
    several = topic.every and len(topic.metrics) > 1
    return tested(topic, Predicate((Limit("=", amount),))) if several else None


def so_much_or_not(has: bool, amount: Quantity) -> Predicate | None:
    """有没有20万平方, 没有5000人."""
    return Predicate((Limit(">=" if has else "<", amount),)) if amount.unit is not None else None


def than(against: Against, sign: Any) -> Predicate | None:
    return Predicate((Limit(sign, against=against.code),)) if not against.topic.slots else None


def than_metric(metric: str, sign: Any) -> Predicate:
    """众创空间比孵化器多."""
    return Predicate((Limit(sign, metric=metric),))


def above_metric(sign: Any, topic: Topic) -> Predicate | None:
    """高新产值大于总产值: held against another metric of the same community."""
    alone = topic.slots <= {"metrics", "view"} and len(topic.metrics) == 1 and topic.metrics[0]
    if not alone or topic.view not in _HELD_BY_METRIC:
        return None
    return Predicate((Limit(sign, metric=topic.metrics[0], view=topic.view),))


_HELD_BY_METRIC = ("value", "change", "average_growth")


def more_than(against: Against, sign: Any) -> Said | None:
    """比通创从业人员多: the metric stands between."""
    predicate = Predicate((Limit(sign, against=against.code),))
    return tested(against.topic, predicate) if against.topic.metrics else None


def more_of_what(asked: tuple[Topic, Any], against: Against) -> Said | None:
    """A higher share than Nengda: the degree stands before its metric."""
    topic, sign = asked
    merged = topic.merged(against.topic)
    return None if merged is None else tested(merged, Predicate((Limit(sign, against=against.code),)))


def than_the_same(said: Said, asked: tuple[Topic, Any]) -> Said | None:
    """More employees than Nengda but lower output: held against the same community, or the mean."""
    topic, sign = asked
    match said.condition:
        case Test(bounds=(Bound(against=against),), years=years) if against:
            other = tested(replace(topic, years=topic.years or years), Predicate((Limit(sign, against=against),)))
            return None if other is None else Said(Joined("and", (said.condition, other.condition)), said.topic)
    return None


def but_not_of(said: Said, other: Topic) -> Said | None:
    """Met R4 but not R3: the other way round of what stands behind, in the same years; but not in 2025: then."""
    match said.condition:
        case Judged("met", _, (_,) as years) if other.slots == {"years"} and len(other.years) == 1:
            if other.years == years:
                return None
            missed = replace(said.condition, outcome="not_met", years=other.years)
            topic = replace(said.topic, years=(*years, *other.years))
            return Said(Joined("and", (said.condition, missed)), topic)
        case Judged("met", (_,), years, every) if other.metrics and not other.slots - {"metrics", "years"}:
            if len(other.metrics) != 1 or (years and other.years and years != other.years):
                return None
            named = years or other.years
            met = replace(said.condition, years=named)
            missed = Judged("not_met", other.metrics, named, every)
            return Said(Joined("and", (met, missed)), replace(said.topic, years=named))
    return None


def than_then(sign: Any, topic: Topic) -> tuple[Any, int] | None:
    """不如前年: less than its own figure of that year."""
    alone = topic.slots == {"years"} and len(topic.years) == 1
    return (sign, topic.years[0]) if alone and sign in {"<", ">"} else None


def more_than_then(topic: Topic, then: tuple[Any, int]) -> Said | None:
    """去年产值不如前年: a change between the two."""
    sign, year = then
    fits = topic.view == "value" and len(topic.years) == 1 and topic.years[0] > year and topic.since is None
    if not fits or not topic.metrics or topic.places is not None or topic.slots & {"by", "fold", "yearly", "per"}:
        return None
    return tests_of_each(replace(topic, view="change", since=year), (Bound(sign),))


def not_as(has: bool, topic: Topic) -> Against | None:
    """没能达…: less than another."""
    return None if has or topic.slots != {"places"} or len(topic.named) != 1 else Against(topic.named[0])


def less_than(against: Against, sign: Any) -> Predicate:
    return Predicate((Limit("<" if sign == ">" else ">", against=against.code),))


def none_at_all(every: bool, has: bool) -> bool | None:
    return has if every else None


def both_bounds(first: Predicate, second: Predicate) -> Predicate | None:
    """超过40亿但不到50亿: two bounds that leave something between; one that is said twice bounds once."""
    limits = tuple(dict.fromkeys((*first.limits, *second.limits)))
    return Predicate(limits) if {limit.sign[0] for limit in limits} == {"<", ">"} else None


# Conditions.


def tested(topic: Topic, predicate: Predicate) -> Said | None:
    topic = topics.totalled(topic)
    if not topic.metrics or topic.named or (topic.places is not None and topic.places.is_described):
        return None
    if topic.slots & {"by", "fold", "yearly"}:
        return None
    if any(limit.place for limit in predicate.limits):
        return _placed(topic, predicate.limits)
    bounds = tuple(Bound(limit.sign, limit.amount, limit.against, limit.metric) for limit in predicate.limits)
    others = [limit for limit in predicate.limits if limit.metric]
    if others and (len(topic.metrics) != 1 or topic.per or {one.view for one in others} != {topic.view}):
        return None
    return tests_of_each(topic, bounds)


_OPPOSITE: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def never_so(_: Any, predicate: Predicate) -> Predicate | None:
    """从来没上过60: the opposite, in every year."""
    match predicate.limits:
        case (Limit(sign, amount, ""),) if amount is not None and sign in _OPPOSITE:
            return Predicate((Limit(_OPPOSITE[sign], amount),))
    return None


def never(topic: Topic, predicate: Predicate) -> Said | None:
    """Hold it in each of the years named, or in all there are."""
    if topic.every is not None or topic.ever:
        return None
    several = len(topic.years) > 1
    return tested(replace(topic, every=True, ever=not several), predicate) if several or not topic.years else None


def tests_of_each(topic: Topic, bounds: tuple[Bound, ...]) -> Said | None:
    """Test each metric in each year, by the topic's view."""
    moving = topic.view in {"change", "gain"}
    if moving and topic.every is None and topic.several and not topic.span:
        return None  # 2023年和2024年增加: in each of them, or between them?
    if moving and topic.every and topic.span and len(topic.metrics) > 1 and not topic.yearly:
        between = tests_of_each(replace(topic, metrics=topic.metrics[:1], every=None), bounds)
        return None if between is None else _of_both(between, topic)  # 从2022到2024都涨了: both of them.
    found = topics.measures(topic)
    if found is None or (topic.every is None and len(topic.metrics) > 1):
        return None
    measures, years = found
    tests = tuple(Test(one, bounds, years, in_each(topic), topic.ever) for one in measures)
    condition: Condition = tests[0] if len(tests) == 1 else Joined("and" if topic.every else "or", tests)
    return Said(condition, topic)


def _of_both(said: Said, topic: Topic) -> Said | None:
    """Test each of several metrics as the first of them is tested."""
    match said.condition:
        case Test(measure) as test:
            tests = tuple(replace(test, measure=replace(measure, metric=code)) for code in topic.metrics)
            return Said(Joined("and", tests), topic)
    return None


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


def line_judged(on: tuple[Topic, Quantity], outcome: Outcome) -> Said | None:
    """没达到60%那条: a requirement named by its number, which must be its own."""
    topic, number = on
    said = judged(topic, outcome)
    match said:
        case Said(Judged() as condition) if len(topic.metrics) < 2:
            return replace(said, condition=replace(condition, line=number))
    return None


def line_sign(sign: Any, number: Quantity) -> tuple[Outcome, Quantity] | None:
    return None if sign not in _PASSED else (_PASSED[sign], number)


def line_bound(predicate: Predicate, _: Any) -> tuple[Outcome, Quantity] | None:
    match predicate.limits:
        case (Limit(sign, amount, ""),) if amount is not None:
            return line_sign(sign, amount)
    return None


def passed_alone(passed: tuple[Outcome, Quantity]) -> Said | None:
    """没过60%线的有哪些: whose requirement it is, its number says."""
    outcome, number = passed
    return line_judged((Topic(), number), outcome)


def line_bound_on(predicate: Predicate, topic: Topic) -> tuple[Topic, Outcome, Quantity] | None:
    """Fell short of the 10% annual growth target: the number of the requirement, and what it is on."""
    found = line_bound(predicate, None)
    return None if found is None else (topic, *found)


def line_bound_of(on: tuple[Topic, Outcome, Quantity], behind: Topic) -> tuple[Topic, Outcome, Quantity] | None:
    topic, outcome, number = on
    merged = topic.merged(behind)
    return None if merged is None else (merged, outcome, number)


def line_said(on: tuple[Topic, Outcome, Quantity]) -> Said | None:
    """Judge by a requirement; an average growth is its metric's own."""
    topic, outcome, number = on
    plain = replace(topic, view="value") if topic.view in {"average_growth", "change"} else topic
    return line_judged((plain, number), outcome)


def line_passed(sign: Any, on: tuple[Topic, Quantity]) -> Said | None:
    """没过高新60%线."""
    return line_judged(on, _PASSED[sign]) if sign in _PASSED else None


def by_requirement(sign: Sign, _: Any) -> Outcome | None:
    """低于下限, reaching the minimum: a verdict in other words."""
    return {"<": "not_met", ">=": "met", ">": "met"}.get(sign)  # type: ignore[return-value]


def not_by_requirement(has: bool, outcome: Outcome) -> Outcome | None:
    return "not_met" if not has and outcome == "met" else None


def requirement_passed(sign: Any, topic: Topic) -> Said | None:
    """没过高新占比要求."""
    return judged(topic, _PASSED[sign]) if sign in _PASSED and topic.metrics else None


_PASSED: dict[Any, Outcome] = {"<": "not_met", "<=": "not_met", ">": "met", ">=": "met"}


def placed_within(_: Any, limit: tuple[int, bool]) -> Predicate | None:
    """进前五: its place among all."""
    count, ascending = limit
    return None if ascending else Predicate((Limit("<=", place=count),))


def placed_beyond(_: Any, limit: tuple[int, bool]) -> Predicate | None:
    """掉出前五."""
    count, ascending = limit
    return None if ascending else Predicate((Limit(">", place=count),))


def crossed_first(sign: Any, limit: tuple[int, bool]) -> tuple[int, Any] | None:
    count, ascending = limit
    return None if ascending else (count, sign)


def crossed(topic: Topic, crossing: tuple[int, Any]) -> Said | None:
    """24年跌出前五: among the first few of one year and not of the other; of one year, it was so the year before."""
    count, sign = crossing
    years = topic.years if len(topic.years) == 2 else tuple(year - 1 for year in topic.years) + topic.years
    if len(years) != 2 or topic.since or topic.every is not None:
        return None
    was = _placed(replace(topic, years=years[:1]), (Limit("<=" if sign == ">" else ">", place=count),))
    then = _placed(replace(topic, years=years[1:]), (Limit(sign, place=count),))
    return None if was is None or then is None else Said(Joined("and", (was.condition, then.condition)), topic)


def left_then(topic: Topic, crossing: tuple[int, Any]) -> Any:
    """23年在前五、24年掉出前五: of the other year it was said, too."""
    count, sign = crossing
    return year_predicate(topic, Predicate((Limit(sign, place=count),)))


def not_placed(has: bool, predicate: Predicate) -> Predicate | None:
    """没进前五."""
    match predicate.limits:
        case (Limit("<=", place=count),) if count and not has:
            return Predicate((Limit(">", place=count),))
    return None


def _placed(topic: Topic, limits: tuple[Limit, ...]) -> Said | None:
    """Hold the place of a figure against so many."""
    plain = topic.view in {"value", "place"} and not topic.slots & {"since", "per"} and "" not in topic.metrics
    if not plain or not all(limit.place for limit in limits):
        return None
    bounds = tuple(Bound(limit.sign, Decimal(limit.place)) for limit in limits)
    return tests_of_each(replace(topic, view="place"), bounds)


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


def having(has: bool, topic: Topic) -> Said | None:
    """没有扶持政策, 有加速器: whether there is any; of several all are meant, or none of them."""
    if not topic.metrics or topic.places is not None or topic.view != "value" or topic.by or topic.since is not None:
        return None
    every = topic if topic.every is not None else replace(topic, every=True)
    return tests_of_each(every, (Bound(">=" if has else "<", Decimal(1)),))


def having_behind(topic: Topic, has: bool) -> Said | None:
    return having(has, topic)


def covered(topic: Topic, full: bool) -> Said | None:
    """全覆盖: all of it, or less."""
    if not topic.metrics or topic.places is not None or topic.view != "value" or topic.by:
        return None
    every = topic if topic.every is not None else replace(topic, every=True)
    return tests_of_each(every, (Bound("=" if full else "<", Decimal(100)),))


def lacking_one(topic: Topic, _: Any) -> Said | None:
    """孵化器、加速器至少缺一样: one of several that are named is not there."""
    return having(False, replace(topic, every=False)) if len(topic.metrics) > 1 and topic.every is None else None


def lacking(has: bool, said: Said) -> Said | None:
    """Lacked full A or full B: each of them is lacked."""
    match said.condition:
        case Joined(word, items) if not has:
            tests = [one for one in items if isinstance(one, Test) and _is_had(one)]
            if len(tests) == len(items):
                lacked = tuple(replace(one, bounds=(replace(one.bounds[0], sign="<"),)) for one in tests)
                return Said(Joined(word, lacked), said.topic)
    return None


def _is_had(test: Test) -> bool:
    """Tell whether a test says that there is any, or all of it."""
    (bound, *more) = test.bounds
    known = (bound.sign, bound.value) in {("=", Decimal(100)), (">=", Decimal(1))}
    return not more and known and test.measure.view == "value"


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
    later = _with_it(_inherit(other.condition, one.topic, other.topic), one.condition)
    items = (*_items(word, one.condition), *_items(word, later))
    return Said(Joined(word, items), one.topic)


def _with_it(condition: Condition, before: Condition) -> Condition:
    """Take 它 for the community that the condition before was held against: 不如通创但投资总额比它大."""
    named = [bound.against for test in tests_of(before) for bound in test.bounds if bound.against]
    match condition:
        case Test(bounds=(Bound(against=topics.IT) as bound,)) if len(named) == 1:
            return replace(condition, bounds=(replace(bound, against=named[0]),))
    return condition


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
        case Test(measure, (one,)) as test, Test(again_of, (other,)) if (
            measure == again_of and {one.sign[0], other.sign[0]} == {"<", ">"}
        ):
            return Said(replace(test, bounds=(one, other)), said.topic)
    return _join("and", said, again)


def year_predicate(topic: Topic, predicate: Predicate) -> tuple[Topic, Predicate] | None:
    """24年掉出前五: of what was spoken of, in another year."""
    return (topic, predicate) if topic.slots == {"years"} and len(topic.years) == 1 else None


def and_in_year(said: Said, then: tuple[Topic, Predicate]) -> Said | None:
    """23年产值过百亿、24年不到的: the metric is left out, not the year."""
    years, predicate = then
    first = said.topic
    if len(first.years) != 1 or first.years == years.years or first.since is not None or not first.metrics:
        return None
    again = tested(replace(first, years=years.years), predicate)
    return None if again is None else _join("and", said, again)
