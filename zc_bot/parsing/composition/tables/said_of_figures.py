"""Figures asked for in words of any order, a form each: a spread, a share, a mean, growth between two years."""

from __future__ import annotations

from typing import Any

from zc_bot.parsing.composition import groups
from zc_bot.parsing.composition.said_forms import Form, Said, form
from zc_bot.parsing.composition.sense import by_its_number
from zc_bot.parsing.composition.tables import said_over_years as over
from zc_bot.parsing.composition.topics import MEAN, MEDIAN
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.query import Judged, Measure, Places, Query, Top

_FEW = 4


def _of_groups(said: Said) -> Query | None:
    """功能区跟县市区比从业人员哪边多: two groups of several, each put together."""
    metric, places = said.alone, said.all("place")
    if metric is None or len(places) != 2 or len(said.all("years")) > 1:
        return None
    one, other = places
    if min(len(one), len(other)) < 2 or {*one} & {*other}:
        return None
    fold: Any = said.fold
    return groups.of_groups((one, other), Topic(metrics=(metric,), years=said.year, fold=fold))


def _folded(said: Said) -> Query | None:
    """Median number of new startups: a mean or a median of all, of those named, or without some."""
    if said.alone is None or said.fold not in {"mean", "median"} or len(said.all("years")) > 1:
        return None
    places = said.all("place")
    if len(places) > 1 or (places and len(places[0]) < 2) or len(said.year) > 1:
        return None
    chosen = Places(places[0] if places else (), said.without)
    return Query("figures", (Measure(said.alone),), chosen, said.year, fold=said.fold)  # type: ignore[arg-type]


def _spread(said: Said) -> Query | None:
    """Carrier area: biggest minus smallest; 人均产值哪家最高哪家最低: both, and how far they are apart."""
    metric, ends = said.alone, {*said.all("superlative")}
    if metric is None or ends != {True, False} or len(said.all("superlative")) != 2 or len(said.year) > 1:
        return None
    if len(said.all("years")) > 1:
        return None
    per, places = said.one("per_head") or "", said.places
    if len(places) == 1 or len(said.all("place")) > 1:
        return None
    return Query("figures", (Measure(metric, per=per),), Places(places), said.year, fold="spread")


def _shared(said: Said) -> Query | None:
    """Share of city output made by Rugao, 2021 thru 2025; 新登记企业比重 崇川占几个点."""
    metric, place = said.alone, said.one("place")
    if metric is None or place is None or len(said.all("place")) != 1:
        return None
    return Query("figures", (Measure(metric, "share"),), Places(place), said.years)


def _ratio(said: Said) -> Query | None:
    """Ratio of haian to rugao hitech output in 2022: the first by the second."""
    metric, places = said.alone, said.all("place")
    single = len(places) == 2 and all(len(codes) == 1 for codes in places) and places[0] != places[1]
    if metric is None or not single or len(said.year) > 1:
        return None
    (one,), (other,) = places
    return Query("figures", (Measure(metric, "ratio"),), Places((one,)), said.year, other=other)


def _against_all(said: Said) -> Query | None:
    """Tongchuang vs the average on hitech share: how far each is from the mean, or the median, of all."""
    metric, places = said.alone, said.places
    fold = said.fold or ("mean" if said.all("sign") and said.all("all") else "")  # Above the city.
    if metric is None or len(said.all("years")) > 1 or len(said.year) > 1 or fold not in {"mean", "median"}:
        return None
    if len(places) > _FEW:
        return None
    other = MEAN if fold == "mean" else MEDIAN
    by: Any = "community" if len(places) > 1 else ""
    return Query("figures", (Measure(metric, "difference"),), Places(places), said.year, other=other, by=by)


def _of_the_first_few(said: Said) -> Query | None:
    """Top 3 by headcount, how many startups each of them had: another figure of those."""
    limit, metrics = said.one("limit"), [codes[0] for codes in said.metrics if len(codes) == 1]
    if limit is None or len(metrics) != 2 or len(said.metrics) != 2 or metrics[0] == metrics[1] or len(said.year) > 1:
        return None
    few = Top(Measure(metrics[0]), limit[0], limit[1], said.year)
    return Query("figures", (Measure(metrics[1]),), Places(top=few), said.year)


def _by_authority(said: Said) -> Query | None:
    """按责任主体排一下去年产值; 崇川区总产值在各区里排第几: all authorities in their order."""
    metric = said.alone
    if metric is None or said.one("by") != "authority" or len(said.years) > 1:
        return None
    ordered = bool(said.all("rank") or said.all("place_of"))
    return Query("figures", (Measure(metric),), years=said.year, by="authority", ordered=ordered)


