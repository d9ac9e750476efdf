"""The goals of the programme as a whole: how many communities are built, and which counties have one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zc_bot.evaluation.milestones import Milestones, Stage
from zc_bot.evaluation.verdicts import Basis, Outcome, Verdict
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Requirement

COUNTED_IN = "个"


def judge_goals(programme: Programme, milestones: Milestones, year: int) -> tuple[Verdict, ...]:
    """Judge the programme's goals by the stages that the city recorded.

    A community without a recorded stage counts as started from its start year on.
    """
    now = {code: stage_of(programme, milestones, code, year) for code in programme.community}
    return tuple(
        _judge_built(requirement, now, year, unrecorded=not milestones)
        if requirement.goal == "built"
        else _judge_coverage(programme, requirement, now, year, planned=not milestones)
        for requirement in programme.requirements
        if requirement.goal is not None
    )


def stage_of(programme: Programme, milestones: Milestones, community: str, year: int) -> Stage:
    """Return a community's recorded stage, or the one that follows from its start year."""
    recorded = milestones.stage(community)
    if recorded is not None:
        return recorded
    return "started" if programme.community[community].start <= year else "not_started"


def _judge_built(
    requirement: Requirement, stages: Mapping[str, Stage], year: int, unrecorded: bool
) -> Verdict:
    """Count the built ones; short of the target the verdict only advises."""
    built = tuple(code for code, stage in stages.items() if stage == "built")
    started = tuple(code for code, stage in stages.items() if stage in ("started", "building"))
    target = requirement.target or 0
    reached: Outcome = "met" if len(built) >= target else "advisory" if requirement.advisory else "not_met"
    close = requirement.close is not None and requirement.close <= len(built) < target
    basis = Basis(started=started, built=built, close=close, unrecorded=unrecorded)
    return _verdict(requirement, year, reached, len(built), target, basis)


def _judge_coverage(
    programme: Programme, requirement: Requirement, stages: Mapping[str, Stage], year: int, planned: bool
) -> Verdict:
    """Look for a county-level unit without a started community; functional zones are only listed."""
    started = tuple(code for code, stage in stages.items() if stage != "not_started")
    with_one = {programme.community[code].authority for code in started}
    counties = [item.code for item in programme.authorities if item.kind == "county"]
    uncovered = tuple(code for code in counties if code not in with_one)
    zones = tuple(item.code for item in programme.authorities if item.kind == "zone" and item.code in with_one)
    reached: Outcome = "not_met" if uncovered else "met"
    basis = Basis(started=started, uncovered=uncovered, zones=zones, planned=planned)
    return _verdict(requirement, year, reached, len(counties) - len(uncovered), len(counties), basis)


def _verdict(requirement: Requirement, year: int, reached: Outcome, value: int, target: int, basis: Basis) -> Verdict:
    return Verdict(
        community=None,
        year=year,
        requirement=requirement.id,
        verdict=reached,
        clause=requirement.cite.clause,
        unit=COUNTED_IN,
        value=Decimal(value),
        threshold=Decimal(target),
        gap=Decimal(value - target),
        basis=basis,
    )
