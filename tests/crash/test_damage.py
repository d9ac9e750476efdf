"""The bot as a process whose database is damaged while it works: it says so once, and whatever it can goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.moments import Moment
from zc_bot.storage import own_reminders, people, schema
from zc_bot.storage.people import Candidate
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store

ASKER, ADMIN = 11, 14
PAGE = 4096
DAMAGED = "content: damaged"
HURRY = {"zc_bot.app.TICK_SECONDS": 0.5, "zc_bot.tg.bot.ANEW": 0.1}


def fill(session: Session, programme: Programme) -> None:
    known = [Candidate(ASKER, "李敏", "viewer"), Candidate(ADMIN, "赵磊", "admin")]
    people.admit(session, OPERATOR, programme, known, datetime.now(UTC))


def remind(path: Path) -> None:
    """Let somebody be reminded of a rehearsal by now."""
    now, store = datetime.now(UTC), Store(f"sqlite:///{path}")
    who, moment = Principal(ASKER, "李敏", "viewer"), Moment(now, None, "排练")
    store.write(lambda s: own_reminders.add(s, who, moment, now - timedelta(days=1)))
    store.engine.dispose()


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table, as a bad disk does, and have whoever has it open read the file anew."""
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        [(page,)] = beside.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchall()
        while beside.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            pass
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        beside.execute("UPDATE meta SET value = value")


async def test_pages_of_the_inbox_that_are_damaged_at_work_are_told_once_and_reminders_go_on(
    tmp_path: Path, programme: Programme
) -> None:
    path, played, port = tmp_path / "zc.sqlite3", Script(), free_port()
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.write(lambda s: fill(s, programme))
    store.engine.dispose()
    async with playing(played) as address:
        bot = BotProcess(TOKEN, address, f"sqlite:///{path}", hurry=HURRY, ZC_HTTP_PORT=str(port))
        await bot.start()
        await bot.says("ready as @script_bot")
        played.gives(message(5, ASKER, "/help"))
        await played.until(lambda: played.texts(ASKER))
        damage(path, "inbox")
        played.gives(message(6, ASKER, "/help"))
        await bot.says("put a copy back")
        remind(path)
        await played.until(lambda: any("排练" in one for one in played.texts(ASKER)))
        await played.until(lambda: any("数据库文件损坏" in one for one in played.texts(ADMIN)))
        polls = played.asked["getupdates"]
        await played.until(lambda: played.asked["getupdates"] > polls + 5)
        assert await get(port, "/healthz") == (503, json.dumps({"live": True, "ready": False, "wrong": [DAMAGED]}))
        assert played.polls[-1].get("offset", 6) == 6, "it is not confirmed, and comes again"
        assert await bot.stop() == 0
    assert bot.output.count(b"malformed") == 1
    assert ["出了问题" in one or "出过问题" in one for one in played.texts(ADMIN)].count(True) == 1
