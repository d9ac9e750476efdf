"""What is shown of a community besides its figures: progress with photos, and short stories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from zc_bot.values import dataclass

ShowingKind = Literal["progress", "startup", "person", "practice"]
"""What was built, an outstanding start-up, an outstanding person, a practice worth copying."""
ShowingState = Literal["submitted", "approved", "returned", "withdrawn"]
STORIES: tuple[ShowingKind, ...] = ("startup", "person", "practice")
KINDS: tuple[ShowingKind, ...] = ("progress", *STORIES)


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo by its number, and what its sender wrote under it."""

    photo: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells: `what` is the sentence.

    place, milestone, day: of progress. name: of the start-up, person or practice. agreed: whoever is named agreed.
    """

    kind: ShowingKind
    community: str
    what: str
    place: str = ""
    milestone: str = ""
    name: str = ""
    day: date | None = None
    agreed: bool = False
    photos: tuple[Shot, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    """The version of an entry that stands; `id` is of the version, `root` of the first one."""

    id: int
    root: int
    told: Told
    state: ShowingState
    reason: str
    author: int
    author_name: str
    recorded_at: datetime

    @property
    def order(self) -> tuple[date, int]:
        """Put entries in the order of the days they tell of, then of their telling."""
        return self.told.day or self.recorded_at.date(), self.root


def approved(entries: Iterable[Showing], community: str | None = None) -> tuple[Showing, ...]:
    """Return the approved ones, of one community or all, the newest first."""
    found = (
        one for one in entries if one.state == "approved" and (community is None or one.told.community == community)
    )
    return tuple(sorted(found, key=lambda one: one.order, reverse=True))


def photos_of(entries: Iterable[Showing]) -> frozenset[int]:
    """Name the photos of entries by number."""
    return frozenset(shot.photo for one in entries for shot in one.told.photos)
