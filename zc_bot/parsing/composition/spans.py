"""A question → typed spans: names, years, amounts and the words that put them together, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from zc_bot.parsing.amounts import scan_amounts
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.forms import count_of, find_forms
from zc_bot.parsing.composition.values import Limit as Compared
from zc_bot.parsing.composition.values import Predicate
from zc_bot.parsing.composition.words import find_pronouns, find_words, is_harmless_word
from zc_bot.parsing.kind_words import find_kinds
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import PLAIN, SHORT_YEAR, normalize, with_digits
from zc_bot.parsing.periods import Period, scan_periods
from zc_bot.parsing.quantities import Quantity, find_quantities
from zc_bot.parsing.searching import matches
from zc_bot.parsing.tokens import Bound, Limit, Token
from zc_bot.parsing.update_cache import for_an_update

_STOP = re.compile(
    r"[，。；;！!？?：:\n\t（）()“”\"《》【】…]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),|\.(?![0-9])|\s[-–—]+(?=\s)|——+"
    r"|(?<=[万亿元家人个%]) +(?=(?:20)?(?:1[5-9]|2[0-9])年?$)"
)
_UNEQUAL = re.compile("≠|!=|<>")
_SURE_YEAR = re.compile(r"[12][0-9]{3}|年|year|一九|二[〇零]|十[二三四五]五")
_BATCH = re.compile(
    r"(?:(?:首批|第一批|头批|第二批|二批)?(?P<year>(?:20)?1[5-9]|[二贰]?[〇零]?[一十][五六七八九])年?(?:首批|第一批|头一批|头批|第二批|二批|那批|那一?年)?"
    r"(?:就|才)?(?:(?:先)?(?:启动|起步|开建|创建|开始创建|开始建设|开始|上马|搞起来|搞)(?:建设|创建)?|(?<=批)|(?=年?的?那?[五八58]家))"
    r"|(?:[五八58]家)?(?:(?P<elder>老社区|老的(?:那|几)?[批家]|先启动的)|(?P<younger>新社区|新的(?:那|几)?[批家]))"
    r"|(?P<first>首批|第一批|头批|头一批)(?:启动|起步|建设)?|(?P<second>第二批|二批|后一批|后面一批|后来启动|后启动|后面启动)(?:启动|起步|建设)?)"
    r"的?(?:那|这)?(?:[两二三四五六七八九十0-9]{1,2}(?:个|家)?)?(?:众创)?(?:社区|批)?"
    r"|(?:(?:the )?(?:[0-9]+ )?(?:communities |ones )?)?(?:that )?(?:were )?"
    r"(?:launched|started|begun|founded) in (?P<latin>20[0-9]{2})"
    r"|(?:the )?(?P<batch>20[0-9]{2}) (?:starters|batch|cohort|launches|class)"
    r"|the (?P<ones>20[0-9]{2}) ones(?![a-z])"
    r"|(?:the )?(?:[0-9]+ )?(?:(?P<early>early|first|original)|(?P<late>late|later|second)) (?:starters|batch|cohort)"
    r"|(?:the )?(?:(?:five|5) )?(?P<oldest>oldest)(?: (?:five|5))?(?: communities| ones)?(?![a-z])"
)
_DIGITS = str.maketrans("〇零一十二贰三四五六七八九", "0011223456789")
_YEARS = range(1990, 2100)
_UNKNOWN, _KNOWN = 1000, 200
_BREAKS = " |"
"""Spaces, and what stands for a stop: no name and no bound goes over one."""


class Span(NamedTuple):
    """A stretch of the text with all that it may be; none: nobody knows."""

    start: int
    end: int
    edges: tuple[Edge, ...]

    def any(self, *categories: str) -> bool:
        for edge in self.edges:  # noqa: SIM110  # A generator takes twice the time, a hundred times a text.
            if edge.category in categories:
                return True
        return False


@for_an_update
def fold(text: str) -> str:
    """Fold width, case and script; stops become spaces, which stand between what they part; 、 stays."""
    if PLAIN.fullmatch(text):
        return normalize(text)
    text = _STOP.sub("\n", _UNEQUAL.sub("不等于", SHORT_YEAR.sub(r"20\1", text)))
    pieces = (re.split("(、)", clause) for clause in text.split("\n"))
    clauses = ("".join(piece if piece == "、" else normalize(piece) for piece in clause) for clause in pieces)
    return with_digits("|".join(clause for clause in clauses if clause))


def cut(
    text: str, lexicon: Lexicon, today: date, more: Iterable[tuple[int, int, Edge]] = ()
) -> tuple[Span, ...]:
    """Cut a folded text into spans, the fewest that leave least unknown; what is unknown is heard as a name.

    more: what else is known here, of a question that follows another.
    """
    known = (*_candidates(text, lexicon, today), *more)
    spans = _cheapest(text, known)
    unknown = [span for span in spans if not span.edges]
    if not unknown:
        return spans
    heard = tuple(
        one for one in _heard(text, lexicon, today)
        if any(one[0] < span.end and span.start < one[1] for span in unknown)
    )
    return _cheapest(text, (*known, *heard)) if heard else spans


_Candidate = tuple[int, int, Edge]


def _cheapest(text: str, candidates: Sequence[_Candidate]) -> tuple[Span, ...]:
    found: dict[tuple[int, int], list[Edge]] = {}
    for start, end, edge in candidates:
        edges = found.setdefault((start, end), [])
        if edge not in edges:
            edges.append(edge)
    starts: dict[int, list[int]] = {}
    for start, end in found:
        starts.setdefault(start, []).append(end)
    size = len(text)
    best: list[tuple[int, int]] = [(0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        step = 0 if text[start] in _BREAKS else _UNKNOWN
        cost, to = step + best[start + 1][0], start + 1
        for end in starts.get(start, ()):
            known = _KNOWN - (end - start) + best[end][0]
            if known < cost or (known == cost and end > to):
                cost, to = known, end
        best[start] = cost, to
    return _joined(_walk(text, best, found))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join what nobody knows with the single characters that touch it: 户均 is one word, and 均 in it no 都."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before is not None and before.end == span.start and _is_one_word(before, span):
            found[-1] = Span(before.start, span.end, ())
        else:
            found.append(span)
    return tuple(found)


def _is_one_word(one: Span, other: Span) -> bool:
    if one.edges and other.edges:
        return False
    return (not one.edges or _is_single(one)) and (not other.edges or _is_single(other))


def _is_single(span: Span) -> bool:
    return span.end - span.start == 1


def _walk(
    text: str, best: Sequence[tuple[int, int]], found: Mapping[tuple[int, int], Sequence[Edge]]
) -> Iterator[Span]:
    """Give the spans in their order; what nobody knows is one span as far as it goes, of a Latin text each word."""
    at, unknown = 0, -1
    while at < len(text):
        end = best[at][1]
        edges = found.get((at, end))
        if edges is None and text[at] not in _BREAKS:
            unknown = at if unknown < 0 else unknown
        elif unknown >= 0:
            yield Span(unknown, at, ())
            unknown = -1
        if edges is not None:
            yield Span(at, end, _meant(edges))
        at = end
    if unknown >= 0:
        yield Span(unknown, len(text), ())


def _meant(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Take a filler as harmless only where it is nothing that composes."""
    kept = [edge for edge in edges if edge.category != "filler"]
    return tuple(kept) or (Edge("harmless", True),)


