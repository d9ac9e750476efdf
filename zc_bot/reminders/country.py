"""A country's public holidays, by the library's module of that country alone."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

COUNTRIES = "holidays.countries"
DAYS_OFF = Path(__file__).parents[2] / "data" / "days_off"
SATURDAY = 5
"""From this day of the week on no day is worked that is not made up."""


def holidays_of(country: str, year: int, lang: str | None = None) -> HolidayBase:
    """Give the holidays of one year; the library is imported with the first question."""
    _import_no_country()
    import holidays

    return holidays.country_holidays(country, years=year, expand=False, language=lang)


def days_off(country: str, year: int) -> frozenset[date]:
    """Give the days of a year that are not worked: as they are kept, else by the library, which takes 4 MB."""
    every = days_of(year)
    turned = kept_days(country).get(year)
    if turned is None:
        known = holidays_of(country, year)
        return frozenset(day for day in every if not known.is_working_day(day))
    return frozenset(day for day in every if (day.weekday() >= SATURDAY) is not (day in turned))


def days_of(year: int) -> list[date]:
    """List the days of a year."""
    start = date(year, 1, 1)
    return [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]


def kept_days(country: str) -> dict[int, frozenset[date]]:
    """Read of each kept year the days that differ from what their day of the week says: off, or made up for."""
    path = DAYS_OFF / f"{country}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {int(year): frozenset(date.fromisoformat(f"{year}-{day}") for day in days) for year, *days in rows}


def _import_no_country() -> None:
    """Have a country's module found without its package being run: that imports 250 of them, which takes 14 MB."""
    if COUNTRIES in sys.modules:
        return
    spec = importlib.util.find_spec(COUNTRIES)
    if spec is not None:
        sys.modules.setdefault(COUNTRIES, importlib.util.module_from_spec(spec))


FESTIVALS = {
    "元旦": "new_year", "春节": "spring", "清明": "qingming", "劳动": "labour", "端午": "dragon_boat",
    "中秋": "mid_autumn", "国庆": "national",
}
"""As a notice of days off names them, each with what it is called by here."""


def left_out(year: int, days: Collection[date], country: str = "CN") -> dict[str, date]:
    """Return the festivals of a year whose own day is none of those given, each with its day."""
    found = {name: first_day(name, year, country) for name in FESTIVALS}
    return {name: day for name, day in found.items() if day is not None and day not in days}


def first_day(festival: str, year: int, country: str = "CN", lang: str = "zh_CN") -> date | None:
    """Return the first day that a country's holidays of a year call by a name; None where none is."""
    known = holidays_of(country, year, lang)
    return min((day for day, names in known.items() if festival in names), default=None)
