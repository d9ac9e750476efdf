"""What the command tests share: a shell, over an empty folder or over a database that is up to date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell in a folder without a database."""
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def shell(bare: Shell, sqlite_template: Path) -> Shell:
    """A shell over an empty database of this version."""
    shutil.copyfile(sqlite_template, bare.database)
    return bare
