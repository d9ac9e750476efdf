"""Figures against the policy: a verdict on each requirement, with its gap, its clause and its grounds."""

from __future__ import annotations

from collections.abc import Iterable, Set
from decimal import Decimal
from typing import Literal, NamedTuple

from zc_bot.evaluation.figures import Figure, Figures, Status
from zc_bot.evaluation.formulas import Exact, less
from zc_bot.evaluation.measurements import Lack, Measurement, measure, rounded
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Condition, Requirement

Outcome = Literal["met", "not_met", "undetermined", "not_applicable", "advisory"]
OPEN: frozenset[Outcome] = frozenset({"undetermined", "not_applicable"})
"""Verdicts of which nothing is known."""


class Basis(NamedTuple):
    """What a verdict rests on.

    absent: (metric, year) pairs that are not reported. lack: why there is no number. base_year: what growth
    is counted from. close, started, uncovered, zones, unrecorded (nobody recorded a stage), planned (what started is
    told by the start years alone): only for the programme's goals.
    """

    figures: tuple[Figure, ...] = ()
    absent: tuple[tuple[str, int], ...] = ()
    lack: Lack | None = None
    base_year: int | None = None
    close: bool = False
    unrecorded: bool = False
    planned: bool = False
    started: tuple[str, ...] = ()
    built: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


class Part(NamedTuple):
    """One condition of a requirement that has several."""

    condition: Condition
    measurement: Measurement
    verdict: Outcome


class Verdict(NamedTuple):
    """One requirement judged; `gap` = value - threshold in `unit`, percentage points where that is %.

    community: None for the programme's goals. parts: only where a requirement has several conditions,
    value and gap are None then.
    """

    community: str | None
    year: int
    requirement: str
    verdict: Outcome
    clause: str
    unit: str = ""
    value: Decimal | None = None
    threshold: Decimal | None = None
    gap: Decimal | None = None
    status: Status | None = None
    basis: Basis = Basis()
    parts: tuple[Part, ...] = ()
    measurement: Measurement | None = None


def judge(programme: Programme, figures: Figures, community: str, year: int) -> tuple[Verdict, ...]:
    """Judge a community on every requirement made of communities."""
    return tuple(
        judge_requirement(programme, figures, requirement, community, year)
        for requirement in programme.requirements
        if requirement.scope == "community"
    )


def judge_requirement(
    programme: Programme, figures: Figures, requirement: Requirement, community: str, year: int
) -> Verdict:
    """Judge one requirement; before the community's start it is not applicable."""
    parts = tuple(
        _part(programme, figures, condition, community, year, requirement.advisory)
        for condition in requirement.conditions
    )
    if len(parts) == 1:
        return _single(programme, requirement, parts[0], community, year)
    return Verdict(
        community=community,
        year=year,
        requirement=requirement.id,
        verdict=combined(part.verdict for part in parts),
        clause=requirement.cite.clause,
        unit=_common_unit(programme, parts),
        threshold=_common_threshold(programme, parts),
        status=_status(part.measurement for part in parts),
        basis=_basis_of_parts(parts),
        parts=parts,
    )


def outcome(condition: Condition, measurement: Measurement, advisory: bool = False) -> Outcome:
    """Compare a measurement with a condition, exactly; without a number it stays undetermined."""
    found = measurement.number if measurement.number is not None else measurement.lack or "unreported"
    return compared(condition, found, advisory)


def compared(condition: Condition, found: Exact | Lack, advisory: bool = False) -> Outcome:
    """Compare a number with a condition, exactly; what is lacking stays undetermined."""
    if isinstance(found, str):
        return "not_applicable" if found in ("not_applicable", "before_start") else "undetermined"
    if advisory or condition.operator == "about":
        return "advisory"
    side = found.side(condition.threshold)
    if condition.operator == ">=":
        return "met" if side >= 0 else "not_met"
    return "met" if (side > 0 if condition.operator == ">" else side == 0) else "not_met"


def has_verdict(verdicts: Set[Outcome], wanted: Outcome) -> bool:
    """Tell whether verdicts together come to one: one failed fails them, one unknown leaves them open."""
    if wanted == "met":
        return "met" in verdicts and not verdicts & {"not_met", "undetermined"}
    return wanted in verdicts


def is_undecided(verdicts: Set[Outcome]) -> bool:
    """Tell whether nothing failed and something is open, yet not everything."""
    return "undetermined" in verdicts and "not_met" not in verdicts and not verdicts <= OPEN


def whole_of(verdicts: Set[Outcome]) -> Outcome:
    """Judge all requirements together."""
    return combined(verdicts)


def requirements_on(programme: Programme, metric: str) -> tuple[Requirement, ...]:
    """Return the requirements that set a condition on a metric or, failing any, on its average growth."""
    direct = _with_condition_on(programme, {metric})
    growths = {item.code for item in programme.derived if item.of == metric}
    return direct or _with_condition_on(programme, growths)


def _with_condition_on(programme: Programme, metrics: set[str]) -> tuple[Requirement, ...]:
    return tuple(
        requirement
        for requirement in programme.requirements
        if any(condition.metric in metrics for condition in requirement.conditions)
    )


def _part(
    programme: Programme, figures: Figures, condition: Condition, community: str, year: int, advisory: bool
) -> Part:
    found = measure(programme, figures, community, condition.metric, year)
    if year < programme.community[community].start:
        return Part(condition, found, "not_applicable")
    return Part(condition, found, outcome(condition, found, advisory))


def _single(programme: Programme, requirement: Requirement, part: Part, community: str, year: int) -> Verdict:
    found, threshold = part.measurement, part.condition.threshold
    value = rounded(programme, found)
    before = year < programme.community[community].start
    return Verdict(
        community=community,
        year=year,
        requirement=requirement.id,
        verdict=part.verdict,
        clause=requirement.cite.clause,
        unit=found.unit,
        value=value,
        threshold=threshold,
        gap=None if value is None else less(value, threshold),
        status=found.status,
        basis=Basis(found.figures, found.absent, "before_start" if before else found.lack, base_year=found.base_year),
        measurement=found,
    )


def combined(verdicts: Iterable[Outcome]) -> Outcome:
    """Judge several parts together: one failed fails all, else one unknown leaves all undetermined."""
    found = set(verdicts) - {"not_applicable"}
    if not found:
        return "not_applicable"
    if "not_met" in found:
        return "not_met"
    if "undetermined" in found:
        return "undetermined"
    return "met" if "met" in found else "advisory"


def _common_unit(programme: Programme, parts: tuple[Part, ...]) -> str:
    units = {programme.measure[part.condition.metric].unit for part in parts}
    return units.pop() if len(units) == 1 else ""


def _common_threshold(programme: Programme, parts: tuple[Part, ...]) -> Decimal | None:
    """Return the threshold that all parts share; yes is no threshold."""
    thresholds = {part.condition.threshold for part in parts}
    return thresholds.pop() if len(thresholds) == 1 and _common_unit(programme, parts) else None


def _basis_of_parts(parts: tuple[Part, ...]) -> Basis:
    lacks = [part.measurement.lack for part in parts if part.measurement.lack is not None]
    return Basis(
        figures=tuple(figure for part in parts for figure in part.measurement.figures),
        absent=tuple(pair for part in parts for pair in part.measurement.absent),
        lack=lacks[0] if lacks else None,
    )


def _status(measurements: Iterable[Measurement]) -> Status | None:
    found = {item.status for item in measurements} - {None}
    if not found:
        return None
    return "submitted" if "submitted" in found else "approved"
