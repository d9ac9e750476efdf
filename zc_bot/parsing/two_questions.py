"""Two questions in one line: each is read, the second as what follows the first, and both are answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.dated import FIGURES
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.setting import Setting

_STOPS = re.compile(r"[，；。;？?]|,(?![0-9])| - |(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])"
                    r"|\s+and\s+(?=how |who |which |what |when |where |is |does |did )")
_JOINS = re.compile(
    r"^\s*(?:还有|还要|再来个?|再给(?:我)?个?|再看|再|另外|顺便(?:标下|看下|说下)?|顺带(?:标下|看下|说下|标一下)?|顺手|以及|同时|又|和|跟|and|also|plus)\s*"
)
_OF_EACH = re.compile(
    "(?P<one>[^和跟与及、]{2,30})[和跟与及、](?P<other>[^和跟与及、]{2,30})(?:各|分别)(?P<asks>[^各]{2,12})"
)
"""待审的和退回的各有多少: each with its end."""
_FOLD = "中位数|中位|平均数|平均值|平均|均值|合计|总数|总和|总量"
_TWO_FOLDS = re.compile(f"(?P<one>{_FOLD})[和跟与及、](?P<other>{_FOLD})(?:都|各|分别)?")
"""中位数和平均数都给我: each in the place of both."""
_CONJOINS = re.compile(r"^\s*(?:并且|而且|并|且|但|或|不过|and |but |or )")
"""It goes on with the same condition."""
_MOST_CLAUSES, _MOST = 4, 3
_SPOKEN_OF = frozenset({"check", "requirement", "definition", "why", "provenance", "missing", "card"})
_ASKS = re.compile("[多几谁哪吗么没否?？]|怎|啥|什么|何|how|wh[aeo]|did|does|is |are ")
_TELLS = frozenset({"rank", "trend", "growth", "aggregate"})
_NAMES_ONLY = frozenset({
    "years", "place", "all", "noun", "reference", "within", "kind_noun", "harmless", "ever", "amount", "has", "and",
    "than", "only", "except", "group", "by", "to", "rank", "or",
    "since_base",
})
"""A part that has nothing else is of whom, or of when, the other asks."""

Read = Callable[[str, Setting], Meaning]


def two_questions(
    text: str, found: Meaning, setting: Setting, read: Read, each_asks: bool = False
) -> Meaning | None:
    """Return both questions of a line that is not one, as the `parts` of what asks which is meant; None for others.

    A second that only names the year or whom of the first is that one question. each_asks: of a line that was
    understood, of which a part that asks by itself may have been passed over: 规划面积排第几，载体又排第几.
    """
    for head, tail in _cuts(text):
        if each_asks and not (_ASKS.search(normalize(head)) and _ASKS.search(normalize(tail))):
            continue
        first = read(head, setting)
        if not _is_clear(first) or not _asks_by_itself(head, first):
            continue
        before = remembered(setting.context, first)
        for said in dict.fromkeys((tail, _JOINS.sub("", tail))):
            if not said.strip():
                continue
            second = read(said, setting.after(before))
            if not _is_clear(second):
                more = two_questions(said, second, setting.after(before), read)
                if more is not None and len(more.parts) == _MOST - 1:
                    return replace(found, intent="clarify", reason="several", parts=(first, *more.parts))
                continue
            if not _is_of_something(second) or _is_the_same(first, second):
                continue
            if each_asks and {*second.metrics} <= {*found.metrics}:
                continue  # 谁多，多几家: it was understood whole.
            if _only_names(said, setting):
                continue
            second = replace(second, carried=frozenset())  # It is no question before that it goes on from.
            return replace(found, intent="clarify", reason="several", parts=(first, second))
    return None


def passed_over(text: str, found: Meaning, setting: Setting, read: Read) -> Meaning | None:
    """Return both questions of a line that was understood as its last alone: 一共多少人，占全市百分之几.

    None where the first asks nothing by itself, or what was understood says it too.
    """
    for head, tail in _cuts(text):
        asks_more = _ALSO.search(tail) or (_ASKS.search(normalize(tail)) and not _only_names(tail, setting))
        if not (asks_more and _ASKS.search(normalize(head))):
            continue
        first = read(head, setting)
        if not _is_clear(first):
            continue
        second = read(tail, setting.after(remembered(setting.context, first)))
        same = _is_the_same(second, found) and second.intent == found.intent
        if same and _is_clear(second) and not (_is_the_same(first, second) or _says_it_too(first, second)):
            parts = (first, replace(second, carried=frozenset()))
            return replace(found, intent="clarify", reason="several", parts=parts)
    return None


_ALSO = re.compile("[呢也再]|还有|(?<![a-z])(?:and|too|also|as well)(?![a-z])", re.IGNORECASE)
"""前年呢也说下 asks again; 去年 alone says when."""


def _says_it_too(first: Meaning, second: Meaning) -> bool:
    """Tell whether the answer to the second shows what the first asks: how much of each, then which has more."""
    if first.query is not None and second.query is not None and first.query.ask == "places":
        return first.query.places == second.query.places  # 最多的是哪家 多少人
    shows = first.query is None and first.intent in {"value", "compare"} and second.intent in {"compare", "trend"}
    plain = second.query is None or all(one.view == "value" for one in second.query.measures)
    return shows and plain and {*first.metrics} <= {*second.metrics} and {*first.communities} <= {*second.communities}


def still_unheld(before: Meaning, asked: Asked, whole: Whole) -> Meaning | None:
    """Say again of a figure that nobody holds that it is not there, where only the year or whom is named: 前年的."""
    named = asked.reading.years or asked.reading.communities
    if before.intent != "unknown" or not before.other_metric or not named:
        return None
    if any(not any(edge.category in _NAMES_ONLY for edge in span.edges) for span in whole.spans):
        return None
    return before.changed(
        question=asked.reading.typed, years=asked.reading.years,
        communities=asked.reading.communities or before.communities,
    )


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Give the ways to part a line in two, the shortest first part first."""
    if (each := _OF_EACH.fullmatch(text)) is not None:
        yield f"{each['one']}{each['asks']}", f"{each['other']}{each['asks']}"
    if (folds := _TWO_FOLDS.search(text)) is not None:
        rest = text[: folds.start()], text[folds.end() :]
        yield f"{rest[0]}{folds['one']}{rest[1]}", f"{rest[0]}{folds['other']}{rest[1]}"
    ends = [(stop.start(), stop.end()) for stop in _STOPS.finditer(text)]
    if not 0 < len(ends) <= _MOST_CLAUSES:
        return
    for start, end in ends:
        head, tail = text[:start].strip(), text[end:].strip()
        if head and tail and _CONJOINS.match(tail) is None:
            yield head, tail


