"""Decisions, milestones, stages, targets and support as they were noted; append-only, each change a new row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String, insert, select, type_coerce

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.ledger import Ledger, Noted, Record, RecordKind, RecordState
from zc_bot.evaluation.milestones import MARKS, STEPS_OF_ITS_OWN
from zc_bot.policy.hidden import visible
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import audit, lenient
from zc_bot.storage.marks import mark
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import inserted, table_of
from zc_bot.storage.tables import LedgerRow
from zc_bot.storage.types import LONG_AGO, ExactDecimal, Moment

_OF_ALL: tuple[RecordKind, ...] = ("decision", *MARKS)
OF_THE_CITY = frozenset(kind for kind in _OF_ALL if kind not in STEPS_OF_ITS_OWN)
"""What an authority's own people do not note."""
_rows = table_of(LedgerRow)
_ODD: Mapping[str, ExactDecimal | Moment] = {"amount": ExactDecimal(), "recorded_at": Moment()}
"""What one row may hold that can't be read, and all others are to be told of nevertheless."""
NO_AMOUNT = "（金额读不出）"
"""Stands behind what an entry says whose amount can't be read: a sum does not hold it."""
_all = Prepared(
    select(*(type_coerce(one, String).label(one.name) if one.name in _ODD else one for one in _rows.columns))
    .order_by(_rows.c.id)
)
_add = Prepared(insert(LedgerRow))


def load(session: Session, who: Principal, as_of: datetime | None = None) -> Ledger:
    """Return what stands, as far as `who` may see it: what waits for review only reviewers and its own people."""
    return Ledger(one for one in standing(session, as_of) if one.approved or _sees(who, one.noted))


def standing(session: Session, as_of: datetime | None = None) -> Iterable[Record]:
    """Return every entry's last version, what was taken back among them, in the order in which they were made.

    One whose amount can't be read is there without it, one whose moment can't be read as of long ago; both are noted
    as unread.
    """
    standing: dict[int, Record] = {}
    first: dict[int, int] = {}
    authors: dict[int, tuple[int, str]] = {}

    def read(row: Any, name: str, missing: object) -> Any:
        value = getattr(row, name)
        try:
            return _ODD[name].process_result_value(value, session.connection.dialect)
        except lenient.BAD:
            session.unread.append(f"ledger {row.id}")
            return missing

    def make(row: Any) -> tuple[int, Record] | None:
        at = read(row, "recorded_at", LONG_AGO)
        if as_of is not None and at > as_of:
            return None  # What came over from the record of stages stands behind what was noted after it.
        root = first[row.id] = first.get(row.supersedes, row.supersedes) if row.supersedes is not None else row.id
        return root, _record(row, read(row, "amount", NO_AMOUNT), at, root, *authors.setdefault(
            root, (row.actor, row.actor_name)
        ))

    for made in session.made(session.execute(_all).all(), make, "ledger"):
        if made is not None:
            standing[made[0]] = made[1]
    return standing.values()


def note(
    session: Session, who: Principal, programme: Programme, noted: Noted, now: datetime, waits: bool = False
) -> int:
    """Note something; what an authority's own people note waits for review, and what is said to (`waits`).

    Raises `NotAllowed` outside who's scope.
    """
    noted = replace(noted, what=visible(noted.what), subject=visible(noted.subject), who=visible(noted.who))
    check(who, programme, noted)
    found = _append(session, who, noted, "open", who.reviews and not waits, None, now)
    audit.note(
        session, who, "ledger.note", noted.kind, now, entry=found, about=noted.community or noted.authority,
        row=mark(session, "ledger", found),
    )
    return found


def change(
    session: Session, who: Principal, programme: Programme, entry: int, now: datetime,
    state: RecordState | None = None, approve: bool = False,
) -> Record | None:
    """Close, take back or approve an entry, as a new row; None where it changed meanwhile.

    Raises `NotAllowed` outside who's scope, and for approving unless who reviews, or what they noted themselves.
    """
    found = next((one for one in load(session, who).records if one.id == entry), None)
    if found is None:
        return None
    check(who, programme, found.noted)
    if approve and not who.reviews:
        raise NotAllowed("ledger")
    if approve and found.author == who.id:
        raise NotAllowed("own_ledger")
    after = replace(found, state=state or found.state, approved=found.approved or approve)
    if not who.reviews and found.approved:
        raise NotAllowed("ledger")
    made = _append(session, who, after.noted, after.state, after.approved, entry, now)
    audit.note(
        session, who, f"ledger.{'approve' if approve else after.state}", found.noted.kind, now, entry=entry,
        row=mark(session, "ledger", made),
    )
    return replace(after, id=made)


def check(who: Principal, programme: Programme, noted: Noted) -> None:
    """Let reviewers note anything, an authority's own people what is about it, but no decisions, nor what is built.

    A member department's people note what it granted, and nothing else.
    """
    if noted.kind in MARKS and who.may(Act.RECORD_STAGE):
        return
    if noted.kind in OF_THE_CITY and noted.kind in MARKS:
        raise NotAllowed("ledger")
    if who.scope(Act.RECORD) == "all":
        return
    if who.scope(Act.RECORD) == "self":
        if noted.kind != "support" or not _of_department(who, noted):
            raise NotAllowed("ledger")
        return
    authority = noted.authority or (programme.community[noted.community].authority if noted.community else "")
    if noted.kind in OF_THE_CITY or not who.may(Act.RECORD) or authority not in who.authorities:
        raise NotAllowed("ledger")


def _sees(who: Principal, noted: Noted) -> bool:
    own = who.may(Act.RECORD) and (noted.authority in who.authorities or _of_department(who, noted))
    return not who.approved_only and (who.reviews or own)


def _of_department(who: Principal, noted: Noted) -> bool:
    """Tell whether an entry names just one's own department as the one that granted it."""
    named = [name for name in noted.who.split("、") if name]
    return bool(named) and set(named) <= set(who.authorities)


def _append(
    session: Session, who: Principal, noted: Noted, state: str, approved: bool, supersedes: int | None, now: datetime
) -> int:
    row = {
        "kind": noted.kind, "what": noted.what, "authority": noted.authority, "community": noted.community,
        "who": noted.who, "amount": noted.amount, "unit": noted.unit, "metric": noted.metric, "year": noted.year,
        "day": noted.day.isoformat() if noted.day else None, "due": noted.due.isoformat() if noted.due else None,
        "subject": noted.subject, "state": state, "approved": approved, "supersedes": supersedes, "actor": who.id,
        "actor_name": who.name,
        "recorded_at": now,
    }
    return inserted(session, _add, row)


def _record(
    row: Any, amount: Decimal | str | None, at: datetime, first: int, author: int, name: str
) -> Record:
    """amount: `NO_AMOUNT` where there is one that can't be read."""
    what, read = (f"{row.what}{amount}", None) if isinstance(amount, str) else (row.what, amount)
    noted = Noted(
        row.kind, what, row.authority, row.community, row.who, read, row.unit, _day(row.day), _day(row.due),
        row.metric, row.year, row.subject,
    )
    return Record(row.id, noted, row.state, row.approved, name, at, first, author)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
