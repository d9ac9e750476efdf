"""What the admins are told of single rows: messages in doubt, what could not be read, updates that failed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from markupsafe import Markup

from zc_bot.chat.actions import SendAgain
from zc_bot.chat.letters import to_admins
from zc_bot.chat.replies import Button
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import dialogues, inbox, meta, outbox, people, undelivered
from zc_bot.storage.housekeeping import KEEP_UNCERTAIN
from zc_bot.storage.store import Session
from zc_bot.storage.undelivered import Doubtful
from zc_bot.submission.draft import UNREADABLE, from_json
from zc_bot.texts.catalog import Texts, join
from zc_bot.texts.dialogue.review import word_moment

log = logging.getLogger(__name__)
SHOWN = 10
A_DAY = timedelta(days=1)


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Tell the admins what they do not know yet; returns how many letters are new."""
    _put_drafts_aside(session, now)
    undelivered.put_unread_aside(session, now)
    session.unread += [f"outbox {letter}" for letter in undelivered.unread_untold(session, now - KEEP_UNCERTAIN, now)]
    session.unread += [f"person {person}" for person in people.of_no_role(session)]
    states: tuple[outbox.State, ...] = ("uncertain", "dead")
    told = sum(_not_arrived(session, rules, now, state) for state in states)
    return told + _failed_updates(session, now)


def unread(session: Session, now: datetime) -> int:
    """Tell of rows that could not be read and were passed over, of each once."""
    rows = [row for row in dict.fromkeys(session.unread) if meta.get(session, f"{meta.UNREAD_TOLD}_{row}") is None]
    for row in rows:
        log.error("%s can't be read: it is passed over", row)
        meta.put(session, f"{meta.UNREAD_TOLD}_{row}", now.isoformat())
    if not rows:
        return 0
    shown = "、".join(rows[:SHOWN])
    return outbox.post(session, to_admins(session, now, "health.unread", count=len(rows), what=shown), now)


def again_button(texts: Texts, letters: Sequence[Doubtful]) -> Button:
    """Make the button that sends some letters once more, as they stand now."""
    turns = tuple(f"{one.id}:{one.turn}" for one in letters)
    return Button(texts.plain("health.button_again"), SendAgain(turns))


def _put_drafts_aside(session: Session, now: datetime) -> None:
    """Drop open reports that can't be read: their owners could say nothing that is not about them.

    One of which only the moment can't be read stays, as touched now.
    """
    for person, kept in dialogues.drafts(session, partial(dialogues.touch_draft, session, now=now)).items():
        try:
            from_json(kept.state)
        except UNREADABLE:
            dialogues.drop_draft(session, person)
            session.unread.append(f"draft {person}")


def _not_arrived(session: Session, rules: Rules, now: datetime, state: outbox.State) -> int:
    """Show the messages that may not have arrived, or did not, with one button for all of them."""
    found = undelivered.doubtful(session, OPERATOR, now - KEEP_UNCERTAIN, untold=True, states=(state,))
    if not found:
        return 0
    names = people.names(session, OPERATOR)
    undelivered.note_told(session, [one.id for one in found], now)

    def line(one: Doubtful, texts: Texts) -> Markup:
        kind, at = texts.plain(f"health.kind.{one.kind}"), word_moment(one.made_at, texts, rules.zone)
        return texts("health.doubtful_line", name=names.get(one.person, one.person), kind=kind, at=at)

    def body(texts: Texts) -> Markup:
        return join([texts(f"health.found.{state}", count=len(found)), *(line(one, texts) for one in found[:SHOWN])])

    letters = to_admins(session, now, body, rows=lambda texts: ((again_button(texts, found),),))
    return outbox.post(session, letters, now)


def _failed_updates(session: Session, now: datetime) -> int:
    """Say, once a day at most, how many messages could not be handled since it was last said."""
    since = meta.moment(session, meta.FAILED_TOLD) or now - A_DAY
    if since > now:
        since = now - A_DAY  # It was told under a date that was ahead of this one.
    if now - since < A_DAY:
        return 0
    count = inbox.failed_since(session, since)
    if not count:
        return 0
    meta.put(session, meta.FAILED_TOLD, now.isoformat())
    return outbox.post(session, to_admins(session, now, "health.failed_updates", count=count), now)
