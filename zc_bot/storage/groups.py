"""Groups in which an admin lets the bot answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlmodel import col, select

from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import AllowedGroup


def allowed(session: Session, chat: int) -> bool:
    """Tell whether the bot may answer in a group."""
    return session.exec(select(AllowedGroup.chat).where(AllowedGroup.chat == chat)).first() is not None


def allow(session: Session, who: Principal, chat: int, now: datetime) -> None:
    """Let the bot answer in a group. Raises `NotAllowed` unless an admin."""
    _check(who)
    if not allowed(session, chat):
        session.execute(insert(AllowedGroup).values(chat=chat, actor=who.id, allowed_at=now))
        audit.note(session, who, "group.allow", str(chat), now)


def forbid(session: Session, who: Principal, chat: int, now: datetime) -> None:
    """Let the bot fall silent in a group. Raises `NotAllowed` unless an admin."""
    _check(who)
    if changed(session, delete(AllowedGroup).where(col(AllowedGroup.chat) == chat)):
        audit.note(session, who, "group.forbid", str(chat), now)


def left(session: Session, chat: int, now: datetime) -> None:
    """Stop using a group that does not take the bot's messages any more."""
    if changed(session, delete(AllowedGroup).where(col(AllowedGroup.chat) == chat)):
        audit.note(session, OPERATOR, "group.left", str(chat), now)


def moved(session: Session, old: int, new: int) -> None:
    """Follow a group that got another chat id."""
    if not allowed(session, new):
        session.execute(update(AllowedGroup).where(col(AllowedGroup.chat) == old).values(chat=new))


def end_of(session: Session, who: Principal, admin: int, now: datetime) -> None:
    """Let the bot fall silent in the groups that somebody allowed who is no admin any more."""
    for chat in session.exec(select(AllowedGroup.chat).where(AllowedGroup.actor == admin)).all():
        session.execute(delete(AllowedGroup).where(col(AllowedGroup.chat) == chat))
        audit.note(session, who, "group.forbid", str(chat), now)


def _check(who: Principal) -> None:
    require(who, Act.ALLOW_GROUP)
