"""Where a name may still stand once somebody was forgotten: what nobody rewrites unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import or_
from sqlmodel import select

from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.storage import dialogues, people
from zc_bot.storage.called import called, search_for
from zc_bot.storage.erasing import REMEMBERED, TOLD, TYPED, WRITTEN, brings_file, is_known, may_name
from zc_bot.storage.named import Named
from zc_bot.storage.named_files import is_in_file
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import (
    Attachment,
    Context,
    Keyboard,
    LedgerRow,
    Observation,
    Outbox,
    Proof,
    ShowingRow,
    Table,
)
from zc_bot.values import dataclass

Place = Literal["figure", "record", "entry", "file", "letter", "own"]
"""A figure's words, what was noted, what is shown, a file's name; a message, a button or a question that is kept.

And somebody's own texts, which are not looked into.
"""
PUT_TOGETHER: Mapping[type[Table], tuple[str, ...]] = {
    Outbox: ("payload",), **{model: (column,) for model, column in REMEMBERED}, **TOLD,
}
"""What the bot put together, with names in it."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """One place: a figure by its key, anything else by its number; of people's own texts only that there are some."""

    place: Place
    number: int = 0
    community: str = ""
    metric: str = ""
    year: int = 0


def names_of(session: Session, person: int) -> tuple[str, ...]:
    """Return every name that `remaining` is to look for, which nothing tells any more once they are forgotten."""
    return tuple(one.named.name for one in called(session, person, ()))


def remaining(
    session: Session, who: Principal, person: int, names: Sequence[str], public: Collection[str] = frozenset()
) -> tuple[Remaining, ...]:
    """Return where names stand in what others wrote and erasing leaves as it is, each place once.

    A name that is plainly a person's is taken out of words, one that is no word out of letters; both stay where
    others typed them. Once somebody is forgotten all of it is looked at. names: as `names_of` gave them before;
    public: as `erasing.erase` takes it. Raises `NotAllowed` unless `who` manages people.
    """
    require(who, Act.MANAGE_PEOPLE)
    everybody, known = people.names(session, OPERATOR), is_known(session, person)
    found: set[Remaining] = set()
    for name in names:
        one = search_for(name, (*everybody.values(), *public), public)
        letters = () if known and one.in_letters else (PUT_TOGETHER,)
        words = () if known and one.in_words else (WRITTEN,)
        found |= {
            _of(row)
            for tables in (TYPED, *words, *letters) for model, columns in tables.items()
            for row in _naming(session, model, columns, one.named) if getattr(row, "person", None) != person
        }
    return tuple(sorted(found, key=lambda one: (one.place, one.number, one.community, one.year, one.metric)))


def _naming(session: Session, model: type[Table], columns: Collection[str], their: Named) -> Iterator[Any]:
    table = table_of(model)
    files = (brings_file(),) if model is Outbox else ()
    wanted = select(model).where(or_(*(may_name(table.c[name], their) for name in columns), *files))
    for row in session.exec(wanted):
        if any(their.is_in(getattr(row, name) or "") for name in columns) or (files and _file_names(row, their)):
            yield row


def _file_names(letter: Any, their: Named) -> bool:
    """Tell whether the file that a letter brings names somebody."""
    payload = dialogues.read_json(letter.payload or "")
    file = payload.get("document") if isinstance(payload, dict) else None
    return isinstance(file, dict) and is_in_file(file, their)


def _of(row: Table) -> Remaining:
    """Say where a row is found; a later version of what was noted or told is found with its own number."""
    match row:
        case Observation():
            return Remaining("figure", community=row.community, metric=row.metric, year=row.year)
        case LedgerRow():
            return Remaining("record", number=row.id or 0)
        case ShowingRow():
            return Remaining("entry", number=row.id or 0)
        case Attachment() | Proof():
            return Remaining("file", number=row.id or 0)
        case Outbox() | Keyboard() | Context():
            return Remaining("letter")
    return Remaining("own")
