"""The tables. They do not validate: values are checked before they come here, and by CHECK constraints.

Append-only by trigger as well: observation, submission, audit, ledger, showing.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from zc_bot.evaluation.milestones import MARKS
from zc_bot.storage.types import ExactDecimal, Moment

BIG = BigInteger().with_variant(Integer, "sqlite")
LETTER = 1_000_000
"""So many serials have the same letters; each restore draws others."""
NEVER_REUSE = {"sqlite_autoincrement": True}
"""SQLite would give the id of a deleted last row to the next one."""
_UNSENT = text("state IN ('pending', 'retry', 'claimed')")
"""Indexes of some rows have them on both databases, by the migrations, which alone make tables. Here SQLite's are
named: naming PostgreSQL's would import all its drivers, 3 MB."""


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _moment(nullable: bool = False, **options: Any) -> Any:
    return Field(sa_column=Column(Moment, nullable=nullable, **options))


class Table(SQLModel):
    """What is common to them: no validator is built, since none is used and building them delays every start."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


class Meta(Table, table=True):
    """Facts about this database: whether it is a demonstration, and its own keys."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


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
    unreachable_since: datetime | None = _moment(nullable=True)
    unreachable_why: str | None = None
    """What Telegram said of it: `blocked`, or `missing` for a chat or person that it does not find."""
    menu: str | None = None
    """The role and language that their menu was last set for; `?` before it where their chat was not there yet."""
    muted_year: int | None = None
    """The reporting year of whose reminders only the last calls are wanted."""
    snoozed_until: datetime | None = _moment(nullable=True)
    last_seen: datetime | None = _moment(nullable=True)
    confirmed_at: datetime | None = _moment(nullable=True)
    """When an admin last said that this person still belongs here."""
    admitted_at: datetime = _moment()
    admitted_by: int = Field(sa_column=Column(BIG, nullable=False))


class Stranger(Table, table=True):
    """Somebody unknown who wrote: when last, and how often; nothing else is kept of them."""

    __tablename__ = "stranger"
    id: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    day: str
    updates: int


class Submission(Table, table=True):
    """One act of reporting; its id is the serial on the receipt, `operation` makes it happen once."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("operation"),
        _one_of("way", "dialogue", "line", "sheet", "import"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    operation: str
    person: int = Field(sa_column=Column(BIG, nullable=False))
    way: str
    recorded_at: datetime = _moment()


class Observation(Table, table=True):
    """One version of one figure. A change is a new row that supersedes the last one of its key."""

    __tablename__ = "observation"
    __table_args__ = (
        _one_of("status", "submitted", "approved", "returned", "withdrawn"),
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
    reported_at: datetime = _moment()
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    actor_name: str
    actor_role: str
    recorded_at: datetime = _moment()
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
        _one_of("status", "submitted", "approved"),
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


class LedgerRow(Table, table=True):
    """A decision, a milestone of an authority or a community, a target or support granted; append-only."""

    __tablename__ = "ledger"
    __table_args__ = (
        _one_of("kind", "decision", "plan", "policy", "support", "target", *MARKS),
        _one_of("state", "open", "closed", "void"),
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
    recorded_at: datetime = _moment()


class FigureRequest(Table, table=True):
    """A figure that somebody asked for and nobody had reported; its state is all that changes."""

    __tablename__ = "figure_request"
    __table_args__ = (_one_of("state", "open", "answered", "declined", "lapsed"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False))
    community: str
    metric: str
    year: int
    asked_at: datetime = _moment()
    told_at: datetime | None = _moment(nullable=True)
    state: str
    settled_at: datetime | None = _moment(nullable=True)


class Subscription(Table, table=True):
    """Somebody who wants the digest of each week."""

    __tablename__ = "subscription"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    made_at: datetime = _moment()


class Unanswered(Table, table=True):
    """A text that was not understood, without who typed it."""

    __tablename__ = "unanswered"
    __table_args__ = (Index("unanswered_at", "at"),)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    intent: str
    rule: str
    at: datetime = _moment()


class Draft(Table, table=True):
    """A dialogue: its whole state, one for a person."""

    __tablename__ = "draft"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    version: int
    state: str = Field(sa_column=Column(Text, nullable=False))
    touched_at: datetime = _moment()


class Context(Table, table=True):
    """What a person last asked, for follow-up questions."""

    __tablename__ = "context"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    meaning: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = _moment()


class Prompt(Table, table=True):
    """What the next typed text of a person answers: why a figure is sent back, say."""

    __tablename__ = "prompt"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    name: str
    args: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = _moment()


class Keyboard(Table, table=True):
    """The buttons of one message: an opaque token for the actions, the person and the chat they are for."""

    __tablename__ = "keyboard"
    token: str = Field(primary_key=True)
    person: int = Field(sa_column=Column(BIG, nullable=False))
    chat: int = Field(sa_column=Column(BIG, nullable=False))
    actions: str = Field(sa_column=Column(Text, nullable=False))
    single_use: bool
    made_at: datetime = _moment(index=True)
    used_at: datetime | None = _moment(nullable=True)


class Inbox(Table, table=True):
    """An update put away before Telegram is told that it arrived; its payload is erased when done."""

    __tablename__ = "inbox"
    __table_args__ = (
        _one_of("state", "pending", "done", "failed"),
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
    received_at: datetime = _moment()
    done_at: datetime | None = _moment(nullable=True)


class Outbox(Table, table=True):
    """A message that must not be lost, and how far its delivery has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        _one_of("state", "pending", "claimed", "sent", "retry", "uncertain", "dead", "cancelled"),
        _one_of("kind", "reply", "receipt", "reminder", "digest", "broadcast", "notice"),
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
    not_before: datetime = _moment()
    message_id: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    error: str | None = None
    made_at: datetime = _moment()
    settled_at: datetime | None = _moment(nullable=True)
    told_at: datetime | None = _moment(nullable=True)
    """When the admins were told that its fate is unknown."""


