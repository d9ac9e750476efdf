"""What is found of a place or of several together: a row of a result, a sum, how rows are ordered and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.formulas import Exact, Given, Percent, order, summed
from zc_bot.parsing.query import Measure

MEAN, MEDIAN = "mean", "median"


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a result: what was found of a place, an authority or (neither) of several together.

    of, counted: of a fold, a place or requirements met, over how many of how many. since: the year it is counted
    from; ends: what there was then and what there is now. places: those of a group that is a row.
    """

    measure: Measure
    year: int
    number: Exact | None
    unit: str
    community: str | None = None
    authority: str | None = None
    figures: tuple[Figure, ...] = ()
    lack: str | None = None
    since: int | None = None
    counted: int | None = None
    of: int | None = None
    rank: int | None = None
    ends: tuple[Exact, Exact] | None = None
    places: tuple[str, ...] = ()
    part: tuple[int, int] | None = None
    """Of a share of several together: over how many of how many of these it goes, where some are missing."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What several places have together: over `counted` of the `of` that were under way."""

    number: Exact | None
    figures: tuple[Figure, ...]
    counted: int
    of: int


def ranked(rows: Iterable[Found], ascending: bool) -> list[Found]:
    """Order by number, equals sharing a rank; those without one come last."""
    found = list(rows)
    known = [(order(row.number), row) for row in found if row.number is not None]
    known.sort(key=lambda pair: pair[0], reverse=not ascending)
    in_order: list[Found] = []
    for position, (key, row) in enumerate(known, 1):
        same = in_order and order(in_order[-1].number) == key  # type: ignore[arg-type]
        in_order.append(replace(row, rank=in_order[-1].rank if same else position))
    return [*in_order, *(row for row in found if row.number is None)]


def ratio(number: Exact | None, other: Exact | None, times: int = 1) -> Exact | None:
    if number is None or other is None or other.key == 0:
        return None
    return Percent(number.key / other.key * times)


def difference(number: Exact, other: Exact) -> Exact:
    """Take one from another; of two reported figures, the difference is shown as they are."""
    if isinstance(number, Given) and isinstance(other, Given):
        return Given(summed((number.value, -other.value)))
    return Percent(number.key - other.key)
