"""The form as an XLSX sheet: what is to be filled in, with units, last year's figures and clauses; faults in red."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.sheets import Cell, shown
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.form import form_for
from zc_bot.texts.catalog import Texts
from zc_bot.texts.numbers import format_number
from zc_bot.values import dataclass

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
COLUMNS = (("community", 20), ("metric", 28), ("year", 8), ("unit", 8), ("before", 16), ("value", 16), ("reason", 28))
VALUE, REASON = 5, 6
LONGEST_CELL = 1000


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of the form."""

    community: str
    metric: str
    year: int


def form_rows(facts: Facts, year: int) -> tuple[FormRow, ...]:
    """Give the lines that the person still has to fill in: what is approved is not asked again."""
    return tuple(
        FormRow(community, metric.code, year)
        for community in facts.communities
        for metric in form_for(facts.programme, community, year).metrics
        if (known := facts.known(community, metric.code, year)) is None or known.status != "approved"
    )


def write_form(rows: Sequence[FormRow], facts: Facts, texts: Texts) -> bytes:
    """Write the form; only the columns to be filled in are open."""
    buffer = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(texts.plain("sheet.name"))
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True})
        shut = book.add_format({"border": 1, "text_wrap": True})
        opened = book.add_format({"border": 1, "locked": False, "num_format": "@", "bg_color": "#FFFBE6"})
        for at, (name, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, texts.plain(f"sheet.column.{name}"), head)
        sheet.write_comment(0, VALUE, texts.plain("sheet.how"), {"x_scale": 2})
        for number, row in enumerate(rows, 1):
            _write_row(sheet, number, row, facts, texts, shut, opened)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    return buffer.getvalue()


def write_marked(
    rows: Sequence[Sequence[Cell]], faults: Mapping[tuple[int, int], Sequence[str]], texts: Texts
) -> bytes:
    """Write a sheet again as it came, each faulty cell red with what is wrong beside it."""
    buffer = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(texts.plain("sheet.name"))
        text = {"num_format": "@", "border": 1, "text_wrap": True}
        usual, red = book.add_format(text), book.add_format(text | {"bg_color": "#FFC7CE"})
        head = book.add_format(text | {"bold": True, "bg_color": "#E8EEF7"})
        width = max((len(row) for row in rows), default=0)
        widths = [wide for _, wide in COLUMNS] if width == len(COLUMNS) else [18] * width
        for at, wide in enumerate([*widths, 60]):
            sheet.set_column(at, at, wide)
        for number, row in enumerate(rows):
            wrong: list[str] = []
            for at, cell in enumerate(row):
                said = faults.get((number, at), ())
                plainly = head if number == 0 else usual
                sheet.write_string(number, at, shown(cell), red if said else plainly)
                if said:
                    sheet.write_comment(number, at, "\n".join(said), {"x_scale": 2})
                wrong += said
            if wrong:
                sheet.write_string(number, width, " ".join(wrong)[:LONGEST_CELL])
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _write_row(
    sheet: Any, number: int, row: FormRow, facts: Facts, texts: Texts, shut: Any, opened: Any
) -> None:
    programme, lang = facts.programme, texts.lang
    metric = programme.metric[row.metric]
    before = facts.last_year(row.community, row.metric, row.year)
    known = facts.known(row.community, row.metric, row.year)
    cells = (
        programme.community[row.community].name(lang), metric.name(lang), str(row.year), metric.unit,
        _figure(before, metric, texts),
    )
    for at, cell in enumerate(cells):
        sheet.write_string(number, at, cell, shut)
    sheet.write_comment(number, 1, _clause(metric, programme, texts))
    value = _figure(known, metric, texts) if known is not None and known.status == "submitted" else ""
    sheet.write_string(number, VALUE, value, opened)
    sheet.write_string(number, REASON, "", opened)
    if metric.kind == "yesno":
        words = [texts.plain(f"numbers.{word}") for word in ("yes", "no", "not_applicable", "confidential")]
        sheet.data_validation(number, VALUE, number, VALUE, {"validate": "list", "source": words})


def _clause(metric: Metric, programme: Programme, texts: Texts) -> str:
    source = next((one for one in programme.sources if one.id == metric.cite.source), programme.sources[0])
    return texts.plain("sheet.clause", number=source.number, clause=metric.cite.clause)


def _figure(known: Known | None, metric: Metric, texts: Texts) -> str:
    if known is None:
        return ""
    if known.value is None:
        return texts.plain(f"numbers.{known.marker}")
    if metric.kind == "yesno":
        return texts.plain("numbers.yes" if known.value else "numbers.no")
    return format_number(known.value)
