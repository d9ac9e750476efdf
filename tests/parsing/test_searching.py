"""Searching by many patterns finds what each pattern finds by itself."""

from __future__ import annotations

import re

import pytest

from tests.corpus.load import phrases
from zc_bot.parsing.composition.forms import FORMS
from zc_bot.parsing.composition.spans import fold
from zc_bot.parsing.patterns import PATTERNS
from zc_bot.parsing.searching import Searched, needed

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
