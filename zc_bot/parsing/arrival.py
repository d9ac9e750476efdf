"""A question about who handed a whole year in, and in time, as data: complete in both years, but late in one."""

from __future__ import annotations

from typing import Literal

from zc_bot.values import dataclass

Arrived = Literal["complete", "incomplete", "in_time", "late", "approved", "unapproved"]
"""approved: everything that is due was reviewed."""
Asked = Literal["which", "count", "rate", "days", "most"]


@dataclass(frozen=True, slots=True)
class Stand:
    """How a community stands in every one of some years; without a year, in the newest that is collected."""

    state: Arrived
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Of which communities all of this holds, and what is asked of them.

    each: of every state by itself, how many are in time and how many late. most: who lacks most, so many of them.
    """

    stands: tuple[Stand, ...]
    asks: Asked = "which"
    each: bool = False
    limit: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(year for one in self.stands for year in one.years))
