"""The folder of copies: one an hour, attachments once by hash and linked, old ones dropped by and by."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from zc_bot.errors import Refusal
from zc_bot.storage import audit, meta, schema
from zc_bot.storage.away import away
from zc_bot.storage.backup.copying import Copy, half_made, remove, write_copy
from zc_bot.storage.backup.soundness import StoredFile, attachments_of, is_whole
from zc_bot.storage.disk import sync
from zc_bot.storage.engine import open_engine
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
KEPT = (("%Y%m%d%H", 24), ("%Y%m%d", 30), ("%Y%m", 12))
"""The last copy of each of so many hours, days and months is kept."""
BESIDE = 5
"""So many copies made before migrations are kept, and so many dated ahead of the clock."""
HALF_MADE = timedelta(hours=1)
FILES = "files"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"zc-(\d{8}T\d{6}Z)(-before-\w+)?\.sqlite3")


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was made, and the attachments that were missing or damaged when it was."""

    copy: Copy
    lacking: tuple[str, ...]


def keep_copy(engine: Engine, folder: Path, files: Path, now: datetime, before: str = "") -> Made:
    """Make one more copy in the folder, link its attachments, and drop what is older than is kept.

    before: the schema that a migration is about to make. Raises `Refusal`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _drop_half_made(folder, now)
        target = _free_name(folder, now, f"-before-{before}" if before else "")
        made = write_copy(engine, target)
        lacking = link_attachments(made.attachments, files, folder / FILES)
    except OSError as error:
        raise Refusal(f"{folder}: can't be used ({error.strerror}): set ZC_BACKUPS") from None
    if not before:
        drop_old(folder, now)
    return Made(made, lacking)


def note_copy(store: Store, now: datetime, asked: bool = True) -> None:
    """Note in the database that a copy was made now; one that can't be written to is copied all the same.

    asked: somebody had it made, which is a line in the audit; the bot's own of each hour is none. An older schema's
    audit is not written to.
    """
    in_audit = asked and schema.version(store.engine) == schema.HEAD

    def note(session: Session) -> None:
        meta.put(session, meta.BACKED_UP, now.isoformat())
        if in_audit:
            audit.note_copying(session, "backup", now)

    try:
        store.write(note)
    except DBAPIError as error:
        if (reason := away(error)) is None:
            raise
        log.warning("the copy is complete; when it was made is not noted: %s", reason)


def link_attachments(wanted: Iterable[StoredFile], source: Path, target: Path) -> tuple[str, ...]:
    """Have each attachment whole in `target` as well, a link where that can be; returns the hashes that can't be had.

    What is there is read again each time: a link and what it links to are one file, and damaged together.
    """
    lacking, linked = [], False
    for one in wanted:
        theirs, ours = source / one.sha256, target / one.sha256
        if is_whole(ours, one):
            continue
        if not is_whole(theirs, one):
            lacking.append(one.sha256)
            continue
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link(theirs, ours)
        linked = True
    if linked:
        sync(target)
    return tuple(lacking)


def _link(source: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.partial")
    fresh.unlink(missing_ok=True)
    try:
        os.link(source, fresh)
    except OSError:
        shutil.copyfile(source, fresh)
        fresh.chmod(0o600)
        sync(fresh)
    os.replace(fresh, target)


def made_at(path: Path) -> datetime | None:
    """Read from a copy's name when it was made; None for what is no copy of ours."""
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def copies_in(folder: Path) -> Sequence[Path]:
    """Return the copies in a folder, the oldest first."""
    return sorted(path for path in folder.glob("zc-*.sqlite3") if _NAME.fullmatch(path.name))


def newest(folder: Path, now: datetime) -> datetime | None:
    """Return when the newest copy was made; one dated ahead was made under a wrong clock, nobody knows when."""
    return max((at for path in copies_in(folder) if (at := made_at(path)) is not None and at <= now), default=None)


def ahead(folder: Path, now: datetime) -> int:
    """Count the copies that are dated ahead of now."""
    return sum(at > now for path in copies_in(folder) if (at := made_at(path)) is not None)


def drop_old(folder: Path, now: datetime) -> None:
    """Drop the copies that are not kept any longer, and the attachments that no copy goes with.

    Those dated ahead, and those made before migrations, take nobody's place: a few of each are kept beside.
    """
    found = copies_in(folder)
    early = [path for path in found if (at := made_at(path)) is not None and at > now]
    migrations = [path for path in found if "-before-" in path.name and path not in early]
    by_themselves = [path for path in found if path not in early and path not in migrations]
    kept = {*_kept(by_themselves), *migrations[-BESIDE:], *early[-BESIDE:]}
    dropped = [path for path in found if path not in kept]
    for path in dropped:
        path.unlink(missing_ok=True)
    if dropped:
        _drop_files(folder / FILES, [path for path in found if path in kept])


def _drop_half_made(folder: Path, now: datetime) -> None:
    """Drop what a kill left of copies that were under way; no copy that is alive takes so long."""
    for path in folder.glob(".zc-*.sqlite3.partial"):
        if path.stat().st_mtime < (now - HALF_MADE).timestamp():
            remove(path)


def _kept(copies: Sequence[Path]) -> set[Path]:
    """Choose the last copy of each hour, day and month that is kept."""
    dated = [(path, at) for path in copies if (at := made_at(path)) is not None]
    kept: set[Path] = set()
    for form, count in KEPT:
        last = {at.strftime(form): path for path, at in dated}
        kept.update(list(last.values())[-count:])
    return kept


def _drop_files(files: Path, copies: Sequence[Path]) -> None:
    """Drop attachments of no copy; where a copy can't be read, none."""
    if not files.is_dir():
        return
    needed: set[str] = set()
    for path in copies:
        engine = open_engine(f"sqlite:///{path}")
        try:
            with engine.connect() as connection:
                needed.update(one.sha256 for one in attachments_of(Session(connection)))
        except Exception:
            return
        finally:
            engine.dispose()
    for file in files.iterdir():
        if file.name not in needed:
            file.unlink()


def _free_name(folder: Path, now: datetime, why: str) -> Path:
    path = folder / f"zc-{now.astimezone(UTC):{_STAMP}}{why}.sqlite3"
    if path.exists() or half_made(path).exists():  # another's that is under way would be dropped
        raise Refusal(f"{path}: was made this very second")
    return path
