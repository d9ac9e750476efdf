"""One update, one unit of work: its effects, the audit, the draft and the letters are a single transaction."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from zc_bot import logs
from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.letters import letter_of, rows_with_tokens
from zc_bot.chat.replies import Reply, Response
from zc_bot.policy.languages import Lang
from zc_bot.storage import dialogues, inbox, outbox, posted
from zc_bot.storage.outbox import Claimed, Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import texts_for
from zc_bot.values import dataclass

log = logging.getLogger(__name__)


class Responds(Protocol):
    """The conversation: what one update changes and what it is answered."""

    def respond(self, session: Session, incoming: Incoming, now: datetime) -> Response: ...

    def apologise(self, incoming: Incoming) -> Response: ...

    def hold_off(self, session: Session, incoming: Incoming) -> Response: ...

    def use_of_file(self, session: Session, incoming: Incoming, now: datetime) -> FileUse | None: ...

    def earlier(
        self, session: Session, incoming: Incoming, use: FileUse, now: datetime
    ) -> tuple[Incoming, ...]: ...


@dataclass(frozen=True, slots=True)
class Handled:
    """A committed update: what is to be sent now."""

    response: Response
    letters: tuple[Claimed, ...]


def perform(session: Session, conversation: Responds, incoming: Incoming, now: datetime) -> Handled | None:
    """Do one update once; None when it was done before."""
    if not inbox.finish(session, incoming.update_id, now):
        return None
    dialogues.take_turn(session, incoming.person)
    # The writer's thread does not know whose lines these are.
    with logs.of_update(incoming.update_id):
        response = conversation.respond(session, incoming, now)
    outbox.post(session, [letter_of(session, one, now) for one in response.notices], now)
    return Handled(response, hold(session, incoming, response.replies, now))


def give_up(session: Session, conversation: Responds, incoming: Incoming, error: str, now: datetime) -> Handled:
    """Mark an update whose handling failed, and say so to its sender."""
    inbox.fail(session, incoming.update_id, error, now)
    response = conversation.apologise(incoming)
    return Handled(response, hold(session, incoming, response.replies, now))


def turn_away(
    session: Session, conversation: Responds, incoming: Incoming, tell: bool, now: datetime
) -> Handled | None:
    """Mark an update as done that is beyond what one person may send, with an answer if one is to be told."""
    if not inbox.finish(session, incoming.update_id, now) or not tell:
        return None
    response = conversation.hold_off(session, incoming)
    return Handled(response, hold(session, incoming, response.replies, now))


def hold(session: Session, incoming: Incoming, replies: Sequence[Reply], now: datetime) -> tuple[Claimed, ...]:
    """Put replies into the outbox, held by this process, which sends them right after the commit."""
    return outbox.post_claimed(
        session, [
            letter
            for number, reply in enumerate(replies)
            for letter in _letters(session, incoming, reply, number, now)
        ], now
    )


def _letters(session: Session, incoming: Incoming, reply: Reply, number: int, now: datetime) -> list[Letter]:
    chat = incoming.chat
    payload: dict[str, Any] = {"text": str(reply.text)}
    if reply.edit:
        payload["edit"] = reply.edit
    if reply.ask_contact:
        payload["ask_contact"] = reply.ask_contact
    if reply.web_app is not None and incoming.private:
        payload["web_app"] = reply.web_app
    if reply.no_keyboard:
        payload["no_keyboard"] = True
    if reply.rows:
        payload["rows"] = rows_with_tokens(session, incoming.person, chat, reply.rows, reply.single_use, now)
    kind: outbox.Kind = "receipt" if reply.receipt else "reply"
    payload |= _stepping(session, incoming, reply)
    key = _key(incoming, reply, number, now)
    letters = [Letter(chat, incoming.person, kind, payload | _place(incoming), key)]
    beside = _place(incoming) | _instead(incoming)
    if reply.chart is not None:
        letters.append(Letter(chat, incoming.person, "reply", _picture(reply, incoming.lang) | beside))
    if (document := reply.document) is not None:
        content = {"sha256": document.sha256} if document.sha256 else {"base64": b64encode(document.content).decode()}
        shown = {"shown": True} if document.shown else {}
        sheet = {"document": {"name": document.name} | content | shown}
        letters.append(Letter(chat, incoming.person, "reply", sheet | beside))
    return letters


def _key(incoming: Incoming, reply: Reply, number: int, now: datetime) -> str | None:
    """Name the letter by what it answers, with its place among the answers, so that its message is found again."""
    if reply.album:
        return posted.album_key(incoming.person, incoming.album, reply.album, incoming.update_id)
    if not reply.step or reply.receipt:
        return None
    return posted.step_key(incoming.person, incoming.update_id, number, now, incoming.album)


def _stepping(session: Session, incoming: Incoming, reply: Reply) -> dict[str, int]:
    """Say which message a step takes the place of, or takes the buttons from."""
    if reply.step != "follows" or reply.edit or not incoming.private:
        return {}
    tapped = incoming.kind == "tap"
    before = incoming.message if tapped else posted.last_step(session, incoming.person)
    if not before:
        return {}
    return {"edit": before} if tapped and not reply.receipt else {"strip": before}


def _place(incoming: Incoming) -> dict[str, Any]:
    """Return the topic that an answer goes to, which is the one that was asked in."""
    return {"topic": incoming.topic} if incoming.topic else {}


def _instead(incoming: Incoming) -> dict[str, Any]:
    """Return what is said in a group that takes no pictures or files."""
    return {} if incoming.private else {"instead": str(texts_for(incoming.lang)("chat.say.no_media"))}


def _picture(reply: Reply, lang: Lang) -> dict[str, Any]:
    """Describe a picture that follows, with its name where it goes as a file, and what is said where it can't be."""
    named = {"file": reply.picture} if reply.picture else {}
    return {"chart": reply.chart, "undrawn": str(texts_for(lang)("chat.say.undrawn")), **named}
