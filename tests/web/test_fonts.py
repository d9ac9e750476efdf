"""A page's own font: with the page's characters and no others, light, given only for a page there is."""

from __future__ import annotations

import asyncio
import io
import re
from urllib.parse import urljoin

import pytest
from fontTools.ttLib import TTFont

from tests.web.test_display import read, served
from zc_bot.chat.turn import Rules
from zc_bot.storage.store import Store

STYLE = re.compile(r'href="([^"]*_/[0-9a-f]{16}\.css)"')
SOURCE = re.compile(r'url\("([^"]+\.woff2)"\)')
LIGHT = 46_000
"""Bytes: with the page and its style sheet less than it may weigh."""


@pytest.mark.parametrize("path", ["/", "/en/", "/c/tongchuang"])
async def test_a_page_brings_a_font_of_just_its_characters(store: Store, rules: Rules, path: str) -> None:
    async with served(store, rules) as (address, session):
        _, html = await read(session, f"{address}{path}")
        found = STYLE.search(html)
        assert found is not None
        sheet = urljoin(f"{address}{path}", found[1])
        _, style = await read(session, sheet)
        source = SOURCE.search(style)
        assert source is not None
        asked = [session.get(urljoin(sheet, source[1])) for _ in range(3)]
        contents = [await got.read() for got in await asyncio.gather(*asked)]
    has = {chr(code) for code in TTFont(io.BytesIO(contents[0])).getBestCmap()}
    assert has == set(re.findall("[\u3000-\u9fff\uff00-\uffef]", html))
    assert contents == [contents[0]] * 3
    assert len(contents[0]) <= LIGHT


@pytest.mark.parametrize("kind", ["css", "woff2"])
async def test_no_font_is_cut_for_characters_of_no_page(store: Store, rules: Rules, kind: str) -> None:
    async with served(store, rules) as (address, session):
        assert (await read(session, f"{address}/_/0123456789abcdef.{kind}"))[0] == 404
