"""What is made of a question by what follows it and names one thing more: another order, who meets it, per head.

Each row needs some senses, and makes another query, or another meaning, of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import (
    Bound,
    Joined,
    Judged,
    Measure,
    Places,
    Query,
    Test,
    View,
    in_year,
    named_years,
    of_no_year,
)
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """The question before, and what is named beside what is wanted of it. found: whom the answer named."""

    before: Meaning
    query: Query | None
    programme: Programme
    metrics: tuple[str, ...]
    places: tuple[str, ...]
    said: frozenset[str]
    named_years: tuple[int, ...] = ()
    number: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """The year that was spoken of, or shown."""
        shown = () if self.before.shown is None else (self.before.shown,)
        named = () if self.query is None else named_years(self.query)
        return named or self.before.years or shown

    @property
    def those(self) -> tuple[str, ...]:
        """The several that were found, or named."""
        found = self.before.found or self.before.communities
        return found if len(found) > 1 else ()

    @property
    def alone(self) -> str | None:
        """The only community that was spoken of, or found."""
        named = self.before.communities or self.before.implied or self.before.found
        return named[0] if len(named) == 1 else None

    @property
    def metric(self) -> str | None:
        """The only figure that was spoken of."""
        measures = () if self.query is None else tuple(one.metric for one in self.query.measures)
        named = tuple(dict.fromkeys(measures or self.before.metrics))
        return named[0] if len(named) == 1 and named[0] else None


@dataclass(frozen=True, slots=True)
class Operation:
    """What is wanted: the senses that must be said, those that may be, and what comes of it."""

    name: str
    needs: frozenset[str]
    may: frozenset[str]
    makes: Callable[[Told], Query | Meaning | None]
    first: bool = False
    """It is tried before what reads a follow-up by what it names alone."""


_FEW_FOUND = 6
"""Of so many that were found it is told what each lacks."""


def _only(told: Told, metrics: int = 0, places: int = 0) -> bool:
    """Tell whether so many figures and places are named, and no more."""
    return len(told.metrics) == metrics and len(told.places) == places


def _ordered_by(told: Told) -> Query | None:
    """按人数从多到少 after those that were chosen: the same communities, in the order of another figure."""
    if not _only(told, metrics=1):
        return None
    measure, ascending = (Measure(told.metrics[0]),), "from_low" in told.said
    by_authority = told.query is not None and told.query.by == "authority"
    chosen: Any = () if by_authority else told.those
    if not (by_authority or chosen):
        return None
    return Query(
        "figures", measure, Places(chosen), told.years[-1:], by="authority" if by_authority else "community",
        ordered=True, ascending=ascending,
    )


def _by_another(told: Told) -> Query | None:
    """按产值来 after sums by authority: the same of another figure."""
    by_authority = told.query is not None and told.query.by == "authority"
    return _ordered_by(told) if by_authority else None


def _kinds(told: Told) -> frozenset[str] | None:
    """Return the kinds of authority that are wanted; None where it is not clear which."""
    wanted = {one for one in ("county", "zone") if one in told.said}
    if len(wanted) == 2:
        return frozenset({"county" if "first_county" in told.said else "zone"}) if "without" in told.said else None
    return frozenset(wanted)


def _of_a_kind(told: Told) -> Query | Meaning | None:
    """里面属于县区的有哪些, 功能区的不要: those of one kind of authority, of a ranking or of what was found."""
    if told.metrics or told.places:
        return None
    kind = "county" if "county" in told.said else "zone"
    office = {one.code for one in told.programme.authorities if one.kind == kind}
    own = {one.code for one in told.programme.communities if one.authority in office}
    if "without" in told.said and len({"county", "zone"} & told.said) == 1:
        own = {*told.programme.community} - own
    query = told.query
    ranked = query is not None and (query.places.top is not None or query.ordered)
    if query is not None and ranked and query.by != "authority" and not query.places.codes:
        codes = tuple(code for code in told.programme.community if code in own)
        return replace(query, places=replace(query.places, codes=codes))
    few = tuple(code for code in told.before.found if code in own)
    if not few:
        return None
    if told.before.intent in {"missing", "timeliness"}:
        return told.before.changed(communities=few, implied=())
    return Meaning("directory", communities=few)


def whether_among(told: Told) -> Query | None:
    """里头有没有蓝谷: whether the condition that others were chosen by holds of one."""
    where = None if told.query is None else told.query.places.where
    if not _only(told, places=1) or where is None or told.query is None or told.query.places.orders:
        return None
    if told.before.intent == "filter" and told.before.query is None and "within" not in told.said:
        return None  # 江海有吗, after who has none, asks of it alone.
    year = in_year(told.query, told.before.shown) if told.before.shown is not None else told.query
    return Query("count", places=Places((told.places[0],), where=year.places.where))


def _placed_among(told: Told) -> Meaning | None:
    """里头有没有蓝谷 after an order: at which place it is, by which whether it is among them shows."""
    query = told.query
    if not _only(told, places=1) or query is None or query.by == "authority":
        return None
    top = query.places.top if query.ask == "places" else None
    measures = query.measures if query.ordered else () if top is None else (top.measure,)
    of_all = replace(query.places, top=None) == Places()
    if not of_all or len(measures) != 1 or measures[0] != Measure(measures[0].metric) or len(told.years) > 1:
        return None
    return told.before.changed(
        intent="rank", communities=told.places, metrics=(measures[0].metric,), years=told.years, query=None,
        limit=None, authority=None,
    )


def _fell_in(told: Told) -> Query | None:
    """哪年掉下来过 after a figure over the years: the years in which it was below the one before."""
    if told.metrics or told.places or told.metric is None or told.alone is None:
        return None
    sign: Any = "<" if "fell" in told.said else ">"
    test = Test(Measure(told.metric, "change"), (Bound(sign),))
    years = told.before.years if len(told.before.years) > 1 else ()
    return Query("years", places=Places((told.alone,), where=test), years=years)


def _average_growth(told: Told) -> Query | None:
    """不是同比，要年均的 after a growth: the average growth since the community's first year."""
    if told.metrics or told.places or told.metric is None or told.alone is None:
        return None
    growths = {one.of: one.code for one in told.programme.derived if one.of}
    if told.metric in growths:
        return Query("figures", (Measure(growths[told.metric]),), Places((told.alone,)), told.years[-1:])
    start = told.programme.community[told.alone].start
    return Query("figures", (Measure(told.metric, "average_growth", start),), Places((told.alone,)), told.years[-1:])


