"""What was put into the outbox before: by its key, to whom, and in which message it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, delete, func, or_
from sqlalchemy import select as columns
from sqlmodel import col, select

from zc_bot.storage.outbox import ALERT, Kind, State
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import Outbox
from zc_bot.values import dataclass

_known = Prepared(select(Outbox.key, Outbox.id).where(col(Outbox.key).in_(bindparam("keys", expanding=True))))
_last_step = Prepared(
    select(Outbox.message_id, Outbox.key)
    .where(
        col(Outbox.person) == bindparam("person"), col(Outbox.kind) == "reply", col(Outbox.message_id).is_not(None),
        col(Outbox.key).startswith(bindparam("prefix")),
    )
    .order_by(col(Outbox.id).desc())
    .limit(1)
)
ALBUM, STEP, WEEKLY, REMINDER, NUDGE = "album:", "step:", "weekly:", "remind:", "nudge:"
"""What the keys of answers begin with whose messages are found again."""


def waiting(session: Session, prefix: str) -> tuple[tuple[str, int], ...]:
    """Return the keys that begin with `prefix` of letters that wait, each with whom it is for, the oldest first."""
    wanted = select(Outbox).where(
        col(Outbox.key).startswith(prefix, autoescape=True), col(Outbox.state).in_(("pending", "retry"))
    )
    return tuple((row.key or "", row.person) for row in session.exec(wanted.order_by(col(Outbox.id))))


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


_keyed = Prepared(
    columns(
        col(Outbox.id), col(Outbox.key), col(Outbox.person), col(Outbox.kind), col(Outbox.state),
        col(Outbox.made_at), col(Outbox.settled_at), col(Outbox.error),
    )
    .where(col(Outbox.key).is_not(None), col(Outbox.kind).in_(bindparam("kinds", expanding=True)))
    .order_by(col(Outbox.id)),
    lambda row: Sent(*row[1:]),
)
"""They are kept for good, and each tick reads them all."""


def keyed(session: Session, kinds: Sequence[Kind] = ("reminder", "digest")) -> tuple[Sent, ...]:
    """Return every keyed letter of some kinds, the oldest first; one that can't be read is passed over."""
    with session.passing_over():
        return tuple(session.execute(_keyed, {"kinds": list(kinds)}).all())


def reminders_of(session: Session, person: int, most: int) -> tuple[Sent, ...]:
    """Return the last letters that reminded somebody, by themselves or by hand, the newest first."""
    reminds = or_(*(col(Outbox.key).startswith(one) for one in (REMINDER, NUDGE)))
    wanted = select(Outbox).where(col(Outbox.person) == person, col(Outbox.state) != "cancelled", reminds)
    return tuple(as_sent(row) for row in session.exec(wanted.order_by(col(Outbox.id).desc()).limit(most)))


def nudges(session: Session) -> list[Sent]:
    """Return every letter that reminded somebody by hand, the oldest first."""
    found = keyed(session, ("notice",))
    return [one for one in found if one.key.startswith(NUDGE) and one.state != "cancelled"]


def as_sent(row: Outbox) -> Sent:
    """Read a row as the planner is to know it."""
    kind, state = cast(Kind, row.kind), cast(State, row.state)
    return Sent(row.key or "", row.person, kind, state, row.made_at, row.settled_at, row.error)


def newest_of(session: Session, person: int) -> str | None:
    """Return the key of the last letter that somebody was sent, or is to be; None where it has none."""
    wanted = select(Outbox.key).where(col(Outbox.person) == person, col(Outbox.state) != "cancelled")
    found: str | None = session.exec(wanted.order_by(col(Outbox.id).desc()).limit(1)).first()
    return found


def album_key(person: int, album: str, said: str, update_id: int) -> str:
    """Name the letter that answers a file of an album, by what kind of thing it says."""
    return f"{ALBUM}{person}:{album}:{said}:{update_id}"


def of_album(session: Session, person: int, album: str) -> dict[str, int]:
    """Return what was said of an album's earlier files, each kind with its message, 0 where none has arrived."""
    begin = f"{ALBUM}{person}:{album}:"
    wanted = select(Outbox).where(
        Outbox.person == person, col(Outbox.state) != "cancelled", col(Outbox.key).startswith(begin, autoescape=True)
    )
    found: dict[str, int] = {}
    for row in session.exec(wanted.order_by(col(Outbox.id))):
        kind = (row.key or "").removeprefix(begin).rpartition(":")[0]
        # What takes the place of a message has no id of its own.
        found[kind] = row.message_id or found.get(kind, 0)
    return found


def step_key(person: int, update_id: int, number: int, now: datetime, album: str = "") -> str:
    """Name the letter that is a step of somebody's dialogue; `album`: whose caption it answers."""
    return f"{STEP}{person}:{now.timestamp()}:{update_id}:{number}" + (f":{album}" if album else "")


def last_step(session: Session, person: int, album: str = "") -> int | None:
    """Return the message of the last step of somebody's dialogue, if it is known to have arrived.

    album: None unless it answers a caption of this one.
    """
    found = session.execute(_last_step, {"person": person, "prefix": f"{STEP}{person}:"}).first()
    if found is None or (album and not found.key.endswith(f":{album}")):
        return None
    message: int | None = found.message_id
    return message


def known(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Return those of some keys whose letters were put in before."""
    return frozenset(row.key for row in session.execute(_known, {"keys": list(keys)}))


def last_of(session: Session, prefix: str) -> datetime | None:
    """Return when the last letter whose key begins with `prefix` was put in.

    Whoever asks the same at that moment waits for this unit's end, and then sees what it put in.
    """
    if session.dialect == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(func.hashtext(prefix))))
    wanted = col(Outbox.key).startswith(prefix, autoescape=True)
    made: datetime | None = session.exec(
        select(Outbox.made_at).where(wanted).order_by(col(Outbox.id).desc()).limit(1)
    ).first()
    return made


def forget(session: Session, before: datetime) -> int:
    """Drop sent answers, steps and alerts of the past; what else has a key stays, since it says what was done."""
    passing = (col(Outbox.key).startswith(one, autoescape=True) for one in (ALERT, ALBUM, STEP))
    of_the_past = delete(Outbox).where(
        or_(col(Outbox.key).is_(None), *passing),
        col(Outbox.state).in_(("sent", "cancelled")),
        col(Outbox.settled_at) < before,
    )
    return changed(session, of_the_past)
