"""Days and hours found in a text, and which of them stand side by side: 明天 上午九点 is one phrase of two tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.language import phrases as words
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.spoken import match_day
from zc_bot.reminders.spoken_hours import match_hour, read_hour
from zc_bot.reminders.spoken_relative import shift, shift_before, shift_behind
from zc_bot.reminders.spoken_rule import SpokenDay
from zc_bot.reminders.spoken_spans import read_ahead

_JOINT = compile_later(
    r"(?:[\s,，、~()-]|的|在|到|至|和|与|及|或者?|还是|\b(?:on|at|by|before|around|to|and|or)\b|T)*", re.IGNORECASE
)
"""Of days and hours joined by 到, 或 or 和 there is more than one: the whole is a phrase, and ambiguous."""
_GAP = compile_later(r"[\s,，、]")
_UNTIL = compile_later(r"\s*(?:到|至|-|~|\b(?:to|till|until)\b)\s*")
_OF = compile_later(rf"的\S|'s\b|(?: (?=[a-z]))?(?:{alternatives('moment.thing')})", re.IGNORECASE)
"""What makes a time before it a word of the text: 5月1日的活动, 春节慰问, the Friday report."""
_ACTS = frozenset(words("moment.act"))
"""Behind a month they say that it is when something is done, and not what it is about."""
_OF_IT = compile_later(r"\b(?:of|for|about|from|regarding|the|this|these|those|our)\s+$", re.IGNORECASE)
_FIRM_PARTS = frozenset({"noon", "midday", "tonight"})


class Token(NamedTuple):
    """A day or an hour in words, at its place."""

    start: int
    end: int
    day: SpokenDay | None
    hour: timedelta | None
    is_loose: bool = False
    """A part of the day without an hour, which may be a word of the text."""

    @property
    def is_valid(self) -> bool:
        """Say whether there is such a day or hour."""
        return self.day.is_valid if self.day else self.hour is not None

    @property
    def is_soft(self) -> bool:
        """Say whether it may as well be a word of the text."""
        return self.is_loose or (self.day is not None and self.day.is_soft)


Phrase = tuple[Token, ...]


def has_day(phrase: Phrase) -> bool:
    """Say whether a phrase names a day."""
    return any(token.day is not None and not token.day.is_soft and not _is_same_hour(token) for token in phrase)


def has_hour(phrase: Phrase) -> bool:
    """Say whether a phrase names an hour or a part of the day."""
    return any(token.day is None or _is_same_hour(token) for token in phrase)


def _is_same_hour(token: Token) -> bool:
    """Say whether it means an hour by another one: 这个时候."""
    return token.day is not None and token.day.refusal == "same"


def is_soft(phrase: Phrase) -> bool:
    """Say whether all of a phrase may as well be words of the text."""
    return all(token.is_soft for token in phrase)


def phrases(text: str, today: date) -> Iterator[Phrase]:
    """Group the tokens that stand side by side, but for what describes a thing: 明天9点 春节慰问."""
    group: Phrase = ()
    for token in tokens(text, today):
        if group and not _JOINT.fullmatch(text, group[-1].end, token.start):
            yield from _apart(text, group)
            group = ()
        group += (token,)
    if group:
        yield from _apart(text, group)


def describes(text: str, phrase: Phrase) -> bool:
    """Say whether a phrase belongs to a thing that the text names."""
    start, end = phrase[0].start, phrase[-1].end
    if _OF.match(text, end) or _OF_IT.search(text, 0, start):
        return True
    behind = text[end : end + 1]
    is_compound = bool(behind) and not behind.isascii() and behind.isalpha() and behind not in _ACTS
    return is_compound and all(token.day is not None and token.day.is_soft for token in phrase)


def tokens(text: str, today: date) -> Iterator[Token]:
    """Find the days and hours of a text, none within another."""
    position = 0
    while position < len(text):
        token = read_token(text, position, today)
        if token is not None:
            yield token
        position = token.end if token else position + 1


def read_token(text: str, start: int, today: date) -> Token | None:
    """Read the longest day or hour that begins at `start`."""
    if start and _is_ascii_word(text[start]) and _is_ascii_word(text[start - 1]):
        return None
    clock = match_hour(text, start)
    day = _shifted(text, start, today) or _day(text, start, today)
    if day and (clock is None or day.end >= clock.end()):
        return day
    if clock:
        is_loose = clock.groupdict().get("hour") is None and clock[0].lower() not in _FIRM_PARTS
        hour, ahead = read_hour(clock), None if is_loose else read_ahead(text, clock.end())
        if hour is not None and ahead is not None:
            return Token(start, ahead.end, None, hour - ahead.length)
        return Token(start, _end_of_hours(text, clock.end()), None, hour, is_loose)
    return None


def _apart(text: str, group: Phrase) -> Iterator[Phrase]:
    """Part a group where its last tokens describe a thing and those before name the day."""
    for index in range(len(group) - 1, 0, -1):
        head, tail = group[:index], group[index:]
        named = any(token.day for token in tail)
        if named and _GAP.search(text, head[-1].end, tail[0].start) and describes(text, tail):
            yield head
            yield tail
            return
    yield group


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _day(text: str, start: int, today: date) -> Token | None:
    """Read a day with what moves it on or back: 下周三的前一天."""
    found = match_day(text, start)
    if found is None:
        return None
    rule, match = found
    day, moved = rule.produce(match, today), shift_behind(text, match.end())
    if moved is None or day.refusal:
        return Token(start, match.end(), day, None)
    return Token(start, moved.end, shift(day, moved.days, today), None)


def _shifted(text: str, start: int, today: date) -> Token | None:
    """Read a day behind what moves it: the day before March 1."""
    moved = shift_before(text, start)
    token = _day(text, moved.end, today) if moved else None
    if moved is None or token is None or token.day is None:
        return None
    return Token(start, token.end, shift(token.day, moved.days, today), None)


def _end_of_hours(text: str, end: int) -> int:
    """Return where a time of day ends, with the hour up to which it lasts: 9:30-11:00 begins at 9:30."""
    until = _UNTIL.match(text, end)
    last = match_hour(text, until.end()) if until else None
    return last.end() if last else end
