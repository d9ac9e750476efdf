"""What a question says must show in its meaning; what would change the answer and was used by no rule is asked about.

A rule looks for what it needs. Whatever else was said (a second bound, an exclusion, another whole) is found here,
so that no rule has to think of all the others.
"""

from __future__ import annotations

from itertools import pairwise

from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.composition.values import OF_ONE_AUTHORITY
from zc_bot.parsing.composition.words import find_follow_words, operates, senses
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.tokens import Token

_FIGURES = frozenset({"value", "compare", "trend", "growth", "rank", "filter", "aggregate", "check"})
_OPERATING = frozenset({
    "annual", "ascending", "bottom", "compare", "degree", "district", "exam", "gap", "growth", "items", "mean", "met",
    "missing", "not_met", "place_of", "points", "prior", "rank", "ratio", "requirement", "source", "start", "state",
    "sufficient", "sum", "top", "trend", "undetermined", "verdict", "which_year", "whole", "without", "year_on_year",
})
"""Senses of words that change what is asked; every other only asks, or names."""
_USED = {
    intent: frozenset(used.split())
    for intent, used in {
        "aggregate": "district mean sum whole",
        "check": "annual compare exam gap growth items met missing not_met requirement state sufficient sum verdict "
        "whole without",
        "compare": "bottom compare degree state",
        "filter": "compare items met not_met undetermined verdict whole without",
        "growth": "annual compare degree growth points prior state trend without year_on_year",
        "missing": "compare gap items missing state whole without",
        "provenance": "source",
        "rank": "annual ascending bottom compare degree growth place_of rank state top whole",
        "requirement": "annual bottom exam growth points requirement sufficient sum verdict whole",
        "trend": "compare gap growth state trend which_year whole",
        "value": "ratio state sum without",
    }.items()
}
"""What each answer uses of them. Beside a word that it has no use for, it is offered and not given."""
_EXCLUDING = compile_later(
    "(?<!是)(?<!要)(?<!行)(?:不是|并非|不要|不看|不问|不查|别问|不算|不含|不包括|不计|别看|别要|别算|除了|除去"
    "|除开|除)"
    "|(?:没有|没|无)(?:未|不|没)"
    "|(?<![a-z])(?:except|excluding|without(?= [a-z])|other than|but not|(?:every(?:one|body)|all|any(?:one)?) but)"
    "(?![a-z])"
)
_ASKING_BOTH_WAYS = compile_later(
    "是不是|要不要|行不行|包不包[括含]|包[括含]不包[括含]|[算含计]不[算含计](?:数|进去|在内)?|不是一回事|同不同"
    "|算不合格|不合格|不判|除以"
    "|(?<![a-z])(?:worked|work|works|carried|spelt|spelled) out(?![a-z])"
)
_LEFT_OUT = compile_later(
    "去掉|拿掉|去除|剔掉|删掉|(?:^|please |just |now |then )(?:drop|remove|leave out|take out|minus) "
)
_THEY = compile_later(
    "[他它她]们?|[这那](?:[几两三四五六][个家]|些(?!年|天|数|指标|项))|其中|该社区|^[这那]?(?:里头|里面|当中|之中)"
    "|(?<![a-z])(?:they|them|those|these|its|their|there)(?![a-z])"
)
_THAN_THAT = compile_later(
    "(?:高于|低于|超过|大于|小于|多于|少于|不到|不足|没到)(?:这|那|该)"
    "|(?<![a-z])(?:above|below|over|under|than) (?:it|that|this)(?![a-z])"
)
"""A bound by the figure that was answered before: 高于这个数的有谁."""
_THAT_ONE = compile_later("那[个家](?:社区)?[,，的 ]|(?:that|this) (?:one|community)")
_PARKS = compile_later("^(?:[只光单]看|只要)?(?:那些)?园区(?!类)")
"""Either all of them, or those whose authority is a zone."""
_SEVERAL = compile_later(
    "[他它她]们|[这那](?:[几两三四五六][个家]|些(?!年|天|数|指标|项))|(?<![a-z])(?:them|those|these)(?![a-z])"
)
_BEST_YEAR = compile_later("(?<![a-z])(?:best|worst|peak|top|lowest|highest|strongest|weakest) years?(?![a-z])")
_SO_MANY_THINGS = compile_later("[这那]?[两二三四几](?:样|项|个数字?|个指标|块)")
_ALWAYS = compile_later(
    "从未|从没|从来|一直|始终|险些|差点"
    "|(?<![a-z])(?:never|always|rarely|seldom|hardly|nearly|almost)(?![a-z])"
)
_RUNNING = compile_later("连着|连续|接连|(?<![a-z])(?:in a row|running|consecutive|straight)(?![a-z])")
_DROPPED = compile_later(".{1,8}不[要看用]了?")
_ONLY = compile_later("只有|仅有|只剩")
_EVERY_YEAR = compile_later("每一?年(?!均|平均|增)|各年|年年(?![底末初度均])|连续|连着|没有哪")
_PUT_TOGETHER = frozenset({
    "outside", "rest", "median", "times", "share", "who", "which_year", "which_years", "rising", "every_year",
    "met_count", "failed_count", "zone",
})
"""Senses of words that only a composed question answers."""


