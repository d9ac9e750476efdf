"""Telegram's Markdown, of both versions: read into plain text and entities as Telegram's own library reads it.

Offsets and lengths of entities count UTF-16 units, offsets in messages about faults count UTF-8 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markup import Entity, utf16_length

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
SECOND = {
    "||": "spoiler", "__": "underline", "*": "bold", "_": "italic", "~": "strikethrough",
}
FIRST = {"*": "bold", "_": "italic"}
LINK = re.compile(r"\]\(([^)\\]*(?:\\.[^)\\]*)*)\)")
OPEN_LINK = re.compile(r"\]\(([^)]*)\Z")
SAFE = ("http://", "https://", "tg://", "mailto:", "tel:")


@dataclass
class _Reading:
    """A text as far as it was read; `opened`: marks not yet closed, offset in the text, place in the source."""

    text: str = ""
    length: int = 0
    entities: list[Entity] = field(default_factory=list)
    opened: list[tuple[str, int, int]] = field(default_factory=list)

    def append(self, piece: str) -> None:
        self.text += piece
        self.length += utf16_length(piece)

    def add(self, kind: str, start: int, **more: str) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start} | more)


def parse_markdown(source: str, version: int) -> tuple[str, list[Entity]]:
    """Read Markdown (version 1) or MarkdownV2 (version 2); raise ApiError 400 as Telegram words it."""
    reading, marks, position = _Reading(), SECOND if version == 2 else FIRST, 0
    while position < len(source):
        position = _step(source, position, reading, marks, version)
    if reading.opened:
        mark, _, place = reading.opened[-1]
        raise _unended("link" if mark == "[" else marks[mark], source, place, version)
    return reading.text, sorted(reading.entities, key=lambda each: (each["offset"], -each["length"]))


def _step(source: str, position: int, reading: _Reading, marks: dict[str, str], version: int) -> int:
    """Read what stands at a position and return where the next begins."""
    one = source[position]
    if one == "\\" and position + 1 < len(source) and (version == 2 or source[position + 1] in "_*`["):
        reading.append(source[position + 1])
        return position + 2
    if one == "`":
        return _code(source, position, reading, version)
    if one == "[" or (version == 2 and source.startswith("![", position)):
        reading.opened.append(("[", reading.length, position))
        return position + (2 if one == "!" else 1)
    if one == "]" and any(opened[0] == "[" for opened in reading.opened):
        return _link(source, position, reading, version)
    if version == 2 and one == ">" and (position == 0 or source[position - 1] == "\n"):
        return _quotation(source, position, reading, marks)
    mark = next((mark for mark in marks if source.startswith(mark, position)), None)
    if mark is not None:
        _mark(mark, marks[mark], position, reading)
        return position + len(mark)
    if version == 2 and one in RESERVED:
        raise _unreadable(f"Character '{one}' is reserved and must be escaped with the preceding '\\'")
    reading.append(one)
    return position + 1


def _mark(mark: str, kind: str, position: int, reading: _Reading) -> None:
    """Open an entity, or close the one that was opened last by the same mark."""
    if reading.opened and reading.opened[-1][0] == mark:
        reading.add(kind, reading.opened.pop()[1])
    else:
        reading.opened.append((mark, reading.length, position))


def _code(source: str, position: int, reading: _Reading, version: int) -> int:
    """Read code, in a line or as a block with its language, in which nothing else is read."""
    mark = "```" if source.startswith("```", position) else "`"
    end = source.find(mark, position + len(mark))
    if end < 0:
        raise _unended("pre" if mark == "```" else "code", source, position, version)
    content, start = source[position + len(mark) : end], reading.length
    language = re.match(r"([\w+-]+)\n", content) if mark == "```" else None
    reading.append(content[language.end() :] if language else content)
    reading.add("pre" if mark == "```" else "code", start, **({"language": language[1]} if language else {}))
    return end + len(mark)


def _link(source: str, position: int, reading: _Reading, version: int) -> int:
    """Close a link, or a custom emoji, by the address behind it; without one the brackets stand for themselves."""
    if reading.opened[-1][0] != "[":
        raise _unreadable(f"Can't find end of entity starting at byte offset {_byte(source, position)}")
    _, start, _ = reading.opened.pop()
    match = LINK.match(source, position)
    if match is None and version == 1:
        # The older reads an address to the end where nothing ends it.
        match = OPEN_LINK.match(source, position)
    if match is None:
        return position + 1
    url = re.sub(r"\\(.)", r"\1", match[1])
    if (emoji := re.fullmatch(r"tg://emoji\?id=(\d+)", url)) is not None:
        reading.add("custom_emoji", start, custom_emoji_id=emoji[1])
    elif url.startswith(SAFE):
        reading.add("text_link", start, url=url)
    return match.end()


def _quotation(source: str, position: int, reading: _Reading, marks: dict[str, str]) -> int:
    """Read the lines that begin with `>` as one quotation."""
    start = reading.length
    while source.startswith(">", position):
        position += 1
        while position < len(source) and source[position] != "\n":
            position = _step(source, position, reading, marks, 2)
        if position + 1 < len(source) and source[position + 1] == ">":
            reading.append("\n")
            position += 1
    reading.add("blockquote", start)
    return position


def _unended(kind: str, source: str, place: int, version: int) -> Exception:
    at = f"at byte offset {_byte(source, place)}"
    what = f"{kind.capitalize()} entity {at}" if version == 2 else f"the entity starting {at}"
    return _unreadable(f"Can't find end of {what}")


def _byte(source: str, position: int) -> int:
    return len(source[:position].encode())


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
