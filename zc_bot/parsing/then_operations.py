"""What is made of the query before by what follows it and names nothing: another place, both ends, the opposite.

Each operation needs some senses, and makes another query, or another meaning, of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.composition.topics import MEAN
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Bound, Judged, Measure, Places, Query, Sign, Test, Top, named_years
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

FURTHEST = 10
_FEW = 5
_TURNED: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Told:
    """The query before with what is to be made of it. place: a place that is named, 0 for none. found: whom it named.

    earlier: the values of the years that were spoken of before.
    """

    query: Query
    programme: Programme
    place: int
    found: tuple[str, ...]
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked of what was found: the senses that must be said, those that may be, and what comes of it."""

    name: str
    needs: frozenset[str]
    may: frozenset[str]
    makes: Callable[[Told], Query | Meaning | None]


def _ordered(query: Query) -> Top | None:
    """Return the order of a query: of the first few, or of a ranking."""
    if query.places.top is not None and query.ask == "places" and query.places.first is None:
        return query.places.top
    alone = len(query.measures) == 1 and query.ask == "figures" and len(query.years) < 2
    if query.ordered and alone and query.by == "community":
        return Top(query.measures[0], 1, query.ascending, query.years)
    return None


def _nth(told: Told) -> Query | None:
    """第二名呢 after an order: the first few up to it."""
    top = _ordered(told.query)
    if top is None or not 1 < told.place <= FURTHEST:
        return None
    places = replace(told.query.places, top=replace(top, count=told.place))
    return Query("places", places=places, ascending=False)


def _of_both_ends(told: Told) -> Query | None:
    """两个差多少, after the largest and the smallest: how far the one is above the other."""
    top = told.query.places.top
    if top is None or told.query.ask != "places" or top.ever:
        return None
    if top.count == 2 and len(told.found) == 2:
        measure = replace(top.measure, view="difference")
        return Query("figures", (measure,), Places((told.found[0],)), top.years, other=told.found[1])
    if top.count != 1 or (told.query.places.is_described and told.query.places.where is not None):
        return None
    return Query("figures", (top.measure,), Places(told.query.places.codes), top.years, fold="spread")


def _judged(query: Query, programme: Programme) -> Judged | None:
    """Return the verdict that chose; a bound that is what is required is one: 载体面积没到20万."""
    where = query.places.where
    plain = query.ask in {"places", "count"}
    if plain and isinstance(where, Test) and len(where.bounds) == 1 and len(where.years) < 2:
        bound, measure = where.bounds[0], where.measure
        ruled = any(
            len(one.conditions) == 1 and one.scope == "community"
            and (one.conditions[0].metric, one.conditions[0].threshold) == (measure.metric, bound.value)
            for one in programme.requirements
        )
        if ruled and measure == Measure(measure.metric) and bound.sign in {"<", "<="}:
            return Judged("not_met", (measure.metric,), where.years)
    judged = isinstance(where, Judged) and where.outcome == "not_met" and query.ask in {"places", "count"}
    return where if judged and isinstance(where, Judged) and len(where.years) < 2 else None


def _gaps(told: Told) -> Query | None:
    """各差多少 after who fails, or after what one of them fails: the same, which says how far it is off."""
    if told.query.ask == "verdict":
        return told.query
    judged = _judged(told.query, told.programme)
    if judged is None:
        return None
    if told.query.places.top is not None:
        one = Places(told.found[:1])
        return Query("verdict", tuple(map(Measure, judged.metrics)), one, judged.years) if told.found else None
    return replace(told.query, ask="places")


def _same_gap(told: Told) -> Query | None:
    """差几个点 after how far one is from another, or from the city: the same, which says it."""
    apart = bool(told.query.other) and [one.view for one in told.query.measures] == ["difference"]
    return told.query if apart else None


def _responsible(told: Told) -> Query | None:
    """差最多的归哪个管."""
    found = _farthest(told, ascending=True)
    return None if found is None else replace(found, ask="responsible")


def _the_one(told: Told) -> tuple[str, ...]:
    """Return the only community that is spoken of: the one named, or the one found."""
    named = told.query.places.codes if not told.query.places.is_described else ()
    found = named or told.found
    return found if len(found) == 1 else ()


