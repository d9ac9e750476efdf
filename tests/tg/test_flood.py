"""A flood of updates from one person: every one stored and done in order, the replies put together."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from tests.tg.conftest import ANNA, BEN, Scene, Scripted
from tests.tg.script import no
from zc_bot.storage import inbox, outbox
from zc_bot.storage.outbox import Claimed, Letter
from zc_bot.tg.flood import MOST, TOGETHER, Floods, Limit, batches
from zc_bot.tg.pace import Pace


def test_more_than_twenty_in_ten_seconds_are_a_flood() -> None:
    ticks = [0.0]
    floods = Floods(lambda: ticks[0])
    assert [floods.note(1) for _ in range(21)] == [False] * 20 + [True]
    assert not floods.note(2), "somebody else"
    ticks[0] = 10.1
    assert not floods.note(1)


def test_who_keeps_on_is_remembered_and_who_is_silent_is_not() -> None:
    ticks = [0.0]
    floods = Floods(lambda: ticks[0])
    for person in range(2, 1000):
        floods.note(person)
    told = []
    for moment in range(60):
        ticks[0] = moment / 4
        told.append(floods.note(1))
    assert told == [False] * 20 + [True] * 40, "at four a second, however long"
    assert len(floods) == 1, "those who were silent for ten seconds take no memory"


def letter(number: int, **payload: Any) -> Claimed:
    return Claimed(number, 7, 7, "reply", payload, 1)


def test_plain_texts_go_together_with_the_last_keyboard_and_the_rest_alone() -> None:
    letters = [
        letter(1, text="a", rows=[["y", "0"]]), letter(2, text="b", rows=[["x", "1"]]), letter(3, chart={}),
        letter(4, text="c"), letter(5, text="d" * 3990), letter(6, text="e" * 20),
    ]
    found = [(message.payload.get("text"), [one.id for one in stands]) for message, stands in batches(letters)]
    assert found == [
        ("a\n\nb", [1, 2]), (None, [3]), ("c\n\n" + "d" * 3990, [4, 5]), ("e" * 20, [6])
    ]
    assert next(batches(letters))[0].payload["rows"] == [["x", "1"]]


async def test_a_flood_is_done_in_order_and_answered_in_few_messages(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.flood.WINDOW", 600.0)  # A machine that is busy may take longer than ten seconds.
    said = [f"{number:03d}" for number in range(58)]
    began = time.monotonic()
    async with scene.bot():
        for text in said:
            scene.telegram.say(ANNA, text)
        await scene.telegram.wait_for(ANNA, "<057>")
        took = time.monotonic() - began
        scene.telegram.say(BEN, "other")
        await scene.telegram.wait_for(BEN, "<other>")
    assert [effect for effect in scene.effects() if effect != "other"] == said
    messages = [one["text"] for one in scene.telegram.messages(ANNA) if one["from"]["is_bot"]]
    assert "\n\n".join(messages).split("\n\n") == [f"<{text}>" for text in said]
    assert len(messages) <= MOST + 1 + took / TOGETHER, "before it is a flood, and once a second from then on"


async def test_what_comes_after_a_flood_keeps_its_place_and_a_stop_loses_nothing(scene: Scene) -> None:
    first, later = [f"a{number:02d}" for number in range(40)], [f"b{number:02d}" for number in range(5)]
    async with scene.bot():
        for text in first:
            scene.telegram.say(ANNA, text)
        await scene.telegram.wait_for(ANNA, "<a25>")
        for text in later:
            scene.telegram.say(ANNA, text)
        async with asyncio.timeout(120):
            while len(scene.effects()) < 45:
                await asyncio.sleep(0.01)
    texts = [one["text"] for one in scene.telegram.messages(ANNA) if one["from"]["is_bot"]]
    assert "\n\n".join(texts).split("\n\n") == [f"<{text}>" for text in (*first, *later)]
    states = scene.store.read(outbox.counts)
    assert states == {"sent": 45}


async def test_answers_that_heaped_up_for_a_chat_come_together_in_order_and_soon(scene: Scene) -> None:
    """As after an outage, or a row of kills: one a second would keep the newest question waiting for minutes."""
    said = [f"{number:03d}" for number in range(150)]
    heap = [Letter(ANNA, ANNA, "reply", {"text": text}) for text in said]
    scene.store.write(lambda s: outbox.post(s, heap, scene.clock.now()))
    async with scene.bot():
        scene.telegram.say(ANNA, "now")
        await scene.telegram.wait_for(ANNA, "<now>")
    messages = [one["text"] for one in scene.telegram.messages(ANNA) if one["from"]["is_bot"]]
    assert "\n\n".join(messages).split("\n\n") == [*said, "<now>"]
    assert len(messages) <= 12


async def test_each_message_of_what_heaped_up_keeps_to_the_pace(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, broadcast = list[int](), Pace.broadcast

    async def counted(pace: Pace) -> None:
        waits.append(len(scripted.script.sent))
        await broadcast(pace)

    monkeypatch.setattr(Pace, "broadcast", counted)
    heap = [Letter(ANNA, ANNA, "reply", {"text": f"{number:02d}" * 400}) for number in range(12)]
    scripted.store.write(lambda s: outbox.post(s, heap, scripted.clock.now()))
    async with scripted.bot():
        await scripted.outbox_is(sent=12)
    assert len(scripted.script.sent) >= 3
    assert set(waits) >= set(range(len(scripted.script.sent))), "each is waited for with"


async def test_what_heaped_up_waits_behind_a_message_of_unknown_fate(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", 0.02)
    heap = [Letter(ANNA, ANNA, "reply", {"text": f"{number:02d}" * 400}) for number in range(12)]
    scripted.store.write(lambda s: outbox.post(s, heap, scripted.clock.now()))
    scripted.script.says("sendMessage", no(502, "Bad Gateway"))
    async with scripted.bot() as bot:
        await scripted.outbox_is(retry=4, pending=8)
        scripted.clock.put(scripted.clock.now() + timedelta(seconds=3))
        bot.delivery.wake()
        await scripted.outbox_is(sent=12)
    texts = [text for message in scripted.script.texts(ANNA) for text in message.split("\n\n")]
    assert texts == [letter.payload["text"] for letter in heap]


def test_sixty_in_a_minute_are_the_limit_of_a_person() -> None:
    limit = Limit()
    assert [limit.exceeded(1, number / 2) for number in range(61)] == [False] * 60 + [True]
    assert not limit.exceeded(2, 30.0), "somebody else"
    assert [limit.is_to_be_told(1, at) for at in (30.0, 31.0, 91.0)] == [True, False, True]
    assert not limit.exceeded(1, 60.5), "a minute later"


def test_who_is_beyond_the_limit_is_counted_no_further_and_told_apart_from_others() -> None:
    limit = Limit()
    for number in range(60):
        assert not limit.exceeded(1, float(number) / 2)
    assert limit.exceeded(1, 59.9)
    assert not limit.exceeded(1, 60.0), "a minute after the first"
    assert limit.exceeded(1, 60.4), "within a minute of the second"
    assert not limit.exceeded(1, 60.5)
    assert [limit.is_to_be_told(person, at) for person, at in ((1, 0.0), (2, 1.0), (1, 59.9), (1, 60.0))] == [
        True, True, False, True,
    ]


def test_what_lay_at_telegram_for_hours_is_counted_by_when_it_was_sent() -> None:
    limit = Limit()
    assert not any(limit.exceeded(1, 10.0 * number) for number in range(200))


async def test_beyond_the_limit_nothing_is_done_and_it_is_said_once(scene: Scene) -> None:
    async with scene.bot():
        for number in range(70):
            scene.telegram.say(ANNA, f"{number:03d}")
        scene.telegram.say(BEN, "other")
        await scene.telegram.wait_for(ANNA, "<too many>")
        await scene.telegram.wait_for(BEN, "<other>")
    assert [effect for effect in scene.effects() if effect != "other"] == [f"{number:03d}" for number in range(60)]
    messages = [one["text"] for one in scene.telegram.messages(ANNA) if one["from"]["is_bot"]]
    assert "\n\n".join(messages).count("<too many>") == 1
    assert scene.store.read(inbox.pending) == ()
