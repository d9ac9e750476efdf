"""What the audit keeps of a row that was written: digests that tell, later, whether it is still what it was.

The chain is keyed, so that whoever can write to the database alone can change neither digest with the row.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, bindparam, cast, select

from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import table_of
from zc_bot.storage.tables import LedgerRow, ShowingRow
from zc_bot.storage.types import ExactDecimal
from zc_bot.values import dataclass

LONG = 32
_AMOUNT = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is kept of a table's rows: facts, which nothing ever changes, and words, from which names are erased."""

    table: Table
    facts: tuple[str, ...]
    words: tuple[str, ...]

    def rows(self) -> Select[Any]:
        """Choose all rows, each with its number and what is kept of it; what may not be readable as it is stored."""
        return select(self.table.c.id, *(self._column(one) for one in (*self.facts, *self.words)))

    def parted(self, row: Iterable[Any]) -> tuple[int, str, str]:
        """Return a row's number, its facts and its words, each as one text."""
        number, *values = row
        cut = len(self.facts)
        return number, _text(map(plain, values[:cut])), _text(values[cut:])

    def _column(self, name: str) -> ColumnElement[Any]:
        column = self.table.c[name]
        return cast(column, Text) if isinstance(column.type, ExactDecimal) else column


KINDS: Mapping[str, Kind] = {
    "ledger": Kind(
        table_of(LedgerRow),
        ("kind", "authority", "community", "amount", "unit", "metric", "year", "day", "due", "state", "approved",
         "supersedes", "actor"),
        ("what", "who", "subject"),
    ),
    "showing": Kind(
        table_of(ShowingRow),
        ("kind", "community", "day", "agreed", "state", "supersedes", "author", "actor"),
        ("what", "place", "milestone", "name", "photos", "reason"),
    ),
}
_one = {name: Prepared(kind.rows().where(kind.table.c.id == bindparam("number"))) for name, kind in KINDS.items()}


def mark(session: Session, name: str, number: int) -> list[object]:
    """Return what a line keeps of the row that was just written: its table, its number, both digests."""
    found = session.execute(_one[name], {"number": number}).first()
    assert found is not None
    _, facts, words = KINDS[name].parted(found)
    return [name, number, digest_of(facts), keyed(words, session.audit_keys[0]) if session.audit_keys else ""]


def digest_of(facts: str) -> str:
    return hashlib.sha256(facts.encode()).hexdigest()[:LONG]


def keyed(words: str, key: str) -> str:
    """Digest words under a key of the audit: without it, what somebody wrote can't be found by trying."""
    return hmac.new(bytes.fromhex(key), words.encode(), hashlib.sha256).hexdigest()[:LONG]


def plain(value: Any) -> Any:
    """Write an amount the same way, whichever database it comes from."""
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        return value
    return format(Decimal(value).normalize(), "f")


def _text(values: Iterable[Any]) -> str:
    return json.dumps([*values], ensure_ascii=False)
