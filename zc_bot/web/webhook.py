"""The webhook: Telegram posts updates here instead of being polled; 200 only once they are put away."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LARGEST = 1024 * 1024
Read = Callable[[bytes], Any]
"""Reads the update that was posted, readable or not; None for what has no update's id."""
Take = Callable[[Sequence[Any]], Awaitable[None]]


def create_webhook(url: str, secret: str, read: Read, take: Take) -> web.Application:
    """Make an application that takes updates at the path of `url` from whoever knows `secret`."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            raise web.HTTPForbidden
        update = read(await request.read())
        if update is None:
            raise web.HTTPBadRequest
        await take([update])
        return web.Response()

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(urlsplit(url).path or "/", receive)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve `app` for the length of a block; gives its address. Raises `OSError` where the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        taken = runner.addresses[0][1]
        yield f"http://{host}:{taken}"
    finally:
        await runner.cleanup()
