"""Messages to many: whom each was for is in the outbox, under its number; here, whether its sender was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import outbox
from zc_bot.storage.reachable import SILENCES, Reach
from zc_bot.storage.session import Session
from zc_bot.storage.sql import inserted, number_of
from zc_bot.storage.tables import Broadcast, Outbox, Person
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Sending:
    """A message to many whose sender was not told yet what became of it; people: all whom it was for."""

    id: int
    sender: int
    people: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message to many, by why it did not arrive; waiting: those not settled yet.

    blocked, never, missing: with those who were known not to be reached and sent nothing; gone: those removed before
    it was sent. left_out: those of messages of before, when it was not kept why somebody was sent nothing.
    All together they are those it was for.
    """

    sent: int
    blocked: int
    never: int
    missing: int
    uncertain: int
    waiting: int
    left_out: int
    gone: int
    not_reached: tuple[str, ...]
    """The names of those whom it did not reach, or maybe not."""


def begin(session: Session, who: Principal, people: int, now: datetime) -> int:
    """Note a message to many; returns the number that its letters' keys begin with. Raises `NotAllowed`."""
    require(who, Act.BROADCAST)
    return inserted(session, insert(Broadcast).values(sender=who.id, people=people, made_at=now))


def key_of(number: int, person: int) -> str:
    return f"broadcast:{number}:{person}"


def leave_out(session: Session, number: int, whom: Iterable[Reach], now: datetime) -> None:
    """Note who is sent nothing since nothing reaches them, and why."""
    for one in whom:
        outbox.note_unsent(session, key_of(number, one.who.id), one.who.id, "broadcast", one.silence, now)


def untold(session: Session) -> tuple[Sending, ...]:
    """Return the messages whose senders do not know yet what became of them."""
    rows = session.exec(select(Broadcast).where(col(Broadcast.reported_at).is_(None)).order_by(col(Broadcast.id)))
    return tuple(_sending(row) for row in rows)


def _sending(row: Broadcast) -> Sending:
    return Sending(number_of(row.id), row.sender, row.people, row.made_at)


def newest(session: Session) -> Sending | None:
    """Return the last message to many; None where there was none."""
    row = session.exec(select(Broadcast).order_by(col(Broadcast.id).desc()).limit(1)).first()
    return None if row is None else _sending(row)


def note_told(session: Session, number: int, now: datetime) -> None:
    """Note that the sender knows."""
    session.execute(update(Broadcast).where(col(Broadcast.id) == number).values(reported_at=now))


def outcome(session: Session, number: int, people: int) -> Outcome:
    """Count what became of a message to so many people, and of its letters."""
    wanted = (
        select(Outbox.state, Outbox.error, Person)
        .join(Person, col(Person.id) == col(Outbox.person))
        .where(col(Outbox.key).startswith(f"broadcast:{number}:", autoescape=True))
        .order_by(col(Outbox.id))
    )
    counts, names = Counter[str](), []
    for state, error, person in session.exec(wanted):
        kind = _fate(state, error, person)
        counts[kind] += 1
        if kind not in {"sent", "waiting"}:
            names.append(person.name)
    return Outcome(
        counts["sent"], counts["blocked"], counts["never"], counts["missing"], counts["uncertain"], counts["waiting"],
        max(people - counts.total(), 0), counts["gone"], tuple(names),
    )


def _fate(state: str, error: str | None, person: Person) -> str:
    """Name what became of one letter, as `Outcome` does."""
    if state == "dead":
        why = "missing" if person.unreachable_why == "missing" else "blocked"
        return "never" if person.last_seen is None else why
    if state == "cancelled" and error in SILENCES:
        return error
    if state == "cancelled":
        return "blocked" if person.active else "gone"
    return "waiting" if state in outbox.UNSETTLED else state
