"""Photos and documents that go with a submission: bound by their hash, seen by those who see its figures."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
from collections.abc import Container, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.disk import put_in_place
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Attachment, Observation, Submission
from zc_bot.values import dataclass

RECENT = timedelta(hours=24)
"""A file that names no serial goes with the last report of so long."""
JUST_NOW = timedelta(hours=1)
"""So long after an album came it may turn out to be of no report."""
A_REPORT, A_DAY = 20, 200 * 1024 * 1024
"""So many files go with one report, and so many bytes a person attaches within a day."""
UNUSED = timedelta(days=7)
"""A file of no report is dropped after so long: its report may still be on its way."""
_OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{16}\.partial")
_folder = threading.Lock()
"""Held while a file comes or goes: one that is kept again is not dropped at that moment."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's name as its sender gave it, the hash of its content, its size in bytes, what was written under it."""

    name: str
    sha256: str
    size: int
    caption: str = ""


def keep(folder: Path, content: bytes, name: str) -> File:
    """Write content to the folder under its hash, on disk before it counts; the same content is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    target = folder / digest
    with _folder:
        if target.exists():
            os.utime(target)
            return File(name, digest, len(content))
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{digest}.{secrets.token_hex(8)}.partial"
    partial.write_bytes(content)
    put_in_place(partial, target)
    return File(name, digest, len(content))


def drop_unused(folder: Path, used: Container[str], now: datetime, since: datetime | None) -> int:
    """Drop the files that no report goes with, and what a crash left half written; returns how many.

    used: the hashes of those that are. since: what is older stays, as of before a copy was put back: the database
    that it replaced may be put back in turn.
    """
    dropped = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if not _OURS.fullmatch(path.name) or path.name in used:
            continue
        with _folder, suppress(FileNotFoundError):
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if now - at > UNUSED and (since is None or at > since):
                path.unlink()
                dropped += 1
    return dropped


def read(folder: Path, sha256: str) -> bytes | None:
    """Read a file back; None where it is gone or is not what was kept."""
    try:
        content = (folder / sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def goes_with(
    session: Session, who: Principal, programme: Programme, serial: int | None, now: datetime
) -> int | None:
    """Find the submission of `who` that a file goes with: the one named, else the last of a day.

    None where it is about a community that `who` does not report for any more.
    """
    wanted = select(func.max(col(Submission.id))).where(
        Submission.person == who.id, Submission.way != "import", ~_about_others(who, programme, col(Submission.id))
    )
    which = col(Submission.recorded_at) > now - RECENT if serial is None else Submission.id == serial
    found: int | None = session.exec(wanted.where(which)).first()
    return found


def _about_others(who: Principal, programme: Programme, submission: Any) -> ColumnElement[bool]:
    """Say of a submission that it is about a community that `who` does not report for."""
    own = who.communities(programme)
    return exists().where(col(Observation.submission) == submission, col(Observation.community).not_in(own))


def lacks_room(
    session: Session, who: Principal, submission: int | None, size: int, now: datetime
) -> Literal["report_full", "day_full"] | None:
    """Say why another file of `size` bytes can't be taken: its report has enough, or its sender for a day.

    submission: None for one that is still being made.
    """
    of_report = select(func.count()).where(Attachment.submission == submission)
    if session.exec(of_report).one() >= A_REPORT:
        return "report_full"
    of_day = select(func.coalesce(func.sum(col(Attachment.size)), 0)).where(
        Attachment.person == who.id, col(Attachment.recorded_at) > now - timedelta(days=1)
    )
    return "day_full" if session.exec(of_day).one() + size > A_DAY else None


def bind(
    session: Session, who: Principal, programme: Programme, submission: int, file: File, now: datetime,
    album: str = "",
) -> bool:
    """Bind a file to a submission of `who`; False where it was bound before, which its album then knows it by.

    Raises `NotAllowed`.
    """
    if goes_with(session, who, programme, submission, now) is None:
        raise NotAllowed("attachment")
    known = select(Attachment).where(
        Attachment.submission == submission, Attachment.sha256 == file.sha256
    )
    if (found := session.exec(known).first()) is not None:
        if album and found.album != album:
            session.execute(update(Attachment).where(col(Attachment.id) == found.id).values(album=album))
            audit.note(session, who, "attachment.move", f"submission {submission}", now)
        return False
    session.execute(
        insert(Attachment).values(
            submission=submission, person=who.id, name=file.name, sha256=file.sha256, size=file.size, recorded_at=now,
            album=album or None, caption=file.caption or None,
        )
    )
    audit.note(
        session, who, "attachment.bind", f"submission {submission}", now,
        name=audit.Erasable(file.name, who.id), sha256=file.sha256
    )
    return True


def of_album(session: Session, who: Principal, album: str) -> tuple[int, ...]:
    """Return the submissions that the files of an album went with, one a file, the first first."""
    wanted = select(Attachment.submission).where(Attachment.album == album, Attachment.person == who.id)
    return tuple(session.exec(wanted.order_by(col(Attachment.id))))


def move_album(
    session: Session, who: Principal, programme: Programme, album: str, submission: int, now: datetime
) -> None:
    """Let the files of an album go with another submission of `who`, which it came to name. Raises `NotAllowed`."""
    if goes_with(session, who, programme, submission, now) is None:
        raise NotAllowed("attachment")
    there = select(Attachment.sha256).where(Attachment.submission == submission)
    strays = and_(
        col(Attachment.album) == album, col(Attachment.person) == who.id, col(Attachment.submission) != submission
    )
    moved = update(Attachment).where(strays, col(Attachment.sha256).not_in(list(session.exec(there))))
    if session.execute(moved.values(submission=submission)).rowcount:
        audit.note(session, who, "attachment.move", f"submission {submission}", now)


def unbind_album(session: Session, who: Principal, album: str, now: datetime) -> None:
    """Take the files of an album that came just now off the submissions of `who` that they went with."""
    theirs = and_(
        col(Attachment.album) == album, col(Attachment.person) == who.id, col(Attachment.recorded_at) > now - JUST_NOW
    )
    for submission in session.exec(select(Attachment.submission).where(theirs).distinct()).all():
        audit.note(session, who, "attachment.unbind", f"submission {submission}", now)
    session.execute(delete(Attachment).where(theirs))


def of_place(
    session: Session, who: Principal, programme: Programme, community: str, year: int
) -> tuple[tuple[int, File], ...]:
    """Return the files of a community's year with their serials; raises `NotAllowed` unless `who` reviews.

    A file goes with a whole submission, which may be about several districts.
    """
    if not who.reviews or community not in programme.community:
        raise NotAllowed("attachment")
    about = exists().where(
        col(Observation.submission) == col(Attachment.submission),
        col(Observation.community) == community,
        col(Observation.year) == year,
    )
    return _read(session, select(Attachment).where(about))


def of_figures(
    session: Session, who: Principal, programme: Programme, communities: Sequence[str], years: Sequence[int],
    metrics: Sequence[str] = (),
) -> tuple[tuple[int, File], ...]:
    """Return the files that go with figures of some communities and years (none named: all), with their serials.

    A file shows all of its submission: it is given only to who may see every figure of it, which is everybody once
    all are approved, else reviewers and the people of the communities. Raises `NotAllowed` for who sees no figures.
    """
    require(who, Act.SEE_APPROVED)
    about = [col(Observation.submission) == Attachment.submission, col(Observation.community).in_(communities)]
    about += [col(Observation.year).in_(years)] if years else []
    about += [col(Observation.metric).in_(metrics)] if metrics else []
    wanted = select(Attachment).where(exists().where(and_(*about)))
    if not who.reviews:
        own, decided, later = who.communities(programme), aliased(Observation), aliased(Observation)
        approved = exists().where(
            col(decided.submission) == Observation.submission,
            col(decided.community) == Observation.community,
            col(decided.metric) == Observation.metric,
            col(decided.year) == Observation.year,
            col(decided.status) == "approved",
            ~exists().where(col(later.supersedes) == col(decided.id), col(later.reopens)),
        )
        hidden = exists().where(
            col(Observation.submission) == Attachment.submission, col(Observation.community).not_in(own), ~approved
        )
        wanted = wanted.where(~hidden)
    return _read(session, wanted)


def of_person(
    session: Session, who: Principal, programme: Programme, serials: Sequence[int]
) -> tuple[tuple[int, File], ...]:
    """Return the files that `who` bound to some submissions about communities still theirs, with their serials."""
    mine = and_(col(Attachment.person) == who.id, ~_about_others(who, programme, col(Attachment.submission)))
    return _read(session, select(Attachment).where(mine, col(Attachment.submission).in_(serials)))


def _read(session: Session, wanted: Any) -> tuple[tuple[int, File], ...]:
    rows = session.exec(wanted.order_by(col(Attachment.id)))
    return tuple((row.submission, File(row.name, row.sha256, row.size, row.caption or "")) for row in rows)
