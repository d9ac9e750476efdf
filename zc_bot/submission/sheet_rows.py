"""One row of a form: the figure that it states and whose it is, or the faults of its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from zc_bot.parsing.language import written
from zc_bot.parsing.names import find_slips, measure_named
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import is_whole, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.units import Unit, unit_named
from zc_bot.policy.folding import folded
from zc_bot.policy.names import community_code
from zc_bot.policy.records import Metric
from zc_bot.sheets import Cell, Odd
from zc_bot.sheets.headings import Column, heading_text, without_unit
from zc_bot.submission.events import Refused
from zc_bot.submission.facts import Facts
from zc_bot.submission.sheet_cells import (
    figure_of,
    odd_cell,
    shifted_reason,
    text_of,
    unfit_unit,
    unit_text,
)
from zc_bot.submission.sheet_headings import SUMS
from zc_bot.submission.sheet_layout import Record
from zc_bot.values import dataclass

Place = tuple[str, int]
"""A community and a year."""
_OF_WHICH = compile_later(written(r"[ ]*(?:<of_which>|[-—·•])+[ ]*[:：]?[ ]*", "told"))
_BARE = compile_later("-?[0-9]+(?:[.][0-9]+)?")


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell; `row` counts from 0 as in the sheet, `column` is that of the heading."""

    row: int
    column: int
    refusal: Refused


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as it stands in a row."""

    number: int
    place: Place
    metric: Metric
    text: str
    bare: Decimal | None
    """The number of a cell that holds nothing else."""
    reason: str
    value_at: int
    metric_at: int
    """The columns of its value and of its metric."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row says: a figure, faults, or neither; and whose it is as far as that can be told."""

    line: Line | None = None
    faults: tuple[CellFault, ...] = ()
    community: str | None = None
    year: int | None = None
    derived: str = ""
    """The figure that a row holds though it is worked out by the system."""
    detail: str = ""
    """The name and number of a detail of the figure above, or of a sum, of a row that names no metric."""


