"""The figures: append-only versions, read for a principal, who sees only what it may."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import and_, bindparam, exists, func, insert, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.completeness import Filled
from zc_bot.evaluation.figures import Figures, Key, Marker, Query, Values
from zc_bot.evaluation.timeliness import Step
from zc_bot.policy.hidden import visible
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit, standing
from zc_bot.storage.observations import IMPORTED, Conflict, Entry, Receipt, Version, Way, as_version
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import inserted
from zc_bot.storage.standing import CHUNK
from zc_bot.storage.tables import Observation, Submission
from zc_bot.values import dataclass

_later = aliased(Observation)
_taken_back = exists().where(col(_later.supersedes) == col(Observation.id), col(_later.reopens))
"""Of an approval: its reviewer took it back."""
_approved = and_(col(Observation.status) == "approved", ~_taken_back)
_of_places = Prepared(
    select(Observation)
    .where(
        col(Observation.community).in_(bindparam("communities", expanding=True)),
        col(Observation.year).in_(bindparam("years", expanding=True)),
        or_(_approved, ~exists().where(col(_later.supersedes) == col(Observation.id))),
    )
    .order_by(col(Observation.id))
)
"""Of each figure of some places the approved versions and the last one, the oldest first."""
_by_operation = Prepared(select(Submission.id).where(col(Submission.operation) == bindparam("operation")))
_add_submission, _add_observation = Prepared(insert(Submission)), Prepared(insert(Observation))


def load(session: Session, who: Principal, programme: Programme, queries: Iterable[Query]) -> Figures:
    """Load what `queries` ask for, as far as `who` may see it. Raises `NotAllowed` for who sees no figures."""
    own, wanted = _own(who, programme), tuple(queries)
    if wanted:
        require(who, Act.SEE_APPROVED)
    years = (
        year
        for query in wanted if query.every_year
        for year in years_with(session, who, programme, replace(query, communities=None))
    )
    return Figures((figure for query in wanted for figure in standing.find(session, query, own)), years)


def values(session: Session, who: Principal, programme: Programme, queries: Iterable[Query], into: Values) -> None:
    """Load what the figures that `queries` ask for say, and no more of them, as far as `who` may see it.

    Raises `NotAllowed`.
    """
    require(who, Act.SEE_APPROVED)
    own = _own(who, programme)
    for query in queries:
        into.add(standing.values(session, query, own))


def filled(session: Session, who: Principal, programme: Programme, query: Query) -> dict[str, Filled]:
    """Count, by community, the figures that `query` asks for, as far as `who` may see them."""
    found = standing.filled(session, query, _own(who, programme))
    return {community: Filled(seen, approved) for community, seen, approved in found}


def years_with(session: Session, who: Principal, programme: Programme, query: Query) -> Iterator[int]:
    """Find the years in which any figure that `query` asks for is reported, the newest first, one at a time."""
    own = _own(who, programme)
    year = standing.newest_year(session, query, own)
    while year is not None:
        yield year
        year = standing.newest_year(session, query, own, year)


def versions(
    session: Session, who: Principal, programme: Programme, community: str, metric: str, year: int
) -> tuple[Version, ...]:
    """Return every version of one figure that `who` may see, the oldest first."""
    wanted = select(Observation).where(
        Observation.community == community, Observation.metric == metric, Observation.year == year
    )
    if not _sees_all(who, programme, community):
        wanted = wanted.where(_approved)
    return tuple(as_version(row) for row in session.exec(wanted.order_by(col(Observation.id))))


def recorded(
    session: Session, who: Principal, programme: Programme, since: datetime, until: datetime,
    communities: tuple[str, ...] | None = None, years: Collection[int] | None = None,
) -> tuple[Version, ...]:
    """Return the versions that were recorded between two aware moments and that `who` may see, the oldest first.

    Raises `NotAllowed`.
    """
    require(who, Act.SEE_APPROVED)
    wanted = select(Observation).where(Observation.recorded_at >= since, Observation.recorded_at < until)
    if communities is not None:
        wanted = wanted.where(col(Observation.community).in_(communities))
    if years is not None:
        wanted = wanted.where(col(Observation.year).in_(years))
    own = _own(who, programme)
    if own is not None:
        wanted = wanted.where(or_(_approved, col(Observation.community).in_(own)))
    return tuple(as_version(row) for row in session.exec(wanted.order_by(col(Observation.id))))


def last_version(session: Session) -> int:
    """Return the id of the newest version of any figure, 0 before the first."""
    newest: int | None = session.exec(select(func.max(col(Observation.id)))).first()
    return newest or 0


def after(session: Session, version: int) -> tuple[Version, ...]:
    """Return the versions of all figures that were recorded after one, the oldest first."""
    wanted = select(Observation).where(col(Observation.id) > version)
    rows = session.exec(wanted.order_by(col(Observation.id)))
    return tuple(as_version(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Present:
    """How a figure stands now: its last version, and the approved one that stands beneath, if any."""

    last: Version
    approved: Version | None


def present(
    session: Session, who: Principal, programme: Programme, communities: Sequence[str], years: Sequence[int]
) -> dict[Key, Present]:
    """Return how each figure of some communities and years stands, as far as `who` may see it."""
    found: dict[Key, Present] = {}
    own = _own(who, programme)
    for row in session.execute(_of_places, {"communities": list(communities), "years": list(years)}).all():
        if row.status != "approved" and own is not None and row.community not in own:
            continue
        version, key = as_version(row), (row.community, row.metric, row.year)
        before = found[key].approved if key in found else None
        found[key] = Present(version, version if version.status == "approved" else before)
    return found


def reported(
    session: Session, programme: Programme, year: int, communities: tuple[str, ...] | None = None,
    approved_only: bool = False, as_of: datetime | None = None,
) -> dict[str, frozenset[str]]:
    """Return the metrics reported for `year` by community: submitted or approved, returned ones are missing."""
    found: dict[str, set[str]] = {}
    wanted = Query(tuple(programme.metric), communities, (year,), as_of=as_of)
    for community, metric in standing.keys(session, wanted, () if approved_only else None):
        found.setdefault(community, set()).add(metric)
    return {community: frozenset(metrics) for community, metrics in found.items()}


def record(
    session: Session,
    who: Principal,
    programme: Programme,
    entries: Sequence[Entry],
    *,
    operation: str,
    way: Way,
    now: datetime,
    approve: bool = False,
) -> Receipt:
    """Record figures as one submission, all or none; the same `operation` again gives the same receipt.

    Raises `NotAllowed` outside who's scope, `Conflict` where a version was not seen.
    """
    if known := session.execute(_by_operation, {"operation": operation}).first():
        return _receipt_of(session, known.id)
    if not {entry.community for entry in entries} <= set(who.communities(programme)):
        raise NotAllowed("figures")
    if approve:
        require(who, Act.APPROVE_IMPORT)
    entries = [_seen(entry) for entry in entries]
    last = _last_of(session, entries)
    unseen = [last[_key(e)] for e in entries if _key(e) in last and last[_key(e)].id != e.seen]
    if unseen and way != "import":
        raise Conflict(tuple(unseen))
    changed = tuple(entry for entry in entries if not _same(last.get(_key(entry)), entry, approve))
    same = tuple(entry for entry in entries if entry not in changed)
    if not changed:
        return Receipt(0, (), same)
    act = {"operation": operation, "person": who.id, "way": way, "recorded_at": now}
    serial = inserted(session, _add_submission, act)
    for entry in changed:
        unsaid = IMPORTED if way == "import" else ""
        _append(session, who, entry, last.get(_key(entry)), serial, now, approve, unsaid)
    audit.note(
        session, who, f"figures.{way}", f"submission {serial}", now, approved=approve,
        figures=[[e.community, e.metric, e.year, e.marker or str(e.value)] for e in changed],
    )
    return Receipt(serial, changed, same)


def _seen(entry: Entry) -> Entry:
    """Take what is not seen out of an entry's texts, whichever way they came."""
    typed, reason, note = visible(entry.typed), visible(entry.reason), visible(entry.note)
    same = (typed, reason, note) == (entry.typed, entry.reason, entry.note)
    return entry if same else replace(entry, typed=typed, reason=reason, note=note)


