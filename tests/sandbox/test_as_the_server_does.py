"""What a reviewer found of the sandbox beside the Bot API server's own code: each is as it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.photos.pictures import TURNED_RIGHT, jpeg, opened, png, scene
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.faults import Kind
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.rates import AT_ONCE, OVERALL, Rates
from zc_bot.sandbox.sent import origin_of
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import AGAIN

from .at_work import Leaping
from .conftest import ANNA

GROUP, FORUM, BASIC, BORIS = -1001000000002, -1001000000001, -55, 502
Call = Callable[..., Awaitable[Any]]


@pytest.fixture
async def call(telegram: Telegram, address: str, misfits: list[str]) -> Any:
    """Call a method with JSON; gives the result, or the description of the refusal."""
    telegram.add_group(GROUP, "联席会议", {ANNA, BORIS}, admins={BORIS})
    telegram.add_group(FORUM, "工作群", {ANNA, BORIS}, forum=True, admins={BORIS})
    telegram.add_group(BASIC, "小群", {ANNA, BORIS})
    telegram.add_user(BORIS, "鲍里斯")
    async with aiohttp.ClientSession() as session:

        async def made(method: str, /, **params: Any) -> Any:
            async with session.post(f"{address}/bot{telegram.token}/{method}", json=params) as got:
                said = await got.json()
                return said["result"] if said["ok"] else said["description"]

        yield made
    # What is sent here is wrong on purpose.
    misfits.clear()


def bad(reason: str) -> str:
    return f"Bad Request: {reason}"


def test_a_person_and_all_together_take_so_much_a_second() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    for _ in range(int(OVERALL)):
        rates.take(ANNA)
    with pytest.raises(Exception, match="retry after 1"):
        rates.take(BORIS)
    now[0] = 1.0
    for _ in range(int(AT_ONCE - OVERALL) + 1):
        rates.take(ANNA)
    with pytest.raises(Exception, match="retry after 1"):
        rates.take(ANNA)
    rates.take(BORIS)
    rates.take_edit()
    now[0] = 3.0
    for _ in range(2):
        rates.take(ANNA)


async def test_a_flood_to_one_person_is_refused(call: Call) -> None:
    said = [await call("sendMessage", chat_id=ANNA, text="x") for _ in range(100)]
    refused = [one for one in said if isinstance(one, str)]
    assert refused
    assert all(one.startswith("Too Many Requests: retry after ") for one in refused)


async def test_a_menu_is_for_a_chat_that_is_there(call: Call, telegram: Telegram) -> None:
    menu = {"commands": [{"command": "help", "description": "x"}]}

    async def said(kind: str, **scope: Any) -> Any:
        return await call("setMyCommands", **menu, scope={"type": kind, **scope})

    assert await said("chat", chat_id=ANNA) is True
    for chat in (123456789, -1009):
        assert await said("chat", chat_id=chat) == bad("chat not found")
    assert await call("deleteMyCommands", scope={"type": "chat", "chat_id": 5}) == bad("chat not found")
    in_private = bad("can't use specified scope in private chats")
    assert await said("chat_administrators", chat_id=ANNA) == in_private
    assert "user_id" in await said("chat_member", chat_id=GROUP)
    telegram.kick(BORIS, GROUP)
    assert await said("chat", chat_id=GROUP) == "Forbidden: bot was kicked from the supergroup chat"
    telegram.fail_next("setMyCommands", "chat_not_found", chat_id=ANNA)
    assert await said("default") is True, "the fault is aimed at one chat"
    assert await said("chat", chat_id=ANNA) == bad("chat not found")


@pytest.mark.parametrize(
    "markup", [{"keyboard": [["a"]]}, {"force_reply": True}, {"remove_keyboard": True}], ids=str
)
async def test_what_came_with_a_keyboard_below_the_chat_is_never_edited(call: Call, markup: Json) -> None:
    sent = await call("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
    edited = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert await call("editMessageText", **edited, text="y") == bad("message can't be edited")
    plain = await call("sendMessage", chat_id=ANNA, text="x")
    edited["message_id"] = plain["message_id"]
    assert await call("editMessageText", **edited, text="y", reply_markup=markup) == bad("inline keyboard expected")
    assert (await call("editMessageText", **edited, text="y"))["text"] == "y"
    forwarded = await call("forwardMessage", chat_id=ANNA, from_chat_id=ANNA, message_id=plain["message_id"])
    edited["message_id"] = forwarded["message_id"]
    assert await call("editMessageText", **edited, text="z") == bad("message can't be edited")
    place = await call("sendLocation", chat_id=ANNA, latitude=1, longitude=2)
    edited["message_id"] = place["message_id"]
    assert await call("editMessageCaption", **edited, caption="c") == bad(
        "there is no caption in the message to edit"
    )


async def test_a_reply_goes_into_the_topic_of_what_it_replies_to(call: Call, telegram: Telegram) -> None:
    topic = telegram.open_topic(ANNA, FORUM, "数据").thread_id
    telegram.say(ANNA, "/ask", chat_id=FORUM, topic=topic)
    asked = telegram.last_id(FORUM)
    sent = await call("sendMessage", chat_id=FORUM, text="r", reply_parameters={"message_id": asked})
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    old_way = await call("sendMessage", chat_id=FORUM, text="r", reply_to_message_id=asked)
    assert old_way["reply_to_message"]["message_id"] == asked


async def test_a_reply_in_an_ordinary_supergroup_is_in_a_thread_that_is_no_topic(
    call: Call, telegram: Telegram
) -> None:
    first = await call("sendMessage", chat_id=GROUP, text="问题")
    telegram.say(ANNA, "答", chat_id=GROUP, reply_to=first["message_id"])
    telegram.say(BORIS, "再答", chat_id=GROUP, reply_to=telegram.last_id(GROUP))
    replies = telegram.messages(GROUP)[1:]
    assert [one["message_thread_id"] for one in replies] == [first["message_id"]] * 2
    assert not any("is_topic_message" in one for one in replies)


async def test_groups_say_who_comes_and_goes_and_the_bot_hears_it(call: Call, telegram: Telegram) -> None:
    def heard() -> list[str]:
        return [next(key for key in one if key not in HEAD) for one in messages]

    telegram.place_bot(BORIS, BASIC, "left")
    telegram.place_bot(BORIS, BASIC, "member")
    telegram.add_user(503, "新人")
    telegram.join(503, BASIC)
    telegram.rename(BORIS, BASIC, "新名")
    telegram.part(503, BASIC)
    telegram.upgrade(BORIS, BASIC, -1001000000055)
    updates = await call("getUpdates")
    messages = [one["message"] for one in updates if "message" in one]
    assert heard() == ["left_chat_member", "new_chat_members", "new_chat_members", "new_chat_title",
                       "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"]
    changes = [one["my_chat_member"] for one in updates if "my_chat_member" in one]
    assert [(one["chat"]["id"], one["new_chat_member"]["status"]) for one in changes[2:]] == [
        (-1001000000055, "member"), (BASIC, "left"),
    ]


HEAD = {"message_id", "from", "chat", "date", "message_thread_id", "is_topic_message"}


async def test_of_a_photo_the_caption_is_edited(telegram: Telegram) -> None:
    telegram.upload(ANNA, "1.jpg", jpeg(scene(400, 300)), "image/jpeg", "旧", as_photo=True)
    number = telegram.last_id(ANNA)
    update = telegram.edit(ANNA, number, "/help 新")
    edited = telegram.updates.sent(update)["edited_message"]
    assert edited["caption"] == "/help 新"
    assert edited["caption_entities"][0]["type"] == "bot_command"
    assert not {"text", "entities"} & edited.keys()
    telegram.sticker(ANNA)
    with pytest.raises(ValueError, match="nothing to edit"):
        telegram.edit(ANNA, telegram.last_id(ANNA), "x")


async def test_null_is_not_nothing(call: Call, misfits: list[str]) -> None:
    plain = {"chat_id": ANNA, "text": "x"}
    assert await call("sendMessage", **plain, parse_mode=None) == bad("unsupported parse_mode")
    assert await call("sendMessage", **plain, reply_markup=None) == bad("object expected as reply markup")
    assert await call("sendMessage", **plain, reply_parameters=None) == bad("object expected as reply parameters")
    assert any("parse_mode" in one for one in misfits), "the log says so too"


async def test_whoever_is_out_of_a_group_reads_it_no_more(call: Call, telegram: Telegram) -> None:
    telegram.kick(BORIS, GROUP)
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    assert await call("getChat", chat_id=GROUP) == kicked
    assert await call("getChatMember", chat_id=GROUP, user_id=ANNA) == kicked
    telegram.place_bot(BORIS, GROUP, "left")
    left = "Forbidden: bot is not a member of the supergroup chat"
    assert await call("getChat", chat_id=GROUP) == left
    telegram.directory.groups[GROUP].username = "lianxi"
    assert (await call("getChat", chat_id=GROUP))["title"] == "联席会议", "a public one is described to everybody"
    assert await call("getChatMember", chat_id=GROUP, user_id=ANNA) == left
    telegram.upgrade(BORIS, BASIC, -1001000000055)
    assert "upgraded" in await call("getChatMember", chat_id=BASIC, user_id=ANNA)


async def test_a_tap_under_a_deleted_message_comes_from_its_own_chat(call: Call, telegram: Telegram) -> None:
    buttons = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    sent = await call("sendMessage", chat_id=GROUP, text="x", reply_markup=buttons)
    await call("deleteMessage", chat_id=GROUP, message_id=sent["message_id"])
    tapped = telegram.updates.sent(telegram.press(ANNA, sent["message_id"], "a", GROUP))["callback_query"]
    assert (tapped["message"]["chat"]["id"], tapped["message"]["date"]) == (GROUP, 0)
    assert tapped["chat_instance"] == str(GROUP * 7919)


async def sends_photo(address: str, token: str, content: bytes) -> list[Any]:
    """Have the bot upload a picture; gives the message, or the description of the refusal."""
    form = aiohttp.FormData({"chat_id": str(ANNA)})
    form.add_field("photo", content, filename="1.png", content_type="image/png")
    async with aiohttp.ClientSession() as session, session.post(f"{address}/bot{token}/sendPhoto", data=form) as got:
        answer = await got.json()
    return [answer.get("result") or answer["description"]]


async def fetched(address: str, token: str, file: Json) -> bytes:
    """Return a file by what getFile told of it."""
    url = f"{address}/file/bot{token}/{file['file_path']}"
    async with aiohttp.ClientSession() as session, session.get(url) as got:
        return await got.read()


async def test_a_photo_arrives_as_telegram_keeps_it(call: Call, telegram: Telegram, address: str) -> None:
    taken = jpeg(scene(4000, 3000), TURNED_RIGHT)
    telegram.upload(ANNA, "1.jpg", taken, "image/jpeg", as_photo=True)
    (by_bot,) = (one["photo"] for one in await sends_photo(address, telegram.token, png(scene(3000, 2000))))
    for sizes, shape in ((telegram.messages(ANNA)[0]["photo"], (960, 1280)), (by_bot, (2560, 1707))):
        assert (sizes[-1]["width"], sizes[-1]["height"]) == shape
        for size in sizes:
            content = await fetched(address, telegram.token, await call("getFile", file_id=size["file_id"]))
            with opened(content) as picture:
                assert (picture.format, picture.size) == ("JPEG", (size["width"], size["height"]))
                assert not picture.getexif(), "nothing tells of place and device"
            assert size["file_size"] == len(content) < len(taken)


async def test_a_file_keeps_every_byte(call: Call, telegram: Telegram, address: str) -> None:
    taken = jpeg()
    telegram.upload(ANNA, "1.jpg", taken, "image/jpeg")
    document = telegram.messages(ANNA)[-1]["document"]
    file = await call("getFile", file_id=document["file_id"])
    assert await fetched(address, telegram.token, file) == taken


@pytest.mark.parametrize("content", [b"GIF89a", b"MZ", jpeg(scene(90, 90))[:700], b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_picture_is_refused_as_one(content: bytes, telegram: Telegram, address: str) -> None:
    assert await sends_photo(address, telegram.token, content) == ["Bad Request: IMAGE_PROCESS_FAILED"]


async def test_a_photo_has_sizes_and_stays_what_it_is(call: Call, telegram: Telegram) -> None:
    telegram.upload(ANNA, "1.png", png(scene(800, 600)), "image/png", as_photo=True)
    small, middle, large = sizes = telegram.messages(ANNA)[-1]["photo"]
    assert [(one["width"], one["height"]) for one in sizes] == [(90, 68), (320, 240), (800, 600)]
    assert len({one["file_id"] for one in sizes}) == len({one["file_unique_id"] for one in sizes}) == 3
    assert (await call("getFile", file_id=large["file_id"]))["file_path"].endswith(".jpg")
    for each in (small, middle, large):
        again = await call("sendPhoto", chat_id=ANNA, photo=each["file_id"])
        assert again["photo"] == sizes, "whichever size is named, the picture is sent"
    as_file = await call("sendDocument", chat_id=ANNA, document=large["file_id"])
    assert as_file == bad("can't use file of type Photo as Document")
    telegram.upload(ANNA, "a.pdf", b"%PDF", "application/pdf")
    document = telegram.messages(ANNA)[-1]["document"]["file_id"]
    as_photo = await call("sendPhoto", chat_id=ANNA, photo=document)
    assert as_photo == bad("can't use file of type Document as Photo")


async def test_kinds_of_updates_that_are_none_are_passed_over(call: Call, telegram: Telegram) -> None:
    for allowed in (["foo"], "x", 5):
        number = telegram.say(ANNA, "在吗")
        updates = await call("getUpdates", allowed_updates=allowed, offset=number)
        assert [one["update_id"] for one in updates] == [number]


async def test_what_nobody_fetched_within_a_day_is_gone(
    call: Call, telegram: Telegram, clock: Leaping
) -> None:
    telegram.say(ANNA, "昨天")
    clock.put(clock.now() + timedelta(hours=25))
    now = telegram.say(ANNA, "今天")
    assert [one["update_id"] for one in await call("getUpdates")] == [now]


async def test_only_who_begins_to_wait_ends_the_waiting_of_others(
    call: Call, telegram: Telegram, clock: Leaping
) -> None:
    waiting = asyncio.create_task(call("getUpdates", timeout=20))
    await telegram.until(lambda: telegram.updates.polls or None)
    clock.leap(AGAIN)
    assert await call("getUpdates", timeout=0) == []
    telegram.say(ANNA, "在")
    assert len(await waiting) == 1
    telegram.updates.forget()
    waiting = asyncio.create_task(call("getUpdates", timeout=20, offset=-1))
    await telegram.until(lambda: telegram.updates.polls > 1 or None)
    assert await call("setWebhook", url="https://bot.example.com/hook") is True
    assert await waiting == "Conflict: terminated by setWebhook request"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://x.example.com:9999/h", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://10.0.0.1/", "IP address 10.0.0.1 is reserved"), ("https://", "invalid webhook URL specified"),
        ("https://localhost/", "Failed to resolve host"), ("http://x.example.com/h", "An HTTPS URL must be provided"),
    ],
)
async def test_webhooks_that_telegram_never_takes(call: Call, url: str, said: str) -> None:
    assert f"bad webhook: {said}" in await call("setWebhook", url=url)


async def test_a_webhook_may_answer_with_a_call_and_is_not_followed_elsewhere(
    call: Call, telegram: Telegram, address: str
) -> None:
    async def hook(request: web.Request) -> web.Response:
        said = {"method": "sendMessage", "chat_id": ANNA, "text": "从网络钩子答"}
        return web.json_response(said)

    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/hook")

    app = web.Application()
    app.router.add_post("/hook", hook)
    app.router.add_post("/elsewhere", elsewhere)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        where = f"{address}/bot{telegram.token}/setWebhook"
        for description in ("Webhook was set", "Webhook is already set"):
            asked = {"url": str(server.make_url("/hook")), "max_connections": 1000}
            async with session.post(where, json=asked) as got:
                assert (await got.json())["description"] == description
        assert (await call("getWebhookInfo"))["max_connections"] == 100
        telegram.say(ANNA, "在吗")
        await telegram.wait_for(ANNA, "从网络钩子答")
        await call("setWebhook", url=str(server.make_url("/elsewhere")))
        telegram.say(ANNA, "还在吗")
        await telegram.until(lambda: telegram.updates.last_error)
        assert "307" in (await call("getWebhookInfo"))["last_error_message"]


@pytest.mark.parametrize("text", ["\u200b", "\u2800", "   ", "\u3000\n", "<b></b>"], ids=ascii)
async def test_what_nobody_sees_is_no_text(call: Call, text: str) -> None:
    mode = {"parse_mode": "HTML"} if "<" in text else {}
    assert await call("sendMessage", chat_id=ANNA, text=text, **mode) == bad("text must be non-empty")
    assert await call("sendMessage", chat_id=ANNA, text="") == bad("message text is empty")


async def test_texts_are_cleaned_and_their_entities_moved(call: Call) -> None:
    sent = await call("sendMessage", chat_id=ANNA, text=" \u3000\u3000段落\r\na\x00b\u202ec\td ")
    assert sent["text"] == "\u3000\u3000段落\na bc d"
    bold = {"type": "bold", "offset": 3, "length": 1}
    sent = await call("sendMessage", chat_id=ANNA, text="a\r\u202eb", entities=[bold])
    assert (sent["text"], sent["entities"]) == ("ab", [{"type": "bold", "offset": 1, "length": 1}])


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ({"offset": 0, "length": 99}, "entity beginning at UTF-16 offset 0 ends after the end of the text"),
        ({"offset": 6, "length": 1}, "entity begins after the end of the text at UTF-16 offset 6"),
        ({"offset": 1, "length": 1}, "entity begins in a middle of a UTF-16 symbol"),
        ({"offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"offset": 0, "length": 2, "type": "text_link", "url": "javascript:x"}, "Unsupported URL protocol"),
    ],
    ids=str,
)
async def test_entities_that_can_not_be_are_refused(call: Call, entity: Json, said: str) -> None:
    sent = await call("sendMessage", chat_id=ANNA, text="😀abc", entities=[{"type": "bold"} | entity])
    assert said in sent


async def test_numbers_in_entities_may_be_texts_and_code_holds_nothing(call: Call) -> None:
    one = {"type": "bold", "offset": "0", "length": 1}
    assert (await call("sendMessage", chat_id=ANNA, text="ab", entities=[one]))["entities"][0]["offset"] == 0
    for html, kinds in (("<code><b>x</b></code>", ["code"]), ("<b><b>x</b></b>", ["bold"])):
        sent = await call("sendMessage", chat_id=ANNA, text=html, parse_mode="HTML")
        assert [each["type"] for each in sent["entities"]] == kinds


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<a href=http://x.cn>l</a>", "Unexpected end of name token at byte offset 8"),
        ('<b ="x">y</b>', 'Empty attribute name in the tag "b" at byte offset 3'),
        ("<b>x</b foo>", "Unclosed end tag at byte offset 4"),
        ("<tg-time>x</tg-time>", 'Tag "tg-time" must have attribute "unix"'),
    ],
)
async def test_html_that_is_none_is_refused_in_its_words(call: Call, html: str, said: str) -> None:
    assert said in await call("sendMessage", chat_id=ANNA, text=html, parse_mode="HTML")


@pytest.mark.parametrize(
    ("html", "kind", "more"),
    [
        ('<a href="example.com">l</a>', "text_link", {"url": "http://example.com/"}),
        ('<a href="ton://transfer/x">l</a>', "text_link", {"url": "ton://transfer/x"}),
        ('<tg-time unix="1700000000">x</tg-time>', "date_time", {"unix_time": 1700000000}),
    ],
)
async def test_links_and_times_are_read_as_there(call: Call, html: str, kind: str, more: Json) -> None:
    (found,) = (await call("sendMessage", chat_id=ANNA, text=html, parse_mode="HTML"))["entities"]
    assert found["type"] == kind
    assert more.items() <= found.items()


async def test_a_mention_by_number_is_of_a_person_or_none(call: Call) -> None:
    html = f'<a href="tg://user?id={BORIS}">鲍</a> <a href="tg://user?id=77">谁</a>'
    (found,) = (await call("sendMessage", chat_id=ANNA, text=html, parse_mode="HTML"))["entities"]
    assert (found["type"], found["user"]["first_name"]) == ("text_mention", "鲍里斯")


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ({"url": "t.me/zc"}, {"text": "x", "url": "http://t.me/zc"}),
        ({"url": "example.com"}, {"text": "x", "url": "http://example.com/"}),
        ({"callback_data": 5}, {"text": "x", "callback_data": "5"}),
        ({"url": "https://a.cn/", "callback_data": "a"}, {"text": "x", "url": "https://a.cn/"}),
    ],
    ids=str,
)
async def test_buttons_that_telegram_takes_are_taken(call: Call, button: Json, kept: Json) -> None:
    markup = {"inline_keyboard": [[{"text": "x"} | button]]}
    sent = await call("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
    assert sent["reply_markup"]["inline_keyboard"] == [[kept]]


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"text": " ", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        ({"callback_data": "a", "style": "purple"}, "invalid button style specified"),
        ({"copy_text": {}}, "BUTTON_COPY_TEXT_INVALID"), ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT"),
        ({"login_url": {"url": "http://a.cn/"}}, "Only HTTPS links are allowed"),
        ({"pay": True}, "BUTTON_TYPE_INVALID"),
    ],
    ids=str,
)
async def test_buttons_that_telegram_refuses_are_refused(call: Call, button: Json, said: str) -> None:
    markup = {"inline_keyboard": [[{"text": "x"} | button]]}
    assert said in await call("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
    keys = {"keyboard": [[{"text": ""}]]}
    refused = await call("sendMessage", chat_id=ANNA, text="x", reply_markup=keys)
    assert refused == bad("keyboard button text must be non-empty")


async def test_what_can_not_be_passed_on_is_not(call: Call, telegram: Telegram) -> None:
    dice = await call("sendDice", chat_id=ANNA)
    about = {"chat_id": ANNA, "from_chat_id": ANNA}
    assert (await call("forwardMessage", **about, message_id=dice["message_id"]))["dice"] == dice["dice"]
    telegram.set_timer(ANNA, 60)
    service = telegram.last_id(ANNA)
    assert await call("forwardMessage", **about, message_id=service) == bad("the message can't be forwarded")
    assert await call("copyMessage", **about, message_id=service) == bad("the message can't be copied")
    kept = await call("sendMessage", chat_id=ANNA, text="密", protect_content=True)
    assert kept["has_protected_content"] is True
    assert "protected content" in await call("forwardMessage", **about, message_id=kept["message_id"])
    assert await call("copyMessage", **about, message_id=9999) == bad("message to copy not found")


async def test_inline_answers_lead_somewhere(call: Call, telegram: Telegram) -> None:
    async def said(**more: Any) -> Any:
        query = telegram.updates.sent(telegram.inline(ANNA, "x" * 1000))["inline_query"]
        assert len(query["query"]) == 256
        return await call("answerInlineQuery", inline_query_id=query["id"], **({"results": []} | more))

    assert "exactly one optional field" in await said(button={"text": "x"})
    for parameter in ("x" * 65, "a b", ""):
        assert await said(button={"text": "x", "start_parameter": parameter}) == bad("START_PARAM_INVALID")
    assert await said(button={"text": "x", "start_parameter": "a_b-1"}) is True
    assert await said(next_offset="x" * 65) == bad("NEXT_OFFSET_INVALID")
    photo = {"type": "photo", "id": "1", "photo_url": "https://a.cn/1.jpg"}
    assert "thumbnail_url" in await said(results=[photo])
    assert await said(results=[photo | {"thumbnail_url": "https://a.cn/1.jpg"}]) is True


async def test_what_is_no_utf8_or_too_large_is_refused_in_json(telegram: Telegram, address: str) -> None:
    where = f"{address}/bot{telegram.token}/sendMessage"
    body = '{"chat_id":501,"text":"a\\ud800b"}'
    async with aiohttp.ClientSession() as session:
        async with session.post(where, data=body, headers={"Content-Type": "application/json"}) as got:
            assert (got.status, (await got.json())["description"]) == (400, bad("strings must be encoded in UTF-8"))
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        async with session.post(where, data=b"chat_id=501&text=%ff%fe", headers=form) as got:
            assert (got.status, (await got.json())["ok"]) == (400, False)
        large = aiohttp.FormData()
        large.add_field("document", bytes(52 * 1024 * 1024), filename="x.bin")
        async with session.post(where, data=large) as got:
            assert (await got.json())["description"] == "Request Entity Too Large"
    assert telegram.messages(ANNA) == []


async def test_what_is_no_text_stands_as_it_was_written(call: Call) -> None:
    for given, shown in ((["a"], '["a"]'), (True, "true")):
        assert (await call("sendMessage", chat_id=ANNA, text=given))["text"] == shown


async def test_albums_of_one_and_of_photos_with_videos(call: Call, telegram: Telegram) -> None:
    telegram.upload(ANNA, "1.jpg", jpeg(scene(300, 200)), "image/jpeg", as_photo=True)
    photo = {"type": "photo", "media": telegram.messages(ANNA)[-1]["photo"][-1]["file_id"]}
    video = {"type": "video", "media": telegram.files.keep("videos", Upload("v.mp4", "video/mp4", b"v")).file_id}
    assert len(await call("sendMediaGroup", chat_id=ANNA, media=[photo])) == 1
    both = await call("sendMediaGroup", chat_id=ANNA, media=[photo, video])
    assert ["photo" in one for one in both] == [True, False]
    assert await call("sendMediaGroup", chat_id=ANNA, media=[]) == bad("there are no messages to send")
    assert await call("sendMediaGroup", chat_id=ANNA, media=[photo] * 11) == bad(
        "too many messages to send as an album"
    )
    mixed = await call("sendMediaGroup", chat_id=ANNA, media=[photo, {"type": "document", "media": "x"}])
    assert mixed == bad("document can't be mixed with other media types")
    assert "can't parse InputMedia" in await call("sendMediaGroup", chat_id=ANNA, media=[{"type": "photo"}])


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("setMyCommands", {"commands": "x"}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": {}}, True),
        ("setMyCommands", {}, True),
        ("setMyCommands", {"commands": [{"command": "", "description": "x"}]}, "command must be non-empty"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "description must be non-empty"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x" * 257}]}, "must not exceed 256"),
        ("setChatMenuButton", {"menu_button": {"type": "foo"}}, "MenuButton has unsupported type"),
        ("setChatMenuButton", {"chat_id": 999, "menu_button": {"type": "commands"}}, "chat not found"),
        ("setMyDescription", {"description": "x", "language_code": "zzz"}, "invalid language code specified"),
        ("deleteMessages", {"chat_id": ANNA, "message_ids": [-1]}, "invalid message identifier specified"),
        ("deleteMessages", {"chat_id": ANNA, "message_ids": ["1"]}, True),
        ("leaveChat", {"chat_id": ANNA}, "chat member status can't be changed in private chats"),
    ],
)
async def test_settings_are_checked(call: Call, method: str, params: Json, said: object) -> None:
    found = await call(method, **params)
    assert said in found if isinstance(said, str) else found is said


async def test_the_button_beside_the_field_is_the_one_that_was_set(call: Call) -> None:
    assert await call("getChatMenuButton") == {"type": "commands"}
    app = {"type": "web_app", "text": "网页", "web_app": {"url": "https://zc.example/app/"}}
    assert await call("setChatMenuButton", chat_id=ANNA, menu_button=app) is True
    assert await call("getChatMenuButton", chat_id=ANNA) == app
    http = app | {"web_app": {"url": "http://zc.example/"}}
    assert "Only HTTPS links are allowed" in await call("setChatMenuButton", menu_button=http)


async def test_pins_reactions_and_taps_answers_are_checked(call: Call, telegram: Telegram) -> None:
    sent = await call("sendMessage", chat_id=GROUP, text="x")
    about = {"chat_id": GROUP, "message_id": sent["message_id"]}
    assert await call("pinChatMessage", **about) == bad("not enough rights to manage pinned messages in the chat")
    telegram.place_bot(BORIS, GROUP, "administrator")
    assert await call("pinChatMessage", **about) is True
    assert telegram.messages(GROUP)[-1]["pinned_message"]["message_id"] == sent["message_id"]
    for emoji, said in (("👍", True), ("🥒", bad("REACTION_INVALID"))):
        assert await call("setMessageReaction", **about, reaction=[{"type": "emoji", "emoji": emoji}]) == said
    tapped = telegram.updates.sent(telegram.press_inline(ANNA, "a"))["callback_query"]
    refused = await call("answerCallbackQuery", callback_query_id=tapped["id"], url="http://evil.cn")
    assert refused == bad("URL_INVALID")


def test_nobody_writes_where_no_phone_lets_them(telegram: Telegram) -> None:
    telegram.add_group(FORUM, "工作群", {ANNA, BORIS}, forum=True, admins={BORIS})
    topic = telegram.open_topic(BORIS, FORUM, "数据").thread_id
    telegram.add_user(503, "外人")
    with pytest.raises(ValueError, match="is not in"):
        telegram.say(503, "x", chat_id=FORUM)
    with pytest.raises(ValueError, match="has no topic 99"):
        telegram.say(ANNA, "x", chat_id=FORUM, topic=99)
    telegram.close_topic(BORIS, FORUM, topic)
    with pytest.raises(ValueError, match="is closed"):
        telegram.say(ANNA, "x", chat_id=FORUM, topic=topic)
    assert telegram.say(BORIS, "x", chat_id=FORUM, topic=topic)
    telegram.block(ANNA)
    with pytest.raises(ValueError, match="has stopped the bot"):
        telegram.say(ANNA, "x")
    telegram.block(ANNA, blocked=False)
    telegram.say(ANNA, "长" * 4097)
    assert [len(one["text"]) for one in telegram.messages(ANNA)] == [4096, 1]


async def test_an_administrator_who_may_anything_manages_and_a_group_can_be_gone(
    call: Call, telegram: Telegram
) -> None:
    (boris,) = await call("getChatAdministrators", chat_id=GROUP)
    assert (boris["can_delete_messages"], boris["can_manage_chat"]) == (True, True)
    assert {"can_pin_messages", "can_manage_topics"} <= boris.keys()
    gone: Kind = "group_deleted"
    telegram.fail_next("sendMessage", gone, chat_id=GROUP)
    assert await call("sendMessage", chat_id=GROUP, text="x") == "Forbidden: the group chat was deleted"


async def test_a_group_has_an_owner_and_people_two_names(call: Call, telegram: Telegram) -> None:
    telegram.add_user(504, "小明", last_name="王")
    telegram.add_group(-1001000000009, "新群", {504}, owner=504)
    (owner,) = await call("getChatAdministrators", chat_id=-1001000000009)
    assert (owner["status"], owner["user"]["last_name"]) == ("creator", "王")


async def test_an_administrator_hears_of_members_and_reactions_if_it_asked(call: Call, telegram: Telegram) -> None:
    async def kinds() -> list[str]:
        telegram.join(504, GROUP)
        telegram.react(ANNA, GROUP, telegram.last_id(GROUP), "👍")
        telegram.part(504, GROUP)
        updates = await call("getUpdates", offset=-20)
        telegram.updates.forget()
        return [kind for one in updates for kind in one if kind in ("chat_member", "message_reaction")]

    assert await kinds() == []
    telegram.place_bot(BORIS, GROUP, "administrator")
    assert await kinds() == [], "by default it is not told"
    await call("getUpdates", allowed_updates=["message", "chat_member", "message_reaction"])
    assert await kinds() == ["chat_member", "message_reaction", "chat_member"]


async def test_a_forwarded_message_keeps_the_buttons_that_lead_somewhere(call: Call) -> None:
    buttons = [[{"text": "a", "callback_data": "a"}, {"text": "b", "url": "https://a.cn/"}]]
    sent = await call("sendMessage", chat_id=ANNA, text="x", reply_markup={"inline_keyboard": buttons})
    passed_on = await call("forwardMessage", chat_id=ANNA, from_chat_id=ANNA, message_id=sent["message_id"])
    assert passed_on["reply_markup"]["inline_keyboard"] == [[{"text": "b", "url": "https://a.cn/"}]]


async def test_an_inline_message_is_edited_by_its_own_id(call: Call, telegram: Telegram) -> None:
    tapped = telegram.updates.sent(telegram.press_inline(ANNA, "a"))["callback_query"]
    assert await call("editMessageText", inline_message_id=tapped["inline_message_id"], text="x") is True
    assert await call("editMessageText", inline_message_id="nothing", text="x") == bad("MESSAGE_ID_INVALID")


@pytest.mark.parametrize(
    ("mode", "text", "said"),
    [
        ("Markdown", "字*x", "Can't find end of the entity starting at byte offset 3"),
        ("Markdown", "`x", "Can't find end of the entity starting at byte offset 0"),
        ("MarkdownV2", "*x", "Can't find end of Bold entity at byte offset 0"),
    ],
)
async def test_markdown_without_its_end_is_refused_in_the_words_of_its_version(
    call: Call, mode: str, text: str, said: str
) -> None:
    assert await call("sendMessage", chat_id=ANNA, text=text, parse_mode=mode) == bad(f"can't parse entities: {said}")


async def test_the_older_markdown_reads_an_address_to_the_end(call: Call) -> None:
    (link,) = (await call("sendMessage", chat_id=ANNA, text="[a](http://x.cn/", parse_mode="Markdown"))["entities"]
    assert (link["type"], link["url"]) == ("text_link", "http://x.cn/")


def test_the_menu_of_administrators_is_theirs(telegram: Telegram) -> None:
    from zc_bot.sandbox.methods.settings import menu_for

    telegram.add_group(GROUP, "联席会议", {ANNA, BORIS}, admins={BORIS})
    telegram.commands['{"type": "all_chat_administrators"}', ""] = [{"command": "audit", "description": "x"}]
    chat = telegram.directory.chat(GROUP)
    assert menu_for(telegram, ANNA, chat, "zh") == []
    assert menu_for(telegram, BORIS, chat, "zh")[0]["command"] == "audit"


def test_a_forward_of_a_forward_is_of_the_first(telegram: Telegram) -> None:
    telegram.say(ANNA, "x")
    message = telegram.messages(ANNA)[-1]
    telegram.forward(ANNA, message, Where())
    assert origin_of(telegram.messages(ANNA)[-1], hidden=True)["sender_user"]["id"] == ANNA
