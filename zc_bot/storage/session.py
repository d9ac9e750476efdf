"""The handle of a unit of work: what it runs is part of one transaction, which commits as a whole or not at all.

A plain wrapper of a connection. The ORM's session would track objects that nobody makes here, at a tenth of a
millisecond a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast, overload

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DBAPIError

from zc_bot.storage.engine import AUDIT_KEYS
from zc_bot.storage.prepared import Prepared, Rows, changed_by
from zc_bot.storage.sqlite import driver as sqlite

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """Runs statements inside the caller's transaction, which it begins where there is none."""

    __slots__ = ("_once", "connection", "driver", "unread")

    def __init__(self, connection: Connection) -> None:
        if not connection.in_transaction():
            connection.begin()
        self.connection = connection
        self.unread: list[str] = []
        """Rows that could not be read and were passed over: table and key."""
        self.driver: sqlite.Connection | None = None
        """SQLite's own connection."""
        self._once: dict[Hashable, tuple[Collection[str], Any]] = {}
        if connection.dialect.name == "sqlite":
            self.driver = connection.connection.driver_connection

    @property
    def dialect(self) -> str:
        """The database's name: `sqlite` or `postgresql`."""
        return self.connection.dialect.name

    @property
    def audit_keys(self) -> tuple[str, ...]:
        """The keys of the audit chain, the newest first; none where the chain is only looked at."""
        keys: tuple[str, ...] = self.connection.get_execution_options().get(AUDIT_KEYS, ())
        return keys

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Do a part of the unit whose failure undoes that part alone."""
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            self._once.clear()
            raise

    def once(self, key: Hashable, tables: Collection[str], read: Callable[[], T]) -> T:
        """Return what was read under a key, no more than once a unit unless one of its tables was written meanwhile.

        tables: the names of all the tables that `read` looks at.
        """
        if (found := self._once.get(key)) is None:
            found = self._once[key] = tables, read()
        return cast(T, found[1])

    def _forget(self, table: str) -> None:
        """Let be read anew what was read of a table."""
        for key in [key for key, (tables, _) in self._once.items() if table in tables]:
            del self._once[key]

    @overload
    def execute(self, statement: Prepared, values: Values | None = None) -> Rows: ...

    @overload
    def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]: ...

    def execute(self, statement: Prepared | Executable, values: Values | None = None) -> Rows | CursorResult[Any]:
        """Run a statement; several values run it once for each."""
        table = statement.changes if isinstance(statement, Prepared) else changed_by(statement)
        if table is not None and self._once:
            self._forget(table)
        if not isinstance(statement, Prepared):
            return self.connection.execute(statement, values)
        if self.driver is None:
            return Rows.of(self.connection.execute(statement.statement, values), statement)
        try:
            return statement.run(self.driver, self.connection.dialect, values or {})
        except sqlite.Error as error:
            raise DBAPIError.instance(
                str(statement.statement), None, error, sqlite.Error, hide_parameters=True
            ) from error
