"""The day in words: 明天, 下周一, 每月1号, 3月7日 → the calendar days that may be meant, the first to come counts.

A rule is a name, a pattern and what it produces from a match and today. Weeks begin on Monday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice

from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.spoken_hours import NUMBER
from zc_bot.reminders.spoken_rule import (
    DAY_MARK,
    LAST_DAY,
    MONTHS_AHEAD,
    NAMED_DAY,
    NAMED_MONTH,
    NOT_A_PLACE,
    OF_WEEK,
    WEEK,
    WHICH_MONTH,
    YEARS_AHEAD,
    SpokenDay,
    date_of,
    dates_of,
    day_of_week,
    in_month,
    month_of,
    number_of,
    rule,
)


def _near(match: re.Match[str], today: date) -> SpokenDay:
    ahead = _NEAR[re.sub(" +", " ", match[0].lower().removesuffix("个").removeprefix("the "))]
    return SpokenDay((today + timedelta(days=ahead),))


def _weekday(match: re.Match[str], today: date) -> SpokenDay:
    monday = today - timedelta(days=today.weekday())
    which, day = match["which"] or "", day_of_week(match["day"])
    if which:
        return SpokenDay((monday + timedelta(days=day + 7 * _WEEKS[which.lower()]),))
    return SpokenDay(tuple(monday + timedelta(days=day + 7 * weeks) for weeks in (0, 1)))


def _week(match: re.Match[str], today: date) -> SpokenDay:
    weeks = 2 if match[0].startswith("下下") else 1
    return SpokenDay((today + timedelta(days=7 * weeks - today.weekday()),))


def _every_day(match: re.Match[str], today: date) -> SpokenDay:
    return SpokenDay((today, today + timedelta(days=1)), repeat="daily")


def _every_week(match: re.Match[str], today: date) -> SpokenDay:
    first = today + timedelta(days=(day_of_week(match["day"]) - today.weekday()) % 7)
    return SpokenDay((first, first + timedelta(days=7)), repeat="weekly")


def _every_month(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    day = number_of(words["day"]) if words.get("day") else _edge_day(words["edge"])
    if not 1 <= day <= LAST_DAY:
        return SpokenDay()
    days = tuple(in_month(today.year, today.month + ahead, day) for ahead in (0, 1))
    return SpokenDay(days, repeat="monthly", day_of_month=day)


def _every_year(match: re.Match[str], today: date) -> SpokenDay:
    day = number_of(match["day"])
    return SpokenDay(tuple(dates_of(month_of(match["month"]), day, today)), repeat="yearly", day_of_month=day)


def _full_date(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    month, day, weekday = month_of(words["month"]), number_of(words["day"]), words.get("weekday")
    year = words.get("year")
    days = dates_of(month, day, today) if year is None else date_of(_year(year, today), month, day)
    if year is None:
        days = islice((item for item in days if item >= today), 1)
    return SpokenDay(tuple(item for item in days if weekday is None or item.weekday() == day_of_week(weekday)))


def _slashed(match: re.Match[str], today: date) -> SpokenDay:
    """Read 3/7 as the seventh of March, but in English only where it can't be the third of July."""
    month, day = int(match["month"]), int(match["day"])
    if not _ENGLISH_TEXT.fullmatch(match.string) or month == day:
        return _full_date(match, today)
    if month <= 12 and day <= 12:
        return SpokenDay(refusal="either")
    days = dates_of(min(month, day), max(month, day), today)
    return SpokenDay(tuple(islice((item for item in days if item >= today), 1)))


def _pointed(match: re.Match[str], today: date) -> SpokenDay:
    """Read 3.7, apart from other words, as a date; 9.30 may be an hour as well."""
    month, day = int(match["month"]), match["day"]
    if month in _OFFICE_HOURS and len(day) == 2 and int(day) % 5 == 0 and match["mark"] == ".":
        return SpokenDay(refusal="either")
    return _full_date(match, today)


def _day_of_month(match: re.Match[str], today: date) -> SpokenDay:
    which, day = match["which"], number_of(match["day"])
    ahead = range(12) if not which else [MONTHS_AHEAD[which.replace("个", "")]]
    firsts = (in_month(today.year, today.month + months, 1) for months in ahead)
    return SpokenDay(tuple(item for first in firsts for item in date_of(first.year, first.month, day)))


