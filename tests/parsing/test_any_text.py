"""Whatever is typed, an answer comes: no exception escapes, and no text takes long."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cases import for_each
from tests.corpus.load import phrases
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.question import understand

TODAY = date(2020, 3, 2)
LONGEST_SECONDS = 0.05
"""On a machine that does `_measure` in `QUICK_SECONDS`; a slower one, or a busy one, is given as much more."""
QUICK_SECONDS = 0.0053
PIECES = [turn.text for case in phrases() for turn in case.turns][::7]


@pytest.fixture(scope="module", autouse=True)
def tables_that_are_built_when_they_are_wanted(lexicon: Lexicon) -> None:
    """Have them built before anything is timed."""
    understand("通闯 tongchuang 通x社区", lexicon, today=TODAY)


@st.composite
def _mixtures(draw: st.DrawFn) -> str:
    return "".join(draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40)))[:4096]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=4096) | _mixtures(), before=st.sampled_from(PIECES))
@example(text="9" * 4096, before="通创")
@example(text="亿" * 4096, before="通创")
@example(text="tongchuang " * 372, before="跨江高新占比")
@example(text="通x社" * 1365, before="通创")
@example(text="近三年2017到2019" * 300, before="通创")
def test_any_text_is_read_in_time(lexicon: Lexicon, text: str, before: str) -> None:
    context = understand(before, lexicon, today=TODAY)
    times = []
    for stops in range(3):
        # The same text would be read once.
        times.append(_timed(lexicon, text + "。" * stops, context))
        if times[-1] <= LONGEST_SECONDS:
            return
    assert min(times) <= LONGEST_SECONDS * max(1.0, _measure() / QUICK_SECONDS)


@for_each("piece", PIECES)
def test_a_meaning_survives_its_row(lexicon: Lexicon, piece: str) -> None:
    meaning = understand(piece, lexicon, today=TODAY)
    assert from_json(to_json(meaning)) == meaning


def _timed(lexicon: Lexicon, text: str, context: object) -> float:
    began = time.thread_time()
    understand(text, lexicon, today=TODAY, context=context)  # type: ignore[arg-type]
    return time.thread_time() - began


def _measure() -> float:
    """Time what a quick machine does in `QUICK_SECONDS`, the processor's own time, as the reading's."""
    began = time.thread_time()
    for number in range(20_000):
        frozenset((number, str(number)))
    return time.thread_time() - began
