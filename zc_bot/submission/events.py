"""What the dialogue says and does: data that the texts render and the store carries out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zc_bot.parsing.conversion import Reading
from zc_bot.submission.checks import Finding
from zc_bot.submission.draft import Entry, Waiting
from zc_bot.submission.facts import Known
from zc_bot.values import dataclass

Standing = Literal["met", "not_met"]


@dataclass(frozen=True, slots=True)
class AskCommunity:
    communities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskYear:
    community: str
    years: tuple[int, ...]
    can_go_back: bool = True


@dataclass(frozen=True, slots=True)
class Menu:
    """What to do next: `missing` and `standing` (those with last year's figure) are codes still open."""

    community: str
    year: int
    total: int
    missing: tuple[str, ...]
    standing: tuple[str, ...]
    entered: int
    can_go_back: bool


@dataclass(frozen=True, slots=True)
class AskStanding:
    """Last year's standing figures, to be taken over together or changed one by one."""

    community: str
    year: int
    figures: tuple[tuple[str, Known], ...]


@dataclass(frozen=True, slots=True)
class AskMetric:
    """The metrics to choose from; `done` are those with a figure."""

    community: str
    year: int
    metrics: tuple[str, ...]
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskValue:
    """One figure is asked; `position` of `total` counts while what is missing is asked in turn."""

    community: str
    year: int
    metric: str
    previous: Known | None
    current: Known | None
    entry: Entry | None
    position: int = 0
    total: int = 0
    swap: tuple[str, ...] = ()
    """The two metrics whose figures may be each other's."""


@dataclass(frozen=True, slots=True)
class AskReading:
    """A text had two senses: which was meant?"""

    metric: str
    why: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class AskWhich:
    """A word names several communities or metrics: which was meant?"""

    kind: Literal["community", "metric"]
    codes: tuple[str, ...]
    typed: str = ""
    """What was typed of one of the metrics."""


@dataclass(frozen=True, slots=True)
class AskReason:
    """A figure is unusual: why? The reviewer reads the answer."""

    entry: Entry
    findings: tuple[Finding, ...]
    community: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class AskBeside:
    """Figures are clear but for words beside them: are they to be noted all the same?"""

    figures: tuple[Entry, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A figure went into the draft."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class TookOver:
    """Standing figures went into the draft as last year."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssumedYear:
    """No year was said: the open one is taken; `other` is another that could be meant.

    this_year: 今年 was said, while the figures of the year before are collected.
    """

    year: int
    other: int
    this_year: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Figures that were typed before it is known of which place or year they are."""

    figures: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class HeldForLater:
    """A report of one of several communities or years, that is gone on with after the one that is open."""

    community: str
    year: int
    figures: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class TookOff:
    """Figures were taken off the draft."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swapped:
    """Two figures took each other's place."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A correction that named no metric was taken as about this one."""

    metric: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Says what a metric means and what counts."""

    metric: str


@dataclass(frozen=True, slots=True)
class WhyReason:
    """Says what a reason is wanted for."""


@dataclass(frozen=True, slots=True)
class StillMissing:
    """Says which figures of the report are neither recorded nor in the draft."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLater:
    """Figures with words beside them that are asked about after the one in question."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """The answer comes later; what was typed so far is kept."""


@dataclass(frozen=True, slots=True)
class PutOff:
    metric: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One figure on the card; `change` against last year in %, None where there is nothing to compare."""

    entry: Entry
    previous: Known | None
    current: Known | None
    change: Fraction | None
    verdict: Standing | None


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A derived share in %, with last year's and its verdict."""

    code: str
    value: Fraction
    previous: Fraction | None
    verdict: Standing | None


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Everything as read, for confirmation."""

    community: str
    year: int
    lines: tuple[CardLine, ...]
    shares: tuple[ShareLine, ...]
    missing: tuple[str, ...]
    judged: bool = True
    """Whether verdicts are told beside the figures."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A reply was not taken and nothing changed; `values` are the figures compared, of the metrics."""

    code: str
    metric: str = ""
    found: str = ""
    expected: str = ""
    other: str = ""
    values: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody else recorded a figure since it was entered here; the confirmation is asked again."""

    entry: Entry
    now: Known | None


@dataclass(frozen=True, slots=True)
class Submit:
    """The confirmed report: each entry carries the version it replaces and its reason."""

    community: str
    year: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Cancelled:
    entered: int


@dataclass(frozen=True, slots=True)
class Reprompt:
    """The reply fitted nothing at this step; the present question follows. asked: it asks, and of no figure."""

    step: str = ""
    asked: bool = False


Event = (
    AskCommunity | AskYear | Menu | AskStanding | AskMetric | AskValue | AskReading | AskWhich | AskReason | AskBeside
    | Noted | TookOver | AssumedYear | Held | HeldForLater | TookOff | Swapped | Meant | Explained | WhyReason
    | StillMissing | AskedLater | Waits | PutOff | ShowCard | Refused | Changed | Submit | Cancelled | Reprompt
)
