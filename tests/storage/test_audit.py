"""The audit chain: any edited, removed or cut-off line is found."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit
from zc_bot.storage.audit import ChainFault
from zc_bot.storage.store import Store


@pytest.fixture
def chained(store: Store, now: datetime) -> Store:
    for number in range(5):
        store.write(lambda s, n=number: audit.note(s, OPERATOR, "people.admit", str(n), now, name="王芳\n"))
    return store


def tamper(store: Store, statement: str) -> None:
    """Do what only somebody at the database itself could do."""
    if store.is_sqlite:
        store.write(lambda s: [s.execute(text(f"DROP TRIGGER audit_no_{what}")) for what in ("update", "delete")])
    else:
        store.write(lambda s: s.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL")))
    store.write(lambda s: s.execute(text(statement)))


def test_a_whole_chain_verifies_against_its_head(chained: Store) -> None:
    head = chained.read(audit.head)
    assert head[0] == 5
    assert chained.read(lambda s: audit.verify(s, head)) is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET subject = 'x' WHERE id = 3", ChainFault(3, "changed")),
        ("UPDATE audit SET detail = '{}' WHERE id = 2", ChainFault(2, "changed")),
        ("DELETE FROM audit WHERE id = 2", ChainFault(2, "missing")),
        ("DELETE FROM audit WHERE id = 1", ChainFault(1, "missing")),
        ("DELETE FROM audit WHERE id > 3", ChainFault(4, "cut off")),
        ("DELETE FROM audit", ChainFault(1, "cut off")),
    ],
)
def test_tampering_is_found(chained: Store, statement: str, fault: ChainFault) -> None:
    head = chained.read(audit.head)
    tamper(chained, statement)
    assert chained.read(lambda s: audit.verify(s, head)) == fault
