"""What a tick puts out: the year's reminders, and those that people set for themselves."""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat import nudges, own
from zc_bot.chat.desk import Rules
from zc_bot.storage.store import Session


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Put everything that is due into the outbox; returns how many letters are new."""
    return nudges.tick(session, rules, now) + own.tick(session, rules, now)
