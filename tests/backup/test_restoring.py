"""Putting a copy back, on either kind of database: all of it, nothing twice, nothing of what is not whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.backup.conftest import ON_POSTGRES, ON_SQLITE, PDF, REPORTER, Place, dump, report
from tests.backup.test_copying import DAMAGE, damaged
from zc_bot.errors import AlreadyRunning, Refusal, StoreError
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import alerts, chain, held_letters, meta, outbox, schema
from zc_bot.storage.alerts import Alert
from zc_bot.storage.backup.copying import write_copy
from zc_bot.storage.backup.keeping import link_attachments
from zc_bot.storage.backup.restoring import RESTORING, restore
from zc_bot.storage.backup.serials import COUNTER
from zc_bot.storage.store import Store
from zc_bot.storage.tables import LETTER

CHANGED = {"meta", "audit", "outbox"}
"""What says that a copy was put back."""


@pytest.fixture
def copy(place: Place) -> Path:
    store = place.store()
    made = write_copy(store.engine, place.folder / "copy.sqlite3")
    link_attachments(made.attachments, place.files, place.folder / "copy.sqlite3.files")
    store.engine.dispose()
    return made.path


def put_back(place: Place, copy: Path, now: datetime, **options: bool) -> Path | None:
    return restore(place.url, copy, place.files, place.backups, now, keys=place.keys, **options).replaced


def test_everything_is_as_it_was_and_what_was_replaced_is_kept(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    store = place.store()
    before = dump(store)
    report(store, programme, now, 999)
    lost = dump(store)
    store.engine.dispose()
    replaced = put_back(place, copy, now)
    assert replaced is not None
    assert dump(Store(f"sqlite:///{replaced}")) == lost
    store = place.store()
    after = dump(store)
    assert {name: rows for name, rows in after.items() if name not in CHANGED} == {
        name: rows for name, rows in before.items() if name not in CHANGED
    }
    assert after["audit"][:-1] == before["audit"]
    assert store.read(chain.verify) is None
    assert report(store, programme, now, 140) % LETTER == 1, "it takes figures again, append-only as before"
    store.engine.dispose()


def test_the_copy_that_was_put_back_is_known_as_the_last_one(place: Place, copy: Path, now: datetime) -> None:
    """Nothing in it says that it was made: /health said that there was none."""
    made = now - timedelta(hours=3)
    os.utime(copy, (made.timestamp(),) * 2)
    put_back(place, copy, now)
    store = place.store()
    kept = store.read(lambda s: meta.get(s, meta.BACKED_UP))
    store.engine.dispose()
    assert kept is not None
    assert abs(datetime.fromisoformat(kept) - made) < timedelta(seconds=1)


def test_what_the_admins_were_told_before_is_told_anew(place: Place, now: datetime) -> None:
    """Whether they were told its end since the copy was made, it can't say."""
    store = place.store()
    store.write(lambda s: alerts.keep(s, Alert("disk", "disk")))
    made = write_copy(store.engine, place.folder / "copy.sqlite3")
    link_attachments(made.attachments, place.files, place.folder / "copy.sqlite3.files")
    store.engine.dispose()
    put_back(place, made.path, now)
    store = place.store()
    assert store.read(alerts.known) == {}
    store.engine.dispose()


