"""A moment typed in words, at the head of a text or within it: 下周一上午九点 联席会议材料, 每月1号 核对数据.

    text    = [please] phrase rest | rest phrase
    phrase  = day [hour] | hour [day]

Nothing is guessed and no word of time is left in the text: two phrases, a time that is past, and one that is not
understood are faults that name it. What describes a thing (5月1日的活动) or stands in quotes is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.leftover import find_leftover
from zc_bot.reminders.moment_tokens import Phrase, describes, has_day, has_hour, is_soft, phrases, read_token
from zc_bot.reminders.spoken_hours import match_hour
from zc_bot.reminders.spoken_rule import Refusal, Repeat, SpokenDay, in_month
from zc_bot.values import dataclass

FaultCode = Refusal | Literal["empty", "too_long", "no_time", "ambiguous", "unused", "past", "far"]

MAX_LENGTH = 500
USUAL_HOUR = timedelta(hours=9)
FARTHEST = timedelta(days=3660)

_POLITE = (
    r"(?:请(?!假|年假|示|客|柬)"
    r"|麻烦|帮我|(?:可?别|不要|勿)忘[了记]?|记得|到时候?"
    r"|[待等]会儿?|等下|再?提醒一?下?(?:我们?)?(?:一[次下声遍])?|设个?提醒|在|于|please|remind me(?: to)?|on|at|by"
    r"|before|to\b|[\s,，:：;；。、@])*"
)
_LEAD = compile_later(_POLITE, re.IGNORECASE)
_UP_TO = compile_later(r"(?:截至|截止到?|不晚于|最[晚迟](?:在|于)?|(?<![a-z])(?:by|before))\s*$", re.IGNORECASE)
_TRAIL = compile_later(
    r"(?:[\s,，:：;；]|的|在|于|截至|截止到?|不晚于|最[晚迟]|(?<![a-z])(?:on|at|by|in|before))*$", re.IGNORECASE
)
_REMEMBER = "(?:(?:可?别|不要|勿)忘[了记]?|记得|到时候?)"
_WISH = compile_later(
    rf"[\s,，。;；]*(?:(?:{_REMEMBER}|请|麻烦|帮我|[\s,，])*提醒(?:一下|下)?我|{_REMEMBER}叫我)(?:一下|一声)?[吧啊哦呀]*"
    r"[\s。.!！]*$|[\s,;.]+(?:(?:and|please|then)\s+)*remind\s+me(?:\s+please)?[\s.!]*$",
    re.IGNORECASE,
)
"""周五下午3点开会，记得提醒我: that it is to be reminded of, behind what of."""
_DATE_T_HOUR = compile_later(r"(?<=[0-9]{2})T(?=[0-9]{2}:[0-9]{2})", re.IGNORECASE)
"""2027-03-07T14:00: what parts the day from the hour."""
_POINT = compile_later(r"(?<=[0-9])[.-](?=[0-9])")
_BESIDE = compile_later(r"的?(?:(?:之前|以前|前)(?!往|去|后)|左右|上下|许(?=[\s,，])|钟)")
_BEFORE_IT = compile_later(r"的?(?:之前|以前|前)(?!往|去|后)")
_BY = compile_later(r"(?:之前|以前|前|截止|为止)+$")
_BARE_HOUR = compile_later(r"(?P<day>.+?[0-9日号])\s+(?:[01]?[0-9]|2[0-4])")
_QUOTED = compile_later(r"“[^”]*”|「[^」]*」|《[^》]*》|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Moment:
    """When to remind, and of what: `at` is aware, in the zone that was given; `rest` may be empty.

    day_of_month: for a monthly one the day asked for; a shorter month has it on its last day.
    limit: the words for it where it was said as the last moment for something, as 周三前; it is still that moment.
    """

    at: datetime
    repeat: Repeat | None
    rest: str
    day_of_month: int | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True)
class MomentFault:
    """Why no moment was read; `said` is the part of the text that it is about, as it was typed."""

    code: FaultCode
    said: str = ""


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> Moment | MomentFault:
    """Read the moment of a reminder from `text`, the first that comes after `now` (aware)."""
    if not text.strip():
        return MomentFault("empty")
    if len(text) > MAX_LENGTH:
        return MomentFault("too_long")
    local, folded = now.astimezone(zone), _fold(text)
    found = list(phrases(folded, local.date()))
    chosen = _choose(folded, found)
    if chosen is None:
        return MomentFault("no_time")
    fault = _fault(text, chosen) or _unused(text, folded, chosen, found)
    if fault is not None:
        return fault
    moment = _settle(chosen, local, _said(text, chosen), _rest(text, folded, chosen))
    return moment if isinstance(moment, MomentFault) else replace(moment, limit=_limit(text, folded, chosen))


def read_day(text: str, today: date) -> date | None:
    """Read a text that is one day and nothing else, the first from `today` on: 下周五, 2.10; None for any other."""
    folded = _POINT.sub("/", folded_in_place(text).strip())
    token = read_token(folded, 0, today) if folded else None
    if token is None or token.end != len(folded) or token.day is None or token.day.repeat is not None:
        return None
    return next((day for day in token.day.days if day >= today), next(iter(token.day.days), None))


def read_day_and_hour(text: str, today: date) -> date | datetime | None:
    """Read a text that is a day, maybe with an hour, and nothing else: 2月10日中午12点前; None for any other.

    With an hour it is a datetime without a zone; 24:00 is 23:59 of that day. It may be past where its year was said.
    A number alone behind a whole day is its hour: 2020-02-10 9.
    """
    bare = _BY.sub("", text.strip())
    if (day := read_day(bare, today)) is not None:
        return day
    folded = _fold(bare)
    if (hour := _BARE_HOUR.fullmatch(folded)) is not None and read_day(hour["day"], today) is not None:
        folded = f"{folded}:00"
    found = list(phrases(folded, today))
    if len(found) != 1 or folded[: found[0][0].start].strip() or folded[found[0][-1].end :].strip():
        return None
    days = [token.day for token in found[0] if token.day is not None]
    hours = [token.hour for token in found[0] if token.hour is not None]
    if len(days) != 1 or len(hours) != 1 or not all(token.is_valid for token in found[0]):
        return None
    if days[0].repeat is not None or days[0].span or days[0].refusal:
        return None
    coming = next((day for day in days[0].days if day >= today), next(iter(days[0].days), None))
    if coming is None:
        return None
    return datetime.combine(coming, time()) + min(hours[0], timedelta(hours=23, minutes=59))


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


def _fold(text: str) -> str:
    """Fold width and script away, character for character; what is quoted holds no time."""
    folded = _DATE_T_HOUR.sub(" ", folded_in_place(text)).replace("元月", "一月")
    return _QUOTED.sub(lambda match: "□" * len(match[0]), folded)


def _choose(text: str, found: Sequence[Phrase]) -> Phrase | None:
    """Take the phrase that leads the text, else the first that is surely a time and describes no thing."""
    firm = [phrase for phrase in found if not is_soft(phrase)]
    if found and _LEAD.fullmatch(text, 0, found[0][0].start) and not _is_title(text, found[0], firm):
        return found[0]
    return next((phrase for phrase in firm if not describes(text, phrase)), next(iter(firm), None))


def _is_title(text: str, first: Phrase, firm: Sequence[Phrase]) -> bool:
    """Say whether a phrase at the head is of the text: 5月报表, or 周五的材料 before another day."""
    if not describes(text, first):
        return False
    return is_soft(first) or any(has_day(one) and not describes(text, one) for one in firm if one is not first)


def _fault(text: str, phrase: Phrase) -> MomentFault | None:
    """Tell what is wrong within a phrase: a time that can't be set, is none, or is not the only one."""
    for token in phrase:
        if token.day is not None and token.day.refusal:
            return MomentFault(token.day.refusal, _said(text, (token,)))
        if not token.is_valid:
            return MomentFault("impossible", _said(text, (token,)))
    days = [token.day for token in phrase if token.day]
    hours = len(phrase) - len(days)
    if (days and not _agreed(days)) or hours > 1 or (hours and any(day.span for day in days)):
        return MomentFault("ambiguous", _said(text, phrase))
    return None


