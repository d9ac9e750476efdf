"""Two figures typed as each other's are put right by words or a tap, and by nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_correcting import FACTS, drafted
from zc_bot.parsing.corrections import read_correction
from zc_bot.parsing.fillers import value_text
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft, from_json, to_json
from zc_bot.submission.flow import step
from zc_bot.submission.replies import Tap

BOTH = "通创2019 孵化器2，加速器3"
TOO_LARGE = "通创2019 高新产值71亿，总产值45亿"


def held(draft: Draft) -> dict[str, Decimal | None]:
    """What the draft would hand in, once every question is answered."""
    waiting = [draft.pending] if draft.pending is not None else []
    return {one.metric: one.value for one in (*draft.entries, *waiting)}


@pytest.mark.parametrize(
    "text",
    [
        "两个数报反了", "孵化器和加速器写反了", "把孵化器和加速器的数对调一下", "对调孵化器和加速器",
        "填反了，麻烦对调一下",
        "I swapped the two", "swap incubators and accelerators please", "incubators and accelerators got mixed up",
    ],
)
def test_two_figures_that_were_typed_as_each_others_are_swapped(text: str) -> None:
    after, events = drafted(text, line=BOTH)
    assert held(after) == {"incubators": 3, "accelerators": 2}
    assert isinstance(events[0], ev.Swapped)


@pytest.mark.parametrize("text", ["去年孵化器和加速器写反了", "去年两个数报反了"])
def test_that_last_years_were_is_a_reason(text: str) -> None:
    correction = read_correction(text, FACTS.lexicon)
    assert correction is None or not correction.swaps


@pytest.mark.parametrize("text", ["两个数报反了", "反了", "高新和总产值对调"])
def test_a_part_refused_for_exceeding_its_whole_is_swapped_by_words(text: str) -> None:
    after, _ = drafted(text, line=TOO_LARGE)
    assert held(after) == {"hitech_output": 450000, "total_output": 710000}


def test_it_is_swapped_by_a_tap_after_a_restart() -> None:
    refused, events = drafted(line=TOO_LARGE)
    asked = events[-1]
    assert isinstance(asked, ev.AskValue)
    assert asked.swap == ("hitech_output", "total_output")
    after, _ = step(from_json(to_json(refused)), Tap("swap"), FACTS)
    assert held(after) == {"hitech_output": 450000, "total_output": 710000}


def test_what_would_not_fit_when_swapped_stays() -> None:
    line = "通创2019 高新产值45亿，总产值71亿"
    after, events = drafted("两个数报反了", line=line)
    assert held(after) == {"hitech_output": 450000, "total_output": 710000}
    assert [one.code for one in events if isinstance(one, ev.Refused)] == ["not_swapped", "part_exceeds_whole"]


def test_which_two_of_several_is_asked() -> None:
    after, events = drafted("两个数报反了")
    assert held(after) == held(drafted()[0])
    assert events[0] == ev.Refused("swap_which")


def test_what_they_are_said_to_be_counts_for_more_than_that_they_are_swapped() -> None:
    after, _ = drafted("孵化器和加速器反了，孵化器是3个，加速器是1个", line=BOTH)
    waiting = {(one.metric, Decimal(value_text(one.text).rstrip("个"))) for one in after.queue}
    assert {*held(after).items(), *waiting} == {("incubators", Decimal(3)), ("accelerators", Decimal(1))}


def test_one_that_is_not_among_them_is_named() -> None:
    after, events = drafted("孵化器和众创空间对调", line=BOTH)
    assert held(after) == held(drafted(line=BOTH)[0])
    assert events[0] == ev.Refused("not_among", "makerspaces")
