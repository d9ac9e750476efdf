"""What people reported, act by act: each submission with its figures as they stand now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.evaluation.figures import Key
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage.observations import Version, as_version
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Observation, Submission
from zc_bot.values import dataclass

_later = aliased(Observation)
_last = Prepared(
    select(Submission.id, Submission.recorded_at)
    .where(col(Submission.person) == bindparam("person"), col(Submission.recorded_at) >= bindparam("since"))
    .order_by(col(Submission.id).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Submitted:
    """One act of reporting, of one community and year: its figures as they stand now."""

    serial: int
    community: str
    year: int
    at: datetime
    versions: tuple[Version, ...]


def mine(session: Session, who: Principal, programme: Programme, limit: int) -> tuple[Submitted, ...]:
    """Return what `who` reported last, the newest first, of the communities that `who` still reports for.

    Figures that somebody reported anew are not among them.
    """
    own = who.communities(programme)
    serials = select(Submission.id).where(Submission.person == who.id)
    last = ~exists().where(col(_later.supersedes) == col(Observation.id))
    numbers = list(session.exec(serials.order_by(col(Submission.id).desc()).limit(limit)))
    rows = session.exec(
        select(Observation)
        .where(col(Observation.submission).in_(numbers), col(Observation.reporter) == who.id, last)
        .order_by(col(Observation.submission).desc(), col(Observation.id))
    )
    found: dict[tuple[int, str, int], list[Version]] = {}
    for row in rows:
        if row.community in own and row.metric in programme.metric:
            found.setdefault((row.submission, row.community, row.year), []).append(as_version(row))
    return tuple(
        Submitted(serial, community, year, min(one.reported_at for one in some), tuple(some))
        for (serial, community, year), some in found.items()
    )


def places_of(session: Session, submission: int) -> tuple[tuple[str, int], ...]:
    """Return the communities and years that a submission is about."""
    wanted = select(Observation.community, Observation.year).where(Observation.submission == submission)
    rows = session.exec(wanted.distinct().order_by(col(Observation.year), col(Observation.community)))
    return tuple((community, year) for community, year in rows)


def last_reported(session: Session, who: Principal, programme: Programme, since: datetime) -> tuple[Key, ...]:
    """Return the figures that `who` reported last, in one submission, if that was since a moment."""
    serial = last_serial(session, who, since)
    rows = session.exec(
        select(Observation.community, Observation.metric, Observation.year)
        .where(Observation.submission == serial, col(Observation.status) == "submitted", ~col(Observation.reopens))
        .order_by(col(Observation.id))
    )
    found = dict.fromkeys((community, metric, year) for community, metric, year in rows)
    own = who.communities(programme)
    return tuple(key for key in found if key[0] in own and key[1] in programme.metric)


def last_serial(session: Session, who: Principal, since: datetime) -> int | None:
    """Return the serial of what `who` reported last, if that was since a moment."""
    row = _last_of(session, who, since)
    return None if row is None else int(row.id)


def last_at(session: Session, who: Principal, since: datetime) -> datetime | None:
    """Return when `who` reported last, if that was since a moment."""
    row = _last_of(session, who, since)
    found: datetime | None = None if row is None else row.recorded_at
    return found


def _last_of(session: Session, who: Principal, since: datetime) -> Any:
    wanted = {"person": who.id, "since": since}
    key = _last, who.id, since
    return session.once(key, ("submission",), lambda: session.execute(_last, wanted).first())


def serial_of(session: Session, who: Principal, operation: str) -> int | None:
    """Return the serial that an act of `who` was given a receipt for; None where it recorded nothing."""
    found: int | None = session.exec(
        select(Submission.id).where(Submission.operation == operation, Submission.person == who.id)
    ).first()
    return found


def is_of(session: Session, serial: int, person: int) -> bool:
    """Tell whether a person reported anything under a serial."""
    wanted = select(Observation.id).where(Observation.submission == serial, Observation.reporter == person)
    return session.exec(wanted.limit(1)).first() is not None


def is_withdrawn(session: Session, serial: int, by: int | None = None) -> bool:
    """Tell whether everything that was handed in under a serial was taken back, and nothing of it stands.

    by: only where this person had reported it.
    """
    last = ~exists().where(col(_later.supersedes) == col(Observation.id))
    wanted = select(Observation.status).where(Observation.submission == serial, last)
    if by is not None:
        wanted = wanted.where(Observation.reporter == by)
    statuses = set(session.exec(wanted))
    return statuses == {"withdrawn"}
