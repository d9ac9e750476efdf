"""What is kept of the bot's own TOML says the same, and is never of another content."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import orjson
import pytest

from zc_bot import toml_cache


def kept_beside(path: Path) -> list[Path]:
    return list((path.parent / "__pycache__").glob("*.json"))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    found = tmp_path / "zh.toml"
    found.write_text('[a]\nsaid = ["什么", "b"]\n', encoding="utf-8")
    return found


def test_it_is_parsed_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = toml_cache.read(path)
    with monkeypatch.context() as patch:
        patch.setattr(tomllib, "loads", lambda _: pytest.fail("it was parsed again"))
        assert toml_cache.read(path) == first == {"a": {"said": ["什么", "b"]}}


def test_another_content_is_read_anew_and_takes_the_place_of_what_was_kept(path: Path) -> None:
    toml_cache.read(path)
    path.write_text("[a]\nsaid = []\n", encoding="utf-8")
    assert toml_cache.read(path) == {"a": {"said": []}}
    assert len(kept_beside(path)) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff"])
def test_what_is_damaged_is_read_anew(path: Path, damage: bytes) -> None:
    first = toml_cache.read(path)
    (kept,) = kept_beside(path)
    kept.write_bytes(damage)
    assert toml_cache.read(path) == first
    assert kept.read_bytes() != damage


def test_what_json_can_not_say_is_not_kept(path: Path) -> None:
    path.write_text("day = 2020-02-03\n", encoding="utf-8")
    assert toml_cache.read(path) == tomllib.loads("day = 2020-02-03\n")
    assert kept_beside(path) == []


def test_nothing_is_kept_where_python_keeps_nothing_or_may_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.joinpath("__pycache__").write_text("no folder", encoding="utf-8")
    assert toml_cache.read(path)["a"] == {"said": ["什么", "b"]}
    path.parent.joinpath("__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert toml_cache.read(path)["a"] == {"said": ["什么", "b"]}
    assert kept_beside(path) == []


def test_all_of_the_bots_own_says_the_same_when_kept() -> None:
    files = list(toml_cache.own_files())
    assert len(files) > 50
    for one in files:
        found = tomllib.loads(one.read_text(encoding="utf-8"))
        assert orjson.loads(orjson.dumps(found)) == found, one
