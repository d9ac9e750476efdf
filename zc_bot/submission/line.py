"""A report in one line: 通创 2019 高新产值 45.6亿 总产值 71.2亿, in any order, several metrics.

Of each metric: its value, the phrase it stands in, and the word beside it that nothing used. Which figure a word
stands beside is a matter of position: one that touches a metric or a value belongs to it, one in a clause of its own
to the figure before it, one before all of them to them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, Protocol

from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.submission.fillers import FILLER

Kind = Literal["metric", "place", "amount", "value", "unit", "filler", "word", "space", "stop"]
FIGURES = frozenset({"amount", "value"})
_STOP = r"[，。；;！!？?\n\t、|()（）\[\]【】]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),|[.](?![0-9])"
_VALUE = r"没有|不适用|不涉及|保密|涉密|全覆盖|未建成|未建|没建|已建成|已建立|已建|建了|没|无|否|n/a|yes|no"
_UNIT = r"[万亿]?(?:元|平方米|平方公里|平米|公顷|亩)|[%％]"
_LEX = re.compile(
    rf"(?P<space>[ \u3000]+|[:：=＝]|-{{2,}}|—+)|(?P<stop>{_STOP})|(?P<value>{_VALUE})|(?P<filler>{FILLER})"
    rf"|(?P<unit>{_UNIT})|(?P<word>.)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?m)^[ \t]*(?:[（(]?[0-9]{1,2}[)）.、．](?![0-9])|[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[①-⑳])[ \t]*"
)
_GROWTH = re.compile(
    r"(?<=[0-9%亿万元人家个米平])[，,、（( ]*"
    r"(?:(?:比|较|相比)(?:去年|上年度?|前年|上一年|20[0-9]{2}年?)(?:同期)?|同比|环比)的?(?:实际|净)?"
    r"(?:增长|增加|上升|提高|多|下降|减少|降低|少|持平|增幅|降幅)(?:了|约|达|为)?[ ]*"
    r"(?:[0-9.,]+[ ]*(?:个?百分点|个点|%|亿元?|万元?|人|家|个|平方米)?)?[)）]?(?=[，。；;,、）)！!\s]|$)"
)
_ALL_OF_THEM = re.compile("以上|上述|均|都|全部|皆")
_SAYS_LITTLE = frozenset({"unreadable", "unknown_unit", "no_number", "two_numbers", "empty"})
"""Reasons for refusing a value that say less than naming the word beside it does."""
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
class Said:
    """What a line says of one metric.

    phrase: the whole that its value stands in. stray: the words beside it that nothing used. lead: what stands right
    before a metric without a value (有, 没有), which answers a yes or no.
    """

    value: str = ""
    phrase: str = ""
    stray: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it says of each metric, in their order, and the numbers that belong to none."""

    said: tuple[Said, ...]
    leftover: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Kind
    start: int
    end: int
    clause: int


@dataclass(slots=True)
class _Figure:
    """A metric of the line, while its value and the words beside it are looked for."""

    metric: _Token
    value: _Token | None = None
    strays: list[_Token] = field(default_factory=list)
    lead: _Token | None = None

    @property
    def clauses(self) -> set[int]:
        return {one.clause for one in (self.metric, self.value) if one is not None}

    def is_at(self, token: _Token | None) -> bool:
        return token is not None and token in (self.metric, self.value)


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
    for match in _RELATIVE.finditer(text):
        found.append((match.start(), match.end(), year_now - _BACK[match["word"]]))
    return tuple(sorted(found))


def read_line(text: str, metrics: Sequence[Place], others: Sequence[Place]) -> Line:
    """Read what a line says of each metric; `others` are the places and years in it."""
    tokens = tuple(_tokens(text, metrics, others))
    figures = tuple(_Figure(token) for token in tokens if token.kind == "metric")
    free = _give_values(tokens, figures)
    _give_words(text, tokens, figures)
    said = tuple(_said(text, tokens, figure) for figure in figures)
    within = [_around(tokens, figure.value) for figure in figures if figure.value is not None]
    left = [one for one in free if not any(start <= one.start < end for start, end in within)]
    return Line(said, tuple(text[slice(*_around(tokens, one))].strip() for one in left))


