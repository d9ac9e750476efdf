"""What waits for review besides figures, beneath the queue: records and stories, each kind with its button."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from zc_bot.chat.actions import RunCommand, ShowShowings
from zc_bot.chat.replies import Button
from zc_bot.chat.reviewing import showings
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import Wanted
from zc_bot.evaluation.ledger import Ledger
from zc_bot.policy.roles import Act
from zc_bot.reminders.facts import WaitingEntries
from zc_bot.storage import ledger
from zc_bot.texts.reminders import waiting_entries
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Besides:
    """How many entries of each kind wait, and since when (aware); the longest waiting first."""

    records: tuple[datetime, ...] = ()
    stories: tuple[datetime, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records or self.stories)


def besides(turn: Turn, wanted: Wanted) -> Besides:
    """Return what waits for this person's review besides figures; of a place that is wanted, what is about it."""
    return Besides(tuple(sorted(_records(turn, wanted))), tuple(sorted(_stories(turn, wanted))))


def _records(turn: Turn, wanted: Wanted) -> Iterator[datetime]:
    known = ledger.load(turn.session, turn.who) if turn.who.may(Act.RECORD) else Ledger()
    about = known.about(turn.programme, wanted.communities) if wanted.communities else known
    for one in about.waiting():
        year = one.noted.year or (one.noted.day.year if one.noted.day is not None else None)
        if one.author != turn.who.id and (not wanted.years or year in wanted.years):
            yield one.recorded_at


def _stories(turn: Turn, wanted: Wanted) -> Iterator[datetime]:
    for one in showings.waiting(turn):
        of_place = not wanted.communities or one.told.community in wanted.communities
        if of_place and (not wanted.years or one.recorded_at.astimezone(turn.rules.zone).year in wanted.years):
            yield one.recorded_at


def word_besides(found: Besides, turn: Turn) -> list[Markup]:
    """Say how many wait, a line a kind."""
    entries = [WaitingEntries(kind, len(since), since[0])
               for kind, since in (("record", found.records), ("showing", found.stories)) if since]
    return waiting_entries(entries, turn.now.astimezone(turn.rules.zone), turn.texts)


def buttons(found: Besides, turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Offer a look at each kind."""
    plain = turn.texts.plain
    rows: Sequence[tuple[Button, ...]] = [
        *([(Button(plain("ledger.button.queue", count=len(found.records)), RunCommand("record")),)]
          if found.records else []),
        *([(Button(plain("show.button.queue", count=len(found.stories)), ShowShowings()),)] if found.stories else []),
    ]
    return tuple(rows)
