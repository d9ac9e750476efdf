"""What stands beside a moment and looks like a part of it that was not read: 九点以后, 0307 上午9点, 名天9点."""

from __future__ import annotations

import re

from zc_bot.parsing.language import phrases
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.phonetics import read_aloud
from zc_bot.reminders.day_like import find_day_like
from zc_bot.reminders.spoken_rule import Leftover

_NUMERAL = "[0-9零〇一二两三四五六七八九十廿]"
_AFTER = compile_later(
    r"\s*(?:之后|以后|过后|后(?![天台勤期续面备方])|前后|以来|起(?=[\s,，]|$)|开始(?=[\s,，]|$))", re.IGNORECASE
)
_SO_LONG_BEFORE = compile_later(
    rf"\s*的?(?:(?:之|以|提)?前|差)\s*(?:{_NUMERAL}+|半)个?半?"
    "(?:年|月|周|星期|礼拜|天|日|小时|钟头|刻钟?|分钟?)(?![内里]|以内|之内)"
)
_PIECE_AFTER = compile_later(
    rf"(?<=[0-9])\s?(?:Z(?![a-z])|[+-][0-9]{{2}}|UTC|GMT)"
    rf"|{_NUMERAL}+(?:[刻分秒点时号日天月周年]|[.:/-]{_NUMERAL}|(?=[\s,，、早中下晚上]|$))|[刻秒](?![录板])"
    rf"|[.:;/-]{_NUMERAL}+| [0-9]+(?=[\s,，]|$)| [一二三四五六七八九十]{{1,3}}(?=[\s,，]|$)"
    r"| (?:to|till|until|through|from) [0-9]+"
)
_PIECE_BEFORE = compile_later(r"(?:^|(?<=[\s,，]))[0-9][0-9./:-]*[\s,，]*$")
_COUNTED_BEFORE = compile_later(rf"(第?{_NUMERAL}{{1,4}}个?(?:周|星期|礼拜|年))(?:的|[\s,，])*$")
"""第12周 周三, 98年 5月: a week or a year that the day beside it was not read with."""
_MONTH_BEFORE = compile_later(r"[上下这本当0-9正腊一二三四五六七八九十]*个?(?:月[初中底末份]?|[上中下]旬)(?:的|\s)*$")
"""下下月 3号: a month that the day behind it was not read with."""
_BEFORE = compile_later(
    r"(?:[每隔逢差距]|距离|除了?"
    r"|(?<![a-z])(?:not before|after|since|until|till|every|each|except|not|past|to|mid|early|late|between))"
    r"\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_DAY_BEFORE = compile_later("[一二三四五六日天1-7]$")
"""What follows 星期, typed with other characters of the same sound."""
_LEADS_TO = compile_later(r"(?<![a-z])(?:remind me to|reminder to|to)\s*$", re.IGNORECASE)


def find_leftover(text: str, start: int, end: int, has_day: bool = True) -> Leftover | None:
    """Find what belongs to the moment at `start` to `end` and was not read with it.

    has_day: it names its day; where it is an hour alone, what looks like a day beside it is one that was not read.
    """
    if found := _AFTER.match(text, end):
        return Leftover(start, found.end(), "relative")
    if found := _SO_LONG_BEFORE.match(text, end):
        return Leftover(start, found.end(), "relative")
    if (found := _BEFORE.search(text, 0, start)) and not _LEADS_TO.search(text, 0, start):
        return Leftover(found.start(), end, "relative")
    if found := _PIECE_AFTER.match(text, end):
        return Leftover(start, found.end(), "unclear")
    if found := _PIECE_BEFORE.search(text[:start]):
        return Leftover(found.start(), start, "unclear")
    if found := _MONTH_BEFORE.search(text[:start]):
        return Leftover(found.start(), end, "unclear")
    if found := _COUNTED_BEFORE.search(text[:start]):
        return Leftover(found.start(1), found.end(1), "unclear")
    if not has_day and (left := find_day_like(text, start, end)) is not None:
        return left
    return _misspelt(text, start, end)


def _misspelt(text: str, start: int, end: int) -> Leftover | None:
    """Find a word that sounds like one of time right beside the moment: 名天9点, 后天下五."""
    beside = [start - 2, end] + [start - 3] * bool(_DAY_BEFORE.search(text, 0, start))
    for at in beside:
        word = text[max(at, 0) : at + 2]
        if at >= 0 and len(word) == 2 and not _is_text(text, at) and _is_like_time(word):
            return Leftover(at, at + 2, "unclear")
    return None


def _is_text(text: str, at: int) -> bool:
    """Say whether two characters are a word of time itself, or an everyday word of the same sound."""
    return text[at : at + 2] in {*phrases("moment.heard"), *phrases("moment.unheard")}


def _is_like_time(word: str) -> bool:
    """Say whether two characters sound or look like a word of time: 名天, 三典, 明无."""
    if re.match(_NUMERAL, word):
        return word[1] not in "点号" and bool(read_aloud(word[1]) & {"dian", "hao"})
    return word in phrases("moment.slip") or any(map(_TIME_SOUNDS.fullmatch, read_aloud(word)))


_TIME_SOUNDS = compile_later(lambda: "|".join(frozenset().union(*map(read_aloud, phrases("moment.heard")))))
"""How the words of time may sound."""
