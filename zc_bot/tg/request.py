"""python-telegram-bot's HTTP seam: what every update asks goes over `wire`, everything else by aiohttp.

Errors say whether a request can have reached Telegram: `Unsent` cannot, any other `NetworkError` may have.
No error, log line or traceback holds the token. A request ends, however slowly its answer comes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from zc_bot.tg.wire import Answer, NotConnectedError, Origin

CONNECT_TIMEOUT, WRITE_TIMEOUT, READ_TIMEOUT = 5.0, 5.0, 15.0
KEPT_SECONDS = 75
"""For so long a connection is kept that nothing goes over."""
LONGEST_WAIT = 3600.0
"""Telegram is left alone for no longer than so many seconds at a time, whatever it asks for."""
USUAL_WAIT = 5.0
"""Where a 429 does not say for how long."""
READ_OF_UNREADABLE = 4096
_JSON = {"Content-Type": "application/json"}


class Unsent(NetworkError):
    """The request certainly did not reach Telegram."""


class Unreadable(NetworkError):
    """An answer that is not one of Telegram's; `start` is what it begins with."""

    def __init__(self, message: str, start: bytes = b"") -> None:
        super().__init__(message)
        self.start = start


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections, directly or through an HTTP or SOCKS proxy."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        connections: int = 128,
        on_date: Callable[[str], None] | None = None,
    ) -> None:
        self._proxy = proxy
        self._on_date = on_date
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._origins: dict[str, Origin] = {}

    @property
    def read_timeout(self) -> float:
        return READ_TIMEOUT

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        for origin in self._origins.values():
            origin.close()
        self._origins.clear()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise Unreadable("the answer was not JSON", payload[:READ_OF_UNREADABLE]) from None
        if not isinstance(answer, dict) or not ("result" in answer or answer.get("ok") is False):
            raise Unreadable("the answer was JSON of another shape", payload[:READ_OF_UNREADABLE])
        return answer

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
        reading = float(read_timeout) if isinstance(read_timeout, int | float) else READ_TIMEOUT
        writing = float(write_timeout) if isinstance(write_timeout, int | float) else WRITE_TIMEOUT
        total = CONNECT_TIMEOUT + writing + reading
        try:
            body = _body(request_data)
            if method == "POST" and isinstance(body, bytes) and self._proxy is None:
                answer = await self._post(url, body, reading, total)
            else:
                answer = await self._ask(self._session, method, url, body, reading, total)
            if self._on_date is not None and answer.date is not None:
                self._on_date(answer.date)
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                _check_refusal(answer.status, answer.body)
            elif method == "POST" and b'"result"' not in answer.body:
                raise Unreadable("the answer has no result", answer.body[:READ_OF_UNREADABLE])
            return answer.status, answer.body
        except NotConnectedError as error:
            raise Unsent(f"no connection to Telegram ({error})") from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unsent(f"no connection to Telegram ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"the connection to Telegram broke ({type(error).__name__})") from None

    async def _post(self, url: str, body: bytes, reading: float, total: float) -> Answer:
        """Post JSON the short way."""
        scheme, _, rest = url.partition("://")
        authority, _, path = rest.partition("/")
        origin = self._origins.get(authority)
        if origin is None:
            origin = self._origins[authority] = Origin(scheme, authority, self._connections, KEPT_SECONDS)
        return await origin.post(f"/{path}", body, CONNECT_TIMEOUT, reading, total)

    @staticmethod
    async def _ask(
        session: aiohttp.ClientSession, method: str, url: str, body: aiohttp.FormData | bytes | None, reading: float,
        total: float,
    ) -> Answer:
        """Ask for what is not every update's: with a file, for a file, or through a proxy."""
        timeout = aiohttp.ClientTimeout(total=total, sock_connect=CONNECT_TIMEOUT, sock_read=reading)
        headers = _JSON if isinstance(body, bytes) else None
        async with session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
            return Answer(answer.status, await answer.read(), answer.headers.get("Date"))

    def _connector(self) -> aiohttp.BaseConnector:
        if self._proxy is not None:
            from aiohttp_socks import ProxyConnector

            return ProxyConnector.from_url(self._proxy, limit=self._connections)
        return aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_SECONDS)


def retry_seconds(error: RetryAfter) -> float:
    """Return for how many seconds Telegram wants to be left alone, an hour at most."""
    span = error.retry_after
    return min(LONGEST_WAIT, span.total_seconds() if isinstance(span, timedelta) else float(span))


def _check_refusal(status: int, content: bytes) -> None:
    """Raise for a 429, and for a refusal that is not Telegram's own: a proxy's page says nothing of the chat."""
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("description"), str):
        raise Unreadable(f"HTTP {status}, not in Telegram's words")
    parameters = answer.get("parameters")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RetryAfter(_seconds(parameters.get("retry_after") if isinstance(parameters, dict) else None))
    if parameters is not None and not isinstance(parameters, dict):
        raise Unreadable(f"HTTP {status} of another shape")


def _seconds(asked: object) -> int:
    """Read for how long a 429 asks; whatever it says, no longer than an hour."""
    if not isinstance(asked, int | float) or isinstance(asked, bool) or not asked > 0:
        return int(USUAL_WAIT)
    return int(min(LONGEST_WAIT, max(1, asked)))


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
