"""The bot as a process while reminders go out in an outage: what may not have arrived is tried again, then told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.crash.kill import BotProcess
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.faults import Kind
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram, find_button
from zc_bot.storage import outbox, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Store

ADMIN, LOST, BLOCKED, FIRST = 14, 20, 21, 31
OUTAGE: tuple[Kind, ...] = ("502", "500", "reset_before", "reset_after", "unreadable", "429", "unauthorized")
HURRY = {
    "zc_bot.tg.send.DOUBT_WAITS": (0.1, 0.2, 0.3), "zc_bot.tg.faults.LONGEST": 0.2, "zc_bot.app.TICK_SECONDS": 0.5,
    "zc_bot.tg.pace.CHAT_GAP": 0.05,
}


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, str]]:
    made = Telegram(SandboxClock())
    async with serve(made) as address:
        yield made, address


def filled(url: str, programme: Programme, chats: list[int]) -> None:
    """Make a database with a reminder to each chat that is due."""
    now, store = datetime.now(UTC), Store(url)
    known = [Candidate(one, f"人{one}", "viewer") for one in chats]
    letters = [Letter(one, one, "reminder", {"text": f"催报{one}"}, f"x:{one}") for one in chats]
    schema.ensure(store.engine)
    store.write(lambda s: people.admit(s, OPERATOR, programme, [Candidate(ADMIN, "赵磊", "admin"), *known], now))
    store.write(lambda s: outbox.post(s, letters, now))
    store.engine.dispose()


async def test_reminders_all_arrive_and_what_stays_in_doubt_is_told_with_one_button(
    telegram: tuple[Telegram, str], database_url: str, programme: Programme
) -> None:
    played, address = telegram
    chats = {FIRST + number: kind for number, kind in enumerate(OUTAGE)}
    filled(database_url, programme, [LOST, BLOCKED, *chats])
    for person in (ADMIN, LOST, BLOCKED, *chats):
        played.add_user(person, f"人{person}")
    for chat, kind in chats.items():
        played.fail_next("sendMessage", kind, times=2, chat_id=chat)
    played.fail_next("sendMessage", "502", times=1 + outbox.DOUBTS, chat_id=LOST)
    played.fail_next("sendMessage", "blocked", chat_id=BLOCKED)
    bot = BotProcess(played.token, address, database_url, hurry=HURRY)
    await bot.start()
    for chat in chats:
        await played.wait_for(chat, f"催报{chat}")
    told = await played.wait_for(ADMIN, "有1条消息不知是否送到")
    await played.wait_for(ADMIN, "有1条消息送不到")
    assert played.messages(LOST) == []
    played.press(ADMIN, told["message_id"], find_button(told, "再发一次"))
    await played.wait_for(LOST, f"催报{LOST}")
    assert await bot.stop() == 0
    once = [len(played.messages(one)) for one, kind in chats.items() if kind not in {"reset_after", "unreadable"}]
    assert once == [1] * len(once), "only what did arrive may come again"
    assert len(played.messages(LOST)) == 1
