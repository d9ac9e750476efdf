"""What somebody is in the middle of, read in one statement: every message asks for most of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnClause, bindparam, literal_column, select, type_coerce, union_all
from sqlmodel import col

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Context, Draft, Prompt, ShowingDraft
from zc_bot.storage.types import LenientMoment
from zc_bot.values import dataclass

TABLES = ("draft", "context", "prompt", "showing_draft")
_DRAFT, _CONTEXT, _PROMPT, _SHOWING = range(4)
_nothing: ColumnClause[str] = literal_column("''")
_zero: ColumnClause[int] = literal_column("0")
_person: BindParameter[int] = bindparam("person")
_all = Prepared(
    union_all(
        select(literal_column(str(_DRAFT)).label("what"), col(Draft.state).label("state"), _nothing.label("beside"),
               col(Draft.version).label("version"), type_coerce(col(Draft.touched_at), LenientMoment()).label("at"))
        .where(col(Draft.person) == _person),
        select(literal_column(str(_CONTEXT)), col(Context.meaning), _nothing, _zero, col(Context.asked_at))
        .where(col(Context.person) == _person),
        select(literal_column(str(_PROMPT)), col(Prompt.args), col(Prompt.name), _zero, col(Prompt.asked_at))
        .where(col(Prompt.person) == _person),
        select(literal_column(str(_SHOWING)), col(ShowingDraft.state), _nothing, _zero, col(ShowingDraft.touched_at))
        .where(col(ShowingDraft.person) == _person),
    )
)


@dataclass(frozen=True, slots=True)
class Stored:
    """One of these as it is stored. beside: the name of what a prompt is for.

    at: long ago where it can't be read, so that a report is not lost with its moment, and the rest is over.
    """

    state: str
    beside: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenDialogues:
    """What is open with a person, whatever its age: a report, the last question, a prompt, an entry to be shown."""

    draft: Stored | None = None
    context: Stored | None = None
    prompt: Stored | None = None
    showing: Stored | None = None


_NAMES = {_DRAFT: "draft", _CONTEXT: "context", _PROMPT: "prompt", _SHOWING: "showing"}


def dialogues_of(session: Session, person: int) -> OpenDialogues:
    """Return what is open with a person, read once a unit."""
    return session.once((_all, person), TABLES, lambda: _read(session, person))


def _read(session: Session, person: int) -> OpenDialogues:
    rows = session.execute(_all, {"person": person}).all()
    return OpenDialogues(**{_NAMES[row[0]]: Stored(*row[1:]) for row in rows})
