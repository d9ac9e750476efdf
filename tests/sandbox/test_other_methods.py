"""Methods that this bot does not call do what Telegram does; and no call, however odd, breaks anything."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, Forbidden

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.conformity import SCHEMA
from zc_bot.sandbox.errors import ApiError
from zc_bot.sandbox.methods import NAMED
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

from .at_work import Leaping
from .conftest import ANNA
from .pictures import png

BEN, GROUP, FORUM = 502, -100500, -1001
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@pytest.fixture
def group(telegram: Telegram) -> int:
    telegram.add_group(GROUP, "联席会议", {ANNA, BEN}, admins=(ANNA,))
    return GROUP


async def test_a_chat_tells_what_it_is_and_who_is_in_it(bot: Bot, telegram: Telegram, group: int) -> None:
    assert ((await bot.get_chat(group)).title, (await bot.get_chat(ANNA)).first_name) == ("联席会议", "安娜")
    assert await bot.get_chat_member_count(group) == 3
    assert [(await bot.get_chat_member(group, who)).status for who in (ANNA, BEN)] == ["administrator", "member"]
    telegram.add_user(503, "别人")
    assert (await bot.get_chat_member(group, 503)).status == "left"
    with pytest.raises(BadRequest, match=r"(?i)member not found"):
        await bot.get_chat_member(group, 99)


async def test_a_bot_that_leaves_a_group_is_told_so_and_writes_there_no_more(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    await bot.leave_chat(group)
    (update,) = await bot.get_updates()
    change = update.my_chat_member
    assert (change.from_user.id, change.new_chat_member.status) == (telegram.bot.user_id, "left")
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group, "还在吗")


async def test_only_an_administrator_makes_topics(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA}, forum=True)
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to create a topic"):
        await bot.create_forum_topic(FORUM, "数据")
    telegram.place_bot(ANNA, FORUM, "administrator")
    topic = (await bot.create_forum_topic(FORUM, "数据")).message_thread_id
    await bot.close_forum_topic(FORUM, topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(FORUM, topic)
    await bot.reopen_forum_topic(FORUM, topic)
    assert [(each["name"], each["closed"]) for each in telegram.topics_of(FORUM)] == [("数据", False)]


async def test_what_is_not_there_is_neither_pinned_nor_reacted_to(bot: Bot) -> None:
    sent = (await bot.send_message(ANNA, "x")).message_id
    assert await bot.pin_chat_message(ANNA, sent)
    assert await bot.unpin_chat_message(ANNA, sent)
    assert await bot.unpin_all_chat_messages(ANNA)
    assert await bot.set_message_reaction(ANNA, sent, "👍")
    for call in (bot.pin_chat_message, bot.set_message_reaction):
        with pytest.raises(BadRequest, match=r"(?i)not found"):
            await call(ANNA, 99)


async def test_captions_and_pictures_are_changed(bot: Bot, telegram: Telegram) -> None:
    sent = (await bot.send_photo(ANNA, png(8, 8), caption="旧")).message_id
    await bot.edit_message_caption(ANNA, sent, caption="新")
    assert telegram.messages(ANNA)[-1]["caption"] == "新"
    await bot.edit_message_media(InputMediaPhoto(png(9, 8), caption="又新"), ANNA, sent)
    assert telegram.messages(ANNA)[-1]["photo"][-1]["width"] == 9
    text = (await bot.send_message(ANNA, "x")).message_id
    with pytest.raises(BadRequest, match=r"(?i)no caption in the message"):
        await bot.edit_message_caption(ANNA, text, caption="新")
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("新", ANNA, sent)


async def test_voice_places_contacts_and_dice_are_sent(bot: Bot) -> None:
    assert (await bot.send_voice(ANNA, b"OggS", duration=3)).voice.file_size == 4
    assert (await bot.send_location(ANNA, 31.98, 120.89)).location.latitude == 31.98
    assert (await bot.send_contact(ANNA, "13800000000", "安娜")).contact.phone_number == "13800000000"
    assert (await bot.send_dice(ANNA)).dice.value == 6
    with pytest.raises(BadRequest, match=r"(?i)wrong latitude"):
        await bot.send_location(ANNA, 91, 0)
    with pytest.raises(BadRequest, match=r"(?i)wrong dice emoji"):
        await bot.send_dice(ANNA, emoji="📊")


async def test_forwards_name_their_source_and_copies_do_not(bot: Bot, telegram: Telegram, group: int) -> None:
    telegram.say(ANNA, "通创")
    said = telegram.last_id(ANNA)
    assert (await bot.forward_message(group, ANNA, said)).forward_origin.sender_user.id == ANNA
    copied = await bot.copy_message(group, ANNA, said)
    assert "forward_origin" not in telegram.messages(group)[-1]
    assert (telegram.messages(group)[-1]["text"], telegram.last_id(group)) == ("通创", copied.message_id)
    picture = (await bot.send_photo(ANNA, png(8, 8), caption="旧")).message_id
    await bot.copy_message(group, ANNA, picture, caption="新")
    assert telegram.messages(group)[-1]["caption"] == "新"
    telegram.forbid(group, "photos")
    for call in (bot.forward_message, bot.copy_message):
        with pytest.raises(BadRequest, match=r"(?i)not enough rights to send photos"):
            await call(group, ANNA, picture)
        with pytest.raises(BadRequest, match=r"(?i)message to (forward|copy) not found"):
            await call(group, ANNA, 99)


async def test_a_bot_describes_itself(bot: Bot) -> None:
    await bot.set_my_description("长")
    await bot.set_my_short_description("短")
    await bot.set_my_name("助手")
    assert (await bot.get_my_description()).description == "长"
    assert (await bot.get_my_short_description()).short_description == "短"
    assert (await bot.get_my_name()).name == "助手"
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert await bot.set_chat_menu_button()
    for call, most in ((bot.set_my_description, 512), (bot.set_my_short_description, 120), (bot.set_my_name, 64)):
        with pytest.raises(BadRequest, match=r"(?i)is too long"):
            await call("字" * (most + 1))


async def test_a_tap_and_an_inline_query_live_for_so_long(telegram: Telegram) -> None:
    clock = Leaping()
    held = Telegram(clock)
    held.add_user(ANNA, "安娜")
    for answer, lives, asked in (
        ("answerCallbackQuery", 60, lambda: held.updates.sent(held.press(ANNA, 1, "x"))["callback_query"]),
        ("answerInlineQuery", 30, lambda: held.updates.sent(held.inline(ANNA, "x"))["inline_query"]),
    ):
        names = ("callback_query_id", "inline_query_id")
        one, other = asked()["id"], asked()["id"]
        clock.leap(lives - 1)
        assert await NAMED[answer](held, Params(dict.fromkeys(names, one)))
        clock.leap(2)
        with pytest.raises(ApiError, match="query is too old"):
            await NAMED[answer](held, Params(dict.fromkeys(names, other)))


ODD = st.sampled_from([
    "", 0, -1, 1, "1", "abc", "@x", True, 1e400, 10**30, [], {}, [[]], [{}], ["x"], [1, 2], {"a": 1}, "[]", "{}",
    {"message_id": "a"}, {"message_id": 1}, {"message_id": []}, {"type": "chat"}, {"type": []}, [{"type": []}],
    [{"type": "photo", "media": 5}] * 2, [{"command": "a", "description": []}], {"url": 5}, {"inline_keyboard": 5},
    {"keyboard": [[{"text": "a", "web_app": 5}]]}, [{"offset": 0, "length": 1, "type": []}], "HTML",
    [{"type": "article", "id": "1", "title": 5, "input_message_content": {"message_text": "x"}}],
])


@st.composite
def odd_calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    name = draw(st.sampled_from(sorted(NAMED.keys() - {"getUpdates"})))
    fields = sorted(SCHEMA.methods[name.lower()].fields)
    values = draw(st.dictionaries(st.sampled_from(fields), ODD)) if fields else {}
    if "chat_id" in fields and draw(st.booleans()):
        values["chat_id"] = draw(st.sampled_from([ANNA, GROUP, FORUM]))
    if "text" in fields and draw(st.booleans()):
        values["text"] = "x"
    return name, values


@settings(max_examples=600, deadline=None, derandomize=True)
@given(call=odd_calls())
def test_no_call_however_odd_is_anything_but_done_or_refused(call: tuple[str, dict[str, Any]]) -> None:
    name, values = call
    held = Telegram(SandboxClock())
    held.add_user(ANNA, "安娜")
    held.add_group(GROUP, "联席会议", {ANNA})
    held.add_group(FORUM, "工作群", {ANNA}, forum=True)

    with suppress(ApiError):
        asyncio.run(NAMED[name](held, Params(values)))  # type: ignore[arg-type]
