"""The group on the page: who lets the bot in, how it is spoken to, what it shows there, and a topic."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import CHROMIUM, phone
from tests.browser.test_three_conversations import play, say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("ZC_TEST_REQUIRE_ALL") != "1", reason="Chromium is not installed"
    ),
]
BOT = "@zc_sandbox_bot"


async def enter(page: Page, name: str) -> None:
    """Take a person's part and open the group."""
    await play(page, name)
    await page.locator("#chats").get_by_role("button", name="众创社区联席会议").click()
    await expect(page.locator("#title")).to_have_text("众创社区联席会议")


async def look(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to see one."""
    if folder := os.environ.get("ZC_TEST_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_a_group_lets_the_bot_in_and_is_shown_what_is_approved(address: str) -> None:
    last = date.today().year - 1
    async with phone(address) as page:
        await enter(page, "赵磊")
        offer = await say(page, "/start")
        await expect(offer).to_contain_text("本群还没有启用机器人")
        await look(page, "group-offer")
        await offer.get_by_role("button", name="在本群启用").click()
        await expect(page.locator(".message").last).to_contain_text("本群已启用")

        # What waits for review is told to a reviewer in private, and to nobody in the group.
        await play(page, "刘洋")
        asked = f"观音山{last}年总产值"
        waiting = await say(page, asked)
        await expect(waiting).to_contain_text("待审核")
        figure = (await waiting.inner_text()).partition("元")[0].strip()
        assert any(each.isdecimal() for each in figure)
        await enter(page, "刘洋")
        answer = await say(page, f"{BOT} {asked}")
        await expect(answer).to_contain_text(f"观音山众创社区{last}年总产值还没有可查的数")
        await expect(answer).not_to_contain_text("待审核")
        await expect(answer).not_to_contain_text(figure)
        await look(page, "group-approved-only")

        await enter(page, "李敏")
        await expect(await say(page, f"通创{last - 1}年高新占比 {BOT}")).to_contain_text("已审核")
        await look(page, "group-mention")

        # Nobody is answered who speaks to the others.
        count = await page.locator(".message").count()
        await page.get_by_role("textbox", name="消息").fill("中午吃什么")
        await page.get_by_role("textbox", name="消息").press("Enter")
        await expect(page.locator(".message").nth(count)).to_contain_text("中午吃什么")
        await expect(await say(page, f"{BOT} /help")).to_contain_text("怎么用")
        await expect(page.locator(".message")).to_have_count(count + 3)


async def test_a_result_of_an_inline_query_and_a_topic(address: str) -> None:
    last = date.today().year - 1
    async with phone(address) as page:
        await enter(page, "李敏")
        field = page.get_by_role("textbox", name="消息")
        await field.press_sequentially(f"{BOT} 通创{last - 1}年高新占比")
        await page.locator("#menu li button").first.click()
        sent = page.locator(".message.own").last
        await expect(sent).to_contain_text(BOT)
        await expect(sent).to_contain_text("%")
        await look(page, "group-inline")

        await page.locator("#topics").get_by_role("button", name="数据填报").click()
        await expect(page.locator(".service")).to_contain_text("数据填报")
        await field.fill("话题里的一句话")
        await field.press("Enter")
        await expect(page.locator(".message.own .body")).to_have_text(["话题里的一句话"])
        await look(page, "group-topic")
        await page.locator("#topics").get_by_role("button", name="综合").click()
        await expect(page.locator(".message")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
