"""A figure that was handed in is put right in words: the right one is shown, whether or not its place is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.chat.conftest import Chats

REPORTER = 11


@pytest.mark.parametrize(
    "said", ["总产值填成了71.2亿，应为72亿", "总产值报错了，应该是72亿", "总产值不是71.2亿，是72亿",
             "通创2019年总产值填成了71.2亿，应为72亿", "通创2019年总产值报错了，应该是72亿"]
)
@pytest.mark.parametrize("hours", [0, 30])
def test_what_was_handed_in_is_put_right(chats: Chats, said: str, hours: int) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创2019 总产值71.2亿")
    assert "已提交" in reporter.taps("确认提交")
    reporter.waits(hours=hours)
    answer = reporter.says(said)
    if "通创" not in answer:
        answer = reporter.taps("通创")
    assert "72亿" in answer
    assert "不知道" not in answer
    assert "总产值：71.2亿" not in answer


@pytest.mark.parametrize("said", ["不对 应该是86家", "错了，不是136，是86"])
def test_a_figure_of_ones_own_that_was_only_looked_at_is_put_right(chats: Chats, said: str) -> None:
    _handed_in_yesterday(chats, "通创2019 新增初创企业136家")
    reporter = chats.of(REPORTER)
    reporter.now = chats.now + timedelta(days=1)
    assert reporter.says("通创2019年新增初创企业").startswith("136家")
    answer = reporter.says(said)
    assert "136家" in answer
    assert "86家" in answer
    assert "没有可改的" not in answer


def test_a_figure_of_others_or_of_several_that_was_looked_at_is_none_to_put_right(chats: Chats) -> None:
    reporter = chats.of(REPORTER)
    for looked_at in ("海安2019年新增初创企业", "通创和观音山2019年新增初创企业"):
        reporter.says(looked_at)
        assert "没有可改的" in reporter.says("不对 应该是86家"), looked_at


def test_figures_that_were_sent_back_and_are_typed_anew_are_of_the_place_they_came_from(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(13)
    reporter.says("通创 2019 从业人员 3200人 初创 90家")
    reporter.taps("确认提交")
    reviewer.says("退回从业人员、初创：口径不对请核实")
    reviewer.taps("退回")
    answer = reporter.says("从业人员 3300人 初创 91家")
    assert "通创社区" in answer
    assert "填报哪个社区" not in answer


def _handed_in_yesterday(chats: Chats, line: str) -> None:
    reporter = chats.of(REPORTER)
    reporter.says(line)
    assert "已提交" in reporter.taps("确认提交")
