"""How reminders reach those admitted: whom nothing reaches, who put them off, who wants the last calls alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlmodel import col

from zc_bot.policy.roles import (
    Act,
    Principal,
    require,
)
from zc_bot.storage import audit
from zc_bot.storage.people import principal_of, rows_of
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Person
from zc_bot.values import dataclass

Silence = Literal["", "never", "blocked", "missing"]
SILENCES: tuple[Silence, ...] = ("never", "blocked", "missing")
"""Why nothing that is sent to somebody arrives: they never opened the bot, stopped it, or Telegram finds nobody."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody admitted, and how reminders reach them; times are aware.

    unreachable: Telegram said so, and nothing is sent before they write again. Who never opened it is tried once.
    """

    who: Principal
    unreachable: bool
    muted_year: int | None
    snoozed_until: datetime | None
    last_seen: datetime | None
    confirmed_at: datetime | None
    said: str = ""
    """What Telegram said of it."""

    @property
    def silence(self) -> Silence:
        """Say why nothing that is sent arrives, '' where it does."""
        if self.last_seen is None:
            return "never"
        if not self.unreachable:
            return ""
        return "missing" if self.said == "missing" else "blocked"

    @property
    def is_reached(self) -> bool:
        return not self.silence


def reach(session: Session, who: Principal) -> tuple[Reach, ...]:
    """Return everyone who is admitted, each with how they can be reached, as far as `who` nudges.

    Raises `NotAllowed` unless `who` nudges.
    """
    require(who, Act.NUDGE)
    every = who.scope(Act.NUDGE) == "all"
    return tuple(one for one in _reaches(session) if every or set(one.who.authorities) & set(who.authorities))


def _reaches(session: Session) -> Iterator[Reach]:
    return (
        Reach(
            principal_of(row), row.unreachable_since is not None, row.muted_year, row.snoozed_until, row.last_seen,
            row.confirmed_at, row.unreachable_why or "",
        )
        for row in rows_of(session)
    )


def snooze(session: Session, who: Principal, until: datetime, now: datetime) -> None:
    """Put one's own reminders off. Raises `NotAllowed`."""
    require(who, Act.REMIND_ONESELF)
    come_again(session, who.id, until)
    audit.note(session, who, "remind.snooze", str(who.id), now, until=until)


def come_again(session: Session, person: int, until: datetime | None) -> None:
    """Let a tick keep until when somebody's reminders are put off; None: they come as ever."""
    session.execute(update(Person).where(col(Person.id) == person).values(snoozed_until=until))


def mute(session: Session, who: Principal, year: int | None, now: datetime) -> None:
    """Of a year's reminders send a person only the last calls; None: all again. Nothing is put off any more.

    Raises `NotAllowed`.
    """
    require(who, Act.REMIND_ONESELF)
    session.execute(update(Person).where(col(Person.id) == who.id).values(muted_year=year))
    come_again(session, who.id, None)
    audit.note(session, who, "remind.mute", str(who.id), now, year=year)


def mark_unreachable(
    session: Session, person: int, now: datetime | None, why: Literal["blocked", "missing"] = "blocked"
) -> None:
    """Flag somebody who blocked the bot or whom Telegram does not find, or clear the flag with None."""
    said = None if now is None else why
    flagged = update(Person).where(col(Person.id) == person).values(unreachable_since=now, unreachable_why=said)
    session.execute(flagged)
