"""A composed query as a meaning: what kind of answer it wants, and what it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zc_bot.parsing.asides import read_text
from zc_bot.parsing.composition.compose import Composed, Whole
from zc_bot.parsing.composition.follow import follow
from zc_bot.parsing.composition.operations import operate
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.plain import plainly
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.kind_words import find_asked
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Choice, Intent, Meaning, Threshold
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.query import Query, Test, Top, metrics_of, named_years
from zc_bot.parsing.reading import Part
from zc_bot.parsing.rule import Asked
from zc_bot.policy.programme import Programme

MOST_CHOICES, LONGEST_OFFER = 4, 60
_BY_VIEW: dict[str, Intent] = {
    "share": "compare", "ratio": "compare", "difference": "compare", "average_growth": "growth", "met": "rank",
    "change": "growth", "gain": "growth",
}


def read_composed(
    text: str, whole: Whole, lexicon: Lexicon, lang: str
) -> Meaning | None:
    """Read a question that puts several things together; of two readings as likely, ask which. None for any other."""
    programme = lexicon.programme
    found = whole.composed
    if found is None or found.unsure or _asks_for_the_rule(found, text):
        return None
    queries = _said_apart(found, programme)
    if len(queries) > 1:
        choices = tuple(Choice(say(query, programme, lang), say(query, programme)) for query in queries)
        return Meaning("clarify", text, choices=choices, reason="unclear", rule=found.rule)
    return meaning_of(text, found.query, found.rule, programme)


def _said_apart(found: Composed, programme: Programme) -> tuple[Query, ...]:
    """Return the readings as likely; of two that are said back alike the first, since nobody could choose."""
    queries = {say(query, programme): query for query in reversed((found.query, *found.others))}
    return tuple(reversed(queries.values()))[:MOST_CHOICES]


def _asks_for_the_rule(found: Composed, text: str) -> bool:
    """Tell whether it is asked what the rule says of a figure, 正好60%算不算达标, and not who has it."""
    query = found.query
    return query.ask == "places" and not query.places.codes and "demanded" in find_asked(normalize(text))


def read_plain(
    text: str, whole: Whole, lexicon: Lexicon, today: date, lang: str, meaning: Meaning
) -> Meaning | None:
    """Read by the grammar what the single rules did not understand: answer it, or offer it first if it is not sure.

    None where the grammar can't read it either. meaning: what the rules made of it, with what they offer.
    """
    found = whole.plain
    if found is None or found.unsure:
        found = whole.assembled or found
    if found is None:
        return None
    queries = _said_apart(found, lexicon.programme)
    if len(queries) == 1 and not found.unsure:
        return replace(meaning_of(text, found.query, found.rule, lexicon.programme), unused=found.unused)
    return replace(_offering(queries, meaning, lexicon, today, lang), rule=found.rule)


def offer_nearly(meaning: Meaning, whole: Whole, asked: Asked) -> Meaning:
    """Offer first what a text that nobody could read asks without one of its words."""
    queries = tuple(one for one in whole.nearly if len(say(one, asked.lexicon.programme)) <= LONGEST_OFFER)
    if meaning.intent not in {"clarify", "unknown"} or not queries:
        return meaning
    return replace(_offering(queries, meaning, asked.lexicon, asked.today, asked.lang), rule="nearly read")


def _offering(
    queries: tuple[Query, ...], meaning: Meaning, lexicon: Lexicon, today: date, lang: str
) -> Meaning:
    programme = lexicon.programme
    offered = [Choice(say(query, programme, lang), say(query, programme)) for query in queries]
    offered += [choice for choice in meaning.choices if not _is_one_of(choice, queries, lexicon, today)]
    return replace(meaning, intent="clarify", reason="unclear", choices=tuple(offered[:MOST_CHOICES]))


_OF_FIGURES = frozenset({
    "bounded", "having", "rank", "aggregate", "trend", "growth", "compare", "verdict", "what is named", "leftovers",
})
"""The single rules that answer with figures."""


def by_grammar(meaning: Meaning, whole: Whole, asked: Asked) -> Meaning | None:
    """Read a question about figures by the grammar, which uses each of its words; None where it leaves one over.

    meaning: what the single rules made of it, kept where it is the same.
    """
    found, reading = whole.plain, asked.reading
    if found is None or found.unsure or (found.unused and not _summed_up(found, meaning)):
        return None
    if reading.requirements or ((reading.doubts or meaning.hesitates) and not _settles(found, meaning, whole, asked)):
        return None
    if found.others:
        return _either(meaning, found, asked)
    query = found.query
    how_large = meaning.rule == "directory" and any(span.any("much") for span in whole.spans)  # 载体有多大
    if meaning.rule not in _OF_FIGURES and not (_operates(query) or _asks_which(query, whole) or how_large):
        return None
    fields = plainly(query, asked.lexicon.programme, asked.single)
    if fields is None:
        composed = meaning_of(reading.typed, query, found.rule, asked.lexicon.programme)
        return replace(composed, authority=reading.authority, readings=reading.readings)
    named: dict[str, Any] = {"communities": (), "years": (), "metrics": (), **fields}
    if all(getattr(meaning, name) == value for name, value in named.items()) or _are_listed(meaning, named, asked):
        return meaning
    return asked.meaning(named.pop("intent"), **named, rule=found.rule)


def _summed_up(found: Composed, meaning: Meaning) -> bool:
    """Tell whether a sum was asked that the single rules know nothing of, whatever harmless word was left over."""
    return bool(found.query.fold) and meaning.intent in {"filter", "rank", "compare"}


def _settles(found: Composed, meaning: Meaning, whole: Whole, asked: Asked) -> bool:
    """Tell whether the grammar names one of the metrics that the single rules ask about: 载体够20万方的."""
    named = [edge.value[0] for span in whole.spans for edge in span.edges if edge.category == "metric"]
    bare = any(whole.text_of(span) in asked.lexicon.bare_shares for span in whole.spans)  # 高新: output or share.
    metrics = {*_metrics_of(found.query)}
    fits = len(metrics) == 1 and metrics < {*meaning.metrics} and metrics == {*named}
    return meaning.rule in _OF_FIGURES and fits and not bare


def _metrics_of(query: Query) -> tuple[str, ...]:
    named = [one.metric for one in query.measures if one.metric] + list(metrics_of(query.places.where))
    return (*named, *(top.measure.metric for top in query.places.orders))


def _either(meaning: Meaning, found: Composed, asked: Asked) -> Meaning | None:
    """Ask which of several readings is meant, where the single rules took the text for none of them."""
    if meaning.rule not in _OF_FIGURES or meaning.query is not None:
        return None
    programme, queries = asked.lexicon.programme, (found.query, *found.others)[:MOST_CHOICES]
    for fields in (plainly(query, programme, asked.single) for query in queries):
        if fields is not None and fields["intent"] == meaning.intent:
            return None
    choices = tuple(Choice(say(query, programme, asked.lang), say(query, programme)) for query in queries)
    return asked.meaning("clarify", choices=choices, reason="unclear", rule=found.rule)


def _are_listed(meaning: Meaning, named: Mapping[str, Any], asked: Asked) -> bool:
    """Tell whether all communities are listed rather than added: 所有社区的总产值, with no word for a sum."""
    listed = meaning.intent == "rank" and named["intent"] == "aggregate" and not named["communities"]
    summed = asked.reading.any("sum", "whole", "mean") or asked.reading.has("city")
    return listed and not summed and (meaning.metrics, meaning.years) == (named["metrics"], named["years"])


def _asks_which(query: Query, whole: Whole) -> bool:
    """Tell whether it is asked which communities fulfil a condition, or how many: no requirement, no list of gaps."""
    asks = any(span.any("which", "how_many") for span in whole.spans)
    return query.ask in {"places", "count"} and query.places.where is not None and asks


def _operates(query: Query) -> bool:
    """Tell whether a query puts communities in order, or together."""
    return bool(query.fold or query.ordered or query.places.top)


def read_following(
    text: str, before: Meaning, lexicon: Lexicon, today: date, sure: bool = True
) -> Meaning | None:
    """Read what follows a question by the grammar; sure: only what the single rules can't carry over."""
    query = follow(text, before, lexicon, today, sure)
    if query is not None and _was_of_the_city(before) and query.places.without and not (query.fold or query.by):
        query = settled(replace(query, fold="sum"), lexicon.programme) or query  # Still of the city, without them.
    if query is not None and any(query.trim):
        query = _among_the_first(query, before)
    return None if query is None else meaning_of(text, query, "follows", lexicon.programme)


