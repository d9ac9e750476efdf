"""Sheets from outside, CSV or XLSX: rows of cells, exact, within limits.

`python -m zc_bot.sheets FILE` reads one in a process of its own, under limits, and writes its rows as JSON.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_RATIO = 100
MAX_COLUMNS, MAX_CELL = 64, 2_000
MAX_MEMORY, MAX_SECONDS = 320 * 1024 * 1024, 4
EXACT_DIGITS = 15
"""A number cell is a double: more digits than this are not what was typed."""


class SheetError(Exception):
    """The file can't be read as a table; says why and what to do."""


def read_rows(path: Path) -> list[list[Any]]:
    """Read the first sheet of a file: text as `str`, numbers as exact `Decimal`, empty cells as ''.

    Raises `SheetError`.
    """
    if not path.is_file():
        raise SheetError("no such file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise SheetError(f"larger than {MAX_BYTES // 1024 // 1024} MB; split it")
    rows = _read_xlsx(path) if zipfile.is_zipfile(path) else _read_csv(path)
    if len(rows) > MAX_ROWS:
        raise SheetError(f"{len(rows)} rows; at most {MAX_ROWS}, split it")
    return rows


def limit_this_process() -> None:
    """Let this process have no more memory and time than a sheet may take."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_json(rows: list[list[Any]], out: TextIO) -> None:
    """Write rows as JSON, each exact number as {"n": "1.5"}; what is too wide or too long is cut."""
    cut = [[_json_cell(cell) for cell in row[:MAX_COLUMNS]] for row in rows]
    json.dump(cut, out, ensure_ascii=False)


def from_json(text: str) -> tuple[tuple[Any, ...], ...]:
    """Read back what `write_json` wrote."""
    return tuple(
        tuple(Decimal(cell["n"]) if isinstance(cell, dict) else cell for cell in row) for row in json.loads(text)
    )


def _json_cell(cell: Any) -> Any:
    return {"n": str(cell)} if isinstance(cell, Decimal) else str(cell)[:MAX_CELL]


def main() -> int:
    """Read the file that is named; exit status 1 with a line on stderr where it can't be read."""
    limit_this_process()
    try:
        rows = read_rows(Path(sys.argv[1]))
    except SheetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write_json(rows, sys.stdout)
    return 0


def _read_csv(path: Path) -> list[list[Any]]:
    try:
        text = _decode(path.read_bytes())
        dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
        return list(csv.reader(io.StringIO(text, newline=""), dialect, strict=True))
    except csv.Error as error:
        raise SheetError(f"not readable as CSV: {error}") from None


def _decode(content: bytes) -> str:
    """Decode UTF-8, or what Excel on a Chinese Windows writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError("neither CSV in UTF-8 or GB18030 nor XLSX; save it as one of these")


def _read_xlsx(path: Path) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    with zipfile.ZipFile(path) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_RATIO * max(path.stat().st_size, 1):
            raise SheetError("packed suspiciously tight; save it anew from the spreadsheet program")
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise SheetError(f"not readable as XLSX ({type(error).__name__}); save it anew") from None


def _cell(value: Any) -> Any:
    """Give a number its shortest decimal form, which is what was typed; keep text as text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        number = Decimal(repr(value))
        digits = number.normalize().as_tuple().digits
        # A double of more digits is not what was typed: where a figure is wanted, it is refused as an approximation.
        return number if len(digits) <= EXACT_DIGITS else f"≈{number}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str) else str(value)


if __name__ == "__main__":
    sys.exit(main())
