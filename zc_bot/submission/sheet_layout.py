"""How a sheet lays its figures out: one a row below headings, blocks side by side, or a column a metric.

Each figure becomes a record: its cells by what they are, and where each stands. A title above may name the community
and the year; where neither does, a person's only community and the open year stand in, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache

from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.names import measure_named
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.units import unit_named
from zc_bot.sheets import Cell, Odd
from zc_bot.sheets.headings import (
    HEADINGS,
    Column,
    column_of,
    heading_text,
    unit_within,
    without_number,
    without_unit,
    year_within,
)
from zc_bot.sheets.tables import HEADING_WITHIN
from zc_bot.submission.sheet_headings import (
    bare_list,
    beyond_headings,
    common_unit,
    headed,
    is_aside,
    is_of_another,
    joined_headings,
    passed_over,
    repeats_headings,
    sum_of,
    value_columns,
)
from zc_bot.values import dataclass

NEEDED: tuple[Column, ...] = ("community", "metric", "year", "value")
FEWEST_METRICS = 2
"""So many metrics in one row are the headings of a wide table; beside a heading for whose they are, one is."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What stands in for a column that a sheet lacks: '' where nothing does."""

    community: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One figure: its cells and the column where each stands; `number` is its row, both counted from 0.

    rest: how many filled cells follow beyond the headings. beside: what such cells hold where the table is as wide.
    """

    number: int
    cells: Mapping[Column, Cell]
    at: Mapping[Column, int]
    rest: int = 0
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The figures of a sheet. lacking: columns that nothing stands in for; then there are no records.

    several: a column that stands more than once without the others, and where. assumed: what stood in for a column.
    passed: headings of columns that are not read: of other years, or of no figure that is reported.
    """

    records: tuple[Record, ...] = ()
    lacking: tuple[Column, ...] = ()
    several: Mapping[Column, tuple[int, ...]] = field(default_factory=dict)
    assumed: Mapping[Column, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """The columns of one table, as far as they are there, and the unit and year that its headings tell."""

    columns: Mapping[Column, int]
    unit: str = ""
    year: str = ""


def lay_out(
    rows: Sequence[Sequence[Cell]], lexicon: Lexicon, defaults: Defaults, *, by_year: bool = False
) -> Layout:
    """Find the headings and cut the rows below them into records.

    by_year: a column for each of several years is read, where only their values are parted.
    """
    names = _Names(lexicon)
    if not by_year and headed(rows, names.measure) is None and (bare := bare_list(rows, names.measure)) is not None:
        return _bare(rows, *bare, _title(rows[: bare[0]], names, defaults), names)
    rows = joined_headings(rows, names.measure)
    row = _heading_row(rows, names)
    title = _title(rows[:row], names, defaults)
    wide = _wide_columns(rows[row], names) if row < len(rows) else {}
    columns = _columns(rows[row]) if row < len(rows) else {}
    if "metric" in columns and "value" not in columns:
        holding = value_columns(rows, row, columns)
        columns |= {"value": list(holding)} if len(holding) == 1 else {}
    if is_of_another(rows[:row]):
        return Layout(lacking=("value",))
    beside = {"community", "year"} & columns.keys() and "value" not in columns
    if len(wide) >= (1 if beside else FEWEST_METRICS) and "metric" not in columns:
        told = _unknown(rows, row, columns, wide)
        found = _wide(rows, row, columns, {**wide, **told} if by_year else wide, title, names)
        return found if by_year else replace(found, passed=tuple(told.values()))
    return _tall(rows, row, columns, title, names, by_year)


def _tall(
    rows: Sequence[Sequence[Cell]], row: int, columns: Mapping[Column, Sequence[int]], title: Defaults, names: _Names,
    by_year: bool,
) -> Layout:
    """Read a table with a figure a row, of which several may stand side by side."""
    blocks, several = _blocks(rows[row], columns) if row < len(rows) else ((_Block({}),), {})
    passed: tuple[str, ...] = ()
    if several and (of_years := _a_block_a_year(rows[row], columns)):
        own = tuple(block for block in of_years if block.year == title.year)
        if by_year or own:
            blocks, several = of_years if by_year else own, {}
            passed = tuple(heading_text(rows[row][one.columns["value"]]) for one in of_years if one not in blocks)
    if several:
        return Layout(several=several)
    there = blocks[0].columns
    lacking = tuple(name for name in NEEDED if name not in there and not _stands_in(name, blocks[0], title))
    if lacking:
        return Layout(lacking=lacking)
    width, unit = len(rows[row]), common_unit(rows[:row])
    records = tuple(
        _with_unit(record, unit, names)
        for number in range(_first_below(rows, row, columns), len(rows))
        if not repeats_headings(rows[number], rows[row])
        for record in _records(rows[number], number, blocks, width, title)
    )
    records = tuple(replace(one, beside=beyond_headings(rows[one.number], rows[row])) for one in records)
    known = {at for block in blocks for at in block.columns.values()}
    passed += tuple(one for one in passed_over(rows, row, known) if one not in passed)
    return Layout(records, assumed=_assumed(blocks[0].columns, blocks[0].year, title), passed=passed)


class _Names:
    """Looks names up once each."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._programme = lexicon, lexicon.programme
        self.measure = cache(self._measure)
        self.within = cache(self._within)

    def settled(self, named: Collection[str], usual: str) -> str:
        """Return whom a title means: the usual one also where only its authority is named."""
        offices = {self._programme.community[code].authority for code in named}
        return usual if usual in named and len(offices) == 1 else _alone(named, usual)

    def _within(self, text: str) -> frozenset[str]:
        """Give the communities that a title names; an authority stands for its own, a shared word for each."""
        return frozenset(read_laid(text, self._lexicon).communities)

    def _measure(self, text: str) -> str | None:
        text = without_number(text)
        return measure_named(text, self._lexicon) or measure_named(without_unit(text), self._lexicon)

    def fits(self, unit: str, name: str) -> bool:
        """Tell whether a unit is of the dimension that a metric is counted in."""
        metric = self._programme.metric.get(self.measure(name) or "")
        said, own = unit_named(unit), None if metric is None else unit_named(metric.unit)
        return said is not None and own is not None and said.dimension == own.dimension != "count"


def _heading_row(rows: Sequence[Sequence[Cell]], names: _Names) -> int:
    """Find the row that has most of the headings; one of metrics counts as many as it names."""
    best, most = 0, 0
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        found = {column for cell in row if (column := column_of(cell)) is not None}
        metrics = len(_wide_columns(row, names)) if "metric" not in found else 0
        if (count := max(len(found), metrics)) > most:
            best, most = number, count
    return best


def _wide_columns(row: Sequence[Cell], names: _Names) -> dict[int, str]:
    """Find the columns that are headed by a metric."""
    return {at: text for at, cell in enumerate(row) if (text := heading_text(cell)) and names.measure(text)}


def _unknown(
    rows: Sequence[Sequence[Cell]], head: int, columns: Mapping[Column, Sequence[int]], wide: Mapping[int, str]
) -> dict[int, str]:
    """Find columns of numbers whose heading names nothing that is known: they are to be told, not passed over."""
    known = {*wide, *(at for places in columns.values() for at in places)}
    return {
        at: text for at, cell in enumerate(rows[head])
        if at not in known and (text := heading_text(cell).strip()) and not is_aside(text)
        and any(at < len(row) and re.search("[0-9]", heading_text(row[at])) for row in rows[head + 1 :])
    }


def _columns(row: Sequence[Cell]) -> dict[Column, list[int]]:
    found: dict[Column, list[int]] = {}
    for at, cell in enumerate(row):
        if (column := column_of(cell)) is not None:
            found.setdefault(column, []).append(at)
    return found


def _blocks(
    row: Sequence[Cell], columns: Mapping[Column, Sequence[int]]
) -> tuple[tuple[_Block, ...], Mapping[Column, tuple[int, ...]]]:
    """Cut the headings into tables side by side: each of the needed columns as often as the others, in turn."""
    counts = {len(columns[name]) for name in ("metric", "value") if name in columns} or {1}
    count = max(counts)
    blocks = []
    for number in range(count):
        at = {name: places[number] for name, places in columns.items() if len(places) == count}
        at |= {name: places[0] for name, places in columns.items() if len(places) == 1 and count > 1}
        heading = heading_text(row[at["value"]]) if "value" in at else ""
        year = year_within(without_unit(heading))
        blocks.append(_Block(at, unit_within(heading), "" if year is None else str(year)))
    uneven = {name: tuple(places) for name, places in columns.items() if len(places) not in {1, count}}
    if len(counts) > 1 or uneven or (count > 1 and not _in_turn(columns, count)):
        twice = uneven or {name: tuple(places) for name, places in columns.items() if len(places) > 1}
        return (), twice
    return tuple(blocks), {}


def _a_block_a_year(row: Sequence[Cell], columns: Mapping[Column, Sequence[int]]) -> tuple[_Block, ...]:
    """Cut headings that have one column of values for each year: 指标 2024年 2025年; () for others."""
    single = {name: places[0] for name, places in columns.items() if len(places) == 1}
    headings = [heading_text(row[at]) for at in columns.get("value", ())]
    years = [year_within(without_unit(heading)) for heading in headings]
    if len(single) < len(columns) - 1 or "metric" not in single or None in years or len(set(years)) < len(years):
        return ()
    return tuple(
        _Block({**single, "value": at}, unit_within(heading), str(year))
        for at, heading, year in zip(columns["value"], headings, years, strict=True)
    )


def _in_turn(columns: Mapping[Column, Sequence[int]], count: int) -> bool:
    """Tell whether tables stand side by side: all columns of one before any of the next."""
    repeated = [places for places in columns.values() if len(places) == count]
    ends = [max(places[number] for places in repeated) for number in range(count)]
    starts = [min(places[number] for places in repeated) for number in range(count)]
    return len(repeated) > 1 and all(ends[at] < starts[at + 1] for at in range(count - 1))


def _title(above: Sequence[Sequence[Cell]], names: _Names, defaults: Defaults) -> Defaults:
    """Read a community and a year from the lines above the headings: 通创社区2025年填报表.

    What is named there goes before what would stand in; of several that are named none does.
    """
    places, years = set[str](), set[str]()
    for text in (heading_text(cell).strip() for row in above for cell in row):
        places |= names.within(text)
        years |= {str(year) for year in _years(text)}
        if (begins_with := year_within(text)) is not None:
            years.add(str(begins_with))
    return Defaults(names.settled(places, defaults.community), _alone(years, defaults.year))


def _years(text: str) -> Iterator[int]:
    """Give the years of a title; that of a day is when the sheet was filled in."""
    said = laid_out(text)
    for one in find_years(said, in_dates=False):
        if "年" in said[one.start : one.end]:
            yield one.year


def _alone(found: Collection[str], otherwise: str) -> str:
    """Return the only one found; nothing of several, and of none what else stands in."""
    if not found:
        return otherwise
    return next(iter(found)) if len(found) == 1 else ""


def _stands_in(name: Column, block: _Block, title: Defaults) -> bool:
    return (name == "year" and bool(block.year or title.year)) or (name == "community" and bool(title.community))


def _assumed(columns: Mapping[Column, int], year: str, title: Defaults) -> dict[Column, str]:
    """Give what stood in for a column that the sheet lacks."""
    found: dict[Column, str] = {}
    if "community" not in columns and title.community:
        found["community"] = title.community
    if "year" not in columns and not year and title.year:
        found["year"] = title.year
    return found


def _first_below(rows: Sequence[Sequence[Cell]], row: int, columns: Mapping[Column, Sequence[int]]) -> int:
    """Skip the rest of headings that are merged over several rows."""
    number = row + 1
    places = [at for found in columns.values() for at in found]
    while number < len(rows):
        cells = [rows[number][at] for at in places if at < len(rows[number])]
        merged = [cell for cell in cells if isinstance(cell, Odd) and cell.why == "merged"]
        if not merged or len(merged) != len(cells) or any(column_of(cell) is None for cell in merged):
            break
        number += 1
    return number


def _records(
    row: Sequence[Cell], number: int, blocks: Sequence[_Block], width: int, title: Defaults
) -> Iterator[Record]:
    for block in blocks:
        cells: dict[Column, Cell] = {name: row[at] if at < len(row) else "" for name, at in block.columns.items()}
        at = dict(block.columns)
        for name, stand_in in (("community", title.community), ("year", block.year or title.year)):
            if name not in cells:
                cells[name], at[name] = stand_in, at["metric"]  # type: ignore[index]
        if sum_ := sum_of(row, cells["community"]):
            cells["community"] = sum_
        if "unit" not in cells and block.unit:
            cells["unit"], at["unit"] = block.unit, at["value"]
        if isinstance(cells["metric"], str):
            cells["metric"] = without_number(cells["metric"])
        named_unit = unit_within(heading_text(cells["metric"]))
        if named_unit and not str(cells.get("unit", "")).strip():
            cells["unit"], at["unit"] = named_unit, at["metric"]
        yield Record(number, cells, at, max(len(row) - width, 0))


def _bare(
    rows: Sequence[Sequence[Cell]], first: int, columns: Mapping[Column, int], title: Defaults, names: _Names
) -> Layout:
    """Read a list of names and figures without headings, whose community and year the lines above it name."""
    block = _Block(columns)
    lacking = tuple(name for name in NEEDED if name not in columns and not _stands_in(name, block, title))
    if lacking or is_of_another(rows[:first]):
        return Layout(lacking=lacking or ("value",))
    unit, width = common_unit(rows[:first]), max(map(len, rows))
    records = tuple(
        _with_unit(record, unit, names)
        for number in range(first, len(rows))
        for record in _records(rows[number], number, (block,), width, title)
    )
    return Layout(records, assumed=_assumed(columns, "", title))


def _with_unit(record: Record, unit: str, names: _Names) -> Record:
    """Put the unit of all sums of a sheet into a record that says none."""
    name = heading_text(record.cells["metric"])
    if not unit or str(record.cells.get("unit", "")).strip() or not names.fits(unit, name):
        return record
    if re.search("[0-9]$", heading_text(record.cells["value"]).strip()) is None:
        return record
    return replace(record, cells={**record.cells, "unit": unit}, at={**record.at, "unit": record.at["value"]})


def _wide(
    rows: Sequence[Sequence[Cell]], head: int, columns: Mapping[Column, Sequence[int]], wide: Mapping[int, str],
    title: Defaults, names: _Names,
) -> Layout:
    """Read a table with a column a metric: every filled cell below one is a figure."""
    block = _Block({name: places[0] for name, places in columns.items() if name in {"community", "year"}})
    lacking = tuple(name for name in ("community", "year") if name not in block.columns)
    lacking = tuple(name for name in lacking if not _stands_in(name, block, title))  # type: ignore[arg-type]
    if lacking:
        return Layout(lacking=lacking)  # type: ignore[arg-type]
    width, records = len(rows[head]), []
    for number in range(head + 1, len(rows)):
        row = rows[number]
        place: dict[Column, Cell] = {name: row[at] if at < len(row) else "" for name, at in block.columns.items()}
        for name, stand_in in (("community", title.community), ("year", title.year)):
            place.setdefault(name, stand_in)  # type: ignore[arg-type]
        rest = max(len(row) - width, 0)
        if sum_ := sum_of(row, place.get("community", "")):
            place["community"] = sum_
        for at, text in wide.items():
            value = row[at] if at < len(row) else ""
            cells = {**place, "metric": without_unit(text), "value": value, "unit": unit_within(text)}
            where = {**dict.fromkeys(HEADINGS, at), **block.columns}
            records.append(Record(number, cells, where, rest, beyond_headings(row, rows[head])))
    unit = common_unit(rows[:head])
    return Layout(
        tuple(_with_unit(one, unit, names) for one in records), assumed=_assumed(block.columns, "", title)
    )
