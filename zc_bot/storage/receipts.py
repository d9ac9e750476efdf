"""What a receipt or an export says is proved by its code: a keyed digest of its figures, bound to the audit."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import bindparam
from sqlmodel import col, select

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, figures
from zc_bot.storage.observations import Version, as_version
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Observation
from zc_bot.storage.types import canonical
from zc_bot.values import dataclass

_of_receipt = Prepared(
    select(Observation).where(col(Observation.submission) == bindparam("serial")).order_by(col(Observation.id))
)
CODE_LENGTH = 8
EXPORT, EXPORTED = "EX-", "figures.export"
"""What the code of an export begins with, and the audit's name for it."""
Stands = Literal["unchanged", "replaced", "returned", "withdrawn", "unseen"]


@dataclass(frozen=True, slots=True)
class Proved:
    """One figure of a receipt: what was recorded then, how it stands, and the version that took its place.

    `unseen`: the asker may not see it, so nothing is said of it.
    """

    was: Version
    stands: Stands
    now: Version | None = None


def code_of(session: Session, serial: int) -> str:
    """Give the code of a receipt; '' where there is no key or nothing was recorded under the serial."""
    rows = _first(session, serial)
    return _code(session.audit_keys[0], serial, rows) if session.audit_keys and rows else ""


def code_of_export(session: Session, content: str) -> str:
    """Give the code of an export with such a content; '' where there is no key."""
    if not session.audit_keys:
        return ""
    digest = hmac.new(session.audit_keys[0].encode(), f"export\n{content}".encode(), hashlib.sha256).digest()
    return f"{EXPORT}{base64.b32encode(digest).decode()[:CODE_LENGTH]}"


def export_with(session: Session, code: str) -> audit.Line | None:
    """Find the line that the audit has of an export by its code; None for one that is not ours.

    Whoever holds the code may ask whether it is true.
    """
    lines = audit.read(session, OPERATOR, limit=20, subject=code)
    return next((one for one in lines if one.action == EXPORTED and one.detail.get("code") == code), None)


def prove(
    session: Session, who: Principal, programme: Programme, serial: int, code: str
) -> tuple[Proved, ...] | None:
    """Tell how the figures of a receipt stand, as far as `who` may see them; None for a receipt that is not ours."""
    rows = _first(session, serial)
    right = [_code(key, serial, rows) for key in session.audit_keys] if rows else []
    if not any(hmac.compare_digest(one, code) for one in right):
        return None
    return tuple(_proved(session, who, programme, row) for row in rows)


def _first(session: Session, serial: int) -> Sequence[Version]:
    """Read what was recorded under a serial at first: decisions about it come after."""
    found: dict[tuple[str, str, int], Version] = {}
    for row in session.execute(_of_receipt, {"serial": serial}):
        one = as_version(row)
        found.setdefault((one.community, one.metric, one.year), one)
    return [found[key] for key in sorted(found)]


def _code(key: str, serial: int, rows: Sequence[Version]) -> str:
    said = [f"{one.community}|{one.metric}|{one.year}|{one.marker or ''}|{_value(one)}" for one in rows]
    digest = hmac.new(key.encode(), "\n".join([f"receipt {serial}", *said]).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:CODE_LENGTH]


def _value(one: Version) -> str:
    return "" if one.value is None else canonical(one.value)


def _proved(session: Session, who: Principal, programme: Programme, row: Version) -> Proved:
    seen = figures.versions(session, who, programme, row.community, row.metric, row.year)
    mine = [one for one in seen if one.submission == row.submission]
    if not mine:
        return Proved(row, "unseen")
    last = seen[-1]
    if last.submission != row.submission:
        return Proved(row, "replaced", last)
    if last.status in {"returned", "withdrawn"}:
        return Proved(row, last.status, last)
    return Proved(row, "unchanged", last)
