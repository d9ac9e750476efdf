"""What a bot serves: a taken port ends only a bot that can't receive without it; the webhook of a real process."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, message, ok, playing
from zc_bot.errors import ZcError
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store
from zc_bot.web.door import Door
from zc_bot.web.webhook import SECRET_HEADER

SECRET = "a-secret-of-the-test"
ASKER = 11
HALF = f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 9\r\n\r\n{{".encode()
HURRY = {"zc_bot.web.webhook.LONGEST": 0.3, "zc_bot.app.NAME_SECONDS": 0.2}
ADDRESS = "https://127.0.0.1:9/hook"


async def test_a_taken_port_is_told_and_only_the_webhook_needs_it() -> None:
    port = free_port()
    async with Door("127.0.0.1", port).served() as fault:
        assert fault is None
        assert (await get(port, "/healthz"))[0] == 503, "nothing has begun yet"
        async with Door("127.0.0.1", port).served() as second:
            assert second is not None
            assert "ZC_HTTP_PORT" in second
        with pytest.raises(ZcError, match="ZC_HTTP_PORT"):
            async with Door("127.0.0.1", port, "https://bot.example/hook", SECRET).served():
                pass


async def test_a_taken_port_is_told_and_its_end_by_the_next_process(tmp_path: Path, programme: Programme) -> None:
    url, script = f"sqlite:///{tmp_path / 'zc.sqlite3'}", Script()
    store = Store(url)
    schema.ensure(store.engine)
    one = Candidate(ASKER, "赵磊", "admin")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    async with playing(script) as address:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for _ in range(2):
                bot = BotProcess(TOKEN, address, url, hurry={"zc_bot.app.TICK_SECONDS": 0.2}, ZC_HTTP_PORT=port)
                await bot.start()
                await bot.says("ready as @script_bot")
                await script.until(lambda: any("端口被占用" in said for said in script.texts(ASKER)))
                assert await bot.stop() == 0
        bot = BotProcess(TOKEN, address, url, hurry={"zc_bot.app.TICK_SECONDS": 0.2}, ZC_HTTP_PORT=port)
        await bot.start()
        await script.until(lambda: any("现在好了" in said for said in script.texts(ASKER)))
        assert await bot.stop() == 0
    assert ["现在好了" in said for said in script.texts(ASKER) if "端口被占用" in said] == [False, True]


async def test_port_0_serves_nothing() -> None:
    async with Door("127.0.0.1", 0).served() as fault:
        assert fault is None


async def test_a_bot_behind_its_webhook_answers_what_is_posted_and_says_how_it_is(
    tmp_path: Path, programme: Programme
) -> None:
    url, port, script = f"sqlite:///{tmp_path / 'zc.sqlite3'}", free_port(), Script()
    store = Store(url)
    schema.ensure(store.engine)
    one = Candidate(ASKER, "李敏", "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    script.always["getwebhookinfo"] = lambda _: ok(webhook())
    async with playing(script) as address, aiohttp.ClientSession() as session:
        settings = {"ZC_WEBHOOK_URL": ADDRESS, "ZC_WEBHOOK_SECRET": SECRET}
        bot = BotProcess(TOKEN, address, url, hurry=HURRY, ZC_HTTP_PORT=str(port), **settings)
        await bot.start()
        await bot.says("ready as @script_bot")
        half = await asyncio.open_connection("127.0.0.1", port)
        half[1].write(HALF)
        for number, secret, status in ((20, "wrong", 403), (21, SECRET, 200), (21, SECRET, 200)):
            update = json.dumps(message(number, ASKER, "/help"))
            where, headers = f"http://127.0.0.1:{port}/hook", {SECRET_HEADER: secret}
            async with session.post(where, data=update, headers=headers) as got:
                assert got.status == status
        await script.until(lambda: script.texts(ASKER))
        assert b" 408 " in await asyncio.wait_for(half[0].readline(), 60), "half a request is not held"
        half[1].close()
        assert (await get(port, "/healthz"))[0] == 200
        await wrong_deliveries(script, port)
        assert await bot.stop() == 0
    assert len(script.texts(ASKER)) == 1
    assert script.polls == []


async def wrong_deliveries(script: Script, port: int) -> None:
    """Have the webhook go elsewhere, and then deliveries fail: nobody would hear the bot, nor be told."""
    script.always["getwebhookinfo"] = lambda _: ok(webhook(url=""))
    await says(port, '"wrong": ["receiving: webhook"]')
    await script.until(lambda: script.asked["setwebhook"] > 1)
    now = int(datetime.now(UTC).timestamp())
    failing = webhook(pending_update_count=3, last_error_date=now, last_error_message="Connection refused")
    script.always["getwebhookinfo"] = lambda _: ok(failing)
    await says(port, '"wrong": ["receiving: undelivered"]')
    script.always["getwebhookinfo"] = lambda _: ok({**failing, "pending_update_count": 0})
    await says(port, '"ready": true')


def webhook(**told: object) -> dict[str, object]:
    """What Telegram tells of a webhook."""
    return {"url": ADDRESS, "has_custom_certificate": False, "pending_update_count": 0, **told}


async def says(port: int, what: str) -> None:
    """Wait until the bot says something of how it is."""
    async with asyncio.timeout(60):
        while what not in (await get(port, "/healthz"))[1]:
            await asyncio.sleep(0.05)


async def test_before_the_bot_has_its_database_its_metrics_say_that_it_is_not_ready() -> None:
    assert b"\nzc_ready 0.0\n" in await Door("127.0.0.1", 0).written()
