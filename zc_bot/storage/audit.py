"""The audit: a line for everything that changes, in the same transaction, each hash covering the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text

from zc_bot.policy.roles import Principal
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Audit, Person

GENESIS = "0" * 64
CHAIN_LOCK = 0x7A63_0003
_audit = table_of(Audit)
_person = table_of(Person)
_last = Prepared(select(_audit.c.id, _audit.c.hash).order_by(_audit.c.id.desc()).limit(1))
_append = Prepared(insert(_audit))


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks: the first line that is not what was written."""

    line: int
    what: str


def note(session: Session, who: Principal, action: str, subject: str, now: datetime, **detail: object) -> None:
    """Append one line: `who` did `action` to `subject`. Its number follows the last one's, whatever was undone."""
    if session.dialect == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    content = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    last = session.execute(_last).first()
    number, before = (0, GENESIS) if last is None else last
    row = {
        "id": number + 1,
        "at": now,
        "actor": who.id,
        "role": who.role,
        "action": action,
        "subject": subject,
        "detail": content,
    }
    session.execute(_append, row | {"hash": _link(before, row)})


def note_reading(session: Session, who: Principal, what: str, count: int, now: datetime) -> None:
    """Append a line for figures that leave the bot as a file: `what` (export, form, briefing …), and how many."""
    note(session, who, "read", what, now, count=count)


def last(session: Session, action: str, subject: str) -> datetime | None:
    """Return when `action` was last done to `subject`."""
    found: datetime | None = session.execute(
        select(_audit.c.at).where(_audit.c.action == action, _audit.c.subject == subject)
        .order_by(_audit.c.id.desc()).limit(1)
    ).scalar()  # fmt: skip
    return found


def head(session: Session) -> tuple[int, str]:
    """Return the last line's number and hash, to be kept outside the database."""
    row = session.execute(select(_audit.c.id, _audit.c.hash).order_by(_audit.c.id.desc()).limit(1)).first()
    return (row.id, row.hash) if row is not None else (0, GENESIS)


def verify(session: Session, kept: tuple[int, str] | None = None) -> ChainFault | None:
    """Walk the chain; with a `kept` head, find a cut-off tail as well. None: whole."""
    before, expected, seen_kept = GENESIS, 1, kept is None or kept[0] == 0
    for row in session.execute(select(_audit).order_by(_audit.c.id)).mappings():
        if row["id"] != expected:
            return ChainFault(expected, "missing")
        if row["hash"] != _link(before, dict(row)):
            return ChainFault(row["id"], "changed")
        if kept is not None and row["id"] == kept[0]:
            if row["hash"] != kept[1]:
                return ChainFault(row["id"], "changed")
            seen_kept = True
        before, expected = row["hash"], expected + 1
    return None if seen_kept else ChainFault(expected, "cut off")


def _link(before: str, row: Mapping[str, object]) -> str:
    at = row["at"]
    moment = at.timestamp() if isinstance(at, datetime) else at
    parts = [before, f"{moment:.6f}", row["actor"], row["role"], row["action"], row["subject"], row["detail"]]
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is shown: `name` is the actor's, '' where nobody admitted has the id."""

    id: int
    at: datetime
    actor: int
    name: str
    role: str
    action: str
    subject: str
    detail: Mapping[str, Any]


def lines(
    session: Session, *, limit: int, before: int | None = None, actors: Sequence[int] = (), subject: str = ""
) -> tuple[Line, ...]:
    """Return lines, the newest first: those before a line, of some actors, or that mention `subject`."""
    wanted = select(_audit, _person.c.name).outerjoin(_person, _person.c.id == _audit.c.actor)
    if before is not None:
        wanted = wanted.where(_audit.c.id < before)
    if actors:
        wanted = wanted.where(_audit.c.actor.in_(actors))
    if subject:
        mentions = _audit.c.subject.contains(subject, autoescape=True)
        wanted = wanted.where(mentions | _audit.c.detail.contains(subject, autoescape=True))
    rows = session.execute(wanted.order_by(_audit.c.id.desc()).limit(limit))
    return tuple(
        Line(row.id, row.at, row.actor, row.name or "", row.role, row.action, row.subject, json.loads(row.detail))
        for row in rows
    )
