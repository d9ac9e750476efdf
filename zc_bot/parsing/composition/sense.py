"""What makes sense in a programme: amounts in the units of their metrics, metrics that can be looked at so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.composition import groups
from zc_bot.parsing.composition.topics import IT, MEAN, MEDIAN
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Joined,
    Judged,
    Measure,
    Query,
    Test,
    in_year,
    named_years,
    years_of,
)
from zc_bot.parsing.thresholds import amount_in
from zc_bot.policy.programme import Programme


def is_composed(query: Query) -> bool:
    """Tell whether a question puts things together, rather than ask for one thing as a single rule answers it."""
    places = query.places
    condition = places.where
    looked_at = query.other or query.over or any(
        measure.per or measure.terms or _is_looked_at(measure, query) for measure in query.measures
    )
    folded = query.fold in {"mean", "median", "spread"} or (query.fold == "sum" and places.is_described)
    several_ways = len({measure.view for measure in query.measures}) > 1
    if looked_at or folded or query.at or query.among or any(query.trim) or query.groups or several_ways:
        return True
    if places.without or places.first or query.by == "authority":
        return True
    if query.ask in {"year", "years", "first_year"} or (query.ask == "count" and (query.years or query.ever)):
        return True
    if (top := places.top) is not None:
        more = query.measures or condition or top.ever or top.measure != Measure(top.measure.metric)
        return bool(more) or query.ask in {"responsible", "count"}
    if condition is None:
        return False
    return bool(query.measures) or query.ask == "responsible" or _is_complex(condition)


def _is_looked_at(measure: Measure, query: Query) -> bool:
    """Tell whether a measure is more than its value; one community's change and place have rules of their own."""
    if measure.view == "place":
        return len(query.years) > 1 or query.ever or measure.metric == ""
    if measure.view in {"change", "gain"}:
        named = len(query.years) == 1 and bool(query.places.codes)
        return bool(query.by or query.fold or query.places.is_described or named)
    return measure.view != "value"


def _is_complex(condition: Condition) -> bool:
    match condition:
        case Test(measure, bounds, years):
            plain = len(bounds) == 1 and not (bounds[0].against or bounds[0].metric) and bounds[0].sign != "!="
            made = bool(measure.per or measure.terms)
            return not plain or measure.view != "value" or made or len(years) > 1 or condition.ever
        case Judged(years=years):
            return len(years) > 1
    return True


def settled(query: Query, programme: Programme) -> Query | None:
    """Put amounts into the units of their metrics, and the only year that is named everywhere.

    None where an amount fits no metric, or a metric can't be looked at so.
    """
    if any(one.per for one in query.measures):
        query = replace(query, measures=tuple(_as_share(one, programme) for one in query.measures))
    if query.groups:
        named = groups.named(query, programme)
        if named is None:
            return None
        query = named
    where = None
    if query.places.where is not None and (where := _converted(query.places.where, programme)) is None:
        return None
    if query.ask == "verdict" and isinstance(where, Test) and len(query.measures) == 1:
        query = replace(query, measures=(Measure(where.measure.metric),))  # 高新产值到六成 is about its share.
    several = len(query.places.codes) > 1 and not query.places.is_described
    shared = bool(query.measures) and all(one.view == "share" for one in query.measures)
    if several and shared and not (query.fold or query.by):
        query = replace(query, fold="sum")  # An authority's communities have a share together.
    without = query.places.without
    if not _has_sense(query, programme) or (without and set(without) >= set(programme.community)):
        return None
    if where is not query.places.where:
        query = replace(query, places=replace(query.places, where=where))
    years = named_years(query)
    found = in_year(query, years[0]) if len(years) == 1 else query
    if any(_counts_back(one, found.years) for one in found.measures):
        return None
    where = found.places.where
    return found if where is None else replace(found, places=replace(found.places, where=_based(where)))


def _counts_back(measure: Measure, years: tuple[int, ...]) -> bool:
    """Tell whether a change would count from the very year it is of, or from a later one."""
    moving = measure.view in {"change", "gain", "average_growth", "ratio"}
    return moving and measure.since is not None and bool(years) and measure.since >= max(years)


def _based(condition: Condition) -> Condition:
    """Count a change that names one year from the year before it."""
    match condition:
        case Joined(word, items):
            return Joined(word, tuple(_based(item) for item in items))
        case Test(measure, years=(year,)) if measure.view in {"change", "gain"} and measure.since is None:
            return replace(condition, measure=replace(measure, since=year - 1))
    return condition


