"""The outbox: messages that must not be lost, and how far each has come.

pending → claimed → sent | retry (not before) | uncertain | dead | cancelled

Telegram has no key that makes a send happen once: a send whose answer was lost may have arrived, which is a doubt.
A doubled message is cheap and a lost one is not, so it is tried again `DOUBTS` times; what is in doubt then stays
`uncertain` until an admin has it sent once more.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, Literal

import orjson
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    not_,
    or_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, insert_into, inserted, number_of
from zc_bot.storage.tables import Outbox
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
_put = Prepared(insert(Outbox))
_mark_sent = Prepared(
    update(Outbox)
    .where(col(Outbox.id) == bindparam("letter"), col(Outbox.state) == "claimed")
    .values(
        state="sent", error=None, payload=None, message_id=bindparam("message"),
        settled_at=bindparam("now"),
    )
)
_no_more = Prepared(
    update(Outbox)
    .where(col(Outbox.id) == bindparam("letter"), col(Outbox.state) == "claimed", col(Outbox.payload).is_(None))
    .values(state="cancelled", settled_at=bindparam("now"))
)
"""Ends a letter whose text was taken back while it was under way."""
DOUBTS = 3
"""So often is tried again what may have arrived."""
LONG_WAIT = timedelta(minutes=1)
"""Who waits for longer than this lets those behind pass, unless Telegram told the whole chat to wait."""
LONGEST_RETRY, LONGEST_LIMIT = timedelta(minutes=5), timedelta(hours=1)
"""No retry waits for longer, nor for a chat that Telegram told to wait: one that does was put out while the date was
wrong."""
BACKLOG, MOST_TOGETHER = 10, 20
"""Of so many answers that wait for one chat, up to so many are taken together."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LIMITED = "429"
"""The error of a letter whose chat Telegram told to wait."""
ALERT = "alert:"
"""What the key of a message about the bot's own troubles begins with."""
UNREADABLE = "unreadable"
Kind = Literal["reply", "receipt", "reminder", "digest", "broadcast", "notice"]
State = Literal["pending", "claimed", "sent", "retry", "uncertain", "dead", "cancelled"]
UNSETTLED: tuple[State, ...] = ("pending", "retry", "claimed")
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
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a claimed letter; `doubtful`: it may have arrived.

    wait: for how long, from when this is written down; a date may leap while a letter is under way.
    """

    id: int
    state: State
    message_id: int | None = None
    error: str | None = None
    wait: timedelta | None = None
    doubtful: bool = False


def post(session: Session, letters: Iterable[Letter], now: datetime) -> int:
    """Put letters in; returns how many are new. One whose key is there is passed over, unless it was taken back."""
    rows = [_row(letter, now, "pending") for letter in letters]
    return len(session.execute(session.prepared(_posting, session.dialect), rows).all()) if rows else 0


def note_unsent(session: Session, key: str, person: int, kind: Kind, why: str, now: datetime) -> None:
    """Note that somebody is sent nothing, and why."""
    session.execute(insert(Outbox).values(
        key=key, chat=person, person=person, kind=kind, priority=PRIORITY[kind], state="cancelled", attempts=0,
        doubts=0, not_before=now, made_at=now, settled_at=now, error=why,
    ))


def _posting(dialect: str) -> Prepared:
    """Build the statement that puts a letter in, or in anew what was taken back."""
    statement = insert_into(dialect, Outbox)
    names = ("payload", "state", "attempts", "doubts", "not_before", "made_at")
    anew = {name: statement.excluded[name] for name in names}
    revived = statement.on_conflict_do_update(
        index_elements=["key"],
        set_=anew | {"settled_at": None, "told_at": None, "error": None},
        where=col(Outbox.state) == "cancelled",
    )
    return Prepared(revived.returning(col(Outbox.id)))


def post_claimed(session: Session, letters: Sequence[Letter], now: datetime) -> tuple[Claimed, ...]:
    """Put letters in that the caller sends itself, right after the commit."""
    held = []
    for letter in letters:
        key = inserted(session, _put, _row(letter, now, "claimed") | {"attempts": 1})
        held.append(Claimed(key, letter.chat, letter.person, letter.kind, letter.payload, 1, letter.key))
    return tuple(held)


def claim(session: Session, now: datetime, limit: int, besides: Collection[int] = ()) -> tuple[Claimed, ...]:
    """Take what is due, answers before broadcasts, from chats other than `besides`.

    One whose payload can't be read is put aside as dead.
    """
    found = session.execute(_due, _at(now, besides) | {"most": limit}).all()
    return _take(session, found, now)


def claim_behind(session: Session, first: Claimed, now: datetime) -> tuple[Claimed, ...]:
    """Take the answers that wait right behind one in its chat, where they are a backlog; else none."""
    if PRIORITY[first.kind] != PRIORITY["reply"]:
        return ()
    behind = select(Outbox).where(
        unsettled(), col(Outbox.chat) == first.chat, col(Outbox.id) > first.id,
        col(Outbox.priority) == PRIORITY["reply"],
    ).order_by(col(Outbox.id)).limit(MOST_TOGETHER)
    waiting = session.exec(behind.with_for_update(skip_locked=True)).all()
    # What is sent together shares its fate, and so must be as much in doubt.
    rows = list(takewhile(lambda row: _is_due(row, now) and row.doubts == first.doubts, waiting))
    return _take(session, rows, now) if len(rows) >= BACKLOG else ()


def _is_due(row: Any, now: datetime) -> bool:
    return bool(row.state != "claimed" and row.not_before <= now)


def _take(session: Session, rows: Sequence[Any], now: datetime) -> tuple[Claimed, ...]:
    """Claim rows; one whose payload can't be read is put aside as dead."""
    if rows:
        taken = col(Outbox.id).in_([row.id for row in rows])
        session.execute(update(Outbox).where(taken).values(state="claimed", attempts=col(Outbox.attempts) + 1))
    return tuple(claimed for row in rows if (claimed := _claimed(session, row, now)) is not None)


