"""A question that puts several things together → its query; what can't be read whole is no query at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.rules import GRAMMAR, MEAN
from zc_bot.parsing.composition.spans import Span, cut, fold, puts_together
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import Bound, Condition, Joined, Judged, Measure, Query, Test, in_year, named_years
from zc_bot.parsing.thresholds import amount_in
from zc_bot.policy.programme import Programme

LONGEST, MOST_SPANS = 120, 22
CLOSE = 0.25
"""A second reading so near to the first is a doubt."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A question read whole: its query, the rule that closed it, and what it cost.

    others: readings that are as likely.
    """

    query: Query
    rule: str
    cost: float
    others: tuple[Query, ...] = ()


def compose(text: str, lexicon: Lexicon, today: date) -> Composed | None:
    """Read a text as a query; None where a word of it is used by no rule, or two readings are as likely."""
    folded = fold(text)
    if not folded or len(folded) > LONGEST or not puts_together(folded):
        return None
    spans = [span for span in cut(folded, lexicon, today) if not _is_harmless(span)]
    if not 1 < len(spans) <= MOST_SPANS or any(not span.edges for span in spans):
        return None
    found = [
        Composed(query, edge.rules[-1] if edge.rules else "", edge.cost)
        for edge in GRAMMAR.parse([_meant(span) for span in spans], "query")
        if (query := settled(edge.value, lexicon.programme)) is not None
    ]
    if not found or not is_composed(found[0].query):
        return None
    near = (one.query for one in found[1:] if one.cost - found[0].cost <= CLOSE)
    return replace(found[0], others=tuple(dict.fromkeys(query for query in near if query != found[0].query)))


def read_topic(text: str, lexicon: Lexicon, today: date) -> Topic | None:
    """Read a text that only names communities, metrics or years: 那2018年呢. None for what says more."""
    folded = fold(text)
    if not folded or len(folded) > LONGEST:
        return None
    spans = [span for span in cut(folded, lexicon, today) if not _is_harmless(span)]
    if not 0 < len(spans) <= MOST_SPANS or any(not span.edges for span in spans):
        return None
    found = GRAMMAR.parse([_meant(span) for span in spans], "topic")
    topic: Topic | None = found[0].value if found else None
    return topic


def is_composed(query: Query) -> bool:
    """Tell whether a question puts things together, rather than ask for one thing as a single rule answers it."""
    places = query.places
    condition = places.where
    looked_at = query.other or any(measure.view != "value" for measure in query.measures)
    folded = query.fold in {"mean", "median"} or (query.fold == "sum" and places.is_described)
    if looked_at or folded or places.without or query.by == "authority" or query.ask == "year":
        return True
    if places.top is not None:
        return bool(query.measures or condition or places.top.ever) or query.ask in {"responsible", "count"}
    if condition is None:
        return False
    return bool(query.measures) or query.ask == "responsible" or _is_complex(condition)


def _is_complex(condition: Condition) -> bool:
    match condition:
        case Test(measure, bounds, years):
            plain = len(bounds) == 1 and not bounds[0].against and bounds[0].sign != "!="
            return not plain or measure.view != "value" or len(years) > 1
        case Judged(years=years):
            return len(years) > 1
    return True


def _is_harmless(span: Span) -> bool:
    return bool(span.edges) and all(edge.category == "harmless" for edge in span.edges)


def _meant(span: Span) -> tuple[Edge, ...]:
    return tuple(edge for edge in span.edges if edge.category != "harmless")


def settled(query: Query, programme: Programme) -> Query | None:
    """Put amounts into the units of their metrics, and the only year that is named everywhere.

    None where an amount fits no metric, or a metric can't be looked at so.
    """
    where = None
    if query.places.where is not None and (where := _converted(query.places.where, programme)) is None:
        return None
    if not _has_sense(query, programme):
        return None
    query = replace(query, places=replace(query.places, where=where))
    years = named_years(query)
    return in_year(query, years[0]) if len(years) == 1 else query


def _has_sense(query: Query, programme: Programme) -> bool:
    """Tell whether its metrics can be looked at so, and whether the answer can say all of it."""
    places, kinds = query.places, {_kind(measure.metric, programme) for measure in query.measures}
    if places.codes and (places.where or places.top):
        return False
    if places.top is not None and _kind(places.top.measure.metric, programme) == "yesno":
        return False
    many = len(query.measures) > 1 or len(query.years) > 1 or query.ever
    if many and (query.fold or query.by == "authority"):
        return False
    looked_at = any(measure.view != "value" for measure in query.measures)
    if query.by == "authority" and (looked_at or query.fold in {"mean", "median"}):
        return False
    if query.other and ("growth" in kinds or (query.other == MEAN and "percent" in kinds)):
        return False
    if places.is_described and any(measure.view == "share" for measure in query.measures):
        return False
    return all(_can_be(measure, query, programme) for measure in query.measures)


def _can_be(measure: Measure, query: Query, programme: Programme) -> bool:
    """Add up no coverage, growth or yes-or-no; take no share or growth of what is one itself.

    An average growth without years is the policy's own measure where it has one; a single rule answers that.
    """
    kind = _kind(measure.metric, programme)
    of_city = query.ask == "year" and len(query.places.codes) != 1
    added = query.fold == "sum" or query.by == "authority" or of_city
    growths = {derived.of for derived in programme.derivation.values() if derived.formula == "growth"}
    match measure.view:
        case "average_growth":
            return kind == "amount" and (bool(query.years) or measure.metric not in growths)
        case "share":
            return kind == "amount" and len(query.places.codes) == 1
    if kind == "yesno":
        return not (added or query.fold or query.places.top or measure.view != "value")
    return not (kind == "growth" and (added or query.fold == "mean")) and not (kind == "percent" and added)


def _is_judged(code: str, programme: Programme) -> bool:
    """Tell whether a requirement is about this metric, or its growth, and nothing else."""
    growths = {derived.code for derived in programme.derivation.values() if derived.of == code}
    return any(
        {condition.metric for condition in one.conditions} <= {code, *growths} and bool(one.conditions)
        for one in programme.requirements
        if one.scope == "community"
    )


def _kind(code: str, programme: Programme) -> str:
    """Name what a metric is: an amount, a percent, yesno; of derived ones a share or a growth."""
    derived = programme.derivation.get(code)
    if derived is not None:
        return derived.formula
    kind = programme.metric[code].kind if code in programme.metric else ""
    return kind if kind in {"percent", "yesno", ""} else "amount"


def _converted(condition: Condition, programme: Programme) -> Condition | None:
    match condition:
        case Test(measure, bounds):
            found = [_bound(bound, measure.metric, programme, measure.view == "change") for bound in bounds]
            bounds = tuple(one for one in found if one is not None)
            return replace(condition, bounds=bounds) if len(bounds) == len(found) and _is_open(bounds) else None
        case Judged(metrics=metrics):
            return condition if all(_is_judged(code, programme) for code in metrics) else None
        case Joined(word, items):
            if any(isinstance(item, Joined) and item.word != word for item in items):
                return None  # 甲且乙或丙 has no brackets: nobody knows which is meant.
            parts = [_converted(item, programme) for item in items]
            return None if None in parts else Joined(word, tuple(part for part in parts if part is not None))
    return condition


def _is_open(bounds: tuple[Bound, ...]) -> bool:
    """Tell whether something lies within two bounds: nothing does in 超过50亿但不到40亿."""
    low = [bound.value for bound in bounds if bound.sign[0] == ">" and isinstance(bound.value, Decimal)]
    high = [bound.value for bound in bounds if bound.sign[0] == "<" and isinstance(bound.value, Decimal)]
    return not low or not high or max(low) < min(high)


def _bound(bound: Bound, metric: str, programme: Programme, of_change: bool) -> Bound | None:
    """Convert one bound, exactly; of a change only its direction is read."""
    if bound.against == MEAN and _kind(metric, programme) in {"growth", "percent"}:
        return None
    if bound.against or isinstance(bound.value, Decimal):
        return bound
    amount = bound.value
    if amount is None:
        return replace(bound, value=Decimal(0))
    assert isinstance(amount, Quantity)
    if of_change:
        return None
    value = amount_in(amount, metric, programme)
    return None if value is None else replace(bound, value=value)
