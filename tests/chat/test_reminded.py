"""Who was reminded of what and when, asked in words: of a person, of a place, of a day, or of oneself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import end_older_years, report_all, settle_everything, tick
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import overrides, reachable

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    """刘洋, the day after who reports for 崇川 was reminded by the bot, and then by hand."""
    chats.now = MORNING
    end_older_years(chats)
    tick(chats, MORNING)
    chats.of(11).receives()
    settle_everything(chats)
    chats.now = MORNING + timedelta(hours=2)
    of = chats.of(13)
    of.says("催一下崇川")
    of.taps("确认催")
    chats.now = MORNING + timedelta(days=1, hours=2)
    return chats.of(13)


@pytest.mark.parametrize(
    "said",
    [
        "崇川收到提醒了吗", "王芳收到提醒了吗", "崇川区催过没有", "有没有提醒过崇川", "什么时候催的崇川区？",
        "给王芳催过几次", "提醒发给崇川了吗", "崇川的填报人收没收到提醒", "帮我看看崇川催没催",
        "did Chongchuan get a reminder?", "has 王芳 been reminded", "when was Chongchuan last reminded",
    ],
)
def test_what_somebody_was_sent_and_when_is_told(reviewer: Chat, said: str) -> None:
    told = reviewer.says(said)
    assert "王芳（崇川区）\n· 周四 1月16日 11:00　2019年，有人催报：等着发" in told, told
    assert "· 周四 1月16日 09:00　2019年，开始填报：已发出" in told, told
    assert "张伟" not in told


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("昨天提醒了谁", "1月16日提醒了"), ("昨天催过谁？", "王芳（崇川区）：2019年，有人催报"),
        ("今天催了谁", "1月17日没有提醒过谁"), ("通州区收到提醒了吗", "通州区没有填报人，没有谁可提醒"),
        ("我收到提醒了吗", "刘洋（审核）\n· 周四 1月16日 09:00"),
    ],
)
def test_so_are_a_day_a_place_without_anybody_and_oneself(reviewer: Chat, said: str, expected: str) -> None:
    assert expected in reviewer.says(said)


def test_without_a_day_it_is_the_last_on_which_anybody_was(chats: Chats, reviewer: Chat) -> None:
    later = MORNING + timedelta(days=4)
    tick(chats, later)
    chats.now = later
    chats.of(11).receives()
    reviewer.now = later + timedelta(days=1)
    assert "1月20日提醒了" in reviewer.says("提醒了谁")
    assert "1月21日没有提醒过谁" in reviewer.says("今天提醒了谁")


@pytest.mark.parametrize(
    "said",
    ["谁没收到提醒", "哪些单位没催过", "提醒没发到谁", "没收到提醒的有谁", "有没有人没收到提醒", "谁还没看提醒",
     "who hasn't been reminded", "who didn't get a reminder"],
)
def test_whom_no_reminder_reached_is_told_of_those_who_owe_something(
    chats: Chats, reviewer: Chat, said: str
) -> None:
    first, *lines = reviewer.says(said).splitlines()
    assert first == "1人没收到2019年的提醒（只算还差数的填报人）", "王芳 was sent one"
    assert lines[0] == "张伟（海安市）", "whose letter waits"
    assert lines[1].endswith("2019年，开始填报：还没发出去")
    assert "港闸区" in lines[-1]
    assert lines[-1].endswith("没有填报人，没有谁可提醒。")
    chats.of(15).receives()
    settle_everything(chats)
    told = reviewer.says(said)
    assert told.startswith("都收到过：2019年还差数的2名填报人，提醒都发出过。")
    assert told.endswith("已发出，不等于看过。")
    chats.store.write(lambda s: reachable.mark_unreachable(s, 15, chats.now))
    assert "张伟（海安市）\n⚠ 停用了机器人，收不到。" in reviewer.says(said)


def test_so_it_is_of_a_day_a_place_a_year_and_for_who_leads(chats: Chats, reviewer: Chat) -> None:
    chats.of(15).receives()
    settle_everything(chats)
    assert reviewer.says("今天谁没收到提醒").splitlines()[:2] == [
        "1人1月17日没收到2019年的提醒（只算还差数的填报人）", "王芳（崇川区）"]
    assert reviewer.says("昨天谁没收到提醒").splitlines()[1] == "张伟（海安市）", "his came today"
    assert "都收到了：2019年还差数的1名填报人，1月16日都发过提醒" in reviewer.says("昨天崇川谁没收到提醒")
    assert "2018年度已结束收集" in reviewer.says("2018年谁没收到提醒")
    assert "1名填报人" in reviewer.says("海安有谁没收到提醒")
    lead = chats.of(16).says("谁没收到提醒")
    assert "1名填报人" in lead
    assert "没有填报人" not in lead, "of others' authorities a lead is told nothing"
    report_all(chats, 2019, "tongchuang", "guanyinshan")
    assert chats.of(16).says("谁没收到提醒") == "2019年没有填报人还差数，没有谁要提醒。"
    assert "能催报的才能看" in chats.of(12).says("谁没收到提醒")


@pytest.mark.parametrize("said", ["王芳没收到提醒吗", "崇川为什么没收到提醒"])
def test_that_somebody_was_sent_none_is_answered_with_what_they_were(reviewer: Chat, said: str) -> None:
    assert "· 周四 1月16日 09:00　2019年，开始填报：已发出" in reviewer.says(said)


@pytest.mark.parametrize("said", ["哪些单位没催过", "谁没收到提醒", "提醒崇川", "催一下崇川", "明天提醒我开会"])
def test_whom_it_was_not_done_to_and_what_is_to_be_done_is_something_else(reviewer: Chat, said: str) -> None:
    assert "开始填报：已发出" not in reviewer.says(said)


def test_who_nudges_nobody_learns_only_of_themselves(chats: Chats, reviewer: Chat) -> None:
    assert "开始填报：已发出" in chats.of(16).says("崇川收到提醒了吗"), "the lead of that authority"
    asked = ((16, "海安收到提醒了吗"), (12, "崇川收到提醒了吗"), (15, "王芳收到提醒了吗"), (12, "通州区催过没有"))
    for person, said in asked:
        assert "能催报的才能看" in chats.of(person).says(said), (person, said)
    assert "开始填报：已发出" in chats.of(11).says("我收到提醒了吗")


def test_who_is_not_reached_is_shown_so(chats: Chats, reviewer: Chat) -> None:
    chats.store.write(lambda s: reachable.mark_unreachable(s, 11, chats.now))
    assert "停用了机器人，收不到" in reviewer.says("崇川收到提醒了吗")


def test_reminders_are_put_off_no_longer_than_till_the_first_of_two_last_calls(chats: Chats, reviewer: Chat) -> None:
    chats.store.write(lambda s: overrides.reopen(s, OPERATOR, 2018, chats.now))
    chats.store.write(lambda s: overrides.move(s, OPERATOR, 2018, date(2020, 3, 20), chats.now))
    reporter = chats.of(11)
    assert "截止时间不变" not in reporter.says("2月20日上午再提醒")
    assert "截止时间不变" in reporter.says("1月21日上午再提醒")