def _whose(told: Told) -> Query | None:
    """那个社区哪个区的, 那两家归哪个区: of the few that are spoken of, or were found."""
    named = told.query.places.codes if not told.query.places.is_described else ()
    few = named or told.found
    return Query("responsible", places=Places(codes=few)) if 0 < len(few) <= _FEW else None


def _since_when(told: Told) -> Meaning | None:
    """那个社区哪年启动的."""
    one = _the_one(told)
    return Meaning("directory", communities=one) if one else None


def _moved(told: Told) -> Query | None:
    """Is it up on last year: how the one that is spoken of, or found, moved on the year before."""
    query, one = told.query, _the_one(told)
    top = query.places.top
    measure = top.measure if top is not None and query.ask == "places" else (query.measures or (None,))[0]
    years = (top.years if top is not None else ()) or query.years
    if query.ask == "figures" and [two.view for two in query.measures] == ["share"] and len(years) == 1:
        return replace(query, years=(years[0] - 1, years[0]))  # 占全市多少，升了还是降了: in both years.
    plain = query.ask == "figures" and [two.view for two in query.measures] == ["value"] and len(years) == 1
    if plain and query.fold == "sum" and not (query.by or query.groups or query.over or query.measures[0].terms):
        since = replace(query.measures[0], view="change", since=years[0] - 1)
        return replace(query, measures=(since,))  # 跟上一年比涨了跌了, of the total.
    if not one or measure is None or measure.view != "value" or measure.per or len(years) != 1 or query.fold:
        return None
    if not measure.metric or len(query.measures) > 1:
        return None
    return Query("figures", (Measure(measure.metric, "change", years[0] - 1),), Places(one), years)


def _so_many(told: Told) -> Query | None:
    """Make it ten: as many of the same order."""
    top = _ordered(told.query)
    if top is None or not 1 <= told.place <= FURTHEST + 3 or told.query.places.first is not None:
        return None
    return Query("places", places=replace(told.query.places, top=replace(top, count=told.place)))


def _against_the_mean(sign: Sign) -> Callable[[Told], Query | None]:
    """平均以上的 after a mean, or after a list of all."""
    def makes(told: Told) -> Query | None:
        query = told.query
        plain = query.ask == "figures" and len(query.measures) == 1 and query.measures[0].view == "value"
        if not plain or query.places.codes or query.places.is_described or len(query.years) > 1 or query.ever:
            return None
        where = Test(query.measures[0], (Bound(sign, against=MEAN),), query.years)
        return Query("places", places=Places(where=where))
    return makes


def _farthest(told: Told, ascending: bool) -> Query | None:
    """差最多的是谁 after who fails what one figure is required to be."""
    judged = _judged(told.query, told.programme)
    where = told.query.places.where
    plain = isinstance(where, Test) and len(where.bounds) == 1 and len(where.years) < 2 and not where.ever
    if judged is None and plain and isinstance(where, Test) and where.bounds[0].sign in {"<", "<="}:
        if told.query.ask not in {"places", "count"} or told.query.places.orders:
            return None
        top = Top(where.measure, 1, ascending, where.years)  # Of those below a bound: who is farthest below it.
        return replace(told.query, ask="places", places=replace(told.query.places, top=top))
    if judged is None or len(judged.metrics) != 1:
        return None
    top = Top(Measure(judged.metrics[0]), 1, ascending, judged.years)
    return Query("places", places=replace(told.query.places, where=judged, top=top))


def _gained_most(told: Told) -> Query | None:
    """哪家出力最多 after how much the whole moved: who gained most."""
    query = told.query
    moving = query.ask == "figures" and [one.view for one in query.measures] in (["change"], ["gain"])
    if not moving or query.places.codes or query.places.is_described:
        return None
    measure = replace(query.measures[0], view="gain")
    return Query("places", places=Places(top=Top(measure, 1, False, query.years)))


def _opposite(told: Told) -> Query | None:
    """反过来呢: those of whom the one condition does not hold."""
    query, where = told.query, told.query.places.where
    if query.ask not in {"places", "count"} or query.places.orders:
        return None
    match where:
        case Judged(outcome=outcome):
            turned = replace(where, outcome="not_met" if outcome == "met" else "met")
            return replace(query, places=replace(query.places, where=turned))
        case Test(bounds=(Bound() as bound,)) if len(where.years) < 2 and not where.ever:
            bounds = (replace(bound, sign=_TURNED[bound.sign]),)
            return replace(query, places=replace(query.places, where=replace(where, bounds=bounds)))
    return None


