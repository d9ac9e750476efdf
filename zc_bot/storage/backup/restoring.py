"""Putting a copy back: checked first, what it replaces is kept, and nothing is sent until an admin says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from zc_bot.errors import Refusal, StoreError
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import alerts, audit, chain, held_letters, meta, schema
from zc_bot.storage.audit import ChainFault
from zc_bot.storage.backup import postgres, seal, serials
from zc_bot.storage.backup.copying import JOURNALS, LOGS, Copy, copy_unchecked, read_copy, remove
from zc_bot.storage.backup.keeping import FILES, link_attachments
from zc_bot.storage.disk import put_in_place, sync
from zc_bot.storage.engine import WRITES, open_engine, sqlite_path
from zc_bot.storage.session import Session
from zc_bot.values import dataclass

RESTORING = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, where its audit begins to be under a key, and where what it replaced lies, if anything."""

    copy: Copy
    anchor: str
    replaced: Path | None


def restore(
    url: str, source: Path, files: Path, folder: Path, now: datetime, without_files: bool = False,
    keys: Sequence[str] = (),
) -> Restored:
    """Put a copy in place of the database, and the attachments that are gone back into `files`.

    keys: of the audit chain, without which a copy whose lines are keyed is not put back.
    folder: where the counter of restores lies and, of PostgreSQL, what is replaced. Raises `Refusal` for what is no
    whole copy or newer than this program, and `AlreadyRunning` while a bot holds the database; then nothing changed.
    """
    if not source.is_file():
        raise Refusal(f"{source}: no such file")
    engine = open_engine(url)
    try:
        path = sqlite_path(engine)
        place = path.with_name(f".{path.name}{RESTORING}") if path else folder / f".postgresql{RESTORING}"
        with _scratch(source, place) as fresh:
            copy = read_copy(fresh)
            _bring_files(copy, source, files, without_files)
            with _held(engine, path):
                known = max(serials.letter_in(engine), serials.counted(folder))
                anchor = _prepare(fresh, copy, known, now, _made_at(source), folder, keys)
                replaced = _replace_postgres(engine, fresh, folder, now) if path is None else _replace(path, fresh)
        return Restored(copy, anchor, replaced)
    except OSError as error:
        raise Refusal(f"{error.filename or source}: can't be used ({error.strerror}); nothing was put back") from None
    finally:
        engine.dispose()


@contextmanager
def _scratch(source: Path, place: Path) -> Iterator[Path]:
    """Copy the file to where it can be read and changed without touching the original.

    Its journals go with it: what was put aside after a crash has its last figures in them alone.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove(place)
    try:
        for ending in ("", *LOGS):
            if (part := _beside(source, ending)).exists():
                shutil.copyfile(part, _beside(place, ending))
                _beside(place, ending).chmod(0o600)
        yield place
    except Refusal as refusal:
        # It is the named file that is refused.
        raise Refusal(*(line.replace(str(place), str(source)) for line in refusal.lines)) from None
    finally:
        remove(place)


@contextmanager
def _held(engine: Engine, path: Path | None) -> Iterator[None]:
    if path is not None and not path.exists():
        yield
        return
    with schema.hold(engine, "run"):
        yield


def _bring_files(copy: Copy, source: Path, files: Path, without: bool) -> None:
    """Put the attachments back that are gone; raises `Refusal` where some can't be had."""
    lacking = copy.attachments
    for folder in (files, source.with_name(f"{source.name}.files"), source.parent / FILES):
        found = set(link_attachments(lacking, folder, files))
        lacking = tuple(one for one in lacking if one.sha256 in found)
    if lacking and not without:
        raise Refusal(
            f"{source}: {len(lacking)} of its {len(copy.attachments)} attachments are neither in {files} nor beside "
            "the copy: put its folder of files back too, or do without them with --without-files"
        )


def _made_at(source: Path) -> datetime:
    """Return when a copy was made, which nothing inside it says."""
    return datetime.fromtimestamp(source.stat().st_mtime, UTC)


def _prepare(
    fresh: Path, copy: Copy, known: int, now: datetime, made_at: datetime, folder: Path, keys: Sequence[str]
) -> str:
    """Bring a copy up to date and have it say that it was put back: letters of its own, and nothing goes out.

    known: the highest letters that are known to have been in use.

    Returns the hash of the first line of its audit under a key.
    """
    engine = open_engine(f"sqlite:///{fresh}", keys=keys)
    try:
        schema.migrate(engine, now=now)
        letter = serials.draw(max(known, serials.letter_in(engine)))
        with engine.connect().execution_options(**WRITES) as connection, connection.begin():
            session = Session(connection)
            _check_keys(session, keys)
            seal.drop(connection)
            serials.count(folder, letter)
            serials.begin_letter(session, letter)
            held_letters.hold_back(session, now)
            alerts.forget(session)
            meta.put(session, meta.RESTORED, now.isoformat())
            meta.put(session, meta.BACKED_UP, made_at.isoformat())
            audit.note(session, OPERATOR, "database.restore", "database", now, line=copy.head[0], hash=copy.head[1])
            anchor = audit.anchor(session)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    return anchor


def _check_keys(session: Session, keys: Sequence[str]) -> None:
    """Refuse a copy whose audit is keyed with what is not at hand: nothing could be added to it, or checked."""
    if not keys and not audit.is_keyed(session):
        return
    if fault := (chain.verify(session) if keys else ChainFault(audit.head(session)[0], "keyed")):
        if fault.what == chain.UNKEYED:
            raise Refusal(f"line {fault.line} of its audit is {fault.what}: somebody wrote it, and not this program")
        raise Refusal(
            f"line {fault.line} of its audit is {fault.what}: put the file of keys (ZC_KEYS) back first that was "
            "kept apart from the copies"
        )


def _replace(path: Path, fresh: Path) -> Path | None:
    kept = _put_aside(path)
    put_in_place(fresh, path)
    return kept


def _put_aside(path: Path) -> Path | None:
    """Give a database another name beside itself, and what a crash left of its journals too.

    Returns None where the database itself is gone; its journals are put aside also then.
    """
    there = [one for one in ("", *JOURNALS) if _beside(path, one).exists()]
    if not there:
        return None
    stamp = datetime.fromtimestamp(_beside(path, there[0]).stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{path.name}.before-{stamp}{f'-{number}' if number else ''}" for number in count())
    kept = next(
        candidate
        for name in names
        if not any(_beside(candidate := path.with_name(name), one).exists() for one in ("", *JOURNALS))
    )
    for ending in there:
        # A journal belongs to the file it was written for: SQLite would apply it to what takes the file's place.
        os.replace(_beside(path, ending), _beside(kept, ending))
    return kept if "" in there else None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _replace_postgres(engine: Engine, fresh: Path, folder: Path, now: datetime) -> Path | None:
    """Put a copy in place of what a PostgreSQL database holds, in one transaction, once that is copied to a file."""
    kept = None
    if schema.version(engine) is not None:
        kept = folder / f"replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.sqlite3"
        try:
            copy_unchecked(engine, kept)
        except Exception as error:
            remove(kept)
            raise StoreError(
                f"what the database holds can't be copied ({type(error).__name__}), so nothing was put in its place: "
                "put the copy into a new, empty database and set ZC_DATABASE_URL to it"
            ) from None
        sync(kept)
        sync(folder)
    with engine.connect() as connection, connection.begin():
        postgres.write_from(fresh, connection)
    return kept
