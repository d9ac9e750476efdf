"""A copy: whole, and the same whichever database it is of."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.backup.conftest import ON_POSTGRES, ON_SQLITE, PDF, Place, dump
from zc_bot.errors import Refusal, StoreError
from zc_bot.storage import schema
from zc_bot.storage.backup import copying
from zc_bot.storage.backup.copying import read_copy, write_copy
from zc_bot.storage.backup.keeping import link_attachments
from zc_bot.storage.backup.soundness import faults, faults_within
from zc_bot.storage.store import Store


def test_a_copy_holds_everything_that_the_database_does(place: Place) -> None:
    store = place.store()
    copy = write_copy(store.engine, place.folder / "copy.sqlite3")
    assert dump(Store(f"sqlite:///{copy.path}")) == dump(store)
    assert [one.size for one in copy.attachments] == [len(PDF)]
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert not list(place.folder.glob(".*partial*"))
    store.engine.dispose()


def test_a_whole_database_has_no_faults_and_what_is_lost_of_it_is_one(store: Store) -> None:
    assert list(faults(store.engine)) == []
    lost = {
        "DROP INDEX outbox_next": "index outbox_next",
        "ALTER TABLE person DROP COLUMN menu": "column person.menu",
    }
    if not store.is_sqlite:
        # Without it a reminder would go out twice.
        lost["ALTER TABLE outbox DROP CONSTRAINT outbox_key_key"] = "unique outbox(key)"
    for how, what in lost.items():
        with store.engine.begin() as connection:
            connection.execute(text(how))
        assert any(what in fault for fault in faults(store.engine)), what


def damaged(path: Path, how: str) -> None:
    """Do to a copy what a disk or a hand may do."""
    if how == "cut":
        path.write_bytes(path.read_bytes()[:-8192])
        return
    if how == "a page":
        content = bytearray(path.read_bytes())
        content[4096 * 5 : 4096 * 5 + 200] = b"\xff" * 200
        path.write_bytes(content)
        return
    with sqlite3.connect(path) as connection:
        connection.executescript(how)
    connection.close()


DAMAGE = {
    "a page": "a page", "cut off": "cut", "no inbox": "DROP TABLE inbox", "no index": "DROP INDEX outbox_next",
    "no trigger": "DROP TRIGGER audit_no_update",
    "a changed audit": "DROP TRIGGER audit_no_update; UPDATE audit SET actor = 99 WHERE id = 1; CREATE TRIGGER "
    "audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "a figure that stands alone": "UPDATE standing SET value = '999'",
    "a newer schema": "UPDATE alembic_version SET version_num = '9999'",
}


CHANGES = {
    "a reminder less": ("DELETE FROM outbox", "outbox (0 rows of 1)"),
    "another role": ("UPDATE person SET role = 'king' WHERE id = 11", "person"),
    "text that is none": ("UPDATE person SET name = CAST(name AS BLOB) WHERE id = 11", "person"),
    "one thing more": ("CREATE TABLE more (id INTEGER)", "more, tables and triggers"),
}
"""What no row says of another, and a copy that was whole when it was written does not hold."""


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_since_it_was_written_is_no_copy(lite: Place, what: str) -> None:
    copy = write_copy(lite.store().engine, lite.folder / "copy.sqlite3").path
    how, told = CHANGES[what]
    damaged(copy, how)
    with pytest.raises(Refusal, match=re.escape(f"since it was written, there changed {told}")):
        read_copy(copy, lite.keys)
    assert list(faults(Store(f"sqlite:///{copy}").engine)) == []


OFF, ON = (f"ALTER TABLE observation {each} TRIGGER USER" for each in ("DISABLE", "ENABLE"))
GONE = "1 figures that the audit tells of are gone or others (tongchuang employees 2018 of submission 2)"
NOBODY = ("DELETE FROM person",), "2 people that the audit tells of are gone (11, 14)"
LESS = "DELETE FROM observation WHERE year = 2018", "DELETE FROM standing WHERE year = 2018"
OTHER = "UPDATE observation SET value = 9 WHERE year = 2018", "UPDATE standing SET value = 9 WHERE year = 2018"
KEEPS_ON_SQLITE = (
    "CREATE TRIGGER observation_no_{0} BEFORE {1} ON observation "
    "BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END"
)
HARM: Mapping[str, Sequence[tuple[Sequence[str], str]]] = {
    "sqlite": (
        (("DROP TRIGGER audit_no_update",
          "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT 1; END"),
         "what trigger audit_no_update does"),
        (("DROP TRIGGER observation_stands",
          "CREATE TRIGGER observation_stands AFTER INSERT ON observation BEGIN SELECT 1; END"),
         "what trigger observation_stands does"),
        NOBODY,
        (("DROP TRIGGER observation_no_delete", *LESS, KEEPS_ON_SQLITE.format("delete", "DELETE")), GONE),
        (("DROP TRIGGER observation_no_update", *OTHER, KEEPS_ON_SQLITE.format("update", "UPDATE")), GONE),
    ),
    "postgresql": (
        (("CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
          "$$ BEGIN RETURN NULL; END $$",), "what trigger audit_append_only does"),
        (("CREATE OR REPLACE FUNCTION observation_stands() RETURNS trigger LANGUAGE plpgsql AS "
          "$$ BEGIN RETURN NULL; END $$",), "what trigger observation_stands does"),
        (("DROP TRIGGER ledger_append_only ON ledger", "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR "
          "TRUNCATE ON ledger FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION ledger_is_append_only()"),
         "trigger ledger_append_only"),
        NOBODY,
        ((OFF, *LESS, ON), GONE),
        ((OFF, *OTHER, ON), GONE),
    ),
}


def test_what_is_gone_from_a_database_or_hollow_in_it_is_found(place: Place) -> None:
    store = place.store()
    for how, what in HARM[store.engine.dialect.name]:
        with store.engine.connect() as connection:
            assert list(faults_within(connection, schema.HEAD, "")) == []
            for one in how:
                connection.execute(text(one))
            assert any(what in fault for fault in faults_within(connection, schema.HEAD, "")), what
            connection.rollback()
    store.engine.dispose()


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_not_whole_is_no_copy(lite: Place, what: str) -> None:
    copy = write_copy(lite.store().engine, lite.folder / "copy.sqlite3").path
    read_copy(copy, lite.keys)
    damaged(copy, DAMAGE[what])
    with pytest.raises(Refusal):
        read_copy(copy, lite.keys)


def test_a_damaged_database_gives_no_copy(lite: Place) -> None:
    store = lite.store()
    with store.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE standing SET value = '999'"))
    with pytest.raises(Refusal, match="stand"):
        write_copy(store.engine, lite.folder / "copy.sqlite3")
    assert not list(lite.folder.glob("*copy.sqlite3*"))
    store.engine.dispose()


@ON_SQLITE
def test_a_copy_that_lacks_rows_is_none(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = copying._counts
    monkeypatch.setattr(
        copying, "_counts", lambda c: {**counts(c), "outbox": 0} if "partial" in _path(c) else counts(c)
    )
    store = place.store()
    with pytest.raises(StoreError, match="not as many rows"):
        write_copy(store.engine, place.folder / "copy.sqlite3")
    assert not list(place.folder.glob("*copy.sqlite3*"))
    store.engine.dispose()


@ON_POSTGRES
def test_a_copy_of_postgres_into_which_a_row_did_not_go_is_none(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows go one way and are counted on the other: a file that swallows one is no copy."""
    migrate = schema.migrate

    def swallowing(engine: Engine, *wanted: str) -> None:
        migrate(engine, *wanted)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER swallows BEFORE INSERT ON outbox BEGIN SELECT RAISE(IGNORE); END"
            )

    monkeypatch.setattr(schema, "migrate", swallowing)
    store = place.store()
    with pytest.raises(StoreError, match="the copy of outbox has not as many rows as it should"):
        write_copy(store.engine, place.folder / "copy.sqlite3")
    assert not list(place.folder.glob("*copy.sqlite3*"))
    store.engine.dispose()


