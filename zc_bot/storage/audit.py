"""The audit: a line for everything that changes, in the same transaction, each hash covering the line before.

Hashes are keyed: who can write to the database alone can't make up a chain. A line holds numbers, codes and digests;
texts that may have to be erased lie in a table of their own. `storage/chain.py` checks it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, or_, text
from sqlmodel import col, select

from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import number_of
from zc_bot.storage.tables import Audit, AuditText, Person
from zc_bot.values import dataclass

GENESIS = "0" * 64
CHAIN_LOCK = 0x7A63_0003
CLOSED = "audit.keyed"
"""The first line under a key, which closes those of before there was one."""
DIGEST, ERASED = "digest", "•••"
"""In place of a text in a line; what is shown in place of one that was erased."""
_last = Prepared(select(Audit.id, Audit.hash).order_by(col(Audit.id).desc()).limit(1))
_append = Prepared(insert(Audit))


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks: the first line that is not what was written, and how."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Erasable:
    """A text of a line that may have to be erased: the line keeps its digest, and whose it is."""

    text: str
    person: int


def note(session: Session, who: Principal, action: str, subject: str, now: datetime, **detail: object) -> None:
    """Append one line: `who` did `action` to `subject`. Its number follows the last one's, whatever was undone."""
    if session.dialect == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    kept = {key: _kept(session, value) for key, value in detail.items()}
    content = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)
    last = session.execute(_last).first()
    number, before = (0, GENESIS) if last is None else last
    row = {
        "id": number + 1, "at": now, "actor": who.id, "role": who.role, "action": action, "subject": subject,
        "detail": content,
    }
    key = session.audit_keys[0] if session.audit_keys else ""
    session.execute(_append, row | {"hash": link(before, row, key), "key": fingerprint(key) if key else None})


def _kept(session: Session, value: object) -> object:
    """Put a text apart that may have to be erased, and keep its digest."""
    if isinstance(value, list | tuple):
        return [_kept(session, one) for one in value]
    if not isinstance(value, Erasable):
        return value
    salt = secrets.token_hex(16)
    digest = hashlib.sha256(f"{salt}{value.text}".encode()).hexdigest()
    row = {"digest": digest, "person": value.person, "salt": salt, "text": value.text}
    session.execute(insert(AuditText).values(**row))
    return {DIGEST: digest}


def is_keyed(session: Session) -> bool:
    """Tell whether the last line is chained under a key."""
    last = session.exec(select(Audit.key).order_by(col(Audit.id).desc()).limit(1)).first()
    return last is not None


def close_unkeyed(session: Session, now: datetime) -> None:
    """Close the lines of before the chain was keyed with one that is."""
    if session.audit_keys and head(session)[0] and not is_keyed(session):
        note(session, OPERATOR, CLOSED, "audit", now)


def anchor(session: Session) -> str:
    """Return the hash of the first line under a key, to be kept outside the database; '' where there is none.

    Of lines before it that nothing closed, there is none either.
    """
    wanted = select(Audit).where(col(Audit.key).is_not(None))
    first = session.exec(wanted.order_by(col(Audit.id)).limit(1)).first()
    return first.hash if first is not None and (first.id == 1 or first.action == CLOSED) else ""


def note_reading(session: Session, who: Principal, what: str, count: int, now: datetime) -> None:
    """Append a line for what leaves the bot as a file: `what` (form, marked, calendar …), and how many it holds."""
    note(session, who, "read", what, now, count=count)


def note_copying(session: Session, copied_by: Literal["backup", "copy"], now: datetime) -> None:
    """Append a line for what leaves as a whole: all that the database holds, by one of the commands."""
    note(session, OPERATOR, "read", copied_by, now)


def note_files(session: Session, who: Principal, subject: str, hashes: Sequence[str], now: datetime) -> None:
    """Append a line of files that somebody is handed: what they go with (`submission 1`, `entry 2`), their hashes.

    Photos of what is shown go with `showing 3`. Names of files are told by the lines that say who attached them.
    """
    note(session, who, "file.read", subject, now, sha256=list(hashes), count=len(hashes))


