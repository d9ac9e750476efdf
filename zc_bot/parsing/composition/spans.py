"""A question → typed spans: names, years, amounts and the words that put them together, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import ahocorasick

from zc_bot.parsing.amounts import scan_amounts
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.language import phrases
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import simplify
from zc_bot.parsing.numerals import FOLD, read_numeral
from zc_bot.parsing.periods import Period, scan_periods
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.tokens import Limit

SENSES: Mapping[str, tuple[str, Any]] = {
    "more": ("sign", ">"), "at_least": ("sign", ">="), "less": ("sign", "<"), "at_most": ("sign", "<="),
    "equal": ("sign", "="), "unequal": ("sign", "!="),
    "or_more": ("suffix", ">="), "or_less": ("suffix", "<="), "below": ("suffix", "<"),
    "to": ("to", True), "within": ("within", True), "between": ("between", True),
    "and": ("and", True), "or": ("or", True), "each": ("every", True), "some": ("every", False),
    "except": ("except", True), "outside": ("outside", True), "rest": ("rest", True),
    "highest": ("superlative", False), "lowest": ("superlative", True),
    "noun": ("noun", True), "which": ("which", True), "how_many": ("how_many", True),
    "which_year": ("which_year", True), "who": ("who", True), "much": ("much", True),
    "mean": ("mean", True), "median": ("median", True), "sum": ("sum", True), "share": ("share", True),
    "average_growth": ("average_growth", True), "up": ("direction", ">"), "down": ("direction", "<"),
    "than": ("than", True), "times": ("times", True), "gap": ("gap", True),
    "by_authority": ("by", "authority"), "by_community": ("by", "community"),
    "ever": ("ever", True), "all": ("all", True), "rank": ("rank", True),
    "met": ("verdict", "met"), "not_met": ("verdict", "not_met"), "met_count": ("met_count", True),
    "harmless": ("harmless", True),
}  # fmt: skip
"""The category and the value of each sense of the words that compose."""
_STOPS = {ord(char): " " for char in "，。；;！!？?：:\n\t（）()“”\"'《》【】"}
_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff0-9])|(?<=[0-9%]) +(?=[\u4e00-\u9fff])")
_SURE_YEAR = re.compile(r"[12][0-9]{3}|年|year|一九|二[〇零]")
_LAST = re.compile(
    r"(?:近|过去|最近|这|last |past )"
    r"([0-9]{1,2}|[一二三四五六七八九十两]{1,3}|two|three|four|five|ten|twenty) ?(?:个)?(?:年|years)"
)
MOST_YEARS = 60
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20}
_UNKNOWN, _KNOWN = 10.0, 2.0
_PLAIN = frozenset({"harmless", "which", "how_many", "much", "all", "rank"})
"""Categories that put nothing together."""
_WEAK = frozenset({"verdict", "superlative", "who", "noun", "and", "to"})
"""Categories of which it takes two."""
_FEW = re.compile(r"[前后头末最]|倒数|top|bottom|first|last")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text with all that it may be; none: nobody knows."""

    start: int
    end: int
    edges: tuple[Edge, ...]


def fold(text: str) -> str:
    """Fold width, case and script; stops become spaces, which stand between what they part."""
    plain = simplify(text.translate(FOLD).lower()).translate(_STOPS)
    return " ".join(_SPACE_IN_CHINESE.sub("", _COMMA.sub(" ", plain)).split())


def puts_together(text: str) -> bool:
    """Tell at a glance whether a folded text may put several things together; most questions need no further look."""
    if _FEW.search(text):
        return True
    found = [edge.category for _, _, edge in _words(text) if edge.category not in _PLAIN]
    return len(found) > 1 or any(category not in _WEAK for category in found)


def senses(text: str) -> Iterator[tuple[str, Any]]:
    """Name what each word of a folded text that composes stands for."""
    return ((edge.category, edge.value) for _, _, edge in _words(text))


