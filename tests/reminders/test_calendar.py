"""Working days of 2017–2026 against the State Council's yearly notices, typed in here by hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from zc_bot.policy.records import Calendar, DayOff
from zc_bot.reminders.calendar import WorkingDays

MAKE_UP_WORKDAYS = {
    2017: "01-22 02-04 04-01 05-27 09-30",
    2018: "02-11 02-24 04-08 04-28 09-29 09-30 12-29",
    2019: "02-02 02-03 04-28 05-05 09-29 10-12",
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
SPRING_FESTIVALS = {
    2018: ("02-15", "02-21"),
    2019: ("02-04", "02-10"),
    2020: ("01-24", "02-02"),
    2021: ("02-11", "02-17"),
    2022: ("01-31", "02-06"),
    2023: ("01-21", "01-27"),
    2024: ("02-10", "02-17"),
    2025: ("01-28", "02-04"),
    2026: ("02-15", "02-23"),
}


@pytest.mark.parametrize("year", MAKE_UP_WORKDAYS)
def test_weekend_days_that_are_worked_are_those_of_the_notice(days: WorkingDays, year: int) -> None:
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    worked = " ".join(f"{day:%m-%d}" for day in every if day.weekday() >= 5 and days.is_working(day))
    assert worked == MAKE_UP_WORKDAYS[year]


@pytest.mark.parametrize("year", SPRING_FESTIVALS)
def test_spring_festival_is_off_from_its_first_to_its_last_day(days: WorkingDays, year: int) -> None:
    first, last = (date.fromisoformat(f"{year}-{day}") for day in SPRING_FESTIVALS[year])
    assert not any(days.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))
    assert days.next_working(first) == last + timedelta(days=1)


def test_search_for_a_working_day_begins_with_the_day_itself(days: WorkingDays) -> None:
    thursday, saturday = date(2020, 1, 9), date(2020, 1, 11)
    assert days.next_working(thursday) == days.previous_working(thursday) == thursday
    assert days.next_working(saturday) == date(2020, 1, 13)
    assert days.previous_working(saturday) == date(2020, 1, 10)


def test_search_crosses_the_turn_of_the_year(days: WorkingDays) -> None:
    assert days.next_working(date(2018, 12, 30)) == date(2019, 1, 2)
    assert days.previous_working(date(2019, 1, 1)) == date(2018, 12, 29)


def test_our_own_table_overrules_the_library() -> None:
    worked, off = date(2020, 1, 25), date(2020, 1, 22)
    table = (DayOff(day=worked, working=True), DayOff(day=off, working=False))
    days = WorkingDays(Calendar(country="CN", confirmed_through=2020, days=table))
    assert days.is_working(worked)
    assert not days.is_working(off)


def test_years_after_the_last_notice_are_provisional(days: WorkingDays) -> None:
    assert days.confirmed(2026)
    assert not days.confirmed(2027)
    assert not days.is_working(date(2027, 2, 6))
    assert days.is_working(date(2150, 1, 5))


def test_another_country_has_other_days_off() -> None:
    days = WorkingDays(Calendar(country="DE", confirmed_through=2020))
    assert days.is_working(date(2020, 1, 24))
    assert not days.is_working(date(2020, 12, 25))


def test_holiday_library_is_not_loaded_at_start() -> None:
    code = "import sys, zc_bot.reminders.plan; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
