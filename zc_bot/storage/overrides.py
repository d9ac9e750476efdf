"""What an admin decided about a reporting year: its deadline moved, its collection ended or opened again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, insert
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import ClosedYear, Override

_moved = Prepared(select(Override.year, Override.deadline))
_ended = Prepared(select(ClosedYear.year, ClosedYear.actor))


def deadlines(session: Session) -> dict[int, date]:
    """Return the day to which each year's deadline was moved, a local datetime where it has its own hour.

    Years left alone, or unreadable, are not in it.
    """
    found = {}
    for row in session.execute(_moved):
        try:
            found[row.year] = read_day(row.deadline)
        except ValueError:
            session.unread.append(f"override {row.year}")
    return found


def read_day(text: str) -> date:
    """Read a day, or a day and its hour as a datetime without a zone; raises `ValueError`."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def ended(session: Session) -> frozenset[int]:
    """Return the years whose collection was ended."""
    return frozenset(row.year for row in session.execute(_ended))


def move(session: Session, who: Principal, year: int, day: date | None, now: datetime) -> None:
    """Move a year's deadline to a day, or back to the usual one with None. Raises `NotAllowed` unless an admin.

    day: a datetime (local, without a zone) brings its own hour.
    """
    require(who, Act.MOVE_DEADLINE)
    session.execute(delete(Override).where(col(Override.year) == year))
    if day is not None:
        row = {"year": year, "deadline": day.isoformat(), "actor": who.id, "recorded_at": now}
        session.execute(insert(Override).values(**row))
    audit.note(session, who, "deadline.move", str(year), now, to=day.isoformat() if day else "usual")


def end(session: Session, who: Principal, year: int, now: datetime) -> None:
    """End the collection of a year. Raises `NotAllowed` unless an admin."""
    require(who, Act.END_YEAR)
    if year not in ended(session):
        session.execute(insert(ClosedYear).values(year=year, actor=who.id, closed_at=now))
        audit.note(session, who, "year.end", str(year), now)


def reopen(session: Session, who: Principal, year: int, now: datetime) -> None:
    """Take up the collection of a year again. Raises `NotAllowed` unless `who` reviews."""
    require(who, Act.REOPEN_YEAR)
    if changed(session, delete(ClosedYear).where(col(ClosedYear.year) == year)):
        audit.note(session, who, "year.reopen", str(year), now)
