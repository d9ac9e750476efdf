"""Texts that were not understood, without who typed them: what the next words of the language are learnt from."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Unanswered
from zc_bot.values import dataclass

KEEP = timedelta(days=90)
LONGEST = 300
"""Characters kept of one text."""
_note = Prepared(insert(Unanswered))


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it was typed, what became of it (`clarify` or `unknown`), by which rule, and when."""

    text: str
    intent: str
    rule: str
    at: datetime


def note(session: Session, text: str, intent: str, rule: str, now: datetime) -> None:
    """Keep a text that was asked back or not understood; its sender is not kept."""
    session.execute(_note, {"text": text[:LONGEST], "intent": intent, "rule": rule, "at": now})


def count(session: Session, since: datetime) -> int:
    """Count the texts since a moment."""
    found: int = session.exec(select(func.count()).where(col(Unanswered.at) >= since)).one()
    return found


def listed(session: Session, who: Principal, limit: int | None = None) -> tuple[Text, ...]:
    """Return the texts, the newest first, each once. Raises `NotAllowed` unless `who` may see how the bot is."""
    require(who, Act.SEE_HEALTH)
    rows = session.exec(select(Unanswered).order_by(col(Unanswered.id).desc()))
    found = {row.text: Text(row.text, row.intent, row.rule, row.at) for row in reversed(rows.all())}
    newest = sorted(found.values(), key=lambda one: one.at, reverse=True)
    return tuple(newest[:limit])


def forget(session: Session, before: datetime) -> int:
    """Drop what is older; returns how many."""
    return session.execute(delete(Unanswered).where(col(Unanswered.at) < before)).rowcount
