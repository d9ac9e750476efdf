"""What was reported: figures, how they stand, and the files beside them. Figures are only ever added."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, NEVER_REUSE, Table, moment, one_of
from zc_bot.storage.types import ExactDecimal

LETTER = 1_000_000
"""So many serials have the same letters; each restore draws others."""


class Submission(Table, table=True):
    """One act of reporting; its id is the serial on the receipt, `operation` makes it happen once."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("operation"),
        one_of("way", "dialogue", "line", "sheet", "import"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    operation: str
    person: int = Field(sa_column=Column(BIG, nullable=False))
    way: str
    recorded_at: datetime = moment()


class Observation(Table, table=True):
    """One version of one figure. A change is a new row that supersedes the last one of its key."""

    __tablename__ = "observation"
    __table_args__ = (
        one_of("status", "submitted", "approved", "returned", "withdrawn"),
        CheckConstraint("marker IS NULL OR marker IN ('not_applicable', 'confidential')", name="marker_known"),
        CheckConstraint("(value IS NULL) <> (marker IS NULL)", name="value_or_marker"),
        CheckConstraint("year BETWEEN 1990 AND 2200", name="year_sane"),
        UniqueConstraint("supersedes"),
        Index("observation_of_community", "community", "metric", "year", "id", "status"),
        Index("observation_of_metric", "metric", "year", "community", "id", "status"),
        Index(
            "observation_first", "community", "metric", "year", unique=True, sqlite_where=text("supersedes IS NULL")
        ),
        Index("observation_of_submission", "submission"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    community: str
    metric: str
    year: int
    value: Decimal | None = Field(sa_column=Column(ExactDecimal, nullable=True))
    marker: str | None = None
    status: str
    submission: int = Field(sa_column=Column(BIG, nullable=False))
    typed: str = ""
    """The figure as it was typed, with its unit."""
    reporter: int = Field(sa_column=Column(BIG, nullable=False))
    reporter_name: str
    reported_at: datetime = moment()
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    actor_name: str
    actor_role: str
    recorded_at: datetime = moment()
    reason: str = ""
    note: str = ""
    supersedes: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    reopens: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    """It takes the approval that it supersedes back: the figure waits for review again."""


class Standing(Table, table=True):
    """The version of each figure that stands; a trigger on the observations keeps it, nothing else writes it.

    By community it is the table itself, by metric an index that holds all of it.
    """

    __tablename__ = "standing"
    __table_args__ = (
        one_of("status", "submitted", "approved"),
        Index("standing_of_metric", "metric", "year", "community", "status", "value", "marker", "observation"),
        {"sqlite_with_rowid": False},
    )
    community: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    observation: int = Field(sa_column=Column(BIG, nullable=False))
    status: str
    value: Decimal | None = Field(sa_column=Column(ExactDecimal, nullable=True))
    marker: str | None = None


class FigureRequest(Table, table=True):
    """A figure that somebody asked for and nobody had reported; its state is all that changes."""

    __tablename__ = "figure_request"
    __table_args__ = (one_of("state", "open", "answered", "declined", "lapsed"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    community: str
    metric: str
    year: int
    asked_at: datetime = moment()
    told_at: datetime | None = moment(nullable=True)
    state: str
    settled_at: datetime | None = moment(nullable=True)


class Attachment(Table, table=True):
    """A photo or document that goes with a submission; its content is a file named by its hash."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("submission", "sha256"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    submission: int = Field(sa_column=Column(BIG, nullable=False))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    name: str
    sha256: str
    size: int
    recorded_at: datetime = moment()
    album: str | None = None
    """The album of Telegram's that it came in."""
    caption: str | None = None


class Proof(Table, table=True):
    """A photo or document that proves what was noted; `entry` is its first version, its content a file by hash."""

    __tablename__ = "proof"
    __table_args__ = (UniqueConstraint("entry", "sha256"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    entry: int = Field(sa_column=Column(BIG, nullable=False))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    name: str
    sha256: str
    size: int
    recorded_at: datetime = moment()
