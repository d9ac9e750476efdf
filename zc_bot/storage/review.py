"""Review: submitted figures are approved or sent back by somebody else, or taken back by who reported them.

Every decision is a new version after the one decided about; the figures' own history is never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit
from zc_bot.storage.observations import Version, as_version
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import number_of
from zc_bot.storage.tables import Observation
from zc_bot.values import dataclass

_later = aliased(Observation)
_waits = and_(col(Observation.status) == "submitted", ~exists().where(col(_later.supersedes) == col(Observation.id)))
_approved_last = and_(
    col(Observation.status) == "approved", ~exists().where(col(_later.supersedes) == col(Observation.id))
)
_decided = Prepared(
    select(func.max(col(Observation.id))).where(
        col(Observation.status) != "submitted",
        col(Observation.community) == bindparam("community"),
        col(Observation.year) == bindparam("year"),
    )
)
Decided = Literal["approved", "returned", "withdrawn"]


@dataclass(frozen=True, slots=True)
class InReview:
    """How many figures of a community and year wait for review, who reported them, since when."""

    community: str
    year: int
    figures: int
    reporters: tuple[str, ...]
    since: datetime


def in_review(session: Session, who: Principal, programme: Programme) -> tuple[InReview, ...]:
    """Return what waits for `who` to review, the longest waiting first. Raises `NotAllowed` unless `who` reviews."""
    _check_reviews(who)
    found: dict[tuple[str, int], list[Version]] = {}
    others = col(Observation.reporter) != who.id
    for row in session.exec(select(Observation).where(_waits, others).order_by(col(Observation.id))):
        if row.community in programme.community and row.metric in programme.metric:
            found.setdefault((row.community, row.year), []).append(as_version(row))
    return tuple(
        InReview(
            community, year, len(waiting), tuple(dict.fromkeys(one.reporter_name for one in waiting)),
            waiting[0].recorded_at,
        )
        for (community, year), waiting in found.items()
    )


def own(session: Session, who: Principal) -> int:
    """Count the figures of `who` that wait for somebody else to review them."""
    wanted = select(func.count()).select_from(Observation).where(_waits, Observation.reporter == who.id)
    return int(session.exec(wanted).first() or 0)


def waiting(session: Session, who: Principal, programme: Programme, community: str, year: int) -> tuple[Version, ...]:
    """Return the figures of a community and year that wait for review, in the programme's order.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    order = list(programme.metric)
    of_place = select(Observation).where(_waits, Observation.community == community, Observation.year == year)
    rows = session.exec(of_place)
    known = [as_version(row) for row in rows if row.metric in programme.metric]
    return tuple(sorted(known, key=lambda one: order.index(one.metric)))


def replaced(session: Session, who: Principal, ids: Sequence[int]) -> dict[int, Version]:
    """Return, by version, the one that it took the place of while that still waited for review.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    rows = session.exec(select(Observation.id, Observation.supersedes).where(col(Observation.id).in_(ids)))
    before = {earlier: number_of(number) for number, earlier in rows if earlier is not None}
    waited = select(Observation).where(col(Observation.id).in_(list(before)), Observation.status == "submitted")
    found = session.exec(waited)
    return {before[number_of(row.id)]: as_version(row) for row in found}


def decisions(session: Session, community: str, year: int) -> int:
    """Return the id of the last decision about a community and year, 0 before the first."""
    last: int | None = session.execute(_decided, {"community": community, "year": year}).scalar()
    return last or 0


def approve(session: Session, who: Principal, ids: Sequence[int], now: datetime) -> tuple[Version, ...]:
    """Approve the versions that still wait and that `who` did not report; returns them as they were.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    found = [one for one in _still(session, col(Observation.id).in_(ids)) if one.reporter != who.id]
    return _decide(session, who, found, "approved", "", now)


def approvals(
    session: Session, who: Principal, programme: Programme, community: str, year: int
) -> tuple[Version, ...]:
    """Return the approvals by `who` of a community's year that nothing came after, in the programme's order.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    order = list(programme.metric)
    of_place = select(Observation).where(
        _approved_last, Observation.community == community, Observation.year == year, Observation.actor == who.id
    )
    found = [as_version(row) for row in session.exec(of_place) if row.metric in programme.metric]
    return tuple(sorted(found, key=lambda one: order.index(one.metric)))


def approvals_since(session: Session, who: Principal, programme: Programme) -> tuple[Version, ...]:
    """Return all approvals by `who` that nothing came after, the oldest first. Raises `NotAllowed`."""
    _check_reviews(who)
    mine = select(Observation).where(_approved_last, Observation.actor == who.id).order_by(col(Observation.id))
    known = (as_version(row) for row in session.exec(mine))
    return tuple(one for one in known if one.community in programme.community and one.metric in programme.metric)


def approvals_of_others(
    session: Session, who: Principal, programme: Programme, communities: Collection[str], years: Collection[int]
) -> tuple[Version, ...]:
    """Return the approvals of communities by others than `who` that nothing came after, the newest first.

    years: all where none is named. Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    theirs = select(Observation).where(
        _approved_last, Observation.actor != who.id, col(Observation.community).in_(communities)
    )
    if years:
        theirs = theirs.where(col(Observation.year).in_(years))
    known = (as_version(row) for row in session.exec(theirs.order_by(col(Observation.id).desc())))
    return tuple(one for one in known if one.metric in programme.metric)


def approved_by(session: Session, who: Principal, ids: Sequence[int]) -> tuple[int, ...]:
    """Return the approvals that `who` made of some versions, as long as nothing came after them."""
    made = select(Observation.id).where(
        _approved_last, col(Observation.supersedes).in_(ids), Observation.actor == who.id
    )
    return tuple(number for number in session.exec(made.order_by(col(Observation.id))) if number is not None)


