"""Pictures asked for in words: which kind (对比图, 各社区…的图), and whether as a file (看板导出成PNG).

The words for the picture are taken out and the rest is read as any question is, so that a picture never shows
something else than the answer above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from zc_bot.parsing.language import alternatives


@dataclass(frozen=True, slots=True)
class Pictured:
    """What is to be read instead, in the order in which it is tried; file: the picture is wanted as a file."""

    readings: tuple[str, ...]
    bars: bool
    file: bool


def pictured(text: str) -> Pictured | None:
    """Take a text apart that asks for a picture of places side by side, or for one as a file; None for others."""
    bars, board, file, picture, each, course = _patterns()
    rest, named = bars.subn(" ", text)
    if not named and each.search(text) and not course.search(text):
        rest, named = picture.subn(" ", text)
    as_file = file.search(text) is not None and bool(named or board.search(text) or picture.search(text))
    if as_file:
        rest = file.sub(" ", rest)
    if not (named or as_file):
        drawn = _IMAGE.sub("chart of", text)
        return Pictured((drawn,), False, False) if drawn != text else None
    rest = _ASIDE.sub(" ", rest).strip(" ，,。的")
    ranked = f"{rest}排名" if _CHINESE.search(text) else f"{rest} ranking"
    return Pictured((rest, ranked) if named else (rest,), bool(named), as_file)


def asks_for_picture(text: str) -> bool:
    """Tell whether a text wants a picture of whatever it names."""
    return _patterns()[_SENSES.index("any")].search(text) is not None


_ASIDE = re.compile(
    "画一?[个张下]|做一?[个张]|来一?[个张]|给我|帮我|发[给我]{1,2}|把|请|看一?下|send me|please|draw(?: me)?|show me"
)
_IMAGE = re.compile("(?:picture|image) of", re.IGNORECASE)
_CHINESE = re.compile("[一-鿿]")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(alternatives(f"picture.{sense}"), re.IGNORECASE) for sense in _SENSES
    )


_SENSES = ("bars", "board", "file", "any", "each", "course")
"""Of places side by side; the board; as a file; any picture; of every place; over the years."""
