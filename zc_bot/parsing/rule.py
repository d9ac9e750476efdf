"""A rule: a name, when it applies, and the meaning it then makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.reading import Reading
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading with all that is known about the question: who asks, when, in which language."""

    reading: Reading
    lexicon: Lexicon
    today: date
    own: tuple[str, ...]
    lang: str

    def meaning(self, intent: Intent, **fields: Any) -> Meaning:
        """Make a meaning that names what the reading names; `fields` overrule."""
        reading = self.reading
        named = {
            "question": reading.typed,
            "communities": reading.communities,
            "metrics": reading.metrics,
            "years": reading.years,
            "authority": reading.authority,
            "readings": reading.readings,
            "carried": reading.carried,
        }
        return Meaning(intent, **{**named, **fields})

    def with_reading(self, **changes: Any) -> Asked:
        return replace(self, reading=replace(self.reading, **changes))

    @property
    def single(self) -> tuple[str, ...]:
        """The asker's community, if it is a single one and the question named none, nor the city."""
        reading = self.reading
        of_all = reading.has("city") or reading.any("whole")
        return self.own if len(self.own) == 1 and not reading.communities and not of_all else ()


@dataclass(frozen=True, slots=True)
class Rule:
    """sense: without this cue it never applies."""

    name: str
    applies: Callable[[Asked], bool]
    produce: Callable[[Asked], Meaning]
    sense: str = ""


def first_match(rules: tuple[Rule, ...], asked: Asked) -> Meaning | None:
    """Apply the first rule that fits."""
    cues = asked.reading.cues
    for rule in rules:
        if (not rule.sense or rule.sense in cues) and rule.applies(asked):
            meaning = rule.produce(asked)
            return meaning if meaning.rule else meaning.changed(rule=rule.name)
    return None


def anew(asked: Asked, meaning: Meaning, of_all: re.Pattern[str]) -> Meaning:
    """Leave out the communities spoken of before where it is asked of all: 哪些区还没出实施方案."""
    if "communities" not in asked.reading.carried or not of_all.search(asked.reading.text):
        return meaning
    return replace(meaning, communities=(), authority=None, carried=meaning.carried - {"communities"})
