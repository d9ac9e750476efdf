"""The words of the languages, as data: one phrase a line under its sense, in `data/language/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "data" / "language"


@cache
def phrases(sense: str) -> tuple[str, ...]:
    """Return every phrase of a sense (`report.filler`) in all languages, the longest first."""
    found: list[str] = []
    for path in sorted(FOLDER.glob("*.toml")):
        table: Any = _read(path)
        for part in sense.split("."):
            table = table.get(part, {})
        found += table
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


@cache
def alternatives(sense: str) -> str:
    """Return a pattern that matches any phrase of a sense; Latin ones as whole words."""
    latin = [re.escape(phrase) for phrase in phrases(sense) if phrase.isascii()]
    others = [re.escape(phrase) for phrase in phrases(sense) if not phrase.isascii()]
    return rf"(?:{'|'.join(others)})|(?<![a-zA-Z])(?:{'|'.join(latin)})(?![a-zA-Z])"


@cache
def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
