"""What a tick puts out: the year's reminders, those that people set for themselves, the audit's head once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from zc_bot.chat import due
from zc_bot.chat.admin import alerting, restored
from zc_bot.chat.cycles import announce
from zc_bot.chat.letters import to_admins
from zc_bot.chat.overseeing import broadcast
from zc_bot.chat.turn import Rules
from zc_bot.clock import Trouble as ClockTrouble
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage import outbox
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
        in_hours = due.IN_SENDING_HOURS if is_sending_time(now, rules.programme, rules.days) else {}
        parts |= {
            name: partial(part, session, rules, now) for name, part in {**in_hours, **due.AT_ANY_HOUR}.items()
        }
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


def _told(session: Session, trouble: ClockTrouble, now: datetime) -> list[Letter]:
    if trouble.kind == "right":
        return to_admins(session, now, "oversee.clock.right")
    minutes = max(1, round(abs(trouble.by).total_seconds() / 60))
    way = "back" if trouble.kind == "back" else "ahead" if trouble.by > timedelta(0) else "behind"
    return to_admins(session, now, f"oversee.clock.{way}", minutes=minutes)
