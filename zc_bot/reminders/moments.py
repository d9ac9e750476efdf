"""A moment typed in words, at the head of a text or within it: 下周一上午九点 联席会议材料, 每月1号 核对数据.

    text    = [please] phrase rest | rest phrase
    phrase  = day [hour] | hour [day]

Nothing is guessed: two phrases of which neither leads the text are a fault, and so is a time that is past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from zc_bot.parsing.normalize import simplify
from zc_bot.parsing.numerals import FOLD
from zc_bot.reminders.spoken_days import Repeat, SpokenDay, in_month, match_day
from zc_bot.reminders.spoken_hours import match_hour, read_hour

FaultCode = Literal["empty", "too_long", "no_time", "ambiguous", "impossible", "past", "repeat", "far"]

MAX_LENGTH = 500
USUAL_HOUR = timedelta(hours=9)
FARTHEST = timedelta(days=3660)

_POLITE = (
    r"(?:请|麻烦|帮我|记得|到时候?|提醒一?下?我?|设个?提醒|在|于|please|remind me(?: to)?|on|at|by|to\b|[\s,，:：@])*"
)
_LEAD = re.compile(_POLITE, re.IGNORECASE)
_TRAIL = re.compile(r"(?:[\s,，:：;；]|的|在|于|(?<![a-z])(?:on|at|by|in))*$", re.IGNORECASE)
_JOINT = re.compile(r"(?:[\s,，、~-]|的|在|到|至|和|与|及|或者?|还是|\b(?:on|at|to|and|or)\b|T)*", re.IGNORECASE)
"""Of days and hours joined by 到, 或 or 和 there is more than one: the whole is a phrase, and ambiguous."""
_POINT = re.compile(r"(?<=[0-9])[.-](?=[0-9])")
_UNTIL = re.compile(r"\s*(?:到|至|-|~)\s*")
_BEFORE = re.compile("(?:之前|以前|前)(?!往|去|后)")
_UNSUPPORTED = re.compile(
    "(?<!每个)(?<!每)工作日(?=早|上午|中午|下午|晚|[0-9])"
    "|每(?:隔|逢|(?:个|[两二三四五六七八九十0-9]+个?)?(?:工作日|小时|天|周|星期|礼拜|月|季度?|年))"
    r"|[0-9零一二两三四五六七八九十]+个?工作日(?:之|以)?后|\b(?:every|weekly|monthly|yearly)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When to remind, and of what: `at` is aware, in the zone that was given; `rest` may be empty.

    day_of_month: for a monthly one the day asked for; a shorter month has it on its last day.
    """

    at: datetime
    repeat: Repeat | None
    rest: str
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class MomentFault:
    """Why no moment was read."""

    code: FaultCode


class _Token(NamedTuple):
    start: int
    end: int
    day: SpokenDay | None
    hour: timedelta | None
    is_valid: bool
    is_loose: bool
    """A part of the day without an hour, which may be a word of the text."""


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> Moment | MomentFault:
    """Read the moment of a reminder from `text`, the first that comes after `now` (aware)."""
    if not text.strip():
        return MomentFault("empty")
    if len(text) > MAX_LENGTH:
        return MomentFault("too_long")
    local = now.astimezone(zone)
    folded = simplify(text.translate(FOLD))
    phrases = list(_phrases(folded, local.date()))
    unsupported = _UNSUPPORTED.search(folded)
    if unsupported and not any(phrase[0].start <= unsupported.start() for phrase in phrases):
        return MomentFault("repeat")
    phrase = _choose(folded, phrases)
    if isinstance(phrase, MomentFault):
        return phrase
    return _settle(phrase, local, _rest(text, folded, phrase))


def read_day(text: str, today: date) -> date | None:
    """Read a text that is one day and nothing else, the first from `today` on: 下周五, 2.10; None for any other."""
    folded = _POINT.sub("/", simplify(text.translate(FOLD)).strip())
    found = match_day(folded, 0)
    if found is None or found[1].end() != len(folded):
        return None
    rule, match = found
    spoken = rule.produce(match, today)
    if spoken.repeat is not None:
        return None
    return next((day for day in spoken.days if day >= today), next(iter(spoken.days), None))


def following(moment: Moment, after: datetime) -> Moment | None:
    """Return a repeated reminder's next moment after `after` (aware); None for one that doesn't repeat."""
    if moment.repeat is None:
        return None
    steps = (_step(moment, count) for count in range(1, 4000))
    return replace(moment, at=next(at for at in steps if at > after))


