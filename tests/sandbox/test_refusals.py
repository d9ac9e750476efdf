"""What Telegram refuses is refused here, in its words; and each of its errors can be asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.rates import A_MINUTE, MINUTE, Rates
from zc_bot.sandbox.state import Telegram

from .conftest import ANNA
from .pictures import png

GROUP, FORUM, BASIC = -100500, -1001, -77
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@pytest.fixture
def group(telegram: Telegram) -> int:
    telegram.add_group(GROUP, "联席会议", {ANNA}, username="lianxi")
    return GROUP


async def test_a_bot_that_was_put_out_of_a_group_writes_there_no_more(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    await bot.send_message(group, "在")
    telegram.kick(ANNA, group)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group, "还在吗")
    telegram.say(ANNA, "/ask 它听不见", chat_id=group)
    (update,) = await bot.get_updates()
    change = update.my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    telegram.place_bot(ANNA, group, "administrator")
    assert (await bot.send_message(group, "又在")).text == "又在"


async def test_whoever_never_started_stopped_or_is_gone_is_not_written_to(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(GROUP, "联席会议", {ANNA, 502})
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(502, "你好")
    telegram.say(502, "/start")
    assert (await bot.send_message(502, "你好")).text == "你好"
    telegram.directory.user(502).deleted = True
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(502, "你好")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(99, "你好")


async def test_a_group_may_forbid_texts_photos_or_files(bot: Bot, telegram: Telegram, group: int) -> None:
    telegram.forbid(group, "photos", "documents")
    await bot.send_message(group, "文字可以")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send photos to the chat"):
        await bot.send_photo(group, png(8, 8))
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send documents to the chat"):
        await bot.send_document(group, b"x")
    telegram.forbid(group, "stickers", "voice")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send stickers to the chat"):
        await bot.send_sticker(group, png(512, 512))
    with pytest.raises(ValueError, match="may not send stickers"):
        telegram.sticker(ANNA, where=Where(group))
    with pytest.raises(ValueError, match="may not send voice"):
        telegram.voice(ANNA, where=Where(group))
    with pytest.raises(ValueError, match="can't be forbidden"):
        telegram.forbid(group, "poems")
    telegram.forbid(group, "text")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send text messages to the chat"):
        await bot.send_message(group, "文字也不行")


async def test_a_restricted_bot_sends_only_what_it_still_may_and_is_told_so(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    me = telegram.bot.user_id
    telegram.restrict(ANNA, group, me, "photos")
    await bot.send_message(group, "文字可以")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send photos to the chat"):
        await bot.send_photo(group, png(8, 8))
    member = await bot.get_chat_member(group, me)
    assert (member.status, member.is_member) == ("restricted", True)
    assert (member.can_send_messages, member.can_send_photos) == (True, False)
    telegram.restrict(ANNA, group, me)
    assert (await bot.send_photo(group, png(8, 8))).photo
    changes = [each.my_chat_member for each in await bot.get_updates()]
    told = [(one.old_chat_member.status, one.new_chat_member.status) for one in changes]
    assert told == [("member", "restricted"), ("restricted", "member")]


async def test_a_restricted_member_writes_nothing_and_only_an_administrating_bot_is_told(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    telegram.directory.groups[group].members.add(502)
    assert telegram.restrict(ANNA, group, 502, "text") is None
    with pytest.raises(ValueError, match="may not send text"):
        telegram.say(502, "我说", chat_id=group)
    telegram.upload(502, "1.png", png(8, 8), "image/png", chat_id=group, as_photo=True)
    assert (await bot.get_chat_member(group, 502)).can_send_messages is False
    telegram.place_bot(ANNA, group, "administrator")
    assert telegram.restrict(ANNA, group, 502) is not None
    telegram.say(502, "我说", chat_id=group)
    with pytest.raises(ValueError, match="can't be restricted"):
        telegram.restrict(ANNA, group, telegram.bot.user_id, "text")


async def test_a_group_takes_twenty_messages_a_minute_and_a_person_goes_on(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    for _ in range(A_MINUTE):
        await bot.send_message(group, "x")
    with pytest.raises(RetryAfter, match=r"Retry in \d+"):
        await bot.send_message(group, "x")
    for _ in range(8):
        await bot.send_message(ANNA, "x")
    assert len(telegram.messages(group)) == A_MINUTE


def test_a_minute_later_a_group_takes_more() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    rates.take(GROUP, A_MINUTE)
    now[0] = MINUTE - 5
    with pytest.raises(Exception, match="retry after 5"):
        rates.take(GROUP)
    now[0] = MINUTE
    rates.take(GROUP)


async def test_a_group_that_was_made_a_supergroup_says_its_new_id(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(BASIC, "联席会议", {ANNA})
    telegram.upgrade(ANNA, BASIC, -100600)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(BASIC, "x")
    assert moved.value.new_chat_id == -100600
    told, began, *changes = await bot.get_updates()
    assert [one.my_chat_member.new_chat_member.status for one in changes] == ["member", "left"]
    assert (told.message.migrate_to_chat_id, began.message.migrate_from_chat_id) == (-100600, BASIC)
    assert (await bot.send_message(-100600, "搬好了")).message_id == 3


async def test_topics_are_written_to_closed_and_deleted(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA}, forum=True)
    topic = telegram.open_topic(ANNA, FORUM, "数据").thread_id
    sent = await bot.send_message(FORUM, "在话题里", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.is_forum) == (topic, True, True)
    assert (await bot.send_message(FORUM, "在总话题里")).message_thread_id is None
    telegram.close_topic(ANNA, FORUM, topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(FORUM, "x", message_thread_id=topic)
    telegram.delete_topic(FORUM, topic)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(FORUM, "x", message_thread_id=topic)


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("blocked", Forbidden, "bot was blocked by the user"),
        ("kicked", Forbidden, "bot was kicked from the supergroup chat"),
        ("left", Forbidden, "bot is not a member of the supergroup chat"),
        ("deactivated", Forbidden, "user is deactivated"),
        ("never_started", Forbidden, "bot can't initiate conversation"),
        ("chat_not_found", BadRequest, "(?i)chat not found"),
        ("no_rights", BadRequest, "(?i)not enough rights to send text messages"),
        ("topic_closed", BadRequest, "(?i)topic_closed"),
        ("no_topic", BadRequest, "(?i)message thread not found"),
        ("unreadable_html", BadRequest, "(?i)can't parse entities"),
        ("429", RetryAfter, "Retry in 0:00:07"),
        ("502", NetworkError, "Bad Gateway"),
        ("unauthorized", TelegramError, "Unauthorized"),
        ("other_poller", TelegramError, "terminated by other getUpdates"),
    ],
)
async def test_each_error_comes_when_asked_for_and_only_in_its_chat(
    bot: Bot, telegram: Telegram, kind: Any, error: type[Exception], words: str
) -> None:
    telegram.add_user(502, "本")
    telegram.fail_next("sendMessage", kind, chat_id=ANNA, retry_after=7)
    await bot.send_message(502, "别处没事")
    with pytest.raises(error, match=words):
        await bot.send_message(ANNA, "x")
    await bot.send_message(ANNA, "只这一次")
    assert [each["text"] for each in telegram.messages(ANNA)] == ["只这一次"]


async def test_a_migration_names_the_chat_that_it_was_asked_for_with(bot: Bot, telegram: Telegram) -> None:
    telegram.fail_next("sendMessage", "migrated", moved_to=-100900)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(ANNA, "x")
    assert moved.value.new_chat_id == -100900


async def test_a_private_chat_has_no_topics(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(ANNA, "x", message_thread_id=5)
    assert telegram.messages(ANNA) == []


async def test_others_messages_in_a_group_are_deleted_only_with_the_right_to(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    telegram.say(ANNA, "大家好", chat_id=group)
    own, others = (await bot.send_message(group, "在")).message_id, telegram.messages(group)[0]["message_id"]
    for rights in ("member", "administrator"):
        telegram.place_bot(ANNA, group, rights)  # type: ignore[arg-type]
        with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
            await bot.delete_message(group, others)
        with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
            await bot.delete_messages(group, [own, others])
    assert len(telegram.messages(group)) == 2
    telegram.place_bot(ANNA, group, "administrator", deletes=True)
    await bot.delete_messages(group, [own, others])
    assert telegram.messages(group) == []
    telegram.kick(ANNA, group)
    with pytest.raises(Forbidden):
        await bot.delete_message(group, own)


async def test_a_message_is_deleted_within_two_days(bot: Bot, telegram: Telegram, clock: SandboxClock) -> None:
    telegram.say(ANNA, "我的")
    mine, sent = telegram.last_id(ANNA), await bot.send_message(ANNA, "x")
    clock.put(clock.now() + timedelta(hours=47))
    await bot.delete_message(ANNA, mine)
    clock.put(clock.now() + timedelta(hours=2))
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
        await bot.delete_message(ANNA, sent.message_id)


async def test_pictures_and_some_files_are_taken_by_their_address(bot: Bot) -> None:
    picture = await bot.send_photo(ANNA, "https://example.org/chart.png", caption="图")
    assert (picture.photo[-1].width > 0, picture.caption) == (True, "图")
    paper = await bot.send_document(ANNA, "https://example.org/notice%20(1).pdf")
    assert (paper.document.file_name, paper.document.mime_type) == ("notice (1).pdf", "application/pdf")
    for url, words in (
        ("https://example.org/table.xlsx", "wrong type of the web page content"),
        ("http://127.0.0.1:8090/x.pdf", "wrong HTTP URL specified"),
        ("http://localhost/x.pdf", "wrong HTTP URL specified"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.send_document(ANNA, url)
    with pytest.raises(BadRequest, match=r"(?i)wrong HTTP URL specified"):
        await bot.send_photo(ANNA, "http://localhost/x.png")


async def test_a_tap_that_has_waited_too_long_takes_no_answer(bot: Bot, telegram: Telegram) -> None:
    sent = await bot.send_message(ANNA, "x")
    telegram.press(ANNA, sent.message_id, "go")
    telegram.expire_taps()
    (update,) = await bot.get_updates()
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(update.callback_query.id)


async def test_pictures_have_sides_and_actions_have_names(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(ANNA, png(420, 20))
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(ANNA, png(5_001, 5_000))
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(ANNA, "thinking")
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_chat_action(ANNA, "typing", message_thread_id=77)


async def test_menus_have_a_scope_and_a_language_and_webhooks_a_secret(
    bot: Bot, telegram: Telegram, misfits: list[str]
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)invalid language code"):
        await bot.set_my_commands([BotCommand("start", "x")], language_code="zh-hans")
    with pytest.raises(BadRequest, match=r"(?i)empty chat_id"):
        await bot.set_my_commands([BotCommand("start", "x")], scope=BotCommandScopeChat(0))
    with pytest.raises(BadRequest, match=r"(?i)unallowed characters"):
        await bot.set_webhook("https://example.org/", secret_token="密码")


async def test_supergroups_number_their_messages_for_themselves(bot: Bot, telegram: Telegram, group: int) -> None:
    await bot.send_message(ANNA, "第一条")
    in_private, in_group = await bot.send_message(ANNA, "私"), await bot.send_message(group, "群")
    assert in_private.message_id == in_group.message_id == 2
    await bot.edit_message_text("群里改了", group, 2)
    assert telegram.messages(ANNA)[1]["text"] == "私"


async def test_a_public_group_is_known_by_its_name(bot: Bot, telegram: Telegram, group: int) -> None:
    assert (await bot.send_message("@LianXi", "x")).chat.id == group
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message("@nobody_here", "x")
