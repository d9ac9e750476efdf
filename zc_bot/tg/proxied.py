"""Asking Telegram through an HTTP or SOCKS proxy: by aiohttp, which knows them."""

from __future__ import annotations

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from zc_bot.tg.wire import Answer, BrokenError, Content, NotConnectedError, Pace

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
        )

    async def ask(self, method: str, url: str, content: Content, pace: Pace) -> Answer:
        """Ask for something; raises `NotConnectedError`, `BrokenError`, another `OSError`, or `TimeoutError`."""
        timeout = aiohttp.ClientTimeout(total=pace.total, sock_connect=pace.connecting, sock_read=pace.silent)
        headers = {"Content-Type": content.kind} if content.kind else None
        body = content.body if content.kind else None
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                return Answer(answer.status, await answer.read(), answer.headers.get("Date"))
        except _NO_WAY as error:
            raise NotConnectedError(type(error).__name__) from None
        except aiohttp.ClientError as error:
            raise BrokenError(type(error).__name__) from None

    async def close(self) -> None:
        """Let its connections go."""
        await self._session.close()
