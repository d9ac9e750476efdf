"""What a programme keeps besides figures: decisions, an authority's milestones, targets, support granted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import less
from zc_bot.evaluation.measurements import Measurement, measure, rounded
from zc_bot.evaluation.milestones import MilestoneKind
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Fact
from zc_bot.values import dataclass

RecordKind = Literal["decision", "plan", "policy", "support", "target", MilestoneKind]
"""plan, policy: an authority's 实施方案 and 扶持政策; the last ones are of a community."""
RecordState = Literal["open", "closed", "void"]
AREA, LAND = "m²", "land"
"""What is granted in this unit is land."""
MILESTONES: tuple[RecordKind, ...] = ("plan", "policy")


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody notes: `what` in their words; who decides, grants or is responsible.

    authority, community: whom it is about. amount: in `unit`. day: of the meeting, the issue or the grant. due: until
    when. metric, year: only of a target. subject: of a decision, what the meeting on that day was about.
    """

    kind: RecordKind
    what: str
    authority: str = ""
    community: str = ""
    who: str = ""
    amount: Decimal | None = None
    unit: str = ""
    day: date | None = None
    due: date | None = None
    metric: str = ""
    year: int | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The version of an entry that stands; `id` is of the version, `first` of the one that it began with.

    approved: a reviewer wrote or approved it. author, recorded_by: who noted it first.
    """

    id: int
    noted: Noted
    state: RecordState
    approved: bool
    recorded_by: str
    recorded_at: datetime
    first: int = 0
    author: int = 0


class Ledger:
    """The entries that stand, in the order in which they were first made."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records = tuple(one for one in records if one.state != "void")

    def of(self, *kinds: RecordKind, approved: bool = True) -> tuple[Record, ...]:
        """Return the entries of some kinds, with those that wait for review only where `approved` is False."""
        return tuple(one for one in self.records if one.noted.kind in kinds and (one.approved or not approved))

    def waiting(self) -> tuple[Record, ...]:
        return tuple(one for one in self.records if not one.approved)

    def open_decisions(self) -> tuple[Record, ...]:
        """Return the decisions that nobody closed, what is due first before the rest."""
        found = [one for one in self.of("decision") if one.state == "open"]
        return tuple(sorted(found, key=lambda one: one.noted.due or date.max))

    def last_meeting(self) -> tuple[Record, ...]:
        """Return the decisions of the newest meeting, those that are done among them."""
        found = [one for one in self.of("decision") if one.noted.subject and one.noted.day is not None]
        newest = max((one.noted.day or date.min for one in found), default=None)
        return tuple(one for one in found if one.noted.day == newest)

    def overdue(self, today: date) -> tuple[Record, ...]:
        return tuple(one for one in self.open_decisions() if one.noted.due is not None and one.noted.due < today)

    def about(self, programme: Programme, places: Iterable[str]) -> Ledger:
        """Keep what is about some communities, or about their authorities as a whole."""
        wanted = set(places)
        own = {programme.community[code].authority for code in wanted}
        return Ledger(
            one for one in self.records
            if (one.noted.community in wanted if one.noted.community else one.noted.authority in own)
        )

    def of_bodies(self, names: Iterable[str]) -> Ledger:
        """Keep what some departments are named in, as those who grant it or are to see to it."""
        wanted = tuple(names)
        return Ledger(
            one for one in self.records
            if any(name in one.noted.who.split("、") or one.noted.what.startswith(name) for name in wanted)
        )


def kind_of_support(programme: Programme, noted: Noted) -> Fact | None:
    """Return the kind of support that a grant is of: the one whose longest word it says; None where no word tells."""
    said = noted.what.lower()
    if noted.unit == AREA:
        return next((one for one in programme.support_kinds if one.id == LAND), None)
    found = ((len(word), one) for one in programme.support_kinds for word in one.grants if word.lower() in said)
    return max(found, key=lambda pair: pair[0], default=(0, None))[1]


def totals(records: Iterable[Record]) -> tuple[tuple[str, Decimal, int], ...]:
    """Add support up by unit: (unit, sum, how many entries)."""
    sums: dict[str, tuple[Decimal, int]] = {}
    for one in records:
        if one.noted.amount is not None:
            total, count = sums.get(one.noted.unit, (Decimal(0), 0))
            sums[one.noted.unit] = (total + one.noted.amount, count + 1)
    return tuple((unit, total, count) for unit, (total, count) in sums.items())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target is: the figure, and by how much it misses or passes the target; None where it is not known."""

    record: Record
    found: Measurement
    gap: Decimal | None


def towards(programme: Programme, figures: Figures, targets: Iterable[Record]) -> Iterator[Progress]:
    """Hold targets against figures: never a requirement, and never a verdict."""
    for one in targets:
        noted = one.noted
        if noted.year is None or noted.amount is None or not noted.community:
            continue
        found = measure(programme, figures, noted.community, noted.metric, noted.year)
        value = rounded(programme, found, [noted.amount])
        yield Progress(one, found, None if value is None else less(value, noted.amount))
