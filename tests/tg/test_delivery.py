"""When the outbox is looked at, what waits for what, and when what became of a letter is written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.tg.conftest import ANNA, BEN, Scripted
from tests.tg.script import message, no
from tests.tg.test_sending import put, reminder
from zc_bot.clock import SandboxClock
from zc_bot.errors import StoreAway
from zc_bot.storage import outbox
from zc_bot.storage.outbox import Letter
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.delivery import seconds_until_a_look
from zc_bot.tg.pace import Pace

NOW = SandboxClock().now()


@pytest.fixture(autouse=True)
def no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", 0.0)
    monkeypatch.setattr("zc_bot.tg.delivery.LOOK_AGAIN", 3600.0)


def counted(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> list[Any]:
    """Keep the arguments of each call of a function."""
    calls: list[Any] = []
    called: Callable[..., Any] = getattr(where, name)

    def counting(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return called(*given, **named)

    monkeypatch.setattr(where, name, counting)
    return calls


async def claimed(scripted: Scripted, *letters: Letter) -> tuple[outbox.Claimed, ...]:
    """Put answers in that are sent by whoever asks."""
    return await scripted.store.submit(lambda s: outbox.post_claimed(s, letters, scripted.clock.now()))


async def settled(scripted: Scripted) -> None:
    """Let whatever is under way between the store and the sending come to its end."""
    for _ in range(5):
        await scripted.store.submit(lambda _: None)


async def idle(scripted: Scripted, bot: TelegramBot) -> None:
    """Have a first letter sent and wait until nothing is left to look for."""
    await put(scripted, bot, reminder(BEN, "first"))
    await scripted.outbox_is(sent=1)
    await settled(scripted)


@pytest.mark.parametrize(
    ("due", "seconds"), [(None, 5.0), (-60.0, 1.0), (0.0, 1.0), (0.5, 0.5), (3.0, 3.0), (60.0, 5.0)]
)
def test_a_look_falls_when_the_next_letter_is_due_and_in_a_second_where_its_chat_is_not_free(
    monkeypatch: pytest.MonkeyPatch, due: float | None, seconds: float
) -> None:
    monkeypatch.setattr("zc_bot.tg.delivery.LOOK_AGAIN", 5.0)
    moment = None if due is None else NOW + timedelta(seconds=due)
    assert seconds_until_a_look(moment, NOW) == seconds


async def test_an_answer_that_arrives_has_nobody_look_at_the_outbox(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scripted.bot() as bot:
        await idle(scripted, bot)
        looks = counted(monkeypatch, outbox, "next_chat")
        scripted.script.gives(message(10, ANNA, "a"))
        await scripted.outbox_is(sent=2)
        await settled(scripted)
        assert looks == []


async def test_what_waits_for_its_chat_is_looked_for_once_that_chat_is_free(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", 0.05)
    monkeypatch.setattr("zc_bot.tg.delivery.CHAT_RESTS", 3600.0)
    async with scripted.bot() as bot:
        await put(scripted, bot, reminder(ANNA, "1"), reminder(ANNA, "2"), reminder(ANNA, "3"))
        await scripted.outbox_is(sent=3)
    assert scripted.script.texts(ANNA) == ["1", "2", "3"]


async def test_what_somebody_may_still_be_sending_is_left_alone_for_a_minute(scripted: Scripted) -> None:
    async with scripted.bot() as bot:
        sending = Letter(ANNA, ANNA, "reply", {"text": "being sent"})
        await scripted.store.submit(lambda s: outbox.post_claimed(s, [sending], scripted.clock.now()))
        for number in range(3):
            await put(scripted, bot, reminder(BEN, str(number)))
            await scripted.outbox_is(claimed=1, sent=number + 1)
            await settled(scripted)
        assert scripted.script.texts(ANNA) == []


async def test_an_answer_waits_behind_no_reminder_that_is_to_be_tried_again(scripted: Scripted) -> None:
    scripted.script.says("sendMessage", no(502, "Bad Gateway"))
    async with scripted.bot() as bot:
        await put(scripted, bot, reminder(ANNA))
        await scripted.outbox_is(retry=1)
        scripted.script.gives(message(10, ANNA, "a"))
        await scripted.outbox_is(retry=1, sent=1)
    tries = scripted.store.read(lambda s: s.execute(text("SELECT attempts FROM outbox ORDER BY id")).scalars().all())
    assert tries == [1, 1], "it went out at once, and not by way of the outbox"


async def test_each_message_of_a_heap_waits_for_the_pace_once(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = counted(monkeypatch, Pace, "broadcast")
    long = [Letter(ANNA, ANNA, "reply", {"text": "x" * 600}) for _ in range(outbox.BACKLOG + 1)]
    async with scripted.bot() as bot:
        await put(scripted, bot, *long)
        await scripted.outbox_is(sent=len(long))
    assert len(scripted.script.sent) == len(waits) == 2


async def test_the_pause_after_a_refused_token_grows_and_begins_anew_after_a_letter_that_arrived(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[int] = []

    def at_once(error: Exception, number: int) -> float:
        failures.append(number)
        return 0.0

    monkeypatch.setattr("zc_bot.tg.delivery.wait_after", at_once)
    refused = no(401, "Unauthorized")
    async with scripted.bot() as bot:
        for batch in (3, 2):
            scripted.script.says("sendMessage", *[refused] * batch)
            known = sum((await scripted.store.submit(outbox.counts)).values())
            await put(scripted, bot, *(reminder(BEN + known + number) for number in range(batch + 1)))
            await scripted.script.until(lambda: scripted.script.sent)
            await settled(scripted)
            scripted.script.sent.clear()
    assert failures == [1, 2, 3, 1, 2]


async def test_what_did_not_arrive_is_written_down_at_once_and_what_arrived_with_the_next_commit(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scripted.bot() as bot:
        await idle(scripted, bot)
        soon = counted(monkeypatch, scripted.store, "submit_soon")
        await put(scripted, bot, reminder(ANNA))
        await scripted.outbox_is(sent=2)
        assert len(soon) == 1
        scripted.script.says("sendMessage", no(502, "Bad Gateway"))
        await put(scripted, bot, reminder(ANNA, "again"))
        await scripted.outbox_is(sent=2, retry=1)
        assert len(soon) == 1


async def test_an_outcome_that_can_not_be_written_is_not_tried_again_at_once(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[int] = []
    settle = outbox.settle

    def refusing(session: Any, settlements: Any, now: Any) -> None:
        taken = list(settlements)
        if any(one.id == 1 for one in taken):
            refused.append(len(taken))
            raise RuntimeError("refused")
        settle(session, taken, now)

    monkeypatch.setattr(outbox, "settle", refusing)
    letters = [Letter(ANNA, ANNA, "reply", {"text": said}) for said in ("first", "second")]
    async with scripted.bot() as bot:
        await bot.delivery.answer_together(await claimed(scripted, *letters))
        await scripted.outbox_is(claimed=1, sent=1)
        await settled(scripted)
    assert refused == [2, 1]


async def test_an_answer_counts_for_the_pace_as_any_other_message_does(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = counted(monkeypatch, Pace, "take")
    async with scripted.bot() as bot:
        await bot.delivery.answer(await claimed(scripted, Letter(ANNA, ANNA, "reply", {"text": "x"})))
        await put(scripted, bot, reminder(BEN))
        await scripted.outbox_is(sent=2)
    assert [chat for _, chat in taken] == [ANNA, BEN]


async def test_a_fault_in_the_outbox_ends_no_sending_and_is_told(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.delivery.LOOK_AGAIN", 0.0)
    claim, failures = outbox.claim, iter(range(2))

    def failing(*given: Any) -> Any:
        if next(failures, None) is not None:
            raise RuntimeError("broken on purpose")
        return claim(*given)

    monkeypatch.setattr(outbox, "claim", failing)
    met = counted(monkeypatch, scripted.store.troubles, "meet")
    async with scripted.bot() as bot:
        await put(scripted, bot, reminder(ANNA))
        await scripted.outbox_is(sent=1)
    assert [(part, code) for part, code, *_ in met] == [("sending", "failing")] * 2


async def test_a_database_that_is_away_ends_the_sending_for_whoever_waits_for_it(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scripted.bot() as bot:
        await idle(scripted, bot)

    async def away(*_: Any) -> Any:
        raise StoreAway("away")

    monkeypatch.setattr(scripted.store, "submit", away)
    with pytest.raises(StoreAway):
        await asyncio.wait_for(bot.delivery.run(), 60)


async def test_a_flood_for_a_chat_that_must_wait_waits_whole(scripted: Scripted) -> None:
    scripted.script.says("sendMessage", no(429, "Too Many Requests", retry_after=600))
    async with scripted.bot() as bot:
        letters = [Letter(ANNA, ANNA, "reply", {"text": "x" * 3000}) for _ in range(4)]
        first, *others = await claimed(scripted, *letters)
        await bot.delivery.answer([first])
        await bot.delivery.answer_together(others)
        await scripted.outbox_is(retry=1, pending=3)
