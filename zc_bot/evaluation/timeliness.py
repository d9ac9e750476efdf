"""Who handed a year's figures in, in time or how late: by figure, and summed up by place, person or metric.

A figure is in time when it was first handed in by the deadline; being sent back changes nothing, a withdrawal makes
the next hand-in its first. What an import recorded counts as there, and has no timeliness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, NamedTuple

from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

Deed = Literal["submitted", "approved", "returned", "withdrawn", "reopened"]


class Step(NamedTuple):
    """One step in a figure's way: times are aware. imported: no person handed it in."""

    community: str
    metric: str
    deed: Deed
    person: str
    at: datetime
    imported: bool


@dataclass(frozen=True, slots=True)
class Filing:
    """A figure that is due, and what became of it.

    first: when it was first handed in, None where it was not. stands: it counts as reported, which one that was sent
    back does not. approvals: those that were not taken back.
    """

    community: str
    metric: str
    person: str = ""
    first: datetime | None = None
    imported: bool = False
    stands: bool = False
    returned: int = 0
    approvals: int = 0

    @property
    def approved(self) -> bool:
        """Tell whether an approval that was not taken back is among its steps."""
        return self.approvals > 0

    def is_in_time(self, deadline: datetime) -> bool:
        return self.first is not None and not self.imported and self.first <= deadline


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of what was due. timed: of the due ones those that were not imported; late: days, None where in time.

    last: when the last figure was first handed in; None while any is missing. people: who handed in.
    """

    key: str
    due: int
    arrived: int
    approved: int
    in_time: int
    timed: int
    returned: int
    late: int | None
    last: datetime | None
    people: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return self.due - self.arrived

    @property
    def in_time_share(self) -> Fraction | None:
        """The share in time of what was due; None where all was imported."""
        return Fraction(self.in_time, self.timed) if self.timed else None

    @property
    def arrived_share(self) -> Fraction | None:
        return Fraction(self.arrived, self.due) if self.due else None

    @property
    def whole_in_time(self) -> bool:
        """Tell whether everything due came, and in time."""
        return self.due > 0 and self.missing == 0 and self.late is None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A year's collection, seen on a day: the whole, and by community in the programme's order."""

    year: int
    deadline: datetime
    today: date
    filings: tuple[Filing, ...]
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who reports for a community, where nothing of it was handed in."""

    def whole(self) -> Tally:
        return _tally("", self.filings, self)

    def by(self, key: Callable[[Filing], str]) -> tuple[Tally, ...]:
        """Sum up by a key, in the order in which the keys are met; '' is left out."""
        groups: dict[str, list[Filing]] = {}
        for filing in self.filings:
            groups.setdefault(key(filing), []).append(filing)
        return tuple(_tally(name, some, self) for name, some in groups.items() if name)

    def by_community(self) -> tuple[Tally, ...]:
        return self.by(lambda one: one.community)

    def by_authority(self, programme: Programme) -> tuple[Tally, ...]:
        return self.by(lambda one: programme.community[one.community].authority)

    def by_person(self) -> tuple[Tally, ...]:
        """Sum up by who handed in; what never was is due from whoever handed in most of that community's.

        Of whom it is not told all that they handed in, it is not told what they owe.
        """
        hidden = {one.community for one in self.filings if one.first and not (one.person or one.imported)}
        known = {**self.owners, **self._most_active()}
        untold = {known.get(code) for code in hidden}
        owners = {code: name for code, name in known.items() if code not in hidden and name not in untold}
        return self.by(lambda one: "" if one.imported else one.person if one.first else owners.get(one.community, ""))

    def _most_active(self) -> dict[str, str]:
        handed: dict[str, Counter[str]] = {}
        for one in self.filings:
            if one.person and not one.imported:
                handed.setdefault(one.community, Counter())[one.person] += 1
        return {code: counts.most_common(1)[0][0] for code, counts in handed.items()}

    def by_metric(self) -> tuple[Tally, ...]:
        return self.by(lambda one: one.metric)

    @property
    def is_over(self) -> bool:
        """Tell whether the deadline's day has passed."""
        return self.today > self.deadline.date()


def timeliness_of(
    programme: Programme,
    steps: Iterable[Step],
    year: int,
    deadline: datetime,
    today: date,
    places: Iterable[str] | None = None,
    owners: Mapping[str, str] | None = None,
) -> Timeliness:
    """Follow every figure due for a year of some communities, or of all.

    steps: of that year, the oldest first. deadline: as finally moved, in the programme's own time. owners: who
    reports for each community.
    """
    ways: dict[tuple[str, str], Filing] = {}
    for step in steps:
        key = step.community, step.metric
        ways[key] = _after(ways.get(key, Filing(*key)), step)
    wanted = tuple(programme.community) if places is None else tuple(places)
    due = [code for code in wanted if programme.community[code].start <= year]
    found = tuple(
        ways.get((place, metric), Filing(place, metric)) for place in due for metric in programme.metric
    )
    return Timeliness(year, deadline, today, found, owners or {})


def _after(filing: Filing, step: Step) -> Filing:
    """Follow a figure one step further; what was approved stands whatever becomes of its revision.

    An approval taken back is none: the figure waits again, above what was approved before it.
    """
    match step.deed:
        case "withdrawn":
            return filing if filing.approved else Filing(filing.community, filing.metric, returned=filing.returned)
        case "returned":
            return replace(filing, stands=filing.approved, returned=filing.returned + 1)
        case "approved":
            return replace(filing, stands=True, approvals=filing.approvals + 1)
        case "reopened":
            return replace(filing, stands=True, approvals=max(filing.approvals - 1, 0))
        case _ if filing.first is not None:
            return replace(filing, stands=True)
        case _:
            return replace(filing, person=step.person, first=step.at, imported=step.imported, stands=True)


def _tally(key: str, filings: Iterable[Filing], of: Timeliness) -> Tally:
    some = tuple(filings)
    handed = [one for one in some if one.first is not None]
    last = max((one.first for one in handed if one.first is not None), default=None)
    complete = len(handed) == len(some)
    return Tally(
        key=key,
        due=len(some),
        arrived=sum(one.stands for one in some),
        approved=sum(one.approved for one in some),
        in_time=sum(one.is_in_time(of.deadline) for one in some),
        timed=sum(not one.imported for one in some),
        returned=sum(one.returned for one in some),
        late=_late(some, complete, of),
        last=last if complete else None,
        people=tuple(dict.fromkeys(_people(handed))),
    )


def _late(some: tuple[Filing, ...], complete: bool, of: Timeliness) -> int | None:
    """Count the days after the deadline: to the last hand-in, or to today while something is missing."""
    handed = [one.first for one in some if one.first is not None and not one.imported]
    if not complete:
        return (of.today - of.deadline.date()).days if of.is_over else None
    if not handed or max(handed) <= of.deadline:
        return None
    last = max(handed).astimezone(of.deadline.tzinfo).date()
    return max(1, (last - of.deadline.date()).days)


def _people(filings: Iterable[Filing]) -> Iterator[str]:
    return (one.person for one in filings if one.person and not one.imported)