def _tokens(text: str, metrics: Sequence[Place], others: Sequence[Place]) -> Iterator[_Token]:
    """Cut a line: the names that were found, amounts, and between them words, fillers, spaces and stops."""
    names: list[tuple[int, int, Kind]] = [(one.start, one.end, "metric") for one in metrics]
    names += [(one.start, one.end, "place") for one in others]
    masked = list(text)
    for start, end, _ in names:
        masked[start:end] = "；" * (end - start)
    amounts: list[tuple[int, int, Kind]] = [(*span, "amount") for span, _ in find_quantities("".join(masked))]
    at = clause = 0
    for start, end, kind in (*sorted([*names, *amounts]), (len(text), len(text), "stop")):
        for small, first, last in _between(text, at, start):
            clause += small == "stop"
            yield _Token(small, first, last, clause)
        yield _Token(kind, start, end, clause)
        at = end


def _between(text: str, start: int, end: int) -> Iterator[tuple[Kind, int, int]]:
    """Cut what stands between names and amounts; characters of no list make up words."""
    for kind, some in groupby(_LEX.finditer(text, start, end), key=lambda match: match.lastgroup):
        spans = [match.span() for match in some]
        for first, last in [(spans[0][0], spans[-1][1])] if kind == "word" else spans:
            yield kind, first, last


def _give_values(tokens: Sequence[_Token], figures: Sequence[_Figure]) -> list[_Token]:
    """Give each metric its value; returns the amounts that are nobody's."""
    amounts = [token for token in tokens if token.kind == "amount"]
    if _stand_before(tokens) or _stand_apart(tokens):
        for figure, amount in zip(figures, amounts, strict=True):
            figure.value = amount
        return []
    for number, figure in enumerate(figures):
        stop = figures[number + 1].metric.start if number + 1 < len(figures) else tokens[-1].end + 1
        figure.value = _value_behind([one for one in tokens if figure.metric.end <= one.start < stop], figure.metric)
    return [one for one in amounts if not any(figure.value == one for figure in figures)]


