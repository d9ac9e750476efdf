"""Everything from one database to another, of either kind: compared row by row before it counts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from zc_bot.errors import Refusal, WrongSchema
from zc_bot.storage import audit, schema
from zc_bot.storage.away import away
from zc_bot.storage.backup import postgres
from zc_bot.storage.backup.copying import copy_unchecked, remove
from zc_bot.storage.backup.keeping import link_attachments
from zc_bot.storage.backup.soundness import attachments_of, faults, faults_within
from zc_bot.storage.disk import put_in_place
from zc_bot.storage.engine import WRITES, open_engine, sqlite_path
from zc_bot.storage.session import Session
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
MOVING = ".moving"


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was moved and compared."""

    tables: int
    rows: int
    files: int


def move(
    source: str, target: str, files: Path, other_files: Path, folder: Path, keys: Sequence[str], anchor: str,
    now: datetime,
) -> Moved:
    """Copy all that one database holds into another, empty one, with the files that go with it.

    That it was is a line in the audit of both.

    files, other_files: the folders of both databases' files. folder: where the copy is made on its way to PostgreSQL.
    keys, anchor: of the audit chain, which is checked where it arrives. Raises `Refusal` for a target that holds
    something, for files that are gone and for what is not the same, `WrongSchema` for an older source, and
    `AlreadyRunning` while a bot is at work on it, `NoDatabase` where there is none; then the target is as it was.
    """
    reading, writing = open_engine(source, keys=keys), open_engine(target, keys=keys)
    try:
        schema.expect(reading)
        if (found := schema.version(reading)) != schema.HEAD:
            raise WrongSchema(f"the database has schema {found}, not {schema.HEAD}: `python bot.py migrate` first")
        _check_empty(writing)
        with schema.hold(reading, "run"):
            count = _move_files(reading, files, other_files)
            _note(reading, now)
            path = sqlite_path(writing)
            place = path.with_name(f".{path.name}{MOVING}") if path else folder / f".postgresql{MOVING}"
            with _scratch(place) as copy:
                copy_unchecked(reading, copy)
                if path is None:
                    rows = _put_postgres(reading, copy, writing, anchor)
                else:
                    rows = _put_file(reading, copy, path, keys, anchor)
        return Moved(len(SQLModel.metadata.sorted_tables), rows, count)
    finally:
        reading.dispose()
        writing.dispose()


def _check_empty(engine: Engine) -> None:
    path = sqlite_path(engine)
    if path is None and schema.version(engine) is None:
        with engine.connect() as connection:
            there = bool(inspect(connection).get_table_names())
    else:
        there = path is None or path.exists()
    if there:
        raise Refusal("the database to copy into holds something already: name an empty one")


def _note(engine: Engine, now: datetime) -> None:
    """Note before it is copied that it is, so that the copy knows of it as well.

    One that can't be written to is copied all the same.
    """
    try:
        with engine.connect().execution_options(**WRITES) as connection, connection.begin():
            audit.note_copying(Session(connection), "copy", now)
    except DBAPIError as error:
        if (reason := away(error)) is None:
            raise
        log.warning("it is copied, and its audit does not say so: %s", reason)


def _move_files(engine: Engine, files: Path, other: Path) -> int:
    with engine.connect() as connection:
        wanted = attachments_of(Session(connection))
    if lacking := link_attachments(wanted, files, other):
        raise Refusal(f"{len(lacking)} of its {len(wanted)} files are gone or damaged in {files}: see `doctor`")
    return len(wanted)


@contextmanager
def _scratch(place: Path) -> Iterator[Path]:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove(place)
    try:
        yield place
    finally:
        remove(place)


def _put_file(reading: Engine, copy: Path, path: Path, keys: Sequence[str], anchor: str) -> int:
    """Compare a copy with what it is of and check it, then give it its name."""
    engine = open_engine(f"sqlite:///{copy}", keys=keys)
    try:
        with reading.connect() as before, engine.connect() as after:
            rows = _compare(before, after)
        _refuse(faults(engine, anchor))
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    put_in_place(copy, path)
    return rows


def _put_postgres(reading: Engine, copy: Path, writing: Engine, anchor: str) -> int:
    """Put a copy into an empty PostgreSQL database, compare and check it before the transaction is committed."""
    with writing.connect() as connection, connection.begin():
        postgres.write_from(copy, connection)
        with reading.connect() as before:
            rows = _compare(before, connection)
        _refuse(faults_within(connection, schema.HEAD, anchor))
        return rows


def _refuse(found: Iterator[str]) -> None:
    """Refuse what is not whole."""
    if fault := next(found, None):
        raise Refusal(f"what was copied is not whole: {fault}; nothing was left of it, find out why first")


def _compare(before: Connection, after: Connection) -> int:
    """Count the rows of two databases, which must be the same; raises `Refusal`."""
    count = 0
    for table in SQLModel.metadata.sorted_tables:
        for one, other in zip_longest(read_rows(before, table), read_rows(after, table)):
            if one != other:
                raise Refusal(f"what was copied of {table.name} is not the same; nothing was left of it")
            count += 1
    return count


def read_rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Give a table's rows as the program reads them, in the order of their keys."""
    wanted = select(table).order_by(*table.primary_key.columns)
    rows = connection.execute(wanted, execution_options={"yield_per": postgres.CHUNK})
    return (tuple(row) for row in rows)