def last(session: Session, action: str, subject: str) -> datetime | None:
    """Return when `action` was last done to `subject`."""
    found: datetime | None = session.exec(
        select(Audit.at).where(Audit.action == action, Audit.subject == subject)
        .order_by(col(Audit.id).desc()).limit(1)
    ).first()
    return found


def head(session: Session) -> tuple[int, str]:
    """Return the last line's number and hash, to be kept outside the database."""
    # These two alone: it is asked of schemas of before the key as well.
    line = session.exec(select(Audit.id, Audit.hash).order_by(col(Audit.id).desc()).limit(1)).first()
    return (0, GENESIS) if line is None else (number_of(line[0]), line[1])


def fingerprint(key: str) -> str:
    """Name a key without giving it away."""
    return hashlib.sha256(f"zc_bot audit key {key}".encode()).hexdigest()[:16]


def link(before: str, row: Mapping[str, object], key: str = "") -> str:
    """Work out a line's hash: over the one before and its own content, under a key where there is one."""
    at = row["at"]
    moment = at.timestamp() if isinstance(at, datetime) else at
    parts = [before, f"{moment:.6f}", row["actor"], row["role"], row["action"], row["subject"], row["detail"]]
    content = "\x1f".join(str(part) for part in parts).encode()
    if not key:
        return hashlib.sha256(content).hexdigest()
    return hmac.new(bytes.fromhex(key), content, hashlib.sha256).hexdigest()


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


TAKEN_ALONG = ("figures.export", "briefing.print", "read")
"""What a line is called by that tells of figures or papers taken along."""


def read(
    session: Session, who: Principal, *, limit: int, before: int | None = None, actors: Sequence[int] = (),
    subject: str = "", actions: Sequence[str] = (),
) -> tuple[Line, ...]:
    """Return lines, the newest first: before a line, of some actors or actions, or that mention `subject`.

    Raises `NotAllowed` unless `who` may see who did what.
    """
    require(who, Act.SEE_AUDIT)
    wanted = select(Audit, Person.name).outerjoin(Person, col(Person.id) == col(Audit.actor))
    if before is not None:
        wanted = wanted.where(col(Audit.id) < before)
    if actions:
        wanted = wanted.where(col(Audit.action).in_(actions))
    if actors:
        wanted = wanted.where(col(Audit.actor).in_(actors))
    if subject:
        told = select(AuditText.digest).where(col(AuditText.text).contains(subject, autoescape=True))
        digests = session.exec(told)
        mentions = [col(Audit.subject).contains(subject, autoescape=True)]
        mentions += [col(Audit.detail).contains(said, autoescape=True) for said in (subject, *digests)]
        wanted = wanted.where(or_(*mentions))
    rows = session.exec(wanted.order_by(col(Audit.id).desc()).limit(limit)).all()
    details = [json.loads(row.detail) for row, _ in rows]
    texts = _texts(session, details)
    return tuple(
        Line(
            number_of(row.id), row.at, row.actor, name or "", row.role, row.action, row.subject,
            _shown(detail, texts),
        )
        for (row, name), detail in zip(rows, details, strict=True)
    )


def _texts(session: Session, details: Sequence[object]) -> dict[str, str]:
    """Read the texts that lines hold the digests of."""
    digests = [one for detail in details for one in _digests(detail)]
    rows = session.exec(select(AuditText.digest, AuditText.text).where(col(AuditText.digest).in_(digests)))
    return dict(iter(rows)) if digests else {}


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if DIGEST in value:
            yield value[DIGEST]
        for one in value.values():
            yield from _digests(one)
    elif isinstance(value, list):
        for one in value:
            yield from _digests(one)


def _shown(value: Any, texts: Mapping[str, str]) -> Any:
    """Put texts in place of their digests; ERASED for one that was erased."""
    if isinstance(value, dict):
        return texts.get(value[DIGEST], ERASED) if DIGEST in value else {
            key: _shown(one, texts) for key, one in value.items()
        }
    return [_shown(one, texts) for one in value] if isinstance(value, list) else value
