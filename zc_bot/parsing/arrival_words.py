"""Reads who handed whole years in: 2024和2025都迟报的, 报全了而且都审过的有几家, whos complete for 2025 but was late.

A text is one of these where every word of it is known, and it says more than a single state of a single year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.arrival import Arrival, Arrived, Asked, Stand
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Period
from zc_bot.parsing.rule import Asked as Asking
from zc_bot.parsing.senses import Senses
from zc_bot.parsing.tokens import Entry, Token

STATES: tuple[Arrived, ...] = ("incomplete", "complete", "in_time", "late", "approved")
ASKS: tuple[Asked, ...] = ("most", "days", "rate", "count", "which")
LONGEST = 60
_WORDS = Senses("arrival")
_DENIES = compile_later(
    "(?:没有?|未|不|未能|不是|并未)(?:全部?|都|完全|能|按)*$|(?<![a-z])(?:not|never)(?: yet| been| fully)* $"
)
_TURNED: dict[Arrived, Arrived] = {"complete": "incomplete", "in_time": "late", "approved": "unapproved"}
_NUMBER = compile_later(
    "(?:前|最)?(?P<han>[0-9]{1,2}|[一两二三四五六七八九十])(?:名|个|家)|(?<![a-z])(?P<latin>two|three|four|five)(?![a-z])"
)
_LATIN = ("two", "three", "four", "five")
_THE_ONE_BEFORE = compile_later("(?:上|前)(?:一)?年(?:度)?|(?:the |in the )?(?:year before|previous year|prior year)")
_OPPOSITES: tuple[frozenset[Arrived], ...] = (frozenset({"complete", "incomplete"}), frozenset({"in_time", "late"}))


def read_arrival(asked: Asking, context: Meaning | None) -> Meaning | None:
    """Read it; None for any other text. context: the question before, of whose years one may say 两年都, 前年也."""
    text = asked.reading.text
    if len(text) > LONGEST or not _may_be(text, context):
        return None
    number = _NUMBER.search(text)
    counted = () if number is None else (Token(*number.span(), (Entry("cue", "number"),)),)
    tokens = _WORDS.tokens_of(asked.reading, _WORDS.found(text), counted)
    if tokens is None or asked.reading.metrics:
        return None
    found = _arrival(tokens, text, number, context)
    if found is None or not _says_more(found, asked, context):
        return None
    own = asked.own if any("own" in _senses(token) for token in tokens) else ()
    before = context.communities if context is not None and found.asks == "days" else ()
    places = asked.reading.communities or own or before
    return asked.meaning(
        "timeliness", arrival=found, rule="arrival", communities=places, metrics=(),
        years=found.years if len(found.years) == 1 else (),
    )


def _arrival(
    tokens: Sequence[Token], text: str, number: re.Match[str] | None, context: Meaning | None
) -> Arrival | None:
    """Put the states, their years and what is asked of them together; None where they are of no such question."""
    senses = frozenset[str]().union(*(_senses(token) for token in tokens))
    stands = _stands(tokens, text)
    asks: Asked = next((one for one in ASKS if one in senses), "which")
    if "when" in senses and any(one.state in {"complete", "incomplete"} for one in stands):
        asks, stands = "days", tuple(replace(one, state="complete") for one in stands)
    stands = _with_those_before(stands, senses, context)
    if _are_opposites(stands) and not senses & {"each", "and", "count"}:
        return None  # 没填报完的 is one state.
    if not stands or ("what" in senses and asks != "most") or ("most" in senses and "incomplete" not in senses):
        return None
    both = "both" in senses or "also" in senses
    if ("both" in senses or (both and len(stands) < 2)) and not any(one.years for one in stands):
        return None  # 年年 names no years; 报齐了还没审完的 joins two states.
    each = "each" in senses or _are_opposites(stands)  # 按期交的几家，迟交的又是谁: nobody is both.
    if len(stands) == 1 and len(stands[0].years) > 1 and not both and asks in {"which", "count"}:
        each, stands = True, tuple(replace(stands[0], years=(year,)) for year in stands[0].years)
    return Arrival(stands, asks, each and len(stands) > 1, _count(number) if asks == "most" else 0)


def _may_be(text: str, context: Meaning | None) -> bool:
    if context is not None and context.intent in {"timeliness", "missing", "provenance"}:
        return True
    return any(sense in STATES or sense in {"most", "rate"} for _, _, sense in _WORDS.found(text))


def _senses(token: Token) -> frozenset[str]:
    return frozenset(code for one in token.entries if one.kind == "cue" for code in one.code.split("+"))


def _stands(tokens: Sequence[Token], text: str) -> tuple[Stand, ...]:
    """Give each state the years that stand before it; where none does, those of its neighbours."""
    stands: list[Stand] = []
    years: tuple[int, ...] = ()
    turned = False
    for token in tokens:
        if "but_not" in _senses(token) and stands and years:
            stands[-1] = replace(stands[-1], years=stands[-1].years or years)
            turned, years = True, ()
        if isinstance(token.datum, Period):
            named = _before_that(text[token.start : token.end], stands, years) or token.datum.years
            years = tuple(dict.fromkeys((*years, *named)))
        for state in (one for one in STATES if one in _senses(token)):
            if state in _TURNED and _DENIES.search(text[: token.start]):
                state = _TURNED[state]
            if not (stands and stands[-1].state == state and not years):
                stands.append(Stand(state, years))
            years = ()
            break
    if years and stands and turned and stands[-1].years and stands[-1].state in _TURNED:
        stands.append(Stand(_TURNED[stands[-1].state], years))  # Complete for 2024 but not for 2025.
    elif years and stands:
        stands[-1] = replace(stands[-1], years=tuple(dict.fromkeys((*stands[-1].years, *years))))
    for order in (range(len(stands)), range(len(stands) - 1, -1, -1)):
        said: tuple[int, ...] = ()
        for at in order:
            said = stands[at].years or said
            stands[at] = replace(stands[at], years=said)
    return tuple(stands) or ((Stand("complete", years),) if years else ())


def _before_that(said: str, stands: Sequence[Stand], years: Sequence[int]) -> tuple[int, ...]:
    """Return the year before one that was named before it: 2018年…上一年也; nothing where none was."""
    named = years or (stands[-1].years if stands else ())
    return (min(named) - 1,) if named and _THE_ONE_BEFORE.fullmatch(said.strip()) else ()


def _with_those_before(
    stands: tuple[Stand, ...], senses: frozenset[str], context: Meaning | None
) -> tuple[Stand, ...]:
    """Take the state, or the years, that were spoken of: 前年也迟的是哪几家 after who was late last year."""
    if "rate" in senses or "most" in senses:
        state: Arrived = "in_time" if "rate" in senses else "incomplete"
        return (Stand(state, stands[0].years if stands else ()),)
    stated = bool(senses & {*STATES})
    if context is None:
        return stands if stated else ()
    if "days" in senses and not stated:
        shown = () if context.shown is None else (context.shown,)
        spoken_of = context.arrival.years if context.arrival is not None else context.years or shown
        return (Stand("late", stands[0].years if stands else spoken_of),)
    if context.intent not in {"timeliness", "missing"}:
        return stands if stated else ()
    return _going_on(stands, stated, senses, context)


def _going_on(
    stands: tuple[Stand, ...], stated: bool, senses: frozenset[str], context: Meaning
) -> tuple[Stand, ...]:
    """Join what is said with the state and the years of a question about the collection."""
    before = context.arrival.stands[0] if context.arrival is not None else Stand(
        "late" if context.intent == "timeliness" else "incomplete", context.years
    )
    earlier = tuple(dict.fromkeys((*dict(context.mentions).get("years", ()), *before.years)))
    if not stated:
        if not senses & {"also", "both"}:
            return ()
        stands = (Stand(before.state, stands[0].years if stands else ()),)
    if "also" in senses and earlier:
        return tuple(replace(one, years=tuple(dict.fromkeys((*earlier, *one.years)))) for one in stands)
    if "both" in senses and len(earlier) > 1 and not any(one.years for one in stands):
        return tuple(replace(one, years=earlier) for one in stands)
    return stands


def _are_opposites(stands: tuple[Stand, ...]) -> bool:
    said = {one.state for one in stands}
    return any(pair <= said for pair in _OPPOSITES) and len({one.years for one in stands}) == 1


def _says_more(found: Arrival, asked: Asking, context: Meaning | None) -> bool:
    """Tell whether it is more than who is late, or who has not reported, of one year: that has answers of its own."""
    if found.asks == "most" or len(found.stands) > 1 or len(found.years) > 1:
        return True
    state = found.stands[0].state
    if found.asks == "days":
        return state in {"late", "complete"} and (bool(asked.reading.communities) or context is not None)
    return (state == "in_time" and found.asks != "rate") or (state == "approved" and found.asks != "which")


def _count(number: re.Match[str] | None) -> int:
    """Return how many are wanted; 0 where it is not said."""
    if number is None:
        return 0
    return _LATIN.index(number["latin"]) + 2 if number["latin"] else int(read_numeral(number["han"]) or 0)
