"""The store: units of work, each one transaction, committed in groups on SQLite and by a pool on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from zc_bot.errors import StoreAway
from zc_bot.storage.away import away, contended, damaged, turned_away
from zc_bot.storage.engine import WRITES, open_engine
from zc_bot.storage.retrying import Retrying
from zc_bot.storage.session import Session
from zc_bot.storage.writer import Writer
from zc_bot.troubles import Code, Part, Troubles

__all__ = ["Session", "Store", "Unit"]

T = TypeVar("T")
Unit = Callable[[Session], T]
ATTEMPTS = 5
FILES = Path("var/files")
"""Beside a database that is no file of its own."""


def files_beside(url: str, files: Path | None = None) -> Path:
    """Return the folder of what people attach: the one named, else the one beside the database."""
    path = make_url(url).database if url.startswith("sqlite") else None
    beside = Path(path).with_name(f"{Path(path).stem}.files") if path else FILES
    return (files or beside).absolute()


def _done(unit: Unit[T], connection: Connection) -> T:
    with Session(connection) as session:
        return unit(session)


class Store:
    """Runs units of work: plain functions of a `Session`, which commit as a whole or not at all.

    A unit may be begun more than once, so it changes nothing but the database.
    """

    def __init__(
        self, url: str, busy: float = 10.0, files: Path | None = None, keys: Sequence[str] = (),
        read_only: bool = False,
    ) -> None:
        self.engine: Engine = open_engine(url, busy, keys, read_only)
        self.keys = tuple(keys)
        self.files = files_beside(url, files)
        """The folder of what people attach."""
        self.troubles = Troubles()
        self._retrying = Retrying(self.troubles)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer: Writer | None = None
        self._pool: ThreadPoolExecutor | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def write(self, unit: Unit[T]) -> T:
        """Run one unit here and now, in a transaction of its own."""
        for attempt in range(ATTEMPTS):
            try:
                with self.engine.connect().execution_options(**WRITES) as connection, connection.begin():
                    return _done(unit, connection)
            except (OperationalError, IntegrityError) as error:
                # Somebody else's row came first: the unit looks again and sees it.
                if not (isinstance(error, IntegrityError) or contended(error)) or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads, on a connection of its own."""
        with self.engine.connect() as connection:
            return _done(unit, connection)

    def start(self) -> None:
        """Begin to take units from the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._retrying = Retrying(self.troubles)
        if self.is_sqlite:
            self._writer = Writer(self.engine, self._retrying, self._loop)
        else:
            self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="store")

    def hangs_for(self) -> float:
        """Return for how many seconds a unit has been at work, 0 where none is; to wait for the database is none."""
        return self._retrying.at_work.longest()

    def part_failed(self, part: Part, code: Code, detail: str, error: BaseException) -> None:
        """Note that a part of the work failed, or else that the database's file is damaged, whatever met that."""
        if not self.is_damage(error):
            self.troubles.meet(part, code, detail, error)

    def is_damage(self, error: BaseException) -> bool:
        """Tell whether something failed by damage of the database's file, and note that: no waiting mends it."""
        if (reason := damaged(error)) is None:
            return False
        self.troubles.meet("content", "damaged", f"the database's file is damaged ({reason}): put a copy back")
        return True

    def hurry(self) -> None:
        """Wait no longer than a second for a database that is away: the process stops."""
        self._retrying.hurry()

    async def stop(self) -> None:
        """Finish what was handed over, then close."""
        self.hurry()
        if self._writer is not None:
            await self._writer.stop()
            self._writer = None
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown)
            self._pool = None
        self.engine.dispose()

    def submit(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Hand a unit over; the future is done once its effects are on disk. Units keep their order on SQLite.

        While the database is away the unit waits. Raises `StoreAway` only where the process stops meanwhile.
        """
        if self._loop is None:
            raise RuntimeError("the store was not started")
        if self._writer is not None:
            return self._writer.put(unit)
        return self._loop.run_in_executor(self._pool, self._write_patiently, unit)

    def submit_together(self, units: Sequence[Unit[Any]]) -> list[asyncio.Future[Any]]:
        """Hand units over that build on one another; on SQLite they are one commit, in which each fails for itself.

        On PostgreSQL, where units keep no order, all but the first wait for it.
        """
        if self._writer is not None:
            return self._writer.put_together(units)
        first, *others = units
        future = self.submit(first)
        return [future, *(asyncio.ensure_future(self._submit_after(future, unit)) for unit in others)]

    def submit_soon(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Hand over a unit that nobody waits for: on SQLite it shares the next commit, within a tenth of a second."""
        return self.submit(unit) if self._writer is None else self._writer.put_soon(unit)

    async def _submit_after(self, first: asyncio.Future[Any], unit: Unit[T]) -> T:
        await asyncio.wait([first])
        return await self.submit(unit)

    def _write_patiently(self, unit: Unit[T]) -> T:
        attempt = 0
        while True:
            try:
                self._retrying.at_work.begin()
                result = self.write(unit)
            except Exception as error:
                if not self._retrying.wait(error, attempt):
                    if (reason := away(error) or turned_away(error)) is not None:
                        raise StoreAway(f"the database is away: {reason}") from None
                    raise
                attempt += 1
            else:
                self._retrying.succeeded()
                return result
