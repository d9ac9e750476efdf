"""python-telegram-bot's HTTP seam: what is asked of Telegram goes over `wire`, or by aiohttp through a proxy.

Errors say whether a request can have reached Telegram: `Unsent` cannot, any other `NetworkError` may have.
No error, log line or traceback holds the token. A request ends, however slowly its answer comes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

import orjson
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from zc_bot.tg.wire import Answer, Bounds, BrokenError, Content, NotConnectedError, Origins, TooLargeError

CONNECT_TIMEOUT, WRITE_TIMEOUT, READ_TIMEOUT = 5.0, 5.0, 15.0
KEPT_SECONDS = 75
"""For so long a connection is kept that nothing goes over."""
LONGEST_WAIT = 3600.0
"""Telegram is left alone for no longer than so many seconds at a time, whatever it asks for."""
USUAL_WAIT = 5.0
"""Where a 429 does not say for how long."""
READ_OF_UNREADABLE = 4096
_JSON = "application/json"


class Unsent(NetworkError):
    """The request certainly did not reach Telegram."""


class Unreadable(NetworkError):
    """An answer that is not one of Telegram's; `start` is what it begins with."""

    def __init__(self, message: str, start: bytes = b"") -> None:
        super().__init__(message)
        self.start = start


class TooLarge(NetworkError):
    """An answer, or a file, of more bytes than Telegram gives; no more of it was read."""


class Way(Protocol):
    """How requests get to Telegram."""

    async def ask(self, method: str, url: str, content: Content, bounds: Bounds) -> Answer:
        """Ask for something; raises `NotConnectedError`, another `OSError`, or `TimeoutError`."""

    async def close(self) -> None:
        """Let its connections go."""


class TelegramRequest(BaseRequest):
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
        self._way: Way | None = None

    @property
    def read_timeout(self) -> float:
        return READ_TIMEOUT

    async def initialize(self) -> None:
        if self._way is not None:
            return
        if self._proxy is None:
            self._way = Origins(self._connections, KEPT_SECONDS)
        else:
            from zc_bot.tg.proxied import Proxied  # Only who has a proxy loads the client that knows them.

            self._way = Proxied(self._proxy, self._connections)

    async def shutdown(self) -> None:
        if self._way is not None:
            await self._way.close()
            self._way = None

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
        if self._way is None:
            raise RuntimeError("the request was not initialized")
        reading = float(read_timeout) if isinstance(read_timeout, int | float) else READ_TIMEOUT
        writing = float(write_timeout) if isinstance(write_timeout, int | float) else WRITE_TIMEOUT
        bounds = Bounds(CONNECT_TIMEOUT, reading, CONNECT_TIMEOUT + writing + reading)
        try:
            answer = await _asked(self._way, method, url, _content(request_data), bounds)
            if self._on_date is not None and answer.date is not None:
                self._on_date(answer.date)
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                _check_refusal(answer.status, answer.body)
            elif method == "POST" and b'"result"' not in answer.body:
                raise Unreadable("the answer has no result", answer.body[:READ_OF_UNREADABLE])
            return answer.status, answer.body
        except NotConnectedError as error:
            raise Unsent(f"no connection to Telegram ({error})") from None
        except TooLargeError:
            raise TooLarge("the answer is larger than any of Telegram's") from None
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except OSError as error:
            raise NetworkError(f"the connection to Telegram broke ({type(error).__name__})") from None


async def _asked(way: Way, method: str, url: str, content: Content, bounds: Bounds) -> Answer:
    """Ask; what only reads is asked once more, since a connection that was kept may end just then."""
    try:
        return await way.ask(method, url, content, bounds)
    except BrokenError:
        if method != "GET":
            raise
        return await way.ask(method, url, content, bounds)


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


def _content(data: RequestData | None) -> Content:
    """Build what is sent: a form where there are files, else JSON, which is quicker to write for Chinese text."""
    if data is None:
        return Content()
    if not data.contains_files:
        return Content(orjson.dumps(data.parameters), _JSON)
    boundary = secrets.token_hex(16)
    fields = [(_named(name), value.encode()) for name, value in data.json_parameters.items()]
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        head = f"{_named(name)}; filename={_quoted(filename)}\r\nContent-Type: {mime}"
        fields.append((head, content if isinstance(content, bytes) else content.read()))
    parts = [b"--%b\r\n%b\r\n\r\n%b\r\n" % (boundary.encode(), head.encode(), body) for head, body in fields]
    return Content(b"".join((*parts, b"--%b--\r\n" % boundary.encode())), f"multipart/form-data; boundary={boundary}")


def _named(field: str) -> str:
    return f"Content-Disposition: form-data; name={_quoted(field)}"


def _quoted(name: str) -> str:
    """Write a name as browsers do in a form (WHATWG's HTML, 4.10.22.8)."""
    return '"{}"'.format(name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A"))
