"""What follows a question as operations on its query, a row each: another year, somebody out, turned round, a few.

A follow-up is read by the grammar; what it names is put in its place in the query before, and all else stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.compose import LONGEST, MOST_SPANS, edges_of, is_harmless
from zc_bot.parsing.composition.rules import GRAMMAR
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.spans import Span, cut, fold
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.composition.words import find_follow_words
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import (
    Condition,
    Joined,
    Judged,
    Measure,
    Places,
    Query,
    Test,
    Top,
    View,
    in_year,
    named_years,
)

_FROM_THE_TOP = re.compile("^[^最高大多]*[前头][0-9一二三四五六七八九十两几]|(?:first|top) ")
_MOVING = frozenset({"change", "gain", "average_growth"})
_ASKS_ELSE = ("who", "correction")
_LATER = {"before": -1, "year_after": 1, "that_year": 0}
"""Words that point at a year, and how far it is from the one that was spoken of."""


@dataclass(frozen=True, slots=True)
class Before:
    """The question before: its query, the communities of its answer, the year it showed; joins: a word says 那…呢."""

    query: Query
    found: tuple[str, ...] = ()
    shown: int | None = None
    joins: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Operated:
    """The query that a follow-up makes of the one before, by which operation, and what it named itself."""

    query: Query
    name: str
    named: frozenset[str] = frozenset()


def operate(text: str, before: Meaning, lexicon: Lexicon, today: date) -> Operated | None:
    """Read a follow-up as an operation on the query before; None where it is none, or a word of it is not used."""
    query = query_of(before, lexicon.programme)
    folded = fold(text)
    if query is None or not folded or len(folded) > LONGEST:
        return None
    cuts = cut(folded, lexicon, today, find_follow_words(folded))
    alone = len(query.places.codes) == 1 and not query.places.is_described
    spans = [span for span in cuts if not _passed_over(span, alone)]
    if not 0 < len(spans) <= MOST_SPANS or any(not span.edges or _points_at_some(span) for span in spans):
        return None
    if any(folded[span.start : span.end] in lexicon.bare_shares for span in spans):
        return None  # 高新 after an output is its part, after a share the share.
    told = Before(query, before.found, before.shown, any(span.any("again", "add") for span in cuts), folded)
    for changed in _changed(spans, told, lexicon):
        sensible = settled(changed.query, lexicon.programme)
        if sensible is not None and sensible != query:
            return replace(changed, query=sensible)
    return None


def _points_at_some(span: Span) -> bool:
    """Tell whether a word speaks of communities that were named, rather than count."""
    pointing = [edge for edge in span.edges if edge.category == "reference" and edge.value in {"one", "all"}]
    return bool(pointing) or span.any(*_ASKS_ELSE)


def _passed_over(span: Span, alone: bool) -> bool:
    """Tell whether a word only joins, or says of whom is spoken where it is one: 它."""
    it = alone and bool(span.edges) and all(
        edge.category == "harmless" or (edge.category == "reference" and edge.value == "one") for edge in span.edges
    )
    return is_harmless(span) or span.any("again", "only") or it


def _changed(spans: list[Span], before: Before, lexicon: Lexicon) -> Iterator[Operated]:
    """Give what each operation makes of it, whose category the text is as a whole."""
    edges = [_dated(_beginning(span, at, lexicon), before) for at, span in enumerate(spans)]
    adds = any(span.any("add") for span in spans)
    read: dict[tuple[int, ...], Mapping[str, Sequence[Edge]]] = {}
    for operation in OPERATIONS:
        if adds and "add" not in operation.marks:
            continue  # What is added stands beside those before, in nobody's place.
        marked = [at for at, span in enumerate(spans) if span.any(*operation.marks)] if operation.marks else []
        if bool(operation.marks) != bool(marked):
            continue
        if tuple(marked) not in read:
            read[tuple(marked)] = _whole([edge for at, edge in enumerate(edges) if at not in marked])
        whole = read[tuple(marked)]
        found = whole.get(operation.reads, ())
        values = [edge.value for edge in found[:2]] if operation.reads else [None] * (len(marked) == len(spans))
        for value in values:
            if (query := operation.applies(before, value)) is not None:
                named = value.slots if isinstance(value, Topic) else frozenset()
                yield Operated(query, operation.name, named)


def _whole(edges: Sequence[tuple[Edge, ...]]) -> Mapping[str, Sequence[Edge]]:
    """Read spans as whatever category they are together, the cheapest of each first."""
    return GRAMMAR.cells(edges).get((len(edges), 0), {}) if edges else {}


def _dated(edges: tuple[Edge, ...], before: Before) -> tuple[Edge, ...]:
    """Take 那年 and 前一年 for the year that they point at, where a single one was spoken of."""
    named = named_years(before.query)
    if any(edge.category == "reference" and edge.value == "first" for edge in edges):
        placed = [one.view for one in before.query.measures] == ["place"]
        return (Edge("superlative", False),) if placed else edges
    year = named[0] if len(named) == 1 else before.shown if not named else None
    if before.query.ask == "year":
        year = before.shown
    if year is None:
        return edges
    pointed = [Edge("years", ((year + _LATER[one.category],), False)) for one in edges if one.category in _LATER]
    return tuple(pointed) or edges


def _beginning(span: Span, at: int, lexicon: Lexicon) -> tuple[Edge, ...]:
    """Take 去掉 in front as what stands before a name."""
    edges = edges_of(span, lexicon)
    ahead = tuple(edge for edge in edges if edge.category != "outside") if at == 0 else edges
    return ahead or edges


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a follow-up may do: the category it is read as, and what it makes of the query before.

    marks: categories of words that only say which operation it is, one of which must be there.
    """

    name: str
    reads: str
    applies: Callable[[Before, Any], Query | None]
    marks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


