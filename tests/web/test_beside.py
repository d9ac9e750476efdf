"""The process of the page: there when it is wanted, gone when not, and the bot answers whatever becomes of it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.exc import DBAPIError

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, playing
from zc_bot.chat.turn import Rules
from zc_bot.clock import Clock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.settings import Settings, environment_of
from zc_bot.storage import figures, meta, schema
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Store
from zc_bot.web import beside, meanwhile, pace
from zc_bot.web.beside import PageProcess
from zc_bot.web.display import Display
from zc_bot.web.door import Door, bound
from zc_bot.web.front import answering, front_paths
from zc_bot.web.pace import REFUSAL, Bucket, Gate
from zc_bot.web.source import Source

COMMAND = sys.executable, "-m", "zc_bot.pageserver"


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


def is_there(pid: int) -> bool:
    """Tell whether a process is at work: one that ended may wait to be looked after."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def environment(pid: int) -> str:
    return Path(f"/proc/{pid}/environ").read_text()


def left_in(folder: Path) -> list[Path]:
    """Return the folders of sockets that lie there."""
    return list(folder.glob("zc-page-*"))


def children(pid: int) -> list[int]:
    """Return the processes that a bot has begun, but for the shell that ends it where it can't be stopped."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in begun if Path(f"/proc/{one}/comm").read_text().strip() not in {"sh", "head"}]


@pytest.fixture
def url(tmp_path: Path, programme: Programme) -> str:
    """A database with an approved figure."""
    found = f"sqlite:///{tmp_path / 'zc.sqlite3'}"
    store = Store(found)
    schema.ensure(store.engine)
    entry = Entry("tongchuang", "planned_area", 2025, Decimal("7.5"))
    store.write(
        lambda s: figures.record(s, OPERATOR, programme, [entry], operation="o1", way="import", now=datetime.now(UTC),
                                 approve=True)
    )
    store.engine.dispose()
    return found


@asynccontextmanager
async def front(url: str, idle: float) -> AsyncIterator[tuple[int, PageProcess]]:
    """Serve what a bot serves, with the page beside it."""
    settings = Settings(database_url=url)  # type: ignore[arg-type]
    page, port = PageProcess(COMMAND, environment_of(settings, knowing=False), front_paths(None), idle), free_port()
    page.open = True
    async with served(port, page):
        yield port, page


@asynccontextmanager
async def served(port: int, page: PageProcess, first: Callable[[], Display] | None = None) -> AsyncIterator[None]:
    """Serve at a port what a bot serves."""
    door = Door("127.0.0.1", port, wrong=list, first=first)
    async with answering(door, await bound(door.host, port), page):
        yield


async def test_the_page_is_served_beside_the_bot_and_neither_needs_the_other_to_live(
    url: str, tmp_path: Path
) -> None:
    port = free_port()
    async with playing(Script()) as address:
        bot = BotProcess(TOKEN, address, url, ZC_HTTP_PORT=str(port), TMPDIR=str(tmp_path))
        await bot.start()
        await bot.says("ready as @script_bot")
        assert (await get(port, "/healthz"))[0] == 200
        assert children(bot.pid) == [], "nobody has asked for a page"
        status, text = await get(port, "/c/tongchuang")
        assert (status, "7.5平方公里" in text) == (200, True), "the bot gave it itself"
        await bot.says("the page is served by a process of its own")
        (first,) = children(bot.pid)
        assert TOKEN not in environment(first)
        page = "/c/tongchuang", "7.5平方公里"
        for path, found in (page, ("/healthz", '"wrong"'), ("/metrics", "zc_"), ("/no", "not found")):
            assert found in (await get(port, path))[1], path
        os.kill(first, signal.SIGKILL)
        await until(lambda: children(bot.pid) != [first])
        assert (await get(port, "/healthz"))[0] == 200, "the bot has its port again"
        await asyncio.sleep(beside.AGAIN)
        assert (await get(port, "/c/tongchuang"))[0] == 200
        await until(lambda: len(children(bot.pid)) == 1)
        (second,) = children(bot.pid)
        await bot.kill()
        await until(lambda: not is_there(second))
    assert left_in(tmp_path) == []


async def test_it_believes_nobody_from_outside_and_leaves_when_nobody_has_asked_for_a_while(url: str) -> None:
    async with front(url, idle=8) as (port, page), aiohttp.ClientSession() as session:
        for _ in ("passed on by the bot", "asked of the process itself"):
            for name in ("X-Forwarded-For", "Zc-Remote"):
                headers = {name: "203.0.113.9"}
                async with session.get(f"http://127.0.0.1:{port}/", headers=headers) as got:
                    assert got.status == (404 if name == "X-Forwarded-For" else 200), name
                async with session.get(f"http://127.0.0.1:{port}/healthz", headers=headers) as got:
                    assert ("wrong" in await got.json()) == (name == "Zc-Remote")
        await until(lambda: page.process is None)
        assert (await get(port, "/healthz"))[0] == 200


async def test_the_bot_takes_its_port_back_from_a_page_that_hangs(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "PING", 0.1)
    monkeypatch.chdir(tmp_path)
    async with front(url, idle=60) as (port, page):
        assert (await get(port, "/"))[0] == 200
        assert page.process is not None
        monkeypatch.setattr(beside, "PATIENCE", 0.5)
        os.kill(page.process.pid, signal.SIGSTOP)
        async with asyncio.timeout(20):
            assert (await get(port, "/healthz"))[0] == 200
        await until(lambda: page.process is None)


async def test_nobody_waits_for_a_page_that_can_not_be_served(url: str) -> None:
    failing, port = (sys.executable, "-c", "raise SystemExit(3)"), free_port()
    page = PageProcess(failing, dict(os.environ), ("/healthz",))
    async with served(port, page):
        assert (await get(port, "/"))[0] == 503, "the bot has no database yet"
        page.open = True
        for _ in range(2):
            assert (await get(port, "/"))[0] == 503
        assert page.starts == 1, "and it is not tried again for each of them"
        assert (await get(port, "/healthz"))[0] == 200


@asynccontextmanager
async def beginning(url: str, store: Store, rules: Rules, *command: str) -> AsyncIterator[tuple[int, PageProcess]]:
    """Serve what a bot serves whose page's process is not ready yet."""
    port, page = free_port(), PageProcess((sys.executable, "-c", *command), dict(os.environ), ("/healthz",))
    async with served(port, page, lambda: Display(source=Source(store, rules, Clock()))):
        yield port, page


