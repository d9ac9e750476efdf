"""A figure without one of last year is held against earlier years, the other communities and the clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.submission.world import LEXICON, PROGRAMME, known
from zc_bot.submission import events as ev
from zc_bot.submission.facts import Facts
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Tap, Typed

EARLIER = {"hitech_output": "420000", "employees": "5200"}
FACTS = Facts(
    PROGRAMME, LEXICON, ("tongchuang",), (2021, 2020), date(2022, 1, 10),
    {("tongchuang", code, 2019): known(value) for code, value in EARLIER.items()},
    {"new_startups": Decimal(120)}.get,
)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("高新产值45.6", [456000, Decimal("45.6")]),
        ("载体面积26", [260000, 26]),
        ("规划面积3200000", [Decimal("3.2")]),
    ],
)
def test_a_bare_number_of_another_size_is_asked_about(line: str, offered: list[Decimal]) -> None:
    draft, events = start(FACTS, line=f"通创2021{line}")
    assert draft.entries == ()
    assert [one.value for one in draft.readings] == offered
    assert isinstance(events[-1], ev.AskReading)


@pytest.mark.parametrize("line", ["从业人员5300万", "载体面积26万平方公里", "规划面积3.2平"])
def test_a_figure_beyond_what_any_community_has_is_refused(line: str) -> None:
    draft, events = start(FACTS, line=f"通创2021{line}")
    assert draft.entries == ()
    assert draft.pending is None
    assert [one.code for one in events if isinstance(one, ev.Refused)] in (["too_large"], ["too_small"])


def test_a_figure_far_from_what_others_have_wants_a_reason() -> None:
    draft, events = start(FACTS, line="通创2021初创13000家")
    assert draft.pending is not None
    assert isinstance(events[-1], ev.AskReason)
    assert [one.code for one in events[-1].findings] == ["unusual"]


@pytest.mark.parametrize("unit", ["亿", "亿元", "是亿"])
def test_the_unit_alone_chooses_the_sense(unit: str) -> None:
    draft, _ = start(FACTS, line="通创2021高新产值45.6")
    after, _ = step(draft, Typed(unit), FACTS)
    assert [one.value for one in after.entries] == [456000]


def test_a_figure_without_a_year_is_of_the_open_one_and_says_so() -> None:
    draft, events = start(FACTS, line="从业人员5300")
    assert (draft.year, [one.value for one in draft.entries]) == (2021, [5300])
    assert events[0] == ev.AssumedYear(2021, 2020)


def test_the_year_said_afterwards_moves_everything_that_was_typed() -> None:
    draft, _ = start(FACTS, line="从业人员5300 高新产值45.6亿")
    draft, _ = step(draft, Typed("不是，是2020年的"), FACTS)
    assert (draft.year, {one.metric: one.value for one in draft.entries}) == (
        2020, {"employees": 5300, "hitech_output": 456000},
    )


def test_a_year_that_was_said_does_not_move() -> None:
    draft, _ = start(FACTS, line="2021从业人员5300")
    after, _ = step(draft, Typed("2020年"), FACTS)
    assert (after.year, after.entries) == (2021, draft.entries)


def test_no_year_before_the_start_of_a_community_is_assumed() -> None:
    early = replace(FACTS, years=(2016,))
    draft, _ = start(early, line="从业人员5300")
    assert draft.year is None


def test_a_number_that_may_be_a_year_assumes_none() -> None:
    draft, events = start(FACTS, line="从业人员 2019")
    assert draft.year is None
    assert [type(one) for one in events] == [ev.Held, ev.AskYear]


def test_what_was_typed_before_the_place_is_known_is_said_back() -> None:
    two = replace(FACTS, communities=("tongchuang", "guanyinshan"))
    draft, events = start(two, line="2021从业人员5300")
    assert isinstance(events[0], ev.Held)
    after, _ = step(draft, Tap("community", "tongchuang"), two)
    assert [one.value for one in after.entries] == [5300]


@pytest.mark.parametrize(("line", "code"), [("孵化机4个", "incubators"), ("高薪产值45.6亿", "hitech_output")])
def test_a_name_one_slip_away_is_offered_and_never_assumed(line: str, code: str) -> None:
    draft, events = start(FACTS, line=f"通创2021{line}")
    assert draft.entries == ()
    assert events[-1] == ev.AskWhich("metric", (code,), line)
    after, _ = step(draft, Tap("metric", code), FACTS)
    assert [one.metric for one in after.entries] == [code]


@pytest.mark.parametrize("line", ["从业人员不是5300", "约总产值70亿", "总产值目标70亿"])
def test_a_word_that_turns_a_figure_is_no_slip_of_its_name(line: str) -> None:
    draft, _ = start(FACTS, line=f"通创2021{line}")
    assert draft.entries == ()
    assert draft.step != "which"
