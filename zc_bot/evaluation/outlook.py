"""What it would take: how many more a month, in which year at this pace, and the verdicts once reviews are done."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import Growth
from zc_bot.evaluation.measurements import measure
from zc_bot.evaluation.remedies import remedy_of
from zc_bot.evaluation.result import Card
from zc_bot.evaluation.verdicts import Verdict, judge
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

FAR = 20
"""More years ahead than these no pace is told."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a failed requirement would take.

    monthly: how many of a counted metric a month over the next year, in whole numbers; None for what isn't counted.
    reached: in which year at the last year's pace; None where it does not come nearer, or no year is near.
    """

    verdict: Verdict
    monthly: int | None = None
    reached: int | None = None


def outlook_of(programme: Programme, figures: Figures, verdict: Verdict) -> Outlook:
    """Work out what a failed requirement with a single condition would take; for others there is nothing to tell."""
    remedy = remedy_of(programme, verdict)
    if remedy is None:
        return Outlook(verdict)
    counted = programme.metric[remedy.metric].kind == "whole"
    monthly = ceil(remedy.amount / MONTHS) if counted and remedy.amount > 0 else None
    return Outlook(verdict, monthly, _reached(programme, figures, verdict))


def with_reviews_done(figures: Figures, programme: Programme, card: Card) -> Card | None:
    """Judge a community as if all that waits for review were approved; None where that changes no verdict.

    figures: with those that wait among them.
    """
    after = Card(card.community, card.year, judge(programme, figures, card.community, card.year))
    same = [one.verdict for one in after.verdicts] == [one.verdict for one in card.verdicts]
    return None if same else after


def approved_only(figures: Figures) -> Figures:
    """Leave out what waits for review."""
    return Figures(figure for figure in figures if figure.status == "approved")


def _reached(programme: Programme, figures: Figures, verdict: Verdict) -> int | None:
    """Follow a value as it moved within the last year; an average growth has no pace of its own."""
    found = verdict.measurement
    if found is None or found.number is None or found.community is None or isinstance(found.number, Growth):
        return None
    before = measure(programme, figures, found.community, found.metric, found.year - 1)
    if before.number is None:
        return None
    pace = found.number.key - before.number.key
    condition = programme.requirement[verdict.requirement].conditions[0]
    lacking = Fraction(condition.threshold) - found.number.key
    if pace <= 0:
        return None
    years = lacking / pace
    whole = ceil(years)
    if condition.operator == ">" and years == whole:
        whole += 1
    return found.year + whole if 0 < whole <= FAR else None