_BEYOND = {
    intent: frozenset(words.split())
    for intent, words in {
        "value": "superlative limit multiple rising each_years place_of median mean gap direction than share",
        "compare": "superlative limit multiple rising each_years place_of median mean share takes",
        "trend": "superlative limit multiple each_years place_of median mean share takes predicate sign",
        "growth": "superlative limit multiple rising each_years place_of median share takes predicate sign gap",
        "rank": "multiple rising each_years median mean share takes predicate sign gap than",
        "filter": "superlative limit multiple rising each_years place_of median mean share takes direction gap than",
        "aggregate": "superlative limit multiple rising each_years place_of median share takes direction gap than "
        "predicate sign",
        "check": "superlative limit multiple rising each_years place_of median mean share takes than",
    }.items()
}
"""The categories of words that a single rule's answer has no use for: what the grammar could not read is offered."""
_MORE = frozenset({"degree", "superlative", "fastest"})


def operates_beyond(meaning: Meaning, whole: Whole) -> bool:
    """Tell whether a text that the grammar can't read whole puts more together than its single rule answers."""
    if meaning.intent not in _FIGURES or meaning.query is not None:
        return False
    edges = [{edge.category for edge in span.edges} for span in whole.spans if span.edges]
    beyond = _BEYOND[meaning.intent]
    if any(categories <= beyond for categories in edges):
        return True
    several = sum(span.any("place") for span in whole.spans) > 1 and meaning.intent == "aggregate"
    if several and any(not span.edges and operates(whole.text_of(span)) for span in whole.spans):
        return True  # 能不能顶过 holds one sum against another.
    groups = [edge.value for span in whole.spans for edge in span.edges if edge.category == "place"]
    if any(len(group) > OF_ONE_AUTHORITY and not set(group) <= set(meaning.communities) for group in groups):
        return True  # Among the 2018 starters: a group that the rules don't know.
    said = set().union(*edges)
    if meaning.intent in {"trend", "growth"} and "which" in said and said & _MORE and "direction" in said:
        return True  # 谁的就业涨得快 wants a winner.
    if meaning.intent in {"trend", "growth"} and moves_apart(whole):
        return True  # 产值降了但人数还涨的有哪些 chooses by two ways of moving.
    if meaning.intent == "rank" and "year_noun" in said:
        return True  # 从业人员最少的那年有几家社区 asks of a year.
    return meaning.intent == "rank" and "place_of" in said and bool(said & {"superlative", "limit"})


def moves_apart(whole: Whole) -> bool:
    """Tell whether several figures are each said to move."""
    return all(sum(span.any(category) for span in whole.spans) > 1 for category in ("metric", "direction"))


