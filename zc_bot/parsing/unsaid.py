"""What speaks of somebody said before, or of nothing at all, is never answered of everybody: it is asked about.

    那家怎么样了 · who reports for them · 过了会怎样 · 两个都没过的
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zc_bot.parsing.clarify import clarify_reading
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Period
from zc_bot.parsing.query import in_year, named_years
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.running import years_running

POINTS = compile_later(
    "[他它她]们?(?!山)|[这那][几两三四五六][个家]|[这那](?:一)?家|(?:这|那)个?(?:社区|园区)|其中|该社区"
    "|[两几三四](?:个|家|项|条|样)都|(?<![a-z])(?:they|them|those|their|its|both|neither)(?![a-z])"
    "|(?:that|this) (?:one|community)(?![a-z])|^(?:is|was|does|did|has) (?:it|that|this)(?![a-z])"
)
_JOINS = compile_later("都|其中|(?<![a-z])(?:both|neither|those|their)(?![a-z])")
"""What may point at things named in the same text."""
_RUNNING = compile_later(
    "连续|连着|接连|年年|每年|历年|一直|总是|(?<![a-z])(?:running|in a row|every year|always)(?![a-z])"
)
_OF_NOBODY = frozenset({"unknown", "clarify", "help", "remind", "report", "deadline", "export", "briefing", "target"})
"""Intents that are of nobody, or are asked back already."""
_OVER_ALL = ("all", "whole", "which", "count_which", "list", "district", "noun_community")
_MOST = 3
_FEW = 5


def asked_of_nobody(meaning: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Ask whom a text is about that points at somebody, or leaves it unsaid beside a question before, and names none.

    What was spoken of before is offered first, then the answer of all, where the text allows that.
    """
    if before is not None and meaning.intent == "deadline" and _is_of_what_was_said(before, asked):
        return replace(before, question=meaning.question, carried=frozenset({"intent", "communities"}))
    if before is not None and (doubtful := _beside_those_before(meaning, before, asked)):
        return clarify_reading(asked, doubtful, "unclear")
    points = POINTS.search(asked.reading.text) is not None
    not_known = meaning.intent in {"clarify", "unknown"} and not (asked.own or meaning.communities)
    of_somebody = points and _JOINS.search(asked.reading.text) is None
    if of_somebody and before is None and not_known:
        return asked.meaning("unknown", reason="whom")
    named = meaning.communities or meaning.metrics or meaning.requirements or meaning.query is not None
    if meaning.intent in _OF_NOBODY or named or meaning.carried or meaning.facts or meaning.people:
        return meaning
    reading = asked.reading
    asks_how_much = reading.any("much", "gap", "degree", "points")
    over_all = reading.any(*_OVER_ALL) and not asks_how_much  # By how much each, of those before.
    unsaid = meaning.rule == "what is named" and before is not None and not over_all
    if not points and not unsaid:
        return meaning
    offered = [*_of_those_before(meaning, before), *([] if points else [meaning])]
    if not offered:
        return asked.meaning("unknown", reason="whom", implied=())
    return clarify_reading(asked, offered, "unclear")


_SUPPOSES = compile_later(
    "(?:如果|假如|要是|倘若|假设|若是).{0,12}(?:待审|没审|未审|在审|审核|批准|通过)"
    "|(?i:(?<![a-z])(?:if|suppose|assuming)(?![a-z])).{0,30}(?:waiting|pending|review|approv)"
)


def not_supposed(meaning: Meaning, asked: Asked) -> Meaning:
    """Ask back what is asked as if what waits were approved, where the answer would be of how it stands."""
    answered = meaning.rule == "kind: outlook" or meaning.intent in _OF_NOBODY
    if answered or _SUPPOSES.search(asked.reading.typed) is None:  # As an aside it would be left out.
        return meaning
    as_if = [replace(meaning, intent="status", topic="", metrics=(), query=None, verdict=None, count=False)]
    return clarify_reading(asked, as_if if len(meaning.communities) == 1 else [meaning], "unclear")


_DUE = compile_later("截止|期限|限期|[填报交]|deadline|due|submit|report|hand")
_DATED = frozenset({"milestone", "decision", "support"})


def _is_of_what_was_said(before: Meaning, asked: Asked) -> bool:
    """Tell whether 哪天 asks for the date of what was spoken of, and not when figures are due."""
    dated = before.intent in _DATED or before.on_record
    return dated and not (asked.reading.communities or _DUE.search(asked.reading.text))


