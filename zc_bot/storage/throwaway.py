"""A copy of a database that is played with and thrown away: always a SQLite file, whatever it is copied from."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlmodel import SQLModel

from zc_bot.storage import schema
from zc_bot.storage.engine import WRITES, open_engine, sqlite_path
from zc_bot.storage.sql import table_of
from zc_bot.storage.sqlite import driver
from zc_bot.storage.tables import Inbox, Outbox, Standing

CHUNK = 500
_LEFT_OUT = frozenset(table_of(model).name for model in (Standing, Inbox, Outbox))
"""Written by a trigger, or about messages that only the real bot sends."""


def copy_into(source: Engine, target: Path) -> None:
    """Copy a database of this version's schema to a new SQLite file, without the messages under way."""
    path = sqlite_path(source)
    if path is None:
        _copy_tables(source, target)
        return
    original, copy = driver.connect(path), driver.connect(target)
    try:
        original.backup(copy)
        with copy:
            copy.execute("DELETE FROM inbox")
            copy.execute("DELETE FROM outbox")
    finally:
        original.close()
        copy.close()


def _copy_tables(source: Engine, target: Path) -> None:
    """Copy row by row, as another kind of database wants it."""
    engine = open_engine(f"sqlite:///{target}")
    schema.ensure(engine)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in _LEFT_OUT]
    with source.connect() as reading, engine.connect().execution_options(**WRITES) as writing, writing.begin():
        for table in tables:
            writing.execute(table.delete())
            rows = reading.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            for some in rows.partitions(CHUNK):
                writing.execute(insert(table), [dict(row) for row in some])
    engine.dispose()
