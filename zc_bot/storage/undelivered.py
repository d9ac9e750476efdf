"""Letters of unknown fate, undeliverable ones, and those that can't be read: what the admins are told of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Text, and_, or_, type_coerce, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage.outbox import ALERT, UNREADABLE, Kind, State, log, unsettled
from zc_bot.storage.posted import Sent, as_sent
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, number_of
from zc_bot.storage.tables import Outbox
from zc_bot.values import dataclass


def put_unread_aside(session: Session, now: datetime) -> int:
    """Put aside as dead what waits and whose moments can't be read, with ones that can; returns how many those are.

    SQLite alone keeps what is no moment: one such letter has none be claimed.
    """
    if session.dialect != "sqlite":
        return 0
    moments = type_coerce(Outbox.not_before, Text), type_coerce(Outbox.made_at, Text)
    waiting = select(Outbox.id, *moments).where(unsettled(), col(Outbox.state) != "claimed")
    broken = [row[0] for row in session.exec(waiting).all() if not all(map(_is_moment, row[1:]))]
    for letter in broken:
        log.error("letter %d is put aside: its row can't be read", letter, extra={"letter": letter})
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


def troubled(session: Session, who: Principal, since: datetime, limit: int) -> tuple[Sent, ...]:
    """Return the letters of unknown fate and those that could not be delivered, the newest first.

    Raises `NotAllowed` unless `who` may see how the bot is.
    """
    require(who, Act.SEE_HEALTH)
    wrong = and_(col(Outbox.state).in_(("uncertain", "dead")), col(Outbox.made_at) >= since)
    rows = session.exec(select(Outbox).where(wrong).order_by(col(Outbox.id).desc()).limit(limit))
    return tuple(as_sent(row) for row in rows)


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