def _as_share(measure: Measure, programme: Programme) -> Measure:
    """Take a quotient that the policy knows as a share for that share."""
    parts = (measure.metric, measure.per)
    shares = [one.code for one in programme.derived if (one.numerator, one.denominator) == parts]
    return Measure(shares[0], measure.view, measure.since) if measure.per and shares else measure


def _is_beside_another(one: Measure) -> bool:
    """Tell whether a measure is held against another community's, the mean or the median."""
    return one.view == "difference" or (one.view == "ratio" and one.since is None)


def _has_sense(query: Query, programme: Programme) -> bool:
    """Tell whether its metrics can be looked at so, and whether the answer can say all of it."""
    if query.ask == "verdict":
        return query.places.where is not None or all(_is_judged(one.metric, programme) for one in query.measures)
    if query.ask == "count" and query.by and len(years_of(query.places.where)) > 1:
        return False  # In each of the years, or in all of them?
    if not query.other and any(_is_beside_another(one) for one in query.measures):
        return False  # 载体面积比规划面积大多少 names nobody else.
    places, kinds = query.places, {_kind(measure.metric, programme) for measure in query.measures}
    if len(places.codes) == 1 and (places.where or places.orders) and query.ask not in {"years", "first_year"}:
        return False
    if query.over and query.fold == "sum" and any(_is_stock(one.metric, programme) for one in query.measures):
        return False
    if not all(_can_order(top.measure, programme) for top in places.orders):
        return False
    if query.fold == "spread":
        views = {"value", "change"}
        alone = len(query.measures) == 1 and query.measures[0].view in views
        if query.ask == "year":
            return alone and len(places.codes) < 2 and kinds <= {"amount", "share", "percent"}
        several = len(query.years) < 2 and not (query.ever or query.over or query.by or query.other or query.ordered)
        return alone and several and len(places.codes) != 1 and kinds <= {"amount", "share", "percent"}
    many = len({one.metric for one in query.measures}) > 1 or len(query.years) > 1 or query.ever
    chosen = places.codes or places.where or places.orders or (places.without and len(query.measures) > 1)
    rows_of_city = query.fold == "sum" and not (chosen or query.by)
    shared = bool(query.measures) and all(one.view == "share" for one in query.measures)
    alone = len(query.measures) == 1 and len(places.codes) > 1 and not (places.is_described or query.by)
    rows_of_city = rows_of_city or (query.fold == "sum" and (shared or alone))
    by_year = query.fold in {"mean", "median"} and not (chosen or query.by) and len(query.measures) == 1
    if many and (query.fold or query.by == "authority") and not (query.over or rows_of_city or by_year):
        return False
    looked_at = any(measure.view not in {"value"} for measure in query.measures)
    moves = all(one.view in {"change", "gain", "average_growth", "share"} for one in query.measures)
    if query.by == "authority" and (query.fold in {"mean", "median"} or (looked_at and not moves)):
        return False
    if query.over and (looked_at or kinds - {"amount"} or len(query.measures) > 1):
        return False
    if query.other and ("growth" in kinds or (query.other in {MEAN, MEDIAN} and "percent" in kinds)):
        return False
    shares = any(measure.view == "share" for measure in query.measures)
    if shares and (places.is_described or len(places.codes) != 1) and query.fold != "sum" and not _are_rows(query):
        return False
    return all(_can_be(measure, query, programme) for measure in query.measures)


def _is_stock(code: str, programme: Programme) -> bool:
    """Tell whether a figure says how much there is at a year's end: of several years it is not added."""
    metric = programme.metric.get(code)
    return metric is not None and (metric.standing or metric.stock)


def _are_rows(query: Query) -> bool:
    return bool(query.by) or query.places.top is not None or query.places.where is not None


def _are_alike(measure: Measure, programme: Programme) -> bool:
    """Tell whether the metrics of a sum or a difference are amounts of one unit, each once."""
    codes = (measure.metric, *measure.others)
    known = all(code in programme.metric and _kind(code, programme) == "amount" for code in codes)
    return known and len({programme.metric[code].unit for code in codes}) == 1 and len({*codes}) == len(codes)


def _can_order(measure: Measure, programme: Programme) -> bool:
    kind = _kind(measure.metric, programme)
    if measure.terms:
        return measure.view == "value" and not measure.per and _are_alike(measure, programme)
    if measure.per:
        return measure.view in {"value", "place"} and kind == _kind(measure.per, programme) == "amount"
    if measure.view == "met":
        return True
    if measure.view == "average_growth":
        growths = {derived.of for derived in programme.derivation.values() if derived.formula == "growth"}
        return kind == "amount" and (measure.since is not None or measure.metric not in growths)
    if measure.view == "total":
        return kind == "amount" and not _is_stock(measure.metric, programme)
    if measure.view == "share":
        return kind == "amount"
    return kind not in {"yesno", ""} and not (measure.view in {"change", "gain"} and kind == "growth")