def _candidates(text: str, lexicon: Lexicon, today: date) -> Iterator[_Candidate]:
    for token in lexicon.search(text):
        yield from ((token.start, token.end, edge) for edge in _named(token, text, lexicon))
        yield from _counted_out(token, text, lexicon)
    for period in scan_periods(text.replace("、", " "), today):
        if period.years and _SURE_YEAR.search(text[period.start : period.end]):
            yield period.start, period.end, _years(period)
            if text[period.end - 1] == "年" and text[period.end : period.end + 1] in {"均", "平"}:
                yield period.start, period.end - 1, _years(period)  # 2019到2024 年均增长
    yield from ((start, end, Edge("kind", sense)) for start, end, sense in find_kinds(text))
    yield from find_forms(text, today)
    for match in matches(_BATCH, text):
        if codes := _batch(match, lexicon):
            yield match.start(), match.end(), Edge("place", codes)
    for (start, end), quantity in find_quantities(text):
        if not _begins_a_name(text, end):
            yield start, end, Edge("amount", quantity)
    for token in scan_amounts(text):
        if not isinstance(token.datum, Bound) or not _is_part_of_more(text, token.start):
            yield from _amounts(token)
    yield from find_words(text)
    yield from find_pronouns(text)
    for match, code in lexicon.spoken_words.found(text):
        yield *match.span(), Edge("metric", (code,))


def _named(token: Token, text: str, lexicon: Lexicon) -> Iterator[Edge]:
    collides = any(entry.kind == "collision" for entry in token.entries)
    edges = [edge for entry in token.entries if (edge := _name(entry.kind, entry.code, lexicon)) is not None]
    named = [edge for edge in edges if edge.category == "place"]
    if len(edges) == 1:
        yield edges[0]
    elif edges == named and any(entry.kind == "authority" for entry in token.entries):
        yield max(named, key=lambda edge: len(edge.value))  # An authority stands for all of its own.
    elif collides:
        called = [lexicon.collisions[entry.code].communities for entry in token.entries if entry.kind == "collision"]
        yield Edge("called", called[0]) if called[0] else Edge("doubt", True)
    elif _is_filler(token) and is_harmless_word(text[token.start : token.end]):
        yield Edge("filler", True)


