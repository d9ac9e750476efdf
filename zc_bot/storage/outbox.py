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
from typing import Any, Literal, cast

import orjson
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    type_coerce,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, insert_into, inserted, number_of, readable
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
DOUBTS = 3
"""So often is tried again what may have arrived."""
LONG_WAIT = timedelta(minutes=1)
"""Who waits for longer than this lets those behind pass, unless Telegram told the whole chat to wait."""
LONGEST_RETRY, LONGEST_LIMIT = timedelta(minutes=5), timedelta(hours=1)
"""No retry waits for longer, nor for a chat that Telegram told to wait: one that does was put out while the date was
wrong."""
BACKLOG, MOST_TOGETHER = 10, 20
"""Of so many answers that wait for one chat, up to so many are taken together."""
HELD_BACK = "held back"
"""The error of a letter that waits since a copy was put back: it may have been sent long ago."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LIMITED = "429"
"""The error of a letter whose chat Telegram told to wait."""
ALERT = "alert:"
"""What the key of a message about the bot's own troubles begins with."""
ALBUM, STEP = "album:", "step:"
"""What the keys of answers begin with whose messages are found again."""
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
        _unsettled(), col(Outbox.chat) == first.chat, col(Outbox.id) > first.id,
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


def _unsettled(letter: type[Outbox] = Outbox) -> ColumnElement[bool]:
    """Narrow to what is not settled, in the words of the indexes over it: else all that was ever sent is read."""
    states: BindParameter[str] = bindparam("unsettled", UNSETTLED, expanding=True, literal_execute=True)
    return col(letter.state).in_(states)


def _in_turn(wanted: Select[Any]) -> Select[Any]:
    """Narrow to what is due and behind nothing of its chat that is as urgent, the most urgent first."""
    before = aliased(Outbox)
    ahead = exists().where(
        col(before.chat) == col(Outbox.chat),
        col(before.id) < col(Outbox.id),
        _unsettled(before),
        col(before.priority) <= col(Outbox.priority),
        or_(col(before.not_before) <= bindparam("soon"), col(before.error) == LIMITED),
    )
    due = and_(_unsettled(), col(Outbox.state) != "claimed", col(Outbox.not_before) <= bindparam("now"))
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
    waiting = _unsettled(), col(Outbox.state) != "claimed"
    session.execute(update(Outbox).where(*waiting, ahead, not_(func.coalesce(retry, False))).values(not_before=now))


def hold_back(session: Session, now: datetime) -> None:
    """Keep all that was under way from going out: whether it went out since the copy was made is not known.

    Answers are given up, whoever waited for them does so no more; the rest waits for `let_go` or `skip`.
    """
    waiting = col(Outbox.state).in_((*UNSETTLED, "uncertain"))
    answers = and_(waiting, col(Outbox.priority) == PRIORITY["reply"])
    session.execute(update(Outbox).where(answers).values(state="cancelled", settled_at=now, payload=None))
    session.execute(update(Outbox).where(waiting).values(state="pending", not_before=NEVER, error=HELD_BACK))


def let_go(session: Session, who: Principal, now: datetime) -> int:
    """Send what was held back; returns how many letters that are.

    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    return changed(session, update(Outbox).where(*_held_back()).values(not_before=now, error=None))


def skip(session: Session, who: Principal, newest: int, now: datetime) -> int:
    """Count as sent what was held back, and what waits that came after a letter; returns how many letters.

    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    later = and_(col(Outbox.state) == "pending", col(Outbox.id) > newest)
    sent = {"state": "sent", "settled_at": now, "payload": None}
    return changed(session, update(Outbox).where(or_(and_(*_held_back()), later)).values(**sent))


def newest(session: Session) -> int:
    """Return the id of the newest letter, 0 where there is none."""
    return int(session.exec(select(func.max(col(Outbox.id)))).first() or 0)


def held_back(session: Session) -> int:
    """Count the letters that wait since a copy was put back."""
    return int(session.exec(select(func.count()).select_from(Outbox).where(*_held_back())).first() or 0)


def _held_back() -> tuple[ColumnElement[bool], ...]:
    return col(Outbox.state) == "pending", col(Outbox.error) == HELD_BACK


