"""Words found by their sound: 通闯 for 通创, 高薪占比 for 高新占比, and whole questions typed in pinyin.

Every folded syllable is one symbol, so that a text is a string of symbols in which names are searched like words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice, product

from zc_bot.parsing.periods import scan_periods
from zc_bot.parsing.phonetics import sounds, spelled_out
from zc_bot.parsing.table import Table
from zc_bot.parsing.tokens import Entry, Kind, Token
from zc_bot.parsing.vocabulary.heard import COMPARISONS, HEARD

NAMED: frozenset[Kind] = frozenset({"community", "authority", "collision", "metric"})
_SPOKEN: frozenset[Kind] = NAMED | {"cue", "filler", "fact", "requirement", "place"}
_SINGLE = frozenset("和的了吗呢比是有跟与报共谁")
"""Words of one character that a question in pinyin may use; others would explain anything."""
_PERIODS = ("去年", "前年", "今年", "上年", "近两年", "近三年", "近四年", "近五年", "近几年", "最近三年")
_LONGEST = 6
"""A longer name holds a shorter one that is heard in its place."""
_READINGS = 6
"""At most so many ways to say one word."""

_Found = tuple[str, tuple[Entry, ...]]


class Homophones:
    """Searches texts for words that sound the same."""

    def __init__(self, words: Mapping[str, tuple[Entry, ...]]) -> None:
        self._symbols: dict[str, str] = {}
        self._heard = _Heard(self._symbols)
        self._written = self._table(_han(words, 2, NAMED, frozenset(HEARD.split("|"))))
        self._bounds = self._table((word, ()) for word in COMPARISONS)
        self._typed = self._table([*_han(words, 1, _SPOKEN), *((word, ()) for word in _PERIODS)])

    def find(self, text: str, today: date) -> Iterator[Token]:
        """Find words that sound like a part of a folded text without being it; one sound, one meaning."""
        typed = ((*self._of_pinyin(text), self._typed),) if _LATIN.search(text) else ()
        for symbols, spans, table in ((*self._of_characters(text), self._written), *typed):
            for first, behind, (word, entries) in table.found(symbols):
                start, end = spans[first][0], spans[behind - 1][1]
                if text[start:end] != word and not _joins_words(text[start:end], word):
                    yield from _tokens(start, end, word, entries, today)

    def compared(self, text: str) -> str:
        """Write what sounds like a comparison as one, character for character: 超国65% as 超过65%."""
        symbols, spans = self._of_characters(text)
        for first, behind, (word, _) in self._bounds.found(symbols):
            start, end = spans[first][0], spans[behind - 1][1]
            text = text[:start] + word + text[end:]
        return text

    def _table(self, words: Iterable[tuple[str, tuple[Entry, ...]]]) -> Table[_Found]:
        found: dict[str, _Found] = {}
        for word, entries in words:
            for reading in islice(product(*(sounds(char) for char in word)), _READINGS):
                key = "".join(self._symbols.setdefault(sound, chr(0xE000 + len(self._symbols))) for sound in reading)
                known = found.get(key)
                found[key] = (word, entries) if known is None else _either(known, word, entries)
        return Table(found)

    def _of_characters(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        return text.translate(self._heard), [(at, at + 1) for at in range(len(text))]

    def _of_pinyin(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """Spell out the Latin words; a space between them does not part the syllables, anything else does."""
        symbols, spans, at = [], [], 0
        while at < len(text):
            end = at + 1
            while end < len(text) and _latin(text[at]) and _latin(text[end]):
                end += 1
            syllables = spelled_out(text[at:end]) if end - at <= 40 else ()
            if syllables:
                for first, last, sound in syllables:
                    symbols.append(self._symbols.get(sound, "\0"))
                    spans.append((at + first, at + last))
            elif text[at] != " ":
                symbols.append("\0")
                spans.append((at, end))
            at = end
        return "".join(symbols), spans


class _Heard(dict[int, str]):
    """A translation table: a character's symbol, which is looked up once."""

    def __init__(self, symbols: Mapping[str, str]) -> None:
        super().__init__()
        self._symbols = symbols

    def __missing__(self, code: int) -> str:
        if not (heard := sounds(chr(code))):
            return "\0"  # Not kept: there are a million of these.
        self[code] = symbol = self._symbols.get(heard[0], "\0")
        return symbol


_LATIN = re.compile("[A-Za-z]")


def _joins_words(said: str, word: str) -> bool:
    """Tell whether what sounds like a word holds one that only joins others: 件还 of 哪几件还没办完 is no 江海."""
    return any(char in _JOINING and char != meant for char, meant in zip(said, word, strict=False))


_JOINING = frozenset("还没的了吗呢不几哪谁么是被把")


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _han(
    words: Mapping[str, tuple[Entry, ...]], shortest: int, kinds: frozenset[Kind], more: frozenset[str] = frozenset()
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Pick the words in Chinese characters that are of the wanted kinds or among `more`."""
    for word, entries in words.items():
        long_enough = len(word) >= shortest and (len(word) > 1 or word in _SINGLE)
        if entries[0].kind == "metric" and len(word) > _LONGEST:
            continue
        wanted = entries[0].kind in kinds or word in more
        if long_enough and wanted and all(sounds(char) for char in word):
            yield word, entries


def _either(known: _Found, word: str, entries: tuple[Entry, ...]) -> _Found:
    """Settle two words of one sound: names win, two names stay both, which is a doubt; else the first."""
    first, before = known
    if not before or not entries:
        return known if not before else (word, entries)
    named_before, named = before[0].kind in NAMED, entries[0].kind in NAMED
    if named_before and named:
        return first, tuple(dict.fromkeys((*before, *entries)))
    return (word, entries) if named else known


def _tokens(start: int, end: int, word: str, entries: tuple[Entry, ...], today: date) -> Iterator[Token]:
    if entries:
        yield Token(start, end, entries, read_as=word)
        return
    for period in scan_periods(word, today):
        yield Token(start, end, datum=type(period)(start, end, period.years, period.several), read_as=word)
