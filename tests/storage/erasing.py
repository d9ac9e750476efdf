"""Somebody who did all sorts of things, for the tests of forgetting them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text

from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.moments import Moment
from zc_bot.storage import (
    admission,
    audit,
    dialogues,
    figures,
    ledger,
    outbox,
    own_reminders,
    people,
    requests,
    stand_ins,
)
from zc_bot.storage.admission import Listed
from zc_bot.storage.observations import Entry
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session, Store

KEY = "ab" * 32
NAME = "欧阳明日"
PHONE = "f" * 64


def everything(session: Session, programme: Programme, now: datetime) -> None:
    who = people.find(session, 11)
    assert who is not None
    entry = Entry("tongchuang", "employees", 2019, Decimal(3200))
    figures.record(session, who, programme, [entry], operation="x", way="dialogue", now=now)
    dialogues.save_draft(session, 11, 1, "{}", now)
    own_reminders.add(session, who, Moment(now, None, rest=f"给{NAME}打电话"), now)
    admission.put_on_roster(session, OPERATOR, programme, [Listed(PHONE, NAME, "viewer")], now)
    session.execute(text("UPDATE roster SET used_by = 11"))
    kept = audit.Erasable(f"{NAME}的话", 11)
    audit.note(session, who, "broadcast", "y", now, text=kept)
    plan = ledger.note(session, who, programme, Noted("plan", "实施方案", authority="chongchuan"), now)
    admin = people.find(session, 14)
    assert admin is not None
    ledger.change(session, admin, programme, plan, now, approve=True)
    requests.ask(session, admin, ("tongchuang", "employees", 2018), now)
    requests.subscribe(session, who, wanted=True, now=now)
    stand_ins.ask(session, who, 14, 2019, now, now)
    outbox.post(session, [Letter(14, 14, "notice", {"text": f"{NAME}请您代填"}, key="dead")], now)
    session.execute(text("UPDATE outbox SET state = 'dead', settled_at = made_at WHERE key = 'dead'"))
    audit.note(session, admin, "broadcast", "z", now, text=audit.Erasable(f"请{NAME}尽快报送", 14))
    admission.put_on_roster(session, OPERATOR, programme, [Listed("e" * 64, NAME, "viewer")], now)


def dumped(store: Store) -> Iterator[str]:
    """Give everything that the database holds."""
    tables = store.read(lambda s: s.connection.dialect.get_table_names(s.connection))
    for table in tables:
        for row in store.read(lambda s, t=table: s.execute(text(f'SELECT * FROM "{t}"')).all()):
            yield f"{table}: {tuple(row)}"
