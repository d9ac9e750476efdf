"""The webhook: Telegram posts updates here instead of being polled; 200 only once they are put away."""

from __future__ import annotations

import asyncio
import hmac
from urllib.parse import urlsplit

from aiohttp import web

from zc_bot.web.door import Hook, Read

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LONGEST = 10.0
"""Seconds in which a request has to be there as a whole."""


def add_webhook(app: web.Application, url: str, secret: str, read: Read, hook: Hook) -> None:
    """Take updates at the path of `url` from whoever knows `secret`."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            raise web.HTTPForbidden
        if hook.take is None:
            raise web.HTTPServiceUnavailable
        try:
            body = await asyncio.wait_for(request.read(), LONGEST)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        update = read(body)
        if update is None:
            raise web.HTTPBadRequest
        await hook.take([update])
        return web.Response()

    app.router.add_post(hook_path(url), receive)


def hook_path(url: str) -> str:
    """Return the path at which Telegram posts."""
    return urlsplit(url).path or "/"
