"""A table pasted into the chat: rows of cells with headings become figures, by the same layout as a sheet's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zc_bot.parsing.numerals import read_numeral
from zc_bot.policy.folding import folded
from zc_bot.policy.names import community_code, measure_code
from zc_bot.sheets import Cell, SheetError
from zc_bot.sheets.delimited import rows_of
from zc_bot.sheets.headings import without_unit
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.sheet_cells import text_of, unit_text
from zc_bot.submission.sheet_layout import Defaults, Record, lay_out

UNSAID = "-"
_RULE = re.compile(r"[\s|:+-]+")
_BAR = re.compile(r"^\s*\||\|\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted table says: communities and years that it names, its figures, and names that no metric has."""

    communities: tuple[str, ...]
    years: tuple[int, ...]
    figures: tuple[Waiting, ...]
    unknown: tuple[str, ...]


def read_pasted(text: str, facts: Facts) -> Pasted | None:
    """Read a pasted table; None for a text that is none, so that it is read as a line."""
    rows = _rows(text)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    layout = lay_out(rows, facts.lexicon, Defaults(UNSAID, UNSAID))
    if layout.lacking or layout.several or not layout.records:
        return None
    filled = [record for record in layout.records if text_of(record.cells["value"])]
    figures = [(record, _measure(record, facts)) for record in filled]
    if not any(metric for _, metric in figures):
        return None
    places = [_place(record, facts) for record in filled]
    return Pasted(
        tuple(dict.fromkeys(community for community, _ in places if community)),
        tuple(dict.fromkeys(year for _, year in places if year)),
        tuple(_waiting(record, metric, facts) for record, metric in figures if metric in facts.programme.metric),
        tuple(_said(record) for record, metric in figures if metric not in facts.programme.metric),
    )


def is_table(text: str, facts: Facts) -> bool:
    """Tell whether a text is a pasted table of figures."""
    return "\n" in text and read_pasted(text, facts) is not None


def _rows(text: str) -> Sequence[Sequence[Cell]]:
    """Cut a text into rows; of a table drawn with bars the rules are left out."""
    lines = [line for line in text.strip().splitlines() if line.strip() and not _RULE.fullmatch(line)]
    plain = "\n".join(_BAR.sub("", line) if line.count("|") > 1 else line for line in lines)
    if not re.search(r"[\t|,;，；]", plain):
        return ()
    try:
        return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows_of(plain)]
    except SheetError:
        return ()


def _measure(record: Record, facts: Facts) -> str:
    name = text_of(record.cells["metric"])
    return measure_code(facts.programme, name) or measure_code(facts.programme, without_unit(name)) or ""


def _place(record: Record, facts: Facts) -> tuple[str, int]:
    community = community_code(facts.programme, text_of(record.cells["community"])) or ""
    year = read_numeral(text_of(record.cells["year"]).removesuffix("年"))
    return community, int(year) if year is not None else 0


def _waiting(record: Record, metric: str, facts: Facts) -> Waiting:
    value, unit = text_of(record.cells["value"]), unit_text(record.cells.get("unit", ""))
    own = unit in {"", folded(facts.programme.metric[metric].unit)}
    needs_unit = facts.programme.metric[metric].kind != "yesno" and value[-1:].isdigit()
    text = f"{value}{unit or facts.programme.metric[metric].unit}" if needs_unit and not own else value
    return Waiting(metric, text, phrase=_said(record))


def _said(record: Record) -> str:
    return f"{text_of(record.cells['metric'])} {text_of(record.cells['value'])}"
