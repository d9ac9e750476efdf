"""The Telegram side alone: a real store, the Bot API over loopback, and a conversation that counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import text

from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.replies import Action, Button, Document, Reply, Response
from zc_bot.clock import SandboxClock
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.storage import dialogues, schema
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import connected

ANNA, BEN = 501, 502


class Counting:
    """A conversation that adds one row an update, and answers with what was said."""

    def respond(self, session: Session, incoming: Incoming, now: datetime) -> Response:
        if incoming.kind == "tap":
            tap = dialogues.tap(session, incoming.person, incoming.chat, incoming.data, now)
            if tap is None or tap.state == "used":
                return Response(toast="stale" if tap is None else "used")
        if incoming.text == "break":
            raise RuntimeError("broken on purpose")
        key = f"{incoming.kind}:{incoming.update_id}"
        session.execute(
            text("INSERT INTO meta (key, value) VALUES (:key, :said)"), {"key": key, "said": incoming.text}
        )
        if incoming.attached is not None:
            return Response((Reply(escape("back"), document=Document("back.pdf", sha256=incoming.attached.sha256)),))
        if incoming.sheet is not None:
            return Response((Reply(escape(f"<{' '.join(incoming.sheet.rows[0])}>")),))
        rows = ((Button("go", Action("go")),),) if incoming.text == "button" else ()
        return Response((Reply(escape(f"<{incoming.text}>"), rows, receipt=True, single_use=True),), toast="done")

    def apologise(self, incoming: Incoming) -> Response:
        return Response((Reply(escape("sorry")),), toast="sorry")

    def use_of_file(self, session: Session, incoming: Incoming, now: datetime) -> FileUse:
        return "sheet" if incoming.file_name.endswith(".xlsx") else "attachment"


async def no_pictures(description: Mapping[str, Any]) -> tuple[bytes, str]:
    raise AssertionError("nothing is drawn here")


@dataclass
class Scene:
    """A bot at work against a Telegram that the test holds."""

    telegram: Telegram
    store: Store
    clock: SandboxClock
    address: str
    errors: list[BaseException] = field(default_factory=list)

    def effects(self) -> list[str]:
        """Return what the conversation wrote, one for each update done."""
        return self.store.read(
            lambda s: list(s.execute(text("SELECT value FROM meta WHERE key LIKE '%:%' ORDER BY key")).scalars())
        )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[TelegramBot]:
        """Run a bot for the length of a block."""
        self.store.start()
        client = make_client(self.telegram.token, self.address)
        async with connected(client):
            bot = TelegramBot(self.store, client, self.clock, Counting(), no_pictures)
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


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock = SandboxClock()
    telegram = Telegram(clock)
    telegram.add_user(ANNA, "安娜")
    telegram.add_user(BEN, "本")
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    schema.ensure(store.engine)
    async with serve(telegram) as address:
        yield Scene(telegram, store, clock, address)
