"""A form sheet that came back: its rows → the figures of each community and year, or the faults of its cells.

All or nothing for each community and year; the same checks as in the dialogue. What the dialogue would ask about
(two senses, a change that wants a reason) is a fault of the cell here, and says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure
from zc_bot.parsing.numerals import is_whole, plain, read_numeral
from zc_bot.parsing.refusals import Rejection
from zc_bot.policy.names import community_code, folded, measure_code
from zc_bot.policy.programme import Metric
from zc_bot.submission import events as ev
from zc_bot.submission.card import recorded
from zc_bot.submission.checks import Candidate, hard, soft
from zc_bot.submission.draft import Entry
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.intake import refused
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON

Column = Literal["community", "metric", "year", "value", "unit", "reason"]
Place = tuple[str, int]
"""A community and a year."""
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    "community": ("社区", "社区名称", "众创社区", "community"),
    "metric": ("指标", "指标名称", "项目", "metric"),
    "year": ("年度", "年份", "年", "year"),
    "value": ("本年数", "数值", "填报数", "本年", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "reason": ("说明", "原因", "变化原因", "reason"),
}
NEEDED: tuple[Column, ...] = ("community", "metric", "year", "value")
_BARE = re.compile("-?[0-9]+(?:[.][0-9]+)?")
HEADING_WITHIN = 10
"""The headings stand in one of the first so many rows."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell; `row` counts from 0 as in the sheet, `column` is that of the heading."""

    row: int
    column: int
    refusal: ev.Refused


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a sheet says: the places that can be submitted, and the faults of the others."""

    places: Mapping[Place, tuple[Entry, ...]]
    faults: tuple[CellFault, ...]
    lacking: tuple[Column, ...] = ()
    """Columns that were not found; then nothing was read."""
    held: tuple[Place, ...] = ()
    """Places of which nothing is taken, for their faults."""
    unchanged: int = 0
    """Figures that are recorded as they stand in the sheet."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    place: Place
    metric: Metric
    text: str
    bare: Decimal | None
    """The number of a cell that holds nothing else."""
    reason: str


def read_form(rows: Sequence[Sequence[Any]], facts: Facts) -> SheetReport:
    """Read every row that holds a value; cells are text or exact decimals."""
    heading, columns = _find_columns(rows)
    lacking = tuple(name for name in NEEDED if name not in columns)
    if lacking:
        return SheetReport({}, (), lacking)
    faults: list[CellFault] = []
    read: dict[tuple[Place, str], _Row] = {}
    for number in range(heading + 1, len(rows)):
        row = _read_row(rows[number], number, columns, facts, faults)
        if row is None:
            continue
        key = (row.place, row.metric.code)
        if key in read:
            twice = ev.Refused("twice", row.metric.code, found=str(read[key].number + 1))
            faults.append(CellFault(number, columns["metric"], twice))
        read[key] = row
    broken = {row.place for row in read.values() if any(fault.row == row.number for fault in faults)}
    unplaced = {community_code(facts.programme, _cell(rows[fault.row], columns["community"])) for fault in faults}
    places: dict[Place, tuple[Entry, ...]] = {}
    held: list[Place] = []
    unchanged = 0
    for place in dict.fromkeys(row.place for row in read.values()):
        theirs = [row for row in read.values() if row.place == place]
        entries, found = _read_place(place, theirs, columns, facts)
        faults += found
        if found or place in broken or place[0] in unplaced:
            held.append(place)
            continue
        unchanged += len(theirs) - len(entries)
        if entries:
            places[place] = entries
    faults.sort(key=lambda fault: (fault.row, fault.column))
    return SheetReport(places, tuple(faults), held=tuple(held), unchanged=unchanged)


def failing(places: Mapping[Place, tuple[Entry, ...]], facts: Facts) -> tuple[ev.Refused, ...]:
    """Find what forbids, now, a sheet that was shown some time ago."""
    found: list[ev.Refused] = []
    for (community, year), entries in places.items():
        values = recorded(community, year, facts) | {one.metric: one.value for one in entries}
        for one in entries:
            candidate = Candidate(one.metric, one.value, one.marker)
            found += [refused(each, one.typed) for each in hard(candidate, community, year, facts, values)]
    return tuple(found)


def _find_columns(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[Column, int]]:
    """Find the row of headings, the one that has most of them, and where each stands."""
    best: tuple[int, dict[Column, int]] = (0, {})
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        names = [folded(str(cell)) for cell in row]
        found: dict[Column, int] = {
            column: next(at for at, name in enumerate(names) if name in wanted)
            for column, wanted in HEADINGS.items()
            if any(name in wanted for name in names)
        }
        if len(found) > len(best[1]):
            best = number, found
    return best


