"""XLSX: what the first sheet in sight holds, shows and hides.

Only the reading process imports this: openpyxl takes whatever memory and time a file asks for.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS

from zc_bot.parsing.numerals import plain
from zc_bot.sheets.cells import (
    EXACT_DIGITS,
    MAX_COLUMNS,
    MAX_FILLED,
    MAX_ROWS,
    PREVIEW,
    Cell,
    Odd,
    SheetError,
    shown,
    text_cell,
    width,
)
from zc_bot.sheets.formats import display
from zc_bot.sheets.tables import the_table

MAX_RATIO = 100
_DAY, _MONTH, _YEAR, _HOUR = 'm"月"d"日"', 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', 'h"时"mm"分"'
CHINESE_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH), **dict.fromkeys((28, 29, 51, 53, 54, 58), _DAY),
    30: "m-d-yy", 31: _YEAR, **dict.fromkeys((32, 33, 34, 35, 55, 56), _HOUR),
}
"""Built-in formats of a Chinese Excel, which its files name by number only (ECMA-376, 18.8.30)."""


def read_workbook(path: Path) -> list[list[Cell]]:
    """Read the visible sheet that holds the table of figures, else the first with anything in it.

    Raises `SheetError`, for several such sheets too: none is passed over in silence.
    """
    _refuse_packed(path)
    warnings.simplefilter("ignore")
    BUILTIN_FORMATS.update(CHINESE_DATES)
    formulas, values = _visible(path, values=False), None
    read: list[list[list[Cell]]] = []
    for number, sheet in enumerate(formulas):
        cells = list(sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS + 1), max_col=_columns(sheet)))
        if any(cell.data_type == "f" for row in cells for cell in row):
            values = values or _visible(path, values=True)
        read.append(_read(sheet, cells, values[number] if values else sheet))
    return the_table(read)


def _read(sheet: Any, cells: list[Any], results: Any) -> list[list[Cell]]:
    """Read one sheet's cells, each as it is shown."""
    read = [[_cell(cell, results) for cell in row] for row in cells]
    _refuse_beyond(sheet)
    _spread_merged(sheet, read)
    _mark_hidden(sheet, read)
    broad = max(map(width, read), default=0)
    return [row[:broad] for row in read]


def _refuse_packed(path: Path) -> None:
    """Refuse what says itself that it unpacks to very much, and what is encrypted or no workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError("encrypted")
    if sum(part.file_size for part in parts) > MAX_RATIO * path.stat().st_size:
        raise SheetError("too_slow")


def _visible(path: Path, values: bool) -> list[Any]:
    """Open the visible sheets, with their formulas or with the values that these came to."""
    # By its open file: openpyxl goes by the ending of a name, and people rename.
    with path.open("rb") as file:
        book = load_workbook(file, data_only=values, keep_links=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not seen:
        raise SheetError("no_sheet")
    return seen


def _columns(sheet: Any) -> int:
    return min(int(sheet.max_column), MAX_COLUMNS + 1)


def _refuse_beyond(sheet: Any) -> None:
    """Refuse figures beyond the rows and columns that are read; mere borders and colours may go on, for a while."""
    if (sheet.max_row - MAX_ROWS) * sheet.max_column > MAX_FILLED * 10:
        raise SheetError("rows")
    if sheet.max_row > MAX_ROWS and _holds(sheet.iter_rows(min_row=MAX_ROWS + 1, values_only=True)):
        raise SheetError("rows")
    if sheet.max_column > MAX_COLUMNS and _holds(sheet.iter_rows(min_col=MAX_COLUMNS + 1, values_only=True)):
        raise SheetError("columns")


def _holds(rows: Iterator[tuple[Any, ...]]) -> bool:
    return any(value is not None for row in rows for value in row)


def _cell(cell: Any, results: Any) -> Cell:
    if cell.data_type != "f":
        return _value(cell.value, cell)
    result = results.cell(cell.row, cell.column)
    # A formula that came to an empty text has a result, one that was never worked out has none.
    if result.value is None and result.data_type != "str":
        return Odd("formula", str(getattr(cell.value, "text", cell.value))[:PREVIEW])
    return _value(result.value, result)


def _value(value: Any, cell: Any) -> Cell:
    if value is None:
        return ""
    if cell.data_type == "e":
        return Odd("error", str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime | date | time | timedelta):
        return Odd("date", _moment(value))
    return text_cell(str(value))


def _moment(value: datetime | date | time | timedelta) -> str:
    """Write a moment without the midnight that nobody typed."""
    return str(value).removesuffix(" 00:00:00")


def _number(value: int | float, code: str) -> Cell:
    """Give a number its shortest decimal form, which is what was typed, as far as its cell shows the same."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return Odd("error", str(value))
    number = _to_fifteen(number)
    if len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
        return Odd("digits", shown(number))
    seen = display(number, code)
    if seen.kind == "percent":
        return f"{shown(plain(number.scaleb(2)))}%"
    exact = plain(number)
    return exact if seen.kind == "plain" else Odd("display", seen.text, shown(exact), seen.suffix)


def _to_fifteen(number: Decimal) -> Decimal:
    """Round what a formula's floating point left behind the point to the fifteen digits that a cell shows."""
    whole = max(number.adjusted() + 1, 1)
    return number if whole > EXACT_DIGITS else round(number, EXACT_DIGITS - whole)


def _spread_merged(sheet: Any, read: list[list[Cell]]) -> None:
    """Let every cell that a merged one covers show it."""
    for area in sheet.merged_cells.ranges:
        origin = read[area.min_row - 1][area.min_col - 1] if area.min_row <= len(read) else ""
        if origin == "":
            continue
        for row in read[area.min_row - 1 : area.max_row]:
            for at in range(area.min_col - 1, min(area.max_col, len(row))):
                row[at] = row[at] if row[at] is origin else Odd("merged", shown(origin))


def _mark_hidden(sheet: Any, read: list[list[Cell]]) -> None:
    columns = set(_hidden_columns(sheet))
    for number, row in enumerate(read, 1):
        whole = _is_hidden(sheet.row_dimensions[number], "height")
        for at, cell in enumerate(row):
            if cell != "" and (whole or at + 1 in columns):
                row[at] = Odd("hidden", shown(cell))


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for one in list(sheet.column_dimensions.values()):
        if _is_hidden(one, "width"):
            yield from range(one.min, min(one.max, MAX_COLUMNS) + 1)


def _is_hidden(dimension: Any, size: str) -> bool:
    return bool(dimension.hidden) or getattr(dimension, size) == 0
