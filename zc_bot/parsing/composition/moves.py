"""Conditions about how a figure moved: up, down, by so much, so many times as much, year after year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition.conditions import tested, tests_of_each
from zc_bot.parsing.composition.values import Limit, Predicate, Said, Topic
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import Bound, Joined, Measure, Sign, Test, tests_of


def moved(topic: Topic, sign: Any) -> Said | None:
    """2024年比2023年总产值减少: a change that is below nought."""
    if not topic.metrics or topic.places is not None or topic.view not in {"value", "change"}:
        return None
    if topic.slots & {"by", "fold", "yearly"}:
        return None
    return tests_of_each(replace(topic, view="change"), (Bound(sign),))


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
        case Test(Measure(metric, "value", None, ""), bounds) if sign == ">":
            amounts = [bound.value for bound in bounds if isinstance(bound.value, Quantity)]
            shares = [one for one in amounts if one.unit is not None and one.unit.dimension == "share"]
            moved_in = replace(said.topic, view="change" if shares else "gain")
            return tests_of_each(moved_in, bounds) if metric and len(amounts) == len(bounds) else None
    return None


def swung(topic: Topic, predicate: Predicate) -> Said | None:
    """同比上下浮动超过30%: up or down by so much."""
    if any(limit.sign not in {">", ">="} for limit in predicate.limits) or len(predicate.limits) != 1:
        return None
    ways = [moved_by(topic, (sign, predicate)) for sign in (">", "<")]
    up, down = ways
    if up is None or down is None:
        return None
    return Said(Joined("or", (up.condition, down.condition)), topic)


def moved_by_behind(said: Said, predicate: Predicate) -> Said | None:
    """Grew both output and headcount by at least 10%: by how much stands behind what moved."""
    tests = tests_of(said.condition)
    if (faster := _more_than_another(tests, predicate, said.topic)) is not None:
        return faster
    signs = {test.bounds[0].sign for test in tests if test.measure.view == "change" and test.bounds == (Bound(">"),)}
    if signs != {">"} or any(test.bounds != (Bound(">"),) for test in tests) or said.topic.every is False:
        return None
    return moved_by(said.topic, (">", predicate))


def _more_than_another(tests: tuple[Test, ...], predicate: Predicate, topic: Topic) -> Said | None:
    """人涨得比产值快: its change against that of another metric; what falls faster is the lower of the two."""
    match tests, predicate.limits:
        case (Test(Measure(_, "change", None), (Bound(way, None, "", ""),)),), (Limit(">", None, "", 0, other),):
            if other and way in {"<", ">"}:
                beyond = replace(tests[0], bounds=(Bound(way, metric=other),))
                return Said(Joined("and", (tests[0], beyond)), topic)
    return None


def move(sign: Any, predicate: Predicate) -> tuple[Any, Predicate]:
    return sign, predicate


def multiplied(topic: Topic, times: int, sign: Any = ">=") -> Said | None:
    """2024年比2019年翻了一番: at least so many times its own figure of the earlier year."""
    if topic.since == 0 and len(topic.years) == 1:
        topic = replace(topic, since=topic.years[0] - 1)
    base = topic.since or (min(topic.years) if len(topic.years) > 1 and topic.every is None else None)
    if base is None or not (topic.years or topic.since) or len(topic.metrics) != 1 or topic.places is not None:
        return None
    if topic.view != "value" or topic.slots & {"by", "fold", "yearly"}:
        return None
    bound = Bound(sign, Decimal(times))
    return Said(Test(Measure(topic.metrics[0], "ratio", base), (bound,), topic.years and (max(topic.years),)), topic)


def beyond(multiple: int, sign: Any) -> tuple[int, Any] | None:
    """翻了一番都不止: more than so many times."""
    return (multiple, sign) if sign in {">", ">="} else None


def still_beyond(multiple: int, sign: Any) -> tuple[int, Any] | None:
    """翻了一番还多."""
    return (multiple, ">") if sign == ">" else None


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


def in_a_row(topic: Topic, sign: Any) -> Said | None:
    """23年、24年接连下滑: in each of the years on the one before."""
    if len(topic.years) < 2 or len(topic.metrics) != 1 or topic.places is not None or topic.view != "value":
        return None
    return _each_year(topic, tuple(sorted(topic.years)), sign)


def running(topic: Topic, move: tuple[tuple[int, ...], Any]) -> Said | None:
    """连续两年下滑: in each of so many years up to the one that is named, or to the last whole one."""
    found, sign = move
    if len(topic.years) > 1 or len(topic.metrics) != 1 or topic.places is not None or topic.view != "value":
        return None
    last = topic.years[0] if topic.years else found[-1]
    return _each_year(topic, tuple(range(last - len(found) + 1, last + 1)), sign)


def _each_year(topic: Topic, years: tuple[int, ...], sign: Any) -> Said:
    bound = (Bound(sign),)
    tests = tuple(Test(Measure(topic.metrics[0], "change", year - 1), bound, (year,)) for year in years)
    return Said(Joined("and", tests), replace(topic, years=years, several=True))


def multiple_then(topic: Topic, times: int) -> tuple[int, int] | None:
    """2018年两倍: so many times what it was in another year."""
    return (times, topic.years[0]) if topic.slots == {"years"} and len(topic.years) == 1 else None


def multiplied_since(topic: Topic, then: tuple[int, int]) -> Said | None:
    times, base = then
    return multiplied(replace(topic, since=base), times) if topic.since is None and topic.years else None