def _lacking(told: Told) -> Meaning | None:
    """缺哪几样 after all figures of a community: what it has not reported."""
    if told.metrics or told.places or told.before.intent not in {"card", "missing", "status"}:
        return None
    if told.alone is None:
        return told.before if told.before.intent == "missing" else None  # 谁没交齐 names what each of them lacks.
    return Meaning("missing", communities=(told.alone,), years=told.years[-1:])


def _parts_lacking(told: Told) -> Meaning | None:
    """缺的是哪一项 after who does not meet a requirement: what each of them lacks of it."""
    before = told.before
    failed = before.intent == "filter" and before.verdict == "not_met" and before.query is None
    if not failed or told.metrics or told.places or not before.found:
        return None
    return Meaning("check", communities=before.found, requirements=before.requirements, metrics=before.metrics,
                   years=told.years[-1:])


def _items_there(told: Told) -> Meaning | None:
    """观音山几条 after how many requirements a community meets, or fails: the same of another."""
    before = told.before
    if before.intent != "check" or told.metrics or len(told.places) != 1 or before.query is not None:
        return None
    return before.changed(communities=told.places, authority=None, implied=(), years=told.years[-1:])


def _higher_year(told: Told) -> Query | None:
    """Which was higher, after one figure in two years, one after the other: the year of the higher."""
    years = dict(told.before.mentions).get("years", ())
    if told.alone is None or told.metric is None or told.metrics or told.places or len(years) != 2:
        return None
    return Query("year", (Measure(told.metric),), Places((told.alone,)), tuple(sorted(years)),
                 ascending="lower_year" in told.said)


