"""The minutes of a meeting as they are typed: a line with the day and the subject, then a decision a line.

    会议 2026-11-20 三季度联席会议
    崇川区 补齐上年度数据 2026-12-15前
    市科技局 起草补助办法 2026-12-31前
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from zc_bot.chat.overseeing.record_line import days_in, read_line
from zc_bot.evaluation.ledger import Noted
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

MOST = 20
LONGEST = 60
_NUMBERED = compile_later(r"^\s*(?:[0-9]{1,2}[.、)）]|[-·•*])\s*")
_ITEM = compile_later(r"[\s:：;；。]*(?<![0-9.])[0-9]{1,2}[.、)）](?![0-9])\s*")
"""Begins a decision where all are numbered in one line."""
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
    """Read the minutes of a meeting; None where the first line names no meeting, or nothing follows it."""
    first, *rest = [line for line in said.translate(FOLD).strip().splitlines() if line.strip()] or [""]
    if not rest:
        first, *rest = [part for part in _ITEM.split(first) if part.strip()] or [""]
    if not rest or (match := re.match(alternatives("record.meeting"), first.strip(), re.IGNORECASE)) is None:
        return None
    body = first.strip()[match.end() :]
    days = days_in(body, today)
    found, day = days[0] if len(days) == 1 else (None, None)
    if found is None or day is None:
        return Minutes(today, "", fault="day", line=first)
    subject = " ".join(f"{body[: found.start]} {body[found.end :]}".split()).strip(" :：,，")
    if day > today:
        return Minutes(day, subject, fault="future", line=first)
    if not subject or len(subject) > LONGEST:
        return Minutes(day, subject, fault="subject", line=first)
    if len(rest) > MOST:
        return Minutes(day, subject, fault="many")
    return _with_decisions(Minutes(day, subject), rest, lexicon, today)


def begins_meeting(said: str) -> bool:
    """Tell whether a line names a meeting, whatever follows it."""
    return re.match(alternatives("record.meeting"), said.strip(), re.IGNORECASE) is not None


def _with_decisions(minutes: Minutes, lines: list[str], lexicon: Lexicon, today: date) -> Minutes:
    found = []
    for line in lines:
        noted = _decision(_NUMBERED.sub("", line), lexicon, today)
        if noted is None:
            return replace(minutes, fault="line", line=line.strip())
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


_A_DECISION = "事项"
