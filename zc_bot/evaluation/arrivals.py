"""Which communities handed whole years in as is asked: complete, in time, late, everything reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zc_bot.evaluation.timeliness import Tally, Timeliness
from zc_bot.parsing.arrival import Arrived, Stand


def _is_late(one: Tally) -> bool:
    return one.late is not None


def _is_approved(one: Tally) -> bool:
    return one.due > 0 and one.approved == one.due


_HOLDS: Mapping[Arrived, Callable[[Tally], bool]] = {
    "complete": lambda one: one.due > 0 and one.missing == 0,
    "incomplete": lambda one: one.missing > 0,
    "in_time": lambda one: one.whole_in_time and one.timed > 0,
    "late": _is_late,
    "approved": _is_approved,
    "unapproved": lambda one: one.due > 0 and one.approved < one.due,
}


def standing_so(stands: Sequence[Stand], years: Mapping[int, Timeliness]) -> tuple[str, ...]:
    """Return the communities of which each stand holds in each of its years; what nothing was due of stands so not.

    years: every year that a stand names.
    """
    tallies = {year: {one.key: one for one in found.by_community()} for year, found in years.items()}
    wanted = [(tallies[year], _HOLDS[one.state]) for one in stands for year in one.years]
    places = tuple(dict.fromkeys(code for some in tallies.values() for code in some))
    return tuple(
        code for code in places if all(code in some and holds(some[code]) for some, holds in wanted)
    )


def lacking_most(found: Timeliness, limit: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return who lacks figures of a year, with their metrics, those who lack most first; as many as asked, 0 for all.

    Of those that lack as many as the last one, none is left out.
    """
    lacks: dict[str, list[str]] = {}
    for filing in found.filings:
        if not filing.stands:
            lacks.setdefault(filing.community, []).append(filing.metric)
    ordered = sorted(lacks.items(), key=lambda one: -len(one[1]))
    if 0 < limit < len(ordered):
        last = len(ordered[limit - 1][1])
        ordered = [one for one in ordered if len(one[1]) >= last]
    return tuple((code, tuple(metrics)) for code, metrics in ordered)