# What a topic changes.


def with_topic(before: Before, topic: Topic) -> Query | None:
    """Put what is named in its place: 那2023年呢, 换成海安, 高新占比呢, 2022年的从业人员."""
    if topic.slots - {*_CHANGES, "since"}:
        return None
    if topic.since is not None and not topic.years:
        return None
    if {"places", "metrics"} <= topic.slots and not before.joins:
        return None  # 通创从业人员 is a question of its own.
    query: Query | None = before.query
    for slot, change in _CHANGES.items():
        if slot in topic.slots and query is not None:
            query = change(replace(before, query=query), topic)
    return query


def _with_metrics(before: Before, topic: Topic) -> Query | None:
    query, codes = before.query, topic.metrics
    if "" in codes:
        return None
    if query.ask in {"places", "count"}:
        return _described_by(query, codes)
    if not query.measures or any(not one.metric for one in query.measures):
        return None
    first = query.measures[0]
    measures = tuple(Measure(code, first.view, first.since) for code in codes)
    return replace(query, measures=measures)


def _described_by(query: Query, codes: tuple[str, ...]) -> Query | None:
    """Choose or order by another metric."""
    places = query.places
    if len(codes) != 1 or places.first is not None:
        return None
    if places.where is None and places.top is not None:
        top = replace(places.top, measure=replace(places.top.measure, metric=codes[0], per=""))
        return replace(query, places=replace(places, top=top))
    match places.where:
        case Judged(metrics=(_,)) if places.top is None:
            return replace(query, places=replace(places, where=replace(places.where, metrics=codes)))
    return None


def _with_years(before: Before, topic: Topic) -> Query | None:
    query, years = before.query, topic.years
    if topic.ever:
        return _over_all_years(query)
    if query.ask == "year" and years == (before.shown,):
        return Query("figures", tuple(replace(one, since=None) for one in query.measures), query.places, years)
    if query.ask == "year":
        return replace(query, years=years) if len(years) > 1 else None
    if topic.since is not None:
        return _between_both(query, years, topic.since)
    if len(years) == 1:
        return _in_one_year(query, years[0])
    if query.ask != "figures" or query.places.is_described or query.ordered or (query.over and not query.fold):
        return None
    if any(one.view in _MOVING for one in query.measures):
        if len(years) != 2 and (not topic.span or query.measures[0].view == "change"):
            return None
        measures = tuple(replace(one, since=min(years)) for one in query.measures)
        return replace(query, measures=measures, years=(max(years),))
    return replace(query, years=years, ever=False)


