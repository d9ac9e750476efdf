"""Searching by many patterns finds what each pattern finds by itself."""

from __future__ import annotations

import re

import pytest

from tests.corpus.load import phrases
from zc_bot.parsing.composition.forms import FORMS
from zc_bot.parsing.composition.spans import fold
from zc_bot.parsing.needs import needed
from zc_bot.parsing.patterns import PATTERNS
from zc_bot.parsing.searching import Searched

ALL = (*(form.pattern.pattern for form in FORMS), *(pattern.pattern for pattern, _ in PATTERNS))
TEXTS = tuple(fold(turn.text) for case in phrases() for turn in case.turns)[::3]


def test_every_pattern_of_forms_and_cues_finds_in_the_corpus_what_it_finds_alone() -> None:
    rows = tuple((re.compile(pattern), number) for number, pattern in enumerate(ALL))
    searched = Searched(rows)
    for text in TEXTS:
        alone = [(match.span(), number) for pattern, number in rows for match in pattern.finditer(text)]
        assert [(match.span(), number) for match, number in searched.found(text)] == alone, text


@pytest.mark.parametrize(("pattern", "needs"), [
    ("多少家", ("多", "少", "家")),
    ("[增减]了", ("了", "增减")),
    ("(?:谁|哪位)报的", ("报", "的", "谁哪")),
    ("(?:的)?占比?", ("占",)),
    ("a{0,3}b+", ("b",)),
    (".{0,4}|家", ()),
    ("[^年]|[0-9a-z一-龥]", ()),
    ("(?<=从)2(?!年)", ("2", "从")),
    (r"\d+", ()),
])
def test_a_text_without_what_a_pattern_needs_has_no_match(pattern: str, needs: tuple[str, ...]) -> None:
    assert {frozenset(one) for one in needs} == set(needed(pattern))


@pytest.mark.parametrize(("pattern", "needs"), [
    ("多少家", ("多少", "少家")),
    ("(?:谁|哪位)报的", ("报的", "谁报 位报", "谁 哪位")),
    ("高新?占比", ("占比", "新占 高占", "高")),
    ("年(?=均)", ("年", "均")),
    ("[增减].{0,2}了", ("了", "增 减")),
    ("(?:a|b?)c", ("c",)),
    ("[一-鿿]了", ("了",)),
    ("(?:的|吗)$|多少", ("的 吗 多少",)),
])
def test_a_text_that_is_searched_as_it_stands_needs_pairs_of_neighbours_too(
    pattern: str, needs: tuple[str, ...]
) -> None:
    assert {frozenset(one.split(" ")) for one in needs} == set(needed(pattern, pairs=True))


def test_patterns_of_any_case_find_what_they_find_alone() -> None:
    rows = [(re.compile(pattern, re.IGNORECASE), pattern) for pattern in ("(?:as of|by) [a-z]+", "week", "截至|前天")]
    searched = Searched(rows)
    for text in ("As OF March", "BY noon", "this Wee\u212a", "A\u017f of may", "截至3月", "前天", "nothing"):
        assert [row for _, row in searched.found(text)] == [row for one, row in rows if one.search(text)], text
