"""Everything from one database to another, of the same kind or the other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.backup.conftest import Place, dump, report
from zc_bot.errors import AlreadyRunning, Refusal, WrongSchema
from zc_bot.policy.programme import Programme
from zc_bot.storage import audit, chain, erasing, schema, standing
from zc_bot.storage.backup import postgres
from zc_bot.storage.backup.moving import move
from zc_bot.storage.session import Session
from zc_bot.storage.tables import LETTER, Audit

NOW = datetime(2020, 3, 2, 9, tzinfo=UTC)
POSTGRES = pytest.mark.postgres
EACH = pytest.mark.parametrize(
    ("place", "other"),
    [("sqlite", "sqlite"), pytest.param("sqlite", "postgresql", marks=POSTGRES),
     pytest.param("postgresql", "sqlite", marks=POSTGRES)],
    indirect=True,
)


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where nothing is yet."""
    folder = tmp_path / "other"
    if getattr(request, "param", "sqlite") == "sqlite":
        return Place(f"sqlite:///{folder / 'zc.sqlite3'}", folder)
    return Place(request.getfixturevalue("postgres_url"), folder)


def moved(place: Place, other: Place) -> None:
    store = place.store()
    anchor = store.read(audit.anchor)
    store.engine.dispose()
    move(place.url, other.url, place.files, other.files, other.folder, place.keys, anchor, NOW)


def empty(place: Place) -> None:
    """Leave nothing in a database that a test was given with a schema."""
    store = place.store()
    if not store.is_sqlite:
        with store.engine.connect() as connection, connection.begin():
            postgres.drop_all(connection)
    store.engine.dispose()


@EACH
def test_all_of_it_is_there_and_whole(place: Place, other: Place) -> None:
    empty(other)
    moved(place, other)
    before, after = place.store(), other.store()
    assert dump(after) == dump(before)
    assert after.read(chain.verify) is None
    assert after.read(standing.astray) == 0
    assert sorted(one.name for one in other.files.iterdir()) == sorted(one.name for one in place.files.iterdir())


@EACH
def test_numbers_go_on_where_they_were(
    place: Place, other: Place, programme: Programme, now: datetime
) -> None:
    """A serial that was given out and is in no row any more is not given out again."""
    store = place.store()
    with store.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(
            f"UPDATE sqlite_sequence SET seq = {LETTER} WHERE name = 'submission'"
            if store.is_sqlite else f"SELECT setval('submission_id_seq', {LETTER})"
        )
    store.engine.dispose()
    empty(other)
    moved(place, other)
    assert report(other.store(), programme, now, 140, year=2017) == LETTER + 1


@EACH
def test_what_is_there_is_never_written_over(place: Place, other: Place) -> None:
    store = other.store()
    schema.ensure(store.engine)
    store.engine.dispose()
    before = dump(other.store())
    with pytest.raises(Refusal, match="holds something"):
        moved(place, other)
    assert dump(other.store()) == before


@EACH
def test_nothing_is_left_of_one_that_is_not_the_same(
    place: Place, other: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty(other)
    monkeypatch.setattr("zc_bot.storage.backup.moving.read_rows", lambda connection, _: iter([connection]))
    with pytest.raises(Refusal, match="not the same"):
        moved(place, other)
    assert schema.version(other.store().engine) is None


def break_audit(place: Place) -> None:
    """Change a line of the audit, as who can write to the database might."""
    store = place.store()
    with store.engine.connect() as connection, connection.begin(), erasing._rewriting(Session(connection), Audit):
        connection.execute(text("UPDATE audit SET subject = 'x' WHERE id = 2"))
    store.engine.dispose()


@EACH
def test_nothing_is_left_of_one_whose_audit_is_broken(place: Place, other: Place) -> None:
    """So that it can be tried again once it is known why."""
    empty(other)
    break_audit(place)
    for _ in range(2):
        with pytest.raises(Refusal, match="audit is broken at line 2; nothing was left"):
            moved(place, other)
        assert not list(other.folder.glob("*.sqlite3*"))
    assert schema.version(other.store().engine) is None


def test_not_under_a_running_bot_nor_of_an_older_schema(place: Place, other: Place) -> None:
    store = place.store()
    with schema.hold(store.engine, "run"), pytest.raises(AlreadyRunning):
        moved(place, other)
    with store.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(WrongSchema, match="migrate"):
        move(place.url, other.url, place.files, other.files, other.folder, place.keys, "", NOW)
    assert not other.folder.exists() or not list(other.folder.glob("*.sqlite3"))


def test_without_its_files_nothing_is_moved(place: Place, other: Place) -> None:
    for one in place.files.iterdir():
        one.unlink()
    with pytest.raises(Refusal, match="1 of its 1 files"):
        moved(place, other)
    assert not list(other.folder.glob("*.sqlite3"))
