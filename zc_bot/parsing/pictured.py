"""Pictures asked for in words: which kind (对比图, 各社区…的图), and whether as a file (看板导出成PNG).

The words for the picture are taken out and the rest is read as any question is, so that a picture never shows
something else than the answer above it.
"""

from __future__ import annotations

import re
from functools import partial

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.query import Judged
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Pictured:
    """What is to be read instead, in the order in which it is tried; file: the picture is wanted as a file.

    plain: only what is drawn of figures without a year of its own is taken, else the text is read as it stands.
    """

    readings: tuple[str, ...]
    bars: bool
    file: bool
    plain: bool = False


def pictured(text: str) -> Pictured | None:
    """Take a text apart that asks for a picture of places side by side, or for one as a file; None for others."""
    rest, named = _BARS.subn(" ", text)
    if not named and _EACH.search(text) and not _COURSE.search(text):
        rest, named = _ANY.subn(" ", text)
    as_file = _FILE.search(text) is not None and bool(named or _BOARD.search(text) or _ANY.search(text))
    if as_file:
        rest = _FILE.sub(" ", rest)
    if not (named or as_file):
        drawn, shaped = _IMAGE.sub("chart of", text), _FORM.sub(" ", text)
        if shaped != text:
            return Pictured((_ASIDE.sub(" ", shaped).strip(_EDGES),), False, False)
        return Pictured((drawn,), False, False) if drawn != text else _over_years(text)
    rest = _ASIDE.sub(" ", rest).strip(_EDGES)
    ranked = f"{rest}排名" if _CHINESE.search(text) else f"{rest} ranking"
    return Pictured((rest, ranked) if named else (rest,), bool(named), as_file)


def _over_years(text: str) -> Pictured | None:
    """Read what has no picture of its own (全市高新占比的图, a single value) as its course over the years."""
    rest, named = _DRAWN_AS.subn("", text)
    if not named or _COURSE.search(text):
        return None
    rest = _ASIDE.sub(" ", rest).strip(_EDGES)
    return Pictured((rest, f"{rest}走势"), False, False, plain=True)


def verdicts_drawn(found: Meaning, text: str) -> Meaning | None:
    """Return what draws the verdicts that are asked for: the board, of one figure its bars beside what is required.

    None for other questions, and for one community, whose verdicts are a list.
    """
    places, years, metrics = found.communities, found.years, found.metrics
    judged = found.intent == "check" or (found.intent == "filter" and found.threshold is None)
    if (query := found.query) is not None:
        where = query.places.where
        judged, places, years = isinstance(where, Judged) and not query.measures, query.places.codes, query.years
        if isinstance(where, Judged):
            years, metrics = years or where.years, where.metrics
    if not judged or found.requirements or len(places) == 1 or len(metrics) > 1:
        return None
    drawn: Intent = "rank" if metrics else "status"
    return Meaning(drawn, text, places, metrics, years, authority=found.authority, rule="verdicts drawn")


def asks_for_picture(text: str) -> bool:
    """Tell whether a text wants a picture of whatever it names."""
    return _ANY.search(text) is not None


_ASIDE = re.compile(
    "画一?[个张下]|做一?[个张]|来一?[个张]|给我|帮我|发[给我]{1,2}|把|请|看一?下|send me|please|draw(?: me)?|show me"
)
_EDGES = " ，,。的"
_DRAWN_AS = re.compile("的?图(?:表|形)?(?=$|[发给看。吧呢,，])")
_IMAGE = re.compile("(?:picture|image) of", re.IGNORECASE)
_CHINESE = re.compile("[一-鿿]")


_BARS, _BOARD, _FILE, _ANY, _EACH, _COURSE, _FORM = (
    compile_later(partial(alternatives, f"picture.{sense}"), re.IGNORECASE)
    for sense in ("bars", "board", "file", "any", "each", "course", "form")
)
"""Of places side by side; the board; as a file; any picture; of every place; over the years; as a picture at all."""
