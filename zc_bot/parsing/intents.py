"""The rules of what is asked, in the order in which they are tried."""

from __future__ import annotations

import re
from decimal import Decimal

from zc_bot.parsing import about_places, about_policy
from zc_bot.parsing.clarify import clarify_metric, clarify_order
from zc_bot.parsing.meaning import Comparison, Intent, Meaning, Threshold
from zc_bot.parsing.rule import Asked, Rule, first_match
from zc_bot.parsing.thresholds import metrics_for, threshold_for

_SINCE = re.compile(
    "(?:(?:比|较|相比|对比)起?(?:19|20)?[0-9]{2}年?(?:的?时候)?|(?:跟|和|与|同)(?:19|20)?[0-9]{2}年?相?比)[^0-9]{0,8}"
    "(?:增|涨|升|提高|多了|少了|降|减|跌)"
)
_FAILS = re.compile("(?<![a-z])(?:not|dont|doesnt|didnt|never)(?: yet)? (?:meet|met|reach|satisf|comply|pass|fulfil)")


def answer(asked: Asked) -> Meaning:
    """Decide what a reading without doubts asks."""
    found = first_match(RULES, asked)
    return found if found is not None else _fallback(asked).changed(rule="what is named")


def _fallback(asked: Asked) -> Meaning:
    """Answer by what is named alone: a metric is a value or a ranking, a community alone a check."""
    reading = asked.reading
    if not reading.metrics:
        if reading.communities and reading.any("much") and not reading.any("state", "exam"):
            return clarify_metric(asked, answer)
        summed = reading.any("much", "sum") and reading.any("whole", "sum", "district")
        if summed and not reading.any("state", "exam"):
            return clarify_metric(asked, answer)
        over_all = reading.any("all") and not reading.any("them")
        if reading.communities or over_all or reading.any("state", "exam", "whole"):
            return asked.meaning("check", implied=asked.single)
        return asked.meaning("unknown", reason="unclear")
    several = len(reading.years) > 1 or reading.several_years
    if reading.any("much") and not reading.any("ratio") and (senses := _senses_of_bare(asked)):
        return clarify_metric(asked, answer, senses)
    if reading.communities:
        intent: Intent = "trend" if several else "compare" if len(reading.communities) > 1 else "value"
        return asked.meaning(intent, threshold=_threshold(asked))
    if reading.any("which", "all", "list") or not asked.single:
        return asked.meaning("trend" if several else "rank")
    return asked.meaning("trend" if several else "value", implied=asked.single)


def _senses_of_bare(asked: Asked) -> tuple[str, ...]:
    """Give the share and the amount that a bare 高新 in 高新多少 may mean."""
    reading, lexicon = asked.reading, asked.lexicon
    said = {reading.part(token) for token in reading.tokens}
    if len(reading.metrics) != 1 or said.isdisjoint(lexicon.bare_shares) or "metrics" in reading.carried:
        return ()
    share = lexicon.programme.derivation.get(reading.metrics[0])
    return () if share is None or share.numerator is None else (share.code, share.numerator)


def _threshold(asked: Asked) -> Threshold | None:
    """Convert the question's bound for its metric."""
    reading = asked.reading
    if not reading.bounds or not reading.metrics:
        return None
    return threshold_for(reading.bounds[0], reading.metrics[0], asked.lexicon.programme)


# verdicts


def _is_bare_share(asked: Asked) -> bool:
    """Tell whether a share is asked for and not of what: 占比达到多少了."""
    reading = asked.reading
    return reading.any("ratio") and not reading.metrics and not reading.requirements


def _is_verdict(asked: Asked) -> bool:
    reading = asked.reading
    if reading.requirements and (reading.communities or reading.any("which", "count_which", "without")):
        return True
    several = len(reading.communities) > 1 or len(reading.years) > 1
    if reading.any("compare") and reading.metrics and several:
        return reading.any("verdict", "met", "not_met")
    return reading.any("verdict", "met", "not_met", "undetermined", "gap", "exam")


def _verdict(asked: Asked) -> Meaning:
    """Tell a filter (哪些社区没达标) from a check (通创达标吗)."""
    reading = asked.reading
    requirements = reading.requirements
    lists = reading.any("which", "count_which", "list") or (
        reading.any("noun_community", "not_met", "met") and not reading.any("ask", "all", "exam")
    )
    named = bool(reading.communities) and not reading.any("noun_community")
    lists = lists and not (reading.any("all") and not reading.any("which", "count_which", "met", "not_met"))
    lists = lists and not (named and not reading.any("which", "count_which", "list"))
    picked = len(reading.communities) != 1 and not reading.any("items") and lists
    if not picked or reading.any("gap", "exam"):
        return asked.meaning("check", requirements=requirements, implied=asked.single)
    fails = (
        reading.any("not_met")
        or bool(_FAILS.search(reading.text))
        or (reading.any("without") and (reading.any("met") or bool(requirements)))
    )
    verdict = "not_met" if fails else "undetermined" if reading.any("undetermined") else "met"
    return asked.meaning("filter", verdict=verdict, requirements=requirements, count=_counts(asked))


