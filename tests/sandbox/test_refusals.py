"""What Telegram refuses is refused here, in its words; and each of its errors can be asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    WebAppInfo,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

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
    telegram.forbid(group, "text")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send text messages to the chat"):
        await bot.send_message(group, "文字也不行")


async def test_a_group_takes_twenty_messages_a_minute_and_a_person_any_number(
    bot: Bot, telegram: Telegram, group: int
) -> None:
    for _ in range(A_MINUTE):
        await bot.send_message(group, "x")
    with pytest.raises(RetryAfter, match=r"Retry in \d+"):
        await bot.send_message(group, "x")
    for _ in range(A_MINUTE + 5):
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
    told, began = await bot.get_updates()
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


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: InlineKeyboardButton("x", url="ftp://example.org"), "Unsupported URL protocol"),
        (lambda: InlineKeyboardButton("x", url="http://localhost:8090/"), "Wrong HTTP URL"),
        (lambda: InlineKeyboardButton("x", web_app=WebAppInfo("http://example.org/")), "Only HTTPS links"),
        (lambda: InlineKeyboardButton(" ", callback_data="x"), "button_text_invalid"),
        (lambda: InlineKeyboardButton("x", callback_data=""), "Text buttons are unallowed"),
        (lambda: InlineKeyboardButton("x"), "Text buttons are unallowed"),
    ],
)
async def test_a_button_that_leads_nowhere_is_refused(
    bot: Bot, make: Callable[[], InlineKeyboardButton], words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(ANNA, "x", reply_markup=InlineKeyboardMarkup([[make()]]))


async def test_some_buttons_are_for_private_chats_only(bot: Bot, group: int) -> None:
    app = InlineKeyboardMarkup([[InlineKeyboardButton("x", web_app=WebAppInfo("https://example.org/"))]])
    await bot.send_message(ANNA, "x", reply_markup=app)
    with pytest.raises(BadRequest, match=r"(?i)button_type_invalid"):
        await bot.send_message(group, "x", reply_markup=app)
    phone = ReplyKeyboardMarkup([[KeyboardButton("x", request_contact=True)]])
    await bot.send_message(ANNA, "x", reply_markup=phone)
    with pytest.raises(BadRequest, match=r"(?i)can be requested in private chats only"):
        await bot.send_message(group, "x", reply_markup=phone)


def article(number: str, title: str = "高新占比", text: str = "62.50%", **given: Any) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(number, title, InputTextMessageContent(text, **given))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article("1"), article("1")], "result_id_duplicate"),
        ([article("字" * 22)], "result_id_invalid"),
        ([article("1", title=" ")], "article_title_empty"),
        ([article("1", text="<b>x", parse_mode="HTML")], "can't parse entities"),
        ([article("1", text=" ")], "message text is empty"),
        ([article("1", text="字" * 4097)], "message is too long"),
        ([article(str(number)) for number in range(51)], "results_too_much"),
    ],
)
async def test_inline_results_that_could_not_be_sent_are_refused(
    bot: Bot, telegram: Telegram, results: list[InlineQueryResultArticle], words: str
) -> None:
    telegram.inline(ANNA, "通创")
    (update,) = await bot.get_updates()
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.answer_inline_query(update.inline_query.id, results, current_offset=None)
    await bot.answer_inline_query(update.inline_query.id, [article("1")])


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
