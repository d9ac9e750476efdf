"""What counts from the present moment: a delay behind the deadline, an earlier day, a reminder that comes late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING, end_older_years, tick
from zc_bot.chat.reviewing import overdue


@pytest.fixture
def admin(chats: Chats) -> Chat:
    chats.now = MORNING
    end_older_years(chats)
    return chats.of(14)


def test_a_delay_behind_the_deadline_counts_from_today(admin: Chat) -> None:
    admin.now = datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
    assert "改为：2月17日（周一）18:00" in admin.says("延期一周")


def test_a_deadline_may_be_moved_to_an_earlier_day_where_nothing_says_later(admin: Chat) -> None:
    assert "改为：1月22日（周三）18:00" in admin.says("截止时间改到1月22日")
    assert "改为" not in admin.says("截止时间推迟到1月22日")


@pytest.mark.parametrize(("minutes", "is_late"), [(59, False), (61, True)])
def test_a_reminder_that_comes_an_hour_late_says_for_when_it_was(
    chats: Chats, admin: Chat, minutes: int, is_late: bool
) -> None:
    admin.says("/remind 明天上午10点 开会")
    admin.now = chats.now = datetime(2020, 1, 18, 2, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    tick(chats, admin.now)
    (told,) = [text for text in admin.receives() if "开会" in text]
    assert ("原定" in told) is is_late


def test_a_reminder_is_not_set_once_its_moment_has_come(admin: Chat) -> None:
    assert "设这个提醒" in admin.says("别忘了今天下午3点交表")
    admin.now = datetime(2020, 1, 17, 7, 10, tzinfo=UTC)
    assert "已经过了" in admin.taps("设提醒")


def test_the_day_itself_is_none_of_the_working_days_that_something_has_waited(admin: Chat) -> None:
    days = admin.conversation.rules.days
    assert overdue.working_days(days, date(2020, 1, 6), date(2020, 1, 6)) == 0
    assert overdue.working_days(days, date(2020, 1, 6), date(2020, 1, 10)) == 4
    assert overdue.working_days(days, date(2020, 1, 3), date(2020, 1, 6)) == 1, "no day of the weekend"
