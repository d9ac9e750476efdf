"""A question that leaves out what the one before it said: what it names is put together with what was spoken of.

What it does not name (the metric, the places, the years, how they are put together) is taken from the question
before, and the whole is read by the same grammar. 它 and 这三家 are the communities that the answer named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.compose import LONGEST, is_harmless, taken
from zc_bot.parsing.composition.edges import edges_of
from zc_bot.parsing.composition.questions import figures
from zc_bot.parsing.composition.rules import GRAMMAR
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.spans import Span, cut, fold
from zc_bot.parsing.composition.standing import condition_of
from zc_bot.parsing.composition.values import Chosen, Topic
from zc_bot.parsing.composition.words import find_follow_words
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Condition, Fold, Judged, Measure, Places, Query, Sign, Test, View
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

_OF_FIGURES = frozenset({
    "value", "compare", "trend", "growth", "rank", "filter", "aggregate", "check", "why", "provenance", "requirement",
    "definition", "directory", "card", "missing",
})
_OVER_ALL = ("all", "by")
_OF_SPEED = re.compile("(?:哪|谁|which|who).{0,6}(?:快|慢|faster|fastest|slower|slowest)")
MOST_SPANS = 10
"""What says more than this is a question of its own."""
_PUTS_TOGETHER = (
    "reference", "except", "outside", "rest", "mean", "median", "share", "since", "before", "view", "which_year",
    "which_more", "degree", "times", "gap", "rising",
)
_NEGATED: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was spoken of: the topic of the question before, and the communities named by its answer and lately."""

    metrics: tuple[str, ...]
    places: Places
    years: tuple[int, ...]
    fold: Topic
    found: tuple[str, ...]
    recent: tuple[str, ...]


def spoken_of(before: Meaning, programme: Programme) -> Spoken | None:
    """Return what a question may leave out after this one; None after one that spoke of no figures."""
    if before.intent not in _OF_FIGURES:
        return None
    years = before.years or ((before.shown,) if before.shown is not None else ())
    query = before.query
    if query is None:
        whole = before.intent == "aggregate" and not before.communities
        put = Topic(fold="sum" if before.intent == "aggregate" and before.communities else "", whole=whole)
        if before.intent == "growth":
            put = replace(put, view="change")
        places = Places(before.communities or before.implied, where=condition_of(before, programme))
        found = before.found[:1] if before.intent == "rank" and before.limit == 1 else before.found
        return Spoken(before.metrics, places, years, put, found, before.recent)
    metrics = tuple(one.metric for one in query.measures if one.metric) or before.metrics[:1]
    put = Topic(fold=query.fold, view=_view_of(query), per=_per_of(query))
    places = query.places
    if places.orders and before.found:
        places = Places(before.found)
    elif query.other in before.communities and not places.is_described:
        places = Places(tuple(dict.fromkeys((*places.codes, query.other))))
    return Spoken(metrics, places, query.years or years[-1:] or years, put, before.found, before.recent)


def _view_of(query: Query) -> View:
    """Return how a metric was looked at, where the next question may mean the same."""
    top = query.places.top
    views = [one.view for one in query.measures] or ([top.measure.view] if top is not None else [])
    return views[0] if views and views[0] in {"change", "gain", "average_growth", "share"} else "value"


def _per_of(query: Query) -> str:
    """Return what was divided by, of what is asked or of what orders."""
    measures = [*query.measures, *(top.measure for top in query.places.orders)]
    return measures[0].per if measures else ""