def are_of_their_own(given: Sequence[int]) -> None:
    """Serials, each the first under other letters, of which the later are higher."""
    letters, numbers = [one // LETTER for one in given], [one % LETTER for one in given]
    assert numbers == [1] * len(given)
    assert letters == sorted(set(letters))
    assert letters[0] > 0


def test_no_serial_is_given_twice_however_often_the_same_copy_is_put_back(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    given = []
    for value in (200, 300, 400):
        store = place.store()
        given.append(report(store, programme, now, value))
        store.engine.dispose()
        put_back(place, copy, now.replace(second=len(given)))
    store = place.store()
    given.append(report(store, programme, now, 500))
    store.engine.dispose()
    assert given[0] == 3
    are_of_their_own(given[1:])


def test_no_serial_is_given_twice_though_what_counts_them_is_lost(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    """The database that is replaced knows its letter itself."""
    given = []
    for number in range(3):
        put_back(place, copy, now.replace(second=number))
        (place.backups / COUNTER).unlink()
        store = place.store()
        given.append(report(store, programme, now, 500))
        store.engine.dispose()
    are_of_their_own(given)


@ON_SQLITE
def test_no_serial_is_given_twice_though_the_database_itself_is_lost(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    given = []
    for _ in range(2):
        Path(place.url.removeprefix("sqlite:///")).unlink()
        put_back(place, copy, now)
        store = place.store()
        given.append(report(store, programme, now, 500))
        store.engine.dispose()
    are_of_their_own(given)


@ON_SQLITE
def test_no_serial_is_given_twice_though_machines_and_copies_are_lost(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    """Where a copy is put back on another machine, nothing there knows what was given out under the letter before."""
    given = []
    for number in range(4):
        machine = Place(f"sqlite:///{place.folder / str(number) / 'zc.sqlite3'}", place.folder / str(number))
        restore(machine.url, copy, place.files, machine.backups, now, keys=place.keys)
        store = machine.store()
        given.append(report(store, programme, now, 500))
        store.engine.dispose()
    are_of_their_own(sorted(given))


@ON_SQLITE
def test_a_log_whose_database_is_lost_is_not_applied_to_what_is_put_back(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    path = Path(place.url.removeprefix("sqlite:///"))
    store = place.store()
    report(store, programme, now, 999)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    store.engine.dispose()
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(log)
    assert put_back(place, copy, now) is None
    store, other = place.store(), Store(f"sqlite:///{copy}")
    after, before = dump(store), dump(other)
    assert {name: rows for name, rows in after.items() if name not in CHANGED} == {
        name: rows for name, rows in before.items() if name not in CHANGED
    }
    store.engine.dispose()
    other.engine.dispose()
    assert [one.read_bytes() for one in path.parent.glob("*.before-*-wal")] == [log]


@ON_SQLITE
def test_what_was_put_aside_after_a_crash_is_put_back_with_its_log(
    place: Place, copy: Path, programme: Programme, now: datetime
) -> None:
    """The last figures of a process that was killed stand in the log alone."""
    path = Path(place.url.removeprefix("sqlite:///"))
    store = place.store()
    report(store, programme, now, 999)
    wanted = dump(store)["observation"]
    main, log = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
    store.engine.dispose()
    path.write_bytes(main)
    path.with_name(f"{path.name}-wal").write_bytes(log)
    aside = put_back(place, copy, now)
    assert aside is not None
    parts = sorted(aside.parent.glob(f"{aside.name}*"))
    before = [one.read_bytes() for one in parts]
    put_back(place, aside, now)
    store = place.store()
    assert dump(store)["observation"] == wanted
    store.engine.dispose()
    assert [one.read_bytes() for one in parts] == before, "as it was"


def test_what_was_to_be_sent_waits_until_it_is_let_go(place: Place, copy: Path, now: datetime) -> None:
    put_back(place, copy, now)
    store = place.store()
    assert store.read(lambda s: meta.get(s, meta.RESTORED)) == now.isoformat()
    assert store.write(lambda s: outbox.claim(s, now, 9)) == ()
    assert store.read(held_letters.held_back) == 1
    store.write(lambda s: outbox.recover(s, now))
    assert store.write(lambda s: outbox.claim(s, now, 9)) == (), "nor after another start"
    assert store.write(lambda s: held_letters.let_go(s, OPERATOR, now)) == 1
    assert [one.person for one in store.write(lambda s: outbox.claim(s, now, 9))] == [REPORTER]
    store.engine.dispose()


@pytest.mark.parametrize("keys", [(), ("cd" * 32,)], ids=["none", "another"])
def test_no_copy_holds_the_key_of_the_audit_and_none_is_put_back_without_it(
    place: Place, copy: Path, now: datetime, keys: tuple[str, ...]
) -> None:
    assert place.keys
    assert all(key.encode() not in copy.read_bytes() for key in place.keys)
    store = place.store()
    before = dump(store)
    with pytest.raises(Refusal, match=r"put the file of keys \(ZC_KEYS\) back first"):
        restore(place.url, copy, place.files, place.backups, now, keys=keys)
    assert dump(store) == before
    store.engine.dispose()


@ON_SQLITE
def test_it_is_on_disk_when_it_is_said_to_be_put_back(
    place: Place, copy: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut a moment later brings neither the lost database back, nor none, nor its serials anew."""
    done: list[tuple[str, Path]] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append(("on disk", Path(os.readlink(f"/proc/self/fd/{handle}"))))
        sync(handle)

    def named(before: Path, name: Path) -> None:
        replace(before, name)
        done.append(("named", name))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", named)
    put_back(place, copy, now)
    path = Path(place.url.removeprefix("sqlite:///"))
    back, counted = done.index(("named", path)), done.index(("named", place.backups / COUNTER))
    assert ("on disk", place.backups) in done[counted:back]
    assert ("on disk", path.with_name(f".{path.name}{RESTORING}")) in done[:back]
    assert ("on disk", path.parent) in done[back:]


@ON_POSTGRES
def test_a_newer_copy_is_refused_by_postgres_as_well(place: Place, copy: Path, now: datetime) -> None:
    before = dump(place.store())
    damaged(copy, DAMAGE["a newer schema"])
    with pytest.raises(Refusal, match="9999"):
        put_back(place, copy, now)
    assert dump(place.store()) == before


@ON_SQLITE
@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_not_whole_or_newer_is_refused_and_nothing_changes(
    place: Place, copy: Path, now: datetime, what: str
) -> None:
    before = dump(place.store())
    damaged(copy, DAMAGE[what])
    content = copy.read_bytes()
    with pytest.raises(Refusal, match=r"copy\.sqlite3: |its audit is changed"):
        put_back(place, copy, now)
    assert dump(place.store()) == before
    assert copy.read_bytes() == content
    assert not (place.backups / "restores").exists()


def test_nothing_is_put_back_under_a_running_bot(place: Place, copy: Path, now: datetime) -> None:
    store = place.store()
    with schema.hold(store.engine, "run"), pytest.raises(AlreadyRunning):
        put_back(place, copy, now)
    assert store.read(lambda s: meta.get(s, meta.RESTORED)) is None
    store.engine.dispose()


@ON_SQLITE
def test_attachments_come_back_from_beside_the_copy_and_without_them_it_is_refused(
    place: Place, copy: Path, now: datetime
) -> None:
    (kept,) = place.files.iterdir()
    kept.unlink()
    put_back(place, copy, now)
    assert kept.read_bytes() == PDF
    for folder in (place.files, place.folder / "copy.sqlite3.files"):
        (folder / kept.name).unlink()
    with pytest.raises(Refusal, match="1 of its 1 attachments"):
        put_back(place, copy, now.replace(second=1))
    put_back(place, copy, now.replace(second=1), without_files=True)


@ON_POSTGRES
def test_an_empty_database_takes_a_copy_and_a_copy_goes_from_one_kind_to_the_other(
    place: Place, copy: Path, tmp_path: Path, now: datetime, programme: Programme
) -> None:
    target = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert restore(target, copy, place.files, place.backups, now, keys=place.keys).replaced is None
    other = Store(target, files=place.files)
    assert dump(other)["observation"] == dump(place.store())["observation"]


@ON_POSTGRES
def test_a_postgres_that_can_not_be_kept_takes_no_copy_and_says_what_to_do(
    place: Place, copy: Path, now: datetime
) -> None:
    engine = create_engine(place.url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person RENAME COLUMN name TO other"))
    engine.dispose()
    with pytest.raises(StoreError, match="new, empty database"):
        put_back(place, copy, now)
