"""What a line says is wrong is never taken; what it says it should be is."""

from __future__ import annotations

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)


@pytest.mark.parametrize(
    ("text", "metric", "figure"),
    [
        ("总产值填成了57亿，应为58亿", "total_output", "58亿"), ("总产值报错了，应该是58亿", "total_output", "58亿"),
        ("通创2019年高新产值填成了37.47亿，应为38亿", "hitech_output", "38亿"),
        ("观音山2019年从业人员报错了，应该是25000", "employees", "25000"),
        ("总产值不是57亿，是58亿", "total_output", "58亿"), ("总产值写成57亿了，是58亿", "total_output", "58亿"),
        ("总产值58亿，不是57亿", "total_output", "58亿"), ("总产值是58亿，而不是57亿", "total_output", "58亿"),
        ("通创2019总产值57亿填错了，应该是58亿", "total_output", "58亿"),
    ],
)
def test_the_right_figure_alone_is_taken_of_a_line_that_corrects(text: str, metric: str, figure: str) -> None:
    found = named(text, FACTS)
    assert [(one.metric, one.text, one.fault) for one in found.figures] == [(metric, figure, "")]
    assert not found.leftover


@pytest.mark.parametrize("text", ["从业人员去年填错了，应该是5200", "2018年从业人员填错了，应该是5200"])
def test_what_was_amiss_in_the_year_before_is_a_reason_still(text: str) -> None:
    draft, _ = start(FACTS, line="通创2019 从业人员9000")
    after, events = step(draft, Typed(text), FACTS)
    assert [one.reason for one in after.entries] == [text], events