def follow(text: str, before: Meaning, lexicon: Lexicon, today: date, sure: bool = False) -> Query | None:
    """Read what follows a question; None where it stands alone or can't be read with what was spoken of.

    sure: only what puts something together with it, rather than name another place, metric or year.
    """
    spoken = spoken_of(before, lexicon.programme)
    folded = fold(text)
    if spoken is None or not folded or len(folded) > LONGEST:
        return None
    cuts = cut(folded, lexicon, today, find_follow_words(folded))
    spans = [span for span in cuts if not is_harmless(span) and not span.any("again")]
    if spoken.fold.whole and any(span.any("place") for span in spans):
        spans = [span for span in spans if not span.any("reference")]  # 其中通创: of the whole that was spoken of.
    if not spans or len(spans) > MOST_SPANS or any(not span.edges for span in spans):
        return None
    if not any(span.any("metric", "superlative", "degree", "per") for span in spans):
        spans = [_by_its_unit(span, lexicon.programme) for span in spans]
    points = all(any(span.any(kind) for span in spans) for kind in ("reference", "metric"))
    of_those = len(spoken.found) > 1 and points
    if of_those and any(span.any("predicate") for span in spans) and not any(span.any("which") for span in spans):
        spans = [span for span in spans if not span.any("every")]  # 这三家都过60了吗: each is shown.
    if all(span.any("reference") for span in spans) or (_asks_whether(spans, folded) and not of_those):
        return None  # 这三家高新占比都达标吗, of those that were found, is judged here; 达标吗 by the rules.
    pointing = any(span.any("again", "add", "reference", "than") for span in cuts)
    if not pointing and all(any(span.any(kind) for span in spans) for kind in ("place", "metric", "years")):
        return None  # Whose, which and when are named: a question of its own.
    if sure and not _puts_together(spans, spoken):
        return None
    if all(span.any("rest") for span in spans):
        return _others(before, spoken, lexicon)
    if (left := _without_metrics(spans, spoken)) is not None:
        topic = Topic(spoken.places, left, spoken.years, several=len(spoken.years) > 1)
        found = figures(topic)
        return None if found is None else settled(found, lexicon.programme)
    meant = _meant(spans, spoken, lexicon)
    if _OF_SPEED.search(folded) and spoken.fold.view in {"change", "gain"} and meant is not None:
        return _ranked_by_change(spoken, lexicon, ascending="慢" in folded or "slow" in folded)
    found = None if meant is None else _cheapest(spans, meant, spoken, lexicon)
    if found is not None and spoken.fold.per and not any(span.any("metric", "per", "per_head") for span in spans):
        found = settled(_still_divided(found, spoken), lexicon.programme)
    bounds_more = any(span.any("predicate") for span in spans) and any(span.any("add", "and") for span in spans)
    if found is not None and bounds_more and found.ask == "figures" and found.fold:
        return None  # 载体也要满20万 chooses; a sum would leave the bound out.
    moves = any(span.any("view", "direction", "growing", "sum") for span in spans)
    if found is not None and found.groups and not moves:
        return None  # 跟全市比 of another figure is no move of it, whatever was asked before.
    counted = any(span.any("how_many") for span in spans) and any(span.any("predicate", "verdict") for span in spans)
    return None if found is not None and counted and found.ask == "figures" else found


def _by_its_unit(span: Span, programme: Programme) -> Span:
    """Take 人 for the only figure that is counted so: 这三家各有多少人, whatever was asked before."""
    units = {edge.value for edge in span.edges if edge.category == "asked_by_unit"}
    codes = tuple(one.code for one in programme.metrics if one.unit in units)
    return span._replace(edges=(Edge("metric", codes),)) if len(codes) == 1 else span


def _still_divided(query: Query, spoken: Spoken) -> Query:
    """Ask of output by head, after it, what is asked of nothing else: 全市平均呢 is that of all."""

    def divided(one: Measure) -> Measure:
        return replace(one, per=spoken.fold.per) if one.metric in spoken.metrics and not one.per else one

    places = query.places
    if isinstance(places.where, Test):
        places = replace(places, where=replace(places.where, measure=divided(places.where.measure)))
    if places.top is not None:
        places = replace(places, top=replace(places.top, measure=divided(places.top.measure)))
    fold: Fold = "sum" if query.fold == "mean" and not places.codes else query.fold
    return replace(query, measures=tuple(map(divided, query.measures)), places=places, fold=fold)


def _ranked_by_change(spoken: Spoken, lexicon: Lexicon, ascending: bool) -> Query | None:
    """哪个更快 after growths: those spoken of by their change, in order."""
    topic = Topic(spoken.places, spoken.metrics, spoken.years[-1:], view="change")
    found = figures(topic) if len(spoken.metrics) == 1 and len(spoken.places.codes) > 1 else None
    if found is None:
        return None
    return settled(replace(found, by="community", ordered=True, ascending=ascending), lexicon.programme)


def _puts_together(spans: Sequence[Span], spoken: Spoken) -> bool:
    """Tell whether more is asked than the same of another place, metric or year."""
    if any(span.any("reference") for span in spans) and any(span.any("place") for span in spans):
        return False
    held = any(span.any("than") for span in spans) and any(span.any("years") for span in spans)
    held = held or (spoken.fold.whole and any(span.any("direction") for span in spans))
    narrowed = any(span.any("superlative", "limit", "except", "outside") for span in spans)
    again = (narrowed and spoken.fold.view != "value") or bool(spoken.fold.per)
    added = spoken.places.is_described and spoken.places.where is None and bool(spoken.fold.fold)
    held = held or (added and any(span.any("only") for span in spans))
    held = held or (len(spoken.places.codes) > 2 and any(span.any("rank") for span in spans))
    return held or again or any(span.any(*_PUTS_TOGETHER) for span in spans)


