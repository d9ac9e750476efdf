"""A question about what was handed in and what became of it, as data: how many wait, who approved, why returned."""

from __future__ import annotations

from datetime import date
from typing import Literal

from zc_bot.values import dataclass

State = Literal["waiting", "approved", "returned", "reported"]
Wanted = Literal["count", "which", "who", "when", "why", "share", "whether", "oldest", "latest"]
Row = Literal["", "community", "authority", "person", "metric"]


@dataclass(frozen=True, slots=True)
class Filed:
    """Which figures in what state, and what is asked of them.

    state: `reported` is all that was handed in, whatever became of it. mine: whose review or, of who does not
    review, whose report it is. person: whose it is instead, by name. others: anybody's but one's own. by: what is one
    row. days: when they came into that state, the first and the last day.
    """

    state: State
    asks: Wanted = "which"
    mine: bool = False
    others: bool = False
    by: Row = ""
    days: tuple[date, date] | None = None
    person: str = ""
