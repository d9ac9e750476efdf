"""Who is admitted, may come, or was turned away; what they asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, NEVER_REUSE, Table, moment, one_of


class Person(Table, table=True):
    """Somebody admitted; `id` is Telegram's user id. Removed people stay, inactive, for the history."""

    __tablename__ = "person"
    id: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    name: str
    role: str
    authorities: str = ""
    """Codes separated by commas."""
    language: str | None = None
    active: bool = True
    unreachable_since: datetime | None = moment(nullable=True)
    unreachable_why: str | None = None
    """What Telegram said of it: `blocked`, or `missing` for a chat or person that it does not find."""
    menu: str | None = None
    """The role and language that their menu was last set for; `?` before it where their chat was not there yet."""
    muted_year: int | None = None
    """The reporting year of whose reminders only the last calls are wanted."""
    snoozed_until: datetime | None = moment(nullable=True)
    last_seen: datetime | None = moment(nullable=True)
    confirmed_at: datetime | None = moment(nullable=True)
    """When an admin last said that this person still belongs here."""
    admitted_at: datetime = moment()
    admitted_by: int = Field(sa_column=Column(BIG, nullable=False))


class Stranger(Table, table=True):
    """Somebody unknown who wrote: when last, and how often; nothing else is kept of them."""

    __tablename__ = "stranger"
    id: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    day: str
    updates: int


class Invitation(Table, table=True):
    """A way in for one person: only the hash of its token is kept, and it is used up once."""

    __tablename__ = "invitation"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    token_hash: str = Field(unique=True)
    role: str
    authorities: str = ""
    made_by: int = Field(sa_column=Column(BIG, nullable=False))
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_by: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    revoked: bool = False


class RosterEntry(Table, table=True):
    """Somebody who may admit themselves by sharing their own contact; of the phone only a keyed hash is kept."""

    __tablename__ = "roster"
    phone_hash: str = Field(primary_key=True)
    name: str
    role: str
    authorities: str = ""
    made_at: datetime = moment()
    used_by: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))


class AllowedGroup(Table, table=True):
    """A group in which an admin lets the bot answer."""

    __tablename__ = "allowed_group"
    chat: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    allowed_at: datetime = moment()


class StandIn(Table, table=True):
    """A colleague who was asked to report a year instead of somebody, until a moment."""

    __tablename__ = "stand_in"
    __table_args__ = (one_of("state", "asked", "taken", "declined", "lapsed", "over"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    asker: int = Field(sa_column=Column(BIG, nullable=False))
    colleague: int = Field(sa_column=Column(BIG, nullable=False))
    year: int
    asked_at: datetime = moment()
    until: datetime = moment()
    state: str
    settled_at: datetime | None = moment(nullable=True)


class Subscription(Table, table=True):
    """Somebody who wants the digest of each week."""

    __tablename__ = "subscription"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    made_at: datetime = moment()


class OwnReminder(Table, table=True):
    """A reminder that somebody set for themselves; `due` is the next time, None once it is over."""

    __tablename__ = "own_reminder"
    __table_args__ = (
        one_of("repeat", "once", "daily", "weekly", "monthly", "yearly"),
        Index("own_reminder_due", "due"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False, index=True))
    text: str
    repeat: str
    day_of_month: int | None = None
    due: datetime | None = moment(nullable=True)
    made_at: datetime = moment()
