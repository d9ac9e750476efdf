"""The Mini App beside the chat: a year's figures on one screen, handed in with the chat's own receipt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date

import pytest
from playwright.async_api import expect

from tests.browser.conftest import CHROMIUM, phone
from tests.browser.looking import ALL, SOME, findings, looked_at
from tests.browser.test_three_conversations import play, say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("ZC_TEST_REQUIRE_ALL") != "1", reason="Chromium is not installed"
    ),
]


async def test_a_year_is_filled_in_on_one_screen_beside_the_chat(address: str) -> None:
    last = date.today().year - 1
    async with phone(address) as page:
        await play(page, "王芳")
        await say(page, "/start")
        await page.get_by_role("button", name="打开网页").last.click()
        app = page.frame_locator("#app")
        await expect(app.get_by_role("heading", level=1)).to_contain_text("王芳，您好")
        frame = next(one for one in page.frames if "/app/" in one.url)
        await app.get_by_text("已报齐的年份").click()
        assert await findings(frame) == []  # type: ignore[arg-type]
        await app.get_by_role("button", name=f"一屏填报 通创社区 {last}").click()
        field = app.get_by_label("专业化众创空间")
        await field.fill("9")
        await field.press("Tab")
        await expect(app.locator("#status")).to_contain_text("已保存到草稿")
        await expect(app.get_by_role("alert")).to_be_visible()
        reason = app.locator("[data-reason=makerspaces]")
        await reason.fill("新建成三个")
        await reason.press("Tab")
        await expect(app.get_by_text("已存")).to_have_count(1)
        assert await findings(frame) == []  # type: ignore[arg-type]
        await app.get_by_role("button", name="核对这1项").click()
        await expect(app.get_by_role("heading", name="请核对")).to_be_visible()
        assert await findings(frame) == []  # type: ignore[arg-type]
        assert page.context.browser is not None
        beside = await page.context.browser.new_page(viewport=page.viewport_size, locale="zh-CN")
        await beside.goto(address)
        await play(beside, "王芳")
        await say(beside, "统计体系 有")
        await say(beside, "新建了平台")
        await app.get_by_role("button", name="确认提交").click()
        await expect(app.get_by_role("alert")).to_contain_text("请再核对")
        await expect(app.locator(".lines")).to_contain_text("统计体系")
        await app.get_by_role("button", name="确认提交").click()
        await expect(app.get_by_role("alert")).to_contain_text("已提交，编号")
        await page.locator("#app-sheet").get_by_role("button", name="关闭").click()
        await expect(page.locator(".message:not(.own)").last).to_contain_text("已提交，编号")


@pytest.mark.slow
@pytest.mark.parametrize("looks", [SOME, pytest.param(ALL, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize(("spoken", "opens"), [("zh", "打开网页"), ("en", "Open the page")])
async def test_every_screen_is_good_to_use_on_a_phone_and_on_a_desk_light_and_dark(
    address: str, spoken: str, opens: str, looks: Sequence[tuple[int, str]]
) -> None:
    last = date.today().year - 1
    async with phone(address) as page:
        await play(page, "王芳")
        for said in (f"/language {spoken}", "/progress 观音山", "/start"):
            await say(page, said)
        await page.get_by_role("button", name=opens).last.click()
        await expect(page.frame_locator("#app").get_by_role("heading", level=1)).to_contain_text("王芳")
        # By itself it is as wide as the window.
        await page.goto(f"{address}/page/app/?lang={spoken}")
        await page.locator("summary").click()
        await looked_at(page, f"app-{spoken}-home", looks)
        await page.locator(f"[data-community=guanyinshan][data-year='{last}']").click()
        employees, makers = page.locator("#f-employees"), page.locator("#f-makerspaces")
        for field, typed in ((employees, "5300万"), (makers, "31")):
            await field.fill(typed)
            await field.press("Tab")
        await expect(page.locator("[data-reason=makerspaces]")).to_be_visible()
        await expect(employees).to_have_attribute("aria-invalid", "true")
        await looked_at(page, f"app-{spoken}-form", looks)
        await employees.fill("26500")
        await employees.press("Tab")
        await expect(employees).not_to_have_attribute("aria-invalid", "true")
        await page.locator("[data-reason=makerspaces]").fill("新建成")
        await page.locator("[data-reason=makerspaces]").press("Tab")
        await page.locator("[data-act=review]").click()
        await expect(page.locator("[data-act=submit]")).to_be_visible()
        await looked_at(page, f"app-{spoken}-check", looks)


async def test_nothing_that_was_typed_is_lost_on_the_way(address: str) -> None:
    """What is refused, what no answer came for, and what was being typed when the app was closed."""
    last = date.today().year - 1
    async with phone(address) as page:
        await play(page, "王芳")
        await say(page, "/start")
        opening = page.get_by_role("button", name="打开网页").last
        await opening.click()
        app = page.frame_locator("#app")
        form = app.get_by_role("button", name=f"一屏填报 观音山众创社区 {last}")
        status, makers, people = (app.locator(one) for one in ("#status", "#f-makerspaces", "#f-employees"))
        await form.click()
        await people.fill("5300万")
        await people.press("Tab")
        await expect(status).to_contain_text("有一项没有存")
        await app.get_by_role("button", name="核对", exact=True).click()
        await expect(people).to_be_focused()
        await expect(people).to_have_value("5300万")
        await expect(app.get_by_role("heading", name="请核对")).to_have_count(0)

        await page.context.set_offline(True)
        for name in ("incubators", "accelerators"):
            await app.locator(f"#f-{name}").fill("10")
            await app.locator(f"#f-{name}").press("Tab")
        await expect(status).to_contain_text("没有保存")
        await page.context.set_offline(False)
        await expect(app.get_by_text("已存")).to_have_count(2)
        await expect(people).to_have_value("5300万")
        await people.fill("26500")
        await people.press("Tab")
        await expect(status).to_contain_text("已保存到草稿")

        await makers.press_sequentially("9")
        await page.locator("#app-sheet").get_by_role("button", name="关闭").click()
        await expect(page.locator("#app-sheet")).to_be_hidden()
        await opening.click()
        await form.click()
        await expect(makers).to_have_value("9")

        await page.route("**/do/fill", lambda route: route.fulfill(status=403, json={}))
        await makers.fill("10")
        await makers.press("Tab")
        await expect(app.get_by_text("会话已结束")).to_be_visible()
        await expect(app.get_by_text("这些还没有保存")).to_be_visible()
        await expect(app.get_by_text("专业化众创空间（个） 10")).to_be_visible()