def _append(
    session: Session,
    who: Principal,
    entry: Entry,
    before: Version | None,
    serial: int,
    now: datetime,
    approve: bool,
    unsaid: str,
) -> None:
    """Add the submitted version and, on `approve`, the approved one after it, unless the value already stands."""
    base = {
        "community": entry.community, "metric": entry.metric, "year": entry.year, "value": entry.value,
        "marker": entry.marker, "submission": serial, "typed": entry.typed, "note": entry.note,
        "actor": who.id, "actor_name": who.name, "actor_role": who.role, "recorded_at": now, "reopens": False,
    }
    supersedes = before.id if before is not None else None
    reporter = {"reporter": who.id, "reporter_name": who.name, "reported_at": now}
    if approve and before is not None and before.status == "submitted" and _equal(before, entry):
        reporter = {
            "reporter": before.reporter, "reporter_name": before.reporter_name, "reported_at": before.reported_at
        }
    else:
        reason = entry.reason or (unsaid if before is not None else "")
        row = {**base, **reporter, "status": "submitted", "supersedes": supersedes, "reason": reason}
        supersedes = inserted(session, _add_observation, row)
    if approve:
        row = {**base, **reporter, "status": "approved", "supersedes": supersedes, "reason": IMPORTED}
        session.execute(_add_observation, row)


