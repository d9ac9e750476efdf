"""Which version of a figure stands: the last approved one, else a submitted one that nothing came after.

An approval that was taken back counts as none from then on.

The database itself keeps that, by a trigger, in the transaction that records a version. What stood at a moment is
worked out from the versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, case, func, or_, select

from zc_bot.evaluation.figures import Figure, Query, Stated
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Observation, Standing

CHUNK = 500
"""So many communities are asked for at once: databases limit a statement's parameters."""

Wanted = dict[str, Any]
"""The values of a statement: `metrics` and, where they narrow it, `years`, `communities`, `own` and `as_of`.

own: the communities whose submitted figures are seen; without it, those of all.
"""

_obs, _now = table_of(Observation), table_of(Standing)
TABLES = (_obs.name, _now.name)
"""What figures are written in."""
_reopened = _obs.alias("reopened")


def _of_approved(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Who decided and when is the reviewer's only of an approved figure."""
    return case((_obs.c.status == "approved", column))


_SHOWN = (
    _obs.c.community, _obs.c.metric, _obs.c.year, _obs.c.value, _obs.c.marker, _obs.c.status, _obs.c.reporter_name,
    _obs.c.reported_at, _of_approved(_obs.c.actor_name), _of_approved(_obs.c.recorded_at), _obs.c.typed, _obs.c.note,
)
"""The columns of a `Figure`, in its order."""
_VALUES = (_now.c.metric, _now.c.year, _now.c.community, _now.c.value, _now.c.marker)


def find(session: Session, query: Query, own: Sequence[str] | None) -> Iterator[Figure]:
    """Find the figures asked for that stand; submitted ones only of the communities `own`, if it is given."""
    if query.years is None and query.latest:
        newest = newest_year(session, query, own)
        if newest is None:
            return
        query = replace(query, years=(newest, newest - 1))
    for wanted in _portions(query, own):
        yield from session.execute(session.prepared(_figures, frozenset(wanted)), wanted).all()


def values(session: Session, query: Query, own: Sequence[str] | None) -> Iterator[Stated]:
    """Find what the figures asked for say that stand now; no more than that is read."""
    for wanted in _portions(query, own):
        yield from session.execute(session.prepared(_bare, frozenset(wanted)), wanted).all()


def filled(session: Session, query: Query, own: Sequence[str] | None) -> Iterator[tuple[str, int, int]]:
    """Count, by community, the figures asked for that stand, and how many of them are approved."""
    for wanted in _portions(query, own):
        yield from (tuple(row) for row in session.execute(session.prepared(_counts, frozenset(wanted)), wanted).all())


def keys(session: Session, query: Query, own: Sequence[str] | None = None) -> Iterator[tuple[str, str]]:
    """Find the community and metric of every figure asked for that stands; submitted ones only of `own`, if given."""
    for wanted in _portions(query, own):
        rows = session.execute(session.prepared(_keys, frozenset(wanted)), wanted)
        yield from ((row.community, row.metric) for row in rows)


def newest_year(session: Session, query: Query, own: Sequence[str] | None, before: int = 9999) -> int | None:
    """Find the newest year, before another, in which any figure asked for stands.

    Over all communities that is one step in the index for each metric.
    """
    metrics = [query.metrics] if query.communities is not None else [(metric,) for metric in query.metrics]
    found = [
        session.execute(session.prepared(_years, frozenset(wanted)), wanted | {"before": before}).scalar()
        for some in metrics
        for wanted in _portions(replace(query, metrics=some, years=None), own)
    ]
    return max((year for year in found if year is not None), default=None)


def astray(session: Session) -> int:
    """Count the figures that are kept as standing otherwise than the versions say; 0 is right."""
    told_ids = _versions(frozenset()).subquery()
    names = ("metric", "year", "community", "status", "value", "marker")
    kept = select(_now.c.observation, *(_now.c[name] for name in names))
    told = select(_obs.c.id, *(_obs.c[name] for name in names)).join_from(told_ids, _obs, _obs.c.id == told_ids.c.id)
    apart = (one.except_(other) for one, other in ((kept, told), (told, kept)))
    return sum(len(session.connection.execute(one).all()) for one in apart)


def _portions(query: Query, own: Sequence[str] | None) -> Iterator[Wanted]:
    """Cut a query into portions that a statement can hold."""
    base: Wanted = {"metrics": query.metrics}
    if query.years is not None:
        base["years"] = query.years
    if own is not None:
        base["own"] = own
    if query.as_of is not None:
        base["as_of"] = query.as_of
    if query.communities is None:
        yield base
        return
    for start in range(0, len(query.communities), CHUNK):
        yield base | {"communities": query.communities[start : start + CHUNK]}


def _conditions(names: frozenset[str], table: FromClause) -> Iterator[ColumnElement[bool]]:
    for name, column in (("metrics", "metric"), ("years", "year"), ("communities", "community")):
        if name in names:
            yield table.c[column].in_(bindparam(name, expanding=True))
    if "as_of" in names:
        yield table.c.recorded_at <= bindparam("as_of")


def _seen(names: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """Give the conditions on a figure that stands, with who may see it."""
    yield from _conditions(names, _now)
    if "own" in names:
        own = _now.c.community.in_(bindparam("own", expanding=True))
        yield or_(_now.c.status == "approved", own)


def _versions(names: frozenset[str]) -> Select[Any]:
    """Build the statement that works out from the versions which one stands, or stood at a moment."""
    submitted = func.max(case((_obs.c.status == "submitted", _obs.c.id)))
    approved = func.max(case((and_(_obs.c.status == "approved", _reopened.c.id.is_(None)), _obs.c.id)))
    own = [_obs.c.community.in_(bindparam("own", expanding=True))] if "own" in names else []
    pending = case((and_(submitted == func.max(_obs.c.id), *own), submitted))
    chosen = func.coalesce(approved, pending)
    key = (_obs.c.metric, _obs.c.year, _obs.c.community)
    taken_back = and_(_reopened.c.supersedes == _obs.c.id, _reopened.c.reopens)
    if "as_of" in names:
        taken_back = and_(taken_back, _reopened.c.recorded_at <= bindparam("as_of"))
    versions = _obs.outerjoin(_reopened, taken_back)
    found = select(*key, chosen.label("id")).select_from(versions).where(*_conditions(names, _obs))
    return found.group_by(*key).having(chosen.is_not(None))


def _figures(names: frozenset[str]) -> Prepared:
    """Build the statement that reads the versions that stand, or stood at a moment."""
    if "as_of" in names:
        chosen = _versions(names).subquery()
        return Prepared(select(*_SHOWN).join_from(chosen, _obs, _obs.c.id == chosen.c.id), Figure._make)
    standing = select(*_SHOWN).join_from(_now, _obs, _obs.c.id == _now.c.observation)
    return Prepared(standing.where(*_seen(names)), Figure._make)


def _bare(names: frozenset[str]) -> Prepared:
    return Prepared(select(*_VALUES).where(*_seen(names)), Stated._make)


def _counts(names: frozenset[str]) -> Prepared:
    """Build the statement that counts what stands, or stood at a moment, by community."""
    if "as_of" in names:
        stood = _versions(names).subquery()
        found = select(*_counted(_obs)).join_from(stood, _obs, _obs.c.id == stood.c.id)
        return Prepared(found.group_by(_obs.c.community))
    return Prepared(select(*_counted(_now)).where(*_seen(names)).group_by(_now.c.community))


def _counted(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    approved = func.sum(case((table.c.status == "approved", 1), else_=0))
    return table.c.community, func.count(), approved


def _keys(names: frozenset[str]) -> Prepared:
    if "as_of" in names:
        stood = _versions(names).subquery()
        return Prepared(select(stood.c.community, stood.c.metric))
    return Prepared(select(_now.c.community, _now.c.metric).where(*_seen(names)))


def _years(names: frozenset[str]) -> Prepared:
    """Build the statement that finds the newest year in which something stands, or stood at a moment."""
    if "as_of" in names:
        stood = _versions(names).subquery()
        return Prepared(select(func.max(stood.c.year)).where(stood.c.year < bindparam("before")))
    return Prepared(select(func.max(_now.c.year)).where(*_seen(names), _now.c.year < bindparam("before")))
