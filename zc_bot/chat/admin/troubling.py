"""What the admins are told of the bot's troubles: that one begins, and that it is over, each once across restarts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from markupsafe import Markup

from zc_bot.chat.letters import to_admins
from zc_bot.storage import alerts, outbox
from zc_bot.storage.alerts import Alert
from zc_bot.storage.outbox import Letter
from zc_bot.storage.session import Session
from zc_bot.texts.catalog import Texts
from zc_bot.troubles import Seen, Trouble

AGAIN = timedelta(hours=1)
"""A trouble that begins again so soon after the admins were told its end comes and goes: they are told so, and its
end only once it has stayed away for so long."""


def tell(session: Session, now: datetime, seen: Seen) -> int:
    """Tell what began and what is over since the admins were last told; returns how many letters are new.

    Over is what a part that works again was wrong with: what nobody has seen since a restart goes on.
    """
    known = alerts.known(session)
    told = [*_begun(session, now, seen, known), *_over(session, now, seen, known)]
    return outbox.post(session, told, now)


def word(one: Trouble | Alert, texts: Texts) -> Markup:
    """Say what is wrong, in a line."""
    if one.code == "undone":
        return texts("health.undone", what=texts(f"health.failed.{one.part}"))
    return texts(f"health.trouble.{one.code}", **({} if one.minutes is None else {"minutes": one.minutes}))


def _begun(session: Session, now: datetime, seen: Seen, known: dict[tuple[str, str], Alert]) -> list[Letter]:
    """Tell of what is wrong and is not known, and of what was wrong for a while that nobody could tell of."""
    letters: list[Letter] = []
    once = {(one.part, one.code): one for one in seen.over}
    for one in (*seen.standing, *once.values()):
        before = known.get((one.part, one.code))
        if not one.is_told(seen.now) or (before is not None and before.over is None):
            continue
        comes_back = before is not None and _is_soon(before.over, now)
        is_over = one.until is not None and not comes_back
        key = "over" if is_over else "back" if comes_back else "now"
        found = _letters(session, now, one, key, one)
        if not found:
            continue  # There is no admin yet: told to nobody is not told.
        letters += found
        alert = Alert(one.part, one.code, now if is_over else None, comes_back, one.minutes)
        known[one.part, one.code] = alert
        alerts.keep(session, alert)
    return letters


def _over(session: Session, now: datetime, seen: Seen, known: dict[tuple[str, str], Alert]) -> list[Letter]:
    """Tell the end of what is known to be wrong with parts that work again."""
    letters: list[Letter] = []
    well = dict[str, float](seen.well.items())
    for alert in tuple(known.values()):
        works = well.get(alert.part)
        if alert.over is not None or works is None or (alert.comes_back and works < AGAIN.total_seconds()):
            continue
        ended = _ended(alert, seen.over) if not alert.comes_back else None
        letters += _letters(session, now, alert, "over", ended)
        alerts.keep(session, replace(alert, over=now))
    return letters


def _ended(alert: Alert, over: Iterable[Trouble]) -> Trouble | None:
    """Return the trouble itself where this process saw all of it; a process before it may have begun it."""
    return next((one for one in over if (one.part, one.code) == (alert.part, alert.code)), None)


def _is_soon(over: datetime | None, now: datetime) -> bool:
    return over is not None and abs(now - over) < AGAIN


def _letters(
    session: Session, now: datetime, one: Trouble | Alert, key: str, lasted: Trouble | None
) -> list[Letter]:
    minutes = None
    if key == "over" and lasted is not None and lasted.until is not None:
        minutes = max(1, round((lasted.until - lasted.since) / 60))
    return to_admins(session, now, partial(_alert, one, key, minutes))


def _alert(one: Trouble | Alert, key: str, minutes: int | None, texts: Texts) -> Markup:
    if minutes is None:
        return texts(f"health.alert.{key}", what=word(one, texts))
    return texts("health.alert.over_after", what=word(one, texts), minutes=minutes)
