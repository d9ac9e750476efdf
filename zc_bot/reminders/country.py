"""A country's public holidays, by the library's module of that country alone."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

COUNTRIES = "holidays.countries"


def holidays_of(country: str, year: int, lang: str | None = None) -> HolidayBase:
    """Give the holidays of one year; the library is imported with the first question."""
    _import_no_country()
    import holidays

    return holidays.country_holidays(country, years=year, expand=False, language=lang)


def _import_no_country() -> None:
    """Have a country's module found without its package being run: that imports 250 of them, which takes 14 MB."""
    if COUNTRIES in sys.modules:
        return
    spec = importlib.util.find_spec(COUNTRIES)
    if spec is not None:
        sys.modules.setdefault(COUNTRIES, importlib.util.module_from_spec(spec))


def first_day(festival: str, year: int, country: str = "CN", lang: str = "zh_CN") -> date | None:
    """Return the first day that a country's holidays of a year call by a name; None where none is."""
    known = holidays_of(country, year, lang)
    return min((day for day, names in known.items() if festival in names), default=None)
