"""The query of a question that was understood, whichever rule read it: what a follow-up works on."""

from __future__ import annotations

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Bound, Condition, Judged, Measure, Places, Query, Test, Top
from zc_bot.policy.programme import Programme


def query_of(before: Meaning, programme: Programme) -> Query | None:
    """Return the query that a meaning answers; None where it is of no figures, or of several meanings."""
    if before.query is not None:
        made = any(one.terms for one in before.query.measures)
        return None if made else before.query  # A sum of figures is followed by none that would leave a part out.
    measures = tuple(Measure(code) for code in before.metrics)
    codes = before.communities or before.implied
    places = Places(codes)
    match before.intent:
        case "check":
            return Query("verdict", measures, places, before.years) if codes and not before.requirements else None
        case "value" | "compare" if codes and measures:
            return Query("figures", measures, places, before.years)
        case "trend" if measures:
            whole = not codes and before.topic != "each"  # Of nobody in particular it was the city's.
            ever = not before.years
            return Query("figures", measures, places, before.years, ever, "sum" if whole else "")
        case "aggregate" if measures:
            return Query("figures", measures, places, before.years, fold="sum")
        case "growth" if measures and not any(_is_growth(code, programme) for code in before.metrics):
            moved = tuple(Measure(code, "change") for code in before.metrics)
            return Query("figures", moved, places, before.years) if len(before.years) < 2 else None
        case "growth" if measures and codes:
            return Query("figures", measures, places, before.years)
        case "rank" if len(measures) == 1:
            return _ranking(before, measures[0])
        case "filter":
            where = condition_of(before, programme)
            ask = "count" if before.count else "places"
            return None if where is None else Query(ask, places=Places(codes, where=where))  # type: ignore[arg-type]
    return None


def _ranking(before: Meaning, measure: Measure) -> Query | None:
    if len(before.communities) == 1 and before.limit is None:
        return Query("figures", (Measure(measure.metric, "place"),), Places(before.communities), before.years)
    if before.limit is not None:
        top = Top(measure, before.limit, before.ascending, before.years)
        return Query("places", places=Places(before.communities, top=top))
    return Query(
        "figures", (measure,), Places(before.communities), before.years, by="community", ascending=before.ascending,
        ordered=True,
    )


def condition_of(before: Meaning, programme: Programme) -> Condition | None:
    """Return what communities were chosen by, of a plain selection."""
    if before.intent != "filter" or before.query is not None:
        return None
    if before.threshold is not None and len(before.metrics) == 1:
        low, *high = before.threshold.ends
        bounds = [Bound(before.threshold.comparison, low)]
        bounds += [Bound("<=", high[0])] if high else []
        return Test(Measure(before.metrics[0]), tuple(bounds), before.years)
    if before.verdict in {"met", "not_met"}:
        ruled = (one for code in before.requirements for one in programme.requirement[code].conditions)
        metrics = before.metrics or tuple(dict.fromkeys(one.metric for one in ruled))
        return Judged("met" if before.verdict == "met" else "not_met", metrics, before.years)
    return None


def _is_growth(code: str, programme: Programme) -> bool:
    derived = programme.derivation.get(code)
    return derived is not None and derived.formula == "growth"
