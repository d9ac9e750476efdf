"""A line that reports for several communities: each gets what is its own, or nothing is taken."""

from __future__ import annotations

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.parting import by_place
from zc_bot.submission.replies import Typed

FACTS = facts(*PROGRAMME.community)


def parted(text: str) -> dict[str, tuple[str, str]]:
    """Give what each community gets: a metric and its figure as it was typed."""
    parts = by_place(text, FACTS)
    return {part.later.community: (one.metric, one.text) for part in parts for one in part.found.figures}


@pytest.mark.parametrize(
    ("text", "metric", "values"),
    [
        ("通创和观音山的无线覆盖率分别是100%和97.5%", "wifi_coverage", ("100%", "97.5%")),
        ("通创、观音山无线覆盖率都是100%", "wifi_coverage", ("100%", "100%")),
        ("通创从业人员5350，观音山的5870", "employees", ("5350", "5870")),
        ("通创2019从业5350，观音山从业5870", "employees", ("5350", "5870")),
        ("通创和观音山2019从业人员分别是5350、5870", "employees", ("5350", "5870")),
        ("通创、观音山2019年管理机构都有", "management_body", ("有", "有")),
        ("两个社区2019年数据：通创 从业5350，观音山 从业5870", "employees", ("5350", "5870")),
    ],
)
def test_each_place_gets_its_own_figure(text: str, metric: str, values: tuple[str, str]) -> None:
    first, second = values
    assert parted(text) == {"tongchuang": (metric, first), "guanyinshan": (metric, second)}


@pytest.mark.parametrize(
    "text",
    [
        "通创、观音山无线覆盖率都是100%，预计", "通创和观音山预计的无线覆盖率分别是100%和97.5%",
        "通创和观音山的无线覆盖率100%", "通创和观音山的无线覆盖率分别是100%、97.5%和90%",
        "通创从业人员5350，观音山的预计5870",
    ],
)
def test_what_says_more_or_less_is_not_dealt_out(text: str) -> None:
    assert parted(text) == {}


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("观音山2019从业2650，通创2019从业5350", "guanyinshan"),
        ("通创和观音山2019从业人员分别是5350、2650", "tongchuang"),
        ("通创 2019 载体 23.6万平米 观音山 2019 载体 21.5万平米", "tongchuang"),
    ],
)
def test_the_first_is_begun_with_and_the_others_wait(line: str, first: str) -> None:
    draft, events = start(FACTS, line=line)
    assert (draft.community, draft.year, len(draft.entries)) == (first, 2019, 1)
    assert {one.community for one in draft.then} == {"tongchuang", "guanyinshan"} - {first}
    assert sum(isinstance(one, ev.HeldForLater) for one in events) == 1


@pytest.mark.parametrize("text", ["两个社区无线都是100%", "各社区无线覆盖率均为100%", "无线两个社区都是100%"])
def test_what_is_said_of_all_is_of_each_of_ones_own(text: str) -> None:
    draft, _ = start(facts("tongchuang", "guanyinshan"), line=text)
    assert [(one.metric, one.value) for one in draft.entries] == [("wifi_coverage", 100)]
    assert [one.community for one in draft.then] == ["guanyinshan"]
    assert by_place("三个社区无线都是100%", facts("tongchuang", "guanyinshan")) == ()


def test_a_year_that_was_assumed_for_several_is_put_right_for_all() -> None:
    draft, events = start(FACTS, line="通创从业5350，观音山从业2650")
    assert any(isinstance(one, ev.AssumedYear) for one in events)
    draft, _ = step(draft, Typed("是2018年的"), FACTS)
    assert draft.year == 2018
    assert [(one.community, one.year, one.text) for one in draft.then] == [
        ("guanyinshan", 2018, "2018年 观音山从业2650"),
    ]


def test_of_several_years_the_one_being_reported_comes_first() -> None:
    draft, _ = start(facts("guanyinshan"), line="2018年从业2500，2019年从业2650")
    assert draft.year == 2019
    assert [one.year for one in draft.then] == [2018]
