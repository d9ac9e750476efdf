"""A report in one line: 通创 2019 高新产值 45.6亿 总产值 71.2亿, in any order, several metrics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from zc_bot.parsing.numerals import read_numeral

_LEADING = re.compile(
    r"(?:[\s,，、;；:：=。]|改成|改为|改到|应该是|应为|更正为|更新为|达到|达|共计|合计|共|是|为|有|的|was|is|to)+(?=\S)"
)
_TRAILING = re.compile(r"[\s,，、;；。.!！吧]+$")
_VALUE_LIKE = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两]")
_YEAR = re.compile(
    r"(?<![0-9.,])(?:(?P<full>20[0-9]{2})|(?P<short>[0-9]{2})(?=年)|(?P<spelled>二[〇零○][一二][〇零○一二三四五六七八九]))(?P<mark>年度?)?(?![0-9.,万亿wWkK%家人个平元])"
)
_RELATIVE = re.compile(r"(?P<word>去年|上年度?|今年|本年度?|前年)")
_BACK = {"去年": 1, "上年": 1, "上年度": 1, "今年": 0, "本年": 0, "本年度": 0, "前年": 2}


class Place(Protocol):
    """Where a text names a metric, a community or a year."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def code(self) -> str: ...


def pair(text: str, metrics: Sequence[Place], others: Sequence[Place]) -> tuple[list[tuple[str, str]], list[str]]:
    """Pair each metric with the text of its value; values that belong to none are given besides.

    Values stand after their metrics (or, all of them, before): with as many values as metrics they pair in
    order, whatever stands between; otherwise each metric has what follows it directly.
    """
    pieces = _pieces(text, metrics, others)
    values = [(start, piece) for start, piece in pieces if piece]
    ordered = sorted(metrics, key=lambda place: place.start)
    if len(values) == len(ordered):
        return [(place.code, piece) for place, (_, piece) in zip(ordered, values, strict=True)], []
    at = dict(values)
    paired = [(place.code, at.pop(place.end, "")) for place in ordered]
    return paired, [piece for piece in at.values() if _VALUE_LIKE.search(piece)]


def find_years(text: str, today: date, metrics: Sequence[Place] = ()) -> tuple[tuple[int, int, int], ...]:
    """Find the years in a line as (start, end, year); a bare 2019 right after a metric is its value."""
    ends = [place.end for place in metrics]
    found = []
    for match in _YEAR.finditer(text):
        follows = any(not text[end : match.start()].strip(" :：=是为") for end in ends if end <= match.start())
        if match["mark"] or not follows:
            found.append((match.start(), match.end(), _year(match)))
    for match in _RELATIVE.finditer(text):
        found.append((match.start(), match.end(), today.year - _BACK[match["word"]]))
    return tuple(sorted(found))


def value_text(piece: str) -> str:
    """Take connecting words and punctuation off a value: 改成46亿。 is 46亿; a lone 是 stays."""
    piece = _TRAILING.sub("", piece.strip())
    return _LEADING.sub("", piece, count=1) if _LEADING.match(piece) else piece


def _pieces(text: str, metrics: Sequence[Place], others: Sequence[Place]) -> list[tuple[int, str]]:
    """Cut the text at every recognised place; each piece comes with where it starts."""
    places = sorted((place.start, place.end) for place in (*metrics, *others))
    starts = [0, *(end for _, end in places)]
    stops = [*(start for start, _ in places), len(text)]
    return [(start, value_text(text[start:stop])) for start, stop in zip(starts, stops, strict=True)]


def _year(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"])
    if match["short"]:
        return 2000 + int(match["short"])
    return int(read_numeral(match["spelled"]) or 0)