def _had_since(told: Told) -> Query | None:
    """什么时候有的 after what a community has or has not: the first year in which it had it."""
    if told.alone is None or told.metric is None or told.metrics or told.places:
        return None
    measure = told.programme.metric.get(told.metric)
    if measure is None or measure.kind not in {"yesno", "whole"}:
        return None
    had = Test(Measure(told.metric), (Bound(">=", Decimal(1)),))
    return Query("first_year", places=Places((told.alone,), where=had))


def _meets_more(told: Told) -> Query | None:
    """两个哪个达标多, after two communities one after the other: how many requirements each meets."""
    both = told.before.recent[-2:]
    if told.metrics or told.places or len(both) != 2:
        return None
    return Query("figures", (Measure("", "met"),), Places(both), told.years[-1:], by="community", ordered=True)


def _district_moved(told: Told) -> Query | None:
    """哪个区涨得最多 after sums by authority: in the order of what each gained on the year before."""
    query = told.query
    plain = query is not None and query.by == "authority" and [one.view for one in query.measures] == ["value"]
    if query is None or not plain or told.metrics or told.places or not told.years:
        return None
    year = told.years[-1]
    view: View = "change" if "moved_fastest" in told.said else "gain"
    measure = replace(query.measures[0], view=view, since=year - 1)
    return replace(query, measures=(measure,), years=(year,), ordered=True)


def _missing_there(told: Told) -> Meaning | None:
    """单说观音山 after what is missing: what is missing there."""
    if told.before.intent not in {"missing", "timeliness"} or told.metrics or not told.places:
        return None
    return told.before.changed(communities=told.places, authority=None, implied=())


def _since(told: Told) -> Query | None:
    """从2020年起算 after an average growth: of the same figure, from that year on."""
    if len(told.named_years) == 0 or told.metrics or told.places or told.query is None or told.metric is None:
        return None
    derived = told.programme.derivation.get(told.metric)
    averaged = any(one.view == "average_growth" for one in told.query.measures)
    metric = derived.of if derived is not None and derived.of else told.metric
    until = told.named_years[-1:] if len(told.named_years) > 1 else told.years[-1:]
    if not (averaged or (derived is not None and derived.of)) or told.query.fold not in {"", "sum"} or not until:
        return None
    if min(told.named_years) >= until[0]:
        return None
    measure = Measure(metric, "average_growth", min(told.named_years))
    return replace(told.query, ask="figures", measures=(measure,), years=until)


def _times_by(told: Told) -> Query | None:
    """到2025翻了几倍 after a figure of an earlier year: how many times what it was."""
    query = told.query
    plain = query is not None and query.ask == "figures" and len(query.measures) == 1 and not query.other
    if query is None or not plain or len(told.named_years) != 1 or told.metrics or told.places:
        return None
    since, until = told.years[-1:], told.named_years[0]
    if not since or until <= since[0] or query.measures[0].view != "value" or query.fold not in {"", "sum"}:
        return None
    return replace(query, measures=(Measure(query.measures[0].metric, "ratio", since[0]),), years=(until,))


def _met_so_many(told: Told) -> Query | None:
    """过九条的呢 after who meets all of them: who meets so many."""
    if told.before.intent not in {"filter", "check"} or told.metrics or told.places or not told.number:
        return None
    bound = Bound("=", Decimal(told.number))
    return Query("places", places=Places(where=Test(Measure("", "met"), (bound,), told.years[-1:])))


def _faster(told: Told) -> Query | None:
    """Who grew faster, after the same figure of several: those, in the order of how it moved."""
    query = told.query
    if query is None or told.metric is None or told.metrics or told.places:
        return None
    named = query.places.codes if not query.places.is_described else ()
    ranked = query.ask == "places" and query.places.top is not None  # The first few: of those that were shown.
    codes = named if len(named) > 1 else told.those if ranked and told.before.found else ()
    if len(codes) < 2:
        return None
    year = told.named_years[-1:] if len(told.named_years) > 1 else told.years[-1:]
    since = year[0] - 1 if year else None
    if told.named_years and (not year or told.named_years[0] < year[0]):
        since = told.named_years[0]  # Since 2020.
    slower = "slower" in told.said
    return Query(
        "figures", (Measure(told.metric, "change", since),), Places(codes), year, by="community",
        ordered=True, ascending=slower,
    )


