"""A form sheet that came back: its rows → the figures of each community and year, or the faults of its cells.

What is clear is taken, whatever stands in other rows; the same checks as in the dialogue. What the dialogue would ask
about (two senses, a change that wants a reason) is a fault of the cell here, and says what to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure
from zc_bot.parsing.refusals import Rejection
from zc_bot.policy.records import Metric
from zc_bot.sheets import Cell
from zc_bot.sheets.headings import Column
from zc_bot.submission import events as ev
from zc_bot.submission.card import recorded
from zc_bot.submission.checks import Candidate, hard, soft
from zc_bot.submission.draft import Entry
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.intake import refused
from zc_bot.submission.reasons import gives_reason
from zc_bot.submission.relative import is_same, read_relative
from zc_bot.submission.sheet_layout import Defaults, Layout, lay_out
from zc_bot.submission.sheet_rows import CellFault, Line, Place, RowReader, RowReading

MANY_FAULTS = 500
"""A sheet with more is not read to its end: the store's only writer has others to serve."""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a sheet says: the figures that can be submitted, and the faults of the others."""

    places: Mapping[Place, tuple[Entry, ...]]
    faults: tuple[CellFault, ...]
    lacking: tuple[Column, ...] = ()
    """Columns that were not found; then nothing was read."""
    several: Mapping[Column, tuple[int, ...]] = field(default_factory=dict)
    """Columns that were found more than once, and where; then nothing was read."""
    unchanged: int = 0
    """Figures that are recorded as they stand in the sheet."""
    cut: bool = False
    """Whether there were too many faults to go on: then nothing is taken."""
    derived: tuple[str, ...] = ()
    """Figures that stand in the sheet though the system works them out; they are passed over, and named."""
    assumed: Mapping[Column, str] = field(default_factory=dict)
    """What stood in for a column that the sheet lacks: a community's code, a year."""
    details: tuple[str, ...] = ()
    """Details of figures and sums of them, which are not reported; they are passed over, and named."""
    passed: tuple[str, ...] = ()
    """Headings of columns that are not read: of other years, or of no figure that is reported."""


@dataclass(slots=True)
class _Table:
    """The rows below the headings, as they are read one by one."""

    lines: dict[tuple[Place, str], Line] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    last: Line | None = None
    """The figure of the row above, where it is one."""
    untold: set[tuple[Place, str]] = field(default_factory=set)
    """Figures of which the rows do not tell what they are: two say something else, or share a cell."""


def read_form(rows: Sequence[Sequence[Cell]], facts: Facts, place: Defaults | None = None) -> SheetReport:
    """Read every row that holds a value; `place` stands in where the sheet names no community or year."""
    only = facts.communities[0] if len(facts.communities) == 1 else ""
    usual = Defaults(only, str(facts.years[0]) if facts.years else "")
    layout = lay_out(rows, facts.lexicon, place or usual)
    if layout.lacking or layout.several:
        return SheetReport({}, (), layout.lacking, layout.several)
    table = _read_table(layout, facts)
    if len(table.faults) > MANY_FAULTS:
        return SheetReport({}, tuple(table.faults), cut=True)
    return replace(
        _judge(table, facts), derived=tuple(dict.fromkeys(table.derived)), assumed=layout.assumed,
        details=tuple(dict.fromkeys(table.details)), passed=layout.passed,
    )


def _read_table(layout: Layout, facts: Facts) -> _Table:
    """Read the records, up to where there are too many faults."""
    table, reader = _Table(), RowReader(facts)
    for record in layout.records:
        _add(table, reader.read(record))
        if len(table.faults) > MANY_FAULTS:
            break
    return table


def _add(table: _Table, read: RowReading) -> None:
    if read.derived:
        table.derived.append(read.derived)
    if read.detail:
        table.details.append(read.detail)
    if read.line is not None:
        key = (read.line.place, read.line.metric.code)
        first = table.lines.setdefault(key, read.line)
        if first.text != read.line.text:
            twice = ev.Refused("twice", read.line.metric.code, found=str(first.number + 1))
            table.faults.append(CellFault(read.line.number, read.line.metric_at, twice))
            table.untold.add(key)
    elif (above := table.last) is not None and any(one.refusal.code == "cell_merged" for one in read.faults):
        table.faults.append(CellFault(above.number, above.value_at, ev.Refused("cell_merged", above.metric.code)))
        table.untold.add((above.place, above.metric.code))  # Of which row a shared cell is can't be told.
    table.faults += read.faults
    table.last = read.line


