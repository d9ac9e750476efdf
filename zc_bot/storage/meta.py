"""Facts about this database and the bot that uses it, by key."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import col, select

from zc_bot.storage.session import Session
from zc_bot.storage.tables import Meta

log = logging.getLogger(__name__)
USERNAME, PHONE_KEY, BACKED_UP, HEAD_TOLD = "bot_username", "phone_key", "backed_up_at", "audit_head_told"
PROVISIONAL_TOLD = "provisional_told"
"""With a year behind it: the admins were told that its days off are not announced yet."""
UNREAD_TOLD = "unread_told"
"""With a table and key behind it: the admins were told that the row can't be read."""
RESTORED = "restored_at"
"""A copy was put back then, and no admin has said yet what becomes of what was to be sent."""
DAYS_OFF_ASKED = "days_off_asked"
"""With a year and `early` or `late` behind it: the admins were asked for its days off."""
OVERDUE_LOOKED = "overdue_looked"
"""The day on which it was last looked for what waits for review for too long."""
OVERDUE_TOLD = "overdue_told"
"""What waits for review, and how often the admins and reviewers were told of it, a line each."""
LAPSE_WARNED = "lapse_warned"
"""With a person's id behind it: since when they are unconfirmed, and when they were warned of it."""
FAILED_TOLD = "failed_told"
"""Up to when the admins know how many updates failed."""

STARTS = "starts"
"""How often in a row a bot has begun to work and not lasted a minute, the present start among them."""


def get(session: Session, key: str) -> str | None:
    """Return a fact, None where it is not known."""
    found: str | None = session.exec(select(Meta.value).where(Meta.key == key)).first()
    return found


def moment(session: Session, key: str) -> datetime | None:
    """Return a fact that is a moment, None where it is not known; one that can't be read is noted, and as none."""
    found = get(session, key)
    try:
        known = None if found is None else datetime.fromisoformat(found)
        if known is None or known.tzinfo is not None:
            return known
    except ValueError:
        pass
    session.unread.append(f"meta {key}")
    return None


def put(session: Session, key: str, value: str) -> None:
    """Keep a fact in place of the one before."""
    session.execute(delete(Meta).where(col(Meta.key) == key))
    session.execute(insert(Meta).values(key=key, value=value))


def drop(session: Session, key: str) -> None:
    """Forget a fact."""
    session.execute(delete(Meta).where(col(Meta.key) == key))


def count_start(session: Session) -> int:
    """Count that a bot begins; returns how many starts in a row that is of which none lasted.

    A count that can't be read is none, and gone with this one.
    """
    found = get(session, STARTS)
    if found is not None and not found.isdecimal():
        log.error("meta %s can't be read: it is counted anew", STARTS)
        found = None
    starts = int(found or 0) + 1
    put(session, STARTS, str(starts))
    return starts