SILENT = "import time; time.sleep(600)"


async def test_the_page_is_there_at_once_while_its_process_begins(url: str, rules: Rules) -> None:
    store = Store(url)
    async with beginning(url, store, rules, SILENT) as (port, page):
        status, text = await get(port, "/c/tongchuang")
        assert (status, "7.5平方公里" in text) == (200, True)
        await until(lambda: page.starts == 1)
        assert (await get(port, "/no"))[0] == 404
        font = re.search(r"_/[0-9a-f]{16}[.]css", text)
        assert font is not None
        assert (await get(port, f"/{font[0]}"))[0] == 200
        cut = asyncio.create_task(get(port, f"/{font[0].replace('css', 'woff2')}"))
        assert (await get(port, "/"))[0] == 200
        assert not cut.done(), "to cut a font is left to the process"
        cut.cancel()
    async with beginning(url, store, rules, "raise SystemExit(3)") as (port, page):
        for _ in range(2):
            assert (await get(port, "/"))[0] == 200, "nor does it need the process"
    store.engine.dispose()


async def test_the_bot_gives_only_so_many_pages_itself(
    url: str, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanwhile, "BURST", 2.0)
    monkeypatch.setattr(meanwhile, "RATE", 0.0)
    store = Store(url)
    async with beginning(url, store, rules, SILENT) as (port, _):
        waiting = [asyncio.create_task(get(port, "/about")) for _ in range(5)]
        await until(lambda: sum(one.done() for one in waiting) == 2)
        assert (await get(port, "/healthz"))[0] == 200
        assert sum(one.done() for one in waiting) == 2
        for one in waiting:
            one.cancel()
    store.engine.dispose()


