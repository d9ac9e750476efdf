"""Who is to be nudged now: facts and a moment in, messages to put out or take back out.

Nothing is remembered here. What was sent comes in with the facts, so that being down over a stage, starting
again in the middle of a broadcast or moving a deadline needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import get_args

from zc_bot.policy.records import Audience
from zc_bot.reminders.deadlines import Cycle, Due, cycles, is_sending_time, live_stages, zone_of
from zc_bot.reminders.facts import Cancelled, Facts, Gap, Nudge, NudgeKey, Older, Reason, Recipient, Silent
from zc_bot.reminders.gaps import YearGaps

DRAFT_PAUSE = timedelta(minutes=30)


def plan(now: datetime, facts: Facts) -> tuple[Nudge, ...]:
    """Work out every nudge that is owed at `now` (aware) and has not been sent, at most one a person."""
    if not is_sending_time(now, facts.programme, facts.days):
        return ()
    return _Planner(now, facts).nudges()


def cancellations(now: datetime, facts: Facts, pending: Iterable[NudgeKey]) -> tuple[Cancelled, ...]:
    """Find the pending nudges that would not be planned now; `facts.sent` must not hold them.

    Outside the sending hours all are held: the next working morning plans them anew, worded for that day.
    """
    waiting = tuple(pending)
    if not waiting:
        return ()
    planner = _Planner(now, facts)
    sending = is_sending_time(now, facts.programme, facts.days)
    current = {nudge.key for nudge in planner.nudges()} if sending else set()
    return tuple(Cancelled(key, planner.reason(key)) for key in waiting if key not in current)


class _Planner:
    """The facts of one moment, arranged so that a person costs a few look-ups."""

    def __init__(self, now: datetime, facts: Facts) -> None:
        self._now = now
        self._facts = facts
        open_cycles = cycles(now, facts.programme, facts.days, facts.overrides, facts.ended)
        self._cycles = {cycle.year: cycle for cycle in open_cycles}
        self._live = {audience: live_stages(now, open_cycles, audience) for audience in get_args(Audience)}
        today = now.astimezone(zone_of(facts.programme)).date()
        self._promised = {one.key.person: one.key.year for one in facts.promised if one.day == today}
        self._kept = {(one.key.person, one.key.year, one.day) for one in facts.promised}
        self._gaps = {
            year: YearGaps(facts.programme, year, facts.missing.get(year, {}), facts.recipients)
            for year in self._cycles
        }

    def nudges(self) -> tuple[Nudge, ...]:
        """Return the one nudge of everybody who is owed one and may be disturbed now."""
        today = self._now.astimezone(zone_of(self._facts.programme)).date()
        told_today = {item.key.person for item in self._facts.sent if item.day == today}
        told: dict[tuple[int, int], list[NudgeKey]] = {}
        for item in self._facts.sent:
            told.setdefault((item.key.person, item.key.year), []).append(item.key)
        candidates = (
            self._nudge_for(person, told)
            for person in self._facts.recipients
            if person.id not in told_today and self._may_disturb(person)
        )
        return tuple(nudge for nudge in candidates if nudge is not None)

    def reason(self, key: NudgeKey) -> Reason:
        """Say why a pending nudge is not planned any more."""
        cycle = self._cycles.get(key.year)
        if cycle is None:
            return "ended"
        if not cycle.has(key.stage, key.anchor):
            return "moved"
        person = next((item for item in self._facts.recipients if item.id == key.person), None)
        if person is None or person.audience is None or not self._missing_for(person, key.year):
            return "done"
        standing = {(year.year, due.stage.code) for year, due in self._live[person.audience]}
        return "held" if (key.year, key.stage) in standing else "superseded"

    def _nudge_for(self, person: Recipient, told: Mapping[tuple[int, int], Sequence[NudgeKey]]) -> Nudge | None:
        if (audience := person.audience) is None:
            return None
        for cycle, due in self._live[audience]:
            last = due.stage.code in cycle.last_calls
            heard = told.get((person.id, cycle.year), ())
            if any(cycle.stands(due, key.stage, key.anchor) for key in heard):
                continue
            if self._is_kept(person, cycle, due, last):
                continue
            if person.muted_year == cycle.year and not last:
                continue
            missing = self._missing_for(person, cycle.year)
            if missing := missing if last else person.keeps(cycle.year, missing):
                return self._nudge(person, audience, cycle, due, missing)
        return None

    def _is_kept(self, person: Recipient, cycle: Cycle, due: Due, last: bool) -> bool:
        """Tell whether a promise that was kept stands for a stage: of its year and day, and of any of today.

        Last calls of a newer year come on the same day too: nobody may sleep through them.
        """
        if (person.id, cycle.year, due.at.date()) in self._kept:
            return True
        promised = self._promised.get(person.id)
        return promised is not None and not (last and cycle.year > promised)

    def _nudge(
        self, person: Recipient, audience: Audience, cycle: Cycle, due: Due, missing: tuple[Gap, ...]
    ) -> Nudge:
        gaps = self._gaps[cycle.year]
        return Nudge(
            person=person.id,
            audience=audience,
            year=cycle.year,
            stage=due.stage.code,
            anchor=due.anchor,
            deadline=cycle.deadline,
            missing=missing,
            complete=gaps.complete,
            expected=gaps.expected,
            unattended=gaps.unattended if person.oversees else (),
            continues_draft=person.draft_touched is not None,
            draft=person.draft,
            silent=self._silent(person, cycle.year),
            older=tuple(self._older(person, cycle.year)),
            waiting=self._facts.waiting if person.oversees else (),
        )

    def _silent(self, person: Recipient, year: int) -> tuple[Silent, ...]:
        """Say to whoever oversees, and to the lead of an authority, who can't be reached."""
        if person.reports_own:
            return ()
        every = [item.code for item in self._facts.programme.authorities]
        return self._gaps[year].silent_of(every if person.oversees else person.authorities)

    def _older(self, person: Recipient, year: int) -> Iterator[Older]:
        for before in sorted(self._gaps, reverse=True):
            if before < year and (missing := person.keeps(before, self._missing_for(person, before))):
                communities = tuple(gap.community for gap in missing)
                yield Older(before, communities, sum(len(gap.metrics) for gap in missing))

    def _missing_for(self, person: Recipient, year: int) -> tuple[Gap, ...]:
        gaps = self._gaps[year]
        return gaps.all if person.oversees else gaps.of(person.authorities)

    def _may_disturb(self, person: Recipient) -> bool:
        if person.unreachable or (person.snoozed_until is not None and self._now < person.snoozed_until):
            return False
        return person.draft_touched is None or self._now - person.draft_touched >= DRAFT_PAUSE
