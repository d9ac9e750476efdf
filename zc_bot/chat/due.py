"""What falls due, a row a part: a tick puts it out; once a copy was put back, it may count as sent instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from zc_bot.chat.actions import DecideHeld
from zc_bot.chat.admin import lapsing
from zc_bot.chat.asking import weekly
from zc_bot.chat.cycles import is_provisional, open_cycles
from zc_bot.chat.letters import to_admins
from zc_bot.chat.overseeing import due as decisions
from zc_bot.chat.overseeing import requesting
from zc_bot.chat.reminding import covering, days, nudges, personal
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reviewing import overdue
from zc_bot.chat.turn import Rules, Turn
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage import audit, held_letters, meta, outbox
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.troubles import Part as TickPart

Part = Callable[[Session, Rules, datetime], int]
"""Puts what is due at a moment into the outbox; returns how many letters are new."""
AN_HOUR, MOST_HOURS = timedelta(hours=1), 24 * 21


def decide(turn: Turn, action: DecideHeld) -> Response:
    """Let go what is held back since a copy was put back, or count it and all that is due as sent."""
    session, texts = turn.session, turn.texts
    if meta.get(session, meta.RESTORED) != action.since:
        return Response(toast=texts.plain("health.again_gone"))
    meta.drop(session, meta.RESTORED)
    count = held_letters.let_go(session, turn.who, turn.now) if action.send else _count_as_sent(turn)
    name = "go_on" if action.send else "skip"
    audit.note(session, turn.who, f"database.{name}", "database", turn.now, letters=count)
    return Response((Reply(texts(f"health.{name}_done", count=count)),), events=frozenset({"tick"}))


def _count_as_sent(turn: Turn) -> int:
    """Count as sent what is held back, and what a tick would put out now or put out in the last sending hours."""
    session, rules, now = turn.session, turn.rules, turn.now
    newest = held_letters.newest(session)
    hours = (now - AN_HOUR * number for number in range(MOST_HOURS))
    last = next((one for one in hours if is_sending_time(one, rules.programme, rules.days)), None)
    if last is not None:
        for part in (*IN_SENDING_HOURS.values(), nudges.tick):
            part(session, rules, last)
    personal.tick(session, rules, now)
    return held_letters.skip(session, turn.who, newest, now)


def _tell_head(session: Session, rules: Rules, now: datetime) -> int:
    """Give the admins the audit's head, quietly, on each working day that it has grown.

    Kept in their chats, outside the database, it shows a tail that was cut off.
    """
    today = now.astimezone(rules.zone).date().isoformat()
    day, _, before = (meta.get(session, meta.HEAD_TOLD) or "").partition(" ")
    number, head = audit.head(session)
    if day == today or before == str(number):
        return 0
    meta.put(session, meta.HEAD_TOLD, f"{today} {number}")
    return outbox.post(session, to_admins(session, now, "health.head", quiet=True, number=number, head=head), now)


def _tell_of_days_off(session: Session, rules: Rules, now: datetime) -> int:
    return outbox.post(session, [*_provisional(session, rules, now), *days.tick(session, rules, now)], now)


def _provisional(session: Session, rules: Rules, now: datetime) -> list[Letter]:
    """Tell the admins, once a year, that a deadline ahead rests on days off that are not announced yet."""
    cycles = open_cycles(session, rules, now)
    ahead = [cycle for cycle in cycles if now < cycle.deadline and is_provisional(session, rules, cycle)]
    letters = []
    for cycle in ahead:
        year = cycle.deadline.year
        told = f"{meta.PROVISIONAL_TOLD}_{year}"
        if meta.get(session, told) is not None:
            continue
        meta.put(session, told, now.isoformat())
        letters += to_admins(session, now, "oversee.calendar", year=year)
    return letters


IN_SENDING_HOURS: Mapping[TickPart, Part] = {
    "covers": covering.tick, "head": _tell_head, "calendar": _tell_of_days_off, "requests": requesting.tick,
    "weekly": weekly.tick, "decisions": decisions.tick, "reviews": overdue.tick, "lapse": lapsing.tick,
}
AT_ANY_HOUR: Mapping[TickPart, Part] = {"reminders": nudges.tick, "own": personal.tick}
