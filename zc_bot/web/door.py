"""The port at which a bot is asked over HTTP: what answers there is loaded with the first who asks.

A bot that nobody asks is lighter by a web server, and ready sooner.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from zc_bot.errors import ZcError
from zc_bot.metrics import Metrics

if TYPE_CHECKING:
    from zc_bot.web.display import Display
    from zc_bot.web.miniapp import MiniApp

log = logging.getLogger(__name__)
WAITING = 1024
"""So many connections may wait to be taken."""
Wrong = Callable[[], Sequence[str]]
Write = Callable[[], Awaitable[bytes]]
Take = Callable[[Sequence[Any]], Awaitable[None]]
Read = Callable[[bytes], Any]
"""Reads the update that was posted, readable or not; None for what has no update's id."""


@dataclass
class Hook:
    """What takes the updates once the bot runs; until then Telegram is asked to come again."""

    take: Take | None = None


@dataclass
class Mounted:
    """Where the Mini App is mounted; there is none until the bot runs."""

    app: MiniApp | None = None


async def _not_ready() -> bytes:
    """Write what is known before the bot has its database: that it is not ready."""
    return Metrics().written({"ready": 0.0}, {})


@dataclass
class Door:
    """Where a bot is asked, and what it knows to answer: first whatever waits for the database, then the bot.

    port: 0 for none, unless there is a webhook. url: the webhook's, None where Telegram is polled. page: what the
    process that serves it is, and its environment. first: makes the page in this process, once there is a database.
    """

    host: str
    port: int
    url: str | None = None
    secret: str = field(default="", repr=False)
    read: Read = bytes
    page: tuple[Sequence[str], Mapping[str, str]] | None = None
    wrong: Wrong = lambda: ["starting"]
    written: Write = _not_ready
    hook: Hook = field(default_factory=Hook)
    mounted: Mounted = field(default_factory=Mounted)
    first: Callable[[], Display] | None = None

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str | None]:
        """Answer for the length of a block; gives what is wrong where the status can't be served, else None.

        Raises `ZcError` where the webhook's port is taken.
        """
        if self.url is None and not self.port:
            yield None
            return
        try:
            sockets = await bound(self.host, self.port)
        except OSError as error:
            fault = f"port {self.port} can't be used ({error.strerror}): set ZC_HTTP_PORT"
            if self.url is not None:
                raise ZcError(fault) from None
            yield fault
            return
        answering = asyncio.create_task(self._answer(sockets))
        answering.add_done_callback(_tell)
        try:
            yield None
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
            for one in sockets:
                one.close()

    async def _answer(self, sockets: Sequence[socket.socket]) -> None:
        """Answer whoever asks, from the first on."""
        if self.url is None:
            with _first_asked(sockets) as asked:
                await asked
        await (await asyncio.to_thread(import_module, "zc_bot.web.front")).answer(self, sockets)


async def bound(host: str, port: int) -> Sequence[socket.socket]:
    """Listen at a port, one socket an address of the host. Raises `OSError` where it is taken."""
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port, start_serving=False)
    try:
        found = [one.dup() for one in server.sockets]
    finally:
        server.close()
    for one in found:
        one.listen(WAITING)
    return found


@contextmanager
def _first_asked(sockets: Sequence[socket.socket]) -> Iterator[asyncio.Future[None]]:
    """Give what is done when somebody asks, who goes on waiting."""
    loop = asyncio.get_running_loop()
    asked = loop.create_future()

    def hear() -> None:
        if not asked.done():
            asked.set_result(None)

    for one in sockets:
        loop.add_reader(one, hear)
    try:
        yield asked
    finally:
        for one in sockets:
            loop.remove_reader(one)


def _tell(answering: asyncio.Task[None]) -> None:
    if not answering.cancelled() and (error := answering.exception()) is not None:
        log.error("what is asked over HTTP is answered no more", exc_info=error)