def _between_both(query: Query, years: tuple[int, ...], since: int) -> Query | None:
    """24跟23的, after a change: between these two."""
    moving = query.ask == "figures" and all(one.view in _MOVING or one.since is not None for one in query.measures)
    if not moving or not query.measures or len(years) != 1 or not since:
        return None
    measures = tuple(replace(one, since=since) for one in query.measures)
    return replace(query, measures=measures, years=years, ever=False)


def _over_all_years(query: Query) -> Query | None:
    plain = query.ask == "figures" and not query.places.is_described and not query.ordered and not query.over
    moving = any(one.view in _MOVING or one.since is not None for one in query.measures)
    return replace(query, years=(), ever=True) if plain and not moving else None


def _in_one_year(query: Query, year: int) -> Query | None:
    """Ask of another year what named one year, several, or none."""
    if (moved := _moved_to(query, year)) is not None:
        return moved
    top = query.places.top
    counted = any(measure.since is not None or measure.view == "average_growth" for measure in query.measures)
    counted = counted or _counts_from(query.places.where) or query.over != ""
    if (len(named_years(query)) > 1 and query.places.is_described) or counted or (top is not None and top.ever):
        return None
    where = None if query.places.where is None else _without_years(query.places.where)
    places = replace(query.places, where=where, top=None if top is None else replace(top, years=()))
    return in_year(replace(query, places=places, years=(), ever=False), year)


def _moved_to(query: Query, year: int) -> Query | None:
    """Ask for the change on the year before of another year."""
    plain = not query.places.is_described and len(query.years) < 2 and not query.ever
    changes = [one for one in query.measures if one.view in {"change", "gain"}]
    if not plain or not changes or len(changes) < len(query.measures):
        return None
    usual = query.years[0] - 1 if query.years else None
    if any(one.since not in {None, usual} for one in changes):
        return None
    measures = tuple(replace(one, since=year - 1) for one in changes)
    return replace(query, measures=measures, years=(year,))


def _counts_from(condition: Condition | None) -> bool:
    """Tell whether a condition holds a year against another."""
    match condition:
        case Test(measure):
            return measure.since is not None
        case Joined(_, items):
            return any(_counts_from(item) for item in items)
    return False


def _without_years(condition: Condition) -> Condition:
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_without_years(item) for item in items))
    return replace(condition, years=())


def _with_places(before: Before, topic: Topic) -> Query | None:
    query, places = before.query, topic.places
    if places is None or places.where or places.orders:
        return None
    if places.without:
        return _without_some(query, places.without)
    if query.ask in {"figures", "verdict"} and query.places.codes and not query.places.is_described:
        if 0 < len({*places.codes} & {*query.places.codes}) < len(places.codes):
            return None  # 把苏通换成通州湾 names both.
        if query.other and (len(places.codes) != 1 or query.other in places.codes):
            return None
        return replace(query, places=Places(places.codes))
    if query.ask in {"year", "years", "first_year"} and len(places.codes) == 1:
        return replace(query, places=replace(query.places, codes=places.codes))
    return None


def _without_some(query: Query, without: tuple[str, ...]) -> Query | None:
    """Leave somebody out, who was named or is one of all."""
    places = query.places
    if places.codes:
        left = tuple(code for code in places.codes if code not in without)
        gone = len(places.codes) - len(left)
        return replace(query, places=replace(places, codes=left)) if left and gone == len(without) else None
    if query.ask not in {"figures", "places", "count"}:
        return None
    return replace(query, places=replace(places, without=tuple(dict.fromkeys((*places.without, *without)))))


