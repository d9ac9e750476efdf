"""HTTP/1.1 for what is asked of Telegram: JSON and forms posted, files fetched, on connections that are kept.

It does for that what a client for any request does, in a fifth of its time, which somebody waits for, and of its
memory. One request is under way on a connection at a time; a connection whose answer was not awaited to its end is
never used again.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections import deque
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST_HEAD = 65_536
LARGEST = 20 * 1024 * 1024
"""Telegram gives a bot no larger file, and nothing else that is as large."""
FALL_BACK = 0.25
"""Seconds after which a second address of a host is tried beside the first."""
_EITHER_KIND = zlib.MAX_WBITS | 32
"""What was packed by gzip or by zlib is unpacked; a proxy between may pack what nobody asked it to."""
_NO_BODY = frozenset({204, 304})
PACKED = frozenset({"gzip", "x-gzip", "deflate"})
"""The encodings of content that are unpacked."""


class NotConnectedError(OSError):
    """No connection came about, so nothing was sent."""


class TooLargeError(OSError):
    """The answer has more bytes than were asked for at most; no more of it was read."""


class BrokenError(OSError):
    """The connection ended, or what came over it was no HTTP: what was sent may have arrived."""


class Answer(NamedTuple):
    status: int
    body: bytes
    date: str | None
    """When it was given, as its sender says."""


class Bounds(NamedTuple):
    """What a request may take: seconds until there is a connection, without a word and in all; bytes of answer."""

    connecting: float
    silent: float
    total: float
    most: int = LARGEST


class Content(NamedTuple):
    """What is posted, and of which kind it is."""

    body: bytes = b""
    kind: str = ""

    def head(self) -> bytes:
        """Write the headers that describe it, and the end of the head."""
        kind = f"Content-Type: {self.kind}\r\n" if self.kind else ""
        return f"{kind}Content-Length: {len(self.body)}\r\n\r\n".encode()


class Connection(asyncio.Protocol):
    """One connection, and the answer that it waits for."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._awaited: asyncio.Future[Answer] | None = None
        self._silent, self._deadline, self._heard_at, self._most = 0.0, 0.0, 0.0, LARGEST
        self._timer: asyncio.TimerHandle | None = None
        self._begin()
        self.idle_since = 0.0

    def _begin(self) -> None:
        self._read = bytearray()
        self._status = 0
        self._date: str | None = None
        self._length: int | None = None
        self._chunked = self._packed = False
        self._body: bytearray | None = None
        """What came of a body in chunks."""
        self.lasts = True
        """Whether another request may follow."""

    @property
    def is_open(self) -> bool:
        return self.lasts and self._transport is not None and not self._transport.is_closing()

    def ask(self, request: bytes, bounds: Bounds) -> asyncio.Future[Answer]:
        """Send a request; gives its answer, `BrokenError`, or beyond its bounds `TimeoutError` or `TooLargeError`."""
        assert self._transport is not None
        self._begin()
        self._awaited = self._loop.create_future()
        self._heard_at = now = self._loop.time()
        self._silent, self._deadline, self._most = bounds.silent, now + bounds.total, bounds.most
        self._timer = self._loop.call_at(now + min(bounds.silent, bounds.total), self._look)
        self._transport.write(request)
        return self._awaited

    def close(self) -> None:
        """Let it go, whatever is under way."""
        self.lasts = False
        self._awaited = None
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        ends_so = self._status and self._length is None and not self._chunked and error is None
        if ends_so and self._awaited is not None:
            self._take(ended=True)
        else:
            self._fail(BrokenError("the connection ended"))

    def data_received(self, data: bytes) -> None:
        if self._awaited is None:
            self.close()  # What nobody asked for belongs to no answer.
            return
        self._heard_at = self._loop.time()
        self._read += data
        self._take()

    def _take(self, ended: bool = False) -> None:
        """Take what there is of the answer."""
        try:
            self._finish(self._read) if ended else self._take_more()
        except TooLargeError as error:
            self._fail(error)
        except (ValueError, zlib.error):
            self._fail(BrokenError("the answer was no HTTP"))

    def _take_more(self) -> None:
        """Take as much as there is; raises `ValueError` where it is no answer."""
        while not self._status:
            end = self._read.find(b"\r\n\r\n")
            if end < 0:
                if len(self._read) > LONGEST_HEAD:
                    raise ValueError
                return
            head = bytes(self._read[:end])
            del self._read[: end + 4]
            self._read_head(head)
        if self._chunked:
            self._take_chunks()
            return
        check_size(len(self._read) if self._length is None else self._length, self._most)
        if self._length is not None and len(self._read) >= self._length:
            if len(self._read) > self._length:
                self.lasts = False
            self._finish(self._read[: self._length])

    def _read_head(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        version, _, rest = first.partition(b" ")
        if version not in {b"HTTP/1.1", b"HTTP/1.0"}:
            raise ValueError
        status = int(rest[:3])
        if status < 200:  # An interim answer; the real one follows.
            return
        self._status, self.lasts = status, version == b"HTTP/1.1"
        for line in lines:
            name, _, value = line.partition(b":")
            self._read_header(name.lower(), value.strip())
        if status in _NO_BODY:
            self._length, self._chunked = 0, False
        if self._length is None and not self._chunked:
            self.lasts = False

    def _read_header(self, name: bytes, value: bytes) -> None:
        match name:
            case b"content-length":
                length = int(value)
                if length < 0 or self._length not in {None, length}:
                    raise ValueError
                self._length = length
            case b"transfer-encoding":
                if value.lower() != b"chunked":
                    raise ValueError
                self._chunked, self._body = True, bytearray()
            case b"content-encoding":
                self._packed = value.decode("latin-1").lower() in PACKED
            case b"connection":
                said = value.lower()
                self.lasts = b"close" not in said and (self.lasts or b"keep-alive" in said)
            case b"date":
                self._date = value.decode("latin-1")

    def _take_chunks(self) -> None:
        assert self._body is not None
        while (end := self._read.find(b"\r\n")) >= 0:
            size = int(bytes(self._read[:end]).partition(b";")[0], 16)
            if size < 0:
                raise ValueError
            check_size(len(self._body) + size, self._most)
            if size == 0:
                if (last := self._read.find(b"\r\n\r\n", end)) >= 0:
                    self.lasts = self.lasts and last + 4 == len(self._read)
                    self._finish(self._body)
                    return
                break
            begin = end + 2
            if len(self._read) < begin + size + 2:
                return
            self._body += self._read[begin : begin + size]
            del self._read[: begin + size + 2]
        if len(self._read) > LONGEST_HEAD:  # No size of a chunk, and nothing that follows the last, is so long.
            raise ValueError

    def _finish(self, body: bytearray) -> None:
        content = unpacked(body, self._most) if self._packed and body else bytes(body)
        awaited = self._end()
        if awaited is not None and not awaited.done():
            awaited.set_result(Answer(self._status, content, self._date))

    def _fail(self, error: Exception) -> None:
        awaited = self._end()
        self.close()
        if awaited is not None and not awaited.done():
            awaited.set_exception(error)

    def _end(self) -> asyncio.Future[Answer] | None:
        awaited, self._awaited = self._awaited, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return awaited

    def _look(self) -> None:
        """See whether the answer is late; what came meanwhile gives it more time, up to the whole."""
        ends = min(self._heard_at + self._silent, self._deadline)
        if self._loop.time() >= ends:
            self._fail(TimeoutError("no answer in time"))
        else:
            self._timer = self._loop.call_at(ends, self._look)


def unpacked(body: bytes | bytearray, most: int) -> bytes:
    """Unpack what gzip or zlib packed; raises `TooLargeError`, and `ValueError` or `zlib.error` for anything else."""
    unpacking = zlib.decompressobj(_EITHER_KIND)
    content = unpacking.decompress(body, most + 1)
    check_size(len(content), most)
    if not unpacking.eof:
        raise ValueError
    return content


def check_size(size: int, most: int) -> None:
    """Raise `TooLargeError` for more bytes than may be."""
    if size > most:
        raise TooLargeError("the answer is too large")


class Origin:
    """A server, and the connections to it that are kept."""

    def __init__(self, scheme: str, authority: str, most: int, kept: float) -> None:
        parts = urlsplit(f"{scheme}://{authority}")
        self._secure = scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._head = (
            f" HTTP/1.1\r\nHost: {authority}\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
        ).encode()
        self._most, self._kept, self._used = most, kept, 0
        self._tls: ssl.SSLContext | None = None
        self._idle: list[Connection] = []
        self._turns: deque[asyncio.Future[None]] = deque()
        """Who waits for one of the connections to be free."""

    async def ask(self, method: str, path: str, content: Content, bounds: Bounds) -> Answer:
        """Ask for something; raises an `OSError` that says what went wrong."""
        while self._used >= self._most:
            turn = asyncio.get_running_loop().create_future()
            self._turns.append(turn)
            try:
                await turn
            except BaseException:
                if turn.done() and not turn.cancelled():
                    self._next_turn()  # The turn was given to who does not want it any more.
                raise
        self._used += 1
        connection: Connection | None = None
        try:
            connection = self._free() or await self._connect(bounds.connecting)
            request = b"".join((method.encode(), b" ", path.encode(), self._head, content.head(), content.body))
            answer = await connection.ask(request, bounds)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        finally:
            self._used -= 1
            self._next_turn()
        if connection.is_open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def close(self) -> None:
        """Let all connections go that are not in use."""
        while self._idle:
            self._idle.pop().close()

    def _next_turn(self) -> None:
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _free(self) -> Connection | None:
        """Return a connection that is kept, the one used last; those kept for too long are let go."""
        fresh = asyncio.get_running_loop().time() - self._kept
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and connection.idle_since >= fresh:
                return connection
            connection.close()
        return None

    async def _connect(self, seconds: float) -> Connection:
        loop = asyncio.get_running_loop()
        if self._secure and self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        try:
            async with asyncio.timeout(seconds):
                _, made = await loop.create_connection(
                    Connection, self._host, self._port, ssl=self._tls, happy_eyeballs_delay=FALL_BACK
                )
        except OSError as error:  # A TimeoutError is one.
            raise NotConnectedError(type(error).__name__) from None
        return made


class Origins:
    """The servers that are asked, each with so many connections at most, kept for so many seconds."""

    def __init__(self, most: int, kept: float) -> None:
        self._most, self._kept = most, kept
        self._found: dict[str, Origin] = {}

    async def ask(self, method: str, url: str, content: Content, bounds: Bounds) -> Answer:
        """Ask the server of an address; raises what `Origin.ask` raises."""
        scheme, _, rest = url.partition("://")
        authority, _, path = rest.partition("/")
        origin = self._found.get(authority)
        if origin is None:
            origin = self._found[authority] = Origin(scheme, authority, self._most, self._kept)
        return await origin.ask(method, f"/{path}", content, bounds)

    async def close(self) -> None:
        """Let all connections go that are not in use."""
        for origin in self._found.values():
            origin.close()
        self._found.clear()
