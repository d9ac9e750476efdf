"""The dates of a notice of days off, each with whether it is worked, by the word behind or before them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.country import FESTIVALS, first_day

Code = Literal["no_days", "no_year", "impossible", "weekday", "count", "unsaid", "both", "too_many", "which"]
WEEKDAYS = "一二三四五六日"
SATURDAY = 5
LONGEST = timedelta(days=31)
_NO_STOP = r"[^,。;\n]"
EXTENDS = (
    rf"(?:延长{_NO_STOP}{{0,14}}?假[期日]?{_NO_STOP}{{0,4}}?"
    rf"|(?:放假|假[期日]?){_NO_STOP}{{0,16}}?(?:延长|顺延|延){_NO_STOP}{{0,4}}?)(?:至|到)\s*"
    r"(?=(?:20[0-9]{2}年)?[0-9]{1,2}[月.])"
)
"""What makes a holiday longer, up to the day until which it lasts."""
_DATE = (
    r"(?:(?P<year>20[0-9]{2})(?:年|[-/.]))?(?:(?P<month>[0-9]{1,2})(?:月|[-/.]))?(?P<day>[0-9]{1,2})(?![0-9天年月])[日号]?"
    r"\s*(?:\((?P<aside>(?:(?!上班|补班|放假|休息|[0-9]月)[^()])*)\))?(?P<edge>之?前|以前|之?后|以后|起|开始)?"
)
DAY_TOKEN = compile_later(
    rf"(?P<date>{_DATE})|(?P<longer>{EXTENDS})|(?P<to>至|到|—|–|~|(?<=[0-9日)])-(?=[0-9]))"
    r"|(?P<on>(?:调休|正常|照常|继续|补)*(?:上班(?![前后时])|补班)|(?:正常|照常)(?:工作|办公)|不(?:放假|休息)|工作日)"
    r"|(?P<off>(?:不用?|无需|不必|停止)上班|停班|(?:调休)?放假(?:调休)?|补休|休息|连休)|(?P<unclear>调休)"
    r"|(?:共|(?<=放假)|(?<=休息))\s*(?P<count>[0-9]{1,2})\s*天|(?P<end>[。;；\n])"
)
_LEADS = compile_later(r"(?:日期|时间|安排|日|的|[是为在于: ])*(?:20[0-9]{2}年)?[0-9]{1,2}[月.\-/]")
"""What stands between a word and the dates behind it that it is said of: 补班日期为1月30日."""
_SPAN = compile_later(r"\s*([0-9]{1,2})\s*天")
_BREAK, _APART = compile_later(r"[,，:：]"), compile_later(r"[,，:：(]")
MOST_WORKED = 2
"""No more make-up workdays follow one another: a longer span beside others is a holiday."""
_WEEKDAY = compile_later(r"(?:周|星期|礼拜)([一二三四五六日天])")


class Unannounced(Exception):
    """A notice says what can't be so, or leaves open what it means; said: of which part."""

    def __init__(self, code: Code, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


def days_in(text: str, year: int, bare: bool) -> tuple[Mapping[date, bool], bool]:
    """Return each day with whether it is worked, and whether a holiday is made longer; raises `Unannounced`.

    bare: dates of which nothing is said are days off.
    """
    reading = _Reading(text, year, bare)
    for token in DAY_TOKEN.finditer(text):
        reading.take(token)
    reading.close()
    return reading.known, reading.amends


class _Reading:
    """What was read until now.

    pending: dates of which nothing is said yet; leads: what the word before them said of them; edge: 起 or 前 behind
    the last; last: the days that the last word was about; longer: a holiday lasts until the next date; since: where
    the words before the next dates begin; named: the festivals' own days that stand there before the pending ones.
    """

    def __init__(self, text: str, year: int, bare: bool) -> None:
        self.text, self.year, self.bare = text, year, bare
        self.known: dict[date, bool] = {}
        self.amends = False
        self.pending: list[list[date]] = []
        self.leads: bool | None = None
        self.edge, self.month, self.until = "", 0, 0
        self.last: list[date] = []
        self.longer = self.is_range = False
        self.since = 0
        self.named: frozenset[date] = frozenset()

    def take(self, token: re.Match[str]) -> None:
        """Take one more token."""
        if token["to"]:
            self.is_range = bool(self.pending)
            self.edge = ""
        elif token["date"]:
            self._take_date(token)
        elif token["longer"]:
            self.longer, self.amends = True, True
            self.pending = []
        elif token["on"] or token["off"]:
            self._take_word(token, worked=bool(token["on"]))
        elif token["unclear"]:
            self._doubt()
        elif token["count"]:
            self._take_count(token)
        else:
            self.close()

    def close(self) -> None:
        """End a sentence: dates of which nothing is said are days off if that is asked for, else a fault."""
        if self.leads is not None:
            self._say(self.leads)
        for some in self.pending:
            if self.bare or (self.named & set(some) and not self.edge):
                self._keep(some, worked=False)
            elif some[0].year == self.year:
                raise Unannounced("unsaid", f"{some[0].month}月{some[0].day}日")
        self.pending, self.leads, self.edge, self.longer = [], None, "", False

    def _take_date(self, token: re.Match[str]) -> None:
        day = self._date(token)
        if not self.is_range and not self.longer:
            self._take_festival(token.start())
        if self.longer:
            self._lengthen(day, token.start())
        elif self.is_range:
            self.pending[-1] = _span(self.pending[-1][0], day, token["date"])
        else:
            self.pending.append([day])
        self.edge, self.until, self.is_range, self.longer = token["edge"] or "", token.end(), False, False
        self.since = token.end()

    def _take_festival(self, start: int) -> None:
        """See which festivals stand before dates that begin: their own days are off without another word.

        春节2月5日至11日，1月31日上班 gives both, and 春节1月31日 leaves open which.
        """
        parted = _APART.search(self.text, self.until, start) is not None
        if parted and self.leads is None and any(self.named & set(some) for some in self.pending):
            self._say(worked=False)
        if self.pending:
            return
        names = (name for name in FESTIVALS if name in self.text[self.since : start])
        self.named = frozenset(day for name in names if (day := first_day(name, self.year)) is not None)

    def _take_word(self, token: re.Match[str], worked: bool) -> None:
        """Say it of the dates before, or of those behind, which 补班：1月30日 is about."""
        leads = _LEADS.match(self.text, token.end()) is not None
        parted = _BREAK.search(self.text, self.until, token.start()) is not None
        if self.leads is not None and self.pending and (leads or parted):
            self._say(self.leads)
        elif leads and parted:
            self._doubt()
        if worked and len(self.pending) > 1 and any(len(some) > MOST_WORKED for some in self.pending):
            self._doubt()
        if self.pending:
            self._take_span(token, worked)
            self._say(worked)
        elif leads:
            self.leads = worked

    def _take_span(self, token: re.Match[str], worked: bool) -> None:
        """Count on from a day that is the first of several: 2月5日起放假7天."""
        span = _SPAN.match(self.text, token.end())
        if span is not None and not worked and len(self.pending) == 1 and len(self.pending[0]) == 1:
            first = self.pending[0][0]
            self.pending[0] = _span(first, first + timedelta(days=int(span[1]) - 1), token[0])
            self.edge = ""

    def _take_count(self, token: re.Match[str]) -> None:
        said = [day for some in self.pending for day in some] or self.last
        if said and int(token["count"]) != len(said):
            raise Unannounced("count", f"{said[0].month}月{said[0].day}日 {token[0]}")

    def _say(self, worked: bool) -> None:
        """Take the dates gathered until now as worked, or as days off; 起 and 前 behind a date leave open which."""
        if self.edge and self.pending and not (worked and self.edge in {"起", "开始"}):
            self._doubt()
        said = [day for some in self.pending for day in some]
        if self.edge and not self.amends:  # 2月12日起正常上班 is any working day.
            said = [day for day in said if day.weekday() >= SATURDAY]
        self._keep(said, worked)
        self.last = self.last if worked else said
        self.pending, self.leads, self.edge = [], None, ""

    def _keep(self, days: list[date], worked: bool) -> None:
        for day in days:
            if self.known.setdefault(day, worked) != worked:
                raise Unannounced("both", f"{day:%m-%d}")

    def _lengthen(self, until: date, at: int) -> None:
        """Take every day from a festival on, the one that was named last before it, as off."""
        before = [name for name in FESTIVALS if name in self.text[:at]]
        named = max(before, key=lambda name: self.text.rindex(name, 0, at), default="")
        first = first_day(named, self.year) if named else None
        if first is None:
            raise Unannounced("which", f"{until.month}月{until.day}日")
        self.last = _span(first, until, f"{until.month}月{until.day}日")
        self._keep(self.last, worked=False)

    def _doubt(self) -> None:
        if self.pending:
            first = self.pending[-1][0]
            raise Unannounced("unsaid", f"{first.month}月{first.day}日")

    def _date(self, token: re.Match[str]) -> date:
        """Read one date; a day without a month is of the month before it. Its weekday must be the one in brackets."""
        self.month = int(token["month"] or self.month)
        if not self.month:
            raise Unannounced("impossible", token["day"])
        try:
            day = date(int(token["year"] or self.year), self.month, int(token["day"]))
        except ValueError:
            raise Unannounced("impossible", f"{self.month}月{token['day']}日") from None
        said = _WEEKDAY.search(token["aside"] or "")
        if said is not None and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            raise Unannounced("weekday", f"{day.month}月{day.day}日 {said[0]}")
        return day


def _span(first: date, last: date, said: str) -> list[date]:
    if not timedelta(0) <= last - first <= LONGEST:
        raise Unannounced("impossible", said.strip())
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
