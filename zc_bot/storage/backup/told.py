"""Whether what the audit tells of is there: rows may be gone without a trace from tables, but not from its chain.

What a database held that only the bot's acts wrote is told by the lines of those acts, which nobody can make up
without the key: serials, figures and decisions on them, people, entries, files, deadlines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Text, cast, func, select

from zc_bot.storage import marks
from zc_bot.storage.audit import fingerprint
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import (
    Attachment,
    Audit,
    ClosedYear,
    LedgerRow,
    Observation,
    Override,
    Person,
    Photo,
    Proof,
    ShowingRow,
    Submission,
)

SHOWN = 3
_audit, _obs, _submissions = table_of(Audit), table_of(Observation), table_of(Submission)
_people, _ledger, _showing = table_of(Person), table_of(LedgerRow), table_of(ShowingRow)
_attachments, _proofs, _photos = table_of(Attachment), table_of(Proof), table_of(Photo)
_moved, _ended = table_of(Override), table_of(ClosedYear)
DECIDED = {
    "figures.approved": "approved", "figures.returned": "returned", "figures.withdrawn": "withdrawn",
    "figures.reopened": "submitted",
}
"""Each of these is a version more, in the place of the one that it names and of its value: and what it stands at."""
ENTRIES = (("ledger.note", "decisions", _ledger), ("showing.tell", "showings", _showing))
"""Lines that name a row by its number: what such rows are called, and where they are."""
MARKED = {"ledger": "records", "showing": "showings"}
"""Tables of whose rows lines keep digests, and what such rows are called."""


def missing(session: Session) -> Iterator[str]:
    """Say what the audit tells of and no row does, or another one."""
    yield from _said("figures", _figures(session), "gone or others")
    yield from _said("reviews", _reviews(session), "gone or others")
    yield from _said("serials", _serials(session))
    admitted = _lines(session, _audit.c.action == "people.admit")
    there = {str(number) for number in session.connection.execute(select(_people.c.id)).scalars()}
    yield from _said("people", _without(there, (one for one, _ in admitted if one.isdecimal())))
    for action, what, table in ENTRIES:
        noted = _lines(session, _audit.c.action == action)
        kept = {str(number) for number in session.connection.execute(select(table.c.id)).scalars()}
        yield from _said(what, _without(kept, (str(detail["entry"]) for _, detail in noted if "entry" in detail)))
    for name, what in MARKED.items():
        yield from _said(what, _others(session, name), "others")
    yield from _said("photos", _lost_photos(session))
    yield from _said("attachments", _lost_attachments(session))
    yield from _said("papers", _lost_proofs(session))


def settings_astray(session: Session) -> tuple[str, ...]:
    """Name what anybody may set right again, so that it keeps no copy from being made: roles, access, deadlines.

    Each is not what the last act about it made of it.
    """
    return (*(f"the role or access of person {one}" for one in _raised(session)), *_deadlines(session))


def _raised(session: Session) -> tuple[int, ...]:
    """Name the people whose role, authorities or access are not what the last line about them gave them."""
    given: dict[str, tuple[str, str, bool]] = {}
    acts = _audit.c.action.in_(("people.admit", "people.remove", "people.lapsed", "people.erase"))
    wanted = select(_audit.c.action, _audit.c.subject, _audit.c.detail).where(acts).order_by(_audit.c.id)
    for action, subject, detail in session.connection.execute(wanted).all():
        if action == "people.admit":
            told = json.loads(detail)
            given[subject] = str(told.get("role")), str(told.get("authorities", "")), True
        elif subject in given:
            given[subject] = *given[subject][:2], False
    columns = _people.c.id, _people.c.role, _people.c.authorities, _people.c.active
    rows = session.connection.execute(select(*columns).order_by(_people.c.id)).all()
    return tuple(
        number for number, role, authorities, active in rows
        if given.get(str(number), ("", "", False)) != (role, authorities, active)
        and (active or given.get(str(number)) is not None)
    )


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
    """Name the figures of submissions that are in no version, or whose first one has another value or state.

    What was imported as approved may be two versions.
    """
    columns = _obs.c.submission, _obs.c.community, _obs.c.metric, _obs.c.year, _obs.c.status, _obs.c.marker
    there: dict[tuple[Any, ...], list[tuple[str, object]]] = {}
    rows = session.connection.execute(select(*columns, cast(_obs.c.value, Text)).order_by(_obs.c.id)).all()
    for *key, status, marker, value in rows:
        there.setdefault(tuple(key), []).append((status, marker or _exact(value)))
    for serial, detail in _submitted(session):
        state, most = ("approved", 2) if detail.get("approved") else ("submitted", 1)
        for community, metric, year, *value in detail.get("figures", ()):
            made = there.get((serial, community, metric, year), [])[:most]
            same = not value or all(found in {value[0], _exact(value[0])} for _, found in made)
            if not same or state not in (status for status, _ in made):
                yield f"{community} {metric} {year} of submission {serial}"


def _submitted(session: Session) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the serial and the detail of each act of reporting."""
    acts = _audit.c.action.like("figures.%") & _audit.c.subject.like("submission %")
    for subject, detail in _lines(session, acts):
        yield int(subject.removeprefix("submission ")), detail


