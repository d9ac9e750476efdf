"""The grammar of questions that are put together: a rule is a row, its examples beside it.

Scope comes from order and nesting. Only a rule that lists an operator's category may use it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.chart import Grammar, Lift, Rule
from zc_bot.parsing.composition.values import Against, Chosen, Limit, Predicate, Said, Topic
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.query import Bound, Condition, Fold, Joined, Judged, Measure, Outcome, Places, Query, Test, Top

MEAN = "mean"


# Topics: what is spoken of.


def _place(codes: tuple[str, ...]) -> Topic:
    return Topic(places=Places(codes))


def _metric(codes: tuple[str, ...]) -> Topic:
    return Topic(metrics=codes)


def _years(found: tuple[tuple[int, ...], bool]) -> Topic | None:
    years, several = found
    return Topic(years=years, several=several) if years else None


def _all(_: None) -> Topic:
    return Topic(whole=True)


def _set(chosen: Chosen) -> Topic | None:
    return None if chosen.asked else Topic(places=chosen.places)


def _merge(first: Topic, second: Topic) -> Topic | None:
    return first.merged(second)


def _set_behind(topic: Topic, described: Topic) -> Topic | None:
    """Put a set behind its metric; not where a bare verdict begins it, which is the metric's: 总产值达标的社区."""
    bare = described.places is not None and _is_bare(described.places.where)
    return None if bare else topic.merged(described)


def _is_bare(condition: Condition | None) -> bool:
    match condition:
        case Judged(metrics=()):
            return True
        case Joined(_, items):
            return any(_is_bare(item) for item in items)
    return False


def _beside(first: Topic, second: Topic) -> Topic | None:
    return first.beside(second)


def _either(first: Topic, second: Topic) -> Topic | None:
    """战新占比或高新占比: what is said of them need hold of one only; of places it says nothing."""
    both = first.beside(second)
    fits = both is not None and not both.named and first.every is None and second.every is None
    return replace(both, every=False) if both is not None and fits else None


def _every(topic: Topic, every: bool) -> Topic | None:
    plural = topic.several or len(topic.metrics) > 1 or len(topic.named) > 1
    return replace(topic, every=every) if topic.every is None and plural else None


def _ever(topic: Topic, _: None) -> Topic | None:
    return None if topic.years or topic.ever else replace(topic, ever=True)


def _without(_: None, topic: Topic) -> Topic | None:
    only_places = topic.slots == {"places"} and topic.named
    return Topic(places=Places(without=topic.named)) if only_places else None


def _outside(topic: Topic, _: None) -> Topic | None:
    return _without(None, topic)


def _settled_without(topic: Topic, _: None) -> Topic | None:
    """除了能达以外, 除了能达其他: the second word says the same."""
    return topic if topic.places is not None and topic.places.without and topic.slots == {"places"} else None


def _less(first: Topic, second: Topic) -> Topic | None:
    """Exclude from the whole: 全市除了能达."""
    if first.slots == {"whole"} and second.places is not None and second.places.without:
        return replace(second, whole=False)
    return None


def _by(kind: str, topic: Topic) -> Topic | None:
    return None if topic.by else replace(topic, by=kind)


# Predicates: what is said of a figure.


def _compared(sign: Any, amount: Quantity) -> Predicate:
    return Predicate((Limit(sign, amount),))


def _suffixed(amount: Quantity, sign: Any) -> Predicate:
    return Predicate((Limit(sign, amount),))


def _range(first: Quantity, second: Quantity) -> Predicate | None:
    scale = second.text.lstrip("0123456789.,")
    read = read_quantity(f"{first.text}{scale}") if first.unit is None and not first.scaled and scale else first
    return Predicate((Limit(">=", read), Limit("<=", second))) if isinstance(read, Quantity) else None


def _above_mean(sign: Any, _: None) -> Predicate | None:
    return Predicate((Limit(sign, against=MEAN),)) if sign in {"<", ">", "<=", ">="} else None


def _above_place(sign: Any, topic: Topic) -> Predicate | None:
    fits = topic.slots == {"places"} and len(topic.named) == 1 and sign in {"<", ">"}
    return Predicate((Limit(sign, against=topic.named[0]),)) if fits else None