def claimed(session: Session) -> frozenset[int]:
    """Return the ids of the letters that somebody holds."""
    held = select(Outbox.id).where(_unsettled(), Outbox.state == "claimed")
    return frozenset(number for number in session.exec(held) if number is not None)


def answers_waiting(session: Session) -> dict[int, int]:
    """Return the chat of each answer that waits, by its id."""
    waiting = _unsettled(), col(Outbox.state) != "claimed", col(Outbox.priority) == PRIORITY["reply"]
    rows = session.exec(select(Outbox.id, Outbox.chat).where(*waiting)).all()
    return {number_of(letter): chat for letter, chat in rows}


def put_unread_aside(session: Session, now: datetime) -> int:
    """Put aside as dead what waits and whose moments can't be read, with ones that can; returns how many those are.

    SQLite alone keeps what is no moment: one such letter has none be claimed.
    """
    if session.dialect != "sqlite":
        return 0
    moments = type_coerce(Outbox.not_before, Text), type_coerce(Outbox.made_at, Text)
    waiting = select(Outbox.id, *moments).where(_unsettled(), col(Outbox.state) != "claimed")
    broken = [row[0] for row in session.exec(waiting).all() if not all(map(_is_moment, row[1:]))]
    for letter in broken:
        log.error("letter %d is put aside: its row can't be read", letter)
        aside = {
            "state": "dead", "error": UNREADABLE, "payload": None, "not_before": now, "made_at": now,
            "settled_at": now, "told_at": None,
        }
        session.execute(update(Outbox).where(col(Outbox.id) == letter).values(**aside))
    return len(broken)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (ValueError, TypeError):
        return False


def unread_untold(session: Session, since: datetime, now: datetime) -> tuple[int, ...]:
    """Return the letters that could not be read and were put aside since a moment, each once."""
    wanted = select(Outbox.id).where(
        col(Outbox.state) == "dead", col(Outbox.error) == UNREADABLE, col(Outbox.told_at).is_(None),
        col(Outbox.settled_at) >= since,
    )
    found = tuple(number_of(letter) for letter in session.exec(wanted.order_by(col(Outbox.id))).all())
    if found:
        note_told(session, found, now)
    return found


def next_chat(session: Session, now: datetime, besides: Collection[int] = ()) -> int | None:
    """Return the chat of the next letter that is due, other than some chats."""
    chat: int | None = session.execute(_due_chat, _at(now, besides)).scalar()
    return chat


def next_due(session: Session) -> datetime | None:
    """Return the moment from which the next waiting letter may be sent, as far as its time goes."""
    waiting = _unsettled(), col(Outbox.state) != "claimed"
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


def keyed(session: Session, kinds: Sequence[Kind] = ("reminder", "digest")) -> tuple[Sent, ...]:
    """Return every keyed letter of some kinds, the oldest first."""
    wanted = select(Outbox).where(col(Outbox.key).is_not(None), col(Outbox.kind).in_(kinds))
    rows = readable(session, wanted.order_by(col(Outbox.id)), col(Outbox.id), "outbox")
    return tuple(_sent(row) for row in rows)


def _sent(row: Outbox) -> Sent:
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


def drop_for(session: Session, person: int, now: datetime) -> int:
    """Take back everything that waits for a person who left."""
    return _drop(session, col(Outbox.person) == person, now)


def _drop(session: Session, whose: ColumnElement[bool], now: datetime) -> int:
    """Take back what was not sent for certain; what is under way or given up loses its text."""
    not_again = and_(whose, col(Outbox.state).in_(("claimed", "dead")))
    session.execute(update(Outbox).where(not_again).values(payload=None))
    waiting = and_(whose, col(Outbox.state).in_(("pending", "retry", "uncertain")))
    return changed(session, update(Outbox).where(waiting).values(state="cancelled", settled_at=now, payload=None))


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


def counts(session: Session, since: datetime | None = None) -> dict[str, int]:
    """Count the letters by state, those made since a moment if one is given."""
    wanted = select(Outbox.state, func.count()).group_by(col(Outbox.state))
    rows = session.exec(wanted if since is None else wanted.where(col(Outbox.made_at) >= since))
    return dict(iter(rows))


