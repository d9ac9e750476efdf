"""Days off and make-up workdays, a year at a time, as an admin took them from the State Council's notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import upsert
from zc_bot.storage.tables import DaysOff

_all = Prepared(select(DaysOff.year, DaysOff.days))
TABLES = ("days_off",)


def announced(session: Session) -> Mapping[int, Mapping[date, bool]]:
    """Return the announced days by year: day → whether it is worked; a year that can't be read is left out."""
    return session.once(_all, TABLES, lambda: _read(session))


def _read(session: Session) -> Mapping[int, Mapping[date, bool]]:
    found = {}
    for row in session.execute(_all):
        try:
            found[row.year] = {date.fromisoformat(day): bool(worked) for day, worked in json.loads(row.days).items()}
        except (ValueError, AttributeError):
            session.unread.append(f"days_off {row.year}")
    return found


def announce(session: Session, who: Principal, year: int, days: Mapping[date, bool], now: datetime) -> None:
    """Keep a year's days off in place of what was known of it. Raises `NotAllowed` unless an admin."""
    require(who, Act.MOVE_DEADLINE)
    listed = json.dumps({day.isoformat(): worked for day, worked in sorted(days.items())})
    row = {"year": year, "days": listed, "actor": who.id, "recorded_at": now}
    statement = upsert(session, DaysOff)
    rest = {name: statement.excluded[name] for name in ("days", "actor", "recorded_at")}
    session.execute(statement.on_conflict_do_update(index_elements=["year"], set_=rest), [row])
    audit.note(session, who, "days_off", str(year), now, off=sum(not one for one in days.values()))
