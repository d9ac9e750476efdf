"""What the city records of the communities: the stage that each reached, and its provincial record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import col, select

from zc_bot.evaluation.milestones import Milestone, MilestoneKind, Milestones
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import MilestoneRow

_all = Prepared(select(MilestoneRow).order_by(col(MilestoneRow.id)))


def load(session: Session, as_of: datetime | None = None) -> Milestones:
    """Return what was recorded, or what was recorded until a moment (aware)."""
    return Milestones(
        Milestone(row.community, row.kind, date.fromisoformat(row.day), row.actor_name, row.recorded_at)
        for row in session.execute(_all)
        if as_of is None or row.recorded_at <= as_of
    )


def record(session: Session, who: Principal, community: str, kind: MilestoneKind, day: date, now: datetime) -> None:
    """Record what a community reached on a day. Raises `NotAllowed` unless `who` reviews."""
    require(who, Act.RECORD_STAGE)
    row = {"community": community, "kind": kind, "day": day.isoformat(), "actor": who.id, "actor_name": who.name}
    session.execute(insert(MilestoneRow).values(**row, recorded_at=now))
    audit.note(session, who, "stage.record", community, now, kind=kind, day=day.isoformat())