def _serials(session: Session) -> Iterator[str]:
    there = set(session.connection.execute(select(_submissions.c.id)).scalars())
    return (str(serial) for serial, _ in _submitted(session) if serial not in there)


def _reviews(session: Session) -> Iterator[str]:
    """Name the versions that somebody decided on, and nothing shows it, or another decision or value."""
    said = cast(_obs.c.value, Text)
    columns = _obs.c.id, _obs.c.supersedes, _obs.c.status, _obs.c.submission, _obs.c.marker, said
    versions = {row[0]: row for row in session.connection.execute(select(*columns)).all()}
    after = {row[1]: row for row in versions.values()}
    wanted = select(_audit.c.action, _audit.c.subject).where(_audit.c.action.in_(DECIDED))
    for action, subject in session.connection.execute(wanted).all():
        for one in map(int, subject.removeprefix("figures ").split(", ")):
            before, found = versions.get(one), after.get(one)
            if before is None or found is None or found[2] != DECIDED[action] or before[3:] != found[3:]:
                yield f"of version {one}"


def _others(session: Session, name: str) -> Iterator[str]:
    """Name the rows of a table whose last line has another digest; of words, where no name was erased since."""
    kind, keys = marks.KINDS[name], {fingerprint(key): key for key in session.audit_keys}
    rows = {number: told for number, *told in map(kind.parted, session.connection.execute(kind.rows()).all())}
    connection = session.connection
    erased = connection.execute(select(func.max(_audit.c.id)).where(_audit.c.action == "people.erase")).scalar() or 0
    wanted = select(_audit.c.id, _audit.c.key, _audit.c.detail).where(_audit.c.action.like(f"{name}.%"))
    for line, fingerprinted, detail in connection.execute(wanted.order_by(_audit.c.id)).all():
        _, number, facts, words = json.loads(detail).get("row") or (name, None, "", "")
        if number is None:
            continue
        there, said = rows.get(number, ("", ""))
        key = keys.get(fingerprinted) if line > erased and words else None
        if marks.digest_of(there) != facts or (key is not None and marks.keyed(said, key) != words):
            yield f"{name} {number}"


def _lost_photos(session: Session) -> Iterator[str]:
    """Name the photos of what is shown, or may be, that are not on record."""
    there = set(session.connection.execute(select(_photos.c.id)).scalars())
    replaced = select(_showing.c.supersedes).where(_showing.c.supersedes.is_not(None))
    stands = _showing.c.id.not_in(replaced) & (_showing.c.state != "withdrawn")
    for (photos,) in session.connection.execute(select(_showing.c.photos).where(stands)).all():
        with suppress(ValueError, TypeError):  # What can't be read is another fault.
            yield from (str(photo) for photo, _ in json.loads(photos) if photo not in there)


def _lost_attachments(session: Session) -> Iterator[str]:
    """Name the files that were attached to a report and are not on record, but for those of an album taken off."""
    there = set(session.connection.execute(select(_attachments.c.sha256)).scalars())
    taken_off = {subject for subject, _ in _lines(session, _audit.c.action == "attachment.unbind")}
    for subject, detail in _lines(session, _audit.c.action == "attachment.bind"):
        if subject not in taken_off and detail.get("sha256", "") not in {"", *there}:
            yield f"{detail['sha256'][:12]}… of {subject}"


def _lost_proofs(session: Session) -> Iterator[str]:
    there = {(one.entry, one.sha256) for one in session.connection.execute(select(_proofs.c.entry, _proofs.c.sha256))}
    proved: dict[tuple[int, str], None] = {}
    acts = _audit.c.action.in_(("ledger.prove", "ledger.unprove"))
    wanted = select(_audit.c.action, _audit.c.subject, _audit.c.detail).where(acts).order_by(_audit.c.id)
    for action, subject, detail in session.connection.execute(wanted).all():
        one = int(subject.removeprefix("entry ")), json.loads(detail).get("sha256", "")
        proved.pop(one, None)
        if action == "ledger.prove":
            proved[one] = None
    return (f"{one[1][:12]}… of entry {one[0]}" for one in proved if one[1] and one not in there)


def _deadlines(session: Session) -> Iterator[str]:
    """Name the years whose deadline, or end, is not what the last line of it says."""
    moved = {one.year: one.deadline for one in session.connection.execute(select(_moved.c.year, _moved.c.deadline))}
    told = {int(year): detail.get("to") for year, detail in _lines(session, _audit.c.action == "deadline.move")}
    for year in sorted(moved.keys() | told.keys()):
        if moved.get(year, "usual") != told.get(year, "usual"):
            yield f"the deadline of {year}"
    acts = _audit.c.action.in_(("year.end", "year.reopen"))
    wanted = select(_audit.c.subject, _audit.c.action).where(acts).order_by(_audit.c.id)
    last = {int(year): act for year, act in session.connection.execute(wanted).all()}
    ended = {year for year, act in last.items() if act == "year.end"}
    there = set(session.connection.execute(select(_ended.c.year)).scalars())
    yield from (f"the end of {year}" for year in sorted(ended ^ there))


def _exact(value: str | None) -> object:
    try:
        return Decimal(value or "")
    except InvalidOperation:
        return value
