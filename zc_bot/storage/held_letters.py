"""Letters that wait since a copy was put back: what was under way then may have gone out long ago."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage.outbox import NEVER, PRIORITY, UNSETTLED
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import Outbox

HELD_BACK = "held back"
"""The error of a letter that waits since a copy was put back: it may have been sent long ago."""


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
