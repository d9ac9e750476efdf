"""Everything of some years as a workbook to take along: figures long and wide, verdicts, trends, timeliness, history.

Numbers are numbers where a double holds them exactly; everything else is inert text. Heads are frozen, and each sheet
prints on A4.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from zc_bot.evaluation.board import Board
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.ledger import Ledger
from zc_bot.evaluation.measurements import measure, rounded
from zc_bot.evaluation.result import Total, Version
from zc_bot.evaluation.timeliness import Tally, Timeliness
from zc_bot.evaluation.verdicts import Outcome
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.texts.answers.totals import how_many
from zc_bot.texts.answers.words import Words
from zc_bot.texts.files.book import Book, Cell, write
from zc_bot.texts.files.figure_sheet import COLUMNS, WIDTHS, row_of, sorted_figures
from zc_bot.texts.files.ledger_sheet import write_ledger
from zc_bot.texts.files.sheet_form import OPTIONS
from zc_bot.texts.overseeing.punctuality import share_down
from zc_bot.values import dataclass

FAIL, PASS, OPEN = "#F6D5CB", "#D6E6F7", "#EEEEEE"
_HISTORY = (
    "community", "metric", "year", "value", "unit", "done", "reporter", "actor", "recorded", "typed", "reason",
)
_FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would run if a cell of a CSV began with it."""


@dataclass(frozen=True, slots=True)
class Takeaway:
    """What is taken along: figures as the asker sees them, boards and totals by year, steps, versions, and its label.

    known: of all years, from which growth is counted. boards, filed: None for who may not judge, or not see who was
    in time. code: what the audit knows it by.
    """

    figures: Figures
    known: Figures
    places: tuple[str, ...]
    years: tuple[int, ...]
    boards: tuple[Board, ...] | None
    totals: tuple[Total, ...]
    filed: tuple[Timeliness, ...] | None
    versions: tuple[Version, ...]
    ledger: Ledger
    proofs: Mapping[int, Sequence[str]]
    scope: str
    by: str
    now: datetime
    code: str


def write_workbook(taken: Takeaway, words: Words, zone: ZoneInfo) -> bytes:
    """Write the workbook; its first sheet can be read back by `figures import`."""
    buffer = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, OPTIONS) as opened:
        book = Book(opened, words, zone)
        _long(book, taken)
        _wide(book, taken)
        if taken.boards is not None:
            _verdicts(book, taken.boards)
        _trends(book, taken)
        if taken.filed is not None:
            _punctuality(book, taken.filed)
        _history(book, taken)
        write_ledger(book, taken.ledger, taken.proofs)
        book.about(taken.scope, taken.now, taken.by, taken.code)
    return buffer.getvalue()


