"""Real workbooks for tests: cells with their number formats, hidden rows, merged ranges."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import openpyxl
import xlsxwriter


@dataclass(frozen=True)
class In:
    """A value in a cell with a number format."""

    value: object
    format: str


def book(
    rows: Iterable[Sequence[object]],
    hidden: Iterable[int] = (),
    narrow: Iterable[str] = (),
    merged: Iterable[str] = (),
    before: Iterable[str] = (),
) -> bytes:
    """Write an .xlsx; `hidden` rows count from 1, `narrow` columns are hidden, `before` are hidden sheets."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for column, given in enumerate(row, 1):
            cell = sheet.cell(number, column, given.value if isinstance(given, In) else given)
            if isinstance(given, In):
                cell.number_format = given.format
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for letter in narrow:
        sheet.column_dimensions[letter].hidden = True
    for area in merged:
        sheet.merge_cells(area)
    for name in before:
        workbook.create_sheet(name, 0).sheet_state = "hidden"
        workbook.active = 1
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def calculated(rows: Iterable[Sequence[object]], formula: str, result: object) -> bytes:
    """Write an .xlsx whose last cell of the last row is a formula with its result as the program left it."""
    buffer, given = io.BytesIO(), [list(row) for row in rows]
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(given):
            sheet.write_row(number, 0, row)
        sheet.write_formula(len(given) - 1, len(given[-1]), formula, None, result)
    return buffer.getvalue()


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Change a part of a workbook where its library would not write it so."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            inside = source.read(item)
            assert item.filename != part or old in inside
            target.writestr(item, inside.replace(old, new) if item.filename == part else inside)
    return packed.getvalue()
