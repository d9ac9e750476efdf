"""Deadlines that an admin moved, by reporting year."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Override

_override = table_of(Override)


def deadlines(session: Session) -> dict[int, date]:
    """Return the day to which each year's deadline was moved; years left alone are not in it."""
    rows = session.execute(select(_override.c.year, _override.c.deadline))
    return {row.year: date.fromisoformat(row.deadline) for row in rows}