def _agreed(days: Sequence[SpokenDay]) -> SpokenDay | None:
    """Return the one day that all name, as 明天 and 周四 may; None where they differ."""
    if len(days) == 1:
        return days[0]
    if any(day.repeat or day.span for day in days):
        return None
    common = [item for item in days[0].days if all(item in day.days for day in days[1:])]
    return SpokenDay(tuple(common[:1])) if common else None


def _unused(text: str, folded: str, chosen: Phrase, found: Sequence[Phrase]) -> MomentFault | None:
    """Name the first word of time that the chosen phrase leaves unused."""
    for phrase in found:
        if phrase is not chosen and not _is_text(folded, chosen, phrase):
            return _fault(text, phrase) or MomentFault("unused", _said(text, phrase))
    left = find_leftover(folded, chosen[0].start, chosen[-1].end, any(token.day for token in chosen))
    return MomentFault(left.refusal, text[left.start : left.end].strip()) if left else None


def _is_text(text: str, chosen: Phrase, other: Phrase) -> bool:
    """Say whether a phrase is a word of the text: it describes a thing, and what it names is known without it."""
    if not describes(text, other):
        return False
    lacks_day = has_day(other) and not has_day(chosen)
    return not lacks_day and not (has_hour(other) and not has_hour(chosen))


