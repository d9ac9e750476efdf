"""After a copy was put back: nothing that nobody asked for goes out until an admin says what becomes of it.

The copy does not know what was sent since it was made. Either all that is due goes out, some of it twice, or it
counts as sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from zc_bot.chat.actions import DecideHeld
from zc_bot.chat.letters import to_admins
from zc_bot.chat.reminding import nudges, personal
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.reminders.deadlines import is_sending_time
from zc_bot.storage import audit, meta, outbox
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts
from zc_bot.texts.dialogue.review import word_moment

AN_HOUR, MOST_HOURS = timedelta(hours=1), 24 * 21


def waits_since(session: Session) -> datetime | None:
    """Return when a copy was put back that no admin has decided upon; None: all goes out as it should."""
    told = meta.get(session, meta.RESTORED)
    return datetime.fromisoformat(told) if told else None


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Ask the admins once what becomes of what is held back; returns how many letters are new."""
    if (since := waits_since(session)) is None:
        return 0
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


def decide(turn: Turn, action: DecideHeld) -> Response:
    """Let go what is held back, or count it and all that is due as sent."""
    session, texts = turn.session, turn.texts
    if meta.get(session, meta.RESTORED) != action.since:
        return Response(toast=texts.plain("health.again_gone"))
    meta.drop(session, meta.RESTORED)
    count = outbox.let_go(session, turn.who, turn.now) if action.send else _skip(turn)
    name = "go_on" if action.send else "skip"
    audit.note(session, turn.who, f"database.{name}", "database", turn.now, letters=count)
    return Response((Reply(texts(f"health.{name}_done", count=count)),), events=frozenset({"tick"}))


def _skip(turn: Turn) -> int:
    """Count as sent what is held back, and what a tick would put out now or put out in the last sending hours."""
    session, rules, now = turn.session, turn.rules, turn.now
    newest = outbox.newest(session)
    sending = (now - AN_HOUR * hours for hours in range(MOST_HOURS))
    last = next((one for one in sending if is_sending_time(one, rules.programme, rules.days)), None)
    if last is not None:
        nudges.tick(session, rules, last)
    personal.tick(session, rules, now)
    return outbox.skip(session, turn.who, newest, now)