def _counts(asked: Asked) -> bool:
    return asked.reading.any("count_which")


# selections


def _is_bounded(asked: Asked) -> bool:
    reading = asked.reading
    return bool(reading.bounds) and (len(reading.communities) != 1 or reading.any("which"))


def _bounded(asked: Asked) -> Meaning:
    """Select by a bound; without a metric its unit may tell which one, else ask."""
    reading = asked.reading
    if not reading.metrics:
        fitting = metrics_for(reading.bounds[0], asked.lexicon.programme)
        if len(fitting) != 1:
            return clarify_metric(asked, answer, fitting)
        asked = asked.with_reading(metrics=fitting)
    if _year_on_year(asked):
        return asked.meaning("clarify", reason="unclear")
    if "growth" in asked.reading.cues:
        growths = asked.lexicon.growths
        metrics = tuple(growths.get(code, code) for code in asked.reading.metrics)
        if not set(metrics) <= set(growths.values()):
            return asked.meaning("clarify", reason="unclear")
        asked = asked.with_reading(metrics=metrics)
    threshold = _threshold(asked)
    if threshold is None:
        return asked.meaning("clarify", reason="unclear")
    count = _counts(asked) or asked.reading.any("much")
    return asked.meaning("filter", threshold=threshold, count=count)


def _year_on_year(asked: Asked) -> bool:
    """Tell whether growth against the year before is meant, by which nothing is selected or ordered yet."""
    return asked.reading.any("prior", "year_on_year")


def _is_having(asked: Asked) -> bool:
    """Tell whether communities are selected by what they have: 哪些社区没有加速器."""
    reading = asked.reading
    listed = reading.any("noun_community") and (reading.any("without", "list") or reading.selects_by_having)
    selects = reading.any("which", "count_which") or listed
    compares = len(reading.communities) > 1 and reading.any("degree")
    if len(reading.metrics) != 1 or not selects or len(reading.communities) == 1 or compares:
        return False
    metric = asked.lexicon.programme.metric.get(reading.metrics[0])
    if metric is None or not (metric.kind == "yesno" or (metric.standing and metric.dimension == "count")):
        return False
    return not reading.any("top", "bottom", "rank", "sum", "whole", "trend", "growth") and not reading.limits


def _having(asked: Asked) -> Meaning:
    metric = asked.lexicon.programme.metric[asked.reading.metrics[0]]
    without = asked.reading.any("without")
    comparison: Comparison = "=" if without or metric.kind == "yesno" else ">="
    threshold = Threshold(comparison, _ZERO if without else _ONE)
    return asked.meaning("filter", threshold=threshold, count=_counts(asked))


# order, sums, time


def _is_rank(asked: Asked) -> bool:
    reading = asked.reading
    ordered = bool(reading.limits) or reading.any("rank", "top", "bottom", "ascending")
    if len(reading.communities) == 2 and reading.any("bottom") and reading.any("much"):
        return False
    return ordered and not reading.any("which_year") and not (reading.any("others") and not reading.any("rank"))


_FALLS = re.compile("降|减|跌|下滑|回落|(?<![a-z])(?:drop|fell|fall|declin|decreas|los[est]|shr[aiu]nk|reduc)")
"""What orders by how much less there is, which no average growth tells: 从业人员降幅最大的社区."""


def _rank(asked: Asked) -> Meaning:
    reading = asked.reading
    if reading.any("growth", "prior"):
        growths = asked.lexicon.growths
        told = all(code in growths or code in growths.values() for code in reading.metrics)
        if not told or _year_on_year(asked) or _FALLS.search(reading.text):
            return asked.meaning("clarify", reason="unclear")
        asked = asked.with_reading(metrics=tuple(growths.get(code, code) for code in reading.metrics))
    if not reading.metrics:
        return clarify_order(asked, answer)
    both = reading.any("top") and reading.any("bottom")
    limit = reading.limits[0] if reading.limits else None
    lone = reading.any("top", "bottom") and not reading.any("rank", "ascending") and not both
    return asked.meaning(
        "rank",
        limit=limit.count if limit else 1 if lone else None,
        ascending=not both and (limit.ascending if limit else reading.any("bottom", "ascending")),
    )


def _is_aggregate(asked: Asked) -> bool:
    reading = asked.reading
    if not reading.metrics or reading.any("trend", "growth", "prior", "compare") or reading.several_years:
        return False
    if len(reading.communities) == 1 and reading.authority is None:
        return False
    if reading.any("sum", "mean", "district", "whole") and not reading.any("which", "all"):
        return True
    return reading.any("sum") or (reading.has("city") and not reading.communities and not reading.any("which", "all"))


def _aggregate(asked: Asked) -> Meaning:
    reading = asked.reading
    shares = set(asked.lexicon.share_codes)
    whole = not reading.communities
    meaning = asked.meaning("aggregate", whole=whole)
    if reading.any("mean") and not shares.issuperset(reading.metrics):
        return asked.meaning("unknown", reason="metric")
    return meaning