def _folded(fold: str) -> Callable[[Told], Query | None]:
    def makes(told: Told) -> Query | None:
        query = told.query
        rows = query.ask == "figures" and not query.fold and len(query.measures) == 1 and len(query.years) < 2
        several = rows and len(query.places.codes) > 1 and not (query.ever or query.other or query.by == "authority")
        if query.fold == fold or not (query.fold or several) or query.over or query.groups or any(query.trim):
            return None
        by = "" if several else query.by
        return replace(query, fold=fold, by=by, ordered=False)  # type: ignore[arg-type]
    return makes


def _mean_over_years(told: Told) -> Query | None:
    """平均下来一年几家 after one community's figure of several years: their mean."""
    query = told.query
    plain = query.ask == "figures" and len(query.measures) == 1 and query.measures[0].view == "value"
    several = len(query.years) > 1 and len(query.places.codes) == 1 and not query.places.is_described
    if not (plain and several) or query.fold or query.other:
        return None
    return replace(query, fold="mean", over="years")


def _lead(told: Told) -> Query | None:
    """比老二多几多 after who has most: how far the first is above the second."""
    top = _ordered(told.query)
    if top is None or not 1 < told.place <= FURTHEST or told.query.places.where is not None:
        return None
    few = replace(told.query.places, top=replace(top, count=told.place))
    return Query("figures", (top.measure,), few, top.years, fold="spread")


def _average_growth(told: Told) -> Query | None:
    """年均增长 between the years that were spoken of one after the other."""
    query, years = told.query, sorted({*told.earlier})
    alone = query.ask == "figures" and len(query.measures) == 1
    plain = alone and query.measures[0].view in {"value", "change", "gain"}
    if not plain or len(years) < 2 or query.places.is_described or query.by or query.fold not in {"", "sum"}:
        return None
    measure = Measure(query.measures[0].metric, "average_growth", years[0])
    return Query("figures", (measure,), query.places, (years[-1],))


def _count(told: Told) -> Query | None:
    """几家 after a list."""
    query = told.query
    if query.ask != "places" or query.places.orders or query.places.where is None:
        return None
    return replace(query, ask="count", ordered=False, ascending=False)


def _which(told: Told) -> Query | None:
    """哪几家 after how many there are: the same, named."""
    query = told.query
    chosen = query.ask in {"count", "places"} and query.places.where is not None
    return replace(query, ask="places") if chosen else None


def _ahead(told: Told) -> Query | None:
    """Who is ahead and by how much, after two side by side: how far the one is above the other."""
    query = told.query
    two = len(query.places.codes) == 2 and not query.places.is_described and len(query.measures) == 1
    plain = query.ask == "figures" and len(query.years) < 2 and not (query.fold or query.other or query.ever)
    if not (two and plain) or query.measures[0].view != "value":
        return None
    one, other = query.places.codes
    apart = replace(query.measures[0], view="difference")
    return replace(query, measures=(apart,), places=Places((one,)), other=other)


def _of_several(metric: str, programme: Programme) -> tuple[str, ...]:
    """Return the requirement that is on this figure and on others as well: both coverages."""
    return tuple(
        one.id for one in programme.requirements
        if one.scope == "community" and len(one.conditions) > 1 and metric in {two.metric for two in one.conditions}
    )


def _whether(told: Told) -> Query | Meaning | None:
    """够不够 after a figure: whether it is what is required."""
    query = told.query
    asked = query.ask == "figures" and query.places.codes and not query.places.is_described and len(query.years) < 2
    plain = all(one.view in {"value", "change", "gain", "average_growth"} and not one.per for one in query.measures)
    if not asked or not plain or query.fold or query.other:
        return None
    if len(query.measures) == 1 and (whole := _of_several(query.measures[0].metric, told.programme)):
        return Meaning("check", communities=query.places.codes, requirements=whole, years=query.years)
    growths = {one.of: one.code for one in told.programme.derived if one.formula == "growth"}
    moved = any(one.view != "value" for one in query.measures)
    metrics = (growths.get(one.metric, one.metric) if moved else one.metric for one in query.measures)
    return Query("verdict", tuple(map(Measure, metrics)), query.places, query.years)


