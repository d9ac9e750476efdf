"""Reads what is asked of figures that were handed in: 压得最久还没审的是哪条, who signed off Langu's 2023 numbers.

A text is one of these where every word of it is known: a state, what is asked, who, when, and which figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zc_bot.parsing.back_to import find_back
from zc_bot.parsing.filed import Filed, Row, State, Wanted
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.senses import Senses
from zc_bot.parsing.tokens import Entry, Token

STATES: tuple[State, ...] = ("returned", "waiting", "approved", "reported")
"""Of several, the first is asked about: 没通过退回来的, 待审没批的, 报的退了几条."""
ASKS: tuple[Wanted, ...] = ("oldest", "latest", "share", "why", "when", "who", "count", "which", "whether")
ROWS: tuple[Row, ...] = ("authority", "community", "person", "metric")
_OTHERS = ("mine", "others", "own", "plain", "only", "most", "received")
_WORDS = Senses("filed", (*STATES, *ASKS, *(f"by_{row}" for row in ROWS), *_OTHERS))
_NOT = compile_later(
    "(?:没有?|未|未曾|不曾|待|等着?|要|该|需要?|正?在|排队)(?:被|经|给|有?人|我|全部?|都|完全|真正|经过|去)*$"
    "|(?<![a-z])(?:not|never|without being|(?:has|have|is|are|was|were|did|do|does)nt)(?: (?:yet|been|being|get|got|"
    "fully|all|ever|actually|really))* $"
)
"""What stands before a review that did not take place yet."""
_OF_NO_FIGURES = compile_later(
    "(?:批|审批|批准|批复|核准|认定)了?(?:几|多少)(?:个|家)?(?:众创)?社区"
    "|review(?:ed|ing)? (?:it )?again|再审|重审"
)
"""It is communities that were approved (南通一共批了几个众创社区), or how something is done (要不要再审)."""
_NOT_REPORTED = compile_later(
    "(?:没有?|未|还没|没能|漏)(?:报|交|填|提交|上报)|(?<![a-z])(?:not|never|havent|hasnt|didnt)(?: yet| been)* "
    "(?:filed?|report(?:ed)?|submit(?:ted)?|hand(?:ed)? in|sen[dt] in)(?![a-z])"
    "|(?<![a-z])(?:still|left|yet|need|have|has|got|must|supposed) (?:have |need |got |has )?to (?:be )?"
    "(?:filed?|report(?:ed)?|submit(?:ted)?|hand(?:ed)? in|sen[dt] in|fill(?:ed)? in)(?![a-z])"
)
"""What was not handed in is asked of the year's collection."""
_IN_FULL = alternatives("arrival.complete")
"""Who handed all in, and how far that is reviewed, is asked of communities: 报全了但还没审完的."""
_EACH = compile_later("各(?!社区|区|家|项|个)|分别")
_OF_ONE_FIGURE: frozenset[Wanted] = frozenset({"who", "when", "whether"})
"""What is asked of what was spoken of before, where nothing is named: 谁审的, by whom."""


def read_filed(asked: Asked, context: Meaning | None) -> Meaning | None:
    """Read what is asked of what was handed in; None for any other text.

    context: the question before, of which a text without a state of its own asks more: 什么理由, the oldest one.
    """
    text = asked.reading.text
    if not _may_be(text, context):
        return None
    said = _said(asked)
    if said is None or _asks_of_each(text):
        return None
    before = None if context is None else context.filed
    reports = not asked.reading.metrics and _counts_reports(said)  # 我报的总产值是多少 asks for the figure.
    states = [state for state in STATES if state in said and (state != "reported" or reports)]
    asks: Wanted | None = next((one for one in ASKS if one in said), None)
    if len(states) > 1 and states[1] != "reported":
        asks = "whether"
    if not states and (before is None or asked.reading.metrics):
        return None
    if states == ["approved"] and asks == "count" and "reported" in said and not said & {"mine", "others"}:
        asks = "share"  # 报了多少审了多少, approved against submitted
    if states == ["reported"] and asks == "whether":
        asks = "count"
    rows = [row for row in ROWS if f"by_{row}" in said]
    if {"who", "most"} <= said and not rows:
        rows, asks = ["person"], "count"
    named = bool(asked.reading.communities or asked.reading.metrics or asked.reading.years)
    if "most" in said and states[:1] == ["waiting"] and rows:
        asks = "count"  # 哪个区没审的最多: the rows come in that order.
    elif "most" in said and states[:1] not in (["approved"], ["reported"]):
        return None  # 退回最多的是谁 is of places.
    if states and states[0] != "waiting" and not (asks or rows or "only" in said):
        return None  # 通过, 退回观音山从业人员
    if not states and not (asks or rows or said & {"only", "mine", "others"} or named):
        return None
    back = find_back(text, asked.today)
    days = None if back is None else (back.first, back.last)
    if states:
        filed = Filed(states[0], asks or "which", by=rows[0] if rows else "", days=days)
        if before is not None and before.person and not (named or rows or said & {"mine", "others", "own"}):
            filed = replace(filed, person=before.person)  # 孙丽报了几条, 退了几条
    else:
        assert before is not None
        if asks in {"who", "when"} and before.asks in {"oldest", "latest"}:
            asks = before.asks  # Who submitted it, after the oldest one: its answer says who, and when.
        filed = replace(before, asks=asks or before.asks, by=rows[0] if rows else before.by, days=days or before.days)
    filed = replace(filed, mine="mine" in said or (not states and filed.mine), others="others" in said)
    of_all = "others" in said or rows or asked.reading.any("all", "whole") or asked.reading.has("city")
    own = asked.own if said & {"own", "mine"} else ()
    unsaid = () if of_all else asked.own
    meaning = _of_what(asked, filed, context, own, stated=bool(states))
    if not (meaning.communities or meaning.metrics):
        meaning = replace(meaning, communities=unsaid)  # Who reports asks of their own.
    return None if _is_of_one_figure(meaning, filed) else meaning


