"""Words are found wherever they stand, as one would find them by looking for each."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from zc_bot.parsing.table import Table

LETTERS = "ab 1高新产"
WORDS = st.text(LETTERS, min_size=1, max_size=4)


def each_looked_for(words: set[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Look for each word at each place, by where it ends and the longest first."""
    for end in range(1, len(text) + 1):
        for start in range(end):
            if text[start:end] in words:
                yield start, end, text[start:end]


def is_within_a_word(text: str, at: int) -> bool:
    around = text[at - 1 : at + 1]
    return len(around) == 2 and around.isascii() and around.isalpha()


@given(st.sets(WORDS, max_size=20), st.text(LETTERS, max_size=12))
def test_what_is_found_is_what_looking_for_each_finds(words: set[str], text: str) -> None:
    table, every = Table({word: word for word in words}), list(each_looked_for(words, text))
    assert list(table.found(text, whole=False)) == every
    assert list(table.found(text)) == [one for one in every if not is_within_a_word(text, one[1])]
