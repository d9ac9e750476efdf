"""A report in one line: 通创 2019 高新产值 45.6亿 总产值 71.2亿, in any order, several metrics.

Of each metric: its value, the phrase it stands in, and the word beside it that nothing used. Which figure a word
stands beside is a matter of position: one that touches a metric or a value belongs to it, one in a clause of its own
to the figure before it, one before all of them or alone behind them to them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.words import WORDS, read_word
from zc_bot.submission.cutting import Place, Token, cut
from zc_bot.submission.pairing import Figure, is_foreign, pair
from zc_bot.values import dataclass

_UNBRACKETED = compile_later("[(（）) :：]|单位")
_ALL_OF_THEM = compile_later(alternatives("report.of_all"))
_WHETHER = compile_later(r"没有?|无|有|\b(?:no|not|yes|have)\b", re.IGNORECASE)
"""Says in other words whether there is something: 有但不完善; it is asked about."""
SAYS_LITTLE = frozenset({"unreadable", "unknown_unit", "no_number", "two_numbers", "empty"})
"""Reasons for refusing a value that say less than naming the word beside it does."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of one metric.

    phrase: the whole that its value stands in. stray: the words beside it that nothing used. unclear: which of the
    numbers is its own can't be told.
    """

    value: str = ""
    phrase: str = ""
    stray: str = ""
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it says of each metric, in their order, and the numbers that belong to none."""

    said: tuple[Said, ...]
    leftover: tuple[str, ...]


def read_line(
    text: str, metrics: Sequence[Place], others: Sequence[Place], yesno: Collection[int] = (), typed: str = "",
    by_last: Sequence[tuple[int, int]] = (),
) -> Line:
    """Read what a line says of each metric; `others` are the places and years in it.

    yesno: where the metrics begin that are answered by yes or no. typed: the same text before anything in it was
    blanked, from which phrases are quoted. by_last: where a figure is said by last year's.
    """
    tokens = cut(text, metrics, others, by_last)
    figures, free = pair(text, tokens, yesno)
    _give_words(text, tokens, figures)
    said = tuple(_said(text, tokens, figure, free, typed or text) for figure in figures)
    within = [_around(text, tokens, figure.value, free) for figure in figures if figure.value is not None]
    left = [one for one in free if not any(start <= one.start < end for start, end in within)]
    return Line(said, tuple(text[slice(*_around(text, tokens, one, ()))].strip() for one in left))


def _give_words(text: str, tokens: Sequence[Token], figures: Sequence[Figure]) -> None:
    """Give each word that nothing used to the figures that it stands beside."""
    for number, token in enumerate(tokens):
        unused = token.kind == "value" and not any(figure.value == token for figure in figures)
        denies = unused and WORDS.get(text[token.start : token.end]) != "yes"
        if (token.kind not in {"word", "each"} and not denies) or _names_another(text, tokens, number, figures):
            continue
        if token.kind == "each" and not _is_amiss(tokens, number, figures):
            continue
        for figure in _on_its_line(text, token, _beside(text, tokens, number, figures)):
            figure.strays.append(token)


