"""The least of a Bot API that bots can be measured against: it keeps no chats, and costs next to nothing itself."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl

import orjson

TOKEN = "123456789:a-token-that-is-good-on-this-machine"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
GETME = BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
FORM = re.compile(rb'name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
TRUE = b'{"ok":true,"result":true}'


class Listener(Protocol):
    """Hears what the bot says: the chat, the text, the buttons under it, the message."""

    def __call__(self, chat: int, text: str, keyboard: Mapping[str, Any] | None, message: int) -> None: ...


class BotApi:
    """Gives updates by long polling and takes what the bot says."""

    def __init__(self, heard: Listener) -> None:
        self._heard = heard
        self._updates: deque[tuple[int, bytes]] = deque()
        self._next_update, self._next_message = 1000, 1
        self._poll: tuple[_Connection, asyncio.TimerHandle] | None = None
        self.polled = asyncio.Event()

    async def serve(self) -> tuple[asyncio.Server, str]:
        """Listen on loopback; returns the server and its address."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def message_id(self) -> int:
        self._next_message += 1
        return self._next_message

    def gives(self, update: dict[str, Any]) -> None:
        """Hand an update to the bot, now if it polls."""
        self._next_update += 1
        self._updates.append((self._next_update, orjson.dumps(update | {"update_id": self._next_update})))
        if self._poll is not None:
            connection, timer = self._poll
            timer.cancel()
            self._answer_poll(connection)

    def call(self, connection: _Connection, method: str, params: Mapping[str, Any]) -> None:
        """Answer one call."""
        if method == "getupdates":
            self._wait(connection, params)
        elif method == "getme":
            connection.answer(_ok(GETME))
        elif method in {"sendmessage", "editmessagetext"}:
            connection.answer(_ok(self._say(method, params)))
        else:
            connection.answer(TRUE)

    def _say(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        chat, text = int(params["chat_id"]), str(params["text"])
        number = self.message_id() if method == "sendmessage" else int(params["message_id"])
        keyboard = params.get("reply_markup")
        if isinstance(keyboard, str):
            keyboard = orjson.loads(keyboard)
        self._heard(chat, text, keyboard, number)
        to = {"id": chat, "type": "private", "first_name": "x"}
        return {"message_id": number, "from": BOT, "chat": to, "date": int(time.time()), "text": text}

    def _wait(self, connection: _Connection, params: Mapping[str, Any]) -> None:
        """Drop what is confirmed, and answer the poll as soon as there is something."""
        offset = int(params.get("offset") or 0)
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        self.polled.set()
        timer = asyncio.get_running_loop().call_later(
            float(params.get("timeout") or 0), lambda: self._answer_poll(connection)
        )
        self._poll = connection, timer
        if self._updates:
            timer.cancel()
            self._answer_poll(connection)

    def _answer_poll(self, connection: _Connection) -> None:
        self._poll = None
        waiting = [raw for _, raw in self._updates][:100]
        connection.answer(b'{"ok":true,"result":[' + b",".join(waiting) + b"]}")


class _Connection(asyncio.Protocol):
    """HTTP/1.1 as the clients of bots write it: one request at a time, its length told."""

    def __init__(self, api: BotApi) -> None:
        self._api, self._read = api, b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, rest = self._read.partition(b"\r\n\r\n")
        if not end:
            return
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(headers.get("content-length") or 0)
        if len(rest) < length:
            return
        self._read = rest[length:]
        path, _, query = lines[0].split(" ")[1].partition("?")
        params = dict(parse_qsl(query)) | _params(headers.get("content-type", ""), rest[:length])
        self._api.call(self, path.rpartition("/")[2].lower(), params)

    def answer(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


def _params(kind: str, body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    if kind.startswith("application/json"):
        found: dict[str, Any] = orjson.loads(body)
        return found
    if kind.startswith("multipart/"):
        return {name.decode(): value.decode() for name, value in FORM.findall(body)}
    return dict(parse_qsl(body.decode()))


def _ok(result: Mapping[str, Any]) -> bytes:
    return b'{"ok":true,"result":' + orjson.dumps(result) + b"}"
