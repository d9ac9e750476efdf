"""What the city recorded and what is shown of it: the ledger, progress, stories, their photos, the page's links."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    Column,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field

from zc_bot.evaluation.milestones import MARKS
from zc_bot.storage.tables.table import BIG, NEVER_REUSE, Table, moment, one_of
from zc_bot.storage.types import ExactDecimal


class LedgerRow(Table, table=True):
    """A decision, a milestone of an authority or a community, a target or support granted; append-only."""

    __tablename__ = "ledger"
    __table_args__ = (
        one_of("kind", "decision", "plan", "policy", "support", "target", *MARKS),
        one_of("state", "open", "closed", "void"),
        UniqueConstraint("supersedes"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    kind: str
    what: str
    authority: str = ""
    community: str = ""
    who: str = ""
    amount: Decimal | None = Field(sa_column=Column(ExactDecimal, nullable=True))
    unit: str = ""
    metric: str = ""
    year: int | None = None
    day: str | None = None
    due: str | None = None
    subject: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    state: str
    approved: bool
    supersedes: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    actor_name: str
    recorded_at: datetime = moment()


class ShowingRow(Table, table=True):
    """A version of what is shown of a community: progress, a start-up, a person, a practice; append-only."""

    __tablename__ = "showing"
    __table_args__ = (
        one_of("kind", "progress", "startup", "person", "practice"),
        one_of("state", "submitted", "approved", "returned", "withdrawn"),
        UniqueConstraint("supersedes"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    kind: str
    community: str
    what: str = Field(sa_column=Column(Text, nullable=False))
    place: str
    milestone: str
    name: str
    day: str | None = None
    agreed: bool
    """Whoever is named agreed to it, as the author says."""
    photos: str = Field(sa_column=Column(Text, nullable=False))
    """Ids and captions, as JSON."""
    state: str
    reason: str
    supersedes: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    author: int = Field(sa_column=Column(BIG, nullable=False))
    author_name: str
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    actor_name: str
    recorded_at: datetime = moment()


class ShowingDraft(Table, table=True):
    """What somebody is putting together to be shown: its whole state, one for a person."""

    __tablename__ = "showing_draft"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    touched_at: datetime = moment()


class Photo(Table, table=True):
    """A photo as it is shown: two sizes without metadata, each a file named by its hash."""

    __tablename__ = "photo"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    large: str
    large_size: int
    small: str
    small_size: int
    width: int
    """Of the large one, as its height, in pixels."""
    height: int
    recorded_at: datetime = moment()


class AlbumPhoto(Table, table=True):
    """A photo of an album that may turn out to be shown: where Telegram keeps it, until it is known or too old."""

    __tablename__ = "album_photo"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False, index=True))
    album: str
    file: str
    name: str
    size: int
    caption: str
    recorded_at: datetime = moment()


class PageLink(Table, table=True):
    """A link to the page for who has it, until it expires; only the hash of its token is kept."""

    __tablename__ = "page_link"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    token_hash: str = Field(unique=True)
    made_by: int = Field(sa_column=Column(BIG, nullable=False))
    made_at: datetime = moment()
    expires_at: datetime = moment()


class WebSession(Table, table=True):
    """Somebody in the Mini App: hashes of the session's token and of the signed data that it was given for."""

    __tablename__ = "web_session"
    token_hash: str = Field(primary_key=True)
    data_hash: str = Field(unique=True)
    person: int = Field(sa_column=Column(BIG, nullable=False, index=True))
    made_at: datetime = moment()
    expires_at: datetime = moment()
    ended: bool = False