def _among_the_first(query: Query, before: Meaning) -> Query | None:
    """刨掉第一个，剩下的平均 after the first five: of those five; None of any others that were chosen."""
    if before.limit is None:
        return None if before.query is not None and before.query.places.is_described else query
    measure = query.measures[0]
    if before.intent != "rank" or before.metrics != (measure.metric,):
        return None
    top = Top(measure, before.limit, before.ascending, query.years)
    return replace(query, places=replace(query.places, top=top))


def _was_of_the_city(before: Meaning) -> bool:
    """Tell whether figures of the whole city were asked for, year by year."""
    return before.intent == "trend" and not (before.communities or before.implied) and before.topic != "each"


def _is_one_of(choice: Choice, queries: Sequence[Query], lexicon: Lexicon, today: date) -> bool:
    """Tell whether a choice asks in other words what is offered already."""
    found = Whole.of(choice.question, lexicon, today).plain
    return found is not None and found.query in queries


def read_operated(text: str, before: Meaning, lexicon: Lexicon, today: date) -> Meaning | None:
    """Read what follows a question as an operation on its query; None where it is none."""
    found = operate(text, before, lexicon, today)
    reading = None if found is None else read_text(text, normalize(text), lexicon, today)
    if found is None or reading is None or reading.foreign or reading.places:
        return None  # What is denied by name is no operation.
    programme, query = lexicon.programme, found.query
    fields = plainly(query, programme, ())
    meaning = meaning_of(text, query, found.name, programme)
    if fields is not None:
        meaning = Meaning(question=text, rule=found.name, **fields)
    authority = before.authority if meaning.communities == before.communities else None
    parts: tuple[tuple[Part, str], ...] = (("communities", "places"), ("metrics", "metrics"), ("years", "years"))
    carried = {part for part, slot in parts if getattr(meaning, part) and slot not in found.named}
    found_so = replace(
        meaning, authority=authority, readings=reading.readings, carried=frozenset({*carried, "intent"})
    )
    # 能达呢 goes on with how a place stands; 能达怎么样 asks it of whatever was judged as a whole.
    stands = replace(found_so, rule="what is named")
    goes_on = before.tells_how_it_stands or reading.any("state")
    return stands if goes_on and stands.tells_how_it_stands else found_so


