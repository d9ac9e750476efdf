"""Measurements as the rows that programs read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import overload

from zc_bot.evaluation.measurements import Measurement, value_text
from zc_bot.evaluation.result import Item, Row
from zc_bot.policy.programme import Programme


class _Rows(Sequence[Row]):
    """Rows that are written when they are read: a chat reads none, and a whole city has many."""

    def __init__(self, programme: Programme, found: tuple[Measurement, ...], bounds: tuple[Decimal, ...]) -> None:
        self._programme, self._found, self._bounds = programme, found, bounds

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(row_of(self._programme, item, self._bounds) for item in self._found[index])
        return row_of(self._programme, self._found[index], self._bounds)


def rows_of(programme: Programme, items: Iterable[Item], bounds: tuple[Decimal, ...] = ()) -> Sequence[Row]:
    """Give a row for every measurement that is known; none of them is written yet."""
    known = tuple(item.measurement for item in items if item.measurement.known)
    return _Rows(programme, known, bounds) if known else ()


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
