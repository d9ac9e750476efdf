"""How Chinese sounds on a keyboard: syllables without tones, with what people mix up folded together."""

from __future__ import annotations

import re
from functools import cache

_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINAL = re.compile("ng$")
LONGEST = 6


def fold_sound(syllable: str) -> str:
    """Fold zh/z, ch/c, sh/s and a final ng/n: `chuang` and `cuan` sound alike."""
    for whole, part in _FOLDED:
        if syllable.startswith(whole):
            syllable = part + syllable[len(whole) :]
    return _FINAL.sub("n", syllable)


@cache
def sounds(char: str) -> tuple[str, ...]:
    """Give a character's folded syllables, the usual one first; none for what is not Chinese."""
    if not "\u4e00" <= char <= "\u9fff":
        return ()
    return tuple(dict.fromkeys(fold_sound(syllable) for syllable in _readings().get(char, ())))


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Load every character's syllables without tones, once."""
    from pypinyin import Style, pinyin
    from pypinyin.pinyin_dict import pinyin_dict

    chars = [chr(code) for code in pinyin_dict if 0x4E00 <= code <= 0x9FFF]
    found = pinyin(chars, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return {char: tuple(dict.fromkeys(readings)) for char, readings in zip(chars, found, strict=True)}


@cache
def _syllables() -> frozenset[str]:
    """Every syllable that some character has, as it is typed."""
    return frozenset(syllable for readings in _readings().values() for syllable in readings if syllable.isascii())


@cache
def spelled_out(word: str) -> tuple[tuple[int, int, str], ...]:
    """Cut a Latin word into pinyin syllables, each with its span and folded sound; () where it is no pinyin."""
    size = len(word)
    best: list[tuple[tuple[int, int, str], ...] | None] = [()] + [None] * size
    for start in range(size):
        head = best[start]
        if head is None:
            continue
        for end in range(start + 1, min(size, start + LONGEST) + 1):
            if word[start:end] not in _syllables():
                continue
            known = best[end]
            if known is None or len(head) + 1 < len(known):
                best[end] = (*head, (start, end, fold_sound(word[start:end])))
    return best[size] or ()
