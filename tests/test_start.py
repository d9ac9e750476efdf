"""What a command imports before it works: a start is waited for, and what is imported stays in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zc_bot.cli.commands import GROUPS, MODULES, build

ROOT = Path(__file__).resolve().parents[1]
SELDOM = ("icalendar", "xlsxwriter", "openpyxl", "segno", "resvg_py", "typst", "jinja2", "aiohttp", "aiohttp_socks",
          "pypinyin", "opencc", "rapidfuzz", "rich", "pygments", "PIL", "alembic", "zc_bot.demo", "zc_bot.sandbox",
          "httpx", "sqlalchemy.dialects.postgresql")
"""What only some updates need."""
UNUSED = ("telegram", "aiohttp", "zc_bot.app", "zc_bot.chat.features", "zc_bot.parsing.question")
"""What a command that only opens the database has no use for."""


def imported_by(program: str) -> set[str]:
    """Return the modules that a program imports, in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT, check=True, capture_output=True, text=True, timeout=120,
    ).stdout
    return set(said.split())


BOT = """
import zc_bot.cli.running
from zc_bot.tg import leave_out_httpx
leave_out_httpx()
import zc_bot.app
from zc_bot.opening import make_rules
from zc_bot.settings import Settings
make_rules(Settings(_env_file=None))
"""
"""What the bot on SQLite does before it opens its database."""


def test_the_bot_imports_what_is_seldom_needed_only_when_it_is() -> None:
    assert imported_by(BOT) & {*SELDOM, "typer"} == set()


def test_httpx_is_there_for_whoever_imports_it_after_telegram() -> None:
    assert "httpx._client" in imported_by(f"{BOT}import httpx; httpx.AsyncClient")


def test_a_command_that_opens_the_database_imports_nothing_of_the_bot() -> None:
    program = "from zc_bot.cli.commands import build; import zc_bot.opening; build('migrate')"
    assert imported_by(program) & {*UNUSED, *SELDOM} == set()


@pytest.mark.parametrize("name", MODULES)
def test_each_command_is_found_in_the_module_that_the_table_names(name: str) -> None:
    alone = {one.name or one.callback.__name__ for one in build(name).registered_commands if one.callback}
    groups = {one.name for one in build(name).registered_groups}
    assert name in (groups if name in GROUPS else alone)
