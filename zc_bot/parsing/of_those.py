"""What follows a question and names one thing more: 按人数从多到少, 里头有没有蓝谷, 哪几家够了, share of the city?

Every word is known: what is wanted of what was spoken of, and the figure, the places or the years that it names. Each
row of `of_those_operations` needs some senses, and makes another query, or another meaning, of the one before.
"""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.composition.meanings import meaning_of
from zc_bot.parsing.composition.plain import plainly
from zc_bot.parsing.composition.sense import settled
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.of_those_operations import OPERATIONS, Operation, Told, whether_among
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import is_year
from zc_bot.parsing.query import Query
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.senses import Senses
from zc_bot.parsing.setting import Setting
from zc_bot.parsing.tokens import Entry, Token
from zc_bot.policy.programme import Programme

LONGEST = 40
_PLAIN = frozenset({"plain", "bare_year"})
_WORDS = Senses("those")
_OF_A_YEAR = frozenset({
    "batch", "than_year", "since_year", "until_year", "times", "without_batch", "also_those", "first_year", "newest",
    "faster", "slower",
})
_MET = compile_later(
    "(?:过|达标|满足|达到|合格|过了|达到了)(?P<han>[0-9]|[一二两三四五六七八九十])(?:条|项|个)"
    "|(?<![a-z])(?P<latin>[0-9]|one|two|three|four|five|six|seven|eight|nine|ten)(?: of them)? met(?![a-z])"
)
"""How many requirements are met."""
_BARE_YEAR = compile_later("(?<![0-9])20[0-9]{2}(?![0-9])")


def read_of_those(reading: Reading, setting: Setting, first: bool = False) -> Meaning | None:
    """Read it; None for any other text, and where there was no question before.

    first: only by what goes before the readings of what a follow-up names.
    """
    before, programme = setting.context, setting.lexicon.programme
    if before is None or len(reading.text) > LONGEST or reading.places or reading.foreign:
        return None
    if any(not is_year(bound.quantity.text) for bound in reading.bounds):
        return None
    number, met = _so_many_met(reading.text)
    bare = tuple(_BARE_YEAR.finditer(reading.text)) if reading.bounds else ()  # 到2025翻了几倍: a year, no amount.
    beside = (*met, *(Token(*one.span(), entries=(Entry("cue", "bare_year"),)) for one in bare))
    words = _WORDS.all_of(reading, _WORDS.found(reading.text), beside)
    if words is None:
        return None
    said = frozenset[str]().union(*words)
    years = reading.years or tuple(int(one[0]) for one in bare)
    if years and not said & _OF_A_YEAR:
        return None
    query = query_of(before, programme)
    told = Told(before, query, programme, reading.metrics, reading.communities, said, years, number)
    for operation in OPERATIONS:
        if first and not operation.first:
            continue
        known = operation.needs | operation.may | _PLAIN
        if not operation.needs <= said or any(word.isdisjoint(known) for word in words):
            continue
        if (found := _made(operation, told, reading.typed)) is not None:
            return found
    return None


def _so_many_met(text: str) -> tuple[int, tuple[Token, ...]]:
    """Read 过九条的, nine of them met, as the number of requirements that it names; 0 for none."""
    found = _MET.search(text)
    if found is None:
        return 0, ()
    said = found["han"] or found["latin"]
    number = read_numeral(said) or ENGLISH_NUMBERS.get(said) or 0
    return int(number), (Token(*found.span(), entries=(Entry("cue", "so_many_met"),)),)


def _made(operation: Operation, told: Told, text: str) -> Meaning | None:
    made, rule = operation.makes(told), f"of those: {operation.name}"
    if isinstance(made, Meaning):
        return made.changed(question=text, rule=rule)
    settles = made is not None and operation.makes is not whether_among  # A condition of one is settled already.
    sensible = settled(made, told.programme) if settles and made is not None else made
    return None if sensible is None else _meaning(text, sensible, rule, told.programme)


def _meaning(text: str, query: Query, rule: str, programme: Programme) -> Meaning:
    fields = plainly(query, programme, ())
    found = meaning_of(text, query, rule, programme)
    if fields is not None:
        found = Meaning(question=text, rule=rule, **fields)
    return replace(found, carried=frozenset({"intent", "metrics"}))
