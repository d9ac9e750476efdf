"""What is not to be forgotten by a day is shown as a reminder, and set by the button alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.reminding import nudges
from zc_bot.storage import audit

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)
SAID = {
    "别忘了周五交表": "周五 1月17日 09:00　交表",
    "周五别忘了交表": "周五 1月17日 09:00　交表",
    "可别忘了，周五下午三点前交表啊": "周五 1月17日 15:00　交表啊",
    "記得下周一上午9點開例會": "周一 1月20日 09:00　開例會",
    "每周一9点别忘记对账": "周一 1月20日 09:00 起每周　对账",
    "别忘了周五报从业人员": "周五 1月17日 09:00　报从业人员",
    "don't forget to hand in the table on Friday": "周五 1月17日 09:00　hand in the table",
    "remember to call Haian tomorrow at 3pm": "周五 1月17日 15:00　call Haian",
}
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def kept(chat: Chat) -> list[str]:
    return [line.partition(" ")[2] for line in chat.says("/remind").splitlines() if "　" in line]


def test_it_is_shown_and_set_by_the_button_alone(chats: Chats) -> None:
    chats.now = MORNING
    for person, (said, line) in zip(cycle((11, 12, 13, 14)), SAID.items(), strict=False):
        chat = chats.of(person)
        before = kept(chat)
        assert chat.says(said).splitlines() == ["设这个提醒？", line], said
        assert kept(chat) == before
        chat.says(said)
        assert "已设提醒" in chat.taps("设提醒")
        assert line in kept(chat)
        chat.says(said)
        assert "已经有这个提醒" in chat.taps("设提醒")


@pytest.mark.parametrize("days", [1, 3])
def test_a_day_that_has_come_meanwhile_is_not_moved_on(chats: Chats, days: int) -> None:
    chats.now = MORNING
    chat = chats.of(12)
    chat.says("别忘了周五交表")
    chat.waits(days=days)
    assert "已经过了" in chat.taps("设提醒")
    assert kept(chat) == []


@pytest.mark.parametrize("said", ["别忘了农历三月初三交表", "别忘了二月三十号交表"])
def test_a_moment_that_can_not_be_set_is_named(chats: Chats, said: str) -> None:
    chats.now = MORNING
    chat = chats.of(12)
    assert any(word in chat.says(said) for word in ("农历", "没有“"))
    assert not chat.buttons


@pytest.mark.parametrize(
    "said", ["明天上午9点记得提醒我看数", "别忘了提醒我周五交表", "提醒我周五别忘了交表", "提醒我明天少发点消息"]
)
def test_who_says_to_be_reminded_has_it_set_at_once(chats: Chats, said: str) -> None:
    chats.now = MORNING
    assert "已设提醒" in chats.of(12).says(said)


@pytest.mark.parametrize("said", ["别忘了", "我记得周五开过会", "你还记得2019年总产值是多少吗", "别忘了催一下海安"])
def test_what_names_no_moment_to_come_is_whatever_it_was(chats: Chats, said: str) -> None:
    chats.now = MORNING
    assert "设这个提醒" not in chats.of(13).says(said)


def test_a_figure_beside_it_is_no_reminder(chats: Chats) -> None:
    chats.now = MORNING
    assert "设这个提醒" not in chats.of(15).says("新材料 2019 从业人员5200人，别忘了周五审核")


@pytest.mark.parametrize("said", ["收到", "好", "好的", "知道了", "got it"])
def test_a_reminder_that_was_heard_is_taken_as_seen(chats: Chats, said: str) -> None:
    chats.now = MORNING
    chats.store.write(lambda s: nudges.tick(s, chats.conversation.rules, MORNING))
    reporter = chats.of(15)
    assert "2019年数据" in reporter.receives()[-1]
    assert reporter.says(said).startswith("好的。2019年数据还差 22 项。\n截止：")
    assert chats.store.read(lambda s: audit.last(s, "remind.seen", "open")) is not None


@pytest.mark.parametrize("said", [
    "remind me whats the rule on hi-tech share", "提醒我一下高新占比要求多少", "please remind me what R4 is",
])
def test_what_one_wants_to_be_told_again_is_a_question_and_no_reminder(chats: Chats, said: str) -> None:
    chats.now = MORNING
    chat = chats.of(12)
    assert "超过60%" in chat.says(said)
    assert kept(chat) == []


@pytest.mark.parametrize("said", ["remind me tomorrow at 9 what to bring", "提醒我明天9点问高新占比要求多少"])
def test_with_a_moment_it_is_a_reminder(chats: Chats, said: str) -> None:
    chats.now = MORNING
    assert "已设提醒" in chats.of(12).says(said)


@pytest.mark.parametrize("said", [
    "催报的消息能不能少发点", "提醒太多了", "提醒少一点行吗", "can I have fewer reminders",
])
def test_who_wants_fewer_reminders_is_offered_how(chats: Chats, said: str) -> None:
    chats.now = MORNING
    reporter, viewer = chats.of(11), chats.of(12)
    reporter.says(said)
    assert "只在截止前两次提醒" in reporter.buttons
    assert "一天最多发一条" in viewer.says(said)
    assert "还没报" not in reporter.says("提醒太多了，海安")
