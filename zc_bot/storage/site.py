"""Who may look at the page and how: open to everybody or not, links that expire, sessions of the Mini App."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from sqlalchemy import String, cast, delete, func, insert
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import ON_PAGE, Act, Principal, require, roles_that_link
from zc_bot.storage import audit, meta
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed
from zc_bot.storage.tables import LedgerRow, Meta, Observation, PageLink, Person, ShowingRow, WebSession

LINK_LASTS, SESSION_LASTS = timedelta(days=7), timedelta(hours=8)
CLOSED = "page_closed"


def is_closed(session: Session) -> bool:
    """Tell whether an admin has closed the page."""
    return meta.get(session, CLOSED) is not None


def switch(session: Session, who: Principal, is_open: bool, now: datetime) -> None:
    """Close the page at once, with every link to it, or open it again. Raises `NotAllowed` unless an admin."""
    require(who, Act.SWITCH_PAGE)
    if is_open:
        meta.drop(session, CLOSED)
    else:
        meta.put(session, CLOSED, now.isoformat())
        session.execute(delete(PageLink))
    audit.note(session, who, "page.open" if is_open else "page.close", "page", now)


def make_link(session: Session, who: Principal, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """Make a link's token, which lets in whoever has it for so long. Raises `NotAllowed`."""
    for act in (Act.LINK_PAGE, *ON_PAGE):
        require(who, act)
    if is_closed(session):
        raise NotAllowed("page")
    token = secrets.token_urlsafe(18)
    row = {"token_hash": _hashed(token), "made_by": who.id, "made_at": now, "expires_at": now + lasts}
    session.execute(insert(PageLink).values(**row))
    audit.note(session, who, "page.link", "page", now)
    return token


def is_good(session: Session, token: str, now: datetime) -> bool:
    """Tell whether a link still lets in: not expired, and whoever made it still belongs here and may make one."""
    wanted = (
        select(PageLink.id)
        .join(Person, col(Person.id) == col(PageLink.made_by), isouter=True)
        .where(PageLink.token_hash == _hashed(token), PageLink.expires_at > now, Person.active)
        .where(col(Person.role).in_(sorted(roles_that_link())))
    )
    return session.exec(wanted).first() is not None


def open_session(session: Session, who: Principal, data: str, now: datetime) -> str | None:
    """Exchange signed data for a session's token, once; None where it was exchanged before."""
    # The same fields in another order or encoding are the same data.
    same = "\n".join(sorted(f"{name}={value}" for name, value in parse_qsl(data, keep_blank_values=True)))
    digest, token = _hashed(same), secrets.token_urlsafe(24)
    if session.exec(select(WebSession.person).where(WebSession.data_hash == digest)).first() is not None:
        return None
    row = {"token_hash": _hashed(token), "data_hash": digest, "person": who.id, "ended": False}
    session.execute(insert(WebSession).values(**row, made_at=now, expires_at=now + SESSION_LASTS))
    audit.note(session, who, "app.open", str(who.id), now)
    return token


def session_of(session: Session, token: str, now: datetime) -> int | None:
    """Return whose session a token is of; None for none, an old one, and one that a change of role ended."""
    alive = WebSession.expires_at > now, ~col(WebSession.ended)
    wanted = select(WebSession.person).where(WebSession.token_hash == _hashed(token), *alive)
    found: int | None = session.exec(wanted).first()
    return found


def forget(session: Session, now: datetime) -> int:
    """Drop links and sessions that ended a day ago."""
    before = now - timedelta(days=1)
    links, sessions = delete(PageLink), delete(WebSession)
    dropped = changed(session, links.where(col(PageLink.expires_at) < before))
    return dropped + changed(session, sessions.where(col(WebSession.expires_at) < before))


_NEWEST = [func.max(col(one)) for one in (Observation.id, ShowingRow.id, LedgerRow.id)]
_CLOSED = select(func.count()).select_from(Meta).where(col(Meta.key) == CLOSED)
_FORGOTTEN = select(func.count()).select_from(Person).where(col(Person.name) == cast(col(Person.id), String))
_state = Prepared(sql_select(
    *(select(one).scalar_subquery() for one in _NEWEST), _FORGOTTEN.scalar_subquery(), _CLOSED.scalar_subquery()
))


def state(session: Session) -> tuple[int, int, int, int, bool]:
    """Return numbers that change with figures, entries, the record and the forgotten, and whether it is closed."""
    figures, told, recorded, forgotten, closed = session.execute(_state).first()
    return figures or 0, told or 0, recorded or 0, forgotten, closed > 0


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
