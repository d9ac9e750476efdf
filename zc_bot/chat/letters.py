"""Messages on their way into the outbox: each button gets an opaque token for its person, chat and action."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from zc_bot.chat.codec import encode
from zc_bot.chat.replies import Button, Notice
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.storage import dialogues, outbox, people
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, texts_for


def letter_of(session: Session, notice: Notice, now: datetime) -> Letter:
    """Make the letter of a notice, its buttons for the person it goes to."""
    payload: dict[str, Any] = {"text": str(notice.text)}
    if notice.quiet:
        payload["quiet"] = True
    if notice.rows:
        payload["rows"] = rows_with_tokens(session, notice.person, notice.person, notice.rows, False, now)
    return Letter(notice.person, notice.person, notice.kind, payload, notice.key)


def to_admins(
    session: Session,
    now: datetime,
    text: str | Callable[[Texts], Markup],
    quiet: bool = False,
    once: str = "",
    rows: Callable[[Texts], tuple[tuple[Button, ...], ...]] = lambda _: (),
    **values: object,
) -> list[Letter]:
    """Make a letter for every admin, each in their language; `once`: what makes it come once.

    text: a message's key, whose `values` are given, or what words it.
    """
    letters = []
    for one in [one for one in people.admitted(session, OPERATOR) if one.may(Act.SEE_HEALTH)]:
        texts = texts_for(one.lang)
        said = texts(text, **values) if isinstance(text, str) else text(texts)
        key = f"{outbox.ALERT}{once or secrets.token_hex(6)}:{one.id}"
        letters.append(letter_of(session, Notice(one.id, said, rows(texts), key, quiet=quiet), now))
    return letters


def rows_with_tokens(
    session: Session, person: int, chat: int, rows: Sequence[Sequence[Button]], single_use: bool, now: datetime
) -> list[list[tuple[str, str]]]:
    """Give each button of a message an opaque token of its own."""
    presses = [encode(button.action) for row in rows for button in row]
    token = dialogues.make_keyboard(session, person, chat, presses, single_use, now)
    numbers = iter(range(len(presses)))
    return [[(button.label, f"{token}:{next(numbers)}") for button in row] for row in rows]