_ORDERS = frozenset({"rank", "compare", "aggregate", "trend", "growth"})


def _beside_those_before(meaning: Meaning, before: Meaning, asked: Asked) -> tuple[Meaning, ...]:
    """Give what may be asked of the few that were found before, where the answer would be of all of them."""
    reading = asked.reading
    if meaning.communities or meaning.query is not None or reading.any("all", "whole") or reading.has("city"):
        return ()
    if meaning.intent == "why" and before.intent in {"rank", "filter"} and len(before.found) <= _MOST:
        return tuple(replace(meaning, communities=(code,)) for code in before.found)
    carried = "metrics" in meaning.carried and meaning.threshold is None and before.threshold is not None
    if carried and meaning.intent in _ORDERS and not reading.any("which"):
        return before, meaning
    return ()


_MINE = compile_later("我(?:的|报的?|填的?|交的?|还)(?!想|要|问)|(?<![a-z])(?:i|me|my|we|our)(?![a-z])")
_OF_OTHERS = compile_later("谁|[哪几]些?个?(?:家|社区|区|单位)|全市|(?<![a-z])(?:who|anyone|everyone|which communit)")


def of_own(meaning: Meaning, asked: Asked) -> Meaning:
    """Take 我还差哪些数没报 as of the asker's own communities, where they have some."""
    text = asked.reading.text
    mine = _MINE.search(text) is not None and _OF_OTHERS.search(text) is None
    if not (mine and asked.own) or meaning.communities or meaning.intent not in {"missing", "provenance"}:
        return meaning
    return replace(meaning, communities=asked.own, implied=())


_HELD_AGAINST = compile_later(
    "(?:比|较|对比|相比|[跟和与同](?=.{0,8}比)|(?<![a-z])(?:than|over|from|since|versus|vs|against|on))[ 了]*$"
)


def since_that_year(meaning: Meaning, asked: Asked) -> Meaning:
    """Count from the year that a figure is held against: 比19年高了几个百分点 is of the last year on 2019."""
    years, last = asked.reading.years, asked.today.year - 1
    if meaning.intent != "growth" or meaning.query is not None or len(years) != 1 or years[0] >= last:
        return meaning
    token = next((one for one in asked.reading.tokens if isinstance(one.datum, Period)), None)
    if token is None or _HELD_AGAINST.search(asked.reading.text[: token.start]) is None:
        return meaning
    growths = {one.code for one in asked.lexicon.programme.derived if one.of}
    if growths & {*meaning.metrics} or "years" in meaning.carried:
        return meaning
    return replace(meaning, years=(years[0], last))


_WHICH_OF_TWO = compile_later(
    "是(?!.{0,4}[多少高低大小涨跌升降增减快慢]).{1,10}还是.{1,10}|算不算|算进去|算在内|计不计|算进来|包不包括|包括不包括|含不含|计入不计入|计进去"
    "|(?<![a-z])(?:year end or|or (?:the )?(?:annual |yearly )?average|do(?:es)? .{1,24} count)(?![a-z])"
)


def defined_so(meaning: Meaning, asked: Asked) -> Meaning:
    """Say what a figure is where it is asked which of two it is, or what counts as it: 是年末数还是全年平均."""
    reading = asked.reading
    asks = meaning.intent in {"clarify", "unknown", "value", "aggregate", "rank"} and meaning.query is None
    metrics = meaning.metrics or reading.metrics
    of_some = reading.communities or reading.has("city")  # 把港闸那家算进来又是多少 adds one up.
    if not asks or of_some or len(metrics) != 1 or reading.years or _WHICH_OF_TWO.search(reading.text) is None:
        return meaning
    return asked.meaning("definition", metrics=metrics, communities=(), rule="which of two")


def by_the_same_rule(meaning: Meaning, before: Meaning | None) -> Meaning:
    """Judge by the requirement that was spoken of, where none is named: R10是啥, 通创过没过; 里头崇川的有没有."""
    if before is None or meaning.query is not None or meaning.metrics or meaning.requirements:
        return meaning
    judged = meaning.intent == "check" or (meaning.intent == "filter" and meaning.verdict is not None)
    of_rule = before.intent in {"requirement", "definition"}
    of_one = of_rule or (before.intent == "filter" and before.verdict is not None)
    spoken_of = len(before.requirements) == 1 or len(before.metrics) == 1
    if not (judged and of_one and spoken_of) or meaning.rule == "what is named":
        return meaning
    return replace(
        meaning, metrics=before.metrics, requirements=before.requirements, carried=meaning.carried | {"metrics"}
    )


