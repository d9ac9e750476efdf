"""What points at what was said before, in words that no rule made use of: 该三家战新占比如何, who is in charge of it.

Read alone it would be of everybody; so it is asked whether it is of those that were spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zc_bot.parsing.clarify import clarify_reading
from zc_bot.parsing.dated import FIGURES
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked

_FEW, _LONGEST = 8, 24
_OF_ALL = frozenset({*FIGURES, "directory", "status", "requirement", "changes", "card"})
_ONE = compile_later("它|(?:那|这|该)(?:个|家)?社区|(?<![a-z])(?:it|that one|this one)(?![a-z])")
_ANOTHER = compile_later(
    "(?:另外|另|其它|别的)(?:那|一)(?:个|家)|(?<![a-z])(?:the other one|another one|the other community)(?![a-z])"
)
"""Somebody else than those that were spoken of, of whom nobody knows who it is."""
_POINTS = compile_later(lambda: alternatives("pointing.words"))


def asks_whether_of_those(found: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Ask whether what was read of everybody is meant of those spoken of; anything else stays as it is."""
    if before is None:
        return _asks_whom(found, asked)
    spoken_of = before.communities or before.found
    if _ANOTHER.search(asked.reading.text) and spoken_of and found.communities == before.communities:
        return asked.meaning("unknown", reason="whom", communities=(), metrics=(), years=())
    if found.intent not in _OF_ALL or found.carried or found.communities:
        return found
    reading = asked.reading
    if len(reading.text) > _LONGEST or reading.has("city") or _POINTS.search(reading.text) is None:
        return found
    choices = [*_of_those(found, before), found]
    return clarify_reading(asked, choices, "unclear") if len(choices) > 1 else found


def _asks_whom(found: Meaning, asked: Asked) -> Meaning:
    """Ask whom 它 means where nobody was spoken of: how is it doing."""
    reading = asked.reading
    named = found.communities or reading.communities or reading.metrics or reading.requirements or reading.has("city")
    if named or found.intent not in {"status", "check"} or _ONE.search(reading.text) is None:
        return found
    return asked.meaning("unknown", reason="whom", communities=(), metrics=(), years=())


def _of_those(found: Meaning, before: Meaning) -> Iterator[Meaning]:
    """Give the same of those that were spoken of, or found."""
    those = before.communities or before.found
    if 0 < len(those) <= _FEW and found.query is None:
        intent = found.intent
        if intent == "rank" and found.limit is None:
            intent = "value" if len(those) == 1 else "compare"
        shown = () if before.shown is None else (before.shown,)
        years = found.years or before.years or shown
        yield replace(found, intent=intent, communities=those, implied=(), years=years[-1:] or years)