def _in_units(told: Told) -> Query | None:
    """不要百分比 after a growth: by how many."""
    return _viewed(told, "change", "gain")


def _in_percent(told: Told) -> Query | None:
    return _viewed(told, "gain", "change")


def _in_money(told: Told) -> Query | None:
    """换成亿 after an amount of money: the same, which is shown in 亿 where there is that much."""
    units = {one.code: one.unit for one in told.programme.metrics}
    shown = all(units.get(one.metric) == _MONEY and one.view in {"value", "gain"} for one in told.query.measures)
    return told.query if told.query.measures and shown else None


_MONEY = "万元"


def _one_short(told: Told) -> Query | None:
    """只差一项的呢, after who meets all, or how many meet them: those that meet all requirements but one."""
    query = told.query
    counted = any(one.view == "met" for one in query.measures)
    judged = query.ask == "verdict" or isinstance(query.places.where, Judged) or counted
    judged = judged or (isinstance(query.places.where, Test) and query.places.where.measure.view == "met")
    if not judged:
        return None
    years = named_years(query)
    of_all = sum(one.scope == "community" and not one.advisory for one in told.programme.requirements)
    test = Test(Measure("", "met"), (Bound("=", Decimal(of_all - 1)),), years[-1:])
    return Query("places", places=Places(where=test))


def _record(ascending: bool) -> Callable[[Told], Query | None]:
    """是不是历史最高 after one figure of one community: in which of all years it was highest."""

    def ever(told: Told) -> Query | None:
        query, one = told.query, _the_one(told)
        if query.ask != "figures" or len(query.measures) != 1 or query.places.is_described or not one:
            return None
        if query.measures[0].view != "value" or query.fold or query.other or query.by:
            return None
        return Query("year", query.measures, Places(one), ever=True, ascending=ascending)

    return ever


def _apart(told: Told) -> Query | None:
    """不要合计，要每家的: each of those that were put together."""
    query = told.query
    if query.ask != "figures" or query.fold not in {"sum", "mean"} or query.by or query.groups or query.over:
        return None
    return replace(query, fold="", by="community", ordered=True)


def _the_year_before(told: Told) -> Query | None:
    """第一名原来多少人, after who moved most: the figure of that one in the year before."""
    top = told.query.places.top
    if top is None or top.measure.view not in {"change", "gain"} or not 0 < told.place <= len(told.found):
        return None
    since = top.measure.since or (top.years[-1] - 1 if top.years else None)
    if since is None:
        return None
    return Query("figures", (Measure(top.measure.metric),), Places((told.found[told.place - 1],)), (since,))


def _contact(told: Told) -> Meaning | None:
    """第三名的电话 after an order: who reports for that one."""
    if not 0 < told.place <= len(told.found):
        return None
    return Meaning("person", communities=(told.found[told.place - 1],), role="reporter")


def _nth_judged(told: Told) -> Meaning | None:
    """第一名全达标了吗 after an order: what that one meets."""
    if _ordered(told.query) is None or not 0 < told.place <= len(told.found):
        return None
    return Meaning("check", communities=(told.found[told.place - 1],), years=named_years(told.query)[-1:])


def _some_years(count: int, first: bool = False) -> Callable[[Told], Query | None]:
    """只看后两年 after a course over more years than that."""

    def narrowed(told: Told) -> Query | None:
        years = sorted(told.query.years)
        if not count < len(years):
            return None
        return replace(told.query, years=tuple(years[:count] if first else years[-count:]))

    return narrowed


def _as_share(told: Told) -> Query | None:
    """As a percentage, after an amount that is a part of another, or after both: its share of that."""
    query = told.query
    plain = query.ask == "figures" and not (query.other or query.groups or any(query.trim))
    if not plain or any(one.view != "value" or one.per or one.terms for one in query.measures):
        return None
    named = {one.metric for one in query.measures}
    shares = [
        one.code for one in told.programme.derived
        if one.denominator and one.numerator in named and named <= {one.numerator, one.denominator}
    ]
    return replace(query, measures=(Measure(shares[0]),)) if len(shares) == 1 else None


def _viewed(told: Told, was: str, becomes: str) -> Query | None:
    if not told.query.measures or any(one.view != was for one in told.query.measures):
        return None
    return replace(told.query, measures=tuple(
        replace(one, view=becomes) for one in told.query.measures  # type: ignore[arg-type]
    ))