def _meant(spans: Sequence[Span], spoken: Spoken, lexicon: Lexicon) -> list[tuple[Edge, ...]] | None:
    """Give what each span may mean, those spoken of by their codes; None where it is not known whom one means."""
    whose = any(span.any("who") for span in spans)
    referring = [span for span in spans if span.any("reference")]
    known = spoken.found or spoken.places.codes
    if referring and not (known or spoken.places.is_described):
        return None
    alone = referring[0] if len(referring) == 1 and known else None
    held = any(span.any("than") for span in spans)
    read = [edges_of(span, lexicon) if held else _year_before(edges_of(span, lexicon), spoken) for span in spans]
    read[0] = _begun(read[0])
    told = (
        [edge for edge in edges if span is not alone or edge.category == "reference"]
        for span, edges in zip(spans, read, strict=True)
    )
    if any(span.any("except", "outside") for span in spans):
        told = (_without_counts(edges) for edges in read)  # 启东不要了，剩下两家 counts who is left.
    meant = [tuple(_resolved(edges, spoken, whose)) for edges in told]
    if not known:  # Those described stand in front; the word for them says no more.
        meant = [edges for span, edges in zip(spans, meant, strict=True) if not span.any("reference")]
    return None if any(not edges for edges in meant) else meant


def _year_before(edges: tuple[Edge, ...], spoken: Spoken) -> tuple[Edge, ...]:
    """Take 上一年 for the year before the one that was spoken of, rather than before this one."""
    if len(spoken.years) != 1 or not any(edge.category == "before" for edge in edges):
        return edges
    return (Edge("years", ((spoken.years[0] - 1,), False)),)


def _without_counts(edges: Sequence[Edge]) -> list[Edge]:
    kept = [edge for edge in edges if not (edge.category == "reference" and isinstance(edge.value, int))]
    return kept or list(edges)


def _without_metrics(spans: Sequence[Span], spoken: Spoken) -> tuple[str, ...] | None:
    """产值先不看: the other metrics that were spoken of; None where nothing but some of them is left out."""
    if not any(span.any("except", "outside") for span in spans):
        return None
    named = [edge.value for span in spans for edge in span.edges if edge.category == "metric"]
    if len(spans) != len(named) + 1:
        return None
    dropped = {code for codes in named for code in codes}
    left = tuple(code for code in spoken.metrics if code not in dropped)
    return left if left and len(left) + len(dropped) == len(spoken.metrics) else None