_WHETHER = compile_later("^(?:is|are|was|does|do|did|has|have) ")
_OF_WHOM = compile_later(
    "责任主体|责任单位|哪个?区|归谁|谁负责|谁管|启动|载体|方向|产业|备案|which district|authorit|start"
)
_OF_WHICH = compile_later(
    "哪(?:些|几个?|个|一个?)?(?:责任主体|责任单位|单位|区|县|市|年)|which (?:district|authorit|year)"
)
_FIRST = compile_later("第[一1]|首位|排头|榜首|(?<![a-z])(?:first|top|best|winner|leader)(?![a-z])")
_LAST = compile_later("垫底|末[位尾名]|最后|倒数第?[一1]|(?<![a-z])(?:last|bottom|worst|lowest)(?![a-z])")
_LISTS = frozenset({"rank", "filter", "check", "directory", "compare"})
_ABOUT_PLACES = frozenset({"programme", "directory", "unknown", "clarify"})


def as_verdict(meaning: Meaning, asked: Asked) -> Meaning:
    """Judge a community where it is asked whether it is as required, and not what is required: is its area right."""
    whether = meaning.intent == "requirement" and meaning.communities and _WHETHER.search(asked.reading.text)
    return replace(meaning, intent="check", requirements=()) if whether else meaning


