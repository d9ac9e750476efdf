"""Receiving and sending: one effect an update and a tap, order in a chat, and every outcome of a send."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from telegram.error import Conflict

from tests.tg.conftest import ANNA, BEN, Scene
from zc_bot.errors import AlreadyRunning
from zc_bot.sandbox.state import find_button
from zc_bot.storage import inbox, outbox
from zc_bot.storage.outbox import Letter
from zc_bot.tg.client import make_client


async def state(scene: Scene, wanted: dict[str, int]) -> None:
    """Wait until the outbox stands as wanted."""
    async with asyncio.timeout(8):
        while await scene.store.submit(outbox.counts) != wanted:
            await asyncio.sleep(0.01)


async def test_a_text_is_answered_and_erased(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "hello & <b>")
        answer = await scene.telegram.wait_for(ANNA, "hello")
        assert answer["text"] == "<hello & <b>>"
        await state(scene, {"sent": 1})
        assert await scene.store.submit(inbox.pending) == ()


async def test_the_same_update_twice_has_one_effect(scene: Scene) -> None:
    async with scene.bot():
        update = scene.telegram.say(ANNA, "one")
        await scene.telegram.wait_for(ANNA, "one")
        scene.telegram.redeliver(update)
        scene.telegram.say(ANNA, "two")
        await scene.telegram.wait_for(ANNA, "two")
        assert scene.effects() == ["one", "two"]
        await state(scene, {"sent": 2})


async def test_a_second_tap_under_a_new_id_has_no_second_effect(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "button")
        message = await scene.telegram.wait_for(ANNA, "button")
        tap = scene.telegram.press(ANNA, message["message_id"], find_button(message, "go"))
        await scene.telegram.until(lambda: scene.telegram.toasts_of(ANNA))
        scene.telegram.redeliver(tap, under_new_id=True)
        await scene.telegram.until(lambda: len(scene.telegram.toasts_of(ANNA)) == 2)
        assert [toast.text for toast in scene.telegram.toasts_of(ANNA)] == ["done", "used"]
        assert sorted(scene.effects()) == ["", "button"]


async def test_another_persons_button_does_nothing(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "button")
        message = await scene.telegram.wait_for(ANNA, "button")
        scene.telegram.say(BEN, "button")
        own = await scene.telegram.wait_for(BEN, "button")
        scene.telegram.press(BEN, own["message_id"], find_button(message, "go"))
        await scene.telegram.until(lambda: scene.telegram.toasts_of(BEN))
        assert [toast.text for toast in scene.telegram.toasts_of(BEN)] == ["stale"]


async def test_a_chat_is_answered_in_order(scene: Scene) -> None:
    async with scene.bot():
        for number in range(30):
            scene.telegram.say(ANNA, f"n{number}")
        await scene.telegram.wait_for(ANNA, "n29")
        texts = [m["text"] for m in scene.telegram.messages(ANNA) if m["from"]["is_bot"]]
        assert "\n\n".join(texts).split("\n\n") == [f"<n{number}>" for number in range(30)]


async def test_what_was_put_away_before_a_stop_is_done_after_it(scene: Scene) -> None:
    scene.telegram.say(ANNA, "before")
    async with scene.bot():
        await scene.telegram.wait_for(ANNA, "before")
    scene.telegram.say(ANNA, "after")
    async with scene.bot():
        await scene.telegram.wait_for(ANNA, "after")
    assert scene.effects() == ["before", "after"]
    assert scene.errors == []


async def test_an_update_that_breaks_is_marked_and_the_next_one_is_answered(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "break")
        scene.telegram.say(ANNA, "next")
        await scene.telegram.wait_for(ANNA, "sorry")
        await scene.telegram.wait_for(ANNA, "next")
        assert scene.effects() == ["next"]


async def test_429_is_waited_out_and_nothing_is_lost(scene: Scene) -> None:
    scene.telegram.fail_next("sendMessage", "429", retry_after=1)
    async with scene.bot():
        scene.telegram.say(ANNA, "patience")
        await scene.telegram.wait_for(ANNA, "patience")
        await state(scene, {"sent": 1})


async def test_a_receipt_whose_answer_was_lost_is_sent_once_more(scene: Scene) -> None:
    scene.telegram.fail_next("sendMessage", "reset_after", times=1)
    async with scene.bot():
        scene.telegram.say(ANNA, "receipt")
        await state(scene, {"sent": 1})
    texts = [m["text"] for m in scene.telegram.messages(ANNA) if m["from"]["is_bot"]]
    assert texts == ["<receipt>", "<receipt>"]


@pytest.mark.parametrize("fault", ["500", "502", "reset_before", "reset_after", "unreadable"])
async def test_a_reminder_of_unknown_fate_is_left_uncertain(scene: Scene, fault: str) -> None:
    scene.telegram.fail_next("sendMessage", fault)  # type: ignore[arg-type]
    async with scene.bot() as bot:
        letter = Letter(ANNA, ANNA, "reminder", {"text": "due"}, "key")
        await scene.store.submit(lambda s: outbox.post(s, [letter], scene.clock.now()))
        bot.delivery.wake()
        await state(scene, {"uncertain": 1})
    assert len([m for m in scene.telegram.messages(ANNA) if m["text"] == "due"]) <= 1


async def test_whoever_blocked_the_bot_is_flagged_and_not_written_to_again(scene: Scene) -> None:
    scene.telegram.block(ANNA)
    async with scene.bot() as bot:
        letter = Letter(ANNA, ANNA, "reminder", {"text": "due"}, "key")
        await scene.store.submit(lambda s: outbox.post(s, [letter], scene.clock.now()))
        bot.delivery.wake()
        await state(scene, {"dead": 1})


async def test_a_newcomer_that_meets_another_poller_says_so_and_stops(scene: Scene) -> None:
    rival = make_client(scene.telegram.token, scene.address)
    await rival.initialize()

    async def poll_for_ever() -> None:
        while True:
            with suppress(Conflict):
                await rival.raw_updates(None, timeout=20)

    polling = asyncio.create_task(poll_for_ever())
    async with scene.bot() as bot:
        async with asyncio.timeout(8):
            await bot.stopped.wait()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await rival.shutdown()
    assert [type(error) for error in scene.errors] == [AlreadyRunning]


async def test_of_an_inline_query_typed_letter_by_letter_only_the_last_counts(scene: Scene) -> None:
    for count in range(1, 7):
        scene.telegram.inline(ANNA, "通创高新占比"[:count])
    async with scene.bot():
        while not scene.effects():
            await asyncio.sleep(0.01)
        scene.telegram.say(ANNA, "after")
        await scene.telegram.wait_for(ANNA, "<after>")
        assert sorted(scene.effects()) == sorted(["通创高新占比", "after"])
