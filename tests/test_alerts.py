"""Every alert of the service, over HTTP: its admin hears it once, hears once that it is over, and /health says so.

Minutes and hours are the clock's own, which the test puts ahead.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from tests.tg.script import TOKEN, Script, message, playing
from zc_bot import app, watch
from zc_bot.app import Service
from zc_bot.clock import Clock
from zc_bot.opening import make_rules, open_store
from zc_bot.policy.roles import OPERATOR
from zc_bot.settings import Settings
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate
from zc_bot.tg.client import make_client
from zc_bot.watch import EXPIRES_SOON, certificate_left

ADMIN, ASKER = 14, 11


class Ahead(Clock):
    """A clock that can be put ahead, date and ticks alike: the time in between went by."""

    def __init__(self) -> None:
        self.by = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.by)

    def monotonic(self) -> float:
        return super().monotonic() + self.by


@dataclass
class Running:
    """A bot at work, what Telegram says to it, and its clock."""

    service: Service
    script: Script
    clock: Ahead
    backups: Path
    address: str
    begins: Callable[[], Service]
    working: asyncio.Task[None] | None = None
    asked: int = 100

    async def restart(self) -> None:
        """End the process, as it were, and begin another one on the same database."""
        await self.ends()
        self.service = self.begins()
        self.starts()
        self.script.gives(message(self.next(), ADMIN, "/language"))
        before = len(self.script.texts(ADMIN))
        await self.script.until(lambda: any("语言" in one for one in self.script.texts(ADMIN)[before:]))

    def next(self) -> int:
        self.asked += 1
        return self.asked

    def starts(self) -> None:
        self.working = asyncio.create_task(self.service.run(make_client(TOKEN, self.address)))

    async def ends(self) -> None:
        assert self.working is not None
        self.working.cancel()
        with suppress(asyncio.CancelledError):
            await self.working

    async def later(self, seconds: float) -> None:
        """Let time go by, and the bot look at itself and tick."""
        self.clock.by += seconds
        await self.service.watch.look()
        await self.service.tick()
        self.service.wake()

    async def told(self, *said: str) -> None:
        """Wait until the admin was told something that nobody said before."""
        async with asyncio.timeout(300):
            while not self._heard(*said):
                await self.later(0)
                await asyncio.sleep(0.05)
        await self.later(0)
        await self.later(0)
        assert self._heard(*said) == 1, "once"

    async def says(self, what: str) -> None:
        """Ask for /health, which is to say the same."""
        self.script.gives(message(self.next(), ADMIN, "/health"))
        await self.script.until(lambda: any(one.startswith("<b>有几件事") and what in one for one in self._shown()))

    def _shown(self) -> list[str]:
        return self.script.texts(ADMIN)[-3:]

    def _heard(self, *said: str) -> int:
        return sum(all(part in one for part in said) for one in self.script.texts(ADMIN))


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(app, "LOOK_SECONDS", 86400.0)  # The test alone looks.
    backups = tmp_path / "backups"
    settings = Settings(
        _env_file=None, database_url=SecretStr(f"sqlite:///{tmp_path / 'zc.sqlite3'}"),
        keys=tmp_path / "keys.toml", backups=backups,
    )
    backups.touch()  # Where no folder can be made, no copy can.
    rules, clock, script = make_rules(settings), Ahead(), Script()
    store = open_store(settings)
    known = [Candidate(ADMIN, "赵磊", "admin"), Candidate(ASKER, "李敏", "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, known, datetime.now(UTC)))
    async with playing(script) as address:
        service = Service(settings, rules, store, clock)
        made = Running(
            service, script, clock, backups, address, lambda: Service(settings, rules, open_store(settings), clock)
        )
        made.starts()
        script.gives(message(10, ADMIN, "/help"))
        await script.until(lambda: script.texts(ADMIN))
        yield made
        await made.ends()


async def test_two_minutes_without_an_answer_to_a_poll(running: Running) -> None:
    running.script.held["getupdates"] = asyncio.Event()
    await running.script.until(lambda: running.script.holds["getupdates"])
    await running.later(watch.SILENT + 1)
    await running.told("Telegram两分钟没有回应", "好了会再告诉您")
    running.script.held.pop("getupdates").set()
    polls = len(running.script.polls)
    await running.script.until(lambda: len(running.script.polls) > polls + 1)
    await running.later(0)
    await running.told("Telegram两分钟没有回应", "现在好了")


async def test_an_update_that_waits_for_a_minute(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SLOW", 0.2)
    running.script.slow[ASKER] = asyncio.Event()
    running.script.gives(message(20, ASKER, "/help"))
    await running.script.until(lambda: running.service.watch.readings().oldest_update > watch.SLOW or _again(running))
    await running.later(0)
    await running.told("有消息等了一分钟还没处理", "好了会再告诉您")
    await running.says("有消息等了一分钟还没处理")
    running.script.slow.pop(ASKER).set()
    await running.script.until(lambda: running.script.texts(ASKER))
    while running.service.watch.readings().oldest_update:
        await asyncio.sleep(0.01)
    await running.later(0)
    await running.told("有消息等了一分钟还没处理", "现在好了")


def _again(running: Running) -> None:
    """Have the script looked at once more in a moment."""
    asyncio.get_running_loop().call_later(0.05, running.script.changed.set)


async def test_five_minutes_without_a_tick(running: Running) -> None:
    await running.later(watch.NO_TICK + 1)
    await running.told("提醒五分钟没有检查", "好了会再告诉您")
    await running.told("提醒五分钟没有检查", "现在好了")


async def test_a_copy_that_can_not_be_made_and_two_hours_without_one(running: Running) -> None:
    assert running.service._copier is not None
    await running.told("备份没做成", "好了会再告诉您")  # It looked when it began, and never again by itself.
    await running.later(7200)
    await running.told("两小时没有新备份", "好了会再告诉您")
    await running.says("备份没做成")
    await running.says("两小时没有新备份")
    running.backups.unlink()
    await running.service._copier.look()
    await running.later(0)
    await running.told("备份没做成", "现在好了")
    await running.told("两小时没有新备份", "现在好了")


async def test_a_disk_with_little_room(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(watch, "LITTLE", 10**18)
        await running.later(0)
        await running.told("磁盘快满了", "好了会再告诉您")
        await running.says("磁盘快满了")
    await running.later(0)
    await running.told("磁盘快满了", "现在好了")


async def test_across_restarts_it_is_told_once_and_so_is_its_end(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(watch, "LITTLE", 10**18)
        await running.later(0)
        await running.told("磁盘快满了", "好了会再告诉您")
        await running.restart()
        await running.says("磁盘快满了")
        await running.told("磁盘快满了", "好了会再告诉您")
    await running.restart()
    await running.later(0)
    await running.told("磁盘快满了", "现在好了")
    await running.restart()
    await running.later(0)
    await running.told("磁盘快满了", "现在好了")


async def test_a_part_of_the_tick_that_fails_is_logged_once_not_ready_and_told_with_its_end(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    store = running.service._store
    await store.submit(lambda s: s.execute(text("ALTER TABLE closed_year RENAME TO elsewhere")))
    for _ in range(3):
        await running.later(60)
    assert "reminders: undone" in running.service.watch.wrong()
    logged = [one for one in caplog.records if one.getMessage().startswith("reminders: ")]
    assert [one.exc_info is not None for one in logged] == [True]
    await running.told("催报提醒没能生成", "好了会再告诉您")
    await store.submit(lambda s: s.execute(text("ALTER TABLE elsewhere RENAME TO closed_year")))
    await running.later(60)
    assert "reminders: undone" not in running.service.watch.wrong()
    await running.told("催报提醒没能生成", "现在好了")


async def test_what_could_not_be_told_is_told_by_the_next_tick(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise RuntimeError("on purpose")

    running.service._store.troubles.was("disk", "disk", 120.0)
    with monkeypatch.context() as patch:
        patch.setattr("zc_bot.chat.ticking.troubling.tell", fails)
        await running.service.tick()
    assert "telling: undone" in running.service.watch.wrong()
    await running.told("磁盘快满了", "持续约2分钟")


async def test_what_is_done_again_and_again_and_fails_is_not_ready(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fails, done = [3], asyncio.Event()

    async def work() -> None:
        if fails[0] < 0:
            done.set()
        fails[0] -= 1
        if fails[0] >= 0:
            raise RuntimeError("on purpose")

    running.service._begin("naming", 0.01, work)
    await asyncio.wait_for(done.wait(), 60)
    assert [one.levelname for one in caplog.records if one.getMessage().startswith("naming: ")] == ["ERROR"]
    assert "naming: failing" not in running.service.watch.wrong()
    await running.later(0)
    await running.told("有一部分工作出错", "现在好了")


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """Make a certificate of this machine that is good for so many days, and its key."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", made, "-days", str(days), "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )
    return made, key


@pytest.mark.parametrize(("days", "soon"), [(7, True), (60, False)])
async def test_how_long_the_webhooks_certificate_is_good_is_asked_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, soon: bool
) -> None:
    made, key = certificate(tmp_path, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(made, key)
    closed: Callable[[asyncio.StreamReader, asyncio.StreamWriter], None] = lambda _, writer: writer.close()  # noqa: E731
    async with await asyncio.start_server(closed, "127.0.0.1", 0, ssl=shown) as server:
        port = server.sockets[0].getsockname()[1]
        left = await certificate_left(f"https://localhost:{port}/hook", datetime.now(UTC).timestamp())
    assert left is not None
    assert abs(left - days * 86400) < 3600
    assert (left < EXPIRES_SOON) is soon
