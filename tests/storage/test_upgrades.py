"""Every schema that was released comes to the newest one, on both databases, with the same content."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.backup.conftest import dump
from tests.storage.schemas.build import DUMPED_SINCE, FOLDER, fill_postgres, restored
from zc_bot.errors import AlreadyRunning, WrongSchema
from zc_bot.storage import chain, milestones, schema, standing
from zc_bot.storage.backup import keeping
from zc_bot.storage.store import Store

RELEASED = sorted(path.stem for path in FOLDER.glob("????.sql"))
BEFORE = max(one for one in RELEASED if one < schema.HEAD)


def newest(version: str, path: Path) -> Store:
    """Put a frozen database back as a SQLite file, and bring it up to date."""
    store = restored(version, path)
    schema.migrate(store.engine)
    return store


def put_into_postgres(source: Store, version: str, target: Store) -> None:
    """Put a frozen database back as PostgreSQL dumped it, or else, of older ones, as the migrations make it."""
    dumped = FOLDER / f"{version}.postgres.sql"
    if not dumped.exists():
        fill_postgres(source, version, target)
        return
    with target.engine.connect() as connection:
        connection.exec_driver_sql(dumped.read_text(encoding="utf-8"))
        connection.commit()
        connection.invalidate()  # The dump turned its search path off.


def test_every_schema_but_the_newest_is_frozen() -> None:
    known = {path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("0*.py")}
    assert known - {schema.HEAD} <= set(RELEASED), "python -m tests.storage.schemas.build"
    dumped = {path.name[:4] for path in FOLDER.glob("*.postgres.sql")}
    assert {one for one in RELEASED if one >= DUMPED_SINCE} == dumped


@pytest.mark.parametrize("version", RELEASED)
def test_it_comes_to_the_newest_schema(version: str, tmp_path: Path) -> None:
    store = restored(version, tmp_path / "frozen.sqlite3")
    assert store.read(chain.verify) is None
    _bring_up(store, version, tmp_path)
    assert dump(store)["observation"] == dump(newest(RELEASED[0], tmp_path / "first.sqlite3"))["observation"]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "version",
    [one if one in {RELEASED[0], RELEASED[-1]} else pytest.param(one, marks=pytest.mark.long) for one in RELEASED],
)
def test_on_postgres_it_comes_to_the_same_content(version: str, postgres_url: str, tmp_path: Path) -> None:
    source, store = restored(version, tmp_path / "frozen.sqlite3"), Store(postgres_url)
    put_into_postgres(source, version, store)
    _bring_up(store, version, tmp_path)
    expected = newest(version, tmp_path / "expected.sqlite3")
    assert dump(store) == dump(expected)
    for one in (store, source, expected):
        one.engine.dispose()


def _bring_up(store: Store, version: str, tmp_path: Path) -> None:
    """Bring a database up to date, after a copy of it was made."""
    moment = datetime(2020, 1, 14, tzinfo=UTC)
    before = keeping.keep_copy(store.engine, tmp_path / "kept", tmp_path, moment, before=schema.HEAD)
    assert before.copy.version == version
    schema.ensure(store.engine, upgrade=True)
    assert schema.version(store.engine) == schema.HEAD
    assert store.read(standing.astray) == 0
    assert len(dump(store)["observation"]) == 7


@pytest.mark.parametrize("version", RELEASED)
def test_what_was_released_is_still_made_by_the_same_migrations(version: str, tmp_path: Path) -> None:
    fresh = Store(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    schema.migrate(fresh.engine, version)
    frozen = restored(version, tmp_path / "frozen.sqlite3")
    assert _objects(tmp_path / "fresh.sqlite3") == _objects(tmp_path / "frozen.sqlite3")
    for one in (fresh, frozen):
        one.engine.dispose()


_STAGES = (
    (2, "built", "2018-05-01", "2020-01-12T02:00:00.000000Z"),
    (3, "void", "2018-05-01", "2020-01-12T03:00:00.000000Z"),
    (4, "provincial", "2018-03-01", "2020-01-12T04:00:00.000000Z"),
)


def _with_stages(tmp_path: Path) -> Store:
    store = restored("0023", tmp_path / "frozen.sqlite3")
    with store.engine.begin() as connection:
        for number, kind, day, at in _STAGES:
            connection.exec_driver_sql(
                "INSERT INTO milestone (id, community, kind, day, actor, actor_name, recorded_at) "
                f"VALUES ({number}, 'tongchuang', '{kind}', '{day}', 13, '刘洋', '{at}')"
            )
    return store


def _stand_as_they_were(store: Store) -> None:
    found = store.read(milestones.load)
    assert [(one.kind, one.day.isoformat(), one.recorded_by) for one in found.all_of("tongchuang")] == [
        ("started", "2017-06-26", "刘洋"), ("provincial", "2018-03-01", "刘洋")]
    between = datetime(2020, 1, 12, 2, 30, tzinfo=UTC)
    assert store.read(lambda session: milestones.load(session, between)).stage("tongchuang") == "built"


def test_stages_are_carried_into_the_ledger_with_what_was_made_void(tmp_path: Path) -> None:
    store = _with_stages(tmp_path)
    schema.migrate(store.engine)
    _stand_as_they_were(store)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger SET kind = 'built'")
    store.engine.dispose()


@pytest.mark.postgres
def test_stages_are_carried_into_the_ledger_on_postgres_too(postgres_url: str, tmp_path: Path) -> None:
    source, store = _with_stages(tmp_path), Store(postgres_url)
    fill_postgres(source, "0023", store)
    schema.migrate(store.engine)
    _stand_as_they_were(store)
    for one in (source, store):
        one.engine.dispose()


def test_nothing_is_brought_up_to_date_under_a_running_bot(tmp_path: Path) -> None:
    store = restored(BEFORE, tmp_path / "zc.sqlite3")
    _is_left_alone(store, Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}"))


@pytest.mark.postgres
def test_nothing_is_brought_up_to_date_under_a_bot_that_runs_on_postgres(postgres_url: str, tmp_path: Path) -> None:
    source, store = restored(BEFORE, tmp_path / "frozen.sqlite3"), Store(postgres_url)
    put_into_postgres(source, BEFORE, store)
    _is_left_alone(store, Store(postgres_url))
    source.engine.dispose()


def _is_left_alone(store: Store, another: Store) -> None:
    with schema.hold(store.engine, "run"), pytest.raises(AlreadyRunning):
        schema.ensure(another.engine, upgrade=True)
    assert schema.version(store.engine) == BEFORE
    schema.ensure(another.engine, upgrade=True)
    assert schema.version(store.engine) == schema.HEAD
    for one in (store, another):
        one.engine.dispose()


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    store = restored(RELEASED[-1], tmp_path / "zc.sqlite3")
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WrongSchema, match="9999"):
        schema.ensure(store.engine, upgrade=True)
    store.engine.dispose()


def _objects(path: Path) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    try:
        wanted = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
        return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in connection.execute(wanted)]
    finally:
        connection.close()
