"""A typed line cut into tokens: names that were found, amounts, and between them words, fillers, spaces and stops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Literal, Protocol

from zc_bot.parsing.fillers import FILLER
from zc_bot.parsing.language import matching, written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year, find_years
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.units import FIRM_UNIT
from zc_bot.parsing.words import BARE, WORDS
from zc_bot.submission.relative import CHANGE, MORE_THAN_LAST, SAME
from zc_bot.values import dataclass

Kind = Literal[
    "metric", "place", "amount", "value", "unit", "filler", "word", "space", "stop", "heading", "each", "by_last",
]
_STOP = (
    r"[，。；;！!？?\n\t、|()（）\[\]【】]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),|[.](?![0-9])|(?<![0-9])/|/(?=[^0-9])"
)
_VALUE = matching(word for word in WORDS if word not in BARE and len(word) > (word in "xyn"))
_COUNTED = "[个家人项处]"
_CELL = rf"(?<=[\t|]) ?(?:{_COUNTED}|平方米|平方公里) ?(?=[\t|])"
"""A unit in a cell of its own."""
_BRACKETED = (
    rf"单位[:：] ?{FIRM_UNIT}|{_CELL}|[(（] ?(?:单位[:：]? ?)?(?:{FIRM_UNIT}|{_COUNTED}|[万亿]) ?[)）]"
)
_EACH = written("(?!<unshared>)(?:<dealt>|<shared>)", "report")
"""Says that several metrics get what follows, one each or the same."""
_BY_LAST = compile_later(
    rf"{SAME}|{MORE_THAN_LAST}|{CHANGE}(?=[ ]*[0-9零一二两三四五六七八九十百千])", re.IGNORECASE
)
_LEX = compile_later(
    rf"(?P<heading>[:：→⇒]|[-=]>|(?<=[ ])[-–](?=[ ]))|(?P<bracketed>{_BRACKETED})"
    rf"|(?P<space>[ \u3000]+|[=＝]|(?:-{{2,}}|—+)(?![ \t]*\n)"
    rf"|…+|[.]{{2,}}|_{{2,}})"
    rf"|(?P<stop>{_STOP})|(?P<value>{_VALUE})|(?P<each>{_EACH})"
    rf"|(?P<filler>{FILLER})|(?P<unit>{FIRM_UNIT})|(?P<word>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMMA = compile_later("[，,](?![0-9])|(?<=[亿万元人家个户平米%])[，,]")
"""A comma that parts clauses: no number goes on behind it, and no 年 makes the number before it a year."""
_GLUED = compile_later("(?<![0-9.,])20[0-9]{2}(?=[a-z\u4e00-\u9fff])(?<=[\u4e00-\u9fff ][0-9]{4})")
_POINTS = compile_later("[ ]*(?:个?百分点|个点|(?:percentage )?points?)")
_NOT_ONE = compile_later("一[个家人项处](?:也|都)?没有")
_TO_LAST = compile_later(r"[\s:：=，,为是也就把均都]|改[为成]|还?要|需要?|20[0-9]{2}年?|数|数量|总数|人数")
"""What may stand between a metric's name and 同去年."""
_FIRM = frozenset("的了吧呢啊呀是为有达共个")
"""Single characters that are fillers whatever they touch; any other may be part of a word: 计划, 快报."""


class Place(Protocol):
    """Where a text names a metric, a community or a year."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line; clause: which stretch between two stops it stands in."""

    kind: Kind
    start: int
    end: int
    clause: int = 0


