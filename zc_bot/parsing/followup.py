"""What a follow-up leaves unsaid is carried over from the question before it: 那2018年呢, 跟江海比, 谁报的."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zc_bot.parsing.amounts import bare_comparison
from zc_bot.parsing.meaning import Comparison, Meaning, Threshold
from zc_bot.parsing.mentions import left_behind
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.reading import Part, Reading
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.thresholds import threshold_for
from zc_bot.parsing.tokens import Bound

_LATELY = 6
_CORRECTION = compile_later(
    "^(?:(?:算了|不看了|不问了|不管了|不用了)+(?=.{4})"
    "|(?:也|又)?不是(?!.*(?:不是|哪|谁))(?:(?!达标|合格|最|第)[^是不]){0,8}?"
    "(?:我要的?|我是要|要的|我想要|我说的|我问的|我指的|是)(?:的?是)?(?!达标|合格|最|第)"
    "|.{1,8}?(?:先不看了?|不看了|不要了|算了)(?=看|换|改|只看|要看)"
    "|(?:先)?(?:不看|不要|不管|别看|不说)[^ 不别]{1,8}?了? ?(?=看|换|改|只看|要看)"
    "|(?:我|刚才?)?(?:[哦啊呃额嗯]不|不不|不对|错了|[搞看说打弄写]错了?(?=[ ,，、。]|[是应了]))[的了啊呀哈哦 ]*"
    "(?:我?(?:是)?(?:要的?|想要|想问|说的?|问的?|指的?|查的?)(?:的?是)?|应该是|是)?)(?=..)"
)
"""What takes the question before back: 不是, 我要…."""
_DROPS = compile_later(
    "^(?:再|把)?(?:去掉|拿掉|删掉|剔掉|去除|leave out)"
    "|(?:去掉|拿掉|删掉|剔掉|不要|不看|不用|先?不管|先放着|先放一放)了?$"
)
_SWAPS = compile_later(
    "(?:把|将|用)?.{1,10}?(?:换成|改成|替换成|换)(?=.)"
    "|(?:swap|replace|switch|change) .{1,24}? (?:for|with|to|by) (?=.)"
)
"""One community in place of another: 把苏通换成通州湾."""
_AMONG = compile_later("[他它她]们|这[几两三四五六][个家]|其中|里[面头]|当中|among|of (?:these|them|those)")
_OF_WHOM = compile_later("社区|园区|[哪几]家|谁|communit|who")
_ADDS = compile_later("(?:再|还|也|把|那)?(?:加|算上|连同|还有|外加|带上|add|plus|also)")
_WITHIN = compile_later(
    "^(?:那|就|再)?(?:只看|只要|只列|单看|光看|其中|里面|当中|这里面|这里头|only|just|among them)"
)
"""What narrows the list before to a few: 只看港闸的."""
_WITH = compile_later("(?:再|那)?(?:跟|和|与|同)")
_OVER_ALL = ("which", "all", "whole", "list", "count_which", "noun_community", "mean")
_OF_ITSELF = ("how_to", "recent", "timely", "briefed", "pictured", "reviewing", "administering", "exported",
               "league", "districts", "decided")
"""Kinds that are about nothing spoken of before."""
_OF_NOBODY = (
    *_OF_ITSELF, "help", "remind", "goal", "goal_built", "coverage_goal", "policy", "support", "requirement",
    "deadline", "defined",
)
_NO_METRIC = (
    *(cue for cue in _OF_NOBODY if cue not in {"requirement", "defined"}),
    "missing", "owner", "carrier", "focus", "start", "intro", "exam", "state", "tentative", "province",
    "contact", "card", "granted", "planned", "paper", "recorded", "grant_word", "target_word", "targeted",
)
_INTENT_CUES = (
    "which", "all", "whole", "sum", "mean", "compare", "others", "trend", "growth", "annual", "prior", "rank",
    "top", "bottom", "verdict", "met", "not_met", "undetermined", "gap", "state", "exam", "requirement",
    "goal", "goal_built", "coverage_goal", "missing", "source", "deadline", "remind", "help", "report", "list",
    "owner", "carrier", "focus", "start", "intro", "which_year", "tentative", "province", "policy", "support",
    "district", "items", "ascending", "count_which", "why", "defined", "contact", "card", "granted", "planned",
    *_OF_ITSELF,
)
_OF_NO_PLACE = ("requirement", "deadline", "definition")
"""Intents whose answers are of no community."""
_ALONE = ("unknown", "clarify", "help", "report", "remind", "programme", "value", "compare")


def remembered(before: Meaning | None, found: Meaning) -> Meaning | None:
    """Return what the next question may follow up: thanks and the like leave what was asked before in place.

    A community asked for what nobody holds is remembered: 通创常住人口, 那从业人员呢. What a figure must be and when
    it is due are of no community; the one spoken of before is still spoken of: 要求多少, 达标没有.
    """
    if found.parts:
        for part in found.parts:
            before = remembered(before, part)
        return before
    # What is put right leaves nothing to be held together with it: 打错了，是23年.
    corrects = without_correction(found.question) != found.question
    mentions = () if corrects else left_behind(before, found)
    found = found.changed(recent=_recent(before, found), mentions=mentions)
    if found.intent in ("unknown", "report"):
        return found if found.communities or found.reason == "whom" else before
    if found.intent in ("help", "remind", "progress"):
        return before
    if found.intent == "directory" and found.years and found.found:
        return found.changed(years=(), communities=found.found)  # Begun in a year: of that year nothing was asked.
    if before is not None and found.intent in _OF_NO_PLACE:
        return replace(
            found, communities=found.communities or before.communities, metrics=found.metrics or before.metrics,
            authority=found.authority or before.authority,
        )
    return found


def _recent(before: Meaning | None, found: Meaning) -> tuple[str, ...]:
    """Keep the communities that were named one after the other."""
    earlier = () if before is None else before.recent
    if found.intent in {"clarify", "unknown"}:
        return earlier  # What was offered was not spoken of.
    named = found.communities if len(found.communities) <= _LATELY else ()
    return (*(code for code in earlier if code not in named), *named)[-_LATELY:]


def without_correction(text: str) -> str:
    """Cut off what only takes the question before back: 不是通创，我要江海; 说错了，不是苏通，是通州湾."""
    for _ in range(3):
        shorter = _CORRECTION.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


def carry(reading: Reading, context: Meaning | None, growths: Mapping[str, str]) -> Reading:
    """Fill what `reading` leaves open from the question before; `growths` are derived growths by their metric."""
    if context is None or reading.says_nothing or _stands_alone(reading, context) or takes_all(reading):
        return reading
    reading = _carry_communities(reading, context)
    reading = _carry_metrics(reading, context, growths)
    reading = _carry_years(reading, context)
    if not _asks_the_same(reading, context):
        return reading
    judged = context.intent == "check" and not (reading.metrics or reading.requirements)
    of_them = context.requirements if judged else reading.requirements  # 蓝谷呢 after 能达R3达标吗 asks of R3.
    return replace(reading, context=context, requirements=of_them)


def takes_all(reading: Reading) -> bool:
    """Tell whether a file is wanted of all figures: of a year or a place, or of 数据, with no figure named."""
    return reading.any("exported") and is_of_all(reading)


def is_of_all(reading: Reading) -> bool:
    """Tell whether words name a year, a place or 数据 and no figure, and point at nothing shown before."""
    if reading.any("rank", "top", "bottom", "trend", "growth", "compare", "verdict", "met", "not_met", "missing"):
        return False
    if reading.metrics or reading.requirements or _POINTS.search(reading.text):
        return False
    named = reading.years or reading.communities or reading.has("city") or reading.any("whole", "all")
    return bool(named) or _DATA.search(reading.text) is not None


_POINTS = compile_later(
    "[这那它他她](?!年)|刚才|刚刚|上面|以上|上述|上一|(?<![a-z])(?:this|that|these|those|it|them|above)(?![a-z])"
)
_DATA = compile_later("数据|全部|所有|(?<![a-z])(?:data|figures|everything|all)(?![a-z])")


def _asks_the_same(reading: Reading, context: Meaning) -> bool:
    """Tell whether the kind of answer is carried too: nothing says otherwise, and what is named now fits it."""
    if reading.bounds or context.intent in _ALONE or (context.query is not None and context.threshold is None):
        return False
    within = context.intent == "filter" and "communities" not in reading.carried and _WITHIN.match(reading.text)
    if within and reading.communities and reading.cues <= {"list", "which", "follow", "noun_community", "add"}:
        return True
    still_missing = context.intent == "missing" and reading.cues <= {"whole", "all", "follow", "district"}
    if reading.any(*_INTENT_CUES) and not (still_missing or _names_a_growth(reading, context)):
        return False
    if reading.limits and context.intent != "rank":
        return False
    if reading.any("ratio") and not reading.metrics:
        return False  # A share of what, is to be asked, whatever was asked before.
    if context.intent in ("directory", "deadline", "status") and reading.metrics and "metrics" not in reading.carried:
        return False
    if context.intent in ("check", "requirement", "provenance", "definition", "why") and reading.any("much"):
        return False
    if context.intent == "definition" and reading.communities and "communities" not in reading.carried:
        return False
    if context.intent in ("person", "changes", "card") and reading.metrics and "metrics" not in reading.carried:
        return False
    if reading.selects_by_having and "metrics" not in reading.carried:
        return False
    asks_one = bool(reading.communities) and "communities" not in reading.carried
    if context.intent in ("rank", "filter") and asks_one:
        return context.intent == "filter" and _WITHIN.match(reading.text) is not None
    if reading.requirements and not context.requirements:
        return False
    named_anew = reading.carried.isdisjoint({"communities", "metrics"})
    if reading.communities and reading.metrics and named_anew:
        return False
    if context.intent == "check" and not context.metrics and reading.metrics and not reading.any("that_item"):
        return False
    one_year = len(reading.years) == 1 and (reading.any("year_before") or "years" not in reading.carried)
    return not (context.intent == "trend" and (one_year or (reading.years and "years" not in reading.carried)))


def _names_a_growth(reading: Reading, context: Meaning) -> bool:
    """Tell whether 年均增长 is only the metric's name, asked for as the one before was: 初创的年均增长呢."""
    named = reading.any("annual") and "metrics" not in reading.carried and reading.any("follow")
    return named and context.intent == "requirement" and not reading.cues & {*_INTENT_CUES} - {"annual", "growth"}


