"""The day in words: 明天, 下周一, 每月1号, 三天后 → the calendar days that may be meant, the first to come counts.

A rule is a name, a pattern and what it produces from a match and today. Weeks begin on Monday.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from zc_bot.parsing.numerals import read_numeral
from zc_bot.reminders.spoken_hours import NUMBER

Repeat = Literal["daily", "weekly", "monthly", "yearly"]
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """days: candidates in order, empty where no such day exists. span: instead of days, a time from now.

    day_of_month: for a monthly reminder; a month without it has it on its last day.
    """

    days: tuple[date, ...] = ()
    span: timedelta | None = None
    repeat: Repeat | None = None
    day_of_month: int | None = None


Produce = Callable[[re.Match[str], date], SpokenDay]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    produce: Produce


def match_day(text: str, start: int) -> tuple[Rule, re.Match[str]] | None:
    """Match the longest day in words that begins at `start`."""
    found = [(rule, match) for rule in RULES if (match := rule.pattern.match(text, start))]
    return max(found, key=lambda pair: pair[1].end(), default=None)


def in_month(year: int, month: int, day: int) -> date:
    """Return the day of a month counted on from January of `year`, its last one where it is shorter."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _near(match: re.Match[str], today: date) -> SpokenDay:
    ahead = _NEAR[re.sub(" +", " ", match[0].lower())]
    return SpokenDay((today + timedelta(days=ahead),))


def _weekday(match: re.Match[str], today: date) -> SpokenDay:
    monday = today - timedelta(days=today.weekday())
    which, day = match["which"] or "", _day_of_week(match["day"])
    if which:
        return SpokenDay((monday + timedelta(days=day + 7 * _WEEKS[which.lower()]),))
    return SpokenDay(tuple(monday + timedelta(days=day + 7 * weeks) for weeks in (0, 1)))


def _week(match: re.Match[str], today: date) -> SpokenDay:
    weeks = 2 if match[0].startswith("下下") else 1
    return SpokenDay((today + timedelta(days=7 * weeks - today.weekday()),))


def _every_day(match: re.Match[str], today: date) -> SpokenDay:
    return SpokenDay((today, today + timedelta(days=1)), repeat="daily")


def _every_week(match: re.Match[str], today: date) -> SpokenDay:
    first = today + timedelta(days=(_day_of_week(match["day"]) - today.weekday()) % 7)
    return SpokenDay((first, first + timedelta(days=7)), repeat="weekly")