def _is_trend(asked: Asked) -> bool:
    reading = asked.reading
    about_start = reading.any("start") and not reading.metrics
    if reading.any("year_on_year") and not reading.several_years:
        return False
    return (reading.any("trend", "which_year") and not about_start) or (
        reading.several_years and not reading.any("growth", "prior")
    )


def _trend(asked: Asked) -> Meaning:
    if not asked.reading.metrics:
        return clarify_metric(asked, answer)
    reading = asked.reading
    if _EACH.search(reading.text) and not reading.communities:
        return asked.meaning("trend", topic="each")
    whole = reading.any("whole") or (reading.has("city") and not reading.communities)
    return asked.meaning("trend", whole=whole, implied=() if whole else asked.single)


_EACH = re.compile(
    "(?:各|每|所有|全部|13|十三)个?(?:众创)?社区|各家|每家"
    "|(?:each|every|all) (?:of the )?communit|(?:by|per) communit"
)


def _is_growth(asked: Asked) -> bool:
    reading = asked.reading
    growths = set(asked.lexicon.growths.values())
    derived = bool(reading.metrics) and growths.issuperset(reading.metrics)
    points = reading.any("points") and len(reading.communities) < 2
    return reading.any("growth", "annual", "prior") or points or derived


def _growth(asked: Asked) -> Meaning:
    """Ask for growth up to the later year; over a span of years it is a trend unless annual."""
    reading = asked.reading
    if not reading.metrics:
        growths = tuple(asked.lexicon.growths.values()) if reading.any("annual") else ()
        return clarify_metric(asked, answer, growths)
    if _year_on_year(asked) and not _AVERAGED.search(reading.text):
        of = {growth: metric for metric, growth in asked.lexicon.growths.items()}
        asked = asked.with_reading(metrics=tuple(of.get(code, code) for code in reading.metrics))
        reading = asked.reading  # Headcount growth vs the previous year is no average.
    derived = set(asked.lexicon.growths.values()).issuperset(reading.metrics)
    if reading.several_years and not derived:
        return asked.meaning("trend", implied=asked.single)
    if not reading.communities and reading.any("which", "count_which", "noun_community", "without"):
        return asked.meaning("clarify", reason="unclear")
    if len(reading.years) == 1 and not derived and _SINCE.search(reading.text):
        return _growth_since(asked)
    spans = len(reading.years) == 2 and not derived and max(reading.years) - min(reading.years) > 1
    years = reading.years if spans else reading.years and (max(reading.years),)
    return asked.meaning("growth", years=tuple(sorted(years)), implied=asked.single)


_AVERAGED = re.compile("年均|平均|复合|average|avg|mean|annual|compound|cagr")


def _growth_since(asked: Asked) -> Meaning:
    """Compare the last whole year with the one named: 比2019年增长了多少."""
    (base,), last = asked.reading.years, asked.today.year - 1
    if base >= last:
        return asked.meaning("clarify", reason="unclear")
    years = (last,) if last - base == 1 else (base, last)
    return asked.meaning("growth", years=years, implied=asked.single)


def _is_compare(asked: Asked) -> bool:
    reading = asked.reading
    several = len(reading.communities) > 1
    compares = several and reading.any("degree", "points", "bottom")
    return bool(reading.communities) and (reading.any("compare", "others") or compares)


def _compare(asked: Asked) -> Meaning:
    reading = asked.reading
    if not reading.metrics:
        return clarify_metric(asked, answer)
    if len(reading.communities) == 1:
        return asked.meaning("trend" if len(reading.years) > 1 else "rank")
    return asked.meaning("trend" if len(reading.years) > 1 else "compare")


_ZERO, _ONE = Decimal(0), Decimal(1)

RULES: tuple[Rule, ...] = (
    Rule("help", about_policy.is_help, lambda asked: asked.meaning("help")),
    Rule("deadline", about_policy.is_deadline, about_policy.deadline),
    Rule("provenance", about_places.is_provenance, lambda asked: asked.meaning("provenance", implied=asked.single)),
    Rule("missing", about_places.is_missing, lambda asked: asked.meaning("missing", count=_counts(asked))),
    Rule("goal", about_policy.asks_goal, about_policy.goal),
    Rule("programme", about_policy.is_programme, about_policy.programme),
    Rule("term", about_policy.is_term, about_policy.term),
    Rule("requirement", about_policy.is_requirement, about_policy.requirement),
    Rule("bare share", _is_bare_share, lambda asked: clarify_metric(asked, answer, asked.lexicon.share_codes)),
    Rule("verdict", _is_verdict, _verdict),
    Rule("bounded", _is_bounded, _bounded),
    Rule("having", _is_having, _having),
    Rule("rank", _is_rank, _rank),
    Rule("aggregate", _is_aggregate, _aggregate),
    Rule("trend", _is_trend, _trend),
    Rule("growth", _is_growth, _growth),
    Rule("compare", _is_compare, _compare),
    Rule("directory", about_places.is_directory, about_places.directory),
)
