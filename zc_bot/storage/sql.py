"""Running statements for their effect, and putting rows in place of earlier ones, on both databases."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Executable, FromClause, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def table_of(model: type[object]) -> Table:
    """Return the table behind a table class."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def changed(session: Session, statement: Executable) -> int:
    """Run an update or a delete; returns how many rows it changed."""
    return int(cast("CursorResult[Any]", session.execute(statement)).rowcount)


def inserted(session: Session, statement: Insert) -> int:
    """Run an insert of one row; returns its id."""
    key = cast("CursorResult[Any]", session.execute(statement)).inserted_primary_key
    assert key is not None
    return int(key[0])


def upsert(session: Session, table: FromClause) -> Any:
    """Return the dialect's own INSERT, which knows what to do on a conflict."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