def _first_few_share(said: Said) -> Query | None:
    """全市产值里头前三家占多少: what the first few have of it together."""
    metric, limit = said.alone, said.one("limit")
    if metric is None or limit is None or len(said.year) > 1:
        return None
    few = Places(top=Top(Measure(metric), limit[0], limit[1], said.year))
    return Query("figures", (Measure(metric, "share"),), few, said.year, fold="sum")


def _faster(said: Said) -> Query | None:
    """Rudong or Qidong, who grew faster in total output since 2020: those named, in the order of how they moved."""
    metric, places, years, ways = said.alone, said.places, said.years, {*said.all("direction")}
    if metric is None or not 1 < len(places) <= _FEW or len(ways) > 1 or len(said.all("years")) > 2:
        return None
    since = years[0] if len(years) > 1 else years[0] - 1 if years else None
    growth = next((one.code for one in said.programme.derived if one.of and one.of == metric), None)
    averaged = said.one("view") == "average_growth" and growth is not None and len(years) < 2
    measure = Measure(growth or "") if averaged else Measure(metric, "change", since)
    return Query(
        "figures", (measure,), Places(places), years[-1:], by="community", ordered=True, ascending=ways == {"<"}
    )


def _added_up(said: Said) -> Query | None:
    """八个县市区去年初创合计，不算功能区: of a group, or of all but some."""
    metric = said.alone
    codes = tuple(code for code in said.places if code not in said.without)
    if metric is None or len(said.year) > 1 or len(said.all("years")) > 1 or len(codes) == 1:
        return None
    chosen = Places(codes) if codes else Places(without=said.without)
    return Query("figures", (Measure(metric),), chosen, said.year, fold="sum")


def _together(said: Said) -> Query | None:
    """众创空间孵化器加速器三样加一块，哪家最多: several figures of one unit as one."""
    codes = tuple(dict.fromkeys(code for some in said.metrics for code in some))
    counted = all(value == len(codes) for value in said.all("group"))
    parts = any({one.numerator, one.denominator} <= {*codes} for one in said.programme.derived if one.denominator)
    if len(codes) < 2 or parts or not counted or len(said.all("years")) > 1 or len(said.all("place")) > 1:
        return None
    measure = Measure(codes[0], terms=tuple(f"+{code}" for code in codes[1:]))
    least, limit = said.one("superlative"), said.one("limit")
    if least is not None or limit is not None:
        few = limit or (1, least)
        return Query("places", places=Places(said.places, top=Top(measure, few[0], bool(few[1]), said.year)))
    if len(said.places) == 1:
        return Query("figures", (measure,), Places(said.places), said.year)
    return Query("figures", (measure,), Places(said.places), said.year, fold="sum")


def _the_rest(said: Said) -> Query | None:
    """非高新产值: what the whole has without that part."""
    return _without_part(said, said.alone)


def _but_its_part(said: Said) -> Query | None:
    """家纺去年的投资里不是战新的有多少钱: the whole that is named, without its part."""
    both = said.two
    return _without_part(said, both[1], both[0]) if both is not None and said.one("sign") == "!=" else None


def _without_part(said: Said, part: str | None, whole: str = "") -> Query | None:
    wholes = [one for one in said.programme.derived if part in {one.numerator, one.code} and one.denominator]
    if len(wholes) != 1 or len(said.all("years")) > 1 or len(said.all("place")) > 1:
        return None
    (share,) = wholes
    assert share.numerator is not None
    assert share.denominator is not None
    if whole not in {"", share.denominator}:
        return None
    measure = Measure(share.denominator, terms=(f"-{share.numerator}",))
    fold: Any = "" if len(said.places) == 1 else "sum"
    return Query("figures", (measure,), Places(said.places), said.year, fold=fold)


def _per_head_beside_city(said: Said) -> Query | None:
    """Output per worker, jianghai vs city: that of one and that of all, each Σ/Σ."""
    metric, per, places = said.alone, said.one("per_head"), said.places
    if metric is None or per is None or metric == per or not places or len(said.year) > 1:
        return None
    if len(said.all("place")) > 1:
        return None  # Langu vs shengwu vs city: each of them by itself, and not as one.
    return Query(
        "figures", (Measure(metric, per=per),), Places(places), said.year, fold="sum", groups=(places, groups.CITY)
    )


def _together_beside_city(said: Said) -> Query | None:
    """通创观音山合计的高新占比跟全市比: what several have together, and what all have."""
    metric, places = said.alone, said.places
    if metric is None or len(places) < 2 or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    return groups.of_groups((places, groups.CITY), Topic(metrics=(metric,), years=said.year, fold="sum"))


