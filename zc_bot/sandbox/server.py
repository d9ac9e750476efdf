"""Starts the sandbox's HTTP side."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.botapi import add_bot_api
from zc_bot.sandbox.dates import is_weekday
from zc_bot.sandbox.files import MEGABYTE, UPLOAD_LIMIT
from zc_bot.sandbox.guard import guard, require_loopback
from zc_bot.sandbox.page import Persona, Stage, add_page
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.webhook import run_webhook

STOPPING = 2.0
SHANGHAI = ZoneInfo("Asia/Shanghai")


def create_bot_api(telegram: Telegram, public: bool = False) -> web.Application:
    """Make an application that serves the Bot API only."""
    app = web.Application(client_max_size=UPLOAD_LIMIT + MEGABYTE, middlewares=[guard(public)])
    add_bot_api(app, telegram)
    app.cleanup_ctx.append(partial(run_webhook, telegram=telegram))
    return app


def create_app(
    telegram: Telegram,
    personas: Sequence[Persona],
    clock: SandboxClock,
    on_time_moved: Callable[[], Awaitable[None]],
    public: bool = False,
    zone: ZoneInfo = SHANGHAI,
    is_working_day: Callable[[date], bool] = is_weekday,
) -> web.Application:
    """Make an application that serves the Bot API and the chat page.

    `on_time_moved` is awaited after each move of the date; `public` lets in other hosts' names.
    """
    app = create_bot_api(telegram, public)
    add_page(app, Stage(personas, clock, on_time_moved, zone, is_working_day))
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
