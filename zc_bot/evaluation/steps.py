"""The steps of each authority: its plan, its policies, the start and the provincial record of its communities.

The notice gives a year for the start alone: it is due by that year's end. For the others a day stands only where one
was noted. What is not on record may still have happened: it is never called undone, only not on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from zc_bot.evaluation.ledger import Ledger, Record, RecordKind
from zc_bot.evaluation.milestones import Milestone, Milestones
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

StepKind = Literal["plan", "policy", "start", "record"]
STEPS: tuple[StepKind, ...] = ("plan", "policy", "start", "record")
_PAPERS: tuple[RecordKind, ...] = ("plan", "policy")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an authority, of one of its communities where `community` is not ''.

    day: when it was reached, None while that is not on record. due: until when, None where nobody says. proof: what
    was noted with it.
    """

    kind: StepKind
    authority: str
    community: str = ""
    due: date | None = None
    day: date | None = None
    proof: str = ""
    noted_by: str = ""

    @property
    def reached(self) -> bool:
        return self.day is not None

    def is_overdue(self, today: date) -> bool:
        """Tell whether it was due and is not on record."""
        return self.day is None and self.due is not None and self.due < today

    def days_over(self, today: date) -> int:
        return (today - self.due).days if self.due is not None and self.is_overdue(today) else 0


def steps_of(
    programme: Programme, ledger: Ledger, reached: Milestones, places: Iterable[str]
) -> tuple[Step, ...]:
    """Return every step of the authorities of some communities, kind by kind, in the programme's order."""
    wanted = tuple(places)
    authorities = tuple(dict.fromkeys(programme.community[code].authority for code in wanted))
    papers = [_paper(ledger, kind, code) for kind in _PAPERS for code in authorities]
    starts = [_start(programme, reached, code) for code in wanted]
    records = [_on_record(programme, reached, code) for code in wanted]
    return (*papers, *starts, *records)


def overdue(steps: Iterable[Step], today: date) -> tuple[Step, ...]:
    """Return what was due and is not on record, what has been due for longest first."""
    return tuple(sorted((one for one in steps if one.is_overdue(today)), key=lambda one: one.due or today))


def _paper(ledger: Ledger, kind: RecordKind, authority: str) -> Step:
    """Find an authority's plan or policies: the day on which it was last issued, and until when it was due."""
    found = [one for one in ledger.of(kind) if one.noted.authority == authority]
    done = max((one for one in found if one.noted.day is not None), key=_day_of, default=None)
    due = next((one.noted.due for one in reversed(found) if one.noted.due is not None), None)
    step: StepKind = "plan" if kind == "plan" else "policy"
    if done is None:
        return Step(step, authority, due=due)
    return Step(step, authority, "", due, done.noted.day, done.noted.what, done.recorded_by)


def _day_of(one: Record) -> date:
    return one.noted.day or date.min


def _start(programme: Programme, reached: Milestones, code: str) -> Step:
    community = programme.community[code]
    due = date(community.start, 12, 31)
    return _step("start", community.authority, code, due, next(_begun(reached, code), None))


def _begun(reached: Milestones, code: str) -> Iterator[Milestone]:
    return (one for one in reached.all_of(code) if one.kind in {"started", "building", "built"})


def _on_record(programme: Programme, reached: Milestones, code: str) -> Step:
    return _step("record", programme.community[code].authority, code, None, reached.on_record(code))


def _step(kind: StepKind, authority: str, code: str, due: date | None, found: Milestone | None) -> Step:
    if found is None:
        return Step(kind, authority, code, due)
    return Step(kind, authority, code, due, found.day, found.proof, found.recorded_by)