def of_whom_was_spoken(meaning: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Keep to those spoken of what would be answered of all, or in general, though nobody else is named.

    能达…增幅, 那按要求达没达标 · 高新占比低于60%的, 都是哪些责任主体的 · 排名, 第一名哪年启动的
    """
    reading = asked.reading
    if before is None or meaning.communities or meaning.query is not None or reading.communities:
        return meaning
    first = before.found[:1] if before.intent == "rank" and before.limit == 1 else ()
    of_first = bool(first) and meaning.intent in _COURSES and _IT.search(reading.text) is not None
    if of_first and not (reading.any("all", "whole") or reading.has("city")):
        return _of(meaning, first)  # How much has it grown since 2020, after the biggest one.
    few = 0 < len(before.found) <= _FEW and before.intent in _LISTS
    among = reading.any("which", "count_which")
    listed = before.intent == "directory" and few and not (reading.any("whole") or reading.has("city"))
    if listed and meaning.intent in _ORDERS and meaning.metrics and not among:
        return _of(meaning, before.found)
    if reading.any("all", "whole", "district") or reading.has("city"):
        return meaning
    if meaning.intent == "check" and not among and 0 < len(before.communities) <= _FEW:
        return _of(meaning, before.communities)
    if meaning.intent == "check" and not among and few and before.intent == "filter":
        return _of(meaning, before.found)
    if (among and _OF_WHICH.search(reading.text) is None) or (meaning.years and not meaning.carried):
        return meaning  # 哪些社区备案了 asks among all, 17年启动的 describes others.
    about = meaning.intent in _ABOUT_PLACES and not meaning.choices and _OF_WHOM.search(reading.text) is not None
    if about and before.intent in _LISTS and _FIRST.search(reading.text) and before.found:
        return replace(_of(meaning, before.found[:1]), intent="directory", facts=(), reason=None)
    if about and few and _LAST.search(reading.text) is None:
        return replace(_of(meaning, before.found), intent="directory", facts=(), reason=None)
    return meaning


_FEW = 8
_IT = compile_later("[它其]|该社区|(?<![a-z])its?(?![a-z])")
_COURSES = frozenset({"trend", "growth", "value", "aggregate"})


def _of(meaning: Meaning, communities: tuple[str, ...]) -> Meaning:
    return replace(meaning, communities=communities, implied=(), carried=meaning.carried | {"communities"})


_AMONG = compile_later(
    "(?:里头|里面|其中|当中|它们中|他们中)"
    "|(?<![a-z])(?:which|any|who|how many|and|out) ?of (?:those|them|these)(?![a-z])|(?<![a-z])among (?:them|those)"
)


def among_those(meaning: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Keep to those that were found what asks among them: who failed R3, which of those passed R4."""
    chosen = before is not None and (before.intent in _LISTS or before.intent == "missing") and before.found
    asks = meaning.intent in {"filter", "directory"} and not meaning.communities
    if before is not None and asks and _is_one_of_those(meaning, before, asked):
        return _of(meaning, before.communities)
    if before is None or not asks or _AMONG.search(asked.reading.text) is None:
        return meaning
    if before.intent == "clarify":
        return asked.meaning("unknown", reason="whom", communities=(), metrics=(), years=())
    if not chosen:
        return meaning
    found = before.found
    if meaning.intent == "directory" and meaning.years:
        begun = asked.lexicon.programme.community
        found = tuple(code for code in found if begun[code].start in meaning.years)
        return replace(_of(meaning, found), years=()) if found else meaning
    query = meaning.query
    if query is not None:
        if query.places.codes or query.ask not in {"places", "count"} or len(found) < 2:
            return meaning
        query = replace(query, places=replace(query.places, codes=found))
        if before.shown is not None and not named_years(query):
            query = in_year(query, before.shown)
    return replace(_of(meaning, found), query=query)


_BOTH = compile_later("两(?:个|项|样|条)都|都(?:达标|过|合格)|(?<![a-z])both(?![a-z])")


def both_judged(meaning: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Judge both figures of the community that was spoken of: 该社区投资占比, 两个都达标吗."""
    if before is None or meaning.intent != "check" or meaning.communities or meaning.requirements:
        return meaning
    metrics = dict(before.mentions).get("metrics", ())
    if len(before.communities) != 1 or len(metrics) < 2 or _BOTH.search(asked.reading.text) is None:
        return meaning
    return replace(meaning, communities=before.communities, metrics=tuple(metrics), authority=None)


_WHICH_ONE = compile_later("哪(?:一)?(?:个|家)|谁|(?<![a-z])which one(?![a-z])")


def _is_one_of_those(meaning: Meaning, before: Meaning, asked: Asked) -> bool:
    """Tell whether it is asked which of a few that were held side by side a condition holds of: 够20万的是哪个."""
    few = before.intent in {"compare", "value"} and 1 < len(before.communities) <= _FEW
    plain = meaning.intent == "filter" and "metrics" in meaning.carried and meaning.query is None
    return few and plain and _WHICH_ONE.search(asked.reading.text) is not None


def year_by_year(meaning: Meaning, asked: Asked) -> Meaning:
    """Offer each of several years of what is answered of one year only: who was late three years running."""
    if meaning.intent not in {"missing", "timeliness"} or meaning.arrival is not None:
        return meaning
    text, last = asked.reading.text, asked.today.year - 1
    years: Sequence[int] = years_running(text, meaning.years, asked.today)
    if len(meaning.years) > 1:
        years = meaning.years
    if not years and _RUNNING.search(text) is not None:
        years = range(last, last - _MOST, -1)
    of_each = [replace(meaning, years=(year,)) for year in years]
    return clarify_reading(asked, of_each[:_MOST], "unclear") if of_each else meaning


def _of_those_before(meaning: Meaning, before: Meaning | None) -> Iterator[Meaning]:
    """Give the same question of each community that was spoken of."""
    if before is None:
        return
    for code in (before.communities or before.found)[:_MOST]:
        intent = "check" if meaning.intent in {"status", "programme", "directory"} else meaning.intent
        yield replace(meaning, intent=intent, topic="", communities=(code,), implied=())


_WHETHER = compile_later(
    "(?:没有?|吗|嘛|么|否|不)[?？。!！ ]*$|有没有(?![^|]*的$)|是否|是不是"
    "|^(?:and |so )?(?:did|does|do|has|have|is|was|were)(?![a-z])"
)
_OF_THOSE = compile_later("的(?:社区|单位|地方|有|,|，| )|(?<![a-z])(?:any|which|who|anyone|ones?)(?![a-z])|communit")
_SAYS_MORE = (
    "which", "count_which", "list", "noun_community", "all", "growth", "trend", "prior", "compare", "year_on_year",
    "mean", "start", "met", "not_met",
)


def of_the_whole(asked: Asked) -> Meaning | None:
    """Give the city's own figure where it is asked whether the city as a whole is there: 全市高新占比到六成没."""
    reading = asked.reading
    held = len(reading.bounds) == 1 and len(reading.metrics) == 1 and reading.any("whole") and len(reading.years) < 2
    if not held or reading.communities or reading.carried or reading.any(*_SAYS_MORE):
        return None
    if _OF_THOSE.search(reading.text) is not None or _WHETHER.search(reading.text) is None:
        return None
    return asked.meaning("aggregate", whole=True).changed(rule="the whole against a bound")
