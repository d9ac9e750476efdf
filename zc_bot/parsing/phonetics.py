"""How Chinese sounds on a keyboard: syllables without tones, with what people mix up folded together."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import NamedTuple

from zc_bot.parsing.language import FOLDER
from zc_bot.parsing.update_cache import for_an_update

FILE = FOLDER / "sounds.txt"
FIRST, LAST = "\u4e00", "\u9fff"
"""Between these stand the characters that have a sound."""
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINAL = re.compile("ng$")
_WHOLE = "= "
LONGEST = 6


class _Table(NamedTuple):
    """The readings that characters have, as they are typed and folded, and which of them is each character's.

    words: those that are read otherwise than by their characters.
    """

    typed: tuple[tuple[str, ...], ...]
    folded: tuple[tuple[str, ...], ...]
    at: array[int]
    words: Mapping[str, frozenset[str]]


def fold_sound(syllable: str) -> str:
    """Fold zh/z, ch/c, sh/s and a final ng/n: `chuang` and `cuan` sound alike."""
    for whole, part in _FOLDED:
        if syllable.startswith(whole):
            syllable = part + syllable[len(whole) :]
    return _FINAL.sub("n", syllable)


def sounds(char: str) -> tuple[str, ...]:
    """Give a character's folded syllables, the usual one first; none for what is not Chinese."""
    table = _SOUNDS.table
    return table.folded[table.at[ord(char) - ord(FIRST)]] if FIRST <= char <= LAST else ()


def read_aloud(word: str) -> frozenset[str]:
    """Give how a word may be read, its syllables together; nothing for what isn't Chinese."""
    table = _SOUNDS.table
    if not all(FIRST <= char <= LAST for char in word):
        return frozenset()
    readings = (table.typed[table.at[ord(char) - ord(FIRST)]] for char in word)
    return table.words.get(word) or frozenset("".join(parts) for parts in product(*readings))


class _Sounds:
    """How characters sound; read when one is first asked for."""

    @cached_property
    def table(self) -> _Table:
        """A number a character, and each set of syllables once."""
        typed: list[tuple[str, ...]] = [()]
        at, words = array("H", bytes(2 * (ord(LAST) - ord(FIRST) + 1))), {}
        for line in FILE.read_text(encoding="utf-8").splitlines():
            readings, _, chars = line.partition("\t")
            if line.startswith(_WHOLE):
                words[chars] = frozenset(readings.removeprefix(_WHOLE).split())
            elif not line.startswith("#"):
                for char in chars:
                    at[ord(char) - ord(FIRST)] = len(typed)
                typed.append(tuple(readings.split(" ")))
        folded = tuple(tuple(dict.fromkeys(map(fold_sound, one))) for one in typed)
        return _Table(tuple(typed), folded, at, words)

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable that some character has, as it is typed."""
        return frozenset(syllable for readings in self.table.typed for syllable in readings if syllable.isascii())


_SOUNDS = _Sounds()


@for_an_update
def spelled_out(word: str) -> tuple[tuple[int, int, str], ...]:
    """Cut a Latin word into pinyin syllables, each with its span and folded sound; () where it is no pinyin."""
    size = len(word)
    best: list[tuple[tuple[int, int, str], ...] | None] = [()] + [None] * size
    for start in range(size):
        head = best[start]
        if head is None:
            continue
        for end in range(start + 1, min(size, start + LONGEST) + 1):
            if word[start:end] not in _SOUNDS.syllables:
                continue
            known = best[end]
            if known is None or len(head) + 1 < len(known):
                best[end] = (*head, (start, end, fold_sound(word[start:end])))
    return best[size] or ()