def _settle(phrase: Phrase, now: datetime, said: str, rest: str) -> Moment | MomentFault:
    """Find the first moment to come that a faultless phrase means."""
    named = [token.day for token in phrase if token.day]
    day = _agreed(named) if named else None
    if day is not None and day.span:
        at = (now + day.span).replace(second=0, microsecond=0)
        return _within_reach(Moment(at, None, rest), now, said)
    day = day or SpokenDay((now.date(), now.date() + timedelta(days=1)))
    hour = next((token.hour for token in phrase if token.hour is not None), USUAL_HOUR)
    moments = (datetime.combine(item, time(), now.tzinfo) + hour for item in day.days)
    coming = next((moment for moment in moments if moment > now), None)
    if coming is None:
        return MomentFault("past", said)
    return _within_reach(Moment(coming, day.repeat, rest, day.day_of_month), now, said)


def _within_reach(moment: Moment, now: datetime, said: str) -> Moment | MomentFault:
    return moment if moment.at - now <= FARTHEST else MomentFault("far", said)


def _said(text: str, phrase: Phrase) -> str:
    return text[phrase[0].start : phrase[-1].end].strip()


def _rest(text: str, folded: str, phrase: Phrase) -> str:
    """Return what is to be reminded of, as it was typed, without the phrase and the words around it."""
    end = phrase[-1].end
    if beside := _BESIDE.match(folded, end):
        end = beside.end()
    head = _TRAIL.sub("", _without_lead(text[: phrase[0].start]))
    tail = _without_lead(text[end:])
    return _WISH.sub("", f"{head} {tail}".strip()) + "".join(_spans(text, folded, phrase))


def _spans(text: str, folded: str, phrase: Phrase) -> Iterator[str]:
    """Give in brackets the hours said with their end, which the reminder at their beginning must still tell."""
    for token in phrase:
        hour = match_hour(folded, token.start) if token.day is None else None
        if hour is not None and hour.end() < token.end:
            span = text[token.start : token.end].strip()
            yield f" ({span})" if text.isascii() else f"（{span}）"


def _limit(text: str, folded: str, phrase: Phrase) -> str:
    """Return the words that say by when something is due: 周三前, 截至周五; '' where the moment is just one."""
    start, end = phrase[0].start, phrase[-1].end
    behind, before = _BEFORE_IT.match(folded, end), _UP_TO.search(folded, 0, start)
    if behind is None and before is None:
        return ""
    return text[before.start() if before else start : behind.end() if behind else end].strip()


def _without_lead(text: str) -> str:
    match = _LEAD.match(text)
    return text[match.end() :] if match else text
