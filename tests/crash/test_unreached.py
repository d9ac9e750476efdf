"""The bot as a process that was begun while Telegram can't be reached: it looks after itself meanwhile."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.crash.kill import BotProcess, children, command
from tests.tg.script import TOKEN, Script, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.moments import Moment
from zc_bot.storage import own_reminders, people, schema
from zc_bot.storage.people import Candidate
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import Outbox

ASKER, ADMIN = 11, 14
HURRY = {
    "zc_bot.app.TICK_SECONDS": 0.2, "zc_bot.app.LOOK_SECONDS": 0.2, "zc_bot.app.HOLD_SECONDS": 0.2,
    "zc_bot.tg.faults.LONGEST": 0.2, "zc_bot.watch.LITTLE": 10**18,
}
"""No disk has so much room."""


@pytest.fixture
async def script() -> AsyncIterator[tuple[Script, str]]:
    """A Telegram that says nothing but that it is out of order."""
    made = Script()
    made.always["getme"] = lambda _: no(502, "Bad Gateway")
    async with playing(made) as address:
        yield made, address


@pytest.fixture
def path(tmp_path: Path, programme: Programme) -> Path:
    """A database of an admin, and of somebody who is to be reminded of a meeting by now."""
    path, now = tmp_path / "zc.sqlite3", datetime.now(UTC)
    asker, moment = Principal(ASKER, "李敏", "viewer"), Moment(now, None, "会议")

    def fill(session: Session) -> None:
        known = [Candidate(ASKER, "李敏", "viewer"), Candidate(ADMIN, "赵磊", "admin")]
        people.admit(session, OPERATOR, programme, known, now)
        own_reminders.add(session, asker, moment, now - timedelta(days=1))

    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.write(fill)
    store.engine.dispose()
    return path


async def test_copies_and_alerts_are_made_meanwhile_and_all_that_is_due_goes_out_afterwards(
    script: tuple[Script, str], path: Path, tmp_path: Path
) -> None:
    """It made no copy, saw no disk and noted no alert for as long as the outage lasted.

    What goes by the date waits: the clock of a machine that has just been started may be any until Telegram is heard.
    """
    played, address = script
    store, noted = Store(f"sqlite:///{path}"), select(Outbox.person, Outbox.payload)
    bot = BotProcess(TOKEN, address, f"sqlite:///{path}", hurry=HURRY, ZC_BACKUPS=str(tmp_path / "copies"))
    await bot.start()
    async with asyncio.timeout(60.0):
        while not store.read(lambda s: s.exec(noted).all()):
            await asyncio.sleep(0.05)
        while not any("backup" in command(one) for one in children(bot.pid)):
            await asyncio.sleep(0.005)
    [(told, alert)] = store.read(lambda s: s.exec(noted).all())
    assert (told, "磁盘快满了" in str(alert), played.sent) == (ADMIN, True, [])
    store.engine.dispose()
    del played.always["getme"]
    await played.until(lambda: played.texts(ASKER) and played.texts(ADMIN))
    assert await bot.stop() == 0
    assert ["会议" in one for one in played.texts(ASKER)] == [True]
    assert ["磁盘快满了" in one for one in played.texts(ADMIN)] == [True]


async def test_a_database_that_is_replaced_meanwhile_ends_the_bot_in_one_line(
    script: tuple[Script, str], path: Path
) -> None:
    bot = BotProcess(TOKEN, script[1], f"sqlite:///{path}", hurry=HURRY)
    await bot.start()
    await bot.says("greeting: ")
    fresh = path.with_name("fresh.sqlite3")
    shutil.copy(path, fresh)
    fresh.replace(path)
    assert await asyncio.wait_for(bot.ended(), 60) == 1
    assert b"was removed or replaced while the bot ran" in bot.output.splitlines()[-1]
