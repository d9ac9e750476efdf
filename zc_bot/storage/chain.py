"""Checking the audit's chain: every line is what was written, under the keys, and none is missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, literal
from sqlmodel import col, select

from zc_bot.storage.audit import CLOSED, GENESIS, ChainFault, fingerprint, link
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Audit

UNKEYED = "without the key"
CUT = "audit.cut"
"""A keyed line that closes all before it, of which texts had to be erased: their digest stands for them."""


@dataclass
class _Walk:
    """What is known of the lines walked so far."""

    keys: Mapping[str, str]
    anchor: str = ""
    before: str = GENESIS
    number: int = 0
    keyed: bool = False
    digest: Any = field(default_factory=hashlib.sha256)
    bad: dict[int, str] = field(default_factory=dict)
    """Lines of before the key that are not what was written: unless a cut stands for them."""
    digests: dict[int, str] = field(default_factory=dict)
    """Of all lines up to one, of those that a cut may name."""
    cut: Mapping[str, Any] | None = None


def verify(session: Session, kept: tuple[int, str] | None = None, anchor: str = "") -> ChainFault | None:
    """Walk the chain; with a `kept` head, find a cut-off tail as well. None: whole.

    anchor: the hash of its first line under a key, as it was kept outside the database. Where the session has no
    keys, keyed lines are only counted; where it has some, only lines that one under them closes are without.
    """
    walk = _Walk({fingerprint(key): key for key in session.audit_keys}, anchor)
    seen_kept = kept is None or kept[0] == 0
    for line in session.connection.execute(_lines(session)).mappings():
        row = dict(line)
        if fault := _step(walk, row):
            return fault
        if kept is not None and row["id"] == kept[0]:
            if row["hash"] != kept[1]:
                return ChainFault(row["id"], "changed")
            seen_kept = True
    if fault := _older(walk) or _unkeyed(walk, session):
        return fault
    return None if seen_kept else ChainFault(walk.number + 1, "cut off")


def _knows_keys(session: Session) -> bool:
    """Tell whether the schema is one in which a line can be under a key."""
    return any(one["name"] == "key" for one in inspect(session.connection).get_columns("audit"))


def _lines(session: Session) -> Any:
    """Select the lines; of a schema of before the key too."""
    lines = select(Audit).order_by(col(Audit.id))
    if _knows_keys(session):
        return lines
    older = [getattr(Audit, name) for name in Audit.model_fields if name != "key"]
    return lines.with_only_columns(*older, literal(None).label("key"))


def _step(walk: _Walk, row: Mapping[str, Any]) -> ChainFault | None:
    """Take one line in."""
    number = row["id"]
    if number != walk.number + 1:
        return ChainFault(walk.number + 1, "missing")
    if row["key"] is None:
        if walk.keyed and walk.keys:
            return ChainFault(number, UNKEYED)
        if row["hash"] != link(walk.before, dict(row)):
            walk.bad[number] = "changed"
    elif walk.keys and (fault := _step_keyed(walk, row)):
        return fault
    if row["action"] == CUT and (row["key"] is not None or not walk.keys):
        walk.cut = json.loads(row["detail"])
    add(walk.digest, row)
    if row["key"] is None:
        walk.digests[number] = walk.digest.hexdigest()
    walk.before, walk.number = row["hash"], number
    return None


def _step_keyed(walk: _Walk, row: Mapping[str, Any]) -> ChainFault | None:
    """Check a line under a key: its hash; of the first, that it closes those before it and is the one kept."""
    number, first = row["id"], not walk.keyed
    walk.keyed = True
    if row["key"] not in walk.keys:
        return ChainFault(number, "under a key that is not in ZC_KEYS")
    if row["hash"] != link(walk.before, dict(row), walk.keys[row["key"]]):
        return ChainFault(number, "changed")
    if first and number > 1 and row["action"] != CLOSED:
        return ChainFault(1, UNKEYED)
    if first and walk.anchor not in {"", row["hash"]}:
        return ChainFault(number, "not the first one under the key that ZC_KEYS knows of")
    return None


def _unkeyed(walk: _Walk, session: Session) -> ChainFault | None:
    """Find a chain without any line under a key, which only a schema of before the key has."""
    if walk.keyed or not walk.keys:
        return None
    if walk.anchor:
        return ChainFault(1, UNKEYED if walk.number else "missing")
    return ChainFault(1, UNKEYED) if walk.number and _knows_keys(session) else None


def _older(walk: _Walk) -> ChainFault | None:
    """Judge the lines of before the key: what a cut closed is as it was closed, the rest as it was written."""
    upto = 0
    if walk.cut is not None:
        upto = int(walk.cut["upto"])
        if walk.digests.get(upto) != walk.cut["lines"]:
            return ChainFault(min(walk.bad, default=upto), "changed")
    left = [number for number in walk.bad if number > upto]
    return ChainFault(min(left), walk.bad[min(left)]) if left else None


def add(digest: Any, row: Mapping[Any, Any]) -> None:
    """Take a whole line, its hash too, into a digest over lines."""
    moment = f"{row['at'].timestamp():.6f}"
    parts = [row["id"], moment, *(row[name] for name in ("actor", "role", "action", "subject", "detail", "hash"))]
    digest.update("\x1f".join(str(part) for part in parts).encode() + b"\n")


def digest_of(rows: Iterable[Mapping[Any, Any]]) -> str:
    """Return the digest over lines, the first one first."""
    digest = hashlib.sha256()
    for row in rows:
        add(digest, row)
    return digest.hexdigest()
