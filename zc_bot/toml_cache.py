"""The bot's own words and messages: TOML, kept as JSON beside it as Python keeps bytecode, which is read in no time.

`python -m zc_bot.toml_cache` keeps all of it, as installing does: a start reads 390 KB.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[1]
FOLDERS = ROOT / "data" / "language", ROOT / "zc_bot" / "texts"


def read(path: Path) -> Mapping[str, Any]:
    """Read a file, or what is kept of it: under the hash of its content, so that it is never older."""
    content = path.read_bytes()
    kept = _kept(path, content)
    with suppress(OSError, ValueError):
        found: Mapping[str, Any] = orjson.loads(kept.read_bytes())
        return found
    return _keep(path, content, kept, write=not sys.dont_write_bytecode)


def _kept(path: Path, content: bytes) -> Path:
    return path.parent / "__pycache__" / f"{path.stem}.{hashlib.sha256(content).hexdigest()[:32]}.json"


def _keep(path: Path, content: bytes, kept: Path, write: bool) -> Mapping[str, Any]:
    """Read a file, and keep it where it may be written to and all of it can be said in JSON."""
    found = tomllib.loads(content.decode("utf-8"))
    said = orjson.dumps(found) if write else b""
    if not write or orjson.loads(said) != found:
        return found
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        aside = kept.with_suffix(f".{os.getpid()}")
        aside.write_bytes(said)
        aside.replace(kept)
        for older in kept.parent.glob(f"{path.stem}.*.json"):
            if older != kept:
                older.unlink(missing_ok=True)
    return found


def own_files() -> Iterator[Path]:
    """Give every file of words and messages."""
    for folder in FOLDERS:
        yield from folder.rglob("*.toml")


def main() -> None:
    """Keep every file of the bot's own."""
    for path in own_files():
        content = path.read_bytes()
        kept = _kept(path, content)
        if not kept.exists():
            _keep(path, content, kept, write=True)


if __name__ == "__main__":
    main()
