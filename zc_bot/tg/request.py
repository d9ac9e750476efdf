"""python-telegram-bot's HTTP seam on aiohttp: four times the messages of the client it ships with.

Errors say whether a request can have reached Telegram: `Unsent` cannot, any other `NetworkError` may have.
No error, log line or traceback holds the token.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import orjson
from aiohttp_socks import ProxyConnector
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_TIMEOUT = 5.0
_JSON = {"Content-Type": "application/json"}


class Unsent(NetworkError):
    """The request certainly did not reach Telegram."""


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections, directly or through an HTTP or SOCKS proxy."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        connections: int = 128,
        read_timeout: float = 15.0,
        on_date: Callable[[str], None] | None = None,
    ) -> None:
        self._proxy = proxy
        self._on_date = on_date
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise NetworkError("the answer was not JSON") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request was not initialized")
        reading = float(read_timeout) if isinstance(read_timeout, int | float) else self._read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=reading)
        try:
            body = _body(request_data)
            headers = _JSON if isinstance(body, bytes) else None
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                if self._on_date is not None and (date := answer.headers.get("Date")) is not None:
                    self._on_date(date)
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unsent(f"no connection to Telegram ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"the connection to Telegram broke ({type(error).__name__})") from None

    def _connector(self) -> aiohttp.BaseConnector:
        if self._proxy is not None:
            return ProxyConnector.from_url(self._proxy, limit=self._connections)
        return aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=75)


def retry_seconds(error: RetryAfter) -> float:
    """Return for how many seconds Telegram wants to be left alone."""
    # The public attribute is changing its type and warns of it at every look.
    return error._retry_after.total_seconds()


def _body(data: RequestData | None) -> aiohttp.FormData | bytes | None:
    """Build what is sent: a form where there are files, else JSON, which is quicker to write for Chinese text."""
    if data is None:
        return None
    if not data.contains_files:
        return orjson.dumps(data.parameters)
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