async def test_beyond_so_many_that_wait_for_a_page_they_are_told_to_come_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOST_WAITING", 2)
    silent, port = (sys.executable, "-c", "import time; time.sleep(600)"), free_port()
    page = PageProcess(silent, dict(os.environ), ("/healthz",))
    page.open = True
    async with served(port, page):
        waiting = [asyncio.create_task(get(port, "/")) for _ in range(2)]
        await until(lambda: page.starts == 1)
        third = await get(port, "/")
        assert third[0] == 503
        assert not any(one.done() for one in waiting)
        for one in waiting:
            one.cancel()


def test_the_page_can_change_nothing(store: Store, database_url: str) -> None:
    looking = Store(database_url, read_only=True)
    assert looking.read(lambda s: meta.get(s, "purpose")) is None
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        looking.write(lambda s: meta.put(s, "purpose", "live"))
    looking.engine.dispose()


class Answers(asyncio.Protocol):
    """A server that gives back what it is asked."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(b"taken " + data)
        self.transport.close()


@contextmanager
def gate(bucket: Bucket) -> Iterator[tuple[Gate, tuple[str, int]]]:
    port = socket.create_server(("127.0.0.1", 0))
    found = Gate(port, bucket, ("/healthz", "/app"), Answers)
    address = port.getsockname()
    found.open()
    try:
        yield found, address
    finally:
        found.close()


async def said(address: tuple[str, int], *parts: bytes) -> bytes:
    """Return what is answered to a request that comes in parts."""
    reader, writer = await asyncio.open_connection(*address)
    for part in parts:
        await asyncio.sleep(0)
        writer.write(part)
        await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


async def test_beyond_the_pace_pages_are_refused_before_anything_is_made_for_them_but_not_what_is_the_bots() -> None:
    bucket = Bucket(1, 1, lambda: 0.0)
    with gate(bucket) as (_, address):
        assert (await said(address, b"GET / HTTP/1.1")).startswith(b"taken GET /")
        assert bucket.take()
        many = await asyncio.gather(*(said(address, b"GET / HTTP/1.1" + b"x" * 30_000) for _ in range(200)))
        assert set(many) == {REFUSAL}
        for path in (b"/healthz", b"/app/do/form"):
            whole = b"POST " + path + b" HTTP/1.1" + b"x" * 30_000
            assert (await said(address, whole)).startswith(b"taken POST " + path), path


async def test_who_asks_nothing_is_not_waited_for_and_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 3)
    with gate(Bucket(1, 9, lambda: 0.0)) as (_, address):
        silent = [await asyncio.open_connection(*address) for _ in range(6)]
        for reader, _ in silent[:3]:
            assert await asyncio.wait_for(reader.read(), 10) == b"", "too many were silent"
        assert (await said(address, b"GET / HTTP/1.1")).startswith(b"taken GET /")
        assert not any(reader.at_eof() for reader, _ in silent[4:])
        monkeypatch.setattr(pace, "PATIENCE", 0.0)
        late, _ = await asyncio.open_connection(*address)
        assert await asyncio.wait_for(late.read(), 10) == b"", "it took too long"
    for reader, writer in silent:
        assert await asyncio.wait_for(reader.read(), 10) == b"", "nobody waits at a gate that is closed"
        writer.close()


async def test_what_was_let_in_is_answered_though_the_gate_closes() -> None:
    with gate(Bucket(1, 9, lambda: 0.0)) as (found, address):
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"GET / HTTP/1.1")
        assert (await asyncio.wait_for(reader.readexactly(5), 10)) == b"taken"
        found.close()
        assert (await asyncio.wait_for(reader.read(), 10)).startswith(b" GET /")
        writer.close()
