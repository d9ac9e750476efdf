"""Communities asked for in words of any order, a form each: who moved most, who fails most, who is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zc_bot.parsing.composition.conditions import judged, tested
from zc_bot.parsing.composition.said_forms import Form, Said, form
from zc_bot.parsing.composition.values import Limit, Predicate, Topic
from zc_bot.parsing.query import Bound, Joined, Judged, Measure, Places, Query, Sign, Test, Top
from zc_bot.parsing.thresholds import amount_in


def _with_gaps(said: Said) -> Query | None:
    """把高新占比没过60的都列出来，连差多少: who does not meet what is required, which tells how far off they are."""
    metric, predicate = said.alone, said.one("predicate")
    limit = predicate.limits[0] if predicate is not None and len(predicate.limits) == 1 else None
    if metric is None or limit is None or limit.amount is None or limit.sign not in {"<", "<="} or len(said.year) > 1:
        return None
    ruled = [one.conditions[0] for one in said.programme.requirements if len(one.conditions) == 1]
    value = amount_in(limit.amount, metric, said.programme)
    if not any((one.metric, one.threshold) == (metric, value) for one in ruled):
        return None
    return Query("places", places=Places(said.places, said.without, Judged("not_met", (metric,), said.year)))


def _failing_by(said: Said) -> Query | None:
    """没达标R2的那几家载体还差多少平方: who does not meet it, which tells how far off they are."""
    codes = {code for some in said.metrics for code in some}
    if len(codes) != 1 or said.one("verdict") != "not_met" or len(said.year) > 1 or len(said.places) == 1:
        return None
    return Query("places", places=Places(said.places, said.without, Judged("not_met", tuple(codes), said.year)))


def _farthest(said: Said) -> Query | None:
    """离达标最近的是哪家, 差得最远的: of those that fail, who is nearest to what is required, or farthest from it."""
    metric, ascending = said.alone, said.one("reach")
    if ascending is None and said.all("gap") and any(map(said.all, ("verdict", "requirement", "away"))):
        least = said.one("superlative")
        beside = least is not None and abs(said.order.index("superlative") - said.order.index("gap")) == 1
        ascending = not least if beside else None  # 差得最多 is the farthest.
    if metric is None or ascending is None or len(said.all("years")) > 1 or len(said.year) > 1:
        return None
    ruled = [one for one in said.programme.requirements if any(part.metric == metric for part in one.conditions)]
    if all(one.advisory for one in ruled):
        return None  # Nobody fails what is only advised.
    top = Top(Measure(metric), 1, ascending, said.year)
    return Query("places", places=Places(where=Judged("not_met", (metric,), said.year), top=top))


def _moved_most(said: Said) -> Query | None:
    """去年比前年掉得最凶的总产值是哪家, 下降幅度最大的三家: the first by how it moved, up unless it fell."""
    metric, years = said.alone, said.years
    ways, limit = {*said.all("direction"), *said.all("degree")}, said.one("limit") or (1, False)
    if metric is None or len(ways) > 1 or len(years) > 2 or True in said.all("superlative") or limit[1]:
        return None
    since = years[0] if len(years) == 2 else years[0] - 1 if years else None
    ever = bool(said.all("ever") or False in said.all("every"))  # The biggest drop in any year.
    if ever and years:
        return None
    so_much = said.all("gap") or (said.all("much") and not said.all("fastest"))  # 多出来最多的是哪家，多了多少
    view: Any = "gain" if so_much and not said.all("view") else "change"
    top = Top(Measure(metric, view, since), limit[0], ways == {"<"}, tuple(years[-1:]), ever)
    return Query("places", places=Places(without=said.without, top=top))


def _climbed_most(said: Said) -> Query | None:
    """总产值名次去年比前年上升最多的是谁: the first by how many places it went up, or down."""
    metric, years, limit = said.alone, said.years, said.one("limit") or (said.one("group") or 1, False)
    ways = {*said.all("direction")}
    if metric is None or len(ways) != 1 or False in said.all("reach"):
        return None
    since = years[0] if len(years) > 1 else years[0] - 1 if years else None
    least = limit[1] or True in said.all("superlative")
    top = Top(Measure(metric, "climb", since), limit[0], (ways == {"<"}) != least, tuple(years[-1:]))
    return Query("places", places=Places(said.places, said.without, top=top))


def _first_each_year(said: Said) -> Query | None:
    """近三年总产值每年都排前五的: among the first few in every one of the years."""
    metric, limit, years = said.alone, said.one("limit"), said.years
    if metric is None or limit is None or limit[1] or len(years) < 2 or len(said.all("years")) > 1:
        return None
    few = Test(Measure(metric, "place"), (Bound("<=", Decimal(limit[0])),), years)
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, few))


def _above_a_part(said: Said) -> Query | None:
    """去年投资总额超过全市一成的社区: whose share of the city is above it."""
    metric, amount, sign = said.alone, said.one("amount"), said.one("sign")
    percent = amount is not None and amount.unit is not None and amount.unit.dimension == "share"
    if metric is None or not percent or sign is None or len(said.year) > 1 or len(said.all("years")) > 1:
        return None
    part = Test(Measure(metric, "share"), (Bound(sign, amount),), said.year)
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, part))


def _climbed_at_all(said: Said) -> Query | None:
    """Who dropped in the hi-tech share ranking since 2023: those whose place is lower than it was."""
    metric, years, ways = said.alone, said.years, {*said.all("direction")}
    if metric is None or len(ways) != 1 or not years or len(said.places) == 1:
        return None
    since, last = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0])
    moved = Test(Measure(metric, "climb", since), tuple(Bound(way) for way in ways), (last,))
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, moved))


def _moved_every_year(said: Said) -> Query | None:
    """Which communities improved their hitech share every year since 2022: each on the one before it."""
    metric, years, way = said.alone, said.years, said.one("direction")
    if metric is None or way is None or len(years) < 2:
        return None
    moved = Test(Measure(metric, "change"), (Bound(way),), years)
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, moved))


def _moved_most_among(said: Said) -> Query | None:
    """高新占比垫底三家里谁的从业涨得最快: of the first few by one figure, the first by how another moved."""
    limit, metrics = said.one("limit"), [codes[0] for codes in said.metrics if len(codes) == 1]
    if limit is None or len(metrics) != 2 or len(said.metrics) != 2 or len(said.year) > 1:
        return None
    since = said.year[0] - 1 if said.year else None
    few = Top(Measure(metrics[0]), limit[0], limit[1], said.year)
    top = Top(Measure(metrics[1], "change", since), 1, said.one("direction") == "<", said.year)
    return Query("places", places=Places(first=few, top=top))


def _by_head(said: Said) -> Query | None:
    """人均产值哪个高: who has most of it by what it is divided by, or all in that order."""
    metric, per = said.alone, said.one("per_head")
    if metric is None or per is None or metric == per or len(said.year) > 1:
        return None
    lowest = True in said.all("superlative") or "<" in said.all("degree")
    if {True, False} <= {*said.all("superlative")}:
        return None
    measure = Measure(metric, per=per)
    if said.all("rank") or said.all("by"):
        return Query("figures", (measure,), years=said.year, by="community", ordered=True, ascending=lowest)
    if not (said.all("superlative") or said.all("degree")):
        return None
    return Query("places", places=Places(top=Top(measure, 1, lowest, said.year)))


def _fails_most(said: Said) -> Query | None:
    """不达标项数最多的三家: those that meet least, of all or of those named."""
    limit = said.one("limit") or (1, False)
    if said.metrics or len(said.year) > 1 or True in said.all("superlative") or len(said.places) == 1:
        return None
    top = Top(Measure("", "met"), limit[0], not limit[1], said.year)
    return Query("places", places=Places(said.places, said.without, top=top))


def _verdict_most(said: Said) -> Query | None:
    """Which of mine failed most requirements; 达标最多的: by how many requirements are met."""
    limit, outcomes = said.one("limit") or (1, False), {*said.all("verdict")}
    if said.metrics or len(said.year) > 1 or len(outcomes) != 1 or len(said.places) == 1:
        return None
    most = not (limit[1] or True in said.all("superlative"))
    top = Top(Measure("", "met"), limit[0], most == (outcomes == {"not_met"}), said.year)
    return Query("places", places=Places(said.places, said.without, top=top))


def _short_by(said: Said) -> Query | None:
    """只差一项就全达标的: those that meet all requirements but so many."""
    short = said.one("short_by")
    if short is None or said.metrics or len(said.year) > 1:
        return None
    of_all = sum(one.scope == "community" and not one.advisory for one in said.programme.requirements)
    bound = Bound("=", Decimal(of_all - short))
    where = Test(Measure("", "met"), (bound,), said.year)
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, where))


def _topmost(said: Said) -> Query | None:
    """八个县市区里面哪个总产值最大，不算功能区: the first of a group."""
    metric, least = said.alone, said.one("superlative")
    if metric is None or least is None or len(said.all("place")) > 1 or len(said.year) > 1 or len(said.places) == 1:
        return None
    codes = tuple(code for code in said.places if code not in said.without)
    without = () if codes else said.without
    return Query("places", places=Places(codes, without, top=Top(Measure(metric), 1, least, said.year)))


def _first_of_those(said: Said) -> Query | None:
    """R5没过的里边就业最多的是谁: the first by one figure, of those that fit a condition on another."""
    both, least = said.two, said.one("superlative")
    if both is None or least is None or len(said.all("years")) > 1 or len(said.year) > 1 or len(said.places) == 1:
        return None
    outcome, predicate = said.one("verdict"), said.one("predicate")
    topic = Topic(metrics=both[:1], years=said.year)
    behind = _second(said.order, "metric")
    if said.order.index("superlative") < behind:
        if "reference" not in said.order[:behind]:
            return _first_judged(said, both, least)
        both, topic = both[::-1], replace(topic, metrics=both[1:])  # Lowest hitech share among those meeting R3.
    held = judged(topic, outcome) if outcome else None if predicate is None else tested(topic, predicate)
    if held is None:
        return None
    top = Top(Measure(both[1]), 1, least, said.year)
    return Query("places", places=Places(said.places, said.without, held.condition, top))


def _second(order: Sequence[str], category: str) -> int:
    """Return where a category stands for the second time, or the end."""
    stands = [at for at, one in enumerate(order) if one == category]
    return stands[1] if len(stands) > 1 else len(order)


def _first_judged(said: Said, both: tuple[str, str], least: bool) -> Query | None:
    """人最多的社区高新占比达标吗: whether the first by one figure meets what is required of another."""
    outcome, predicate = said.one("verdict"), said.one("predicate")
    topic = Topic(metrics=both[1:], years=said.year)
    held = judged(topic, outcome) if outcome else None if predicate is None else tested(topic, predicate)
    if held is None or said.places or said.without:
        return None
    return Query("places", places=Places(where=held.condition, first=Top(Measure(both[0]), 1, least, said.year)))


def _within_both(said: Said) -> Query | None:
    """战新投资和高新产值两个都是前五的: those that are among the first few by each of several figures."""
    codes = tuple(code for some in said.metrics for code in some)
    limit = said.one("limit")
    counted = all(count == len(codes) for count in said.all("group"))
    if len(codes) < 2 or limit is None or limit[1] or len(said.year) > 1 or not counted:
        return None
    held = tested(Topic(metrics=codes, years=said.year, every=True), Predicate((Limit("<=", place=limit[0]),)))
    if held is None:
        return None
    chosen = Places(said.places, said.without, held.condition)
    return Query("count" if said.all("how_many") else "places", places=chosen)


def _doubled(said: Said) -> Query | None:
    """产值翻番了的，跟2020比: those that have so many times what they had."""
    metric, years = said.alone, said.years
    if metric is None or not years:
        return None
    until = years[-1:] if len(years) > 1 else ()
    test = Test(Measure(metric, "ratio", years[0]), (Bound(">=", Decimal(said.one("multiple") or 2)),), until)
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, test))


def _neither(said: Said) -> Query | None:
    """Neither R2 nor R10 ok in 2024: what fails each of several."""
    codes = tuple(code for some in said.metrics for code in some)
    if len(codes) < 2 or len(said.year) > 1 or "not_met" in said.all("verdict"):
        return None
    where = Joined("and", tuple(Judged("not_met", (code,), said.year) for code in codes))
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, where))


def _moved_among_few(said: Said) -> Query | None:
    """Did anyone in the top five for output lose people: of the first few by one figure, those whose other moved."""
    limit, both, way = said.one("limit"), said.two, said.one("direction")
    if limit is None or both is None or way is None or len(said.year) > 1:
        return None
    since = said.year[0] - 1 if said.year else None
    few = Top(Measure(both[0]), limit[0], limit[1], said.year)
    test = Test(Measure(both[1], "change", since), (Bound(way, Decimal(0)),), said.year)
    return Query("count" if said.all("how_many") else "places", places=Places(where=test, first=few))


def _few_judged(said: Said) -> Query | None:
    """产值前三的，它们初创年均增长达不达标: which of the first few meet another requirement."""
    limit, growing, verdict = said.one("limit"), said.one("growing"), said.one("verdict")
    metrics = [codes[0] for codes in said.metrics if len(codes) == 1]
    if growing is not None:
        metrics = [*metrics, *growing[1:2]]
    if limit is None or len(metrics) != 2 or metrics[0] == metrics[1] or len(said.year) > 1:
        return None
    few = Top(Measure(metrics[0]), limit[0], limit[1], said.year)
    return Query("places", places=Places(where=Judged(verdict or "met", (metrics[1],), said.year), first=few))


def _missed_by(said: Said) -> Query | None:
    """Who missed R4 by less than 5 points, 高新差5个点以内没达标的: who does not meet it, and is not farther off."""
    metric, predicate = said.alone, said.one("predicate")
    limit = predicate.limits[0] if predicate is not None and len(predicate.limits) == 1 else None
    if metric is None or limit is None or limit.amount is None or len(said.year) > 1:
        return None
    conditions = [one.conditions[0] for one in said.programme.requirements if len(one.conditions) == 1]
    ruled = [one for one in conditions if one.metric == metric and one.operator in {">", ">="}]
    off = amount_in(limit.amount, metric, said.programme)
    if len(ruled) != 1 or off is None or not 0 < off < ruled[0].threshold:
        return None
    edge: Sign = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[limit.sign]  # type: ignore[assignment]
    near = Test(Measure(metric), (Bound(edge, ruled[0].threshold - off),), said.year)
    where = Joined("and", (Judged("not_met", (metric,), said.year), near))
    return Query("count" if said.all("how_many") else "places", places=Places(said.places, said.without, where))


_OF_RANKS = "years than before noun which place without by_word fastest reference into much group"
"""What may stand beside who rose in rank: by employees, compared with the year before."""
_OF_EACH_YEAR = "which noun reference how_many place without all"
PLACES: tuple[Form, ...] = (
    form("climbed at all", "metric rank direction years", "than before noun which how_many place without into",
         _climbed_at_all),
    form("climbed at all", "metric place_of direction years", "than before noun which how_many place without into",
         _climbed_at_all),
    form("climbed most", "metric place_of direction superlative", _OF_RANKS, _climbed_most),
    form("climbed most", "metric rank direction superlative", _OF_RANKS, _climbed_most),
    form("climbed most", "metric rank direction reach", _OF_RANKS, _climbed_most),
    form("climbed most", "metric rank direction limit", _OF_RANKS, _climbed_most),
    form("within the first few each year", "metric limit every_year years", "into which how_many noun place without",
         _first_each_year),
    form("above so much of the whole", "metric sign all amount", "which how_many noun years place without part",
         _above_a_part),
    form("moved most", "metric direction superlative every", "which noun has gap much", _moved_most),
    form("moved most", "metric direction superlative ever", "which noun has gap much", _moved_most),
    form("moved most", "metric direction superlative", "years than fastest swing before without gap much",
         _moved_most),
    form("moved most", "metric degree superlative years than", "direction fastest before without gap much",
         _moved_most),
    form("moved most", "metric direction limit", "years than fastest swing before without", _moved_most),
    form("moved most", "metric view superlative", "years fastest without", _moved_most),
    form("moved most", "metric view limit", "years fastest without", _moved_most),
    form("moved every year", "metric direction years every", _OF_EACH_YEAR, _moved_every_year),
    form("moved every year", "metric direction years every_year", _OF_EACH_YEAR, _moved_every_year),
    form("moved most among a few", "limit metric direction superlative", "fastest years noun reference",
         _moved_most_among),
    form("moved among a few", "limit metric direction", "years reference how_many", _moved_among_few),
    form("the first few, judged", "limit metric verdicts", "reference growing years noun whether", _few_judged),
    form("the first few, judged", "limit metric verdict", "reference growing years noun whether how_many",
         _few_judged),
    form("by head", "metric per_head", "degree superlative rank by years all which_more", _by_head),
    form("fails most", "failed_count", "limit superlative years place without", _fails_most),
    form("fails most", "verdict superlative requirement", "years place how_many without limit", _verdict_most),
    form("short of all by so many", "short_by", "verdict years how_many place without requirement", _short_by),
    form("first of those that fit", "metric predicate superlative", "years reference place without", _first_of_those),
    form("first of those that fit", "metric verdict superlative", "years reference place without", _first_of_those),
    form("first of a group", "metric superlative place", "without years reference within", _topmost),
    form("who fails, and by how much", "metric predicate gap", "years place without", _with_gaps),
    form("who fails, and by how much", "metric verdict gap", "years place without reference", _failing_by),
    form("missed by so much", "metric verdict predicate by_word", "years how_many place without", _missed_by),
    form("missed by so much", "metric verdict predicate gap", "years how_many place without within", _missed_by),
    form("within the first few by each", "metric limit every", "group years how_many place without within into",
         _within_both),
    form("doubled", "metric multiple years", "than how_many place without", _doubled),
    form("none of several", "metric neither", "verdict years how_many place without", _neither),
    form("nearest to what is required", "metric reach", "away verdict requirement gap years reference degree",
         _farthest),
    form("nearest to what is required", "metric gap superlative", "away verdict requirement years reference degree",
         _farthest),
)
"""Which communities are asked for; each needs all of its first categories and may hold its others."""
