"""What follows a question as operations on its query, a row each: another year, somebody out, turned round, a few.

A follow-up is read by the grammar; what it names is put in its place in the query before, and all else stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zc_bot.parsing.composition import rearranging as r
from zc_bot.parsing.composition.changes import Before, judged_on_too, with_more, with_parts, with_topic
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.compose import LONGEST, MOST_SPANS, is_harmless
from zc_bot.parsing.composition.edges import edges_of
from zc_bot.parsing.composition.rules import GRAMMAR
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.spans import Span, cut, fold
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.composition.words import find_follow_words
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Query, named_years
from zc_bot.values import dataclass

_ASKS_ELSE = ("who", "correction")
_LATER = {"before": -1, "year_after": 1, "that_year": 0}
"""Words that point at a year, and how far it is from the one that was spoken of."""


@dataclass(frozen=True, slots=True)
class Operated:
    """The query that a follow-up makes of the one before, by which operation, and what it named itself."""

    query: Query
    name: str
    named: frozenset[str] = frozenset()


def spans_of(text: str, lexicon: Lexicon, today: date) -> tuple[Span, ...]:
    """Cut a follow-up into what is known in it."""
    folded = fold(text)
    return cut(folded, lexicon, today, find_follow_words(folded)) if folded and len(folded) <= LONGEST else ()


def operate(text: str, before: Meaning, lexicon: Lexicon, today: date) -> Operated | None:
    """Read a follow-up as an operation on the query before; None where it is none, or a word of it is not used."""
    query = query_of(before, lexicon.programme)
    folded = fold(text)
    if query is None or not folded or len(folded) > LONGEST:
        return None
    cuts = cut(folded, lexicon, today, find_follow_words(folded))
    alone = len(query.places.codes) == 1 and not query.places.is_described
    shared = [one.view for one in query.measures] == ["share"]
    bounds = any(span.any("amount", "predicate") for span in cuts)
    chose = query.ask in {"places", "count"} and query.places.where is not None
    beside = chose and bounds and any(span.any("metric", "growing") for span in cuts)  # 高新占比也过60的
    spans = [
        span for span in cuts
        if (bounds and span.any("bound_to")) or (beside and span.any("and"))
        or not (_passed_over(span, alone) or (shared and span.any("part", "share_word")) or _counts(span, query))
    ]
    if not 0 < len(spans) <= MOST_SPANS or any(not span.edges or span.any(*_ASKS_ELSE) for span in spans):
        return None
    if not beside and any(folded[span.start : span.end] in lexicon.bare_shares for span in spans):
        return None  # 高新 after an output is its part, after a share the share.
    if (rows := _first_rows(query, spans)) is not None:
        return Operated(rows, "rows in order")
    joins = any(span.any("again", "add") for span in cuts)
    told = Before(query, before.found, before.shown, joins, folded, _parts(query, lexicon))
    for changed in _changed(spans, told, lexicon):
        sensible = settled(changed.query, lexicon.programme)
        if sensible is not None and sensible != query:
            return replace(changed, query=sensible)
    return None


def _first_rows(query: Query, spans: Sequence[Span]) -> Query | None:
    """只要前三, 最低的是哪个区 after rows of authorities: those rows in that order, and no communities."""
    ends = [edge for span in spans for edge in span.edges if edge.category in {"limit", "superlative"}]
    plain = query.by == "authority" and query.ask == "figures" and len(query.measures) == 1 and len(query.years) < 2
    if not plain or not ends or any(span.any("place", "metric", "years") for span in spans):
        return None
    ascending = bool(ends[0].value[1] if ends[0].category == "limit" else ends[0].value)
    return replace(query, ordered=True, ascending=ascending)


def _parts(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Name the numerator and the denominator, where one share was asked."""
    asked = [lexicon.programme.derivation.get(one.metric) for one in query.measures]
    if len(asked) != 1 or asked[0] is None or asked[0].numerator is None or asked[0].denominator is None:
        return ()
    return asked[0].numerator, asked[0].denominator


def _points_at_some(span: Span) -> bool:
    """Tell whether a word speaks of communities that were named, rather than count."""
    return any(edge.category == "reference" and edge.value in {"one", "all"} for edge in span.edges)


def _passed_over(span: Span, alone: bool) -> bool:
    """Tell whether a word only joins, or says of whom is spoken where it is one: 它."""
    it = alone and bool(span.edges) and all(
        edge.category == "harmless" or (edge.category == "reference" and edge.value == "one") for edge in span.edges
    )
    return is_harmless(span) or span.any("again", "only") or it


def _counts(span: Span, query: Query) -> bool:
    """Tell whether a word counts the years, or the communities, that were spoken of: 两年差几个点."""
    count = max(len(query.years), len(query.places.codes))
    return count > 1 and any(edge.category == "group" and edge.value == count for edge in span.edges)


