"""Forgetting a person: what they did stays under their number, the rest of them goes; the audit stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from markupsafe import escape
from sqlalchemy import text

from zc_bot.errors import NotAllowed, Refusal
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.moments import Moment
from zc_bot.storage import (
    admission,
    audit,
    chain,
    dialogues,
    erasing,
    figures,
    ledger,
    outbox,
    own_reminders,
    people,
    requests,
    stand_ins,
)
from zc_bot.storage.admission import Listed
from zc_bot.storage.audit import ChainFault
from zc_bot.storage.figures import Entry
from zc_bot.storage.outbox import Letter
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Audit

KEY = "ab" * 32
NAME = "欧阳明日"
PHONE = "f" * 64


@pytest.fixture
def keyed(store: Store, programme: Programme, now: datetime) -> Store:
    """Somebody who did all sorts of things, some of them before the audit was keyed."""
    candidates = [Candidate(11, NAME, "reporter", ("chongchuan",)), Candidate(14, "赵磊", "admin")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, now))
    old = {"name": NAME, "role": "viewer", "authorities": ""}
    store.write(lambda s: audit.note(s, OPERATOR, "people.admit", "11", now, **old))
    store.write(lambda s: audit.note(s, OPERATOR, "people.roster", "2 people", now, names=[NAME, "赵磊"]))
    opened = Store(store.engine.url.render_as_string(hide_password=False), keys=[KEY])
    opened.write(lambda s: audit.begin_keyed(s, now))
    opened.write(lambda s: everything(s, programme, now))
    return opened


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


def test_nothing_of_the_name_phone_and_texts_is_left_and_the_deeds_are(
    keyed: Store, programme: Programme, now: datetime
) -> None:
    assert any(NAME in line for line in dumped(keyed))
    lines = keyed.read(audit.head)[0]
    assert keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    left = [line for line in dumped(keyed) if NAME in line or PHONE in line or "打电话" in line]
    assert left == []
    assert not [line for line in dumped(keyed) if line.startswith("subscription")]
    assert [one.noted.what for one in keyed.read(lambda s: ledger.load(s, OPERATOR)).records] == ["实施方案"]
    kept = keyed.read(lambda s: figures.versions(s, OPERATOR, programme, "tongchuang", "employees", 2019))
    assert [(one.reporter, one.reporter_name, one.value) for one in kept] == [(11, "11", Decimal(3200))]
    assert keyed.read(audit.head)[0] > lines
    assert keyed.read(chain.verify) is None
    assert keyed.read(lambda s: people.find(s, 11)) is None
    assert not keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now)), "once"


@pytest.mark.parametrize("name", ["王芳", "O'Neil & <Co>", "Li"])
def test_letters_that_wait_go_out_with_the_number_in_place_of_the_name(
    store: Store, programme: Programme, now: datetime, name: str
) -> None:
    candidates = [
        Candidate(11, name, "reporter", ("chongchuan",)), Candidate(12, f"{name}芳", "viewer"),
        Candidate(14, "赵磊", "admin"),
    ]
    shown = str(escape(name))
    rows = [[[f"移除{name}", "token"]], [[f"移除{name}芳", "token"]]]

    def unit(session: Session) -> None:
        people.admit(session, OPERATOR, programme, candidates, now)
        payload = {"text": f"<b>{shown}</b>、{shown}芳已报送 Limited", "rows": rows}
        outbox.post(session, [Letter(14, 14, "notice", payload)], now)
        erasing.erase(session, OPERATOR, 11, now)

    store.write(unit)
    (letter,) = (one for one in store.write(lambda s: outbox.claim(s, now, 10)) if one.chat == 14)
    assert letter.payload["text"] == f"<b>11</b>、{shown}芳已报送 Limited"
    assert letter.payload["rows"] == [[["移除11", "token"]], [[f"移除{name}芳", "token"]]]


def test_the_tables_are_append_only_again(keyed: Store, now: datetime) -> None:
    keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    changes = (
        "UPDATE audit SET subject = 'x'", "UPDATE observation SET actor_name = 'x'", "UPDATE ledger SET what = 'x'",
        "DELETE FROM audit",
    )
    for statement in changes:
        with pytest.raises(Exception, match="append-only"):
            keyed.write(lambda s, st=statement: s.execute(text(st)))


def test_an_older_line_changed_after_the_cut_is_found(keyed: Store, now: datetime) -> None:
    keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    with keyed.engine.connect() as connection, connection.begin():
        session = Session(connection)
        with erasing._rewriting(session, Audit):
            session.execute(text("UPDATE audit SET subject = 'x' WHERE id = 2"))
    fault = keyed.read(chain.verify)
    assert fault is not None
    assert fault.what == "changed"


def test_a_cut_that_is_not_under_the_key_closes_nothing(keyed: Store, now: datetime) -> None:
    without = Store(keyed.engine.url.render_as_string(hide_password=False))
    without.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    fault = keyed.read(chain.verify)
    assert isinstance(fault, ChainFault)


def test_only_who_manages_people_erases_and_never_the_last_admin(keyed: Store, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        keyed.write(lambda s: erasing.erase(s, Principal(13, "刘洋", "reviewer"), 11, now))
    with pytest.raises(Refusal, match="last admin"):
        keyed.write(lambda s: erasing.erase(s, OPERATOR, 14, now))
    assert not keyed.write(lambda s: erasing.erase(s, OPERATOR, 404, now))
