"""Which years' figures are being collected now, with what an admin decided about them."""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat.desk import Desk, Rules
from zc_bot.reminders.deadlines import Cycle, cycle_of, cycles
from zc_bot.storage import overrides
from zc_bot.storage.store import Session


def open_cycles(session: Session, rules: Rules, now: datetime) -> tuple[Cycle, ...]:
    """Return the years that are open, the oldest first."""
    moved, ended = overrides.deadlines(session), overrides.ended(session)
    return cycles(now, rules.programme, rules.days, moved, ended)


def newest_cycle(desk: Desk) -> Cycle | None:
    """Return the newest year that is open."""
    found = open_cycles(desk.session, desk.rules, desk.now)
    return found[-1] if found else None


def cycle_for(desk: Desk, year: int) -> Cycle:
    """Return one year's cycle, open or not."""
    return cycle_of(desk.programme, year, desk.rules.days, overrides.deadlines(desk.session).get(year))