def _than(against: Against, sign: Any) -> Predicate:
    return Predicate((Limit(sign, against=against.code),))


def _both_bounds(first: Predicate, second: Predicate) -> Predicate | None:
    """超过40亿但不到50亿: two bounds that leave something between."""
    signs = {limit.sign[0] for limit in (*first.limits, *second.limits)}
    return Predicate((*first.limits, *second.limits)) if signs == {"<", ">"} else None


# Conditions.


def _tested(topic: Topic, predicate: Predicate) -> Said | None:
    if not topic.metrics or topic.named or topic.by or (topic.places is not None and topic.places.is_described):
        return None
    view = "change" if topic.since is not None else "value"
    bounds = tuple(_bound(limit) for limit in predicate.limits)
    if topic.every is None and len(topic.metrics) > 1:
        return None
    tests = tuple(
        Test(Measure(code, view, topic.since), bounds, topic.years, _in_each(topic))  # type: ignore[arg-type]
        for code in topic.metrics
    )
    condition: Condition = tests[0] if len(tests) == 1 else Joined("and" if topic.every else "or", tests)
    return Said(condition, topic)


def _in_each(topic: Topic) -> bool:
    """Tell whether it must hold in every year; of a single one it is the same."""
    return topic.every is not False or len(topic.years) < 2


def _bound(limit: Limit) -> Bound:
    """Keep the amount for the programme to convert: its unit is settled where the metric is known."""
    return Bound(limit.sign, limit.amount, limit.against)


def _judged(topic: Topic, outcome: Outcome) -> Said | None:
    if topic.named or topic.by or topic.whole or topic.since is not None:
        return None
    if topic.places is not None:
        return None
    if len(topic.metrics) < 2:
        return Said(Judged(outcome, topic.metrics, topic.years, _in_each(topic)), topic)
    if len(topic.years) > 1:
        return None
    items = tuple(Judged(outcome, (code,), topic.years) for code in topic.metrics)
    return Said(Joined("or" if topic.every is False else "and", items), topic)


def _in_some(produce: Callable[[Topic, Any], Said | None]) -> Callable[[Topic, Any], Said | None]:
    """Read several years as some of them, where nothing says that it is all: both readings are offered."""

    def produced(topic: Topic, said: Any) -> Said | None:
        several = len(topic.years) > 1 or (len(topic.metrics) > 1 and said == "not_met")
        if not several or topic.every is not None:
            return None
        return produce(replace(topic, every=False), said)

    return produced


def _verdict_alone(outcome: Outcome) -> Said:
    return Said(Judged(outcome), Topic())


def _moved(topic: Topic, sign: Any) -> Said | None:
    """2024年比2023年总产值减少: a change that is below nought."""
    if topic.since is None or len(topic.metrics) != 1 or topic.places is not None:
        return None
    return Said(Test(Measure(topic.metrics[0], "change", topic.since), (Bound(sign),), topic.years), topic)


def _and(_: None, said: Any) -> Any:
    return said


def _conjoined(first: Said, second: Said) -> Said | None:
    return _join("and", first, second)


def _disjoined(first: Said, second: Said) -> Said | None:
    return _join("or", first, second)


def _join(word: Any, first: Said, second: Said) -> Said:
    """Join two conditions; the second takes the metric and the years that it left out from the first."""
    later = _inherit(second.condition, first.topic, second.topic)
    items = (*_items(word, first.condition), *_items(word, later))
    return Said(Joined(word, items), first.topic)


def _items(word: str, condition: Condition) -> tuple[Condition, ...]:
    return condition.items if isinstance(condition, Joined) and condition.word == word else (condition,)


def _inherit(condition: Condition, first: Topic, second: Topic) -> Condition:
    match condition:
        case Judged(metrics=()) if not second.metrics and len(first.metrics) == 1:
            return replace(condition, metrics=first.metrics, years=condition.years or first.years)
        case Judged() | Test() if not second.years and first.years:
            return replace(condition, years=first.years, every=first.every is not False)
        case Joined(word, items):
            return Joined(word, tuple(_inherit(item, first, second) for item in items))
    return condition