_COUNTED_OUT = re.compile("(?P<n>[二两三四五六七八九0-9])(?:个|类|项|大|种)?$")


def _counted_out(token: Token, text: str, lexicon: Lexicon) -> Iterator[_Candidate]:
    """Take 四个服务平台 for the yes-or-no metrics of the requirement that is called so, where there are so many."""
    called = next((entry.code for entry in token.entries if entry.kind == "requirement"), None)
    match = None if called is None else _COUNTED_OUT.search(text, max(0, token.start - 2), token.start)
    if called is None or match is None:
        return
    named = (one.metric for one in lexicon.programme.requirement[called].conditions)
    codes = tuple(code for code in named if code in lexicon.yesno)
    if len(codes) == count_of(match["n"]):
        yield match.start(), token.end, Edge("metric", codes)


def _is_filler(token: Token) -> bool:
    return all(entry.kind in {"filler", "chatter"} for entry in token.entries)


def _amounts(token: Token) -> Iterator[_Candidate]:
    """Give an order among the first few, and a bound as it is read anywhere else."""
    match token.datum:
        case Bound(_, quantity) if _is_year(quantity):
            return
        case Limit(count, ascending):
            yield token.start, token.end, Edge("limit", (count, ascending))
        case Bound(comparison, quantity, None):
            yield token.start, token.end, Edge("predicate", Predicate((Compared(comparison, quantity),)))
        case Bound(_, low, Quantity() as high):
            both = Predicate((Compared(">=", _in_its_unit(low, high)), Compared("<=", high)))
            yield token.start, token.end, Edge("predicate", both)
        case Quantity() as quantity:
            yield token.start, token.end, Edge("amount", quantity)


def _is_part_of_more(text: str, start: int) -> bool:
    """Tell whether a bound begins within other words: 到 of a span, 没 of 从没."""
    return text[start] in "到至" or (text[start] in "没未" and text[max(0, start - 1) : start] == "从")


def _in_its_unit(low: Quantity, high: Quantity) -> Quantity:
    """Take the unit that is said once as that of both: between 10000 and 15000 employees."""
    alone = low.unit is not None or high.unit is None or low.scaled != high.scaled
    return low if alone else replace(low, unit=high.unit)


def _begins_a_name(text: str, end: int) -> bool:
    """Tell whether what looks like a unit begins a word: 2024人数."""
    return text[end - 1] == "人" and text[end : end + 1] in {"数", "员"}


def _is_year(quantity: Quantity) -> bool:
    """Tell whether a bare number is a year: between 2020 and 2024."""
    return quantity.unit is None and not quantity.scaled and quantity.value in _YEARS


def _heard(text: str, lexicon: Lexicon, today: date) -> Iterator[_Candidate]:
    """Find names of communities and metrics that are misspelt by their sound."""
    for token in lexicon.homophones.find(text, today):
        edges = [edge for edge in _named(token, text, lexicon) if edge.category != "filler"]
        known = text[token.start : token.end] in lexicon.words
        if len(edges) == 1 and edges[0].category in {"place", "metric"} and token.end - token.start > 1 and not known:
            yield token.start, token.end, edges[0]


def _name(kind: str, code: str, lexicon: Lexicon) -> Edge | None:
    match kind:
        case "community":
            return Edge("place", (code,))
        case "authority":
            return Edge("place", lexicon.programme.of_authority[code])
        case "metric" if (grown := lexicon.programme.derivation.get(code)) is not None and grown.of is not None:
            return Edge("growing", (grown.of, code))
        case "metric":
            return Edge("metric", (code,))
        case "collision":
            usual = lexicon.collisions[code].default
            return None if usual is None else Edge("metric", (usual,))
        case "requirement":
            found = lexicon.programme.requirement[code]
            return Edge("metric", (found.conditions[0].metric,)) if len(found.conditions) == 1 else None
        case "city":
            return Edge("all", True)
    return None


def _batch(match: re.Match[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Give the communities that were started in the year named, or in the first or the second one."""
    starts = sorted({item.start for item in lexicon.programme.communities})
    later = match["second"] or match["late"] or match["younger"]
    if later or match["first"] or match["early"] or match["elder"] or match["oldest"]:
        at = 1 if later else 0
        year = starts[at] if at < len(starts) else None
    else:
        digits = match["year"] or match["latin"] or match["batch"] or match["ones"]
        year = int(digits.translate(_DIGITS))
        year += 2000 if year < 100 else 0
    return tuple(item.code for item in lexicon.programme.communities if item.start == year)


def _years(period: Period) -> Edge:
    return Edge("years", (period.years, period.several))
