"""The handle of a unit of work: what it runs is part of one transaction, which commits as a whole or not at all.

A plain wrapper of a connection. The ORM's session would track objects that nobody makes here, at a tenth of a
millisecond a unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """Runs statements inside the caller's transaction."""

    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def dialect(self) -> str:
        """The database's name: `sqlite` or `postgresql`."""
        return self.connection.dialect.name

    def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement; several values run it once for each."""
        return self.connection.execute(statement, values)
