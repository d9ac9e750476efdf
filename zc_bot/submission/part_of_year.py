"""Figures of a part of the year, which are none that is reported: 1-10月总产值9.8亿, Q3 output 1.1bn."""

from __future__ import annotations

import re

from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later

_MONTHS = "(?:[1-9]|1[01]|[一二三四五六七八九十])"
_PERIOD = compile_later(
    written(
        rf"(?<![0-9.年])1?[0-9]?[-~至到]{_MONTHS}月份?(?!份?[0-9]*日)|前?[一二三四1-4]个?季度|前{_MONTHS}个月|[上下]半年"
        rf"|(?:截至|截止到?|到){_MONTHS}月(?:底|末|份)|(?<![0-9a-z])(?:q[1-4]|h[12])(?![0-9a-z])|<part_of_year>",
        "report",
    ),
    re.IGNORECASE,
)
BEFORE_WHOLE = compile_later(
    rf"(?:{_PERIOD.pattern})[^0-9，,。；;\n]{{0,4}}[0-9][0-9.,]*[亿万元人家个户%]*[，,；;、 ]+"
    r"(?=全年[^0-9，,。；;\n]{0,4}[0-9])",
    re.IGNORECASE,
)
"""A figure of a part of the year before the whole year's, which is the one that counts: 上半年60家，全年138家."""
_ENDS = compile_later("[。；;\n]")


def part_of_year(text: str) -> str:
    """Give the words that say that the figures behind them are of a part of the year; '' where none do."""
    text = BEFORE_WHOLE.sub("", text)
    found = _PERIOD.search(text)
    if found is None or not re.search("[0-9一二三四五六七八九十]", _ENDS.split(text[found.end() :])[0]):
        return ""
    return found[0]
