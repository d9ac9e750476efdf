"""Headings of the sections of a report, which say nothing of a figure: 一、空间载体 · 二、产业情况： · 运行情况："""

from __future__ import annotations

import re

from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.words import read_word
from zc_bot.submission.facts import Facts
from zc_bot.submission.remarks import BREAK

_ORDER = "一二三四五六七八九十"
_NUMBER = rf"(?:[（(]?[{_ORDER}]{{1,3}}[)）、.．]|第[{_ORDER}]部分[、:：]?)"
_TITLE = r"[^0-9\n，,。；;！!？?]{1,16}?"
_NUMBERED = rf"(?m:^[ \t]*{_NUMBER}[ \t]*(?P<numbered>{_TITLE})[ \t]*[:：]?[ \t]*$)"
_BARE = rf"(?m:^[ \t]*(?P<number>[{_ORDER}])[ \t]*(?P<bare>{_TITLE})[ \t]*[:：]?[ \t]*$)"
"""With no stop behind its number: a heading where the numbers count on."""
_ENDED = r"(?:^|(?<=[0-9年度区，,。；;\s]))(?P<ended>[\u4e00-\u9fff]{0,10}<titles>)(?:[:：]|(?m:[ \t]*$))"
_HEADINGS = compile_later(written(f"{_NUMBERED}|{_BARE}|{_ENDED}", "report"))
_MEANS_MORE = compile_later(
    written("<another_figure>|<counted_otherwise>|<not_final>|<takes_away>", "report"), re.IGNORECASE
)
"""Says of what stands below that it is no figure of the year, or not yet."""
_GROUNDS = compile_later(
    written(r"(?:^|(?<=[，,。；;：:！!\n]))[ \t]*现?(?P<grounds><on_grounds>[\u4e00-\u9fff]{1,16}?)[，,]", "report")
)
"""On what a figure rests, before it: 根据统计部门反馈数据，."""
_METHOD = compile_later(alternatives("report.method"))


def without_sections(text: str, facts: Facts) -> str:
    """Put breaks in place of the headings of sections; one that names a figure, a place or a year stays."""
    text = _without_grounds(text, facts)
    found = list(_HEADINGS.finditer(text))
    numbers = "".join(one["number"] or "" for one in found)
    counts_on = len(numbers) > 1 and _ORDER.startswith(numbers)
    for one in found:
        title = (one["numbered"] or one["bare"] or one["ended"]).strip()
        if not says_more(title, facts) and (counts_on or not one["bare"]):
            blank = "".join("\n" if char == "\n" else BREAK for char in one[0])
            text = f"{text[: one.start()]}{blank}{text[one.end() :]}"
    return text


def _without_grounds(text: str, facts: Facts) -> str:
    """Put breaks in place of what a figure rests on; what says how it was counted stays."""
    for one in _GROUNDS.finditer(text):
        if not says_more(one["grounds"], facts) and _METHOD.search(one["grounds"]) is None:
            text = f"{text[: one.start()]}{BREAK * (one.end() - one.start())}{text[one.end() :]}"
    return text


def says_more(words: str, facts: Facts) -> bool:
    """Tell whether words name a figure, a place or a year, answer, or make figures another's."""
    laid = Laid(words, facts.lexicon, facts.today)
    says = laid.names or laid.years or read_word(words) is not None
    return bool(says) or _MEANS_MORE.search(words) is not None