def _on_its_line(text: str, word: Token, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Keep to the figures that a word stands behind on its own line, where it does: 高新产值：（待核实）."""
    if _ALL_OF_THEM.search(text, word.start, word.end):
        return figures
    begins = text.rfind("\n", 0, word.start) + 1
    own = [one for one in figures if begins <= one.metric.start < word.start]
    return own if begins and own else figures


def _names_another(text: str, tokens: Sequence[Token], number: int, figures: Sequence[Figure]) -> bool:
    """Tell whether a word is the name of a number that is no metric's; on a line of its own a space may part them."""
    if number and tokens[number - 1].kind == "amount" and tokens[number - 1].end == tokens[number].start:
        return is_foreign(text, tokens, number - 1)
    at = number + 1
    if number == 0 or tokens[number - 1].kind == "stop":
        at = next((behind for behind in range(at, len(tokens)) if tokens[behind].kind != "space"), len(tokens))
    if at >= len(tokens) or any(figure.value == tokens[at] for figure in figures):
        return False
    return tokens[at].kind == "amount" and is_foreign(text, tokens, at)


def _is_amiss(tokens: Sequence[Token], number: int, figures: Sequence[Figure]) -> bool:
    """Tell whether 均 or 分别 stands before a figure that no list of metrics shares."""
    behind = next((one for one in tokens[number + 1 :] if one.kind not in {"space", "filler"}), None)
    sharing = [figure for figure in figures if behind is not None and figure.value == behind]
    dealt = sum(figure.value is not None and not figure.before for figure in figures) > 1
    return not (len(sharing) > 1 or (sharing and dealt))


def _beside(
    text: str, tokens: Sequence[Token], number: int, figures: Sequence[Figure]
) -> Sequence[Figure]:
    """Find the figures that a word stands beside.

    What stands before all of them or alone behind them, or speaks of them all, is about all. Else those it touches,
    then those on both sides of it in its clause; a clause of its own is about what was said before it.
    """
    word, before, behind = tokens[number], tokens[:number][::-1], tokens[number + 1 :]
    left, right = _next(before, figures), _next(behind, figures)
    if left is None or _ALL_OF_THEM.search(_with_neighbours(text, tokens, number)):
        return figures
    if touched := [one for one in (_touched(behind, figures), _touched(before, figures)) if one is not None]:
        return touched
    here = [one for one in (left, right) if one is not None and word.clause in one.clauses]
    if right is None and not here:
        return figures
    under_it = [figure for figure in figures if figure.metric.start > word.start]
    if under_it and right in here and any(one.kind == "heading" for one in behind[: _distance(behind, right)]):
        return under_it
    return here[:1] if left is right else here or (left,)


def _with_neighbours(text: str, tokens: Sequence[Token], number: int) -> str:
    """Return a word with those that only fillers part it from: 都是预计."""
    first = last = number
    while first and tokens[first - 1].kind in {"word", "filler"}:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kind in {"word", "filler"}:
        last += 1
    return text[tokens[first].start : tokens[last].end]


def _next(tokens: Sequence[Token], figures: Sequence[Figure]) -> Figure | None:
    return next((figure for token in tokens for figure in figures if figure.is_at(token)), None)


def _distance(tokens: Sequence[Token], figure: Figure | None) -> int:
    return next((at for at, one in enumerate(tokens) if figure is not None and figure.is_at(one)), 0)


def _touched(tokens: Sequence[Token], figures: Sequence[Figure]) -> Figure | None:
    """Return the figure whose metric or value comes next, with nothing but fillers before it."""
    nearest = next((one for one in tokens if one.kind != "filler"), None)
    return next((figure for figure in figures if figure.is_at(nearest)), None)


def _said(text: str, tokens: Sequence[Token], figure: Figure, free: Sequence[Token], typed: str) -> Said:
    """Word what was found of a metric; `free` are the numbers of no metric."""
    if figure.value is not None and figure.value.kind == "by_last":
        start, end = min(figure.metric.start, figure.value.start), max(figure.metric.end, figure.value.end)
        value = text[figure.value.start : figure.value.end]
        return Said(value, typed[start:end], _named(text, figure.strays), figure.unclear)
    if figure.value is None:
        behind = _behind(text, tokens, figure.metric)
        answers = read_word(behind) is not None or (bool(figure.strays) and _speaks_for_itself(behind))
        before = [one for one in figure.strays if one.start < figure.metric.start]
        if answers:
            return Said(behind, behind, _named(text, before), figure.unclear)
        if figure.is_yesno and (word := _WHETHER.search(behind)) is not None:
            return Said(word[0], behind, _named(text, figure.strays) or behind, figure.unclear)
        return Said("", behind, _named(text, figure.strays), figure.unclear)
    start, end = _around(text, tokens, figure.value, free)
    value, whole = text[figure.value.start : figure.value.end], _whole(text, tokens, start, end)
    strays = figure.strays
    if not strays or _speaks_for_itself(whole):
        value = whole
        strays = [one for one in strays if not start <= one.start < end]
    marks = (figure.metric, figure.value, *figure.strays)
    last = max(end, *(one.end for one in marks))
    while last < len(text) and text[last] != typed[last]:
        last += 1  # What is told beside a figure stays in what is kept of its words.
    phrase = typed[min(start, *(one.start for one in marks)) : last]
    return Said(_with_unit(text, tokens, figure, value), phrase.strip(), _named(text, strays), figure.unclear)


def _named(text: str, strays: Sequence[Token]) -> str:
    return "…".join(dict.fromkeys(text[one.start : one.end].strip() for one in strays))


def _around(
    text: str, tokens: Sequence[Token], value: Token, free: Sequence[Token]
) -> tuple[int, int]:
    """Return where a value begins and ends with the words that it touches and the free numbers beside it."""
    at = tokens.index(value)
    start, end = value.start, value.end
    ahead = list(tokens[:at])
    if at > 1 and ahead[-1].kind == "space" and ahead[-2].kind == "word" and is_foreign(text, tokens, at):
        ahead.pop()  # R&D经费 2亿 is quoted with its name.
    for one in ahead[::-1]:
        if one.kind != "word":
            break
        start = one.start
    rest = tokens[at + 1 :]
    for number, one in enumerate(rest):
        is_gap = one.kind == "space" or text[one.start : one.end] in {"\t", "|"}
        after_space = is_gap and number + 1 < len(rest) and rest[number + 1] in free
        touches = one.kind == "unit" and one.start == end and rest[number - 1].kind == "word"
        if not (one.kind == "word" or one in free or after_space or touches):
            break
        end = one.end
    return start, end


def _whole(text: str, tokens: Sequence[Token], start: int, end: int) -> str:
    """Write a value with what it touches; numbers side by side are told apart, as no number has spaces."""
    numbers = [one for one in tokens if one.kind == "amount" and start <= one.start < end]
    apart = len(numbers) > 1 and all(
        not text[first.end : second.start].strip(" \t\u3000|") for first, second in pairwise(numbers)
    )
    return "、".join(text[one.start : one.end] for one in numbers) if apart else text[start:end]


def _speaks_for_itself(whole: str) -> bool:
    """Tell whether a value with the words it touches is a number or says why it is none: -5, 约5300, 4个左右."""
    read = read_quantity(whole)
    return isinstance(read, Quantity) or read.code not in SAYS_LITTLE


def _with_unit(text: str, tokens: Sequence[Token], figure: Figure, value: str) -> str:
    """Put a unit that stands beside a number, or between it and its metric, behind it: 高新产值（万元）456000."""
    assert figure.value is not None
    first, last = sorted((figure.metric, figure.value), key=lambda one: one.start)
    behind = next((one for one in tokens if one.start >= figure.value.end and one.kind != "space"), None)
    beside = [one for one in tokens if first.end <= one.start < last.start] + ([behind] if behind else [])
    unit = next((_UNBRACKETED.sub("", text[one.start : one.end]) for one in beside if one.kind == "unit"), "")
    read = read_quantity(value)
    return f"{value}{unit}" if unit and isinstance(read, Quantity) and read.unit is None else value


def _behind(text: str, tokens: Sequence[Token], metric: Token) -> str:
    """Return all that stands behind a metric in its clause."""
    here = [one for one in tokens if one.start >= metric.end and one.clause == metric.clause and one.kind != "stop"]
    stop = next((number for number, one in enumerate(here) if one.kind in {"metric", "place"}), len(here))
    return text[metric.end : here[stop - 1].end].strip(" :：=") if stop else ""
