"""How many pages a second are given: beyond, whoever asks is told to come again, and answers do not slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 15.0
"""Seconds in which a connection has to begin to ask."""
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


class Paced(asyncio.Protocol):
    """A connection whose first request is looked at before anything is made for it.

    Where the bucket is empty it is refused at a tenth of what a request costs, so that a flood of them leaves time
    for others. bucket: whose pace it is. spared: beginnings of paths that are never refused. server: what answers.
    """

    def __init__(self, bucket: Bucket, spared: tuple[str, ...], server: Callable[[], asyncio.Protocol]) -> None:
        self._bucket, self._spared, self._server = bucket, spared, server
        self._transport: asyncio.Transport | None = None
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._late = asyncio.get_running_loop().call_later(PATIENCE, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._late is not None:
            self._late.cancel()

    def data_received(self, data: bytes) -> None:
        transport = self._transport
        assert transport is not None
        if self._late is not None:
            self._late.cancel()
        if self._bucket.is_empty() and not self._is_spared(data):
            transport.write(REFUSAL)
            transport.close()
            return
        found = self._server()
        transport.set_protocol(found)
        found.connection_made(transport)
        found.data_received(data)

    def _is_spared(self, data: bytes) -> bool:
        _, _, path = data.partition(b" ")
        return path[:200].decode("latin-1").startswith(self._spared)
