"""What a follow-up leaves unsaid is carried over from the question before it: 那2018年呢, 跟江海比, 谁报的."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.reading import Part, Reading

_OVER_ALL = ("which", "all", "whole", "list", "count_which", "noun_community", "sum_all")
_OF_NOBODY = ("help", "remind", "goal", "goal_built", "coverage_goal", "policy", "support", "requirement", "deadline")
_NO_METRIC = (
    *_OF_NOBODY[:-2],
    "deadline",
    "missing",
    "owner",
    "carrier",
    "focus",
    "start",
    "intro",
    "exam",
    "state",
    "tentative",
    "province",
)
_INTENT_CUES = (
    "which", "all", "whole", "sum", "mean", "compare", "others", "trend", "growth", "annual", "prior", "rank",
    "top", "bottom", "verdict", "met", "not_met", "undetermined", "gap", "state", "exam", "requirement",
    "goal", "goal_built", "coverage_goal", "missing", "source", "deadline", "remind", "help", "report", "list",
    "owner", "carrier", "focus", "start", "intro", "which_year", "tentative", "province", "policy", "support",
    "district", "items", "ascending", "count_which",
)  # fmt: skip
_ALONE = ("unknown", "clarify", "help", "report", "remind", "programme", "value", "compare")


def carry(reading: Reading, context: Meaning | None) -> Reading:
    """Fill what `reading` leaves open from the question before."""
    if context is None or _stands_alone(reading):
        return reading
    reading = _carry_communities(reading, context)
    reading = _carry_metrics(reading, context)
    reading = _carry_years(reading, context)
    if not reading.any(*_INTENT_CUES) and not reading.bounds and context.intent not in _ALONE:
        return replace(reading, context=context)
    return reading


def _stands_alone(reading: Reading) -> bool:
    """Tell whether nothing is left open: a community with a metric or a cue of its own, and no 那…呢."""
    if reading.places or reading.foreign or reading.facts or reading.any("help", "remind", "policy"):
        return True
    if reading.any("follow", "add") or (reading.any("compare") and len(reading.communities) == 1):
        return False
    named = bool(reading.communities) or any(doubt.communities for doubt in reading.doubts)
    return named and (bool(reading.metrics) or reading.any(*_INTENT_CUES))


def _carry_communities(reading: Reading, context: Meaning) -> Reading:
    before = context.communities if context.intent != "clarify" else ()
    if not before or any(doubt.communities for doubt in reading.doubts):
        return reading
    if reading.communities:
        joins = reading.any("compare", "add") and len(reading.communities) == 1
        if not joins or set(before) & set(reading.communities):
            return reading
        both = tuple(dict.fromkeys((*before, *reading.communities)))
        return _carried(replace(reading, communities=both), "communities")
    over_all = reading.any(*_OVER_ALL) and not reading.any("items")
    ordered = reading.any("rank", "top", "bottom") and not reading.any("place_of")
    if over_all or ordered or reading.limits or reading.bounds or reading.any(*_OF_NOBODY) or reading.requirements:
        return reading
    if reading.any("missing") and not reading.any("items"):
        return reading
    if context.intent == "rank" and not reading.any("place_of", *_NO_METRIC, "verdict", "source"):
        return reading
    return _carried(replace(reading, communities=before, authority=context.authority), "communities")


def _carry_metrics(reading: Reading, context: Meaning) -> Reading:
    settled = reading.metrics or reading.requirements or any(doubt.metrics for doubt in reading.doubts)
    if settled or context.intent == "clarify" or not context.metrics or reading.any(*_NO_METRIC):
        return reading
    return _carried(replace(reading, metrics=context.metrics), "metrics")


def _carry_years(reading: Reading, context: Meaning) -> Reading:
    if reading.years or reading.several_years or not context.years or context.intent == "clarify":
        return reading
    if reading.any("trend", "which_year", *_NO_METRIC, "requirement"):
        return reading
    several = len(context.years) > 1
    return _carried(replace(reading, years=context.years, several_years=several), "years")


def _carried(reading: Reading, part: Part) -> Reading:
    return replace(reading, carried=reading.carried | {part})


def inherit(meaning: Meaning, reading: Reading) -> Meaning:
    """Keep asking what was asked before, about what is named now."""
    context = reading.context
    assert context is not None
    carried: frozenset[Part] = meaning.carried | {"intent"}
    return replace(
        meaning,
        intent=context.intent,
        carried=carried,
        threshold=context.threshold,
        verdict=context.verdict,
        limit=context.limit,
        ascending=context.ascending,
        count=context.count,
        whole=context.whole,
        facts=context.facts,
    )