def unaccounted(meaning: Meaning, asked: Asked) -> bool:
    """Tell whether the text holds something that changes the answer and that `meaning` leaves out."""
    if meaning.intent == "requirement" and meaning.communities and _over_time(asked):
        return True  # Has Nengda ever fallen short of it?
    if meaning.intent not in _FIGURES:
        return _leaves_over(meaning, asked)
    if "metrics" in meaning.carried and meaning.threshold is None and _THAN_THAT.search(asked.reading.text):
        return True
    if "intent" in meaning.carried:
        unbound = bool(asked.reading.bounds) and meaning.threshold is None and meaning.intent != "check"
        return unbound or _drops(asked) or _references(meaning, asked)
    if _leaves_over(meaning, asked):
        return True
    checks = (
        _amounts, _limits, _degrees, _wholes, _selections, _subjects, _composed, _references, _relations, _chooses
    )
    return excludes(asked) or _drops(asked) or any(check(meaning, asked) for check in checks)


def _leaves_over(meaning: Meaning, asked: Asked) -> bool:
    """Tell whether a word operates that this kind of answer has no use for: 蓝谷有几年没达标 as of one year."""
    used = _USED.get(meaning.intent)
    if meaning.intent == "check" and len(meaning.communities) > 1 and asked.reading.any("gap"):
        return True  # A与B差多少 asks how far they are apart.
    if meaning.intent == "programme":
        quantities = asked.reading.quantities
        plain = bool(meaning.facts) or not asked.reading.any("without", "not_met")
        figures = asked.reading.metrics and asked.reading.years and not meaning.metrics
        figures = figures or any(one.unit is not None and one.unit.dimension == "share" for one in quantities)
        return bool(asked.reading.bounds or figures) or not plain
    if meaning.intent == "filter" and asked.reading.any("goal_built"):
        yesno = asked.lexicon.yesno.issuperset(meaning.metrics)
        return not (meaning.metrics and yesno)  # 建成的社区里 chooses by a stage.
    return used is not None and bool((asked.reading.cues & _OPERATING) - used)


def _drops(asked: Asked) -> bool:
    """Tell whether somebody is to be left out who was not among those spoken of: 去掉崇川呢, drop Rudong."""
    return "communities" not in asked.reading.carried and _LEFT_OUT.search(asked.reading.text) is not None


def begins_with_them(text: str) -> bool:
    """Tell whether a text begins with those spoken of before: 其中高新过60的."""
    return _THEY.match(text) is not None


def _references(meaning: Meaning, asked: Asked) -> bool:
    """Those spoken of, by a word for them, where the answer is of nobody in particular or of another number."""
    things = _SO_MANY_THINGS.search(asked.reading.text)
    if things is not None and "metrics" in meaning.carried and len(meaning.metrics) < 2:
        return True  # 这两样, of one.
    if meaning.query is not None or not _THEY.search(asked.reading.text):
        return False
    words = (edge for _, _, edge in find_follow_words(asked.reading.text))
    counts = {edge.value for edge in words if edge.category == "reference" and isinstance(edge.value, int)}
    if counts and meaning.metrics and len(meaning.communities) not in counts:
        return True
    if len(meaning.communities) == 1 and _SEVERAL.search(asked.reading.text):
        return True
    stricter = "metrics" in asked.reading.carried and bool(asked.reading.bounds)
    return not (meaning.communities or meaning.whole or stricter)


def _relations(meaning: Meaning, asked: Asked) -> bool:
    """One figure against another, a sum on one side, always and never: only composed questions answer those."""
    reading = asked.reading
    if meaning.intent in {"filter", "check"} and _ALWAYS.search(reading.text):
        return True
    if meaning.intent in {"growth", "rank"} and _RUNNING.search(reading.text):
        return True
    if reading.any("sum") and meaning.intent == "compare":
        return True
    if not meaning.communities and _PARKS.search(reading.text):
        return True
    against = any(reading.part(token) == "比" for token in reading.tokens)
    return against and meaning.intent in {"rank", "filter", "aggregate"} and not reading.any("prior")


def _amounts(meaning: Meaning, asked: Asked) -> bool:
    """A second bound, one that selects nothing or is denied, a figure beside them, three of two spoken of before."""
    reading = asked.reading
    if any(_is_year(quantity) for bound in reading.bounds for quantity in (bound.quantity, bound.upper)):
        return True  # Between 2021 and 2024 are years.
    if len(reading.bounds) > 1 or (reading.bounds and (meaning.threshold is None or _is_denied(reading))):
        return True
    counted = [one for one in reading.quantities if _counts_communities(one, asked)]
    if "communities" in meaning.carried and any(one.value != len(meaning.communities) for one in counted):
        return True
    return meaning.intent != "check" and len(counted) < len(reading.quantities)