def _stand_before(tokens: Sequence[_Token]) -> bool:
    """Tell whether each metric has its amount before it: 45.6亿 高新产值，71.2亿 总产值."""
    kinds = [token.kind for token in tokens if token.kind in {"metric", "amount"}]
    return len(kinds) > 1 and kinds == ["amount", "metric"] * (len(kinds) // 2)


def _stand_apart(tokens: Sequence[_Token]) -> bool:
    """Tell whether the metrics come first and then, with nothing between, as many amounts: a table's two rows."""
    rest = [token.kind for token in tokens if token.kind not in {"space", "stop", "place"}]
    half = len(rest) // 2
    return half > 1 and rest == ["metric"] * half + ["amount"] * half


def _value_behind(behind: Sequence[_Token], metric: _Token) -> _Token | None:
    """Find the first figure behind a metric: in its clause, or in the next one where that holds nothing else."""
    for clause, some in groupby(behind, key=lambda one: one.clause):
        here = [one for one in some if one.kind not in {"stop", "space", "filler", "unit", "place"}]
        found = next((one for one in here if one.kind in FIGURES), None)
        if found is not None and (clause == metric.clause or len(here) == 1):
            return found
        if here:
            return None
    return None


def _give_words(text: str, tokens: Sequence[_Token], figures: Sequence[_Figure]) -> None:
    """Give each word that nothing used to the figures that it stands beside."""
    for number, token in enumerate(tokens):
        answers = token.kind == "value" and not any(figure.value == token for figure in figures)
        if token.kind != "word" and not answers:
            continue
        for figure in _beside(text, tokens, number, figures):
            if answers and figure.value is None:
                figure.lead = token
            else:
                figure.strays.append(token)


def _beside(
    text: str, tokens: Sequence[_Token], number: int, figures: Sequence[_Figure]
) -> Sequence[_Figure]:
    """Find the figures that a word stands beside: those it touches, else those on both sides of it in its clause."""
    word, before, behind = tokens[number], tokens[:number][::-1], tokens[number + 1 :]
    if touched := [one for one in (_touched(behind, figures), _touched(before, figures)) if one is not None]:
        return touched
    left, right = _next(before, figures), _next(behind, figures)
    here = [one for one in (left, right) if one is not None and word.clause in one.clauses]
    if here and not (left not in here and _is_place_first(behind)):
        return here[:1] if left is right else here
    # A clause of its own is about what was said before it; what stands before the place is about all.
    return figures if left is None or _ALL_OF_THEM.search(text[word.start : word.end]) else (left,)


def _next(tokens: Sequence[_Token], figures: Sequence[_Figure]) -> _Figure | None:
    return next((figure for token in tokens for figure in figures if figure.is_at(token)), None)


def _touched(tokens: Sequence[_Token], figures: Sequence[_Figure]) -> _Figure | None:
    """Return the figure whose metric or value comes next, with nothing but fillers before it."""
    nearest = next((one for one in tokens if one.kind != "filler"), None)
    return next((figure for figure in figures if figure.is_at(nearest)), None)


def _is_place_first(tokens: Sequence[_Token]) -> bool:
    kinds = (one.kind for one in tokens if one.kind in {"place", "metric"})
    return next(kinds, None) == "place"


def _said(text: str, tokens: Sequence[_Token], figure: _Figure) -> Said:
    """Word what was found of a metric."""
    strays = "…".join(dict.fromkeys(text[one.start : one.end].strip() for one in figure.strays))
    if figure.value is None:
        behind = _behind(text, tokens, figure.metric)
        answers = read_word(behind) is not None or (bool(strays) and _speaks_for_itself(behind))
        lead = _answer_before(text, tokens, figure)
        return Said(behind, behind, "", lead) if answers else Said("", behind, strays, lead)
    start, end = _around(tokens, figure.value)
    value, whole = text[figure.value.start : figure.value.end], "、".join(text[start:end].split())
    if strays and _speaks_for_itself(whole):
        value = whole
        strays = "…".join(
            dict.fromkeys(
                text[one.start : one.end].strip() for one in figure.strays if not start <= one.start < end
            )
        )
    elif whole != value and not strays:
        value = whole
    marks = (figure.metric, figure.value, *figure.strays)
    phrase = text[min(start, *(one.start for one in marks)) : max(end, *(one.end for one in marks))]
    return Said(_with_unit(text, tokens, figure, value), phrase.strip(), strays)


def _around(tokens: Sequence[_Token], value: _Token) -> tuple[int, int]:
    """Return where a value begins and ends with the words that it touches and the numbers beside it."""
    at = tokens.index(value)
    start, end = value.start, value.end
    for one in tokens[:at][::-1]:
        if one.kind != "word":
            break
        start = one.start
    rest = tokens[at + 1 :]
    for number, one in enumerate(rest):
        after_space = one.kind == "space" and number + 1 < len(rest) and rest[number + 1].kind == "amount"
        if one.kind not in {"word", "amount"} and not after_space:
            break
        end = one.end
    return start, end


def _speaks_for_itself(whole: str) -> bool:
    """Tell whether a value with the words it touches is a number or says why it is none: -5, 约5300, 4个左右."""
    read = read_quantity(whole)
    return isinstance(read, Quantity) or read.code not in _SAYS_LITTLE


def _with_unit(text: str, tokens: Sequence[_Token], figure: _Figure, value: str) -> str:
    """Put a unit that stands between a metric and its number behind the number: 高新产值（万元）456000."""
    assert figure.value is not None
    between = [one for one in tokens if figure.metric.end <= one.start < figure.value.start]
    unit = next((text[one.start : one.end] for one in between if one.kind == "unit"), "")
    read = read_quantity(value)
    return f"{value}{unit}" if unit and isinstance(read, Quantity) and read.unit is None else value


def _behind(text: str, tokens: Sequence[_Token], metric: _Token) -> str:
    """Return all that stands behind a metric in its clause."""
    here = [one for one in tokens if one.start >= metric.end and one.clause == metric.clause and one.kind != "stop"]
    stop = next((number for number, one in enumerate(here) if one.kind in {"metric", "place"}), len(here))
    return text[metric.end : here[stop - 1].end].strip(" :：=") if stop else ""


def _answer_before(text: str, tokens: Sequence[_Token], figure: _Figure) -> str:
    """Return the word right before a metric that answers a yes or no: 有, 没有."""
    if figure.lead is not None:
        return text[figure.lead.start : figure.lead.end]
    at = tokens.index(figure.metric)
    before = text[tokens[at - 1].start : tokens[at - 1].end] if at and tokens[at - 1].kind == "filler" else ""
    return before if read_word(before) is not None else ""


def _year(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"])
    short = match["short"] or match["spelled"].translate(_SPELLED)
    return int(short) if len(short) == 4 else 2000 + int(short)
