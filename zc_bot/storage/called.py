"""What somebody is and was called, and in which texts each of these names can be told from a word."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlmodel import col, select

from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.audit import DIGEST, ERASED
from zc_bot.storage.named import Named
from zc_bot.storage.personal import is_a_persons, is_no_word
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Audit, AuditText, LedgerRow, Observation, Person, RosterEntry, ShowingRow
from zc_bot.values import dataclass

NAMES = (
    (Observation, col(Observation.reporter), "reporter_name"),
    (Observation, col(Observation.actor), "actor_name"),
    (LedgerRow, col(LedgerRow.actor), "actor_name"),
    (ShowingRow, col(ShowingRow.author), "author_name"),
    (ShowingRow, col(ShowingRow.actor), "actor_name"),
)
"""Where a name stands beside a number: the table, the number, and the name's column."""
ADMITTED = "people.admit"


@dataclass(frozen=True, slots=True)
class Called:
    """A name, as texts are searched for it.

    in_words: it goes from what people wrote; in_letters: from what the bot put together.
    """

    named: Named
    in_words: bool
    in_letters: bool


def called(session: Session, person: int, words: Collection[str]) -> tuple[Called, ...]:
    """Return every name of somebody, the longest first; words: names of places, and what the program says.

    A former name that another bears now is that one's.
    """
    everybody = people.names(session, OPERATOR)
    others = {name for number, name in everybody.items() if number != person}
    now = everybody.get(person, "")
    names = ({now} | (set(_former(session, person)) - others)) - {"", str(person), ERASED}
    return tuple(search_for(name, (*everybody.values(), *words), words) for name in sorted(names, key=len)[::-1])


def search_for(name: str, others: Collection[str], words: Collection[str]) -> Called:
    """Say how texts are searched for a name; others: names of which it may be a part."""
    return Called(Named.among(name, others), is_a_persons(name, words), is_no_word(name, words))


def _former(session: Session, person: int) -> Iterator[str]:
    """Give the names under which somebody was admitted, stood on a roster, and did what is kept."""
    for table, number, column in NAMES:
        yield from session.exec(select(getattr(table, column)).where(number == person).distinct())
    yield from session.exec(select(RosterEntry.name).where(RosterEntry.used_by == person))
    lines = select(Audit.detail).where(Audit.action == ADMITTED, Audit.subject == str(person))
    for detail in session.exec(lines):
        yield from _name_in(session, json.loads(detail).get("name"))


def _name_in(session: Session, kept: Any) -> Iterator[str]:
    """Read a name of a line: older ones hold it, the others its digest."""
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict):
        yield from session.exec(select(AuditText.text).where(AuditText.digest == kept.get(DIGEST)))


def name_of(session: Session, person: int) -> str | None:
    """Return the name that somebody has now; None where nobody ever had this id."""
    found: str | None = session.exec(select(Person.name).where(Person.id == person)).first()
    return found
