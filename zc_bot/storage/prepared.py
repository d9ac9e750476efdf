"""Statements that every update runs: compiled once, then run by SQLite's driver itself.

SQLAlchemy takes several times as long to run a statement as SQLite takes to do it. On PostgreSQL, where the way
there and back is what costs, the same statements go through SQLAlchemy.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVarTuple, cast

from sqlalchemy import CursorResult, Dialect, Executable, Table, UpdateBase

from zc_bot.storage import lenient
from zc_bot.storage.sqlite import driver as sqlite
from zc_bot.values import dataclass

FORMS = 256
"""So many forms of one statement are kept: one for each set of values, with the lengths of the lists in it."""

STATEMENTS = "zc_statements"
"""The option of an engine that holds what it has prepared."""
Asked = TypeVarTuple("Asked")
Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a statement gave: its rows, how many it changed, and the id of the row that it inserted."""

    rows: Sequence[Any]
    rowcount: int = 0
    key: int | None = None

    @staticmethod
    def of(result: CursorResult[Any], statement: Prepared) -> Rows:
        """Take over what SQLAlchemy found."""
        if statement.returning:
            return Rows(result.all() if statement.make is None else list(map(statement.make, result)))
        one = result.context.isinsert and not result.context.executemany
        key = result.inserted_primary_key if one else None
        return Rows((), result.rowcount, key[0] if key else None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def all(self) -> Sequence[Any]:
        return self.rows

    def first(self) -> Any:
        """Return the first row, None where there is none."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        """Return the first row's first column, None where there is no row."""
        return self.rows[0][0] if self.rows else None

    def scalars(self) -> Iterator[Any]:
        """Return each row's first column."""
        return (row[0] for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Argument:
    """Where a `?` takes its value from: a name, a place in that name's list, or a constant."""

    name: str | None
    place: int | None
    process: Process | None
    constant: Any = None

    def take(self, values: Mapping[str, Any]) -> Any:
        if self.name is None:
            return self.constant
        value = values[self.name]
        if self.place is not None:
            value = value[self.place]
        return value if self.process is None else self.process(value)


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as SQLite takes it, for lists of given lengths."""

    sql: str
    arguments: tuple[_Argument, ...]
    row: Callable[[Any], Any] | None
    processes: tuple[tuple[int, Process], ...]
    plain: tuple[tuple[str, Process | None], ...] | None = None
    """The names and processes of the arguments, where none is of a list or a constant, as of most statements."""
    table: str = ""
    key: tuple[int, ...] = ()
    """The table that the rows are of, and at which places they hold what tells them apart."""

    def fill(self, values: Mapping[str, Any]) -> list[Any]:
        """Put values in the places of the statement."""
        if self.plain is None:
            return [argument.take(values) for argument in self.arguments]
        return [
            values[name] if process is None else process(values[name]) for name, process in self.plain
        ]

    def read(self, cursor: sqlite.Cursor, unread: list[str] | None = None) -> list[Any]:
        """Read all rows, a column at a time: a question over a whole city reads hundreds of thousands.

        unread: takes the names of rows that can't be read, and are left out; None: such a row is raised.
        """
        if self.row is None:
            return []
        rows = cursor.fetchall()
        if unread is None:
            return self._made(rows)
        try:
            return self._made(rows)
        except lenient.BAD:
            one = lenient.made(rows, lambda row: self._made([row])[0], lambda row: unread.append(self.name(row)))
            return list(one)

    def name(self, row: Sequence[Any]) -> str:
        """Say which row it is: its table, and its key as far as it was asked for."""
        return " ".join([self.table, *(str(row[place]) for place in self.key)])

    def _made(self, found: Sequence[tuple[Any, ...]]) -> list[Any]:
        rows: Iterable[tuple[Any, ...]] = found
        if self.processes and found:
            columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
            for index, process in self.processes:
                columns[index] = map(process, columns[index])
            rows = zip(*columns, strict=True)
        assert self.row is not None
        return list(map(self.row, rows))


class Prepared:
    """A statement to be run again and again; its values are `bindparam`s, or the columns of an insert.

    make: turns a row's columns into what is wanted; without it, a row is a named tuple.
    """

    __slots__ = ("changes", "make", "returning", "statement")

    def __init__(self, statement: Executable, make: Callable[[Any], Any] | None = None) -> None:
        self.statement = statement
        self.make = make
        self.returning = bool(_columns(statement))
        self.changes = changed_by(statement)


class _Forms:
    """What was made of one statement: a form for each set of values that it was run with."""

    __slots__ = ("_forms", "_lists", "_statement")

    def __init__(self, statement: Prepared) -> None:
        self._statement = statement
        self._forms: dict[tuple[Any, ...], _Form] = {}
        self._lists = False
        """Whether it was ever run with a list, whose length is a part of its form."""

    def of(self, dialect: Dialect, values: Mapping[str, Any]) -> _Form:
        """Return the form for the names that have values, and for the lengths of lists among them."""
        if not self._lists and (form := self._forms.get(tuple(values))) is not None:
            return form
        lengths = tuple(len(value) if isinstance(value, list | tuple) else None for value in values.values())
        self._lists = self._lists or any(length is not None for length in lengths)
        shape = (*values, *lengths) if self._lists else tuple(values)
        if (form := self._forms.get(shape)) is None:
            if len(self._forms) >= FORMS:
                self._forms.clear()
            form = self._forms[shape] = _compile(self._statement.statement, dialect, values, self._statement.make)
        return form


class Statements:
    """The statements that an engine has prepared: they are its own, and end with it."""

    def __init__(self) -> None:
        self._built: dict[Hashable, Prepared] = {}
        self._forms: dict[Prepared, _Forms] = {}

    def built(self, build: Callable[[*Asked], Prepared], *asked: *Asked) -> Prepared:
        """Return the statement that `build` makes of what the code asks for, of which there are a few; made once."""
        key = build, asked
        if (found := self._built.get(key)) is None:
            found = self._built[key] = build(*asked)
        return found

    def run(
        self, statement: Prepared, driver: sqlite.Connection, dialect: Dialect,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]], unread: list[str] | None = None,
    ) -> Rows:
        """Run one on SQLite, once for each of several values; raises the driver's `Error`.

        unread: takes the names of rows that can't be read; None: they are raised.
        """
        if (forms := self._forms.get(statement)) is None:
            forms = self._forms[statement] = _Forms(statement)
        if type(values) is dict or isinstance(values, Mapping):
            return _run(forms.of(dialect, values), driver, values, unread)
        results = [_run(forms.of(dialect, one), driver, one, unread) for one in values]
        return Rows([row for result in results for row in result.rows], sum(result.rowcount for result in results))


def _run(form: _Form, driver: sqlite.Connection, values: Mapping[str, Any], unread: list[str] | None) -> Rows:
    cursor = driver.execute(form.sql, form.fill(values))
    rows = form.read(cursor, unread)
    return Rows(rows, cursor.rowcount, cursor.lastrowid)


def changed_by(statement: Executable) -> str | None:
    """Return the name of the table that a statement changes, if it changes one."""
    return cast(Table, statement.table).name if isinstance(statement, UpdateBase) else None


def _compile(
    statement: Any, dialect: Dialect, values: Mapping[str, Any], make: Callable[[Any], Any] | None
) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    if unfilled := [column.name for column in (*compiled.insert_prefetch, *compiled.update_prefetch)]:
        raise ValueError(f"a prepared statement fills in no defaults: give {', '.join(unfilled)}")
    state = compiled.construct_expanded_state(dict(values))
    lists = {part: (name, at) for name, parts in state.parameter_expansion.items() for at, part in enumerate(parts)}
    arguments = tuple(
        _argument(name, values, lists, state.parameters, _binding(compiled, lists.get(name, (name, 0))[0], dialect))
        for name in state.positiontup
    )
    named = tuple((one.name, one.process) for one in arguments if one.name is not None and one.place is None)
    plain = named if len(named) == len(arguments) else None
    columns = _columns(statement)
    if not columns:
        return _Form(state.statement, arguments, None, (), plain)
    processes = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    row = namedtuple("row", [column.key for column in columns], rename=True)  # type: ignore[misc]
    return _Form(
        state.statement,
        arguments,
        make or row._make,
        tuple((index, process) for index, process in enumerate(processes) if process is not None),
        plain,
        *_key_of(columns),
    )


def _key_of(columns: Sequence[Any]) -> tuple[str, tuple[int, ...]]:
    """Name the table that columns are of, and at which places its key is; all that is there, where that is not."""
    tables = [column.table for column in columns if getattr(column, "table", None) is not None]
    if not tables:
        return "", ()
    table = tables[0]
    key = {column.key for column in getattr(table, "primary_key", ())}
    places = tuple(place for place, column in enumerate(columns) if column.key in key)
    return getattr(table, "name", ""), places if len(places) == len(key) else tuple(range(min(3, len(columns))))


def _binding(compiled: Any, name: str, dialect: Dialect) -> Process | None:
    """Return what a column's type does to a value on its way in."""
    found: Process | None = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    return found


def _columns(statement: Any) -> list[Any]:
    """Return the columns of the rows that a statement gives."""
    return list(getattr(statement, "exported_columns", ()))


def _argument(
    name: str,
    values: Mapping[str, Any],
    lists: Mapping[str, tuple[str, int]],
    parameters: Mapping[str, Any],
    process: Process | None,
) -> _Argument:
    if name in lists:
        return _Argument(*lists[name], process)
    if name in values:
        return _Argument(name, None, process)
    constant = parameters[name]
    return _Argument(None, None, None, constant if process is None else process(constant))
