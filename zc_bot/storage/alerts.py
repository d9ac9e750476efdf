"""What the admins know of the bot's troubles: which they were told of, and not yet that it is over."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from zc_bot.storage import meta
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Meta
from zc_bot.values import dataclass

_BEGINS = "alert:"


@dataclass(frozen=True, slots=True)
class Alert:
    """A trouble that the admins were told of.

    over: when they were told that it is over, aware, None before. comes_back: it came again soon after that.
    minutes: how far the clock was off.
    """

    part: str
    code: str
    over: datetime | None = None
    comes_back: bool = False
    minutes: int | None = None


def known(session: Session) -> dict[tuple[str, str], Alert]:
    """Return every alert that was told, by part and code; one that can't be read was never told."""
    rows = session.exec(select(Meta.key, Meta.value).where(col(Meta.key).startswith(_BEGINS, autoescape=True)))
    read = (_alert(key, value) for key, value in rows.all())
    return {(one.part, one.code): one for one in read if one is not None}


def keep(session: Session, alert: Alert) -> None:
    """Keep what the admins know of a trouble now."""
    over = alert.over.isoformat() if alert.over is not None else None
    kept = {"over": over, "comes_back": alert.comes_back, "minutes": alert.minutes}
    meta.put(session, f"{_BEGINS}{alert.part}:{alert.code}", json.dumps(kept))


def forget(session: Session) -> None:
    """Forget every alert: what a copy of the database knows of them is of another time."""
    session.execute(delete(Meta).where(col(Meta.key).startswith(_BEGINS, autoescape=True)))


def _alert(key: str, value: str) -> Alert | None:
    part, _, code = key.removeprefix(_BEGINS).partition(":")
    try:
        kept = json.loads(value)
        over = datetime.fromisoformat(kept["over"]) if kept["over"] is not None else None
        if over is not None and over.tzinfo is None:
            return None
        minutes = int(kept["minutes"]) if kept["minutes"] is not None else None
        return Alert(part, code, over, bool(kept["comes_back"]), minutes)
    except (ValueError, TypeError, KeyError):
        return None