def _every_month(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    day = _number(words["day"]) if words.get("day") else _edge_day(words["edge"])
    if not 1 <= day <= LAST_DAY:
        return SpokenDay()
    days = tuple(in_month(today.year, today.month + ahead, day) for ahead in (0, 1))
    return SpokenDay(days, repeat="monthly", day_of_month=day)


def _every_year(match: re.Match[str], today: date) -> SpokenDay:
    day = _number(match["day"])
    return SpokenDay(tuple(_dates(_number(match["month"]), day, today)), repeat="yearly", day_of_month=day)


def _full_date(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    month, day, weekday = _number(words["month"]), _number(words["day"]), words.get("weekday")
    year = words.get("year")
    days = _dates(month, day, today) if year is None else _date(_year(year, today), month, day)
    if year is None:
        days = islice((item for item in days if item >= today), 1)
    return SpokenDay(tuple(item for item in days if weekday is None or item.weekday() == _day_of_week(weekday)))


def _day_of_month(match: re.Match[str], today: date) -> SpokenDay:
    which, day = match["which"], _number(match["day"])
    ahead = range(12) if not which else [_MONTHS[which.replace("个", "")]]
    firsts = (in_month(today.year, today.month + months, 1) for months in ahead)
    return SpokenDay(tuple(item for first in firsts for item in _date(first.year, first.month, day)))


def _month_edge(match: re.Match[str], today: date) -> SpokenDay:
    which = (match["which"] or "本").replace("个", "")
    return SpokenDay((in_month(today.year, today.month + _MONTHS[which], _edge_day(match["edge"])),))


def _edge_of_named_month(match: re.Match[str], today: date) -> SpokenDay:
    month = _number(match["month"])
    if not 1 <= month <= 12:
        return SpokenDay()
    days = (in_month(year, month, _edge_day(match["edge"])) for year in (today.year, today.year + 1))
    return SpokenDay(tuple(islice((day for day in days if day >= today), 1)))


def _edge_day(edge: str) -> int:
    return LAST_DAY if edge in {"底", "末", "最后一天"} else 1


def _year_end(match: re.Match[str], today: date) -> SpokenDay:
    return SpokenDay((date(today.year + _YEARS[match["which"] or "今"], 12, 31),))


def _after_days(match: re.Match[str], today: date) -> SpokenDay:
    count, unit = _number(match["count"]), match["unit"].lower().rstrip("s")
    if count > 999:
        return SpokenDay()
    if unit in {"月", "month"}:
        return SpokenDay((in_month(today.year, today.month + count, today.day),))
    if unit in {"年", "year"}:
        return SpokenDay((in_month(today.year + count, today.month, today.day),))
    return SpokenDay((today + timedelta(days=count * (1 if unit in {"天", "日", "day"} else 7)),))


def _half_month(match: re.Match[str], today: date) -> SpokenDay:
    return SpokenDay((today + timedelta(days=15),))


def _after_hours(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    halves = bool(words.get("half")) + bool(words.get("more"))
    hours = timedelta(hours=_number(words["hours"]) if words.get("hours") else 0)
    minutes = timedelta(minutes=_number(words["minutes"]) if words.get("minutes") else 0)
    return SpokenDay(span=hours + minutes + halves * timedelta(minutes=30))


def _dates(month: int, day: int, today: date) -> Iterator[date]:
    """Give the day in this year and the ones after it; 29 February comes within eight years."""
    for year in range(today.year, today.year + 9):
        yield from _date(year, month, day)


def _date(year: int, month: int, day: int) -> Iterator[date]:
    """Give the one day, or none where there is no such day."""
    if 1 <= year <= date.max.year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        yield date(year, month, day)


def _year(text: str, today: date) -> int:
    return today.year + _YEARS[text] if text in _YEARS else _number(text)


def _day_of_week(text: str) -> int:
    """Return the weekday, Monday 0; a weekend begins on Saturday."""
    if text[0].isascii() and text[0].isalpha():
        return _ENGLISH_WEEKDAYS.index(text[:3].lower())
    return {"日": 6, "天": 6, "末": 5}.get(text, 0) or _number(text) - 1


def _number(text: str) -> int:
    """Read a matched numeral; one that is no number counts as too large, so that its reader refuses it."""
    if text[0].isascii() and text[0].isalpha():
        months = [name for name in _ENGLISH_MONTHS if text.lower().startswith(name)]
        return _ENGLISH_MONTHS.index(months[0]) + 1 if months else 1
    value = read_numeral(text)
    return 9999 if value is None else int(value)


_NEAR = {
    "昨天": -1, "昨日": -1, "昨": -1, "前天": -2, "大前天": -3, "yesterday": -1,
    "今天": 0, "今日": 0, "今": 0, "明天": 1, "明日": 1, "明": 1, "后天": 2, "后": 2, "大后天": 3,
    "today": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2,
}  # fmt: skip
_WEEKS = {"上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, "this": 0, "next": 1}
_MONTHS = {"这": 0, "本": 0, "下": 1, "下下": 2}
_YEARS = {"今": 0, "明": 1, "后": 2}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WEEK = "(?:周|星期|礼拜)"
_OF_WEEK = "[一二三四五六日天末1-7](?![0-9])"
_WHICH_MONTH = "(?P<which>(?:下下|下|这|本)个?)"
_DAY_MARK = "(?:[日号](?!楼|线|厂|门|院|馆|桌|文|机)|(?= |$|早|上午|中午|下午|晚))"
_WEEKDAY_TOO = f"(?:[(]?{_WEEK}(?P<weekday>{_OF_WEEK})[)]?)?"
_NAMED_DAY = "(?P<day>mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_NAMED_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_EDGE = "(?P<edge>初(?![一二三四五六七八九十0-9])|底|末|最后一天)"
_COUNT = f"(?P<count>{NUMBER})"


def _rule(name: str, pattern: str, produce: Produce) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE), produce)


RULES = (
    _rule("near, past", "昨[天日]|昨(?=[早晚])|大?前天", _near),
    _rule("near", "今[天日]|今(?=[早晚])|明[天日]|明(?=[早晚])|大?后天|后(?=[早晚])", _near),
    _rule("near, English", r"(?:today|yesterday|tomorrow|(?:the )?day after tomorrow)\b", _near),
    _rule("weekday", f"(?:(?P<which>下下|上|这|本|下)一?个?)?{_WEEK}(?P<day>{_OF_WEEK})", _weekday),
    _rule("weekday, English", rf"(?:(?P<which>this|next) )?{_NAMED_DAY}\b", _weekday),
    _rule("week", rf"下下?个?{_WEEK}(?!{_OF_WEEK})|next week\b", _week),
    _rule("every day", r"每[天日]|every ?day\b|daily\b", _every_day),
    _rule("every week", f"每个?{_WEEK}的?(?P<day>{_OF_WEEK})", _every_week),
    _rule("every week, English", rf"(?:every|weekly on) {_NAMED_DAY}s?\b", _every_week),
    _rule("every month", f"每个?月的?(?P<day>{NUMBER})[日号]?", _every_month),
    _rule("every month's edge", f"每个?月的?{_EDGE}", _every_month),
    _rule("every month, English", rf"(?:every month|monthly) on the {_NTH}\b", _every_month),
    _rule("every month, English too", rf"the {_NTH} of (?:every|each) month\b", _every_month),
    _rule("day of the month, English", rf"the {_NTH}(?P<which>)\b(?! of)", _day_of_month),
    _rule("every year", f"每年的?(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]?", _every_year),
    _rule(
        "date",
        f"(?:(?P<year>[0-9]{{4}}|[零〇一二三四五六七八九]{{4}}|今|明|后)年)?"
        f"(?P<month>{NUMBER})月份?(?P<day>{NUMBER}){_DAY_MARK}{_WEEKDAY_TOO}",
        _full_date,
    ),
    _rule(
        "date in figures",
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])",
        _full_date,
    ),
    _rule("month and day in figures", "(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?![0-9/])", _full_date),
    _rule(
        "date, English",
        rf"{_NAMED_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>[0-9]{{4}}))?",
        _full_date,
    ),
    _rule(
        "date, British",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_NAMED_MONTH}\b(?: (?P<year>[0-9]{{4}}))?",
        _full_date,
    ),
    _rule(
        "day of the month",
        f"(?:{_WHICH_MONTH}月的?)?(?P<day>{NUMBER})[日号](?!楼|线|厂|门|院|馆|桌|文|机)",
        _day_of_month,
    ),
    _rule("edge of the month", f"(?:{_WHICH_MONTH}月的?|(?<![0-9正一二三四五六七八九十])月){_EDGE}", _month_edge),
    _rule("month", f"{_WHICH_MONTH}月(?![0-9零一二两三四五六七八九十的初底末最])(?P<edge>)", _month_edge),
    _rule("edge of a named month", f"(?P<month>{NUMBER})月{_EDGE}", _edge_of_named_month),
    _rule("year's end", "(?:(?P<which>[今明后])年|年)底", _year_end),
    _rule("days from now", f"(?:再?过)?{_COUNT}个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:之|以)?后", _after_days),
    _rule("days passing", f"再?过{_COUNT}个?(?P<unit>天|日|周|星期|礼拜|月|年)", _after_days),
    _rule(
        "days from now, English", r"in (?P<count>[0-9]{1,3}|a) (?P<unit>days?|weeks?|months?|years?)\b", _after_days
    ),
    _rule("half a month from now", "(?:再?过)?(?<!个)半个?月(?:之|以)?后", _half_month),
    _rule(
        "hours from now",
        f"(?:再?过)?(?:(?:(?P<hours>{NUMBER})(?:个(?P<more>半)?)?|(?P<half>半)个?)(?:小时|钟头)"
        f"(?:零?(?P<minutes>{NUMBER})分钟?)?)(?:之|以)?后",
        _after_hours,
    ),
    _rule("minutes from now", f"(?:再?过)?(?P<minutes>{NUMBER})分钟?(?:之|以)?后", _after_hours),
    _rule(
        "hours from now, English",
        r"in (?:(?P<hours>[0-9]{1,3}|an?) hours?|(?P<minutes>[0-9]{1,4}) min(?:ute)?s?|(?P<half>half) an hour)\b",
        _after_hours,
    ),
)
