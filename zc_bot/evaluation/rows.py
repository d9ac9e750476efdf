"""Measurements as the rows that programs read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zc_bot.evaluation.measurements import Measurement, value_text
from zc_bot.evaluation.result import Item, Row
from zc_bot.policy.programme import Programme


def rows_of(programme: Programme, items: Iterable[Item], bounds: tuple[Decimal, ...] = ()) -> tuple[Row, ...]:
    """Write a row for every measurement that is known."""
    return tuple(row_of(programme, item.measurement, bounds) for item in items if item.measurement.known)


def row_of(programme: Programme, found: Measurement, bounds: tuple[Decimal, ...] = ()) -> Row:
    """Write one measurement; who reported it is who reported its last figure, of a total nobody."""
    last = found.last_report if found.community is not None else None
    return Row(
        community=found.community,
        metric=found.metric,
        year=found.year,
        value=value_text(programme, found, bounds),
        unit=found.unit,
        status=found.status,
        marker=found.marker,
        reported_by=last.reported_by if last else None,
        reported_at=last.reported_at if last else None,
    )
