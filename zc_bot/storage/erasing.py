"""Forgetting a person: their name, phone and messages go; what they did and its reasons stay under their number."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, delete, or_, text, update
from sqlmodel import col, select

from zc_bot.policy.roles import Act, Principal, require
from zc_bot.storage import audit, chain, dialogues, people
from zc_bot.storage.called import NAMES, Called, called, name_of
from zc_bot.storage.named import Named
from zc_bot.storage.named_files import CONTENT, renamed_file
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

OWNED = (
    (OwnReminder, col(OwnReminder.person)),
    (RosterEntry, col(RosterEntry.used_by)),
    (Stranger, col(Stranger.id)),
    (AuditText, col(AuditText.person)),
    (Subscription, col(Subscription.person)),
)
"""Rows that are somebody's own and go as a whole, with the column of whose they are."""
WRITTEN: Mapping[type[Table], tuple[str, ...]] = {
    Unanswered: ("text",), Observation: ("reason", "note"),
    LedgerRow: ("what", "who", "subject"), ShowingRow: ("what", "place", "milestone", "name", "photos", "reason"),
    Attachment: ("name", "caption"), Proof: ("name",), AlbumPhoto: ("name", "caption"),
}
"""Columns of what people wrote in words: anybody's name may stand in them."""
TOLD: Mapping[type[Table], tuple[str, ...]] = {OwnReminder: ("text",)}
"""Words that the bot says in somebody's name: no figure hangs on them."""
REMEMBERED: tuple[tuple[type[Table], str], ...] = ((Context, "meaning"), (Keyboard, "actions"))
"""What others asked last, and buttons: a row that names somebody goes as a whole, and is never rewritten."""
TYPED: Mapping[type[Table], tuple[str, ...]] = {
    Inbox: ("payload",), Draft: ("state",), ShowingDraft: ("state",), Prompt: ("args",), Observation: ("typed",),
}
"""What others typed and is still worked with: no letter of it changes, or a figure might."""
SAID = ("text", "instead", "chart", "file", "ask_contact")
"""What a letter says, but for its buttons and file."""
HIDDEN = "（已隐去）"
"""Stands on the page for who was forgotten."""
APPEND_ONLY = frozenset(named[0] for named in NAMES)


def erase(
    session: Session, who: Principal, person: int, now: datetime, public: Collection[str] = frozenset()
) -> bool:
    """Forget a person; False where nobody ever had this id, or they were forgotten before.

    public: names of places and offices, and what the program says: of somebody called so, what holds it stays.
    Raises `NotAllowed` unless `who` manages people, `Refusal` for the last admin.
    """
    require(who, Act.MANAGE_PEOPLE)
    if not is_known(session, person):
        return False
    names = called(session, person, public)
    people.remove(session, who, person, now)
    dialogues.end_all(session, person)
    for model, owner in OWNED:
        session.execute(delete(model).where(owner == person))
    _erase_texts(session, person)
    for their in names:
        _erase_name(session, person, their)
    session.execute(update(Person).where(col(Person.id) == person).values(name=str(person), language=None))
    for rewritten, number, named in NAMES:
        with _rewriting(session, rewritten):
            session.execute(update(rewritten).where(number == person).values({named: str(person)}))
    session.execute(update(Attachment).where(col(Attachment.person) == person).values(name=str(person), caption=None))
    session.execute(update(Proof).where(col(Proof.person) == person).values(name=str(person)))
    _cut(session, who, person, names, now)
    audit.note(session, who, "people.erase", str(person), now)
    return True


def is_known(session: Session, person: int) -> bool:
    """Tell whether somebody was ever admitted under this id and has not been forgotten."""
    return name_of(session, person) not in {None, str(person)}


def _erase_texts(session: Session, person: int) -> None:
    """Erase what the person said and was told, where it is still kept."""
    said = update(Inbox).where(col(Inbox.person) == person, col(Inbox.state) != "pending")
    told = update(Outbox).where(col(Outbox.person) == person, col(Outbox.settled_at).is_not(None))
    session.execute(said.values(payload=None))
    session.execute(told.values(payload=None))


