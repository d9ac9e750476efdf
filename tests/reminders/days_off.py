"""Makes `data/days_off/CN.txt` out of the holiday library: `python -m tests.reminders.days_off`.

Every start asks which days are worked, and the library with its calendars of all faiths takes 4 MB.
"""

from __future__ import annotations

from zc_bot.reminders.country import DAYS_OFF, SATURDAY, days_of, holidays_of

COUNTRY, YEARS = "CN", range(2017, 2036)
HEAD = """\
# Of each year the days that are off or worked otherwise than their day of the week says, as the library `holidays`
# (MIT) gives them. Made by `python -m tests.reminders.days_off`; a year that is not here is asked of the library.
"""


def made() -> str:
    """Return the whole file."""
    return HEAD + "".join(map(_line, YEARS))


def _line(year: int) -> str:
    known = holidays_of(COUNTRY, year)
    turned = (day for day in days_of(year) if known.is_working_day(day) is (day.weekday() >= SATURDAY))
    return " ".join([str(year), *(f"{day:%m-%d}" for day in turned)]) + "\n"


if __name__ == "__main__":
    (DAYS_OFF / f"{COUNTRY}.txt").write_text(made(), encoding="utf-8")
