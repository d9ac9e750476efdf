"""The bot as a process that is asked to stop while something hangs: it ends in two seconds, whatever that is."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.hanging import HANGING, POISON, WAYS
from tests.crash.kill import BotProcess, command, frozen
from tests.crash.test_outages import SOON, locked
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

WANG, LI = 11, 12

@dataclass
class Scene:
    """A bot that is to hang, and what it works with."""

    telegram: Telegram
    bot: BotProcess
    path: Path
    frozen: list[int] = field(default_factory=list)
    lock: sqlite3.Connection | None = None

    async def freeze(self, what: str) -> None:
        """Wait until the bot has begun a process, and stop that from doing anything."""
        self.frozen += await frozen(self.bot.pid, what)

    async def melt(self) -> None:
        """Let what was frozen go on, and see that nobody is left behind."""
        for one in self.frozen:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)
        async with asyncio.timeout(60):
            while any(map(command, self.frozen)):
                await asyncio.sleep(0.02)


async def poll(scene: Scene) -> None:
    scene.telegram.fail_next("getUpdates", "silence", times=9)
    async with asyncio.timeout(60):
        while sum(one.times for one in scene.telegram.faults._waiting) == 9:
            await asyncio.sleep(0.01)


async def message(scene: Scene) -> None:
    scene.telegram.fail_next("sendMessage", "silence", chat_id=WANG)
    scene.telegram.say(WANG, "/help")
    await scene.telegram.wait_for(WANG, "直接打字提问")


async def database(scene: Scene) -> None:
    scene.lock = locked(scene.path)
    scene.telegram.say(WANG, "/help")
    await scene.bot.says("database is locked")


async def disk(scene: Scene) -> None:
    resource.prlimit(scene.bot.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    scene.telegram.say(WANG, "/help")
    await scene.bot.says("zc_bot.troubles: database")


async def picture(scene: Scene) -> None:
    scene.telegram.say(LI, "看板图片")
    await scene.freeze("spawn_main")


async def sheet(scene: Scene) -> None:
    scene.telegram.upload(WANG, "a.csv", "指标,数值\n从业人员,120\n".encode(), "text/csv")
    await scene.freeze("zc_bot.sheets")


async def copy(scene: Scene) -> None:
    await scene.freeze("backup")


async def poison(scene: Scene) -> None:
    scene.telegram.say(WANG, POISON)
    await scene.bot.says(HANGING)


async def everything(scene: Scene) -> None:
    """Only the database last: nothing else begins without it."""
    await copy(scene)
    await picture(scene)
    await message(scene)
    await poll(scene)
    scene.lock = locked(scene.path)


Begin = Callable[[Scene], Awaitable[None]]
HANGS: Mapping[str, tuple[Begin, Mapping[str, object]]] = {
    **{one.__name__: (one, {}) for one in (poll, message, database, disk, picture, sheet, copy, everything)},
    **{way: (poison, WAYS[way]) for way in ("a loop", "a statement", "the event loop", "the interpreter")},
}
"""What makes a bot hang, and what it is to take for what."""
SHORT = frozenset({"everything", "the event loop", "the interpreter", "sheet"})
"""These hold all that the others do."""


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, str]]:
    made = Telegram(SandboxClock())
    made.add_user(WANG, "王芳")
    made.add_user(LI, "李敏")
    async with serve(made) as address:
        yield made, address


@pytest.mark.parametrize(
    "what", [what if what in SHORT else pytest.param(what, marks=pytest.mark.long) for what in HANGS]
)
async def test_it_ends_in_two_seconds_and_leaves_nobody_behind(
    telegram: tuple[Telegram, str], tmp_path: Path, programme: Programme, what: str
) -> None:
    begin, hurry = HANGS[what]
    path, backups = tmp_path / "zc.sqlite3", str(tmp_path / "backups") if begin in {copy, everything} else ""
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    both = [Candidate(WANG, "王芳", "reporter", ("chongchuan",)), Candidate(LI, "李敏", "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, both, datetime.now(UTC)))
    store.engine.dispose()
    bot = BotProcess(telegram[0].token, telegram[1], str(store.engine.url), hurry=hurry, ZC_BACKUPS=backups)
    scene = Scene(telegram[0], bot, path)
    await bot.start()
    await bot.says("ready as")
    await begin(scene)
    began = time.monotonic()
    os.kill(bot.pid, signal.SIGTERM)
    late = asyncio.get_running_loop().call_later(60, os.kill, bot.pid, signal.SIGKILL)
    status = await bot.gone()
    late.cancel()
    took = time.monotonic() - began
    await scene.melt()
    await bot.ended()
    print(f"{what}: {took:.2f} s")
    # Where no thread of its own gets Python's lock any more, it is ended from beside.
    assert (status, took < SOON) == (-signal.SIGKILL if what == "the interpreter" else 0, True), took
    if scene.lock is not None:
        scene.lock.close()