def _with_by(before: Before, topic: Topic) -> Query | None:
    query = before.query
    plain = query.ask == "figures" and not query.places.is_described and not query.over and not query.other
    if not plain or len(query.measures) != 1:
        return None
    fold = "" if query.fold == "sum" else query.fold
    return None if fold else replace(query, by=topic.by, fold="", places=Places())  # type: ignore[arg-type]


_CHANGES: dict[str, Callable[[Before, Topic], Query | None]] = {
    "places": _with_places,
    "metrics": _with_metrics,
    "years": _with_years,
    "by": _with_by,
}
"""What each slot of a topic changes, in their order; a topic that says more is no such operation."""


def with_more(before: Before, topic: Topic) -> Query | None:
    """Put those named beside those before: 加上启东, 24年的也放一起, 孵化器也报一下."""
    query = before.query
    if query.ask not in {"figures", "verdict"} or query.places.is_described:
        return None
    if topic.slots == {"places"} and topic.named and query.places.codes:
        codes = tuple(dict.fromkeys((*query.places.codes, query.other, *topic.named)))
        if query.other:
            plain = tuple(replace(one, view="value", since=None) for one in query.measures)
            beside = replace(query, measures=plain, other="", places=Places(codes))
            return beside if query.other not in {"mean", "median"} else None
        codes = tuple(code for code in codes if code)
        return replace(query, places=Places(codes)) if len(codes) > len(query.places.codes) else None
    if topic.slots == {"years"} and topic.years and query.years and not query.over:
        if any(one.view in _MOVING for one in query.measures) or (query.fold and query.places.codes):
            return None
        return replace(query, years=tuple(sorted({*query.years, *topic.years})), ordered=False)
    return None


# What turns an order round, or takes the first of it.


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
    return _taken(query, 1, ascending)


def counted(before: Before, _: Any) -> Query | None:
    """有几个: how many of those that were chosen."""
    query = before.query
    return replace(query, ask="count") if query.ask == "places" and not query.places.orders else None


def moved(before: Before, asked: str) -> Query | None:
    """涨了多少, up on the year before by how much: the change of the figure that was shown."""
    query = before.query
    plain = query.ask == "figures" and all(one.view == "value" and not one.per for one in query.measures)
    if not plain or len(query.years) > 1 or query.ever or query.fold not in {"", "sum"} or query.ordered or query.by:
        return None
    year = query.years[0] if query.years else before.shown
    if year is None:
        return None
    view: View = "change" if asked == "percent" else "gain"
    measures = tuple(Measure(one.metric, view, year - 1) for one in query.measures)
    return replace(query, measures=measures, years=(year,))


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


OPERATIONS: tuple[Operation, ...] = (
    Operation("the other way round", "", turned_round, marks=("reverse",), examples=("反过来",)),
    Operation("more of them", "topic", with_more, marks=("add",), examples=("加上启东",)),
    Operation("the others", "", the_others, marks=("rest",), examples=("其他社区呢",)),
    Operation("of the others", "topic", others_of, marks=("rest",), examples=("其他家的总产值",)),
    Operation("which year", "year_sup", which_year, examples=("best year",)),
    Operation("judged", "verdict", judged, examples=("那算达标吧",)),
    Operation("how it is judged", "verdicts", judged, examples=("达标没有",)),
    Operation("so many of them", "group", so_many, examples=("只要三个",)),
    Operation("the first or last few", "limit", some_of_them, examples=("前三名呢",)),
    Operation("the topmost", "superlative", topmost, examples=("最低的是哪个",)),
    Operation("how many", "how_many", counted, examples=("有几个",)),
    Operation("moved on the year before", "moved", moved, marks=("before", "than"), examples=("比上年多了多少",)),
    Operation("moved", "moved", moved, examples=("涨了多少",)),
    Operation("another", "topic", with_topic, examples=("那2023年呢", "换成海安", "去掉通创")),
)