OPERATIONS: tuple[Operation, ...] = (
    Operation("a place", frozenset({"nth"}), frozenset({"who", "second_one"}), _nth),
    Operation("farthest off", frozenset({"gap", "most"}), frozenset({"who", "each"}), lambda t: _farthest(t, True)),
    Operation("nearest", frozenset({"gap", "least"}), frozenset({"who", "each"}), lambda t: _farthest(t, False)),
    Operation("nearest", frozenset({"least"}), frozenset({"who"}), lambda t: _farthest(t, False)),
    Operation("whose, farthest off", frozenset({"gap", "most", "responsible"}), frozenset({"who"}), _responsible),
    Operation("whose", frozenset({"responsible"}), frozenset({"who"}), _whose),
    Operation("since when", frozenset({"started"}), frozenset(), _since_when),
    Operation("moved", frozenset({"moved"}), frozenset(), _moved),
    Operation("so many", frozenset({"number"}), frozenset(), _so_many),
    Operation("the same gap", frozenset({"gap"}), frozenset({"count", "two"}), _same_gap),
    Operation("each gap", frozenset({"gap"}), frozenset({"each", "count"}), _gaps),
    Operation("above the mean", frozenset({"above_mean"}), frozenset({"who", "count"}), _against_the_mean(">")),
    Operation("below the mean", frozenset({"below_mean"}), frozenset({"who", "count"}), _against_the_mean("<")),
    Operation("both ends", frozenset({"gap"}), frozenset({"two"}), _of_both_ends),
    Operation("both ends", frozenset({"times"}), frozenset({"two"}), _of_both_ends),
    Operation("the opposite", frozenset({"opposite"}), frozenset({"who", "count"}), _opposite),
    Operation("median", frozenset({"median"}), frozenset(), _folded("median")),
    Operation("mean", frozenset({"mean"}), frozenset(), _folded("mean")),
    Operation("mean over the years", frozenset({"mean"}), frozenset({"count"}), _mean_over_years),
    Operation("the lead", frozenset({"nth", "gap"}), frozenset({"second_one", "who"}), _lead),
    Operation("sum", frozenset({"sum"}), frozenset({"two", "each"}), _folded("sum")),
    Operation("average growth", frozenset({"average_growth"}), frozenset({"count"}), _average_growth),
    Operation("who gained most", frozenset({"contributes"}), frozenset({"who", "most"}), _gained_most),
    Operation("how many", frozenset({"count"}), frozenset({"who"}), _count),
    Operation("which", frozenset({"who"}), frozenset({"each"}), _which),
    Operation("who is ahead", frozenset({"ahead", "gap"}), frozenset({"who", "two"}), _ahead),
    Operation("whether enough", frozenset({"enough"}), frozenset({"each", "two"}), _whether),
    Operation("by how many", frozenset({"unit"}), frozenset({"gap", "count"}), _in_units),
    Operation("whom to ask", frozenset({"nth", "contact"}), frozenset({"who"}), _contact),
    Operation("judged, at that place", frozenset({"nth", "enough"}), frozenset({"each"}), _nth_judged),
    Operation("in 亿", frozenset({"in_money"}), frozenset(), _in_money),
    Operation("all but one", frozenset({"one_short"}), frozenset({"who", "count"}), _one_short),
    Operation("the highest of all years", frozenset({"record_high"}), frozenset(), _record(False)),
    Operation("the lowest of all years", frozenset({"record_low"}), frozenset(), _record(True)),
    Operation("each of them", frozenset({"not_sum"}), frozenset({"each", "sum"}), _apart),
    Operation("before that", frozenset({"nth", "earlier"}), frozenset({"count", "second_one"}), _the_year_before),
    Operation("the last two years", frozenset({"last_two"}), frozenset(), _some_years(2)),
    Operation("the last three years", frozenset({"last_three"}), frozenset(), _some_years(3)),
    Operation("the first two years", frozenset({"first_two"}), frozenset(), _some_years(2, first=True)),
    Operation("the first three years", frozenset({"first_three"}), frozenset(), _some_years(3, first=True)),
    Operation("in per cent", frozenset({"percent"}), frozenset(), _in_percent),
    Operation("as its share", frozenset({"percent"}), frozenset(), _as_share),
    Operation("what part it is", frozenset({"part_of_it"}), frozenset(), _as_share),
)
