"""The outbox: messages that must not be lost, and how far each has come.

pending → claimed (lease) → sent | retry (not before) | uncertain | dead | cancelled

Telegram has no key that makes a send happen once: a send whose answer was lost is `uncertain`. It is sent once
more only if it is marked `resend`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, inserted, table_of, upsert
from zc_bot.storage.tables import Outbox

_outbox = table_of(Outbox)
_put = Prepared(insert(_outbox))
_mark_sent = Prepared(
    update(_outbox)
    .where(_outbox.c.id == bindparam("letter"), _outbox.c.state == "claimed")
    .values(
        state="sent", error=None, lease_until=None, payload=None, message_id=bindparam("message"),
        settled_at=bindparam("now"),
    )
)  # fmt: skip
_known = Prepared(select(_outbox.c.key, _outbox.c.id).where(_outbox.c.key.in_(bindparam("keys", expanding=True))))
LEASE = timedelta(seconds=60)
Kind = Literal["reply", "receipt", "reminder", "digest", "broadcast", "notice"]
State = Literal["pending", "claimed", "sent", "retry", "uncertain", "dead", "cancelled"]
PRIORITY: Mapping[Kind, int] = {
    "receipt": 0,
    "reply": 0,
    "notice": 1,
    "reminder": 2,
    "digest": 3,
    "broadcast": 4,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to a chat: `payload` is what the sender needs to build it; `key` makes it happen once."""

    chat: int
    person: int
    kind: Kind
    payload: Mapping[str, Any]
    key: str | None = None
    resend: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this process holds, to be sent and then settled."""

    id: int
    chat: int
    person: int
    kind: Kind
    payload: Mapping[str, Any]
    attempts: int
    key: str | None = None
    resend: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a claimed letter."""

    id: int
    state: State
    message_id: int | None = None
    error: str | None = None
    not_before: datetime | None = None


def post(session: Session, letters: Iterable[Letter], now: datetime) -> int:
    """Put letters in; returns how many are new. One whose key is there is passed over, unless it was taken back."""
    rows = [_row(letter, now, "pending") for letter in letters]
    if not rows:
        return 0
    statement = upsert(session, _outbox)
    anew = {name: statement.excluded[name] for name in ("payload", "state", "attempts", "not_before", "made_at")}
    revived = statement.on_conflict_do_update(
        index_elements=["key"],
        set_=anew | {"settled_at": None, "lease_until": None, "error": None},
        where=_outbox.c.state == "cancelled",
    )
    return len(session.execute(revived.returning(_outbox.c.id), rows).all())


def post_claimed(session: Session, letters: Sequence[Letter], now: datetime) -> tuple[Claimed, ...]:
    """Put letters in that the caller sends itself, right after the commit."""
    held = []
    for letter in letters:
        row = _row(letter, now, "claimed") | {"lease_until": now + LEASE, "attempts": 1}
        key = inserted(session, _put, row)
        held.append(
            Claimed(key, letter.chat, letter.person, letter.kind, letter.payload, 1, letter.key, letter.resend)
        )
    return tuple(held)


def claim(session: Session, now: datetime, limit: int) -> tuple[Claimed, ...]:
    """Take what is due, answers before broadcasts, for as long as a lease."""
    due = and_(_outbox.c.state.in_(("pending", "retry")), _outbox.c.not_before <= now)
    wanted = select(_outbox).where(due).order_by(_outbox.c.priority, _outbox.c.id).limit(limit)
    rows = session.execute(wanted.with_for_update(skip_locked=True)).all()
    if rows:
        session.execute(
            update(_outbox)
            .where(_outbox.c.id.in_([row.id for row in rows]))
            .values(state="claimed", lease_until=now + LEASE, attempts=_outbox.c.attempts + 1)
        )
    return tuple(_claimed(row, row.attempts + 1) for row in rows)


def hold_on(session: Session, letter: Claimed, now: datetime) -> bool:
    """Prolong the lease of a letter that had to wait; False where it was taken back meanwhile and is another's."""
    mine = and_(_outbox.c.id == letter.id, _outbox.c.state == "claimed", _outbox.c.attempts == letter.attempts)
    return bool(changed(session, update(_outbox).where(mine).values(lease_until=now + LEASE)))


def settle(session: Session, settlements: Iterable[Settlement], now: datetime) -> None:
    """Write down what became of claimed letters; the text of what was sent is erased."""
    sent = []
    for one in settlements:
        if one.state == "sent" and one.not_before is None:
            sent.append({"letter": one.id, "message": one.message_id, "now": now})
            continue
        values: dict[str, Any] = {"state": one.state, "error": one.error, "lease_until": None}
        if one.message_id is not None:
            values["message_id"] = one.message_id
        if one.not_before is not None:
            values["not_before"] = one.not_before
        if one.state in {"sent", "dead", "cancelled"}:
            values |= {"settled_at": now, "payload": None}
        session.execute(update(_outbox).where(_outbox.c.id == one.id, _outbox.c.state == "claimed").values(**values))
    if sent:
        session.execute(_mark_sent, sent)


def recover(session: Session, now: datetime, everything: bool = False) -> int:
    """Deal with letters whose sender died: unknown whether they went out, so `uncertain`, or once more.

    everything: also those whose lease still runs, for the start of the only process.
    """
    lost = _outbox.c.state == "claimed"
    if not everything:
        lost = and_(lost, _outbox.c.lease_until < now)
    again = and_(lost, _outbox.c.resend, _outbox.c.attempts < 2)
    session.execute(update(_outbox).where(again).values(state="retry", not_before=now, lease_until=None))
    return changed(
        session,
        update(_outbox).where(lost).values(state="uncertain", error="the sender stopped", lease_until=None),
    )


