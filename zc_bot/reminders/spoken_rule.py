"""What the rules of spoken days share: what they give, their patterns, and dates from matched words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from zc_bot.parsing.as_of import ENGLISH_MONTHS
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.reminders.spoken_hours import NUMBER
from zc_bot.values import dataclass

Repeat = Literal["daily", "weekly", "monthly", "yearly"]
Refusal = Literal[
    "repeat", "several", "workday", "vague", "lunar", "relative", "either", "unclear", "impossible", "same"
]
"""Why a time in words is none that can be set; each has its own line in the chat."""
LAST_DAY = 31


class Leftover(NamedTuple):
    """A part of the text that was not used: from where to where, and why it can't be."""

    start: int
    end: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """days: candidates in order, empty where no such day exists. span: instead of days, a time from now.

    day_of_month: for a monthly reminder; a month without it has it on its last day.
    refusal: why it is no day; is_soft: a month or year, which without its day is mostly a word of the text.
    """

    days: tuple[date, ...] = ()
    span: timedelta | None = None
    repeat: Repeat | None = None
    day_of_month: int | None = None
    refusal: Refusal | None = None
    is_soft: bool = False

    @property
    def is_valid(self) -> bool:
        """Say whether there is such a day."""
        return bool(self.days or self.span)


Produce = Callable[[re.Match[str], date], SpokenDay]


@dataclass(frozen=True)
class Rule:
    """typed: a pattern, compiled when the first moment is read: all of them together take a tenth of a second."""

    name: str
    typed: str
    produce: Produce

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.typed, re.IGNORECASE)


def rule(name: str, pattern: str, produce: Produce) -> Rule:
    """Make a rule of a pattern in which case makes no difference."""
    return Rule(name, pattern, produce)


def refuse(name: str, pattern: str, refusal: Refusal, is_soft: bool = False) -> Rule:
    """Make a rule that knows a time by its words only to refuse it by them."""
    return rule(name, pattern, lambda match, today: SpokenDay(refusal=refusal, is_soft=is_soft))


def in_month(year: int, month: int, day: int) -> date:
    """Return the day of a month counted on from January of `year`, its last one where it is shorter."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def date_of(year: int, month: int, day: int) -> Iterator[date]:
    """Give the one day, or none where there is no such day."""
    if 1 <= year <= date.max.year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        yield date(year, month, day)


def dates_of(month: int, day: int, today: date) -> Iterator[date]:
    """Give the day in this year and the ones after it; 29 February comes within eight years."""
    for year in range(today.year, today.year + 9):
        yield from date_of(year, month, day)


def day_of_week(text: str) -> int:
    """Return the weekday, Monday 0; a weekend begins on Saturday."""
    if text[0].isascii() and text[0].isalpha():
        return ENGLISH_WEEKDAYS.index(text[:3].lower())
    return {"日": 6, "天": 6, "末": 5}.get(text, 0) or number_of(text) - 1


def number_of(text: str) -> int:
    """Read a matched numeral; one that is no number counts as too large, so that its reader refuses it."""
    word = text.lower()
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    value = read_numeral(text)
    return 9999 if value is None else int(value)


def month_of(text: str) -> int:
    """Return the number of a month, by its number or its English name."""
    names = [name for name in ENGLISH_MONTHS if text.lower().startswith(name)]
    return ENGLISH_MONTHS.index(names[0]) + 1 if names else number_of(text)


MONTHS_AHEAD = {"": 0, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2, "this": 0, "the": 0, "next": 1}
YEARS_AHEAD = {"今": 0, "本": 0, "明": 1, "后": 2, "this": 0, "next": 1}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBER_WORDS = {**ENGLISH_NUMBERS, "a": 1, "an": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}

WEEK = "(?:周|星期|礼拜)"
OF_WEEK = "(?:[一二三四五六日天末]|[1-7](?![0-9]))"
WHICH_MONTH = "(?P<which>(?:下下|下|这|本|当)个?)"
NOT_A_PLACE = "(?!楼|线|厂|门|院|馆|桌|文|机)"
DAY_MARK = f"(?:[日号]{NOT_A_PLACE}|(?= |$|早|上午|中午|下午|晚))"
NAMED_DAY = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
NAMED_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
COUNT = f"(?P<count>{NUMBER})"
