"""Telegram's HTML: read into plain text and entities the way Telegram's own library reads it.

A stray `<` is refused; a stray `>` or `&` stands for itself. Offsets and lengths of entities count UTF-16
units, offsets in messages about faults count UTF-8 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from zc_bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
}
MENTION = re.compile(r"tg://user/?\?id=(\d{1,15})")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ESCAPED = re.compile(r"&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?", re.IGNORECASE)
TAG = re.compile(r"<(/?)([^\s>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)(>?)")
ATTRIBUTE = re.compile(
    r"(?=\S)([^\s=>]*)(?:\s*=\s*(?:(\"[^\"]*\"|'[^']*')|(?P<token>[\w.-]*)(?P<rest>[^\s>]*)))?", re.ASCII
)
SCHEMES = ("http", "https", "tg", "ton", "tonsite", "mailto", "tel")


@dataclass
class _Open:
    """A tag that has not been closed yet; `start` is its entity's offset."""

    tag: str
    attributes: dict[str, str]
    start: int


@dataclass
class _Reading:
    """What has been read so far."""

    text: str = ""
    length: int = 0
    entities: list[Entity] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def append(self, piece: str) -> None:
        self.text += piece
        self.length += utf16_length(piece)


def utf16_length(text: str) -> int:
    """Count UTF-16 units, which Telegram's limits and offsets are in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram HTML into text and entities; raise ApiError 400 as Telegram words it."""
    reading = _Reading()
    position = 0
    while position < len(source):
        opening = source.find("<", position)
        reading.append(_unescape(source[position : opening if opening >= 0 else len(source)]))
        if opening < 0:
            break
        position = _read_tag(source, opening, reading)
    if reading.opened:
        raise _unreadable(f'Can\'t find end tag corresponding to start tag "{reading.opened[-1].tag}"')
    return reading.text, sorted(reading.entities, key=lambda each: (each["offset"], -each["length"]))


def _read_tag(source: str, position: int, reading: _Reading) -> int:
    """Read the tag at `position` and return where it ends."""
    match = TAG.match(source, position)
    offset = len(source[:position].encode())
    if match is None or not match[4]:
        kind = "end" if source.startswith("</", position) else "start"
        raise _unreadable(f"Unclosed {kind} tag at byte offset {offset}")
    if match[1]:
        if match[3].strip():
            raise _unreadable(f"Unclosed end tag at byte offset {offset}")
        _close(match[2].lower(), offset, reading)
    else:
        before = len(source[: match.start(3)].encode())
        _open(match[2].lower(), _attributes(match[2].lower(), match[3], before), offset, reading)
    return match.end()


def _open(tag: str, attributes: dict[str, str], offset: int, reading: _Reading) -> None:
    if tag not in TYPES:
        raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {offset}')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    if tag == "tg-time" and not _says_when(attributes):
        raise _unreadable(f'Tag "tg-time" must have attribute "unix" at byte offset {offset}')
    if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        raise _unreadable(f'Tag "tg-emoji" must have attribute "emoji-id" at byte offset {offset}')
    reading.opened.append(_Open(tag, attributes, reading.length))


def _says_when(attributes: dict[str, str]) -> bool:
    """Tell whether a tag says at which second."""
    return re.fullmatch(r"-?\d{1,12}", attributes.get("unix", "")) is not None


def _close(tag: str, offset: int, reading: _Reading) -> None:
    if not reading.opened:
        raise _unreadable(f"Unexpected end tag at byte offset {offset}")
    opened = reading.opened.pop()
    if tag and tag != opened.tag:
        raise _unreadable(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"')
    if reading.length > opened.start:
        _finish(opened, reading)


def _finish(opened: _Open, reading: _Reading) -> None:
    """Add the entity of a tag that has just been closed; code directly in pre gives pre its language."""
    entity: Entity = {
        "type": TYPES[opened.tag],
        "offset": opened.start,
        "length": reading.length - opened.start,
    }
    if opened.tag == "a":
        url = opened.attributes.get("href") or reading.text
        if (person := MENTION.fullmatch(url)) is not None:
            entity |= {"type": "text_mention", "user": {"id": int(person[1])}}
        else:
            try:
                entity["url"] = linked("entity", url)
            except ApiError:
                # What is no address is no link, and stands as it was written.
                return
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes["emoji-id"]
    elif opened.tag == "tg-time":
        entity["unix_time"] = int(opened.attributes["unix"])
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and reading.opened and reading.opened[-1].tag == "pre":
        language = opened.attributes.get("class", "")
        if language.startswith("language-") and reading.opened[-1].start == opened.start:
            reading.opened[-1].attributes["language"] = language.removeprefix("language-")
        return
    elif opened.tag == "pre" and "language" in opened.attributes:
        entity["language"] = opened.attributes["language"]
    reading.entities.append(entity)


def _attributes(tag: str, source: str, before: int) -> dict[str, str]:
    """Read a tag's attributes: values in quotes, or of letters, digits, points and hyphens without.

    before: at which byte they begin.
    """
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(source):
        name, quoted, token, rest = match.groups()
        at = before + len(source[: match.start()].encode())
        if not name:
            raise _unreadable(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        if rest:
            begins = before + len(source[: match.start("token")].encode())
            raise _unreadable(f"Unexpected end of name token at byte offset {begins}")
        found[name.lower()] = _unescape(quoted[1:-1]) if quoted else (token or "").lower()
    return found


def linked(what: str, url: str) -> str:
    """Return an address as Telegram keeps it; raise ApiError 400 for one of another kind."""
    known = re.match(r"([a-z][a-z0-9+.-]*):", url, re.IGNORECASE)
    if known is None or (known[1].count(".") and not url.startswith(f"{known[1]}://")):
        host, _, path = url.partition("/")
        if "." not in host.strip(".") or not re.fullmatch(r"[\w.:-]+", host):
            raise bad_request(f"{what} URL '{url}' is invalid: Wrong HTTP URL")
        return f"http://{host}/{path}"
    if known[1].lower() not in SCHEMES:
        raise bad_request(f"{what} URL '{url}' is invalid: Unsupported URL protocol")
    return url


def _unescape(source: str) -> str:
    return ESCAPED.sub(_character, source)


def _character(match: re.Match[str]) -> str:
    """Return the character that a reference stands for; one that stands for none is left as typed."""
    if match[3]:
        return NAMED[match[3].lower()]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
