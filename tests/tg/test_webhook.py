"""Receiving by webhook: an update is answered, a stranger to the secret is not heard, and nothing is done twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from tests.tg.conftest import ANNA, Counting, Scene, no_pictures
from zc_bot.storage import inbox
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import Webhook, connected
from zc_bot.tg.updates import read_posted
from zc_bot.web.door import Hook, Read, Take
from zc_bot.web.server import serving, web_application
from zc_bot.web.webhook import SECRET_HEADER, add_webhook

SECRET = "a-secret-of-the-test"


def webhook(url: str, secret: str, read: Read, take: Take) -> web.Application:
    app = web_application()
    add_webhook(app, url, secret, read, Hook(take))
    return app


async def test_telegram_posts_and_is_answered(scene: Scene) -> None:
    scene.store.start()
    client = make_client(scene.telegram.token, scene.address)
    bot = TelegramBot(scene.store, client, scene.clock, Counting(), no_pictures)
    app = webhook("http://bot/hook", SECRET, read_posted, bot.receiver.take)
    async with serving(app, "127.0.0.1", 0) as address, connected(client, Webhook(f"{address}/hook", SECRET)):
        scene.telegram.say(ANNA, "one")
        assert await _answer(scene, bot) == "<one>"
        assert scene.effects() == ["one"]
    await scene.store.stop()


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        ("wrong", b'{"update_id": 1}', 403),
        ("", b'{"update_id": 1}', 403),
        (SECRET, b"not json", 400),
        (SECRET, b"[1]", 400),
        (SECRET, b'{"update_id": "1"}', 400),
    ],
)
async def test_what_is_not_telegrams_is_refused_and_kept_nowhere(secret: str, body: bytes, status: int) -> None:
    taken: list[object] = []

    async def take(updates: object) -> None:
        taken.append(updates)

    app = webhook("https://example.org/hook", SECRET, read_posted, take)
    async with serving(app, "127.0.0.1", 0) as address:
        headers = {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{address}/hook", data=body, headers=headers) as got,
        ):
            assert got.status == status
    assert taken == []


async def test_a_secret_that_is_no_text_is_refused_as_any_other() -> None:
    async def take(updates: object) -> None:
        raise AssertionError("nothing is taken")

    app = webhook("https://example.org/hook", SECRET, read_posted, take)
    async with serving(app, "127.0.0.1", 0) as address:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        head = f"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n{SECRET_HEADER}: ".encode()
        writer.write(head + b"\xff\xfe\r\n\r\n{}")
        await writer.drain()
        assert (await reader.readline()).split()[1] == b"403"
        writer.close()


async def test_an_update_that_can_not_be_read_is_put_aside_and_not_posted_for_ever(scene: Scene) -> None:
    scene.store.start()
    client = make_client(scene.telegram.token, scene.address)
    bot = TelegramBot(scene.store, client, scene.clock, Counting(), no_pictures)
    app = webhook("http://bot/hook", SECRET, read_posted, bot.receiver.take)
    async with serving(app, "127.0.0.1", 0) as address, aiohttp.ClientSession() as session:
        body = b'{"update_id":7,"message":{"text":"\\ud83d"}}'
        async with session.post(f"{address}/hook", data=body, headers={SECRET_HEADER: SECRET}) as got:
            assert got.status == 200
    await scene.store.stop()
    assert scene.store.read(lambda s: inbox.failed_since(s, datetime(2000, 1, 1, tzinfo=UTC))) == 1


async def _answer(scene: Scene, bot: TelegramBot) -> str:
    await bot.start()
    task = asyncio.create_task(bot.run(polling=False))
    try:
        message = await scene.telegram.wait_for(ANNA, "one")
        return str(message["text"])
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
