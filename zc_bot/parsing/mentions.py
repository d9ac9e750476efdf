"""What was named one after the other in a talk, held together: 22年…, 23呢, 两年差几个点; …, 开源的呢, 谁更多.

A follow-up that changes one thing only leaves what stood there before within reach: a word that needs two of them
(差多少, 翻了几番, 谁更多, 两家) asks of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from zc_bot.parsing.asides import read_text
from zc_bot.parsing.composition.meanings import read_following, read_operated
from zc_bot.parsing.composition.operations import spans_of
from zc_bot.parsing.composition.spans import Span
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.phrases import community_label
from zc_bot.parsing.query import Joined, Judged, Measure, Places, Query

Slot = Literal["communities", "metrics", "years"]
Verdict = Literal["met", "not_met"]
_SLOTS: tuple[Slot, ...] = ("communities", "metrics", "years")
_MOST = 4
_FIGURES = frozenset({"value", "aggregate"})
_COLLECTED = frozenset({"missing", "timeliness"})
"""What is asked of a year's collection: of which years, one after the other."""
_OF_TWO = ("gap", "times", "which_more", "degree")
"""What holds two against each other, whatever they are."""
_HOLDS: dict[Slot, tuple[str, ...]] = {
    "communities": (*_OF_TWO, "sum", "superlative"), "metrics": (),
    "years": (*_OF_TWO, "direction", "multiple", "view", "changed", "by_year", "rising"),
}
_NAMES: dict[Slot, str] = {"communities": "place", "metrics": "metric", "years": "years"}
_ELSE = ("than", "before", "against", "since", "mean", "median", "rank", "amount", "predicate", "place_of")


def left_behind(before: Meaning | None, found: Meaning) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return what was named one after the other up to a question: the slot, and its values, the last one last."""
    collected = found.intent in _COLLECTED
    if before is None or found.intent != before.intent or not (found.carried or collected):
        return ()
    turned = [slot for slot in _SLOTS if _named(found, slot) != _named(before, slot)]
    if len(turned) != 1 or not (collected or found.intent in _FIGURES or _judges(found)):
        return ()
    slot, earlier = turned[0], dict(before.mentions)
    values = (*earlier.get(slot, _named(before, slot)), *_named(found, slot))
    one_by_one = len(_named(found, slot)) == 1 and len({*values}) == len(values)
    return ((slot, values[-_MOST:]),) if one_by_one and len(values) > 1 else ()


def _judges(meaning: Meaning) -> bool:
    return meaning.intent == "filter" and meaning.verdict is not None and meaning.query is None


def _named(meaning: Meaning, slot: Slot) -> tuple[Any, ...]:
    """Return what a question named in a slot; whoever was judged was judged by requirements, or by metrics."""
    if slot == "metrics" and _judges(meaning):
        return meaning.requirements or meaning.metrics
    named: tuple[Any, ...] = getattr(meaning, slot)
    return named


def read_both(text: str, before: Meaning, lexicon: Lexicon, today: date) -> Meaning | None:
    """Read what asks of all that was named one after the other; None for any other text."""
    for slot, values in before.mentions:
        spans = spans_of(text, lexicon, today)
        if not _asks_of_all(spans, slot, len(values)):  # type: ignore[arg-type]
            continue
        if _judges(before):
            return _judged_by_all(text, spans, before, values, lexicon, today)
        wide = _together(before, slot, values)  # type: ignore[arg-type]
        found = read_operated(text, wide, lexicon, today) or read_following(text, wide, lexicon, today)
        if found is not None:
            return found
    return None


def beside_the_one_before(text: str, before: Meaning, lexicon: Lexicon, today: date) -> str | None:
    """Say of whom it is asked which has more, after one community by itself and then another: 哪个面积大."""
    if before.metrics or len(before.communities) != 1 or len(before.recent) < 2:
        return None
    one, other = before.recent[-2:]
    spans = spans_of(text, lexicon, today)
    asks = all(any(span.any(category) for span in spans) for category in ("which", "degree", "metric"))
    if not asks or before.communities != (other,) or any(span.any("place", *_ELSE, "superlative") for span in spans):
        return None
    names = (community_label(lexicon.programme, code, "zh") for code in (one, other))
    return f"{'和'.join(names)}{text}"


def _judged_by_all(
    text: str, spans: Sequence[Span], before: Meaning, values: tuple[str, ...], lexicon: Lexicon, today: date
) -> Meaning | None:
    """两个都没过的 after R5哪些没过, R6呢: those that met neither, or both where it is said so."""
    reading = read_text(text, normalize(text), lexicon, today)
    said = {edge.value for span in spans for edge in span.edges if edge.category == "verdict"}
    failed = reading.any("not_met") or "not_met" in said
    judged = failed or reading.any("met") or "met" in said
    if not judged and not all(_only_counts(span, len(values)) for span in spans):
        return None
    verdict: Verdict = ("not_met" if failed else "met") if judged else before.verdict  # type: ignore[assignment]
    conditions = tuple(Judged(verdict, _metrics_of(one, lexicon), before.years) for one in values)
    query = Query("places", places=Places(before.communities, where=Joined("and", conditions)))
    metrics = tuple(code for one in values for code in _metrics_of(one, lexicon))
    return Meaning("filter", text, metrics=metrics, query=query, rule="all of those", carried=frozenset({"metrics"}))


def _metrics_of(named: str, lexicon: Lexicon) -> tuple[str, ...]:
    requirement = lexicon.programme.requirement.get(named)
    return (named,) if requirement is None else tuple(dict.fromkeys(one.metric for one in requirement.conditions))


def _asks_of_all(spans: Sequence[Span], slot: Slot, count: int) -> bool:
    if any(span.any(_NAMES[slot], *_ELSE) and not _counts(span, count) for span in spans):
        return False
    if slot == "metrics" and any(_says_both(span, count) for span in spans):
        return True
    holds = tuple(one for one in _HOLDS[slot] if one != "direction" or count == 2)
    return any(span.any(*holds) or _counts(span, count) for span in spans)


def _counts(span: Span, count: int) -> bool:
    """Tell whether a word says that there are so many, or speaks of all of them."""
    return any(
        edge.category in {"group", "reference"} and edge.value in {count, "all"} for edge in span.edges
    )


def _says_both(span: Span, count: int) -> bool:
    """Tell whether a word says both: of what is judged, since 近三年都要 says it of something else."""
    return count == 2 and any(edge.category == "every" and edge.value is True for edge in span.edges)


def _only_counts(span: Span, count: int) -> bool:
    """Tell whether a word says nothing but that all of them are meant: no, i mean both."""
    return _counts(span, count) or span.any("every", "again", "harmless", "has", "add", "filler")


def _together(before: Meaning, slot: Slot, values: tuple[Any, ...]) -> Meaning:
    ordered: tuple[Any, ...] = tuple(sorted(values)) if slot == "years" else values
    query = None if before.query is None else _widened(before.query, slot, ordered)
    intent = before.intent
    if intent == "value" and slot != "metrics":
        intent = "trend" if slot == "years" else "compare"
    return before.changed(intent=intent, query=query, mentions=(), **{slot: ordered})


def _widened(query: Query, slot: Slot, values: tuple[Any, ...]) -> Query:
    match slot:
        case "years":
            return replace(query, years=values)
        case "communities":
            return replace(query, places=Places(values))
    return replace(query, measures=tuple(Measure(code, query.measures[0].view) for code in values))