def _own(who: Principal, programme: Programme) -> tuple[str, ...] | None:
    """Return the communities whose submitted figures `who` sees; None means all."""
    if who.approved_only:
        return ()
    return None if who.scope(Act.SEE_WAITING) == "all" else who.reach(Act.SEE_WAITING, programme)


def _sees_all(who: Principal, programme: Programme, community: str) -> bool:
    own = _own(who, programme)
    return own is None or community in own


def _last_of(session: Session, entries: Sequence[Entry]) -> dict[Key, Version]:
    found: dict[Key, Version] = {}
    wanted = {_key(entry) for entry in entries}
    communities = sorted({entry.community for entry in entries})
    years = sorted({entry.year for entry in entries})
    for start in range(0, len(communities), CHUNK):
        some = communities[start : start + CHUNK]
        rows = session.execute(_of_places, {"communities": some, "years": years}).all()
        versions = (as_version(row) for row in rows)
        found.update({key: one for one in versions if (key := (one.community, one.metric, one.year)) in wanted})
    return found


def _receipt_of(session: Session, serial: int) -> Receipt:
    handed_in = select(Observation).where(
        Observation.submission == serial, Observation.status == "submitted", ~col(Observation.reopens)
    )
    rows = session.exec(handed_in.order_by(col(Observation.id)))
    entries = tuple(
        Entry(
            row.community, row.metric, row.year, row.value, cast(Marker | None, row.marker), row.typed, row.reason,
            row.note,
        )
        for row in rows
    )
    return Receipt(serial, entries)


def _same(before: Version | None, entry: Entry, approve: bool) -> bool:
    """Tell whether recording `entry` would change nothing."""
    if before is None or not _equal(before, entry):
        return False
    return before.status == "approved" or (before.status == "submitted" and not approve)


def _equal(before: Version, entry: Entry) -> bool:
    return before.value == entry.value and before.marker == entry.marker


def _key(entry: Entry) -> Key:
    return entry.community, entry.metric, entry.year


def standing_values(session: Session, entries: Sequence[Entry]) -> dict[Key, Decimal | None]:
    """Return the newest unrefused values of the communities of `entries`, in their years and the years before."""
    communities = sorted({entry.community for entry in entries})
    years = sorted({year for entry in entries for year in (entry.year, entry.year - 1)})
    found: dict[Key, Decimal | None] = {}
    for start in range(0, len(communities), CHUNK):
        some = communities[start : start + CHUNK]
        wanted = select(Observation).where(
            col(Observation.community).in_(some), col(Observation.year).in_(years)
        )
        for row in session.exec(wanted.order_by(col(Observation.id))):
            if row.status in {"submitted", "approved"}:
                found[(row.community, row.metric, row.year)] = row.value
    return found


def filings(session: Session, who: Principal, programme: Programme, year: int) -> tuple[Step, ...]:
    """Return every step of every figure of a year, the oldest first: who handed it in, and what was decided.

    Values are not among them: everybody may know how much came, but who reported it ('' else) only as far as the
    figure is seen.
    """
    own, every = _own(who, programme), Query(tuple(programme.metric), None, (year,))
    seen, named = set() if own is None else set(standing.keys(session, every, own)), who.may(Act.SEE_REPORTER)
    steps = select(Observation, Submission.way).join(Submission, col(Submission.id) == col(Observation.submission))
    handed_in = steps.where(Observation.year == year)
    rows = session.exec(handed_in.order_by(col(Observation.id)))
    return tuple(
        Step(
            row.community, row.metric, "reopened" if row.reopens else cast(Any, row.status),
            row.reporter_name if named and (own is None or (row.community, row.metric) in seen) else "",
            row.recorded_at,
            way == IMPORTED,
        )
        for row, way in rows
    )