def _can_be(measure: Measure, query: Query, programme: Programme) -> bool:
    """Add up no coverage, growth or yes-or-no; take no share or growth of what is one itself.

    An average growth without years is the policy's own measure where it has one; a single rule answers that.
    """
    kind = _kind(measure.metric, programme)
    if measure.terms:
        alone = query.fold in {"", "sum"} and not (query.over or query.by or query.other)
        return alone and _can_order(measure, programme)
    if measure.per and measure.view == "ratio":
        return bool(query.other) and kind == _kind(measure.per, programme) == "amount"
    if measure.per:
        return query.fold in {"", "sum"} and not query.over and _can_order(measure, programme)
    of_city = query.ask == "year" and len(query.places.codes) != 1
    added = query.fold == "sum" or query.by == "authority" or of_city
    growths = {derived.of for derived in programme.derivation.values() if derived.formula == "growth"}
    match measure.view:
        case "met":
            return not added and not query.fold
        case "average_growth":
            return kind == "amount" and (measure.since is not None or measure.metric not in growths)
        case "total":
            return _can_order(measure, programme) and not (added or query.fold)
        case "share":
            return kind == "amount"
        case "change" | "gain":
            return kind in {"amount", "share"} or (kind == "percent" and not added)
        case "place" | "climb":
            return kind not in {"yesno"} and not query.fold
    if kind == "yesno":
        return not (added or query.fold or query.places.top or measure.view != "value")
    return not (kind == "growth" and (added or query.fold == "mean")) and not (kind == "percent" and added)


def _judged_by(code: str, programme: Programme) -> str:
    """Take an amount that no requirement is about for the share that one is about: 高新够了."""
    if _is_judged(code, programme):
        return code
    shares = [one.code for one in programme.derived if one.numerator == code and one.denominator]
    return shares[0] if len(shares) == 1 and _is_judged(shares[0], programme) else code


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
            measure = _share_of(measure, bounds, programme)
            condition = replace(condition, measure=measure)
            if not _can_test(measure, bounds, programme):
                return None
            found = [_bound(bound, measure, programme) for bound in bounds]
            bounds = tuple(one for one in found if one is not None)
            return replace(condition, bounds=bounds) if len(bounds) == len(found) and _is_open(bounds) else None
        case Judged(line=Quantity() as line):
            return _by_its_number(condition, line, programme)
        case Judged(metrics=metrics):
            metrics = tuple(_judged_by(code, programme) for code in metrics)
            condition = replace(condition, metrics=metrics)
            return condition if all(_is_judged(code, programme) for code in metrics) else None
        case Joined(word, items):
            items = _of_the_same(items)
            if any(isinstance(item, Joined) and item.word != word for item in items):
                return None  # 甲且乙或丙 has no brackets: nobody knows which is meant.
            parts = [_converted(item, programme) for item in items]
            if _contradicts(items):
                return None  # 达标的有几家，没达标的有几家 asks of each.
            return None if None in parts else Joined(word, tuple(part for part in parts if part is not None))
    return condition


