"""Visitors of the page: `python -m tests.bench.visitors PORT RATE SECONDS` prints how they were answered, as JSON.

PORT 0: they visit a server of their own, which answers at next to no cost.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter

PATHS = ("/", "/c/tongchuang", "/c/nengda", "/requirements", "/stories", "/en/")
GIVES_WAY = 5
"""How nice they are: in life they are on other machines."""
ANSWER = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Refusing(asyncio.Protocol):
    """A server that gives everybody the same few bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(ANSWER)
        self.transport.close()


async def visit(port: int, rate: float, seconds: float) -> Counter[str]:
    """Ask for pages at a pace, each on a connection of its own; '' for whoever got no answer."""
    statuses: Counter[str] = Counter()

    async def one(path: str) -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head.encode())
                said = await reader.read()
                writer.close()
        except (OSError, TimeoutError):
            said = b""
        statuses[said[9:12].decode()] += 1

    if port == 0:
        own = await asyncio.get_running_loop().create_server(Refusing, "127.0.0.1", 0)
        port = own.sockets[0].getsockname()[1]
    began, visits = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        if (wait := began + number / rate - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        visits.append(asyncio.create_task(one(PATHS[number % len(PATHS)])))
    await asyncio.gather(*visits)
    return statuses


if __name__ == "__main__":
    os.nice(GIVES_WAY)
    print(json.dumps(asyncio.run(visit(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))))
