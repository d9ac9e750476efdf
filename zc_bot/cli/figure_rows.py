"""A file's rows as figures: whole or not at all, and every fault with its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from zc_bot.errors import Refusal
from zc_bot.evaluation.figures import Key
from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure, unfit
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.numerals import is_whole, read_numeral
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.words import read_word
from zc_bot.policy.folding import folded
from zc_bot.policy.names import community_code, measure_code
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.sheets import Cell
from zc_bot.sheets.headings import Column, without_unit
from zc_bot.storage.observations import Entry
from zc_bot.storage.types import canonical
from zc_bot.submission.events import Refused
from zc_bot.submission.sheet_cells import figure_of, odd_cell, text_of, unfit_unit, unit_text
from zc_bot.submission.sheet_layout import Defaults, Record, lay_out
from zc_bot.texts.catalog import texts_for, without_html
from zc_bot.texts.dialogue.report_refusals import render_refusal
from zc_bot.values import dataclass

COLUMNS: tuple[Column, ...] = ("community", "metric", "year", "value", "unit")
ENGLISH = texts_for("en")
_PREVIEW = 40
Cells = Mapping[Column, Cell]


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A figure and the row it stands in."""

    row: int
    entry: Entry


def read_entries(rows: Sequence[Sequence[Cell]], programme: Programme) -> list[RowEntry]:
    """Read a table's rows into figures; raises `Refusal` with a line for every fault."""
    faults: list[str] = []
    found: dict[Key, RowEntry] = {}
    for record in _records(rows, programme):
        number = record.number + 1
        try:
            entry = _read(record, programme)
            if entry is None:
                continue
            first = found.setdefault((entry.community, entry.metric, entry.year), RowEntry(number, entry))
            if first.row != number:
                raise Refusal(f"the same figure as row {first.row}; keep one of them")
        except Refusal as error:
            faults += [f"row {number}: {line}" for line in error.lines]
    if faults:
        raise Refusal.of(faults)
    if not found:
        raise Refusal("no figures below the headings")
    return list(found.values())


def say(refused: Refused, programme: Programme) -> str:
    """Word a refusal in English, as the commands do."""
    return without_html(render_refusal(refused, ENGLISH, programme))


def _records(rows: Sequence[Sequence[Cell]], programme: Programme) -> Sequence[Record]:
    """Lay a table out; raises `Refusal` for a column that is lacking or stands twice."""
    layout = lay_out(rows, Lexicon.build(programme), Defaults())
    if layout.lacking:
        raise Refusal(f"row 1: no column {', '.join(layout.lacking)}; expected {', '.join(COLUMNS)}")
    for name, places in layout.several.items():
        letters = ", ".join(xl_col_to_name(at) for at in places)
        raise Refusal(f"row 1: several columns {name} ({letters}); keep one")
    return layout.records


def _read(record: Record, programme: Programme) -> Entry | None:
    """Read one figure, None where its row is empty; raises `Refusal` with a line for every fault in it."""
    if record.rest:
        raise Refusal(say(Refused("wide_row", found=str(record.rest)), programme))
    if not any(text_of(record.cells.get(name, "")) or record.cells.get(name) for name in COLUMNS[:4]):
        return None
    return _entry(record.cells, programme)


def _entry(cells: Cells, programme: Programme) -> Entry:
    """Read a row's cells; raises `Refusal` with a line for every fault in them."""
    faults: list[str] = []
    community = community_code(programme, text_of(cells["community"]))
    if community is None:
        faults.append(f"community: nothing is called {_quoted(cells['community'])}; expected a name or a code")
    name = text_of(cells["metric"])
    measure = measure_code(programme, name) or measure_code(programme, without_unit(name))
    metric = programme.metric.get(measure or "")
    if measure is None:
        faults.append(f"metric: nothing is called {_quoted(cells['metric'])}; expected a name or a code")
    elif metric is None:
        faults.append(f"metric: {measure} is derived from other figures and can't be reported")
    year = _year(cells["year"])
    if year is None:
        faults.append(f"year: {_quoted(cells['year'])} is not a year; expected one such as 2019")
    odd = [f"{name}: {line}" for name, line in _odd(cells, metric, programme)]
    reading = None
    if metric is not None and not odd:
        try:
            reading = _value(figure_of(cells["value"], metric), cells.get("unit", ""), metric, programme)
        except Refusal as error:
            faults += [f"value: {line}" for line in error.lines]
    if faults or odd or community is None or metric is None or year is None or reading is None:
        raise Refusal.of([*faults, *odd])
    return Entry(community, metric.code, year, reading.value, reading.marker, reading.typed)


def _odd(cells: Cells, metric: Metric | None, programme: Programme) -> list[tuple[Column, str]]:
    """Say which cells can't be taken as they are: errors, formulas, dates, units that are none …"""
    found: list[tuple[Column, Refused]] = []
    for name, cell in cells.items():
        whole = figure_of(cell, metric) if name == "value" and metric is not None else cell
        if refused := odd_cell(whole, name):
            found.append((name, refused))
    if metric is not None and (refused := unfit_unit(cells.get("unit", ""), metric)):
        found.append(("unit", refused))
    return [(name, say(refused, programme)) for name, refused in found]


def _quoted(cell: Cell) -> str:
    text = text_of(cell)
    return repr(text if len(text) <= _PREVIEW else f"{text[:_PREVIEW]}…")


def _year(cell: Cell) -> int | None:
    number = cell if isinstance(cell, Decimal) else read_numeral(text_of(cell).removesuffix("年"))
    if number is None or not is_whole(number) or not 1990 <= number <= 2200:
        return None
    return int(number)


def _value(cell: Cell, unit_cell: Cell, metric: Metric, programme: Programme) -> Reading:
    """Read a cell: a bare number is in the metric's own unit, whatever its size. Raises `Refusal`."""
    unit = unit_text(unit_cell)
    bare = unit in {"", folded(metric.unit)} and metric.kind != "yesno"
    if bare and isinstance(cell, Decimal):
        return _fitting(cell, metric, programme)
    text = text_of(cell)
    if bare and text.isascii() and (number := read_numeral(text)) is not None and text[-1:].isdigit():
        return _fitting(number, metric, programme)
    complete = not unit or folded(text).endswith(unit) or read_word(text) is not None
    read = read_figure(text if complete else f"{text}{unit}", metric)
    if isinstance(read, Reading):
        return read
    if isinstance(read, Rejection):
        raise Refusal(say(Refused(read.code, metric.code, read.found, read.expected), programme))
    raise Refusal(_ambiguity(text, read, metric))


def _ambiguity(text: str, read: Ambiguous, metric: Metric) -> str:
    senses = " or ".join(reading.marker or canonical(reading.value or Decimal(0)) for reading in read.readings)
    return f"{text!r} may mean {senses} {metric.unit}; write the plain number in {metric.unit or 'the unit'}"


def _fitting(value: Decimal, metric: Metric, programme: Programme) -> Reading:
    typed = canonical(value)
    if code := unfit(value, metric):
        raise Refusal(say(Refused(code, metric.code, typed, metric.unit), programme))
    return Reading(typed, value)
