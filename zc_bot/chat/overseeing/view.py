"""What is looked at from above: the store as one asker may see it, at a moment, about what was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from zc_bot.chat.cycles import cycle_in, open_cycles
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.scope import communities_of, named
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, OPERATOR, Principal, seen_by
from zc_bot.reminders.deadlines import Cycle
from zc_bot.storage.store import Session
from zc_bot.texts.answers.offices import Offices
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import Texts, texts_for
from zc_bot.values import dataclass


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day."""
    return datetime.combine(day + timedelta(1), time(), zone) - timedelta(seconds=1)


@dataclass(frozen=True)
class View:
    """One question about the whole; as_of: what had been recorded until that moment."""

    session: Session
    rules: Rules
    who: Principal
    meaning: Meaning
    now: datetime
    as_of: datetime | None = None

    @classmethod
    def of(cls, session: Session, rules: Rules, who: Principal, meaning: Meaning, now: datetime) -> View:
        """Look on now, or as at the end of the day as of which it is asked."""
        if meaning.as_of is None:
            return cls(session, rules, who, meaning, now)
        end = end_of(meaning.as_of, rules.zone)
        return cls(session, rules, who, meaning, end, end)

    @property
    def programme(self) -> Programme:
        return self.rules.programme

    @property
    def texts(self) -> Texts:
        return texts_for(self.who.lang)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.rules.zone).date()

    @property
    def known_until(self) -> date:
        """The day until which figures are known: the one asked about, or today."""
        return (self.as_of or self.now).astimezone(self.rules.zone).date()

    @property
    def words(self) -> Words:
        return Words(self.programme, self.texts, self.today)

    @property
    def onlooker(self) -> Principal:
        """The asker, who here sees approved figures only."""
        return replace(self.who, approved_only=True)

    @property
    def offices(self) -> Offices:
        """What stands in place of the people whom the asker does not see."""
        return Offices(self.programme, self.texts, self.today, self.who.unnamed)

    def shown(self, loaded: Figures) -> Figures:
        """Put offices in place of people beside figures, where the asker does not see them."""
        return self.offices.of_figures(loaded)

    @property
    def counting(self) -> Principal:
        """For whom it is counted how much came: in private everybody may know all, onlookers what is approved.

        Nothing but counts is read for it.
        """
        return ONLOOKER if self.who.approved_only else OPERATOR

    @property
    def seen(self) -> frozenset[str]:
        """The communities of which the asker sees what waits for review."""
        return frozenset(seen_by(self.who, self.programme))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The communities asked about, or all."""
        return communities_of(self.meaning, self.programme)

    @property
    def of_all(self) -> bool:
        """Tell whether it is asked of the whole programme."""
        return not named(self.meaning)

    @cached_property
    def open(self) -> tuple[Cycle, ...]:
        """The years that are being collected, the newest first."""
        return open_cycles(self.session, self.rules, self.now)[::-1]

    @property
    def newest_year(self) -> int:
        """The year asked about, else the newest that is being collected, else the last."""
        if self.meaning.years:
            return max(self.meaning.years)
        return self.open[0].year if self.open else self.today.year - 1

    def not_before(self, year: int) -> date | None:
        """Return the day from which a year's figures are collected, where that is still to come."""
        opens = self.cycle(year).opens
        return opens.astimezone(self.rules.zone).date() if opens > self.now else None

    def cycle(self, year: int) -> Cycle:
        """Return a year's collection, with its deadline as an admin moved it."""
        return cycle_in(self.session, self.rules, year)
