"""Names for what became of figures: the figure, whose it is and when, who did what and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from zc_bot.parsing.back_to import BEGINNING
from zc_bot.parsing.filed import Filed
from zc_bot.parsing.meaning import Choice
from zc_bot.storage.filed import Became
from zc_bot.storage.observations import Version
from zc_bot.texts.answers.words import Words
from zc_bot.texts.reminders import word_age
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. seen: single figures, as far as the asker sees them; known: all of them, to be counted alone.

    places: those asked about, none for all. me: who asks. due: of a share, how many were to be handed in, by
    community.
    """

    seen: Sequence[Became]
    known: Sequence[Became]
    places: tuple[str, ...]
    metrics: tuple[str, ...]
    years: tuple[int, ...]
    due: Mapping[str, int]
    me: int
    reviews: bool
    readings: Sequence[Markup]
    now: datetime


def next_of(asked: Filed, words: Words) -> Iterator[Choice]:
    texts = words.texts
    for name in ("waiting", "missing") if asked.state != "waiting" else ("missing", "city"):
        yield Choice(texts.plain(f"filed.next.{name}"), texts.plain(f"filed.ask.{name}"))


def what_of(places: tuple[str, ...], years: tuple[int, ...], metrics: tuple[str, ...], words: Words) -> str:
    """Name the communities, the years and the metrics asked about."""
    texts = words.texts
    of_all = len(places) == len(words.programme.communities)
    named = "" if not places or of_all else words.community(places[0]) if len(places) == 1 else words.places(places)
    parts = [named, texts.plain("ask.comma").join(texts.plain("filed.year", year=year) for year in years)]
    parts.append(words.listed(map(words.metric, metrics)) if metrics else "")
    return (" " if words.lang == "en" else "").join(part for part in parts if part)


class Naming:
    """What was asked and found, and how each of it is named."""

    def __init__(self, asked: Filed, found: Found, words: Words) -> None:
        self.asked, self.found, self.words, self.texts = asked, found, words, words.texts
        self.known = list(found.known)
        self.seen = list(found.seen)

    def returned(self, one: Became) -> Markup:
        version = one.version
        return self.texts(
            "filed.returned_line", what=self.figure(version), reason=self.reason(version),
            person=version.actor_name, time=self.day(version.recorded_at),
        )

    def deed(self, one: Became) -> Markup:
        version = one.version
        return self.texts(
            f"filed.deed_{self.asked.state}", person=version.actor_name, time=self.moment(version.recorded_at),
            reason=self.reason(version),
        )

    def reason(self, version: Version) -> str:
        return version.reason or self.texts.plain("filed.no_reason")

    def figure(self, version: Version) -> str:
        return what_of((version.community,), (version.year,), (version.metric,), self.words)

    def place(self, version: Version) -> str:
        return self.place_of(version.community, version.year)

    def place_of(self, community: str, year: int) -> str:
        name = self.words.programme.short_names[self.words.lang][community]
        return f"{name}{' ' if self.words.lang == 'en' else ''}{self.texts.plain('filed.year', year=year)}"

    def of(self) -> str:
        what = self.what_of()
        return self.texts.plain("filed.of", what=what) if what else ""

    def what_of(self) -> str:
        """Name what was asked about: the figures, whose they are, and when."""
        texts, asked, found = self.texts, self.asked, self.found
        parts = [what_of(found.places, found.years, found.metrics, self.words)]
        if asked.person:
            lead = "filed." if found.reviews else "filed.reported_"
            parts.append(texts.plain(f"{lead}by_person", person=asked.person))
        elif asked.mine != asked.others:
            lead = "filed." if found.reviews else "filed.reported_"
            parts.append(texts.plain(f"{lead}by_{'you' if asked.mine else 'others'}"))
        if asked.days is not None:
            first, last = asked.days
            key = "until" if first == BEGINNING else "day" if first == last else "between"
            parts.append(texts.plain(f"filed.{key}", first=first.isoformat(), last=last.isoformat()))
        return texts.plain("ask.comma").join(part for part in parts if part)

    def age(self, since: datetime) -> str:
        return word_age(since.astimezone(self.found.now.tzinfo), self.found.now, self.texts)

    def moment(self, moment: datetime) -> str:
        return self.words.moment(moment)

    def day(self, moment: datetime) -> str:
        return moment.astimezone(self.found.now.tzinfo).date().isoformat()