def reopen(session: Session, who: Principal, ids: Sequence[int], now: datetime) -> tuple[Version, ...]:
    """Take back approvals that `who` made and that nothing came after: the figures wait for review again.

    Returns the approvals as they were. Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    mine = and_(col(Observation.id).in_(ids), _approved_last, col(Observation.actor) == who.id)
    rows = session.exec(select(Observation).where(mine).order_by(col(Observation.id)).with_for_update()).all()
    reasons = _reasons(session, [number_of(row.supersedes) for row in rows])
    found = tuple(as_version(row) for row in rows)
    for row, one in zip(rows, found, strict=True):
        waiting_again = _row(replace(one, status="submitted"), who, reasons.get(number_of(row.supersedes), ""), now)
        session.execute(insert(Observation).values(**waiting_again | {"reopens": True}))
    if found:
        _note(session, who, "reopened", found, "", now)
    return found


def _reasons(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Read why some versions were reported as they are."""
    rows = session.exec(select(Observation.id, Observation.reason).where(col(Observation.id).in_(ids)))
    return {number_of(number): reason for number, reason in rows}


def decided(session: Session, who: Principal, ids: Sequence[int]) -> tuple[Version, ...]:
    """Return the versions that took the place of some, whoever made them: decisions and newer figures.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    after = select(Observation).where(col(Observation.supersedes).in_(ids))
    rows = session.exec(after.order_by(col(Observation.id)))
    return tuple(as_version(row) for row in rows)


def version(session: Session, who: Principal, wanted: int) -> Version | None:
    """Return a version that waits for `who` to review it; None where it no longer does, or is `who`'s own.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    return next((one for one in _still(session, col(Observation.id) == wanted) if one.reporter != who.id), None)


def send_back(session: Session, who: Principal, wanted: int, reason: str, now: datetime) -> Version | None:
    """Send one figure back with a reason; None where it no longer waits or is `who`'s own.

    Raises `NotAllowed` unless `who` reviews.
    """
    _check_reviews(who)
    found = [one for one in _still(session, col(Observation.id) == wanted) if one.reporter != who.id]
    return next(iter(_decide(session, who, found, "returned", reason, now)), None)


def withdraw(
    session: Session, who: Principal, programme: Programme, serial: int, now: datetime, metrics: Sequence[str] = ()
) -> tuple[Version, ...]:
    """Take back what `who` reported under a serial, or only some metrics of it, that nobody has reviewed yet.

    Only of communities that `who` still reports for. Returns it as it was.
    """
    found = withdrawable(session, who, programme, serial, metrics)
    return _decide(session, who, found, "withdrawn", "", now)


def withdrawable(
    session: Session, who: Principal, programme: Programme, serial: int, metrics: Sequence[str] = ()
) -> tuple[Version, ...]:
    """Return what `who` could take back of a report: reported by `who`, not reviewed, of communities still theirs."""
    own_places = who.communities(programme)
    waiting_still = _still(session, col(Observation.submission) == serial)
    return tuple(
        one
        for one in waiting_still
        if one.reporter == who.id and one.community in own_places and (not metrics or one.metric in metrics)
    )


def returned_to(session: Session, who: Principal, programme: Programme) -> tuple[tuple[str, str, int], ...]:
    """Return the keys of the figures that were sent back to `who` and not reported anew, the newest first."""
    rows = session.exec(
        select(Observation.community, Observation.metric, Observation.year)
        .where(
            col(Observation.status) == "returned", col(Observation.reporter) == who.id,
            ~exists().where(col(_later.supersedes) == col(Observation.id)),
        )
        .order_by(col(Observation.id).desc())
    ).all()
    own_places = who.communities(programme)
    return tuple(
        (community, metric, year)
        for community, metric, year in rows
        if community in own_places and metric in programme.metric
    )


def _check_reviews(who: Principal) -> None:
    require(who, Act.REVIEW)


def _still(session: Session, condition: ColumnElement[bool]) -> list[Version]:
    """Find the versions that wait, held until the end of the transaction."""
    rows = session.exec(select(Observation).where(condition).order_by(col(Observation.id)).with_for_update()).all()
    ids = [row.id for row in rows]
    still = set(session.exec(select(Observation.id).where(_waits, col(Observation.id).in_(ids))))
    return [as_version(row) for row in rows if row.id in still]


def _decide(
    session: Session, who: Principal, found: Iterable[Version], status: Decided, reason: str, now: datetime
) -> tuple[Version, ...]:
    decided = tuple(found)
    for one in decided:
        session.execute(insert(Observation).values(**_row(replace(one, status=status), who, reason, now)))
    if decided:
        _note(session, who, status, decided, reason, now)
    return decided


def _note(
    session: Session, who: Principal, deed: str, found: Sequence[Version], reason: str, now: datetime
) -> None:
    audit.note(
        session, who, f"figures.{deed}", f"figures {', '.join(str(one.id) for one in found)}", now,
        reason=audit.Erasable(reason, who.id) if reason else "",
        figures=[[one.community, one.metric, one.year] for one in found],
    )


def _row(one: Version, who: Principal, reason: str, now: datetime) -> dict[str, Any]:
    return {
        "community": one.community, "metric": one.metric, "year": one.year, "value": one.value, "marker": one.marker,
        "status": one.status, "submission": one.submission, "typed": one.typed, "reporter": one.reporter,
        "reporter_name": one.reporter_name, "reported_at": one.reported_at, "actor": who.id, "actor_name": who.name,
        "actor_role": who.role, "recorded_at": now, "reason": reason, "note": one.note, "supersedes": one.id,
        "reopens": False,
    }
