"""Bringing a database to this version's schema, and refusing what this version can't use."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from zc_bot.errors import AlreadyRunning, DemoDatabase, NoDatabase, StoreAway, StoreError, WrongSchema
from zc_bot.storage.away import away
from zc_bot.storage.engine import WRITES, must_exist, sqlite_path

log = logging.getLogger(__name__)
HEAD = "0009"
"""The newest migration of this version; a test holds it to the migrations folder."""

MIGRATIONS = Path(__file__).parent / "migrations"
RUN_LOCK, MIGRATE_LOCK = 0x7A63_0001, 0x7A63_0002


def version(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one.

    Raises `StoreError` where the database can't be opened.
    """
    try:
        return _version(engine)
    except DBAPIError as error:
        raise _unusable(error) from None


def _unusable(error: DBAPIError) -> StoreError:
    """Say why the database can't be used, and whether to wait for it."""
    reason = str(error.orig).strip().partition("\n")[0]
    kind = StoreAway if away(error) is not None else StoreError
    return kind(f"the database can't be opened: {reason}: check ZC_DATABASE_URL")


def expect(engine: Engine) -> None:
    """Make sure that there is a database, and that from now on none is made in its place.

    Raises `NoDatabase`: a bot that begins with an empty one would know nobody and nothing of what was reported.
    """
    path = sqlite_path(engine)
    if path is not None and not path.is_file():
        raise _missing(str(path))
    if version(engine) is None:
        raise _missing("the database that ZC_DATABASE_URL names")
    must_exist(engine)


def _missing(where: str) -> NoDatabase:
    return NoDatabase(
        f"{where}: there is no database, or an empty one: put it back with `python bot.py restore`; "
        "if there never was one, make a first one with `python bot.py migrate`"
    )


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def ensure(engine: Engine, upgrade: bool = False) -> None:
    """Make sure that the schema is this version's: an empty database always gets it, an older one on `upgrade`.

    Raises `WrongSchema` for a newer database, and for an older one without `upgrade`.
    """
    found = version(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise WrongSchema(
            f"the database has schema {found}, this program knows {HEAD}: use the newer program that wrote it"
        )
    if found is not None and not upgrade:
        raise WrongSchema(f"the database has the older schema {found}: run `python bot.py migrate`")
    with hold(engine, "migrate"):
        migrate(engine)


def migrate(engine: Engine, target: str = "head") -> None:
    """Run the migrations up to `target`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect().execution_options(**WRITES) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def mark(engine: Engine, demo: bool) -> None:
    """Mark an unmarked database as a demonstration's or a live one's; refuse the other kind.

    Raises `DemoDatabase`.
    """
    wanted = "demo" if demo else "live"
    try:
        _mark(engine, wanted)
    except DBAPIError as error:
        raise _unusable(error) from None


def _mark(engine: Engine, wanted: str) -> None:
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        found = connection.execute(text("SELECT value FROM meta WHERE key = 'purpose'")).scalar()
        if found is None:
            connection.execute(text("INSERT INTO meta (key, value) VALUES ('purpose', :it)"), {"it": wanted})
        elif found != wanted:
            if wanted == "demo":
                raise DemoDatabase("this database holds real figures: the sandbox does not touch it")
            raise DemoDatabase(
                "this database is marked as a demonstration, its figures are made up: "
                "set ZC_DATABASE_URL to another one"
            )


@contextmanager
def hold(engine: Engine, purpose: str) -> Iterator[None]:
    """Hold the database for `run` (one bot at a time, refuses) or `migrate` (one at a time, waits).

    Raises `AlreadyRunning`.
    """
    path = sqlite_path(engine)
    if path is None:
        with _held_by_postgres(engine, purpose):
            yield
        return
    with path.with_name(f"{path.name}.{purpose}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if purpose == "run" else 0))
        except BlockingIOError:
            raise AlreadyRunning(f"another zc_bot is running on {path}: stop it first") from None
        yield


@contextmanager
def _held_by_postgres(engine: Engine, purpose: str) -> Iterator[None]:
    lock = _PostgresLock(engine, purpose)
    try:
        lock.take()
    except DBAPIError as error:
        raise _unusable(error) from None
    if purpose == "run":
        _locks[engine] = lock
    try:
        yield
    finally:
        lock.release()


class _PostgresLock:
    """An advisory lock: it is its connection's, which is nobody else's, and ends with it."""

    def __init__(self, engine: Engine, purpose: str) -> None:
        self._engine, self._purpose = engine, purpose
        self._connection: Connection | None = None
        self._taken = False

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
        _lock_postgres(self._connection, self._purpose)
        if self._taken:
            log.info("the database's server was away; this bot holds it again")
        self._taken = True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


_locks: WeakKeyDictionary[Engine, _PostgresLock] = WeakKeyDictionary()


def still_held(engine: Engine) -> None:
    """Make sure that this bot holds its database, also after the server was restarted.

    Raises `AlreadyRunning` where another bot took it meanwhile; on SQLite the lock can't be lost.
    """
    if engine in _locks:
        try:
            _locks[engine].take()
        except DBAPIError as error:
            raise _unusable(error) from None


def _lock_postgres(connection: Connection, purpose: str) -> None:
    if purpose != "run":
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATE_LOCK})
    elif not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": RUN_LOCK}).scalar():
        raise AlreadyRunning("another zc_bot is running on this PostgreSQL database: stop it first")
    connection.commit()