def _failing(told: Told) -> Meaning | None:
    """Which bits arent, after how a community stands: what it does not meet."""
    if told.metrics or told.places:
        return None
    if told.before.intent in {"filter", "rank"} and 0 < len(told.before.found) <= _FEW_FOUND:
        return Meaning("check", communities=told.before.found, years=told.years[-1:], verdict="not_met")
    if told.alone is None or told.before.intent not in {"check", "status", "card"}:
        return None
    if told.before.requirements:
        return told.before  # 卡在哪个, of one requirement: its answer names the parts that it lacks.
    return Meaning("check", communities=(told.alone,), years=told.years[-1:], verdict="not_met")


def _still_those(told: Told) -> Query | Meaning | None:
    """前年也是这些 after a list of a year: that of the other year, by which it shows."""
    if len(told.named_years) != 1 or told.metrics or told.places:
        return None
    if told.query is None or told.query.ask not in {"places", "count"}:
        plain = told.before.intent == "filter" and told.before.query is None
        return told.before.changed(years=told.named_years, count=False) if plain else None
    return replace(in_year(of_no_year(told.query), told.named_years[0]), ask="places")


def _up_to_year(told: Told) -> Meaning | None:
    """画到24年就行 after a course over the years: until that one."""
    if told.before.intent != "trend" or len(told.named_years) != 1 or told.metrics or told.places:
        return None
    until = told.named_years[0]
    start = min((told.programme.community[code].start for code in told.before.communities), default=until)
    years = tuple(year for year in told.before.years or range(start, until + 1) if year <= until)
    return told.before.changed(years=years) if years else None


def _newest(told: Told) -> Meaning | None:
    """那最新的是哪年 after a year without a figure: the newest there is."""
    if told.before.intent not in {"value", "compare", "check"} or told.metrics or told.places:
        return None
    return told.before.changed(years=(), query=None, shown=None) if told.before.communities else None


def _first_year(told: Told) -> Meaning | None:
    """那头一年呢 after one community's figure: that of the year in which it was started."""
    if told.before.intent != "value" or told.alone is None or told.metrics or told.places:
        return None
    return told.before.changed(
        communities=(told.alone,), years=(told.programme.community[told.alone].start,), query=None
    )


def _how_far_off(told: Told) -> Meaning | None:
    """By how much, after a verdict: the verdict, which says how far it is above or below."""
    return told.before if told.before.intent == "check" and _only(told) else None


def _taken_out(told: Told) -> Meaning | None:
    """只要崇川 after a sheet: the sheet of those."""
    if told.before.intent != "export" or told.metrics or not told.places:
        return None
    return told.before.changed(communities=told.places, authority=None, implied=())


def _demanded(told: Told) -> Meaning | None:
    """标准是哪条, what's the minimum: what is required of the figure that was spoken of."""
    if told.metric is None or told.metrics or told.places:
        return None
    growths = {one.code for one in told.programme.derived if one.of == told.metric}
    ruled = tuple(
        one.id for one in told.programme.requirements
        if any(two.metric in {told.metric, *growths} for two in one.conditions)
    )
    return Meaning("requirement", metrics=(told.metric,), requirements=ruled)


def _who_meets(told: Told) -> Query | None:
    """哪几家够了, who's below it, after what is required of a figure: who meets it, and who does not."""
    if told.metric is None or told.metrics or told.places or told.before.intent not in {"requirement", "definition"}:
        return None
    outcome: Any = "not_met" if "below" in told.said else "met"
    return Query("places", places=Places(where=Judged(outcome, (told.metric,))))