def _and_predicate(said: Said, predicate: Predicate) -> Said | None:
    """高新占比超过60%而且低于70%: the metric is left out."""
    again = _tested(said.topic, predicate)
    if again is None:
        return None
    match said.condition, again.condition:
        case Test(bounds=(one,)) as first, Test(bounds=(other,)) if {one.sign[0], other.sign[0]} == {"<", ">"}:
            return Said(replace(first, bounds=(one, other)), said.topic)
    return _join("and", said, again)


# Sets of communities.


def _described(said: Said, _: None) -> Chosen:
    return Chosen(Places(where=said.condition))


def _which_described(_: None, said: Said) -> Chosen:
    return Chosen(Places(where=said.condition), asked=True)


def _asked(chosen: Chosen, _: None) -> Chosen | None:
    return None if chosen.asked else replace(chosen, asked=True)


def _said_which(said: Said, _: None) -> Chosen:
    return Chosen(Places(where=said.condition), asked=True)


def _narrowed(topic: Topic, chosen: Chosen) -> Chosen | None:
    """除了能达，高新占比超过70%的社区: chosen among those that are left."""
    if topic.places is None or topic.slots != {"places"} or topic.places.where or topic.places.top:
        return None
    places = chosen.places
    return replace(chosen, places=replace(places, codes=topic.places.codes, without=topic.places.without))


def _in_years(chosen: Chosen, topic: Topic) -> Chosen | None:
    """战新占比未达标的社区，2019年: the years behind are those of the condition."""
    where = chosen.places.where
    if (
        topic.slots != {"years"}
        or chosen.places.top is not None
        or not isinstance(where, Test | Judged)
        or where.years
    ):
        return None
    return replace(chosen, places=replace(chosen.places, where=replace(where, years=topic.years)))


def _topmost(topic: Topic, ascending: bool) -> Chosen | None:
    return _top(topic, 1, ascending)


def _some_top(topic: Topic, limit: tuple[int, bool]) -> Chosen | None:
    return _top(topic, *limit)


def _top(topic: Topic, count: int, ascending: bool) -> Chosen | None:
    if len(topic.metrics) != 1 or topic.named or topic.by or topic.several or topic.since is not None:
        return None
    places = topic.places or Places()
    if places.top is not None:
        return None
    top = Top(Measure(topic.metrics[0]), count, ascending, topic.years, topic.ever)
    return Chosen(replace(places, top=top))


def _keep(value: Any, _: Any) -> Any:
    return value


def _keep_second(_: Any, value: Any) -> Any:
    return value


# Questions.


def _places_query(chosen: Chosen) -> Query | None:
    return Query("places", places=chosen.places)


def _alone(said: Said) -> Query:
    return Query("places", places=Places(where=said.condition))


def _count(chosen: Chosen, _: None) -> Query | None:
    """Count a set; of the first few it is known how many they are: 从业人员最少有多少 asks for the figure."""
    return None if chosen.places.top is not None else Query("count", places=chosen.places)


def _count_said(said: Said, _: None) -> Query:
    return Query("count", places=Places(where=said.condition))


def _count_before(_: None, said: Said) -> Query:
    return Query("count", places=Places(where=said.condition))


def _count_set(_: None, chosen: Chosen) -> Query | None:
    return None if chosen.asked else _count(chosen, None)


def _figures(topic: Topic) -> Query | None:
    if not topic.metrics or topic.since is not None or topic.every is not None:
        return None
    measures = tuple(Measure(code) for code in topic.metrics)
    places = topic.places or Places()
    return Query("figures", measures, places, topic.years, topic.ever, by=topic.by)  # type: ignore[arg-type]


def _fold(kind: Fold) -> Any:
    def produce(query: Query, _: None) -> Query | None:
        return replace(query, fold=kind) if query.ask == "figures" and not query.fold and not _viewed(query) else None

    return produce


def _fold_first(kind: Fold) -> Any:
    def produce(_: None, query: Query) -> Query | None:
        return replace(query, fold=kind) if query.ask == "figures" and not query.fold and not _viewed(query) else None

    return produce


def _viewed(query: Query) -> bool:
    return any(measure.view != "value" for measure in query.measures) or bool(query.other)


def _share(query: Query, _: None) -> Query | None:
    if query.ask != "figures" or query.fold or _viewed(query):
        return None
    return replace(query, measures=tuple(replace(one, view="share") for one in query.measures))


