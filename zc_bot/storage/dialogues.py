"""What a conversation stands at: a person's draft, last question, and the buttons shown to them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, func, insert, update
from sqlmodel import col, select

from zc_bot.storage.open_dialogues import dialogues_of
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, insert_into, readable
from zc_bot.storage.tables import AlbumPhoto, Context, Draft, Keyboard, Prompt, ShowingDraft, Table, WebSession
from zc_bot.values import dataclass

_keep_keyboard = Prepared(insert(Keyboard))
_tapped = Prepared(
    select(Keyboard.actions, Keyboard.single_use).where(
        col(Keyboard.token) == bindparam("token"),
        col(Keyboard.person) == bindparam("person"),
        col(Keyboard.chat) == bindparam("chat"),
    )
)
_known = Prepared(select(Keyboard.token).where(col(Keyboard.token) == bindparam("token")))
_use_up = Prepared(
    update(Keyboard)
    .where(col(Keyboard.token) == bindparam("tapped"), col(Keyboard.used_at).is_(None))
    .values(used_at=bindparam("now"))
)
_drop_draft = Prepared(delete(Draft).where(col(Draft.person) == bindparam("person")))
_drop_prompt = Prepared(delete(Prompt).where(col(Prompt.person) == bindparam("person")))
TURN = 13
"""PostgreSQL's name for the locks of people's turns."""
LOOKED_AT = 50
"""A button is looked for among so many messages."""
Press = tuple[str, tuple[str, ...]]
"""What a button does: an action's name and its arguments."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    version: int
    state: str
    touched_at: datetime


def take_turn(session: Session, person: int) -> None:
    """Wait until nothing else of this person is under way, in the chat or in the app, to the end of the unit.

    PostgreSQL runs units side by side: two of one person would both go on from the same draft.
    """
    if session.dialect == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(TURN, func.hashint8(person))))


def load_draft(session: Session, person: int) -> StoredDraft | None:
    """Return a person's draft; one that is not even JSON is none."""
    row = dialogues_of(session, person).draft
    if row is not None and read_json(row.state) is None:
        return None
    return None if row is None else StoredDraft(row.version, row.state, row.at)


def save_draft(session: Session, person: int, version: int, state: str, now: datetime) -> None:
    """Put a person's draft in place of the one before."""
    _upsert(session, Draft, "person", {"person": person, "version": version, "state": state, "touched_at": now})


def touch_draft(session: Session, person: int, now: datetime) -> None:
    """Note that a person's draft was touched now."""
    session.execute(update(Draft).where(col(Draft.person) == person).values(touched_at=now))


def drop_draft(session: Session, person: int) -> None:
    session.execute(_drop_draft, {"person": person})


def drafts(session: Session, aside: Callable[[int], None] | None = None) -> dict[int, StoredDraft]:
    """Return everybody's draft as it is stored; one that can't be read is passed over.

    aside: what is done about the owner of one that can't be read.
    """
    rows = readable(session, select(Draft), col(Draft.person), "draft", aside)
    return {row.person: StoredDraft(row.version, row.state, row.touched_at) for row in rows}


def read_json(text: str) -> Any:
    """Read what was stored as JSON; None for what is none any more."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def load_context(session: Session, person: int, since: datetime) -> str | None:
    """Return what a person last asked, unless that was before `since`."""
    found = dialogues_of(session, person).context
    return found.state if found is not None and found.at >= since else None


def save_context(session: Session, person: int, meaning: str, now: datetime) -> None:
    _upsert(session, Context, "person", {"person": person, "meaning": meaning, "asked_at": now})


def load_prompt(session: Session, person: int, since: datetime) -> Press | None:
    """Return what a person's next text was asked for, unless that was before `since`."""
    row = dialogues_of(session, person).prompt
    args = None if row is None or row.at < since else read_json(row.state)
    return None if row is None or args is None else (row.beside, tuple(args))


def save_prompt(session: Session, person: int, name: str, args: Sequence[str], now: datetime) -> None:
    """Ask for a text: the person's next one goes to `name`."""
    row = {"person": person, "name": name, "args": json.dumps(args, ensure_ascii=False), "asked_at": now}
    _upsert(session, Prompt, "person", row)


def drop_prompt(session: Session, person: int) -> bool:
    """Ask for nothing any more; False where nothing was asked."""
    asked = dialogues_of(session, person).prompt is not None
    return asked and bool(changed(session, _drop_prompt, {"person": person}))


