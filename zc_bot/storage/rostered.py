"""What a roster that is imported again leaves alone: who was removed, and whose role was set otherwise since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from zc_bot.policy.roles import Principal
from zc_bot.storage import audit
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Audit, Person

BY_ROSTER, ROSTER = "people.by_roster", "people.roster"


def note(session: Session, who: Principal, person: int, now: datetime) -> None:
    """Note that somebody has their role by a roster."""
    audit.note(session, who, BY_ROSTER, str(person), now)


def note_put(session: Session, who: Principal, count: int, now: datetime, again: bool) -> None:
    """Note that so many were put on the roster, and whether that lets in again who was removed."""
    audit.note(session, who, ROSTER, f"{count} people", now, **({"again": True} if again else {}))


def was_put_again(session: Session, at: datetime) -> bool:
    """Tell whether a roster of a moment lets in again who was removed."""
    lines = session.exec(select(Audit.detail).where(Audit.action == ROSTER, Audit.at == at))
    return any(json.loads(line).get("again") for line in lines)


def held_back(session: Session, person: int, name: str, role: str, authorities: Sequence[str]) -> str | None:
    """Say why a row changes nothing of somebody; None where it may, or where they are as it says."""
    row = session.exec(select(Person).where(Person.id == person)).first()
    if row is None:
        return None
    if not row.active:
        return "was removed since"
    same = (row.name, row.role, row.authorities) == (name.strip(), role, ",".join(dict.fromkeys(authorities)))
    if same or _last(session, BY_ROSTER, person) > _last(session, "people.admit", person):
        return None
    return f"is {row.role} by hand or by an invitation"


def _last(session: Session, action: str, person: int) -> int:
    """Return the number of the last line of an action about somebody, 0 where there is none."""
    lines = select(Audit.id).where(Audit.action == action, Audit.subject == str(person))
    return session.exec(lines.order_by(col(Audit.id).desc()).limit(1)).first() or 0
