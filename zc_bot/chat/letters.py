"""Messages on their way into the outbox: each button gets an opaque token for its person, chat and action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zc_bot.chat.replies import Button, Notice
from zc_bot.storage import dialogues
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session


def letter_of(session: Session, notice: Notice, now: datetime) -> Letter:
    """Make the letter of a notice, its buttons for the person it goes to."""
    payload: dict[str, Any] = {"text": str(notice.text)}
    if notice.quiet:
        payload["quiet"] = True
    if notice.rows:
        payload["rows"] = rows_with_tokens(session, notice.person, notice.person, notice.rows, False, now)
    return Letter(notice.person, notice.person, notice.kind, payload, notice.key, resend=notice.resend)


def rows_with_tokens(
    session: Session, person: int, chat: int, rows: Sequence[Sequence[Button]], single_use: bool, now: datetime
) -> list[list[tuple[str, str]]]:
    """Give each button of a message an opaque token of its own."""
    presses = [(button.action.name, button.action.args) for row in rows for button in row]
    token = dialogues.make_keyboard(session, person, chat, presses, single_use, now)
    numbers = iter(range(len(presses)))
    return [[(button.label, f"{token}:{next(numbers)}") for button in row] for row in rows]
