"""Forgetting a person: their name, phone and messages go; what they did and its reasons stay under their number."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, delete, or_, text, update
from sqlmodel import col, select

from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.storage import audit, chain, dialogues, people
from zc_bot.storage.named import Named
from zc_bot.storage.personal import is_a_persons
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import (
    AlbumPhoto,
    Attachment,
    Audit,
    AuditText,
    Context,
    Draft,
    Inbox,
    Keyboard,
    LedgerRow,
    Observation,
    Outbox,
    OwnReminder,
    Person,
    Prompt,
    Proof,
    RosterEntry,
    ShowingDraft,
    ShowingRow,
    Stranger,
    Subscription,
    Table,
    Unanswered,
)

NAMES = (
    (Observation, col(Observation.reporter), "reporter_name"),
    (Observation, col(Observation.actor), "actor_name"),
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
WRITTEN: Mapping[type[Table], tuple[str, ...]] = {
    OwnReminder: ("text",), Unanswered: ("text",), Observation: ("reason", "note"),
    LedgerRow: ("what", "who", "subject"), ShowingRow: ("what", "place", "milestone", "name", "photos", "reason"),
    Attachment: ("name", "caption"), Proof: ("name",), AlbumPhoto: ("name", "caption"),
}
"""Columns of what people wrote in words: anybody's name may stand in them."""
REMEMBERED: tuple[tuple[type[Table], str], ...] = ((Context, "meaning"), (Keyboard, "actions"))
"""What others asked last, and buttons: a row that names somebody goes as a whole, and is never rewritten."""
TYPED: Mapping[type[Table], tuple[str, ...]] = {
    Inbox: ("payload",), Draft: ("state",), ShowingDraft: ("state",), Prompt: ("args",), Observation: ("typed",),
}
"""What others typed and is still worked with: no letter of it changes, or a figure might."""
HIDDEN = "（已隐去）"
"""Stands on the page for who was forgotten."""
APPEND_ONLY = frozenset(named[0] for named in NAMES)


def erase(
    session: Session, who: Principal, person: int, now: datetime, public: Collection[str] = frozenset()
) -> bool:
    """Forget a person; False where nobody ever had this id, or they were forgotten before.

    public: names of places and offices; of somebody called so, what others wrote of these stays.
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
    their = Named.among(str(name), (*people.names(session, OPERATOR).values(), *public))
    plainly = is_a_persons(their.name, public)
    _erase_texts(session, person)
    session.execute(delete(RosterEntry).where(col(RosterEntry.name) == name, col(RosterEntry.used_by).is_(None)))
    if plainly:
        _erase_name(session, person, their)
    session.execute(update(Person).where(col(Person.id) == person).values(name=str(person), language=None))
    for rewritten, number, named in NAMES:
        with _rewriting(session, rewritten):
            session.execute(update(rewritten).where(number == person).values({named: str(person)}))
    session.execute(update(Attachment).where(col(Attachment.person) == person).values(name=str(person), caption=None))
    session.execute(update(Proof).where(col(Proof.person) == person).values(name=str(person)))
    _cut(session, who, person, their, plainly, now)
    audit.note(session, who, "people.erase", str(person), now)
    return True


def is_known(session: Session, person: int) -> bool:
    """Tell whether somebody was ever admitted under this id and has not been forgotten."""
    return _name(session, person) not in {None, str(person)}


def _name(session: Session, person: int) -> str | None:
    found: str | None = session.exec(select(Person.name).where(Person.id == person)).first()
    return found


def _erase_texts(session: Session, person: int) -> None:
    """Erase what the person said and was told, where it is still kept."""
    said = update(Inbox).where(col(Inbox.person) == person, col(Inbox.state) != "pending")
    told = update(Outbox).where(col(Outbox.person) == person, col(Outbox.settled_at).is_not(None))
    session.execute(said.values(payload=None))
    session.execute(told.values(payload=None))


def _erase_name(session: Session, person: int, their: Named) -> None:
    """Take the name out of what others are told or wrote in words: the number stands there."""
    said = [col(AuditText.text).contains(form, autoescape=True) for form in their.forms]
    for told in session.exec(select(AuditText).where(or_(*said))).all():
        if their.is_in(told.text):
            session.execute(delete(AuditText).where(col(AuditText.digest) == told.digest))
    for remembered, column in REMEMBERED:
        _forget_rows(session, remembered, column, their)
    _rename_letters(session, their, str(person))
    for model, columns in WRITTEN.items():
        instead = HIDDEN if model is ShowingRow else str(person)  # What is shown to everybody tells no number either.
        if model in APPEND_ONLY:
            with _rewriting(session, model):
                _rename(session, model, columns, their, instead)
        else:
            _rename(session, model, columns, their, instead)


def _rename(session: Session, model: type[Table], columns: Sequence[str], their: Named, number: str) -> None:
    """Put the number in place of the name in some columns of a table."""
    table = table_of(model)
    (key,) = table.primary_key.columns
    for column in (table.c[name] for name in columns):
        wanted: Select[Any] = select(key.label("key"), column.label("written")).where(may_name(column, their))
        for row in session.connection.execute(wanted).all():
            kept_as = their.replaced_in(row.written, number)
            if kept_as != row.written:
                session.execute(update(table).where(key == row.key).values({column.name: kept_as}))


def _forget_rows(session: Session, model: type[Table], name: str, their: Named) -> None:
    """Delete the rows that name somebody in what they hold as JSON."""
    table = table_of(model)
    (key,) = table.primary_key.columns
    wanted: Select[Any] = select(key.label("key"), table.c[name].label("written"))
    for row in session.connection.execute(wanted.where(may_name(table.c[name], their))).all():
        if their.is_in(row.written):
            session.execute(delete(model).where(key == row.key))


def _rename_letters(session: Session, their: Named, number: str) -> None:
    """Put the number in place of the name in the words and buttons' labels of letters; all else of them stays."""
    wanted = select(Outbox).where(may_name(table_of(Outbox).c.payload, their))
    for row in session.exec(wanted).all():
        letter = dialogues.read_json(row.payload or "")
        if not isinstance(letter, dict):
            continue
        said = (name for name in ("text", "instead") if letter.get(name))
        words: dict[str, Any] = {name: their.replaced_in(letter[name], number) for name in said}
        if letter.get("rows"):
            words["rows"] = [
                [[their.replaced_in(label, number), data] for label, data in buttons] for buttons in letter["rows"]
            ]
        kept_as = json.dumps({**letter, **words}, ensure_ascii=False)
        session.execute(update(Outbox).where(col(Outbox.id) == row.id).values(payload=kept_as))


