"""What an admin decided about a reporting year: its deadline moved, its collection ended or opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, insert, literal_column, select, union_all
from sqlmodel import col

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import ClosedYear, Override

TABLES = ("override", "closed_year")
"""What these decisions are written in."""
_decisions = Prepared(
    union_all(
        select(col(Override.year).label("year"), col(Override.deadline).label("deadline")),
        select(col(ClosedYear.year), literal_column("NULL")),
    )
)


def deadlines(session: Session) -> Mapping[int, date]:
    """Return the day to which each year's deadline was moved, a local datetime where it has its own hour.

    Years left alone, or unreadable, are not in it.
    """
    return _decided(session)[0]


def ended(session: Session) -> frozenset[int]:
    """Return the years whose collection was ended."""
    return _decided(session)[1]


def _decided(session: Session) -> tuple[Mapping[int, date], frozenset[int]]:
    """Read both in one statement and once a unit: every step of a report asks for them."""
    return session.once(_decisions, TABLES, lambda: _read(session))


def _read(session: Session) -> tuple[Mapping[int, date], frozenset[int]]:
    moved: dict[int, date] = {}
    ended: set[int] = set()
    for year, deadline in session.execute(_decisions).all():
        if deadline is None:
            ended.add(year)
            continue
        try:
            moved[year] = read_day(deadline)
        except ValueError:
            session.unread.append(f"override {year}")
    return moved, frozenset(ended)


def read_day(text: str) -> date:
    """Read a day, or a day and its hour as a datetime without a zone; raises `ValueError`."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


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
