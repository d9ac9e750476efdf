"""What is recorded of a figure, as values: an entry, the versions of it, the receipt of a submission."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from zc_bot.evaluation.figures import Marker
from zc_bot.values import dataclass

IMPORTED = "import"
"""The reason of a version that an import recorded."""
Way = Literal["dialogue", "line", "sheet", "import"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure on its way in, in the metric's unit; `seen` is the last version its author saw (None: none)."""

    community: str
    metric: str
    year: int
    value: Decimal | None
    marker: Marker | None = None
    typed: str = ""
    reason: str = ""
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one figure, as it was recorded."""

    id: int
    community: str
    metric: str
    year: int
    value: Decimal | None
    marker: Marker | None
    status: Literal["submitted", "approved", "returned", "withdrawn"]
    submission: int
    typed: str
    reporter: int
    reporter_name: str
    reported_at: datetime
    actor_name: str
    actor_role: str
    recorded_at: datetime
    reason: str
    note: str
    reopens: bool = False
    """It takes an approval back; its status is `submitted`, since the figure waits again."""

    @property
    def deed(self) -> Literal["submitted", "approved", "returned", "withdrawn", "reopened"]:
        """What was done with it: its status, or that an approval was taken back."""
        return "reopened" if self.reopens else self.status


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded under a serial; `unchanged` were already so."""

    serial: int
    recorded: tuple[Entry, ...]
    unchanged: tuple[Entry, ...] = ()


class Conflict(Exception):
    """Somebody else changed figures that the author had not seen: `versions` are theirs. Nothing was recorded."""

    def __init__(self, versions: tuple[Version, ...]) -> None:
        self.versions = versions
        super().__init__(f"{len(versions)} figures were changed meanwhile")


def as_version(row: Any) -> Version:
    """Read a row of the observations."""
    return Version(
        row.id, row.community, row.metric, row.year, row.value, row.marker, row.status, row.submission, row.typed,
        row.reporter, row.reporter_name, row.reported_at, row.actor_name, row.actor_role, row.recorded_at,
        row.reason, row.note, bool(row.reopens),
    )
