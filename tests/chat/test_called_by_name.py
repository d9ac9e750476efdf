"""Who is called by name is told as somebody to reach; their figures are those of whom they report for."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_kinds import REVIEWER, VIEWER
from tests.chat.test_kinds import city as city


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("王芳报了没有", "王芳　填报（崇川区）"), ("怎么联系张伟", "张伟　填报（海安市）"),
        ("刘洋是谁", "刘洋　审核"),
        ("王芳是哪个区的", "王芳　填报（崇川区）"), ("张伟管哪几个社区", "张伟　填报（海安市）"),
    ],
)
def test_somebody_is_told_by_name(city: Chats, question: str, begins: str) -> None:
    assert city.of(VIEWER).says(question).startswith(begins)


def test_what_somebody_reported_is_asked_of_their_authority(city: Chats) -> None:
    said = city.of(VIEWER).says("张伟2019年报的数审完没有")
    assert "新材料众创社区2019年" in said
    assert "按“海安市”理解“张伟”" in said
    assert "通创" not in said


def test_the_queue_of_one_is_not_that_of_all(city: Chats) -> None:
    chat = city.of(REVIEWER)
    assert "待审核" in chat.says("待审核的有哪些")
    said = chat.says("张伟报的数里还有几条没审")
    assert "通州湾" not in said, "what waits is another's"


def test_in_a_group_nobody_is_told_by_name(city: Chats) -> None:
    assert "填报（" not in city.of(VIEWER).says_in(-100, "王芳报了没有")


def test_who_is_not_known_here_is_nobody(city: Chats) -> None:
    assert "王小明" not in city.of(VIEWER).says("王小明报了没有")
