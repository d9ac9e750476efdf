"""What the city recorded of each community: its stage, and apart from that whether the province has it on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

Stage = Literal["not_started", "started", "building", "built"]
MilestoneKind = Literal["not_started", "started", "building", "built", "provincial", "not_provincial"]
STAGES: tuple[Stage, ...] = get_args(Stage)
MARKS: tuple[MilestoneKind, ...] = get_args(MilestoneKind)
STEPS_OF_ITS_OWN: tuple[MilestoneKind, ...] = ("started", "provincial")
"""What a community's own authority may hand in; how far it is built the city says."""


class Milestone(NamedTuple):
    """Something reached on a day, with who recorded it and when (aware, UTC), and what was named as its proof."""

    community: str
    kind: MilestoneKind
    day: date
    recorded_by: str
    recorded_at: datetime
    proof: str = ""


def fault_of(kind: MilestoneKind, day: date, start: int, today: date) -> Literal["future", "too_early"] | None:
    """Say why a community that starts in a year can't have reached something on a day; None where it can."""
    if day > today:
        return "future"
    return "too_early" if day.year < start and kind != "not_started" else None


class Milestones:
    """What was recorded: of each community the last stage by its day, and the last word on the provincial record."""

    def __init__(self, recorded: Iterable[Milestone] = ()) -> None:
        """Take milestones in the order in which they were recorded; of one day the last counts."""
        self._all = sorted(recorded, key=lambda one: one.day)
        self._stages: dict[str, Milestone] = {}
        self._records: dict[str, Milestone] = {}
        for one in self._all:
            (self._stages if one.kind in STAGES else self._records)[one.community] = one

    def until(self, day: date) -> Milestones:
        """Return what was reached by a day."""
        return Milestones(one for one in self._all if one.day <= day)

    def at_end_of(self, year: int) -> Milestones:
        """Return what was reached by the end of a year."""
        return self.until(date(year, 12, 31))

    def all_of(self, community: str) -> tuple[Milestone, ...]:
        """Return all that was recorded of a community and stands, by its day."""
        return tuple(one for one in self._all if one.community == community)

    def __bool__(self) -> bool:
        """Tell whether any stage was recorded."""
        return bool(self._stages)

    def of(self, community: str) -> Milestone | None:
        """Return the recorded stage of a community."""
        return self._stages.get(community)

    def stage(self, community: str) -> Stage | None:
        found = self._stages.get(community)
        return next((stage for stage in STAGES if found is not None and found.kind == stage), None)

    def last(self, community: str, kind: MilestoneKind) -> Milestone | None:
        """Return what stood before one of this kind: a stage for a stage, a record for a record."""
        return (self._stages if kind in STAGES else self._records).get(community)

    def on_record(self, community: str) -> Milestone | None:
        """Return since when the province has a community on record, if it has."""
        found = self._records.get(community)
        return found if found is not None and found.kind == "provincial" else None