def _step(moment: Moment, count: int) -> datetime:
    at, day = moment.at, moment.day_of_month or moment.at.day
    if moment.repeat == "daily":
        return at + timedelta(days=count)
    if moment.repeat == "weekly":
        return at + timedelta(weeks=count)
    months = count if moment.repeat == "monthly" else 12 * count
    return datetime.combine(in_month(at.year, at.month + months, day), at.time(), at.tzinfo)


def _phrases(text: str, today: date) -> Iterator[tuple[_Token, ...]]:
    """Group the tokens that stand side by side: 明天 上午九点 is one phrase."""
    phrase: tuple[_Token, ...] = ()
    for token in _tokens(text, today):
        if phrase and not _JOINT.fullmatch(text, phrase[-1].end, token.start):
            yield phrase
            phrase = ()
        phrase += (token,)
    if phrase:
        yield phrase


def _tokens(text: str, today: date) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        token = _token(text, position, today)
        if token is not None:
            yield token
        position = token.end if token else position + 1


def _token(text: str, start: int, today: date) -> _Token | None:
    """Read the longest day or hour that begins at `start`."""
    if (
        start
        and text[start].isascii()
        and text[start].isalnum()
        and text[start - 1].isascii()
        and text[start - 1].isalnum()
    ):
        return None
    found, clock = match_day(text, start), match_hour(text, start)
    if found and (clock is None or found[1].end() >= clock.end()):
        rule, match = found
        day = rule.produce(match, today)
        return _Token(start, match.end(), day, None, bool(day.days or day.span), False)
    if clock:
        hour, is_loose = read_hour(clock), clock.groupdict().get("hour") is None
        return _Token(start, _end_of_hours(text, clock.end()), None, hour, hour is not None, is_loose)
    return None


def _end_of_hours(text: str, end: int) -> int:
    """Return where a time of day ends, with the hour up to which it lasts: 9:30-11:00 begins at 9:30."""
    until = _UNTIL.match(text, end)
    last = match_hour(text, until.end()) if until else None
    return last.end() if last else end


def _choose(text: str, phrases: list[tuple[_Token, ...]]) -> tuple[_Token, ...] | MomentFault:
    """Take the phrase that leads the text, or the only one in it."""
    if phrases and _LEAD.fullmatch(text, 0, phrases[0][0].start):
        return phrases[0]
    firm = [phrase for phrase in phrases if not all(token.is_loose for token in phrase)]
    if len(firm) == 1:
        return firm[0]
    return MomentFault("ambiguous" if firm else "no_time")


def _settle(phrase: tuple[_Token, ...], now: datetime, rest: str) -> Moment | MomentFault:
    days = [token.day for token in phrase if token.day]
    hours = [token.hour for token in phrase if token.hour is not None]
    if not all(token.is_valid for token in phrase):
        return MomentFault("impossible")
    if len(days) > 1 or len(hours) > 1:
        return MomentFault("ambiguous")
    if days and days[0].span:
        at = (now + days[0].span).replace(second=0, microsecond=0)
        return MomentFault("ambiguous") if hours else _within_reach(Moment(at, None, rest), now)
    day = days[0] if days else SpokenDay((now.date(), now.date() + timedelta(days=1)))
    hour = hours[0] if hours else USUAL_HOUR
    moments = (datetime.combine(item, time(), now.tzinfo) + hour for item in day.days)
    coming = next((moment for moment in moments if moment > now), None)
    if coming is None:
        return MomentFault("past")
    return _within_reach(Moment(coming, day.repeat, rest, day.day_of_month), now)


def _within_reach(moment: Moment, now: datetime) -> Moment | MomentFault:
    return moment if moment.at - now <= FARTHEST else MomentFault("far")


def _rest(text: str, folded: str, phrase: tuple[_Token, ...]) -> str:
    """Return what is to be reminded of, as it was typed, without the phrase and the words around it."""
    end = phrase[-1].end
    if before := _BEFORE.match(folded, end):
        end = before.end()
    head = _TRAIL.sub("", _without_lead(text[: phrase[0].start]))
    tail = _without_lead(text[end:])
    return f"{head} {tail}".strip()


def _without_lead(text: str) -> str:
    match = _LEAD.match(text)
    return text[match.end() :] if match else text
