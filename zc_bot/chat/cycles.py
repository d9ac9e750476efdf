"""Which years' figures are being collected now, with what an admin decided about them."""

from __future__ import annotations

from datetime import date, datetime

from zc_bot.chat.turn import Rules, Turn
from zc_bot.reminders.deadlines import Cycle, cycle_of
from zc_bot.storage import days_off, overrides
from zc_bot.storage.store import Session


def open_cycles(session: Session, rules: Rules, now: datetime) -> tuple[Cycle, ...]:
    """Return the years that are open, the oldest first."""
    tables = (*overrides.TABLES, *days_off.TABLES)
    return session.once(("open cycles", now), tables, lambda: _open_cycles(session, rules, now))


def _open_cycles(session: Session, rules: Rules, now: datetime) -> tuple[Cycle, ...]:
    announce(session, rules)
    moved, ended = overrides.deadlines(session), overrides.ended(session)
    last_year = now.astimezone(rules.zone).year - 1
    found = (
        _cycle(rules, year, moved.get(year))
        for year in range(rules.programme.first_year, last_year + 1)
        if year not in ended
    )
    return tuple(cycle for cycle in found if cycle.opens <= now)


def announce(session: Session, rules: Rules) -> None:
    """Let the working days be those that an admin took from the State Council's notices."""
    if rules.days.announce(days_off.announced(session)):
        rules.known_cycles.clear()


def _cycle(rules: Rules, year: int, moved_to: date | None) -> Cycle:
    """Work out a year's cycle once: every step of a dialogue asks for all of them."""
    key = year, moved_to
    if key not in rules.known_cycles:
        rules.known_cycles[key] = cycle_of(rules.programme, year, rules.days, moved_to)
    return rules.known_cycles[key]


def newest_cycle(turn: Turn) -> Cycle | None:
    """Return the newest year that is open."""
    found = open_cycles(turn.session, turn.rules, turn.now)
    return found[-1] if found else None


def cycle_meant(turn: Turn) -> Cycle | None:
    """Return the year whose deadline is meant where none is named; None where every year that has begun ended.

    From New Year on that is the year just over, though it opens some days later: nobody means the one before.
    """
    newest, begun = newest_cycle(turn), turn.today.year - 1
    if begun < turn.programme.first_year or begun in overrides.ended(turn.session):
        return newest
    return cycle_for(turn, begun)


def cycle_for(turn: Turn, year: int) -> Cycle:
    """Return one year's cycle, open or not."""
    return cycle_in(turn.session, turn.rules, year)


def cycle_in(session: Session, rules: Rules, year: int) -> Cycle:
    """Return one year's cycle, open or not, with its deadline as an admin moved it."""
    announce(session, rules)
    return _cycle(rules, year, overrides.deadlines(session).get(year))


def is_provisional(session: Session, rules: Rules, cycle: Cycle) -> bool:
    """Tell whether days off that are still to come may move a deadline; a day chosen on purpose stays."""
    return not rules.days.confirmed(cycle.deadline.year) and cycle.year not in overrides.deadlines(session)
