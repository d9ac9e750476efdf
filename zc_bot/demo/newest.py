"""When the newest year's figures come in and are reviewed, so that the demonstration is lifelike on any day.

In January they come in bit by bit, in February they are reviewed one after the other, and from the middle of March on
only what was handed in within days still waits: nobody leaves a figure unreviewed for months.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from zc_bot.storage.observations import Entry
from zc_bot.values import dataclass

SETTLED = timedelta(days=45)
"""So long after the deadline everything that came in time is reviewed."""
HANDED_IN_LATE = 4
"""Which community hands in its first figures only now, once they are due: something always waits for review."""
AT_WORK_ON_IT = 1
"""Which community, of somebody who can be played, is still at it: most of its year waits, the rest is to come."""
SENT_BACK, AT_WORK = 5, {10: timedelta(days=4), 11: timedelta(days=1)}
"""Which community was sent figures back, and which have corrected one, how long ago."""
REVIEW = timedelta(days=2)
"""So long a correction waits."""
CORRECTED_AGO, SENT_BACK_AGO = timedelta(days=5), timedelta(days=3)
_LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Filing:
    """A part of a community's year, handed in at a moment; reviewed: when it was decided on, None while it waits."""

    part: str
    at: datetime
    reviewed: datetime | None

    def of(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the figures of this part: all, the first or the last quarter, or all others."""
        few = max(1, len(entries) // 4)
        parts = {"all": entries, "first": entries[:few], "all but first": entries[few:],
                 "last": entries[-few:], "all but last": entries[:-few]}
        return list(parts[self.part])


def filings(at: int, usual: datetime, deadline: datetime, now: datetime, chance: random.Random) -> list[Filing]:
    """Return what the community at a place of the programme's order has handed in by now.

    usual: when it hands in what it has. A quarter of them need some days more for the rest.
    """
    parts = [("all", usual)]
    if at == AT_WORK_ON_IT:
        parts = [("all but last", max(usual, now - _LATELY) if now > deadline else usual)]
    elif at % 4 == 1:
        parts = [("all but last", usual), ("last", deadline + timedelta(days=8 + at))]
    elif at == HANDED_IN_LATE and now - _LATELY > deadline:
        parts = [("all but first", usual), ("first", now - _LATELY)]
    found = []
    for part, moment in parts:
        quick = moment + timedelta(days=chance.randint(1, 6))
        decided = quick if at % 3 == 0 else max(moment, deadline) + timedelta(days=7 + at)
        if moment < now:
            done = decided < now and at != AT_WORK_ON_IT
            found.append(Filing(part, moment, decided if done else None))
    return found


def is_settled(deadline: datetime, now: datetime) -> bool:
    """Tell whether what came in time has been reviewed."""
    return now > deadline + SETTLED
