"""What a report is made against, read from the store: one's communities, the open years, what is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Key, Query
from zc_bot.policy.roles import Act
from zc_bot.storage import days_off, figures, overrides, standing
from zc_bot.storage.figures import Present
from zc_bot.submission.facts import Facts, Known

_DRAFTS = 2**30
"""A draft is first numbered by chance, below what a column of either database holds."""


class Recorded(Mapping[Key, Known]):
    """How the recorded figures stand, read a community and year at a time when they are first asked for."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._read: dict[tuple[str, int], dict[Key, Known]] = {}

    def __getitem__(self, key: Key) -> Known:
        return self._of(key)[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """Return how a figure stands; the dialogue asks of dozens at each step, most of them unreported."""
        found = self._read.get((key[0], key[2]))
        return (self._of(key) if found is None else found).get(key, default)

    def _of(self, key: Key) -> dict[Key, Known]:
        """Read a community's year, and with it those beside: a figure is held against the one before."""
        community, _, year = key
        if (community, year) not in self._read:
            years = [one for one in (year - 1, year, year + 1) if (community, one) not in self._read]
            read = known_figures(self._turn, (community,), years)
            for one in years:
                self._read[community, one] = {key: known for key, known in read.items() if key[2] == one}
        return self._read[community, year]

    def __iter__(self) -> Iterator[Key]:
        return iter([key for found in self._read.values() for key in found])

    def __len__(self) -> int:
        return sum(len(found) for found in self._read.values())


def facts_for(turn: Turn, known: Mapping[Key, Known] | None = None) -> Facts:
    """Gather what a report is made against, once a unit; `known` figures, where they were read already."""
    if known is None:
        key = "facts", turn.who, turn.who.may(Act.JUDGE), turn.now
        tables = (*overrides.TABLES, *days_off.TABLES, *standing.TABLES)
        return turn.session.once(key, tables, lambda: _facts(turn, Recorded(turn)))
    return _facts(turn, known)


def _facts(turn: Turn, known: Mapping[Key, Known]) -> Facts:
    years = tuple(cycle.year for cycle in reversed(open_cycles(turn.session, turn.rules, turn.now)))
    communities = turn.who.communities(turn.programme)
    usual = cache(lambda code: _usual(turn, code))
    judged = turn.who.may(Act.JUDGE)
    first = 1 + secrets.randbelow(_DRAFTS)
    return Facts(turn.programme, turn.rules.lexicon, communities, years, turn.today, known, usual, judged, first)


def _usual(turn: Turn, metric: str) -> Decimal | None:
    """Return the middle of the approved figures of a metric in the newest year that has any."""
    if not turn.who.may(Act.SEE_APPROVED):
        return None
    query = Query((metric,), latest=True)
    found = [one for one in figures.load(turn.session, turn.who, turn.programme, [query]) if one.status == "approved"]
    newest = max((one.year for one in found), default=None)
    values = sorted(one.value for one in found if one.year == newest and one.value)
    return values[len(values) // 2] if values else None


def known_figures(turn: Turn, communities: Sequence[str], years: Sequence[int]) -> dict[Key, Known]:
    """Read how the figures of some communities and years stand."""
    found = figures.present(turn.session, turn.who, turn.programme, communities, years)
    return {key: _known(one) for key, one in found.items()}


def approved_figures(turn: Turn, community: str, year: int) -> dict[Key, Known]:
    """Read the approved figures of a community and year, whatever was reported since."""
    found = figures.present(turn.session, turn.who, turn.programme, (community,), (year,))
    return {
        key: Known(one.approved.value, one.approved.marker, "approved", str(one.last.id))
        for key, one in found.items()
        if one.approved is not None
    }


def _known(one: Present) -> Known:
    """Name the figure that stands: an approved one does until its revision is approved too."""
    last, approved = one.last, one.approved
    if last.status in {"submitted", "approved"}:
        return Known(last.value, last.marker, last.status, str(last.id))
    if approved is not None:
        return Known(approved.value, approved.marker, "approved", str(last.id))
    return Known(last.value, last.marker, last.status, str(last.id))