def _asks_by_itself(text: str, found: Meaning) -> bool:
    """Tell whether the first part asks: 高新占比要过六成, 产值还缺多少 is one question."""
    tells = found.intent in _TELLS or (found.query is not None and found.intent != "filter")
    return tells or _ASKS.search(normalize(text)) is not None


def _only_names(text: str, setting: Setting) -> bool:
    """Tell whether a part says only of whom and when: 哪个涨得快, 从2020算到去年 is one question."""
    spans = Whole.of(text, setting.lexicon, setting.today).spans
    return all(any(edge.category in _NAMES_ONLY for edge in span.edges) for span in spans if span.edges)


def _is_clear(found: Meaning) -> bool:
    """Tell whether a part is a question of its own that is answered, with every word of it used."""
    if found.unused or found.parts or found.as_file:
        return False
    if found.filed is not None:
        return True
    if found.intent in FIGURES:
        return bool(found.metrics or found.query is not None or found.verdict)
    return found.intent in _SPOKEN_OF


def _is_of_something(found: Meaning) -> bool:
    """Tell whether a second question says, or takes over, what it is of; 没到的呢 read as of all does not."""
    said = found.metrics or found.communities or found.requirements
    return bool(said or found.query is not None or found.filed is not None)


def _is_the_same(first: Meaning, second: Meaning) -> bool:
    return _asked(first) == _asked(second) and _named(first) == _named(second)


def _asked(found: Meaning) -> tuple[object, ...]:
    """Return what is asked, whoever and whenever it is of."""
    query = found.query
    plain = found.intent, found.metrics, found.requirements, found.limit, found.ascending, found.filed
    if query is None:
        return plain
    return (*plain, query.ask, query.measures, query.fold, query.by, query.other, query.places.where)


def _named(found: Meaning) -> tuple[tuple[object, ...], ...]:
    return found.years, found.communities