def _average_growth(query: Query, _: None) -> Query | None:
    if query.ask != "figures" or query.fold or _viewed(query) or len(query.years) == 1:
        return None
    since = min(query.years) if query.years else None
    years = (max(query.years),) if query.years else ()
    measures = tuple(replace(one, view="average_growth", since=since) for one in query.measures)
    return replace(query, measures=measures, years=years)


def _responsible(chosen: Chosen, _: None) -> Query | None:
    return Query("responsible", places=chosen.places)


def _responsible_before(_: None, chosen: Chosen) -> Query | None:
    return Query("responsible", places=chosen.places)


def _which_year(topic: Topic, ascending: bool) -> Query | None:
    if len(topic.metrics) != 1 or topic.since is not None or topic.every is not None or topic.by:
        return None
    if topic.places is not None and topic.places.is_described:
        return None
    return Query("year", (Measure(topic.metrics[0]),), topic.places or Places(), topic.years, ascending=ascending)


def _year_sup(_: None, ascending: bool) -> bool:
    return ascending


def _sup_year(ascending: bool, _: None) -> bool:
    return ascending


def _mean_of(_: None, __: None) -> Against:
    return Against(MEAN)


def _than_place(_: None, topic: Topic) -> Against | None:
    return Against(topic.named[0]) if topic.slots == {"places"} and len(topic.named) == 1 else None


def _since(_: None, topic: Topic) -> int | None:
    return topic.years[0] if topic.slots == {"years"} and len(topic.years) == 1 else None


def _counted_from(topic: Topic, year: int) -> Topic | None:
    """2024年比2023年: the later year and the one it is compared with."""
    later = len(topic.years) == 1 and topic.since is None
    return replace(topic, since=year) if later and topic.years[0] > year else None


def _gap(against: Against, _: None) -> tuple[str, str]:
    return ("difference", against.code)


def _times(topic: Topic, _: None) -> tuple[str, str] | None:
    fits = topic.slots == {"places"} and len(topic.named) == 1
    return ("ratio", topic.named[0]) if fits else None


def _related(query: Query, relation: tuple[str, str]) -> Query | None:
    view, other = relation
    single = len(query.places.codes) == 1 and not query.places.is_described and len(query.measures) == 1
    if not single or query.fold or _viewed(query) or len(query.years) > 1 or query.places.codes[0] == other:
        return None
    measures = (replace(query.measures[0], view=view),)  # type: ignore[arg-type]
    return replace(query, measures=measures, other=other)


def _most_met(_: None) -> Query:
    return Query("figures", (Measure("", "met"),))


def _met_years(topic: Topic, query: Query) -> Query | None:
    if not query.measures or query.measures[0].view != "met" or topic.slots - {"years"} or len(topic.years) > 1:
        return None
    return replace(query, years=topic.years)


