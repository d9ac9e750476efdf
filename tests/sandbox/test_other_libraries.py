"""Echo bots of three other libraries, as their documentation writes them, run against the sandbox unchanged.

Each is installed into a folder of its own by its package manager, and skipped where that can't be done, unless
ZC_TEST_REQUIRE_ALL is 1.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from zc_bot.sandbox.state import Telegram, find_button

from .conftest import ANNA
from .pictures import png

ECHO = Path(__file__).parent / "echo"
GRAMMY = "grammy@1.46.0"
PACKAGES = {"telebot_echo.py": "pyTelegramBotAPI==4.37.1", "aiogram_echo.py": "aiogram==3.31.0"}
INSTALLING = 300
SOON = 120.0
REQUIRE_ALL = os.environ.get("ZC_TEST_REQUIRE_ALL") == "1"
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionHeader"),
]


def do_without(why: str) -> NoReturn:
    """Skip a test for want of a registry or of a program; fail it where everything is to be there."""
    if REQUIRE_ALL:
        pytest.fail(why)
    pytest.skip(why)


def run(*command: str, folder: Path) -> None:
    """Run an installer; do without the library where it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=INSTALLING, check=False, text=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        do_without(f"{command[0]} can't install here: {error}")
    if done.returncode:
        do_without(f"{' '.join(command[:4])} failed: {done.stderr.strip()[-200:]}")


def install_python(package: str, folder: Path) -> Sequence[str]:
    run(sys.executable, "-m", "venv", "env", folder=folder)
    python = str(folder / "env" / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package, folder=folder)
    return (python,)


def install_grammy(folder: Path) -> Sequence[str]:
    if shutil.which("npm") is None:
        do_without("npm is not installed")
    shutil.copy(ECHO / "grammy_echo.mjs", folder)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", GRAMMY, folder=folder)
    return ("node",)


@pytest.fixture(params=["grammy_echo.mjs", "telebot_echo.py", "aiogram_echo.py"], scope="module")
def command(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """What runs the echo bot of a library that has just been installed, without its arguments."""
    folder = tmp_path_factory.mktemp("library")
    name = str(request.param)
    if name == "grammy_echo.mjs":
        return (*install_grammy(folder), str(folder / name))
    return (*install_python(PACKAGES[name], folder), str(ECHO / name))


@pytest.fixture
async def echo(command: Sequence[str], telegram: Telegram, address: str) -> AsyncIterator[None]:
    """The echo bot, polling."""
    alone = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    process = await asyncio.create_subprocess_exec(*command, address, telegram.token, env=alone)
    try:
        await telegram.until(lambda: telegram.updates.polls or process.returncode is not None, SOON)
        assert process.returncode is None
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("required", [True, False])
def test_a_library_that_cannot_be_installed_fails_where_everything_is_required(
    required: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.REQUIRE_ALL", required)
    outcome = pytest.fail.Exception if required else pytest.skip.Exception
    for command in (("no-such-installer",), ("false",)):
        with pytest.raises(outcome):
            run(*command, folder=tmp_path)


@pytest.mark.usefixtures("echo")
async def test_an_unchanged_echo_bot_answers_whatever_it_is_sent(telegram: Telegram) -> None:
    telegram.say(ANNA, "/start")
    await telegram.wait_for(ANNA, "ready", SOON)
    typed = "<通创> & *2019*\n高新占比 😀"
    telegram.say(ANNA, typed)
    answer = await telegram.wait_for(ANNA, typed, SOON)
    telegram.press(ANNA, answer["message_id"], find_button(answer, "好"))
    await telegram.wait_for(ANNA, "已确认", SOON)
    assert [each.text for each in telegram.toasts_of(ANNA)] == ["记下了"]

    telegram.upload(ANNA, "表.csv", b"a,1\n", "text/csv")
    sheet = await telegram.wait_for(ANNA, "收到", SOON)
    assert sheet["document"]["file_name"] == "数据 (1).csv"
    telegram.upload(ANNA, "图.png", png(40, 30), "image/png", as_photo=True)
    await telegram.wait_for(ANNA, lambda message: "photo" in message, SOON)
    telegram.sticker(ANNA)
    await telegram.wait_for(ANNA, lambda message: "sticker" in message, SOON)

    asked = telegram.inline(ANNA, "通创")
    (result,) = await telegram.until(lambda: telegram.inline_results(asked), SOON)
    assert result["input_message_content"]["message_text"] == "<b>通创</b>"
    assert [each.method for each in telegram.calls if each.outcome != "ok"] == []
