"""What became of figures that were handed in: which wait, which were approved or sent back, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage.observations import Version, as_version
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Observation
from zc_bot.values import dataclass

State = Literal["waiting", "approved", "returned", "reported"]
_later = aliased(Observation)
_last = ~exists().where(col(_later.supersedes) == col(Observation.id))
_STATUS = {
    "waiting": ("submitted",), "approved": ("approved",), "returned": ("returned",),
    "reported": ("submitted", "approved", "returned"),
}
_NOW = frozenset({"waiting", "reported"})
"""States of which only what stands is of interest, not what came and went."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures: of some communities (None: all), metrics and years (none: all); came so between two moments.

    me: where not None, only what that person decided or, with `reported`, reported; not_me: what others did.
    person: whose it is, by name, of those who reported or decided.
    """

    state: State
    communities: Sequence[str] | None = None
    metrics: Sequence[str] = ()
    years: Sequence[int] = ()
    since: datetime | None = None
    until: datetime | None = None
    me: int | None = None
    not_me: bool = False
    reported: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """A figure that came into a state; stands: it is in it still, nothing having come after."""

    version: Version
    stands: bool
    actor: int


def became(session: Session, who: Principal, programme: Programme, wanted: Wanted) -> tuple[Became, ...]:
    """Return what `who` may see of it, the oldest first; what waits only where it does still.

    Raises `NotAllowed`.
    """
    require(who, Act.SEE_APPROVED)
    found = select(Observation, _last).where(*_conditions(who, programme, wanted))
    rows = session.exec(found.order_by(col(Observation.id)))
    return tuple(
        Became(as_version(row), bool(stands), row.actor) for row, stands in rows
        if row.metric in programme.metric and row.community in programme.community
    )


def _conditions(who: Principal, programme: Programme, wanted: Wanted) -> list[ColumnElement[bool]]:
    of: list[ColumnElement[bool]] = [col(Observation.status).in_(_STATUS[wanted.state])]
    if wanted.state in _NOW:
        of.append(_last)
    if wanted.communities is not None:
        of.append(col(Observation.community).in_(wanted.communities))
    if wanted.metrics:
        of.append(col(Observation.metric).in_(wanted.metrics))
    if wanted.years:
        of.append(col(Observation.year).in_(wanted.years))
    if wanted.since is not None:
        of.append(col(Observation.recorded_at) >= wanted.since)
    if wanted.until is not None:
        of.append(col(Observation.recorded_at) < wanted.until)
    if wanted.me is not None:
        person = col(Observation.reporter if wanted.reported else Observation.actor)
        of.append(person != wanted.me if wanted.not_me else person == wanted.me)
    if wanted.person:
        of.append(col(Observation.reporter_name if wanted.reported else Observation.actor_name) == wanted.person)
    if wanted.state != "approved" and who.scope(Act.SEE_WAITING) != "all":
        own = () if who.approved_only else who.reach(Act.SEE_WAITING, programme)
        hers = col(Observation.community).in_(own) if own else false()
        of.append(or_(hers, col(Observation.status) == "approved") if wanted.state == "reported" else hers)
    return of


def names_known(session: Session, who: Principal) -> frozenset[str]:
    """Return the names under which figures were ever reported or decided; to onlookers none."""
    if who.approved_only:
        return frozenset()
    found = select(col(Observation.reporter_name), col(Observation.actor_name)).distinct()
    return frozenset(name for row in session.exec(found) for name in row if name)


def took_part(session: Session, name: str, *, reported: bool) -> bool:
    """Tell whether somebody of that name ever reported a figure or, not `reported`, decided on one."""
    part = (
        col(Observation.reporter_name) == name if reported
        else and_(col(Observation.actor_name) == name, col(Observation.status).in_(("approved", "returned")))
    )
    return session.exec(select(Observation.id).where(part).limit(1)).first() is not None