def _month_edge(match: re.Match[str], today: date) -> SpokenDay:
    which = (match["which"] or "").lower().replace("个", "")
    return SpokenDay((in_month(today.year, today.month + MONTHS_AHEAD[which], _edge_day(match["edge"])),))


def _edge_of_named_month(match: re.Match[str], today: date) -> SpokenDay:
    words = match.groupdict()
    month, year = month_of(words["month"]), words.get("year")
    if not 1 <= month <= 12:
        return SpokenDay()
    years = (today.year, today.year + 1) if year is None else (_year(year, today),)
    days = (in_month(item, month, _edge_day(match["edge"])) for item in years)
    return SpokenDay(tuple(islice((day for day in days if day >= today), 1)))


def _edge_day(edge: str) -> int:
    return LAST_DAY if edge.lower() in _LAST else 1


def _year_end(match: re.Match[str], today: date) -> SpokenDay:
    return SpokenDay((date(today.year + YEARS_AHEAD[(match["which"] or "this").lower()], 12, 31),))


def _year(text: str, today: date) -> int:
    """Return a year; of two digits it is one of this century, as 27年 is."""
    if text in YEARS_AHEAD:
        return today.year + YEARS_AHEAD[text]
    return number_of(text) + (today.year // 100 * 100 if len(text) == 2 else 0)


_NEAR = {
    "昨天": -1, "昨日": -1, "昨": -1, "昨儿": -1, "前天": -2, "前儿": -2, "大前天": -3, "yesterday": -1,
    "day before yesterday": -2,
    "今天": 0, "今日": 0, "今": 0, "今儿": 0, "今朝": 0,
    "明天": 1, "明日": 1, "明": 1, "明儿": 1, "明朝": 1, "后天": 2, "后日": 2, "后": 2, "后儿": 2, "后朝": 2,
    "大后天": 3, "大后日": 3, "大后儿": 3,
    "today": 0, "tomorrow": 1, "tmr": 1, "day after tomorrow": 2,
}
_WEEKS = {"上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, "this": 0, "next": 1, "last": -1}
_ENGLISH_TEXT = compile_later(r"[\x00-\x7f]*[a-z]{3}[\x00-\x7f]*", re.IGNORECASE)
_OFFICE_HOURS = range(7, 13)
_LAST = {"底", "末", "最后一天", "end", "last day"}

_NO_MONTH = "(?<![0-9正腊一二三四五六七八九十])"
_EDGE = "(?P<edge>初(?![一二三四五六七八九十0-9])|底|末|最后一天)"
_ENGLISH_EDGE = "(?:the )?(?P<edge>end|last day|beginning|first day|start) of (?:the )?"
_WEEKDAY_TOO = f"(?: ?[(]?{WEEK}(?P<weekday>{OF_WEEK})[)]?)?"
_YEAR = "(?:(?P<year>(?<![0-9])[0-9]{2}|[0-9]{4}|[零〇一二三四五六七八九]{4}|今|本|明|后)年)?"
_NAMED_DAY = f"(?P<day>{NAMED_DAY})"
_NTH = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_MEASURE = "(?:亿|万|%|个|项|家|元|倍|吨|平|人|版)"
_AT_HOUR = r"(?=\.?\s*(?:的\s*)?(?:(?:凌晨|[早上中下晚午]|傍晚|夜里)|[0-9零一二两三四五六七八九十]{1,3}[点时:]))"
"""What follows a date with a point or dash, which elsewhere may as well be a number."""

RULES = (
    rule("near, past", "昨[天日]|昨儿个?|昨(?=[早晚])|大?前天|前儿个?", _near),
    rule("near", "今[天日朝]|今儿个?|今(?=[早晚夜])|明[天日朝]|明儿个?|明(?=[早晚])", _near),
    rule("near, after tomorrow", "大?后[天日]|大?后儿个?|后朝|后(?=[早晚])", _near),
    rule("near, English", r"(?:today|yesterday|tomorrow|tmr|(?:the )?day after tomorrow)\b", _near),
    rule("near, English past", r"(?:the )?day before yesterday\b", _near),
    rule("weekday", f"(?:(?P<which>下下|上|这|本|下)一?个?)?{WEEK}(?P<day>{OF_WEEK})", _weekday),
    rule("weekday, English", rf"(?:(?P<which>this|next|last) )?{_NAMED_DAY}\b", _weekday),
    rule("week", rf"下下?个?{WEEK}(?!{OF_WEEK})|next week\b", _week),
    rule("every day", r"每一?[天日]|天天|每(?=[早晚])|(?:every|each) ?day\b|daily\b", _every_day),
    rule("every day, English", r"(?:every|each)(?= (?:morning|afternoon|evening|night)\b)", _every_day),
    rule("every week", f"(?:每逢?个?|逢){WEEK}的?(?P<day>{OF_WEEK})", _every_week),
    rule("every week, English", rf"(?:every|each|weekly on) {_NAMED_DAY}s?\b", _every_week),
    rule("every week, English plural", rf"(?:on )?{_NAMED_DAY}s\b", _every_week),
    rule("every month", f"每个?月的?(?P<day>{NUMBER})[日号]?(?!个)", _every_month),
    rule("every month's edge", f"每个?月的?{_EDGE}", _every_month),
    rule("every month's edge, English", rf"(?:at |on )?{_ENGLISH_EDGE}(?:every|each) month\b", _every_month),
    rule("every month, English", rf"(?:every month|monthly) on the {_NTH}\b", _every_month),
    rule("every month, English too", rf"the {_NTH} of (?:every|each) month\b", _every_month),
    rule("day of the month, English", rf"the {_NTH}(?P<which>)\b(?! of)", _day_of_month),
    rule("day of this month, English", rf"the {_NTH} of (?P<which>this|next) month\b", _day_of_month),
    rule("every year", f"每年的?(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]?", _every_year),
    rule("every year, English", rf"every year on {NAMED_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b", _every_year),
    rule("date", f"{_YEAR}(?P<month>{NUMBER})月份?(?P<day>{NUMBER}){DAY_MARK}{_WEEKDAY_TOO}", _full_date),
    rule(
        "date, early in the month",
        f"{_YEAR}(?P<month>{NUMBER})月初(?P<day>{NUMBER})[日号]{NOT_A_PLACE}",
        _full_date,
    ),
    rule(
        "date in figures",
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])",
        _full_date,
    ),
    rule("date in eight digits", r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9.])", _full_date),
    rule("month and day in figures", "(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?![0-9/])", _slashed),
    rule(
        "month and day before an hour",
        rf"(?P<month>[0-9]{{1,2}})[.-](?P<day>[0-9]{{1,2}})(?![0-9]|\.[0-9]){_AT_HOUR}\.?",
        _full_date,
    ),
    rule(
        "month and day apart",
        r"(?:^|(?<=[\s,，、])|(?<=提醒我)|(?<=^请))(?P<month>[0-9]{1,2})(?P<mark>[.-])(?P<day>[0-9]{1,2})"
        rf"(?=[日号]?(?:[\s,，、(]|$|前|之前|以前|提醒))(?!\s*{_MEASURE})[日号]?",
        _pointed,
    ),
    rule(
        "date, English",
        rf"{NAMED_MONTH}\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?![:.][0-9]| ?[ap]m)"
        r"(?:,? (?P<year>[0-9]{4})\b)?",
        _full_date,
    ),
    rule(
        "date, British",
        rf"(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{NAMED_MONTH}\b(?:,? (?P<year>[0-9]{{4}})\b)?",
        _full_date,
    ),
    rule(
        "day of the month",
        f"(?:(?:{WHICH_MONTH}|{_NO_MONTH})月的?初?)?(?P<day>{NUMBER}|卅一?)[日号]{NOT_A_PLACE}",
        _day_of_month,
    ),
    rule("edge of the month", f"(?:{WHICH_MONTH}月的?月?|{_NO_MONTH}月){_EDGE}", _month_edge),
    rule("edge of the month, English", rf"(?:at )?{_ENGLISH_EDGE}(?:(?P<which>this|next) )?month\b", _month_edge),
    rule("month", f"{WHICH_MONTH}月(?![0-9零一二两三四五六七八九十的初底末最第月])(?P<edge>)", _month_edge),
    rule("edge of a named month", f"{_YEAR}(?P<month>{NUMBER})月份?的?月?{_EDGE}", _edge_of_named_month),
    rule(
        "edge of a named month, English",
        rf"(?:at )?{_ENGLISH_EDGE}{NAMED_MONTH}\b(?: (?P<year>[0-9]{{4}})\b)?",
        _edge_of_named_month,
    ),
    rule("year's end", "(?:(?P<which>[今本明后])年|年)年?[底末]", _year_end),
    rule("year's end, English", r"(?:at )?(?:the )?end of (?:(?:the|(?P<which>this|next)) )?year\b", _year_end),
)