def _begun(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """Take 去掉 at the beginning as what stands before a name: nothing of this text stands before it."""
    ahead = tuple(edge for edge in edges if edge.category != "outside")
    return ahead or edges


def _cheapest(
    spans: Sequence[Span], meant: Sequence[tuple[Edge, ...]], spoken: Spoken, lexicon: Lexicon
) -> Query | None:
    """Read with the most of what was spoken of put in front that makes a question; of those described, with them."""
    described = any(span.any("reference") for span in spans) and not (spoken.found or spoken.places.codes)
    known = GRAMMAR.cells(meant)
    tried: list[list[Edge]] = []
    for given in _givens(spans, spoken):
        if given in tried or (described and not any(_places_of(edge) for edge in given)):
            continue
        tried.append(given)
        found = [
            query
            for edge in GRAMMAR.parse([*([one] for one in given), *meant], "query", known)
            if (query := settled(taken(edge.value, spans), lexicon.programme)) is not None
        ]
        if found:
            return found[0]
    return None


def _places_of(edge: Edge) -> bool:
    return isinstance(edge.value, Chosen) or (isinstance(edge.value, Topic) and edge.value.places is not None)


def _asks_whether(spans: Sequence[Span], folded: str) -> bool:
    """Tell whether it is only asked if something is so of what was spoken of: 达标吗, 比观音山多吗."""
    judged = any(span.any("verdict", "degree") for span in spans)
    return judged and not any(span.any("which", "how_many", "noun", "much", "rest") for span in spans)


def _resolved(edges: Sequence[Edge], spoken: Spoken, whose: bool) -> Iterator[Edge]:
    """Give 它, 这三家 and 第一名 as the communities that were named; as a set where it is asked whose they are."""
    for edge in _named(edges, spoken):
        yield Edge("set", Chosen(Places(edge.value))) if whose and edge.category == "place" else edge


def _named(edges: Sequence[Edge], spoken: Spoken) -> Iterator[Edge]:
    for edge in edges:
        if edge.category != "reference":
            yield edge
            continue
        found = spoken.found or spoken.places.codes
        if isinstance(edge.value, int):
            named = (spoken.places.codes, spoken.found, spoken.recent[-edge.value :])
            yield from (Edge("place", codes) for codes in named if len(codes) == edge.value)
        elif edge.value == "first" and found:
            yield Edge("place", found[:1])
        elif edge.value == "one" and (len(found) == 1 or len(spoken.places.codes) == 1):
            yield Edge("place", spoken.places.codes if len(spoken.places.codes) == 1 else found)
        elif edge.value == "all" and len(found) < len(spoken.recent) == 2:
            yield Edge("place", spoken.recent)  # One after the other: 通创的, 那观音山呢, 它们哪个高.
        elif edge.value == "all" and (len(found) > 1 or (spoken.found and not spoken.places.codes)):
            yield Edge("place", found)  # Also of the only one that was found: who has the most, what's their share.


def _givens(spans: Sequence[Span], spoken: Spoken) -> Iterator[list[Edge]]:
    """Give what may be put in front, the most of it first: whatever the text does not name itself."""
    names = {category: any(span.any(*categories) for span in spans) for category, categories in _NAMING.items()}
    held = any(span.any("than") for span in spans) and len(spoken.years) == 1
    if held or any(span.any("before") for span in spans):
        names["years"] = False  # 比2023年 says what a year is held against, 上年 the one before it.
    adds = any(span.any("add", "except", "outside") for span in spans)
    metrics = [] if names["metrics"] or not spoken.metrics else [Edge("topic", Topic(metrics=spoken.metrics))]
    years = [] if names["years"] or not spoken.years else [Edge("topic", _of_years(spoken.years))]
    put = [Edge("topic", topic)] if (topic := _put(spoken, names)).slots else []
    known = spoken.found or spoken.places.codes
    those = spoken.places.is_described and not known and any(span.any("reference") for span in spans)
    places = list(_places(spans, spoken, adds)) if adds or those or not names["places"] else []
    if any(span.any("who") for span in spans):
        if any(span.any("reference", "place") for span in spans):
            yield []
        yield from ([Edge("set", Chosen(one.value.places))] for one in places if one.value.places is not None)
        return
    moved = [] if names["view"] else [Edge("topic", Topic(view="change"))]
    left_out = adds and any(span.any("reference") for span in spans) and any(span.any("sum") for span in spans)
    asks_all = any(span.any("which", "how_many", "all", "by", "which_year") for span in spans)
    over_all = not places or left_out or asks_all
    for some in ([*put, *places], places, *([put, []] if over_all else [])):
        for time in (years, []):
            if adds and time:
                yield [*metrics, *time, *some]  # The places stand beside the one that is added.
            yield [*metrics, *some, *time]
            if any(span.any("than") for span in spans):
                yield [*metrics, *moved, *some, *time]


def _put(spoken: Spoken, names: Mapping[str, bool]) -> Topic:
    """Keep how figures were put together and looked at, as far as the text says nothing else."""
    put = spoken.fold
    if names["fold"]:
        put = replace(put, fold="", whole=False, view="value" if put.view == "share" else put.view)
    if names["metrics"]:
        put = replace(put, per="")
        if names["counted"] and put.view == "share":
            put = replace(put, view="value", fold="", whole=False)  # How many incubators has it, after its share.
    return replace(put, view="value") if names["view"] else put


_NAMING = {
    "metrics": ("metric", "growing", "met_count"),
    "years": ("years", "ever", "every_year"),
    "places": ("place", "reference", "all", "by", "zone"),
    "fold": ("sum", "mean", "median"),
    "view": ("view", "direction", "share", "gap", "degree", "times"),
    "counted": ("how_many", "asked_by_unit"),
}


def _of_years(years: tuple[int, ...]) -> Topic:
    consecutive = len(years) > 1 and list(years) == list(range(min(years), max(years) + 1))
    return Topic(years=years, several=len(years) > 1, span=consecutive)


def _places(spans: Sequence[Span], spoken: Spoken, adds: bool) -> Iterator[Edge]:
    """Give the places spoken of; one of a set that was described is looked for within it."""
    places = spoken.places
    if any(span.any(*_OVER_ALL) for span in spans):
        return
    if places.codes or places.is_described:
        yield Edge("topic", Topic(places=places))
    elif spoken.found and (adds or (len(spoken.found) == 1 and any(span.any("share") for span in spans))):
        yield Edge("topic", Topic(places=Places(spoken.found)))


def _others(before: Meaning, spoken: Spoken, lexicon: Lexicon) -> Query | None:
    """其他的呢: the communities of which the condition before does not hold."""
    where = spoken.places.where
    match where:
        case Judged(outcome, metrics, years, every) if len(years) < 2:
            turned: Condition = Judged("not_met" if outcome == "met" else "met", metrics, years, every)
        case Test(bounds=(bound,)) if len(where.years) < 2 and isinstance(bound.value, Decimal | type(None)):
            turned = replace(where, bounds=(replace(bound, sign=_NEGATED[bound.sign]),))
        case _:
            return None
    return settled(Query("places", places=replace(spoken.places, where=turned)), lexicon.programme)
