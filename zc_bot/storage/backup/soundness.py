"""Whether a database is whole: its pages, its tables, its audit, what stands, and the files that go with it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Text, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import SQLModel

from zc_bot.storage import chain, schema, standing
from zc_bot.storage.backup import told
from zc_bot.storage.engine import open_engine
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Attachment, Photo, Proof
from zc_bot.storage.types import Moment
from zc_bot.values import dataclass

SHOWN = 3
CHUNK = 1 << 20
APPEND_ONLY_KIND, STANDS_KIND = 2 | 8 | 16 | 32, 1 | 4
"""PostgreSQL's bits of a trigger before delete, update and truncate, and of one after the insert of each row."""
_attachment, _photo, _proof = table_of(Attachment), table_of(Photo), table_of(Proof)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that a submission goes with: the hash of its content, and its size in bytes."""

    sha256: str
    size: int


def faults(engine: Engine, anchor: str = "") -> Iterator[str]:
    """Say what is wrong with a database, the gravest first; nothing is: it is whole.

    anchor: as `chain.verify` takes it.
    """
    try:
        found = schema.version(engine)
        if found is None:
            yield "it has no schema of zc_bot"
            return
        with engine.connect() as connection:
            yield from faults_within(connection, found, anchor)
    except (SQLAlchemyError, ValueError, TypeError) as error:
        yield _unreadable(error)


def faults_within(connection: Connection, version: str, anchor: str) -> Iterator[str]:
    """Say the same of what one connection sees, before what it wrote is committed."""
    try:
        for fault in (_pages(connection), _objects(connection, version)):
            if fault is not None:
                yield fault
                return
        yield from _content(Session(connection), version, anchor)
    except (SQLAlchemyError, ValueError, TypeError) as error:
        yield _unreadable(error)


def unread_moments(connection: Connection) -> tuple[str, ...]:
    """Name the rows with a moment that can't be read, as SQLite alone keeps them: table, key and column.

    The bot does without them (`sql.readable`), so that they are no reason to make no copy.
    """
    if connection.dialect.name != "sqlite":
        return ()
    there = inspect(connection)
    found = list[str]()
    for table in SQLModel.metadata.sorted_tables:
        known = {one["name"] for one in there.get_columns(table.name)} if there.has_table(table.name) else set()
        for column in table.columns:
            if isinstance(column.type, Moment) and column.name in known:
                bad = column.is_not(None) & (func.julianday(column).is_(None) | column.cast(Text).not_like("%Z"))
                rows = connection.execute(select(*table.primary_key.columns).where(bad))
                found += [f"{table.name} {' '.join(map(str, row))}: {column.name}" for row in rows]
    return tuple(found)


def _unreadable(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else None
    return f"it can't be read ({str(cause).partition(chr(10))[0] if cause else type(error).__name__})"


def _pages(connection: Connection) -> str | None:
    """Have SQLite check every page and index."""
    if connection.dialect.name != "sqlite":
        return None
    said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return None if said == "ok" else f"its file is damaged ({str(said).splitlines()[-1]})"


def _objects(connection: Connection, version: str) -> str | None:
    """Compare tables, columns, indexes, constraints and triggers with those that the migrations make."""
    expected = expected_of(version) if version <= schema.HEAD else frozenset()
    if connection.dialect.name == "sqlite":
        lacking = sorted(expected - _made(connection))
    else:
        wanted = {one for one in expected if one.startswith(("column ", "index ", "unique "))}
        lacking = sorted(wanted - _made_by_postgres(connection)) + _triggers_lacking(connection)
    return f"it lacks {', '.join(lacking[:SHOWN])}" if lacking else None


def _made_by_postgres(connection: Connection) -> frozenset[str]:
    """Name what PostgreSQL has; an index that it says is not valid keeps nothing from coming twice."""
    looked = inspect(connection)
    columns = {
        f"column {table}.{one['name']}" for table in looked.get_table_names() for one in looked.get_columns(table)
    }
    rows = connection.execute(
        text("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisvalid")
    )
    return frozenset(columns | {f"index {one}" for one in rows.scalars()} | _uniques(connection))


def _uniques(connection: Connection) -> set[str]:
    """Name the columns that a table holds no two rows alike in."""
    looked = inspect(connection)
    found = ((table, one["column_names"]) for table in looked.get_table_names()
             for one in looked.get_unique_constraints(table))
    return {f"unique {table}({', '.join(sorted(names))})" for table, names in found}


def _triggers_lacking(connection: Connection) -> list[str]:
    """PostgreSQL's triggers, with what they do: a table without its own could be rewritten unseen."""
    keeps = _append_only()
    wanted = {f"{table}_append_only": (table, APPEND_ONLY_KIND, _words(body)) for table, body in keeps.items()}
    wanted["observation_stands"] = ("observation", STANDS_KIND, _words(_stands()))
    rows = connection.execute(
        text(
            "SELECT t.tgname, c.relname, t.tgtype, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgqual IS NULL"
        )
    )
    there = {name: (table, kind, _words(body)) for name, table, kind, body in rows}
    return sorted(
        f"what trigger {name} does" if name in there else f"trigger {name}"
        for name, does in wanted.items() if there.get(name) != does
    )


