"""The Telegram side alone: a real store, the Bot API over loopback, and a conversation that counts."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import text

from tests.tg.script import TOKEN, Script, playing
from zc_bot.chat.actions import ListReports
from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.clock import SandboxClock
from zc_bot.metrics import Metrics
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.storage import dialogues, outbox
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import connected

ANNA, BEN = 501, 502


class Counting:
    """A conversation that adds one row an update, and answers with what was said."""

    def respond(self, session: Session, incoming: Incoming, now: datetime) -> Response:
        if incoming.kind in {"let_in", "put_out"}:
            return Response()
        if incoming.kind == "tap":
            tap = dialogues.tap(session, incoming.person, incoming.chat, incoming.data, now)
            if tap is None or tap.state == "used":
                return Response(toast="stale" if tap is None else "used")
        if incoming.text in {"break", "break apologies too"}:
            raise RuntimeError("broken on purpose")
        key = f"{incoming.kind}:{incoming.update_id}"
        session.execute(
            text("INSERT INTO meta (key, value) VALUES (:key, :said)"), {"key": key, "said": incoming.text}
        )
        if incoming.attached is not None:
            return Response((Reply(escape("back"), document=Document("back.pdf", sha256=incoming.attached.sha256)),))
        if incoming.is_unfit:
            return Response((Reply(escape("unfit")),))
        if incoming.sheet is not None:
            return Response((Reply(escape(f"<{' '.join(incoming.sheet.rows[0])}>")),))
        rows = ((Button("go", ListReports()),),) if incoming.text == "button" else ()
        return Response((Reply(escape(f"<{incoming.text}>"), rows, receipt=True, single_use=True),), toast="done")

    def hold_off(self, session: Session, incoming: Incoming) -> Response:
        return Response((Reply(escape("<too many>")),))

    def apologise(self, incoming: Incoming) -> Response:
        if incoming.text == "break apologies too":
            raise RuntimeError("broken on purpose")
        return Response((Reply(escape("sorry")),), toast="sorry")

    def earlier(
        self, session: Session, incoming: Incoming, use: FileUse, now: datetime
    ) -> tuple[Incoming, ...]:
        return ()

    def use_of_file(self, session: Session, incoming: Incoming, now: datetime) -> FileUse:
        return "sheet" if incoming.file_name.endswith(".xlsx") else "attachment"


async def no_pictures(description: Mapping[str, Any]) -> tuple[bytes, str]:
    raise AssertionError("nothing is drawn here")


@dataclass
class Stage:
    """A bot at work against a Bot API on loopback."""

    store: Store
    clock: SandboxClock
    address: str
    token: str
    errors: list[BaseException] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)

    def effects(self) -> list[str]:
        """Return what the conversation wrote, one for each update done."""
        return self.store.read(
            lambda s: list(s.execute(text("SELECT value FROM meta WHERE key LIKE '%:%' ORDER BY key")).scalars())
        )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[TelegramBot]:
        """Run a bot for the length of a block."""
        self.store.start()
        client = make_client(self.token, self.address)
        async with connected(client, troubles=self.store.troubles):
            bot = TelegramBot(self.store, client, self.clock, Counting(), no_pictures, self.metrics)
            await bot.start()
            task = asyncio.create_task(bot.run())
            try:
                yield bot
            finally:
                if not bot.stopped.is_set():
                    task.cancel()
                for result in await asyncio.gather(task, return_exceptions=True):
                    if isinstance(result, Exception):
                        self.errors.append(result)
                await self.store.stop()


    async def outbox_is(self, **wanted: int) -> None:
        """Wait until the outbox stands as wanted."""
        async with asyncio.timeout(60):
            while await self.store.submit(outbox.counts) != wanted:
                await asyncio.sleep(0.01)

    async def tried(self, letter: int, times: int) -> str:
        """Wait until a letter was tried so many times; returns its state."""
        wanted = text("SELECT state, attempts FROM outbox WHERE id = :id")
        async with asyncio.timeout(60):
            while True:
                found = await self.store.submit(lambda s: s.execute(wanted, {"id": letter}).first())
                if found is not None and found.attempts >= times and found.state != "claimed":
                    return str(found.state)
                await asyncio.sleep(0.01)


@dataclass
class Scene(Stage):
    """The same against a Telegram that the test holds."""

    telegram: Telegram = field(kw_only=True)


@dataclass
class Scripted(Stage):
    """The same against a Bot API whose answers the test writes."""

    script: Script = field(kw_only=True)


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Store:
    return Store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")


@pytest.fixture
async def scripted(store: Store) -> AsyncIterator[Scripted]:
    script = Script()
    async with playing(script) as address:
        yield Scripted(store, SandboxClock(), address, TOKEN, script=script)


@pytest.fixture
async def scene(store: Store) -> AsyncIterator[Scene]:
    clock = SandboxClock()
    telegram = Telegram(clock)
    telegram.add_user(ANNA, "安娜")
    telegram.add_user(BEN, "本")
    async with serve(telegram) as address:
        yield Scene(store, clock, address, telegram.token, telegram=telegram)
