"""Makes `data/language/sounds.txt` out of pypinyin's tables: `python -m tests.parsing.sounds`.

The tables themselves are 60 MB in memory, and take a third of a second to load.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pypinyin import Style, pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from zc_bot.parsing.language import phrases
from zc_bot.parsing.phonetics import FILE, FIRST, LAST

HEAD = """\
# How characters sound, without tones and the usual sound first, from the tables of pypinyin (MIT licence).
# Made by `python -m tests.parsing.sounds`. A line: the sounds, a tab, the characters that have them; behind `=` the
# words that are read otherwise than their characters could be, where that tells them from a word of time.
"""


def made() -> str:
    """Return the whole file."""
    return HEAD + "".join(f"{line}\n" for line in (*_characters(), *_words()))


def read(text: str) -> list[tuple[str, ...]]:
    """Give the readings of each character, or those of a whole word together, as pypinyin has them."""
    return [tuple(dict.fromkeys(one)) for one in pinyin(text, style=Style.NORMAL, heteronym=True, v_to_u=False)]


def aloud(word: str) -> frozenset[str]:
    """Say how a word may be read."""
    return frozenset("".join(parts) for parts in product(*read(word)))


def by_characters(word: str) -> frozenset[str]:
    """Say how a word might be read by its characters alone."""
    return frozenset("".join(parts) for parts in product(*(read(char)[0] for char in word)))


def _characters() -> Iterator[str]:
    found: dict[tuple[str, ...], list[str]] = {}
    for code in sorted(code for code in pinyin_dict if ord(FIRST) <= code <= ord(LAST)):
        found.setdefault(read(chr(code))[0], []).append(chr(code))
    return (f"{' '.join(readings)}\t{''.join(chars)}" for readings, chars in sorted(found.items()))


def _words() -> Iterator[str]:
    """Give the words of time, and two characters that would sound like one and do not."""
    times = phrases("moment.heard")
    sounds = frozenset(sound for word in times for sound in aloud(word))
    pairs = (word for word in phrases_dict if len(word) == 2 and all(FIRST <= char <= LAST for char in word))
    for word in sorted(pairs):
        said, might_be = aloud(word), by_characters(word)
        if said != might_be if word in times else not sounds & said and sounds & might_be:
            yield f"= {' '.join(sorted(said))}\t{word}"


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
