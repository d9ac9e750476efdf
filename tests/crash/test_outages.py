"""The bot as a process while its database is away or its token refused: it waits, says so once, and goes on."""

from __future__ import annotations

import asyncio
import resource
import socket
import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.conftest import folder_of_postgres
from tests.crash.kill import BotProcess
from tests.storage.test_away import Postgres
from tests.tg.script import TOKEN, Script, message, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.stopping import ENDED_AFTER, STOP_SECONDS
from zc_bot.storage import outbox, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Store

ASKER = 11
SOON = STOP_SECONDS + 4.0
"""On a machine that is busy with other tests; what it waits for would never come."""
assert STOP_SECONDS < ENDED_AFTER < 2.0


@pytest.fixture
def path(tmp_path: Path, programme: Programme) -> Path:
    path = tmp_path / "zc.sqlite3"
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    one = Candidate(ASKER, "李敏", "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    return path


@pytest.fixture
async def script() -> AsyncIterator[tuple[Script, str]]:
    made = Script()
    async with playing(made) as address:
        yield made, address


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as got:
        return got.status, await got.text()


def locked(path: Path) -> sqlite3.Connection:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other


async def test_a_lock_at_the_start_and_one_at_work_are_waited_out(script: tuple[Script, str], path: Path) -> None:
    played, address = script
    other, port = locked(path), free_port()
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}", ZC_HTTP_PORT=str(port))
    await bot.start()
    await bot.says("database is locked")
    waiting = '{"live": true, "ready": false, "wrong": ["starting", "database: database"]}'
    assert await get(port, "/healthz") == (503, waiting)
    other.execute("ROLLBACK")
    await bot.says("ready as @script_bot")
    other.execute("BEGIN EXCLUSIVE")
    played.gives(message(20, ASKER, "/help"))
    async with asyncio.timeout(60):
        while (await get(port, "/healthz"))[0] == 200:
            await asyncio.sleep(0.05)
    assert await get(port, "/healthz") == (503, '{"live": true, "ready": false, "wrong": ["database: database"]}')
    assert 'zc_trouble{code="database",part="database"} 1.0' in (await get(port, "/metrics"))[1]
    other.execute("ROLLBACK")
    await played.until(lambda: played.texts(ASKER), timeout=60)
    assert (await get(port, "/healthz"))[0] == 200
    assert 'zc_updates_total{kind="text"} 1.0' in (await get(port, "/metrics"))[1]
    assert await bot.stop() == 0
    assert len(played.texts(ASKER)) == 1


async def test_a_stop_while_everything_hangs_takes_two_seconds_and_nothing_is_lost_or_doubled(
    script: tuple[Script, str], path: Path
) -> None:
    played, address = script
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}")
    await bot.start()
    await bot.says("ready as @script_bot")
    played.slow[ASKER] = asyncio.Event()
    played.gives(message(20, ASKER, "/help"))
    await played.until(lambda: played.asked["sendmessage"] == 1)
    other = locked(path)
    played.gives(message(21, ASKER, "/help"))
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < SOON
    other.execute("ROLLBACK")
    unanswered = played.slow.pop(ASKER)
    again = BotProcess(TOKEN, address, f"sqlite:///{path}")
    await again.start()
    await played.until(lambda: len(played.texts(ASKER)) == 2)
    assert await again.stop() == 0
    assert len(played.texts(ASKER)) == 2
    unanswered.set()


async def test_a_stop_while_it_waits_for_its_database_at_the_start_is_quick(
    script: tuple[Script, str], path: Path
) -> None:
    other = locked(path)
    bot = BotProcess(TOKEN, script[1], f"sqlite:///{path}")
    await bot.start()
    await bot.says("database is locked")
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < SOON
    other.execute("ROLLBACK")


def leave(path: Path, left: str) -> bytes | None:
    """Put something else in a database's place; returns its content."""
    path.unlink()
    if left == "an empty file":
        path.touch()
    elif left != "nothing":
        connection = sqlite3.connect(path)
        connection.executescript("CREATE TABLE x (y); DROP TABLE x;")
        connection.close()
    return content(path)


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@pytest.mark.parametrize("left", ["nothing", "an empty file", "a database without tables"])
async def test_a_database_that_is_gone_is_refused_in_one_line(
    script: tuple[Script, str], path: Path, left: str
) -> None:
    before = leave(path, left)
    bot = BotProcess(TOKEN, script[1], f"sqlite:///{path}")
    await bot.start()
    assert await asyncio.wait_for(bot.ended(), 60) == 1
    assert bot.output.count(b"\n") == 1
    assert b"python bot.py migrate" in bot.output
    assert content(path) == before


