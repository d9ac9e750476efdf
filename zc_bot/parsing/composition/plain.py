"""A query that says one simple thing, as the plain meaning of it: a figure, its course, a ranking, a selection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from zc_bot.parsing.meaning import Comparison, Threshold
from zc_bot.parsing.query import Judged, Measure, Query, Test
from zc_bot.policy.programme import Programme

Fields = dict[str, Any]
"""What a `Meaning` is made of, by the names of its fields."""


def plainly(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    """Say a query as a plain meaning; None where it puts together more than a plain meaning holds.

    own: the asker's community, where it is a single one.
    """
    several_ways = len({one.view for one in query.measures}) > 1
    measures = [*query.measures, *(top.measure for top in query.places.orders)]
    alone = query.among or query.at or any(query.trim) or query.groups or any(one.terms for one in measures)
    if alone or several_ways or (query.by and query.ask == "count"):
        return None
    for say in (_verdict, _figures, _total, _ordered, _placed, _topmost, _selected, _moved):
        if (found := say(query, programme, own)) is not None:
            return found
    return None


def _verdict(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    if query.ask != "verdict":
        return None
    metrics = tuple(one.metric for one in query.measures)
    named: Fields = {"communities": query.places.codes, "metrics": metrics, "years": query.years}
    if isinstance(query.places.where, Test):
        threshold = _threshold(query.places.where)
        return None if threshold is None else {**named, "intent": "value", "threshold": threshold}
    return {**named, "intent": "check"}


def _figures(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    by_authority = query.by == "authority"
    if query.ask != "figures" or _is_put_together(query) or query.fold or query.ordered or by_authority:
        return None
    codes, metrics = query.places.codes, tuple(one.metric for one in query.measures)
    whose = codes or (() if query.by else own)
    several = len(query.years) > 1 or query.ever
    grown = bool(metrics) and all(_is_growth(code, programme) for code in metrics)
    if whose:
        intent = "trend" if several else "growth" if grown else "compare" if len(whose) > 1 else "value"
    else:
        intent = "trend" if several else "growth" if grown else "rank"
    return {
        "intent": intent, "communities": codes, "metrics": metrics, "years": query.years,
        "implied": () if codes or not whose else own,
        "topic": "each" if several and not whose and query.by == "community" else "",
    }


def _total(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    if query.ask != "figures" or _is_put_together(query) or query.fold != "sum" or query.over or query.by:
        return None
    codes, several = query.places.codes, len(query.years) > 1 or query.ever
    if query.ordered or (codes and several):
        return None
    return {
        "intent": "trend" if several else "aggregate", "communities": codes,
        "metrics": tuple(one.metric for one in query.measures), "years": query.years, "whole": not codes,
    }


def _ordered(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    if query.ask != "figures" or _is_put_together(query) or not query.ordered or query.by != "community":
        return None
    if query.fold or len(query.measures) != 1 or len(query.years) > 1 or query.ever:
        return None
    metrics, codes = (query.measures[0].metric,), query.places.codes
    if len(codes) == 2:
        return {"intent": "compare", "communities": codes, "metrics": metrics, "years": query.years}
    if codes:
        return None
    return {"intent": "rank", "metrics": metrics, "years": query.years, "ascending": query.ascending}


def _placed(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    """通创从业人员排第几: the ranking of all, of which one is shown."""
    if query.ask != "figures" or query.fold or query.ordered or query.by or query.ever or len(query.years) > 1:
        return None
    if query.places.is_described or not query.places.codes or len(query.measures) != 1:
        return None
    measure = query.measures[0]
    if measure != Measure(measure.metric, "place") or not measure.metric:
        return None
    return {
        "intent": "rank", "communities": query.places.codes, "metrics": (measure.metric,), "years": query.years,
    }


def _topmost(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    places = query.places
    top = places.top
    if query.ask != "places" or top is None or places.where or places.without or places.first:
        return None
    if top.measure.view != "value" or top.measure.per or top.ever or len(top.years) > 1:
        return None
    return {
        "intent": "rank", "communities": places.codes, "metrics": (top.measure.metric,), "years": top.years,
        "limit": top.count,
        "ascending": top.ascending,
    }


def _selected(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    places = query.places
    if query.ask not in {"places", "count"} or places.without or places.orders or query.ordered or query.years:
        return None
    common: Fields = {"intent": "filter", "communities": places.codes, "count": query.ask == "count"}
    match places.where:
        case Judged(outcome, metrics, years) if len(years) < 2:
            return {**common, "metrics": metrics, "years": years, "verdict": outcome}
        case Test(ever=False) as test if len(test.years) < 2 and test.measure == Measure(test.measure.metric):
            threshold = _having(test, programme) or _threshold(test)
            if threshold is None:
                return None
            return {**common, "metrics": (test.measure.metric,), "years": test.years, "threshold": threshold}
    return None


def _moved(query: Query, programme: Programme, own: tuple[str, ...]) -> Fields | None:
    """同比增长: against the year before."""
    if query.ask != "figures" or query.fold or query.ordered or query.by or query.other or query.ever:
        return None
    if query.places.is_described or len(query.years) > 1 or any(one.view != "change" for one in query.measures):
        return None
    if any(one.since not in (None, *(year - 1 for year in query.years)) for one in query.measures):
        return None
    codes = query.places.codes
    return {
        "intent": "growth", "communities": codes, "metrics": tuple(one.metric for one in query.measures),
        "years": query.years, "implied": () if codes else own,
    }


def _is_put_together(query: Query) -> bool:
    """Tell whether communities are described, or figures held against something."""
    looked_at = any(one.view != "value" or one.per for one in query.measures)
    return query.places.is_described or bool(query.other) or looked_at


def _is_growth(code: str, programme: Programme) -> bool:
    derived = programme.derivation.get(code)
    return derived is not None and derived.formula == "growth"


def _having(test: Test, programme: Programme) -> Threshold | None:
    """Give what is there or is not, a platform or an incubator, as yes, or as none."""
    metric = programme.metric.get(test.measure.metric)
    (bound, *more) = test.bounds
    if metric is None or more or bound.value != 1 or bound.against or bound.sign not in {">=", "<"}:
        return None
    if metric.kind != "yesno" and not (metric.standing and metric.dimension == "count"):
        return None
    if bound.sign == "<":
        return Threshold("=", Decimal(0))
    return Threshold("=" if metric.kind == "yesno" else ">=", Decimal(1))


def _threshold(test: Test) -> Threshold | None:
    """Give one bound, or a range with both its ends; None for what is held against the mean or another."""
    bounds = sorted(test.bounds, key=lambda bound: bound.sign, reverse=True)
    values = list(_values(test))
    signs = [bound.sign for bound in bounds]
    if len(values) != len(bounds):
        return None
    if signs == [">=", "<="]:
        low, high = (bound.value for bound in bounds)
        assert isinstance(low, Decimal)
        assert isinstance(high, Decimal)
        return Threshold(">=", low, high)
    sign = signs[0]
    if len(bounds) != 1 or sign == "!=":
        return None
    comparison: Comparison = sign
    return Threshold(comparison, values[0])


def _values(test: Test) -> Iterator[Decimal]:
    yield from (one.value for one in test.bounds if not one.against and isinstance(one.value, Decimal))
