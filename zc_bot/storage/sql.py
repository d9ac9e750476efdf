"""Running statements for their effect, and putting rows in place of earlier ones, on both databases.

What every update runs is built once, with `bindparam` for its values: building a statement costs more than
running it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Table, UpdateBase
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session

Model = TypeVar("Model", bound=SQLModel)


def table_of(model: type[SQLModel]) -> Table:
    """Return the table behind a table class."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def changed(session: Session, statement: UpdateBase | Prepared, values: Mapping[str, Any] | None = None) -> int:
    """Run an update or a delete; returns how many rows it changed."""
    return int(session.execute(statement, values).rowcount)


def inserted(session: Session, statement: Insert | Prepared, values: Mapping[str, Any] | None = None) -> int:
    """Run an insert of one row; returns its id."""
    if isinstance(statement, Prepared):
        found = session.execute(statement, values).key
        assert found is not None
        return found
    key = session.execute(statement, values).inserted_primary_key
    assert key is not None
    return int(key[0])


def number_of(key: int | None) -> int:
    """Return the number of a row that is kept, which its class leaves open until then."""
    assert key is not None
    return key


def readable(
    session: Session, wanted: SelectOfScalar[Model], key: Any, name: str, aside: Callable[[Any], None] | None = None
) -> Sequence[Model]:
    """Return the rows that can be read; one that can't keeps no other from it, and is noted as unread.

    key: the table's key; name: what the table's rows are called; aside: what is done with the key of one that can't.
    """
    try:
        return session.exec(wanted).all()
    except (ValueError, TypeError):
        keys = session.connection.execute(wanted.with_only_columns(key)).scalars().all()
    rows: list[Model] = []
    for one in keys:
        try:
            rows += session.exec(wanted.where(key == one)).all()
        except (ValueError, TypeError):
            session.unread.append(f"{name} {one}")
            if aside is not None:
                aside(one)
    return rows


def upsert(session: Session, model: type[SQLModel]) -> Any:
    """Return the dialect's own INSERT, which knows what to do on a conflict."""
    return insert_into(session.dialect, model)


def insert_into(dialect: str, model: type[SQLModel]) -> Any:
    """Return the INSERT of a dialect by its name."""
    if dialect != "postgresql":
        return sqlite.insert(model)
    from sqlalchemy.dialects import postgresql  # Every driver of it, 3 MB.

    return postgresql.insert(model)
