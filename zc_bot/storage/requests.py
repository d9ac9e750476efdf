"""Figures that somebody asked for and nobody had reported, until answered; and who wants the weekly digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import FigureRequest, Subscription
from zc_bot.values import dataclass

_subscribed = Prepared(select(Subscription.person).where(col(Subscription.person) == bindparam("person")))
Settled = Literal["answered", "lapsed"]
Asked = tuple[str, str, int]
"""A community, a metric or share, and a year."""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody's request that is open; told: when the reporters were asked."""

    id: int
    person: int
    asked: Asked
    asked_at: datetime
    told_at: datetime | None


def ask(session: Session, who: Principal, asked: Asked, now: datetime) -> bool:
    """Keep a request; False where the same person's is open already. Who joins others is answered with them.

    Raises `NotAllowed`.
    """
    require(who, Act.SEE_APPROVED)
    if any(one.person == who.id and one.asked == asked for one in waiting(session)):
        return False
    community, metric, year = asked
    row = {"person": who.id, "community": community, "metric": metric, "year": year, "asked_at": now, "state": "open"}
    session.execute(insert(FigureRequest).values(**row))
    audit.note(session, who, "request.ask", community, now, metric=metric, year=year)
    return True


def waiting(session: Session) -> tuple[Request, ...]:
    """Return the open requests, the oldest first."""
    rows = session.exec(select(FigureRequest).where(FigureRequest.state == "open").order_by(col(FigureRequest.id)))
    return tuple(_of(row) for row in rows)


def mark_told(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Say that the reporters were asked."""
    session.execute(update(FigureRequest).where(col(FigureRequest.id).in_(ids)).values(told_at=now))


def decline(
    session: Session, who: Principal, programme: Programme, asked: Asked, now: datetime
) -> tuple[Request, ...]:
    """Decline a figure of one's own community; returns the requests that this ends.

    Why is told to whoever asked, and not kept. Raises `NotAllowed` outside one's own communities.
    """
    community, metric, year = asked
    if not who.reports_own or community not in who.own(programme):
        raise NotAllowed("request")
    ended = tuple(one for one in waiting(session) if one.asked == asked)
    _end(session, [one.id for one in ended], "declined", now)
    if ended:
        audit.note(session, who, "request.decline", community, now, metric=metric, year=year,
                   requests=[one.id for one in ended])
    return ended


def settle(session: Session, ids: Sequence[int], state: Settled, now: datetime) -> None:
    """End open requests at a tick, which is nobody's act: what was asked for is approved, or the year is over."""
    _end(session, ids, state, now)


def drop_all(session: Session, person: int, now: datetime) -> None:
    """End the open requests of somebody who leaves: nobody is there to be answered."""
    _end(session, [one.id for one in waiting(session) if one.person == person], "lapsed", now)


def _end(session: Session, ids: Sequence[int], state: str, now: datetime) -> None:
    still = col(FigureRequest.id).in_(ids) & (FigureRequest.state == "open")
    session.execute(update(FigureRequest).where(still).values(state=state, settled_at=now))


def subscribe(session: Session, who: Principal, wanted: bool, now: datetime) -> None:
    """Begin or end the weekly digest for a person. Raises `NotAllowed`."""
    require(who, Act.GET_DIGEST)
    session.execute(delete(Subscription).where(col(Subscription.person) == who.id))
    if wanted:
        session.execute(insert(Subscription).values(person=who.id, made_at=now))
    audit.note(session, who, "digest.subscribe" if wanted else "digest.end", str(who.id), now)


def subscribers(session: Session) -> tuple[int, ...]:
    rows = session.exec(select(Subscription.person).order_by(col(Subscription.person)))
    return tuple(rows)


def is_subscribed(session: Session, who: Principal) -> bool:
    """Tell whether a person has the weekly digest."""
    return session.execute(_subscribed, {"person": who.id}).first() is not None


def _of(row: Any) -> Request:
    return Request(row.id, row.person, (row.community, row.metric, row.year), row.asked_at, row.told_at)
