"""Days found by others: 第三个周三, …的前一天, 季度末, festivals → the calendar days that may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.reminders.country import holidays_of
from zc_bot.reminders.spoken_hours import NUMBER
from zc_bot.reminders.spoken_rule import (
    MONTHS_AHEAD,
    NAMED_DAY,
    NAMED_MONTH,
    NUMBER_WORDS,
    OF_WEEK,
    WEEK,
    WHICH_MONTH,
    SpokenDay,
    date_of,
    day_of_week,
    in_month,
    month_of,
    number_of,
    rule,
)

Find = Callable[[int], Iterator[date]]
"""Gives the days of one year that a name stands for."""


def shift(day: SpokenDay, days: int, today: date) -> SpokenDay:
    """Move a day on or back; one that repeats by month or year can't be kept so, and behind the last is no day."""
    if day.repeat in {"monthly", "yearly"}:
        return SpokenDay(refusal="repeat")
    if day.refusal or day.span:
        return SpokenDay(refusal=day.refusal or "relative")
    coming = tuple(item for item in day.days if item >= today) or day.days
    reached = (date.fromordinal(item.toordinal() + days) for item in coming if _is_ordinal(item.toordinal() + days))
    return SpokenDay(tuple(reached), repeat=day.repeat)


def _is_ordinal(number: int) -> bool:
    return date.min.toordinal() <= number <= date.max.toordinal()


class Shift(NamedTuple):
    """Words beside a day that mean another one: where they end, and how many days it is off."""

    end: int
    days: int


def shift_behind(text: str, start: int) -> Shift | None:
    """Read 的前一天, 前三天, 后一天, 的第二天 behind a day."""
    match = _BEHIND.match(text, start)
    if match is None:
        return None
    count = _count(match["count"] or "1") * (7 if match["unit"] in {"周", "星期", "礼拜"} else 1)
    return Shift(match.end(), -count if match["side"] in {"前", "头", "提前"} else count)


def shift_before(text: str, start: int) -> Shift | None:
    """Read `the day before`, `two weeks after`, `a week from` before a day."""
    match = _BEFORE.match(text, start)
    if match is None:
        return None
    count = _count(match["count"] or "1") * (7 if match["unit"].lower().startswith("week") else 1)
    return Shift(match.end(), -count if match["side"].lower() in {"before", "ahead of"} else count)


def _count(text: str) -> int:
    return min(number_of(text), 999)


def _nth_weekday(match: re.Match[str], today: date) -> SpokenDay:
    """Find 本月第三个周三: of a month counted from this one, or of a named one."""
    words, which = match.groupdict(), (match["which"] or "").lower().replace("个", "")
    nth, weekday = _ordinal(match["nth"]), day_of_week(match["day"])
    if not words.get("month"):
        first = in_month(today.year, today.month + MONTHS_AHEAD[which], 1)
        return SpokenDay(tuple(_in_order(first, nth, weekday)))
    month = month_of(words["month"])
    firsts = (first for year in (today.year, today.year + 1) for first in date_of(year, month, 1))
    days = (day for first in firsts for day in _in_order(first, nth, weekday) if day >= today)
    return SpokenDay(tuple(islice(days, 1)))


def _in_order(first: date, nth: int, weekday: int) -> Iterator[date]:
    """Give the nth such weekday of the month that begins on `first`, -1 for its last."""
    days = [first + timedelta(days=ahead) for ahead in range(31)]
    found = [day for day in days if day.month == first.month and day.weekday() == weekday]
    if nth == -1 or 1 <= nth <= len(found):
        yield found[nth if nth == -1 else nth - 1]


def _ordinal(text: str) -> int:
    word = text.lower()
    if word in {"最后一", "last"}:
        return -1
    return NUMBER_WORDS.get(word) or number_of(re.sub("^第|st$|nd$|rd$|th$", "", word))


def _quarter_edge(match: re.Match[str], today: date) -> SpokenDay:
    """Find the first or last day of a quarter: 本季度末, 下季度初, 一季度末."""
    which, number = (match["which"] or "").replace("个", ""), match["number"]
    is_last = match["edge"] in {"底", "末"}
    this = (today.month - 1) // 3
    quarters = [this + MONTHS_AHEAD[which]] if not number else [number_of(number) + more for more in (-1, 3)]
    firsts = [in_month(today.year, 3 * quarter + 1, 1) for quarter in quarters]
    days = [in_month(day.year, day.month + 2, 31) if is_last else day for day in firsts]
    return SpokenDay(tuple(days) if not number else tuple(islice((day for day in days if day >= today), 1)))


def _festival(match: re.Match[str], today: date) -> SpokenDay:
    """Find a festival, the next to come where no year is named."""
    names = [name for name in FESTIVALS if name == match["name"].lower()]
    find, year = FESTIVALS[names[0]], match["year"]
    years = range(today.year, today.year + 3) if not year else [today.year + {"今": 0, "明": 1}[year]]
    days = (day for item in years for day in find(item) if year or day >= today)
    return SpokenDay(tuple(islice(days, 1)))


