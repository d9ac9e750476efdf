"""What is typed into a rehearsal: a line → what a person does with a phone.

| line | does |
|---|---|
| any text | says it |
| `"…"` | says a JSON string, for line breaks |
| `[标签]` | taps the latest button whose label contains it |
| `@PATH caption`, `@A @B` | sends a file with a caption; several are an album |
| `~text` | edits one's last message |
| `^text` | sends it as forwarded from somebody else |
| `>N` | forwards the bot's N-th last message to it |
| `!as ID`, `!at DATETIME` | changes who, or when |
| an empty line | begins a new conversation |
"""

from __future__ import annotations

import json
import re
from typing import Literal

from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """A text: typed, put in place of the last one, or forwarded."""

    text: str
    how: Literal["typed", "edited", "forwarded"] = "typed"


@dataclass(frozen=True, slots=True)
class TapOn:
    label: str


@dataclass(frozen=True, slots=True)
class Send:
    """Files, with the caption of the first."""

    paths: tuple[str, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ForwardBack:
    """Forwards the bot's own message, counted back from the last, to it."""

    back: int


@dataclass(frozen=True, slots=True)
class Become:
    person: str


@dataclass(frozen=True, slots=True)
class Move:
    """Goes to another moment, still as it was typed."""

    moment: str


@dataclass(frozen=True, slots=True)
class Anew:
    """Begins a new conversation on a fresh copy."""


Act = Say | TapOn | Send | ForwardBack | Become | Move | Anew
_PATH = re.compile(r'@(?:"([^"]+)"|(\S+))\s*')


def read_line(line: str) -> Act:
    """Read one line; whatever has none of the forms above is said as it stands."""
    text = line.strip()
    if not text:
        return Anew()
    if text.startswith('"') and (said := _json_string(text)) is not None:
        return Say(said)
    if text.startswith("[") and text.endswith("]") and len(text) > 2:
        return TapOn(text[1:-1].strip())
    if re.fullmatch(r">\s*[0-9]{1,4}", text):
        return ForwardBack(int(text[1:]))
    if (order := re.fullmatch(r"!(as|at)\s+(\S.*)", text)) is not None:
        return Become(order[2]) if order[1] == "as" else Move(order[2])
    if len(text) > 1 and text[0] in "~^":
        return Say(text[1:].strip(), "edited" if text[0] == "~" else "forwarded")
    return _files(text) if _PATH.match(text) else Say(text)


def _files(text: str) -> Send:
    paths, at = [], 0
    while (found := _PATH.match(text, at)) is not None:
        paths.append(found[1] or found[2])
        at = found.end()
    return Send(tuple(paths), text[at:].strip())


def _json_string(text: str) -> str | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    return said if isinstance(said, str) else None
