"""The handle of a unit of work: what it runs is part of one transaction, which commits as a whole or not at all.

Two ways to the one connection. `exec` is SQLModel's own session, for all that is asked off an update's way. What
every update runs is `Prepared`, and goes to `execute`, as what changes rows does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeVar, TypeVarTuple, cast, overload

import sqlmodel
from sqlalchemy import Connection, CursorResult, ScalarResult, SelectBase, TextClause, UpdateBase
from sqlalchemy.engine.result import TupleResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel.sql.expression import Select, SelectOfScalar

from zc_bot.storage import lenient
from zc_bot.storage.engine import AUDIT_KEYS
from zc_bot.storage.prepared import STATEMENTS, Prepared, Rows, Statements, changed_by
from zc_bot.storage.sqlite import driver as sqlite

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
Asked = TypeVarTuple("Asked")
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]

class Session:
    """Runs statements inside the caller's transaction, which it begins where there is none."""

    __slots__ = ("_models", "_once", "_passes", "_statements", "connection", "driver", "unread")

    def __init__(self, connection: Connection) -> None:
        if not connection.in_transaction():
            connection.begin()
        self.connection = connection
        self.unread: list[str] = []
        """Rows that could not be read and were passed over: table and key."""
        self.driver: sqlite.Connection | None = None
        """SQLite's own connection."""
        self._passes = False
        self._models: sqlmodel.Session | None = None
        self._statements: Statements = connection.get_execution_options()[STATEMENTS]
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

    @contextmanager
    def passing_over(self) -> Iterator[None]:
        """Read around rows that can't be read, for the length of a block: they are left out and named."""
        before, self._passes = self._passes, True
        if not before:
            self._once.clear()
        try:
            yield
        finally:
            self._passes = before
            if not before:
                self._once.clear()

    def made(self, rows: Iterable[Any], make: Callable[[Any], T], name: str) -> Iterator[T]:
        """Make values of rows with an `id`; one of which none can be made fails, or is passed over where that is so.

        name: what the table's rows are called.
        """
        if not self._passes:
            return map(make, rows)
        return lenient.made(rows, make, lambda row: self.unread.append(f"{name} {row.id}"))

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
    def exec(self, statement: SelectOfScalar[T]) -> ScalarResult[T]: ...

    @overload
    def exec(self, statement: Select[*Columns]) -> TupleResult[tuple[*Columns]]: ...

    def exec(self, statement: Any) -> Any:
        """Read by SQLModel's session: models, single values or rows, as `select` asks for; nothing read is shared."""
        if self._models is None:
            # It never ends the unit's transaction, which is the store's to end.
            self._models = sqlmodel.Session(self.connection, join_transaction_mode="rollback_only", autoflush=False)
        # Statements tell no model what they change: each reading makes its own, and none changes under its reader.
        self._models.expunge_all()
        if not self._passes or not isinstance(statement, SelectBase) or not _is_of_models(statement):
            return self._models.exec(statement)
        read = partial(sqlmodel.Session.execute, self._models)
        found = lenient.result(self.connection, read, statement, self.unread)
        return found.scalars() if isinstance(statement, SelectOfScalar) else found

    def prepared(self, build: Callable[[*Asked], Prepared], *asked: *Asked) -> Prepared:
        """Return the statement that `build` makes of what the code asks for, made once for each database."""
        return self._statements.built(build, *asked)

    @overload
    def execute(self, statement: Prepared, values: Values | None = None) -> Rows: ...

    @overload
    def execute(self, statement: UpdateBase | TextClause, values: Values | None = None) -> CursorResult[Any]: ...

    def execute(
        self, statement: Prepared | UpdateBase | TextClause, values: Values | None = None
    ) -> Rows | CursorResult[Any]:
        """Run what is prepared or changes rows; several values run it once for each."""
        table = statement.changes if isinstance(statement, Prepared) else changed_by(statement)
        if table is not None and self._once:
            self._forget(table)
        if not isinstance(statement, Prepared):
            return self.connection.execute(statement, values)
        if self.driver is None:
            return Rows.of(self.connection.execute(statement.statement, values), statement)
        try:
            unread = self.unread if self._passes else None
            return self._statements.run(statement, self.driver, self.connection.dialect, values or {}, unread)
        except sqlite.Error as error:
            raise DBAPIError.instance(
                str(statement.statement), None, error, sqlite.Error, hide_parameters=True
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the models that were read; the transaction stays as it is."""
        if self._models is not None:
            self._models.close()
            self._models = None


def _is_of_models(statement: Any) -> bool:
    """Tell whether a `select` gives rows of tables, or columns of them, which a key tells apart."""
    return all(isinstance(one["expr"], type | InstrumentedAttribute) for one in statement.column_descriptions)