def _how_far(said: Said) -> Query | None:
    """观音山离R4还差多少: whether one meets what is required of a figure, and by how much not."""
    metric, places = said.alone, said.places
    growing = said.one("growing")
    metric = metric or (growing[1] if growing is not None and not said.metrics else None)
    if metric is None or len(places) != 1 or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    ruled = any(part.metric == metric for one in said.programme.requirements for part in one.conditions)
    return Query("verdict", (Measure(metric),), Places(places), said.year) if ruled else None


def _grown_so_far(said: Said) -> Query | None:
    """观音山从业人员年均增长到10%了么: the bound is what is required of it."""
    growing, amount = said.one("growing"), said.one("amount")
    if growing is None or amount is None:
        return None
    judged = by_its_number(amount, said.programme, growing[1:])
    return _how_far(said) if judged == growing[1:] else None


def _up_to_required(said: Said) -> Query | None:
    """观音山战新占比差几个点到70: the bound is what is required of it."""
    amount = said.one("amount")
    judged = None if said.alone is None or amount is None else by_its_number(amount, said.programme, (said.alone,))
    return _how_far(said) if judged == (said.alone,) else None


def _one_less_another(said: Said) -> Query | None:
    """海门战新投资跟总投资差多少: the whole without its part."""
    both, places = said.two, said.places
    if both is None or len(places) > 1 or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    wholes = [one for one in said.programme.derived if {one.numerator, one.denominator} == {*both}]
    return _without_part(said, wholes[0].numerator) if len(wholes) == 1 else None


def _by_another_most(said: Said) -> Query | None:
    """新企业除以从业人数，哪家比例最高: the first by one figure divided by another."""
    both, least = said.two, said.one("superlative")
    if both is None or least is None or said.order.index("per") < said.order.index("metric"):
        return None
    if len(said.year) > 1 or len(said.places) == 1:
        return None
    top = Top(Measure(both[0], per=both[1]), 1, least, said.year)
    return Query("places", places=Places(said.places, said.without, top=top))


def _of_those_judged(said: Said) -> Query | None:
    """Total investment of those that failed R3: one figure of those judged by another."""
    both, outcome = said.two, said.one("verdict")
    if both is None or outcome is None or len(said.year) > 1 or len(said.all("verdict")) != 1:
        return None
    if [one for one in said.order if one in {"metric", "verdict"}] != ["metric", "verdict", "metric"]:
        return None  # R3没过的，总投资多少 asks behind.
    asked, judged = both
    chosen = Places(where=Judged(outcome, (judged,), said.year))
    return Query("figures", (Measure(asked),), chosen, said.year, fold="sum" if said.all("sum") else "")


def _share_by(said: Said) -> Query | None:
    """Share of each district in citywide investment: a row each, of the whole."""
    metric = said.alone
    if metric is None or said.one("by") != "authority" or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    return Query("figures", (Measure(metric, "share"),), years=said.year, by="authority")


def _trimmed(said: Said) -> Query | None:
    """去掉最高和最低，其余社区平均多少人."""
    trim, metric = said.one("trimmed"), said.alone
    if metric is None or not isinstance(trim, tuple) or len(said.year) > 1:
        return None
    return Query("figures", (Measure(metric),), years=said.year, fold="mean", trim=trim)


def _several_against_one(said: Said) -> Query | None:
    """海门和启东加起来有没有通创的投资多: several put together, beside the last one."""
    metric, places = said.alone, said.all("place")
    if metric is None or len(places) < 3 or len(said.places) != sum(map(len, places)) or len(said.year) > 1:
        return None
    some, other = tuple(code for codes in places[:-1] for code in codes), places[-1]
    return groups.of_groups((some, other), Topic(metrics=(metric,), years=said.year, fold="sum"))


def _up_to(said: Said) -> Query | None:
    """通创要超过能达的产值还差几多: how far the second is above the first."""
    metric, places = said.alone, said.all("place")
    if metric is None or len(places) != 2 or any(len(codes) != 1 for codes in places) or len(said.year) > 1:
        return None
    (one,), (other,) = places
    if one == other or said.one("sign") not in {">", ">="}:
        return None
    return Query("figures", (Measure(metric, "difference"),), Places((other,)), said.year, other=one)


