"""Reminders that people set for themselves: their own to see, and theirs alone, so that no line tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Text, delete, func, insert, type_coerce, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.reminders.moments import Moment
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, inserted, number_of, readable
from zc_bot.storage.tables import OwnReminder
from zc_bot.values import dataclass

_is_ahead = col(OwnReminder.due).is_not(None)
_in_turn = col(OwnReminder.due), col(OwnReminder.id)
NAME = "own_reminder"
MOMENT = "____-__-__T__:__:__.______Z"
"""What a moment looks like in SQLite."""


@dataclass(frozen=True, slots=True)
class Own:
    """One reminder: its next moment, its repetition, and of what."""

    id: int
    person: int
    moment: Moment


def add(session: Session, who: Principal, moment: Moment, now: datetime) -> int:
    """Keep a reminder; returns its id. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    row = {
        "person": who.id, "text": moment.rest, "repeat": moment.repeat or "once",
        "day_of_month": moment.day_of_month, "due": moment.at, "made_at": now,
    }
    return inserted(session, insert(OwnReminder).values(**row))


def of(session: Session, who: Principal) -> tuple[Own, ...]:
    """Return a person's reminders that are still to come, the next one first. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    wanted = select(OwnReminder).where(OwnReminder.person == who.id, _is_ahead).order_by(*_in_turn)
    return tuple(_read(row) for row in readable(session, wanted, col(OwnReminder.id), NAME))


def find(session: Session, who: Principal, reminder: int) -> Own | None:
    """Return one's own reminder, over or not; one that is over has the moment at which it was made.

    Raises `NotAllowed`.
    """
    require(who, Act.REMIND_ONESELF)
    row = session.exec(select(OwnReminder).where(OwnReminder.id == reminder, OwnReminder.person == who.id)).first()
    return None if row is None else _read(row)


def count(session: Session, who: Principal) -> int:
    """Count a person's reminders that are still to come. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    wanted = select(func.count()).select_from(OwnReminder).where(OwnReminder.person == who.id, _is_ahead)
    return int(session.exec(wanted).first() or 0)


def drop(session: Session, who: Principal, reminder: int) -> bool:
    """Delete one's own reminder; False where there is none. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    mine = delete(OwnReminder).where(col(OwnReminder.id) == reminder, col(OwnReminder.person) == who.id, _is_ahead)
    return bool(changed(session, mine))


def drop_all(session: Session, person: int) -> None:
    """Delete all that somebody who left wanted to be reminded of, what is over too: it was theirs alone to see."""
    session.execute(delete(OwnReminder).where(col(OwnReminder.person) == person))


def due(session: Session, now: datetime) -> tuple[Own, ...]:
    """Return everybody's reminders that are due; one whose moment can't be read is put aside."""
    if session.dialect == "sqlite":
        # Kept as text there: what is no moment may never be due.
        broken = select(OwnReminder.id).where(_is_ahead, type_coerce(OwnReminder.due, Text).not_like(MOMENT))
        for number in session.exec(broken).all():
            put_aside(session, number_of(number))
    wanted = select(OwnReminder).where(col(OwnReminder.due) <= now).order_by(*_in_turn)
    return tuple(_read(row) for row in readable(session, wanted, col(OwnReminder.id), NAME))


def put_aside(session: Session, reminder: int) -> None:
    """Let a reminder rest that can't be understood."""
    put_on(session, reminder, None)
    session.unread.append(f"{NAME} {reminder}")


def move(session: Session, who: Principal, reminder: int, at: datetime | None) -> None:
    """Set when one's own reminder comes next; None: it is done. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    mine = col(OwnReminder.id) == reminder, col(OwnReminder.person) == who.id
    session.execute(update(OwnReminder).where(*mine).values(due=at))


def put_on(session: Session, reminder: int, following: datetime | None) -> None:
    """Set at a tick when a reminder comes next; None: it is over."""
    session.execute(update(OwnReminder).where(col(OwnReminder.id) == reminder).values(due=following))


def _read(row: Any) -> Own:
    repeat = None if row.repeat == "once" else row.repeat
    return Own(row.id, row.person, Moment(row.due or row.made_at, repeat, row.text, row.day_of_month))
