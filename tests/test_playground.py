"""The sandbox as a command: which database is its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from zc_bot.cli.commands import build
from zc_bot.errors import ZcError
from zc_bot.playground import run_sandbox
from zc_bot.settings import Settings


def test_the_sandbox_says_in_its_help_which_database_it_takes() -> None:
    said = CliRunner().invoke(build("sandbox"), ["sandbox", "--help"], terminal_width=200).output
    assert "ZC_SANDBOX_DATABASE" in said


@pytest.mark.parametrize("named", [True, False])
async def test_the_sandbox_leaves_the_live_database_alone_and_says_so(
    named: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = tmp_path / "live.sqlite3"
    given = {"database_url": SecretStr(f"sqlite:///{live}")} if named else {}
    settings = Settings(_env_file=None, sandbox_database=tmp_path, keys=tmp_path / "keys.toml", **given)
    with pytest.raises(ZcError, match="check ZC_SANDBOX_DATABASE"):
        await run_sandbox(settings, with_figures=False)
    assert ("ZC_DATABASE_URL is the live bot's" in caplog.text) is named
    assert not live.exists()
