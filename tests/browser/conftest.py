"""The sandbox in a process of its own, opened in Chromium on a phone."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect
from pydantic import SecretStr

from tests.conftest import once_a_run
from tests.crash.kill import BotProcess
from tests.crash.test_outages import get
from zc_bot import demo
from zc_bot.clock import Clock
from zc_bot.opening import open_store
from zc_bot.policy.programme import Programme
from zc_bot.reminders.deadlines import zone_of
from zc_bot.settings import Settings

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
WAIT = 30_000
"""Milliseconds until what the page does is given up, on a busy machine."""


@asynccontextmanager
async def sandbox(database: Path) -> AsyncIterator[str]:
    """Run the sandbox on a free port; gives its address.

    Whatever it logs as an error fails the test, calls and updates that are not as the Bot API has them among it.
    """
    environment = {"ZC_SANDBOX_DATABASE": str(database), "ZC_LOG_FORMAT": "json"}
    bot = BotProcess("", "", "", "sandbox", ZC_KEYS=str(database.with_name("keys.toml")), **environment)
    await bot.start()
    try:
        await bot.says("ready as", timeout=90)
        found = re.search(rb"http://127\.0\.0\.1:(\d+)", bot.output)
        assert found is not None
        assert '"live": true, "ready": ' in (await get(int(found[1]), "/healthz"))[1]
        assert "zc_ready " in (await get(int(found[1]), "/metrics"))[1]
        yield found[0].decode()
        assert await asyncio.wait_for(bot.stop(), 60) == 0
        assert errors_in(bot.output) == []
    finally:
        await bot.kill()


def errors_in(log: bytes) -> list[str]:
    """Return what a log of JSON lines, each of which is one, tells as an error."""
    lines = [json.loads(line) for line in log.splitlines()]
    return [line["message"] for line in lines if line["level"] in ("ERROR", "CRITICAL")]


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir></fontconfig>"""
"""What fonts a browser has: those of this machine, and a Chinese one as every phone has."""


@asynccontextmanager
async def phone(address: str, fonts: bool = True, **options: Any) -> AsyncIterator[Page]:
    """Open the page on a phone; any error in its scripts fails the test. fonts: it has a Chinese one."""
    faults: list[str] = []
    async with async_playwright() as playwright, AsyncExitStack() as stack:
        has: dict[str, str | float | bool] = {**os.environ}
        if fonts:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zc-fonts-")))
            (folder / "fonts.conf").write_text(FONTS.format(folder=ROOT / "zc_bot" / "assets"), encoding="utf-8")
            has["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=has)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN", **options)
        page.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(address)
        yield page
        await browser.close()
    assert faults == []


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A folder with what a sandbox begins with, to be copied."""
    return once_a_run(tmp_path_factory, "sandbox", lambda folder: _furnish(folder, programme))


def _furnish(folder: Path, programme: Programme) -> None:
    database = SecretStr(f"sqlite:///{folder / 'sandbox.sqlite3'}")
    store = open_store(Settings(_env_file=None, database_url=database, keys=folder / "keys.toml"), demo=True)
    now = Clock().now()
    today = now.astimezone(zone_of(programme)).date()
    store.write(lambda session: demo.fill(session, programme, now, today, store.files))
    store.engine.dispose()


@pytest.fixture
def furnished(tmp_path: Path, demonstration: Path) -> Path:
    """A sandbox's database of the test's own, with people and figures."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    return tmp_path / "sandbox.sqlite3"


@pytest.fixture
async def address(furnished: Path) -> AsyncIterator[str]:
    async with sandbox(furnished) as found:
        yield found
