"""A bound as typed (低于七成, 20万平米以上) in the unit of the metric it is about."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zc_bot.parsing.conversion import Reading as Converted
from zc_bot.parsing.conversion import as_decimal, to_metric
from zc_bot.parsing.meaning import Threshold
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.tokens import Bound
from zc_bot.policy.programme import Programme


def threshold_for(bound: Bound, metric: str, programme: Programme) -> Threshold | None:
    """Convert a bound into the metric's unit exactly; None where its unit does not suit."""
    value = amount_in(bound.quantity, metric, programme)
    if value is None or bound.upper is None:
        return None if value is None else Threshold(bound.comparison, value)
    upper = amount_in(bound.upper, metric, programme)
    return None if upper is None or upper < value else Threshold(bound.comparison, value, upper)


def metrics_for(bound: Bound, programme: Programme) -> tuple[str, ...]:
    """List the metrics that a bound without one may be about, by its unit: 5000人 is about people."""
    unit = bound.quantity.unit
    if unit is None:
        return ()
    if unit.dimension == "share":
        return tuple(item.code for item in programme.derived if item.formula == "share")
    named = [item for item in programme.metrics if item.dimension == unit.dimension]
    exact = tuple(item.code for item in named if item.unit == unit.symbol)
    return exact if unit.dimension == "count" and exact else tuple(item.code for item in named)


def amount_in(quantity: Quantity, metric: str, programme: Programme) -> Decimal | None:
    """Work a quantity out in a metric's unit, exactly; None where it does not suit or has two senses."""
    reported = programme.metric.get(metric)
    if reported is not None:
        found = to_metric(quantity, reported)
        return found.value if isinstance(found, Converted) else None
    if quantity.doubt or quantity.scaled:
        return None
    if quantity.unit is None:
        return quantity.value
    if quantity.unit.dimension != "share":
        return None
    return as_decimal(Fraction(quantity.value) * quantity.unit.size)
