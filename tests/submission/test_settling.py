"""Words that settle a figure in question: a unit, a place among those offered, zeros, another metric."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import facts
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed

FACTS = facts("tongchuang")


def typed(metric: str, *texts: str) -> tuple[Draft, tuple[ev.Event, ...]]:
    """Type texts where a metric is asked for."""
    draft, events = start(FACTS, "tongchuang", 2019, metric)
    for text in texts:
        draft, events = step(draft, Typed(text), FACTS)
    return draft, events


@pytest.mark.parametrize(
    "text", ["亿", "是亿元", "单位：亿元", "第一个", "前面那个", "the first one", "当然是亿", "都不是，456000"]
)
def test_one_of_those_offered_is_chosen_by_its_unit_or_place(text: str) -> None:
    draft, _ = typed("hitech_output", "45.6", text)
    assert held(draft) == {"hitech_output": Decimal(456000)}


def test_the_last_of_those_offered_is_chosen_by_its_place() -> None:
    assert held(typed("hitech_output", "45.6", "后面那个")[0]) == {"hitech_output": Decimal("45.6")}


@pytest.mark.parametrize("text", ["我问问", "我查一下", "等等", "等我查一下"])
def test_a_few_words_that_put_off_are_no_reason(text: str) -> None:
    draft, _ = typed("employees", "9000", text)
    assert draft.entries == ()


@pytest.mark.parametrize("text", ["单位是百万", "是百万元", "单位百万"])
def test_a_unit_is_no_reason_but_the_figures_own(text: str) -> None:
    draft, _ = typed("hitech_output", "4560", text)
    assert {one.metric: one.value for one in draft.entries} == {"hitech_output": Decimal(456000)}


@pytest.mark.parametrize(
    ("metric", "first", "text", "meant"),
    [
        ("hitech_output", "4560万", "少打了两个零", 456000), ("employees", "53000", "多打了一个零", 5300),
        ("employees", "530", "少了个0", 5300), ("employees", "5300", "从业人员少写一个零", 53000),
    ],
)
def test_zeros_that_were_mistyped_are_put_right_and_asked_about(
    metric: str, first: str, text: str, meant: int
) -> None:
    draft, events = typed(metric, first, text)
    assert draft.step == "reading"
    assert held(draft) == {}
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert Decimal(meant) in {one.value for one in asked.readings}


@pytest.mark.parametrize("text", ["少打了两个零", "多打了三个零"])
def test_zeros_that_no_number_has_leave_the_figure_to_be_typed(text: str) -> None:
    draft, _ = typed("wifi_coverage", "96.5", text)
    assert draft.step != "reading"


@pytest.mark.parametrize(
    "text",
    [
        "不是高新，是总产值", "高新产值应该是总产值", "刚才那个不是高新产值，而是总产值",
        "it's not high-tech output, it's total output",
    ],
)
def test_a_figure_is_moved_to_the_metric_it_is_said_to_be(text: str) -> None:
    draft, events = typed("hitech_output", "71亿", text)
    assert held(draft) == {"total_output": Decimal(710000)}
    assert ev.TookOff(("hitech_output",)) in events


@pytest.mark.parametrize("text", ["不是从业人员，是总产值", "不是高新，是从业人员"])
def test_one_that_is_not_held_or_does_not_fit_moves_nothing(text: str) -> None:
    draft, _ = typed("hitech_output", "43亿", text)
    assert held(draft) == {"hitech_output": Decimal(430000)}


@pytest.mark.parametrize("text", ["单位写错了，是万元不是亿元", "单位错了，应该是万元", "单位弄错了，是万元"])
def test_the_unit_of_what_was_just_taken_is_put_right(text: str) -> None:
    own = facts("tongchuang")
    draft, _ = start(own, line="通创2019 总产值70.1亿")
    after, _ = step(draft, Typed(text), own)
    assert after.pending is not None
    assert after.pending.value == Decimal("70.1")


def test_what_is_put_off_for_another_figure_makes_room_for_it() -> None:
    draft, _ = typed("employees", "9000", "先放着，孵化器3")
    assert held(draft) == {"incubators": Decimal(3)}


@pytest.mark.parametrize(
    "text", ["今年刚建立", "已建成投用", "运行正常", "9月刚建好的", "已建立并正常运行", "we have one"]
)
def test_what_says_that_something_was_set_up_is_a_yes(text: str) -> None:
    assert held(typed("statistics_system", text)[0]) == {"statistics_system": Decimal(1)}


@pytest.mark.parametrize("text", ["正在筹建", "明年建", "拟建立", "不健全", "基本健全", "准备建立"])
def test_what_is_planned_or_wanting_is_no_yes(text: str) -> None:
    assert held(typed("statistics_system", text)[0]) == {}


def test_a_yes_or_no_may_come_with_another() -> None:
    assert held(typed("statistics_system", "没有。管理机构有")[0]) == {
        "statistics_system": Decimal(0), "management_body": Decimal(1),
    }
