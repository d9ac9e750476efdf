"""The main job on a phone: one asks, one reports and confirms, one is reminded; and again after a restart."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import CHROMIUM, phone, sandbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("ZC_TEST_REQUIRE_ALL") != "1", reason="Chromium is not installed"
    ),
]


async def play(page: Page, name: str) -> None:
    """Take a person's part."""
    await page.locator("#who").click()
    await page.locator("#people").get_by_text(name).click()
    await expect(page.locator("#who-name")).to_have_text(name)


async def say(page: Page, text: str) -> Locator:
    """Type a text, send it and wait for the bot's next message."""
    before = await page.locator(".message").count()
    box = page.get_by_role("textbox", name="消息")
    await box.fill(text)
    await box.press("Enter")
    await expect(page.locator(".message").nth(before)).to_contain_text(text)
    answer = page.locator(".message").nth(before + 1)
    await expect(answer).to_be_visible()
    return answer


async def test_one_asks_reports_confirms_and_is_reminded(address: str) -> None:
    last = date.today().year - 1
    async with phone(address) as page:
        await play(page, "李敏")
        answer = await say(page, f"通闯社区{last - 1}年高新占比多少")
        await expect(answer).to_contain_text("要求超过60%")
        await expect(answer).to_contain_text("已审核")

        await play(page, "王芳")
        await expect(await say(page, "/report")).to_contain_text("填报哪个社区")
        await expect(await say(page, "通创")).to_contain_text("填报哪一年")
        await page.get_by_role("button", name=str(last), exact=True).click()
        await expect(page.locator(".message").last).to_contain_text("共22项")
        await expect(await say(page, "众创空间")).to_contain_text("专业化众创空间")
        await expect(await say(page, "9个")).to_contain_text("请打字说明原因")
        await expect(await say(page, "新建成三个")).to_contain_text("请核对")
        await page.get_by_role("button", name="确认提交").click()
        await expect(page.locator(".message").last).to_contain_text("编号")

        await page.locator("#when").click()
        await page.locator("#moment").fill(f"{last + 2}-01-05T00:00")
        await page.locator("#set-date").click()
        await page.locator("#when").click()
        await page.locator("#next-morning").click()
        await expect(page.locator(".message").last).to_contain_text(f"{last + 1}年数据开始填报")


async def test_after_a_restart_people_are_answered(furnished: Path) -> None:
    for _ in range(2):
        async with sandbox(furnished) as address, phone(address) as page:
            await play(page, "李敏")
            await expect(await say(page, "高新占比要求多少")).to_contain_text("60%")
