"""Where a word, a day or a message is awaited, whatever else is typed is what it is, and never lost."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from zc_bot.storage import overrides, posted


@pytest.fixture
def boss(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(14)


WAITING = (
    ("/broadcast 请大家快报", "通知还没有发", "发出", "开始发送"),
    ("/deadline 2019 结束", "还没有结束2019年度", "结束", "已结束收集2019年度数据"),
    ("延期", "还在等2019年的新截止日", "2月10日", "改为：2月10日"),
    ("放假安排", "还在等放假安排", "2020年2月12日放假", "多放 1 天"),
)


@pytest.mark.parametrize(("begins", "waits", "word", "done"), WAITING)
def test_a_question_and_an_order_are_answered_and_it_goes_on_waiting(
    boss: Chat, begins: str, waits: str, word: str, done: str
) -> None:
    for said, answer in (("谁没报", "还没报齐2019年数据"), ("催一下海安", "现在催这 1 个单位")):
        boss.says(begins)
        answered = boss.says(said)
        assert answer in answered
        assert waits in answered
        assert "/cancel" in answered
    assert done in boss.says(word)


@pytest.mark.parametrize(("begins", "waits", "word", "done"), WAITING)
def test_anything_else_is_told_what_is_awaited(boss: Chat, begins: str, waits: str, word: str, done: str) -> None:
    boss.says(begins)
    for said in ("嗯", "好的", "知道了"):
        answered = boss.says(said)
        assert answered.startswith(waits), said
        assert "/cancel" in answered
    assert done in boss.says(word)


@pytest.mark.parametrize("said", ["不了", "算了", "不发了", "不改了", "不发出", "先别发出", "/cancel"])
def test_it_is_left_by_words(boss: Chat, said: str) -> None:
    boss.says("/broadcast 请大家快报")
    answered = boss.says(said)
    assert "没有改动" in answered or "没有发出" in answered
    assert "现在没有等着发的通知" in boss.says("发出")
    assert boss.store.read(lambda s: posted.keyed(s, ("broadcast",))) == ()


def test_a_word_that_nothing_waits_for_is_told_what_it_is_for(boss: Chat) -> None:
    assert "现在没有等着结束的年度" in boss.says("结束")
    assert 2019 not in boss.store.read(overrides.ended)


def test_a_short_question_where_the_message_is_awaited_may_be_it(boss: Chat) -> None:
    boss.says("/broadcast")
    answered = boss.says("谁没报")
    assert "还没报齐2019年数据" in answered
    assert "还在等通知的内容" in answered
    assert "谁没报\n——赵磊" in boss.taps("这就是通知内容")


@pytest.mark.parametrize("said", ["各位：周五前能报齐吗？", "请还没报的抓紧，谁没报我们会打电话", "请周五前报齐"])
def test_what_asks_people_is_the_message(boss: Chat, said: str) -> None:
    boss.says("/broadcast")
    assert f"{said}\n——赵磊" in boss.says(said)


def test_another_wait_takes_the_place_of_the_first(boss: Chat) -> None:
    boss.says("/broadcast 请大家快报")
    answered = boss.says("延期")
    assert "2019年数据延到哪一天" in answered
    assert "通知还没有发" not in answered
