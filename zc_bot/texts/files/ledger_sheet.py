"""What is on record beside the figures as a sheet: support, milestones, decisions, targets."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from zc_bot.evaluation.ledger import Ledger, Record, kind_of_support
from zc_bot.texts.answers.words import Words
from zc_bot.texts.files.book import Book, Cell
from zc_bot.texts.files.sheet_form import OPTIONS

HEADS = (
    "id", "kind", "authority", "community", "amount", "unit", "who", "day", "due", "what", "state", "by", "measure",
    "clause", "proof", "metric", "year", "subject",
)
_WIDTHS = (8, 12, 20, 20, 14, 10, 14, 12, 12, 40, 10, 12, 14, 10, 26, 18, 8, 26)


def write_ledger_book(
    known: Ledger, proofs: Mapping[int, Sequence[str]], scope: str, by: str, now: datetime,
    words: Words, zone: ZoneInfo,
) -> bytes:
    """Write a workbook of what is on record; its first sheet can be read back by `support import` and its like."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as opened:
        book = Book(opened, words, zone)
        write_ledger(book, known, proofs)
        book.about(scope, now, by, "")
    return buffer.getvalue()


def write_ledger(book: Book, known: Ledger, proofs: Mapping[int, Sequence[str]]) -> None:
    """Write decisions, milestones, targets and support on record. proofs: the papers' names by an entry's number."""
    sheet = book.sheet("ledger", [book.words.texts.plain(f"take.ledger.{name}") for name in HEADS], _WIDTHS, 2)
    book.fill(sheet, [_row(one, proofs, book.words) for one in known.records], len(HEADS))


def _row(one: Record, proofs: Mapping[int, Sequence[str]], words: Words) -> list[Cell]:
    noted, plain = one.noted, words.texts.plain
    kind = kind_of_support(words.programme, noted) if noted.kind == "support" else None
    return [
        one.id, plain(f"ledger.kind.{noted.kind}"), words.authority(noted.authority) if noted.authority else "",
        words.community(noted.community) if noted.community else "",
        "" if noted.amount is None else noted.amount, noted.unit, noted.who,
        noted.day.isoformat() if noted.day else "", noted.due.isoformat() if noted.due else "", noted.what,
        plain("ledger.closed") if one.state == "closed" else "" if one.approved else plain("ledger.waiting"),
        one.recorded_by, "" if kind is None else kind.title(words.lang), "" if kind is None else kind.cite.clause,
        words.listed(proofs.get(one.first, ())), words.metric(noted.metric) if noted.metric else "",
        "" if noted.year is None else noted.year, noted.subject,
    ]
