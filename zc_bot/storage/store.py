"""The store: units of work, each one transaction, committed in groups on SQLite and by a pool on PostgreSQL."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from zc_bot.storage.engine import WRITES, open_engine, sqlite_path
from zc_bot.storage.session import Session

__all__ = ["Session", "Store", "Unit"]

T = TypeVar("T")
Unit = Callable[[Session], T]
GROUP = 64
"""At most so many units share one commit."""
ATTEMPTS = 5
FILES = Path("var/files")
"""Beside a database that is no file of its own."""


@dataclass(slots=True)
class _Job:
    unit: Unit[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = field(default=None)


class Store:
    """Runs units of work: plain functions of a `Session`, which commit as a whole or not at all."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        path = sqlite_path(self.engine)
        self.files = (path.with_name(f"{path.stem}.files") if path is not None else FILES).absolute()
        """The folder of what people attach."""
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._pool: ThreadPoolExecutor | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def write(self, unit: Unit[T]) -> T:
        """Run one unit here and now, in a transaction of its own."""
        for attempt in range(ATTEMPTS):
            try:
                with self.engine.connect().execution_options(**WRITES) as connection, connection.begin():
                    return unit(Session(connection))
            except (OperationalError, IntegrityError) as error:
                # Somebody else's row came first: the unit looks again and sees it.
                if not (isinstance(error, IntegrityError) or _busy(error)) or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads, on a connection of its own."""
        with self.engine.connect() as connection:
            return unit(Session(connection))

    def start(self) -> None:
        """Begin to take units from the running event loop."""
        self._loop = asyncio.get_running_loop()
        if self.is_sqlite:
            self._thread = threading.Thread(target=self._write_groups, name="writer", daemon=True)
            self._thread.start()
        else:
            self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="store")

    async def stop(self) -> None:
        """Finish what was handed over, then close."""
        if self._thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown)
            self._pool = None
        self.engine.dispose()

    def submit(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Hand a unit over; the future is done once its effects are on disk. Units keep their order on SQLite."""
        if self._loop is None:
            raise RuntimeError("the store was not started")
        if self._pool is not None:
            return self._loop.run_in_executor(self._pool, self.write, unit)
        job = _Job(unit, self._loop.create_future())
        self._queue.put(job)
        return job.future

    def _write_groups(self) -> None:
        with self.engine.connect().execution_options(**WRITES) as connection:
            while (first := self._queue.get()) is not None:
                group, ending = self._gather(first)
                self._commit(connection, group)
                self._announce(group)
                if ending:
                    return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        group = [first]
        while len(group) < GROUP:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, connection: Connection, group: list[_Job]) -> None:
        for attempt in range(ATTEMPTS):
            try:
                with connection.begin():
                    for job in group:
                        _perform(connection, job, alone=len(group) == 1)
                return
            except OperationalError as error:
                if _busy(error) and attempt < ATTEMPTS - 1:
                    continue
                _fail(group, error)
                return
            except Exception as error:
                _fail(group, error)
                return

    def _announce(self, group: list[_Job]) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        loop.call_soon_threadsafe(_settle, group)


def _perform(connection: Connection, job: _Job, alone: bool) -> None:
    """Run one job; in a group in a savepoint, so that its failure undoes only its own effects."""
    job.result, job.error = None, None
    if alone:
        job.result = job.unit(Session(connection))
        return
    session = Session(connection)
    assert session.driver is not None
    session.driver.execute("SAVEPOINT unit")
    try:
        job.result = job.unit(session)
    except Exception as error:
        if not session.driver.in_transaction:
            raise  # The database itself gave the transaction up, and with it the whole group.
        job.error = error
        session.driver.execute("ROLLBACK TO unit")
    session.driver.execute("RELEASE unit")


def _fail(group: list[_Job], error: BaseException) -> None:
    for job in group:
        job.error = error


def _settle(group: list[_Job]) -> None:
    for job in group:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _busy(error: OperationalError) -> bool:
    text = str(error.orig)
    return "locked" in text or "busy" in text or "deadlock detected" in text
