"""Sheets from outside, CSV or XLSX: rows of cells, exact, within limits.

`python -m zc_bot.sheets FILE` reads one in a process of its own, under limits, and writes its rows as JSON;
`apart` is what starts that process. Nothing else opens a file that somebody sent.
"""

from zc_bot.sheets.cells import (
    EXACT_DIGITS,
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Odd,
    Rows,
    SheetError,
    shown,
)

__all__ = [
    "EXACT_DIGITS", "MAX_BYTES", "MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "Cell", "Odd", "Rows", "SheetError", "shown",
]
