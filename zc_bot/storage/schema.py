"""Bringing a database to this version's schema, and refusing what this version can't use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from zc_bot.errors import DemoDatabase, NoDatabase, WrongSchema
from zc_bot.storage import audit
from zc_bot.storage.away import unusable
from zc_bot.storage.engine import WRITES, must_exist, sqlite_path, write_ahead
from zc_bot.storage.holding import hold, still_held
from zc_bot.storage.session import Session

__all__ = ["HEAD", "ensure", "expect", "hold", "mark", "migrate", "still_held", "version"]
HEAD = "0024"
"""The newest migration of this version; a test holds it to the migrations folder."""
KEYED = "0011"
"""The migration from which on the audit is chained under a key."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one.

    Raises `StoreError` where the database can't be opened.
    """
    try:
        return _version(engine)
    except DBAPIError as error:
        raise unusable(error) from None


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


def ensure(
    engine: Engine, upgrade: bool = False, older: bool = False, before: Callable[[], None] = lambda: None,
    now: datetime | None = None,
) -> str | None:
    """Make sure that the schema is this version's: an empty database always gets it, an older one on `upgrade`.

    older: an older one stays as it is. before: done first where there is something to lose. now: as in `migrate`.
    Returns the schema that was found, None of an empty database. Raises `WrongSchema` for a newer database, and for
    an older one without `upgrade` or `older`, and `AlreadyRunning` where a bot is at work on an older one; then
    nothing of it has changed. Raises `StoreError` where it can't be opened.
    """
    found = version(engine)
    if older and found is not None and found < HEAD:
        return found
    if found != HEAD:
        _bring_up(engine, found, upgrade, before, now)
    try:
        write_ahead(engine)
    except DBAPIError as error:
        raise unusable(error) from None
    return found


def _bring_up(
    engine: Engine, found: str | None, upgrade: bool, before: Callable[[], None], now: datetime | None
) -> None:
    if found is not None and found > HEAD:
        raise WrongSchema(
            f"the database has schema {found}, this program knows {HEAD}: use the newer program that wrote it"
        )
    if found is not None and not upgrade:
        raise WrongSchema(f"the database has the older schema {found}: run `python bot.py migrate`")
    with hold(engine, "migrate"):
        if (found := version(engine)) == HEAD:
            return  # Somebody else did it meanwhile.
        if found is None:
            migrate(engine, now=now)
            return
        # A bot of before that is at work would meet tables that it does not know.
        with hold(engine, "run"):
            before()
            migrate(engine, now=now)
            # To let go of the file ends the locks that open connections have on it.
            engine.dispose()


def migrate(engine: Engine, target: str = "head", now: datetime | None = None) -> None:
    """Run the migrations up to `target`, in one transaction.

    now: when lines of the audit of before the key are closed by one under it. It is done here and nowhere else, so
    that a chain which somebody wrote anew without the key is never taken for an older one.
    """
    found = version(engine)
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        migrate_within(connection, target)
        if now is not None and found is not None and found < KEYED:
            with Session(connection) as session:
                audit.close_unkeyed(session, now)


def migrate_within(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` in the transaction that a connection is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
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
        raise unusable(error) from None


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
