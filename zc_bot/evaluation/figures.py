"""Figures as the evaluation sees them: already chosen for who is asking, exact, with who reported them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

import orjson

from zc_bot.values import dataclass

Marker = Literal["not_applicable", "confidential"]
Status = Literal["submitted", "approved"]
Key = tuple[str, str, int]
_METRIC_AND_YEAR = itemgetter(0, 1)


class Figure(NamedTuple):
    """One reported figure: `value` in the metric's unit (yes is 1, no is 0), or a `marker` instead.

    Times are aware, UTC. `status` is `submitted` (待审核) or `approved`. A tuple, because a question over a whole
    city makes hundreds of thousands.
    """

    community: str
    metric: str
    year: int
    value: Decimal | None
    marker: Marker | None
    status: Status
    reported_by: str
    reported_at: datetime
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    typed: str = ""
    """The figure as it was typed, with its unit."""
    note: str = ""


class Stated(NamedTuple):
    """What a figure says, without who reported it: a value, or a marker instead."""

    metric: str
    year: int
    community: str
    value: Decimal | None
    marker: Marker | None = None


class Values:
    """A read-only table of what figures say, by metric and year: for questions over very many communities."""

    def __init__(self, rows: Iterable[Stated] = ()) -> None:
        self._columns: dict[tuple[str, int], dict[str, Stated]] = {}
        self.add(rows)

    def add(self, rows: Iterable[Stated]) -> None:
        """Take in what was stated."""
        for key, group in groupby(rows, key=_METRIC_AND_YEAR):
            self._columns.setdefault(key, {}).update((row[2], row) for row in group)

    def of(self, metric: str, year: int) -> Mapping[str, Stated]:
        """Return what each community stated."""
        return self._columns.get((metric, year), {})


@dataclass(frozen=True, slots=True)
class Query:
    """What an answer needs from the store.

    communities, years: None means all. latest: with years None, only the newest year in which any of the
    metrics was reported by the communities, and the year before it. as_of: what stood at that moment (aware), by
    what was recorded until then. every_year: tell in which years anybody reported any of the metrics.
    """

    metrics: tuple[str, ...]
    communities: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    latest: bool = False
    as_of: datetime | None = None
    every_year: bool = False


class Figures:
    """A read-only table of figures by (community, metric, year).

    years: those in which others reported whose figures are not in it.
    """

    def __init__(self, rows: Iterable[Figure] = (), years: Iterable[int] = ()) -> None:
        self._rows: Mapping[Key, Figure] = {(row.community, row.metric, row.year): row for row in rows}
        self._years = frozenset(years)

    def get(self, community: str, metric: str, year: int) -> Figure | None:
        return self._rows.get((community, metric, year))

    def years(self) -> tuple[int, ...]:
        return tuple(sorted(self._years.union(year for _, _, year in self._rows)))

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def digest(self) -> bytes:
        """Tell these figures from any others, by all that is known of them; what follows from them is kept so."""
        # A figure is a tuple, each field of one kind: what is written of two is the same only where they are.
        told = orjson.dumps([*map(tuple, self._rows.values())], default=str)
        return hashlib.blake2b(told, digest_size=32).digest()
