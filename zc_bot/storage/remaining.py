"""Where a name may still stand once somebody was forgotten: others' words that nobody rewrites unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Literal

from sqlalchemy import or_
from sqlmodel import select

from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.storage import people
from zc_bot.storage.erasing import TYPED, WRITTEN, may_name
from zc_bot.storage.named import Named
from zc_bot.storage.personal import is_a_persons
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import Attachment, LedgerRow, Observation, Proof, ShowingRow, Table
from zc_bot.values import dataclass

Place = Literal["figure", "record", "entry", "file", "own"]
"""A figure's words, what was noted, what is shown, a file's name; somebody's own texts, which are not looked into."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """One place: a figure by its key, anything else by its number; of people's own texts only that there are some."""

    place: Place
    number: int = 0
    community: str = ""
    metric: str = ""
    year: int = 0


def remaining(
    session: Session, who: Principal, person: int, name: str, public: Collection[str] = frozenset()
) -> tuple[Remaining, ...]:
    """Return where the name stands in what others wrote and erasing leaves as it is, each place once.

    A name that is plainly a person's is taken out of words, and stays where others typed it alone. public: as
    `erasing.erase` takes it. Raises `NotAllowed` unless `who` manages people.
    """
    require(who, Act.MANAGE_PEOPLE)
    their = Named.among(name, (*people.names(session, OPERATOR).values(), *public))
    left = (TYPED,) if is_a_persons(name, public) else (TYPED, WRITTEN)
    found = (
        _of(row)
        for tables in left for model, columns in tables.items()
        for row in _naming(session, model, columns, their) if getattr(row, "person", None) != person
    )
    return tuple(sorted(set(found), key=lambda one: (one.place, one.number, one.community, one.year, one.metric)))


def _naming(session: Session, model: type[Table], columns: Collection[str], their: Named) -> Iterator[Any]:
    table = table_of(model)
    wanted = select(model).where(or_(*(may_name(table.c[name], their) for name in columns)))
    for row in session.exec(wanted):
        if any(their.is_in(getattr(row, name) or "") for name in columns):
            yield row


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
    return Remaining("own")
