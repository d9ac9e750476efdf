"""Times from now in words: 一个半小时后, 两天零三小时后, in an hour and a half → days ahead, or hours and minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.spoken_hours import NUMBER
from zc_bot.reminders.spoken_rule import SpokenDay, in_month, number_of, rule

_UNITS = {
    "年": "year", "月": "month", "周": "week", "星期": "week", "礼拜": "week", "天": "day", "日": "day",
    "小时": "hour", "钟头": "hour", "刻钟": "quarter", "分钟": "minute", "分": "minute",
    "y": "year", "year": "year", "month": "month", "fortnight": "fortnight", "w": "week", "week": "week",
    "d": "day", "day": "day", "h": "hour", "hr": "hour", "hour": "hour", "quarter": "quarter",
    "m": "minute", "min": "minute", "minute": "minute",
}
_MONTHS = {"year": 12, "month": 1}
_MINUTES = {"fortnight": 20160, "week": 10080, "day": 1440, "hour": 60, "quarter": 15, "minute": 1}
_DAY = 1440
_HALF = Fraction(1, 2)
_HALF_MONTH = 15 * _DAY
_MOST = 999
"""So many days, weeks, months or years are still a time to be reminded."""

_UNIT = "(?:年|月|周|星期|礼拜|天|日|小时|钟头|刻钟|分钟?)"
_DECIMAL = r"[0-9]{1,4}\.[0-9]{1,2}"
_COUNT = f"(?:(?P<count>{_DECIMAL}|{NUMBER})个?(?P<half>半)?个?|(?P<alone>半)个?)"
_PIECE = compile_later(f"{_COUNT}(?P<unit>{_UNIT})(?P<more>半)?")
_ENGLISH_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ENGLISH_COUNT = (
    rf"(?:(?P<count>{_DECIMAL}|[0-9]{{1,4}}|{_ENGLISH_NUMBER})(?P<half> and a half)?|(?P<alone>half)(?: an?)?)"
)
_ENGLISH_UNIT = "(?:years?|months?|fortnights?|weeks?|days?|hours?|hrs?|minutes?|mins?|[ywdhm])"
_ENGLISH_PIECE = compile_later(
    rf"(?:(?=[0-9])|(?<![a-z])){_ENGLISH_COUNT}(?:[ -]|(?<=[0-9]))(?P<unit>{_ENGLISH_UNIT})(?![a-z])"
    "(?P<more> and a half)?",
    re.IGNORECASE,
)


_AHEAD = compile_later(
    f"的?(?:(?:之|以|提)?前|差)的?(?P<span>{_COUNT}(?:小时|钟头|刻钟?|分钟?)半?)(?![内里录板]|以内|之内|的会)"
)


class Ahead(NamedTuple):
    """How long before an hour something is, and where the words for it end."""

    end: int
    length: timedelta


def read_ahead(text: str, start: int) -> Ahead | None:
    """Read what stands behind an hour and takes it back by hours or minutes: 10点前半小时, 8点差5分."""
    match = _AHEAD.match(text, start)
    if match is None:
        return None
    piece = match["span"].replace("刻钟", "刻").replace("刻", "刻钟")
    total = _total(_PIECE.finditer(piece), date.min).span
    return Ahead(match.end(), total) if total else None


def _bare(piece: re.Pattern[str]) -> str:
    """Return a piece's pattern without its names, which may stand only once in another."""
    return "(?:" + re.sub(r"\?P<[a-z]+>", "?:", piece.pattern) + ")"


def _span(match: re.Match[str], today: date) -> SpokenDay:
    return _total(_PIECE.finditer(match["span"]), today)


def _english_span(match: re.Match[str], today: date) -> SpokenDay:
    return _total(_ENGLISH_PIECE.finditer(match["span"]), today)


def _total(pieces: Iterable[re.Match[str]], today: date) -> SpokenDay:
    """Add up the pieces; hours, minutes and parts of a day are counted from now, whole days from today."""
    months, minutes, is_timed = Fraction(0), Fraction(0), False
    for piece in pieces:
        unit, amount = _UNITS[_singular(piece["unit"])], _amount(piece)
        if unit == "day" and amount == _HALF:
            return SpokenDay(refusal="vague")
        if amount > _MOST and unit not in {"hour", "minute"}:
            return SpokenDay()
        if unit in _MONTHS:
            months += amount * _MONTHS[unit]
        else:
            minutes += amount * _MINUTES[unit]
            is_timed |= unit in {"hour", "quarter", "minute"} or amount.denominator > 1
    minutes += (months % 1) * 2 * _HALF_MONTH
    if (months % 1) not in {0, _HALF}:
        return SpokenDay(refusal="vague")
    return _ahead(int(months), minutes, is_timed, today)


def _ahead(months: int, minutes: Fraction, is_timed: bool, today: date) -> SpokenDay:
    """Make a day of whole days, and a span of what has hours."""
    day = in_month(today.year, today.month + months, today.day)
    if not is_timed:
        return SpokenDay((day + timedelta(days=int(minutes // _DAY)),))
    return SpokenDay(span=(day - today) + timedelta(minutes=int(minutes)))


def _amount(piece: re.Match[str]) -> Fraction:
    if piece["alone"]:
        return _HALF
    whole = Fraction(piece["count"]) if "." in piece["count"] else Fraction(number_of(piece["count"]))
    return whole + (_HALF if piece["half"] or piece["more"] else 0)


def _singular(unit: str) -> str:
    return unit.lower().removesuffix("s")


_SPAN = f"(?P<span>{_bare(_PIECE)}(?:[零又加和,、]?{_bare(_PIECE)}){{0,4}})"
_ENGLISH_SPAN = rf"(?P<span>{_bare(_ENGLISH_PIECE)}(?:(?:,? and |, ?| ?){_bare(_ENGLISH_PIECE)}){{0,4}})"
_LATER = "(?:(?:之|以|过)?后(?!天|[一二两三0-9]天))"

RULES = (
    rule("from now", f"(?:再?过)?{_SPAN}{_LATER}", _span),
    rule("passing", f"再?过{_SPAN}(?!半)", _span),
    rule(
        "from now, English", rf"(?:in|after) {_ENGLISH_SPAN}(?! (?:before|after|from))\b(?:['’]s? time\b)?",
        _english_span,
    ),
    rule("later, English", rf"{_ENGLISH_SPAN} (?:from now|later|hence)\b", _english_span),
)
