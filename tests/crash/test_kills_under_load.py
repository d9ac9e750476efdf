"""Killed at random moments while many report: every receipt that anybody was shown is in the store once."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.crash.kill import BotProcess
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram, find_button
from zc_bot.storage import chain, figures, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

FIRST = 1001
SERIAL = re.compile(r"编号 (\d{6})")
PATIENCE = 15.0


class Reporter:
    """Somebody who reports the same figure over and over, one more each time, and believes only receipts."""

    def __init__(self, telegram: Telegram, person: int, community: str, code: str) -> None:
        self.telegram, self.person, self.community, self.code = telegram, person, community, code
        self.value = 1000
        self.answered = 0

    async def work(self) -> None:
        """Report until cancelled; what is not answered in time is given up, and the next one reported."""
        while True:
            self.value += 1
            with suppress(TimeoutError):
                await self._report()

    async def _report(self) -> None:
        after = self.telegram.last_id(self.person)
        self.telegram.say(self.person, f"{self.community} 2024 从业人员 {self.value}人")
        card = await self.telegram.wait_for(self.person, self._is_card, timeout=PATIENCE, after=after)
        self.telegram.press(self.person, card["message_id"], find_button(card, "确认"))
        await self.telegram.wait_for(self.person, "编号", timeout=PATIENCE, after=int(card["message_id"]))
        self.answered += 1

    def _is_card(self, message: dict[str, Any]) -> bool:
        return f"{self.value:,}人" in message.get("text", "") and "请核对" in message["text"]

    def shown(self) -> list[tuple[int, int]]:
        """Return every receipt shown: (serial, value)."""
        found = []
        for message in self.telegram.messages(self.person):
            text = message.get("text", "")
            if message["from"]["is_bot"] and (serial := SERIAL.search(text)):
                value = re.search(r"从业人员：([\d,]+)人", text)
                assert value is not None
                found.append((int(serial[1]), int(value[1].replace(",", ""))))
        return found


async def kill_under_load(programme: Programme, folder: Path, kills: int, seed: int) -> int:
    """Kill the bot so many times while everybody reports; returns how many receipts were shown."""
    url = f"sqlite:///{folder / 'zc.sqlite3'}"
    telegram, chance = Telegram(SandboxClock()), random.Random(seed)
    reporters = everybody(telegram, programme, url)
    async with serve(telegram) as address:
        working = [asyncio.create_task(one.work()) for one in reporters]
        for _ in range(kills):
            # Of starts that do not last, every second one does updates as one does after others that did.
            hurry = {"zc_bot.app.CAREFUL_FROM": chance.choice((2, 10**9))}
            bot = BotProcess(telegram.token, address, url, hurry=hurry, ZC_LOG_LEVEL="ERROR")
            await bot.start()
            before = sum(one.answered for one in reporters)
            with suppress(TimeoutError):
                async with asyncio.timeout(60):
                    while sum(one.answered for one in reporters) == before:
                        await asyncio.sleep(0.01)
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            await bot.kill()
        for task in working:
            task.cancel()
        results = await asyncio.gather(*working, return_exceptions=True)
        for one, result in zip(reporters, results, strict=True):
            said = [message.get("text") for message in telegram.messages(one.person)[-6:]]
            assert isinstance(result, asyncio.CancelledError), (result, one.person, said)
        last = BotProcess(telegram.token, address, url, ZC_LOG_LEVEL="ERROR")
        await last.start()
        try:
            # Behind all that the kills left for this chat, which comes put together.
            telegram.say(FIRST, "/help")
            await telegram.wait_for(FIRST, "直接打字提问", timeout=300)
        except TimeoutError:
            await last.kill()
            raise
        assert await last.stop() == 0
    return compare(Store(url), programme, reporters)


def everybody(telegram: Telegram, programme: Programme, url: str) -> list[Reporter]:
    """Admit a reporter for each community that is its authority's only one."""
    places = [item for item in programme.communities if len(programme.of_authority[item.authority]) == 1]
    store = Store(url)
    schema.ensure(store.engine)
    reporters = []
    for number, place in enumerate(places):
        one = Candidate(FIRST + number, f"填报员{number}", "reporter", (place.authority,))
        store.write(lambda s, one=one: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
        telegram.add_user(one.id, one.name)
        reporters.append(Reporter(telegram, one.id, place.name.zh, place.code))
    store.engine.dispose()
    return reporters


def compare(store: Store, programme: Programme, reporters: list[Reporter]) -> int:
    """Hold every receipt against the store; returns how many there are."""
    shown = 0
    for reporter in reporters:
        versions = store.read(
            lambda s, code=reporter.code: figures.versions(s, OPERATOR, programme, code, "employees", 2024)
        )
        recorded = [(one.submission, one.value) for one in versions]
        assert len({value for _, value in recorded}) == len(recorded), "no figure twice"
        for serial, value in set(reporter.shown()):
            assert recorded.count((serial, Decimal(value))) == 1, (serial, value)
            shown += 1
    assert store.read(chain.verify) is None
    store.engine.dispose()
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.long)])
async def test_killed_again_and_again_under_load(programme: Programme, tmp_path: Path, kills: int) -> None:
    assert await kill_under_load(programme, tmp_path, kills, seed=50) > kills


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
async def test_a_thousand_kills_under_load(programme: Programme, tmp_path: Path, seed: int) -> None:
    """A hundred of them at a time, some minutes each: one round can be run alone."""
    assert await kill_under_load(programme, tmp_path, 100, seed) > 100
