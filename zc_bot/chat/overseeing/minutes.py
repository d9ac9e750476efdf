"""The minutes of a meeting as they are typed: the day and the subject, then what was decided, each by itself.

    会议 2026-11-20 三季度联席会议
    崇川区 补齐上年度数据 2026-12-15前
    市科技局 起草补助办法 2026-12-31前
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from zc_bot.chat.overseeing.days_said import days_in
from zc_bot.chat.overseeing.minutes_cut import cut
from zc_bot.chat.overseeing.record_line import read_line
from zc_bot.evaluation.ledger import Noted
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

MOST = 20
LONGEST = 60
Fault = Literal["", "day", "future", "subject", "none", "many", "line"]


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting with its decisions, or what is wrong with it and in which line."""

    day: date
    subject: str
    decisions: tuple[Noted, ...] = ()
    fault: Fault = ""
    line: str = ""


def read_minutes(said: str, lexicon: Lexicon, today: date) -> Minutes | None:
    """Read the minutes of a meeting; None where the text begins with no meeting, or nothing follows it.

    What a meeting is said to have decided (刚开完会，议定：…) was today's where no day is named.
    """
    found = cut(said, lambda part: _is_whole(part, lexicon, today))
    if found is None or not found.items:
        return None
    first, said_days = found.head[0], days_in("\n".join(found.head), today)
    subject = _subject(found.head, today)
    if found.decided and not said_days and not subject and len(found.items) == 1:
        return None  # 会议决定：… is a decision by itself.
    if not found.listed and not (said_days and all(_tells(one, lexicon, today) for one in found.items)):
        return None
    days = {day for _, day in said_days} or ({today} if found.decided else set())
    (day,) = days if len(days) == 1 else (None,)
    if day is None:
        return Minutes(today, "", fault="day", line=first)
    if day > today:
        return Minutes(day, subject, fault="future", line=first)
    if found.decided and not subject:
        subject = phrase_of_a_meeting(said)
    if not subject or len(subject) > LONGEST:
        return Minutes(day, subject, fault="subject", line=first)
    if len(found.items) > MOST:
        return Minutes(day, subject, fault="many")
    return _with_decisions(Minutes(day, subject), found.items, lexicon)


def begins_meeting(said: str) -> bool:
    """Tell whether a line names a meeting, whatever follows it."""
    return re.match(alternatives("record.meeting"), said.strip(), re.IGNORECASE) is not None


def phrase_of_a_meeting(said: str) -> str:
    """Call a meeting that was not named what any is called, in the language that it is told in."""
    return "会议" if re.search("[\u4e00-\u9fff]", said) else "Meeting"


def _subject(head: tuple[str, ...], today: date) -> str:
    """Take the meeting's name out of what stands before the decisions: without its day, and what it is told with."""
    lines = [_without_days(line, today) for line in head]
    named = [line[found.end() :] for line in lines if (found := _TITLE.match(line)) is not None]
    text = named[0] if named else _ANY.sub("", lines[0], count=1)
    while (shorter := _LEADING.sub("", _TRAILING.sub("", text.strip(_AROUND)), count=1)) != text:
        text = shorter
    return "" if _ONLY_MET.fullmatch(text) else text


def _without_days(line: str, today: date) -> str:
    for said, _ in reversed(days_in(line, today)):
        line = f"{line[: said.start]} {line[said.end :]}"
    return " ".join(line.split())


def _is_whole(part: str, lexicon: Lexicon, today: date) -> bool:
    """Tell whether a part says by itself who is to do what until when."""
    return 0 in _named(part, lexicon) and any(day is not None for _, day in days_in(part, today))


def _tells(part: str, lexicon: Lexicon, today: date) -> bool:
    """Tell whether a part says who is to do something, or until when."""
    return bool(_named(part, lexicon) or days_in(part, today))


def _named(part: str, lexicon: Lexicon) -> set[int]:
    """Find where a part names a department, an authority or a community."""
    places = (one for one in lexicon.search(normalize(part)) if any(it.kind in _PLACES for it in one.entries))
    return {one.start for one in places} | {part.find(body) for body in lexicon.programme.bodies_in(part)}


def _with_decisions(minutes: Minutes, items: tuple[str, ...], lexicon: Lexicon) -> Minutes:
    """Read each as a decision; what is said of days is counted from the meeting's."""
    found = []
    for item in items:
        noted = _decision(item, lexicon, minutes.day)
        if noted is None:
            return replace(minutes, fault="line", line=item)
        found.append(replace(noted, day=minutes.day, subject=minutes.subject))
    return replace(minutes, decisions=tuple(found))


def _decision(line: str, lexicon: Lexicon, today: date) -> Noted | None:
    """Read a line as a decision, whichever words it holds; its last day is until when."""
    word = re.match(alternatives("record.decision"), line, re.IGNORECASE)
    text = line[word.end() :] if word else line
    days = days_in(text, today)
    noted = read_line(f"{_A_DECISION} {text}", lexicon, today).noted
    if noted is None or any(day is None for _, day in days):
        return None
    return replace(noted, day=None, due=days[-1][1] if days else None)


_PLACES = frozenset({"authority", "community"})
_A_DECISION = "事项"
_AROUND = " ()（）【】[]:,，;；。.、"
_ANY = compile_later(lambda: rf"^(?:{alternatives('record.any_meeting')})(?=[\s:,，(]|$)", re.IGNORECASE)
_LEADING = compile_later(lambda: rf"^(?:{alternatives('record.told_with')})+", re.IGNORECASE)
_TRAILING = compile_later(lambda: rf"(?:{alternatives('record.told_after')})+$", re.IGNORECASE)
_ONLY_MET = compile_later(
    lambda: rf"(?:{alternatives('record.any_meeting')}|{alternatives('record.only_met')})?", re.IGNORECASE
)
_TITLE = compile_later(lambda: rf"(?:{alternatives('record.title')})\s*:", re.IGNORECASE)
