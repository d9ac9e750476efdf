"""What the pictures share: canvas, texts with their room, scale. Only here do figures become floating point."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Literal, NamedTuple

from zc_bot.texts.charts.spec import ChartSpec
from zc_bot.values import dataclass

WIDTH = 1080
MARGIN = 56.0
SIZE = 38
"""Eleven pixels of a picture that a chat shows 320 wide."""
TITLE = 44
LEADING = 50.0
INK, SOFT, FAINT, LIMIT = "#17212b", "#4b5763", "#e3e8ed", "#8a1f04"
MET, FAILED = "#1f5fa8", "#b83210"
"""Colours of what is read, of what stands behind it, of lines behind, and of the policy's threshold."""
Anchor = Literal["start", "middle", "end"]
_TICKS = 4
_ASCII = (
    ".22 .32 .47 .56 .56 .92 .68 .28 .34 .34 .47 .56 .28 .35 .28 .39 .56 .56 .56 .56 .56 .56 .56 .56 .56 .56 .28 .28 "
    ".56 .56 .56 .47 .95 .61 .66 .64 .69 .59 .55 .69 .73 .29 .54 .65 .54 .81 .72 .74 .63 .74 .64 .60 .60 .72 .57 .88 "
    ".57 .53 .60 .34 .39 .34 .56 .56 .61 .56 .62 .51 .62 .55 .33 .56 .61 .28 .28 .55 .28 .93 .61 .61 .62 .62 .39 .47 "
    ".38 .61 .52 .80 .50 .52 .47 .34 .27 .34 .56"
)
_ADVANCE = {chr(32 + at): float(width) for at, width in enumerate(_ASCII.split())}
"""How wide the characters of the package's font are, in its size; those of Chinese are as wide as high."""


class Box(NamedTuple):
    """Room on the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def is_crossed_by(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Tell whether a straight line from one place to another goes through."""
        low, high = 0.0, 1.0
        sides = ((self.left, self.right), (self.top, self.bottom))
        for (near, far), begins, ends in zip(sides, start, end, strict=True):
            if begins == ends:
                if not near < begins < far:
                    return False
                continue
            first, last = sorted(((near - begins) / (ends - begins), (far - begins) / (ends - begins)))
            low, high = max(low, first), min(high, last)
        return low < high


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text whose base line begins, ends or has its middle at x, y."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    colour: str = INK
    size: int = SIZE

    @property
    def box(self) -> Box:
        width = width_of(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - 0.86 * self.size, left + width, self.y + 0.16 * self.size)


class Tick(NamedTuple):
    """A place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of values: from `low` to `high` in steps of `step`, a round number."""

    low: float
    high: float
    step: float

    def part(self, value: float) -> float:
        """Return how far along the axis a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[Tick]:
        decimals = next(places for places in count() if math.isclose(round(self.step, places), self.step))
        steps = round((self.high - self.low) / self.step)
        values = [self.low + self.step * index for index in range(steps + 1)]
        return [Tick(value, f"{value:,.{decimals}f}") for value in values]

    @property
    def is_cut(self) -> bool:
        """Tell whether the axis begins above nothing."""
        return self.low > 0


def scale_of(spec: ChartSpec, from_zero: bool) -> Scale:
    """Choose an axis that holds all values and thresholds with some air above."""
    values = [float(point.value) for series in spec.series for point in series.points if point.value is not None]
    values += [float(rule.value) for rule in spec.rules]
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or abs(high) or 1.0
    step = _round_step(span / _TICKS)
    bottom = math.floor((low - (0 if from_zero else span * 0.15)) / step) * step
    if low >= 0:
        bottom = max(bottom, 0.0)
    return Scale(bottom, math.ceil((high + span * 0.06) / step) * step, step)


def width_of(text: str, size: float) -> float:
    """Return how wide a text is drawn."""
    return size * sum(_ADVANCE.get(char) or _width_of_other(char) for char in text)


def _width_of_other(char: str) -> float:
    """Return how wide a character is that is not plain Latin."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.75


def shortened(text: str, size: float, room: float) -> str:
    """Cut a text to the room there is."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines no wider than the room: between words, or between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [shortened(one, size, room) for one in (*lines, line.rstrip()) if one]


def _pieces(text: str) -> Iterable[str]:
    """Give what must stay together: a word of Latin letters and figures with its blank, else a character."""
    word = ""
    for char in text:
        if char.isascii() and char != " ":
            word += char
            continue
        if char == " " or char in "、，；。）：":
            yield word + char
        else:
            yield from (part for part in (word, char) if part)
        word = ""
    yield word


def heading(spec: ChartSpec, notes: Sequence[str]) -> tuple[list[Text], float]:
    """Write the title and what stands beneath it; returns the texts and where they end."""
    room, y = WIDTH - 2 * MARGIN, MARGIN + 30
    texts = []
    for line in wrapped(spec.title, TITLE, room):
        texts.append(Text(MARGIN, y, line, size=TITLE))
        y += LEADING + 6
    for line in wrapped(joined(notes), SIZE, room):
        texts.append(Text(MARGIN, y, line, colour=SOFT))
        y += LEADING
    return texts, y - LEADING + 16


def footing(lines: Iterable[str], y: float) -> tuple[list[Text], float]:
    """Write lines under a chart, each broken where it is too long; returns the texts and where they end."""
    texts = []
    for line in lines:
        for part in wrapped(line, SIZE, WIDTH - 2 * MARGIN):
            texts.append(Text(MARGIN, y, part, colour=SOFT))
            y += LEADING
    return texts, y


def joined(notes: Iterable[str]) -> str:
    """Set notes one behind the other, with the stop of their language."""
    said = [note for note in notes if note]
    return ("；" if any(is_chinese(note) for note in said) else "; ").join(said)


def is_chinese(text: str) -> bool:
    return any(unicodedata.east_asian_width(char) == "W" for char in text)


def widest(texts: Iterable[str], size: float) -> float:
    return max((width_of(text, size) for text in texts), default=0.0)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
