"""Asking Telegram through an HTTP or SOCKS proxy: by aiohttp, which knows them."""

from __future__ import annotations

import zlib

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from zc_bot.tg.wire import PACKED, Answer, Bounds, BrokenError, Content, NotConnectedError, check_size, unpacked

_NO_WAY = (
    aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ProxyConnectionError, ProxyError, ProxyTimeoutError,
)


class Proxied:
    """A pool of connections through a proxy; made within a running loop."""

    def __init__(self, proxy: str, connections: int) -> None:
        self._session = aiohttp.ClientSession(
            connector=ProxyConnector.from_url(proxy, limit=connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # Which has no bound.
        )

    async def ask(self, method: str, url: str, content: Content, bounds: Bounds) -> Answer:
        """Ask for something; raises an `OSError` that says what went wrong."""
        timeout = aiohttp.ClientTimeout(total=bounds.total, sock_connect=bounds.connecting, sock_read=bounds.silent)
        headers = {"Accept-Encoding": "identity"} | ({"Content-Type": content.kind} if content.kind else {})
        body = content.body if content.kind else None
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                return Answer(answer.status, await _read(answer, bounds.most), answer.headers.get("Date"))
        except _NO_WAY as error:
            raise NotConnectedError(type(error).__name__) from None
        except (aiohttp.ClientError, ValueError, zlib.error) as error:
            raise BrokenError(type(error).__name__) from None

    async def close(self) -> None:
        """Let its connections go."""
        await self._session.close()


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """Read an answer's content, no more of it than may be; raises `TooLargeError`."""
    check_size(answer.content_length or 0, most)
    body = bytearray()
    async for part in answer.content.iter_any():
        body += part
        check_size(len(body), most)
    packed = answer.headers.get("Content-Encoding", "").lower() in PACKED
    return unpacked(body, most) if packed and body else bytes(body)