def _over_time(asked: Asked) -> bool:
    over_time = {"ever", "never", "every_year", "which_years"}
    return any(category in over_time for category, _ in senses(asked.reading.text))


def _is_year(quantity: Quantity | None) -> bool:
    bare = quantity is not None and quantity.unit is None and not quantity.scaled
    return bare and quantity is not None and quantity.value in range(2012, 2050)


def _is_denied(reading: Reading) -> bool:
    """Tell whether a 没 stands before something; at the end it only asks: 到5000人了没有."""
    content = [token for token in reading.tokens if not token.has("filler")]
    return any(entry.code == "without" for token in content[:-1] for entry in token.entries)


def _counts_communities(quantity: Quantity, asked: Asked) -> bool:
    """Tell whether a figure only says of how many communities is spoken: 这两家."""
    unit, few = quantity.unit, quantity.value <= len(asked.lexicon.programme.communities)
    return unit is not None and unit.dimension == "count" and few and not asked.reading.bounds


def _limits(meaning: Meaning, asked: Asked) -> bool:
    """Two ends at once, or an order that the answer does not follow."""
    return len(asked.reading.limits) > 1 or (bool(asked.reading.limits) and meaning.intent != "rank")


def _degrees(meaning: Meaning, asked: Asked) -> bool:
    """A comparison, 高 or 更多, of what the answer does not compare."""
    if not asked.reading.any("degree"):
        return False
    if meaning.intent in {"growth", "trend"}:
        return False
    return meaning.intent not in {"compare", "rank"} or len(meaning.communities) == 1


def excludes(asked: Asked) -> bool:
    """Tell whether the text sets something apart: 不看通创, 除了, without counting; not what was dropped already."""
    if "communities" in asked.reading.carried and _DROPPED.fullmatch(asked.reading.text):
        return False
    text = _ASKING_BOTH_WAYS.sub("", asked.reading.text)
    if any(category in {"except", "outside"} for category, _ in senses(text)):
        return True
    return bool(_EXCLUDING.search(text))


_CHOOSES = compile_later(
    "的(?:众创)?社区(?:有|是|都|$|[吗呢啊?]|哪)|(?:communities|ones) (?:that|which|who|where|whose)(?![a-z])"
)
_CHOOSES_NONE = frozenset({"trend", "aggregate", "growth", "value"})
_YEARS_OF = compile_later("都.*的(?:有|是)?(?:哪些|谁|几家)?$|(?:each|all|every|both).*$")


def _chooses(meaning: Meaning, asked: Asked) -> bool:
    """Tell whether communities are to be chosen, …的社区有吗, and the answer would choose none."""
    reading = asked.reading
    if meaning.intent == "check" and len(meaning.years) > 1 and not reading.communities:
        return _YEARS_OF.search(reading.text) is not None
    if meaning.intent not in _CHOOSES_NONE or reading.communities:
        return False
    units = {asked.lexicon.programme.measure[code].unit for code in meaning.metrics}
    counts = reading.any("count_which") and not units & {"家", "个"}  # 新增企业几家 is a figure.
    return counts or _CHOOSES.search(reading.text) is not None


_HELD = compile_later("[比较对到至]|than|from|over|between")
"""What holds one year against another."""
_SO_MANY_YEARS = compile_later(
    "[两二三四五六七八九十][个]?年(?:里|间|下来)?(?:累计|合计|一共|总共|加起来|加总|总计|都|均|全都)"
)
"""三年累计, 两年都, without saying which."""


