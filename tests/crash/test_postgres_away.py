"""The bot as a process while its PostgreSQL is silent or read-only, and when its connections are cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ASKER, ASKED = 11, "通创社区2019年从业人员多少"


class Server:
    """What a database's administrator does to it while a bot is at work."""

    def __init__(self, url: str) -> None:
        self._name = make_url(url).database or ""
        to = make_url(url).set(drivername="postgresql+psycopg", database="postgres")
        self._engine = create_engine(to, isolation_level="AUTOCOMMIT")

    def read_only(self, wanted: bool) -> None:
        self._run(f'ALTER DATABASE "{self._name}" SET default_transaction_read_only = {"on" if wanted else "off"}')
        self.cut()

    def cut(self) -> None:
        """End every connection of the database."""
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


class Wire:
    """What lies between a bot and its PostgreSQL; stopped, it takes what is said and passes nothing on."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._goes_on = asyncio.Event()
        self._goes_on.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[str]:
        """Pass on for the length of a block; gives the address at this end."""
        serving = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        port = serving.sockets[0].getsockname()[1]
        near = self._url.set(host="127.0.0.1", port=port, query={"sslmode": "disable", "gssencmode": "disable"})
        yield near.render_as_string(hide_password=False)
        self.go_on()
        serving.close()

    def stop(self) -> None:
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder = self._url.query["host"]
        there, back = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while said := await reader.read(1 << 16):
                await self._goes_on.wait()
                writer.write(said)
                await writer.drain()
        await self._goes_on.wait()
        writer.close()


SILENCE = 6.0
"""Longer than what hangs is given, below."""


@pytest.mark.postgres
async def test_a_server_that_never_answers_is_waited_out_and_ends_nothing(
    postgres_url: str, programme: Programme
) -> None:
    """The watchdog took it for work that stands still, and ended the bot after two minutes, again and again."""
    store, played, wire, port = Store(postgres_url), Script(), Wire(postgres_url), free_port()
    schema.ensure(store.engine)
    one = Candidate(ASKER, "李敏", "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    hurry = {
        "zc_bot.storage.answering.SILENT": 0.3, "zc_bot.app.HOLD_SECONDS": 0.2, "zc_bot.app.LOOK_SECONDS": 0.2,
        "zc_bot.watch.HANGS": 3.5, "zc_bot.watchdog.LEAVES": 1.5,
    }
    async with playing(played) as address, wire.laid() as url:
        bot = BotProcess(TOKEN, address, url, hurry=hurry, ZC_HTTP_PORT=str(port))
        await bot.start()
        await bot.says("ready as @script_bot")
        wire.stop()
        await bot.says("database: ")
        assert await get(port, "/healthz") == (503, '{"live": true, "ready": false, "wrong": ["database: database"]}')
        played.gives(message(20, ASKER, "/help"))
        await asyncio.sleep(SILENCE)
        assert (await get(port, "/healthz"))[0] == 503
        wire.go_on()
        await played.until(lambda: played.texts(ASKER))
        await bot.says("holds it again")
        async with asyncio.timeout(60):
            while (await get(port, "/healthz"))[0] != 200:
                await asyncio.sleep(0.05)
        assert await bot.stop() == 0
    assert len(played.texts(ASKER)) == 1
    assert bot.output.count(b"database: the database can't be opened") <= 1
    assert bot.output.count(b"waiting") == 1, "it is logged once"


@pytest.mark.postgres
async def test_a_read_only_database_is_waited_out_and_a_cut_one_answers_once(
    postgres_url: str, programme: Programme
) -> None:
    store, server, played = Store(postgres_url), Server(postgres_url), Script()
    schema.ensure(store.engine)
    one = Candidate(ASKER, "李敏", "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    async with playing(played) as address:
        hurry = {"zc_bot.app.HOLD_SECONDS": 0.2}
        bot = BotProcess(TOKEN, address, postgres_url, hurry=hurry, ZC_LOG_FORMAT="json")
        await bot.start()
        await bot.says("ready as @script_bot")
        server.read_only(True)
        played.gives(message(20, ASKER, ASKED))
        await bot.says("read-only")
        assert played.texts(ASKER) == []
        server.read_only(False)
        await played.until(lambda: played.texts(ASKER))
        server.cut()
        played.gives(message(21, ASKER, "/help"))
        await played.until(lambda: len(played.texts(ASKER)) > 1)
        await bot.says("holds it again")
        second = BotProcess(TOKEN, address, postgres_url)
        await second.start()
        assert await asyncio.wait_for(second.ended(), 60) == 1
        assert b"another zc_bot is running" in second.output
        assert await bot.stop() == 0
    assert len(played.texts(ASKER)) == 2
    assert ASKED not in bot.output.decode(), "an error of the database quotes nothing that somebody typed"
    lines = [json.loads(line) for line in bot.output.splitlines()]
    rules = [one.get("rule") for one in lines if one["message"] == "handled"]
    assert len(rules) == 2
    assert rules[0], "a question's line names the rule that read it"
    assert rules[1] is None
