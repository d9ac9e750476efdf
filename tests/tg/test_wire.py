"""HTTP as servers and proxies write it, in whatever pieces it comes; what ends or is none of it is told apart."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import pytest
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from zc_bot.tg.proxied import Proxied
from zc_bot.tg.request import TelegramRequest, Way
from zc_bot.tg.wire import (
    LARGEST,
    Answer,
    Bounds,
    BrokenError,
    Content,
    NotConnectedError,
    Origin,
    Origins,
    TooLargeError,
)

OK = b"HTTP/1.1 200 OK\r\n"
SAID = "好".encode()


@dataclass
class Server:
    """Answers each request with the next of its replies, a piece at a time; ends the connection where it has none."""

    replies: list[bytes] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0
    piece: int = 1
    ends: bool = False
    port: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while self.replies:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.partition(b"Content-Length: ")[2].partition(b"\r")[0])
                self.asked.append(head + await reader.readexactly(length))
                reply = self.replies.pop(0)
                for at in range(0, len(reply), self.piece):
                    writer.write(reply[at : at + self.piece])
                    await writer.drain()
                    await asyncio.sleep(0)
                if self.ends:
                    break
        writer.close()

    def origin(self, most: int = 8) -> Origin:
        return Origin("http", f"127.0.0.1:{self.port}", most, 75)


@asynccontextmanager
async def serving(*replies: bytes, piece: int = 1, ends: bool = False) -> AsyncIterator[Server]:
    kept = Server(list(replies), piece=piece, ends=ends)
    server = await asyncio.start_server(kept.take, "127.0.0.1", 0)
    kept.port = server.sockets[0].getsockname()[1]
    yield kept
    server.close()


async def post(origin: Origin, silent: float = 5.0, total: float = 10.0) -> Answer:
    return await origin.ask("POST", "/bot1:x/sendMessage", Content(SAID, "text/plain"), Bounds(5.0, silent, total))


@pytest.mark.parametrize("piece", [1, 7, 10_000])
@pytest.mark.parametrize(
    "reply",
    [
        OK + b"Content-Length: 3\r\nDate: today\r\n\r\n" + SAID,
        OK + b"content-length:3\r\ndate: today\r\nConnection: close\r\n\r\n" + SAID,
        OK + b"Transfer-Encoding: chunked\r\nDate: today\r\n\r\n1\r\n" + SAID[:1] + b"\r\n2;x=y\r\n" + SAID[1:] +
        b"\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 3\r\nDate: today\r\n\r\n" + SAID,
        OK + b"Content-Encoding: gzip\r\nDate: today\r\nContent-Length: %d\r\n\r\n" % len(gzip.compress(SAID)) +
        gzip.compress(SAID),
    ],
    ids=["length", "close", "chunks", "interim", "packed"],
)
async def test_an_answer_is_read_in_whatever_pieces_it_comes(reply: bytes, piece: int) -> None:
    async with serving(reply, piece=piece) as server:
        assert await post(server.origin()) == Answer(200, SAID, "today")
    assert server.asked[0].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.asked[0].endswith(b"\r\nContent-Length: 3\r\n\r\n" + SAID)


@pytest.mark.parametrize("head", [OK, b"HTTP/1.0 200 OK\r\nDate: x\r\n"], ids=["no length", "HTTP/1.0"])
async def test_what_tells_no_length_ends_with_its_connection(head: bytes) -> None:
    async with serving(head + b"\r\n" + SAID, ends=True) as server:
        assert (await post(server.origin())).body == SAID


@pytest.mark.parametrize(
    ("reply", "connections"),
    [
        (OK + b"Content-Length: 0\r\n\r\n", 1),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1),
        (b"HTTP/1.1 204 None\r\n\r\n", 1),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", 1),
        (OK + b"Connection: close\r\nContent-Length: 0\r\n\r\n", 2),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 2),
        (OK + b"Content-Length: 0\r\n\r\nand more", 2),
    ],
)
async def test_a_connection_is_used_again_where_it_may_be(reply: bytes, connections: int) -> None:
    async with serving(reply, reply, piece=10_000) as server:
        origin = server.origin()
        assert [(await post(origin)).body, (await post(origin)).body] == [b"", b""]
        assert server.connections == connections
        origin.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"", OK, OK + b"Content-Length: 9\r\n\r\nless", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nle",
        b"SSH-2.0-OpenSSH\r\n\r\n", OK + b"Content-Length: many\r\n\r\n", OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n12", OK + b"Transfer-Encoding: gzip\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", OK + b"X: y" * 20_000,
        OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
)
async def test_what_ends_early_or_is_no_http_may_have_arrived(reply: bytes) -> None:
    async with serving(reply, piece=50_000, ends=True) as server:
        with pytest.raises(BrokenError):
            await post(server.origin())


MOST = 5_000


def packed(size: int) -> bytes:
    return gzip.compress(bytes(size))


BODIES: dict[str, Callable[[int], bytes]] = {
    "a length": lambda size: b"Content-Length: %d\r\n\r\n" % size + bytes(size),
    "no length": lambda size: b"\r\n" + bytes(size),
    "chunks": lambda size: (
        b"Transfer-Encoding: chunked\r\n\r\n1\r\n0\r\n%x\r\n%b\r\n0\r\n\r\n" % (size - 1, bytes(size - 1))
    ),
    "packed": lambda size: b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed(size)) + packed(size),
}
"""How the size of an answer may be told."""


@asynccontextmanager
async def proxy() -> AsyncIterator[str]:
    """Pass on what is asked of others, as an HTTP proxy does."""
    passing = set[asyncio.Task[None]]()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while part := await reader.read(65_536):
                writer.write(part)
                await writer.drain()
        writer.close()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        host, _, port = head.split()[1].decode().partition(":")
        beyond = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        passing.update(asyncio.create_task(one) for one in (copy(reader, beyond[1]), copy(beyond[0], writer)))

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await asyncio.gather(*passing)


async def fetch(reply: bytes, most: int, through: str) -> Answer:
    async with serving(OK + reply, piece=10_000, ends=True) as server, proxy() as address:
        authority = f"127.0.0.1:{server.port}"
        way: Way = Origins(1, 75) if through == "nobody" else Proxied(address, 1)
        try:
            asked = Content(SAID, "text/plain")
            return await way.ask("POST", f"http://{authority}/", asked, Bounds(5.0, 5.0, 10.0, most))
        finally:
            await way.close()


@pytest.mark.parametrize("how", BODIES)
@pytest.mark.parametrize("through", ["nobody", "a proxy"])
async def test_no_more_is_read_than_may_be_however_its_size_is_told(how: str, through: str) -> None:
    assert len((await fetch(BODIES[how](MOST), MOST, through)).body) == MOST
    for size in (MOST + 1, 50 * MOST):
        with pytest.raises(TooLargeError):
            await fetch(BODIES[how](size), MOST, through)


@pytest.mark.parametrize("through", ["nobody", "a proxy"])
async def test_of_a_file_that_says_that_it_is_too_large_nothing_is_awaited(through: str) -> None:
    with pytest.raises(TooLargeError):
        await fetch(b"Content-Length: 21000000\r\n\r\n", LARGEST, through)


async def test_a_chunk_whose_size_never_ends_is_no_http() -> None:
    with pytest.raises(BrokenError):
        await fetch(b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 200_000, 10**9, "nobody")


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with serving(b"") as server:
        pass
    with pytest.raises(NotConnectedError):
        await post(server.origin())


async def test_what_says_nothing_more_is_left_in_time_and_its_connection_with_it() -> None:
    async with serving(OK, OK + b"Content-Length: 0\r\n\r\n", piece=10_000) as server:
        origin = server.origin()
        with pytest.raises(TimeoutError):
            await post(origin, silent=0.05)
        assert (await post(origin)).status == 200
        assert server.connections == 2
        origin.close()


async def test_a_request_that_nobody_awaits_any_more_leaves_its_answer_to_no_other() -> None:
    async with serving(OK + b"Content-Length: 3\r\n\r\n", OK + b"Content-Length: 3\r\n\r\n" + SAID) as server:
        origin = server.origin(most=1)
        given_up = asyncio.create_task(post(origin))
        waiting = asyncio.create_task(post(origin))
        while not server.asked:
            await asyncio.sleep(0)
        given_up.cancel()
        assert (await waiting).body == SAID
        assert server.connections == 2
        origin.close()


async def test_no_more_are_under_way_than_may_be_and_none_is_forgotten() -> None:
    reply = OK + b"Content-Length: 0\r\n\r\n"
    async with serving(*[reply] * 20, piece=10_000) as server:
        origin = server.origin(most=2)
        asked = [asyncio.create_task(post(origin)) for _ in range(20)]
        for one in asked[5:9]:
            one.cancel()
        done = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(one, Answer) for one in done) == 16
        assert server.connections <= 2
        origin.close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Make a certificate of localhost's own, which nobody knows, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    own, key = tmp_path / "own.pem", tmp_path / "key.pem"
    what = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    names = ("-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(own))
    subprocess.run(["openssl", *what.split(), *names], check=True, capture_output=True)
    return own, key


async def test_who_is_not_who_they_say_is_sent_nothing(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, key = certificate
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(own, key)
    kept = Server([OK + b"Content-Length: 3\r\n\r\n" + SAID] * 2, piece=10_000)
    server = await asyncio.start_server(kept.take, "localhost", 0, ssl=secure)
    authority = f"localhost:{server.sockets[0].getsockname()[1]}"
    with pytest.raises(NotConnectedError):
        await post(Origin("https", authority, 8, 75))
    assert kept.asked == []
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    origin = Origin("https", authority, 8, 75)
    assert [(await post(origin)).body, (await post(origin)).body] == [SAID, SAID]
    assert kept.connections == 1
    origin.close()
    server.close()


async def test_a_turn_given_to_who_gave_up_is_given_to_the_next() -> None:
    origin = Origin("http", "127.0.0.1:9", 1, 75)
    origin._used = 1
    first, second = (asyncio.create_task(post(origin)) for _ in range(2))
    await asyncio.sleep(0)
    origin._used = 0
    origin._next_turn()
    first.cancel()
    with pytest.raises(NotConnectedError):
        async with asyncio.timeout(5):
            await second


@pytest.mark.parametrize(("method", "asked"), [("GET", 2), ("POST", 1)])
async def test_only_what_reads_is_asked_once_more_where_its_connection_ends(method: str, asked: int) -> None:
    told = OK + b'Content-Length: 12\r\n\r\n{"result":1}'
    async with serving(b"", told, piece=10_000, ends=True) as server:
        request = TelegramRequest()
        await request.initialize()
        with suppress(NetworkError):
            await request.do_request(f"http://127.0.0.1:{server.port}/file/bot1:x/photo.jpg", method)
        await request.shutdown()
        assert len(server.asked) == asked


async def test_a_form_brings_its_files_whole_whatever_they_are_called() -> None:
    name, holds = 'a "quoted" 表.pdf', b"\r\n--\x00\xff\r\n"
    told = OK + b'Content-Length: 12\r\n\r\n{"result":1}'
    file = RequestParameter.from_input("document", InputFile(holds, filename=name))
    async with serving(told, piece=10_000) as server:
        request = TelegramRequest()
        await request.initialize()
        data = RequestData([RequestParameter.from_input("caption", "好"), file])
        await request.do_request(f"http://127.0.0.1:{server.port}/bot1:x/sendDocument", "POST", data)
        await request.shutdown()
    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    kind = next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Type: "))
    caption, document = BytesParser(policy=HTTP).parsebytes(kind + b"\r\n\r\n" + body).iter_parts()
    assert caption.get_payload(decode=True) == SAID
    assert document.get_payload(decode=True) == holds
    assert 'name="document"; filename="a %22quoted%22 表.pdf"' in body.decode(errors="replace")