def troubled(session: Session, who: Principal, since: datetime, limit: int) -> tuple[Sent, ...]:
    """Return the letters of unknown fate and those that could not be delivered, the newest first.

    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    wrong = and_(col(Outbox.state).in_(("uncertain", "dead")), col(Outbox.made_at) >= since)
    rows = session.exec(select(Outbox).where(wrong).order_by(col(Outbox.id).desc()).limit(limit))
    return tuple(_sent(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A letter of unknown fate, or one that can't be delivered; `turn` changes each time that it is sent."""

    id: int
    turn: int
    person: int
    kind: Kind
    made_at: datetime


def doubtful(
    session: Session, who: Principal, since: datetime, untold: bool, states: Sequence[State] = ("uncertain",)
) -> tuple[Doubtful, ...]:
    """Return the letters of unknown fate that can be sent again; `untold`: those the admins do not know of.

    states: `dead` too for those that can't be delivered, but for answers and for what tells of the bot's troubles.
    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    wanted = and_(col(Outbox.state).in_(states), col(Outbox.made_at) >= since, col(Outbox.payload).is_not(None))
    told_of = and_(col(Outbox.kind) != "reply", or_(col(Outbox.key).is_(None), ~col(Outbox.key).startswith(ALERT)))
    wanted = and_(wanted, or_(col(Outbox.state) == "uncertain", told_of))
    if untold:
        wanted = and_(wanted, col(Outbox.told_at).is_(None))
    rows = session.exec(select(Outbox).where(wanted).order_by(col(Outbox.id)))
    return tuple(
        Doubtful(number_of(row.id), row.attempts, row.person, cast(Kind, row.kind), row.made_at) for row in rows
    )


def note_told(session: Session, letters: Collection[int], now: datetime) -> None:
    """Note that the admins know of some letters."""
    session.execute(update(Outbox).where(col(Outbox.id).in_(letters)).values(told_at=now))


def send_again(session: Session, who: Principal, letter: int, turn: int, now: datetime) -> bool:
    """Put a letter out once more whose fate is unknown or that came to nothing; False where that was done before.

    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    same = and_(col(Outbox.id) == letter, col(Outbox.attempts) == turn, col(Outbox.payload).is_not(None))
    anew = {
        "state": "pending", "doubts": 0, "not_before": now, "told_at": None, "error": None, "settled_at": None,
    }
    open_ones = col(Outbox.state).in_(("uncertain", "dead"))
    return bool(changed(session, update(Outbox).where(same, open_ones).values(**anew)))


def erase(session: Session, before: datetime) -> int:
    """Erase the texts of letters that did not arrive, or maybe not: they may hold an invitation's link."""
    stale = col(Outbox.state).in_(("uncertain", "dead")), col(Outbox.made_at) < before
    kept = update(Outbox).where(*stale, col(Outbox.payload).is_not(None))
    return changed(session, kept.values(payload=None))


def forget(session: Session, before: datetime) -> int:
    """Drop sent answers, steps and alerts of the past; what else has a key stays, since it says what was done."""
    passing = (col(Outbox.key).startswith(one, autoescape=True) for one in (ALERT, ALBUM, STEP))
    of_the_past = delete(Outbox).where(
        or_(col(Outbox.key).is_(None), *passing),
        col(Outbox.state).in_(("sent", "cancelled")),
        col(Outbox.settled_at) < before,
    )
    return changed(session, of_the_past)


def _row(letter: Letter, now: datetime, state: State) -> dict[str, Any]:
    return {
        "key": letter.key, "chat": letter.chat, "person": letter.person, "kind": letter.kind,
        "priority": PRIORITY[letter.kind], "payload": orjson.dumps(letter.payload).decode(),
        "state": state, "attempts": 0, "doubts": 0, "not_before": now, "made_at": now,
    }


def _claimed(session: Session, row: Any, now: datetime) -> Claimed | None:
    try:
        payload = orjson.loads(row.payload)
    except (ValueError, TypeError):
        log.error("letter %d is put aside: its text can't be read", row.id)
        settle(session, [Settlement(row.id, "dead", error=UNREADABLE)], now)
        return None
    return Claimed(row.id, row.chat, row.person, row.kind, payload, row.attempts + 1, row.key, row.doubts)
