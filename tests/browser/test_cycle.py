"""A year's collection played in the browser, December to April, as reporter, lead, reviewer and administrator."""

from __future__ import annotations

import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import CHROMIUM, phone, sandbox
from tests.browser.test_three_conversations import play

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("ZC_TEST_REQUIRE_ALL") != "1", reason="Chromium is not installed"
    ),
]
YEAR = date.today().year
WAIT = 20_000


async def at(page: Page, moment: datetime) -> None:
    """Let it be a moment."""
    await page.locator("#when").click()
    await page.locator("#moment").fill(f"{moment:%Y-%m-%dT%H:%M}")
    await page.locator("#set-date").click()


async def next_morning(page: Page) -> None:
    """Let it be 9 o'clock on the next working day."""
    await page.locator("#when").click()
    await page.locator("#next-morning").click()
    await page.keyboard.press("Escape")
    await expect(page.locator("#date-sheet")).to_be_hidden()


async def reads(page: Page, name: str, *texts: str) -> None:
    """Take a person's part and wait until their chat says something."""
    await play(page, name)
    await hears(page, *texts)


async def hears(page: Page, *texts: str) -> None:
    """Wait until the chat says something; another letter may come behind it."""
    for text in texts:
        await expect(page.locator(".message").filter(has_text=text).last).to_be_visible(timeout=WAIT)


async def say(page: Page, text: str, *answers: str) -> None:
    """Type a text and wait for what answers it; letters may come before and behind."""
    box = page.get_by_role("textbox", name="消息")
    await box.fill(text)
    await box.press("Enter")
    await hears(page, text, *answers)


async def taps(page: Page, label: str, says: str = "") -> None:
    """Tap the newest button of a label; wait until the chat says something: a picture or a letter may come behind."""
    await page.get_by_role("button", name=label).last.click()
    if says:
        await expect(page.locator(".message").filter(has_text=says).last).to_be_visible(timeout=WAIT)


async def test_a_cycle_with_a_leaver_a_hand_over_a_moved_deadline_and_an_authority_without_anybody(
    tmp_path: Path,
) -> None:
    async with sandbox(tmp_path / "sandbox.sqlite3") as address, phone(address) as page:
        page.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        await at(page, datetime(YEAR, 11, 30, 20))
        await next_morning(page)
        await reads(page, "赵磊", f"{YEAR + 1}年的放假安排还没有")
        await say(page, f"{YEAR + 1}年春节 2月5日至2月11日放假，1月30日上班")
        await hears(page, f"{YEAR + 1}年：放假 7 天，调休上班 1 天")
        await taps(page, "照此记下", f"已记下{YEAR + 1}年放假安排")

        await say(page, "/people 张伟")
        await taps(page, "张伟", "最近使用")
        await taps(page, "移除", "移除张伟？")
        await taps(page, "确认移除", "通州湾示范区现在没有填报人")
        await taps(page, "邀请通州湾示范区填报人", "邀请已生成")
        await say(page, "/people invite reporter 崇川区 港闸区", "邀请已生成：填报（崇川区、港闸区）")
        made = await page.locator(".message").filter(has_text="邀请已生成：填报（崇川区、港闸区）").last.inner_text()
        found = re.search(r"start=(\S+)", made)
        assert found is not None
        await reads(page, "张伟", "赵磊取消了您的使用权限")
        await say(page, f"/start {found[1]}", "欢迎")

        await at(page, datetime(YEAR + 1, 1, 4, 20))
        await next_morning(page)
        await reads(page, "王芳", f"{YEAR}年数据开始填报")
        await taps(page, "以后再提醒", "什么时候再提醒")
        await taps(page, "请张伟代填", "已问张伟能否代填，等对方说好")
        await reads(page, "张伟", f"王芳请您代填{YEAR}年数据，可以吗")
        await taps(page, "好，我来填", "好，请您来填")
        await reads(page, "王芳", f"张伟答应代填{YEAR}年数据")
        for _ in range(3):
            await next_morning(page)
        await reads(page, "王芳", f"张伟代填的{YEAR}年数据还差 44 项")

        await play(page, "张伟")
        await say(page, "这周出差，让王芳帮我报", f"请谁代填{YEAR}")
        await taps(page, f"请王芳代填{YEAR}年", "代填的只有通创社区、观音山众创社区")
        await hears(page, "跨江合作众创社区不在其中，仍由您填，提醒照常发您")
        await reads(page, "王芳", f"张伟请您代填{YEAR}年数据，可以吗", "通创社区：还差22项")
        await say(page, "/mine", "您还没有报过数据")
        await say(page, "好", "您是答应代填吗")
        await taps(page, f"代张伟填{YEAR}年", "好，请您来填")
        await reads(page, "张伟", f"王芳答应代填{YEAR}年数据")
        await say(page, "我自己填", "已收回，不用王芳代填了")
        await reads(page, "王芳", f"张伟自己填{YEAR}年数据了，不用您代填")

        await play(page, "赵磊")
        await say(page, f"/deadline {YEAR} 2月20日中午12点前")
        await taps(page, "确认改期", "已通知")
        for name in ("陈静", "王芳", "刘洋"):
            await reads(page, name, f"{YEAR}年数据改为 2月20日")

        await play(page, "王芳")
        await say(page, f"通创 {YEAR} 从业人员 5300人", "5,300人")
        if await page.get_by_role("button", name="确认提交").count() == 0:
            await say(page, "核对过，新楼入驻")
        await taps(page, "确认提交", "编号")
        await reads(page, "张伟", f"王芳刚报了通创社区{YEAR}年 1 项，还差 21 项")
        await at(page, datetime(YEAR + 1, 1, 20, 20))
        await next_morning(page)
        await reads(page, "刘洋", "等审核已满五个工作日")
        await reads(page, "赵磊", "等审核已满五个工作日")
        await play(page, "王芳")
        await say(page, "/mine")
        await expect(page.locator(".message").filter(has_text=re.compile(r"待审\d+天")).last).to_be_visible()

        deadline = datetime(YEAR + 1, 2, 20, 12)
        await at(page, deadline + timedelta(days=2, hours=8))
        await next_morning(page)
        await reads(page, "陈静", f"贵单位{YEAR}年数据还差 43 项，已逾期")
        await taps(page, "催填报人")
        await expect(page.locator("#alert-text")).to_contain_text("已催崇川区：", timeout=WAIT)
        await page.keyboard.press("Escape")
        await reads(page, "王芳", f"陈静请您尽快填报{YEAR}年数据")
        await reads(page, "刘洋", "没有能收到提醒的填报人")
        await say(page, "谁没报就催谁")
        await hears(page, "一天内催过，这次不催：崇川区", "没有人能收到，不催")

        await at(page, deadline + timedelta(days=55, hours=8))
        await next_morning(page)
        await reads(page, "王芳", f"{YEAR}年数据还差 43 项，已逾期")
        await taps(page, "以后再提醒")
        await expect(page.get_by_role("button", name="这年不再提醒")).to_be_visible(timeout=WAIT)
        await at(page, deadline + timedelta(days=83, hours=8))
        await next_morning(page)
        await play(page, "赵磊")
        await say(page, f"/deadline {YEAR} 结束")
        await say(page, "结束", f"已结束收集{YEAR}年度数据")
        await reads(page, "王芳", f"{YEAR}年数据收集已结束，不再接收填报")