def meaning_of(text: str, query: Query, rule: str, programme: Programme) -> Meaning:
    if query.ask == "verdict" and (fields := plainly(query, programme, ())) is not None:
        return Meaning(question=text, rule=rule, **fields)
    return Meaning(
        _intent(query), text, communities=_communities(query, programme), metrics=_metrics(query, programme),
        years=_years(query), count=query.ask == "count",
        whole=bool(query.fold) and not (query.places.codes or query.places.is_described),
        threshold=_range(query), query=query, rule=rule,
    )


def _years(query: Query) -> tuple[int, ...]:
    """Name the years, the one that a change is counted from with them where it is not the one before."""
    named = named_years(query)
    bases = {one.since for one in query.measures if one.view in {"change", "gain", "ratio"} and one.since is not None}
    if len(named) == 1 and len(bases) == 1 and (base := bases.pop()) != named[0] - 1:
        return (base, *named)
    return named


def _range(query: Query) -> Threshold | None:
    """Give the bounds of a plain range, which a follow-up may turn: 不到的呢."""
    where = query.places.where
    if query.ask != "places" or query.places.without or query.places.codes or not isinstance(where, Test):
        return None
    if len(where.bounds) != 2 or where.measure.view != "value" or len(where.years) > 1:
        return None
    low, high = sorted(where.bounds, key=lambda bound: bound.sign, reverse=True)
    if (
        (low.sign, high.sign) != (">=", "<=")
        or not isinstance(low.value, Decimal)
        or not isinstance(high.value, Decimal)
    ):
        return None
    return Threshold(">=", low.value, high.value)


def _intent(query: Query) -> Intent:
    match query.ask:
        case "places" if query.places.top is not None and query.places.codes:
            return "rank"
        case "places" | "count":
            return "filter"
        case "responsible":
            return "directory"
        case "year":
            return "rank"
        case "years" | "first_year":
            return "trend"
    if query.fold and not (query.groups and query.measures[0].view in {"change", "gain", "average_growth"}):
        return "aggregate"
    view = query.measures[0].view
    if query.ordered and view == "value" and len(query.places.codes) > 1:
        return "compare"
    if view in {"place", "met"} or query.ordered or (query.by and view == "value"):
        return "rank"
    if view == "value" and len(query.years) > 1:
        return "trend"
    if view == "value" and len(query.places.codes) == 1:
        return "value"
    return _BY_VIEW.get(view, "compare")


def _communities(query: Query, programme: Programme) -> tuple[str, ...]:
    """Name the communities that are spoken of, what they are compared with behind."""
    if query.groups:
        named = (group for group in query.groups if len(group) < len(programme.communities))
        return tuple(code for group in named for code in group)
    return query.places.codes + tuple(code for code in (query.other,) if code in programme.community)


def _metrics(query: Query, programme: Programme) -> tuple[str, ...]:
    """Name the metrics in the order in which they are asked, those of the condition behind."""
    return tuple(code for code in dict.fromkeys(_metrics_of(query)) if code in programme.measure)
