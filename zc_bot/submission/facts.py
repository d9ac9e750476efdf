"""What a report is made against: the person's communities, the open years, what is recorded already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from zc_bot.parsing.conversion import Marker
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

KnownStatus = Literal["submitted", "approved", "returned", "withdrawn"]
STANDS: frozenset[KnownStatus] = frozenset({"submitted", "approved"})


def _nothing(_: str) -> Decimal | None:
    return None


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
    lexicon: Lexicon
    communities: tuple[str, ...]
    years: tuple[int, ...]
    today: date
    figures: Mapping[tuple[str, str, int], Known]
    elsewhere: Callable[[str], Decimal | None] = _nothing
    """Tells what the other communities' figures of a metric are about; None where there are none."""
    judged: bool = True
    """Whether the person is told how figures stand against the policy."""
    first_version: int = 1
    """What a draft begun now is first numbered, as none before it was: a button of another draft is none of its."""

    def known(self, community: str, metric: str, year: int) -> Known | None:
        return self.figures.get((community, metric, year))

    def last_year(self, community: str, metric: str, year: int) -> Known | None:
        """Give the figure of the year before; a returned one doesn't count."""
        found = self.known(community, metric, year - 1)
        return found if found is not None and found.status in STANDS else None

    def usual(self, community: str, metric: str, year: int) -> Decimal | None:
        """Give the size that a figure without one of last year is held against, to find a slipped unit.

        That is the last year there is, else what the other communities have, else the clause's threshold.
        """
        begun = self.programme.community[community].start if community in self.programme.community else year
        for earlier in range(year - 2, begun - 1, -1):
            found = self.known(community, metric, earlier)
            if found is not None and found.status in STANDS and found.value:
                return found.value
        return self.elsewhere(metric) or self._threshold(metric)

    def _threshold(self, metric: str) -> Decimal | None:
        conditions = [one for requirement in self.programme.requirements for one in requirement.conditions]
        numbers = [one.threshold for one in conditions if one.metric == metric]
        return numbers[0] if numbers and self.programme.metric[metric].kind == "number" else None

    def is_reported(self, community: str, metric: str, year: int) -> bool:
        """Tell whether a figure stands; returned counts as missing, submitted does not."""
        found = self.known(community, metric, year)
        return found is not None and found.status in STANDS
