"""After a copy was put back: nothing that nobody asked for goes out until an admin says what becomes of it.

The copy does not know what was sent since it was made. Either all that is due goes out, some of it twice, or it
counts as sent.
"""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat.actions import DecideHeld
from zc_bot.chat.letters import to_admins
from zc_bot.chat.replies import Button
from zc_bot.chat.turn import Rules
from zc_bot.storage import meta, outbox
from zc_bot.storage.store import Session
from zc_bot.storage.types import LONG_AGO
from zc_bot.texts.catalog import Texts
from zc_bot.texts.dialogue.review import word_moment


def waits_since(session: Session) -> datetime | None:
    """Return when a copy was put back that no admin has decided upon; None: all goes out as it should.

    A moment that can't be read was long ago: a copy was put back, whenever that was, and nobody has decided.
    """
    found = meta.moment(session, meta.RESTORED)
    return LONG_AGO if found is None and meta.get(session, meta.RESTORED) is not None else found


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Ask the admins once what becomes of what is held back; returns how many letters are new."""
    if (since := waits_since(session)) is None:
        return 0
    if since == LONG_AGO:
        since = now
        meta.put(session, meta.RESTORED, since.isoformat())  # The buttons name the moment that they decide upon.
    at = since.isoformat()
    letters = to_admins(
        session, now, lambda texts: texts("health.restored", at=word_moment(since, texts, rules.zone)),
        once=f"restored:{at}", rows=lambda texts: buttons(texts, since),
    )
    return outbox.post(session, letters, now)


def buttons(texts: Texts, since: datetime) -> tuple[tuple[Button, ...], ...]:
    """Make the two buttons that decide; they work for this restore alone."""
    at = since.isoformat()
    return (
        (Button(texts.plain("health.button_skip"), DecideHeld(at, send=False)),),
        (Button(texts.plain("health.button_go_on"), DecideHeld(at, send=True)),),
    )
