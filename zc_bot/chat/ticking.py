"""What a tick puts out: the year's reminders, those that people set for themselves, the audit's head once a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

from zc_bot.chat import due
from zc_bot.chat.admin import alerting, restored, troubling
from zc_bot.chat.cycles import announce
from zc_bot.chat.overseeing import broadcast
from zc_bot.chat.turn import Rules
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage.away import away, damaged
from zc_bot.storage.store import Session
from zc_bot.troubles import Part, Seen
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did: how many letters are new, and of each part that was tried why it failed, None where not."""

    posted: int
    parts: Mapping[Part, Exception | None]


NOTHING = Seen()


class Damaged(Exception):
    """A part met the damage of the database's file, after which SQLite commits nothing of the transaction."""

    def __init__(self, part: Part) -> None:
        super().__init__(part)
        self.part = part


def tick(
    session: Session, rules: Rules, now: datetime, held: bool = False, seen: Seen = NOTHING,
    besides: Collection[Part] = (),
) -> Ticked:
    """Put everything that is due into the outbox, but for some parts.

    Each part is done by itself: one that fails is undone, and the others go on. Raises `Damaged`.
    held: the clock is doubted, and nothing is due. seen: what the admins may have to be told of the service.
    """
    parts: dict[Part, Callable[[], int]] = {
        "telling": lambda: troubling.tell(session, now, seen),
        "alerts": lambda: alerting.tick(session, rules, now),
        "restored": lambda: restored.tick(session, rules, now),
        "broadcasts": lambda: broadcast.tick(session, rules, now),
    }
    if not held and restored.waits_since(session) is None:
        announce(session, rules)
        in_hours = due.IN_SENDING_HOURS if is_sending_time(now, rules.programme, rules.days) else {}
        parts |= {
            name: partial(part, session, rules, now) for name, part in {**in_hours, **due.AT_ANY_HOUR}.items()
        }
    with session.passing_over():
        done = {name: _done(session, name, part) for name, part in parts.items() if name not in besides}
    told = sum(one for one in done.values() if isinstance(one, int)) + alerting.unread(session, now)
    return Ticked(told, {name: one if isinstance(one, Exception) else None for name, one in done.items()})


def _done(session: Session, name: Part, part: Callable[[], int]) -> int | Exception:
    """Do one part, of which nothing is left where it fails; returns how many letters are new, or why it failed."""
    try:
        with session.apart():
            return part()
    except Exception as error:
        if away(error) is not None:
            raise
        if damaged(error) is not None:
            raise Damaged(name) from error
        return error