_OF_ONES_RANK = (
    "years than before by_word into much direction up_or_down places_asked rank place_of or whether reference"
)
"""What may stand beside how one's rank moved: is it up or down, by employees."""
FIGURES: tuple[Form, ...] = (
    form("against all", "place metric", "than mean median years gap degree all share_word sign", _against_all),
    form("of the first few", "limit metric reference", "by_word years how_many noun", _of_the_first_few),
    form("by authority", "metric by", "by_word rank sum years all place_of place within reference", _by_authority),
    form("groups side by side", "place metric",
         "than which_more degree sum mean median years gap reference noun superlative", _of_groups),
    form("put together", "metric", "mean median years place all how_many without rest", _folded),
    form("climbed", "place metric place_of direction", _OF_ONES_RANK, over.climbed),
    form("climbed", "place metric place_of up_or_down", _OF_ONES_RANK, over.climbed),
    form("climbed", "place metric place_of places_asked", _OF_ONES_RANK, over.climbed),
    form("climbed", "place metric rank direction", _OF_ONES_RANK, over.climbed),
    form("climbed", "place metric rank up_or_down", _OF_ONES_RANK, over.climbed),
    form("climbed", "place metric rank places_asked", _OF_ONES_RANK, over.climbed),
    form("both ends", "metric superlative", "gap except between years per_head part all times than place which group",
         _spread),
    form("share of each district", "metric part by", "all years takes within", _share_by),
    form("added up over years", "metric sum place years", "to than much how_many all", over.added_over_years),
    form("in which years", "metric place direction which_year", "ever years year_noun", over.years_moved),
    form("in which years", "metric place direction which_years", "ever years year_noun", over.years_moved),
    form("in which years, of the city", "metric all direction which_years", "ever years year_noun", over.years_moved),
    form("by year, put together", "metric by_year", "mean median years ever all", over.folded_by_year),
    form("a multiple of a year's", "metric times years", "all than place", over.multiple_of_then),
    form("its place among some", "place metric place_of", "within years kind_noun reference", over.place_among),
    form("what those have that were judged", "metric verdict reference", "years noun sum", _of_those_judged),
    form("share of the whole", "metric place part all", "years by_word before", _shared),
    form("share of the whole", "metric place takes", "part share_word years all within", _shared),
    form("share of the first few", "metric limit takes", "part all years reference sum", _first_few_share),
    form("one by another", "metric place ratio_of", "years", _ratio),
    form("growth between", "growing years mean", "by_year place all view", over.grown),
    form("growth between", "metric years view mean", "by_year place all direction growing", over.grown),
    form("growth between", "metric years view", "by_year place all", over.grown),
    form("together year by year", "metric sum by_year", "years ever place all without", over.together_by_year),
    form("who moved faster", "metric place direction", "or years fastest degree view which_more superlative",
         _faster),
    form("the best year", "metric superlative which_year", "place ever years how_many all year_noun", over.best_year),
    form("the best year", "metric superlative year_noun place", "ever years within into", over.best_year),
    form("apart, as a goal", "metric place gap sign", "years than", _up_to),
    form("by head, beside the city", "metric per_head place all", "than mean years gap degree much",
         _per_head_beside_city),
    form("how far from what is required", "away metric gap place", "years requirement", _how_far),
    form("how far from what is required", "away growing gap place", "years requirement", _how_far),
    form("grown as required", "growing amount to place", "years whether", _grown_so_far),
    form("how far from what is required", "metric gap to amount place", "years requirement", _up_to_required),
    form("one less another", "metric minus", "years place all gap much", _one_less_another),
    form("one less another", "metric gap", "than years place all", _one_less_another),
    form("together, beside the city", "metric place sum all", "than years gap degree group noun",
         _together_beside_city),
    form("one by another, the most", "metric per superlative", "part share_word years place without",
         _by_another_most),
    form("in the year of the most", "metric place which_year superlative same_year", "years ever takes part",
         over.at_its_most),
    form("in the year of the most", "metric place superlative same_year", "years ever takes part much",
         over.at_its_most),
    form("added up", "metric sum place", "without years all", _added_up),
    form("added up", "metric sum without", "years all rest", _added_up),
    form("several figures together", "metric sum", "superlative rank years place limit all plus group", _together),
    form("several figures together", "metric plus", "superlative rank years place limit all sum", _together),
    form("the rest of a figure", "metric non", "years place all degree", _the_rest),
    form("the rest of a figure", "metric sign", "years place within reference", _but_its_part),
    form("the policy's own growth", "metric view place", "years mean by_year ever", over.own_growth),
    form("the first year", "which_years amount place", "which_year years metric", over.first_year),
    form("growth between", "metric years direction mean", "by_year place all", over.grown),
    form("whether it moved", "metric place direction years", "rising", over.whether_moved),
    form("without the ends", "trimmed mean metric", "rest years all", _trimmed),
    form("several against one", "metric place sum than", "degree gap which_more years", _several_against_one),
    form("gained by all", "metric years direction", "all than before how_many sum", over.gained_by_all),
)
"""What is asked of figures; each needs all of its first categories and may hold its others."""