def _of_the_city(told: Told) -> Query | None:
    """Share of the city? after a figure of one community."""
    if told.metric is None or told.alone is None or told.metrics or told.places:
        return None
    return Query("figures", (Measure(told.metric, "share"),), Places((told.alone,)), told.years[-1:])


def _its_part(told: Told) -> Query | None:
    """那年占比多少 after an amount: its share of the whole that the notice knows, else of the city."""
    shares = [one.code for one in told.programme.derived if one.numerator == told.metric and one.denominator]
    if told.metric is None or told.alone is None or told.metrics or told.places or len(shares) != 1:
        return _of_the_city(told)
    return Query("figures", (Measure(shares[0]),), Places((told.alone,)), told.years[-1:])


def _over_the_years(told: Told) -> Meaning | None:
    """每年都要 after figures of one year: how they went."""
    if told.metrics or told.places or not told.before.metrics or told.before.intent not in {"value", "compare"}:
        return None
    return told.before.changed(intent="trend", years=(), query=None)


def _when(told: Told) -> Meaning | None:
    """When, after who reported: the same, which tells the day."""
    if told.metrics or told.places or told.before.intent not in {"provenance", "card", "value"}:
        return None
    communities = told.before.communities or told.before.implied
    return told.before.changed(intent="provenance", communities=communities, query=None) if communities else None


def _beside(told: Told) -> Query | None:
    """跟启东比比看 after a figure that is looked at otherwise than by its value: the same of both."""
    query = told.query
    if query is None or not _only(told, places=1) or told.alone in {None, told.places[0]} or query.ask != "figures":
        return None
    looked_at = len(query.measures) == 1 and (query.measures[0].per or query.measures[0].view != "value")
    assert told.alone is not None
    return replace(query, places=Places((told.alone, told.places[0]))) if looked_at and not query.other else None


def _all_full(told: Told) -> Meaning | None:
    """都满了没 after both coverages: the requirement that is on both, or on the one that was spoken of."""
    named = dict(told.before.mentions).get("metrics", ()) or ((told.metric,) if told.metric else ())
    if told.alone is None or told.metrics or told.places or not named:
        return None
    ruled = tuple(
        one.id for one in told.programme.requirements
        if one.scope == "community" and {*named} <= {two.metric for two in one.conditions}
    )
    percent = all(code in told.programme.metric and told.programme.metric[code].kind == "percent" for code in named)
    if not (ruled and percent):
        return None
    return Meaning("check", communities=(told.alone,), requirements=ruled, years=told.years[-1:])


def _both_full(told: Told) -> Query | None:
    """两项都全覆盖的社区有几个, after one coverage and the other: those where both are all there is."""
    named = dict(told.before.mentions).get("metrics", ())
    percent = all(code in told.programme.metric and told.programme.metric[code].kind == "percent" for code in named)
    if len(named) < 2 or not percent or told.metrics or told.places:
        return None
    full = tuple(Test(Measure(code), (Bound("=", Decimal(100)),), told.years[-1:]) for code in named)
    return Query("count" if "count" in told.said else "places", places=Places(where=Joined("and", full)))


def _of_both(told: Told) -> Query | None:
    """Sum of both, after one figure of a community and another: both as one."""
    named = dict(told.before.mentions).get("metrics", ())
    if len(named) < 2 or told.alone is None or told.metrics or told.places:
        return None
    measure = Measure(named[0], terms=tuple(f"+{code}" for code in named[1:]))
    return Query("figures", (measure,), Places((told.alone,)), told.years[-1:])


def _not_begun_then(told: Told) -> Query | Meaning | None:
    """Drop the 2018 ones, after a list: without those begun in that year."""
    if len(told.named_years) != 1 or told.metrics or told.places:
        return None
    begun = tuple(one.code for one in told.programme.communities if one.start in told.named_years)
    query = told.query
    if query is None or not begun or query.places.codes or query.places.orders:
        return None
    year = in_year(query, told.before.shown) if told.before.shown is not None else query
    asks: Any = "places" if query.ask == "count" else query.ask
    return replace(year, ask=asks, places=replace(year.places, without=(*year.places.without, *begun)))


