"""What the planner is told and what it answers, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Role
from zc_bot.reminders.calendar import WorkingDays

Audience = Literal["reporter", "lead", "reviewer", "admin"]
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
class Recipient:
    """A person as the planner sees them; times are aware.

    muted_year: the year of whose reminders only the last calls are wanted.
    draft_touched: when their open draft was last touched, None without one. unreachable: they blocked the bot; their
    authority counts as one without a reporter.
    """

    id: int
    role: Role
    authorities: tuple[str, ...] = ()
    snoozed_until: datetime | None = None
    draft_touched: datetime | None = None
    unreachable: bool = False
    muted_year: int | None = None

    @property
    def audience(self) -> Audience | None:
        """As whom the programme reminds them; None for a role that it reminds of nothing."""
        return next((audience for audience in get_args(Audience) if audience == self.role), None)

    @property
    def reports_own(self) -> bool:
        """Whether they report for their own authorities."""
        return Act.REPORT.scopes[self.role] == "own"

    @property
    def oversees(self) -> bool:
        """Whether they look after every community rather than their authorities' own."""
        return self.role in Act.NUDGE.roles


class Sent(NamedTuple):
    """A nudge that went out, or may have, on the local day `day`: neither a pending nor a cancelled one."""

    key: NudgeKey
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides who is nudged, besides the moment.

    missing: by reporting year; a year left out misses nothing. overrides: reporting year → the day to which
    an admin moved its deadline. ended: reporting years that an admin has closed.
    """

    programme: Programme
    days: WorkingDays
    recipients: tuple[Recipient, ...]
    missing: Mapping[int, Missing]
    sent: Collection[Sent] = ()
    overrides: Mapping[int, date] = field(default_factory=dict)
    ended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """The required metrics that a community has not reported, in the programme's order."""

    community: str
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message to one person about one year.

    missing: their own communities' gaps, for reviewers and admins everybody's. complete, expected: how many
    of the year's communities are in. unattended: authorities with gaps and nobody to remind of them.
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

    @property
    def key(self) -> NudgeKey:
        return NudgeKey(self.person, self.year, self.stage, self.anchor)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A pending nudge that must not go out any more, and why."""

    key: NudgeKey
    reason: Reason