def _erase_name(session: Session, person: int, called_so: Called) -> None:
    """Take the name out of what others are told or wrote, as far as it is no word: the number stands there."""
    their = called_so.named
    unused = col(RosterEntry.name) == their.name, col(RosterEntry.used_by).is_(None)
    session.execute(delete(RosterEntry).where(*unused))
    if called_so.in_letters:
        _forget_audited(session, their)
        for remembered, column in REMEMBERED:
            _forget_rows(session, remembered, column, their)
        _rename_letters(session, their, str(person))
        for model, columns in TOLD.items():
            _rename(session, model, columns, their, str(person))
    if called_so.in_words:
        for model, columns in WRITTEN.items():
            instead = HIDDEN if model is ShowingRow else str(person)  # What all are shown tells no number either.
            with _rewriting(session, model) if model in APPEND_ONLY else nullcontext():
                _rename(session, model, columns, their, instead)


def _forget_audited(session: Session, their: Named) -> None:
    said = [col(AuditText.text).contains(form, autoescape=True) for form in their.forms]
    for told in session.exec(select(AuditText).where(or_(*said))).all():
        if their.is_in(told.text):
            session.execute(delete(AuditText).where(col(AuditText.digest) == told.digest))


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
    """Put the number in place of the name in the words of letters, their buttons' labels, and their files."""
    wanted = select(Outbox).where(or_(may_name(table_of(Outbox).c.payload, their), brings_file()))
    for row in session.exec(wanted).all():
        letter = dialogues.read_json(row.payload or "")
        if isinstance(letter, dict) and (renamed := {**letter, **_renamed(letter, their, number)}) != letter:
            kept_as = json.dumps(renamed, ensure_ascii=False)
            session.execute(update(Outbox).where(col(Outbox.id) == row.id).values(payload=kept_as))


def _renamed(letter: Mapping[str, Any], their: Named, number: str) -> dict[str, Any]:
    """Return what a letter says and brings, without the name: no button's data."""
    words = {name: their.replaced(letter[name], number) for name in SAID if letter.get(name)}
    if letter.get("rows"):
        words["rows"] = [
            [[their.replaced_in(label, number), data] for label, data in buttons] for buttons in letter["rows"]
        ]
    if letter.get("document"):
        words["document"] = renamed_file(letter["document"], their, number)
    return words


def brings_file() -> ColumnElement[bool]:
    """Choose the letters that bring a file which the bot wrote: its name and content may name somebody."""
    return col(Outbox.payload).contains(f'"{CONTENT}"')


def may_name(column: Column[Any], their: Named) -> ColumnElement[bool]:
    """Choose the texts that may hold the name."""
    return or_(*(column.contains(form, autoescape=True) for form in their.in_json | their.forms))


def _cut(session: Session, who: Principal, person: int, names: Sequence[Called], now: datetime) -> None:
    """Take the person's texts out of the lines of before texts lay apart, and close those lines with a keyed one."""
    rows = _lines(session, col(Audit.key).is_(None))
    before = {row["id"]: json.loads(row["detail"]) for row in rows}
    after = {row["id"]: _without(before[row["id"]], names, row["actor"] == person) for row in rows}
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


def _without(detail: Mapping[str, Any], names: Sequence[Called], theirs: bool) -> dict[str, Any]:
    """Take names out of an older line's detail, and of their own lines (`theirs`) what they wrote."""
    return {
        key: audit.ERASED if value and theirs and key in {"text", "reason"}
        else _without_names(value, names, key in {"name", "names"})
        for key, value in detail.items()
    }


def _without_names(value: Any, names: Sequence[Called], whole: bool) -> Any:
    if isinstance(value, list):
        return [_without_names(one, names, whole) for one in value]
    named = isinstance(value, str) and any(
        (whole and value == one.named.name) or (one.in_words and one.named.is_in(value)) for one in names
    )
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
