"""What a bot serves: a taken port ends only a bot that can't receive without it; the webhook of a real process."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.errors import ZcError
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Store
from zc_bot.web.front import Front
from zc_bot.web.webhook import SECRET_HEADER

SECRET = "a-secret-of-the-test"
ASKER = 11
HALF = f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 9\r\n\r\n{{".encode()
HURRY = {"zc_bot.web.webhook.LONGEST": 0.3}


async def test_a_taken_port_is_told_and_only_the_webhook_needs_it() -> None:
    port = free_port()
    async with Front("127.0.0.1", port).served() as fault:
        assert fault is None
        assert (await get(port, "/healthz"))[0] == 503, "nothing has begun yet"
        async with Front("127.0.0.1", port).served() as second:
            assert second is not None
            assert "ZC_HTTP_PORT" in second
        with pytest.raises(ZcError, match="ZC_HTTP_PORT"):
            async with Front("127.0.0.1", port, "https://bot.example/hook", SECRET).served():
                pass


async def test_port_0_serves_nothing() -> None:
    async with Front("127.0.0.1", 0).served() as fault:
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
    async with playing(script) as address, aiohttp.ClientSession() as session:
        settings = {"ZC_WEBHOOK_URL": "https://127.0.0.1:9/hook", "ZC_WEBHOOK_SECRET": SECRET}
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
        assert await bot.stop() == 0
    assert len(script.texts(ASKER)) == 1
    assert script.polls == []
