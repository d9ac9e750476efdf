"""Every outcome of a send: what is tried again, what is given up, who is flagged, who waits."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.at_work import Leaping
from tests.tg.conftest import ANNA, BEN, Scene, Scripted, no_pictures
from tests.tg.script import TOKEN, message, no
from zc_bot.clock import SandboxClock
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, groups, outbox, people, reachable, undelivered
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Claimed, Letter
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.client import make_client
from zc_bot.tg.delivery import LOOK_AGAIN
from zc_bot.tg.request import Unsent
from zc_bot.tg.send import send

GROUP, CARL = -100500, 503


@pytest.fixture(autouse=True)
def no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gaps of chats have tests of their own."""
    monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", 0.02)
    monkeypatch.setattr("zc_bot.tg.pace.GROUP_GAP", 0.05)


async def put(scene: Scene | Scripted, bot: TelegramBot, *letters: Letter) -> None:
    await scene.store.submit(lambda s: outbox.post(s, letters, scene.clock.now()))
    bot.delivery.wake()


def reminder(chat: int, said: str = "due", person: int | None = None) -> Letter:
    return Letter(chat, person or chat, "reminder", {"text": said}, f"{chat}:{said}")


def later(scene: Scene | Scripted, bot: TelegramBot, **span: float) -> None:
    """Put the date forward, as waiting would."""
    scene.clock.put(scene.clock.now() + timedelta(**span))
    bot.delivery.wake()


class Wrong(SandboxClock):
    """A machine's clock, whose date nobody put away on purpose."""

    @property
    def put_by(self) -> timedelta:
        return timedelta(0)


def admit(scene: Scene | Scripted, programme: Programme, *ids: int) -> None:
    wanted = [Candidate(one, f"人{one}", "viewer") for one in ids]
    scene.store.write(lambda s: people.admit(s, OPERATOR, programme, wanted, scene.clock.now()))


def flagged(scene: Scene | Scripted) -> list[int]:
    return [one.who.id for one in scene.store.read(lambda s: reachable.reach(s, OPERATOR)) if one.unreachable]


async def test_a_label_goes_out_as_long_as_a_phone_shows_it(scene: Scene) -> None:
    labels = ("字" * 64, "字" * 105, "字" + "😀" * 32)
    rows = [[(label, "x")] for label in labels]
    async with scene.bot() as bot:
        await put(scene, bot, Letter(ANNA, ANNA, "notice", {"text": "choose", "rows": rows}, "one"))
        sent = await scene.telegram.wait_for(ANNA, "choose")
    (whole,), (cut,), (emoji,) = sent["reply_markup"]["inline_keyboard"]
    assert (whole["text"], cut["text"]) == ("字" * 64, "字" * 63 + "…")
    assert emoji["text"] == "字" + "😀" * 31 + "…"


