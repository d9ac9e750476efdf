"""SQLite's one writer: a thread that commits queued units in groups, a savepoint each."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine

from zc_bot.errors import StoreAway
from zc_bot.storage.away import away, contended
from zc_bot.storage.engine import WRITES
from zc_bot.storage.retrying import Retrying
from zc_bot.storage.session import Session

GROUP = 64
"""Once so many units are in it, a commit takes no more."""
SOON = 0.1
"""For so many seconds what nobody waits for waits for a commit that it can share."""
BUSY_MILLISECONDS = 400
"""SQLite itself waits no longer for a lock: a thread inside it can't be told to stop."""


@dataclass(slots=True)
class _Job:
    unit: Callable[[Session], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = field(default=None)


class Writer:
    """Runs units in the order in which they were handed over; waits while the database is away."""

    def __init__(self, engine: Engine, retrying: Retrying, loop: asyncio.AbstractEventLoop) -> None:
        self._engine, self._retrying, self._loop = engine, retrying, loop
        self._queue: queue.SimpleQueue[Sequence[_Job] | None] = queue.SimpleQueue()
        self._soon: list[_Job] = []
        """Jobs that wait for the next group."""
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._write_groups, name="writer", daemon=True)
        self._thread.start()

    def put(self, unit: Callable[[Session], Any]) -> asyncio.Future[Any]:
        """Queue a unit; the future is done once its effects are on disk."""
        return self.put_together([unit])[0]

    def put_together(self, units: Sequence[Callable[[Session], Any]]) -> list[asyncio.Future[Any]]:
        """Queue units that share one commit, as long as none of them ends it; each fails for itself."""
        jobs = [_Job(unit, self._loop.create_future()) for unit in units]
        taken, self._soon = self._soon, []
        self._queue.put([*taken, *jobs])
        return [job.future for job in jobs]

    def put_soon(self, unit: Callable[[Session], Any]) -> asyncio.Future[Any]:
        """Queue a unit that nobody waits for: it shares the commit of the next one, or soon has one of its own."""
        if not self._soon:
            self._loop.call_later(SOON, self._flush)
        job = _Job(unit, self._loop.create_future())
        self._soon.append(job)
        return job.future

    def _flush(self) -> None:
        if self._soon:
            self.put_together(())

    async def stop(self) -> None:
        """Finish what was handed over."""
        self._flush()
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _write_groups(self) -> None:
        ending = False
        while not ending and (first := self._queue.get()) is not None:
            group, ending = self._gather(first)
            self._commit(group)
            self._announce(group)
        self._drop_connection()

    def _gather(self, first: Sequence[_Job]) -> tuple[list[_Job], bool]:
        group = [*first]
        while len(group) < GROUP:
            try:
                jobs = self._queue.get_nowait()
            except queue.Empty:
                break
            if jobs is None:
                return group, True
            group += jobs
        return group, False

    def _commit(self, group: list[_Job]) -> None:
        """Commit a group; where one unit ends the transaction for all, each is done alone."""
        try:
            self._commit_patiently(group)
        except Exception as error:
            if len(group) > 1 and away(error) is None:
                for job in group:
                    self._commit([job])
                return
            told = StoreAway(f"the database is away: {away(error)}") if away(error) else error
            for job in group:
                job.error = told

    def _commit_patiently(self, group: list[_Job]) -> None:
        attempt = 0
        while True:
            try:
                self._retrying.at_work.begin()
                connection = self._connected()
                with connection.begin():
                    for job in group:
                        self._retrying.at_work.begin()
                        _perform(connection, job, alone=len(group) == 1)
                self._retrying.succeeded()
                return
            except Exception as error:
                if not contended(error):
                    self._drop_connection()
                if not self._retrying.wait(error, attempt):
                    raise
                attempt += 1

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**WRITES)
            driver = self._connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return self._connection

    def _drop_connection(self) -> None:
        """Let a connection go that may be in any state."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _announce(self, group: list[_Job]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_settle, group)


def _perform(connection: Connection, job: _Job, alone: bool) -> None:
    """Run one job; in a group in a savepoint, so that its failure undoes only its own effects."""
    job.result, job.error = None, None
    if alone:
        with Session(connection) as session:
            job.result = job.unit(session)
        return
    session = Session(connection)
    assert session.driver is not None
    session.driver.execute("SAVEPOINT unit")
    try:
        job.result = job.unit(session)
    except Exception as error:
        if not session.driver.in_transaction or away(error) is not None:
            raise  # The database itself gave the transaction up, and with it the whole group.
        job.error = error
        session.driver.execute("ROLLBACK TO unit")
    finally:
        session.close()
    session.driver.execute("RELEASE unit")


def _settle(group: list[_Job]) -> None:
    for job in group:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
