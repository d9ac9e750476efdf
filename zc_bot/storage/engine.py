"""The database engine: SQLite as safe as it can be made, or PostgreSQL, behind one URL."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError

from zc_bot.errors import StoreError
from zc_bot.storage.prepared import STATEMENTS, Statements
from zc_bot.storage.sqlite import driver, journal_mode

AUDIT_KEYS = "zc_audit_keys"
"""The option of a connection that holds the audit's keys."""
WRITES = {"zc_writes": True}
POSTGRES = {
    "connect_timeout": 3, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds; what was sent and is not acknowledged, when keepalives do not count
}
"""A server that is cut off is noticed within half a minute."""
PAGES_KEPT = 512
"""KB of the file's pages that each connection keeps."""
FILE = "zc_file"
"""What a connection keeps of the file that it opened."""
EXPECTED = "zc_expected"
"""The option of an engine whose database must be there already."""


def open_engine(url: str, busy: float = 10.0, keys: Sequence[str] = (), read_only: bool = False) -> Engine:
    """Make an engine for `sqlite:///PATH` or `postgresql://…`; a SQLite file's folder is made.

    busy: for how many seconds SQLite itself waits for a lock. keys: of the audit chain, the newest first. read_only:
    the database refuses every change.

    Raises `StoreError` where that can't be.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, busy, keys, read_only)
    refusing = {"options": "-c default_transaction_read_only=on"} if read_only else {}
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"), pool_size=10, max_overflow=10, pool_pre_ping=True,
        hide_parameters=True, connect_args=POSTGRES | refusing, execution_options=_options(keys),
    )
    event.listen(engine, "handle_error", _without_values)
    return engine


def _options(keys: Sequence[str]) -> dict[str, Any]:
    return {AUDIT_KEYS: tuple(keys), STATEMENTS: Statements()}


def must_exist(engine: Engine) -> None:
    """From now on open the database only where there is one."""
    engine.update_execution_options(**{EXPECTED: True})


def write_ahead(engine: Engine) -> None:
    """Have a SQLite file written ahead from now on, where this SQLite is safe with such a log.

    It changes the file, so it is for one that was looked at and is this program's. Raises `DBAPIError`.
    """
    if sqlite_path(engine) is None or journal_mode() != "WAL":
        return
    with engine.connect() as connection:
        opened = connection.connection.driver_connection
        assert opened is not None
        try:
            opened.execute("PRAGMA journal_mode=WAL")
        except driver.Error as error:
            raise DBAPIError.instance(None, None, error, driver.Error) from error


def database_id(url: str) -> str:
    """Name the database behind an address, whoever opens it: 32 hexadecimal digits."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        place = str(Path(parsed.database or "").resolve())
    else:
        place = parsed.set(username=None, password=None, drivername="postgresql").render_as_string()
    return hashlib.sha256(place.encode()).hexdigest()[:32]


def sqlite_path(engine: Engine) -> Path | None:
    """Return the database file of a SQLite engine."""
    if engine.dialect.name != "sqlite" or engine.url.database is None:
        return None
    return Path(engine.url.database)


def _make_folder(url: URL) -> None:
    if url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: can't be made ({error.strerror}): check ZC_DATABASE_URL") from None


def _set_up(connection: driver.Connection, mode: str, read_only: bool) -> None:
    """Have a connection wait for the disk, keep to the schema, and leave nothing behind of what is erased."""
    # SQLAlchemy, not the driver, says when a transaction begins.
    connection.isolation_level = None
    if mode != "WAL":
        # Each connection's own; a write-ahead log is the file's, and begun by `write_ahead`.
        connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("PRAGMA synchronous=FULL")
    # What was erased is not to be read in the log either, once its pages are in the file.
    connection.execute("PRAGMA journal_size_limit=0")
    connection.execute("PRAGMA foreign_keys=ON")
    # The machine keeps the file's pages, too: what is kept twice is memory.
    connection.execute(f"PRAGMA cache_size=-{PAGES_KEPT}")
    connection.execute("PRAGMA trusted_schema=OFF")
    # What is erased (texts, keys, contacts) is not to be read in the file's free space: FAST leaves whole pages.
    connection.execute("PRAGMA secure_delete=ON")
    if read_only:
        connection.execute("PRAGMA query_only=ON")


def _sqlite(url: URL, busy: float, keys: Sequence[str], read_only: bool) -> Engine:
    _make_folder(url)
    engine = create_engine(
        url,
        module=driver,
        connect_args={"check_same_thread": False, "timeout": busy},
        hide_parameters=True,
        execution_options=_options(keys),
    )
    mode = journal_mode()

    @event.listens_for(engine, "connect")
    def prepare(connection: driver.Connection, record: Any) -> None:
        _set_up(connection, mode, read_only)
        record.info[FILE] = _file(url)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
        # SQLite would make a file that is gone anew, empty, and the bot would know nobody.
        if engine.get_execution_options().get(EXPECTED) and arguments and not Path(arguments[0]).is_file():
            raise driver.OperationalError(f"unable to open database file {arguments[0]}: it is gone")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can't be retried by SQLite: take the lock at once.
        immediate = connection.get_execution_options().get("zc_writes")
        # With a log SQLite itself would go on writing to a file that was removed, and acknowledge what is lost.
        if immediate and connection.connection.info[FILE] != _file(url):
            raise driver.OperationalError("unable to open database file: it was removed or replaced")
        statement = "BEGIN IMMEDIATE" if immediate else "BEGIN"
        opened = connection.connection.driver_connection
        assert opened is not None
        try:
            # Run by the driver itself: each answer begins so, and SQLAlchemy takes four times as long for it.
            opened.execute(statement)
        except driver.Error as error:
            raise DBAPIError.instance(statement, None, error, driver.Error) from error

    return engine


def _file(url: URL) -> tuple[int, int] | None:
    """Tell which file a path names just now."""
    try:
        found = os.stat(url.database or "")
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _without_values(context: ExceptionContext) -> None:
    """Keep what people typed out of an error: PostgreSQL quotes the row that it refuses."""
    cause = context.original_exception
    state = getattr(cause, "sqlstate", None)
    if state is None or context.sqlalchemy_exception is None or not state.startswith(("22", "23")):
        return
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    told = " ".join(part for part in (type(cause).__name__, state, constraint) if part)
    cause.args = (told,)
    context.sqlalchemy_exception.args = (told,)
