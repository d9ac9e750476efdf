"""Own reminders by the clock: what is said is set, comes at that minute, is done or comes again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.reminding import personal

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 1, 15, 10, 20, tzinfo=ZONE)
WEEKDAYS = "一二三四五六日"
CORPUS = Path(__file__).parents[1] / "corpus" / "moments.txt"
MINUTE = timedelta(minutes=1)


def set_once() -> list[tuple[str, datetime, str]]:
    """The phrases of the corpus that set one moment: the phrase, when, what of."""
    found = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 3 or not parts[1].startswith("20") or len(parts[1]) != 16 or not parts[2]:
            continue
        found.append((parts[0], datetime.strptime(parts[1], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE), parts[2]))
    return found


def comes(chats: Chats, chat: Chat, at: datetime) -> list[str]:
    """Let the clock be at a moment; returns what comes by then."""
    chat.now = at
    chats.store.write(lambda session: personal.tick(session, chats.conversation.rules, at))
    return chat.receives()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_moment_is_said_is_the_one_that_is_set_comes_and_comes_again(chats: Chats) -> None:
    phrases = set_once()[::5]
    assert len(phrases) > 40
    chat = chats.of(12)
    for said, at, text in phrases:
        chat.now = NOW
        answer = chat.says(f"/remind {said}")
        assert answer.startswith(f"周{WEEKDAYS[at.weekday()]} "), said
        assert f"{at.month}月{at.day}日 {at:%H:%M}" in answer, said
        assert text in answer
        chat.taps("加到手机日历")
        document = chat.last[0].document
        assert document is not None
        (event,) = Calendar.from_ical(document.content).walk("VEVENT")
        assert event["dtstart"].dt == at, said
        assert event["summary"] == text, said
        assert comes(chats, chat, at - MINUTE) == [], said
        assert comes(chats, chat, at) == [f"提醒：{text}"], said
        assert f"{at + timedelta(hours=1):%H:%M}" in chat.taps("1小时后")
        assert comes(chats, chat, at + timedelta(minutes=59)) == [], said
        assert comes(chats, chat, at + timedelta(hours=1)) == [f"提醒：{text}"], said
        chat.taps("明天这时")
        assert comes(chats, chat, at + timedelta(hours=25) - MINUTE) == [], said
        assert comes(chats, chat, at + timedelta(hours=25)) == [f"提醒：{text}"], said
        chat.taps("完成")
        assert comes(chats, chat, at + timedelta(days=9)) == [], said
        assert "还没有提醒" in chat.says("/remind"), said


def test_what_is_put_off_goes_into_the_calendar_as_it_is_now(chats: Chats) -> None:
    chat = chats.of(12)
    chat.now = NOW
    chat.says("/remind 今天上午11点 交材料")
    button = next(data for label, data in chat.buttons.items() if "日历" in label)
    assert comes(chats, chat, NOW.replace(hour=11, minute=0)) == ["提醒：交材料"]
    chat.taps("1小时后")
    chat.taps_data(button)
    document = chat.last[0].document
    assert document is not None
    (event,) = Calendar.from_ical(document.content).walk("VEVENT")
    assert event["dtstart"].dt == NOW.replace(hour=12, minute=0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", ["完成了", "办完了", "it's done"])
def test_right_behind_a_reminder_it_can_be_said_that_it_is_done(chats: Chats, said: str) -> None:
    chat = chats.of(11)
    chat.now = NOW
    chat.says("/remind 11点 打电话")
    assert comes(chats, chat, NOW.replace(hour=11, minute=0)) == ["提醒：打电话"]
    chat.waits(minutes=5)
    assert chat.says(said) == "好，完成了"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", ["一小时后再提醒", "过一小时再叫我", "12点05再提醒我", "remind me again in an hour"])
def test_right_behind_a_reminder_it_can_be_put_off_in_words(chats: Chats, said: str) -> None:
    chat = chats.of(11)
    chat.now = NOW
    chat.says("/remind 11点 打电话")
    comes(chats, chat, NOW.replace(hour=11, minute=0))
    chat.waits(minutes=5)
    assert "1月15日 12:05　打电话" in chat.says(said)
    assert comes(chats, chat, NOW.replace(hour=12, minute=5)) == ["提醒：打电话"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", ["明天上午9点交材料再提醒我", "每天上午9点再提醒我"])
def test_what_says_more_than_a_moment_puts_off_nothing(chats: Chats, said: str) -> None:
    chat = chats.of(11)
    chat.now = NOW
    chat.says("/remind 11点 打电话")
    comes(chats, chat, NOW.replace(hour=11, minute=0))
    chat.waits(minutes=5)
    assert "打电话" not in chat.says(said)
    assert comes(chats, chat, NOW.replace(hour=9, minute=0) + timedelta(days=1)) != ["提醒：打电话"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_after_no_reminder_of_ones_own_it_is_of_the_years(chats: Chats) -> None:
    chat = chats.of(11)
    chat.now = NOW
    assert "截止时间不变" in chat.says("三天后再提醒")
    assert "完成了" not in chat.says("完成了")
