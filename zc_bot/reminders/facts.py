"""What the planner is told and what it answers, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Literal, NamedTuple

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Audience
from zc_bot.policy.roles import Act, Role, audience_of, reports_own
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.values import dataclass

Reason = Literal["done", "moved", "ended", "superseded", "held"]
Missing = Mapping[str, tuple[str, ...]]
"""Community code → codes of the required metrics that it has not reported for a year."""


_PROMISED = "later-"


def promised_stage(at: datetime) -> str:
    """Name the reminder that somebody put off until `at`, which belongs to no stage of the policy."""
    return f"{_PROMISED}{at:%Y%m%dT%H%M}"


class NudgeKey(NamedTuple):
    """What makes a nudge unique: one person is told once of a stage counted from `anchor`."""

    person: int
    year: int
    stage: str
    anchor: date

    @property
    def text(self) -> str:
        return f"remind:{self.person}:{self.year}:{self.stage}:{self.anchor.isoformat()}"

    @classmethod
    def read(cls, text: str) -> NudgeKey:
        """Read back what `text` wrote; raises `ValueError` for anything else."""
        kind, person, year, stage, anchor = text.split(":")
        if kind != "remind":
            raise ValueError(f"not the key of a reminder: {text}")
        return cls(int(person), int(year), stage, date.fromisoformat(anchor))

    @property
    def is_promised(self) -> bool:
        return self.stage.startswith(_PROMISED)


@dataclass(frozen=True, slots=True)
class DraftHeld:
    """A draft that was not handed in: of which community and year, and the metrics of the figures it holds."""

    community: str
    year: int
    metrics: tuple[str, ...]


Silence = Literal["never", "blocked", "missing"]
"""Why nothing reaches somebody: they never opened the bot, stopped it, or Telegram finds nobody."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person as the planner sees them; times are aware.

    muted_year: the year of whose reminders only the last calls are wanted; covered: years of communities that a
    colleague has taken over, of which it is the same. draft_touched: when their open draft was last touched, None
    without one. unreachable: nothing reaches them, and nothing is tried; missing: as Telegram finds nobody; not
    heard: they never opened the bot, so that what is sent most likely does not arrive. The authority of either
    counts as one without a reporter.
    """

    id: int
    role: Role
    authorities: tuple[str, ...] = ()
    snoozed_until: datetime | None = None
    draft_touched: datetime | None = None
    unreachable: bool = False
    muted_year: int | None = None
    covered: frozenset[tuple[int, str]] = frozenset()
    heard: bool = True
    draft: DraftHeld | None = None
    name: str = ""
    missing: bool = False

    @property
    def silence(self) -> Silence:
        """Say why nothing arrives, of somebody who is not reached."""
        if not self.heard:
            return "never"
        return "missing" if self.missing else "blocked"

    @property
    def is_reached(self) -> bool:
        """Whether what is sent to them can be counted on to arrive."""
        return self.heard and not self.unreachable

    def keeps(self, year: int, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
        """Return the gaps that no colleague has taken over."""
        return tuple(gap for gap in gaps if (year, gap.community) not in self.covered)

    @property
    def audience(self) -> Audience | None:
        """As whom the programme reminds them; None for a role that it reminds of nothing."""
        return audience_of(self.role)

    @property
    def reports_own(self) -> bool:
        """Whether they report for their own authorities."""
        return reports_own(self.role)

    @property
    def oversees(self) -> bool:
        """Whether they look after every community rather than their authorities' own."""
        return Act.NUDGE.scopes[self.role] == "all"


class Sent(NamedTuple):
    """A nudge that went out, or may have, on the local day `day`: neither a pending nor a cancelled one."""

    key: NudgeKey
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides who is nudged, besides the moment.

    missing: by reporting year; a year left out misses nothing. overrides: reporting year → the day to which
    an admin moved its deadline, a datetime where it has its own hour. ended: years that an admin has closed.
    waiting: what waits for review. promised: what went out, or waits to, because somebody
    had put it off until then.
    """

    programme: Programme
    days: WorkingDays
    recipients: tuple[Recipient, ...]
    missing: Mapping[int, Missing]
    sent: Collection[Sent] = ()
    overrides: Mapping[int, date] = field(default_factory=dict)
    ended: frozenset[int] = frozenset()
    waiting: tuple[Waiting, ...] = ()
    promised: Collection[Sent] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Figures of a community's year that wait for review, since a moment."""

    community: str
    year: int
    figures: int
    since: datetime


@dataclass(frozen=True, slots=True)
class WaitingEntries:
    """So many entries of a kind (`record`, `showing`) that wait for review, the first of them since a moment."""

    kind: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """The required metrics that a community has not reported, in the programme's order."""

    community: str
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who reports for an authority and can't be reached, and why."""

    name: str
    authorities: tuple[str, ...]
    why: Silence


@dataclass(frozen=True, slots=True)
class Older:
    """What an older year still misses."""

    year: int
    communities: tuple[str, ...]
    figures: int


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message to one person about one year.

    missing: their own communities' gaps, for reviewers and admins everybody's. complete, expected: how many
    of the year's communities are in. unattended: authorities with gaps and nobody to remind of them; silent: who
    should be reminded there and can't be reached. older: the older years that are open, with how many communities and
    figures each still misses. waiting, entries: for whoever reviews, what waits for it.
    """

    person: int
    audience: Audience
    year: int
    stage: str
    anchor: date
    deadline: datetime
    missing: tuple[Gap, ...]
    complete: int
    expected: int
    unattended: tuple[str, ...] = ()
    continues_draft: bool = False
    draft: DraftHeld | None = None
    silent: tuple[Silent, ...] = ()
    older: tuple[Older, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    entries: tuple[WaitingEntries, ...] = ()

    @property
    def key(self) -> NudgeKey:
        return NudgeKey(self.person, self.year, self.stage, self.anchor)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A pending nudge that must not go out any more, and why."""

    key: NudgeKey
    reason: Reason
