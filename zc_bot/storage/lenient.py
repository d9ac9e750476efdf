"""Reading around rows that can't be read: all others are given, each that can't is named.

For what goes on by itself, as ticks do, and for whoever is to hear of all others. What answers with figures reads
strictly: a number that leaves one out would be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, inspect, tuple_
from sqlalchemy.engine.result import IteratorResult, Result, SimpleResultMetaData

T = TypeVar("T")
BAD = ValueError, TypeError, KeyError, ArithmeticError
"""What reading a value raises that can't be one."""
PORTION = 500


def made(rows: Iterable[Any], make: Callable[[Any], T], note: Callable[[Any], None]) -> Iterator[T]:
    """Make values of rows; a row that makes none is noted instead."""
    for row in rows:
        try:
            yield make(row)
        except BAD:
            note(row)


def result(connection: Connection, read: Callable[[Any], Result[Any]], wanted: Any, unread: list[str]) -> Result[Any]:
    """Return what a `select` finds, but for rows that can't be read: those are added to `unread`, table and key."""
    found = read(wanted)
    names = list(found.keys())
    try:
        rows: Sequence[Any] = found.all()
    except BAD:
        rows = list(_by_portions(connection, read, wanted, unread))
    return IteratorResult(SimpleResultMetaData(names), iter([tuple(row) for row in rows]))


def _by_portions(
    connection: Connection, read: Callable[[Any], Result[Any]], wanted: Any, unread: list[str]
) -> Iterator[Any]:
    """Give the rows of a `select` by the keys of what it is of, a portion at a time, halved around what is bad."""
    table = inspect(wanted.column_descriptions[0]["entity"]).local_table
    keys = tuple(table.primary_key.columns)
    found = connection.execute(wanted.with_only_columns(*keys)).all()
    portions = [found[start : start + PORTION] for start in range(0, len(found), PORTION)][::-1]
    while portions:
        some = portions.pop()
        here = keys[0].in_([key[0] for key in some]) if len(keys) == 1 else tuple_(*keys).in_(list(map(tuple, some)))
        try:
            yield from read(wanted.where(here)).all()
        except BAD:
            if len(some) == 1:
                unread.append(f"{table.name} {' '.join(map(str, some[0]))}")
                continue
            half = len(some) // 2
            portions += [some[half:], some[:half]]
