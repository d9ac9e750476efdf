"""崇川跟海门哪边用工多: of which side there is more is asked of each as a whole, not of every community of both."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.composition.groups import of_groups
from zc_bot.parsing.composition.meanings import meaning_of
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme

_WHICH, _MORE = ("which", "which_more"), ("degree", "which_more", "than")


def as_sides(found: Meaning, whole: Whole, programme: Programme) -> Meaning:
    """Put the communities of each authority together where a comparison asks which of two sides has more."""
    if found.intent != "compare" or len(found.metrics) != 1 or len(found.years) > 1:
        return found
    ordered = found.query is None or (found.query.ordered and found.query.by == "community")
    named = [edge.value for span in whole.spans for edge in span.edges if edge.category == "place"]
    offices = [codes for codes in programme.of_authority.values() if len(codes) > 1]
    sides = len(named) == 2 and any(codes in offices for codes in named) and not {*named[0]} & {*named[-1]}
    asks = any(span.any(*_WHICH) for span in whole.spans) and any(span.any(*_MORE) for span in whole.spans)
    each = any(span.any("apart", "by", "noun") for span in whole.spans)
    if not (ordered and sides and asks) or each or {*named[0], *named[1]} != {*found.communities}:
        return found
    query = of_groups((named[0], named[1]), Topic(metrics=found.metrics, years=found.years, fold="sum"))
    query = None if query is None else settled(query, programme)
    if query is None:
        return found
    meant = meaning_of(found.question, query, "two sides", programme)
    return replace(meant, intent="compare", readings=found.readings)
