"""What a text must have for a pattern to be in it, told from the pattern: characters, and pairs of neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _parser as parser  # type: ignore[attr-defined]  # The one way to know what a pattern is made of.
from typing import Any, NamedTuple

Grams = frozenset[str]
Needs = tuple[Grams, ...]
"""Sets of characters and of pairs of neighbours: a text without one of each set has no match."""

MOST_SETS = 3
_MOST_CHARACTERS, _MOST_PAIRS = 40, 200
_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)


_NO_GRAMS = frozenset[str]()
_COMMON = ((0, 4, 1), (0, 12, 3))
"""How common characters are, and pairs: those of Latin letters and digits in the second row."""
_ALSO = {"i": "\u0130\u0131", "k": "\N{KELVIN SIGN}", "s": "\u017f"}
"""What else a Latin letter is where its case is ignored; the other letters of patterns have no case."""


class _Shape(NamedTuple):
    """What a part of a pattern needs, and the characters that it may begin and end with; None: any.

    empty: it may be nothing at all.
    """

    needs: Needs = ()
    first: Grams | None = None
    last: Grams | None = None
    empty: bool = False


_NOTHING = _Shape((), _NO_GRAMS, _NO_GRAMS, empty=True)
"""What takes no room: the beginning, the end, what must not stand beside."""


def needed(pattern: str, flags: int = 0, *, pairs: bool = False) -> Needs:
    """Tell without what a pattern, searched in a whole text, finds nothing; the rarest first.

    pairs: of pairs of neighbours, too, for a text that is searched as it stands.
    """
    return _Parsing(bool(flags & re.IGNORECASE), pairs).sequence(parser.parse(pattern, flags)).needs


class _Parsing:
    def __init__(self, any_case: bool, pairs: bool) -> None:
        self._any_case, self._pairs = any_case, pairs

    def sequence(self, parsed: Iterable[tuple[Any, Any]]) -> _Shape:
        """Put parts together that follow each other."""
        first: Grams | None = _NO_GRAMS
        last, empty = first, True
        needs = dict[Grams, None]()
        for shape in self._shapes(parsed):
            for need in shape.needs:
                needs[need] = None
            if self._pairs and not (empty or shape.empty) and (pairs := _pairs(last, shape.first)):
                needs[pairs] = None
            if empty:
                first = _either(first, shape.first)
            last = _either(last, shape.last) if shape.empty else shape.last
            empty = empty and shape.empty
        rarest = sorted(needs, key=_how_common)[:MOST_SETS] if len(needs) > 1 else needs
        return _Shape(tuple(rarest), first, last, empty)

    def _shapes(self, parsed: Iterable[tuple[Any, Any]]) -> Iterator[_Shape]:
        """Tell what each part is, characters that follow each other as one."""
        word = ""
        for part, value in parsed:
            if part is parser.LITERAL and self._pairs and not self._any_case:
                word += chr(value)
                continue
            if word:
                yield _word(word)
                word = ""
            yield self._part(part, value)
        if word:
            yield _word(word)

    def _part(self, part: Any, value: Any) -> _Shape:
        """Tell what one part is; nothing is known of what may be anything."""
        if part is parser.LITERAL:
            return self._one_of({chr(value)})
        if part is parser.IN:
            return self._class(value)
        if part is parser.BRANCH:
            return _branches([self.sequence(branch) for branch in value[1]])
        if part is parser.SUBPATTERN and not (value[1] or value[2]):
            return self.sequence(value[-1])
        if part in _REPEATS:
            repeated = self.sequence(value[2])
            return repeated if value[0] else repeated._replace(needs=(), empty=True)
        if part is parser.ATOMIC_GROUP:
            return self.sequence(value)
        if part is parser.ASSERT:
            return _NOTHING._replace(needs=self.sequence(value[1]).needs)
        if part is parser.AT or part is parser.ASSERT_NOT:
            return _NOTHING
        return _Shape(empty=part is not parser.ANY and part is not parser.NOT_LITERAL)

    def _class(self, items: Sequence[tuple[Any, Any]]) -> _Shape:
        characters = set[str]()
        for kind, value in items:
            if kind is parser.LITERAL:
                characters.add(chr(value))
            elif kind is parser.RANGE and value[1] - value[0] < _MOST_CHARACTERS:
                characters.update(map(chr, range(value[0], value[1] + 1)))
            else:
                return _Shape()
        return self._one_of(characters)

    def _one_of(self, characters: Iterable[str]) -> _Shape:
        one = frozenset(characters)
        if self._any_case:
            one = frozenset(case for character in one for case in _cases(character))
        return _Shape((one,), one, one)


def _cases(character: str) -> Grams:
    """Give all that a character may be where its case is ignored."""
    return frozenset((character.lower(), character.upper(), *_ALSO.get(character.lower(), "")))


def _word(word: str) -> _Shape:
    """Tell what characters are that follow each other."""
    pairs = [word[at : at + 2] for at in range(min(len(word) - 1, MOST_SETS))]
    return _Shape(tuple(frozenset((one,)) for one in pairs or word), frozenset(word[0]), frozenset(word[-1]))


def _pairs(last: Grams | None, first: Grams | None) -> Grams:
    """Give the pairs of what may end one part and begin the next, where they are few."""
    if last is None or first is None or len(last) * len(first) > _MOST_PAIRS:
        return _NO_GRAMS
    return frozenset([one + other for one in last for other in first])


def _branches(branches: Sequence[_Shape]) -> _Shape:
    """Tell what each branch needs, and one of what they need first, one of what they need next, as far as all do."""
    first: Grams | None = _NO_GRAMS
    last = first
    for branch in branches:
        first, last = _either(first, branch.first), _either(last, branch.last)
    empty = any(branch.empty for branch in branches)
    if not all(branch.needs for branch in branches):
        return _Shape((), first, last, empty)
    shared = [one for one in branches[0].needs if all(one in branch.needs for branch in branches)]
    united = (_NO_GRAMS.union(*each) for each in zip(*(branch.needs for branch in branches), strict=False))
    return _Shape((*shared, *united), first, last, empty)


def _either(one: Grams | None, other: Grams | None) -> Grams | None:
    return None if one is None or other is None else one | other


def _how_common(one: Grams) -> int:
    """Tell roughly how often a text has one of these: pairs seldom, and of single characters the Latin ones most."""
    common = 0
    for gram in one:
        common += _COMMON[gram.isascii()][len(gram)]
    return common
