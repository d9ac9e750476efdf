"""Whether what the audit tells of is there: rows may be gone without a trace from tables, but not from its chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Text, cast, select

from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Audit, LedgerRow, Observation, Person, ShowingRow

SHOWN = 3
_audit, _obs = table_of(Audit), table_of(Observation)
_people, _ledger, _showing = table_of(Person), table_of(LedgerRow), table_of(ShowingRow)
DECIDED = tuple(f"figures.{one}" for one in ("approved", "returned", "withdrawn", "reopened"))
"""Each of these is a version more, in the place of the one that it names."""
ENTRIES = (("ledger.note", "decisions", _ledger), ("showing.tell", "showings", _showing))
"""Lines that name a row by its number: what such rows are called, and where they are."""


def missing(session: Session) -> Iterator[str]:
    """Say what the audit tells of and no row does: figures with their values, decisions on them, people, entries."""
    yield from _said("figures", _figures(session), "gone or others")
    yield from _said("reviews", _reviews(session))
    admitted = _lines(session, _audit.c.action == "people.admit")
    there = {str(number) for number in session.connection.execute(select(_people.c.id)).scalars()}
    yield from _said("people", _without(there, (one for one, _ in admitted if one.isdecimal())))
    for action, what, table in ENTRIES:
        noted = _lines(session, _audit.c.action == action)
        kept = {str(number) for number in session.connection.execute(select(table.c.id)).scalars()}
        yield from _said(what, _without(kept, (str(detail["entry"]) for _, detail in noted if "entry" in detail)))


def _said(what: str, lacking: Iterable[str], how: str = "gone") -> Iterator[str]:
    if found := list(dict.fromkeys(lacking)):
        yield f"{len(found)} {what} that the audit tells of are {how} ({', '.join(found[:SHOWN])})"


def _without(there: set[str], told: Iterable[str]) -> Iterator[str]:
    return (one for one in told if one not in there)


def _lines(session: Session, which: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the subject and the detail of some lines."""
    wanted = select(_audit.c.subject, _audit.c.detail).where(which).order_by(_audit.c.id)
    return ((subject, json.loads(detail)) for subject, detail in session.connection.execute(wanted).all())


def _figures(session: Session) -> Iterator[str]:
    """Name the figures of submissions that are in no version, or in one of another value."""
    columns = _obs.c.submission, _obs.c.community, _obs.c.metric, _obs.c.year, _obs.c.marker
    there: dict[tuple[Any, ...], set[object]] = {}
    for *key, marker, value in session.connection.execute(select(*columns, cast(_obs.c.value, Text))).all():
        there.setdefault(tuple(key), set()).add(marker or _exact(value))
    submitted = _audit.c.action.like("figures.%") & _audit.c.subject.like("submission %")
    for subject, detail in _lines(session, submitted):
        serial = int(subject.removeprefix("submission "))
        for community, metric, year, *value in detail.get("figures", ()):
            found = there.get((serial, community, metric, year), set())
            if not (found if not value else found & {value[0], _exact(value[0])}):
                yield f"{community} {metric} {year} of submission {serial}"


def _reviews(session: Session) -> Iterator[str]:
    """Name the versions that somebody decided on, and nothing shows it."""
    there = {str(number) for number in session.connection.execute(select(_obs.c.supersedes)).scalars()}
    for subject, _ in _lines(session, _audit.c.action.in_(DECIDED)):
        yield from (f"of version {one}" for one in _without(there, subject.removeprefix("figures ").split(", ")))


def _exact(value: str | None) -> object:
    try:
        return Decimal(value or "")
    except InvalidOperation:
        return value
