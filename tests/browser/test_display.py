"""From a phone's photos to the programme's page: an album, one held upright, one with a place, one that is none."""

from __future__ import annotations

import io
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.conftest import CHROMIUM, phone
from tests.browser.looking import ALL, SOME, findings, looked_at
from tests.browser.test_three_conversations import play, say
from tests.photos.pictures import TURNED_RIGHT, jpeg, scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("ZC_TEST_REQUIRE_ALL") != "1", reason="Chromium is not installed"
    ),
]
PAGES = ("", "c/tongchuang", "requirements", "stories", "about", "en/", "en/c/tongchuang", "en/requirements",
         "en/stories", "en/about", "c/guanyinshan")


def file(name: str, content: bytes, mime: str = "image/jpeg") -> dict[str, object]:
    return {"name": name, "mimeType": mime, "buffer": content}


async def sends(page: Page, *files: dict[str, object]) -> None:
    await page.locator("#file").set_input_files(files)  # type: ignore[arg-type]


async def tapped(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).last.click()


async def tells(page: Page) -> None:
    """Tell of progress as 王芳 with photos of every kind."""
    await play(page, "王芳")
    last = page.locator(".message:not(.own)").last
    await say(page, "/progress 通创")
    await sends(page, file("1.jpg", jpeg()), file("2.jpg", jpeg(scene(2000, 1500, 130), TURNED_RIGHT)))
    await expect(last).to_contain_text("收到照片")
    as_document = file("现场.jpg", jpeg(scene(1200, 900, 60)), "application/octet-stream")
    await sends(page, as_document)
    await expect(last).to_contain_text("共3张")
    await sends(page, file("病毒.jpg", b"MZ this is a program", "application/octet-stream"))
    await expect(last).to_contain_text("不是能用的照片")
    large = jpeg() + bytes(20 * 1024 * 1024)
    await sends(page, file("全景.jpg", large, "application/octet-stream"))
    await expect(last).to_contain_text("照片太大，没有收。最大20 MB")
    await say(page, "科技园二期")
    await tapped(page, "封顶")
    await expect(last).to_contain_text("哪一天")
    await tapped(page, "今天")
    await expect(last).to_contain_text("一句话")
    await say(page, "主体结构封顶，<b>比计划</b>早一个月")
    await tapped(page, "没有点名")
    await expect(last).to_contain_text("照片：3张")
    await tapped(page, "提交审核")
    await expect(last).to_contain_text("待市里审核")


async def approves(page: Page) -> None:
    """Approve as 刘洋, who sees the photos."""
    await play(page, "刘洋")
    last = page.locator(".message:not(.own)").last
    await tapped(page, "去审核")
    await expect(page.locator(".message:not(.own) img")).to_have_count(3)
    await tapped(page, "通过并展示")
    await expect(last).to_contain_text("开始展示")


@pytest.mark.slow
@pytest.mark.parametrize("looks", [SOME, pytest.param(ALL, marks=pytest.mark.long)], ids=["some", "all"])
async def test_photos_are_told_reviewed_and_shown_on_the_page(
    address: str, looks: Sequence[tuple[int, str]]
) -> None:
    async with phone(address) as page:
        await tells(page)
        await page.goto(f"{address}/page/c/tongchuang")
        await expect(page.get_by_text("比计划")).to_have_count(0)
        await page.goto(address)
        await approves(page)
        await page.goto(f"{address}/page/c/tongchuang")
        pictures = page.locator(".entry", has_text="比计划</b>早一个月").locator(".photos img")
        await expect(pictures).to_have_count(3)
        sizes = [
            await one.evaluate("image => { image.loading = 'eager'; return image.decode().then(() => ["
                               "image.naturalWidth, image.naturalHeight]) }")
            for one in await pictures.all()
        ]
        assert sizes == [[480, 360], [360, 480], [480, 360]], "the second was held upright"
        for one in await pictures.all():
            for link in (await one.get_attribute("src"), await one.locator("xpath=..").get_attribute("href")):
                got = await page.request.get(urljoin(page.url, link))
                assert got.ok
                assert dict(Image.open(io.BytesIO(await got.body())).getexif()) == {}, "no place and no device"
        await expect(page.get_by_text("主体结构封顶，<b>比计划</b>早一个月")).to_be_visible()
        for path in PAGES:
            await page.goto(f"{address}/page/{path}")
            await looked_at(page, f"page-{path.replace('/', '_') or 'home'}", looks)


