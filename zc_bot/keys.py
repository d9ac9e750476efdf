"""The keys that lie outside the database, and so outside its copies: a file of the bot's owner alone."""

from __future__ import annotations

import logging
import os
import re
import secrets
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from zc_bot.errors import SettingsError
from zc_bot.storage import admission, meta
from zc_bot.storage.session import Session

log = logging.getLogger("zc_bot")
HEX_DIGITS = 64


@dataclass(frozen=True)
class Keys:
    """phones: what the phones of the roster are hashed with, 64 hexadecimal digits."""

    phones: str = field(repr=False)


def load_keys(path: Path, phones: str | None = None) -> Keys:
    """Read the keys, making the file on first use, with `phones` where that key was there before.

    Raises `SettingsError` for a file that can't be read or made.
    """
    if not path.exists():
        _make(path, phones or secrets.token_hex(HEX_DIGITS // 2))
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("phones")
    except (OSError, ValueError) as error:
        reason = f"{path} can't be read ({type(error).__name__}): put back the one kept"
        raise SettingsError(f"ZC_KEYS: {reason}") from None
    if not isinstance(found, str) or re.fullmatch(f"[0-9a-f]{{{HEX_DIGITS}}}", found) is None:
        raise SettingsError(f"ZC_KEYS: {path} has no `phones` of {HEX_DIGITS} digits: put back the one kept")
    return Keys(found)


def phone_key(session: Session, path: Path) -> str:
    """Return the key of a database's phone hashes; one that it still holds itself moves to the file.

    Where the file has another, the database's own stays: its roster was hashed with that one.
    """
    own, is_new = meta.get(session, meta.PHONE_KEY), not path.exists()
    if is_new and own is None and admission.expects_contacts(session):
        log.warning("ZC_KEYS: %s is gone; the phones on the roster fit no new key: import the roster again", path)
    keys = load_keys(path, own)
    if own is not None and own != keys.phones:
        return own
    if own is not None:
        meta.drop(session, meta.PHONE_KEY)
    return keys.phones


def _put_in_place(partial: Path, path: Path) -> None:
    """Give a file its name unless somebody was faster; where there are no hard links, the last one wins."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        os.replace(partial, path)


def _make(path: Path, phones: str) -> None:
    """Write the file as a whole; whoever makes it first at the same moment wins."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    text = f"# Keys of zc_bot. Keep a copy, apart from the database's.\nphones = \"{phones}\"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            _put_in_place(partial, path)
    except OSError as error:
        reason = f"{path} can't be made ({error.strerror}): name a file in a folder of yours"
        raise SettingsError(f"ZC_KEYS: {reason}") from None
    finally:
        with suppress(OSError):
            partial.unlink()
