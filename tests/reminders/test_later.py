"""A deadline put off in words: to which day, or by how much, and what is no day at all."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zc_bot.reminders.later import Later, holds_time, read_later, restores
from zc_bot.reminders.moments import read_day, read_day_and_hour
from zc_bot.reminders.wrong_day import missing_day

TODAY = date(2020, 1, 15)


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("延期到2月10日", Later(date(2020, 2, 10))),
        ("截止日改2月10日中午12点", Later(datetime(2020, 2, 10, 12))),
        ("延期一周", Later(span="一周后")),
        ("延期三个工作日", Later(span="三日后", working=True)),
        ("因为停电三天，延期一周", Later(span="一周后")),
        ("another week please", Later(span="in a week")),
        ("extend by two working days", Later(span="in two days", working=True)),
        ("extend by a fortnight", Later(span="in two weeks")),
        ("延期三天或一周", None),
        ("delay one week and 2 days", None),
        ("截止日改2月10日或2月11日", None),
        ("延期", None),
    ],
)
def test_it_is_the_one_day_or_the_one_span_that_is_said(said: str, later: Later | None) -> None:
    assert read_later(said, TODAY) == later


@pytest.mark.parametrize("said", ["一周", "two weeks", "10", "今日", "noon", "end of month", "半天"])
def test_a_text_that_holds_a_time_is_known(said: str) -> None:
    assert holds_time(said)
    assert not holds_time("再说吧")


@pytest.mark.parametrize(
    ("said", "none"),
    [("延期到2月30日", "2月30日"), ("延期到2月10日25点", "25点"), ("延期到2月10日", None), ("改到2月10日9点", None)],
)
def test_a_day_or_an_hour_that_does_not_exist_is_named(said: str, none: str | None) -> None:
    assert missing_day(said, TODAY) == none


@pytest.mark.parametrize(
    ("said", "day"),
    [("下周五", date(2020, 1, 24)), ("2.10", date(2020, 2, 10)), ("9点", None), ("每月1号", None), ("明天9点", None)],
)
def test_a_day_is_one_day_and_nothing_else(said: str, day: date | None) -> None:
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("2月10日中午12点前", datetime(2020, 2, 10, 12)),
        ("2月10日24:00", datetime(2020, 2, 10, 23, 59)),
        ("2月10日", date(2020, 2, 10)),
        ("9点", None),
        ("明天后天9点", None),
        ("2月10日9点10点", None),
        ("每月1号9点", None),
        ("2月10日25点", None),
        ("交2月10日9点", None),
    ],
)
def test_with_its_hour_it_is_that_moment_of_one_day(said: str, when: date | datetime | None) -> None:
    assert read_day_and_hour(said, TODAY) == when


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("取消2019年的延期", True), ("2019年的延期取消了吧", True), ("刚才那个延期撤了", True),
        ("那次改期不要了", True), ("能不能撤回延期", True), ("2019年不延期了", True), ("不用再推迟了", True),
        ("2019年改期取消，恢复原来的时间", True), ("restore the usual deadline", True),
        ("不要延期", False), ("项目延期取消", False), ("取消延期到2月20日", False), ("推迟的会议取消", False),
        ("延期一周", False), ("取消提醒", False),
    ],
)
def test_a_later_deadline_is_taken_back_by_the_whole_of_a_clause(said: str, back: bool) -> None:
    assert restores(said, TODAY) is back