def _of_the_same(items: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Judge by what one of them names, where they differ in their years: 前年没达标去年达标了，高新那条."""
    judged = [item for item in items if isinstance(item, Judged)]
    named = {item.metrics for item in judged if item.metrics}
    differ = len({item.years for item in judged}) == len(judged) and all(item.years for item in judged)
    if len(judged) != len(items) or len(named) != 1 or not differ:
        return items
    return tuple(replace(item, metrics=next(iter(named))) for item in judged)


def _share_of(measure: Measure, bounds: tuple[Bound, ...], programme: Programme) -> Measure:
    """Take 战新投资没到70% as of its share: an amount that is a part of another, held against a share."""
    found = [one.code for one in programme.derived if one.numerator == measure.metric and one.denominator]
    if measure.view != "value" or measure.per or measure.terms or not bounds or len(found) != 1:
        return measure
    values = [bound.value for bound in bounds if isinstance(bound.value, Quantity)]
    in_percent = len(values) == len(bounds) and all(_is_of_share(one, found[0], programme) for one in values)
    return replace(measure, metric=found[0]) if in_percent else measure


def _is_of_share(amount: Quantity, share: str, programme: Programme) -> bool:
    """Tell whether an amount is one of a share: in per cent, or by itself the number that is required of it."""
    if amount.unit is not None:
        return amount.unit.dimension == "share"
    required = [
        one.threshold for rule in programme.requirements for one in rule.conditions if one.metric == share
    ]
    return amount.value in required and not amount.scaled


def _by_its_number(condition: Judged, line: Quantity, programme: Programme) -> Judged | None:
    """Find the requirement that is named by its number, among those of its metric where it names one."""
    found = by_its_number(line, programme, condition.metrics)
    return None if found is None else replace(condition, metrics=condition.metrics or found, line=None)


def by_its_number(line: Quantity, programme: Programme, of: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """Return the metric whose requirement's threshold this is, of some metrics or of all; None: none, or several."""
    growths = {one.of: one.code for one in programme.derived if one.of is not None}
    named = {*of, *(growths[code] for code in of if code in growths)}
    found = [
        one.conditions[0].metric
        for one in programme.requirements
        if one.scope == "community" and len(one.conditions) == 1
        if not named or one.conditions[0].metric in named
        if amount_in(line, one.conditions[0].metric, programme) == one.conditions[0].threshold
    ]
    return (found[0],) if len(found) == 1 and (line.unit is not None or of) else None


def _contradicts(items: tuple[Condition, ...]) -> bool:
    """Tell whether the same is said to be met and not to be met."""
    judged = [item for item in items if isinstance(item, Judged)]
    return any(
        one.outcome != other.outcome and one.metrics == other.metrics and (
            one.years == other.years or not (one.years and other.years)
        )
        for at, one in enumerate(judged)
        for other in judged[at + 1 :]
    )


def _can_test(measure: Measure, bounds: tuple[Bound, ...], programme: Programme) -> bool:
    """Tell whether a metric can be held against such bounds: yes and no, and coverage, have words of their own."""
    kind = _kind(measure.metric, programme)
    if others := {bound.metric for bound in bounds if bound.metric}:
        alike = all(programme.measure[code].unit == programme.measure[measure.metric].unit for code in others)
        moving = measure.view in {"change", "average_growth"}
        return (alike or moving) and measure.metric not in others and kind != "yesno" and not measure.per
    if measure.view != "value":
        return _can_order(measure, programme)
    if kind == "yesno":
        return all(bound.value == 1 for bound in bounds)
    if any(bound.value == 100 and isinstance(bound.value, Decimal) for bound in bounds) and len(bounds) == 1:
        return kind == "percent" or bounds[0].sign not in {"=", "<"}
    if all(bound.value == 1 and isinstance(bound.value, Decimal) for bound in bounds):  # Whether there is any.
        metric = programme.metric.get(measure.metric)
        return metric is not None and metric.standing and metric.dimension == "count"
    return True


def _is_open(bounds: tuple[Bound, ...]) -> bool:
    """Tell whether something lies within two bounds: nothing does in 超过50亿但不到40亿."""
    low = [bound.value for bound in bounds if bound.sign[0] == ">" and isinstance(bound.value, Decimal)]
    high = [bound.value for bound in bounds if bound.sign[0] == "<" and isinstance(bound.value, Decimal)]
    return not low or not high or max(low) < min(high)


def _bound(bound: Bound, measure: Measure, programme: Programme) -> Bound | None:
    """Convert one bound, exactly: of a change or a share into per cent, of a count as it is."""
    metric = measure.metric
    plain = measure.view == "value" and _kind(metric, programme) not in {"growth", "percent"}
    if bound.against == IT or (bound.against in {MEAN, MEDIAN} and not plain):
        return None  # 它, where nobody was named.
    if bound.against or bound.metric or isinstance(bound.value, Decimal):
        return bound
    amount = bound.value
    if amount is None:
        return replace(bound, value=Decimal(0))
    assert isinstance(amount, Quantity)
    if measure.view == "met":
        return replace(bound, value=amount.value) if _is_plain_count(amount) else None
    if measure.view in {"change", "share", "average_growth"}:
        return _in_percent(bound, amount)
    value = amount_in(_in_thousands(amount), metric, programme)
    return None if value is None else replace(bound, value=value)


def _in_thousands(amount: Quantity) -> Quantity:
    """Take 150k in a question for thousands, as everybody does; in a report it is asked about."""
    plain = amount.doubt == "latin_scale" and amount.text.lower().rstrip(" sqm²").endswith("k")
    return replace(amount, doubt="") if plain else amount


def _is_plain_count(amount: Quantity) -> bool:
    return not (amount.doubt or amount.scaled) and (amount.unit is None or amount.unit.dimension == "count")


def _in_percent(bound: Bound, amount: Quantity) -> Bound | None:
    if amount.doubt or amount.scaled or amount.unit is None or amount.unit.dimension != "share":
        return None
    value = Decimal(amount.value) * amount.unit.size.numerator / amount.unit.size.denominator
    return replace(bound, value=value)
