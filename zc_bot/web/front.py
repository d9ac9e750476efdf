"""What a running bot serves: its status from the first moment on, the webhook if there is one, the page beside it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext

from aiohttp import web

from zc_bot.web.beside import PageProcess
from zc_bot.web.door import Door
from zc_bot.web.meanwhile import Meanwhile
from zc_bot.web.miniapp import add_miniapp
from zc_bot.web.server import listening, web_application
from zc_bot.web.status import add_status
from zc_bot.web.webhook import add_webhook, hook_path


def front_paths(webhook: str | None) -> tuple[str, ...]:
    """Return how the paths begin that the bot answers itself."""
    hook = () if webhook is None else (hook_path(webhook),)
    return "/healthz", "/metrics", "/app", *hook


async def answer(door: Door, sockets: Sequence[socket.socket]) -> None:
    """Answer at a bot's port until cancelled."""
    page = None if door.page is None else PageProcess(*door.page, front_paths(door.url))
    async with answering(door, sockets, page):
        await asyncio.Event().wait()


@asynccontextmanager
async def answering(door: Door, sockets: Sequence[socket.socket], page: PageProcess | None) -> AsyncIterator[None]:
    """Answer for the length of a block. page: the process that serves it."""
    app = web_application()
    add_status(app, lambda: door.wrong(), lambda: door.written())
    if door.url is not None:
        add_webhook(app, door.url, door.secret, door.read, door.hook)
    add_miniapp(app, door.mounted)
    if page is not None:
        app.router.add_get("/{tail:.*}", _Pages(door, page).answer)
    async with listening(app, sockets) as port, nullcontext() if page is None else page.beside(port):
        yield


class _Pages:
    """Answers with pages; there are none until the bot has its database."""

    def __init__(self, door: Door, process: PageProcess) -> None:
        self._door, self._process = door, process
        self._first: Meanwhile | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self._first is None and self._door.first is not None:
            self._process.open, self._first = True, Meanwhile(self._process, self._door.first)
        return await (self._process if self._first is None else self._first).answer(request)