def _wholes(meaning: Meaning, asked: Asked) -> bool:
    """A share of another whole, a mean over communities, a sum of years."""
    reading = asked.reading
    if "metrics" in meaning.carried and meaning.intent == "aggregate" and ("how_many", True) in senses(reading.text):
        return True  # 总共几家 counts those who were listed.
    several = len(meaning.metrics) > 1 and not _HELD.search(reading.text)
    if meaning.intent == "growth" and len(reading.years) > 1 and (several or "还是" in reading.text):
        return True  # 23年涨得快还是24年涨得快 asks of two growths.
    if len(reading.years) < 2 and _SO_MANY_YEARS.search(reading.text):
        return True
    if any(reading.part(left) in {"占", "占了"} and _is_whole(right) for left, right in pairwise(reading.tokens)):
        return True
    if reading.any("sum") and meaning.intent == "check" and len(meaning.communities) > 1:
        return True  # 合起来够不够全市三成 adds before it judges.
    if reading.any("sum") and meaning.intent == "trend":
        return True
    if reading.any("mean") and meaning.intent != "aggregate" and not reading.any("annual"):
        return True
    shares = set(asked.lexicon.share_codes)
    return reading.any("ratio") and bool(meaning.metrics) and shares.isdisjoint(meaning.metrics)


def _is_whole(token: Token) -> bool:
    kinds = {"community", "authority", "collision", "city"}
    return any(e.kind in kinds or (e.kind == "cue" and e.code in {"whole", "district"}) for e in token.entries)


def _selections(meaning: Meaning, asked: Asked) -> bool:
    """A winner of one metric asked for another, two things to have or not, exactly so many, two spans at once."""
    reading, several = asked.reading, len(meaning.metrics) > 1
    if meaning.intent == "rank" and meaning.limit == 1 and len(meaning.years) == 2 and _THAT_ONE.search(reading.text):
        return True  # 去年最多的那个社区，前年是多少 is of one of them.
    if meaning.intent == "rank" and len(meaning.years) > 2 and meaning.limit == 1:
        return True  # 19到24年谁涨得最快 is no first of each year.
    if meaning.intent == "rank" and not several and reading.any("carrier") and _firsts(reading) > 1:
        return True  # 载体最大的和孵化器最多的 are two.
    if meaning.intent == "rank" and several and _firsts(reading) == len(meaning.metrics):
        return meaning.limit != 1 or len(meaning.communities) == 1
    if meaning.intent == "rank" and several:
        return meaning.limit is not None or len(meaning.communities) == 1 or reading.any("without")
    if meaning.intent == "growth" and len(meaning.communities) > 1:
        return len(reading.years) > 1
    if meaning.intent == "filter" and (len(reading.years) > 1 or (several and meaning.threshold is not None)):
        return True
    listed = meaning.intent == "filter" or (meaning.intent == "check" and len(reading.years) > 1)
    if listed and reading.any("met", "verdict") and reading.any("not_met"):
        return True  # 22年不达标，24年达标了的 asks of both.
    return meaning.intent == "filter" and bool(_ONLY.search(reading.text))


def _firsts(reading: Reading) -> int:
    """Count the figures of which the first is asked, each with its own word: 人最多的和产值最高的是不是同一家."""
    called = [{entry.code for entry in token.entries if entry.kind == "cue"} for token in reading.tokens]
    return sum("top" in codes for codes in called)


def _subjects(meaning: Meaning, asked: Asked) -> bool:
    """A carrier's figure, or communities chosen by when they started."""
    reading = asked.reading
    if not meaning.metrics:
        return False
    return bool(reading.carriers) or (reading.any("start") and meaning.intent != "check")


def _composed(meaning: Meaning, asked: Asked) -> bool:
    """A word that puts things together, of a question that the grammar could not read: 按区, 中位数, 每年都."""
    reading, found = asked.reading, set(senses(asked.reading.text))
    if _BEST_YEAR.search(reading.text) and meaning.intent != "trend":
        return True
    if any(category == "place_of" for category, _ in found) and meaning.intent not in {"rank", "check"}:
        return True
    if ("by", "authority") in found or any(category in _PUT_TOGETHER for category, _ in found):
        return True
    if meaning.intent in {"filter", "rank"} and (("or", True) in found or reading.any("missing", "sum")):
        return True
    if meaning.intent == "rank" and reading.any("top") and reading.any("bottom"):
        return True
    return meaning.intent not in {"trend", "growth"} and bool(_EVERY_YEAR.search(reading.text))
