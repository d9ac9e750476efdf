"""Backups: an online copy that is verified before it counts, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, make_url

from zc_bot.errors import Refusal, StoreError
from zc_bot.storage import audit, schema
from zc_bot.storage.engine import open_engine, sqlite_path
from zc_bot.storage.session import Session

JOURNALS = ("-wal", "-shm", "-journal")


def backup(engine: Engine, target: Path, url: str) -> tuple[int, str]:
    """Write a copy of the database to `target`, checked for wholeness; returns the audit's head in it.

    Raises `Refusal` where the target is in the way, `StoreError` where the copy is not whole.
    """
    if target.exists():
        raise Refusal(f"{target}: is there already; name a new file")
    if not target.parent.is_dir():
        raise Refusal(f"{target}: its folder is not there; make it first")
    partial = target.with_name(f".{target.name}.partial")
    path = sqlite_path(engine)
    try:
        if path is None:
            _dump_postgres(url, partial)
            with engine.connect() as connection:
                session = Session(connection)
                head = audit.head(session)
        else:
            head = _copy_sqlite(path, partial)
        partial.chmod(0o600)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return head


def restore(url: str, source: Path) -> Path | None:
    """Put a copy in place of the database; the one before it is kept beside it, and its path returned.

    Raises `Refusal` for a file that is no whole backup, `AlreadyRunning` while a bot holds the database.
    """
    if not source.is_file():
        raise Refusal(f"{source}: no such file")
    if make_url(url).get_backend_name() != "sqlite":
        _load_postgres(url, source)
        return None
    engine = open_engine(url)
    path = sqlite_path(engine)
    engine.dispose()
    if path is None:
        raise Refusal("ZC_DATABASE_URL names no file")
    _check_sqlite(source)
    with schema.hold(engine, "run"):
        kept = _put_aside(path) if path.exists() else None
        fresh = path.with_name(f".{path.name}.restoring")
        shutil.copyfile(source, fresh)
        fresh.chmod(0o600)
        os.replace(fresh, path)
    return kept


def _put_aside(path: Path) -> Path:
    """Move a database beside itself under a name of its own, and what a crash left of its journals with it."""
    stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{path.name}.before-{stamp}{f'-{number}' if number else ''}" for number in count())
    kept = next(candidate for name in names if not (candidate := path.with_name(name)).exists())
    os.replace(path, kept)
    for ending in JOURNALS:
        # A journal belongs to the file it was written for: SQLite would apply it to what takes the file's place.
        if (journal := path.with_name(f"{path.name}{ending}")).exists():
            os.replace(journal, kept.with_name(f"{kept.name}{ending}"))
    return kept


def _copy_sqlite(path: Path, target: Path) -> tuple[int, str]:
    source, copy = sqlite3.connect(path), sqlite3.connect(target)
    try:
        source.backup(copy, pages=256)
    finally:
        source.close()
        copy.close()
    return _check_sqlite(target)


def _check_sqlite(path: Path) -> tuple[int, str]:
    """Check that a file is a whole database of ours; returns its audit's head. Raises `Refusal`."""
    engine = open_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            session = Session(connection)
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            found = schema.version(engine)
            if whole != "ok" or found is None:
                raise Refusal(f"{path}: not a whole backup")
            if found > schema.HEAD:
                raise Refusal(
                    f"{path}: has schema {found}, this program knows {schema.HEAD}: "
                    "use the newer program that wrote it"
                )
            if fault := audit.verify(session):
                raise Refusal(f"{path}: its audit is broken at line {fault.line}")
            return audit.head(session)
    except Exception as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(f"{path}: not a database that `backup` wrote") from None
    finally:
        engine.dispose()


def _dump_postgres(url: str, target: Path) -> None:
    _postgres_tool("pg_dump", url, ["--format=custom", f"--file={target}"])
    _postgres_tool("pg_restore", None, ["--list", str(target)])


def _load_postgres(url: str, source: Path) -> None:
    _postgres_tool("pg_restore", url, ["--clean", "--if-exists", "--single-transaction", str(source)])


def _postgres_tool(name: str, url: str | None, arguments: list[str]) -> None:
    """Run one of PostgreSQL's own programs, the password in its environment rather than on its command line."""
    tool = shutil.which(name)
    if tool is None:
        raise StoreError(f"{name} is not installed: install PostgreSQL's client programs")
    command = [tool, *arguments]
    if url is not None:
        parsed = make_url(url)
        environment = {"PGPASSWORD": str(parsed.password or ""), "PATH": os.defpath}
        place = parsed.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
        command.append(f"--dbname={place}")
    else:
        environment = {"PATH": os.defpath}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise StoreError(
            f"{name} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no reason'}"
        )
