"""CSV, by comma, semicolon, tab or bar: UTF-8, UTF-16 or what a Chinese Windows writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from zc_bot.sheets.cells import Cell, SheetError, text_cell, width

MARKS = ",;，；|\t"


def read_delimited(path: Path) -> list[list[Cell]]:
    """Read a table of text; each row ends with its last filled cell. Raises `SheetError`."""
    return rows_of(_decode(path.read_bytes()))


def rows_of(text: str) -> list[list[Cell]]:
    """Cut a table that was typed or pasted into rows of text; raises `SheetError`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows: list[list[Cell]] = []
    mark = delimiter_of(text)
    try:
        for fields in reader:
            if len(fields) == 1 and mark != "," and mark in fields[0]:
                fields = fields[0].split(mark)  # A program that knows only the comma has quoted the whole row.
            row = [text_cell(field) for field in fields]
            rows.append(row[: width(row)])
    except csv.Error:
        raise SheetError("quotes", len(rows) + 1) from None
    return rows


def delimiter_of(text: str) -> str:
    """Find what parts the cells: of the marks in the first line that has any, the one that parts it most."""
    first = next((line for line in text.splitlines() if any(mark in line for mark in MARKS)), "")
    if "\t" in first:
        return "\t"
    return max(MARKS, key=lambda mark: first.count(mark))


def _decode(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise SheetError("unreadable") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError("unreadable")