def _stands_alone(reading: Reading, context: Meaning) -> bool:
    """Tell whether nothing is left open: a community with a metric or a cue of its own, and no 那…呢."""
    owner = bool(reading.facts) and reading.any("owner") and len(context.communities) == 1
    if reading.places or reading.foreign or (reading.facts and not owner) or reading.any("help", "remind"):
        return True
    if reading.any("policy") and not reading.any("requirement"):
        return True
    if context.intent == "missing" and reading.any("missing"):
        return False
    if context.intent == "filter" and _WITHIN.match(reading.text):
        return False
    joins = reading.any("follow", "add") or bool(_DROPS.search(reading.text))
    if joins or (reading.any("compare") and len(reading.communities) == 1):
        return False
    named = bool(reading.communities) or any(doubt.communities for doubt in reading.doubts)
    cued = reading.any(*_INTENT_CUES) and not _wants_a_metric(reading, context)
    return named and (bool(reading.metrics) or cued)


def _wants_a_metric(reading: Reading, context: Meaning) -> bool:
    """Tell whether what is asked can only be asked of a metric, or was of one: 通创排第几, 要求多少, 通创达标没."""
    of_one = len(context.metrics) == 1
    judged = context.intent in ("requirement", "check", "filter") and reading.any("verdict", "met")
    if of_one and (judged or reading.any("requirement")):
        return not reading.any(*_NO_METRIC, "items")
    wants = reading.any("rank", "top", "bottom", "trend", "growth", "source", "compare", "sum", "mean")
    return wants and not reading.any(*_NO_METRIC, "verdict", "met")


