"""Serving over HTTP: a connection that asks for nothing, or only half, is not held for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

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


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve `app` for the length of a block; gives its address. Raises `OSError` where the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        closing = asyncio.create_task(_close_idle(app, runner))
        try:
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            closing.cancel()
    finally:
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
