"""Which of a file's sheets is the table of figures."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.sheets.cells import Cell, SheetError, width
from zc_bot.sheets.headings import headings_in, is_export

HEADING_WITHIN = 30
"""The headings stand in one of the first so many rows."""
ENOUGH = 3
"""A row with so many of the headings is that of a table of figures."""


def the_table(sheets: Sequence[list[list[Cell]]]) -> list[list[Cell]]:
    """Choose the sheet with the headings, else the first that holds anything; of the bot's own export its first.

    Raises `SheetError` where several hold a table with as many of the headings.
    """
    filled = [rows for rows in sheets if any(map(width, rows))]
    if not filled:
        return []
    counts = [headings_in(rows, HEADING_WITHIN) for rows in filled]
    most = max(counts)
    if counts[0] >= ENOUGH and is_export(filled[0]):
        return filled[0]
    if most >= ENOUGH and counts.count(most) > 1:
        raise SheetError("several_sheets")
    return filled[counts.index(most)]