class RowReader:
    """Reads the records of one sheet; names are looked up once each."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._community: Callable[[str], str | None] = cache(lambda text: community_code(facts.programme, text))
        self._measure: Callable[[str], str | None] = cache(lambda text: measure_named(text, facts.lexicon))

    def read(self, record: Record) -> RowReading:
        """Read a record; what stands in its row beyond the headings is named with it."""
        found = self._read(record)
        beside = found.detail or " ".join(record.beside)
        return replace(found, detail=beside) if found != RowReading() else found

    def _read(self, record: Record) -> RowReading:
        """Read a record; one without a value says nothing, and neither does what the system works out itself."""
        cells, number = record.cells, record.number
        community, year = self._community(text_of(cells["community"])), _year(cells["year"])
        if record.rest:
            wide = Refused("wide_row", found=str(record.rest))
            return RowReading(None, (CellFault(number, max(record.at.values()) + 1, wide),), community, year)
        if _says_nothing(cells):
            return RowReading()
        if folded(text_of(cells["community"])) in SUMS:
            said = (heading_text(cells[part]).strip() for part in ("community", "metric", "value"))
            return RowReading(detail=" ".join(said))
        name, is_part = _without_of_which(text_of(cells["metric"]))
        measure = self._numerator(self._measure(name) or self._measure(without_unit(name)), cells)
        if measure is None and (is_part or name in SUMS):
            return RowReading(detail=f"{text_of(cells['metric'])} {text_of(cells['value'])}")
        if measure in self._facts.programme.derivation:
            return RowReading(derived=measure or "")
        metric = self._facts.programme.metric.get(measure or "")
        refused = {**self._misplaced(cells, community, measure, year), **_odd(cells, metric)}
        if metric is not None and "unit" not in refused and (unfit := unfit_unit(_own_unit(cells, metric), metric)):
            refused["unit"] = unfit
        faults = tuple(CellFault(number, record.at.get(name, 0), one) for name, one in refused.items())
        if faults or community is None or year is None or metric is None:
            return RowReading(None, faults, community, year)
        return RowReading(_line(record, (community, year), metric), (), community, year)

    def _misplaced(
        self, cells: Mapping[Column, Cell], community: str | None, measure: str | None, year: int | None
    ) -> dict[Column, Refused]:
        """Find what is wrong with where a figure belongs."""
        found: dict[Column, Refused] = {}
        if community is None or community not in self._facts.communities:
            found["community"] = Refused("scope")
        if measure is None:
            found["metric"] = self._unknown(text_of(cells["metric"]))
        if year is None:
            found["year"] = Refused("no_year", found=text_of(cells["year"])[:20])
        return found

    def _numerator(self, measure: str | None, cells: Mapping[Column, Cell]) -> str | None:
        """Take the name of a share for its part where a sum stands beside it: 高新技术产业 45.2 亿元."""
        share = self._facts.programme.derivation.get(measure or "")
        part = None if share is None else self._facts.programme.metric.get(share.numerator or "")
        own = None if part is None else unit_named(part.unit)
        said = unit_named(unit_text(cells.get("unit", ""))) or _unit_of(text_of(cells["value"]))
        return part.code if part and own and said and said.dimension == own.dimension else measure

    def _unknown(self, name: str) -> Refused:
        """Refuse a name that no metric has; one a slip away is offered."""
        near = find_slips(laid_out(name), self._facts.lexicon)
        meant = self._facts.programme.measure[near[0].code].short.zh if near else ""
        code = "unknown_metric_near" if near else "unknown_metric_named" if name else "unknown_metric"
        return Refused(code, found=name[:20], expected=meant)


def _without_of_which(name: str) -> tuple[str, bool]:
    """Give a name without what says that it is of the one above, and whether it does: 其中：高新技术产业."""
    match = _OF_WHICH.match(name)
    return (name, False) if match is None else (name[match.end() :], True)


def _unit_of(text: str) -> Unit | None:
    read = read_quantity(text)
    return read.unit if isinstance(read, Quantity) else None


def _own_unit(cells: Mapping[Column, Cell], metric: Metric) -> Cell:
    """Give the unit of a row; one of a heading over a yes or no says nothing about it."""
    return "" if metric.kind == "yesno" and text_of(cells.get("unit", "")) == "" else cells.get("unit", "")


def _says_nothing(cells: Mapping[Column, Cell]) -> bool:
    """Tell a row without a value, and a note that is merged from its first cell on."""
    value = cells["value"]
    if isinstance(value, Odd):
        return value.why == "merged" and text_of(cells["community"]) == value.shown.strip()
    return not text_of(value)


def _odd(cells: Mapping[Column, Cell], metric: Metric | None) -> dict[Column, Refused]:
    found: dict[Column, Refused] = {}
    for name, cell in cells.items():
        unit = unit_text(cells.get("unit", ""))
        whole = figure_of(cell, metric, unit) if name == "value" and metric is not None else cell
        if refused := odd_cell(whole, name, metric):
            found[name] = refused
    reason = shifted_reason(text_of(cells.get("reason", "")))
    return found if reason is None or "reason" in found else {**found, "reason": reason}


def _line(record: Record, place: Place, metric: Metric) -> Line:
    cells = record.cells
    unit = unit_text(cells.get("unit", ""))
    text = text_of(figure_of(cells["value"], metric, unit))
    own = unit in {"", folded(metric.unit)}
    bare = Decimal(text) if own and _BARE.fullmatch(text) else None
    if not own and metric.kind != "yesno" and text[-1:].isdigit():
        text = f"{text}{unit}"
    reason = text_of(cells.get("reason", ""))
    return Line(record.number, place, metric, text, bare, reason, record.at["value"], record.at["metric"])


def _year(cell: Cell) -> int | None:
    bare = str(cell).strip().removesuffix("度").removesuffix("年")
    number = cell if isinstance(cell, Decimal) else read_numeral(bare)
    if number is None or not is_whole(number) or not 1990 <= number <= 2200:
        return None
    return int(number)