async def test_a_database_that_is_replaced_under_it_ends_the_bot_in_one_line(
    script: tuple[Script, str], path: Path
) -> None:
    bot = BotProcess(TOKEN, script[1], f"sqlite:///{path}")
    await bot.start()
    await bot.says("ready as @script_bot")
    fresh = path.with_name("fresh.sqlite3")
    with sqlite3.connect(path) as source, sqlite3.connect(fresh) as copy:
        source.backup(copy)
    fresh.replace(path)
    assert await asyncio.wait_for(bot.ended(), 60) == 1
    assert b"was removed or replaced while the bot ran" in bot.output.splitlines()[-1]


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_postgres_that_is_down_at_the_start_and_restarted_at_work_is_waited_out(
    script: tuple[Script, str], postgres_server: str, programme: Programme
) -> None:
    played, address = script
    with folder_of_postgres() as folder:
        postgres = Postgres(folder)
        store = Store(postgres.url)
        schema.ensure(store.engine)
        one = Candidate(ASKER, "李敏", "viewer")
        store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
        store.engine.dispose()
        await asyncio.to_thread(postgres.stop)
        bot = BotProcess(TOKEN, address, postgres.url)
        await bot.start()
        await bot.says("zc_bot.troubles: database")
        await asyncio.to_thread(postgres.start)
        await bot.says("ready as @script_bot")
        await asyncio.to_thread(postgres.stop)
        played.gives(message(20, ASKER, "/help"))
        await bot.says("database: ")
        await asyncio.to_thread(postgres.start)
        await played.until(lambda: played.texts(ASKER), timeout=60)
        await bot.says("holds it again")
        second = BotProcess(TOKEN, address, postgres.url)
        await second.start()
        assert await asyncio.wait_for(second.ended(), 60) == 1
        assert b"another zc_bot is running" in second.output
        await asyncio.to_thread(postgres.stop)
        played.gives(message(21, ASKER, "/help"))
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < SOON
        postgres.server.cleanup()


async def test_a_full_disk_is_waited_out_and_nothing_is_lost_or_doubled(
    script: tuple[Script, str], path: Path
) -> None:
    played, address = script
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}")
    await bot.start()
    await bot.says("ready as @script_bot")
    _, most = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    played.gives(message(20, ASKER, "/help"))
    await bot.says("zc_bot.troubles: database")
    assert played.texts(ASKER) == []
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (most, most))
    await played.until(lambda: played.texts(ASKER))
    assert await bot.stop() == 0
    assert len(played.texts(ASKER)) == 1


@pytest.mark.long
@pytest.mark.parametrize("fault", [no(502, "Bad Gateway"), (200, b"[]"), no(429, "Too Many Requests", retry_after=3)])
async def test_reminders_that_go_out_in_an_outage_of_45_seconds_all_arrive(
    script: tuple[Script, str], path: Path, fault: tuple[int, bytes]
) -> None:
    played, address = script
    store = Store(f"sqlite:///{path}")
    chats = [100 + number for number in range(7)]
    letters = [Letter(one, one, "reminder", {"text": f"due {one}"}, f"x:{one}") for one in chats]
    store.write(lambda s: outbox.post(s, letters, datetime.now(UTC)))
    store.engine.dispose()
    played.always["sendmessage"] = lambda _: fault
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}")
    await bot.start()
    await bot.says("ready as @script_bot")
    await asyncio.sleep(45)
    del played.always["sendmessage"]
    await played.until(lambda: all(played.texts(one) for one in chats), timeout=400)
    assert await bot.stop() == 0


@pytest.mark.long
async def test_a_lock_of_a_minute_is_waited_out(script: tuple[Script, str], path: Path) -> None:
    played, address = script
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}")
    await bot.start()
    await bot.says("ready as @script_bot")
    other = locked(path)
    played.gives(message(20, ASKER, "/help"))
    await asyncio.sleep(65)
    other.execute("ROLLBACK")
    await played.until(lambda: played.texts(ASKER), timeout=60)
    assert await bot.stop() == 0
    assert bot.output.count(b"database is locked") == 1
