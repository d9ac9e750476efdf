"""The stage that each community reached, and its provincial record: what stands of it in the record of the city."""

from __future__ import annotations

from datetime import date, datetime

from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.milestones import MARKS, Milestone, MilestoneKind, Milestones
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import ledger
from zc_bot.storage.session import Session


def load(session: Session, as_of: datetime | None = None) -> Milestones:
    """Return what stands and was reviewed, or what stood at a moment (aware)."""
    known = sorted((one for one in ledger.standing(session, as_of) if one.approved and one.state != "void"),
                   key=lambda one: one.id)
    return Milestones(
        Milestone(one.noted.community, kind, one.noted.day, one.recorded_by, one.recorded_at, one.noted.what)
        for one in known for kind in MARKS if one.noted.kind == kind and one.noted.day is not None
    )


def record(
    session: Session, who: Principal, programme: Programme, community: str, kind: MilestoneKind, day: date,
    now: datetime,
) -> int:
    """Record what a community reached on a day. Raises `NotAllowed` unless `who` records stages."""
    require(who, Act.RECORD_STAGE)
    noted = Noted(kind, "", programme.community[community].authority, community, day=day)
    return ledger.note(session, who, programme, noted, now)
