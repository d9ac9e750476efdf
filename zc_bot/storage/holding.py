"""One bot at a time on a database: by the file itself on SQLite, by an advisory lock on PostgreSQL."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from zc_bot.clock import Clock
from zc_bot.errors import AlreadyRunning, StoreAway, StoreError
from zc_bot.storage.away import turned_away, unusable
from zc_bot.storage.engine import sqlite_path

log = logging.getLogger(__name__)
RUN_LOCK, MIGRATE_LOCK = 0x7A63_0001, 0x7A63_0002
GONE_SECONDS = 1.0
"""For so long a busy PostgreSQL may hold a lock whose connection was closed: a quick restart is no second bot."""


_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks"
    " WHERE locktype = 'advisory' AND granted AND pid = :backend AND objid = :key"
)
"""Ends the process of the server's that holds the lock, if that is the one named."""


class _Lock(Protocol):
    def take(self) -> None: ...

    def release(self) -> None: ...


HELD = "zc_held"
"""The option of an engine that holds the lock of the bot of this process."""


@contextmanager
def hold(engine: Engine, purpose: str) -> Iterator[None]:
    """Hold the database for `run` (one bot at a time, refuses) or `migrate` (one at a time, waits).

    Raises `AlreadyRunning`.
    """
    path = sqlite_path(engine)
    if path is not None and purpose == "migrate":
        with path.with_name(f"{path.name}.{purpose}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        return
    lock = _FileLock(path) if path is not None else _PostgresLock(engine, purpose)
    try:
        lock.take()
    except DBAPIError as error:
        raise unusable(error) from None
    if purpose == "run":
        engine.update_execution_options(**{HELD: lock})
    try:
        yield
    finally:
        engine.update_execution_options(**{HELD: None})
        lock.release()


def still_held(engine: Engine) -> None:
    """Make sure that this bot holds its database, also after a server was restarted or a file replaced.

    Raises `AlreadyRunning` where another bot took it meanwhile, `StoreError` where the file is another one now.
    """
    lock: _Lock | None = engine.get_execution_options().get(HELD)
    if lock is not None:
        try:
            lock.take()
        except DBAPIError as error:
            if (reason := turned_away(error)) is not None:
                raise StoreAway(f"the database can't be opened: {reason}") from None
            raise unusable(error) from None


class _FileLock:
    """A lock of the database file's inode, whichever name it is opened by; SQLite's own locks are of another kind.

    The file stays open while it is held: closing it would end the locks that SQLite has in this process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BufferedReader | None = None

    def take(self) -> None:
        """Take the lock, or make sure that the file is still the one that is held."""
        if self._file is not None:
            self._check(self._file.fileno())
            return
        file = self._path.open("rb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AlreadyRunning(f"another zc_bot is running on {self._path}: stop it first") from None
        self._file = file

    def _check(self, held: int) -> None:
        try:
            same = os.path.samestat(os.fstat(held), self._path.stat())
        except FileNotFoundError:
            same = False
        if not same:
            raise StoreError(
                f"{self._path}: was removed or replaced while the bot ran, which stops: "
                "put a copy back with `python bot.py restore`, or start it again on the one that is there"
            )

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class _PostgresLock:
    """An advisory lock: it is its connection's, which is nobody else's, and ends with it."""

    def __init__(self, engine: Engine, purpose: str) -> None:
        self._engine, self._purpose = engine, purpose
        self._connection: Connection | None = None
        self._backend: int | None = None
        """The server's process that holds it for this bot, or did."""

    def take(self) -> None:
        """Take the lock, anew where a restart of the server has ended it; raises `AlreadyRunning`."""
        try:
            if self._connection is not None:
                self._connection.exec_driver_sql("SELECT 1")
                self._connection.commit()
                return
        except DBAPIError:
            self.release()
        self._connection = self._engine.connect()
        self._connection.detach()
        if self._backend is not None:
            # A server that was cut off or stopped may not know yet that nobody is at the other end.
            self._connection.execute(_END, {"backend": self._backend, "key": RUN_LOCK})
        _lock_postgres(self._connection, self._purpose)
        if self._backend is not None:
            log.info("the database's server was away; this bot holds it again")
        self._backend = self._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        self._connection.commit()

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _lock_postgres(connection: Connection, purpose: str) -> None:
    if purpose != "run":
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATE_LOCK})
    elif not _try_lock(connection):
        raise AlreadyRunning("another zc_bot is running on this PostgreSQL database: stop it first")
    connection.commit()


def _try_lock(connection: Connection) -> bool:
    """Take the lock of who runs; one whose holder has just gone is waited for."""
    clock, wanted = Clock(), text("SELECT pg_try_advisory_lock(:key)")
    until = clock.monotonic() + GONE_SECONDS
    while not connection.execute(wanted, {"key": RUN_LOCK}).scalar():
        if clock.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