RULES = (
    Rule("topics of different things", "topic", "topic", "topic", _merge, 0.1, ("通创2019年总产值",)),
    Rule("of a set", "described", "topic", "topic", _merge, 0.1, ("达标的社区总产值",)),
    Rule("a set behind", "topic", "described", "topic", _set_behind, 0.6, ("output of the communities that met",)),
    Rule("and before a topic", "and", "topic", "and_topic", _and, 0.0),
    Rule("topics of one kind", "topic", "and_topic", "topic", _beside, 0.2, ("战新占比和高新占比",)),
    Rule("or before a topic", "or", "topic", "or_topic", _and, 0.0),
    Rule("one of several", "topic", "or_topic", "topic", _either, 0.2, ("战新占比或高新占比",)),
    Rule("in every one or in some", "topic", "every", "topic", _every, 0.1, ("2022年和2023年均",)),
    Rule("over all years", "topic", "ever", "topic", _ever, 0.1, ("总产值历史",)),
    Rule("all years of", "ever", "topic", "topic", lambda _, topic: _ever(topic, None), 0.1, ("历年总产值",)),
    Rule("all but", "except", "topic", "topic", _without, 0.1, ("除了能达",)),
    Rule("outside of", "topic", "outside", "topic", _outside, 0.1, ("能达以外",)),
    Rule("outside, again", "topic", "outside", "topic", _settled_without, 0.0, ("除了能达以外",)),
    Rule("the rest", "topic", "rest", "topic", _settled_without, 0.0, ("除了能达其他",)),
    Rule("the communities of an exclusion", "topic", "noun", "topic", _settled_without, 0.1, ("能达以外的社区",)),
    Rule("the whole but", "topic", "topic", "topic", _less, 0.1, ("全市除了能达",)),
    Rule("row by row", "by", "topic", "topic", _by, 0.1, ("各区县总产值",)),
    Rule("compared", "sign", "amount", "predicate", _compared, 0.0, ("超过75%",)),
    Rule("compared behind", "amount", "suffix", "predicate", _suffixed, 0.0, ("40亿以上",)),
    Rule("up to", "to", "amount", "up_to", _and, 0.0),
    Rule("range", "amount", "up_to", "predicate", _range, 0.0, ("70到80",)),
    Rule("range within", "within", "predicate", "predicate", _and, 0.0, ("在70到80之间",)),
    Rule("range between", "predicate", "between", "predicate", _keep, 0.0, ("70到80之间",)),
    Rule("against the mean", "sign", "mean", "predicate", _above_mean, 0.1, ("高于平均",)),
    Rule("against another", "sign", "topic", "predicate", _above_place, 0.3, ("高于通创",)),
    Rule("than what, by a sign", "against", "sign", "predicate", _than, 0.1),
    Rule("and a bound", "and", "predicate", "and_predicate", _and, 0.0),
    Rule("two bounds", "predicate", "and_predicate", "predicate", _both_bounds, 0.1, ("超过40亿但不到50亿",)),
    Rule("two bounds side by side", "predicate", "predicate", "predicate", _both_bounds, 0.2, ("40亿以上50亿以下",)),
    Rule("tested", "topic", "predicate", "said", _tested, 0.1, ("总产值超过50亿",)),
    Rule("judged", "topic", "verdict", "said", _judged, 0.1, ("2023年达标",)),
    Rule("tested in some of the years", "topic", "predicate", "said", _in_some(_tested), 0.1),
    Rule("judged in some of the years", "topic", "verdict", "said", _in_some(_judged), 0.1),
    Rule("moved", "topic", "direction", "said", _moved, 0.1, ("2024年比2023年总产值减少",)),
    Rule("and a condition", "and", "said", "and_said", _and, 0.0),
    Rule("or a condition", "or", "said", "or_said", _and, 0.0),
    Rule("both conditions", "said", "and_said", "said", _conjoined, 0.1, ("高新占比达标且总产值超过50亿",)),
    Rule("either condition", "said", "or_said", "said", _disjoined, 0.1, ("高新占比达标或总产值超过50亿",)),
    Rule("conditions side by side", "said", "said", "said", _conjoined, 0.3, ("2023年达标2024年没达标",)),
    Rule("and a bound on the same", "said", "and_predicate", "said", _and_predicate, 0.2),
    Rule("communities that", "said", "noun", "set", _described, 0.1, ("达标的社区",)),
    Rule("which communities", "which", "noun", "which", _keep, 0.0),
    Rule("which ones that", "which", "said", "set", _which_described, 0.1, ("哪些社区达标",)),
    Rule("that which ones", "said", "which", "set", _said_which, 0.1, ("达标的有哪些",)),
    Rule("asked of a set", "set", "which", "set", _asked, 0.1, ("达标的社区有哪些",)),
    Rule("set's noun", "set", "noun", "set", _keep, 0.0, ("总产值最高的社区",)),
    Rule("among", "topic", "set", "set", _narrowed, 0.1, ("除了能达，达标的社区",)),
    Rule("years behind", "set", "topic", "set", _in_years, 0.3, ("达标的社区，2019年",)),
    Rule("topmost", "topic", "superlative", "set", _topmost, 0.1, ("总产值最高",)),
    Rule("which is topmost", "which", "set", "set", lambda _, chosen: _asked(chosen, None), 0.1, ("谁总产值最高",)),
    Rule("the first few", "topic", "limit", "set", _some_top, 0.1, ("总产值前三名",)),
    Rule("how many of a set", "set", "how_many", "query", _count, 0.1, ("达标的社区有几个",)),
    Rule("how many that", "said", "how_many", "query", _count_said, 0.1, ("达标的有几个",)),
    Rule("how many communities", "how_many", "noun", "how_many", _keep, 0.0),
    Rule("how many meet", "how_many", "said", "query", _count_before, 0.1, ("有几个社区达标",)),
    Rule("how many there are of a set", "how_many", "set", "query", _count_set, 0.1),
    Rule("of a query, how much", "query", "much", "query", _keep, 0.0, ("总产值是多少",)),
    Rule("how much is", "much", "query", "query", _keep_second, 0.0),
    Rule("who is responsible for a set", "set", "who", "query", _responsible, 0.1, ("载体面积最大的社区谁负责",)),
    Rule("responsible for a set", "who", "set", "query", _responsible_before, 0.1),
    Rule("which year highest", "which_year", "superlative", "year_sup", _year_sup, 0.0, ("哪一年最高",)),
    Rule("highest in which year", "superlative", "which_year", "year_sup", _sup_year, 0.0, ("最高的是哪一年",)),
    Rule("the year of the highest", "topic", "year_sup", "query", _which_year, 0.1, ("全市总产值哪一年最高",)),
    Rule("sum", "query", "sum", "query", _fold("sum"), 0.1, ("除了能达总产值合计",)),
    Rule("mean", "query", "mean", "query", _fold("mean"), 0.1, ("总产值平均",)),
    Rule("mean of", "mean", "query", "query", _fold_first("mean"), 0.1, ("平均总产值",)),
    Rule("median", "query", "median", "query", _fold("median"), 0.1, ("总产值中位数",)),
    Rule("median of", "median", "query", "query", _fold_first("median"), 0.1),
    Rule("share of the city", "query", "share", "query", _share, 0.1, ("通创总产值占全市多少",)),
    Rule("average growth", "query", "average_growth", "query", _average_growth, 0.1, ("全市总产值年均增长",)),
    Rule("than a year", "than", "topic", "since", _since, 0.0, ("比2023年",)),
    Rule("counted from", "topic", "since", "topic", _counted_from, 0.1, ("2024年比2023年",)),
    Rule("than the mean", "than", "mean", "against", _mean_of, 0.1, ("比平均",)),
    Rule("than the city's mean", "than", "city_mean", "against", _mean_of, 0.0, ("比全市平均",)),
    Rule("the city's mean", "all", "mean", "city_mean", lambda _, __: True, 0.0, ("全市平均",)),
    Rule("against the city's mean", "sign", "city_mean", "predicate", _above_mean, 0.0, ("高于全市平均",)),
    Rule("than another", "than", "topic", "against", _than_place, 0.1, ("比通创",)),
    Rule("by how much", "against", "gap", "relation", _gap, 0.1, ("比通创高多少",)),
    Rule("how many times", "topic", "times", "relation", _times, 0.1, ("是观音山的几倍",)),
    Rule("related to another", "query", "relation", "query", _related, 0.1, ("通创总产值是观音山的几倍",)),
    Rule("met by year", "topic", "query", "query", _met_years, 0.1, ("2019年达标最多",)),
    Rule("most met, which", "query", "which", "query", _keep, 0.2, ("达标最多的是哪个",)),
    Rule("which met most", "which", "query", "query", _keep_second, 0.2, ("哪个社区达标最多",)),
    Rule("of a query, its communities", "query", "noun", "query", _keep, 0.2, ("达标最多的社区",)),
    Rule("ranking", "query", "rank", "query", _keep, 0.1, ("达标数排名",)),
)
LIFTS = (
    Lift("a place", "place", "topic", _place),
    Lift("a metric", "metric", "topic", _metric),
    Lift("years", "years", "topic", _years),
    Lift("the city", "all", "topic", _all),
    Lift("a set of places", "set", "described", _set, 0.1),
    Lift("a verdict alone", "verdict", "said", _verdict_alone, 0.4),
    Lift("a condition alone", "said", "query", _alone, 0.5),
    Lift("asks for places", "set", "query", _places_query, 0.2),
    Lift("asks for figures", "topic", "query", _figures, 0.2),
    Lift("most requirements met", "met_count", "query", _most_met),
)
GRAMMAR = Grammar(RULES, LIFTS)
