"""Keeping the store small: what is done and past is dropped; figures, people and the audit never are."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from zc_bot.storage import (
    admission,
    albums,
    audit,
    dialogues,
    inbox,
    posted,
    showing,
    site,
    strangers,
    unanswered,
    undelivered,
)
from zc_bot.storage.backup import soundness
from zc_bot.storage.session import Session

_DIGEST = re.compile('"sha256": ?"([0-9a-f]{64})"')
"""Names a file in an open report, with which it goes once that is handed in."""
KEEP = timedelta(days=7)
KEEP_UNCERTAIN = timedelta(hours=72)
KEEP_BUTTONS = timedelta(days=90)
KEEP_STRANGERS = timedelta(days=30)


def tidy(session: Session, now: datetime) -> int:
    """Drop finished updates, sent answers and old buttons, erase old texts; returns how many rows that concerned."""
    return (
        inbox.forget(session, now - KEEP)
        + inbox.erase(session, now - KEEP)
        + posted.forget(session, now - KEEP)
        + undelivered.erase(session, now - KEEP_UNCERTAIN)
        + dialogues.forget_keyboards(session, now - KEEP_BUTTONS)
        + strangers.forget(session, now - KEEP_STRANGERS)
        + admission.forget(session, now - admission.LISTED)
        + unanswered.forget(session, now - unanswered.KEEP)
        + showing.forget_photos(session, now - showing.OPEN)
        + albums.forget(session, now - albums.KEPT)
        + site.forget(session, now)
    )


def files_in_use(session: Session) -> tuple[frozenset[str], datetime | None]:
    """Return the hashes of the files that anything goes with, and when a copy was last put back."""
    used = frozenset(one.sha256 for one in soundness.attachments_of(session))
    waiting = {sha256 for one in dialogues.drafts(session).values() for sha256 in _DIGEST.findall(one.state)}
    return used | waiting, audit.last(session, "database.restore", "database")
