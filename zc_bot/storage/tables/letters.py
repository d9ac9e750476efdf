"""What came and what goes out: updates put away, letters, messages to everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, NEVER_REUSE, Table, moment, one_of

_UNSENT = text("state IN ('pending', 'retry', 'claimed')")
"""Indexes of some rows have them on both databases, by the migrations, which alone make tables. Here SQLite's are
named: naming PostgreSQL's would import all its drivers, 3 MB."""


class Inbox(Table, table=True):
    """An update put away before Telegram is told that it arrived; its payload is erased when done."""

    __tablename__ = "inbox"
    __table_args__ = (
        one_of("state", "pending", "done", "failed"),
        Index("inbox_pending", "state", "update_id", sqlite_where=text("state <> 'done'")),
    )
    update_id: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    chat: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    person: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    payload: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    state: str = "pending"
    attempts: int = 0
    error: str | None = None
    digest: str | None = None
    """Of what came: another update under the same number is no repetition."""
    received_at: datetime = moment()
    done_at: datetime | None = moment(nullable=True)


class Outbox(Table, table=True):
    """A message that must not be lost, and how far its delivery has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("state", "pending", "claimed", "sent", "retry", "uncertain", "dead", "cancelled"),
        one_of("kind", "reply", "receipt", "reminder", "digest", "broadcast", "notice"),
        Index("outbox_next", "priority", "id", sqlite_where=_UNSENT),
        Index("outbox_of_chat", "chat", "id", sqlite_where=_UNSENT),
        Index("outbox_of_person", "person", "kind", "id"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    key: str | None = None
    """What makes it happen once: stage, person and year of a reminder, say."""
    chat: int = Field(sa_column=Column(BIG, nullable=False))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    kind: str
    priority: int
    payload: str | None = Field(sa_column=Column(Text, nullable=True))
    state: str
    attempts: int = 0
    doubts: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    """How many attempts may have arrived."""
    not_before: datetime = moment()
    message_id: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    error: str | None = None
    made_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
    told_at: datetime | None = moment(nullable=True)
    """When the admins were told that its fate is unknown."""


class Broadcast(Table, table=True):
    """A message to many, and whether its sender was told what became of it."""

    __tablename__ = "broadcast"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    sender: int = Field(sa_column=Column(BIG, nullable=False))
    people: int
    made_at: datetime = moment()
    reported_at: datetime | None = moment(nullable=True)
