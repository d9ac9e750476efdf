"""A request to report instead of a colleague is answered, and taken back, by typing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.people import Candidate

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def asker(chats: Chats) -> Chat:
    """王芳, who asked 周涛 to report instead."""
    chats.now = MORNING
    programme = chats.conversation.rules.programme
    chats.store.write(
        lambda s: people.admit(s, OPERATOR, programme, [Candidate(17, "周涛", "reporter", ("chongchuan",))], MORNING)
    )
    chats.of(17).says("/start")
    asker = chats.of(11)
    asks(asker)
    return asker


@pytest.fixture
def colleague(chats: Chats, asker: Chat) -> Chat:
    colleague = chats.of(17)
    assert "王芳请您代填" in colleague.receives()[0]
    return colleague


def asks(asker: Chat) -> None:
    asker.says("请周涛代填")
    assert "已问周涛能否代填" in asker.taps("请周涛代填")


@pytest.mark.parametrize("said", ["好", "好，我来填", "可以", "行", "ok", "OK!", "没问题", "sure"])
def test_a_typed_yes_takes_it_over(asker: Chat, colleague: Chat, said: str) -> None:
    assert "好，请您来填" in colleague.says(said)
    assert "周涛答应代填" in asker.receives()[0]


@pytest.mark.parametrize("said", ["不行", "没空", "不方便", "抱歉，没空", "sorry, I can't"])
def test_a_typed_no_leaves_it(asker: Chat, colleague: Chat, said: str) -> None:
    assert "已告诉对方" in colleague.says(said)
    assert "周涛不方便代填" in asker.receives()[0]


def test_a_yes_to_what_was_asked_since_is_none(asker: Chat, colleague: Chat) -> None:
    colleague.says("通创2019年从业人员是多少")
    assert "请您来填" not in colleague.says("好")
    assert asker.receives() == []


def test_beside_an_open_report_only_what_is_plain_is_an_answer(asker: Chat, colleague: Chat) -> None:
    colleague.says("通创 2019 众创空间 3")
    assert "请您来填" not in colleague.says("嗯")
    assert "好，请您来填" in colleague.says("好，我来填")
    assert "周涛答应代填" in asker.receives()[0]


def test_without_a_request_a_yes_is_what_it_was(chats: Chats) -> None:
    assert "请您来填" not in chats.of(15).says("好")


@pytest.mark.parametrize("said", ["我自己填", "取消代填", "把代填收回来", "不用周涛代填了", "还是我自己来填吧"])
@pytest.mark.parametrize("answered", [True, False])
def test_who_asked_takes_it_back_by_words(asker: Chat, colleague: Chat, said: str, answered: bool) -> None:
    yes = colleague.buttons["好，我来填"]
    if answered:
        colleague.taps_data(yes)
        asker.receives()
    assert "已收回，不用周涛代填了" in asker.says(said)
    assert colleague.receives() == ["王芳自己填2019年数据了，不用您代填。"]
    assert "已过期" in colleague.taps_data(yes)
    assert "已收回" not in asker.says(said)
    assert "现在没有请人代填" in asker.says("取消代填")


def test_whether_it_was_taken_back_takes_nothing_back(asker: Chat) -> None:
    assert "已收回" not in asker.says("代填取消了吗")


def test_a_colleague_is_asked_again_after_that(asker: Chat) -> None:
    asker.says("取消代填")
    asks(asker)
