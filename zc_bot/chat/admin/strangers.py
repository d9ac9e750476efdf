"""Strangers: one constant reply a day; nothing of theirs is kept but a count."""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Reply, Response
from zc_bot.storage import admission, strangers
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import texts_for


def respond(session: Session, incoming: Incoming, now: datetime) -> Response:
    """Turn a stranger away, in their language, once a day and only in private."""
    if incoming.kind == "inline":
        return Response(inline=())
    first_today = strangers.count(session, incoming.person, now)
    if not first_today or not incoming.private or incoming.kind in {"edited", "let_in"}:
        return Response()
    texts = texts_for(incoming.lang)
    share = texts.plain("people.button.share") if admission.expects_contacts(session, now) else ""
    return Response((Reply(texts("chat.stranger.text"), ask_contact=share),))
