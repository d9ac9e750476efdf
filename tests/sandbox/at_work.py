"""The whole bot at work against a sandbox, with the demonstration's people and figures."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from zc_bot import demo
from zc_bot.app import Service
from zc_bot.chat.turn import Rules
from zc_bot.clock import SandboxClock
from zc_bot.opening import open_store
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.settings import Settings
from zc_bot.storage import groups, inbox, outbox, people, reachable
from zc_bot.storage.store import Store
from zc_bot.tg.client import make_client

TODAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
LI, WANG, ZHANG, CHEN, LIU, ZHAO = range(900_001, 900_007)
"""李敏 asks, 王芳 and 张伟 report, 陈静 leads, 刘洋 reviews, 赵磊 is the admin."""
MEETING, FORUM = -1_001_000_000_009, -1_001_000_000_010
SOON = 20.0
WAITING = frozenset({"pending", "claimed", "retry"})


class Leaping(SandboxClock):
    """A clock whose every hand a test may put forward."""

    def __init__(self) -> None:
        super().__init__()
        self._leapt = 0.0
        self.put(NOON)

    def monotonic(self) -> float:
        return super().monotonic() + self._leapt

    def leap(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self._leapt += seconds
        self.put(self.now() + timedelta(seconds=seconds))


@dataclass
class City:
    """A bot at work, the Telegram that it talks to, and what it keeps."""

    telegram: Telegram
    clock: Leaping
    settings: Settings
    store: Store
    programme: Programme

    async def asks(self, person: int, text: str, chat: int | None = None, **where: Any) -> Json:
        """Say something and return the bot's next message in that chat."""
        place = person if chat is None else chat
        before = self.telegram.last_id(place)
        self.telegram.say(person, text, chat_id=chat, **where)
        return await self.telegram.wait_for(place, lambda message: True, SOON, after=before)

    async def settled(self) -> None:
        """Wait until every update was done, and be sure that none failed."""
        async with asyncio.timeout(SOON):
            while self.telegram.updates.pending or await self.store.submit(inbox.pending):
                await asyncio.sleep(0.01)

    async def delivered(self) -> None:
        """Wait until every letter was sent or given up."""
        await self.settled()
        async with asyncio.timeout(SOON):
            while WAITING & (await self.store.submit(outbox.counts)).keys():
                await asyncio.sleep(0.01)

    async def failed(self) -> int:
        """Return how many updates could not be done."""
        return await self.store.submit(lambda session: inbox.failed_since(session, NOON - timedelta(days=1)))

    async def unreachable(self) -> set[int]:
        """Return who is flagged as not to be reached."""
        found = await self.store.submit(lambda s: reachable.reach(s, OPERATOR))
        return {each.who.id for each in found if each.unreachable}

    async def flags(self, *persons: int) -> None:
        """Wait until just these are flagged as not to be reached."""
        async with asyncio.timeout(SOON):
            while await self.unreachable() != set(persons):
                await asyncio.sleep(0.01)

    async def allow(self, chat: int) -> None:
        """Let the bot answer in a group, as an admin."""
        admin = await self.store.submit(lambda session: people.find(session, ZHAO))
        assert admin is not None
        await self.store.submit(lambda session: groups.allow(session, admin, chat, self.clock.now()))

    async def is_allowed(self, chat: int) -> bool:
        return await self.store.submit(lambda session: groups.allowed(session, chat))

    def refused(self) -> list[tuple[str, str]]:
        """Return the calls that the sandbox did not take."""
        return [(each.method, each.outcome) for each in self.telegram.calls if each.outcome != "ok"]

    async def until(self, look: Callable[[], object]) -> None:
        await self.telegram.until(look, SOON)


def settings_of(folder: Path) -> Settings:
    database = SecretStr(f"sqlite:///{folder / 'city.sqlite3'}")
    return Settings(_env_file=None, database_url=database, keys=folder / "keys.toml", backups=None)


def make_demonstration(folder: Path, rules: Rules) -> None:
    """Make a database with the demonstration's people and figures, to be copied."""
    store = open_store(settings_of(folder))
    store.write(lambda session: demo.fill(session, rules.programme, NOON - timedelta(days=1), TODAY))
    store.engine.dispose()


@asynccontextmanager
async def at_work(demonstration: Path, folder: Path, rules: Rules) -> AsyncIterator[City]:
    """Run the bot on a copy of the demonstration for the length of a block."""
    shutil.copy(demonstration, folder)
    settings, clock = settings_of(folder), Leaping()
    telegram = Telegram(clock)
    for one in demo.players(rules.programme):
        telegram.add_user(one.id, one.name)
    telegram.add_group(MEETING, "众创社区联席会议", set(range(LI, ZHAO + 1)), admins=(ZHAO,))
    store = open_store(settings)
    async with serve(telegram) as address:
        service = Service(settings, rules, store, clock)
        running = asyncio.create_task(service.run(make_client(telegram.token, address)))
        await telegram.until(lambda: telegram.updates.polls or running.done(), SOON)
        try:
            yield City(telegram, clock, settings, store, rules.programme)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
    store.engine.dispose()
