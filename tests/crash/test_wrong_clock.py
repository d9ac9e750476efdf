"""The bot as a process whose clock is put back or forward: retries, leases and ticks go by the monotonic clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crash.kill import BotProcess
from tests.crash.wrong_clock import WrongClock
from tests.tg.script import TOKEN, Script, message, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.moments import Moment
from zc_bot.storage import own_reminders, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ASKER, ADMIN = 11, 14


@pytest.fixture
def url(tmp_path: Path, programme: Programme) -> str:
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    schema.ensure(store.engine)
    known = [Candidate(ASKER, "李敏", "viewer"), Candidate(ADMIN, "赵磊", "admin")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, known, datetime.now(UTC)))
    store.engine.dispose()
    return f"sqlite:///{tmp_path / 'zc.sqlite3'}"


@pytest.fixture
async def script() -> AsyncIterator[tuple[Script, str]]:
    made = Script()
    async with playing(made) as address:
        yield made, address


@pytest.fixture
def clock(tmp_path: Path) -> WrongClock:
    return WrongClock(tmp_path)


@pytest.mark.slow
async def test_a_retry_waits_no_longer_and_nothing_is_sent_twice_though_the_clock_leaps_an_hour(
    script: tuple[Script, str], url: str, clock: WrongClock
) -> None:
    played, address = script
    bot = BotProcess(TOKEN, address, url, hurry={"zc_bot.tg.delivery.LOOK_AGAIN": 0.2}, **clock.environment)
    await bot.start()
    await bot.says("ready as @script_bot")
    played.says("sendMessage", no(502, "Bad Gateway"))
    played.gives(message(20, ASKER, "/help"))
    await bot.says("may or may not have arrived")
    clock.put("-1h")
    await played.until(lambda: played.texts(ASKER))
    played.slow[ASKER] = asyncio.Event()
    played.gives(message(21, ASKER, "/help"))
    await played.until(lambda: not played.updates)
    clock.put("+1h")
    polls = played.asked["getupdates"]
    await played.until(lambda: played.asked["getupdates"] > polls + 15)  # The outbox was looked at meanwhile.
    played.slow.pop(ASKER).set()
    await played.until(lambda: len(played.texts(ASKER)) > 1)
    assert await bot.stop() == 0
    assert len(played.texts(ASKER)) == 2


async def test_ticks_go_on_though_the_clock_went_back_an_hour_and_what_is_due_comes_once_it_is_right(
    script: tuple[Script, str], url: str, clock: WrongClock
) -> None:
    """Reminders wait as long as the date is doubted, which Telegram's own settles."""
    played, address = script
    bot = BotProcess(TOKEN, address, url, hurry={"zc_bot.app.TICK_SECONDS": 0.5}, **clock.environment)
    await bot.start()
    await bot.says("ready as @script_bot")
    clock.put("-1h")
    await played.until(lambda: any("时钟倒退" in one for one in played.texts(ADMIN)))
    remind(url, datetime.now(UTC) - timedelta(hours=1, seconds=1))
    await played.until(lambda: any("时钟比Telegram慢" in one for one in played.texts(ADMIN)))
    assert not any("会议" in one for one in played.texts(ASKER))
    clock.put("+0")
    await played.until(lambda: any("会议" in one for one in played.texts(ASKER)))
    for way in ("时钟倒退", "时钟比Telegram慢"):
        await played.until(lambda way=way: any(way in one and "现在好了" in one for one in played.texts(ADMIN)))
    assert await bot.stop() == 0
    assert sum("会议" in one for one in played.texts(ASKER)) == 1


def remind(url: str, due: datetime) -> None:
    """Have somebody be reminded of a meeting."""
    store, who = Store(url), Principal(ASKER, "李敏", "viewer")
    moment = Moment(due, None, "会议")
    store.write(lambda s: own_reminders.add(s, who, moment, due - timedelta(days=1)))
    store.engine.dispose()
