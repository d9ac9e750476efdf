"""What each span of a text may be, in the words of the grammar: a kind of authority as its communities, a bound as of
the figure that it is a bound of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.conditions import tested
from zc_bot.parsing.composition.said_forms import of_its_unit
from zc_bot.parsing.composition.sense import by_its_number
from zc_bot.parsing.composition.spans import Span
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Authority

_BY_UNIT = 0.9
"""What it costs to take a metric from the unit of an amount."""
COUNTED = frozenset({"个", "家", "人"})
"""The units of what one may ask how many there are of: 有几个孵化器, and no 有几个总产值."""


def edges_of(span: Span, lexicon: Lexicon) -> tuple[Edge, ...]:
    return tuple(_edges(span, lexicon))


def _is_of_kind(office: Authority, kind: str) -> bool:
    """Tell whether an authority is of a kind: a county-level unit, a zone; of the units, by its name, 市 or 区."""
    if kind in {"county", "zone"}:
        return office.kind == kind
    now = office.renames[-1].name if office.renames else office.name
    return office.kind == "county" and now.zh.endswith(kind)


def _edges(span: Span, lexicon: Lexicon) -> Iterator[Edge]:
    """Give what a span may be, a kind of authority as its communities, both shares as what they are."""
    programme = lexicon.programme
    ordered = span.any("superlative", "direction", "how_many")
    for edge in span.edges:
        if ordered and edge.category == "metric":
            continue  # 最少 in 人最少 tells the order, beside being a part of what people are called.
        if edge.category in {"per_head", "asked_by_unit"}:
            yield from (Edge(edge.category, one.code) for one in programme.metrics if one.unit == edge.value)
            continue
        if edge.category == "predicate" and (said := of_its_unit(edge.value, programme)) is not None:
            yield Edge("said", said, _BY_UNIT)
        if edge.category == "metric" and all(programme.measure[code].unit in COUNTED for code in edge.value):
            yield Edge("counted", edge.value)
        if edge.category == "both_shares":
            yield Edge("metric", lexicon.share_codes)
        if edge.category != "zone":
            yield edge
            continue
        yield Edge("kind_noun", True)
        kinds = {office.code for office in programme.authorities if _is_of_kind(office, edge.value)}
        yield Edge("place", tuple(item.code for item in programme.communities if item.authority in kinds))


def with_the_numbered(spans: Sequence[Span], lexicon: Lexicon) -> list[tuple[Edge, ...]]:
    """Take a bound that one requirement alone has for one of its figure, where no figure is named: 江海没做到七成.

    Of nobody in particular it is asked which figure is meant: 哪些低于60%.
    """
    edges = [edges_of(span, lexicon) for span in spans]
    if any(edge.category in _NAMING for some in edges for edge in some):
        return edges
    behind = [*([edge.category for edge in some] for some in edges[1:]), []]
    ruled = ["requirement" in categories for categories in behind]
    whose = any(span.any("place") for span in spans)
    return [(*some, *_of_its_number(some, of_a_rule, whose, lexicon.programme))
            for some, of_a_rule in zip(edges, ruled, strict=True)]


_NAMING = frozenset({"metric", "growing", "asked_by_unit", "both_shares", "share_word", "view", "met_count"})


def _of_its_number(edges: Sequence[Edge], of_a_rule: bool, whose: bool, programme: Programme) -> Iterator[Edge]:
    """Give the figure of a bound, or of a number that a word for a requirement stands behind: 60%那条线."""
    for edge in edges:
        if edge.category == "amount" and of_a_rule and edge.value.unit is not None:
            metrics = by_its_number(edge.value, programme)
            if metrics is not None:
                yield Edge("metric", metrics)
        bounds = whose and edge.category == "predicate"
        amounts = [limit.amount for limit in edge.value.limits] if bounds else []
        amount = amounts[0] if len(amounts) == 1 else None
        metrics = None if amount is None or amount.unit is None else by_its_number(amount, programme)
        said = None if metrics is None else tested(Topic(metrics=metrics), edge.value)
        if said is not None:
            yield Edge("said", said, _BY_UNIT)
