"""How many pages a second are given: beyond, whoever asks is told to come again, and answers do not slow."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress

from zc_bot.web.door import WAITING

log = logging.getLogger(__name__)
PATIENCE = 15.0
"""Seconds in which a connection has to begin to ask."""
AT_ONCE, MOST = 64, 2048
"""So many connections are taken before anything else is looked at, and so many may be waited for."""
AGAIN = 0.5
"""Seconds after which is looked again where no connection could be taken."""
HEAD, REQUEST = 256, 65536
"""So much of a request is looked at, and so much taken off before it is refused."""
REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n"
    b"Cache-Control: no-store\r\nRetry-After: 1\r\nConnection: close\r\n\r\nbusy\n"
)


class Bucket:
    """A bucket of tokens: `rate` a second flow in, at most `burst` are kept."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._at = burst, clock()

    def take(self) -> bool:
        """Take a token; False where none is left."""
        if self.is_empty():
            return False
        self._left -= 1
        return True

    def is_empty(self) -> bool:
        """Tell whether no token is left just now."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        return self._left < 1


class Gate:
    """Takes the connections of a port, and looks at the first request of each before anything is made for it.

    Where the bucket is empty it is refused by a few calls of the system, a third of what asyncio's transport would
    take and a fifteenth of a page, so that a flood of them leaves time for others. bucket: whose pace it is.
    spared: beginnings of paths that are never refused. server: what answers.
    """

    def __init__(
        self, port: socket.socket, bucket: Bucket, spared: tuple[str, ...], server: Callable[[], asyncio.Protocol]
    ) -> None:
        self._port, self._bucket, self._server = port, bucket, server
        self._spared = tuple(one.encode("latin-1") for one in spared)
        self._loop = asyncio.get_running_loop()
        self._silent: dict[socket.socket, asyncio.TimerHandle] = {}
        self._entering: set[asyncio.Task[None]] = set()
        self._again: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Take connections, also those that wait already."""
        self._port.setblocking(False)
        self._port.listen(WAITING)
        self._loop.add_reader(self._port, self._take)

    def close(self) -> None:
        """Take no more, and leave those that have not asked; what was let in is answered."""
        if self._port.fileno() < 0:
            return
        self._loop.remove_reader(self._port)
        if self._again is not None:
            self._again.cancel()
        self._port.close()
        for one in tuple(self._silent):
            self._drop(one)

    def _take(self) -> None:
        for _ in range(AT_ONCE):
            try:
                found, _ = self._port.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                log.warning("no connection can be taken", exc_info=True)
                self._loop.remove_reader(self._port)
                self._again = self._loop.call_later(AGAIN, self.open)
                return
            found.setblocking(False)
            self._look(found)

    def _look(self, found: socket.socket) -> None:
        """Let in, refuse, or wait for whoever has not asked yet."""
        try:
            head = found.recv(HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            self._wait(found)
            return
        except OSError:
            head = b""
        self._forget(found)
        if not head:
            found.close()
        elif self._bucket.is_empty() and not head.partition(b" ")[2].startswith(self._spared):
            _refuse(found)
        else:
            entering = self._loop.create_task(self._let_in(found))
            self._entering.add(entering)
            entering.add_done_callback(self._entering.discard)

    async def _let_in(self, found: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._server, found)
        except OSError:
            found.close()

    def _wait(self, found: socket.socket) -> None:
        """Wait for somebody to ask; of too many who do not, whoever has been silent longest goes."""
        if found in self._silent:
            return
        while len(self._silent) >= MOST:
            self._drop(next(iter(self._silent)))
        self._silent[found] = self._loop.call_later(PATIENCE, self._drop, found)
        self._loop.add_reader(found, self._look, found)

    def _forget(self, found: socket.socket) -> None:
        if (late := self._silent.pop(found, None)) is not None:
            late.cancel()
            self._loop.remove_reader(found)

    def _drop(self, found: socket.socket) -> None:
        self._forget(found)
        found.close()


def _refuse(found: socket.socket) -> None:
    """Tell somebody to come again. What was asked is taken off: an unread rest would cut the answer off."""
    with suppress(OSError):
        found.recv(REQUEST)
        found.send(REFUSAL)
    found.close()