def _read_row(
    row: Sequence[Any], number: int, columns: Mapping[Column, int], facts: Facts, faults: list[CellFault]
) -> _Row | None:
    """Read where a row belongs; None for one without a value and for one that is nobody's."""
    cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    text = _text(cells["value"])
    if not text:
        return None

    def fault(column: Column, code: str, metric: str = "", found: str = "") -> None:
        faults.append(CellFault(number, columns[column], ev.Refused(code, metric, found)))

    community = community_code(facts.programme, _text(cells["community"]))
    measure = measure_code(facts.programme, _text(cells["metric"]))
    year = _year(cells["year"])
    if community is None or community not in facts.communities:
        fault("community", "scope")
    if measure is None:
        fault("metric", "unknown_metric")
    elif measure in facts.programme.derivation:
        fault("metric", "derived", metric=measure)
    if year is None:
        fault("year", "no_year", found=_text(cells["year"])[:20])
    metric = facts.programme.metric.get(measure or "")
    if community is None or community not in facts.communities or metric is None or year is None:
        return None
    unit = _text(cells.get("unit", ""))
    bare = _bare(text) if unit in {"", metric.unit} else None
    if unit and unit != metric.unit and metric.kind != "yesno" and text[-1:].isdigit():
        text = f"{text}{unit}"
    return _Row(number, (community, year), metric, text, bare, _text(cells.get("reason", "")))


def _read_place(
    place: Place, rows: Sequence[_Row], columns: Mapping[Column, int], facts: Facts
) -> tuple[tuple[Entry, ...], list[CellFault]]:
    """Read and check the figures of one community and year together."""
    (community, year), faults = place, []
    readings: dict[int, Reading] = {}
    rows = [row for row in rows if not _as_given(row, place, facts)]
    for row in rows:
        previous = facts.last_year(community, row.metric.code, year)
        outcome = read_figure(row.text, row.metric, None if previous is None else previous.value)
        if isinstance(outcome, Reading):
            readings[row.number] = outcome
        else:
            faults.append(CellFault(row.number, columns["value"], _refusal(outcome, row.metric)))
    values = recorded(community, year, facts) | {
        row.metric.code: readings[row.number].value for row in rows if row.number in readings
    }
    entries = []
    for row in rows:
        if row.number not in readings:
            continue
        reading, code = readings[row.number], row.metric.code
        candidate = Candidate(code, reading.value, reading.marker)
        known, last = facts.known(community, code, year), facts.last_year(community, code, year)
        found = [refused(one, row.text) for one in hard(candidate, community, year, facts, values)]
        unchanged = facts.is_reported(community, code, year) and _same(known, reading)
        if not found and not unchanged and (doubts := soft(candidate, row.metric, last, known)):
            found = _unexplained(row, doubts[0].code, doubts[0].values)
        column = columns["value"]
        faults += [CellFault(row.number, column, one) for one in found]
        version = known.version if known is not None else None
        if unchanged:
            continue
        entries.append(Entry(code, reading.typed, reading.value, reading.marker, version, row.reason))
    return tuple(entries), faults


def _same(known: Known | None, reading: Reading) -> bool:
    return known is not None and (known.value, known.marker) == (reading.value, reading.marker)


def _unexplained(row: _Row, code: str, values: tuple[Decimal, ...]) -> list[ev.Refused]:
    """Ask for the reason of an unusual figure, where the row gives none."""
    if SHORTEST_REASON <= len(row.reason) <= LONGEST_REASON:
        return []
    return [ev.Refused(f"wants_reason_{code}", row.metric.code, row.text, values=values)]


def _refusal(outcome: Ambiguous | Rejection, metric: Metric) -> ev.Refused:
    if isinstance(outcome, Rejection):
        return ev.Refused(outcome.code, metric.code, outcome.found, outcome.expected)
    return ev.Refused("two_senses", metric.code, outcome.readings[0].typed, expected=metric.unit)


def _as_given(row: _Row, place: Place, facts: Facts) -> bool:
    """Tell whether a row still holds the bare number that the form gave out for the figure that stands."""
    community, year = place
    known = facts.known(community, row.metric.code, year)
    stands = known is not None and facts.is_reported(community, row.metric.code, year)
    return stands and known is not None and row.bare is not None and known.value == row.bare


def _cell(row: Sequence[Any], at: int) -> str:
    return _text(row[at]) if at < len(row) else ""


def _text(cell: Any) -> str:
    return f"{plain(cell):f}" if isinstance(cell, Decimal) else str(cell).strip()


def _bare(text: str) -> Decimal | None:
    return Decimal(text) if _BARE.fullmatch(text) else None


def _year(cell: Any) -> int | None:
    bare = str(cell).strip().removesuffix("度").removesuffix("年")
    number = cell if isinstance(cell, Decimal) else read_numeral(bare)
    if number is None or not is_whole(number) or not 1990 <= number <= 2200:
        return None
    return int(number)
