"""The holidays of one country, without the modules of all the others."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from tests.reminders import days_off as kept
from zc_bot.reminders.country import DAYS_OFF, days_of, days_off, holidays_of

KEPT = """
import sys
from datetime import date
from pathlib import Path
from zc_bot.policy.load import load_programme
from zc_bot.reminders.calendar import WorkingDays
days = WorkingDays(load_programme(Path("data/nantong-2017")).calendar)
print(days.is_working(date(2020, 10, 10)), days.is_working(date(2020, 10, 1)), "holidays" in sys.modules)
"""
ALONE = """
import sys
from zc_bot.reminders.country import holidays_of
assert holidays_of("CN", 2025)
print(*sorted(name for name in sys.modules if name.startswith("holidays.countries.")))
"""


def test_the_days_that_are_kept_are_what_the_library_gives() -> None:
    path = DAYS_OFF / f"{kept.COUNTRY}.txt"
    assert path.read_text(encoding="utf-8") == kept.made(), "make it anew: tests.reminders.days_off"


@pytest.mark.parametrize(("country", "year"), [("CN", 2020), ("CN", 2027), ("CN", 2016), ("DE", 2025)])
def test_days_off_are_the_same_kept_and_not_kept(country: str, year: int) -> None:
    known = holidays_of(country, year)
    assert days_off(country, year) == {day for day in days_of(year) if not known.is_working_day(day)}


def test_to_know_which_days_are_worked_the_library_is_not_loaded() -> None:
    done = subprocess.run((sys.executable, "-c", KEPT), capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.split() == ["True", "False", "False"], "10 October 2020 was made up for, 1 October was off"


def test_no_other_country_is_imported() -> None:
    done = subprocess.run((sys.executable, "-c", ALONE), capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.split() == ["holidays.countries.china"]


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [("CN", date(2025, 10, 1), "国庆节"), ("CN", date(2025, 1, 29), "春节"), ("DE", date(2025, 10, 3), "Unity")],
)
def test_each_country_has_its_own(country: str, day: date, name: str) -> None:
    lang = "zh_CN" if country == "CN" else None
    assert name in holidays_of(country, 2025, lang)[day]
