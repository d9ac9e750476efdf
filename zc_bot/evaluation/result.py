"""The answer to a question as frozen values, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from zc_bot.evaluation.completeness import Period
from zc_bot.evaluation.engine import Result
from zc_bot.evaluation.figures import Marker, Status
from zc_bot.evaluation.measurements import Measurement
from zc_bot.evaluation.milestones import Milestones
from zc_bot.evaluation.showing import Showing
from zc_bot.evaluation.survey import Survey
from zc_bot.evaluation.verdicts import Outcome, Verdict
from zc_bot.parsing.meaning import Meaning
from zc_bot.values import dataclass

NextKind = Literal[
    "trend", "rank", "provenance", "compare", "check", "missing", "not_met", "value", "latest", "requirement",
    "deadline", "directory", "growth", "missing_before", "changes_month", "changes_week",
]

ChartKind = Literal["line", "bars"]


class Version(Protocol):
    """One version of one figure, as the store keeps it; times are aware."""

    @property
    def community(self) -> str: ...
    @property
    def metric(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def marker(self) -> Marker | None: ...
    @property
    def status(self) -> Literal["submitted", "approved", "returned", "withdrawn"]: ...
    @property
    def deed(self) -> Literal["submitted", "approved", "returned", "withdrawn", "reopened"]: ...
    @property
    def submission(self) -> int: ...
    @property
    def typed(self) -> str: ...
    @property
    def reporter_name(self) -> str: ...
    @property
    def reported_at(self) -> datetime: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be asked: who they are, and how many figures they reported for the year that is collected.

    reported, due: of the communities they report for; both 0 for who reports for none.
    """

    id: int
    name: str
    role: str
    authorities: tuple[str, ...] = ()
    reported: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class Collection:
    """When the figures of `year` are collected; times are aware.

    ended: an admin has closed it. provisional: the days off that its deadline rests on are not announced yet. coming:
    the collection after it, where no year was named and its deadline is past.
    """

    year: int
    opens: datetime
    deadline: datetime
    ended: bool = False
    provisional: bool = False
    coming: Collection | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What some answers need besides figures.

    own: the asker's communities. milestones: what the city recorded. reported: for `missing`, the metrics
    reported for the asked year by community. versions: for `provenance`, `why` and `changes`, the oldest first.
    told: for `changes`, the progress and stories approved in those days. contacts: for `person`. survey: the verdicts
    of communities that are too many to be shown. period: the year that answers where none was named; without
    it, it is found among the figures.
    """

    own: tuple[str, ...] = ()
    milestones: Milestones = field(default_factory=Milestones)
    reported: Mapping[str, frozenset[str]] = field(default_factory=dict)
    approved_only: bool = False
    """Others look on: what waits for review counts as not `reported`, and the answer says so."""
    versions: tuple[Version, ...] = ()
    told: tuple[Showing, ...] = ()
    contacts: tuple[Contact, ...] = ()
    collection: Collection | None = None
    survey: Survey | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of `ask --json`: `value` a decimal string, yes or no, or None beside a `marker`.

    counted, expected: of a total, over how many communities of how many.
    """

    community: str | None
    metric: str
    year: int
    value: str | None
    unit: str
    status: Status | None
    marker: Marker | None = None
    reported_by: str | None = None
    reported_at: datetime | None = None
    counted: int | None = None
    expected: int | None = None
    view: str = "value"


@dataclass(frozen=True, slots=True)
class Item:
    """A measurement and what is said beside it.

    mark: how it stands against the policy. before, change: the year before and the difference.
    latest: where it is not reported, the newest year that is. verdicts: with gap and clause.
    """

    measurement: Measurement
    mark: Outcome | None = None
    rank: int | None = None
    before: Measurement | None = None
    change: Measurement | None = None
    latest: Measurement | None = None
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over communities, or Σ/Σ: over `counted` of the `expected` that were under way that year.

    lacking: the others, with what each lacks. later: the sum over the `alike` communities that are known in both
    years, which is what `item.before` and `item.change` compare.
    """

    item: Item
    counted: tuple[str, ...]
    expected: tuple[str, ...]
    lacking: tuple[Item, ...]
    later: Measurement
    alike: int

    @property
    def complete(self) -> bool:
        """Tell whether it is the total of all: whoever it does not apply to adds nothing."""
        return all(item.measurement.lack == "not_applicable" for item in self.lacking)

    @property
    def pending(self) -> int:
        """Count the communities of which a figure waits for review."""
        return len({one.community for one in self.item.measurement.figures if one.status == "submitted"})


@dataclass(frozen=True, slots=True)
class Card:
    """A community's verdicts for a year."""

    community: str
    year: int
    verdicts: tuple[Verdict, ...]

    @property
    def outcomes(self) -> frozenset[Outcome]:
        return frozenset(verdict.verdict for verdict in self.verdicts)

    def with_verdict(self, wanted: Outcome) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.verdict == wanted)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The metrics that a community has not reported for a year, in the programme's order."""

    community: str
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """A natural next question: worded in the asker's language, it is understood by itself."""

    kind: NextKind
    community: str | None = None
    other: str | None = None
    metric: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; which fields are filled follows from `meaning.intent`.

    communities, metrics, years: what was looked at. items: what was found, in the order in which it is said;
    absent: what was asked for and has no figure. undecided: who fails nothing, while something can't be told yet.
    expected: how many communities owe figures that year.
    assumptions: ids of the programme's readings that the answer rests on. mergers: authorities that were
    merged, where the question's authority is one of them or took one over. tally: how many communities have which
    verdict on the whole. unshown: how many more cards there would be. period: how the year was chosen, where none
    was named.
    """

    meaning: Meaning
    communities: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    rows: Sequence[Row] = ()
    items: tuple[Item, ...] = ()
    absent: tuple[Item, ...] = ()
    undecided: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    cards: tuple[Card, ...] = ()
    tally: Mapping[Outcome, int] = field(default_factory=dict)
    unshown: int = 0
    goals: tuple[Verdict, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    approved_only: bool = False
    """The shortfalls are of approved figures: others look on."""
    expected: int = 0
    versions: tuple[Version, ...] = ()
    told: tuple[Showing, ...] = ()
    contacts: tuple[Contact, ...] = ()
    collection: Collection | None = None
    requirements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    milestones: Milestones = field(default_factory=Milestones)
    assumptions: tuple[str, ...] = ()
    mergers: tuple[str, ...] = ()
    next: tuple[Next, ...] = ()
    chart: ChartKind | None = None
    own: tuple[str, ...] = ()
    now: datetime | None = None
    period: Period | None = None
    result: Result | None = None
    """What a composed query found."""
    judged: bool = True
    """Whether it may show how figures stand against the policy."""
    seen: tuple[str, ...] = ()
    """The communities of which the asker sees what waits for review, too."""

    @property
    def named(self) -> tuple[str, ...]:
        """Name the communities that it tells of one by one, in its order."""
        if self.result is not None:
            return self.result.chosen
        if self.meaning.intent == "directory":
            return self.communities
        if self.cards:
            return tuple(dict.fromkeys(card.community for card in self.cards))
        listed = [item.measurement.community for item in self.items] or [one.community for one in self.shortfalls]
        return tuple(dict.fromkeys(code for code in listed if code is not None))
