"""A text as a bag of senses: what each of its words says, where every one of them is known; None where one is not.

The words of a section of `data/language/` are found wherever they stand, names and days beside them. Whoever reads a
text so knows that nothing of it was passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from zc_bot.parsing.language import phrases, senses_of
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Period
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.table import Table
from zc_bot.parsing.tokens import Entry, Token, cut

_NAMES = frozenset({"community", "authority", "metric", "collision", "city"})
_FILLERS = frozenset({"filler", "chatter"})
_MARKS = compile_later(r"[^\w]+")
_TURNS = compile_later("[不没无非未别勿莫除]|^(?:not|no|never|without|except|but|nor|neither)$")


class Senses:
    """The words of a section by their senses, some or all; read when a text is first searched for them."""

    def __init__(self, section: str, senses: Iterable[str] | None = None) -> None:
        self._section, self._senses = section, None if senses is None else tuple(senses)

    @cached_property
    def _words(self) -> Table[tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for sense in senses_of(self._section) if self._senses is None else self._senses:
            for phrase in phrases(f"{self._section}.{sense}"):
                found.setdefault(phrase, []).append(sense)
        return Table({phrase: tuple(senses) for phrase, senses in found.items()})

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Find the words of each sense in a folded text, Latin ones as whole words."""
        for start, end, senses in self._words.found(text):
            if not (_cuts(text, start) or _cuts(text, end)):
                for sense in senses:
                    yield start, end, sense

    def may_be_said(self, text: str) -> frozenset[str]:
        """Return the senses of the words that stand in a folded text, whatever else stands there."""
        return frozenset(sense for _, _, sense in self.found(text))

    def all_of(
        self, reading: Reading, found: Iterable[tuple[int, int, str]], known: Sequence[Token] = ()
    ) -> tuple[frozenset[str], ...] | None:
        """Return the senses of each word of a text; None where a word of it has none, and names nothing.

        found: its words with their senses, as `found` gives them. known: what else may stand in it.
        """
        tokens = self.tokens_of(reading, found, known)
        if tokens is None:
            return None
        cues = (one.code for token in tokens for one in token.entries if one.kind == "cue")
        return tuple(frozenset(code.split("+")) for code in cues)

    def tokens_of(
        self, reading: Reading, found: Iterable[tuple[int, int, str]], known: Sequence[Token] = ()
    ) -> tuple[Token, ...] | None:
        """Return the text cut into known words and names, in their order; None where a word of it is neither."""
        names = [token for token in reading.tokens if _names(token)]
        fillers = (token for token in reading.tokens if _says_nothing(token, reading))
        words = (*names, *_at_one_place(found), *fillers, *known)
        if not _may_be_cut(reading.text, words):
            return None
        tokens = cut(reading.text, words)
        if not all(token.known or _MARKS.fullmatch(reading.part(token)) for token in tokens):
            return None
        return tuple(tokens)


def _may_be_cut(text: str, words: Iterable[Token]) -> bool:
    """Tell whether each character stands in one of these words, or is a mark: of most texts some do not."""
    covered = 0
    for word in words:
        covered |= (1 << word.end) - (1 << word.start)
    left = ((1 << len(text)) - 1) & ~covered
    while left:
        if _MARKS.match(text, (left & -left).bit_length() - 1) is None:
            return False
        left &= left - 1
    return True


def _names(token: Token) -> bool:
    return isinstance(token.datum, Period) or any(one.kind in _NAMES for one in token.entries)


def _says_nothing(token: Token, reading: Reading) -> bool:
    """Tell whether a word is passed over anyway, and does not turn round what it stands beside."""
    return any(one.kind in _FILLERS for one in token.entries) and not _TURNS.search(reading.part(token))


def _at_one_place(found: Iterable[tuple[int, int, str]]) -> Iterator[Token]:
    """Give each stretch once, with all its senses."""
    places: dict[tuple[int, int], list[str]] = {}
    for start, end, sense in found:
        places.setdefault((start, end), []).append(sense)
    for (start, end), senses in places.items():
        yield Token(start, end, (Entry("cue", "+".join(senses)),))


def _cuts(text: str, at: int) -> bool:
    """Tell whether a place is within a Latin word."""
    if not 0 < at < len(text):
        return False
    around = text[at - 1 : at + 1]
    return around.isascii() and around.isalpha()
