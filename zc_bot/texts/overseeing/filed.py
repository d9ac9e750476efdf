"""What became of figures that were handed in, in words: the number, the name or the reason first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from markupsafe import Markup

from zc_bot.parsing.back_to import BEGINNING
from zc_bot.parsing.filed import Filed
from zc_bot.parsing.meaning import Choice
from zc_bot.policy.roles import Act
from zc_bot.storage.figures import Version
from zc_bot.storage.filed import Became
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.overseeing.punctuality import percent
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import word_age
from zc_bot.values import dataclass

_LISTED, _PEOPLE, _NAMED = 9, 3, 30


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. seen: single figures, as far as the asker sees them; known: all of them, to be counted alone.

    places: those asked about, none for all. due: of a share, how many were to be handed in. me: who asks.
    """

    seen: Sequence[Became]
    known: Sequence[Became]
    places: tuple[str, ...]
    metrics: tuple[str, ...]
    years: tuple[int, ...]
    due: int
    me: int
    reviews: bool
    readings: Sequence[Markup]
    now: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures of a year are due, approved, waiting, and were sent back and not reported anew."""

    year: int
    due: int
    approved: int
    waiting: int
    returned: int


def word_filed(asked: Filed, found: Found, words: Words) -> Rendered:
    """Answer in the words of what was asked; what nobody may see singly is counted."""
    wording = _Wording(asked, found, words)
    lines = [*wording.lines()]
    if len(found.known) > len(found.seen):
        lines.append(words.texts("filed.hidden", roles=who_may(Act.SEE_WAITING, words.texts, "all")))
    message = Message(lines[:1], lines[1:], [*found.readings])
    return Rendered(fit(message, words.texts), rows_of_two(_next(asked, words)))


def word_reviewed(
    tallies: Sequence[Tally], versions: Sequence[Version], places: tuple[str, ...], readings: Sequence[Markup],
    now: datetime, words: Words,
) -> Rendered:
    """Say of each year how much of it is reviewed, by whom, and what the rest waits for."""
    lines = [line for tally in tallies for line in _of_year(tally, versions, places, now, words)]
    message = Message(lines[:1], lines[1:], [*readings])
    return Rendered(fit(message, words.texts), rows_of_two(_next(Filed("approved"), words)))


def _of_year(
    tally: Tally, versions: Sequence[Version], places: tuple[str, ...], now: datetime, words: Words
) -> Iterator[Markup]:
    texts, of = words.texts, _what(places, (tally.year,), (), words)
    if not tally.due:
        yield texts("filed.none.due", of=of)
        return
    if tally.approved == tally.due:
        yield texts("filed.all_of_it", due=tally.due, of=of)
        yield from _whose(tally.year, versions, now, words)
        return
    yield texts("filed.reviewed", approved=tally.approved, due=tally.due, of=of)
    missing = tally.due - tally.approved - tally.waiting - tally.returned
    rest = {"waiting": tally.waiting, "returned": tally.returned, "missing": missing}
    parts = [texts.plain(f"filed.part.{name}", count=count) for name, count in rest.items() if count > 0]
    yield texts("filed.rest", parts=texts.plain("ask.comma").join(parts))
    yield from _whose(tally.year, versions, now, words)


def _whose(year: int, versions: Sequence[Version], now: datetime, words: Words) -> Iterator[Markup]:
    """Say who reported and reviewed what is reviewed, and who waits."""
    approved = [one for one in versions if one.year == year and one.status == "approved"]
    waiting = [one for one in versions if one.year == year and one.status == "submitted"]
    if approved:
        people = words.listed(dict.fromkeys(one.reporter_name for one in approved), _PEOPLE)
        reviewers = words.listed(dict.fromkeys(one.actor_name for one in approved), _PEOPLE)
        last = max(one.recorded_at for one in approved)
        yield words.texts("filed.whose", people=people, reviewers=reviewers, time=words.moment(last))
    if waiting:
        people = words.listed(dict.fromkeys(one.reporter_name for one in waiting), _PEOPLE)
        since = min(one.recorded_at for one in waiting).astimezone(now.tzinfo)
        yield words.texts("filed.who_waits", people=people, age=word_age(since, now, words.texts))


def _next(asked: Filed, words: Words) -> Iterator[Choice]:
    texts = words.texts
    for name in ("waiting", "missing") if asked.state != "waiting" else ("missing", "city"):
        yield Choice(texts.plain(f"filed.next.{name}"), texts.plain(f"filed.ask.{name}"))


def _what(places: tuple[str, ...], years: tuple[int, ...], metrics: tuple[str, ...], words: Words) -> str:
    """Name the communities, the years and the metrics asked about."""
    texts = words.texts
    of_all = len(places) == len(words.programme.communities)
    named = "" if not places or of_all else words.community(places[0]) if len(places) == 1 else words.places(places)
    parts = [named, texts.plain("ask.comma").join(texts.plain("filed.year", year=year) for year in years)]
    parts.append(words.listed(map(words.metric, metrics)) if metrics else "")
    return (" " if words.lang == "en" else "").join(part for part in parts if part)


class _Wording:
    """The lines of one answer."""

    def __init__(self, asked: Filed, found: Found, words: Words) -> None:
        self.asked, self.found, self.words, self.texts = asked, found, words, words.texts
        self.known = list(found.known)
        self.seen = list(found.seen)

    def lines(self) -> Iterator[Markup]:
        if not self.known:
            yield self.texts(f"filed.none.{self.asked.state}", of=self._of())
            return
        yield from _LINES.get(self.asked.asks, _Wording.counted)(self)

    def counted(self) -> Iterator[Markup]:
        """Count them, and say where they are."""
        if self._is_of_now():
            yield from self._sent_back()
            return
        yield self.texts(f"filed.{self.asked.state}", count=len(self.known), of=self._of())
        if self.asked.mine and self.asked.others:
            yield from self._two_sides()
        elif self.asked.by:
            yield from self._rows()
        elif self.asked.state == "returned" and self.seen:
            yield from map(self._returned, self.seen[::-1][:_LISTED])
        else:
            yield from self._by_place()

    def _is_of_now(self) -> bool:
        """Tell whether it is asked what is sent back now, not who sent what back when."""
        asked = self.asked
        return asked.state == "returned" and not (asked.days or asked.mine or asked.others or asked.by)

    def _sent_back(self) -> Iterator[Markup]:
        """Count what was not reported anew, and name it; then what was."""
        still = [one for one in self.known if one.stands]
        before = len(self.known) - len(still)
        if still:
            yield self.texts("filed.still_back", count=len(still), of=self._of())
            yield from map(self._returned, [one for one in self.seen if one.stands][::-1][:_LISTED])
            if before:
                yield self.texts("filed.back_before", count=before)
            return
        yield self.texts("filed.all_anew", count=before, of=self._of())
        yield from map(self._returned, self.seen[::-1][:_PEOPLE])

    def at_an_end(self) -> Iterator[Markup]:
        """Tell of the first or of the last."""
        if not self.seen:
            yield from self.counted()
            return
        one = self.seen[0 if self.asked.asks == "oldest" else -1]
        version, what = one.version, self._figure(one.version)
        if self.asked.state == "waiting":
            yield self.texts("filed.oldest_waiting", age=self._age(version.recorded_at), what=what)
            yield self.texts("filed.reported", person=version.reporter_name, time=self._moment(version.reported_at))
        else:
            yield self.texts("filed.first", time=self._moment(version.recorded_at), what=what)
            yield self._deed(one)

    def why(self) -> Iterator[Markup]:
        """Say why the last was sent back, then the others."""
        if self.asked.state != "returned" or not self.seen:
            yield from self.counted()
            return
        last, *others = self.seen[::-1]
        yield self.texts("filed.why", reason=self._reason(last.version), what=self._figure(last.version))
        yield self._deed(last)
        yield self.texts("filed.unsettled" if last.stands else "filed.settled")
        yield from map(self._returned, others[: _LISTED - 3])

    def who(self) -> Iterator[Markup]:
        """Name who did it, and how much each."""
        if not self.seen:
            yield from self.counted()
            return
        if self.asked.state == "waiting":
            names = self.words.listed(dict.fromkeys(one.version.reporter_name for one in self.seen), _PEOPLE)
            yield self.texts("filed.who_waiting", people=names, count=len(self.known), of=self._of())
            return
        counts = Counter(one.version.actor_name for one in self.seen)
        names = self.words.listed((name for name, _ in counts.most_common()), _PEOPLE)
        what = self.texts.plain(f"filed.share_of.{self.asked.state}", of=self._what_of())
        yield self.texts("filed.who", people=names, what=what, count=len(self.seen))
        for name, count in counts.most_common(_LISTED):
            last = max(one.version.recorded_at for one in self.seen if one.version.actor_name == name)
            yield self.texts("filed.row_person", name=name, count=count, time=self._moment(last))
        if self.asked.state == "returned":
            yield from map(self._returned, self.seen[::-1][:_PEOPLE])

    def when(self) -> Iterator[Markup]:
        """Say on which days."""
        if self.asked.state == "waiting" or not self.seen:
            yield from self.at_an_end()
            return
        last = self.seen[-1]
        if self.asked.state == "returned":
            yield self.texts("filed.when_returned", time=self._day(last.version.recorded_at), what=self._what_of())
            yield self._deed(last)
            return
        days = [self._day(one.version.recorded_at) for one in self.seen]
        key = "filed.when" if days[0] == days[-1] else "filed.when_between"
        yield self.texts(
            key, time=days[-1], first=days[0], last=days[-1], what=self._what_of(), count=len(self.seen)
        )
        yield self._deed(last)

    def share(self) -> Iterator[Markup]:
        """Say what part of all that is due they are."""
        due, count = self.found.due, len({_key(one.version) for one in self.known})
        if not due:
            yield from self.counted()
            return
        what = self.texts.plain(f"filed.share_of.{self.asked.state}", of=self._what_of())
        yield self.texts(
            "filed.share", share=percent(Fraction(count, due), self.words), count=count, due=due, what=what
        )

    def _two_sides(self) -> Iterator[Markup]:
        """Say of each row how many are the asker's own, and how many are others'."""
        rows: dict[str, list[Became]] = {}
        for one in self.known:
            rows.setdefault(self._row_of(one, self.asked.by) if self.asked.by else self._what_of(), []).append(one)
        for name, some in rows.items():
            mine = sum(self._is_mine(one) for one in some)
            yield self.texts("filed.row_two", name=name, mine=mine, others=len(some) - mine)

    def _is_mine(self, one: Became) -> bool:
        return (one.actor if self.found.reviews else one.version.reporter) == self.found.me

    def _rows(self) -> Iterator[Markup]:
        by = self.asked.by
        of = self.seen if by in {"person", "metric"} else self.known
        counts = Counter(self._row_of(one, by) for one in of)
        for name, count in counts.most_common():
            yield self.texts("filed.row", name=name, count=count)

    def _row_of(self, one: Became, by: str) -> str:
        version = one.version
        if by == "authority":
            return self.words.authority(self.words.programme.community[version.community].authority)
        if by == "person":
            return version.actor_name if self.asked.state == "approved" else version.reporter_name
        return self.words.metric(version.metric) if by == "metric" else self._place(version)

    def _by_place(self) -> Iterator[Markup]:
        """Name the figures of a single community and year, or count those of each."""
        places: dict[tuple[str, int], list[Became]] = {}
        for one in self.known:
            places.setdefault((one.version.community, one.version.year), []).append(one)
        seen = dict.fromkeys((one.version.community, one.version.year) for one in self.seen)
        for key, some in places.items():
            version = some[0].version
            if self.asked.state != "waiting" or key not in seen:
                yield self.texts("filed.row", name=self._place(version), count=len(some))
                continue
            people = dict.fromkeys(
                one.version.reporter_name for one in self.seen if (one.version.community, one.version.year) == key
            )
            yield self.texts(
                "filed.row_waiting", name=self._place(version), count=len(some),
                people=self.words.listed(people, _PEOPLE), age=self._age(version.recorded_at),
            )
        if len(seen) <= _PEOPLE and self.asked.asks == "which":
            for key in seen:
                codes = [
                    one.version.metric for one in self.seen if (one.version.community, one.version.year) == key
                ]
                names = self.words.listed(dict.fromkeys(map(self.words.metric, codes)), _NAMED)
                lead = "" if len(seen) == 1 else f"{self._place_of(*key)}："
                yield self.texts("filed.metrics", names=f"{lead}{names}")

    def _returned(self, one: Became) -> Markup:
        version = one.version
        return self.texts(
            "filed.returned_line", what=self._figure(version), reason=self._reason(version),
            person=version.actor_name, time=self._day(version.recorded_at),
        )

    def _deed(self, one: Became) -> Markup:
        version = one.version
        return self.texts(
            f"filed.deed_{self.asked.state}", person=version.actor_name, time=self._moment(version.recorded_at),
            reason=self._reason(version),
        )

    def _reason(self, version: Version) -> str:
        return version.reason or self.texts.plain("filed.no_reason")

    def _figure(self, version: Version) -> str:
        return _what((version.community,), (version.year,), (version.metric,), self.words)

    def _place(self, version: Version) -> str:
        return self._place_of(version.community, version.year)

    def _place_of(self, community: str, year: int) -> str:
        name = self.words.programme.short_names[self.words.lang][community]
        return f"{name}{' ' if self.words.lang == 'en' else ''}{self.texts.plain('filed.year', year=year)}"

    def _of(self) -> str:
        what = self._what_of()
        return self.texts.plain("filed.of", what=what) if what else ""

    def _what_of(self) -> str:
        """Name what was asked about: the figures, whose they are, and when."""
        texts, asked, found = self.texts, self.asked, self.found
        parts = [_what(found.places, found.years, found.metrics, self.words)]
        if asked.mine != asked.others:
            lead = "filed." if found.reviews else "filed.reported_"
            parts.append(texts.plain(f"{lead}by_{'you' if asked.mine else 'others'}"))
        if asked.days is not None:
            first, last = asked.days
            key = "until" if first == BEGINNING else "day" if first == last else "between"
            parts.append(texts.plain(f"filed.{key}", first=first.isoformat(), last=last.isoformat()))
        return texts.plain("ask.comma").join(part for part in parts if part)

    def _age(self, since: datetime) -> str:
        return word_age(since.astimezone(self.found.now.tzinfo), self.found.now, self.texts)

    def _moment(self, moment: datetime) -> str:
        return self.words.moment(moment)

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(self.found.now.tzinfo).date().isoformat()


def _key(version: Version) -> tuple[str, str, int]:
    return version.community, version.metric, version.year


_LINES: Mapping[str, Callable[[_Wording], Iterator[Markup]]] = {
    "oldest": _Wording.at_an_end,
    "latest": _Wording.at_an_end,
    "why": _Wording.why,
    "who": _Wording.who,
    "when": _Wording.when,
    "share": _Wording.share,
}