def unsettled(letter: type[Outbox] = Outbox) -> ColumnElement[bool]:
    """Narrow to what is not settled, in the words of the indexes over it: else all that was ever sent is read."""
    states: BindParameter[str] = bindparam("unsettled", UNSETTLED, expanding=True, literal_execute=True)
    return col(letter.state).in_(states)


def _in_turn(wanted: Select[Any]) -> Select[Any]:
    """Narrow to what is due and behind nothing of its chat that is as urgent, the most urgent first."""
    before = aliased(Outbox)
    ahead = exists().where(
        col(before.chat) == col(Outbox.chat),
        col(before.id) < col(Outbox.id),
        unsettled(before),
        col(before.priority) <= col(Outbox.priority),
        or_(col(before.not_before) <= bindparam("soon"), col(before.error) == LIMITED),
    )
    due = and_(unsettled(), col(Outbox.state) != "claimed", col(Outbox.not_before) <= bindparam("now"))
    waits = wanted.where(due, col(Outbox.chat).not_in(bindparam("besides", expanding=True)), ~ahead)
    return waits.order_by(col(Outbox.priority), col(Outbox.id))


def _at(now: datetime, besides: Collection[int]) -> dict[str, Any]:
    """Return the values of what is due at a moment, in chats other than `besides`."""
    return {"now": now, "soon": now + LONG_WAIT, "besides": tuple(besides)}


# Built once: that takes longer than to look into the outbox, as is done for every message.
_due = Prepared(_in_turn(select(Outbox)).limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True))
_due_chat = Prepared(_in_turn(select(Outbox.chat)).limit(1))


def settle(session: Session, settlements: Iterable[Settlement], now: datetime) -> None:
    """Write down what became of claimed letters; the text is erased of what was sent or can't be read."""
    sent = []
    for one in settlements:
        if one.state == "sent":
            sent.append({"letter": one.id, "message": one.message_id, "now": now})
            continue
        values: dict[str, Any] = {"state": one.state, "error": one.error}
        if one.doubtful:
            values["doubts"] = col(Outbox.doubts) + 1
        if one.wait is not None:
            values["not_before"] = now + one.wait
        if one.state in {"dead", "cancelled"}:
            values["settled_at"] = now
        if one.state == "cancelled" or one.error == UNREADABLE:
            values["payload"] = None
        still = col(Outbox.id) == one.id, col(Outbox.state) == "claimed"
        session.execute(update(Outbox).where(*still, col(Outbox.payload).is_not(None)).values(**values))
        session.execute(_no_more, {"letter": one.id, "now": now})
    if sent:
        session.execute(_mark_sent, sent)


def recover(session: Session, now: datetime, letters: Collection[int] | None = None) -> int:
    """Deal with letters whose sender died: they may have arrived. Returns how many stay uncertain.

    letters: their ids; None: every claimed one, for the start of the only process.
    """
    lost = col(Outbox.state) == "claimed"
    if letters is not None:
        lost = and_(lost, col(Outbox.id).in_(letters))
    doubted = {"doubts": col(Outbox.doubts) + 1, "error": "the sender stopped"}
    taken_back = and_(lost, col(Outbox.payload).is_(None))
    session.execute(update(Outbox).where(taken_back).values(state="cancelled", settled_at=now))
    again = and_(lost, col(Outbox.doubts) < DOUBTS)
    bring_forward(session, now)
    session.execute(update(Outbox).where(again).values(state="retry", not_before=now, **doubted))
    return changed(session, update(Outbox).where(lost).values(state="uncertain", **doubted))


