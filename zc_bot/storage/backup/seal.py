"""What a copy held when it was written, kept in it: what is gone or another since is found before it counts."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from zc_bot.storage.sqlite import driver

SEAL = "copy_seal"
OBJECTS = "tables and triggers"
"""The name under which the schema itself is sealed."""
_Sum = tuple[int, str]
"""How many rows, and a digest of them."""


def put(path: Path) -> None:
    """Seal a copy: how many rows each table has, and a digest of them and of the schema."""
    copy = driver.connect(path)
    try:
        copy.execute("PRAGMA synchronous=OFF")
        with copy:
            copy.execute(f"DROP TABLE IF EXISTS {SEAL}")
            found = dict(_sums(copy))
            copy.execute(f"CREATE TABLE {SEAL} (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest TEXT NOT NULL)")
            copy.executemany(f"INSERT INTO {SEAL} VALUES (?, ?, ?)", [(name, *one) for name, one in found.items()])  # noqa: S608
    finally:
        copy.close()


def broken(path: Path) -> str | None:
    """Say what of a copy is not what was sealed; None where all is, or where an older program sealed nothing."""
    copy = driver.connect(path)
    try:
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (SEAL,)).fetchone():
            return None
        sealed: dict[str, _Sum] = {
            name: (rows, digest) for name, rows, digest in copy.execute(f"SELECT name, rows, digest FROM {SEAL}")  # noqa: S608
        }
        found = dict(_sums(copy))
    except driver.Error as error:
        return f"what it held when it was written can't be read ({error})"
    finally:
        copy.close()
    changed = sorted(name for name in sealed.keys() | found.keys() if sealed.get(name) != found.get(name))
    if not changed:
        return None
    return "since it was written, there changed " + ", ".join(_told(one, sealed, found) for one in changed)


def drop(connection: Connection) -> None:
    """Take the seal away from what is a copy no longer."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {SEAL}")


def _told(name: str, sealed: dict[str, _Sum], found: dict[str, _Sum]) -> str:
    before, after = sealed.get(name, (0, ""))[0], found.get(name, (0, ""))[0]
    return name if before == after or name == OBJECTS else f"{name} ({after} rows of {before})"


def _sums(copy: Any) -> Iterator[tuple[str, _Sum]]:
    made = "FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> ? ORDER BY type, name"
    yield OBJECTS, _sum_of(copy.execute(f"SELECT type, name, tbl_name, sql {made}", (SEAL,)))
    tables = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> ?", (SEAL,)).fetchall()
    # What can't be read as text is to be the same all the same, and text no blob of the same bytes.
    before, copy.text_factory = copy.text_factory, _text
    for (name,) in tables:
        yield name, _sum_of(copy.execute(f'SELECT * FROM "{name}"'))  # noqa: S608
    copy.text_factory = before


def _text(written: bytes) -> list[bytes]:
    return [written]


def _sum_of(rows: Iterable[tuple[Any, ...]]) -> _Sum:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        # The format that writes what is the same the same way, whichever Python it is.
        digest.update(marshal.dumps(row, 2))
        count += 1
    return count, digest.hexdigest()
