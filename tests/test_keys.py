"""Keys lie in a file of the owner's alone, outside the database and its copies."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from zc_bot.errors import SettingsError
from zc_bot.keys import load_keys, phone_key
from zc_bot.storage import meta
from zc_bot.storage.store import Store

OLD = "ab" * 32


def test_the_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "keys.toml"
    keys = load_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_keys(path) == keys
    assert keys.phones not in repr(keys)
    assert [one.name for one in path.parent.iterdir()] == ["keys.toml"]


def test_a_key_that_the_database_held_moves_out_of_it(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    store.write(lambda session: meta.put(session, meta.PHONE_KEY, OLD))
    assert store.write(lambda session: phone_key(session, path)) == OLD
    assert store.read(lambda session: meta.get(session, meta.PHONE_KEY)) is None
    assert store.write(lambda session: phone_key(session, path)) == OLD


def test_a_database_with_another_key_keeps_its_own(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    load_keys(path)
    store.write(lambda session: meta.put(session, meta.PHONE_KEY, OLD))
    assert store.write(lambda session: phone_key(session, path)) == OLD
    assert store.write(lambda session: phone_key(session, path)) == OLD


@pytest.mark.parametrize("text", ["", "phones = 7", 'phones = "ab"', "phones ="])
def test_a_damaged_file_is_refused_and_left(text: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match="ZC_KEYS"):
        load_keys(path)
    assert path.read_text() == text


def test_a_folder_that_can_not_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="ZC_KEYS"):
        load_keys(tmp_path / "file" / "keys.toml")
