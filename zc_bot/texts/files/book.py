"""A workbook that is being written: heads frozen, numbers as numbers, each sheet printed on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from zc_bot.sheets import EXACT_DIGITS
from zc_bot.texts.answers.words import Words
from zc_bot.values import dataclass

Cell = str | Decimal | int
HEAD = "#E8EEF7"
MARGIN = 0.4
"""Inches of paper left free at the sides, which any printer can."""
LINE = 15.0
"""Points of a line: not every program makes the heads' row as high as they are."""
READABLE = 212
"""So many characters a line of A4 holds at two thirds of their size; a wider sheet goes over several pages."""


@dataclass(frozen=True)
class Book:
    """An open workbook with its looks."""

    book: Any
    words: Words
    zone: ZoneInfo

    def look(self, **values: object) -> Any:
        return self.book.add_format({"valign": "vcenter", **values})

    def sheet(self, key: str, heads: Sequence[Cell], widths: Sequence[float], frozen: int) -> Any:
        """Begin a sheet: its heads, frozen, and how it prints."""
        sheet = self.book.add_worksheet(self.words.texts.plain(f"take.sheet.{key}"))
        head = self.look(bold=True, bg_color=HEAD, text_wrap=True, border=1, align="center")
        for at, (name, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(at, at, width)
            write(sheet, 0, at, name, head)
        sheet.set_row(0, LINE * max(_lines(str(name), width) for name, width in zip(heads, widths, strict=True)))
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=MARGIN, right=MARGIN)
        named = sum(widths[:frozen])
        across = 1 if sum(widths) <= READABLE else ceil((sum(widths) - named) / (READABLE - named))
        sheet.fit_to_pages(across, 0)
        sheet.repeat_rows(0)
        if across > 1:
            sheet.repeat_columns(0, frozen - 1)
        return sheet

    def fill(self, sheet: Any, rows: Sequence[Sequence[Cell]], columns: int, looks: Sequence[Any] = ()) -> None:
        """Write rows under the heads, and say what of the sheet is printed and filtered."""
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                write(sheet, number, at, cell, looks[at] if at < len(looks) else None)
        last = max(len(rows), 1)
        sheet.autofilter(0, 0, last, columns - 1)
        sheet.print_area(0, 0, last, columns - 1)

    def about(self, scope: str, now: datetime, by: str, code: str) -> None:
        """Write what this is: as of when, by whom, which readings of the policy it rests on, and its code if any."""
        words, plain = self.words, self.words.texts.plain
        sheet = self.sheet("about", [plain("take.about.head"), ""], [22, 90], 0)
        wrapped = self.look(text_wrap=True)
        rows = [
            (plain("take.about.programme"), words.programme.name(words.lang)),
            (plain("take.about.scope"), scope),
            (plain("take.about.as_of"), words.moment(now)),
            (plain("take.about.by"), by),
            *([(plain("take.about.code"), code), (plain("take.about.status"), plain("take.about.reviewed"))]
              if code else []),
            *((plain("take.about.reading"), item.text(words.lang)) for item in words.programme.assumptions),
        ]
        for number, (name, text) in enumerate(rows, 1):
            sheet.write_string(number, 0, name, wrapped)
            sheet.write_string(number, 1, text, wrapped)
        sheet.print_area(0, 0, len(rows), 1)


def _lines(head: str, width: float) -> int:
    """Count the lines that a head takes in a column so many digits wide."""
    wide = int(width) - 1
    return sum(max(len(wrap(line, wide)) if line.isascii() else ceil(2 * len(line) / wide), 1)
               for line in head.split("\n"))


def write(sheet: Any, row: int, column: int, cell: Cell, look: Any = None) -> None:
    """Write a number as one where a double holds it exactly, anything else as inert text."""
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, look)
    elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, column, float(cell), look)
    else:
        sheet.write_string(row, column, cell if isinstance(cell, str) else f"{cell:f}", look)
