"""Photos and documents that prove what was noted: kept by their hash, seen by whoever sees the entry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import and_, delete, func, insert
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.ledger import Record, RecordKind
from zc_bot.evaluation.milestones import MARKS
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import audit, ledger
from zc_bot.storage.attachments import A_DAY, File
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Proof

A_RECORD = 10
"""So many files prove one entry."""
PROVED: frozenset[RecordKind] = frozenset({"plan", "policy", "support", *MARKS})
"""What a paper proves: targets stand in the plan, decisions are the meeting's own."""


def entry_of(session: Session, who: Principal, programme: Programme, entry: int) -> Record:
    """Return the entry that a file is to prove, by the number of any of its versions.

    Raises `NotAllowed` for one that `who` may not change.
    """
    found = next((one for one in ledger.load(session, who).records if entry in {one.id, one.first}), None)
    if found is None or not may_change(who, programme, found):
        raise NotAllowed("ledger")
    return found


def may_change(who: Principal, programme: Programme, entry: Record) -> bool:
    """Tell whether `who` may add proofs to an entry, and take them off: of what was approved, reviewers alone."""
    try:
        ledger.check(who, programme, entry.noted)
    except NotAllowed:
        return False
    return entry.noted.kind in PROVED and (who.reviews or not entry.approved)


def lacks_room(
    session: Session, who: Principal, first: int, size: int, now: datetime
) -> Literal["entry_full", "day_full"] | None:
    """Say why another file of `size` bytes can't be taken: its entry has enough, or its sender for a day."""
    of_entry = select(func.count()).where(Proof.entry == first)
    if session.exec(of_entry).one() >= A_RECORD:
        return "entry_full"
    of_day = select(func.coalesce(func.sum(col(Proof.size)), 0)).where(
        Proof.person == who.id, col(Proof.recorded_at) > now - timedelta(days=1)
    )
    return "day_full" if session.exec(of_day).one() + size > A_DAY else None


def add(session: Session, who: Principal, programme: Programme, entry: int, file: File, now: datetime) -> bool:
    """Keep a file as proof of an entry; False where it was kept before. Raises `NotAllowed` outside who's scope."""
    first = entry_of(session, who, programme, entry).first
    known = select(Proof.id).where(Proof.entry == first, Proof.sha256 == file.sha256)
    if session.exec(known).first() is not None:
        return False
    session.execute(insert(Proof).values(
        entry=first, person=who.id, name=file.name, sha256=file.sha256, size=file.size, recorded_at=now,
    ))
    audit.note(session, who, "ledger.prove", f"entry {first}", now,
               name=audit.Erasable(file.name, who.id), sha256=file.sha256)
    return True


def find(
    session: Session, who: Principal, programme: Programme, entry: int, sha256: str
) -> tuple[Record, File] | None:
    """Return a proof with its entry, to be changed; None where it is not there. Raises `NotAllowed`."""
    found = entry_of(session, who, programme, entry)
    file = next((one for _, one in of(session, [found]) if one.sha256 == sha256), None)
    return None if file is None else (found, file)


def drop(
    session: Session, who: Principal, programme: Programme, entry: int, sha256: str, now: datetime
) -> int | None:
    """Take a proof off an entry; returns who attached it, None where it was not there. Raises `NotAllowed`.

    The audit keeps that it was there; the file itself goes with those that nothing needs.
    """
    first = entry_of(session, who, programme, entry).first
    kept = and_(col(Proof.entry) == first, col(Proof.sha256) == sha256)
    row = session.exec(select(Proof).where(kept)).first()
    if row is None:
        return None
    session.execute(delete(Proof).where(kept))
    audit.note(session, who, "ledger.unprove", f"entry {first}", now,
               name=audit.Erasable(row.name, row.person), sha256=sha256)
    return int(row.person)


def of(session: Session, entries: Collection[Record]) -> tuple[tuple[int, File], ...]:
    """Return the files that prove some entries, with the number of each, the first first.

    entries: what `ledger.load` let the asker see, which is who may see the files.
    """
    firsts = [one.first for one in entries]
    rows = session.exec(select(Proof).where(col(Proof.entry).in_(firsts)).order_by(col(Proof.id)))
    return tuple((row.entry, File(row.name, row.sha256, row.size)) for row in rows)