def _judge(table: _Table, facts: Facts) -> SheetReport:
    """Check the figures of each place together, and take those that are clear."""
    places: dict[Place, tuple[Entry, ...]] = {}
    faults, unchanged = list(table.faults), 0
    by_place: dict[Place, list[Line]] = {}
    for key, line in table.lines.items():
        if key not in table.untold:
            by_place.setdefault(line.place, []).append(line)
    for place, theirs in by_place.items():
        if len(faults) > MANY_FAULTS:
            return SheetReport({}, _in_order(faults), cut=True)
        entries, found, same = _read_place(place, theirs, facts)
        faults += found
        unchanged += same
        if entries:
            places[place] = entries
    return SheetReport(places, _in_order(faults), unchanged=unchanged)


def _in_order(faults: Iterable[CellFault]) -> tuple[CellFault, ...]:
    """Give the faults by their cells, each once: all figures of a row in a wide table share its community."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.row, fault.column)))


def failing(places: Mapping[Place, tuple[Entry, ...]], facts: Facts) -> tuple[ev.Refused, ...]:
    """Find what forbids, now, a sheet that was shown some time ago."""
    found: list[ev.Refused] = []
    for (community, year), entries in places.items():
        values = recorded(community, year, facts) | {one.metric: one.value for one in entries}
        for one in entries:
            candidate = Candidate(one.metric, one.value, one.marker)
            found += [refused(each, one.typed) for each in hard(candidate, community, year, facts, values)]
    return tuple(found)


def _read_place(
    place: Place, rows: Sequence[Line], facts: Facts
) -> tuple[tuple[Entry, ...], list[CellFault], int]:
    """Read and check the figures of one community and year together; gives also how many stand as they are."""
    (community, year), faults = place, []
    readings: dict[str, Reading] = {}
    same = sum(_as_given(row, place, facts) for row in rows)
    rows = [row for row in rows if not _as_given(row, place, facts)]
    for row in rows:
        code = row.metric.code
        previous = facts.last_year(community, code, year)
        size = facts.usual(community, code, year) if previous is None else previous.value
        outcome = _as_last(row, previous) or read_figure(row.text, row.metric, size)
        if isinstance(outcome, Reading):
            readings[code] = outcome
        else:
            faults.append(CellFault(row.number, row.value_at, _refusal(outcome, row.metric)))
    values = recorded(community, year, facts) | {
        row.metric.code: readings[row.metric.code].value for row in rows if row.metric.code in readings
    }
    entries = []
    for row in rows:
        code = row.metric.code
        if code not in readings:
            continue
        reading = readings[code]
        candidate = Candidate(code, reading.value, reading.marker)
        known, last = facts.known(community, code, year), facts.last_year(community, code, year)
        found = [refused(one, row.text) for one in hard(candidate, community, year, facts, values)]
        unchanged = facts.is_reported(community, code, year) and _same(known, reading)
        usual = None if last else facts.usual(community, code, year)
        if not found and not unchanged and (doubts := soft(candidate, row.metric, last, known, usual)):
            found = _unexplained(row, doubts[0].code, doubts[0].values, facts)
        faults += [CellFault(row.number, row.value_at, one) for one in found]
        version = known.version if known is not None else None
        same += unchanged and not found
        if not (unchanged or found):
            entries.append(Entry(code, reading.typed, reading.value, reading.marker, version, row.reason))
    return tuple(entries), faults, same


def _as_last(row: Line, previous: Known | None) -> Reading | Rejection | None:
    """Read a cell that only says that it is as last year; None for any other."""
    outcome = read_relative(row.text, row.metric, previous) if is_same(row.text) else None
    return None if isinstance(outcome, Ambiguous) else outcome


def _same(known: Known | None, reading: Reading) -> bool:
    return known is not None and (known.value, known.marker) == (reading.value, reading.marker)


def _unexplained(row: Line, code: str, values: tuple[Decimal, ...], facts: Facts) -> list[ev.Refused]:
    """Ask for the reason of an unusual figure, where the row gives none."""
    if gives_reason(row.reason, facts):
        return []
    return [ev.Refused(f"wants_reason_{code}", row.metric.code, row.text, values=values)]


def _refusal(outcome: Ambiguous | Rejection, metric: Metric) -> ev.Refused:
    if isinstance(outcome, Rejection):
        return ev.Refused(outcome.code, metric.code, outcome.found, outcome.expected)
    code = "none_senses" if outcome.why == "none" else "two_senses"
    return ev.Refused(code, metric.code, outcome.readings[0].typed, expected=metric.unit)


def _as_given(row: Line, place: Place, facts: Facts) -> bool:
    """Tell whether a row still holds the bare number that the form gave out for the figure that stands."""
    community, year = place
    known = facts.known(community, row.metric.code, year)
    stands = known is not None and facts.is_reported(community, row.metric.code, year)
    return stands and known is not None and row.bare is not None and known.value == row.bare
