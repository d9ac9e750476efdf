"""What a tick puts out: the year's reminders, those that people set for themselves, the audit's head once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from zc_bot.chat import nudges, own
from zc_bot.chat.desk import Rules
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Notice
from zc_bot.chat.season import open_cycles
from zc_bot.clock import Trouble
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage import audit, meta, outbox, people
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
    if is_sending_time(now, rules.programme, rules.days):
        told += outbox.post(session, [*_head(session, rules, now), *_provisional(session, rules, now)], now)
    return told + nudges.tick(session, rules, now) + own.tick(session, rules, now)


def _head(session: Session, rules: Rules, now: datetime) -> list[Letter]:
    """Give the admins the audit's head, quietly, on each working day that it has grown.

    Kept in their chats, outside the database, it shows a tail that was cut off.
    """
    today = now.astimezone(rules.zone).date().isoformat()
    day, _, before = (meta.get(session, meta.HEAD_TOLD) or "").partition(" ")
    number, head = audit.head(session)
    if day == today or before == str(number):
        return []
    meta.put(session, meta.HEAD_TOLD, f"{today} {number}")
    return _to_admins(session, now, "health.head", quiet=True, number=number, head=head)


def _provisional(session: Session, rules: Rules, now: datetime) -> list[Letter]:
    """Tell the admins, once a year, that a deadline ahead rests on days off that are not announced yet."""
    ahead = [cycle for cycle in open_cycles(session, rules, now) if now < cycle.deadline]
    letters = []
    for cycle in ahead:
        year = cycle.deadline.year
        told = f"{meta.PROVISIONAL_TOLD}_{year}"
        if rules.days.confirmed(year) or meta.get(session, told) is not None:
            continue
        meta.put(session, told, now.isoformat())
        letters += _to_admins(session, now, "oversee.calendar", year=year)
    return letters


def _told(session: Session, trouble: Trouble, now: datetime) -> list[Letter]:
    minutes = max(1, round(abs(trouble.by).total_seconds() / 60))
    way = "back" if trouble.kind == "back" else "ahead" if trouble.by > timedelta(0) else "behind"
    return _to_admins(session, now, f"oversee.clock.{way}", minutes=minutes)


def _to_admins(session: Session, now: datetime, key: str, quiet: bool = False, **values: object) -> list[Letter]:
    return [
        letter_of(session, Notice(one.id, texts_for(one.lang)(key, **values), quiet=quiet), now)
        for one in people.admitted(session)
        if one.role == "admin"
    ]
