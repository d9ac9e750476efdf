"""Which version of a figure stands: the last approved one, else a submitted one that nothing came after.

The database chooses, so that of a whole city's figures only those that are shown are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select

from zc_bot.evaluation.figures import Figure, Query
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Observation

CHUNK = 500
"""So many communities are asked for at once: databases limit a statement's parameters."""

Wanted = dict[str, Any]
"""The values of a statement: `metrics` and, where they narrow it, `years`, `communities`, `own` and `as_of`.

own: the communities whose submitted figures are seen; without it, those of all.
"""

_obs = table_of(Observation)


def _of_approved(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Who decided and when is the reviewer's only of an approved figure."""
    return case((_obs.c.status == "approved", column))


_SHOWN = (
    _obs.c.community, _obs.c.metric, _obs.c.year, _obs.c.value, _obs.c.marker, _obs.c.status, _obs.c.reporter_name,
    _obs.c.reported_at, _of_approved(_obs.c.actor_name), _of_approved(_obs.c.recorded_at), _obs.c.typed, _obs.c.note,
)  # fmt: skip
"""The columns of a `Figure`, in its order."""


def find(session: Session, query: Query, own: Sequence[str] | None) -> Iterator[Figure]:
    """Find the figures asked for that stand; submitted ones only of the communities `own`, if it is given."""
    if query.years is None and query.latest:
        newest = _newest_year(session, query, own)
        if newest is None:
            return
        query = replace(query, years=(newest, newest - 1))
    for wanted in _portions(query, own):
        yield from map(Figure._make, session.execute(_figures(frozenset(wanted)), wanted).all())


def keys(session: Session, query: Query) -> Iterator[tuple[str, str]]:
    """Find the community and metric of every figure asked for that stands, submitted or approved."""
    for wanted in _portions(query, None):
        yield from (
            (row.community, row.metric) for row in session.execute(_standing(frozenset(wanted)), wanted).all()
        )


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


def _newest_year(session: Session, query: Query, own: Sequence[str] | None) -> int | None:
    """Find the newest year in which any figure asked for stands."""
    before = 9999
    while (year := _newest_before(session, query, own, before)) is not None:
        for wanted in _portions(replace(query, years=(year,)), own):
            if session.execute(_any(frozenset(wanted)), wanted).first() is not None:
                return year
        before = year
    return None


def _newest_before(session: Session, query: Query, own: Sequence[str] | None, before: int) -> int | None:
    """Find the newest year with a version that may stand; over all communities one step in the index a metric."""
    metrics = [query.metrics] if query.communities is not None else [(metric,) for metric in query.metrics]
    found = [
        session.execute(_years(frozenset(wanted)), wanted | {"before": before}).scalar()
        for some in metrics
        for wanted in _portions(replace(query, metrics=some), own)
    ]
    return max((year for year in found if year is not None), default=None)


def _conditions(names: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    columns = {"metrics": _obs.c.metric, "years": _obs.c.year, "communities": _obs.c.community}
    yield from (column.in_(bindparam(name, expanding=True)) for name, column in columns.items() if name in names)
    if "as_of" in names:
        yield _obs.c.recorded_at <= bindparam("as_of")


def _is_own(names: frozenset[str]) -> list[ColumnElement[bool]]:
    return [_obs.c.community.in_(bindparam("own", expanding=True))] if "own" in names else []


@cache
def _standing(names: frozenset[str]) -> Select[Any]:
    """Build the statement that finds the key and id of the versions that stand."""
    submitted = func.max(case((_obs.c.status == "submitted", _obs.c.id)))
    approved = func.max(case((_obs.c.status == "approved", _obs.c.id)))
    pending = case((and_(submitted == func.max(_obs.c.id), *_is_own(names)), submitted))
    chosen = func.coalesce(approved, pending)
    key = (_obs.c.metric, _obs.c.year, _obs.c.community)
    return select(*key, chosen.label("id")).where(*_conditions(names)).group_by(*key).having(chosen.is_not(None))


@cache
def _any(names: frozenset[str]) -> Prepared:
    """Build the statement that finds one version that stands, if there is any."""
    return Prepared(_standing(names).limit(1))


@cache
def _figures(names: frozenset[str]) -> Prepared:
    """Build the statement that reads the versions that stand."""
    chosen = _standing(names).subquery()
    return Prepared(select(*_SHOWN).join_from(chosen, _obs, _obs.c.id == chosen.c.id))


@cache
def _years(names: frozenset[str]) -> Prepared:
    """Build the statement that finds the newest year with versions that were not sent back."""
    seen = or_(_obs.c.status == "approved", and_(_obs.c.status == "submitted", *_is_own(names)))
    return Prepared(select(func.max(_obs.c.year)).where(*_conditions(names), seen, _obs.c.year < bindparam("before")))
