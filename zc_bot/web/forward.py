"""Passing a request on to the process that answers it: between the bot and its page, by a socket of their own."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, UnixConnector, web
from yarl import URL

REMOTE = "Zc-Remote"
"""Who asked, as the process that took the request saw it; believed only where it comes by the socket of their own."""
OWN = frozenset({
    "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect",
    REMOTE.lower(),
})
"""What belongs to a connection, not to what is passed on."""
CHUNK = 64 * 1024
LONGEST = ClientTimeout(total=30, sock_connect=2)


@asynccontextmanager
async def forwarding(path: str) -> AsyncIterator[ClientSession]:
    """Open what passes requests on to the process that listens at a socket of the file system."""
    connector = UnixConnector(path, limit=64)
    async with ClientSession(connector=connector, timeout=LONGEST, auto_decompress=False) as session:
        yield session


async def forward(request: web.Request, session: ClientSession) -> web.StreamResponse:
    """Pass a request on and give its answer as it comes; raises `ClientError` or `TimeoutError` where none comes."""
    headers = [(name, value) for name, value in request.headers.items() if name.lower() not in OWN]
    headers.append((REMOTE, remote_of(request)))
    to = URL(f"http://beside{request.raw_path}", encoded=True)
    body = await request.read()
    async with session.request(
        request.method, to, headers=headers, data=body or None, allow_redirects=False,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
    ) as got:
        answer = web.StreamResponse(status=got.status, reason=got.reason)
        answer.headers.extend((name, value) for name, value in got.headers.items() if name.lower() not in OWN)
        await answer.prepare(request)
        try:
            async for chunk in got.content.iter_chunked(CHUNK):
                await answer.write(chunk)
        except (ClientError, TimeoutError):
            # Half an answer is out: what can still be said is that it is no whole one.
            if request.transport is not None:
                request.transport.abort()
        else:
            await answer.write_eof()
        return answer


def is_beside(request: web.Request) -> bool:
    """Tell whether a request was passed on by the process beside this one."""
    found = None if request.transport is None else request.transport.get_extra_info("socket")
    return found is not None and found.family == socket.AF_UNIX


def remote_of(request: web.Request) -> str:
    """Return the address of whoever asked, '' where it is not known."""
    return (request.headers.get(REMOTE, "") if is_beside(request) else request.remote) or ""
