"""What a report is made against: the person's communities, the open years, what is recorded already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zc_bot.parsing.conversion import Marker
from zc_bot.policy.programme import Programme
from zc_bot.submission.vocabulary import Vocabulary

KnownStatus = Literal["submitted", "approved", "returned", "withdrawn"]
STANDS: frozenset[KnownStatus] = frozenset({"submitted", "approved"})


@dataclass(frozen=True, slots=True)
class Known:
    """The present version of a recorded figure; `version` is its id, opaque here."""

    value: Decimal | None
    marker: Marker | None
    status: KnownStatus
    version: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Frozen input of the dialogue.

    communities: codes the person may report for. years: those open for reporting, the default first.
    figures: by (community, metric, year), of the open years and the year before each.
    """

    programme: Programme
    vocabulary: Vocabulary
    communities: tuple[str, ...]
    years: tuple[int, ...]
    today: date
    figures: Mapping[tuple[str, str, int], Known]

    def known(self, community: str, metric: str, year: int) -> Known | None:
        return self.figures.get((community, metric, year))

    def last_year(self, community: str, metric: str, year: int) -> Known | None:
        """Give the figure of the year before; a returned one doesn't count."""
        found = self.known(community, metric, year - 1)
        return found if found is not None and found.status in STANDS else None

    def is_reported(self, community: str, metric: str, year: int) -> bool:
        """Tell whether a figure stands; returned counts as missing, submitted does not."""
        found = self.known(community, metric, year)
        return found is not None and found.status in STANDS
