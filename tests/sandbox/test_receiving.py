"""The bot receives what people do, by polling or by webhook."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from zc_bot.sandbox.errors import ApiError
from zc_bot.sandbox.signals import Signal
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import AGAIN, Updates, Webhook

from .at_work import Leaping
from .conftest import ANNA

NOTE = {"message_id": 1, "date": 1, "chat": {"id": ANNA, "type": "private"}, "text": "在吗"}


async def test_getme_names_the_bot(bot: Bot, telegram: Telegram) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (telegram.bot.user_id, True, "zc_sandbox_bot")


async def test_a_text_arrives_with_its_command(bot: Bot, telegram: Telegram) -> None:
    update_id = telegram.say(ANNA, "/start abc @zc_sandbox_bot")
    (update,) = await bot.get_updates()
    assert update.update_id == update_id
    assert update.message.from_user.first_name == "安娜"
    assert [(each.type, each.offset, each.length) for each in update.message.entities] == [
        ("bot_command", 0, 6),
        ("mention", 11, 15),
    ]


async def test_a_long_poll_returns_when_something_is_said(bot: Bot, telegram: Telegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.until(lambda: telegram.updates.polls)
    telegram.say(ANNA, "你好")
    (update,) = await asyncio.wait_for(poll, 3)
    assert update.message.text == "你好"


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, telegram: Telegram, clock: Leaping) -> None:
    first, second = telegram.say(ANNA, "一"), telegram.say(ANNA, "二")
    assert second == first + 1
    assert [each.update_id for each in await bot.get_updates()] == [first, second]
    clock.leap(AGAIN)
    assert [each.update_id for each in await bot.get_updates(limit=1)] == [first]
    assert [each.update_id for each in await bot.get_updates(offset=second)] == [second]
    assert [each.update_id for each in await bot.get_updates()] == [second]
    assert await bot.get_updates(offset=second + 1) == ()


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, telegram: Telegram) -> None:
    ids = [telegram.say(ANNA, str(number)) for number in range(4)]
    assert [each.update_id for each in await bot.get_updates(offset=-2)] == ids[2:]
    assert [each.update_id for each in await bot.get_updates()] == ids[2:]


async def test_only_allowed_kinds_arrive(bot: Bot, telegram: Telegram) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    telegram.say(ANNA, "不要")
    pressed = telegram.press(ANNA, 1, "x")
    assert [each.update_id for each in await bot.get_updates()] == [pressed]


async def test_a_second_poller_ends_the_first(bot: Bot, telegram: Telegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.until(lambda: telegram.updates.polls)
    second = asyncio.create_task(bot.get_updates(timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 3)
    telegram.say(ANNA, "在吗")
    assert len(await second) == 1


async def test_whoever_polls_again_and_again_is_held(bot: Bot, telegram: Telegram) -> None:
    assert await bot.get_updates() == ()
    again = asyncio.create_task(bot.get_updates())
    await telegram.until(lambda: telegram.updates.polls)
    telegram.say(ANNA, "在吗")
    assert [each.message.text for each in await again] == ["在吗"]


async def test_whoever_confirms_nothing_is_given_one_update_at_a_time() -> None:
    moment = [0.0]
    updates = Updates(Signal(), monotonic=lambda: moment[0])
    first, second = updates.add("message", NOTE), updates.add("message", NOTE)
    given = []
    for offset, moment[0] in ((0, 0.0), (0, 0.4), (0, 1.0), (first, 1.1), (first, 1.2), (second, 1.3)):
        given.append([each["update_id"] for each in await updates.poll(offset, 100, 0)])
    assert given == [[first, second], [first], [first, second], [first, second], [first], [second]]


async def test_only_the_first_of_many_conflicts_comes_at_once() -> None:
    moment = [0.0]
    updates = Updates(Signal(), monotonic=lambda: moment[0])
    updates.webhook = Webhook("https://example.org/hook", "", 40)
    with pytest.raises(ApiError, match="webhook is active"):
        await updates.poll(0, 100, 0)
    late = asyncio.create_task(updates.poll(0, 100, 0))
    done, _ = await asyncio.wait({late}, timeout=0.05)
    assert not done
    updates.close()
    with pytest.raises(ApiError, match="webhook is active"):
        await late


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_gets_updates_in_order_with_the_secret(bot: Bot, telegram: Telegram) -> None:
    received: asyncio.Queue[tuple[str | None, str]] = asyncio.Queue()
    refusals = [503]

    async def hook(request: web.Request) -> web.Response:
        if refusals:
            return web.Response(status=refusals.pop())
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        received.put_nowait((secret, update["message"]["text"]))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
        for text in ("一", "二"):
            telegram.say(ANNA, text)
        got = [await asyncio.wait_for(received.get(), 60) for _ in range(2)]
    finally:
        await runner.cleanup()
    assert got == [("s3cret", "一"), ("s3cret", "二")]
    info = await bot.get_webhook_info()
    assert "503" in info.last_error_message


async def test_a_webhook_elsewhere_needs_https(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)https url must be provided"):
        await bot.set_webhook("http://example.org/hook")


async def test_the_same_update_comes_twice_when_redelivered(
    bot: Bot, telegram: Telegram, clock: Leaping
) -> None:
    update_id = telegram.say(ANNA, "一次")
    await bot.get_updates()
    assert await bot.get_updates(offset=update_id + 1) == ()
    telegram.redeliver(update_id)
    (again,) = await bot.get_updates(offset=update_id + 1)
    assert (again.update_id, again.message.text) == (update_id, "一次")
    clock.leap(AGAIN)
    assert await bot.get_updates(offset=update_id + 1) == ()


async def test_the_same_tap_comes_under_new_ids(bot: Bot, telegram: Telegram) -> None:
    first = telegram.press(ANNA, 7, "go")
    second = telegram.redeliver(first, under_new_id=True)
    one, other = await bot.get_updates()
    assert (one.update_id, other.update_id) == (first, second)
    assert one.callback_query.id != other.callback_query.id
    assert one.callback_query.data == other.callback_query.data == "go"
    assert one.callback_query.chat_instance == other.callback_query.chat_instance


async def test_a_wrong_token_is_unauthorized(address: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{address}/bot"):
            pass


async def test_a_file_comes_down_by_a_relative_path(bot: Bot, telegram: Telegram) -> None:
    telegram.upload(ANNA, "数据.csv", "甲,乙".encode(), "text/csv", caption="2019")
    (update,) = await bot.get_updates()
    document = update.message.document
    assert (document.file_name, update.message.caption) == ("数据.csv", "2019")
    file = await bot.get_file(document.file_id)
    assert not telegram.files.get(document.file_id).path.startswith("/")
    assert bytes(await file.download_as_bytearray()) == "甲,乙".encode()


async def test_a_file_over_20_mb_cannot_be_fetched(bot: Bot, telegram: Telegram) -> None:
    telegram.upload(ANNA, "big.bin", bytes(20 * 1024 * 1024 + 1), "application/octet-stream")
    (update,) = await bot.get_updates()
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_contacts_edits_inline_queries_and_groups_arrive(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(-100500, "联席会议", {ANNA, 502})
    telegram.bot.private = False
    telegram.share_contact(ANNA, ANNA, "13800000000")
    telegram.say(502, "大家好", chat_id=-100500)
    telegram.edit(502, telegram.last_id(-100500), "各位好")
    query = telegram.inline(ANNA, "通创")
    contact, said, edited, asked = await bot.get_updates()
    assert contact.message.contact.user_id == ANNA
    assert (said.message.chat.type, said.message.from_user.id) == ("supergroup", 502)
    assert (edited.edited_message.text, edited.edited_message.edit_date is None) == ("各位好", False)
    assert asked.inline_query.query == "通创"
    await bot.answer_inline_query(asked.inline_query.id, [])
    assert telegram.inline_results(query) == []


async def test_blocking_the_bot_arrives_and_closes_the_chat(bot: Bot, telegram: Telegram) -> None:
    telegram.block(ANNA)
    (update,) = await bot.get_updates()
    assert update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(TelegramError, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "在吗")
