"""A table pasted into the chat: rows of cells with headings become figures, by the same layout as a sheet's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from zc_bot.parsing.names import measure_named
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.units import unit_named
from zc_bot.parsing.words import read_word
from zc_bot.policy.folding import folded
from zc_bot.policy.names import community_code
from zc_bot.sheets import Cell, SheetError
from zc_bot.sheets.delimited import rows_of
from zc_bot.sheets.headings import HEADINGS, Column, column_of, headings_in, without_unit
from zc_bot.submission.common_unit import with_common_unit, without_common_unit
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.sheet_cells import text_of, unfit_unit, unit_text
from zc_bot.submission.sheet_headings import SUMS, is_beside
from zc_bot.submission.sheet_layout import Defaults, Record, lay_out
from zc_bot.values import dataclass

SERIAL = frozenset({"序号", "编号", "no", "no."})
"""Heads the numbers of the rows."""
UNSAID = "-"
FEWEST_HEADS, HEADS_WITHIN = 2, 3
FEWEST_BARE = 3
"""A table without headings has so many columns: two are a list of names and figures."""
_CARD = compile_later(r"[ ]*(?P<head>[^:：\t|,，;；]{1,8})[ ]*[:：][ ]*(?=\S)")
"""A line of a card: 指标：从业人员."""
_RULE = compile_later(r"[\s|:+-]+")
_BAR = compile_later(r"^\s*\||\|\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted table says: communities and years that it names, its figures, and names that no metric has.

    told: figures of other places and years than those that its reader reports for, which stand beside.
    groups: its figures by community ('' unsaid) and year (0 unsaid).
    """

    communities: tuple[str, ...]
    years: tuple[int, ...]
    figures: tuple[Waiting, ...]
    unknown: tuple[str, ...]
    told: tuple[str, ...] = ()
    groups: tuple[tuple[tuple[str, int], tuple[Waiting, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A filled row: its metric ('' for a name that none has), and the community ('') and year (0) that it names."""

    record: Record
    metric: str
    community: str
    year: int


def read_pasted(text: str, facts: Facts) -> Pasted | None:
    """Read a pasted table; None for a text that is none, so that it is read as a line."""
    said, unit = without_common_unit(text)
    rows = _rows(said, facts)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    rows = _unpivoted(_headed(_upright(rows), facts), facts)
    layout = lay_out(rows, facts.lexicon, Defaults(UNSAID, UNSAID), by_year=True)
    if layout.lacking or layout.several or not layout.records:
        return None
    filled = [record for record in layout.records if text_of(record.cells["value"])]
    sums = [record for record in filled if folded(text_of(record.cells["community"])) in SUMS]
    found = [_row(record, facts) for record in filled if record not in sums]
    if not any(row.metric for row in found):
        return None
    own, others = _parted(found, facts)
    told = [_told(row, facts) for row in others]
    told += [f"{text_of(one.cells['community'])} {_said(one)}" for one in sums]
    groups: dict[tuple[str, int], list[Waiting]] = {}
    for row in own:
        if row.metric in facts.programme.metric:
            item = _waiting(row, facts)
            if not unit_text(row.record.cells.get("unit", "")):  # A row's own unit is its own.
                item = with_common_unit(item, unit, facts.programme)
            groups.setdefault((row.community, row.year), []).append(item)
    return Pasted(
        tuple(dict.fromkeys(row.community for row in own if row.community)),
        tuple(dict.fromkeys(row.year for row in own if row.year)),
        tuple(item for items in groups.values() for item in items),
        tuple(_said(row.record) for row in own if row.metric not in facts.programme.metric),
        tuple(told),
        tuple((place, tuple(items)) for place, items in groups.items()),
    )


def _upright(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Turn a card of one figure, a heading and what it is on each line, into a row below its headings."""
    heads = [column_of(row[0]) for row in rows]
    if any(len(row) != FEWEST_HEADS for row in rows) or None in heads or not {"metric", "value"} <= {*heads}:
        return rows
    return [[row[at] for row in rows] for at in range(FEWEST_HEADS)]


def _headed(rows: Sequence[Sequence[Cell]], facts: Facts) -> Sequence[Sequence[Cell]]:
    """Write headings above rows that have none, where each column holds one kind of thing: the form without its head.

    江海,employees,2025,5390,人; any other rows stay as they are.
    """
    headed = headings_in(rows, HEADS_WITHIN) >= FEWEST_HEADS
    if headed or len({len(row) for row in rows}) > 1 or len(rows[0]) < FEWEST_BARE:
        return rows
    kinds = [_kind([text_of(row[at]) for row in rows], facts) for at in range(len(rows[0]))]
    if kinds.count("metric") != 1 or kinds.count("value") != 1 or None in kinds or len(set(kinds)) < len(kinds):
        return rows
    return [[HEADINGS[kind][0] for kind in kinds if kind], *rows]


def _kind(cells: Sequence[str], facts: Facts) -> Column | None:
    """Tell what all cells of a column are; None where they are of several kinds."""
    kinds: tuple[tuple[Column, Callable[[str], object]], ...] = (
        ("community", lambda cell: community_code(facts.programme, cell)),
        ("metric", lambda cell: measure_named(without_unit(cell), facts.lexicon)),
        ("year", _YEAR.fullmatch),
        ("unit", unit_named),
        ("value", lambda cell: isinstance(read_quantity(cell), Quantity) or read_word(cell)),
    )
    return next((kind for kind, fits in kinds if all(map(fits, cells))), None)


def _unpivoted(rows: Sequence[Sequence[Cell]], facts: Facts) -> Sequence[Sequence[Cell]]:
    """Write a table with a column for each community, or for each year under a bare number, with a row a figure."""
    heads = [text_of(cell) for cell in rows[0]]
    places = {at: head for at, head in enumerate(heads) if at and community_code(facts.programme, head)}
    years = {at: head for at, head in enumerate(heads) if at and _YEAR.fullmatch(head)}
    columns = places if len(places) > 1 else years
    if len(columns) < 2 or len(columns) != len(heads) - 1 - any(column_of(head) == "unit" for head in heads[1:]):
        return rows
    unit = next((at for at, head in enumerate(heads) if at and column_of(head) == "unit"), 0)
    whole = heads[0] if community_code(facts.programme, heads[0]) else ""
    found: list[list[Cell]] = [["社区", "指标", "年度", "数值", "单位"]]
    for row in rows[1:]:
        for at, head in columns.items():
            place, year = (head, UNSAID) if columns is places else (whole or UNSAID, head)
            value = row[at] if at < len(row) else ""
            found.append([place, row[0], year, value, row[unit] if unit and unit < len(row) else ""])
    return found


_YEAR = compile_later("20[0-9]{2}年?度?")


def _row(record: Record, facts: Facts) -> _Row:
    community = community_code(facts.programme, text_of(record.cells["community"])) or ""
    year = read_numeral(text_of(record.cells["year"]).removesuffix("年"))
    return _Row(record, _measure(record, facts), community, int(year) if year is not None else 0)


def _parted(rows: Sequence[_Row], facts: Facts) -> tuple[list[_Row], list[_Row]]:
    """Part the figures of the one place and year that can be reported from those told beside; all where none can."""
    own = [
        row for row in rows
        if row.community in {"", *facts.communities} and row.year in {0, *facts.years}
    ]
    return (own, [row for row in rows if row not in own]) if own else (list(rows), [])


def _told(row: _Row, facts: Facts) -> str:
    place = facts.programme.community[row.community].name.zh if row.community else ""
    return " ".join(filter(None, (place, f"{row.year}年" if row.year else "", _said(row.record))))


def is_table(text: str, facts: Facts) -> bool:
    """Tell whether a text is a pasted table of figures."""
    return "\n" in text and read_pasted(text, facts) is not None


def is_heading(line: str) -> bool:
    """Tell whether a line heads the columns of a table, so that 上年 in it is no title's year."""
    cells = re.split(r"[\t|,;，；]", line)
    cells = cells if len(cells) > 1 else line.split()
    return sum(column_of(cell.strip()) is not None for cell in cells) >= FEWEST_HEADS


def _rows(text: str, facts: Facts) -> Sequence[Sequence[Cell]]:
    """Cut a text into rows; of a table drawn with bars the rules are left out."""
    lines = text.replace("｜", "|").strip().splitlines()
    lines = [line for line in lines if line.strip() and not _RULE.fullmatch(line)]
    if lines and all(_CARD.match(line) for line in lines):
        lines = [_CARD.sub(r"\g<head>\t", line, count=1) for line in lines]
    plain = "\n".join(_BAR.sub("", line) if line.count("|") > 1 else line for line in _tabbed(lines, facts))
    if not re.search(r"[\t|,;，；]", plain):
        return ()
    try:
        return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows_of(plain)]
    except SheetError:
        return ()


def _tabbed(lines: Sequence[str], facts: Facts) -> Sequence[str]:
    """Part by tabs the cells of a table whose own became spaces when it was copied, below headings that tell it."""
    if not lines or any(mark in line for line in lines for mark in "\t|"):
        return lines
    rows = _cornered([line.split() for line in lines], facts)
    head = next((at for at, row in enumerate(rows[:HEADS_WITHIN]) if _are_heads(row, facts)), None)
    if head is None or any(len(row) > len(rows[head]) for row in rows[head:]):
        return lines
    return [*lines[:head], *("\t".join(row) for row in rows[head:])]


def _cornered(rows: list[list[str]], facts: Facts) -> list[list[str]]:
    """Head the first column where an empty corner was lost among spaces: 通创 观音山 above 从业 4400 2650."""
    head, *below = rows
    if not below or any(len(row) != len(head) + 1 for row in below):
        return rows
    if not (_are_heads(head, facts) or _part_values(head, facts)):
        return rows
    of_places = all(community_code(facts.programme, row[0]) or folded(row[0]) in SUMS for row in below)
    return [[HEADINGS["community" if of_places else "metric"][0], *head], *below]


def _are_heads(row: Sequence[str], facts: Facts) -> bool:
    """Tell whether all words of a line head columns: 指标 本年数, 社区 从业人员 总产值（亿元）, 指标 通创 观音山."""
    first, *rest = row
    if column_of(first) == "metric" and _part_values(rest, facts):
        return True
    of_figures = column_of(first) == "metric"
    return len(row) >= FEWEST_HEADS and all(
        cell in SERIAL or column_of(cell) is not None or measure_named(without_unit(cell), facts.lexicon)
        or (of_figures and is_beside(cell))
        for cell in row
    )


def _part_values(row: Sequence[str], facts: Facts) -> bool:
    """Tell whether all words of a line are communities, or all years: they head columns of values."""
    places = [community_code(facts.programme, cell) is not None for cell in row]
    return len(row) >= FEWEST_HEADS and (all(places) or all(map(_YEAR.fullmatch, row)))


def _measure(record: Record, facts: Facts) -> str:
    name = text_of(record.cells["metric"])
    found = measure_named(name, facts.lexicon) or measure_named(without_unit(name), facts.lexicon) or ""
    return _of_amount(found, text_of(record.cells["value"]), facts)


def _of_amount(code: str, value: str, facts: Facts) -> str:
    """Give the figure that the name of its share means beside an amount with a unit of its own: 高新 53亿."""
    share, read = facts.programme.derivation.get(code), read_quantity(value)
    is_amount = isinstance(read, Quantity) and (read.scaled or read.unit is not None) and "%" not in laid_out(value)
    return share.numerator or code if share is not None and is_amount else code


def _waiting(row: _Row, facts: Facts) -> Waiting:
    record, metric = row.record, row.metric
    value, unit = text_of(record.cells["value"]), unit_text(record.cells.get("unit", ""))
    own = unit in {"", folded(facts.programme.metric[metric].unit)}
    needs_unit = facts.programme.metric[metric].kind != "yesno" and value[-1:].isdigit()
    text = f"{value}{unit or facts.programme.metric[metric].unit}" if needs_unit and not own else value
    if unit and unfit_unit(record.cells.get("unit", ""), facts.programme.metric[metric]) is not None:
        return Waiting(metric, value, phrase=_said(record), fault="unit_unfit", found=unit)
    return Waiting(metric, text, phrase=_said(record))


def _said(record: Record) -> str:
    return f"{text_of(record.cells['metric'])} {text_of(record.cells['value'])}"
