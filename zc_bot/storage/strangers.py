"""Strangers: how many updates came of each, and on which day last; nothing else of theirs is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col, select

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import Stranger

_known = Prepared(select(Stranger).where(col(Stranger.id) == bindparam("person")))
_begin = Prepared(insert(Stranger))
_go_on = Prepared(
    update(Stranger)
    .where(col(Stranger.id) == bindparam("person"))
    .values(day=bindparam("today"), updates=bindparam("count"))
)


def count(session: Session, person: int, now: datetime) -> bool:
    """Count an update of somebody unknown; True for the first of a day (UTC)."""
    day = now.date().isoformat()
    before = session.execute(_known, {"person": person}).first()
    if before is None:
        session.execute(_begin, {"id": person, "day": day, "updates": 1})
        return True
    session.execute(_go_on, {"person": person, "today": day, "count": before.updates + 1})
    return bool(before.day != day)


def last_day(session: Session, person: int) -> datetime | None:
    """Return the day (UTC) on which somebody last wrote before they were admitted: their chat is there already."""
    day = session.exec(select(Stranger.day).where(Stranger.id == person)).first()
    return None if day is None else datetime.fromisoformat(day).replace(tzinfo=UTC)


def forget(session: Session, before: datetime) -> int:
    """Drop what is kept of strangers who have not written since a day."""
    return changed(session, delete(Stranger).where(col(Stranger.day) < before.date().isoformat()))
