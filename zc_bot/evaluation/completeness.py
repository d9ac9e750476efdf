"""How full the years are, and which one answers a question that names none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal, NamedTuple

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.scope import communities_of, judged_metrics, placed, requirements_of
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

Unit = Literal["communities", "figures"]
OF_ONE_YEAR = frozenset(
    {"value", "compare", "growth", "rank", "filter", "aggregate", "check", "provenance", "card", "why"}
)


class Filled(NamedTuple):
    """How many of some metrics a community has for a year: as the asker sees them, and approved."""

    seen: int = 0
    approved: int = 0


FilledIn = Callable[[tuple[str, ...], int], Mapping[str, Filled]]
"""How much of some metrics each community has for a year."""


@dataclass(frozen=True, slots=True)
class Fullness:
    """Of `due` communities or figures of a year, how many are approved, and how many came as the asker sees them.

    counted: how many of them make the year full, as far as it is: those approved, or all that came.
    """

    year: int
    approved: int
    seen: int
    due: int
    counted: int

    @property
    def shares(self) -> tuple[Fraction, Fraction, int]:
        """Order years by how full they are; of equals the later goes before."""
        due = max(1, self.due)
        return Fraction(self.counted, due), Fraction(self.seen, due), self.year


@dataclass(frozen=True, slots=True)
class Period:
    """The year that answers where none was named.

    unit: what is counted. enough: whether it is as full as the programme wants, else it is the fullest.
    later: the newest year with something, where that is another. any_status: submitted figures count as well.
    """

    full: Fullness
    unit: Unit
    enough: bool
    later: Fullness | None = None
    any_status: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: reported metrics of communities, each counted by itself or all together.

    growing, base: the metrics of which an earlier year is needed too, the one before or any since the start.
    any_status: submitted figures count as well. measures: communities that others are held against: a year in which
    one of them has nothing answers nothing.
    """

    communities: tuple[str, ...]
    metrics: tuple[str, ...]
    unit: Unit
    growing: tuple[str, ...] = ()
    base: Literal["before", "since_start"] = "since_start"
    any_status: bool = False
    measures: tuple[str, ...] = ()


def wanted_by(meaning: Meaning, programme: Programme) -> Wanted | None:
    """Say what must be there for a year to answer; None where a year was named or none need be chosen so.

    A metric of a single community is answered with its latest figure, whatever else came.
    """
    if meaning.years or meaning.query is not None or meaning.intent not in OF_ONE_YEAR:
        return None
    places = tuple(programme.community) if placed(meaning) else communities_of(meaning, programme)
    of_all, single = not (meaning.metrics or meaning.requirements), len(places) == 1
    if single and (meaning.intent not in {"check", "card"} or not of_all):
        return None
    if of_all:
        return Wanted(places, tuple(programme.metric), "figures", any_status=single)
    metrics = asked_metrics(meaning, programme)
    inputs = inputs_of(programme, metrics)
    averages = tuple(item.of for item in programme.derived if item.code in metrics and item.of)
    if meaning.intent in {"growth", "why"} and not averages:
        return Wanted(places, inputs, "communities", inputs, "before")
    return Wanted(places, inputs, "communities", averages)


def asked_metrics(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    """Return the metrics that an answer shows or judges."""
    if meaning.intent == "check" or (meaning.intent == "filter" and meaning.threshold is None):
        return judged_metrics(requirements_of(meaning, programme))
    return meaning.metrics or tuple(programme.metric)


def choose(programme: Programme, wanted: Wanted, filled: FilledIn, years: Iterable[int]) -> Period | None:
    """Choose the latest year that is full enough, else the fullest; None where there is no year.

    years: those with any figure, the latest first; no more of them is read than has to be.
    """
    passed: list[Fullness] = []
    for year in years:
        found = fullness(programme, wanted, filled, year)
        if found.due and found.counted >= programme.completeness.share * found.due:
            return Period(found, wanted.unit, True, _newest(passed), wanted.any_status)
        passed.append(found)
    if not passed:
        return None
    best = max(passed, key=lambda one: one.shares)
    later = _newest(one for one in passed if one.year > best.year)
    return Period(best, wanted.unit, False, later, wanted.any_status)


def fullness(programme: Programme, wanted: Wanted, filled: FilledIn, year: int) -> Fullness:
    """Count what came of what is due for a year: nothing is due before a community's start."""
    due = [code for code in wanted.communities if programme.community[code].start <= year]
    found = filled(wanted.metrics, year)
    have = {code: found.get(code, Filled()) for code in due}
    if wanted.unit == "figures":
        approved, seen = (sum(one[at] for one in have.values()) for at in (1, 0))
        return _fullness(wanted, year, approved, seen, len(due) * len(wanted.metrics))
    whole = len(wanted.metrics)
    approved_by = {code for code, one in have.items() if one.approved == whole}
    seen_by = {code for code, one in have.items() if one.seen == whole}
    if wanted.growing:
        approved_by = _based(programme, wanted, filled, approved_by, year, "approved")
        seen_by = _based(programme, wanted, filled, seen_by, year, "seen")
    counts = _fullness(wanted, year, len(approved_by), len(seen_by), len(due))
    held = all(found.get(code, Filled()).approved == whole for code in wanted.measures)
    return counts if held else replace(counts, counted=0)


def _fullness(wanted: Wanted, year: int, approved: int, seen: int, due: int) -> Fullness:
    return Fullness(year, approved, seen, due, seen if wanted.any_status else approved)


def filled_from(figures: Figures) -> FilledIn:
    """Count among figures at hand."""

    def filled(metrics: tuple[str, ...], year: int) -> dict[str, Filled]:
        found: dict[str, Filled] = {}
        for figure in figures:
            if figure.year == year and figure.metric in metrics:
                seen, approved = found.get(figure.community, Filled())
                found[figure.community] = Filled(seen + 1, approved + (figure.status == "approved"))
        return found

    return filled


def _newest(years: Iterable[Fullness]) -> Fullness | None:
    return max((one for one in years if one.seen), key=lambda one: one.year, default=None)


def _based(
    programme: Programme, wanted: Wanted, filled: FilledIn, communities: set[str], year: int,
    kind: Literal["seen", "approved"],
) -> set[str]:
    """Return the communities with an earlier year to count growth from."""
    left, whole = set(communities), len(wanted.growing)
    first = min(item.start for item in programme.communities)
    for earlier in (year - 1,) if wanted.base == "before" else range(first, year):
        if not left:
            break
        found = filled(wanted.growing, earlier)
        counts = {code for code in left if _counts_from(programme, wanted, code, earlier)}
        left -= {code for code in counts if getattr(found.get(code, Filled()), kind) == whole}
    return communities - left


def _counts_from(programme: Programme, wanted: Wanted, community: str, year: int) -> bool:
    """Tell whether a year may be a base: an average is counted from the start on."""
    return wanted.base == "before" or programme.community[community].start <= year
