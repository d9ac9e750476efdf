"""What a conversation works with: one update, who sent it, the store, the programme and the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zc_bot.cache import Cache
from zc_bot.chat.incoming import Incoming
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import Cycle
from zc_bot.storage import audit
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, texts_for
from zc_bot.troubles import Trouble
from zc_bot.values import dataclass

if TYPE_CHECKING:
    from zc_bot.chat.routing import Features

LATELY = 512
"""So many answers and texts are kept: the same is asked all day."""
FOLLOW_UP = timedelta(minutes=30)
"""So long a question can be followed up."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What only the process knows: seconds since Telegram last answered a poll, the clock, free bytes, troubles."""

    poll_seconds: float | None
    clock_trusted: bool
    disk_free: int
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where the page is reached, None where it is only on this machine; public: shown to everybody, unless closed.

    app: the https address of the Mini App, None for none.
    """

    url: str | None = None
    public: bool = False
    app: str | None = None


@dataclass(frozen=True)
class Rules:
    """What stays the same from one update to the next."""

    programme: Programme
    lexicon: Lexicon
    days: WorkingDays
    zone: ZoneInfo
    known_cycles: dict[tuple[int, date | None], Cycle] = field(default_factory=dict, compare=False, repr=False)
    """Cycles already worked out, by year and the day to which the deadline was moved."""
    answers: Cache = field(default_factory=lambda: Cache(LATELY), compare=False, repr=False)
    """What was worked out of figures and worded, by all that it follows from."""
    read: Cache = field(default_factory=lambda: Cache(LATELY), compare=False, repr=False)
    """What was read of the short texts that admitted people sent of late, by each."""
    site: Site = Site()
    vitals: Callable[[], Vitals] | None = None
    """How the running process is; None for a command."""


@dataclass(frozen=True)
class Turn:
    """One update at work, inside one transaction."""

    rules: Rules
    session: Session
    incoming: Incoming
    who: Principal
    now: datetime
    sender: Principal
    """Who sent it; `who` is what they may be here, which in a group is an onlooker."""
    features: Features = field(repr=False)

    @property
    def programme(self) -> Programme:
        return self.rules.programme

    @property
    def today(self) -> date:
        """The date where the programme is."""
        return self.now.astimezone(self.rules.zone).date()

    @property
    def texts(self) -> Texts:
        return texts_for(self.who.lang)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The communities of the person's own authorities."""
        return self.who.own(self.programme)

    def deny(self, what: str) -> None:
        """Put into the audit that the sender tried what they may not; whatever refuses somebody calls it."""
        audit.note(self.session, self.sender, "denied", what, self.now)