class Audit(Table, table=True):
    """Who did what, chained: each line's hash covers the line before it."""

    __tablename__ = "audit"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    at: datetime = _moment()
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    role: str
    action: str
    subject: str
    detail: str = Field(sa_column=Column(Text, nullable=False))
    """Numbers, codes and digests as JSON; lines of before the chain was keyed hold texts too."""
    hash: str
    key: str | None = None
    """The fingerprint of the key it is chained under; None for lines of before there was one."""


class AuditText(Table, table=True):
    """A text that a line of the audit holds the digest of: it may have to be erased, and the line stays true."""

    __tablename__ = "audit_text"
    __table_args__ = (Index("audit_text_of_person", "person"),)
    digest: str = Field(primary_key=True)
    person: int = Field(sa_column=Column(BIG, nullable=False))
    """Whose it is: who wrote it, or whose name it is."""
    salt: str
    """Without it, a name could be found by trying names."""
    text: str = Field(sa_column=Column(Text, nullable=False))


class Override(Table, table=True):
    """A deadline that an admin moved, for one reporting year."""

    __tablename__ = "override"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    deadline: str
    """An ISO date, whose hour is the programme's, or a local ISO date and time."""
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    recorded_at: datetime = _moment()


class ClosedYear(Table, table=True):
    """A reporting year whose collection an admin has ended."""

    __tablename__ = "closed_year"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    closed_at: datetime = _moment()


class StandIn(Table, table=True):
    """A colleague who was asked to report a year instead of somebody, until a moment."""

    __tablename__ = "stand_in"
    __table_args__ = (_one_of("state", "asked", "taken", "declined", "lapsed", "over"), NEVER_REUSE)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    asker: int = Field(sa_column=Column(BIG, nullable=False))
    colleague: int = Field(sa_column=Column(BIG, nullable=False))
    year: int
    asked_at: datetime = _moment()
    until: datetime = _moment()
    state: str
    settled_at: datetime | None = _moment(nullable=True)


class Broadcast(Table, table=True):
    """A message to many, and whether its sender was told what became of it."""

    __tablename__ = "broadcast"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    sender: int = Field(sa_column=Column(BIG, nullable=False))
    people: int
    made_at: datetime = _moment()
    reported_at: datetime | None = _moment(nullable=True)


class DaysOff(Table, table=True):
    """A year's days off and make-up workdays as an admin took them from the State Council's notice."""

    __tablename__ = "days_off"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    days: str = Field(sa_column=Column(Text, nullable=False))
    """ISO date → whether it is worked, as JSON."""
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    recorded_at: datetime = _moment()


class OwnReminder(Table, table=True):
    """A reminder that somebody set for themselves; `due` is the next time, None once it is over."""

    __tablename__ = "own_reminder"
    __table_args__ = (
        _one_of("repeat", "once", "daily", "weekly", "monthly", "yearly"),
        Index("own_reminder_due", "due"),
        NEVER_REUSE,
    )
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    person: int = Field(sa_column=Column(BIG, nullable=False, index=True))
    text: str
    repeat: str
    day_of_month: int | None = None
    due: datetime | None = _moment(nullable=True)
    made_at: datetime = _moment()


class Invitation(Table, table=True):
    """A way in for one person: only the hash of its token is kept, and it is used up once."""

    __tablename__ = "invitation"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    token_hash: str = Field(unique=True)
    role: str
    authorities: str = ""
    made_by: int = Field(sa_column=Column(BIG, nullable=False))
    made_at: datetime = _moment()
    expires_at: datetime = _moment()
    used_by: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    revoked: bool = False


class RosterEntry(Table, table=True):
    """Somebody who may admit themselves by sharing their own contact; of the phone only a keyed hash is kept."""

    __tablename__ = "roster"
    phone_hash: str = Field(primary_key=True)
    name: str
    role: str
    authorities: str = ""
    made_at: datetime = _moment()
    used_by: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))


class AllowedGroup(Table, table=True):
    """A group in which an admin lets the bot answer."""

    __tablename__ = "allowed_group"
    chat: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    allowed_at: datetime = _moment()


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
    recorded_at: datetime = _moment()
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
    recorded_at: datetime = _moment()


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
    recorded_at: datetime = _moment()


class ShowingRow(Table, table=True):
    """A version of what is shown of a community: progress, a start-up, a person, a practice; append-only."""

    __tablename__ = "showing"
    __table_args__ = (
        _one_of("kind", "progress", "startup", "person", "practice"),
        _one_of("state", "submitted", "approved", "returned", "withdrawn"),
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
    recorded_at: datetime = _moment()


class ShowingDraft(Table, table=True):
    """What somebody is putting together to be shown: its whole state, one for a person."""

    __tablename__ = "showing_draft"
    person: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    touched_at: datetime = _moment()


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
    recorded_at: datetime = _moment()


class PageLink(Table, table=True):
    """A link to the page for who has it, until it expires; only the hash of its token is kept."""

    __tablename__ = "page_link"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    token_hash: str = Field(unique=True)
    made_by: int = Field(sa_column=Column(BIG, nullable=False))
    made_at: datetime = _moment()
    expires_at: datetime = _moment()


class WebSession(Table, table=True):
    """Somebody in the Mini App: hashes of the session's token and of the signed data that it was given for."""

    __tablename__ = "web_session"
    token_hash: str = Field(primary_key=True)
    data_hash: str = Field(unique=True)
    person: int = Field(sa_column=Column(BIG, nullable=False, index=True))
    made_at: datetime = _moment()
    expires_at: datetime = _moment()
    ended: bool = False