def _begun_of_all(told: Told) -> Query | None:
    """只看17年那五家 after an order or a mean of all: the same of those begun in a year."""
    query = told.query
    if query is None or len(told.named_years) != 1 or query.places.codes or query.places.where is not None:
        return None
    if told.metrics or told.places or not (query.ordered or query.fold or query.places.top is not None):
        return None
    begun = tuple(one.code for one in told.programme.communities if one.start in told.named_years)
    year = in_year(query, told.before.shown) if told.before.shown is not None else query
    return replace(year, places=replace(year.places, codes=begun)) if begun else None


def _begun_of_those(told: Told) -> Query | None:
    """有几个是18年启动的, after those that were chosen: of them, those begun in a year."""
    query = told.query
    if query is None or len(told.named_years) != 1 or query.places.orders or query.places.where is None:
        return None
    begun = tuple(one.code for one in told.programme.communities if one.start in told.named_years)
    codes = tuple(code for code in query.places.codes if code in begun) if query.places.codes else begun
    asks: Any = "count" if "count" in told.said else "places"
    year = in_year(query, told.before.shown) if told.before.shown is not None else query
    return replace(year, ask=asks, places=replace(year.places, codes=codes)) if len(codes) > 1 else None


def _placed_there(told: Told) -> Query | None:
    """崇川排第几, after sums by authority, or after what those of one have together: all of them in their order."""
    query = told.query
    whole = () if query is None or query.fold != "sum" else query.places.codes
    if query is not None and len(whole) > 1 and not (query.places.is_described or told.metrics or query.groups):
        if any({*codes} == {*whole} for codes in told.programme.of_authority.values()):
            return replace(query, places=Places(), fold="", by="authority", ordered=True)
        return None
    return None if query is None or query.by != "authority" or told.metrics else replace(query, ordered=True)


def _per_head(told: Told) -> Query | None:
    """Per employee, after an amount of one community."""
    query = told.query
    heads = [one.code for one in told.programme.metrics if one.unit == "人"]
    plain = query is not None and query.ask == "figures" and [one.view for one in query.measures] == ["value"]
    named = told.places or {*told.metrics} - {*heads}
    if query is None or not plain or len(heads) != 1 or named or query.measures[0].terms:
        return None
    return replace(query, measures=(Measure(query.measures[0].metric, per=heads[0]),))


def _basis(told: Told) -> Meaning | None:
    """On what basis, after a verdict: the verdict, which tells its values, bounds and clauses."""
    if told.before.intent != "check" or told.metrics or told.places:
        return None
    return told.before


def _changed(told: Told) -> Meaning | None:
    """这数什么时候改过, after one figure: its versions."""
    if told.alone is None or told.metric is None or told.metrics or told.places:
        return None
    if told.metric not in told.programme.metric:
        return None
    return Meaning(
        "provenance", communities=(told.alone,), metrics=(told.metric,), years=told.years[-1:], topic="revised"
    )


def _of_batch(told: Told) -> Query | None:
    """18年的那批呢, after a figure of those begun in another year: the same figures of these."""
    query = told.query
    if query is None or len(told.named_years) != 1 or query.places.is_described or told.metrics or told.places:
        return None
    starts = {told.programme.community[code].start for code in query.places.codes}
    begun = tuple(one.code for one in told.programme.communities if one.start in told.named_years)
    if len(query.places.codes) < 2 or len(starts) != 1 or not begun:
        return None
    return replace(query, places=Places(begun))


def _than_year(told: Told) -> Query | None:
    """How much more than 2024, after a figure of one year: by how much it moved since."""
    query = told.query
    plain = query is not None and query.ask == "figures" and len(query.measures) == 1 and not query.other
    if query is None or not plain or len(told.named_years) != 1 or told.metrics or told.places:
        return None
    year, since = told.years[-1:], told.named_years[0]
    if not year or since >= year[0] or query.measures[0].view not in {"value", "change", "gain"}:
        return None
    view: View = "change" if "percent" in told.said else "gain"
    return replace(query, measures=(Measure(query.measures[0].metric, view, since),), years=year)


