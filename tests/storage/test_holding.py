"""One bot at a time on a database, by whatever name it is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zc_bot.errors import AlreadyRunning, StoreError
from zc_bot.storage import schema
from zc_bot.storage.holding import hold, still_held
from zc_bot.storage.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "zc.sqlite3"
    engine = Store(f"sqlite:///{path}").engine
    schema.ensure(engine)
    engine.dispose()
    return path


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_another_name_of_the_file_is_the_same_database(path: Path, link: object) -> None:
    link(path, other := path.with_name("other.sqlite3"))  # type: ignore[operator]
    first, second = Store(f"sqlite:///{path}").engine, Store(f"sqlite:///{other}").engine
    with hold(first, "run"), pytest.raises(AlreadyRunning), hold(second, "run"):
        pass
    with hold(second, "run"):
        still_held(second)


def test_no_file_beside_it_can_be_removed_to_let_a_second_in(path: Path) -> None:
    first, second = (Store(f"sqlite:///{path}").engine for _ in range(2))
    with hold(first, "run"):
        for beside in path.parent.glob("*.lock"):
            beside.unlink()
        with pytest.raises(AlreadyRunning), hold(second, "run"):
            pass


@pytest.mark.parametrize("replaced", [True, False])
def test_a_file_that_is_gone_or_another_one_is_not_held(path: Path, replaced: bool) -> None:
    engine = Store(f"sqlite:///{path}").engine
    with hold(engine, "run"):
        still_held(engine)
        content = path.read_bytes()
        path.unlink()
        if replaced:
            path.with_name("new").write_bytes(content)
            path.with_name("new").rename(path)
        with pytest.raises(StoreError):
            still_held(engine)
