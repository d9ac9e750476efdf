"""All that the page shows, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Protocol

from zc_bot.evaluation.board import Board
from zc_bot.evaluation.completeness import Period
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.milestones import Milestones
from zc_bot.evaluation.showing import Showing
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass


class Shown(Protocol):
    """A photo: both sizes by the hashes of their files, and width and height of the large one."""

    @property
    def large(self) -> str: ...
    @property
    def small(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class News:
    """Figures of a community's year that were approved lately: when last, and how many."""

    community: str
    year: int
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Whole:
    """All figures, of which the first page needs a fifth. years: which year each community's card is of."""

    figures: Figures
    years: Mapping[str, int]


@dataclass(frozen=True)
class Snapshot:
    """board: of the latest complete year. whole: reads what communities' pages show, when one is
    first asked for; its year is of who has no figures.

    demo: the figures are made up.
    """

    programme: Programme
    board: Board
    period: Period | None
    whole: Callable[[int], Whole]
    milestones: Milestones
    entries: tuple[Showing, ...]
    photos: Mapping[int, Shown]
    news: tuple[News, ...]
    now: datetime
    demo: bool

    @cached_property
    def _whole(self) -> Whole:
        return self.whole(self.board.year)

    @property
    def figures(self) -> Figures:
        """All that was approved."""
        return self._whole.figures

    @property
    def years(self) -> Mapping[str, int]:
        """Say which year each community's card is of."""
        return self._whole.years

    @property
    def files(self) -> frozenset[str]:
        """Name the files of photos that may be seen, by their hashes."""
        return frozenset(digest for one in self.photos.values() for digest in (one.large, one.small))
