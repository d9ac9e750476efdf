"""Checks of a figure before it is taken: hard ones refuse it, soft ones want a reason. Codes, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zc_bot.parsing.conversion import Marker, unfit
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.submission.facts import Facts, Known
from zc_bot.values import dataclass

LARGE_CHANGE = Fraction(30, 100)
"""Up or down: a larger change against last year wants a reason; one more of what is counted never does."""
FAR = 100
"""So many times what such a figure is about, or so small a part of it, wants a reason."""
HardCode = Literal[
    "scope", "year_closed", "before_start", "derived", "unknown_metric", "negative", "above_hundred",
    "whole_number", "yesno_expected", "too_large", "too_small", "part_exceeds_whole",
]
SoftCode = Literal["large_change", "falling", "zero_after_nonzero", "approved", "unusual"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a metric: `values` are the figures compared, in their metrics' units."""

    code: str
    metric: str
    values: tuple[Decimal, ...] = ()
    other: str = ""
    """The other metric concerned: the whole that its part exceeds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure to be checked, of one community and year."""

    metric: str
    value: Decimal | None
    marker: Marker | None = None


def hard(
    candidate: Candidate, community: str, year: int, facts: Facts, others: Mapping[str, Decimal | None]
) -> tuple[Finding, ...]:
    """Find what forbids a figure: scope, the open window, its range, and a part larger than its whole.

    others: values of the same community and year that stand or are about to, by metric.
    """
    return (
        *_scope(candidate.metric, community, year, facts),
        *fitting(candidate, facts.programme, others),
    )


def fitting(candidate: Candidate, programme: Programme, others: Mapping[str, Decimal | None]) -> tuple[Finding, ...]:
    """Find what forbids a figure whoever enters it and whenever: its range, a part larger than its whole."""
    if candidate.metric in programme.derivation:
        return (Finding("derived", candidate.metric),)
    metric = programme.metric.get(candidate.metric)
    if metric is None:
        return (Finding("unknown_metric", candidate.metric),)
    if candidate.value is None:
        return ()
    if code := unfit(candidate.value, metric):
        return (Finding(code, metric.code, (candidate.value,)),)
    return _parts(metric.code, candidate.value, programme, others)


def soft(
    candidate: Candidate, metric: Metric, previous: Known | None, current: Known | None, usual: Decimal | None = None
) -> tuple[Finding, ...]:
    """Find what wants a reason: a large change, a fall, zero after another value, a change of an approved one.

    previous: last year's figure. current: the figure that stands for this year. usual: what such a figure is about,
    where last year has none.
    """
    found = []
    if current is not None and current.status == "approved":
        found.append(Finding("approved", metric.code, (current.value,) if current.value is not None else ()))
    before = previous.value if previous is not None else None
    if previous is None and usual and candidate.value and metric.kind != "yesno" and _far(candidate.value, usual):
        found.append(Finding("unusual", metric.code, (usual, candidate.value)))
    if before is None or candidate.value is None or metric.kind == "yesno":
        return tuple(found)
    if code := _change(candidate.value, before, metric):
        found.append(Finding(code, metric.code, (before, candidate.value)))
    return tuple(found)


def _far(value: Decimal, usual: Decimal) -> bool:
    return value > usual * FAR or value * FAR < usual


def _scope(metric: str, community: str, year: int, facts: Facts) -> tuple[Finding, ...]:
    if community not in facts.communities:
        return (Finding("scope", metric),)
    if year not in facts.years:
        return (Finding("year_closed", metric, (Decimal(year),)),)
    start = facts.programme.community[community].start
    return () if year >= start else (Finding("before_start", metric, (Decimal(year), Decimal(start))),)


def _parts(
    code: str, value: Decimal, programme: Programme, others: Mapping[str, Decimal | None]
) -> tuple[Finding, ...]:
    """Compare with the other part of each share that the metric is in."""
    values = {**others, code: value}
    found = []
    for share in programme.derived:
        part, whole = share.numerator, share.denominator
        if part is None or whole is None or code not in {part, whole}:
            continue
        larger, smaller = values.get(part), values.get(whole)
        if larger is not None and smaller is not None and larger > smaller:
            found.append(Finding("part_exceeds_whole", code, (larger, smaller), whole if code == part else part))
    return tuple(found)


def _change(value: Decimal, before: Decimal, metric: Metric) -> SoftCode | None:
    """Name what is odd about a change; the most telling of several."""
    if value == 0 and before != 0:
        return "zero_after_nonzero"
    if value < before and (metric.dimension == "area" or metric.kind == "whole"):
        return "falling"
    one_more = metric.kind == "whole" and value - before == 1
    if before != 0 and not one_more and abs(Fraction(value) - Fraction(before)) > LARGE_CHANGE * Fraction(before):
        return "large_change"
    return None
