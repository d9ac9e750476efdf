"""A PostgreSQL database → a copy as SQLite writes it, and back: a copy is the same file whichever it came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, MetaData, Table, insert, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from zc_bot.errors import StoreError
from zc_bot.storage import schema
from zc_bot.storage.engine import WRITES, open_engine
from zc_bot.storage.types import ExactDecimal, Moment

CHUNK = 500
VERSION, STANDING = "alembic_version", "standing"
"""The first the migrations write, the second a trigger."""
KINDS = (
    (sa.Boolean, sa.Boolean()), (sa.DateTime, Moment()), (sa.Integer, sa.Integer()), (sa.Numeric, ExactDecimal()),
)
"""PostgreSQL's kinds of columns, and what SQLite keeps them as; anything else is text."""


def read_into(engine: Engine, target: Path) -> None:
    """Copy a PostgreSQL database, as it is at one moment, to a new SQLite file of the same schema."""
    found = schema.version(engine)
    copy = open_engine(f"sqlite:///{target}")
    try:
        schema.migrate(copy, found or "base")
        snapshot = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with snapshot as reading, copy.connect().execution_options(**WRITES) as writing, writing.begin():
            tables = MetaData()
            tables.reflect(reading)
            for name, table in sorted(tables.tables.items()):
                if name not in {VERSION, STANDING}:
                    _copy(reading, table, writing, as_kept(table))
            _go_on_in_file(reading, writing)
    finally:
        copy.dispose()


def write_from(source: Path, connection: Connection) -> None:
    """Put a copy of this version's schema in place of all that a PostgreSQL database holds, in its transaction."""
    drop_all(connection)
    schema.migrate_within(connection)
    tables = [one for one in SQLModel.metadata.sorted_tables if one.name != STANDING]
    copy = open_engine(f"sqlite:///{source}")
    try:
        with copy.connect() as reading:
            for table in tables:
                _copy(reading, table, connection, table)
                _go_on_after(reading, table, connection)
    finally:
        copy.dispose()


def _copy(reading: Connection, source: Table, writing: Connection, target: Table) -> None:
    wanted = select(source).order_by(*source.primary_key.columns)
    rows = reading.execute(wanted, execution_options={"yield_per": CHUNK})
    copied = 0
    for some in rows.mappings().partitions(CHUNK):
        writing.execute(insert(target), [dict(row) for row in some])
        copied += len(some)
    if copied != writing.execute(select(sa.func.count()).select_from(target)).scalar():
        raise StoreError(f"the copy of {source.name} has not as many rows as it should")


def as_kept(table: Table) -> Table:
    """Describe a table of PostgreSQL as SQLite keeps it."""
    return Table(table.name, MetaData(), *(Column(one.name, _kept_type(one.type)) for one in table.columns))


def _kept_type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    for theirs, ours in KINDS:
        if isinstance(kind, theirs):
            return ours
    return sa.Text()


def drop_all(connection: Connection) -> None:
    """Drop our tables and the functions of their triggers, as far as there are any."""
    known = {*(table.name for table in SQLModel.metadata.sorted_tables), VERSION}
    names = [name for name in sa.inspect(connection).get_table_names() if name in known]
    if not names:
        return
    functions = connection.execute(
        text(
            "SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relname = ANY(:names)"
        ),
        {"names": names},
    ).scalars()
    listed = list(functions)
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"DROP TABLE {', '.join(map(quote, names))} CASCADE")
    for name in listed:
        connection.exec_driver_sql(f"DROP FUNCTION {quote(name)}()")


def _go_on_after(reading: Connection, table: Table, connection: Connection) -> None:
    """Have a table's numbers go on where the copy's do."""
    last = sequences(reading).get(table.name)
    if last:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"), {"table": table.name, "last": last}
        )


def _go_on_in_file(reading: Connection, writing: Connection) -> None:
    """Have a copy's numbers go on where PostgreSQL's do: some may be in no row."""
    numbered = writing.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").scalars()
    for table in list(numbered):
        owned = reading.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table}).scalar()
        last, given = reading.exec_driver_sql(f"SELECT last_value, is_called FROM {owned}").one()  # noqa: S608
        writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
        if given:
            row = {"table": table, "last": last}
            writing.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), row)


def sequences(connection: Connection) -> Mapping[str, int]:
    """Return the last number given in each table of a copy."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    return {name: int(last) for name, last in rows}
