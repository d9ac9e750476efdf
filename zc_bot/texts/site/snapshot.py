"""All that the page shows, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
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


@dataclass(frozen=True)
class Snapshot:
    """board: of the latest complete year. years: which year each card is of. demo: the figures are made up."""

    programme: Programme
    board: Board
    period: Period | None
    years: Mapping[str, int]
    figures: Figures
    milestones: Milestones
    entries: tuple[Showing, ...]
    photos: Mapping[int, Shown]
    news: tuple[News, ...]
    now: datetime
    demo: bool

    @property
    def files(self) -> frozenset[str]:
        """Name the files of photos that may be seen, by their hashes."""
        return frozenset(digest for one in self.photos.values() for digest in (one.large, one.small))