def _asks_of_each(text: str) -> bool:
    """Tell whether several states are each asked about: 通过几个退回几个, 待审的和退回的各有多少."""
    found = [(start, sense) for start, _, sense in _found(text)]
    states = {start: sense for start, sense in found if sense in STATES and sense != "reported"}
    counts = {start for start, sense in found if sense in {"count", "which"}}
    several = len({*states.values()}) > 1
    between = any(min(states, default=0) < start < max(states, default=0) for start in counts)
    return several and (between or _EACH.search(text) is not None)


def _counts_reports(said: frozenset[str]) -> bool:
    """Tell whether it is asked how much somebody handed in: 我报了几条; 谁报的 and 报了没有 are other questions."""
    if {"who", "most"} <= said or ("received" in said and said & {"mine", "own"}):
        return True  # 谁报得最多, 我们交的都收到没
    counted = said & {"count", "which"}
    return bool(
        said & {"mine", "others"} and (counted or (said & {"latest", "oldest"} and "whether" not in said))
        and not said & {"who", "why"}
    )


def _may_be(text: str, context: Meaning | None) -> bool:
    """Tell at a glance whether a text speaks of a state, or goes on from a question that did."""
    if context is not None and context.filed is not None:
        return True
    if _OF_NO_FIGURES.search(text) or _NOT_REPORTED.search(text) or re.search(_IN_FULL, text):
        return False
    return any(sense in STATES for _, _, sense in _found(text))


def _said(asked: Asked) -> frozenset[str] | None:
    """Return the senses of a text; None where a word of it is none of them, and names nothing."""
    back = find_back(asked.reading.text, asked.today)
    days = () if back is None else (Token(back.start, back.end, (Entry("filler", "day"),)),)
    words = _WORDS.all_of(asked.reading, _found(asked.reading.text), days)
    return None if words is None else frozenset[str]().union(*words)


def _of_what(
    asked: Asked, filed: Filed, context: Meaning | None, own: tuple[str, ...], stated: bool
) -> Meaning:
    """Say of which figures: those named, those of who asks of one's own, those spoken of before."""
    reading = asked.reading
    places = reading.communities or own
    metrics = reading.metrics or tuple(code for doubt in reading.doubts for code in doubt.metrics)
    meaning = asked.meaning(
        "status" if filed.state == "waiting" else "provenance",
        filed=filed, rule="filed", communities=places, metrics=metrics,
    )
    if context is None or (stated and (places or metrics)):
        return meaning
    of_figures = bool(context.communities) and bool(context.metrics or context.years)
    points = _POINTS.search(reading.text) is not None and context.intent in _OF_A_PLACE
    if stated and filed.asks not in _OF_ONE_FIGURE and not points:
        return meaning  # 退回的有哪些 is of all.
    if context.filed is None and not of_figures:
        return meaning
    return replace(
        meaning, communities=places or context.communities, metrics=metrics or context.metrics,
        years=reading.years or (() if filed.days else context.years),
    )


_POINTS = compile_later(
    "挑出来|挑出|里面|里头|其中|这里面|哪些数是|哪几个数是|(?<![a-z])(?:of (?:them|those|these)|which of)(?![a-z])"
)
_OF_A_PLACE = frozenset({"card", "check", "value", "trend", "provenance"})
"""After these what points is of the place that was spoken of: 把没审的挑出来."""


def _is_of_one_figure(meaning: Meaning, filed: Filed) -> bool:
    """Tell whether one figure is asked about, whose whole course is told."""
    one = len(meaning.communities) == 1 and len(meaning.metrics) == 1
    return one and filed.state == "approved" and filed.asks in _OF_ONE_FIGURE and filed.days is None


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Find the words of each sense; a review that did not take place is waited for."""
    for start, end, sense in _WORDS.found(text):
        denied = _NOT.search(text[:start]) if sense == "approved" else None
        if denied is not None:
            yield denied.start(), end, "waiting"
        else:
            yield start, end, sense