async def test_the_whole_board_fits_the_narrowest_phone(address: str) -> None:
    async with phone(address) as page:
        for width, path in itertools.product((390, 320), ("", "en/")):
            await page.set_viewport_size({"width": width, "height": 844})
            await page.goto(f"{address}/page/{path}")
            board = page.locator(".wide")
            assert await board.evaluate("one => one.scrollWidth - one.clientWidth") == 0, (width, path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
            for one in await board.locator("a").all():
                box = await one.bounding_box()
                assert box is not None
                assert min(box["width"], box["height"]) >= 24, "large enough to be tapped"
            assert await findings(page) == [], (width, path)


async def test_the_first_page_is_light_whatever_fonts_there_are(address: str) -> None:
    async with phone("about:blank", fonts=False) as page:
        tools = await page.context.new_cdp_session(page)
        await tools.send("Network.enable")
        asked: dict[str, str] = {}
        fetched: dict[str, float] = {}
        tools.on("Network.requestWillBeSent", lambda said: asked.update({said["requestId"]: said["request"]["url"]}))
        tools.on("Network.loadingFinished", lambda said: fetched.update(
            {asked[said["requestId"]]: said["encodedDataLength"]}))
        for path in ("", "en/", "c/tongchuang"):
            fetched.clear()
            await tools.send("Network.clearBrowserCache")
            await page.goto(f"{address}/page/{path}", wait_until="networkidle")
            await page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
            light = {where: size for where, size in fetched.items() if "/photo/" not in where}
            assert any(where.endswith(".css") for where in light), "styled"
            assert any(where.endswith(".woff2") for where in light), "with the page's own font, or boxes are seen"
            assert sum(light.values()) <= 60_000, light


CHINESE = "[\u3000-\u9fff\uff00-\uffef]"
NEXT = f"""() => {{
  const walk = () => {{
    const found = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (found.nextNode()) if (/{CHINESE}/.test(found.currentNode.data)) texts.push(found.currentNode);
    return texts;
  }};
  const chars = [...new Set(walk().flatMap(text => text.data.match(/{CHINESE}/g)))]
    .filter(char => /[\u4e00-\u9fff]/.test(char)).sort();
  const next = new Map(chars.map((char, at) => [char, chars[(at + 1) % chars.length]]));
  for (const text of walk()) text.data = [...text.data].map(char => next.get(char) ?? char).join("");
}}"""
"""Writes each Chinese character of a page as another of them: where they are boxes, nothing is seen to change."""


async def test_every_chinese_text_is_drawn_by_the_pages_own_font_where_the_device_has_none(address: str) -> None:
    async with phone("about:blank", fonts=False) as page:
        tools = await page.context.new_cdp_session(page)
        for name in ("DOM", "CSS"):
            await tools.send(f"{name}.enable")
        for path in ("", "c/tongchuang"):
            await page.goto(f"{address}/page/{path}", wait_until="networkidle")
            await page.evaluate("document.fonts.ready.then(() => true)")
            whole = await tools.send("DOM.getDocument", {"depth": -1})
            drawn = 0
            for node, said in texts_of(whole["root"]):
                used = (await tools.send("CSS.getPlatformFontsForNode", {"nodeId": node}))["fonts"]
                own = sum(one["glyphCount"] for one in used if one["isCustomFont"])
                if used:
                    assert own >= len(re.findall(CHINESE, said)), (path, said, used)
                drawn += own
            assert drawn > 100, path
            pieces = page.locator("h1, h2, .board tbody th, .entry p, svg").filter(has_text=re.compile(CHINESE))
            seen = [one for one in (await pieces.all())[:9] if await one.is_visible()]
            before = [await one.screenshot() for one in seen]
            await page.evaluate(NEXT)
            after = [await one.screenshot() for one in seen]
            assert len(seen) > 3
            assert not set(before) & set(after), f"boxes are seen on {path or 'the first page'}"


def texts_of(node: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Give the elements of a page that hold a Chinese text themselves, each with it."""
    own = "".join(one["nodeValue"] for one in node.get("children", ()) if one["nodeName"] == "#text")
    if re.search(CHINESE, own) and node["nodeName"] not in {"TITLE", "STYLE"}:
        yield node["nodeId"], own
    for one in node.get("children", ()):
        yield from texts_of(one)


async def test_it_works_without_scripts_by_keyboard_and_on_paper(address: str) -> None:
    async with phone(address, java_script_enabled=False) as page:
        await page.goto(f"{address}/page/")
        await page.keyboard.press("Tab")
        await expect(page.locator(".skip")).to_be_focused()
        await page.get_by_role("link", name="通创", exact=True).first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("通创社区")
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Tongchuang Community")
        folded = page.locator("details table")
        await expect(folded.first).to_be_hidden()
        await page.emulate_media(media="print")
        await expect(page.locator("nav")).to_be_hidden()
        for one in await folded.all():
            await expect(one, "paper can't be tapped").to_be_visible()
        folder = os.environ.get("ZC_TEST_PICTURES")
        paper = await page.pdf(path=Path(folder) / "page.pdf" if folder else None)
        assert paper.startswith(b"%PDF")
