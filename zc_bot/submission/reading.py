"""A typed figure of the draft's place and year: said by itself, by last year's, or beside last year's."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Outcome, Reading, read_figure
from zc_bot.parsing.refusals import Rejection
from zc_bot.policy.programme import Metric
from zc_bot.submission.asking import previous_value
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.relative import read_relative

_APART = re.compile(r"[\s、|]+")
_BRACKETED = re.compile(r"[(（](?P<number>[0-9][0-9.,]*)[)）]")
"""A number in brackets, as accountants write one below zero."""
_SPACED = re.compile(r"[0-9]{1,3}(?:[ 、][0-9]{3})+")
"""One number whose thousands are parted by spaces, or two: 5 300."""


def read(text: str, metric: Metric, draft: Draft, facts: Facts) -> Outcome:
    """Read a figure of the draft's place and year, said by itself or by last year's."""
    last = facts.last_year(draft.community or "", metric.code, draft.year or 0)
    before = previous_value(draft, metric.code, facts)
    size = facts.usual(draft.community or "", metric.code, draft.year or 0) if before is None else before
    in_question = draft.pending is not None and draft.pending.metric == metric.code
    if (bracketed := _BRACKETED.fullmatch(text.strip())) is not None:
        outcome = read_figure(bracketed["number"], metric, size)
        if isinstance(outcome, Reading):
            return Ambiguous("bracketed", (replace(outcome, typed=text.strip()),))
    typed, text = text, _of_the_year_before(text, draft)
    held = draft.pending if in_question else draft.entry(metric.code)
    outcome = read_relative(text, metric, last, held.value if held else None) or read_figure(text, metric, size)
    if isinstance(outcome, Rejection) and outcome.code == "two_numbers":
        outcome = _beside_last_years(text, metric, last, size) or outcome
    if typed != text and isinstance(outcome, Ambiguous):
        return replace(outcome, readings=tuple(replace(one, typed=typed.strip()) for one in outcome.readings))
    if isinstance(outcome, Ambiguous) and outcome.why == "magnitude" and before is None:
        return replace(outcome, why="size")
    return outcome


def _of_the_year_before(text: str, draft: Draft) -> str:
    """Write the year before the draft's as last year, where a change is counted from it: 3 more than in 2025."""
    if draft.year is None or str(draft.year - 1) not in text or not re.search("than|比|较|跟|与|和|同", text):
        return text
    return text.replace(f"{draft.year - 1}年", "去年").replace(str(draft.year - 1), "last year")


def _beside_last_years(
    text: str, metric: Metric, last: Known | None, size: Decimal | None
) -> Reading | Ambiguous | None:
    """Read two figures side by side, as in a row of the form: the one that is not last year's, else either."""
    numbers = _APART.split(text.strip())
    if _SPACED.fullmatch(text.strip()) and isinstance(whole := read_figure("".join(numbers), metric, size), Reading):
        return Ambiguous("shorthand", (replace(whole, typed=text.strip()),))
    read = [read_figure(one, metric, size) for one in numbers]
    readings = [replace(one, typed=text.strip()) for one in read if isinstance(one, Reading)]
    if len(numbers) != 2 or len(readings) != 2 or readings[0].value == readings[1].value:
        return None
    others = [one for one in readings if last is None or one.value != last.value]
    return others[0] if len(others) == 1 else Ambiguous("which_year", tuple(readings))
