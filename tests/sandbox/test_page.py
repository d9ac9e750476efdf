"""The chat page in Chromium, played against a tiny bot on python-telegram-bot's own Bot."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.helpers import escape

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.page import Persona
from zc_bot.sandbox.server import create_app, serve
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.troubles import PRIVATE

from .pictures import png

CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = os.environ.get("ZC_TEST_REQUIRE_ALL") == "1"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not REQUIRED, reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
PERSONAS = (
    Persona(601, "王敏", "报送人", "崇川区", "13800000601"),
    Persona(602, "李建国", "审核人", "联席会议办公室"),
)
REPORTER, REVIEWER = PERSONAS[0].user_id, PERSONAS[1].user_id
MEETING = -1_001_000_000_011


class Echo:
    """A bot that answers with what it was told, and a button."""

    def __init__(self, bot: Bot, clock: SandboxClock) -> None:
        self._bot = bot
        self._clock = clock

    async def run(self) -> None:
        """Poll for ever."""
        offset = 0
        while True:
            for update in await self._bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                await self._answer(update)

    async def remind(self) -> None:
        """Write to both people what day it is."""
        for person in (REPORTER, REVIEWER):
            await self._bot.send_message(person, f"今天是 {self._clock.now():%Y-%m-%d}")

    async def _answer(self, update: Update) -> None:
        if query := update.callback_query:
            await query.edit_message_text("已确认 ✓")
            await query.answer("编号 0001" if query.data == "ok" else "请再看一遍", show_alert=query.data == "no")
        elif asked := update.inline_query:
            content = InputTextMessageContent(f"<b>{escape(asked.query)}</b> 62.50%", parse_mode="HTML")
            await asked.answer([InlineQueryResultArticle("1", "高新占比", content, description="62.50%")])
        elif message := update.message:
            await self._reply(message.chat_id, message)

    async def _reply(self, chat_id: int, message: object) -> None:
        if message.document:
            await self._bot.send_document(chat_id, "乙,1\n".encode(), filename="回执.csv", caption="收到文件")
        elif message.photo:
            await self._bot.send_photo(chat_id, message.photo[-1].file_id, caption="收到图片")
        elif message.contact:
            await self._bot.send_message(chat_id, f"认识你了：{message.contact.phone_number}")
        elif message.text == "/keys":
            keys = [[KeyboardButton("分享手机号", request_contact=True), KeyboardButton("同去年")]]
            await self._bot.send_message(chat_id, "选一个", reply_markup=ReplyKeyboardMarkup(keys))
        else:
            buttons = [
                InlineKeyboardButton("确认", callback_data="ok"),
                InlineKeyboardButton("退回", callback_data="no"),
            ]
            await self._bot.send_chat_action(chat_id, "typing")
            await self._bot.send_message(
                chat_id,
                f"<b>你说</b>：{escape(message.text)}",
                parse_mode="HTML",
                reply_markup=InlineKeyboardMarkup([buttons]),
            )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once for all tests here: each has a context of its own."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def echo(telegram: Telegram, clock: SandboxClock) -> AsyncIterator[str]:
    """The sandbox with the echo bot running, at the address yielded."""
    running: list[Echo] = []

    async def on_time_moved() -> None:
        await running[0].remind()

    app = create_app(telegram, PERSONAS, clock, on_time_moved)
    async with (
        serve(telegram, app=app) as address,
        Bot(telegram.token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot,
    ):
        running.append(Echo(bot, clock))
        await bot.set_my_commands([BotCommand("start", "开始"), BotCommand("keys", "键盘")])
        polling = asyncio.create_task(running[0].run())
        yield address
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module")
async def page(echo: str, browser: Browser) -> AsyncIterator[Page]:
    """The page on a phone; any error in its scripts, or any request elsewhere, fails the test."""
    faults: list[str] = []
    opened = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    opened.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.on("request", lambda sent: None if sent.url.startswith((echo, "data:")) else faults.append(sent.url))
    await opened.goto(echo)
    yield opened
    await opened.close()
    assert faults == []


async def say(page: Page, text: str) -> None:
    """Type a text and send it."""
    await page.get_by_role("textbox", name="消息").fill(text)
    await page.get_by_role("textbox", name="消息").press("Enter")


async def test_one_types_is_answered_and_presses_a_button(page: Page) -> None:
    await say(page, "通创社区2019年高新占比")
    answer = page.locator(".message:not(.own) .body")
    await expect(answer).to_have_text("你说：通创社区2019年高新占比")
    await expect(answer.locator("strong")).to_have_text("你说")
    await page.get_by_role("button", name="确认").click()
    await expect(page.locator(".toast")).to_have_text("编号 0001")
    await expect(answer).to_have_text("已确认 ✓")
    await expect(page.locator(".message:not(.own) .meta")).to_contain_text("已编辑")


async def test_an_alert_is_shown_until_it_is_closed(page: Page) -> None:
    await say(page, "好")
    await page.get_by_role("button", name="退回").click()
    await expect(page.locator("#alert-text")).to_have_text("请再看一遍")
    await page.get_by_role("button", name="好", exact=True).click()
    await expect(page.locator("#alert")).to_be_hidden()


async def test_what_people_type_is_inert(page: Page) -> None:
    typed = "<img src=x onerror=alert(1)> <b>不粗</b> & <script>"
    await say(page, typed)
    await expect(page.locator(".message.own .body")).to_have_text(typed)
    await expect(page.locator(".message:not(.own) .body")).to_have_text(f"你说：{typed}")
    assert await page.locator("#log img, #log script, #log b").count() == 0


async def test_files_and_pictures_go_up_and_come_down(page: Page) -> None:
    table = {"name": "数据.csv", "mimeType": "text/csv", "buffer": b"a,1\n"}
    await page.locator("#file").set_input_files(table)
    await expect(page.locator(".message.own .file b")).to_have_text("数据.csv")
    async with page.expect_download() as arriving:
        await page.locator(".message:not(.own) .file").click()
    download = await arriving.value
    assert download.suggested_filename == "回执.csv"
    stream = await asyncio.to_thread(Path(await download.path()).read_text)
    assert stream == "乙,1\n"
    await page.locator("#file").set_input_files({"name": "图.png", "mimeType": "image/png", "buffer": png(90, 60)})
    picture = page.locator(".message:not(.own) img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 90


async def test_files_sent_together_are_an_album_in_their_order(page: Page, telegram: Telegram) -> None:
    tables = [{"name": f"表{number}.csv", "mimeType": "text/csv", "buffer": b"a,1\n"} for number in range(11)]
    await page.locator("#file").set_input_files(tables)
    await expect(page.locator(".message.own .file b")).to_have_text([each["name"] for each in tables])
    sent = [each for each in telegram.messages(REPORTER) if "document" in each and not each["from"]["is_bot"]]
    assert [each["document"]["file_name"] for each in sent] == [each["name"] for each in tables]
    first, *rest = [each.get("media_group_id") for each in sent]
    assert rest == [first] * 9 + [None], "an album has ten at most"


async def attach(page: Page, what: str) -> None:
    """Choose something from the menu of what can be sent beside a text."""
    await page.get_by_role("button", name="发送文件、贴纸、语音或位置").click()
    await page.locator("#menu").get_by_role("button", name=what).click()


async def test_stickers_voice_and_places_are_sent_by_a_tap(page: Page, telegram: Telegram) -> None:
    for what, kind, shown in (("贴纸", "sticker", "👍"), ("语音", "voice", "语音"), ("位置", "location", "31.98")):
        await attach(page, what)
        await expect(page.locator(".message.own").last).to_contain_text(shown)
        await expect(page.locator("#menu")).to_be_hidden()
        assert [kind in each for each in telegram.messages(REPORTER) if each["from"]["id"] == REPORTER][-1]


async def test_a_message_is_forwarded_into_the_chat_that_is_chosen(page: Page, telegram: Telegram) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER})
    telegram.say(REVIEWER, "通创 2019 高新产值 45.6亿", chat_id=MEETING)
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await page.locator(".message").get_by_role("button", name="转发").click()
    await page.locator("#menu").get_by_role("button", name="转发到 众创社区数据助手").click()
    await expect(page.locator("#title")).to_have_text("众创社区数据助手")
    await expect(page.locator(".message.own .sender")).to_contain_text("李建国")
    (forwarded, *_) = telegram.messages(REPORTER)
    assert (forwarded["from"]["id"], forwarded["forward_origin"]["sender_user"]["id"]) == (REPORTER, REVIEWER)


async def test_nobody_forwards_from_a_chat_that_is_not_theirs(echo: str, telegram: Telegram) -> None:
    telegram.say(REVIEWER, "只给机器人看")
    asked = {"user": REPORTER, "from": REVIEWER, "message": telegram.last_id(REVIEWER), "chat": REPORTER}
    async with aiohttp.ClientSession() as session, session.post(f"{echo}/sandbox/forward", json=asked) as answer:
        assert answer.status == 400
    assert telegram.messages(REPORTER) == []


async def test_nobody_sees_a_chat_that_is_not_theirs(echo: str, telegram: Telegram) -> None:
    telegram.add_group(MEETING, "联席会议", {REVIEWER})
    async with aiohttp.ClientSession() as session:
        for chat, status in ((REPORTER, 200), (REVIEWER, 400), (MEETING, 400)):
            asked = {"user": str(REPORTER), "chat": str(chat)}
            async with session.get(f"{echo}/sandbox/view", params=asked) as answer:
                assert answer.status == status, chat


async def goes_wrong(page: Page, what: str) -> None:
    """Choose what is to go wrong in the chat that is open."""
    await page.get_by_role("button", name="让 Telegram 出错").click()
    async with page.expect_response(re.compile("/sandbox/(fail|happen)$")):
        await page.locator("#trouble-sheet").get_by_role("button", name=what, exact=True).click()
    await page.locator("#trouble-sheet").get_by_role("button", name="关闭", exact=True).click()


async def test_each_error_is_asked_for_by_a_button_and_meets_the_next_message_there(
    page: Page, telegram: Telegram
) -> None:
    await goes_wrong(page, "找不到这个聊天")
    await page.get_by_role("button", name="让 Telegram 出错").click()
    await expect(page.locator("#coming")).to_be_visible()
    await page.locator("#errors").get_by_role("button", name="被本人停用").click()
    for kind in ("找不到这个聊天", "被本人停用"):
        await expect(page.locator("#coming-next").get_by_text(kind, exact=True)).to_be_visible()
    shown = await page.locator("#errors button").all_inner_texts()
    assert len(shown) == len(set(shown)) == len(PRIVATE)
    await page.get_by_role("button", name="不出错了").click()
    await expect(page.locator("#coming")).to_be_hidden()
    await page.keyboard.press("Escape")
    await goes_wrong(page, "找不到这个聊天")
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram_bot(page, telegram).send_message(REPORTER, "x")


async def test_whoever_runs_a_group_has_things_happen_to_the_bot_there(page: Page, telegram: Telegram) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER}, forum=True, admins=(REPORTER,))
    telegram.open_topic(REPORTER, MEETING, "填报")
    telegram.add_group(-6, "小群", {REPORTER}, admins=(REPORTER,))
    bot = telegram_bot(page, telegram)
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    for what, said in (
        ("已被移出群", "bot was kicked"), ("没有发言权限", "Not enough rights"), ("话题已关闭", "Topic_closed"),
        ("用完每分钟 20 条", "Flood control"), ("把机器人移出群", "bot was kicked"),
    ):
        await goes_wrong(page, what)
        with pytest.raises(TelegramError, match=f"(?i){said}"):
            await bot.send_message(MEETING, "x")
    await goes_wrong(page, "把机器人加回群")
    await goes_wrong(page, "禁止机器人发言")
    await goes_wrong(page, "关闭话题")
    group = telegram.directory.groups[MEETING]
    assert (group.bot, group.refuses("text", telegram.bot.user_id)) == ("member", True)
    assert [each.closed for each in group.topics.values()] == [True]
    await page.locator("#chats").get_by_role("button", name="小群").click()
    await goes_wrong(page, "群已升级为超级群")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-6, "x")
    await expect(page.locator("#chats [aria-current=true]")).to_have_text("小群")
    sent = await bot.send_message(moved.value.new_chat_id, "新群里见")
    await expect(page.locator(".message")).to_contain_text("新群里见")
    assert sent.chat.type == "supergroup"
    await attach(page, "置顶最后一条消息")
    await expect(page.locator(".service").last).to_contain_text("置顶了一条消息")


async def test_nothing_happens_in_a_group_by_who_does_not_run_it_or_is_not_in_it(
    page: Page, echo: str, telegram: Telegram
) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER}, admins=(REVIEWER,))
    telegram.add_group(-6, "小群", {REVIEWER}, admins=(REVIEWER,))
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await page.get_by_role("button", name="让 Telegram 出错").click()
    await expect(page.locator("#errors")).to_be_visible()
    await expect(page.locator("#happening")).to_be_hidden()
    async with aiohttp.ClientSession() as session:
        for action, asked in (
            ("happen", {"chat": MEETING, "what": "put_out"}), ("happen", {"chat": -6, "what": "put_out"}),
            ("happen", {"chat": REPORTER, "what": "put_out"}), ("fail", {"chat": -6, "kind": "kicked"}),
            ("fail", {"chat": REPORTER, "kind": "kicked"}), ("fail", {"chat": REPORTER, "kind": "nonsense"}),
            ("pin", {"chat": REVIEWER}), ("fail", {"chat": REPORTER}),
        ):
            async with session.post(f"{echo}/sandbox/{action}", json=asked | {"user": REPORTER}) as answer:
                assert answer.status == 400, asked
    assert telegram.directory.groups[MEETING].bot == telegram.directory.groups[-6].bot == "member"
    assert telegram.faults.of_chat(REPORTER) == telegram.faults.of_chat(-6) == []


def telegram_bot(page: Page, telegram: Telegram) -> Bot:
    """Another bot of the same token, which only sends."""
    return Bot(telegram.token, base_url=f"{page.url.rstrip('/')}/bot")


async def test_nobody_writes_into_a_chat_that_is_not_theirs(echo: str, telegram: Telegram) -> None:
    asked = {"user": REPORTER, "chat": REVIEWER, "text": "我是李建国"}
    async with aiohttp.ClientSession() as session, session.post(f"{echo}/sandbox/say", json=asked) as answer:
        assert answer.status == 400
    assert telegram.messages(REVIEWER) == []


async def test_only_an_administrator_writes_as_the_group(page: Page, telegram: Telegram, echo: str) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER}, admins=(REVIEWER,))
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await page.get_by_role("button", name="发送文件、贴纸、语音或位置").click()
    await expect(page.locator("#menu li")).to_have_count(5)
    await page.locator("#who").click()
    await page.locator("#people").get_by_role("button", name="李建国").click()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await attach(page, "以群的名义发言")
    await expect(page.locator("#as-another")).to_be_visible()
    await say(page, "各位好")
    await expect(page.locator(".message:not(.own) .sender").first).to_have_text("联席会议")
    await attach(page, "以自己的名义发言")
    await say(page, "我是李建国")
    await expect(page.locator(".message.own .body")).to_have_text("我是李建国")
    written = [each for each in telegram.messages(MEETING) if each["from"].get("username") != "zc_sandbox_bot"]
    assert [each.get("sender_chat", {}).get("id") for each in written] == [MEETING, None]
    refused = {"user": REPORTER, "chat": MEETING, "text": "冒充", "anonymous": True}
    async with aiohttp.ClientSession() as session, session.post(f"{echo}/sandbox/say", json=refused) as answer:
        assert answer.status == 400


async def test_whoever_has_a_channel_writes_as_it(page: Page, telegram: Telegram) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER})
    telegram.add_channel(REPORTER, -1_001_000_000_012, "双创快讯")
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await attach(page, "以频道的名义发言")
    await expect(page.locator("#as-another")).to_contain_text("双创快讯")
    await say(page, "今日要闻")
    await expect(page.locator(".message .sender").first).to_have_text("双创快讯")
    written = telegram.messages(MEETING)[0]
    assert (written["from"]["username"], written["sender_chat"]["type"]) == ("Channel_Bot", "channel")
    await page.locator("#chats").get_by_role("button", name="众创社区数据助手").click()
    await expect(page.locator("#as-another")).to_be_hidden()


async def test_whoever_writes_as_the_group_forwards_edits_and_asks_inline_as_it(
    page: Page, telegram: Telegram
) -> None:
    telegram.add_group(MEETING, "联席会议", {REPORTER, REVIEWER}, admins=(REPORTER,))
    telegram.say(REVIEWER, "通创 2019 高新产值 45.6亿", chat_id=MEETING)
    await page.reload()
    await page.locator("#chats").get_by_role("button", name="联席会议").click()
    await attach(page, "以群的名义发言")
    await page.locator(".message").get_by_role("button", name="转发").click()
    await page.locator("#menu").get_by_role("button", name="转发到 联席会议").click()
    await expect(page.locator(".message")).to_have_count(2)
    field = page.get_by_role("textbox", name="消息")
    async with page.expect_response("**/sandbox/inline") as arriving:
        await field.press_sequentially("@zc_sandbox_bot 通创")
    asked = telegram.updates.sent((await (await arriving.value).json())["update_id"])
    assert asked["inline_query"]["chat_type"] == "supergroup"
    await page.locator("#menu").get_by_role("button", name="高新占比").click()
    await expect(page.locator(".message .body", has_text=re.compile("^通创 62.50%$"))).to_be_visible()
    await say(page, "打错了")
    for before, after in (("打错了", "改了一次"), ("改了一次", "改好了")):
        await page.locator(".bubble.mine", has_text=before).dblclick()
        await field.fill(after)
        await field.press("Enter")
        await expect(page.locator(".bubble.mine .body")).to_have_text([after])
        await page.reload()
        await page.locator("#chats").get_by_role("button", name="联席会议").click()
    written = [each for each in telegram.messages(MEETING) if each["from"].get("username") != "zc_sandbox_bot"]
    assert [each["sender_chat"]["id"] for each in written[1:]] == [MEETING] * 3
    assert ["forward_origin" in each or "via_bot" in each for each in written[1:]] == [True, True, False]


async def test_moving_the_date_moves_the_bot_and_reaches_everyone(page: Page, clock: SandboxClock) -> None:
    await page.locator("#when").click()
    await page.locator("#moment").fill("2020-01-22T17:30")
    await page.get_by_role("button", name="设为这个时间").click()
    await expect(page.locator("#today")).to_have_text("2020-01-22")
    await expect(page.locator(".body")).to_have_text(["今天是 2020-01-22"])
    assert clock.now().strftime("%Y-%m-%d %H:%M") == "2020-01-22 09:30"
    await page.locator("#when").click()
    await page.get_by_role("button", name="下个工作日 09:00").click()
    await expect(page.locator("#present")).to_contain_text("2020-01-23 周四 09:00")
    await page.locator("#moment").fill("2019-06-01T08:00")
    await page.get_by_role("button", name="设为这个时间").click()
    await expect(page.locator("#clock")).to_have_text("周六 08:00")
    await page.locator("#who").click()
    await expect(page.locator("#people .unread")).to_have_text("3")
    await page.locator("#people").get_by_role("button", name="李建国").click()
    await expect(page.locator(".body")).to_have_text(["今天是 2020-01-22", "今天是 2020-01-23", "今天是 2019-06-01"])


async def test_commands_keys_edits_and_inline_queries_work(page: Page, telegram: Telegram) -> None:
    await page.get_by_role("button", name="命令菜单").click()
    await page.locator("#menu").get_by_role("button", name="/keys").click()
    await page.get_by_role("button", name="分享手机号").click()
    await expect(page.locator(".body").last).to_have_text("认识你了：13800000601")
    field = page.get_by_role("textbox", name="消息")
    await field.press_sequentially("@zc_sandbox_bot 通创")
    await page.locator("#menu").get_by_role("button", name="高新占比").click()
    await expect(page.locator(".message.own .body").last).to_have_text("通创 62.50%")
    await say(page, "打错了")
    await page.locator(".message.own .bubble").last.dblclick()
    await field.fill("改好了")
    await field.press("Enter")
    await expect(page.locator(".message.own .body").last).to_have_text("改好了")


async def test_the_page_is_in_english_on_request(page: Page, telegram: Telegram) -> None:
    await page.get_by_role("button", name="Language").click()
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    await expect(page.locator(".notice")).to_have_text(re.compile("made up$"))
    assert telegram.directory.user(REPORTER).language == "en"


async def test_nothing_is_wider_than_a_phone(page: Page) -> None:
    await say(page, "通创社区" * 60 + "x" * 300)
    await expect(page.locator(".message")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_page_that_is_closed_is_no_error(
    telegram: Telegram, clock: SandboxClock, caplog: pytest.LogCaptureFixture
) -> None:
    async def on_time_moved() -> None:
        """Nothing to do: no date moves here."""

    async with serve(telegram, app=create_app(telegram, PERSONAS, clock, on_time_moved)) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /sandbox/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        await reader.readuntil(b"retry: 500")
        writer.transport.abort()
        async with Bot(telegram.token, base_url=f"{address}/bot") as bot:
            await bot.get_me()
        telegram.feed.tell("message")
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []
