"""The keys that lie outside the database, and so outside its copies: a file of the bot's owner alone."""

from __future__ import annotations

import fcntl
import logging
import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path

from zc_bot.errors import SettingsError
from zc_bot.storage import admission, meta
from zc_bot.storage.disk import put_in_place
from zc_bot.storage.session import Session
from zc_bot.values import dataclass

log = logging.getLogger("zc_bot")
HEX_DIGITS = 64
PHONES, AUDIT, AUDIT_BEFORE = "phones", "audit", "audit_before"
"""What phones are hashed with; what the audit is chained under, and was before `audit rekey`."""
ANCHOR = "anchor_"
"""With a database's id behind it: the hash of its first line of the audit under a key."""
HEADING = "# Keys of zc_bot. Keep a copy, apart from the database's.\n"
_KEY = re.compile(f"[0-9a-f]{{{HEX_DIGITS}}}")


@dataclass(frozen=True)
class Keys:
    """phones: what the phones of the roster are hashed with, 64 hexadecimal digits."""

    phones: str = field(repr=False)


def load_keys(path: Path, phones: str | None = None) -> Keys:
    """Read the key of the phones, making it on first use, or taking `phones` where that key was there before.

    Raises `SettingsError` for a file that can't be read or made.
    """
    return Keys(str(_with(path, PHONES, phones)[PHONES]))


def audit_keys(path: Path) -> tuple[str, ...]:
    """Return the keys of the audit chain, the newest first, making one on first use. Raises `SettingsError`."""
    return _chain_of(_with(path, AUDIT))


def known_audit_keys(path: Path) -> tuple[str, ...]:
    """Return the keys of the audit chain that there are, making none. Raises `SettingsError`."""
    return _chain_of(_read(path)) if path.exists() else ()


def rekey(path: Path) -> tuple[str, ...]:
    """Put a new key of the audit before the present one, which stays to check the lines that it chained."""
    with _alone(path):
        found = dict(_read(path))
        found[AUDIT_BEFORE] = list(_chain_of(found))
        found[AUDIT] = secrets.token_hex(HEX_DIGITS // 2)
        _write(path, found)
    return _chain_of(found)


def kept_anchor(path: Path, database: str) -> str:
    """Return the hash of the first line of a database's audit under a key, '' where that was not kept yet."""
    return str(_read(path).get(f"{ANCHOR}{database}", "")) if path.exists() else ""


def keep_anchor(path: Path, database: str, digest: str) -> None:
    """Keep the hash of the first line of a database's audit under a key; '' forgets it. Raises `SettingsError`."""
    if kept_anchor(path, database) == digest:
        return
    with _alone(path):
        found = {name: value for name, value in _read(path).items() if name != f"{ANCHOR}{database}"}
        _write(path, found | ({f"{ANCHOR}{database}": digest} if digest else {}))


def phone_key(session: Session, path: Path) -> str:
    """Return the key of a database's phone hashes; one that it still holds itself moves to the file.

    Where the file has another, the database's own stays: its roster was hashed with that one.
    """
    own, is_new = meta.get(session, meta.PHONE_KEY), not path.exists() or PHONES not in _read(path)
    if is_new and own is None and admission.expects_contacts(session):
        log.warning("ZC_KEYS: %s is gone; the phones on the roster fit no new key: import the roster again", path)
    keys = load_keys(path, own)
    if own is not None and own != keys.phones:
        return own
    if own is not None:
        meta.drop(session, meta.PHONE_KEY)
    return keys.phones


def _chain_of(found: Mapping[str, object]) -> tuple[str, ...]:
    before = found.get(AUDIT_BEFORE, [])
    keys = [found[AUDIT]] if AUDIT in found else []
    return tuple(str(key) for key in (*keys, *(before if isinstance(before, list) else ())))


def _with(path: Path, name: str, value: str | None = None) -> Mapping[str, object]:
    """Read the keys; one that is not there yet is added, at the same moment by one process only."""
    if path.exists() and name in (found := _read(path)):
        return found
    with _alone(path):
        found = dict(_read(path)) if path.exists() else {}
        if name not in found:
            found[name] = value or secrets.token_hex(HEX_DIGITS // 2)
            _write(path, found)
    return found


def _read(path: Path) -> Mapping[str, object]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = f"{path} can't be read ({type(error).__name__}): put back the one kept"
        raise SettingsError(f"ZC_KEYS: {reason}") from None
    keys = [key for value in found.values() for key in (value if isinstance(value, list) else [value])]
    if not keys or not all(isinstance(key, str) and _KEY.fullmatch(key) for key in keys):
        raise SettingsError(f"ZC_KEYS: {path} has no keys of {HEX_DIGITS} digits: put back the one kept")
    return found


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from changing the file. Raises `SettingsError` where its folder can't be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise _unmade(path, error) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, found: Mapping[str, object]) -> None:
    """Put the file in place as a whole, for its owner alone."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    lines = [f"{name} = {_toml(value)}\n" for name, value in found.items()]
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines([HEADING, *lines])
        put_in_place(partial, path)
    except OSError as error:
        raise _unmade(path, error) from None
    finally:
        with suppress(OSError):
            partial.unlink()


def _toml(value: object) -> str:
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else f'"{value}"'


def _unmade(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"ZC_KEYS: {path} can't be made ({error.strerror}): name a file in a folder of yours")
