"""A notice of days off, read from its text: 1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。

Nothing is guessed: a weekday that is not the day's, a count that does not fit, a date of which nothing is said and a
year that is not named are faults. Bare dates are days off where that is what was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.reminders.announced_days import DAY_TOKEN, EXTENDS, Code, Unannounced, days_in
from zc_bot.reminders.country import FESTIVALS, left_out
from zc_bot.values import dataclass

MOST = 80
NEAR = timedelta(days=14)
"""So far from a holiday its make-up workdays lie."""
_YEAR = compile_later(r"(20[0-9]{2})(?:\s*年|[-/.](?=[0-9]))")
_ONE = r"[0-9]{1,2}月[0-9]{1,2}[日号]?\s*(?:\([^()]*\))?"
_MORE = rf"(?:\s*(?:至|到|—|–|~|-|、|和)\s*(?:{_ONE}|[0-9]{{1,2}}[日号]?\s*(?:\([^()]*\))?))*"
_SAID = r"放假|补班|调休上班|正常上班|照常上班|不用?上班"
_OFF_ON = compile_later(
    rf"{_ONE}{_MORE}\s*(?:起|共[0-9]{{1,2}}天)?(?:{_SAID})(?![前后时])"
    rf"|(?:放假|补班|调休上班)(?:日期|时间|安排)?[是为:\s]*(?:20[0-9]{{2}}年)?{_ONE}"
)
_ONE_DAY = compile_later(
    rf"(?:20[0-9]{{2}}年)?{_ONE}{_MORE}\s*(?:也|都|要|全天|仍|仍然|还|照常|正常|调休|调|补)*(?:上班|补班|休息|放假|补休)"
)
"""All of a text that gives a day or two."""
_LONGER = compile_later(EXTENDS)
_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_ENGLISH_DATE = compile_later(rf"\b(?:[0-9]{{1,2}} {_MONTHS}|{_MONTHS} [0-9]{{1,2}})\b", re.IGNORECASE)
_ENGLISH_OFF = compile_later(r"\b(?:off|holidays?|spring festival|make-?up (?:work)?days?)(?![a-z])", re.IGNORECASE)
_HEADING = compile_later(
    r"20[0-9]{2}\s*年(?:全年|部分|的)?(?:节假日|放假|公休)(?:[^,。:\n0-9]*?(?:安排|通知)(?:安排|通知|如下|公布|的|\s)*|(?=\n))"
    r"|国办发[^\s号]*号?|\[20[0-9]{2}\]"
)
_SIGNED = compile_later(r"(?<=[。\n厅府局委会办部院室])\s*\(?20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日\)?\s*(?:印发)?\s*$")
"""The day of a notice itself, at its end."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A year's days as announced: day → whether it is worked.

    amends: not every festival's own day is given, how ever it is called, or a holiday is made longer; what else was
    announced of the year stays.
    """

    year: int
    days: tuple[tuple[date, bool], ...]
    amends: bool = False

    @property
    def off(self) -> tuple[date, ...]:
        return tuple(day for day, worked in self.days if not worked)

    @property
    def worked(self) -> tuple[date, ...]:
        return tuple(day for day, worked in self.days if worked)


@dataclass(frozen=True, slots=True)
class AnnouncedFault:
    """Why a text is no notice of days off; `said`: the part that it is about."""

    code: Code
    said: str = ""


@for_an_update
def is_english(text: str) -> bool:
    """Tell whether a text gives days off in English, which is not read."""
    return len(_ENGLISH_DATE.findall(text)) >= 2 and bool(_ENGLISH_OFF.search(text)) and not asks(text)


@for_an_update
def is_notice(text: str) -> bool:
    """Tell whether a text looks like such a notice: several dates, and days off among what is said of them.

    The dates of one festival or year that are off are enough: 2027年春节 1月29日至2月11日放假; so is a holiday made
    longer: 延长春节假期至2月2日.
    """
    folded = folded_in_place(text)
    is_named = _YEAR.search(folded) or any(word in folded for word in (*FESTIVALS, "补班", "调休上班"))
    is_said = _OFF_ON.search(folded) or _LONGER.search(folded)
    if is_named and is_said and "提醒" not in folded and not asks(folded):
        return True
    if _ONE_DAY.fullmatch(folded.strip(" 。.!")) is not None:
        return True
    dates = [match for match in DAY_TOKEN.finditer(folded) if match["date"] and match["month"]]
    titled = _titled(folded) is not None and any(word in folded for word in FESTIVALS)
    if dates and titled and "提醒" not in folded and not asks(folded):
        return True
    return len(dates) >= 2 and "放假" in folded and ("上班" in folded or "共" in folded or len(dates) >= 4)


def may_be_days(text: str) -> bool:
    """Tell whether a text that was asked for may give days off: it has a date, or what is off, and asks nothing."""
    folded = folded_in_place(text)
    dated = any(match["date"] and match["month"] for match in DAY_TOKEN.finditer(folded))
    return not asks(folded) and (dated or is_english(text) or re.search("放假|上班|假期", folded) is not None)


def read_notice(text: str, default_year: int | None = None, bare: bool = False) -> Announced | AnnouncedFault:
    """Read a notice. default_year: the year of dates where the text names none; bare: dates alone are days off."""
    folded = folded_in_place(text)
    years = Counter(int(year) for year in _YEAR.findall(folded))
    year = _titled(folded) or (years.most_common(1)[0][0] if years else default_year)
    if year is None:
        return AnnouncedFault("no_year")
    body = _SIGNED.sub(_blank, _HEADING.sub(_blank, folded))
    try:
        days, amends = days_in(body, year, bare)
    except Unannounced as wrong:
        return AnnouncedFault(wrong.code, wrong.said)
    if not days:
        return AnnouncedFault("no_days")
    if len(days) > MOST:
        return AnnouncedFault("too_many")
    return Announced(year, tuple(sorted(days.items())), amends or bool(left_out(year, days)))


def amended(before: Mapping[date, bool], days: Mapping[date, bool]) -> dict[date, bool]:
    """Return a year's days with some of them announced anew; the others stay.

    Where several days off begin with a day that began some before, they take the place of those, and make-up workdays
    about them of those before.
    """
    dropped: set[date] = set()
    for run in _runs(days):
        old = next((one for one in _runs(before) if one[0] == run[0]), None)
        if old is None or len(run) == 1:
            continue
        dropped.update(old)
        if any(worked and _is_near(day, run) for day, worked in days.items()):
            dropped |= {day for day, worked in before.items() if worked and _is_near(day, old)}
    return {day: worked for day, worked in before.items() if day not in dropped} | dict(days)


def _is_near(day: date, run: Sequence[date]) -> bool:
    return run[0] - NEAR <= day <= run[-1] + NEAR


def _runs(days: Mapping[date, bool]) -> list[list[date]]:
    """Return the days off as runs of days that follow one another."""
    runs: list[list[date]] = []
    for day in sorted(day for day, worked in days.items() if not worked):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _titled(folded: str) -> int | None:
    """Return the year of the notice's title."""
    found = re.search(r"(20[0-9]{2})\s*年(?:全年|部分|的)?(?:节假日|放假|公休)", folded)
    return None if found is None else int(found[1])


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
