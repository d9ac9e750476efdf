"""Questions about the bot, its work and its people, known whatever words they come in: 照片往哪儿传, 好勒没事了 拜拜.

A row of `data/language/known.toml` names what must be said; a text whose every word is of the row's senses asks what
the row asks. What says more than that is none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, cast

from zc_bot.parsing.back_to import find_back
from zc_bot.parsing.language import tables
from zc_bot.parsing.meaning import RENAMED, Meaning
from zc_bot.parsing.phrases import community_label
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.senses import Senses
from zc_bot.parsing.tokens import Entry, Token
from zc_bot.values import dataclass

Courtesy = Literal["thanks", "greeting"]
LONGEST = 60
_PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Known:
    """A known question: in full, with {c}, {y} and {d} where a community, a year and days may be named.

    topic: what is told of the bot itself, instead; courtesy: it is no question. own: the asker's own communities are
    named, of whoever has some. figure: a metric may be named, which changes nothing. renamed: it is asked what became
    of the authority of a community that is named. needs: of each group one sense
    must be said. may: what may be said beside. first: it goes before the rules.
    """

    asks: str
    topic: str
    first: bool
    own: bool
    figure: bool
    renamed: bool
    courtesy: Courtesy | None
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]

    def is_said(self, words: tuple[frozenset[str], ...]) -> bool:
        """Tell whether every word is of its senses, and each group of what it needs is among them."""
        senses = self.may.union({_PLAIN}, *self.needs)
        if any(word.isdisjoint(senses) for word in words):
            return False
        return all(any(not word.isdisjoint(group) for word in words) for group in self.needs)


def read_known(asked: Asked, read: Callable[[str], Meaning], first: bool = False) -> Meaning | None:
    """Read a known question; None for any other text. read: understands the row's question.

    first: only of those that go before the rules.
    """
    reading = asked.reading
    if reading.bounds or reading.limits or len(reading.text) > LONGEST:
        return None
    rows = _that_may_be(reading, first)
    if not rows:
        return None
    if any(one.read_as for one in reading.tokens):
        reading = replace(reading, tokens=tuple(one for one in reading.tokens if not one.read_as))
    back = find_back(reading.text, asked.today)
    days = () if back is None else (Token(back.start, back.end, (Entry("cue", "day"),)),)
    words = _WORDS.all_of(reading, _WORDS.found(reading.text), days)
    if not words:
        return None
    named = any(one.has("metric") or one.has("requirement") for one in reading.tokens)
    row = next((row for row in rows if (row.figure or not named) and row.is_said(words)), None)
    if row is None:
        return None
    if row.courtesy is not None:
        plain = not (reading.communities or reading.years)
        return Meaning("unknown", reading.typed, reason=row.courtesy, rule="known") if plain else None
    if row.topic:
        return Meaning("help", reading.typed, topic=row.topic, rule="known")
    if row.renamed:
        return _what_became_of(reading, of_itself="called" in row.needs[0])
    if row.own:
        own = asked.own
        return Meaning("directory", reading.typed, communities=own, rule="known") if own else None
    said = _in_full(row.asks, asked)
    if said is None or said == reading.typed:
        return None  # In the row's own words it is read by the other rules.
    found = read(said)
    if found.intent == "export" and "csv" in reading.text:
        found = found.changed(topic="csv")  # The row asks for a sheet of either kind.
    if back is not None and found.intent == "changes":
        found = replace(found, days=(back.first, back.last))
    return found.changed(question=reading.typed, rule="known")


def _what_became_of(reading: Reading, of_itself: bool) -> Meaning | None:
    """of_itself: the name of a community is asked about, not what became of its authority."""
    if not reading.communities or reading.years:
        return None
    office = any(entry.kind == "authority" for token in reading.tokens for entry in token.entries)
    named = [token for token in reading.tokens if token.has("community") and not token.has("authority")]
    twice = len(named) > 1 and len(reading.communities) == 1
    if of_itself or twice or not office:
        # 新材料和智能制造是不是同一个: of the community itself, whose names its card tells.
        return Meaning("directory", reading.typed, communities=reading.communities, rule="known")
    return Meaning(
        "directory", reading.typed, communities=reading.communities, authority=reading.authority, topic=RENAMED,
        rule="known",
    )


def _that_may_be(reading: Reading, first: bool) -> list[Known]:
    """Give the rows of which all that must be said may stand in a text: its words, its cues, a day."""
    said = _WORDS.may_be_said(reading.text).union(
        (entry.code for token in reading.tokens for entry in token.entries if entry.kind == "cue"), ("day",)
    )
    rows = _FIRST if first else _QUESTIONS
    return [row for row in rows if not any(said.isdisjoint(group) for group in row.needs)]


def _in_full(asks: str, asked: Asked) -> str | None:
    """Put into a question the community and the year that are named; None where it has no place for them."""
    reading, programme = asked.reading, asked.lexicon.programme
    if (reading.communities and "{c}" not in asks) or (reading.years and "{y}" not in asks):
        return None
    if "{c}" in asks and "{y}" not in asks and not (reading.communities or asked.own):
        return None
    own = () if "{y}" in asks else asked.own
    places = "和".join(community_label(programme, code, "zh") for code in reading.communities or own)
    return asks.format(c=places, y="和".join(f"{year}年" for year in reading.years), d="最近")


_QUESTIONS = tuple(
    Known(
        row.get("asks", ""), row.get("topic", ""), bool(row.get("first")), bool(row.get("own")),
        bool(row.get("figure")), bool(row.get("renamed")), cast("Courtesy | None", row.get("is")),
        tuple(map(frozenset, row["needs"])), frozenset(row["may"]),
    )
    for row in tables("known_rows")
)
_FIRST = tuple(row for row in _QUESTIONS if row.first)
_WORDS = Senses("known")