def _carry_communities(reading: Reading, context: Meaning) -> Reading:
    before = () if context.hesitates else context.communities
    if not before and len(context.found) == 1 and reading.any("owner", "focus", "contact", "source"):
        before = context.found  # 归哪里管, of the first that was shown.
    if not before or _BEGUN_IN.search(reading.text):
        return reading
    if any(doubt.communities for doubt in reading.doubts):
        with_them = reading.any("compare", "add") and not reading.communities
        return _carried(replace(reading, communities=before), "communities") if with_them else reading
    if _DROPS.search(reading.text) and set(reading.communities) < set(before):
        left = tuple(code for code in before if code not in reading.communities)
        return _carried(replace(reading, communities=left), "communities")
    if len(reading.communities) == 2 and _SWAPS.match(reading.text) and reading.communities[0] in before:
        old, new = reading.communities
        swapped = tuple(dict.fromkeys(new if code == old else code for code in before))
        return _carried(replace(reading, communities=swapped), "communities")
    if reading.communities:
        leads = len(reading.communities) == 1 or _ADDS.match(reading.text)
        adds = reading.any("add") and leads and (not reading.metrics or "metrics" in reading.carried)
        joins = adds or (reading.any("compare") and _joins(reading))
        if not joins or set(before) & set(reading.communities):
            return reading
        both = tuple(dict.fromkeys((*before, *reading.communities)))
        return _carried(replace(reading, communities=both), "communities")
    of_them = reading.any("them") and len(before) > 1 and not _names_all(reading)
    over_all = (reading.any(*_OVER_ALL) or reading.has("city")) and not reading.any("items") and not of_them
    ordered = reading.any("rank", "top", "bottom") and not reading.any("place_of", "which_year")
    if len(before) > 1 and _AMONG.search(reading.text):
        over_all = ordered = False
    over_all = over_all and not reading.any("that_one")
    whose = reading.any("source", "owner", "contact") and not reading.any("all", "whole", "list", "noun_community")
    over_all = over_all and not whose
    of_one = len(before) == 1 and context.intent == "check" and not (context.metrics or _OF_WHOM.search(reading.text))
    each = "各自" in reading.text or "分别" in reading.text
    if of_one and reading.any("not_met", "met", "undetermined") and (each or not reading.any("all", "whole")):
        over_all = False  # 哪些没达标, of what one community was judged by.
    held = _is_held_against(reading, context)
    whether = len(before) == 1 and reading.text.endswith(("吗", "没", "么", "不", "没有", "?"))
    bounded = bool(reading.bounds) and not whether
    if held and not (over_all or ordered or reading.requirements):
        return _carried(replace(reading, communities=before, authority=context.authority), "communities")
    if over_all or ordered or reading.limits or bounded or reading.any(*_OF_NOBODY) or reading.requirements:
        return reading
    still = context.intent == "missing" and len(before) == 1 and not over_all
    if reading.any("missing") and not reading.any("items") and not still:
        return reading
    return _carried(replace(reading, communities=before, authority=context.authority), "communities")


