"""The verdicts of very many communities by what they stated, without grounds: whose are then looked at closely.

A report card gathers for each verdict its figures, who reported them and the gap. Nobody reads ten thousand; which
verdicts each community has is worked out here, by the formulas that the cards use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zc_bot.evaluation.figures import Query, Stated, Values
from zc_bot.evaluation.formulas import Exact
from zc_bot.evaluation.measurements import Lack, growth_between, inputs_of, number_of, share_in
from zc_bot.evaluation.scope import communities_of, judged_metrics, requirements_of
from zc_bot.evaluation.verdicts import OPEN, Outcome, combined, compared, has_verdict
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Derived, Requirement
from zc_bot.values import dataclass

SHOWN = 60
"""So many communities a message may show; more are surveyed first."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A community's year: the verdicts it has, and where all are open, what is lacking for the first."""

    community: str
    year: int
    verdicts: frozenset[Outcome]
    lack: Lack | None = None

    @property
    def is_open(self) -> bool:
        return self.verdicts <= OPEN


@dataclass(frozen=True, slots=True)
class Survey:
    """What a survey found, in the order of the years and communities."""

    found: tuple[Surveyed, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.year for one in self.found))

    def picked(self, wanted: Outcome | None) -> tuple[Surveyed, ...]:
        """Return those with a verdict, or all."""
        return tuple(one for one in self.found if wanted is None or has_verdict(one.verdicts, wanted))

    def shown(self, wanted: Outcome | None) -> tuple[Surveyed, ...]:
        """Return as many of those as a message may show."""
        return self.picked(wanted)[:SHOWN]


def to_survey(meaning: Meaning, programme: Programme) -> tuple[Requirement, ...]:
    """Return the requirements that so many communities are to be judged on that no message shows all; else none."""
    judges = meaning.intent == "check" or (meaning.intent == "filter" and meaning.threshold is None)
    if meaning.query is not None or not judges or len(communities_of(meaning, programme)) <= SHOWN:
        return ()
    return tuple(item for item in requirements_of(meaning, programme) if item.scope == "community")


def first_needs(programme: Programme, requirements: Sequence[Requirement], year: int) -> tuple[Query, ...]:
    """Return what is needed to judge a year: what was stated for it, and in the years that growth is counted from."""
    bases = tuple(sorted({item.start for item in programme.communities if item.start < year}))
    growing = _growing(programme, requirements)
    every = Query(inputs_of(programme, judged_metrics(requirements)), None, (year,))
    return (every, Query(growing, None, bases)) if growing and bases else (every,)


def further_needs(
    programme: Programme, requirements: Sequence[Requirement], values: Values, places: Sequence[str], year: int
) -> tuple[Query, ...]:
    """Return what is needed besides: the later years of communities that reported nothing for their start."""
    starts = {code: programme.community[code].start for code in places}
    queries = []
    for metric in _growing(programme, requirements):
        without = tuple(
            code for code, start in starts.items() if start < year and code not in values.of(metric, start)
        )
        if without:
            later = tuple(range(min(starts[code] for code in without) + 1, year))
            queries += [Query((metric,), without, later)] if later else []
    return tuple(queries)


def survey(
    programme: Programme, requirements: Sequence[Requirement], values: Values, places: Sequence[str], year: int
) -> Survey:
    """Judge communities on requirements for a year."""
    judged = []
    for requirement in requirements:
        parts = [_numbers(programme, condition.metric, values, places, year) for condition in requirement.conditions]
        judged.append((_verdicts(requirement, parts), parts))
    together = zip(*(verdicts for verdicts, _ in judged), strict=True)
    found = []
    for at, (place, verdicts) in enumerate(zip(places, together, strict=True)):
        early = year < programme.community[place].start
        one = Surveyed(place, year, frozenset(("not_applicable",) if early else verdicts))
        found.append(_with_lack(one, judged, at, early) if one.is_open else one)
    return Survey(tuple(found))


_Judged = tuple[list[Outcome], list[list[Exact | Lack]]]


def _with_lack(one: Surveyed, judged: Sequence[_Judged], at: int, early: bool) -> Surveyed:
    """Say what is lacking for the first verdict that is open."""
    if early:
        return Surveyed(one.community, one.year, one.verdicts, "before_start")
    first = min(judged, key=lambda pair: pair[0][at] != "undetermined")
    lacks = (found for numbers in first[1] if isinstance(found := numbers[at], str))
    return Surveyed(one.community, one.year, one.verdicts, next(lacks, "unreported"))


def _verdicts(requirement: Requirement, parts: Sequence[list[Exact | Lack]]) -> list[Outcome]:
    columns = [
        [compared(condition, found, requirement.advisory) for found in numbers]
        for condition, numbers in zip(requirement.conditions, parts, strict=True)
    ]
    if len(columns) == 1:
        return columns[0]
    return [combined(row) for row in zip(*columns, strict=True)]


def _numbers(
    programme: Programme, metric: str, values: Values, places: Sequence[str], year: int
) -> list[Exact | Lack]:
    """Give the metric's number of each community, or what is lacking."""
    derived = programme.derivation.get(metric)
    if derived is None:
        column = values.of(metric, year)
        return [number_of(column.get(place)) for place in places]
    if derived.formula == "share":
        part, whole = (values.of(code, year) for code in programme.inputs[metric])
        return [share_in(part.get(place), whole.get(place)) for place in places]
    return list(_growths(programme, derived, values, places, year))


def _growths(
    programme: Programme, derived: Derived, values: Values, places: Sequence[str], year: int
) -> Iterator[Exact | Lack]:
    now = values.of(derived.of or "", year)
    columns: Mapping[int, Mapping[str, Stated]] = {
        item: values.of(derived.of or "", item) for item in range(min_start(programme), year)
    }
    for place in places:
        start = programme.community[place].start
        base = next((item for item in range(start, year) if place in columns[item]), year)
        yield growth_between(columns[base][place] if base < year else None, now.get(place), year - base)


def min_start(programme: Programme) -> int:
    """Return the year in which the first community started."""
    return min(item.start for item in programme.communities)


def _growing(programme: Programme, requirements: Sequence[Requirement]) -> tuple[str, ...]:
    """Return the metrics of which a requirement asks for growth."""
    judged = judged_metrics(requirements)
    return tuple(dict.fromkeys(item.of for item in programme.derived if item.code in judged and item.of))
