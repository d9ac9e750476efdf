"""What Telegram refuses of keyboards, entities and results of inline queries is refused here, in its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    WebAppInfo,
)
from telegram.error import BadRequest

from zc_bot.sandbox.state import Telegram

from .conftest import ANNA

GROUP = -100500


@pytest.fixture
def group(telegram: Telegram) -> int:
    telegram.add_group(GROUP, "联席会议", {ANNA})
    return GROUP


async def refusal_of(address: str, telegram: Telegram, method: str, **values: Any) -> str:
    """Call a method with values that no library would send, and return why it was refused, in lower case."""
    url = f"{address}/bot{telegram.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=values) as answer:
        assert answer.status == 400
        return str((await answer.json())["description"]).lower()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: InlineKeyboardButton("x", url="ftp://example.org"), "Unsupported URL protocol"),
        (lambda: InlineKeyboardButton("x", url="http://localhost:8090/"), "Wrong HTTP URL"),
        (lambda: InlineKeyboardButton("x", web_app=WebAppInfo("http://example.org/")), "Only HTTPS links"),
        (lambda: InlineKeyboardButton(" ", callback_data="x"), "inline keyboard button text must be non-empty"),
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


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("foo", "can't parse reply keyboard markup JSON object"),
        ('"foo"', "object expected as reply markup"),
        ("[]", "object expected as reply markup"),
        ('{"inline_keyboard": {}}', 'field "inline_keyboard" must be of type Array'),
        ('{"inline_keyboard": [{}]}', "must be an Array of Arrays"),
        ('{"keyboard": [{"text": "x"}]}', 'field "keyboard" must be an Array of Arrays'),
        ('{"keyboard": [[{"request_contact": true}]]}', 'can\'t find field "text"'),
        ('{"keyboard": [[{"text": "x", "web_app": {"url": "http://example.org/"}}]]}', "Only HTTPS links"),
        ('{"keyboard": [[{"text": "x", "web_app": {}}]]}', 'can\'t find field "url"'),
        ('{"inline_keyboard": [[{"text": "x", "callback_data": [7]}]]}', "must be of type String"),
        ('{"keyboard": [[7]]}', "KeyboardButton must be a String or an Object"),
        ({"keyboard": [["x"] * 301]}, "reply markup is too long"),
        ({"keyboard": [["字" * 5_000]]}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}, "reply markup is too long"),
    ],
)
async def test_a_markup_that_is_none_is_refused(
    address: str, telegram: Telegram, markup: Any, words: str, misfits: list[str]
) -> None:
    refused = await refusal_of(address, telegram, "sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
    misfits.clear()
    assert words.lower() in refused
    assert telegram.messages(ANNA) == []


async def test_a_markup_that_says_nothing_is_taken_and_told_as_a_misfit(
    address: str, telegram: Telegram, misfits: list[str]
) -> None:
    async with aiohttp.ClientSession() as session:
        values = {"chat_id": ANNA, "text": "x", "reply_markup": {}}
        async with session.post(f"{address}/bot{telegram.token}/sendMessage", json=values) as answer:
            assert "reply_markup" not in (await answer.json())["result"]
    assert misfits.pop().startswith("not as the Bot API has it: sendMessage.reply_markup")


async def test_a_label_that_no_phone_shows_whole_is_told_as_a_misfit(bot: Bot, misfits: list[str]) -> None:
    for label in ("字" * 64, "字" * 105):
        markup = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data="x")]])
        await bot.send_message(ANNA, "x", reply_markup=markup)
        await bot.send_message(ANNA, "x", reply_markup=ReplyKeyboardMarkup([[label]]))
    assert len(misfits) == 2
    assert all("no phone shows the label" in each for each in misfits)
    misfits.clear()


@pytest.mark.parametrize(
    ("entities", "words"),
    [
        ([{"length": 1, "type": "bold"}], 'can\'t find field "offset"'),
        ([{"offset": "a", "length": 1, "type": "bold"}], 'field "offset" must be'),
        ([{"offset": 0, "length": 1}], 'can\'t find field "type"'),
        ([{"offset": 0, "length": 1, "type": "loud"}], "unsupported type specified"),
        ([{"offset": 0, "length": 1, "type": "text_link"}], 'can\'t find field "url"'),
        ([{"offset": -1, "length": 1, "type": "bold"}], "incorrect offset -1"),
        (["bold"], "expected an Object"),
    ],
)
async def test_an_entity_that_is_none_is_refused(
    address: str, telegram: Telegram, entities: Any, words: str, misfits: list[str]
) -> None:
    refused = await refusal_of(address, telegram, "sendMessage", chat_id=ANNA, text="62.5%", entities=entities)
    misfits.clear()
    assert words.lower() in refused
    assert telegram.messages(ANNA) == []


async def test_entities_count_where_there_is_no_markup_and_but_for_what_telegram_finds_itself(bot: Bot) -> None:
    given = [MessageEntity("bold", 0, 2), MessageEntity("mention", 0, 2)]
    assert [each.type for each in (await bot.send_message(ANNA, "62.5%", entities=given)).entities] == ["bold"]
    both = await bot.send_message(ANNA, "<i>62</i>.5%", parse_mode="HTML", entities=given)
    assert [each.type for each in both.entities] == ["italic"]


def article(number: str, title: str = "高新占比", text: str = "62.50%", **given: Any) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(number, title, InputTextMessageContent(text, **given))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article("1"), article("1")], "result_id_duplicate"),
        ([article("字" * 22)], "result_id_invalid"),
        ([article("1", title=" ")], "article_title_empty"),
        ([article("1", text="<b>x", parse_mode="HTML")], "can't parse entities"),
        ([article("1", text=" ")], "text must be non-empty"),
        ([article("1", text="字" * 4097)], "message is too long"),
        ([article(str(number)) for number in range(51)], "too many inline query results specified"),
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


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ("foo", "can't parse results JSON object"),
        ({"id": "1"}, "expected an Array"),
        (["x"], "must be an object"),
        ([{"id": "1"}], 'can\'t find field "type"'),
        ([{"type": "article", "title": "x"}], 'can\'t find field "id"'),
        ([{"type": "poem", "id": "1"}], 'type "poem" is unsupported for the inline query result'),
        ([{"type": "article", "id": "1", "title": "x"}], 'can\'t find field "message_text"'),
        ([{"type": "article", "id": "1", "title": "x", "input_message_content": {}}], "content is not specified"),
        ([{"type": "article", "id": "1", "input_message_content": {"message_text": "x"}}], 'find field "title"'),
        ([{"type": "photo", "id": "1"}], 'can\'t find field "photo_file_id"'),
        ([{"type": "photo", "id": "1", "photo_file_id": "a", "caption": "字" * 1025}], "caption is"),
    ],
)
async def test_what_is_no_result_of_an_inline_query_is_refused(
    address: str, telegram: Telegram, results: Any, words: str, misfits: list[str]
) -> None:
    query = telegram.updates.sent(telegram.inline(ANNA, "通创"))["inline_query"]["id"]
    refused = await refusal_of(address, telegram, "answerInlineQuery", inline_query_id=query, results=results)
    misfits.clear()
    assert words.lower() in refused
    assert telegram.asked.results == {}