def shift(session: Session, leap: timedelta, now: datetime) -> None:
    """Move the retries along with a date that leapt: they wait for as long as they were to."""
    rows = session.exec(select(Outbox).where(Outbox.state == "retry")).all()
    for row in rows:
        session.execute(update(Outbox).where(col(Outbox.id) == row.id).values(not_before=row.not_before + leap))
    bring_forward(session, now)


def bring_forward(session: Session, now: datetime) -> None:
    """Have due what waits for longer than anything does: it was put out under a date that was ahead of this one."""
    ahead = and_(col(Outbox.not_before) > now, col(Outbox.not_before) < NEVER)
    limited = and_(col(Outbox.error) == LIMITED, col(Outbox.not_before) <= now + LONGEST_LIMIT)
    retry = and_(col(Outbox.state) == "retry", or_(col(Outbox.not_before) <= now + LONGEST_RETRY, limited))
    waiting = unsettled(), col(Outbox.state) != "claimed"
    session.execute(update(Outbox).where(*waiting, ahead, not_(func.coalesce(retry, False))).values(not_before=now))


def claimed(session: Session) -> frozenset[int]:
    """Return the ids of the letters that somebody holds."""
    held = select(Outbox.id).where(unsettled(), Outbox.state == "claimed")
    return frozenset(number for number in session.exec(held) if number is not None)


def answers_waiting(session: Session) -> dict[int, int]:
    """Return the chat of each answer that waits, by its id."""
    waiting = unsettled(), col(Outbox.state) != "claimed", col(Outbox.priority) == PRIORITY["reply"]
    rows = session.exec(select(Outbox.id, Outbox.chat).where(*waiting)).all()
    return {number_of(letter): chat for letter, chat in rows}


def next_chat(session: Session, now: datetime, besides: Collection[int] = ()) -> int | None:
    """Return the chat of the next letter that is due, other than some chats."""
    chat: int | None = session.execute(_due_chat, _at(now, besides)).scalar()
    return chat


def next_due(session: Session) -> datetime | None:
    """Return the moment from which the next waiting letter may be sent, as far as its time goes."""
    waiting = unsettled(), col(Outbox.state) != "claimed"
    moment: datetime | None = session.exec(select(func.min(col(Outbox.not_before))).where(*waiting)).first()
    return moment


def redirect(session: Session, old: int, new: int) -> None:
    """Follow a group that moved to another chat id."""
    session.execute(update(Outbox).where(col(Outbox.chat) == old).values(chat=new))


def drop_chat(session: Session, chat: int, now: datetime) -> int:
    """Take back everything that waits for a chat that can't be written to any more."""
    return _drop(session, col(Outbox.chat) == chat, now)


def cancel(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Take back letters that wait and are no longer true."""
    return changed(
        session,
        update(Outbox)
        .where(col(Outbox.key).in_(keys), col(Outbox.state).in_(("pending", "retry")))
        .values(state="cancelled", settled_at=now, payload=None),
    )


def drop_for(session: Session, person: int, now: datetime) -> int:
    """Take back everything that waits for a person who left."""
    return _drop(session, col(Outbox.person) == person, now)


def _drop(session: Session, whose: ColumnElement[bool], now: datetime) -> int:
    """Take back what was not sent for certain; what is under way or given up loses its text."""
    not_again = and_(whose, col(Outbox.state).in_(("claimed", "dead")))
    session.execute(update(Outbox).where(not_again).values(payload=None))
    waiting = and_(whose, col(Outbox.state).in_(("pending", "retry", "uncertain")))
    return changed(session, update(Outbox).where(waiting).values(state="cancelled", settled_at=now, payload=None))


def counts(session: Session, since: datetime | None = None) -> dict[str, int]:
    """Count the letters by state, those made since a moment if one is given."""
    wanted = select(Outbox.state, func.count()).group_by(col(Outbox.state))
    rows = session.exec(wanted if since is None else wanted.where(col(Outbox.made_at) >= since))
    return dict(iter(rows))


def _row(letter: Letter, now: datetime, state: State) -> dict[str, Any]:
    return {
        "key": letter.key, "chat": letter.chat, "person": letter.person, "kind": letter.kind,
        "priority": PRIORITY[letter.kind], "payload": orjson.dumps(letter.payload).decode(),
        "state": state, "attempts": 0, "doubts": 0, "not_before": now, "made_at": now,
    }


def _claimed(session: Session, row: Any, now: datetime) -> Claimed | None:
    try:
        payload = orjson.loads(row.payload)
        if not isinstance(payload, dict):
            raise TypeError("a letter's payload is an object")
    except (ValueError, TypeError):
        about = {"letter": row.id, "chat": row.chat}
        log.error("letter %d is put aside: its text can't be read", row.id, extra=about)
        settle(session, [Settlement(row.id, "dead", error=UNREADABLE)], now)
        return None
    return Claimed(row.id, row.chat, row.person, row.kind, payload, row.attempts + 1, row.key, row.doubts)
