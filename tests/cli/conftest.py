"""What the command tests share: a shell, over an empty folder or over a database that is up to date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from zc_bot.storage import schema
from zc_bot.storage.store import Store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version, to be copied."""
    path = tmp_path_factory.mktemp("template") / "zc.sqlite3"
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.engine.dispose()
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell in a folder without a database."""
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def shell(bare: Shell, template: Path) -> Shell:
    """A shell over an empty database of this version."""
    shutil.copyfile(template, bare.database)
    return bare
