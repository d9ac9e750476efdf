"""Starts the sandbox's HTTP side."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from zc_bot.sandbox.botapi import add_bot_api
from zc_bot.sandbox.files import MEGABYTE, UPLOAD_LIMIT
from zc_bot.sandbox.guard import guard, require_loopback
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.webhook import run_webhook

STOPPING = 2.0


def create_bot_api(telegram: Telegram, public: bool = False) -> web.Application:
    """Make an application that serves the Bot API only."""
    app = web.Application(client_max_size=UPLOAD_LIMIT + MEGABYTE, middlewares=[guard(public)])
    add_bot_api(app, telegram)
    app.cleanup_ctx.append(partial(run_webhook, telegram=telegram))
    return app


@asynccontextmanager
async def serve(
    telegram: Telegram, host: str = "127.0.0.1", port: int = 0, app: web.Application | None = None
) -> AsyncIterator[str]:
    """Serve the Bot API (or a given application around it) and yield its address, http://host:port."""
    require_loopback(host)
    runner = web.AppRunner(app or create_bot_api(telegram), shutdown_timeout=STOPPING)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        yield f"http://{host}:{bound}"
    finally:
        await runner.cleanup()