def _of_first_moon(match: re.Match[str], today: date) -> SpokenDay:
    """Find 正月初五 or 年初八; none of the first twenty-nine depends on how long the month is."""
    day = number_of(match["day"])
    if not 1 <= day <= 29:
        return SpokenDay(refusal="lunar")
    days = (item for year in range(today.year, today.year + 2) for item in _from_new_year(day - 1)(year))
    return SpokenDay(tuple(islice((item for item in days if item >= today), 1)))


def _fixed(month: int, day: int) -> Find:
    return lambda year: date_of(year, month, day)


def _of_calendar(name: str) -> Find:
    """Look a festival up among the country's holidays, whose first day of that name it is."""

    def find(year: int) -> Iterator[date]:
        yield from islice((day for day, names in _holidays(year) if name in names), 1)

    return find


def _from_new_year(ahead: int) -> Find:
    """Count from the Spring Festival."""
    return lambda year: (day + timedelta(days=ahead) for day in _of_calendar("春节")(year))


@for_an_update
def _holidays(year: int) -> tuple[tuple[date, str], ...]:
    """Return the country's holidays of a year by day."""
    return tuple(sorted(holidays_of("CN", year, "zh_CN").items()))


_NAMES: tuple[tuple[str, Find], ...] = (
    ("元旦节|元旦|new year's day|new years day", _fixed(1, 1)),
    ("妇女节|三八节|三八妇女节", _fixed(3, 8)),
    ("植树节", _fixed(3, 12)),
    ("劳动节|五一节|五一劳动节|五一|labour day|labor day|may day", _fixed(5, 1)),
    ("青年节|五四青年节", _fixed(5, 4)),
    ("儿童节|六一儿童节|六一", _fixed(6, 1)),
    ("建党节|七一", _fixed(7, 1)),
    ("建军节|八一", _fixed(8, 1)),
    ("教师节", _fixed(9, 10)),
    ("国庆节|国庆|十一国庆|national day", _fixed(10, 1)),
    ("平安夜|christmas eve", _fixed(12, 24)),
    ("圣诞节|圣诞|christmas day|christmas", _fixed(12, 25)),
    ("跨年夜|new year's eve|new years eve", _fixed(12, 31)),
    ("大年三十|年三十|除夕夜|除夕|年夜|大年夜|chinese new year's eve", _from_new_year(-1)),
    ("春节|大年初一|spring festival|chinese new year|lunar new year", _from_new_year(0)),
    ("元宵节|元宵|正月半|lantern festival", _from_new_year(14)),
    ("清明节|清明|qingming festival|qingming|tomb-sweeping day|tomb sweeping day", _of_calendar("清明")),
    ("端午节|端午|端阳|dragon boat festival", _of_calendar("端午")),
    ("中秋节|中秋|mid-autumn festival|mid-autumn day|mid autumn festival", _of_calendar("中秋")),
)
FESTIVALS = {name: find for names, find in _NAMES for name in names.split("|")}
FESTIVAL = "(?:" + "|".join(re.escape(name) for name in sorted(FESTIVALS, key=len, reverse=True)) + ")"

_BEHIND = compile_later(
    f"(?:的|之)?(?:(?P<side>提前|[前后头])(?P<count>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜)(?!内|里|都)"
    "|(?:次日|翌日|第二天))"
)
_BEFORE = compile_later(
    r"(?:(?:the|(?P<count>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|ten)) )(?P<unit>days?|weeks?) "
    r"(?P<side>before|ahead of|after|from) (?:the )?",
    re.IGNORECASE,
)
_PLACE = "(?:路|街|广场|大道|大桥|桥|村|厂|小学|中学|公园|新村)"
_NTH = f"(?P<nth>第{NUMBER}|最后一|最末一)个?"
_ENGLISH_NTH = "(?:on )?(?:the )?(?P<nth>first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))"

RULES = (
    rule("nth weekday", f"{WHICH_MONTH}月份?的?{_NTH}{WEEK}的?(?P<day>{OF_WEEK})", _nth_weekday),
    rule(
        "nth weekday of a named month",
        f"(?P<which>)(?P<month>{NUMBER})月份?的?{_NTH}{WEEK}(?P<day>{OF_WEEK})",
        _nth_weekday,
    ),
    rule(
        "nth weekday, English",
        rf"{_ENGLISH_NTH} (?P<day>{NAMED_DAY}) (?:of|in) (?:(?P<which>this|next|the) month|{NAMED_MONTH})\b",
        _nth_weekday,
    ),
    rule(
        "quarter's edge",
        "(?:(?P<which>(?:这|本|下)个?)|第?(?P<number>[一二三四1-4]))?季度?的?(?P<edge>初|底|末)",
        _quarter_edge,
    ),
    rule(
        "festival",
        f"(?<![0-9零〇一二三四五六七八九十])(?:(?P<year>[今明])年)?(?P<name>{FESTIVAL})(?!{_PLACE})"
        "(?:当天|那天|这天|当日)?(?<![a-z](?=[a-z]))",
        _festival,
    ),
    rule(
        "first moon",
        "(?:(?:农历|阴历)?正月(?:初|(?=[十廿二]))|(?:大年|(?<![0-9\u4e00-\u9fff])年)初)(?P<day>[一二三四五六七八九十廿0-9]{1,3})(?:日|号)?",
        _of_first_moon,
    ),
)
