"""SQLite's driver: the one of the `pysqlite3` wheel, which brings a SQLite of its own, else the machine's.

A process must open a file with one SQLite only: the locks of one end where the other closes it. So nobody imports
another driver than this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3 as driver
else:
    try:
        from pysqlite3 import dbapi2 as driver
    except ImportError:
        import sqlite3 as driver

__all__ = ["WAL_SAFE_SINCE", "driver", "journal_mode", "named"]

WAL_SAFE_SINCE = (3, 51, 3)
"""Before it, SQLite can corrupt a write-ahead log that several connections reset at once."""


def journal_mode() -> str:
    """Name the journal mode that this SQLite is safe with."""
    return "WAL" if driver.sqlite_version_info >= WAL_SAFE_SINCE else "TRUNCATE"


def named() -> str:
    """Say which SQLite it is, and whose."""
    whose = "pysqlite3's" if "pysqlite3" in driver.__name__ else "this machine's"
    return f"SQLite {driver.sqlite_version}, {whose}"
