"""A sandbox on a free port of this machine, and python-telegram-bot's own Bot talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.conftest import once_a_run
from zc_bot.chat.turn import Rules
from zc_bot.opening import make_rules
from zc_bot.sandbox.server import serve
from zc_bot.sandbox.state import Telegram
from zc_bot.settings import Settings

from .at_work import City, Leaping, at_work, make_demonstration

ANNA = 501


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of the machine out of calls to loopback."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> Leaping:
    return Leaping()


@pytest.fixture
def telegram(clock: Leaping) -> Telegram:
    """A Telegram with one person, 安娜, who has opened the chat."""
    made = Telegram(clock)
    made.add_user(ANNA, "安娜")
    return made


@pytest.fixture
async def address(telegram: Telegram) -> AsyncIterator[str]:
    async with serve(telegram) as at:
        yield at


@pytest.fixture
async def bot(telegram: Telegram, address: str) -> AsyncIterator[Bot]:
    calling, polling = (HTTPXRequest(2, httpx_kwargs={"verify": False}) for _ in range(2))  # Reads no certificates.
    urls = {"base_url": f"{address}/bot", "base_file_url": f"{address}/file/bot"}
    async with Bot(telegram.token, **urls, request=calling, get_updates_request=polling) as made:
        yield made


@pytest.fixture(scope="session")
def rules() -> Rules:
    return make_rules(Settings(_env_file=None))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, rules: Rules) -> Path:
    made = once_a_run(tmp_path_factory, "city", lambda folder: make_demonstration(folder, rules))
    return made / "city.sqlite3"


@pytest.fixture
async def city(demonstration: Path, tmp_path: Path, rules: Rules) -> AsyncIterator[City]:
    """The whole bot at work, with the demonstration's people and figures."""
    async with at_work(demonstration, tmp_path, rules) as found:
        yield found
