"""What waits for review besides figures: what an authority's or a department's own people noted, and stories."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from zc_bot.policy.roles import Principal
from zc_bot.storage import ledger, showing
from zc_bot.storage.session import Session
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """An entry by the number of its first version, and when what waits was handed in (aware)."""

    kind: Literal["record", "showing"]
    first: int
    since: datetime


def besides_figures(session: Session, who: Principal) -> tuple[Unreviewed, ...]:
    """Return what waits for review, as far as `who` sees it, the longest waiting first."""
    records = [Unreviewed("record", one.first, one.recorded_at) for one in ledger.load(session, who).waiting()]
    told = [
        Unreviewed("showing", one.root, one.recorded_at) for one in showing.load(session, who)
        if one.state == "submitted"
    ]
    return tuple(sorted([*records, *told], key=lambda one: one.since))
