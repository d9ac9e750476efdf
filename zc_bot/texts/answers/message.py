"""A message as lines: what must stay, what may be cut, and what comes last, kept within Telegram's length."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from markupsafe import Markup

from zc_bot.texts.catalog import Texts, join

LIMIT = 4096
SHOWN = 30
"""More communities than these nobody reads on a phone."""
MOST = 60


@dataclass
class Message:
    """Lines in the order in which they are read; only `body` is ever shortened, from its end.

    unsaid: how many more lines there would be, which nobody wrote because they are too many.
    """

    head: list[Markup]
    body: list[Markup] = field(default_factory=list)
    tail: list[Markup] = field(default_factory=list)
    unsaid: int = 0


def fit(message: Message, texts: Texts) -> Markup:
    """Join the lines, leaving out what does not fit and saying how many lines those are."""
    body = message.body[:MOST]
    while True:
        left_out = len(message.body) - len(body) + message.unsaid
        more = [texts("ask.more", count=left_out)] if left_out else []
        text = join([*message.head, *body, *more, *message.tail])
        if length(text) <= LIMIT:
            return text
        if body:
            body = body[: len(body) * 3 // 4]
        elif message.tail:
            message = Message(message.head, message.body, message.tail[:-1], message.unsaid)
        else:
            return Markup.escape(plain_text(text)[: LIMIT // 2])


def length(text: Markup) -> int:
    """Count UTF-16 units as Telegram does, after the HTML is parsed."""
    return len(plain_text(text).encode("utf-16-le")) // 2


def plain_text(text: Markup) -> str:
    """Return what a reader sees of a message."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))
