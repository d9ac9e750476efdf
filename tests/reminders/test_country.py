"""The holidays of one country, without the modules of all the others."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from zc_bot.reminders.country import holidays_of

ALONE = """
import sys
from zc_bot.reminders.country import holidays_of
assert holidays_of("CN", 2025)
print(*sorted(name for name in sys.modules if name.startswith("holidays.countries.")))
"""


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
