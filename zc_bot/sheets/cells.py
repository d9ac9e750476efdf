"""What a sheet's cells can be, and the way they travel between processes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Literal

from zc_bot.values import dataclass

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS, MAX_CELL = 64, 500
MAX_FILLED = 100_000
"""Cells that hold something, of a whole sheet."""
EXACT_DIGITS = 15
"""A number cell is a double: more digits than this are not what was typed."""
PREVIEW = 40
ERRORS = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
Why = Literal["error", "formula", "date", "display", "digits", "long", "hidden", "merged"]
Fault = Literal[
    "too_large", "empty", "no_sheet", "rows", "columns", "filled", "quotes", "encrypted", "old", "unreadable",
    "too_slow", "timed_out", "several_sheets",
]


class SheetError(Exception):
    """The file can't be read as a table: a code, and where it helps the row."""

    def __init__(self, code: Fault, row: int = 0) -> None:
        self.code: Fault = code
        self.row = row
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that no figure can be taken from as it is.

    shown: what a person sees. held: the number behind it. suffix: what a number format puts after a number that
    it leaves as it is.
    """

    why: Why
    shown: str
    held: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return self.shown


Cell = str | Decimal | Odd
Rows = tuple[tuple[Cell, ...], ...]
"""From XLSX all rows are of one width; those of CSV end with their last filled cell, so that a longer row than the
headings' is one that was shifted."""


def text_cell(text: str) -> Cell:
    """Take a text as it is, unless it is an error's or too long."""
    if text.strip() in ERRORS:
        return Odd("error", text.strip())
    return Odd("long", f"{text[:PREVIEW]}…") if len(text) > MAX_CELL else text


def shown(cell: Cell) -> str:
    """Give what a cell shows, a number without exponent."""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def within_limits(rows: Sequence[Sequence[Cell]]) -> Rows:
    """Drop the empty rows at the end; raises `SheetError` for an empty sheet and for one that is too large."""
    last = max((number for number, row in enumerate(rows, 1) if any(map(_filled, row))), default=0)
    kept = tuple(tuple(row) for row in rows[:last])
    if not kept:
        raise SheetError("empty")
    if len(kept) > MAX_ROWS:
        raise SheetError("rows")
    if max(map(len, kept)) > MAX_COLUMNS:
        raise SheetError("columns")
    if sum(sum(map(_filled, row)) for row in kept) > MAX_FILLED:
        raise SheetError("filled")
    return kept


def width(row: Sequence[Cell]) -> int:
    """Count a row's cells up to its last filled one."""
    return max((number for number, cell in enumerate(row, 1) if _filled(cell)), default=0)


def to_json(rows: Rows) -> str:
    return json.dumps([[_packed(cell) for cell in row] for row in rows], ensure_ascii=False)


def from_json(text: str) -> Rows:
    """Read back what `to_json` wrote."""
    return tuple(tuple(_unpacked(cell) for cell in row) for row in json.loads(text))


def _filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _packed(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"n": str(cell)}
    return asdict(cell) if isinstance(cell, Odd) else cell


def _unpacked(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell
    return Decimal(cell["n"]) if "n" in cell else Odd(**cell)
