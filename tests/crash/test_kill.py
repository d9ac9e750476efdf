"""The bot killed with SIGKILL between any two messages: the dialogue goes on, and every receipt is true once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.crash.kill import BotProcess
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram, find_button
from zc_bot.storage import observations, people, schema, submissions
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

WANG = 11
STEPS = (
    ("say", "/report", "哪个社区"),
    ("tap", "通创", "填报哪一年"),
    ("tap", "2019", "可直接打字"),
    ("say", "高新产值", "高新技术产业产值"),
    ("say", "45.6亿", "456,000"),
    ("say", "总产值 71.2亿", "712,000"),
    ("tap", "确认", "编号"),
)


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, str]]:
    made = Telegram(SandboxClock())
    made.add_user(WANG, "王芳")
    async with serve(made) as address:
        yield made, address


@pytest.fixture
def database(tmp_path: Path, programme: Programme) -> str:
    url = f"sqlite:///{tmp_path / 'zc.sqlite3'}"
    store = Store(url)
    schema.ensure(store.engine)
    wang = Candidate(WANG, "王芳", "reporter", ("chongchuan",))
    store.write(lambda s: people.admit(s, OPERATOR, programme, [wang], datetime.now(UTC)))
    store.engine.dispose()
    return url


def reported(store: Store, programme: Programme) -> list[observations.Version]:
    """Read what 王芳 reported."""
    reports = store.read(lambda s: submissions.mine(s, people.find(s, WANG) or OPERATOR, programme, 10))
    return [one for report in reports for one in report.versions]


async def take(
    telegram: Telegram, step: tuple[str, str, str], message: dict[str, object] | None
) -> dict[str, object]:
    """Take one step and wait for its answer: a new message, or the tapped one with the next step in its place."""
    how, what, expected = step
    before = {(each["message_id"], each.get("text")) for each in telegram.messages(WANG)}

    def answered() -> dict[str, object] | None:
        said = [(each, each.get("text") or "") for each in telegram.messages(WANG) if each["from"]["is_bot"]]
        new = [(each, text) for each, text in said if (each["message_id"], text) not in before]
        return next((each for each, text in new if expected in text), None)

    if how == "say":
        telegram.say(WANG, what)
    else:
        assert message is not None
        telegram.press(WANG, message["message_id"], find_button(message, what))  # type: ignore[arg-type]
    return await telegram.until(answered, timeout=60)


@pytest.mark.slow
async def test_a_report_survives_a_kill_after_every_message(
    telegram: tuple[Telegram, str], database: str, programme: Programme
) -> None:
    held, address = telegram
    message: dict[str, object] | None = None
    for step in STEPS:
        bot = BotProcess(held.token, address, database)
        await bot.start()
        message = await take(held, step, message)
        await bot.kill()
    store = Store(database)
    recorded = reported(store, programme)
    assert {(one.metric, one.value) for one in recorded} == {
        ("hitech_output", Decimal(456000)),
        ("total_output", Decimal(712000)),
    }
    assert len({one.submission for one in recorded}) == 1
    assert f"{recorded[0].submission:06d}" in str(message)
    store.engine.dispose()


@pytest.mark.slow
async def test_a_tap_that_was_killed_in_the_middle_is_done_once(
    telegram: tuple[Telegram, str], database: str, programme: Programme
) -> None:
    """Kill right after the tap reaches the bot, before it answers; the next start finishes it."""
    held, address = telegram
    bot = BotProcess(held.token, address, database)
    await bot.start()
    message: dict[str, object] | None = None
    for step in STEPS[:-1]:
        message = await take(held, step, message)
    assert message is not None
    after = held.last_id(WANG)
    held.fail_next("sendMessage", "silence", times=1)
    held.press(WANG, message["message_id"], find_button(message, "确认"))  # type: ignore[arg-type]
    await held.wait_for(WANG, "编号", timeout=60, after=after)
    await bot.kill()
    again = BotProcess(held.token, address, database)
    await again.start()
    first = await held.wait_for(WANG, "编号", timeout=60, after=after)
    second = await held.wait_for(WANG, "编号", timeout=60, after=int(first["message_id"]))
    assert first["text"] == second["text"], "the same serial, shown once more"
    assert await again.stop() == 0
    store = Store(database)
    assert len(reported(store, programme)) == 2
    store.engine.dispose()


async def test_a_second_bot_on_the_same_database_says_so_and_exits(
    telegram: tuple[Telegram, str], database: str, tmp_path: Path
) -> None:
    """By whatever name it comes to it, and whatever lies beside it is gone."""
    held, address = telegram
    (tmp_path / "other.sqlite3").symlink_to(tmp_path / "zc.sqlite3")
    first = BotProcess(held.token, address, database)
    second = BotProcess(held.token, address, f"sqlite:///{tmp_path / 'other.sqlite3'}")
    await first.start()
    held.say(WANG, "/help")
    await held.wait_for(WANG, "怎么用", timeout=60)
    for beside in os.listdir(tmp_path):
        if "lock" in beside:
            os.unlink(tmp_path / beside)
    await second.start()
    assert await asyncio.wait_for(second.ended(), 60) == 1
    assert b"another zc_bot is running" in second.output
    assert second.output.count(b"\n") == 1
    assert await first.stop() == 0


async def test_the_token_is_in_no_output(telegram: tuple[Telegram, str], database: str) -> None:
    held, address = telegram
    bot = BotProcess(held.token, address, database, ZC_LOG_LEVEL="DEBUG")
    await bot.start()
    held.fail_next("sendMessage", "500")
    held.fail_next("getUpdates", "502")
    held.fail_next("getUpdates", "reset_before")
    held.say(WANG, "/help")
    await held.wait_for(WANG, "怎么用", timeout=60)
    assert await bot.stop() == 0
    assert bot.output
    secret = held.token.partition(":")[2]
    assert secret.encode() not in bot.output
    refused = BotProcess("123456:wrong-token-that-nobody-knows", address, database, ZC_LOG_LEVEL="DEBUG")
    await refused.start()
    await refused.says("check ZC_BOT_TOKEN with @BotFather")
    assert await refused.stop() == 0
    assert b"wrong-token-that-nobody-knows" not in refused.output
