"""Who was asked to report a year instead of whom: it counts once the other says 好, and ends by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, or_, update
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, inserted
from zc_bot.storage.tables import StandIn
from zc_bot.values import dataclass

State = Literal["asked", "taken", "declined", "lapsed", "over"]
Answered = Literal["taken", "declined", "over"]
OPEN: tuple[State, ...] = ("asked", "taken")

NOTED: dict[Answered, str] = {
    "taken": "remind.take_over", "declined": "remind.leave_over", "over": "remind.end_over",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """One request; until: when it returns by itself, answered or not; asked_at: when it was made.

    is_cut: one of the two left, which is told at the next tick; it counts no more, whoever comes back.
    """

    id: int
    asker: int
    colleague: int
    year: int
    until: datetime
    state: State
    asked_at: datetime

    @property
    def is_cut(self) -> bool:
        return self.until <= self.asked_at


def ask(session: Session, who: Principal, colleague: int, year: int, until: datetime, now: datetime) -> Cover:
    """Ask a colleague; what was asked of them and is open stays as it is. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    known = next((one for one in open_ones(session) if (one.asker, one.colleague, one.year)
                  == (who.id, colleague, year)), None)
    if known is not None and not known.is_cut:
        return known
    if known is not None:
        settle(session, known, "over", now)
    row = {"asker": who.id, "colleague": colleague, "year": year, "asked_at": now, "until": until, "state": "asked"}
    audit.note(session, who, "remind.hand_over", str(colleague), now, year=year)
    return Cover(inserted(session, insert(StandIn).values(**row)), who.id, colleague, year, until, "asked", now)


def open_ones(session: Session) -> tuple[Cover, ...]:
    """Return what is asked or taken over, the oldest first."""
    wanted = select(StandIn).where(col(StandIn.state).in_(OPEN)).order_by(col(StandIn.id))
    return tuple(_read(row) for row in session.exec(wanted))


def taken(session: Session, year: int) -> tuple[Cover, ...]:
    """Return what of a year is taken over, with all that is open held as it is until the transaction ends."""
    wanted = select(StandIn).where(col(StandIn.state).in_(OPEN), StandIn.year == year).order_by(col(StandIn.id))
    found = [_read(row) for row in session.exec(wanted.with_for_update())]
    return tuple(one for one in found if one.state == "taken" and not one.is_cut)


def find(session: Session, number: int) -> Cover | None:
    """Return one request, whatever became of it."""
    row = session.exec(select(StandIn).where(StandIn.id == number)).first()
    return None if row is None else _read(row)


def newest_asked(session: Session, colleague: int) -> Cover | None:
    """Return what somebody was asked last, whatever became of it."""
    wanted = select(StandIn).where(StandIn.colleague == colleague).order_by(col(StandIn.id).desc()).limit(1)
    row = session.exec(wanted).first()
    return None if row is None else _read(row)


def answer(
    session: Session, who: Principal, one: Cover, state: Answered, now: datetime, until: datetime | None = None
) -> bool:
    """Answer what one was asked: taken over, declined, or over as nothing is missing; False where it was moved on.

    Raises `NotAllowed` for anybody else.
    """
    require(who, Act.REMIND_ONESELF)
    if one.colleague != who.id:
        raise NotAllowed("cover")
    if one.is_cut or not _move(session, one, state, now, until):
        return False
    audit.note(session, who, NOTED[state], str(one.asker), now, year=one.year)
    return True


def take_back(session: Session, who: Principal, one: Cover, now: datetime) -> bool:
    """End what one asked a colleague; False where it was moved on. Raises `NotAllowed` for anybody else."""
    require(who, Act.REMIND_ONESELF)
    if one.asker != who.id:
        raise NotAllowed("cover")
    if not _move(session, one, "over", now):
        return False
    audit.note(session, who, "remind.take_back", str(one.colleague), now, year=one.year)
    return True


def cut(session: Session, person: int) -> None:
    """Let nothing count that somebody who leaves asked for or was asked: it has lasted no time at all."""
    theirs = or_(col(StandIn.asker) == person, col(StandIn.colleague) == person)
    session.execute(update(StandIn).where(theirs, col(StandIn.state).in_(OPEN)).values(until=StandIn.asked_at))


def settle(session: Session, one: Cover, state: Literal["lapsed", "over"], now: datetime) -> bool:
    """End a request at a tick, which is nobody's act; False where somebody moved it on meanwhile."""
    return _move(session, one, state, now)


def _move(session: Session, one: Cover, state: State, now: datetime, until: datetime | None = None) -> bool:
    same = update(StandIn).where(col(StandIn.id) == one.id, col(StandIn.state) == one.state)
    return bool(changed(session, same.values(state=state, settled_at=now, until=until or one.until)))


def _read(row: Any) -> Cover:
    return Cover(row.id, row.asker, row.colleague, row.year, row.until, row.state, row.asked_at)
