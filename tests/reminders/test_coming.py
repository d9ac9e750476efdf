"""When a year's stages go out from now on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.coming import coming
from zc_bot.reminders.facts import Facts, NudgeKey, Recipient, Sent
from zc_bot.reminders.gaps import missing_of

At = Callable[[str], datetime]


@pytest.fixture
def facts(programme: Programme, days: WorkingDays) -> Facts:
    """A reporter misses all of two years."""
    missing = {year: missing_of(programme, year, ()) for year in (2018, 2019)}
    return Facts(programme, days, (Recipient(1, "reporter", ("chongchuan",)),), missing)


def shown(facts: Facts, now: datetime, through: datetime) -> dict[str, str]:
    return {stage: f"{at:%m-%d %H:%M}" for stage, at in coming(facts, 2019, now, through).items()}


def test_what_is_due_and_was_not_sent_goes_at_once_or_the_next_working_morning(facts: Facts, at: At) -> None:
    through = at("2020-01-31 09:00")
    assert shown(facts, at("2020-01-21 10:00"), through) == {"D-14": "01-21 10:00", "D-1": "01-23 09:00"}
    assert shown(facts, at("2020-01-21 07:00"), through)["D-14"] == "01-21 09:00"
    assert shown(facts, at("2020-01-21 18:00"), through)["D-14"] == "01-22 09:00"
    assert shown(facts, at("2020-01-18 10:00"), through)["open"] == "01-19 09:00", "a Sunday that is worked"
    assert shown(facts, at("2020-04-03 18:00"), at("2020-04-20 09:00")) == {"D+56": "04-07 09:00"}, "three days off"


def test_whoever_had_their_letter_today_has_it_the_next_morning(facts: Facts, at: At) -> None:
    today = Sent(NudgeKey(1, 2018, "D+336", date(2019, 1, 31)), date(2020, 1, 21))
    found = shown(replace(facts, sent=(today,)), at("2020-01-21 10:00"), at("2020-01-31 09:00"))
    assert found["D-14"] == "01-22 09:00"


def test_other_years_hide_nothing_and_one_that_ended_is_silent(facts: Facts, at: At) -> None:
    now, through = at("2020-03-30 10:00"), at("2020-06-30 09:00")
    assert coming(facts, 2018, now, through)
    assert not coming(replace(facts, ended=frozenset({2018})), 2018, now, through)
    assert shown(facts, now, through) == {"D+56": "03-30 10:00", "D+84": "04-27 09:00", "D+112": "05-25 09:00",
                                          "D+140": "06-22 09:00"}
