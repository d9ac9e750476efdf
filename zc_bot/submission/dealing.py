"""Figures of one metric that a list deals out to communities or years: 通创和观音山分别是100%和97.5%."""

from __future__ import annotations

from itertools import pairwise

from zc_bot.parsing.fillers import FILLER
from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.submission.cutting import years_told
from zc_bot.submission.facts import Facts
from zc_bot.submission.sheet_headings import SUMS


def dealt_to_places(text: str, facts: Facts) -> list[str]:
    """Give each of a list of communities its own figure of the metric behind them, or all of them the same.

    通创和观音山的无线覆盖率分别是100%和97.5%; 125 and 84 new startups respectively; [] for a text that says more.
    """
    laid = Laid(text, facts.lexicon)
    places, metrics = laid.places, laid.reported
    if len(places) < 2 or len(metrics) != 1 or metrics[0].start < places[-1].end:
        return []
    years = years_told(text[: metrics[0].start], facts.today)
    if len(years) > 1:
        return []
    before = text[places[-1].end : metrics[0].start]
    for one in years:
        before = before.replace(text[one.start : one.end], "")
    rest = f"{before} {text[metrics[0].end :]}"
    spans = [span for span, _ in find_quantities(rest)] or _yes_or_no(rest)
    values = [rest[start:end] for start, end in spans]
    for start, end in reversed(spans):
        rest = f"{rest[:start]} {rest[end:]}"
    between = [text[one.end : other.start] for one, other in pairwise(places)]
    said = (*between, rest)
    if _EACH.search(rest) is None or any(_LITTLE.sub("", one) for one in said):
        return []
    values = values * len(places) if len(values) == 1 else values
    if len(values) != len(places):
        return []
    head, name = text[: places[0].start], text[metrics[0].start : metrics[0].end]
    name = f"{years[0].year}年{name}" if years and years[0].start > places[0].start else name
    apart = " " if name.isascii() else ""
    return [
        f"{head}{text[one.start : one.end]}{apart}{name}{apart}{value}"
        for one, value in zip(places, values, strict=True)
    ]


def _yes_or_no(text: str) -> list[tuple[int, int]]:
    """Find the yes or no that all of a list share: 管理机构都有."""
    match = _SHARED_WORD.fullmatch(text.rstrip(" 。.!！了"))
    return [match.span("word")] if match is not None and read_word(match["word"]) in {"yes", "no"} else []


_SHARED_WORD = compile_later(written(r"[ ]*(?:<shared>)(?P<word>[^\d，,。；;\s]{1,6})", "report"))
_EACH = compile_later(written("<dealt>|<shared>|<dealt_behind>", "report"))
_LITTLE = compile_later(
    written(rf"<dealt>|<shared>|<joins>|(?<![a-z])(?:and|have|has)(?![a-z])|{FILLER}|[\s，,、。；;：:]", "report")
)
"""What may stand between the names and figures of such a list."""


def dealt_to_years(text: str, facts: Facts) -> list[str]:
    """Give each of several years its own figure of the one metric before them: 总产值：2024年66亿；2025年68.4亿."""
    laid = Laid(text, facts.lexicon)
    years = years_told(text, facts.today, laid.reported)
    if len(laid.reported) != 1 or len(laid.places) > 1 or len(years) < 2 or laid.reported[0].end > years[0].start:
        return []
    pieces = [text[start:end] for start, end in pairwise([*(one.start for one in years), len(text)])]
    told = [piece[one.end - one.start :] for one, piece in zip(years, pieces, strict=True)]
    if any(len(find_quantities(one)) != 1 for one in told):
        return []
    head = text[: laid.reported[0].end].lstrip("；; ")
    written_out = [f"{text[one.start : one.end]}{head}{rest}" for one, rest in zip(years, told, strict=True)]
    return [piece.strip(" ，,；;、") for piece in written_out]


def below_metric(text: str, facts: Facts) -> list[str]:
    """Cut a list of communities below a line that names their figure alone."""
    head, _, below = text.strip().partition("\n")
    return metric_first(text.strip(), facts) if below and not find_quantities(head) else []


def metric_first(text: str, facts: Facts) -> list[str]:
    text = _without_sum(text)
    laid = Laid(text, facts.lexicon)
    if len(laid.reported) != 1 or len(laid.places) < 2 or laid.reported[0].start > laid.places[0].start:
        return []
    bounds = [*(one.start for one in laid.places), len(text)]
    pieces = [text[start:end] for start, end in pairwise(bounds)]
    if any(len(find_quantities(piece)) != 1 for piece in pieces):
        return []
    name = text[laid.reported[0].start : laid.reported[0].end]
    said = [(piece, find_quantities(piece)[0][0]) for piece in pieces]
    return [f"{piece[:start].rstrip(' :：')}{name}{piece[start:]}" for piece, (start, _) in said]


_SUM = compile_later(
    rf"[\s，,、。；;]+(?:{'|'.join(sorted(SUMS))}|一共|共计|共)[ ]*(?:[:：是为]|计)?[ ]*"
    r"(?P<sum>[0-9][^\s，,]*)[\s。.]*$"
)


def _without_sum(text: str) -> str:
    """Leave out the sum that a list of figures ends with, where it is their sum."""
    match = _SUM.search(text)
    if match is None or not isinstance(told := read_quantity(match["sum"]), Quantity):
        return text
    values = [one.value for _, one in find_quantities(text[: match.start()])]
    return text[: match.start()] if sum(values) == told.value else text