def _append_only() -> Mapping[str, str]:
    """Return what PostgreSQL's append-only triggers do, by table, as the migrations made them."""
    return {
        table: f"BEGIN RAISE EXCEPTION '{table} is append-only'; END"
        for table in ("observation", "submission", "audit", "ledger", "showing")
    }


def _stands() -> str:
    """Return what PostgreSQL's trigger of what stands does, as the last migration that changed it made it."""
    made: Any = import_module("zc_bot.storage.migrations.versions.0019_reopens")
    return (
        f"BEGIN IF NEW.reopens THEN {made.REOPENS} "
        f"ELSIF NEW.status IN ('submitted', 'approved') THEN {made.STANDS} ELSE {made.FALLS} END IF; RETURN NULL; END"
    )


def _words(body: str) -> str:
    return " ".join(body.split())


def expected_of(version: str) -> frozenset[str]:
    """Name what a database of a version consists of, by making one."""
    with tempfile.TemporaryDirectory(prefix="zc-schema-") as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.sqlite3")
        try:
            schema.migrate(engine, version)
            with engine.connect() as connection:
                return _made(connection)
        finally:
            engine.dispose()


def _with_body(name: str, body: str) -> str:
    """Name what a trigger does: one of the right name may do nothing."""
    return f"what trigger {name} does ({hashlib.sha256(_words(body).encode()).hexdigest()[:8]})"


def _made(connection: Connection) -> frozenset[str]:
    rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").all()
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    columns = connection.exec_driver_sql(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    ).all()
    named = {f"{kind} {name}" for kind, name in rows} | {_with_body(name, sql) for name, sql in triggers}
    return frozenset(named | {f"column {table}.{column}" for table, column in columns} | _uniques(connection))


def _content(session: Session, version: str, anchor: str) -> Iterator[str]:
    """Check what the rows say of one another."""
    if fault := chain.verify(session, anchor=anchor):
        yield f"its audit is broken at line {fault.line}"
    if version != schema.HEAD:
        return
    if astray := standing.astray(session):
        yield f"{astray} figures stand otherwise than their versions say"
    yield from told.missing(session)


def attachments_of(session: Session) -> tuple[StoredFile, ...]:
    """Return the files that submissions, what was noted and what is shown go with, each once.

    A schema that knew of no such files has none.
    """
    found: dict[str, StoredFile] = {}
    for table, digest, size in (
        (_attachment, "sha256", "size"),
        (_proof, "sha256", "size"),
        (_photo, "large", "large_size"),
        (_photo, "small", "small_size"),
    ):
        if inspect(session.connection).has_table(table.name):
            rows = session.connection.execute(select(table.c[digest], table.c[size]).distinct())
            found |= {sha256: StoredFile(sha256, length) for sha256, length in rows}
    return tuple(found.values())


def is_whole(path: Path, kept: StoredFile) -> bool:
    """Tell whether a file is there and its content is what its hash says."""
    try:
        if path.stat().st_size != kept.size:
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                digest.update(part)
    except OSError:
        return False
    return digest.hexdigest() == kept.sha256
