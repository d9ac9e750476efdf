"""One bot that stays up while many report and everything goes wrong in turn: no figure is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.crash.kill import BotProcess
from tests.crash.test_kills_under_load import Reporter, compare, everybody
from tests.crash.test_outages import free_port, get, locked
from tests.crash.test_postgres_away import Server
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.sandbox.faults import WRITING, Fault, Kind
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.storage.store import Store

HURRY: Mapping[str, object] = {
    "zc_bot.tg.faults.LONGEST": 0.3, "zc_bot.tg.send.DOUBT_WAITS": (0.2, 0.4, 60.0),
    "zc_bot.tg.request.READ_TIMEOUT": 1.5, "zc_bot.tg.request.CONNECT_TIMEOUT": 0.5,
    "zc_bot.tg.request.WRITE_TIMEOUT": 0.5, "zc_bot.tg.client.POLL_SECONDS": 1, "zc_bot.tg.client.LATE": 1,
    "zc_bot.app.LOOK_SECONDS": 0.5,
}
LASTS = 0.7
"""Seconds for which a fault of the database or of the process lasts."""
OF_TELEGRAM: tuple[tuple[str, Kind, int], ...] = (
    (WRITING, "502", 4), (WRITING, "reset_after", 4), (WRITING, "reset_before", 4), (WRITING, "unreadable", 4),
    (WRITING, "silence", 3), (WRITING, "unauthorized", 2), (WRITING, "429", 2), ("getupdates", "other_poller", 2),
    ("getupdates", "reset_before", 2), ("getupdates", "reset_after", 2), ("getupdates", "unreadable", 2),
    ("getupdates", "silence", 1),
)
WORST: tuple[str, Kind, int] = (WRITING, "reset_after", 6)
Strike = Callable[[BotProcess, str], Awaitable[None]]


async def lock(_: BotProcess, url: str) -> None:
    other = locked(Path(url.removeprefix("sqlite:///")))
    await asyncio.sleep(LASTS)
    other.execute("ROLLBACK")
    other.close()


async def fill_the_disk(bot: BotProcess, _: str) -> None:
    _, most = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    await asyncio.sleep(LASTS)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (most, most))


async def freeze(bot: BotProcess, _: str) -> None:
    os.kill(bot.pid, signal.SIGSTOP)
    await asyncio.sleep(LASTS)
    os.kill(bot.pid, signal.SIGCONT)


async def refuse_writing(_: BotProcess, url: str) -> None:
    server = Server(url)
    await asyncio.to_thread(server.read_only, True)
    await asyncio.sleep(LASTS)
    await asyncio.to_thread(server.read_only, False)


async def cut(_: BotProcess, url: str) -> None:
    await asyncio.to_thread(Server(url).cut)


ON_SQLITE: tuple[Strike, ...] = (lock, fill_the_disk, freeze)
ON_POSTGRES: tuple[Strike, ...] = (refuse_writing, cut, freeze)


def of_telegram(telegram: Telegram, method: str, kind: Kind, times: int) -> Strike:
    """Have Telegram do one thing wrong for so many calls."""

    async def strike(_: BotProcess, __: str) -> None:
        telegram.faults.add(Fault(method, kind, times, 1, None))

    return strike


async def strike_under_load(programme: Programme, url: str, rounds: int) -> int:
    """Have everything go wrong in turn while everybody reports; returns how many receipts were shown.

    rounds: how often; 0: only what is worst, once.
    """
    telegram, port = Telegram(SandboxClock()), free_port()
    reporters = everybody(telegram, programme, url)
    strikes = [of_telegram(telegram, *one) for one in OF_TELEGRAM] * rounds or [of_telegram(telegram, *WORST)]
    ours = ON_SQLITE if url.startswith("sqlite") else ON_POSTGRES
    strikes += ours * rounds or ours[:2]
    async with serve(telegram) as address:
        bot = BotProcess(telegram.token, address, url, hurry=HURRY, ZC_HTTP_PORT=str(port))
        await bot.start()
        await bot.says("ready as")
        working = [asyncio.create_task(one.work()) for one in reporters]
        for strike in strikes:
            await strike(bot, url)
            await moves_again(reporters)
        telegram.faults.clear()
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        async with asyncio.timeout(60):
            while (await get(port, "/healthz"))[0] != 200:
                telegram.say(reporters[0].person, "/help")
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0
    said = bot.output.decode()
    assert "was not handled" not in said
    assert " failed\n" not in said, said[-2000:]
    assert not failed(url)
    return compare(Store(url), programme, reporters)


async def moves_again(reporters: Sequence[Reporter]) -> None:
    """Wait until half of those who wait have had another receipt."""
    before = [one.answered for one in reporters]
    async with asyncio.timeout(60):
        while sum(one.answered > was for one, was in zip(reporters, before, strict=True)) < len(before) / 2:
            await asyncio.sleep(0.01)


def failed(url: str) -> list[tuple[object, ...]]:
    """Return the updates that were given up."""
    store = Store(url)
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT update_id, error FROM inbox WHERE state = 'failed'").all()
    store.engine.dispose()
    return [tuple(row) for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [0, pytest.param(3, marks=pytest.mark.long)])
async def test_whatever_goes_wrong_under_load_every_receipt_is_true_once(
    programme: Programme, tmp_path: Path, rounds: int
) -> None:
    assert await strike_under_load(programme, f"sqlite:///{tmp_path / 'zc.sqlite3'}", rounds) > 15 * rounds + 2


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("rounds", [0, pytest.param(3, marks=pytest.mark.long)])
async def test_the_same_on_postgres(programme: Programme, postgres_url: str, rounds: int) -> None:
    assert await strike_under_load(programme, postgres_url, rounds) > 15 * rounds + 2
