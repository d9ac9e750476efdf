"""A Bot API on loopback whose every answer the test writes: what Telegram, or a proxy before it, may say."""

from __future__ import annotations

import asyncio
import html
import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from zc_bot.sandbox.conformity import faults_of_answer, faults_of_call, faults_of_update, report

TOKEN = "123456:a-token-that-the-script-takes"
ME = {"id": 123456, "is_bot": True, "first_name": "bot", "username": "script_bot"}
POLL = 0.2
Answer = tuple[int, bytes]
DRIP: Answer = 0, b""
"""An answer of which a byte comes now and then, until whoever asked has had enough."""


def ok(result: Any) -> Answer:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def no(code: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()


def message(update_id: int, person: int, text: str) -> dict[str, Any]:
    """An update as Telegram makes it."""
    sender = {"id": person, "is_bot": False, "first_name": "x"}
    chat = {"id": person, "type": "private", "first_name": "x"}
    content = {"message_id": update_id, "from": sender, "chat": chat, "date": 1_600_000_000, "text": text}
    return {"update_id": update_id, "message": content}


@dataclass
class Script:
    """Answers by the script first, then as Telegram would; keeps what it was asked."""

    answers: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, Callable[[dict[str, Any]], Answer | None]] = field(default_factory=dict)
    updates: list[tuple[int, bytes]] = field(default_factory=list)
    """Each update's id, as the server counts, and its raw JSON."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    slow: dict[int, asyncio.Event] = field(default_factory=dict)
    """Chats whose messages are answered only when the event says so."""
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    """Methods that are answered only when the event says so."""
    holds: Counter[str] = field(default_factory=Counter)
    """How many calls of a method were held."""
    polls: list[dict[str, Any]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    """How often each method was called, answered or not."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, method: str, *answers: Answer) -> None:
        """Have the next calls of a method answered so."""
        self.answers[method.lower()].extend(answers)

    def gives(self, update: dict[str, Any] | bytes, number: int | None = None) -> None:
        """Have an update wait to be polled; only what is given as bytes may be one that Telegram never sends."""
        if isinstance(update, dict):
            report(faults_of_update(update))
        raw = update if isinstance(update, bytes) else json.dumps(update).encode()
        self.updates.append((number if number is not None else json.loads(raw)["update_id"], raw))
        self._tell()

    def texts(self, chat: int) -> list[str]:
        """What a chat was told, in order."""
        return [html.unescape(one["text"]) for one in self.sent if one["chat_id"] == chat]

    async def until(self, look: Callable[[], object], timeout: float = 60) -> None:
        """Wait until something was asked or sent that makes `look` true."""
        async with asyncio.timeout(timeout):
            while not look():
                self.changed.clear()
                await self.changed.wait()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        params = await request.json() if request.can_read_body else {}
        report(faults_of_call(method, params))
        self.asked[method] += 1
        self._tell()
        if method in self.held:
            self.holds[method] += 1
            await self.held[method].wait()
        given = self.always[method](params) if method in self.always else None
        if given is None and self.answers[method]:
            given = self.answers[method].popleft()
        if method == "getupdates":
            self.polls.append(params)
        if given is DRIP:
            return await self._drip(request)
        status, body = given if given is not None else await self._usual(method, params)
        if given is None and method != "getupdates":
            report(faults_of_answer(method, json.loads(body)["result"]))
        self._tell()
        return web.Response(status=status, body=body, content_type="application/json")

    async def _usual(self, method: str, params: dict[str, Any]) -> Answer:
        if method == "getme":
            return ok(ME)
        if method == "getupdates":
            return await self._poll(params)
        if method != "sendmessage":
            return ok(True)
        if params["chat_id"] in self.slow:
            await self.slow[params["chat_id"]].wait()
        self.sent.append(params)
        chat = {"id": params["chat_id"], "type": "private"}
        return ok({"message_id": len(self.sent), "date": 1_600_000_000, "chat": chat, "text": params["text"]})

    async def _poll(self, params: dict[str, Any]) -> Answer:
        self.updates = [one for one in self.updates if one[0] >= params.get("offset", 0)]
        if not self.updates:
            await asyncio.sleep(POLL)
        waiting = [raw for number, raw in self.updates if number >= params.get("offset", 0)]
        return 200, b'{"ok":true,"result":[' + b",".join(waiting[: params["limit"]]) + b"]}"

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100000"})
        with suppress(ConnectionError):
            await response.prepare(request)
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.1)
        return response

    def _tell(self) -> None:
        self.changed.set()


@asynccontextmanager
async def playing(script: Script) -> AsyncIterator[str]:
    """Serve a script; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", script.answer)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()
