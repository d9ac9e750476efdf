"""The chain of who did what, and the texts of it that may have to be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    Text,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, NEVER_REUSE, Table, moment


class Audit(Table, table=True):
    """Who did what, chained: each line's hash covers the line before it."""

    __tablename__ = "audit"
    __table_args__ = (NEVER_REUSE,)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    at: datetime = moment()
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
