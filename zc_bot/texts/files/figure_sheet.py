"""Figures as an XLSX sheet for people: named, with units, and who reported and reviewed each."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from zc_bot.evaluation.figures import Figure
from zc_bot.policy.programme import Programme
from zc_bot.sheets import EXACT_DIGITS
from zc_bot.texts.catalog import Texts
from zc_bot.texts.files.sheet_form import OPTIONS

COLUMNS = ("community", "metric", "year", "value", "unit", "status", "reporter", "reported_at")
WIDTHS = (20, 28, 8, 18, 8, 10, 14, 18)


def write_figures(figures: Iterable[Figure], programme: Programme, texts: Texts, zone: ZoneInfo) -> bytes:
    """Write one row a figure, the programme's order, the newest year first.

    Years and figures are numbers that can be summed, where a double holds them exactly; everything else is text.
    """
    places, metrics = list(programme.community), list(programme.metric)
    known = [one for one in figures if one.metric in programme.metric and one.community in programme.community]
    known.sort(key=lambda one: (-one.year, places.index(one.community), metrics.index(one.metric)))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(texts.plain("sheet.export.name"))
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7"})
        for at, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, texts.plain(f"sheet.export.{name}"), head)
        for number, one in enumerate(known, 1):
            for at, cell in enumerate(_cells(one, programme, texts, zone)):
                write_cell(sheet, number, at, cell)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(known), 1), len(COLUMNS) - 1)
    return buffer.getvalue()


def _cells(one: Figure, programme: Programme, texts: Texts, zone: ZoneInfo) -> tuple[str | Decimal, ...]:
    metric = programme.metric[one.metric]
    if one.value is None:
        value: str | Decimal = texts.plain(f"numbers.{one.marker}")
    elif metric.kind == "yesno":
        value = texts.plain("numbers.yes" if one.value else "numbers.no")
    else:
        value = one.value
    return (
        programme.community[one.community].name(texts.lang), metric.name(texts.lang), Decimal(one.year), value,
        metric.unit, texts.plain(f"report.status.{one.status}"), one.reported_by,
        f"{one.reported_at.astimezone(zone):%Y-%m-%d %H:%M}",
    )  # fmt: skip


def write_cell(sheet: Any, row: int, column: int, cell: str | Decimal) -> None:
    """Write a number as one where a double holds it exactly, anything else as inert text."""
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, column, float(cell))
    else:
        sheet.write_string(row, column, cell if isinstance(cell, str) else f"{cell:f}")
