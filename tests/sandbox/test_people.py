"""What people send arrives as Telegram would show it to the bot: the schema holds every update, these the meaning."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import Bot, Update

from zc_bot.sandbox.directory import ANONYMOUS_ADMIN
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.state import Telegram

from .conftest import ANNA
from .pictures import png

BEN, GROUP, FORUM, CHANNEL = 502, -100500, -1001, -100900
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@pytest.fixture
def group(telegram: Telegram) -> Where:
    telegram.add_group(GROUP, "联席会议", {ANNA, BEN}, admins=(ANNA,))
    return Where(GROUP)


async def the_only(bot: Bot) -> Update:
    (update,) = await bot.get_updates()
    return update


async def test_an_album_comes_as_messages_that_share_an_id(bot: Bot, telegram: Telegram) -> None:
    pictures = [Upload(f"{number}.png", "image/png", png(8, 8)) for number in range(3)]
    telegram.album(ANNA, pictures, captions=["", "", "三张"])
    updates = await bot.get_updates()
    assert len({each.message.media_group_id for each in updates}) == 1
    assert [each.message.caption for each in updates] == [None, None, "三张"]


async def test_a_forward_says_whose_it_was(bot: Bot, telegram: Telegram) -> None:
    telegram.say(BEN, "通创 2019 高新产值 45.6亿")
    said = telegram.messages(BEN)[-1]
    telegram.forward(ANNA, said)
    telegram.forward(ANNA, said, hidden=True)
    telegram.add_user(503, "再转")
    telegram.forward(503, telegram.messages(ANNA)[-2])
    _, open_one, hidden, again = await bot.get_updates()
    assert (again.message.from_user.id, again.message.forward_origin.sender_user.id) == (503, BEN)
    assert (open_one.message.text, open_one.message.forward_origin.sender_user.id) == (said["text"], BEN)
    assert (hidden.message.forward_origin.type, hidden.message.from_user.id) == ("hidden_user", ANNA)


async def test_stickers_voice_and_places_arrive(bot: Bot, telegram: Telegram) -> None:
    telegram.sticker(ANNA, "👍")
    telegram.voice(ANNA, 4)
    telegram.location(ANNA, 31.98, 120.89, live=900)
    telegram.move(ANNA, telegram.last_id(ANNA), 31.99, 120.9)
    sticker, voice, place, moved = await bot.get_updates()
    assert (sticker.message.sticker.emoji, voice.to_dict()["message"]["voice"]["duration"]) == ("👍", 4)
    assert place.to_dict()["message"]["location"]["live_period"] == 900
    assert moved.edited_message.location.latitude == 31.99


async def test_a_chat_tells_of_pins_timers_and_backgrounds(bot: Bot, telegram: Telegram) -> None:
    telegram.say(ANNA, "要紧的")
    telegram.pin(ANNA, telegram.last_id(ANNA))
    telegram.set_timer(ANNA, 86_400)
    telegram.set_background(ANNA)
    _, pinned, timer, background = (each.message for each in await bot.get_updates())
    assert pinned.pinned_message.text == "要紧的"
    assert timer.to_dict()["message_auto_delete_timer_changed"] == {"message_auto_delete_time": 86_400}
    assert background.chat_background_set.type.theme_name == "🏠"


async def test_an_anonymous_admin_writes_as_the_group(bot: Bot, telegram: Telegram, group: Where) -> None:
    telegram.say(ANNA, "/start", chat_id=GROUP, anonymous=True)
    message = (await the_only(bot)).message
    assert (message.from_user.id, message.sender_chat.id) == (ANONYMOUS_ADMIN["id"], GROUP)
    assert [each.user.id for each in await bot.get_chat_administrators(GROUP)] == [ANNA]
    assert (await bot.get_chat_member(GROUP, BEN)).status == "member"
    with pytest.raises(ValueError, match="no administrator"):
        telegram.say(BEN, "/start", chat_id=GROUP, anonymous=True)
    assert [each["message_id"] for each in telegram.messages(GROUP)] == [message.message_id]


async def test_whoever_has_a_channel_writes_as_it_in_supergroups(
    bot: Bot, telegram: Telegram, group: Where
) -> None:
    telegram.add_channel(ANNA, CHANNEL, "快讯")
    telegram.say(ANNA, "/start", chat_id=GROUP, channel=CHANNEL)
    message = (await the_only(bot)).message
    assert (message.from_user.username, message.sender_chat.id) == ("Channel_Bot", CHANNEL)
    telegram.edit(ANNA, message.message_id, "/help", GROUP)
    telegram.add_group(-5, "小群", {ANNA, BEN})
    for attempt in (
        lambda: telegram.say(BEN, "/start", chat_id=GROUP, channel=CHANNEL),
        lambda: telegram.say(ANNA, "/start", channel=CHANNEL),
        lambda: telegram.say(ANNA, "/start", chat_id=-5, channel=CHANNEL),
    ):
        with pytest.raises(ValueError, match="channel"):
            attempt()
    assert [each["text"] for each in telegram.messages(GROUP)] == ["/help"]


async def test_nobody_writes_or_taps_in_somebody_elses_private_chat(bot: Bot, telegram: Telegram) -> None:
    telegram.add_user(BEN, "贝恩")
    sent = await bot.send_message(BEN, "只给贝恩")
    for attempt in (
        lambda: telegram.say(ANNA, "我是贝恩", chat_id=BEN),
        lambda: telegram.upload(ANNA, "表.csv", b"a,1", "text/csv", chat_id=BEN),
        lambda: telegram.sticker(ANNA, where=Where(BEN)),
        lambda: telegram.pin(ANNA, sent.message_id, Where(BEN)),
        lambda: telegram.press(ANNA, sent.message_id, "go", BEN),
    ):
        with pytest.raises(ValueError, match="is not 501's"):
            attempt()
    assert [each["text"] for each in telegram.messages(BEN)] == ["只给贝恩"]
    assert await bot.get_updates() == ()


async def test_only_who_wrote_as_the_group_edits_it(bot: Bot, telegram: Telegram, group: Where) -> None:
    telegram.directory.groups[GROUP].admins.add(BEN)
    telegram.say(ANNA, "/ask 通创", chat_id=GROUP, anonymous=True)
    number = telegram.last_id(GROUP)
    with pytest.raises(KeyError):
        telegram.edit(BEN, number, "/ask 观音山", GROUP)
    telegram.edit(ANNA, number, "/ask 观音山", GROUP)
    edited = (await bot.get_updates())[-1].edited_message
    assert (edited.text, edited.from_user.id, edited.sender_chat.id) == ("/ask 观音山", ANONYMOUS_ADMIN["id"], GROUP)


async def test_an_inline_query_says_in_what_kind_of_chat_it_was_typed(
    bot: Bot, telegram: Telegram, group: Where
) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA}, forum=True)
    telegram.add_group(-77, "科技局", {ANNA})
    telegram.add_user(BEN, "贝恩")
    for chat in (None, ANNA, GROUP, FORUM, -77):
        telegram.inline(ANNA, "通创", chat_id=chat)
    kinds = [each.inline_query.chat_type for each in await bot.get_updates()]
    assert kinds == ["sender", "sender", "supergroup", "supergroup", "group"]
    with pytest.raises(ValueError, match="is not 501's"):
        telegram.inline(ANNA, "通创", chat_id=BEN)


async def test_what_is_said_in_a_topic_bears_its_id(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA}, forum=True)
    topic = telegram.open_topic(ANNA, FORUM, "数据").thread_id
    telegram.say(ANNA, "/ask 通创", chat_id=FORUM, topic=topic)
    created, said = (each.message for each in await bot.get_updates())
    assert (created.forum_topic_created.name, created.message_thread_id) == ("数据", topic)
    assert (said.message_thread_id, said.is_topic_message) == (topic, True)
    assert said.reply_to_message.message_id == topic


async def test_in_privacy_mode_a_group_tells_the_bot_only_what_is_meant_for_it(
    bot: Bot, telegram: Telegram, group: Where
) -> None:
    answer = await bot.send_message(GROUP, "我在")
    telegram.say(BEN, "中午吃什么", chat_id=GROUP)
    telegram.voice(BEN, where=group)
    telegram.say(BEN, "/ask 通创", chat_id=GROUP)
    telegram.say(BEN, "/ask@another_bot 通创", chat_id=GROUP)
    telegram.say(BEN, "/ask@ZC_sandbox_bot 观音山", chat_id=GROUP)
    telegram.say(BEN, "@zc_sandbox_bot 通创", chat_id=GROUP)
    telegram.say(BEN, "那观音山呢", chat_id=GROUP, reply_to=answer.message_id)
    telegram.set_timer(BEN, 60, group)
    heard = [each.message.text for each in await bot.get_updates()]
    assert heard == ["/ask 通创", "/ask@ZC_sandbox_bot 观音山", "@zc_sandbox_bot 通创", "那观音山呢", None]
    telegram.place_bot(ANNA, GROUP, "administrator")
    telegram.say(BEN, "中午吃什么", chat_id=GROUP)
    assert (await bot.get_updates(offset=-1))[-1].message.text == "中午吃什么"


async def test_what_only_looks_like_the_bots_name_does_not_reach_it(
    bot: Bot, telegram: Telegram, group: Where
) -> None:
    for text in ("@zc_sandbox_botany 通创", "x@zc_sandbox_bot 通创", "/ask@zc_sandbox_botany", "@zc_sandbox_bot通创"):
        telegram.say(BEN, text, chat_id=GROUP)
        telegram.upload(BEN, "表.csv", b"a,1", "text/csv", text, GROUP)
    meant = ("😀😀 @ZC_Sandbox_Bot，通创", "问@other_bot @zc_sandbox_bot", "（@zc_sandbox_bot）")
    for text in meant:
        telegram.say(BEN, text, chat_id=GROUP)
    telegram.upload(BEN, "表.csv", b"a,1", "text/csv", "😀 @zc_sandbox_bot", GROUP)
    heard = [each.message.text or each.message.caption for each in await bot.get_updates()]
    assert heard == [*meant, "😀 @zc_sandbox_bot"]


async def test_a_bot_without_inline_mode_says_so(bot: Bot, telegram: Telegram) -> None:
    telegram.bot.inline, telegram.bot.private = False, False
    me = await bot.get_me()
    assert (me.supports_inline_queries, me.can_read_all_group_messages) == (False, True)
    with pytest.raises(ValueError, match="inline queries are switched off"):
        telegram.inline(ANNA, "通创")
    assert await bot.get_updates() == ()


async def test_nobody_types_more_than_one_message_holds(bot: Bot, telegram: Telegram) -> None:
    telegram.say(ANNA, "😀" * 4096)
    telegram.upload(ANNA, "表.csv", b"a,1", "text/csv", caption="字" * 1024)
    for attempt in (
        lambda: telegram.edit(ANNA, telegram.messages(ANNA)[0]["message_id"], "字" * 4097),
        lambda: telegram.upload(ANNA, "表.csv", b"a,1", "text/csv", caption="字" * 1025),
    ):
        with pytest.raises(ValueError, match="more than the"):
            attempt()
    said, uploaded = (each.message for each in await bot.get_updates())
    assert (len(said.text), len(uploaded.caption)) == (4096, 1024)


@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionHeader")
async def test_files_come_up_under_names_without_quotes(address: str, telegram: Telegram) -> None:
    body = (
        "--x\r\nContent-Disposition: form-data; name=chat_id\r\n\r\n501\r\n"
        "--x\r\nContent-Disposition: form-data; name=document; filename=数据 (1).csv\r\n\r\na,1\r\n--x--\r\n"
    ).encode()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    url = f"{address}/bot{telegram.token}/sendDocument"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["result"]["document"]["file_name"] == "数据 (1).csv"


async def test_custom_emoji_are_taken(bot: Bot) -> None:
    sent = await bot.send_message(ANNA, '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', parse_mode="HTML")
    assert (sent.text, sent.entities[0].custom_emoji_id) == ("👍", "5368324170671202286")


@pytest.mark.parametrize("wrong", ["", " ", "\u2800", "字" * 500])
def test_nobody_and_nothing_is_called_what_telegram_does_not_take(telegram: Telegram, wrong: str) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA}, forum=True)
    for call in (
        lambda: telegram.add_user(700, wrong),
        lambda: telegram.add_group(-1_001_000_000_077, wrong, {ANNA}),
        lambda: telegram.add_channel(ANNA, CHANNEL, wrong),
        lambda: telegram.rename(ANNA, FORUM, wrong),
        lambda: telegram.open_topic(ANNA, FORUM, wrong),
    ):
        with pytest.raises(ValueError, match="has 1 to"):
            call()
    telegram.add_user(700, "ㅤ" * 64)
    telegram.rename(ANNA, FORUM, "字" * 128)


@pytest.mark.parametrize("wrong", ["", "abc", "1abcd", "a__bcd", "abcd_", "李敏李敏", "a" * 33, "ab cd"])
def test_no_username_is_what_telegram_does_not_take(telegram: Telegram, wrong: str) -> None:
    with pytest.raises(ValueError, match="is no username"):
        telegram.add_user(700, "李敏", username=wrong)
    assert telegram.add_user(700, "李敏", username="li_min").username == "li_min"
