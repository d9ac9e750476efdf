"""A text that says the same over and over is no report, and keeps nobody waiting."""

from __future__ import annotations

import time

import pytest

from tests.submission.world import facts
from zc_bot.submission.understanding import named

ORDINARY = "通创 2019 高新产值 45.6亿，从业人员5300人"


@pytest.mark.parametrize(
    "text", ["通创 2019 高新产值 " + "7" * 4000, "一\n" * 2000, "通创 2019 高新产值 1、" + "、" * 4000, "9，" * 2000]
)
def test_it_names_nothing_at_once(text: str) -> None:
    world = facts("tongchuang")
    named(ORDINARY, world)
    began = time.thread_time()
    for _ in range(20):
        named(ORDINARY, world)
    measure = time.thread_time() - began
    began = time.thread_time()
    found = named(text, world)
    assert not found.figures
    assert time.thread_time() - began <= max(measure, 0.05)


def test_a_long_report_of_many_figures_is_none_of_it() -> None:
    assert len(named(ORDINARY, facts("tongchuang")).figures) == 2


@pytest.mark.parametrize("unknown", ["R&D经费 2亿", "研发经费2亿", "税收 3.2亿元"])
def test_an_unknown_line_of_a_list_stops_no_other(unknown: str) -> None:
    found = named(f"通创2019年\n高新产值 45.6亿\n{unknown}\n从业人员 5300人", facts("tongchuang"))
    assert [(one.metric, one.fault) for one in found.figures] == [("hitech_output", ""), ("employees", "")]
    assert "".join(found.leftover).replace(" ", "") == unknown.casefold().replace(" ", "")
