"""The inbox: updates put away before Telegram is told that they arrived, each done once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Container, Iterable
from datetime import datetime
from functools import partial

from sqlalchemy import and_, bindparam, delete, func, update
from sqlmodel import col, select

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, insert_into, readable
from zc_bot.storage.tables import Inbox
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
TAKEN_UP = 3
NAME = "inbox"
DIGITS = 32
_claim = Prepared(
    update(Inbox)
    .where(col(Inbox.state) == "pending", col(Inbox.update_id) == bindparam("claimed"))
    .values(state="done", payload=None, done_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it is put away: its JSON, and who sent it where, as far as that is known."""

    update_id: int
    payload: str
    chat: int | None = None
    person: int | None = None


def put_away(session: Session, arrivals: Iterable[Arrival], now: datetime) -> tuple[int, ...]:
    """Keep what is new; returns its update ids. What was received before is passed over.

    Telegram numbers anew after a rest: what comes under the number of one that is done, but is another, is new.
    """
    rows = [
        {
            "update_id": one.update_id, "chat": one.chat, "person": one.person, "payload": one.payload,
            "state": "pending", "attempts": 0, "error": None, "digest": _digest(one.payload), "received_at": now,
            "done_at": None,
        }
        for one in arrivals
    ]
    if not rows:
        return ()
    return tuple(sorted(session.execute(session.prepared(_putting, session.dialect), rows).scalars()))


def finish(session: Session, update_id: int, now: datetime) -> bool:
    """Mark an update as done and erase it; False if it was done before, and nothing may be done again."""
    return bool(changed(session, _claim, {"claimed": update_id, "now": now}))


def tried(session: Session, update_id: int) -> int:
    """Count that an update is about to be done; returns how often that was, 0 for one that is done."""
    mine = col(Inbox.update_id) == update_id, col(Inbox.state) == "pending"
    session.execute(update(Inbox).where(*mine).values(attempts=col(Inbox.attempts) + 1))
    return int(session.exec(select(Inbox.attempts).where(*mine)).first() or 0)


def fail(session: Session, update_id: int, error: str, now: datetime) -> None:
    """Keep an update that can't be understood, marked, out of the queue's way."""
    session.execute(
        update(Inbox).where(col(Inbox.update_id) == update_id).values(state="failed", error=error[:500], done_at=now)
    )


def put_aside(session: Session, aside: Iterable[tuple[int, str]], now: datetime) -> None:
    """Keep of updates that can't be read their id and why, marked; one that is there already stays as it is."""
    rows = [
        {
            "update_id": update_id, "chat": None, "person": None, "payload": None, "state": "failed", "attempts": 0,
            "error": error[:500], "digest": _digest(error), "received_at": now, "done_at": now,
        }
        for update_id, error in aside
    ]
    if rows:
        session.execute(insert_into(session.dialect, Inbox).on_conflict_do_nothing(), rows)


def overdue(session: Session, before: datetime, held: Container[int]) -> tuple[Arrival, ...]:
    """Return what was put away before a moment, is not done and nobody has in hand, counting each time.

    held: the ids of those that somebody is at or that wait their turn. Whatever was taken up `TAKEN_UP` times is
    marked as failed: it never comes to an end.
    """
    late = select(Inbox).where(Inbox.state == "pending", col(Inbox.received_at) < before)
    rows = readable(session, late, col(Inbox.update_id), NAME, partial(_receive_anew, session, before))
    lost = [row for row in rows if row.update_id not in held]
    for row in lost:
        if row.attempts >= TAKEN_UP:
            fail(session, row.update_id, "not done after several tries", before)
    again = [row.update_id for row in lost if row.attempts < TAKEN_UP]
    if not again:
        return ()
    taken = col(Inbox.update_id).in_(again)
    session.execute(update(Inbox).where(taken).values(attempts=col(Inbox.attempts) + 1))
    again_in_turn = session.exec(select(Inbox).where(taken).order_by(col(Inbox.update_id)))
    return tuple(_arrival(row) for row in again_in_turn)


def _arrival(row: Inbox) -> Arrival:
    """Take over what waits, whose payload is there until it is done."""
    return Arrival(row.update_id, row.payload or "", row.chat, row.person)


def _receive_anew(session: Session, now: datetime, update_id: int) -> None:
    """Have an update of which only the moments can't be read count as received now: it is done like any other."""
    told = "update %d: when it was received can't be read, it counts as received now"
    log.error(told, update_id, extra={"update": update_id})
    anew = {"received_at": now, "done_at": None}
    session.execute(update(Inbox).where(col(Inbox.update_id) == update_id).values(**anew))


def failed_since(session: Session, since: datetime) -> int:
    """Count the updates that failed since a moment."""
    wanted = select(func.count()).where(Inbox.state == "failed", col(Inbox.done_at) > since)
    return int(session.exec(wanted).first() or 0)


def erase(session: Session, before: datetime) -> int:
    """Erase the texts of updates that failed before a moment; that they failed stays known."""
    stale = col(Inbox.state) == "failed", col(Inbox.received_at) < before, col(Inbox.payload).is_not(None)
    return changed(session, update(Inbox).where(*stale).values(payload=None))


def pending(session: Session, now: datetime | None = None) -> tuple[Arrival, ...]:
    """Return what was put away and not yet done, the oldest first.

    now: when what can't be read counts as received; None passes it over.
    """
    wanted = select(Inbox).where(Inbox.state == "pending").order_by(col(Inbox.update_id))
    unread = list[int]()
    rows = readable(session, wanted, col(Inbox.update_id), NAME, unread.append)
    if unread and now is not None:
        for update_id in unread:
            _receive_anew(session, now, update_id)
        rows = readable(session, wanted, col(Inbox.update_id), NAME)
    return tuple(_arrival(row) for row in rows)


def counts(session: Session, since: datetime) -> tuple[int, int]:
    """Count the updates received since a moment that wait, and those that could not be understood."""
    open_ones = (col(Inbox.state) != "done", col(Inbox.received_at) >= since)
    found = dict(iter(session.exec(select(Inbox.state, func.count()).where(*open_ones).group_by(col(Inbox.state)))))
    return found.get("pending", 0), found.get("failed", 0)


def last_id(session: Session) -> int | None:
    """Return the newest update id that was put away."""
    newest: int | None = session.exec(select(func.max(col(Inbox.update_id)))).first()
    return newest


def forget(session: Session, before: datetime) -> int:
    """Drop done rows received before a moment; the newest stays, to know where to go on."""
    newest = select(func.max(col(Inbox.update_id))).scalar_subquery()
    return changed(
        session,
        delete(Inbox).where(
            col(Inbox.state) == "done", col(Inbox.received_at) < before, col(Inbox.update_id) < newest
        ),
    )


def _putting(dialect: str) -> Prepared:
    """Build the statement that puts an update away unless it is there."""
    put = insert_into(dialect, Inbox)
    another = put.on_conflict_do_update(
        index_elements=["update_id"],
        set_={name: put.excluded[name] for name in Inbox.model_fields if name != "update_id"},
        where=and_(col(Inbox.state) != "pending", col(Inbox.digest) != put.excluded.digest),
    )
    return Prepared(another.returning(col(Inbox.update_id)))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()[:DIGITS]
