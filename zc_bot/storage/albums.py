"""Photos of an album that came before it was said what it is for: where Telegram keeps them, for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlmodel import col, select

from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import AlbumPhoto
from zc_bot.values import dataclass

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photo that was not fetched: the id under which Telegram gives it, its name as a file, bytes and caption."""

    file: str
    name: str
    size: int
    caption: str


def put(session: Session, person: int, album: str, photo: Waiting, now: datetime) -> None:
    """Note a photo of somebody's album."""
    row = {"file": photo.file, "name": photo.name, "size": photo.size, "caption": photo.caption}
    session.execute(insert(AlbumPhoto).values(person=person, album=album, recorded_at=now, **row))


def waiting(session: Session, person: int, album: str, now: datetime) -> tuple[Waiting, ...]:
    """Return the photos of somebody's album that were noted, as they came."""
    wanted = select(AlbumPhoto).where(
        AlbumPhoto.person == person, AlbumPhoto.album == album, col(AlbumPhoto.recorded_at) > now - KEPT
    )
    rows = session.exec(wanted.order_by(col(AlbumPhoto.id)))
    return tuple(Waiting(row.file, row.name, row.size, row.caption) for row in rows)


def drop(session: Session, person: int, album: str) -> None:
    """Drop the photos of an album of which it is known what they are for."""
    session.execute(delete(AlbumPhoto).where(col(AlbumPhoto.person) == person, col(AlbumPhoto.album) == album))


def forget(session: Session, before: datetime) -> int:
    """Drop the photos that were noted before a moment; returns how many."""
    return changed(session, delete(AlbumPhoto).where(col(AlbumPhoto.recorded_at) < before))
