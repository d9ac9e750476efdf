"""Where a sheet's table begins: its row of headings, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zc_bot.policy.folding import folded
from zc_bot.sheets import Cell, Odd
from zc_bot.submission.sheet_cells import Column

HEADINGS: Mapping[Column, tuple[str, ...]] = {
    "community": ("社区", "社区名称", "众创社区", "community"),
    "metric": ("指标", "指标名称", "项目", "metric"),
    "year": ("年度", "年份", "年", "year"),
    "value": ("本年数", "数值", "填报数", "本年", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "reason": ("说明", "原因", "变化原因", "reason"),
}
NEEDED: tuple[Column, ...] = ("community", "metric", "year", "value")
HEADING_WITHIN = 10
"""The headings stand in one of the first so many rows."""
_COLUMN = {name: column for column, names in HEADINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headings, counted from 0; where each column stands, the first of several; how wide the row is."""

    row: int
    columns: Mapping[Column, int]
    several: Mapping[Column, tuple[int, ...]]
    width: int

    @property
    def lacking(self) -> tuple[Column, ...]:
        return tuple(name for name in NEEDED if name not in self.columns)


def find_heading(rows: Sequence[Sequence[Cell]]) -> Heading:
    """Find the row that has most of the headings."""
    found = [_heading(row, number) for number, row in enumerate(rows[:HEADING_WITHIN])]
    return max(found, key=lambda one: len(one.columns), default=Heading(0, {}, {}, 0))


def goes_on(row: Sequence[Cell], heading: Heading) -> bool:
    """Tell whether a row is the rest of headings that are merged over several rows."""
    cells = [row[at] for at in heading.columns.values() if at < len(row)]
    merged = [cell for cell in cells if isinstance(cell, Odd) and cell.why == "merged"]
    return bool(merged) and len(merged) == len(cells) and all(folded(cell.shown) in _COLUMN for cell in merged)


def _heading(row: Sequence[Cell], number: int) -> Heading:
    places: dict[Column, list[int]] = {}
    for at, cell in enumerate(row):
        column = _COLUMN.get(folded(str(cell)))
        if column is not None:
            places.setdefault(column, []).append(at)
    several = {column: tuple(at) for column, at in places.items() if len(at) > 1}
    return Heading(number, {column: at[0] for column, at in places.items()}, several, len(row))
