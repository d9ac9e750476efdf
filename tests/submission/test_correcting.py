"""Corrections in words: by name, value and place; taking off; and what is no correction."""

from __future__ import annotations

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.parsing.corrections import read_correction
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed

FACTS = facts(*PROGRAMME.community)
LINE = "通创2019 从业人员5300 初创130 总产值71亿"


def drafted(*texts: str, line: str = LINE) -> tuple[Draft, tuple[ev.Event, ...]]:
    draft, events = start(FACTS, line=line)
    for text in texts:
        draft, events = step(draft, Typed(text), FACTS)
    return draft, events


def values(draft: Draft) -> dict[str, int]:
    return {one.metric: int(one.value or 0) for one in draft.entries}


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("初创写错了，应该是132", "new_startups", 132), ("刚才初创报错了，是132家", "new_startups", 132),
        ("不是130，是131", "new_startups", 131), ("不是5300人，而是5400人", "employees", 5400),
        ("把5300改成5400", "employees", 5400), ("5300改为5400", "employees", 5400),
        ("从业人员不是5300，是5400", "employees", 5400), ("上一个改成72亿", "total_output", 720000),
        ("改成5400", "employees", 5400), ("写错了，应该是132家", "new_startups", 132),
        ("从业人员改为5400", "employees", 5400), ("不好意思，初创写错了 应该是132", "new_startups", 132),
        ("employees was wrong, should be 5400", "employees", 5400),
    ],
)
def test_a_correction_changes_the_figure_that_is_meant(text: str, metric: str, value: int) -> None:
    before, _ = drafted()
    after, _ = drafted(text)
    assert values(after) == values(before) | {metric: value}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("删掉从业人员", {"new_startups", "total_output"}), ("初创不报了", {"employees", "total_output"}),
        ("去掉从业人员和初创", {"total_output"}), ("删掉5300那个", {"new_startups", "total_output"}),
        ("刚才那个删掉", {"employees", "new_startups"}), ("初创那项先空着", {"employees", "total_output"}),
    ],
)
def test_a_figure_is_taken_off_by_words(text: str, left: set[str]) -> None:
    after, events = drafted(text)
    assert set(values(after)) == left
    assert isinstance(events[0], ev.TookOff)


@pytest.mark.parametrize("text", ["刚才那个错了", "不对", "第一项改成4"])
def test_one_of_several_that_is_not_told_apart_is_asked_about(text: str) -> None:
    before, _ = drafted(line="通创2019 孵化器3 加速器2 众创空间2")
    after, events = drafted(text, line="通创2019 孵化器3 加速器2 众创空间2")
    assert values(after) == values(before)
    assert isinstance(events[-1], ev.AskWhich | ev.AskValue)


def test_a_bare_new_figure_that_fits_several_is_asked_about() -> None:
    after, events = drafted("改成4", line="通创2019 孵化器3 加速器2 众创空间2")
    assert values(after) == {"incubators": 3, "accelerators": 2, "makerspaces": 2}
    assert isinstance(events[-1], ev.AskWhich)


def test_what_a_correction_without_a_name_was_taken_for_is_said() -> None:
    _, events = drafted("不是130，是131")
    assert events[0] == ev.Meant("new_startups")


@pytest.mark.parametrize("text", ["把999改成1000", "不是999，是1000"])
def test_a_figure_that_is_not_held_is_named_and_nothing_changes(text: str) -> None:
    before, _ = drafted()
    after, events = drafted(text)
    assert values(after) == values(before)
    assert [one.code for one in events if isinstance(one, ev.Refused)] == ["no_such_value"]


def test_taking_off_what_is_not_held_says_so() -> None:
    after, events = drafted("删掉孵化器")
    assert len(after.entries) == 3
    assert events[0] == ev.Refused("not_held", "incubators")


def test_a_correction_at_the_reason_is_no_reason() -> None:
    after, _ = drafted("初创写错了，应该是131", line="通创2019 初创130 从业人员9000")
    assert values(after) == {"new_startups": 131}
    assert after.pending is not None
    assert after.pending.metric == "employees"


def test_all_of_them_taken_off_is_a_cancelled_report() -> None:
    after, _ = drafted("都不报了")
    assert after.step == "cancelled"


@pytest.mark.parametrize(
    "text",
    [
        "从业人员5300", "是5300", "去年报错了，今年按实际口径", "数据写错了，去年漏报了两家", "企业扩张",
        "删掉从业人员可以吗？", "新园区投用",
    ],
)
def test_what_is_no_correction_is_none(text: str) -> None:
    assert read_correction(text, FACTS.lexicon) is None
