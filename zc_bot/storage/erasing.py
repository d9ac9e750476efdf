"""Forgetting a person: what they did stays under their number; their name, phone and texts go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, text, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit, chain, dialogues, people
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import (
    Attachment,
    Audit,
    AuditText,
    FigureRequest,
    Inbox,
    LedgerRow,
    MilestoneRow,
    Observation,
    Outbox,
    OwnReminder,
    Person,
    Proof,
    RosterEntry,
    ShowingRow,
    Stranger,
    Subscription,
    Table,
)

NAMES = (
    (Observation, col(Observation.reporter), "reporter_name"),
    (Observation, col(Observation.actor), "actor_name"),
    (MilestoneRow, col(MilestoneRow.actor), "actor_name"),
    (LedgerRow, col(LedgerRow.actor), "actor_name"),
    (ShowingRow, col(ShowingRow.author), "author_name"),
    (ShowingRow, col(ShowingRow.actor), "actor_name"),
)
"""Where a name stands beside a number: the table, the number, and the name's column."""
OWNED = (
    (OwnReminder, col(OwnReminder.person)),
    (RosterEntry, col(RosterEntry.used_by)),
    (Stranger, col(Stranger.id)),
    (AuditText, col(AuditText.person)),
    (Subscription, col(Subscription.person)),
)
"""Rows that are somebody's own and go as a whole, with the column of whose they are."""


def erase(session: Session, who: Principal, person: int, now: datetime) -> bool:
    """Forget a person; False where nobody ever had this id, or they were forgotten before.

    Raises `NotAllowed` unless `who` manages people, `Refusal` for the last admin.
    """
    require(who, Act.MANAGE_PEOPLE)
    name = _name(session, person)
    if not is_known(session, person):
        return False
    people.remove(session, who, person, now)
    dialogues.end_all(session, person)
    for model, owner in OWNED:
        session.execute(delete(model).where(owner == person))
    _erase_texts(session, person, str(name))
    session.execute(update(Person).where(col(Person.id) == person).values(name=str(person), language=None))
    for rewritten, number, named in NAMES:
        with _rewriting(session, rewritten):
            session.execute(update(rewritten).where(number == person).values({named: str(person)}))
    session.execute(update(Attachment).where(col(Attachment.person) == person).values(name=str(person), caption=None))
    session.execute(update(Proof).where(col(Proof.person) == person).values(name=str(person)))
    _cut(session, who, person, str(name), now)
    audit.note(session, who, "people.erase", str(person), now)
    return True


def is_known(session: Session, person: int) -> bool:
    """Tell whether somebody was ever admitted under this id and has not been forgotten."""
    return _name(session, person) not in {None, str(person)}


def _name(session: Session, person: int) -> str | None:
    found: str | None = session.execute(select(Person.name).where(Person.id == person)).scalar()
    return found


def _erase_texts(session: Session, person: int, name: str) -> None:
    """Erase what the person said and was told, and what others were told of them, where it is still kept."""
    said = update(Inbox).where(col(Inbox.person) == person, col(Inbox.state) != "pending")
    of_them = or_(col(Outbox.person) == person, col(Outbox.payload).contains(name, autoescape=True))
    told = update(Outbox).where(of_them, col(Outbox.settled_at).is_not(None))
    session.execute(said.values(payload=None))
    session.execute(told.values(payload=None))
    # Whose reason it was is not kept, and whoever asked was told it: none of before is needed any more.
    session.execute(update(FigureRequest).where(col(FigureRequest.reason) != "").values(reason=""))


def _cut(session: Session, who: Principal, person: int, name: str, now: datetime) -> None:
    """Take the person's texts out of the lines of before texts lay apart, and close those lines with a keyed one."""
    rows = session.execute(select(Audit).where(col(Audit.key).is_(None)).order_by(col(Audit.id))).mappings().all()
    about = [row for row in rows if _holds(row, person, name)]
    if not about:
        return
    with _rewriting(session, Audit):
        for row in about:
            detail = json.dumps(_without(json.loads(row["detail"]), name), ensure_ascii=False, sort_keys=True)
            session.execute(update(Audit).where(Audit.id == row["id"]).values(detail=detail))
    upto = rows[-1]["id"]
    closed = session.execute(select(Audit).where(col(Audit.id) <= upto).order_by(col(Audit.id))).mappings().all()
    audit.note(session, who, chain.CUT, f"line {upto}", now, upto=upto, lines=chain.digest_of(closed))


def _holds(row: Any, person: int, name: str) -> bool:
    """Tell whether an older line holds a text of the person: their name, or what they wrote."""
    detail = json.loads(row["detail"])
    wrote = row["actor"] == person and any(detail.get(key) for key in ("text", "reason"))
    return wrote or name in row["detail"]


def _without(detail: dict[str, Any], name: str) -> dict[str, Any]:
    """Take texts out of a line's detail, and a name out of whatever holds it."""
    return {
        key: audit.ERASED if key in {"text", "reason"} or value == name
        else [audit.ERASED if one == name else one for one in value] if isinstance(value, list)
        else value
        for key, value in detail.items()
    }


@contextmanager
def _rewriting(session: Session, model: type[Table]) -> Iterator[None]:
    """Let rows of an append-only table be changed, inside this transaction."""
    table = table_of(model)
    if session.dialect == "postgresql":
        session.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER {table.name}_append_only"))
        yield
        session.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER {table.name}_append_only"))
        return
    wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name LIKE :guard"
    guards = session.execute(text(wanted), {"table": table.name, "guard": f"{table.name}_no_%"}).all()
    for guard in guards:
        session.connection.exec_driver_sql(f'DROP TRIGGER "{guard.name}"')
    yield
    for guard in guards:
        session.connection.exec_driver_sql(guard.sql)
