"""How much of some years is reviewed, in words: how much of what is due, by whom, and what the rest waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from zc_bot.parsing.filed import Filed
from zc_bot.storage.observations import Version
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.overseeing.filed_counts import PEOPLE
from zc_bot.texts.overseeing.filed_names import next_of, what_of
from zc_bot.texts.reminders import word_age
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures of a year are due, approved, waiting, and were sent back and not reported anew."""

    year: int
    due: int
    approved: int
    waiting: int
    returned: int


def word_reviewed(
    tallies: Sequence[Tally], versions: Sequence[Version], places: tuple[str, ...], readings: Sequence[Markup],
    now: datetime, words: Words,
) -> Rendered:
    """Say of each year how much of it is reviewed, by whom, and what the rest waits for."""
    lines = [line for tally in tallies for line in _of_year(tally, versions, places, now, words)]
    message = Message(lines[:1], lines[1:], [*readings])
    return Rendered(fit(message, words.texts), rows_of_two(next_of(Filed("approved"), words)))


def _of_year(
    tally: Tally, versions: Sequence[Version], places: tuple[str, ...], now: datetime, words: Words
) -> Iterator[Markup]:
    texts, of = words.texts, what_of(places, (tally.year,), (), words)
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
        people = words.listed(dict.fromkeys(one.reporter_name for one in approved), PEOPLE)
        reviewers = words.listed(dict.fromkeys(one.actor_name for one in approved), PEOPLE)
        last = max(one.recorded_at for one in approved)
        yield words.texts("filed.whose", people=people, reviewers=reviewers, time=words.moment(last))
    if waiting:
        people = words.listed(dict.fromkeys(one.reporter_name for one in waiting), PEOPLE)
        since = min(one.recorded_at for one in waiting).astimezone(now.tzinfo)
        yield words.texts("filed.who_waits", people=people, age=word_age(since, now, words.texts))
