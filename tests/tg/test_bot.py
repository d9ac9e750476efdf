"""Receiving and answering: one effect an update and a tap, and order in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.tg.conftest import ANNA, BEN, Scene
from zc_bot.sandbox.state import find_button
from zc_bot.storage import inbox
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.session import Session
from zc_bot.tg.receive import Receiver


async def test_a_text_is_answered_and_erased(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "hello & <b>")
        answer = await scene.telegram.wait_for(ANNA, "hello")
        assert answer["text"] == "<hello & <b>>"
        await scene.outbox_is(sent=1)
        assert await scene.store.submit(inbox.pending) == ()


async def test_what_is_handled_and_what_is_sent_is_counted(scene: Scene) -> None:
    async with scene.bot():
        for text in ("one", "two"):
            scene.telegram.say(ANNA, text)
            await scene.telegram.wait_for(ANNA, f"<{text}>")
    told = scene.metrics.written({}, {}).decode()
    assert 'zc_updates_total{kind="text"} 2.0' in told
    assert 'zc_letters_total{state="sent"} 2.0' in told


async def test_neither_an_invitations_token_nor_a_phone_is_ever_put_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, put_away = list[str](), inbox.put_away

    def noted(session: Session, arrivals: Sequence[Arrival], now: datetime) -> tuple[int, ...]:
        kept.extend(one.payload for one in arrivals)
        return put_away(session, arrivals, now)

    monkeypatch.setattr(inbox, "put_away", noted)
    async with scene.bot():
        scene.telegram.say(ANNA, "/start Secret-Token_0123456789")
        answered = await scene.telegram.wait_for(ANNA, "<")
        scene.telegram.share_contact(ANNA, ANNA, "13800001234")
        await scene.telegram.wait_for(ANNA, "<", after=int(answered["message_id"]))
    assert len(kept) == 2
    assert not [secret for secret in ("Secret-Token", "13800001234") if secret in "".join(kept)]


async def test_the_same_update_twice_has_one_effect(scene: Scene) -> None:
    async with scene.bot():
        update = scene.telegram.say(ANNA, "one")
        await scene.telegram.wait_for(ANNA, "one")
        scene.telegram.redeliver(update)
        scene.telegram.say(ANNA, "two")
        await scene.telegram.wait_for(ANNA, "two")
        assert scene.effects() == ["one", "two"]
        await scene.outbox_is(sent=2)


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


async def test_an_update_that_breaks_is_marked_and_the_next_one_is_answered(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async with scene.bot():
        update = scene.telegram.say(ANNA, "break")
        scene.telegram.say(ANNA, "next")
        await scene.telegram.wait_for(ANNA, "sorry")
        await scene.telegram.wait_for(ANNA, "next")
        assert scene.effects() == ["next"]
    assert f"update {update} failed" in caplog.text


async def test_a_part_of_the_bot_that_fails_begins_anew_and_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[tuple[str, str]] = []
    told, run, failures = scene.store.troubles.meet, Receiver.run, iter(range(2))

    async def failing(receiver: Receiver) -> None:
        if next(failures, None) is not None:
            raise RuntimeError("broken on purpose")
        await run(receiver)

    def meet(part: Any, code: Any, said: str, error: Any = None) -> None:
        met.append((part, code))
        told(part, code, said, error)

    monkeypatch.setattr("zc_bot.tg.bot.ANEW", 0.0)
    monkeypatch.setattr(Receiver, "run", failing)
    monkeypatch.setattr(scene.store.troubles, "meet", meet)
    async with scene.bot():
        scene.telegram.say(ANNA, "one")
        await scene.telegram.wait_for(ANNA, "one")
    assert met == [("receiving", "failing")] * 2
    assert scene.errors == []


async def test_an_update_of_which_not_even_its_sender_can_be_told_is_marked_and_tried_no_more(scene: Scene) -> None:
    async with scene.bot():
        scene.telegram.say(ANNA, "break apologies too")
        scene.telegram.say(ANNA, "next")
        await scene.telegram.wait_for(ANNA, "next")
    assert scene.store.read(inbox.pending) == ()
    assert scene.store.read(lambda s: inbox.counts(s, datetime(2000, 1, 1, tzinfo=UTC))) == (0, 1)
    assert scene.errors == []


async def test_with_care_what_was_begun_too_often_is_put_aside_and_the_next_one_is_done(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene.bot() as bot:
        bot.careful = True
        monkeypatch.setattr(inbox, "TAKEN_UP", 0)
        scene.telegram.say(ANNA, "deadly")
        await scene.telegram.wait_for(ANNA, "sorry")
        monkeypatch.setattr(inbox, "TAKEN_UP", 1)
        scene.telegram.say(ANNA, "harmless")
        await scene.telegram.wait_for(ANNA, "harmless")
    assert scene.effects() == ["harmless"]


async def test_of_an_inline_query_typed_letter_by_letter_only_the_last_counts(scene: Scene) -> None:
    for count in range(1, 7):
        scene.telegram.inline(ANNA, "通创高新占比"[:count])
    async with scene.bot():
        while not scene.effects():
            await asyncio.sleep(0.01)
        scene.telegram.say(ANNA, "after")
        await scene.telegram.wait_for(ANNA, "<after>")
        assert sorted(scene.effects()) == sorted(["通创高新占比", "after"])