def write_csv(taken: Takeaway, words: Words, zone: ZoneInfo) -> bytes:
    """Write the figures as CSV that a spreadsheet opens as it is: UTF-8 with its mark, no cell a formula."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\r\n")
    rows.writerow([words.texts.plain(f"sheet.export.{name}") for name in COLUMNS])
    for one in sorted_figures(taken.figures, words.programme):
        rows.writerow([_inert(cell) for cell in row_of(one, words.programme, words.texts, zone)])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _inert(cell: str | Decimal) -> str:
    text = cell if isinstance(cell, str) else f"{cell:f}"
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _long(book: Book, taken: Takeaway) -> None:
    words = book.words
    sheet = book.sheet("long", [words.texts.plain(f"sheet.export.{name}") for name in COLUMNS], WIDTHS, 2)
    ordered = sorted_figures(taken.figures, words.programme)
    rows = [row_of(one, words.programme, words.texts, book.zone) for one in ordered]
    book.fill(sheet, rows, len(COLUMNS))


def _wide(book: Book, taken: Takeaway) -> None:
    """Write communities × metrics, a row a year, shares and growths too; what waits for review is in italics."""
    words, programme = book.words, book.words.programme
    codes = list(programme.measure)
    heads = [words.texts.plain(f"sheet.export.{name}") for name in ("year", "community")]
    heads += [_headed(programme.measure[code].name(words.lang), words.unit_of(code)) for code in codes]
    sheet = book.sheet("wide", heads, [8, 22, *[14] * len(codes)], 2)
    whole, share = book.look(num_format="#,##0.######"), book.look(num_format="0.00")
    waits = book.look(num_format="#,##0.######", italic=True, font_color="#8A6100")
    number = 0
    for year in sorted(taken.years, reverse=True):
        for place in taken.places:
            if programme.community[place].start > year:
                continue
            number += 1
            write(sheet, number, 0, year)
            write(sheet, number, 1, words.community(place))
            for at, code in enumerate(codes, 2):
                found = measure(programme, taken.known, place, code, year)
                cell = _shown(programme, words, code, rounded(programme, found), found.marker)
                look = share if code in programme.derivation else waits if found.status == "submitted" else whole
                write(sheet, number, at, cell, look)
    sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
    sheet.print_area(0, 0, max(number, 1), len(heads) - 1)


def _headed(name: str, unit: str) -> str:
    return f"{name}\n{unit}" if unit else name


def _shown(programme: Programme, words: Words, code: str, value: Decimal | None, marker: str | None) -> Cell:
    if value is None:
        return words.texts.plain(f"numbers.{marker}") if marker else ""
    metric = programme.measure[code]
    if isinstance(metric, Metric) and metric.kind == "yesno":
        return words.texts.plain("numbers.yes" if value else "numbers.no")
    return value


def _verdicts(book: Book, boards: Iterable[Board]) -> None:
    """Write every verdict, coloured, with its sign so that it is told in print as well."""
    words = book.words
    wanted = [item for item in words.programme.requirements if item.scope == "community"]
    heads = [words.texts.plain(f"sheet.export.{name}") for name in ("year", "community")]
    heads += [_headed(item.name(words.lang), item.cite.clause) for item in wanted]
    heads += [words.texts.plain("take.met"), words.texts.plain("take.reviewed")]
    sheet = book.sheet("verdicts", heads, [8, 22, *[14] * len(wanted), 8, 12], 2)
    centred = {"align": "center", "border": 1, "border_color": "#FFFFFF"}
    looks = {"met": book.look(bg_color=PASS, **centred), "not_met": book.look(bg_color=FAIL, bold=True, **centred)}
    other = book.look(bg_color=OPEN, **centred)
    number = 0
    for board in sorted(boards, key=lambda one: -one.year):
        for card in board.due:
            number += 1
            write(sheet, number, 0, board.year)
            write(sheet, number, 1, words.community(card.community))
            for at, verdict in enumerate(card.verdicts, 2):
                write(sheet, number, at, _signed(verdict.verdict, words), looks.get(verdict.verdict, other))
            write(sheet, number, 2 + len(wanted), len(card.with_verdict("met")))
            arrived = board.arrived[card.community]
            write(sheet, number, 3 + len(wanted), f"{arrived.approved}/{arrived.due}")
    sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
    sheet.print_area(0, 0, max(number, 1), len(heads) - 1)


def _signed(outcome: Outcome, words: Words) -> str:
    """Write a verdict with its sign; what only advises has none."""
    says = words.texts.plain(f"status.board.{outcome}")
    if outcome == "advisory":
        return says
    return words.texts.plain("take.verdict", mark=words.mark(outcome), says=says)


def _trends(book: Book, taken: Takeaway) -> None:
    """Write the sums of all places by year, each with over how many of how many."""
    words = book.words
    years = sorted(taken.years)
    heads: list[Cell] = [words.texts.plain("sheet.export.metric"), words.texts.plain("sheet.export.unit")]
    for year in years:
        heads += [year, words.texts.plain("take.of", year=year)]
    sheet = book.sheet("trends", heads, [26, 10, *[16, 9] * len(years)], 2)
    by_metric: dict[str, dict[int, Total]] = {}
    for total in taken.totals:
        by_metric.setdefault(total.item.measurement.metric, {})[total.item.measurement.year] = total
    rows: list[list[Cell]] = []
    for code, by_year in by_metric.items():
        row: list[Cell] = [words.programme.measure[code].name(words.lang), words.unit_of(code)]
        for year in years:
            found = by_year.get(year)
            value = None if found is None else rounded(words.programme, found.item.measurement)
            row += ["", ""] if found is None or value is None else [value, how_many(found)]
        rows.append(row)
    look = book.look(num_format="#,##0.######")
    book.fill(sheet, rows, len(heads), [None, None, *[look, None] * len(years)])


def _punctuality(book: Book, filed: Iterable[Timeliness]) -> None:
    """Write what came in time, by place, authority, person and metric."""
    words = book.words
    names = ("year", "by", "name", "due", "arrived", "approved", "in_time", "timed", "share", "late", "returned")
    sheet = book.sheet("filed", [words.texts.plain(f"take.filed.{name}") for name in names],
                       [8, 12, 24, 8, 8, 8, 8, 10, 10, 10, 10], 3)
    rows = [
        [of.year, words.texts.plain(f"take.by.{by}"), name, one.due, one.arrived, one.approved, one.in_time,
         one.timed, share_down(one.in_time_share), "" if one.late is None else one.late, one.returned]
        for of in filed
        for by, name, one in _tallies(of, words)
    ]
    looks = [book.look(num_format="0.0%") if name == "share" else None for name in names]
    book.fill(sheet, rows, len(names), looks)


def _tallies(of: Timeliness, words: Words) -> Iterator[tuple[str, str, Tally]]:
    for one in of.by_community():
        yield "community", words.community(one.key), one
    for one in of.by_authority(words.programme):
        yield "authority", words.authority(one.key), one
    for one in of.by_person():
        yield "person", one.key, one
    for one in of.by_metric():
        yield "metric", words.metric(one.key), one


def _history(book: Book, taken: Takeaway) -> None:
    """Write every version that the asker may see, the oldest first."""
    words, programme = book.words, book.words.programme
    names = [words.texts.plain(f"take.history.{name}") for name in _HISTORY]
    sheet = book.sheet("history", names, [20, 24, 8, 16, 8, 10, 12, 12, 17, 18, 30], 3)
    rows = [
        [words.community(one.community), programme.metric[one.metric].name(words.lang), one.year,
         _shown(programme, words, one.metric, one.value, one.marker), programme.metric[one.metric].unit,
         words.texts.plain(f"take.done.{one.deed}"), one.reporter_name, one.actor_name,
         words.moment(one.recorded_at), one.typed, one.reason]
        for one in taken.versions
        if one.metric in programme.metric and one.community in programme.community
    ]
    book.fill(sheet, rows, len(names))


def digest_of(figures: Sequence[Figure]) -> str:
    """Write the figures in one way, for a code that tells whether two files hold the same."""
    rows = ((one.community, one.metric, one.year, one.marker or one.value, one.status) for one in figures)
    return "\n".join(",".join(map(str, row)) for row in rows)
