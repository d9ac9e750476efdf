"""The whole service over HTTP, with a clock that is wrong."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from zc_bot.app import Service
from zc_bot.clock import Clock, ClockGuard
from zc_bot.opening import make_rules, open_store
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.settings import Settings
from zc_bot.storage import housekeeping, inbox, meta, outbox, people, posted
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.tg.client import make_client

ADMIN = 14


class Ahead(Clock):
    """A machine's clock that is ten minutes fast."""

    def now(self) -> datetime:
        return super().now() + timedelta(minutes=10)


async def test_a_wrong_clock_holds_reminders_and_tells_the_admin_while_questions_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SecretStr(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    settings = Settings(_env_file=None, database_url=database, keys=tmp_path / "keys.toml", backups=None)
    store, rules, clock = open_store(settings), make_rules(settings), Ahead()
    admin = Candidate(ADMIN, "赵磊", "admin")
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [admin], datetime.now(UTC)))
    almost_old = datetime.now(UTC) - housekeeping.KEEP + timedelta(minutes=5)
    store.write(lambda s: inbox.put_away(s, [Arrival(1, "{}")], almost_old))
    store.write(lambda s: inbox.finish(s, 1, almost_old))
    telegram = Telegram(Clock())
    telegram.add_user(ADMIN, "赵磊")
    guard = ClockGuard(clock)
    async with serve(telegram) as address:
        service = Service(settings, rules, store, clock, guard)
        running = asyncio.create_task(service.run(make_client(telegram.token, address, heard=guard.heard)))
        telegram.say(ADMIN, "/help")
        await telegram.wait_for(ADMIN, "直接打字提问")
        while not guard.holds():
            await asyncio.sleep(0.01)
        await service.tick()
        await telegram.wait_for(ADMIN, "比Telegram快10分钟")
        await service._tidy()
        again = [Arrival(1, "{}")]
        assert await store.submit(lambda s: inbox.put_away(s, again, datetime.now(UTC))) == (), "it is still known"
        assert await store.submit(lambda s: meta.get(s, meta.STARTS)) == "1"
        monkeypatch.setattr("zc_bot.app.LASTED", 0.0)
        await service.tick()
        assert await store.submit(lambda s: meta.get(s, meta.STARTS)) is None, "a start that lasted is no failure"
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert open_store(settings).read(posted.keyed) == ()


async def test_the_admin_is_told_though_ticks_fail_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SecretStr(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    settings = Settings(_env_file=None, database_url=database, keys=tmp_path / "keys.toml", backups=None)
    store, rules = open_store(settings), make_rules(settings)
    admin = Candidate(ADMIN, "赵磊", "admin")
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [admin], datetime.now(UTC)))
    service = Service(settings, rules, store, Clock())
    store.start()

    def broken(*_: object) -> int:
        raise KeyError("a part that no part holds")

    monkeypatch.setattr("zc_bot.app.ticking.tick", broken)
    store.troubles.meet("tick", "no_tick", "no tick was done for five minutes")
    for _ in range(2):
        with pytest.raises(KeyError):
            await service.tick()
    told = store.read(lambda s: outbox.counts(s))
    assert told == {"pending": 1}
    await store.stop()


async def test_the_admins_are_told_of_one_whom_the_settings_name_at_a_restart(tmp_path: Path) -> None:
    database = SecretStr(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    telegram = Telegram(Clock())
    telegram.add_user(ADMIN, "赵磊")
    async with serve(telegram) as address:
        said = {f"{ADMIN}": "直接打字提问", f"{ADMIN},15": "管理员15已加入", f"{ADMIN},15,16": "要让管理员16当管理员"}
        for ids, told in said.items():
            settings = Settings(
                _env_file=None, database_url=database, keys=tmp_path / "keys.toml", backups=None, admin_ids=ids
            )
            service = Service(settings, make_rules(settings), open_store(settings), Clock())
            running = asyncio.create_task(service.run(make_client(telegram.token, address)))
            telegram.say(ADMIN, "/help")
            await telegram.wait_for(ADMIN, told, timeout=60)
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
