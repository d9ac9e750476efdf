"""The audit as a sheet to hand over: a row an act, the newest first, in the words of the chat."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from zc_bot.policy.roles import ROLES
from zc_bot.storage.audit import Line
from zc_bot.texts.answers.words import Words
from zc_bot.texts.audit import action_of, actor_of, what_of
from zc_bot.texts.files.book import Book, Cell
from zc_bot.texts.files.sheet_form import OPTIONS
from zc_bot.texts.people import role_name

HEADS = ("number", "at", "name", "id", "role", "action", "what")
_WIDTHS = (8, 18, 14, 14, 12, 20, 60)


def write_audit_book(
    lines: Sequence[Line], names: Mapping[int, str], by: str, now: datetime, words: Words, zone: ZoneInfo
) -> bytes:
    """Write a workbook of lines of the audit. names: of everybody who was ever admitted, by id."""
    import xlsxwriter

    buffer, plain = io.BytesIO(), words.texts.plain
    with xlsxwriter.Workbook(buffer, OPTIONS) as opened:
        book = Book(opened, words, zone)
        sheet = book.sheet("audit", [plain(f"audit.sheet.{head}") for head in HEADS], _WIDTHS, 2)
        book.fill(sheet, [_row(one, names, words, zone) for one in lines], len(HEADS))
        book.about(plain("audit.scope", first=lines[-1].id, last=lines[0].id, count=len(lines)), now, by, "")
    return buffer.getvalue()


def _row(one: Line, names: Mapping[int, str], words: Words, zone: ZoneInfo) -> list[Cell]:
    texts, at = words.texts, one.at.astimezone(zone).isoformat(" ")[:19]
    return [
        one.id, at, actor_of(one, texts), str(one.actor) if one.actor else "",
        role_name(one.role, texts) if one.role in ROLES else "", action_of(one, texts),
        what_of(one, words.programme, names, texts),
    ]
