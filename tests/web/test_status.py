"""`/healthz` and `/metrics`: in full to this machine alone; a request that does not come to its end is not held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request

from zc_bot.metrics import Metrics
from zc_bot.web import server, webhook
from zc_bot.web.door import Hook
from zc_bot.web.forward import REMOTE
from zc_bot.web.server import serving, web_application
from zc_bot.web.status import add_status, is_local
from zc_bot.web.webhook import SECRET_HEADER, add_webhook

SECRET = "a-secret-of-the-test"


@pytest.fixture
def wrong() -> list[str]:
    return []


@pytest.fixture
async def address(wrong: list[str]) -> AsyncIterator[str]:
    app, metrics = web_application(), Metrics()
    metrics.handled("text", 0.02)
    metrics.tried("sent")

    async def write() -> bytes:
        return metrics.written({"letters_waiting": 3.0}, {"database": "database"})

    add_status(app, lambda: wrong, write)
    add_webhook(app, "https://example.org/hook", SECRET, lambda body: body, Hook())
    async with serving(app, "127.0.0.1", 0) as address:
        yield address


async def get(url: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as got:
        return got.status, await got.text()


async def test_ready_says_200_and_what_is_wrong_503(address: str, wrong: list[str]) -> None:
    assert await get(f"{address}/healthz") == (200, '{"live": true, "ready": true, "wrong": []}')
    wrong.append("database: database")
    assert await get(f"{address}/healthz") == (503, '{"live": true, "ready": false, "wrong": ["database: database"]}')
    assert (await get(f"{address}/healthz/live"))[0] == 200, "nothing that a restart would mend"


async def test_others_hear_no_more_than_that_it_lives(address: str, wrong: list[str]) -> None:
    wrong.append("database: database")
    through_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert await get(f"{address}/healthz", **through_a_proxy) == (503, '{"live": true, "ready": false}')
    assert (await get(f"{address}/metrics", **through_a_proxy))[0] == 404


async def test_nobody_says_of_themselves_where_they_ask_from(address: str, wrong: list[str]) -> None:
    assert '"wrong"' in (await get(f"{address}/healthz", **{REMOTE: "203.0.113.9"}))[1]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8090", "127.0.0.1.x.example", "localhost.x", "[", ""])
async def test_a_site_whose_name_leads_here_is_told_no_more_than_others(address: str, host: str) -> None:
    assert await get(f"{address}/healthz", Host=host) == (200, '{"live": true, "ready": true}')
    assert (await get(f"{address}/metrics", Host=host))[0] == 404


@pytest.mark.parametrize("host", ["localhost", "LocalHost:8090", "127.0.0.1", "[::1]:8090", "192.168.1.7:8090"])
async def test_this_machine_is_asked_by_its_address(address: str, host: str) -> None:
    assert '"wrong"' in (await get(f"{address}/healthz", Host=host))[1]


async def test_metrics_are_prometheus(address: str) -> None:
    status, said = await get(f"{address}/metrics")
    assert status == 200
    lines = (
        'zc_updates_total{kind="text"} 1.0', 'zc_letters_total{state="sent"} 1.0', "zc_letters_waiting 3.0",
        'zc_trouble{code="database",part="database"} 1.0', 'zc_update_seconds_bucket{le="0.025"} 1.0',
    )
    assert set(lines) <= set(said.splitlines())
    assert "process_resident_memory_bytes" in said


async def test_the_webhook_asks_to_come_again_until_the_bot_runs(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        got = await session.post(f"{address}/hook", data=b"{}", headers={SECRET_HEADER: SECRET})
        assert got.status == 503


@pytest.mark.parametrize(
    "half",
    [b"", b"POST /hook HT", b"POST /hook HTTP/1.1\r\nHost: x\r\n",
     f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n{{".encode()],
)
async def test_half_a_request_is_not_held(half: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE", 0.3)
    monkeypatch.setattr(server, "LOOK", 0.1)
    monkeypatch.setattr(webhook, "LONGEST", 0.3)

    async def take(updates: object) -> None:
        raise AssertionError("it never came")

    app = web_application()
    add_webhook(app, "https://example.org/hook", SECRET, lambda body: body, Hook(take))
    async with serving(app, "127.0.0.1", 0) as address:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(half)
        began = time.monotonic()
        async with asyncio.timeout(60):
            said = b""
            while b"408" not in said and (part := await _some(reader)):
                said += part
        assert time.monotonic() - began < 12
        writer.close()


async def _some(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(1000)
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    ("remote", "local"), [("127.0.0.1", True), ("::1", True), ("10.0.0.7", False), ("203.0.113.9", False)]
)
def test_only_this_machine_itself_is_told_all(remote: str, local: bool) -> None:
    assert is_local(make_mocked_request("GET", "/").clone(remote=remote)) is local
