"""Whether a message in a group is meant for the bot: by the entities that Telegram gives, not by how a text looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Raw = Mapping[str, Any]
_TYPED = re.compile(r"[/／][A-Za-z0-9_]+(?:[@＠]([A-Za-z0-9_]*))?(?![\w@＠])")
"""What a text begins with where it is a command; one after a full-width slash is none to Telegram."""


def said(message: Raw) -> str:
    """Return what is typed in a message or under what it shows, without NUL, which PostgreSQL keeps none of."""
    return _typed(message).replace("\0", "")


def addressed(message: Raw, bot_id: int, username: str) -> tuple[bool, str]:
    """Tell whether a group message is meant for the bot, and return its text without the bot's mentions.

    A command that names another bot is not, whatever else it says.
    """
    units = _typed(message).encode("utf-16-le", "surrogatepass")
    mine, kept, begin = False, b"", 0
    for start, end in _mentions(message, units, bot_id, username.lower()):
        kept, begin, mine = kept + units[begin:start] + " ".encode("utf-16-le"), end, True
    text = (kept + units[begin:]).decode("utf-16-le", "surrogatepass").replace("\0", "")
    if (target := _commanded(message, text)) is not None:
        return target in {"", username.lower()}, text
    replies = message.get("reply_to_message", {}).get("from", {}).get("id") == bot_id
    return mine or replies, text


def _typed(message: Raw) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _entities(message: Raw) -> list[Raw]:
    found = message.get("entities") or message.get("caption_entities") or ()
    return sorted(found, key=lambda each: int(each["offset"]))


def _mentions(message: Raw, units: bytes, bot_id: int, name: str) -> Iterator[tuple[int, int]]:
    """Find where the bot is mentioned, as bytes of UTF-16: Telegram counts its units, an emoji is two.

    A command with the bot's name is a mention too, except where the text begins with it.
    """
    for each in _entities(message):
        start, end = 2 * each["offset"], 2 * (each["offset"] + each["length"])
        words = units[start:end].decode("utf-16-le", "replace").lower()
        is_name = each["type"] == "mention" and words == f"@{name}"
        is_command = each["type"] == "bot_command" and start > 0 and words.endswith(f"@{name}")
        is_person = each["type"] == "text_mention" and each["user"]["id"] == bot_id
        if is_name or is_command or is_person:
            yield start, end


def _commanded(message: Raw, text: str) -> str | None:
    """Return which bot a text that is a command names, '' where it names none; None for any other text."""
    found = _TYPED.match(text)
    if found is None:
        return None
    by_telegram = any(each["type"] == "bot_command" and each["offset"] == 0 for each in _entities(message))
    return (found[1] or "").lower() if by_telegram or text.startswith("／") else None
