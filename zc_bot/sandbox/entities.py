"""Text as Telegram stores it: trimmed, with the entities that it finds by itself."""

from __future__ import annotations

import re
from typing import Any

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markdown import parse_markdown
from zc_bot.sandbox.markup import Entity, parse_html, utf16_length

FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("url", re.compile(r"https?://[^\s<>\"，。；、（）]+")),
)
MARKDOWN = {"markdown": 1, "markdownv2": 2}
SOURCE = 1 << 15
"""Bytes of a text with its markup."""
ENTITY = {"offset": int, "length": int, "type": str}
MADE = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "blockquote", "expandable_blockquote", "date_time",
})
BY_ITSELF = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number",
})
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
OPAQUE = frozenset({"code", "pre", "text_link", "url"})


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Return a text and its entities, from its markup, or without any as they were given."""
    if len(text.encode("utf-8", "surrogatepass")) > SOURCE:
        raise bad_request("text is too long")
    if not text or parse_mode.lower() in ("", "none"):
        return settled(text, _given(entities))
    if (version := MARKDOWN.get(parse_mode.lower())) is not None:
        return settled(*parse_markdown(text, version))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return settled(*parse_html(text))


def _given(entities: Any) -> list[Entity]:
    """Return the entities that a bot gave, without those that Telegram finds by itself.

    What is no list is passed over, as Telegram does; raise ApiError 400 for an entity that is none.
    """
    given = entities if isinstance(entities, list) else []
    for each in given:
        if not isinstance(each, dict):
            raise _no_entity("expected an Object")
        for name, types in ENTITY.items():
            if name not in each:
                raise _no_entity(f'Can\'t find field "{name}"')
            if not isinstance(each[name], types) or isinstance(each[name], bool):
                raise _no_entity(f'Field "{name}" must be of type {"String" if types is str else "Number"}')
        if each["type"] not in MADE | BY_ITSELF:
            raise _no_entity("Unsupported type specified")
        if (needed := NEEDS.get(each["type"])) is not None and needed not in each:
            raise _no_entity(f'Can\'t find field "{needed}"')
        if each["offset"] < 0 or each["length"] < 0:
            raise bad_request("entity has negative offset or length")
    return [each for each in given if each["type"] in MADE]


def _no_entity(reason: str) -> Exception:
    return bad_request(f"can't parse MessageEntity: {reason}")


def found_entities(text: str) -> list[Entity]:
    """Find commands, mentions and addresses in plain text."""
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, pattern in FOUND
        for match in pattern.finditer(text)
    ]


def settled(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim a text as Telegram does, move its entities along, and add what is found in it."""
    shift = utf16_length(text) - utf16_length(text.lstrip())
    kept = text.strip()
    given = [moved for each in entities if (moved := _moved(each, shift, utf16_length(kept)))]
    opaque = [each for each in given if each["type"] in OPAQUE]
    added: list[Entity] = []
    for each in found_entities(kept):
        if not any(_overlap(each, other) for other in [*opaque, *added]):
            added.append(each)
    return kept, sorted([*given, *added], key=lambda each: (each["offset"], -each["length"]))


def _moved(entity: Entity, shift: int, end: int) -> Entity | None:
    """Move an entity left by `shift` and cut it to the text; None where nothing is left of it."""
    start = max(entity["offset"] - shift, 0)
    stop = min(entity["offset"] - shift + entity["length"], end)
    return {**entity, "offset": start, "length": stop - start} if stop > start else None


def _overlap(one: Entity, other: Entity) -> bool:
    """Tell whether two entities share a character."""
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
