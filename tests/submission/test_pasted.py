"""Tables pasted into the chat."""

from __future__ import annotations

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission.flow import start
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)
BOTH = [("hitech_output", "456000"), ("total_output", "712000")]


@pytest.mark.parametrize(
    "text",
    [
        "社区\t年度\t指标\t本年数\n通创社区\t2019\t高新产值\t456000\n通创社区\t2019\t总产值\t712000",
        "指标\t单位\t去年数\t本年数\n高新产值\t万元\t400000\t456000\n总产值\t万元\t650000\t712000",
        "高新产值（万元）\t总产值（万元）\n456000\t712000",
        "| 指标 | 数值 |\n|---|---|\n| 高新产值 | 456000 |\n| 总产值 | 712000 |",
        "指标，本年数\n高新产值，456000\n总产值，712000",
    ],
)
def test_a_pasted_table_is_read_by_its_headings(text: str) -> None:
    found = named(text, FACTS)
    assert [(one.metric, one.text) for one in found.figures] == BOTH
    assert found.leftover == ()


def test_a_pasted_table_keeps_its_units() -> None:
    draft, _ = start(FACTS, line="社区\t年度\t指标\t单位\t本年数\n通创社区\t2019\t总产值\t亿元\t71.2")
    assert [(one.metric, one.value) for one in draft.entries] == [("total_output", 712000)]


def test_a_name_that_no_metric_has_is_named() -> None:
    assert named("指标\t本年数\n总产值\t712000\n税收\t3.2亿", FACTS).leftover == ("税收 3.2亿",)


@pytest.mark.parametrize("text", ["通创2019\n高新产值：45.6亿\n总产值：71.2亿", "高新产值45.6亿，\n总产值71.2亿"])
def test_lines_are_no_table(text: str) -> None:
    assert [one.metric for one in named(text, FACTS).figures] == ["hitech_output", "total_output"]
