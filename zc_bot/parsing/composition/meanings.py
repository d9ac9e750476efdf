"""A composed query as a meaning: what kind of answer it wants, and what it names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zc_bot.parsing.composition.compose import compose, read_topic
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.resume import resumed
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Choice, Intent, Meaning, Threshold
from zc_bot.parsing.query import Query, Test, metrics_of, named_years
from zc_bot.policy.programme import Programme

MOST_CHOICES = 4
_BY_VIEW: dict[str, Intent] = {
    "share": "compare", "ratio": "compare", "difference": "compare", "average_growth": "growth", "met": "rank",
    "change": "growth",
}  # fmt: skip


def read_composed(
    text: str, lexicon: Lexicon, today: date, lang: str, context: Meaning | None = None
) -> Meaning | None:
    """Read a question that puts several things together; of two readings as likely, ask which. None for any other.

    context: the question before, of which one part may be asked anew.
    """
    programme = lexicon.programme
    found = compose(text, lexicon, today)
    if found is None:
        return None if context is None or context.query is None else _again(text, context.query, lexicon, today)
    if found.others:
        queries = (found.query, *found.others)[:MOST_CHOICES]
        choices = tuple(Choice(say(query, programme, lang), say(query, programme)) for query in queries)
        return Meaning("clarify", text, choices=choices, reason="unclear", rule=found.rule)
    return _meaning(text, found.query, found.rule, programme)


def _again(text: str, before: Query, lexicon: Lexicon, today: date) -> Meaning | None:
    topic = read_topic(text, lexicon, today)
    query = None if topic is None else resumed(before, topic, lexicon.programme)
    return None if query is None else _meaning(text, query, "asked again", lexicon.programme)


def _meaning(text: str, query: Query, rule: str, programme: Programme) -> Meaning:
    return Meaning(
        _intent(query), text, communities=_communities(query, programme), metrics=_metrics(query, programme),
        years=named_years(query), count=query.ask == "count",
        threshold=_range(query), query=query, rule=rule,
    )  # fmt: skip


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
        case "places" | "count":
            return "filter"
        case "responsible":
            return "directory"
        case "year":
            return "rank"
    if query.fold:
        return "aggregate"
    view = query.measures[0].view
    return _BY_VIEW.get(view) or ("rank" if query.by else "compare")


def _communities(query: Query, programme: Programme) -> tuple[str, ...]:
    """Name the communities that are spoken of, what they are compared with behind."""
    return query.places.codes + tuple(code for code in (query.other,) if code in programme.community)


def _metrics(query: Query, programme: Programme) -> tuple[str, ...]:
    """Name the metrics in the order in which they are asked, those of the condition behind."""
    named = [measure.metric for measure in query.measures if measure.metric] + list(metrics_of(query.places.where))
    named += [query.places.top.measure.metric] if query.places.top else []
    return tuple(code for code in dict.fromkeys(named) if code in programme.measure)
