"""CSV, by comma or tab: UTF-8 or what a Chinese Windows writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from zc_bot.sheets.cells import Cell, SheetError, text_cell, width


def read_delimited(path: Path) -> list[list[Cell]]:
    """Read a table of text; each row ends with its last filled cell. Raises `SheetError`."""
    text = _decode(path.read_bytes())
    dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), dialect, strict=True)
    rows: list[list[Cell]] = []
    try:
        for fields in reader:
            row = [text_cell(field) for field in fields]
            rows.append(row[: width(row)])
    except csv.Error:
        raise SheetError("quotes", len(rows) + 1) from None
    return rows


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError("unreadable")
