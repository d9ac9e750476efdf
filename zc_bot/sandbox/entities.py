"""Text as Telegram stores it: trimmed, with the entities that it finds by itself."""

from __future__ import annotations

import re
from typing import Any

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markdown import parse_markdown
from zc_bot.sandbox.markup import Entity, linked, parse_html, utf16_length

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
CODE = frozenset({"code", "pre"})
CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\\r\u2028-\u202e\u0333\u033f\u030a]")
OPAQUE = frozenset({"code", "pre", "text_link", "url"})


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Return a text and its entities, from its markup, or without any as they were given."""
    if len(text.encode("utf-8", "surrogatepass")) > SOURCE:
        raise bad_request("text is too long")
    if not text or parse_mode.lower() in ("", "none"):
        return settled(text, _given(entities, text))
    if (version := MARKDOWN.get(parse_mode.lower())) is not None:
        return settled(*parse_markdown(text, version))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return settled(*parse_html(text))


def _given(entities: Any, text: str) -> list[Entity]:
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
            if types is int and isinstance(each[name], str) and re.fullmatch(r"-?\d{1,9}", each[name]):
                each[name] = int(each[name])
            if not isinstance(each[name], types) or isinstance(each[name], bool):
                raise _no_entity(f'Field "{name}" must be of type {"String" if types is str else "Number"}')
        if each["type"] not in MADE | BY_ITSELF:
            raise _no_entity("Unsupported type specified")
        if (needed := NEEDS.get(each["type"])) is not None and needed not in each:
            raise _no_entity(f'Can\'t find field "{needed}"')
        _check_place(each, text)
        if each["type"] == "text_link":
            each["url"] = linked("entity", str(each["url"]))
    return [each for each in given if each["type"] in MADE]


def _check_place(entity: Entity, text: str) -> None:
    """Refuse an entity that is not within its text, or begins or ends within a character."""
    start, length, whole = entity["offset"], entity["length"], utf16_length(text)
    end = start + length
    for name, value in (("offset", start), ("length", length)):
        if value < 0:
            raise bad_request(f"receive an entity with incorrect {name} {value}")
    if start > whole:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > whole:
        where = f"ends after the end of the text at UTF-16 offset {end}"
        raise bad_request(f"entity beginning at UTF-16 offset {start} {where}")
    units = text.encode("utf-16-le", "surrogatepass")
    for word, place in (("begins", start), ("ends", end)):
        if 0xDC <= (units[2 * place + 1] if 2 * place + 1 < len(units) else 0) <= 0xDF:
            raise bad_request(f"entity {word} in a middle of a UTF-16 symbol at UTF-16 offset {place}")


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
    text, entities = _cleaned(text, entities)
    shift = utf16_length(text) - utf16_length(text.lstrip(" \n"))
    kept = text.strip(" \n")
    given = _apart([moved for each in entities if (moved := _moved(each, shift, utf16_length(kept)))])
    opaque = [each for each in given if each["type"] in OPAQUE]
    added: list[Entity] = []
    for each in found_entities(kept):
        if not any(_overlap(each, other) for other in [*opaque, *added]):
            added.append(each)
    return kept, sorted([*given, *added], key=lambda each: (each["offset"], -each["length"]))


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop the characters that Telegram drops, have spaces in place of controls, and move the entities along."""
    text = CONTROLS.sub(" ", text)
    gone = [utf16_length(text[: match.start()]) for match in DROPPED.finditer(text)]
    if not gone:
        return text, entities

    def at(offset: int) -> int:
        return offset - sum(one < offset for one in gone)

    moved = [
        {**each, "offset": at(each["offset"]),
         "length": at(each["offset"] + each["length"]) - at(each["offset"])}
        for each in entities
    ]
    return DROPPED.sub("", text), moved


def _apart(entities: list[Entity]) -> list[Entity]:
    """Leave out what says the same again, and what is inside code: nothing else can be there."""
    kept: list[Entity] = []
    for each in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        same = any(one["type"] == each["type"] and _holds(one, each) for one in kept)
        if not same and not any(one["type"] in CODE and _holds(one, each) for one in kept):
            within = each["type"] in CODE
            kept = [one for one in kept if not (within and _holds(each, one))] + [each]
    return kept


def _holds(one: Entity, other: Entity) -> bool:
    """Tell whether an entity is all within another."""
    end = other["offset"] + other["length"]
    return bool(one["offset"] <= other["offset"] and end <= one["offset"] + one["length"])


def _moved(entity: Entity, shift: int, end: int) -> Entity | None:
    """Move an entity left by `shift` and cut it to the text; None where nothing is left of it."""
    start = max(entity["offset"] - shift, 0)
    stop = min(entity["offset"] - shift + entity["length"], end)
    return {**entity, "offset": start, "length": stop - start} if stop > start else None


def _overlap(one: Entity, other: Entity) -> bool:
    """Tell whether two entities share a character."""
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
