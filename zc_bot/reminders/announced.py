"""A notice of days off, read from its text: 1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。

Nothing is guessed: a weekday that is not the day's, a count that does not fit, a date of which nothing is said and a
year that is not named are faults. Bare dates are days off where that is what was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.values import dataclass

Code = Literal["no_days", "no_year", "impossible", "weekday", "count", "unsaid", "both", "too_many"]
FESTIVALS = {
    "元旦": "new_year", "春节": "spring", "清明": "qingming", "劳动": "labour", "端午": "dragon_boat",
    "中秋": "mid_autumn", "国庆": "national",
}
"""As a notice names them, each with what it is called by here."""
MOST = 80
WEEKDAYS = "一二三四五六日"
_YEAR = compile_later(r"(20[0-9]{2})(?:\s*年|[-/.](?=[0-9]))")
_DATE = (
    r"(?:(?P<year>20[0-9]{2})(?:年|[-/.]))?(?:(?P<month>[0-9]{1,2})(?:月|[-/.]))?(?P<day>[0-9]{1,2})(?![0-9天年月])[日号]?"
    r"\s*(?:\((?P<aside>[^()]*)\))?"
)
_TOKEN = compile_later(
    rf"(?P<date>{_DATE})|(?P<to>至|到|—|–|~|(?<=[0-9日)])-(?=[0-9]))|(?P<off>放假|补休|休息|调休|连休)|(?P<on>正常上班|上班|补班|工作日)"
    r"|共\s*(?P<count>[0-9]{1,2})\s*天|(?P<end>[。;；\n])"
)
_OFF_ON = compile_later(
    r"[0-9]{1,2}月[0-9]{1,2}[日号]?\s*(?:\([^()]*\))?(?:\s*(?:至|到|—|–|~|-)\s*(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]?"
    r"\s*(?:\([^()]*\))?)?\s*放假"
)
_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_ENGLISH_DATE = compile_later(rf"\b(?:[0-9]{{1,2}} {_MONTHS}|{_MONTHS} [0-9]{{1,2}})\b", re.IGNORECASE)
_ENGLISH_OFF = compile_later(r"\b(?:off|holidays?|spring festival|make-?up (?:work)?days?)(?![a-z])", re.IGNORECASE)
_HEADING = compile_later(
    r"20[0-9]{2}\s*年(?:全年|部分|的)?(?:节假日|放假|公休)[^,。:\n]*|国办发[^\s]*|\[20[0-9]{2}\]"
)
_WEEKDAY = compile_later(r"(?:周|星期|礼拜)([一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class Announced:
    """A year's days as announced: day → whether it is worked. unnamed: festivals that the text does not name."""

    year: int
    days: tuple[tuple[date, bool], ...]
    unnamed: tuple[str, ...] = ()

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


class _Wrong(Exception):
    def __init__(self, code: Code, said: str = "") -> None:
        super().__init__(code)
        self.fault = AnnouncedFault(code, said)


def is_english(text: str) -> bool:
    """Tell whether a text gives days off in English, which is not read."""
    return len(_ENGLISH_DATE.findall(text)) >= 2 and bool(_ENGLISH_OFF.search(text)) and not asks(text)


def is_notice(text: str) -> bool:
    """Tell whether a text looks like such a notice: several dates, and days off among what is said of them.

    The dates of one festival or year that are off are enough: 2027年春节 1月29日至2月11日放假.
    """
    folded = folded_in_place(text)
    is_named = _YEAR.search(folded) or any(festival in folded for festival in FESTIVALS)
    if is_named and _OFF_ON.search(folded) and not asks(folded):
        return True
    dates = [match for match in _TOKEN.finditer(folded) if match["date"] and match["month"]]
    return len(dates) >= 2 and "放假" in folded and ("上班" in folded or "共" in folded or len(dates) >= 4)


def read_notice(text: str, default_year: int | None = None, bare: bool = False) -> Announced | AnnouncedFault:
    """Read a notice. default_year: the year of dates where the text names none; bare: dates alone are days off."""
    folded = folded_in_place(text)
    years = Counter(int(year) for year in _YEAR.findall(folded))
    year = _titled(folded) or (years.most_common(1)[0][0] if years else default_year)
    if year is None:
        return AnnouncedFault("no_year")
    try:
        days = dict(_days(_HEADING.sub(_blank, folded), year, bare))
    except _Wrong as wrong:
        return wrong.fault
    if not days:
        return AnnouncedFault("no_days")
    if len(days) > MOST:
        return AnnouncedFault("too_many")
    named = {festival for festival in FESTIVALS if festival in folded}
    unnamed = tuple(festival for festival in FESTIVALS if festival not in named)
    return Announced(year, tuple(sorted(days.items())), unnamed)


def _titled(folded: str) -> int | None:
    """Return the year of the notice's title."""
    found = re.search(r"(20[0-9]{2})\s*年(?:全年|部分|的)?(?:节假日|放假|公休)", folded)
    return None if found is None else int(found[1])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _days(text: str, year: int, bare: bool) -> Iterator[tuple[date, bool]]:
    """Give each day with whether it is worked: the dates gathered until a word says what they are."""
    pending: list[list[date]] = []
    months: list[int] = []
    last: list[date] = []
    is_range = False
    known: dict[date, bool] = {}
    for token in _TOKEN.finditer(text):
        if token["to"]:
            is_range = bool(pending)
        elif token["date"]:
            day = _date(token, year, months)
            if is_range:
                pending[-1] = _span(pending[-1][0], day, token["date"])
            else:
                pending.append([day])
            is_range = False
        elif token["off"] or token["on"]:
            said = [day for some in pending for day in some]
            last = said if token["off"] and said else last
            for day in said:
                if known.setdefault(day, bool(token["on"])) != bool(token["on"]):
                    raise _Wrong("both", f"{day:%m-%d}")
                yield day, bool(token["on"])
            pending = []
        elif token["count"] and last and int(token["count"]) != len(last):
            raise _Wrong("count", f"{last[0].month}月{last[0].day}日 {token[0]}")
        elif token["end"]:
            yield from _left(pending, year, bare)
            pending = []
    yield from _left(pending, year, bare)


def _left(pending: list[list[date]], year: int, bare: bool) -> Iterator[tuple[date, bool]]:
    """Take dates of which a sentence says nothing: days off if that is asked for; the notice's own date is none."""
    for some in pending:
        if bare:
            yield from ((day, False) for day in some)
        elif some[0].year == year:
            raise _Wrong("unsaid", f"{some[0].month}月{some[0].day}日")


def _date(token: re.Match[str], year: int, months: list[int]) -> date:
    """Read one date; a day without a month is of the month before it. Its weekday must be the one in brackets."""
    if token["month"]:
        months.append(int(token["month"]))
    if not months:
        raise _Wrong("impossible", token["day"])
    try:
        day = date(int(token["year"] or year), months[-1], int(token["day"]))
    except ValueError:
        raise _Wrong("impossible", f"{months[-1]}月{token['day']}日") from None
    said = _WEEKDAY.search(token["aside"] or "")
    if said is not None and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
        raise _Wrong("weekday", f"{day.month}月{day.day}日 {said[0]}")
    return day


def _span(first: date, last: date, said: str) -> list[date]:
    if not timedelta(0) <= last - first <= timedelta(days=31):
        raise _Wrong("impossible", said.strip())
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
