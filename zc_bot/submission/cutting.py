"""A typed line cut into tokens: names that were found, amounts, and between them words, fillers, spaces and stops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, Protocol

from zc_bot.parsing.quantities import find_quantities
from zc_bot.submission.fillers import FILLER

Kind = Literal["metric", "place", "amount", "value", "unit", "filler", "word", "space", "stop", "heading"]
_STOP = r"[，。；;！!？?\n\t、|()（）\[\]【】]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),|[.](?![0-9])"
_VALUE = r"没有|不适用|不涉及|保密|涉密|全覆盖|未建成|未建|没建|已建成|已建立|已建|建了|没|无|否|n/a|yes|no(?![a-z])"
_UNIT = r"[万亿]?(?:元|平方米|平方公里|平米|公顷|亩)|[%％]"
_BRACKETED = rf"[(（] ?(?:单位[:：]? ?)?(?:{_UNIT}|[个家人项处]|[万亿]) ?[)）]"
_LEX = re.compile(
    rf"(?P<heading>[:：])|(?P<bracketed>{_BRACKETED})|(?P<space>[ \u3000]+|[=＝]|-{{2,}}|—+)"
    rf"|(?P<stop>{_STOP})|(?P<value>{_VALUE})"
    rf"|(?P<filler>{FILLER})|(?P<unit>{_UNIT})|(?P<word>.)",
    re.IGNORECASE | re.DOTALL,
)
_FIRM = frozenset("的了吧呢啊呀是为有达共个")
"""Single characters that are fillers whatever they touch; any other may be part of a word: 计划, 快报."""
_NUMBERED = re.compile(
    r"(?m)^[ \t]*(?:[（(]?[0-9]{1,2}[)）.、．](?![0-9])|[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[①-⑳])[ \t]*"
)
_GROWTH = re.compile(
    r"(?<=[0-9%亿万元人家个米平])[，,、（( ]*"
    r"(?:(?:比|较|相比)(?:去年|上年度?|前年|上一年|20[0-9]{2}年?)(?:同期)?|同比|环比)的?(?:实际|净)?"
    r"(?:增长|增加|上升|提高|多|下降|减少|降低|少|持平|增幅|降幅)(?:了|约|达|为)?[ ]*"
    r"(?:[0-9.,]+[ ]*(?:个?百分点|个点|%|亿元?|万元?|人|家|个|平方米)?)?[)）]?(?=[，。；;,、）)！!\s]|$)"
)
_YEAR = re.compile(
    r"(?<![0-9.])(?<![0-9],)(?:(?P<full>20[0-9]{2})|(?P<short>[0-9]{2})(?=年)"
    r"|(?P<spelled>二[〇零○][一二][〇零○一二三四五六七八九]|[一二][〇零○一二三四五六七八九](?=年)))"
    r"(?P<mark>年度?)?(?!\.?[0-9万亿wWkK%家人个平元]|,[0-9])"
)
_RELATIVE = re.compile(r"(?P<word>去年|上年度?|今年|本年度?(?![0-9]*数)|前年)")
_BACK = {"去年": 1, "上年": 1, "上年度": 1, "今年": 0, "本年": 0, "本年度": 0, "前年": 2}
_SPELLED = str.maketrans("〇零○一二三四五六七八九", "000123456789")




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


def without_remarks(text: str) -> str:
    """Put breaks in place of what numbers a list and of the growth told beside a figure; the length stays."""
    for pattern in (_NUMBERED, _GROWTH):
        text = pattern.sub(lambda match: "；" * len(match[0]), text)
    return text


def find_years(text: str, year_now: int, metrics: Sequence[Place] = ()) -> tuple[tuple[int, int, int], ...]:
    """Find the years in a line as (start, end, year); a bare 2019 right after a metric is its value."""
    ends = [place.end for place in metrics]
    found = []
    for match in _YEAR.finditer(text):
        follows = any(not text[end : match.start()].strip(" :：=是为") for end in ends if end <= match.start())
        if match["mark"] or not follows:
            found.append((match.start(), match.end(), _year(match)))
    named = found[0][2] if found else None
    for match in _RELATIVE.finditer(text):
        back = _BACK[match["word"]]
        # 2026 本年总产值: the year that was named.
        year = named if named is not None and not back else year_now - back
        found.append((match.start(), match.end(), year))
    return tuple(sorted(found))


def cut(text: str, metrics: Sequence[Place], others: Sequence[Place]) -> tuple[Token, ...]:
    """Cut a line whose names were found; `others` are the places and years in it."""
    names: list[tuple[int, int, Kind]] = [(one.start, one.end, "metric") for one in metrics]
    names += [(one.start, one.end, "place") for one in others]
    masked = list(text)
    for start, end, _ in names:
        masked[start:end] = "；" * (end - start)
    amounts: list[tuple[int, int, Kind]] = [(*span, "amount") for span, _ in find_quantities("".join(masked))]
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


def _year(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"])
    short = match["short"] or match["spelled"].translate(_SPELLED)
    return int(short) if len(short) == 4 else 2000 + int(short)
