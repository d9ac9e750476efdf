"""Working days: a country's holidays and make-up workdays, overruled by the programme's own dated table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zc_bot.policy.records import Calendar
from zc_bot.reminders.country import days_of, days_off, left_out

ONE_DAY = timedelta(days=1)


class WorkingDays:
    """Answers which days are worked; a year's days off are worked out when first asked for, then kept."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._country = calendar.country
        self._confirmed_through = calendar.confirmed_through
        self._overruled = {item.day: item.working for item in calendar.days}
        self._days_off: dict[int, frozenset[date]] = {}
        self._announced: Mapping[int, Mapping[date, bool]] = {}
        self._whole: dict[int, bool] = {}

    def announce(self, announced: Mapping[int, Mapping[date, bool]]) -> bool:
        """Take over the days of whole years as they were announced: worked or not; True where that is news.

        They overrule the holiday library and our own table; what they do not name goes by these.
        """
        if announced == self._announced:
            return False
        self._announced, self._days_off, self._whole = announced, {}, {}
        return True

    def with_announced(self, year: int, days: Mapping[date, bool]) -> WorkingDays:
        """Return other working days, with one year as it was announced."""
        other = WorkingDays(self._calendar)
        other.announce({**self._announced, year: days})
        return other

    def is_working(self, day: date) -> bool:
        """Say whether offices work on `day`; a make-up workday on a weekend counts."""
        if day.year not in self._days_off:
            self._days_off[day.year] = self._find_days_off(day.year)
        return day not in self._days_off[day.year]

    def next_working(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def confirmed(self, year: int) -> bool:
        """Say whether every festival's days off of `year` are announced; a later year's are weekends and a guess."""
        if year not in self._whole:
            days = self._announced.get(year)
            self._whole[year] = days is not None and not left_out(year, days, self._country)
        return year <= self._confirmed_through or self._whole[year]

    def _find_days_off(self, year: int) -> frozenset[date]:
        announced = {day: worked for days in self._announced.values() for day, worked in days.items()}
        overruled = self._overruled | announced
        off = days_off(self._country, year)
        return frozenset(day for day in days_of(year) if not overruled.get(day, day not in off))
