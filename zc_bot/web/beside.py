"""The process that serves the page, as the bot has it: started when somebody asks for a page, gone minutes after.

While it runs it takes the connections of the bot's port itself, so that pages cost the bot nothing, and passes on
what is the bot's. Whatever becomes of it, the bot has the port too and takes it back.

    absent ─ a page is asked for ─ starting ─ "ready", the port is handed over ─ serving ─ "leaving" or gone ─ absent
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession, web

from zc_bot import processors
from zc_bot.web.forward import forward, forwarding, is_beside
from zc_bot.web.server import Listening

log = logging.getLogger(__name__)
START, PING, PATIENCE = 60.0, 5.0, 15.0
"""Seconds in which it has to be ready, between two looks whether it still answers, and in which it then has to."""
IDLE = 300.0
AGAIN, LONGEST = 1.0, 60.0
"""Seconds after an unforeseen end in which it is not started again, at first and where it ends each time."""
MOST_WAITING = 50
"""So many requests may wait for it or be passed on to it at once; more are told to come again."""
BOT, PAGE = "bot", "page"
"""The sockets at which either takes what the other passes on."""
READY, LISTEN, SERVING, LEAVING, LOOK, HERE = b"ready", b"listen", b"serving", b"leaving", b"?", b"!"


class PageProcess:
    """Starts the process and ends it.

    command: what it is. own: the paths that are the bot's. idle: after how many seconds without a page it leaves.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], own: Sequence[str], idle: float = IDLE
    ) -> None:
        self._command, self._environment, self._own, self._idle = command, environment, own, idle
        self.open = False
        """Until the bot has its database there is no page."""
        self.starts = 0
        """How often it was started."""
        self.process: asyncio.subprocess.Process | None = None
        self._listening: Listening | None = None
        self._life: asyncio.Task[None] | None = None
        self._begun: asyncio.Future[ClientSession | None] | None = None
        self._not_before = 0.0
        self._failures = 0
        self._waiting = 0

    @asynccontextmanager
    async def beside(self, port: Listening) -> AsyncIterator[None]:
        """Have the process, when it is wanted, for the length of a block. port: what both take turns at."""
        self._listening = port
        try:
            yield
        finally:
            if self._life is not None:
                self._life.cancel()
                await asyncio.gather(self._life, return_exceptions=True)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a request that is none of the bot's own by what the process makes of it."""
        if is_beside(request):
            raise web.HTTPNotFound
        if not self.open:
            return _refusal("starting", 5)
        if self._waiting >= MOST_WAITING:
            return _refusal("busy", 1)
        self._waiting += 1
        try:
            session = await self._wanted()
            if session is None:
                return _refusal("busy", 1)
            answer = await forward(request, session)
        except (ClientError, TimeoutError):
            return _refusal("busy", 1)
        finally:
            self._waiting -= 1
        # Whoever comes again finds the process itself.
        answer.force_close()
        return answer

    def begin(self) -> bool:
        """Begin it unless it is there or on its way; False where it can't be had just now."""
        if self._life is None or self._life.done():
            if time.monotonic() < self._not_before:
                return False
            self._begun = asyncio.get_running_loop().create_future()
            self._life = asyncio.create_task(self._live(self._begun))
        return True

    @property
    def is_ready(self) -> bool:
        """Tell whether it is there and can be asked."""
        session = self._begun.result() if self._begun is not None and self._begun.done() else None
        return session is not None and not session.closed

    async def _wanted(self) -> ClientSession | None:
        """Return what passes requests on to it, once it is ready; None where it can't be had just now."""
        if not self.begin():
            return None
        assert self._begun is not None
        found = await asyncio.shield(self._begun)
        return None if found is None or found.closed else found

    async def _live(self, begun: asyncio.Future[ClientSession | None]) -> None:
        """Start it, hand the port over, look after it, and take the port back when it is gone."""
        assert self._listening is not None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self.starts += 1
        self._failures += 1
        self._not_before = time.monotonic() + min(LONGEST, AGAIN * 2.0 ** min(self._failures - 1, 10))
        try:
            async with AsyncExitStack() as stack:
                folder = stack.enter_context(_folder())
                await stack.enter_async_context(_at(self._listening.runner, folder / BOT))
                await self._start(theirs, folder)
                session = await stack.enter_async_context(forwarding(str(folder / PAGE)))
                await self._hand_over(ours, self._listening)
                begun.set_result(session)
                self._failures = 0
                await self._look_after(ours, self._listening)
        except (OSError, TimeoutError) as error:
            log.warning("the process of the page is ended: %s", str(error) or "it does not answer")
        finally:
            theirs.close()
            ours.close()
            if not begun.done():
                begun.set_result(None)
            await self._listening.take()
            await self._end()

    async def _start(self, theirs: socket.socket, folder: Path) -> None:
        with processors.anywhere():
            self.process = await asyncio.create_subprocess_exec(
                *self._command, str(theirs.fileno()), str(folder), str(self._idle), str(os.getpid()), *self._own,
                pass_fds=(theirs.fileno(),), env=self._environment, stdin=asyncio.subprocess.DEVNULL,
            )
        theirs.close()

    async def _hand_over(self, ours: socket.socket, port: Listening) -> None:
        """Give it the port's sockets once it is ready, and leave the connections to it once it takes them."""
        await _hear(ours, READY, START)
        socket.send_fds(ours, [LISTEN], [one.fileno() for one in port.sockets])
        await _hear(ours, SERVING, PATIENCE)
        await port.leave()
        log.info("the page is served by a process of its own (%s)", self.process and self.process.pid)

    async def _look_after(self, ours: socket.socket, port: Listening) -> None:
        """Ask it now and then whether it is there, until it leaves. Raises `TimeoutError` where it says nothing."""
        loop = asyncio.get_running_loop()
        while True:
            await loop.sock_sendall(ours, LOOK)
            said = await asyncio.wait_for(loop.sock_recv(ours, 64), PATIENCE)
            if said == LEAVING:
                await port.take()
                self._not_before = 0.0
                async with asyncio.timeout(PATIENCE):
                    while said:
                        said = await loop.sock_recv(ours, 64)
                return
            if not said:
                raise ConnectionError("it is gone")
            with suppress(TimeoutError):
                # Its end is heard at once, not only at the next look.
                await asyncio.wait_for(_gone(ours), PING)

    async def _end(self) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        self.process = None


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder for the sockets, which nobody else may enter. The process removes it where the bot can't."""
    path = Path(tempfile.mkdtemp(prefix="zc-page-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@asynccontextmanager
async def _at(runner: web.AppRunner, path: Path) -> AsyncIterator[None]:
    """Take what is passed on to the bot, at a socket, for the length of a block."""
    site = web.UnixSite(runner, str(path))
    await site.start()
    try:
        yield
    finally:
        await site.stop()


async def _gone(ours: socket.socket) -> None:
    """Wait until there is something to be heard, and leave it there."""
    loop = asyncio.get_running_loop()
    heard = loop.create_future()

    def hear() -> None:
        if not heard.done():
            heard.set_result(None)

    loop.add_reader(ours, hear)
    try:
        await heard
    finally:
        loop.remove_reader(ours)


async def _hear(ours: socket.socket, what: bytes, within: float) -> None:
    """Wait for a word. Raises `TimeoutError`, and `ConnectionError` for another or none."""
    said = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(ours, 64), within)
    if said != what:
        raise ConnectionError("it ended before it served")


def _refusal(text: str, after: int) -> web.Response:
    headers = {"Retry-After": str(after), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(status=503, text=f"{text}\n", headers=headers)


