"""How it is asked in which years: of the highest, of those in which a condition held, since when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition import topics
from zc_bot.parsing.composition.conditions import tested
from zc_bot.parsing.composition.moves import moved
from zc_bot.parsing.composition.values import Chosen, Limit, Predicate, Said, Topic
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import (
    Ask,
    Condition,
    Joined,
    Judged,
    Measure,
    Outcome,
    Places,
    Query,
    Sign,
    Test,
    View,
)


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


def which_year_moved(topic: Topic, moved_most: tuple[View, bool]) -> Query | None:
    """哪年涨得最快: the year of the greatest change on the year before it."""
    view, ascending = moved_most
    return which_year(replace(topic, view=view), ascending) if topic.view == "value" else None


def furthest(_: Any, ascending: bool) -> bool | None:
    """差得最多, and not the least."""
    return None if ascending else True


def year_apart(topic: Topic, _: Any) -> Query | None:
    """江海跟能达从业人员差得最多的是哪一年: of two that are named."""
    if len(topic.named) != 2 or len(topic.metrics) != 1 or topic.slots - {"places", "metrics", "years"}:
        return None
    one, other = topic.named
    measure = Measure(topic.metrics[0], "difference")
    return Query("year", (measure,), Places((one,)), topic.years, topic.ever, other=other)


def years_it_moved(topic: Topic, asked: tuple[str, Sign]) -> Query | None:
    """从业人员哪几年下降: the years in which it was below the one before."""
    kind, sign = asked
    held = moved_of(topic, sign)
    return None if held is None else held_in_which(held, kind)


def years_rising(topic: Topic, sign: Sign) -> Query | None:
    """海门就业是不是年年在涨: the years in which it did."""
    held = moved_of(replace(topic, several=False), sign) if topic.named else None
    return None if held is None else held_in_which((topic, held[1]), "all")


def years_so(predicate: Predicate, _: Any) -> tuple[str, Predicate]:
    return ("all", predicate)


def of_whom_judged(topic: Topic, asked: tuple[str, Outcome]) -> Query | None:
    """高新占比哪几年没达标, of one that is named."""
    kind, outcome = asked
    plain = topic.slots <= {"places", "metrics", "years"} and len(topic.metrics) < 2 and not topic.ever
    return _years_of(topic, Judged(outcome, topic.metrics), kind) if plain else None


def which_year_ahead(ascending: bool, topic: Topic) -> Query | None:
    return which_year(topic, ascending)


def extreme_year(_: Any, ascending: bool) -> bool:
    return ascending


def extreme_year_behind(ascending: bool, _: Any) -> bool:
    return ascending


def first_time(kind: str, predicate: Predicate) -> tuple[str, Predicate] | None:
    return (kind, predicate)


def first_held(_: Any, predicate: Predicate) -> tuple[str, Predicate]:
    """哪年过两千人的: the first year in which it did."""
    return ("first", predicate)


def in_which_years(topic: Topic, asked: tuple[str, Predicate]) -> Query | None:
    """家纺哪几年新增企业不到40家: the years in which a condition holds of one community."""
    kind, predicate = asked
    ever = topic.ever and topic.every is not None
    plain = replace(topic, places=None, years=(), several=False, ever=ever, whole=False)
    plain = replace(plain, fold="") if topic.whole and topic.fold == "sum" else plain
    said = tested(plain, predicate) if topic.metrics else None
    return None if said is None else _years_of(topic, said.condition, kind)


def years_whose(kind: str, topic: Topic) -> tuple[str, Topic] | None:
    """In which years did Rugao's share …: whose it is stands before what held."""
    return (kind, topic) if len(topic.named) == 1 and len(topic.metrics) == 1 else None


def when_whose(_: Any, topic: Topic) -> Topic | None:
    named = topic.slots == {"places"} and len(topic.named) == 1
    bare = topic.slots == {"metrics"} and len(topic.metrics) == 1  # 海门哪年就业: whose it is stands before it.
    return topic if named or bare or topic.slots == {"whole"} else None


def when_topmost(topic: Topic, chosen: Chosen) -> Query | None:
    """In which year did Kaiyuan register the most start-ups: of one that is named, or of the city."""
    top = chosen.places.top
    if top is None or top.count != 1 or top.ever or top.years or replace(chosen.places, top=None) != Places():
        return None
    return Query("year", (top.measure,), topic.places or Places(), ascending=top.ascending)


def when_extreme(topic: Topic, ascending: bool) -> Query | None:
    """In which year was citywide headcount growth weakest."""
    return which_year(topic, ascending) if topic.metrics else None


def when_growth(whose: Topic, growing: tuple[str, str]) -> Topic | None:
    """In which year was citywide job growth …: on the year before it."""
    return whose.merged(Topic(metrics=(growing[0],), view="change"))


def when_moved_what(moved: tuple[Topic, tuple[View, bool]], topic: Topic) -> Query | None:
    """Which year did the city add the most jobs."""
    found = when_whose_what(moved[0], topic)
    return None if found is None else which_year_moved(found, moved[1])


def when_whose_what(whose: Topic, topic: Topic) -> Topic | None:
    """哪一年通州湾的新增企业: and of what."""
    plain = topic.slots <= {"metrics", "view"} and len(topic.metrics) == 1
    return whose.merged(topic) if plain else None


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
    condition = timeless(said.condition)
    return None if condition is None else _years_of(replace(topic, years=years), condition, kind)


def _years_of_the_city(topic: Topic, condition: Condition, ask: Ask) -> Query | None:
    """全市新增企业过500家的是哪几年: of what all of them have together."""
    match condition:
        case Test(Measure(metric, "value", None, ""), bounds) if metric:
            if any(bound.against or bound.metric for bound in bounds):
                return None
            return Query(ask, places=Places(where=condition), years=topic.years, fold="sum")
    return None


def _years_of(topic: Topic, condition: Condition, kind: str) -> Query | None:
    ask: Ask = "first_year" if kind == "first" else "years"
    if topic.whole and topic.places is None:
        return _years_of_the_city(topic, condition, ask)
    if len(topic.named) != 1:
        return None
    return Query(ask, places=Places(topic.named, where=condition), years=topic.years)


def timeless(condition: Condition) -> Condition | None:
    """Take the years out of a condition that is asked of every one of them."""
    match condition:
        case Test(measure, ever=False) if measure.since is None:
            return replace(condition, years=(), every=True)
        case Judged():
            return replace(condition, years=(), every=True)
        case Joined(word, items):
            found = tuple(part for item in items if (part := timeless(item)) is not None)
            return Joined(word, found) if len(found) == len(items) else None
    return None
