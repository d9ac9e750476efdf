"""Figures over the years, in words of any order: the best year, how one moved, its rank and its place."""

from __future__ import annotations

from typing import Any

from zc_bot.parsing.composition.conditions import tested
from zc_bot.parsing.composition.said_forms import Said, of_its_unit
from zc_bot.parsing.composition.values import Limit, Predicate, Topic
from zc_bot.parsing.query import Bound, Fold, Measure, Places, Query, Test, Top

_COUNTED = frozenset({"家", "个"})


def best_year(said: Said) -> Query | None:
    """观音山历年最高从业人数是哪年，多少人: the year, which is told with its figure."""
    metric, ends, places = said.alone, {*said.all("superlative")}, said.places
    if metric is None or len(places) > 1:
        return None
    both, years, ever = len(ends) > 1, said.years, bool(said.all("ever"))  # 最高是哪年，最低又是哪年
    if not both and (len(places) != 1 or said.one("superlative") is None):
        return None
    fold: Fold = "spread" if both else ""
    return Query("year", (Measure(metric),), Places(places), years, ever, fold, ascending=ends == {True})


def years_moved(said: Said) -> Query | None:
    """能达这几年有没有哪年产值是掉的: the years in which it was above or below the one before."""
    metric, places, way = said.alone, said.places, said.one("direction")
    if metric is None or len(places) > 1 or way is None:
        return None
    years = said.years if len(said.years) > 1 else ()
    moved = Places(places, where=Test(Measure(metric, "change"), (Bound(way),)))
    return Query("years", places=moved, years=years, fold="" if places else "sum")


def climbed(said: Said) -> Query | None:
    """观音山从业人数去年排第几，比前年进了几位: by how many places one went up or down."""
    metric, places, years = said.alone, said.places, said.years
    if metric is None or len(places) != 1:
        return None
    since = years[0] if len(years) > 1 else years[0] - 1 if years else None
    return Query("figures", (Measure(metric, "climb", since),), Places(places), tuple(years[-1:]))


def folded_by_year(said: Said) -> Query | None:
    """Median hitech share by year since 2021: a mean or a median of all, a row each year."""
    metric, years, ever = said.alone, said.years, bool(said.all("ever"))
    if metric is None or said.fold not in {"mean", "median"} or not (len(years) > 1 or ever):
        return None
    return Query("figures", (Measure(metric),), years=years, ever=ever, fold=said.fold)  # type: ignore[arg-type]


def multiple_of_then(said: Said) -> Query | None:
    """全市总产值比2020年翻了几番: how many times what it was then."""
    metric, places, years = said.alone, said.places, said.year
    if metric is None or len(years) != 1 or len(places) > 1 or len(said.all("years")) > 1:
        return None
    fold: Fold = "" if places else "sum"
    return Query("figures", (Measure(metric, "ratio", years[0]),), Places(places), fold=fold)


def added_over_years(said: Said) -> Query | None:
    """What Rugao and Rudong add up to in startups over 2021-2025: all of it as one number."""
    metric, places, years = said.alone, said.places, said.years
    if metric is None or len(places) < 2 or len(years) < 2 or len(said.all("years")) > 1:
        return None
    return Query("figures", (Measure(metric),), Places(places), years, fold="sum", over="years")


def at_its_most(said: Said) -> Query | None:
    """五年来通州湾哪年总投资最大，当年战新占几成: another figure of that year."""
    both, places, least = said.two, said.places, said.one("superlative")
    if both is None or len(places) != 1 or least is None:
        return None
    ordered, asked = both
    shares = [one.code for one in said.programme.derived if one.numerator == asked and one.denominator]
    measure = Measure(shares[0] if shares and said.all("takes") else asked)
    at = Top(Measure(ordered), 1, least, said.years, not said.years)
    return Query("figures", (measure,), Places(places), at=at)


def together_by_year(said: Said) -> Query | None:
    """My two communities added up, startups each year since 2020: a sum, year by year."""
    metric = said.alone
    if metric is None or len(said.places) == 1 or not (len(said.years) > 1 or said.all("ever")):
        return None
    ever = not said.years
    return Query("figures", (Measure(metric),), Places(said.places, said.without), said.years, ever, fold="sum")


def first_year(said: Said) -> Query | None:
    """When did nengda first pass 3000 employees: the first year in which it did."""
    places, amount = said.places, said.one("amount")
    if said.one("which_years") != "first" or len(places) != 1 or amount is None or said.years:
        return None
    predicate = Predicate((Limit(">", amount),))
    held = tested(Topic(metrics=(said.alone,)), predicate) if said.alone else of_its_unit(predicate, said.programme)
    return None if held is None else Query("first_year", places=Places(places, where=held.condition))


def grown(said: Said) -> Query | None:
    """Jobs growth 2020-2024 averaged per year for Qidong; 18年到25年平均一年长多少: the average growth between."""
    years, places = said.years, said.places
    growing = said.one("growing")
    metric = said.alone or (growing[0] if growing and not said.metrics else None)
    if metric is None or len(years) < 2 or said.one("view") not in {None, "average_growth", "change"}:
        return None
    if len(said.all("view")) > 1 or (said.one("view") == "change" and said.all("by_year")):
        return None  # 去年同比，还有前年同比 asks of each; 每年的，还有同比 of every year.
    fold: Any = "sum" if len(places) != 1 else ""
    of_one = said.one("view") == "change" and not (said.all("mean") or said.all("by_year"))
    view: Any = "change" if of_one and years[0] + 1 == years[-1] else "average_growth"
    return Query("figures", (Measure(metric, view, years[0]),), Places(places), years[-1:], fold=fold)


def whether_moved(said: Said) -> Query | None:
    """Did Nengda's jobs go up last year: how they moved on the year before."""
    metric, places, year = said.alone, said.places, said.year
    if metric is None or len(places) != 1 or len(year) != 1:
        return None
    return Query("figures", (Measure(metric, "change", year[0] - 1),), Places(places), year)


def gained_by_all(said: Said) -> Query | None:
    """2019年和2025年比，全市初创多了几家: by how many it moved, of a figure that is itself counted in 家."""
    metric, years = said.alone, said.years
    if metric is None or len(years) != 2 or said.programme.measure[metric].unit not in _COUNTED:
        return None
    return Query("figures", (Measure(metric, "gain", years[0]),), Places(said.places), years[-1:], fold="sum")


def own_growth(said: Said) -> Query | None:
    """Startup growth rate jianghai on average: the growth that the policy judges, where it has one."""
    metric, places, view = said.alone, said.places, said.one("view")
    growth = next((one.code for one in said.programme.derived if one.of and one.of == metric), None)
    averaged = view == "average_growth" or (view == "change" and bool(said.all("mean")))
    if growth is None or not averaged or len(places) != 1 or len(said.years) > 1:
        return None
    return Query("figures", (Measure(growth),), Places(places), said.years)


def place_among(said: Said) -> Query | None:
    """江海的总产值在功能区里排第几: its place among those of a kind."""
    metric, named = said.alone, sorted(said.all("place"), key=len)
    if metric is None or len(named) != 2 or len(said.year) > 1 or not len(named[0]) == 1 < len(named[1]):
        return None
    if not {*named[0]} <= {*named[1]}:
        return None
    return Query("figures", (Measure(metric, "place"),), Places(named[0]), said.year, among=named[1])