def years_told(
    text: str, today: date, metrics: Sequence[Place] = (), besides: Sequence[tuple[int, int]] = ()
) -> tuple[Year, ...]:
    """Find the years in a line of a report; a bare 2019 right after a metric is its value.

    A year said by today's is counted from the one that is named, where one is: 2025年…去年 is 2024. None is found
    within `besides`.
    """
    ends = [place.end for place in metrics]
    found = []
    for one in find_years(text, today):
        if one.back is not None and one.back < 0:
            continue  # Nobody reports of a year to come: 明年 is a word that is asked about.
        follows = any(not text[end : one.start].strip(" :：=是为") for end in ends if end <= one.start)
        if one.back is not None or "年" in text[one.start : one.end] or not follows:
            found.append(one)
    starts = {place.start for place in metrics}
    for match in _GLUED.finditer(text):  # 2025wifi, 2025平台: no unit, where a metric's name begins.
        if match.end() in starts and not any(one.start <= match.start() < one.end for one in found):
            found.append(Year(*match.span(), int(match[0])))
    found.sort(key=lambda one: one.start)
    named = next((one.year for one in found if one.back is None), None)
    if named is not None:
        found = [one if one.back is None else replace(one, year=named - one.back) for one in found]
    return tuple(one for one in found if not any(start <= one.start < end for start, end in besides))


def find_by_last(text: str, metrics: Sequence[Place]) -> tuple[tuple[int, int], ...]:
    """Find where a figure is said by last year's, right behind its metric's name: 同去年, 比去年多100人.

    一个也没有 is found too: like them it holds a number that is none.
    """
    found = []
    for match in _BY_LAST.finditer(text):
        before = max((one.end for one in metrics if one.end <= match.start()), default=None)
        if before is None or _TO_LAST.sub("", text[before : match.start()]):
            continue
        end = match.end()
        if match["sign"] is not None:
            amount = next((span for span, _ in find_quantities(text[end:])), None)
            if amount is None or text[end : end + amount[0]].strip():
                continue
            end += amount[1]
            points = _POINTS.match(text, end)
            end = points.end() if points is not None else end
        found.append((match.start(), end))
    found += [match.span() for match in _NOT_ONE.finditer(text)]
    return tuple(found)


def cut(
    text: str, metrics: Sequence[Place], others: Sequence[Place], by_last: Sequence[tuple[int, int]] = ()
) -> tuple[Token, ...]:
    """Cut a line whose names were found; `others` are the places and years, `by_last` what is said by last year's."""
    names: list[tuple[int, int, Kind]] = [(one.start, one.end, "metric") for one in metrics]
    names += [(one.start, one.end, "place") for one in others]
    names += [(start, end, "by_last") for start, end in by_last]
    masked = list(text)
    for start, end, _ in names:
        masked[start:end] = "；" * (end - start)
    numbers = find_quantities(_COMMA.sub(";", "".join(masked)))
    amounts: list[tuple[int, int, Kind]] = [(*span, "amount") for span, _ in numbers]
    found: list[Token] = []
    at = 0
    for start, end, kind in (*sorted([*names, *amounts]), (len(text), len(text), "stop")):
        found += _between(text, at, start)
        found.append(Token(kind, start, end))
        at = end
    return tuple(_by_clause(found))


def _between(text: str, start: int, end: int) -> list[Token]:
    """Cut what stands between names and amounts; characters of no list make up words."""
    pieces = [Token(_kind(match), *match.span()) for match in _LEX.finditer(text, start, end)]
    loose = [_loosened(text, pieces, number) for number in range(len(pieces))]
    found: list[Token] = []
    for kind, some in groupby(loose, key=lambda one: one.kind):
        group = list(some)
        found += [Token("word", group[0].start, group[-1].end)] if kind == "word" else group
    return found


def _kind(match: re.Match[str]) -> Kind:
    return "unit" if match.lastgroup == "bracketed" else match.lastgroup  # type: ignore[return-value]


def _loosened(text: str, pieces: Sequence[Token], number: int) -> Token:
    """Make a short filler that touches a word part of the word: 计 of 计划, 报 of 快报."""
    one = pieces[number]
    short = one.kind == "filler" and one.end - one.start == 1 and text[one.start] not in _FIRM
    beside = [pieces[at] for at in (number - 1, number + 1) if 0 <= at < len(pieces)]
    return replace(one, kind="word") if short and any(other.kind == "word" for other in beside) else one


def _by_clause(tokens: Sequence[Token]) -> Iterator[Token]:
    clause = 0
    for token in tokens:
        clause += token.kind == "stop"
        yield replace(token, clause=clause)

