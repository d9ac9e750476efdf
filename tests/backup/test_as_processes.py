"""Commands as processes: an older schema, a newer one, a damaged database, one that others write into."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.backup.conftest import Place
from tests.backup.test_copying import DAMAGE, damaged
from tests.crash.kill import BotProcess
from tests.storage.schemas.build import restored
from tests.storage.test_upgrades import RELEASED, put_into_postgres
from tests.tg.script import TOKEN
from zc_bot.storage import schema
from zc_bot.storage.backup import keeping
from zc_bot.storage.backup.copying import write_copy
from zc_bot.storage.store import Store

NOWHERE = "http://127.0.0.1:9"
WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
print(flush=True)
for number in range(10**9):
    connection.execute("INSERT INTO meta (key, value) VALUES (?, 'x')", (f"load{number}",))
"""


async def ran(url: str, *command: object, **settings: str) -> tuple[int, str]:
    """Run a command to its end; returns its status and what it said."""
    process = BotProcess(TOKEN, NOWHERE, url, *map(str, command), **settings)
    await process.start()
    return await process.ended(), process.output.decode()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_an_older_schema_is_copied_and_brought_up_to_date_and_a_newer_one_refused(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    old = store = restored(RELEASED[0], tmp_path / "zc.sqlite3")
    if kind == "postgresql":
        store = Store(request.getfixturevalue("postgres_url"))
        put_into_postgres(old, RELEASED[0], store)
    url, backups = store.engine.url.render_as_string(hide_password=False), tmp_path / "backups"
    status, said = await ran(url, "migrate", ZC_BACKUPS=str(backups))
    assert (status, schema.version(store.engine)) == (0, schema.HEAD), said
    assert [f"-before-{schema.HEAD}" in one.name for one in backups.glob("zc-*")] == [True]
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    status, said = await ran(url, "run", ZC_BACKUPS=str(backups))
    assert (status, "9999" in said, said.count("\n")) == (1, True, 1), said
    for one in {old, store}:
        one.engine.dispose()


@pytest.mark.parametrize("what", ["a page", "no inbox"])
async def test_damage_is_found_by_doctor_and_refused_by_restore(lite: Place, what: str) -> None:
    copy = write_copy(lite.store().engine, lite.folder / "copy.sqlite3").path
    harmed = Path(shutil.copy(copy, lite.folder / "harmed.sqlite3"))
    damaged(harmed, DAMAGE[what])
    status, said = await ran(f"sqlite:///{harmed}", "doctor", ZC_FILES=str(lite.files))
    assert (status, "BAD content" in said) == (1, True), said
    status, said = await ran(lite.url, "restore", harmed, ZC_FILES=str(lite.files))
    assert (status, said.count("\n")) == (1, 1), said


@pytest.fixture
def writing(lite: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody who writes as fast as they can into a database of 20 MB."""
    path = lite.url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO meta (key, value) VALUES ('bulk', hex(zeroblob(10000000)))")
    connection.close()
    command = [sys.executable, "-c", WRITER, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield writer
        writer.kill()


async def test_a_copy_ends_in_seconds_while_others_write_as_fast_as_they_can(
    lite: Place, writing: subprocess.Popen[bytes]
) -> None:
    began = time.monotonic()
    status, said = await ran(lite.url, "backup", ZC_BACKUPS=str(lite.backups), ZC_FILES=str(lite.files))
    took = time.monotonic() - began
    assert (status, writing.poll()) == (0, None), said
    (copy,) = keeping.copies_in(lite.backups)
    assert copy.stat().st_size > 20_000_000
    assert took < 60, "it never ended when it began anew with each commit"