def _changed(spans: list[Span], before: Before, lexicon: Lexicon) -> Iterator[Operated]:
    """Give what each operation makes of it, whose category the text is as a whole."""
    edges = [_dated(_beginning(span, at, lexicon), before) for at, span in enumerate(spans)]
    adds = any(span.any("add") for span in spans)
    read: dict[tuple[int, ...], Mapping[str, Sequence[Edge]]] = {}
    points = any(_points_at_some(span) for span in spans)
    for operation in OPERATIONS:
        if points and "reference" not in operation.marks:
            continue
        if adds and "add" not in operation.marks:
            continue  # What is added stands beside those before, in nobody's place.
        marked = [at for at, span in enumerate(spans) if span.any(*operation.marks)]
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
    pointed += [Edge("years", ((year - one.value,), False)) for one in edges if one.category == "years_ago"]
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


OPERATIONS: tuple[Operation, ...] = (
    Operation("of those, which", "said", r.narrowed_by, marks=("reference",), examples=("其中战新占比也不足70%的",)),
    Operation("of those, which of them", "set", r.narrowed_by_set, marks=("reference", "add"),
              examples=("which of them fail R4 too",)),
    Operation("of those, how many", "query", r.counted_among, marks=("reference", "add"),
              examples=("how many of them meet R4",)),
    Operation("another bound", "amount", r.with_bound, marks=("bound_to",), examples=("放宽到80呢", "改成80")),
    Operation("another bound and its side", "predicate", r.with_said_bound, marks=("bound_to",)),
    Operation("and another condition", "said", r.narrowed_by, marks=("and", "add"), examples=("载体也要满20万",)),
    Operation("one by the other", "times", r.as_ratio, examples=("几比几",)),
    Operation("the other way round", "", r.turned_round, marks=("reverse",), examples=("反过来",)),
    Operation("judged on another too", "topic", judged_on_too),
    Operation("more of them", "topic", with_more, marks=("add",), examples=("加上启东",)),
    Operation("the others", "", r.the_others, marks=("rest",), examples=("其他社区呢",)),
    Operation("of the others", "topic", r.others_of, marks=("rest",), examples=("其他家的总产值",)),
    Operation("which year", "year_sup", r.which_year, examples=("best year",)),
    Operation("judged", "verdict", r.judged, examples=("那算达标吧",)),
    Operation("how it is judged", "verdicts", r.judged, examples=("达标没有",)),
    Operation("so many of them", "group", r.so_many, examples=("只要三个",)),
    Operation("the first or last few", "limit", r.some_of_them, examples=("前三名呢",)),
    Operation("the topmost", "superlative", r.topmost, examples=("最低的是哪个",)),
    Operation("how many", "how_many", r.counted, examples=("有几个",)),
    Operation("moved on the year before", "moved", r.moved, marks=("before", "than"), examples=("比上年多了多少",)),
    Operation("moved between them", "moved", r.moved_between, examples=("涨了多少",)),
    Operation("apart", "gap", r.apart, examples=("差几个点",)),
    Operation("how many times", "times", r.times_apart, examples=("翻了几番",)),
    Operation("added up", "sum", r.added_up, examples=("累计呢",)),
    Operation("those without", "has", r.without_it, examples=("没有的呢",)),
    Operation("moved since", "since_moved", r.moved_since, examples=("比22年多了多少",)),
    Operation("moved", "moved", r.moved, examples=("涨了多少",)),
    Operation("its place", "rank", r.placed, examples=("its rank",)),
    Operation(
        "how far from what is required", "gap", r.short_of_it, marks=("requirement", "than", "away"),
        examples=("跟线差多少",),
    ),
    Operation("above the mean or not", "predicate", r.held_by, examples=("is that above the average",)),
    Operation(
        "of those, whose", "topic", r.of_those_places, marks=("reference", "which"),
        examples=("其中2018年启动的有哪些",),
    ),
    Operation(
        "of the one at its end, what", "topic", r.of_the_end, marks=("superlative", "limit", "noun", "much"),
        examples=("垫底那家产值多少",),
    ),
    Operation("from the other end", "rank", r.ordered_so, examples=("从低到高排",)),
    Operation("held against the mean", "against", r.held_against, examples=("跟全市平均比",)),
    Operation(
        "how far from the mean", "against", r.held_against, marks=("gap", "up_or_down", "degree"),
        examples=("比全市平均高多少",),
    ),
    Operation("those beyond it", "beyond_it", r.beyond_it, examples=("高于这个数的有谁",)),
    Operation("without a year", "topic", r.without_years, marks=("except", "outside"), examples=("2020年不要",)),
    Operation("all of it", "topic", r.all_of_it, marks=("every",), examples=("历年的都给我",)),
    Operation("another base", "since_base", r.with_base, examples=("起点改成2020",)),
    Operation("its parts", "parts_of", with_parts, examples=("分子分母各多少",)),
    Operation("another", "topic", with_topic, examples=("那2023年呢", "换成海安", "去掉通创")),
)