_BEGUN_IN = compile_later("年(?:启动|起步|成立|开建)的(?:那|这)?(?:(?:[几两三四五六七八九十]|[0-9]+)(?:家|个)|社区)")
"""Describes a batch of its own: 17年启动的五家."""
_HELD_AGAINST = compile_later(
    "够不够|达没达|达不达|有没有(?:到|过|达到|超过)|how far|does (?:it|that) (?:meet|reach|pass)"
)
"""What holds the one spoken of against a requirement, rather than asks for it."""


def _is_held_against(reading: Reading, context: Meaning) -> bool:
    """Tell whether the one spoken of is held against its requirement: 跟标准差多少."""
    one = len(context.communities) == 1 and context.intent in {"value", "check"}
    return one and (reading.any("gap") or _HELD_AGAINST.search(reading.text) is not None)


def _names_all(reading: Reading) -> bool:
    """Tell whether all communities are named by more than a 都 or 分别: 各社区分别多少."""
    named = {"all", "whole", "which", "noun_community", "count_which"}
    codes = [{entry.code for entry in token.entries} for token in reading.tokens]
    return reading.has("city") or any(named & found and "them" not in found for found in codes)


def _joins(reading: Reading) -> bool:
    """Tell whether those named are compared with the ones before: 跟江海、蓝谷比, not 江海和蓝谷比."""
    return len(reading.communities) == 1 or _WITH.match(reading.text) is not None


