"""What follows a question and names nothing itself, in words that are all known: second place?, 两个差几倍, 反过来呢.

What is said is a set of senses; each operation needs some of them, and makes another query of the one before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from zc_bot.parsing.composition.meanings import meaning_of
from zc_bot.parsing.composition.plain import plainly
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.query import Judged, Places, Query, View, in_year, named_years
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.senses import Senses
from zc_bot.parsing.setting import Setting
from zc_bot.parsing.then_operations import OPERATIONS, Operation, Told
from zc_bot.parsing.tokens import Entry, Token
from zc_bot.policy.programme import Programme

LONGEST = 40
_NTH = compile_later(
    "第(?P<han>[0-9]{1,2}|[一二三四五六七八九十])(?:名|位|个|家)?|老(?P<old>[二三四五])"
    "|(?:the )?(?P<latin>second|third|fourth|fifth|2nd|3rd|4th|5th)(?: (?:place|one|position|rank))?(?![a-z])"
)
_LATIN = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_NUMBER = compile_later(
    rf"(?:top |first )?(?<![a-z])(?P<latin>{'|'.join(_COUNTS)})(?![a-z])"
    "|(?:前|头)?(?P<han>[0-9]{1,2}|[两二三四五六七八九十]{1,2})(?:名|个|家)?"
)
_PLAIN = frozenset({"plain"})
_OF_YEARS = frozenset({"moved", "last_two", "last_three", "first_two", "first_three"})
"""Beside these a year, or so many, may be named: 只看后两年."""


def read_then(reading: Reading, setting: Setting) -> Meaning | None:
    """Read what is asked of what was found; None for any other text, and where there was no question before."""
    before = setting.context
    if before is None or len(reading.text) > LONGEST or _names_anything(reading):
        return None
    programme = setting.lexicon.programme
    query = query_of(before, programme)
    of_all = query is None and before.intent == "check" and not before.requirements
    if of_all:  # 13家都达标没, 只差一项的呢: of all of them, and nothing else is asked so.
        query = Query("places", places=Places(where=Judged("met", before.metrics, before.years)))
    if query is None:
        return None
    if before.shown is not None and not (named_years(query) or query.ever):
        query = in_year(query, before.shown)  # It goes on with the year that was shown.
    place, words = _said(reading)
    if words is None or (_names_year(reading) and not any(one & _OF_YEARS for one in words)):
        return None
    told = Told(query, programme, place, before.found, _earlier(before))
    for operation in OPERATIONS:
        if not _is_said(operation, words) or (of_all and "one_short" not in operation.needs):
            continue
        made = operation.makes(told)
        if isinstance(made, Meaning):
            return made.changed(question=reading.typed, rule=f"then: {operation.name}")
        sensible = None if made is None else settled(made, programme)
        if sensible is not None:
            return _meaning(reading.typed, sensible, f"then: {operation.name}", programme)
    return None


def _meaning(text: str, query: Query, rule: str, programme: Programme) -> Meaning:
    """Take a query as what a single rule answers, where one does; what was named before was carried over."""
    fields = plainly(query, programme, ())
    found = meaning_of(text, query, rule, programme)
    if fields is not None:
        found = Meaning(question=text, rule=rule, **fields)
    return replace(found, carried=frozenset({"intent", "metrics"}))


def _earlier(before: Meaning) -> tuple[int, ...]:
    years = dict(before.mentions).get("years", ())
    return tuple(years) or before.years


def _names_anything(reading: Reading) -> bool:
    own = {"communities", "metrics"} - {*reading.carried}
    named = any(getattr(reading, part) for part in own)
    return bool(named or reading.bounds or reading.places or reading.foreign or reading.requirements)


def _names_year(reading: Reading) -> bool:
    return bool(reading.years) and "years" not in reading.carried


def _said(reading: Reading) -> tuple[int, tuple[frozenset[str], ...] | None]:
    """Return the place that is named, and the senses of all words; None of them where one is not known."""
    nth = _NTH.search(reading.text)
    if nth is None:
        return _counted(reading)
    said = nth["han"] or nth["old"]
    place = _LATIN[nth["latin"]] if nth["latin"] else int(read_numeral(said) or 0)
    token = Token(*nth.span(), entries=(Entry("cue", "nth"),))
    return place, _WORDS.all_of(reading, _WORDS.found(reading.text), (token,))


def _counted(reading: Reading) -> tuple[int, tuple[frozenset[str], ...] | None]:
    """Take a number that stands alone for how many are wanted: make it ten, 来十个."""
    number, found = _NUMBER.search(reading.text), _WORDS.found(reading.text)
    if number is None:
        return 0, _WORDS.all_of(reading, found)
    said = number["latin"] or number["han"]
    count = _COUNTS.index(said) + 2 if number["latin"] else int(read_numeral(said) or 0)
    token = Token(*number.span(), entries=(Entry("cue", "number"),))
    return count, _WORDS.all_of(reading, found, (token,))


def _is_said(operation: Operation, words: tuple[frozenset[str], ...]) -> bool:
    known = operation.needs | operation.may | _PLAIN
    return all(words_of & known for words_of in words) and all(
        any(need in words_of for words_of in words) for need in operation.needs
    )


_ONE_OF_TWO = {"second_one": 1, "first_one": 0}


def of_one_of_them(text: str, before: Meaning) -> Meaning | None:
    """Return the question before as of the one that 后者 or the second one points at; None where none is."""
    named = before.communities
    if all(_POINTING[sense].search(text) is not None for sense in _ONE_OF_TWO):
        return None  # 前者占后者几成 is of both.
    if len(named) < 2 or (before.query is not None and before.query.places.is_described):
        return None
    for sense, at in _ONE_OF_TWO.items():
        if _POINTING[sense].search(text) is not None:
            intent = "value" if before.intent == "compare" else before.intent
            query = before.query
            if query is not None:
                query = replace(query, places=Places((named[at],)))
            return before.changed(communities=(named[at],), intent=intent, query=query, authority=None, mentions=())
    return None


_RATIO = compile_later("几成|百分之几|几倍|几分之几|多少倍|占|(?<![a-z])(?:times|percent|share|ratio)(?![a-z])")


def first_by_second(text: str, before: Meaning, programme: Programme) -> Query | None:
    """前者占后者几成, after two: the first by the second, or how far it is above it."""
    if any(_POINTING[sense].search(text) is None for sense in _ONE_OF_TWO) or len(before.communities) != 2:
        return None
    query = query_of(before, programme)
    measures = () if query is None else query.measures
    if query is None or len(measures) != 1 or measures[0].view != "value" or len(query.years) > 1:
        return None
    places = {sense: _POINTING[sense].search(text) for sense in _ONE_OF_TWO}
    first, second = before.communities
    if places["first_one"].start() > places["second_one"].start():  # type: ignore[union-attr]
        first, second = second, first
    view: View = "ratio" if _RATIO.search(text) is not None else "difference"
    return Query("figures", (replace(measures[0], view=view),), Places((first,)), query.years, other=second)


def without_pointing(text: str) -> str:
    """Cut 后者 and the second one off."""
    for sense in _ONE_OF_TWO:
        text = _POINTING[sense].sub("", text).strip()
    return text


def _pointing(sense: str) -> str:
    return rf"(?:of )?(?:{alternatives(f'then.{sense}')})(?:的|呢)?"


_POINTING = {sense: compile_later(partial(_pointing, sense), re.IGNORECASE) for sense in _ONE_OF_TWO}
_WORDS = Senses("then")
