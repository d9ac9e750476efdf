"""What the bot sends is taken, or refused, as Telegram would."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.methods.settings import menu_for
from zc_bot.sandbox.state import Telegram, find_button

from .conftest import ANNA
from .pictures import png


async def test_html_becomes_text_and_entities(bot: Bot, telegram: Telegram) -> None:
    sent = await bot.send_message(ANNA, " <b>62.50%</b> &lt;达标&gt; ", parse_mode="HTML")
    assert sent.text == "62.50% <达标>"
    assert [(each.type, each.offset, each.length) for each in sent.entities] == [("bold", 0, 6)]
    assert (await telegram.wait_for(ANNA, "62.50%"))["message_id"] == sent.message_id


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>粗", "find end tag corresponding to start tag"),
        ("<div>x</div>", "Unsupported start tag"),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "at byte offset 2"),
        ("<span>x</span>", "must have class"),
    ],
)
async def test_bad_html_is_refused(bot: Bot, html: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i)can't parse entities: .*{reason}"):
        await bot.send_message(ANNA, html, parse_mode="HTML")


async def test_a_text_may_have_4096_units_once_its_tags_are_gone(bot: Bot) -> None:
    sent = await bot.send_message(ANNA, f"<b>{'字' * 4094}</b>😀", parse_mode="HTML")
    assert len(sent.text) == 4095
    with pytest.raises(BadRequest, match=r"(?i)message is too long"):
        await bot.send_message(ANNA, f"{'字' * 4095}😀")
    with pytest.raises(BadRequest, match=r"(?i)text must be non-empty"):
        await bot.send_message(ANNA, "<b> </b>", parse_mode="HTML")


async def test_inline_buttons_are_echoed_and_reply_keyboards_are_not(bot: Bot, telegram: Telegram) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("确认 ✓", callback_data="d" * 64)]])
    sent = await bot.send_message(ANNA, "好吗", reply_markup=markup)
    assert sent.reply_markup == markup
    assert find_button(telegram.messages(ANNA)[-1], "确认") == "d" * 64
    plain = await bot.send_message(ANNA, "选", reply_markup=ReplyKeyboardMarkup([["同去年"]]))
    assert plain.reply_markup is None
    assert telegram.keyboards[ANNA]["keyboard"] == [[{"text": "同去年"}]]


async def test_callback_data_over_64_bytes_is_refused(bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="字" * 22)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ANNA, "x", reply_markup=markup)


async def test_an_edit_changes_text_and_buttons(bot: Bot, telegram: Telegram) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    sent = await bot.send_message(ANNA, "旧", reply_markup=markup)
    edited = await bot.edit_message_text("新", ANNA, sent.message_id)
    assert (edited.text, edited.reply_markup, edited.edit_date is None) == ("新", None, False)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("新", ANNA, sent.message_id)
    await bot.edit_message_reply_markup(ANNA, sent.message_id, reply_markup=markup)
    assert telegram.messages(ANNA)[-1]["reply_markup"]["inline_keyboard"][0][0]["text"] == "x"


async def test_what_is_gone_cannot_be_edited_or_deleted(bot: Bot, telegram: Telegram) -> None:
    sent = await bot.send_message(ANNA, "短")
    await bot.delete_message(ANNA, sent.message_id)
    assert telegram.messages(ANNA) == []
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("新", ANNA, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(ANNA, sent.message_id)
    telegram.say(ANNA, "我的")
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("新", ANNA, telegram.last_id(ANNA))


async def test_pictures_and_files_go_up_and_come_down(bot: Bot) -> None:
    picture = await bot.send_photo(ANNA, png(40, 30), caption="<b>图</b>", parse_mode="HTML")
    assert (picture.photo[-1].width, picture.photo[-1].height, picture.caption) == (40, 30, "图")
    sheet = await bot.send_document(ANNA, b"a,b\n", filename="figures.csv")
    assert (sheet.document.file_name, sheet.document.file_size) == ("figures.csv", 4)
    file = await bot.get_file(sheet.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n"
    again = await bot.send_document(ANNA, sheet.document.file_id)
    assert again.document.file_name == "figures.csv"
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ANNA, b"not a picture")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_document(ANNA, b"x", caption="字" * 1025)


async def test_albums_share_a_group_id(bot: Bot, misfits: list[str]) -> None:
    photos = [InputMediaPhoto(png(8, 8), caption="甲"), InputMediaPhoto(png(9, 9))]
    first, second = await bot.send_media_group(ANNA, photos)
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.photo[-1].width) == ("甲", 9)
    another, _ = await bot.send_media_group(ANNA, photos)
    assert another.media_group_id != first.media_group_id
    with pytest.raises(BadRequest, match=r"(?i)can't be mixed"):
        await bot.send_media_group(ANNA, [photos[0], InputMediaDocument(b"x")])
    assert misfits.pop().endswith("sendMediaGroup.media[0].type: 'photo' is not document")


async def test_a_tap_is_answered_once(bot: Bot, telegram: Telegram) -> None:
    telegram.press(ANNA, 1, "x")
    (update,) = await bot.get_updates()
    await bot.answer_callback_query(update.callback_query.id, "已记下", show_alert=True)
    (toast,) = telegram.toasts_of(ANNA)
    assert (toast.text, toast.alert) == ("已记下", True)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(update.callback_query.id)


async def test_the_narrowest_command_menu_in_the_own_language_is_shown(bot: Bot, telegram: Telegram) -> None:
    await bot.set_my_commands([BotCommand("start", "Start")])
    await bot.set_my_commands([BotCommand("start", "开始")], language_code="zh")
    await bot.set_my_commands([BotCommand("review", "审核")], scope=BotCommandScopeChat(ANNA))
    chat = telegram.directory.chat(ANNA)
    assert menu_for(telegram, ANNA, chat, "zh-hans")[0]["description"] == "审核"
    await bot.delete_my_commands(scope=BotCommandScopeChat(ANNA))
    assert menu_for(telegram, ANNA, chat, "zh-hans")[0]["description"] == "开始"
    assert menu_for(telegram, ANNA, chat, "en")[0]["description"] == "Start"
    assert (await bot.get_my_commands(language_code="zh"))[0].description == "开始"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Start!", "x")])


async def test_strangers_cannot_be_written_to(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(99, "你好")


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_happen_when_asked_for(bot: Bot, telegram: Telegram) -> None:
    telegram.fail_next("sendMessage", "429", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ANNA, "一")
    assert "0:00:07" in str(refused.value)
    telegram.fail_next("*", "500")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(ANNA, "二")
    telegram.fail_next("sendMessage", "reset_before")
    with pytest.raises(NetworkError):
        await bot.send_message(ANNA, "三")
    assert telegram.messages(ANNA) == []
    telegram.fail_next("sendMessage", "reset_after", chat_id=ANNA)
    with pytest.raises(NetworkError):
        await bot.send_message(ANNA, "四")
    telegram.fail_next("sendMessage", "unreadable")
    with pytest.raises(TelegramError):
        await bot.send_message(ANNA, "五")
    telegram.fail_next("sendMessage", "silence")
    with pytest.raises(TimedOut):
        await bot.send_message(ANNA, "六", read_timeout=0.2)
    assert [each["text"] for each in telegram.messages(ANNA)] == ["四", "五", "六"]
    assert telegram.counts["sendMessage"] == 6


async def test_answers_are_dated_by_the_sandbox_clock(bot: Bot, address: str, clock: SandboxClock) -> None:
    clock.put(clock.now().replace(year=2020, month=1, day=23))
    sent = await bot.send_message(ANNA, "今天")
    assert sent.date.year == 2020
    async with aiohttp.ClientSession() as session, session.get(f"{address}/bot1/getMe") as answer:
        assert (answer.status, "23 Jan 2020" in answer.headers["Date"]) == (401, True)


async def test_json_get_and_form_calls_are_all_understood(address: str, telegram: Telegram) -> None:
    url = f"{address}/bot{telegram.token}/sendMessage"
    values = {"chat_id": str(ANNA), "text": "你好"}
    async with aiohttp.ClientSession() as session:
        for call in (
            session.get(url, params=values),
            session.post(url, json={"chat_id": ANNA, "text": "你好"}),
            session.post(url, data=values),
            session.post(f"{address}/bot{telegram.token}/SENDMESSAGE", data=values),
        ):
            async with call as answer:
                assert (await answer.json())["result"]["text"] == "你好"


async def test_only_this_machine_and_no_other_site_is_let_in(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        for headers in (
            {"Host": "evil.example"},
            {"Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            async with session.post(f"{address}/bot1/getMe", headers=headers) as answer:
                assert answer.status == 403