def may_name(column: Column[Any], their: Named) -> ColumnElement[bool]:
    """Choose the texts that may hold the name."""
    return or_(*(column.contains(form, autoescape=True) for form in their.in_json | their.forms))


def _cut(session: Session, who: Principal, person: int, their: Named, plainly: bool, now: datetime) -> None:
    """Take the person's texts out of the lines of before texts lay apart, and close those lines with a keyed one."""
    rows = _lines(session, col(Audit.key).is_(None))
    before = {row["id"]: json.loads(row["detail"]) for row in rows}
    after = {row["id"]: _without(before[row["id"]], their, row["actor"] == person, plainly) for row in rows}
    if after == before:
        return
    with _rewriting(session, Audit):
        for line in (number for number in after if after[number] != before[number]):
            detail = json.dumps(after[line], ensure_ascii=False, sort_keys=True)
            session.execute(update(Audit).where(col(Audit.id) == line).values(detail=detail))
    upto = rows[-1]["id"]
    closed = _lines(session, col(Audit.id) <= upto)
    audit.note(session, who, chain.CUT, f"line {upto}", now, upto=upto, lines=chain.digest_of(closed))


def _lines(session: Session, which: ColumnElement[bool]) -> Sequence[Mapping[str, Any]]:
    """Read lines of the audit as they are chained."""
    return [row.model_dump() for row in session.exec(select(Audit).where(which).order_by(col(Audit.id)))]


def _without(detail: Mapping[str, Any], their: Named, theirs: bool, plainly: bool) -> dict[str, Any]:
    """Take a name out of an older line's detail, and of their own lines (`theirs`) what they wrote.

    plainly: the name is a person's and no word, so that it is looked for in texts, too.
    """
    return {
        key: audit.ERASED if value and theirs and key in {"text", "reason"}
        else _without_name(value, their, plainly, key in {"name", "names"})
        for key, value in detail.items()
    }


def _without_name(value: Any, their: Named, in_texts: bool, whole: bool) -> Any:
    if isinstance(value, list):
        return [_without_name(one, their, in_texts, whole) for one in value]
    named = isinstance(value, str) and ((whole and value == their.name) or (in_texts and their.is_in(value)))
    return audit.ERASED if named else value


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