def _path(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


def test_attachments_are_linked_and_one_that_is_damaged_is_named(lite: Place, now: datetime) -> None:
    copy = write_copy(lite.store().engine, lite.folder / "copy.sqlite3")
    (kept,) = copy.attachments
    beside = lite.folder / "beside"
    assert link_attachments(copy.attachments, lite.files, beside) == ()
    assert (beside / kept.sha256).samefile(lite.files / kept.sha256)
    (lite.files / kept.sha256).unlink()
    (lite.files / kept.sha256).write_bytes(b"%PDF-1.4 a file of somebody'x")
    assert link_attachments(copy.attachments, lite.files, lite.folder / "other") == (kept.sha256,)
    assert link_attachments(copy.attachments, lite.files, beside) == (), "the copy has it still"


def test_an_attachment_that_is_damaged_in_place_is_named_and_had_from_another(lite: Place) -> None:
    """A link is the very file that it links to: as long as ever, and damaged with it."""
    copy = write_copy(lite.store().engine, lite.folder / "copy.sqlite3")
    (kept,) = copy.attachments
    whole = (lite.files / kept.sha256).read_bytes()
    beside, other = lite.folder / "beside", lite.folder / "other"
    assert link_attachments(copy.attachments, lite.files, beside) == ()
    with (lite.files / kept.sha256).open("r+b") as file:
        file.write(b"x")
    assert link_attachments(copy.attachments, lite.files, beside) == (kept.sha256,)
    assert link_attachments(copy.attachments, lite.files, lite.files) == (kept.sha256,)
    other.mkdir()
    (other / kept.sha256).write_bytes(whole)
    assert link_attachments(copy.attachments, other, lite.files) == ()
    assert (lite.files / kept.sha256).read_bytes() == whole