def next_chat(session: Session, now: datetime) -> int | None:
    """Return the chat of the next letter that is due."""
    due = and_(_outbox.c.state.in_(("pending", "retry")), _outbox.c.not_before <= now)
    chat: int | None = session.execute(
        select(_outbox.c.chat).where(due).order_by(_outbox.c.priority, _outbox.c.id).limit(1)
    ).scalar()
    return chat


def next_due(session: Session) -> datetime | None:
    """Return the moment from which the next waiting letter may be sent."""
    waiting = _outbox.c.state.in_(("pending", "retry"))
    row = session.execute(select(_outbox.c.not_before).where(waiting).order_by(_outbox.c.not_before).limit(1)).first()
    return None if row is None else row.not_before


def redirect(session: Session, old: int, new: int) -> None:
    """Follow a group that moved to another chat id."""
    session.execute(update(_outbox).where(_outbox.c.chat == old).values(chat=new))


def cancel(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Take back letters that wait and are no longer true."""
    return changed(
        session,
        update(_outbox)
        .where(_outbox.c.key.in_(keys), _outbox.c.state.in_(("pending", "retry")))
        .values(state="cancelled", settled_at=now, payload=None),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A keyed letter and how far it has come, for the planner and for `remind status`."""

    key: str
    person: int
    kind: Kind
    state: State
    made_at: datetime
    settled_at: datetime | None
    error: str | None


def keyed(session: Session, kinds: Sequence[Kind] = ("reminder", "digest")) -> tuple[Sent, ...]:
    """Return every keyed letter of some kinds, the oldest first."""
    rows = session.execute(
        select(_outbox).where(_outbox.c.key.is_not(None), _outbox.c.kind.in_(kinds)).order_by(_outbox.c.id)
    )
    return tuple(
        Sent(row.key, row.person, row.kind, row.state, row.made_at, row.settled_at, row.error) for row in rows
    )


def drop_for(session: Session, person: int, now: datetime) -> int:
    """Take back everything that waits for a person who left."""
    waiting = and_(_outbox.c.person == person, _outbox.c.state.in_(("pending", "retry")))
    return changed(session, update(_outbox).where(waiting).values(state="cancelled", settled_at=now, payload=None))


def known(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Return those of some keys whose letters were put in before."""
    return frozenset(row.key for row in session.execute(_known, {"keys": list(keys)}))


def last_of(session: Session, prefix: str) -> datetime | None:
    """Return when the last letter whose key begins with `prefix` was put in.

    Whoever asks the same at that moment waits for this unit's end, and then sees what it put in.
    """
    if session.dialect == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(prefix))))
    wanted = _outbox.c.key.startswith(prefix, autoescape=True)
    made: datetime | None = session.execute(
        select(_outbox.c.made_at).where(wanted).order_by(_outbox.c.id.desc()).limit(1)
    ).scalar()
    return made


def counts(session: Session, since: datetime | None = None) -> dict[str, int]:
    """Count the letters by state, those made since a moment if one is given."""
    wanted = select(_outbox.c.state, func.count().label("letters")).group_by(_outbox.c.state)
    rows = session.execute(wanted if since is None else wanted.where(_outbox.c.made_at >= since))
    return {row.state: row.letters for row in rows}


def troubled(session: Session, since: datetime, limit: int) -> tuple[Sent, ...]:
    """Return the letters of unknown fate and those that could not be delivered, the newest first."""
    wrong = and_(_outbox.c.state.in_(("uncertain", "dead")), _outbox.c.made_at >= since)
    rows = session.execute(select(_outbox).where(wrong).order_by(_outbox.c.id.desc()).limit(limit))
    return tuple(
        Sent(row.key or "", row.person, row.kind, row.state, row.made_at, row.settled_at, row.error) for row in rows
    )


def erase(session: Session, before: datetime) -> int:
    """Erase the texts of letters whose fate stays unknown: they may hold an invitation's link."""
    stale = and_(_outbox.c.state == "uncertain", _outbox.c.made_at < before, _outbox.c.payload.is_not(None))
    return changed(session, update(_outbox).where(stale).values(payload=None))


def forget(session: Session, before: datetime) -> int:
    """Drop sent answers of the past; what has a key stays, since it says what was done."""
    return changed(
        session,
        _outbox.delete().where(
            _outbox.c.key.is_(None),
            or_(_outbox.c.state == "sent", _outbox.c.state == "cancelled"),
            _outbox.c.settled_at < before,
        ),
    )


def _row(letter: Letter, now: datetime, state: State) -> dict[str, Any]:
    return {
        "key": letter.key, "chat": letter.chat, "person": letter.person, "kind": letter.kind,
        "priority": PRIORITY[letter.kind], "payload": json.dumps(letter.payload, ensure_ascii=False),
        "resend": letter.resend, "state": state, "attempts": 0, "not_before": letter.not_before or now,
        "made_at": now,
    }  # fmt: skip


def _claimed(row: Any, attempts: int) -> Claimed:
    return Claimed(row.id, row.chat, row.person, row.kind, json.loads(row.payload), attempts, row.key, row.resend)
