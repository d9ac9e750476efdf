"""What a tick puts out: the year's reminders, those that people set for themselves, the audit's head once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from zc_bot.chat.admin import alerting, lapsing, restored
from zc_bot.chat.asking import weekly
from zc_bot.chat.cycles import announce, open_cycles
from zc_bot.chat.letters import to_admins
from zc_bot.chat.overseeing import broadcast, due, requesting
from zc_bot.chat.reminding import covering, days, nudges, personal
from zc_bot.chat.reviewing import overdue
from zc_bot.chat.turn import Rules
from zc_bot.clock import Trouble as ClockTrouble
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage import audit, meta, outbox
from zc_bot.storage.away import away
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.troubles import Trouble

log = logging.getLogger(__name__)


def tick(
    session: Session,
    rules: Rules,
    now: datetime,
    held: bool = False,
    news: Sequence[ClockTrouble] = (),
    alerts: Sequence[Trouble] = (),
) -> int:
    """Put everything that is due into the outbox; returns how many letters are new.

    Each part is done by itself: one that fails is undone and told, and the others go on.
    held: the clock is doubted, and nothing is due. news: what the admins are told of it. alerts: of the service.
    """
    told = outbox.post(session, [letter for one in news for letter in _told(session, one, now)], now)
    parts: dict[str, Callable[[], int]] = {
        "alerts": lambda: alerting.tick(session, rules, now, alerts),
        "restored": lambda: restored.tick(session, rules, now),
        "broadcasts": lambda: broadcast.tick(session, rules, now),
    }
    if not held and restored.waits_since(session) is None:
        announce(session, rules)
        if is_sending_time(now, rules.programme, rules.days):
            parts["covers"] = lambda: covering.tick(session, rules, now)
            parts["head"] = lambda: outbox.post(session, _head(session, rules, now), now)
            parts["calendar"] = lambda: outbox.post(
                session, [*_provisional(session, rules, now), *days.tick(session, rules, now)], now
            )
            parts["requests"] = lambda: requesting.tick(session, rules, now)
            parts["weekly"] = lambda: weekly.tick(session, rules, now)
            parts["decisions"] = lambda: due.tick(session, rules, now)
            parts["reviews"] = lambda: overdue.tick(session, rules, now)
            parts["lapse"] = lambda: lapsing.tick(session, rules, now)
        parts["reminders"] = lambda: nudges.tick(session, rules, now)
        parts["own"] = lambda: personal.tick(session, rules, now)
    told += sum(_part(session, name, part, now) for name, part in parts.items())
    return told + alerting.unread(session, now)


def tell(session: Session, now: datetime, alerts: Sequence[Trouble]) -> int:
    """Tell the admins of the service's troubles, and do nothing else: for when a tick fails as a whole."""
    return alerting.troubles(session, now, alerts)


def _part(session: Session, name: str, part: Callable[[], int], now: datetime) -> int:
    """Do one part; where it fails, undo it alone and tell the admins."""
    try:
        with session.apart():
            return part()
    except Exception as error:
        if away(error) is not None:
            raise
        log.exception("this part of the tick failed: %s", name)
    return alerting.failed(session, name, now)


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
    return to_admins(session, now, "health.head", quiet=True, number=number, head=head)


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
        letters += to_admins(session, now, "oversee.calendar", year=year)
    return letters


def _told(session: Session, trouble: ClockTrouble, now: datetime) -> list[Letter]:
    if trouble.kind == "right":
        return to_admins(session, now, "oversee.clock.right")
    minutes = max(1, round(abs(trouble.by).total_seconds() / 60))
    way = "back" if trouble.kind == "back" else "ahead" if trouble.by > timedelta(0) else "behind"
    return to_admins(session, now, f"oversee.clock.{way}", minutes=minutes)