class TestInDoubt:
    @pytest.mark.parametrize("fault", ["500", "502", "reset_before", "reset_after", "unreadable"])
    async def test_a_reminder_of_unknown_fate_is_tried_again(self, scene: Scene, fault: Any) -> None:
        scene.telegram.fail_next("sendMessage", fault)
        async with scene.bot() as bot:
            await put(scene, bot, reminder(ANNA))
            await scene.outbox_is(retry=1)
            later(scene, bot, seconds=3)
            await scene.outbox_is(sent=1)
        arrived = fault in {"reset_after", "unreadable"}
        assert [m["text"] for m in scene.telegram.messages(ANNA)] == ["due"] * (1 + arrived)

    async def test_what_is_in_doubt_three_times_more_is_uncertain_and_not_sent_again(self, scene: Scene) -> None:
        scene.telegram.fail_next("sendMessage", "502", times=4)
        async with scene.bot() as bot:
            await put(scene, bot, reminder(ANNA))
            for tries, seconds in enumerate((3, 31, 301), 1):
                assert await scene.tried(1, tries) == "retry"
                later(scene, bot, seconds=seconds)
            assert await scene.tried(1, 4) == "uncertain"
            later(scene, bot, hours=2)
            await put(scene, bot, reminder(BEN))
            await scene.telegram.wait_for(BEN, "due")
        assert scene.telegram.messages(ANNA) == []
        assert sum(call.method.lower() == "sendmessage" for call in scene.telegram.calls) == 5

    async def test_each_try_waits_longer_than_the_last_and_all_fall_within_ten_minutes(self, scene: Scene) -> None:
        scene.telegram.fail_next("sendMessage", "502", times=4)
        began, tried_at = scene.clock.now(), scene.clock.now()
        async with scene.bot() as bot:
            await put(scene, bot, reminder(ANNA))
            for tries, least in enumerate((2, 30, 300), 1):
                assert await scene.tried(1, tries) == "retry"
                due = await scene.store.submit(outbox.next_due)
                assert due is not None
                assert timedelta(seconds=least) <= due - tried_at
                assert due - began < timedelta(minutes=10)
                tried_at = due
                later(scene, bot, seconds=(due - scene.clock.now()).total_seconds() + 1)
            assert await scene.tried(1, 4) == "uncertain"

    async def test_an_alert_is_tried_until_it_arrives(self, scene: Scene) -> None:
        scene.telegram.fail_next("sendMessage", "502", times=6)
        async with scene.bot() as bot:
            alert = Letter(ANNA, ANNA, "notice", {"text": "alert"}, f"{outbox.ALERT}x")
            await put(scene, bot, alert)
            for tries in range(1, 7):
                assert await scene.tried(1, tries) == "retry"
                later(scene, bot, seconds=301)
            await scene.telegram.wait_for(ANNA, "alert")

    async def test_a_receipt_whose_answer_was_lost_is_sent_once_more_and_not_without_end(self, scene: Scene) -> None:
        scene.telegram.fail_next("sendMessage", "reset_after", times=1)
        async with scene.bot() as bot:
            scene.telegram.say(ANNA, "receipt")
            await scene.outbox_is(retry=1)
            later(scene, bot, seconds=3)
            await scene.outbox_is(sent=1)
        texts = [m["text"] for m in scene.telegram.messages(ANNA) if m["from"]["is_bot"]]
        assert texts == ["<receipt>", "<receipt>"]

    @pytest.mark.parametrize("odd", [b"[]", b'{"ok":true}', b'{"ok":true,"result":7}', b"null", b'{"ok":false}'])
    async def test_an_answer_of_another_shape_ends_nothing(self, scripted: Scripted, odd: bytes) -> None:
        scripted.script.says("sendMessage", (200, odd))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(retry=1)
            later(scripted, bot, seconds=3)
            await scripted.outbox_is(sent=1)

    async def test_a_date_that_leaps_while_a_send_is_under_way_sends_nothing_twice(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.delivery.SWEEP", 0.0)
        scripted.script.slow[ANNA] = asyncio.Event()
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(claimed=1)
            later(scripted, bot, hours=1)
            for number in range(3):
                await put(scripted, bot, reminder(BEN, str(number)))
                await scripted.outbox_is(claimed=1, sent=number + 1)
            scripted.script.slow[ANNA].set()
            await scripted.outbox_is(sent=4)
        assert scripted.script.texts(ANNA) == ["due"]

    async def test_a_chat_is_sent_one_message_at_a_time_however_urgent_the_next_is(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And what must wait for its chat so is not looked for again and again."""
        monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", 0.0)
        monkeypatch.setattr("zc_bot.tg.pace.OVERALL", 10_000)
        taken, claim = list[int](), outbox.claim

        def counted(*asked: Any) -> Sequence[Claimed]:
            taken.append(len(found := claim(*asked)))
            return found

        monkeypatch.setattr(outbox, "claim", counted)
        scripted.script.slow[ANNA] = asyncio.Event()
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(claimed=1)
            await put(scripted, bot, Letter(ANNA, ANNA, "notice", {"text": "sooner"}))
            for number in range(3):
                await put(scripted, bot, reminder(BEN, str(number)))
                await scripted.outbox_is(claimed=1, pending=1, sent=number + 1)
            scripted.script.slow[ANNA].set()
            await scripted.outbox_is(sent=5)
        assert scripted.script.texts(ANNA) == ["due", "sooner"]
        assert taken == [1] * 5

    async def test_an_answer_waits_behind_one_in_doubt_however_often_is_looked_for_lost_ones(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.delivery.SWEEP", 0.0)
        scripted.script.says("sendMessage", no(502, "Bad Gateway"))
        async with scripted.bot() as bot:
            scripted.script.gives(message(10, ANNA, "a"))
            await scripted.outbox_is(retry=1)
            for number in range(3):
                await put(scripted, bot, reminder(BEN, str(number)))
                await scripted.outbox_is(retry=1, sent=number + 1)
            scripted.script.gives(message(11, ANNA, "b"))
            await scripted.outbox_is(retry=1, pending=1, sent=3)
            later(scripted, bot, seconds=5)
            await scripted.outbox_is(sent=5)
        assert scripted.script.texts(ANNA) == ["<a>", "<b>"]

    async def test_a_stop_waits_for_what_is_being_sent(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.bot.STOP_SECONDS", 60.0)
        scripted.script.slow[ANNA] = arrives = asyncio.Event()
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(claimed=1)
            finish = bot.delivery.finish

            async def finish_before_it_arrives() -> None:
                asyncio.get_running_loop().call_later(0.2, arrives.set)
                await finish()

            monkeypatch.setattr(bot.delivery, "finish", finish_before_it_arrives)
        assert scripted.store.read(outbox.counts) == {"sent": 1}

    async def test_nothing_waits_for_as_long_as_the_date_went_back(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Neither what is under way then and fails, nor what is only to be sent."""
        monkeypatch.setattr("zc_bot.tg.send.DOUBT_WAITS", (0.1,) * 3)
        scripted.clock = clock = Wrong()
        script, may_fail = scripted.script, asyncio.Event()
        script.held["sendmessage"] = may_fail
        script.says("sendMessage", no(502, "Bad Gateway"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA), reminder(BEN, "first"), reminder(BEN, "second"))
            await script.until(lambda: script.holds["sendmessage"] == 2)
            clock.put(clock.now() - timedelta(hours=1))
            await put(scripted, bot, reminder(CARL))
            await script.until(lambda: script.holds["sendmessage"] == 3)
            script.held.clear()
            may_fail.set()
            await scripted.outbox_is(sent=4)
        assert [script.texts(one) for one in (ANNA, BEN, CARL)] == [["due"], ["first", "second"], ["due"]]

    async def test_an_answer_that_is_under_way_for_long_is_not_sent_twice(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.delivery.SWEEP", 0.0)
        scripted.script.slow[ANNA] = asyncio.Event()
        async with scripted.bot() as bot:
            scripted.script.gives(message(10, ANNA, "a"))
            await scripted.outbox_is(claimed=1)
            for number in range(3):
                await put(scripted, bot, reminder(BEN, str(number)))
                await scripted.outbox_is(claimed=1, sent=number + 1)
            scripted.script.slow[ANNA].set()
            await scripted.outbox_is(sent=4)
        assert scripted.script.texts(ANNA) == ["<a>"]

    async def test_a_letter_that_was_claimed_and_forgotten_is_taken_back(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.delivery.SWEEP", 0.0)
        async with scripted.bot() as bot:
            lost = Letter(ANNA, ANNA, "reply", {"text": "lost"})
            await scripted.outbox_is()
            await scripted.store.submit(lambda s: outbox.post_claimed(s, [lost], scripted.clock.now()))
            for number in range(3):
                await put(scripted, bot, reminder(BEN, str(number)))
            await scripted.outbox_is(sent=4)
        assert scripted.script.texts(ANNA) == ["lost"]

    async def test_a_letter_that_is_only_now_being_claimed_is_not_taken_for_forgotten(
        self, scripted: Scripted
    ) -> None:
        scripted.clock = clock = Leaping()
        async with scripted.bot() as bot:
            await scripted.outbox_is()
            lost = Letter(ANNA, ANNA, "reply", {"text": "lost"})
            await scripted.store.submit(lambda s: outbox.post_claimed(s, [lost], clock.now()))
            for look in (1, 2):
                assert scripted.script.texts(ANNA) == []
                clock.leap(61)
                await put(scripted, bot, reminder(BEN, str(look)))
                await scripted.script.until(lambda look=look: len(scripted.script.texts(BEN)) == look)
            await scripted.outbox_is(sent=3)
        assert scripted.script.texts(ANNA) == ["lost"]

    async def test_an_answer_waits_behind_one_that_is_in_doubt(self, scripted: Scripted) -> None:
        scripted.script.says("sendMessage", no(502, "Bad Gateway"))
        async with scripted.bot() as bot:
            scripted.script.gives(message(10, ANNA, "a"))
            assert await scripted.tried(1, 1) == "retry"
            scripted.script.gives(message(11, ANNA, "b"))
            await scripted.outbox_is(retry=1, pending=1)
            later(scripted, bot, seconds=3)
            await scripted.outbox_is(sent=2)
        assert scripted.script.texts(ANNA) == ["<a>", "<b>"]


async def test_where_nothing_waits_the_outbox_is_not_looked_at_because_of_an_answer(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.pace.CHAT_GAP", LOOK_AGAIN - 1)
    waits: list[float] = []
    wait_for = asyncio.wait_for

    async def noting(what: Coroutine[Any, Any, Any], seconds: float) -> Any:
        waits.append(seconds)
        scripted.script.changed.set()
        return await wait_for(what, seconds)

    async with scripted.bot() as bot:
        scripted.script.gives(message(20, ANNA, "now"))
        await scripted.script.until(lambda: scripted.script.texts(ANNA))
        await scripted.outbox_is(sent=1)
        monkeypatch.setattr("zc_bot.tg.delivery.asyncio.wait_for", noting)
        bot.delivery.wake()
        await scripted.script.until(lambda: waits)
        monkeypatch.undo()
    assert waits == [LOOK_AGAIN]


class TestGivenUp:
    async def test_whoever_blocked_the_bot_is_flagged_and_the_others_hear_as_before(
        self, scene: Scene, programme: Programme
    ) -> None:
        admit(scene, programme, ANNA, BEN)
        scene.telegram.block(ANNA)
        async with scene.bot() as bot:
            await put(scene, bot, reminder(ANNA), reminder(BEN))
            await scene.outbox_is(dead=1, sent=1)
            assert flagged(scene) == [ANNA]
            later(scene, bot, hours=2)
            await put(scene, bot, reminder(BEN, "second"))
            await scene.outbox_is(dead=1, sent=2)
        tried = [call.values["chat_id"] for call in scene.telegram.calls if call.method.lower() == "sendmessage"]
        assert sorted(map(str, tried)) == [str(ANNA), str(BEN), str(BEN)], "what was given up is not tried again"

    @pytest.mark.parametrize(
        "said", ["chat not found", "user is deactivated", "PEER_ID_INVALID", "USER_ID_INVALID"]
    )
    async def test_a_400_that_names_the_chat_or_person_flags_them(
        self, scripted: Scripted, programme: Programme, said: str
    ) -> None:
        admit(scripted, programme, ANNA, BEN)
        scripted.script.says("sendMessage", no(400, f"Bad Request: {said}"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(dead=1)
        assert flagged(scripted) == [ANNA]

    async def test_a_403_in_a_group_ends_the_groups_use_and_flags_nobody(
        self, scripted: Scripted, programme: Programme
    ) -> None:
        admit(scripted, programme, ANNA)
        scripted.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, scripted.clock.now()))
        scripted.script.says("sendMessage", no(403, "Forbidden: bot was kicked from the supergroup chat"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(GROUP, person=ANNA), reminder(GROUP, "second", person=ANNA))
            await scripted.outbox_is(dead=1, cancelled=1)
            await put(scripted, bot, reminder(ANNA))
            await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["due"])
        assert flagged(scripted) == []
        assert not scripted.store.read(lambda s: groups.allowed(s, GROUP))
        assert scripted.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0].action == "group.left"

    async def test_a_400_of_our_own_making_flags_nobody_and_is_logged(
        self, scripted: Scripted, programme: Programme, caplog: pytest.LogCaptureFixture
    ) -> None:
        admit(scripted, programme, ANNA)
        scripted.script.says("sendMessage", no(400, "Bad Request: message is too long"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(dead=1)
        assert flagged(scripted) == []
        assert [r.levelno for r in caplog.records if "too long" in r.getMessage()] == [logging.ERROR]

    async def test_what_telegram_quotes_of_a_message_is_neither_logged_nor_kept(
        self, scripted: Scripted, caplog: pytest.LogCaptureFixture
    ) -> None:
        scripted.script.says("sendMessage", no(400, 'Bad Request: wrong button "李四 13812345678"'))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(dead=1)
        kept = scripted.store.read(lambda s: undelivered.troubled(s, OPERATOR, datetime.min.replace(tzinfo=UTC), 9))
        assert [one.error for one in kept] == ["Wrong button …"]
        assert "李四" not in caplog.text
        assert "Wrong button …" in caplog.text

    async def test_what_goes_to_no_topic_is_not_sent_again_where_a_topic_is_missed(self, scripted: Scripted) -> None:
        scripted.script.says("sendMessage", no(400, "Bad Request: message thread not found"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(dead=1)
        assert scripted.script.asked["sendmessage"] == 1

    async def test_a_proxys_page_is_no_word_of_telegrams(self, scripted: Scripted, programme: Programme) -> None:
        admit(scripted, programme, ANNA)
        scripted.script.says("sendMessage", (403, b"<html>Forbidden by policy</html>"), (404, b"nothing here"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(retry=1)
            later(scripted, bot, seconds=3)
            assert await scripted.tried(1, 2) == "retry"
            later(scripted, bot, seconds=31)
            await scripted.outbox_is(sent=1)
        assert flagged(scripted) == []

    async def test_what_telegram_can_not_parse_is_sent_as_plain_text(self, scripted: Scripted) -> None:
        scripted.script.says("sendMessage", no(400, "Bad Request: can't parse entities: unclosed tag"))
        async with scripted.bot() as bot:
            await put(scripted, bot, Letter(ANNA, ANNA, "notice", {"text": "<b>1 &lt; 2</b>"}))
            await scripted.outbox_is(sent=1)
        (sent,) = scripted.script.sent
        assert (sent["text"], "parse_mode" in sent) == ("1 < 2", False)

    async def test_a_message_that_is_as_it_should_be_is_not_said_again(self, scripted: Scripted) -> None:
        scripted.script.says("editMessageText", no(400, "Bad Request: message is not modified: …"))
        async with scripted.bot() as bot:
            await put(scripted, bot, Letter(ANNA, ANNA, "notice", {"text": "x", "edit": 5}))
            await scripted.outbox_is(sent=1)
        assert scripted.script.sent == []

    async def test_one_that_can_not_be_edited_is_said_anew(self, scripted: Scripted) -> None:
        scripted.script.says("editMessageText", no(400, "Bad Request: message can't be edited"))
        async with scripted.bot() as bot:
            await put(scripted, bot, Letter(ANNA, ANNA, "notice", {"text": "x", "edit": 5}))
            await scripted.outbox_is(sent=1)
        assert scripted.script.texts(ANNA) == ["x"]

    async def test_a_group_that_moved_is_followed(self, scripted: Scripted) -> None:
        moved = no(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-200)
        scripted.script.says("sendMessage", moved)
        scripted.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, scripted.clock.now()))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(GROUP, person=ANNA), reminder(GROUP, "second", person=ANNA))
            await scripted.outbox_is(sent=2)
        assert scripted.store.read(lambda s: groups.allowed(s, -200)), "it is the group that was let in"
        assert not scripted.store.read(lambda s: groups.allowed(s, GROUP))
        assert scripted.script.texts(-200) == ["due", "second"]
        assert scripted.script.texts(GROUP) == []

    async def test_an_answer_in_a_group_that_moved_comes_before_the_next(self, scripted: Scripted) -> None:
        moved = no(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-200)
        scripted.script.says("sendMessage", moved)
        async with scripted.bot() as bot:
            letters = [Letter(chat, ANNA, "reply", {"text": f"to {chat}"}) for chat in (GROUP, -200)]
            first, second = await scripted.store.submit(
                lambda s: outbox.post_claimed(s, letters, scripted.clock.now())
            )
            bot.delivery.hold([first, second])
            await bot.delivery.answer([first])
            await bot.delivery.answer([second])
            await scripted.outbox_is(sent=2)
        assert scripted.script.texts(-200) == [f"to {GROUP}", "to -200"]


def limited(*chats: int, seconds: object = 3600, times: int = 10**6) -> Any:
    """Answer messages to some chats with 429, so many times each."""
    left = dict.fromkeys(chats, times)

    def answer(params: dict[str, Any]) -> Any:
        chat = params["chat_id"]
        if left.get(chat, 0) <= 0:
            return None
        left[chat] -= 1
        return no(429, "Too Many Requests", retry_after=seconds)

    return answer


class TestLimited:
    async def test_a_429_of_one_chat_stays_with_it(
        self, scripted: Scripted, caplog: pytest.LogCaptureFixture
    ) -> None:
        scripted.script.always["sendmessage"] = limited(ANNA)
        async with scripted.bot() as bot:
            for number in range(3):
                scripted.script.gives(message(10 + number, ANNA, f"a{number}"))
            await scripted.outbox_is(retry=1, pending=2)
            scripted.script.gives(message(20, BEN, "b"))
            await put(scripted, bot, reminder(ANNA), reminder(BEN))
            await scripted.script.until(lambda: sorted(scripted.script.texts(BEN)) == ["<b>", "due"])
            assert scripted.effects() == ["a0", "a1", "a2", "b"]
            await scripted.outbox_is(retry=1, pending=3, sent=2)
        assert sum("asks to wait 3600 s" in one.getMessage() for one in caplog.records) == 1

    async def test_what_waited_for_its_chat_comes_in_order(self, scripted: Scripted) -> None:
        scripted.script.always["sendmessage"] = limited(ANNA, seconds=1, times=1)
        async with scripted.bot():
            for number in range(4):
                scripted.script.gives(message(10 + number, ANNA, f"a{number}"))
            await scripted.outbox_is(sent=4)
        assert scripted.script.texts(ANNA) == ["<a0>", "<a1>", "<a2>", "<a3>"]

    async def test_429s_of_several_chats_at_once_hold_everybody(
        self, scripted: Scripted, caplog: pytest.LogCaptureFixture
    ) -> None:
        scripted.script.always["sendmessage"] = limited(1, 2, 3, seconds=1, times=1)
        async with scripted.bot() as bot:
            await put(scripted, bot, *(reminder(chat) for chat in (1, 2, 3)))
            await scripted.outbox_is(retry=3)
            began = scripted.clock.monotonic()
            scripted.script.gives(message(20, BEN, "b"))
            await scripted.script.until(lambda: scripted.script.texts(BEN))
            assert scripted.clock.monotonic() - began > 0.5
            await scripted.outbox_is(sent=4)
        assert sum("3 chats at once" in one.getMessage() for one in caplog.records) == 1

    @pytest.mark.parametrize(
        ("asked", "waits"), [(10**12, 3600), (10**30, 3600), (3.5e300, 3600), (-5, 5), ("soon", 5), (None, 5), (7, 7)]
    )
    async def test_whatever_a_429_asks_for_is_no_longer_than_an_hour(
        self, scripted: Scripted, asked: object, waits: int
    ) -> None:
        scripted.script.always["sendmessage"] = limited(ANNA, seconds=asked)
        async with scripted.bot() as bot:
            began = scripted.clock.now()
            await put(scripted, bot, reminder(ANNA), reminder(BEN))
            await scripted.outbox_is(retry=1, sent=1)
            due = await scripted.store.submit(outbox.next_due)
            assert due is not None
            assert timedelta(0) <= due - began - timedelta(seconds=waits) < timedelta(seconds=10)
        assert scripted.errors == []


class TestRefused:
    @pytest.mark.parametrize("answer", [no(401, "Unauthorized"), no(404, "Not Found")])
    async def test_a_token_that_is_refused_for_a_while_ends_nothing(
        self, scripted: Scripted, caplog: pytest.LogCaptureFixture, answer: Any
    ) -> None:
        scripted.script.says("sendMessage", answer)
        async with scripted.bot() as bot:
            scripted.script.gives(message(10, ANNA, "a"))
            await scripted.outbox_is(retry=1)
            assert [(one.part, one.code) for one in scripted.store.troubles.standing()] == [("sending", "token")]
            later(scripted, bot, seconds=5)
            await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["<a>"])
            await scripted.outbox_is(sent=1)
            assert scripted.store.troubles.standing() == ()
        assert scripted.errors == []
        assert sum("BotFather" in one.getMessage() for one in caplog.records) == 1

    async def test_while_the_token_is_refused_nobody_is_written_to(self, scripted: Scripted) -> None:
        scripted.script.says("sendMessage", no(401, "Unauthorized"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(retry=1)
            scripted.script.gives(message(10, BEN, "a"))
            await scripted.outbox_is(retry=1, pending=1)
            assert scripted.script.asked["sendmessage"] == 1

    async def test_a_conflict_of_a_send_is_tried_again(self, scripted: Scripted) -> None:
        scripted.script.says("sendMessage", no(409, "Conflict"))
        async with scripted.bot() as bot:
            await put(scripted, bot, reminder(ANNA))
            await scripted.outbox_is(retry=1)
            later(scripted, bot, seconds=3)
            await scripted.outbox_is(sent=1)


async def test_what_certainly_never_left_is_in_no_doubt_however_often_it_was_tried(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        client = make_client(TOKEN, f"http://127.0.0.1:{nobody.getsockname()[1]}")
        await client.request.initialize()
        letter = Claimed(1, ANNA, ANNA, "reply", {"text": "hello"}, attempts=50)
        outcome = await send(client, letter, no_pictures, tmp_path)
        await client.request.shutdown()
    assert (outcome.settlement.state, outcome.settlement.doubtful) == ("retry", False)
    assert isinstance(outcome.trouble, Unsent)


async def test_what_can_not_be_drawn_ends_no_queue(scripted: Scripted) -> None:
    async with scripted.bot() as bot:
        await put(scripted, bot, Letter(ANNA, ANNA, "reply", {"chart": {}}), reminder(ANNA), reminder(BEN))
        await scripted.script.until(lambda: scripted.script.texts(BEN) == ["due"])
        for tries, seconds in enumerate((3, 31, 301), 1):
            assert await scripted.tried(1, tries) == "retry"
            later(scripted, bot, seconds=seconds)
        await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["due"])
    assert scripted.errors == []




async def test_an_outcome_that_can_not_be_written_keeps_no_other_and_is_written_later(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.delivery.WRITE_AGAIN", 0.05)
    settle, refusals = outbox.settle, [3]

    def refusing(session: Any, settlements: Any, now: Any) -> None:
        taken = list(settlements)
        if any(one.id == 1 for one in taken) and refusals[0]:
            refusals[0] -= 1
            raise RuntimeError("refused")
        settle(session, taken, now)

    monkeypatch.setattr(outbox, "settle", refusing)
    async with scripted.bot() as bot:
        await put(scripted, bot, reminder(ANNA), reminder(BEN))
        await scripted.outbox_is(sent=2)
    assert (scripted.script.texts(ANNA), scripted.script.texts(BEN)) == (["due"], ["due"])
    assert refusals == [0]