def make_keyboard(
    session: Session, person: int, chat: int, presses: Sequence[Press], single_use: bool, now: datetime
) -> str:
    """Keep what a message's buttons do; returns the token that their callback data begin with."""
    token = secrets.token_urlsafe(12)
    session.execute(
        _keep_keyboard,
        {
            "token": token, "person": person, "chat": chat, "actions": json.dumps(presses, ensure_ascii=False),
            "single_use": single_use, "made_at": now,
        },
    )
    return token


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was tapped: what it does, or that it was used before."""

    action: Press
    state: Literal["fresh", "used"]


def offered(session: Session, person: int, chat: int, names: str | Collection[str], since: datetime) -> str | None:
    """Return the data of the newest button that does what is named and was not used, made since a moment."""
    wanted = (names,) if isinstance(names, str) else names
    return next((data for data, _ in _offered(session, person, chat, wanted, since)), None)


def offered_action(session: Session, person: int, chat: int, name: str, since: datetime) -> Press | None:
    """Return what the newest button does that does `name` and was not used, made since a moment."""
    return next((press for _, press in _offered(session, person, chat, (name,), since)), None)


def shown_last(session: Session, person: int, chat: int, since: datetime) -> tuple[tuple[str, Press], ...]:
    """Return the buttons of the newest message that has any, made since a moment; none where one of them was used.

    Of two of the same moment neither is the newest.
    """
    mine = select(Keyboard).where(Keyboard.person == person, Keyboard.chat == chat, col(Keyboard.made_at) >= since)
    rows = session.exec(mine.order_by(col(Keyboard.made_at).desc()).limit(2)).all()
    if not rows or rows[0].used_at is not None or len({row.made_at for row in rows}) < len(rows):
        return ()
    return tuple(_buttons(rows[0]))


def _offered(
    session: Session, person: int, chat: int, names: Collection[str], since: datetime
) -> Iterator[tuple[str, Press]]:
    fresh = col(Keyboard.used_at).is_(None), col(Keyboard.made_at) >= since
    mine = select(Keyboard).where(Keyboard.person == person, Keyboard.chat == chat, *fresh)
    for row in session.exec(mine.order_by(col(Keyboard.made_at).desc()).limit(LOOKED_AT)):
        yield from (one for one in _buttons(row) if one[1][0] in names)


def _buttons(row: Keyboard) -> Iterator[tuple[str, Press]]:
    for at, press in enumerate(read_json(row.actions) or ()):
        yield f"{row.token}:{at}", (press[0], tuple(press[1]))


def tap(session: Session, person: int, chat: int, data: str, now: datetime) -> Tap | None:
    """Use a button up; None for one that is not this person's, not of this chat, or was never made."""
    token, _, index = data.partition(":")
    row = session.execute(_tapped, {"token": token, "person": person, "chat": chat}).first()
    if row is None or not (index.isascii() and index.isdigit() and len(index) < 4):
        return None
    presses = read_json(row.actions) or ()
    if int(index) >= len(presses):
        return None
    name, args = presses[int(index)]
    action = (name, tuple(args))
    if not row.single_use:
        return Tap(action, "fresh")
    fresh = changed(session, _use_up, {"tapped": token, "now": now})
    return Tap(action, "fresh" if fresh else "used")


def is_keyboard(session: Session, data: str) -> bool:
    """Tell whether a button's data belongs to any message's buttons, whoever they are for."""
    token = data.partition(":")[0]
    return session.execute(_known, {"token": token}).first() is not None


def end_all(session: Session, person: int) -> None:
    """End whatever a person was at: drafts, open question, what was asked before, every button, and the Mini App."""
    for model in (Draft, Prompt, Context, Keyboard, ShowingDraft, AlbumPhoto):
        session.execute(delete(model).where(col(model.person) == person))
    # The signed data that a session was given for stays used.
    session.execute(update(WebSession).where(col(WebSession.person) == person).values(ended=True))


def forget_keyboards(session: Session, before: datetime) -> int:
    """Drop the buttons of messages made before a moment."""
    return changed(session, delete(Keyboard).where(col(Keyboard.made_at) < before))


def _upsert(session: Session, model: type[Table], key: str, values: dict[str, object]) -> None:
    session.execute(session.prepared(_putting, session.dialect, model, key), values)


def _putting(dialect: str, model: type[Table], key: str) -> Prepared:
    """Build the statement that puts a whole row in place of the one with its key, as a database writes it."""
    statement = insert_into(dialect, model)
    rest = {name: statement.excluded[name] for name in model.model_fields if name != key}
    return Prepared(statement.on_conflict_do_update(index_elements=[key], set_=rest))
