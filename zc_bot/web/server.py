"""Serving over HTTP: a connection that asks for nothing, or only half, is not held for long."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from zc_bot.web.door import WAITING, bound

LARGEST = 1024 * 1024
IDLE, LOOK = 15.0, 3.0
"""Seconds in which a connection has to ask for something, and between two looks."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ASKED: web.AppKey[set[web.RequestHandler]] = web.AppKey("asked", set)


def web_application() -> web.Application:
    """Make an application that knows which connections have asked for something."""
    app = web.Application(client_max_size=LARGEST, middlewares=[_note])
    app[ASKED] = set()
    return app


@web.middleware
async def _note(request: web.Request, handler: Handler) -> web.StreamResponse:
    request.app[ASKED].add(request.protocol)
    return await handler(request)


class Listening:
    """A port of which this process takes the connections, or leaves them to another that has its sockets too."""

    def __init__(self, runner: web.AppRunner, sockets: Sequence[socket.socket]) -> None:
        self.runner, self.sockets = runner, sockets
        self._sites: list[web.SockSite] = []
        self.address = "http://{}:{}".format(*sockets[0].getsockname()[:2])

    async def take(self) -> None:
        """Take connections, also those that wait already."""
        if self._sites:
            return
        self._sites = [web.SockSite(self.runner, one.dup(), backlog=WAITING) for one in self.sockets]
        for site in self._sites:
            await site.start()

    async def leave(self) -> None:
        """Take no more; what was taken is answered."""
        sites, self._sites = self._sites, []
        for site in sites:
            await site.stop()

    def close(self) -> None:
        for one in self.sockets:
            one.close()


@asynccontextmanager
async def listening(app: web.Application, sockets: Sequence[socket.socket]) -> AsyncIterator[Listening]:
    """Serve `app` for the length of a block, on a port that can be left."""
    async with running(app) as runner:
        found = Listening(runner, sockets)
        try:
            await found.take()
            yield found
        finally:
            found.close()


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve `app` for the length of a block; gives its address. Raises `OSError` where the port is taken."""
    async with listening(app, await bound(host, port)) as found:
        yield found.address


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[web.AppRunner]:
    """Run `app` for the length of a block, wherever it is then served."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    closing = asyncio.create_task(_close_idle(app, runner))
    try:
        yield runner
    finally:
        closing.cancel()
        await runner.cleanup()


async def _close_idle(app: web.Application, runner: web.AppRunner) -> None:
    """Close connections that have sent no whole head of a request for too long."""
    loop = asyncio.get_running_loop()
    first_seen: dict[web.RequestHandler, float] = {}
    while True:
        await asyncio.sleep(LOOK)
        connected = set(runner.server.connections if runner.server is not None else ())
        asked = app[ASKED]
        asked.intersection_update(connected)
        first_seen = {one: first_seen.get(one, loop.time()) for one in connected - asked}
        for one, since in first_seen.items():
            if loop.time() - since > IDLE and one.transport is not None:
                one.transport.abort()
