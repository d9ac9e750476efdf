"""Writing a copy of a database that is in use, and checking it before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from zc_bot.errors import Refusal, StoreAway, StoreError
from zc_bot.storage import audit, schema
from zc_bot.storage.backup import postgres, seal
from zc_bot.storage.backup.soundness import StoredFile, attachments_of, faults
from zc_bot.storage.disk import put_in_place
from zc_bot.storage.engine import AUDIT_KEYS, open_engine, sqlite_path
from zc_bot.storage.session import Session
from zc_bot.storage.sqlite import driver
from zc_bot.values import dataclass

WAIT_SECONDS = 60.0
"""For so long the copy waits for the moment between two commits in which it begins."""
LOGS = ("-wal", "-journal")
"""What beside a database holds, or undoes, a part of it."""
JOURNALS = (*LOGS, "-shm")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was checked: its schema, its audit's head (number, hash), and the files that go with it."""

    path: Path
    version: str
    head: tuple[int, str]
    attachments: tuple[StoredFile, ...]


def write_copy(engine: Engine, target: Path) -> Copy:
    """Write a copy of the database to `target`, checked for wholeness, whatever is written meanwhile.

    Raises `Refusal` where the target is in the way or the copy is not whole: then nothing is left of it.
    """
    if target.exists():
        raise Refusal(f"{target}: is there already; name a new file")
    if not target.parent.is_dir():
        raise Refusal(f"{target}: its folder is not there; make it first")
    partial = half_made(target)
    remove(partial)
    try:
        copy_unchecked(engine, partial)
        seal.put(partial)
        found = _read_unsealed(partial, engine.get_execution_options().get(AUDIT_KEYS, ()))
        put_in_place(partial, target)
    except OSError as error:
        raise Refusal(f"{target}: can't be written ({error.strerror}): make room, or name another place") from None
    finally:
        remove(partial)
    return Copy(target, found.version, found.head, found.attachments)


def half_made(target: Path) -> Path:
    """Return the file in which a copy is written until it is whole and takes its name."""
    return target.with_name(f".{target.name}.partial")


def copy_unchecked(engine: Engine, target: Path) -> None:
    """Write a copy as it is, for its owner alone; raises `StoreAway`."""
    target.touch(mode=0o600)
    path = sqlite_path(engine)
    if path is None:
        postgres.read_into(engine, target)
        return
    try:
        _copy_sqlite(path, target)
    except driver.OperationalError as error:
        raise StoreAway(f"the database can't be copied: {error}") from None


def _copy_sqlite(path: Path, target: Path) -> None:
    """Copy all pages in one step: one that goes page by page begins anew with each commit of others.

    What is written meanwhile waits; the disk is waited for only afterwards.
    """
    source, copy = driver.connect(path, timeout=WAIT_SECONDS), driver.connect(target)
    try:
        copy.execute("PRAGMA synchronous=OFF")
        source.isolation_level = None
        source.execute("BEGIN")
        wanted = _counts(source)
        source.backup(copy, pages=-1)
        if _counts(copy) != wanted:
            raise StoreError("the copy has not as many rows as the database")
    finally:
        source.close()
        copy.close()


def _counts(connection: driver.Connection) -> dict[str, int]:
    """Count the rows of each table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def read_copy(path: Path, keys: Sequence[str] = ()) -> Copy:
    """Check that a file is a whole copy of a schema that this program knows, as it was written; raises `Refusal`.

    keys: of the audit chain; without them keyed lines are only counted.
    """
    found = _read_unsealed(path, keys)
    if fault := seal.broken(path):
        raise Refusal(f"{path}: not a whole copy: {fault}")
    return found


def _read_unsealed(path: Path, keys: Sequence[str]) -> Copy:
    """Check a copy by what it holds alone."""
    engine = open_engine(f"sqlite:///{path}", keys=keys)
    try:
        if (version := _version(engine, path)) > schema.HEAD:
            raise Refusal(
                f"{path}: has schema {version}, this program knows {schema.HEAD}: use the newer program that wrote it"
            )
        if fault := next(faults(engine), None):
            raise Refusal(f"{path}: not a whole copy: {fault}")
        with engine.connect() as connection:
            session = Session(connection)
            return Copy(path, version, audit.head(session), attachments_of(session))
    finally:
        engine.dispose()


def _version(engine: Engine, path: Path) -> str:
    try:
        found = schema.version(engine)
    except Exception:
        found = None
    if found is None:
        raise Refusal(f"{path}: not a copy that `backup` wrote, or not a whole one")
    return found


def remove(path: Path) -> None:
    """Remove a database file and its journals, as far as they are there."""
    for ending in ("", *JOURNALS):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
