"""The bot as a process in which something never ends: it is seen, ends the process, and the next loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from tests.crash.hanging import POISON, WAYS
from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ANNA, BEN, ADMIN = 11, 12, 14
SOON_SEEN = {"zc_bot.app.LOOK_SECONDS": 0.2, "zc_bot.app.TICK_SECONDS": 0.5, "zc_bot.app.LASTED": 0.5}
HURRY = SOON_SEEN | {"zc_bot.watch.HANGS": 0.5, "zc_bot.watchdog.LEAVES": 4.0}
ORPHANS = {"zc_bot.storage.answering.LOCKS": ("SET client_connection_check_interval = '200ms'",)}
"""What a bot that is gone left running holds its locks for no longer."""
SEEN = '"wrong": ["work: stuck"]'
STALLED = frozenset({"the interpreter", "the event loop"})
"""Those where nothing in the process itself can say any more how it is."""

SHORT = frozenset({"a statement", "the interpreter"})
"""Of the others one is like each of these."""


@pytest.fixture
async def script() -> AsyncIterator[tuple[Script, str]]:
    made = Script()
    async with playing(made) as address:
        yield made, address


def filled(url: str, programme: Programme) -> str:
    known = [
        Candidate(ANNA, "李敏", "viewer"), Candidate(BEN, "王芳", "viewer"), Candidate(ADMIN, "赵磊", "admin"),
    ]
    store = Store(url)
    schema.ensure(store.engine)
    store.write(lambda s: people.admit(s, OPERATOR, programme, known, datetime.now(UTC)))
    store.engine.dispose()
    return url


async def hangs_and_comes_back(script: tuple[Script, str], url: str, way: str) -> None:
    """Have a bot hang, and the next one take up what it left."""
    played, address = script
    port = free_port()
    bot = BotProcess(TOKEN, address, url, hurry=HURRY | ORPHANS | WAYS[way], ZC_HTTP_PORT=str(port))
    await bot.start()
    await bot.says("ready as @script_bot")
    played.gives(message(20, ANNA, POISON))
    if way not in STALLED:
        async with asyncio.timeout(60):
            while SEEN not in (await get(port, "/healthz"))[1]:
                await asyncio.sleep(0.05)
    played.gives(message(21, BEN, "/help"))
    assert await asyncio.wait_for(bot.ended(), 60) == 1, "its supervisor is to start it anew"
    again = BotProcess(TOKEN, address, url, hurry=SOON_SEEN)
    await again.start()
    await played.until(lambda: all(map(played.texts, (ANNA, BEN))))
    await played.until(lambda: any("刚才出过问题" in one for one in played.texts(ADMIN)))
    assert await again.stop() == 0
    assert [len(played.texts(one)) for one in (ANNA, BEN)] == [1, 1]
    assert sum("卡住" in one and "刚才" in one for one in played.texts(ADMIN)) == 1
    said = again.output.decode()
    assert said.count("the process before this one hung and was ended") == 1
    assert f"in {next(iter(WAYS[way].values())).__name__}" in said, "where it hung"  # type: ignore[attr-defined]
    assert POISON not in bot.output.decode() + said


@pytest.mark.parametrize(
    "way", [way if way in SHORT else pytest.param(way, marks=pytest.mark.long) for way in WAYS]
)
async def test_what_never_ends_is_seen_and_ended_and_the_next_start_loses_nothing(
    script: tuple[Script, str], tmp_path: Path, programme: Programme, way: str
) -> None:
    await hangs_and_comes_back(script, filled(f"sqlite:///{tmp_path / 'zc.sqlite3'}", programme), way)


@pytest.mark.postgres
async def test_a_statement_that_never_ends_on_postgres(
    script: tuple[Script, str], postgres_url: str, programme: Programme
) -> None:
    await hangs_and_comes_back(script, filled(postgres_url, programme), "a statement")
    assert any("机器人出了问题" in one and "卡住" in one for one in script[0].texts(ADMIN)), "others work"


@pytest.mark.postgres
async def test_a_lock_on_postgres_that_is_never_got_is_told_and_waited_out(
    script: tuple[Script, str], postgres_url: str, programme: Programme
) -> None:
    """Somebody who keeps a transaction open beside the bot held it up for good, and nothing said so."""
    played, address = script
    port, hurry = free_port(), {"zc_bot.storage.answering.LOCKS": ("SET lock_timeout = '200ms'",)}
    bot = BotProcess(TOKEN, address, filled(postgres_url, programme), hurry=hurry, ZC_HTTP_PORT=str(port))
    await bot.start()
    await bot.says("ready as @script_bot")
    engine = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as other:
        other.exec_driver_sql("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        played.gives(message(20, BEN, "/help"))
        await bot.says("lock timeout")
        assert await get(port, "/healthz") == (503, '{"live": true, "ready": false, "wrong": ["database: database"]}')
    await played.until(lambda: played.texts(BEN))
    assert await bot.stop() == 0
    engine.dispose()
    assert len(played.texts(BEN)) == 1
