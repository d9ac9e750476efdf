"""Where a conversation stands: its draft, what was asked before, what waits for an answer, what may be tapped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    Text,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, Table, moment


class Draft(Table, table=True):
    """A dialogue: its whole state, one for a person."""

    __tablename__ = "draft"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    version: int
    state: str = Field(sa_column=Column(Text, nullable=False))
    touched_at: datetime = moment()


class Context(Table, table=True):
    """What a person last asked, for follow-up questions."""

    __tablename__ = "context"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    meaning: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = moment()


class Prompt(Table, table=True):
    """What the next typed text of a person answers: why a figure is sent back, say."""

    __tablename__ = "prompt"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    name: str
    args: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = moment()


class Keyboard(Table, table=True):
    """The buttons of one message: an opaque token for the actions, the person and the chat they are for."""

    __tablename__ = "keyboard"
    token: str = Field(primary_key=True)
    person: int = Field(sa_column=Column(BIG, nullable=False))
    chat: int = Field(sa_column=Column(BIG, nullable=False))
    actions: str = Field(sa_column=Column(Text, nullable=False))
    single_use: bool
    made_at: datetime = moment(index=True)
    used_at: datetime | None = moment(nullable=True)


class Unanswered(Table, table=True):
    """A text that was not understood, without who typed it."""

    __tablename__ = "unanswered"
    __table_args__ = (Index("unanswered_at", "at"),)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    intent: str
    rule: str
    at: datetime = moment()
