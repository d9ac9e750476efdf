"""What stands beside an hour alone and looks like its day, by its kind: 情人节 9点, 发薪日9点, D-3 9点, payday 9am.

No list of days: a word that ends as words for days do (节, 日, 周, 天, 假 …) is one, unless a verb begins it.
"""

from __future__ import annotations

import re

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.spoken_rule import Leftover

_WORD = r"[\u4e00-\u9fff0-9A-Za-z+-]+"
_GAP = r"(?:[\s,，、:：;；。]|的)*"
_LAST = compile_later(rf"(?<![\u4e00-\u9fff0-9A-Za-z+-])({_WORD}?){_GAP}$")
_FIRST = compile_later(rf"{_GAP}({_WORD})(?=[\s,，、:：;；。]|$)")
_CODE = compile_later(
    "(?:[DTX][+-][0-9]{1,3}|[QHW][0-9]{1,2}|[一二三四五六七八九十廿]{1,3})(?:[初中末底前后]|结束)?", re.IGNORECASE
)
"""D-3, T+3, Q1末, 十五 by itself."""
_HAN = compile_later(r"[\u4e00-\u9fff]")


def find_day_like(text: str, start: int, end: int) -> Leftover | None:
    """Find what looks like a day before an hour at `start` to `end`, or behind it and apart from what follows."""
    head = text[:start]
    if found := _ENGLISH_BEFORE.search(head):
        return Leftover(found.start(1), found.end(1), "unclear")
    last = _LAST.search(head)
    if last and _is_day_like(last[1], beside=True):
        return Leftover(last.start(1), last.end(1), "unclear")
    first = _FIRST.match(text, end)
    # 9点 值日 is what is done; 9点 情人节 送花 and 送花 9点 情人节 name a day.
    apart = first is not None and re.search(r"\w", head + text[first.end() :])
    if first and apart and _is_day_like(first[1], beside=False):
        return Leftover(first.start(1), first.end(1), "unclear")
    behind = _ENGLISH_BEHIND.search(text, end)
    return Leftover(behind.start(), behind.end(), "unclear") if behind else None


def _is_day_like(word: str, beside: bool) -> bool:
    """Tell whether a word ends as words for days do; beside: right before the hour, where it may be 开学 too."""
    bare = re.sub(rf"^(?:{alternatives('moment.polite')})+", "", word)
    if _CODE.fullmatch(bare):
        return True
    is_done = any(re.match(alternatives("moment.has_object"), one) for one in (word, bare))
    surely = re.search(rf"(?:{alternatives('moment.surely_day')})$", bare)
    if not _HAN.search(bare) or (is_done and not surely):
        return False
    ends = alternatives("moment.day_end") + ("|" + alternatives("moment.before_hour") if beside else "")
    return re.search(rf"(?:{ends})$", bare) is not None


_ENGLISH_BEFORE = compile_later(
    lambda: rf"((?:\b[a-z]+(?:'s|s')? )?\b(?:[a-z]*day|{alternatives('moment.day_latin')})s?)[\s,]*(?:at )?$",
    re.IGNORECASE,
)
"""Mother's Day, payday, deadline day, the equinox: what ends as English words for days do, before an hour."""
_ENGLISH_BEHIND = compile_later(
    lambda: rf"\b(?:on|by|before|after|in|every|each|during|until|till) (?:[a-z]+(?:'s|s')? ){{0,2}}"
    rf"(?:[a-z]*day|{alternatives('moment.day_latin')})s?\b",
    re.IGNORECASE,
)
