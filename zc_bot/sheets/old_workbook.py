"""XLS, the format of before 2007: values only; whatever its formats would show otherwise can't be told.

Only the reading process imports this.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from zc_bot.parsing.numerals import plain
from zc_bot.sheets.cells import EXACT_DIGITS, MAX_COLUMNS, MAX_ROWS, Cell, Odd, SheetError, shown, text_cell
from zc_bot.sheets.tables import the_table


def read_old_workbook(path: Path) -> list[list[Cell]]:
    """Read the visible sheet that holds the table of figures; raises `SheetError`."""
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    if not names:
        raise SheetError("no_sheet")
    return the_table([_rows(book.get_sheet_by_name(name)) for name in names])


def _rows(sheet: Any) -> list[list[Cell]]:
    if sheet.total_height > MAX_ROWS:
        raise SheetError("rows")
    if sheet.total_width > MAX_COLUMNS:
        raise SheetError("columns")
    read = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _spread_merged(sheet, read)
    return read


def _spread_merged(sheet: Any, read: list[list[Cell]]) -> None:
    """Let every cell that a merged one covers show it."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        origin = read[top][left] if top < len(read) and left < len(read[top]) else ""
        if origin == "":
            continue
        for number, row in enumerate(read[top : bottom + 1], top):
            for at in range(left, min(right + 1, len(row))):
                row[at] = row[at] if (number, at) == (top, left) else Odd("merged", shown(origin))


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
            return Odd("digits", shown(number))
        return plain(number)
    if isinstance(value, datetime | date | time | timedelta):
        return Odd("date", str(value).removesuffix(" 00:00:00"))
    return text_cell(str(value))
