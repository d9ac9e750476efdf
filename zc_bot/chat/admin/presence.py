"""The bot put out of a chat: by a person who stops it, or out of a group."""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat.incoming import Incoming
from zc_bot.storage import groups, outbox, reachable
from zc_bot.storage.store import Session


def put_out(session: Session, incoming: Incoming, now: datetime) -> None:
    """Flag whoever stopped the bot; leave a group that put it out, and nobody is flagged for that."""
    if incoming.private:
        reachable.mark_unreachable(session, incoming.person, now)
        return
    groups.left(session, incoming.chat, now)
    outbox.drop_chat(session, incoming.chat, now)
