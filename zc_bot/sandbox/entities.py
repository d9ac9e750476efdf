"""Text as Telegram stores it: trimmed, with the entities that it finds by itself."""

from __future__ import annotations

import re

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markdown import parse_markdown
from zc_bot.sandbox.markup import Entity, parse_html, utf16_length

FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("url", re.compile(r"https?://[^\s<>\"，。；、（）]+")),
)
MARKDOWN = {"markdown": 1, "markdownv2": 2}
OPAQUE = frozenset({"code", "pre", "text_link", "url"})


def formatted(text: str, parse_mode: str, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Return a text and its entities, from its markup or as they were given."""
    if not parse_mode or entities is not None:
        return settled(text, entities or [])
    if (version := MARKDOWN.get(parse_mode.lower())) is not None:
        return settled(*parse_markdown(text, version))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return settled(*parse_html(text))


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
