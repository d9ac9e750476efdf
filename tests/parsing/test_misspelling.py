"""Which names are one slip away from what was typed."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from zc_bot.parsing.misspelling import Misspellings

NAMES = ("高新产值", "高新产业产值", "产值高新", "新材料社区", "新材料", "材料社区", "nengda", "aabba", "abab")
FOUND = Misspellings(NAMES)
CHARS = st.sampled_from("高新产值业材料社区nabdeg")


def parts(word: str) -> Iterator[tuple[str, int | None]]:
    """Give the word whole, and without each of its characters, with where that stood."""
    yield word, None
    yield from ((word[:at] + word[at + 1 :], at) for at in range(len(word)))


def is_one_slip(name: str, typed: str) -> bool:
    """Tell by the definition: the same once a character of each is left out, or of one, at about the same place."""
    return name != typed and any(
        left == right and (at is None or other is None or abs(at - other) <= 1)
        for left, at in parts(name) for right, other in parts(typed)
    )


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A name with a character or two left out, put in, mistaken, or changed places with its neighbour."""
    word = draw(st.sampled_from(NAMES))
    for _ in range(draw(st.integers(1, 2))):
        at, char = draw(st.integers(0, len(word) - 1)), draw(CHARS)
        rest = word[at + 1 :]
        turned = rest[:1] + word[at] + rest[1:]
        word = word[:at] + draw(st.sampled_from((rest, char + word[at:], char + rest, turned)))
    return word


@given(slips())
@settings(max_examples=300)
def test_the_names_one_slip_away_are_those_of_the_definition(typed: str) -> None:
    long_enough = [name for name in NAMES if len(name) >= (5 if name.isascii() else 3)]
    assert set(FOUND.suggest(typed, 0, len(typed))) >= {one for one in long_enough if is_one_slip(one, typed)}
    assert set(FOUND.mistaken(typed)) == {
        one for one in long_enough
        if len(one) == len(typed) and sum(left != right for left, right in zip(one, typed, strict=True)) == 1
    }


def test_a_slip_anywhere_in_a_name_is_found_and_two_are_not() -> None:
    for typed in ("n engda", "engda", "nengad", "nengdaa", "mengda"):
        assert "nengda" in FOUND.suggest(typed, 0, len(typed)), typed
    assert FOUND.suggest("negnad", 0, 6) == []
