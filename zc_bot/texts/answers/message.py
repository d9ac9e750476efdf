"""A message as lines: what must stay, what may be cut, and what comes last, kept within Telegram's length.

What is more than a phone shows at once stands folded in a quotation that a tap opens.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from markupsafe import Markup

from zc_bot.parsing.pending import compile_later
from zc_bot.texts.catalog import Texts, join

LIMIT = 4096
_TAG = compile_later(r"<[^>]+>")
SHOWN = 30
"""More communities than these nobody reads on a phone."""
MOST = 60
A_SCREEN, FOLDED, FEWEST = 12, 3, 4
"""Lines that are read at once; those that Telegram shows of a folded quotation; those before it at least."""
A_LINE = 40
"""Half-widths in a line of a bubble at 390 px."""


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
        spare = A_SCREEN - FOLDED - sum(map(lines_of, (*message.head, *message.tail)))
        text = join([*message.head, *_folded([*body, *more], spare), *message.tail])
        if length(text) <= LIMIT:
            return text
        if body:
            body = body[: len(body) * 3 // 4]
        elif message.tail:
            message = Message(message.head, message.body, message.tail[:-1], message.unsaid)
        else:
            return Markup.escape(plain_text(text)[: LIMIT // 2])


def within_limit(text: Markup, lines: Sequence[Markup]) -> Markup:
    """Add lines to a text, where there is room for them."""
    longer = join([text, *lines])
    return longer if length(longer) <= LIMIT else text


def _folded(lines: list[Markup], spare: int) -> list[Markup]:
    """Fold what comes after as many lines as there is room for; one or two are not worth it."""
    sizes = [lines_of(line) for line in lines]
    if sum(sizes) <= max(spare, FEWEST) + FOLDED:
        return lines
    shown, left = 0, max(spare, FEWEST)
    while left >= sizes[shown]:
        left -= sizes[shown]
        shown += 1
    return [*lines[:shown], _quoted(lines[shown:])]


def fold(lines: list[Markup]) -> list[Markup]:
    """Fold lines that are read only by who wants more, where they take more than Telegram shows of a fold."""
    return [_quoted(lines)] if sum(map(lines_of, lines)) > FOLDED else lines


def _quoted(lines: list[Markup]) -> Markup:
    return Markup("<blockquote expandable>{}</blockquote>").format(join(lines))


def lines_of(line: Markup) -> int:
    """Count how many lines of a phone a line takes."""
    return sum(max(1, -(-half_widths(said) // A_LINE)) for said in plain_text(line).split("\n"))


def half_widths(said: str) -> int:
    """Measure in half-widths."""
    if said.isascii():
        return len(said)
    widths = "".join(map(east_asian_width, said))
    return len(said) + widths.count("W") + widths.count("F")


def length(text: Markup) -> int:
    """Count UTF-16 units as Telegram does, after the HTML is parsed."""
    return len(plain_text(text).encode("utf-16-le")) // 2


def plain_text(text: Markup) -> str:
    """Return what a reader sees of a message."""
    return html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else str(text)
