"""Figures held beside others in words of any order, a form each: the second beside the first, one beside the city."""

from __future__ import annotations

from typing import Any

from zc_bot.parsing.composition import groups
from zc_bot.parsing.composition.said_forms import Form, Said, form
from zc_bot.parsing.composition.topics import MEAN
from zc_bot.parsing.query import Measure, Places, Query, Top

_MOST_PLACES = 9
_MAY_BESIDE = "than gap mean by_year share_word"


def _lead(said: Said) -> Query | None:
    """产值第一比第二多多少; 前两名差多少: how far the first of the first few is above the last of them."""
    metric, limit = said.alone, said.one("limit")
    if metric is None or limit is None or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    count, lowest = limit
    if not 1 < count <= _MOST_PLACES:
        return None
    if lowest != (True in said.all("superlative")) and said.all("superlative"):
        return None  # 倒数第二比第一差多少 is of both ends.
    few = Places(top=Top(Measure(metric), count, lowest, said.year))
    return Query("figures", (Measure(metric),), few, said.year, fold="spread")


def _ends(said: Said) -> Query | None:
    """总产值第一名是末一名的几倍; 从业人员同比增得最快跟最慢各是哪家: both ends, and how far they are apart."""
    metric, limits = said.alone, said.all("limit")
    if metric is None or len(said.years) > 2 or any(limit[0] != 1 for limit in limits):
        return None
    ends = [*said.all("superlative"), *(limit[1] for limit in limits)]
    moving = said.one("view") in {"change", "gain"} or ">" in said.all("direction")
    if len(ends) != 2 or {*ends} != {True, False} or (len(said.years) > 1 and not moving):
        return None
    since = said.years[0] if len(said.years) > 1 else said.years[0] - 1 if said.years else None
    measure = Measure(metric, "change", since) if moving else Measure(metric)
    return Query("figures", (measure,), years=said.years[-1:], fold="spread")


def _times_of_ends(said: Said) -> Query | None:
    """Ratio of highest to lowest output, where the ends read as an order."""
    metric = said.alone
    return None if metric is None or said.places or len(said.year) > 1 else Query(
        "figures", (Measure(metric),), years=said.year, fold="spread"
    )


def _for_each(said: Said) -> Query | None:
    """每亿投资带出几多初创企业; 平均每个孵化器有几家初创企业: the second figure by the first."""
    both, places = said.two, said.places
    if both is None or len(said.all("per_each")) != 1 or len(said.all("years")) > 1 or len(places) > _MOST_PLACES:
        return None
    below, above = both
    measure = Measure(above, per=below)
    if said.all("superlative"):
        lowest = said.one("superlative")
        if lowest is None or places:
            return None
        return Query("places", places=Places(top=Top(measure, 1, lowest, said.year)))
    if len(places) == 1:
        return Query("figures", (measure,), Places(places), said.year)
    if said.all("rank") or said.all("by") or places:
        lowest = said.one("rank") is True
        return Query("figures", (measure,), Places(places), said.year, by="community", ordered=True, ascending=lowest)
    return Query("figures", (measure,), years=said.year, fold="sum")


def _growth_beside_city(said: Said) -> Query | None:
    """Yearly average growth of employees 2020 to 2025, Nengda against the whole city."""
    metric, places, years = said.alone, said.places, said.years
    view = "average_growth" if said.one("view") == "average_growth" or said.all("mean") else "change"
    if metric is None or not places or len(places) > _MOST_PLACES or not years:
        return None
    if view == "average_growth" and len(years) < 2:
        return None
    since = years[0] if len(years) > 1 else years[0] - 1
    measure = Measure(metric, view, since)  # type: ignore[arg-type]
    return Query("figures", (measure,), Places(places), years[-1:], fold="sum", groups=(places, groups.CITY))


def _years_beside_city(said: Said) -> Query | None:
    """如皋历年高新占比跟全市比是高是低: each year against the mean of all."""
    metric, places, years = said.alone, said.places, said.years
    if metric is None or len(places) != 1 or not (said.all("ever") or len(years) > 1):
        return None
    return Query("figures", (Measure(metric, "difference"),), Places(places), years, not years, other=MEAN)


def _less_another(said: Said) -> Query | None:
    """Qidong minus Haimen in employees for each of the last five years: how far one is above the other."""
    metric, places, without = said.alone, said.places, said.without
    if metric is None or len(places) != 1 or len(without) != 1 or {*places} & {*without}:
        return None
    if not said.all("minus"):
        return None
    return Query("figures", (Measure(metric, "difference"),), Places(places), said.years, other=without[0])


def _share_together(said: Said) -> Query | None:
    """如东如皋海安三家战新投资总和占全市比重，近两年: what several have of it together."""
    metric, places = said.alone, said.places
    if metric is None or not 1 < len(places) <= _MOST_PLACES or len(said.all("years")) > 1:
        return None
    counted = all(count == len(places) for count in said.all("group"))
    return Query("figures", (Measure(metric, "share"),), Places(places), said.year, fold="sum") if counted else None


def _one_in_another(said: Said) -> Query | None:
    """通创集中区面积相当于载体面积的百分之多少: the first figure by the second, of one unit."""
    both, places = said.two, said.places
    percent = "percent" in said.all("much") or said.all("part") or said.all("times")
    if both is None or not percent or len(said.all("years")) > 1 or len(places) > 1:
        return None
    measures = said.programme.measure
    if measures[both[0]].unit != measures[both[1]].unit or any(code in said.programme.derivation for code in both):
        return None
    shares = [one.code for one in said.programme.derived if (one.numerator, one.denominator) == both]
    measure = Measure(shares[0]) if shares else Measure(both[0], per=both[1])
    return Query("figures", (measure,), Places(places), said.year, fold="" if places else "sum")


def _in_order_by_head(said: Said) -> Query | None:
    """Output per worker, best to worst: all of them in that order."""
    metric, per = said.alone, said.one("per_head")
    if metric is None or per is None or metric == per or len(said.year) > 1 or said.places:
        return None
    lowest: Any = said.one("rank") is True
    measure = Measure(metric, per=per)
    return Query("figures", (measure,), years=said.year, by="community", ordered=True, ascending=lowest)


BESIDE: tuple[Form, ...] = (
    form("the second beside the first", "metric limit gap", "superlative than years noun", _lead),
    form("both ends apart", "metric limit times", "superlative than years noun", _ends),
    form("both ends apart", "metric limit gap", "superlative than years noun", _ends),
    form("both ends of a move", "metric view superlative", "direction fastest than years noun", _ends),
    form("both ends of a move", "metric direction superlative", "view fastest than years noun", _ends),
    form("both ends, in a ratio", "metric ratio_of rank", "years", _times_of_ends),
    form("a figure for each of another", "metric per_each", "mean how_many much rank by years place superlative noun",
         _for_each),
    form("growth beside the city's", "metric view place all years", "than mean by_year", _growth_beside_city),
    form("each year beside the city", "metric place all ever", _MAY_BESIDE, _years_beside_city),
    form("each year beside the city", "metric place all years", _MAY_BESIDE, _years_beside_city),
    form("less another, each year", "metric place without minus", "years per by_year ever", _less_another),
    form("share of several together", "metric place share", "sum group years noun much reference", _share_together),
    form("one in another", "metric takes", "part much place years within reference all times", _one_in_another),
    form("by head, in order", "metric per_head rank", "years all by", _in_order_by_head),
)
"""What is held beside something else; each needs all of its first categories and may hold its others."""