def _carry_metrics(reading: Reading, context: Meaning, growths: Mapping[str, str]) -> Reading:
    settled = reading.metrics or reading.requirements or any(doubt.metrics for doubt in reading.doubts)
    of_none = reading.any(*_NO_METRIC) and not (reading.any("policy", "intro") and reading.any("requirement"))
    if settled or context.hesitates or not context.metrics or of_none:
        return reading
    of_clause = context.intent == "requirement" and len(context.metrics) == 1 and not reading.any("all")
    others = of_clause or reading.any("follow", "add")
    if _judges_all(reading) and not others and "communities" not in reading.carried:
        return reading
    metrics = context.metrics
    if reading.any("annual"):
        metrics = tuple(growths.get(code, code) for code in metrics)
        if not set(metrics) <= set(growths.values()):
            return reading
    return _carried(replace(reading, metrics=metrics), "metrics")


def _judges_all(reading: Reading) -> bool:
    """Tell whether communities are judged as a whole: 全部社区达标情况, and with a year 2018年哪些没达标."""
    judged = reading.any("verdict", "met", "not_met", "undetermined")
    listed = reading.any("which", "count_which", "noun_community") and bool(reading.years)
    return judged and (reading.any("all") or listed)


def _carry_years(reading: Reading, context: Meaning) -> Reading:
    shown = context.years or ((context.shown,) if context.shown is not None else ())
    if reading.any("year_before") and shown and not reading.years:
        return _carried(replace(reading, years=(min(shown) - 1,)), "years")
    if reading.years or reading.several_years or not context.years or context.hesitates:
        return reading
    if (context.intent == "deadline" and reading.metrics) or (reading.any("glance") and not reading.metrics):
        return reading  # 全市情况 is of the year that answers, whatever was asked before.
    still_missing = context.intent == "missing" and reading.any("missing")
    of_none = reading.any(*_NO_METRIC) and not (reading.metrics and reading.any("intro"))
    held = _is_held_against(reading, context)
    if (of_none or reading.any("trend", "which_year", "requirement", "defined")) and not (still_missing or held):
        return reading
    several = len(context.years) > 1
    return _carried(replace(reading, years=context.years, several_years=several), "years")


def _carried(reading: Reading, part: Part) -> Reading:
    return replace(reading, carried=reading.carried | {part})


def inherit(meaning: Meaning, asked: Asked) -> Meaning:
    """Keep asking what was asked before, about what is named now."""
    reading, context = asked.reading, asked.reading.context
    assert context is not None
    carried: frozenset[Part] = meaning.carried | {"intent"}
    limit = reading.limits[0] if reading.limits else None
    if context.intent in _OF_NO_PLACE and "communities" in meaning.carried:
        meaning = replace(meaning, communities=(), authority=None)
    threshold = _bound_anew(asked, context)
    if context.threshold is not None and threshold is None:
        return meaning
    return replace(
        meaning,
        intent=context.intent,
        carried=carried,
        threshold=threshold,
        verdict=context.verdict,
        limit=limit.count if limit else context.limit,
        ascending=limit.ascending if limit else context.ascending,
        count=context.count,
        whole=context.whole and not meaning.communities,
        facts=context.facts,
        role=context.role,
        people=context.people,
        days=context.days,
    )


def _bound_anew(asked: Asked, context: Meaning) -> Threshold | None:
    """Move the bound of the question before to a figure named now, or turn it: 50%呢, 不到的呢."""
    quantities, metrics = asked.reading.quantities, asked.reading.metrics
    if context.threshold is None or (metrics and not _alike(metrics, context.metrics, asked)):
        return None
    if not quantities or not metrics:
        turned = bare_comparison(asked.reading.text)
        return context.threshold if turned is None else _turned(context.threshold, turned)
    bound = Bound(context.threshold.comparison, quantities[0])
    return threshold_for(bound, metrics[0], asked.lexicon.programme) or context.threshold


def _turned(threshold: Threshold, comparison: Comparison) -> Threshold:
    """Bound by the same figure the other way; of a range by its end on that side."""
    value = threshold.upper if threshold.upper is not None and comparison.startswith(">") else threshold.value
    return replace(threshold, comparison=comparison, value=value, upper=None)


def _alike(metrics: tuple[str, ...], before: tuple[str, ...], asked: Asked) -> bool:
    """Tell whether a bound on the metrics before can be one on these: they have the same unit."""
    measure = asked.lexicon.programme.measure
    return {measure[code].unit for code in metrics} == {measure[code].unit for code in before}
