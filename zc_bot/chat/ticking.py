"""What a tick puts out: the year's reminders, and those that people set for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from zc_bot.chat import nudges, own
from zc_bot.chat.desk import Rules
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Notice
from zc_bot.clock import Trouble
from zc_bot.storage import outbox, people
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import texts_for


def tick(session: Session, rules: Rules, now: datetime, held: bool = False, news: Sequence[Trouble] = ()) -> int:
    """Put everything that is due into the outbox; returns how many letters are new.

    held: the clock is doubted, and nothing is due. news: what the admins are told of it.
    """
    told = outbox.post(session, [letter for one in news for letter in _told(session, one, now)], now)
    if held:
        return told
    return told + nudges.tick(session, rules, now) + own.tick(session, rules, now)


def _told(session: Session, trouble: Trouble, now: datetime) -> list[Letter]:
    minutes = max(1, round(abs(trouble.by).total_seconds() / 60))
    way = "back" if trouble.kind == "back" else "ahead" if trouble.by > timedelta(0) else "behind"
    return [
        letter_of(session, Notice(one.id, texts_for(one.lang)(f"oversee.clock.{way}", minutes=minutes)), now)
        for one in people.admitted(session)
        if one.role == "admin"
    ]
