"""How much more would meet a requirement that is not met, everything else staying as it is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from zc_bot.evaluation.formulas import Given, Growth, Percent
from zc_bot.evaluation.measurements import Measurement
from zc_bot.evaluation.verdicts import Verdict
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Condition
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Remedy:
    """`amount` more of `metric`, in its unit: for a share with `other`, the denominator, unchanged.

    kind `more_than`: the requirement is strict, so `amount` itself would only reach the threshold.
    """

    kind: Literal["at_least", "more_than", "share_at_least", "share_more_than", "growth"]
    metric: str
    amount: Decimal
    other: str = ""


def remedy_of(programme: Programme, verdict: Verdict) -> Remedy | None:
    """Work out what a failed single-condition requirement lacks; None where no amount would say it."""
    found = verdict.measurement
    if found is None or found.number is None:
        return None
    condition = programme.requirement[verdict.requirement].conditions[0]
    if condition.operator not in (">=", ">"):
        return None
    if isinstance(found.number, Given):
        return _of_figure(found, found.number, condition)
    if isinstance(found.number, Growth):
        return _of_growth(programme, found, found.number, condition)
    return _of_share(programme, found, condition) if isinstance(found.number, Percent) else None


def _of_figure(found: Measurement, number: Given, condition: Condition) -> Remedy:
    strict = condition.operator == ">"
    return Remedy("more_than" if strict else "at_least", found.metric, condition.threshold - number.value)


def _of_share(programme: Programme, found: Measurement, condition: Condition) -> Remedy | None:
    """Raise the numerator within an unchanged denominator, rounded up to hundredths of its unit."""
    derived = programme.derivation[found.metric]
    by_metric = {figure.metric: figure.value for figure in found.figures}
    part, whole = by_metric.get(derived.numerator or ""), by_metric.get(derived.denominator or "")
    if part is None or whole is None or derived.numerator is None or derived.denominator is None:
        return None
    lacking = Fraction(whole) * Fraction(condition.threshold) / 100 - Fraction(part)
    amount = Decimal(ceil(lacking * 100)).scaleb(-2)
    kind: Literal["share_more_than", "share_at_least"] = (
        "share_more_than" if condition.operator == ">" else "share_at_least"
    )
    return Remedy(kind, derived.numerator, amount, derived.denominator)


def _of_growth(programme: Programme, found: Measurement, number: Growth, condition: Condition) -> Remedy | None:
    """Find how many more would reach the growth; counted things come in whole numbers."""
    metric = programme.derivation[found.metric].of
    if metric is None:
        return None
    factor = (1 + Fraction(condition.threshold) / 100) ** number.years
    target = Fraction(number.base) * factor
    least = floor(target) + 1 if condition.operator == ">" else ceil(target)
    return Remedy("growth", metric, least - number.value)