def cut(text: str, lexicon: Lexicon, today: date) -> tuple[Span, ...]:
    """Cut a folded text into spans, the fewest that leave least unknown; spaces are left out."""
    found: dict[tuple[int, int], list[Edge]] = {}
    for start, end, edge in _candidates(text, lexicon, today):
        found.setdefault((start, end), []).append(edge)
    starts: dict[int, list[int]] = {}
    for start, end in found:
        starts.setdefault(start, []).append(end)
    size = len(text)
    best: list[tuple[float, int]] = [(float("inf"), 0)] * size + [(0.0, size)]
    for start in range(size - 1, -1, -1):
        step = 0.0 if text[start] == " " else _UNKNOWN
        options = [(step + best[start + 1][0], start + 1)]
        options += [(_KNOWN - 0.01 * (end - start) + best[end][0], end) for end in starts.get(start, ())]
        best[start] = min(options)
    return tuple(_walk(text, best, found))


def _walk(
    text: str, best: Sequence[tuple[float, int]], found: Mapping[tuple[int, int], Sequence[Edge]]
) -> Iterator[Span]:
    at = 0
    while at < len(text):
        end = best[at][1]
        if (edges := found.get((at, end))) is not None or text[at] != " ":
            yield Span(at, end, tuple(edges or ()))
        at = end


def _candidates(text: str, lexicon: Lexicon, today: date) -> Iterator[tuple[int, int, Edge]]:
    for token in lexicon.search(text):
        edges = [edge for entry in token.entries if (edge := _name(entry.kind, entry.code, lexicon)) is not None]
        if len(edges) == 1:
            yield token.start, token.end, edges[0]
    for period in scan_periods(text, today):
        if period.years and _SURE_YEAR.search(text[period.start : period.end]):
            yield period.start, period.end, _years(period)
    for match in _LAST.finditer(text):
        if (count := _count(match[1])) is not None:
            years = tuple(range(today.year - count, today.year))
            yield match.start(), match.end(), Edge("years", (years, len(years) > 1))
    for (start, end), quantity in find_quantities(text):
        yield start, end, Edge("amount", quantity)
    for token in scan_amounts(text):
        if isinstance(token.datum, Limit):
            yield token.start, token.end, Edge("limit", (token.datum.count, token.datum.ascending))
    yield from _words(text)


def _name(kind: str, code: str, lexicon: Lexicon) -> Edge | None:
    match kind:
        case "community":
            return Edge("place", (code,))
        case "authority":
            return Edge("place", lexicon.programme.of_authority[code])
        case "metric":
            return Edge("metric", (code,))
        case "requirement":
            found = lexicon.programme.requirement[code]
            return Edge("metric", (found.conditions[0].metric,)) if len(found.conditions) == 1 else None
        case "city":
            return Edge("all", True)
    return None


def _years(period: Period) -> Edge:
    return Edge("years", (period.years, period.several or len(period.years) > 1))


def _count(text: str) -> int | None:
    number = _COUNTS.get(text) or read_numeral(text)
    return int(number) if number and number <= MOST_YEARS else None


def _words(text: str) -> Iterator[tuple[int, int, Edge]]:
    """Find the words that compose, Latin ones as whole words."""
    for last, (size, edges) in _automaton().iter(text):
        start, end = last - size + 1, last + 1
        if _whole(text, start, end):
            yield from ((start, end, edge) for edge in edges)


def _whole(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not (_latin(text[start]) and _latin(before)) and not (_latin(text[end - 1]) and _latin(behind))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


@cache
def _automaton() -> ahocorasick.Automaton:
    found: dict[str, list[Edge]] = {}
    for sense, (category, value) in SENSES.items():
        for phrase in phrases(f"compose.{sense}"):
            found.setdefault(phrase, []).append(Edge(category, value))
    automaton = ahocorasick.Automaton()
    for phrase, edges in found.items():
        automaton.add_word(phrase, (len(phrase), tuple(edges)))
    automaton.make_automaton()
    return automaton