def _row(
    name: str, needs: str, may: str, makes: Callable[[Told], Query | Meaning | None], first: bool = False
) -> Operation:
    return Operation(name, frozenset(needs.split()), frozenset(may.split()), makes, first)


OPERATIONS: tuple[Operation, ...] = (
    _row("in the order of another figure", "order", "by from_low each", _ordered_by),
    _row("by another figure", "by", "each", _by_another),
    _row("of the counties", "county", "only within which zone without", _of_a_kind),
    _row("of the zones", "zone", "only within which county without", _of_a_kind),
    _row("whether among them", "whether_in", "within", whether_among),
    _row("at which place it is", "whether_in", "within", _placed_among),
    _row("when it fell", "which_year fell", "", _fell_in),
    _row("when it rose", "which_year rose", "", _fell_in),
    _row("whether it fell", "fell", "whether_in", _fell_in),
    _row("whether it rose", "rose", "whether_in", _fell_in),
    _row("average growth instead", "average_growth", "not_that", _average_growth),
    _row("what is lacking", "lacking", "which parts each", _lacking),
    _row("which part is lacking", "lacking", "which parts each", _parts_lacking),
    _row("how many it meets", "items", "which not_so", _items_there, first=True),
    _row("since when it has it", "had_since", "", _had_since, first=True),
    _row("the higher year", "higher_year", "which", _higher_year, first=True),
    _row("the lower year", "lower_year", "which", _higher_year, first=True),
    _row("who meets more", "met_more", "two which", _meets_more, first=True),
    _row("which district moved most", "moved_most", "which", _district_moved, first=True),
    _row("which district moved fastest", "moved_fastest", "which", _district_moved, first=True),
    _row("what is missing there", "only", "", _missing_there),
    _row("from that year on", "since_year", "", _since, first=True),
    _row("so many times by then", "until_year times", "", _times_by, first=True),
    _row("who meets so many", "so_many_met", "which count", _met_so_many),
    _row("who moved faster", "faster", "which since_year", _faster, first=True),
    _row("who moved faster", "slower", "which since_year", _faster, first=True),
    _row("what it does not meet", "not_so parts", "which", _failing),
    _row("what is required", "standard", "which", _demanded),
    _row("who meets it", "enough which", "", _who_meets),
    _row("who is below it", "below which", "", _who_meets),
    _row("what part it is", "its_part", "which", _its_part),
    _row("share of the city", "share", "which", _of_the_city),
    _row("over the years", "every_year", "", _over_the_years),
    _row("when", "when", "", _when),
    _row("both side by side", "compare", "by", _beside),
    _row("where both are full", "full count", "two which within", _both_full),
    _row("where both are full", "full which", "two within", _both_full),
    _row("whether full", "full", "two", _all_full),
    _row("of those, begun in a year", "batch count", "which within", _begun_of_those),
    _row("of those, begun in a year", "batch only", "which within", _begun_of_those),
    _row("without those begun in a year", "without_batch", "batch which", _not_begun_then, first=True),
    _row("the same in another year", "also_those", "which", _still_those, first=True),
    _row("until that year", "until_year", "", _up_to_year, first=True),
    _row("the newest there is", "newest", "which_year which", _newest),
    _row("of its first year", "first_year", "", _first_year, first=True),
    _row("how far off", "gap", "which", _how_far_off),
    _row("the sheet of those", "only", "", _taken_out),
    _row("of all, begun in a year", "batch", "only within which", _begun_of_all, first=True),
    _row("its place among authorities", "place_of", "which", _placed_there),
    _row("by head", "per_head", "which", _per_head),
    _row("judged again", "basis", "which", _basis),
    _row("both as one", "sum", "two each which", _of_both),
    _row("its versions", "changed", "when which count", _changed),
    _row("those begun in another year", "batch", "which", _of_batch),
    _row("than in a year", "than_year", "which compare percent gap", _than_year),
)
