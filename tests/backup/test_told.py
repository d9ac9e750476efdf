"""What the audit tells of is there, as it was written: whatever is gone or another at work is found by `doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text

from tests.backup.conftest import PDF, Place
from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.showing import Shot, Told
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import attachments, erasing, ledger, overrides, people, proofs, review, schema, showing
from zc_bot.storage.backup import told
from zc_bot.storage.backup.copying import write_copy
from zc_bot.storage.backup.soundness import faults_within
from zc_bot.storage.people import Candidate
from zc_bot.storage.session import Session
from zc_bot.storage.showing import Stored
from zc_bot.storage.store import Store

REVIEWER, REPORTER = 12, 11
GRANT = Noted(
    "support", "拨付创新补助", community="tongchuang", who="市科技局", amount=Decimal("200.50"), unit="万元",
    day=date(2019, 5, 6),
)
ACCESS = f"the role or access of person {REPORTER}"
OTHERS = "1 {} that the audit tells of are others ({})"


@pytest.fixture
def store(place: Place, programme: Programme, now: datetime) -> Store:
    """The database, after more was done in it: decisions, entries, photos, papers, deadlines."""
    store = place.store()
    store.write(lambda s: act(s, place, programme, now))
    return store


def act(session: Session, place: Place, programme: Programme, now: datetime) -> None:
    people.admit(session, OPERATOR, programme, [Candidate(REVIEWER, "李敏", "reviewer")], now)
    reviewer, reporter = people.find(session, REVIEWER), people.find(session, REPORTER)
    assert reviewer is not None
    assert reporter is not None
    review.approve(session, reviewer, [1], now)
    entry = ledger.note(session, reviewer, programme, GRANT, now)
    kept = attachments.keep(place.files, PDF + b" another", "拨款通知.pdf")
    proofs.add(session, reviewer, programme, entry, kept, now)
    closed = ledger.note(session, reviewer, programme, replace(GRANT, kind="decision", amount=None, unit=""), now)
    ledger.change(session, reviewer, programme, closed, now, state="closed")
    photo = showing.keep_photo(session, REPORTER, Stored(kept.sha256, kept.size, kept.sha256, kept.size, 4, 3), now)
    shown = Told("progress", "tongchuang", "一期开工", day=date(2019, 3, 1), photos=(Shot(photo, "工地"),))
    showing.tell(session, reporter, programme, shown, now)
    overrides.move(session, OPERATOR, 2019, date(2020, 2, 10), now)
    overrides.end(session, OPERATOR, 2017, now)


@dataclass(frozen=True)
class Harm:
    """What a hand may do to rows of some tables, and how that is told."""

    table: str
    how: str
    told: str


HARMS = (
    Harm("submission", "DELETE FROM submission WHERE id = 2", "1 serials that the audit tells of are gone (2)"),
    Harm("photo", "DELETE FROM photo", "1 photos that the audit tells of are gone (1)"),
    Harm("attachment", "DELETE FROM attachment", "1 attachments that the audit tells of are gone"),
    Harm("proof", "DELETE FROM proof", "1 papers that the audit tells of are gone"),
    Harm("ledger", "UPDATE ledger SET day = '2018-05-06' WHERE id = 1", OTHERS.format("records", "ledger 1")),
    Harm("ledger", "UPDATE ledger SET amount = 2005 WHERE id = 1", OTHERS.format("records", "ledger 1")),
    Harm("ledger", "UPDATE ledger SET what = '拨付补助' WHERE id = 1", OTHERS.format("records", "ledger 1")),
    Harm("ledger", "UPDATE ledger SET state = 'open' WHERE id = 3", "(ledger 3)"),
    Harm("ledger", "DELETE FROM ledger WHERE id = 3", "(ledger 3)"),
    Harm("showing", "UPDATE showing SET state = 'approved'", OTHERS.format("showings", "showing 1")),
    Harm("observation", "UPDATE observation SET status = 'submitted' WHERE supersedes = 1", "(of version 1)"),
    Harm("observation", "UPDATE observation SET value = 9 WHERE supersedes = 1", "(of version 1)"),
    Harm("observation", "UPDATE observation SET status = 'approved' WHERE id = 2", "employees 2018 of submission 2"),
)


def harm(connection: Connection, table: str, how: str) -> None:
    """Write to a table as somebody does who gets around its triggers, and has them back afterwards."""
    if connection.dialect.name == "postgresql":
        guards = f"ALTER TABLE {table} {{}} TRIGGER USER"
        changes: Sequence[str] = (guards.format("DISABLE"), how, guards.format("ENABLE"))
    else:
        found = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
        ).all()
        changes = (*(f'DROP TRIGGER "{name}"' for name, _ in found), how, *(sql for _, sql in found))
    for one in changes:
        connection.exec_driver_sql(one)


def test_whatever_is_gone_or_another_is_found(store: Store) -> None:
    with store.engine.connect() as connection:
        assert list(faults_within(connection, schema.HEAD, "")) == []
        for one in HARMS:
            connection.rollback()
            harm(connection, one.table, one.how)
            found = list(told.missing(Session(connection)))
            assert any(one.told in fault for fault in found), (one, found)
        assert set(found) <= set(faults_within(connection, schema.HEAD, ""))
    store.engine.dispose()


def test_what_was_set_by_hand_is_found_and_copies_go_on(
    store: Store, place: Place, programme: Programme, now: datetime
) -> None:
    for how, what in {
        f"UPDATE person SET role = 'admin' WHERE id = {REPORTER}": ACCESS,
        f"UPDATE person SET authorities = 'gangzha' WHERE id = {REPORTER}": ACCESS,
        f"UPDATE person SET active = false WHERE id = {REPORTER}": ACCESS,
        f"UPDATE person SET id = 99 WHERE id = {REVIEWER}": "the role or access of person 99",
        "UPDATE override SET deadline = '2020-12-31'": "the deadline of 2019",
        "DELETE FROM override": "the deadline of 2019",
        "DELETE FROM closed_year": "the end of 2017",
        "INSERT INTO closed_year SELECT 2018, actor, closed_at FROM closed_year": "the end of 2018",
    }.items():
        with store.engine.connect() as connection:
            connection.execute(text(how))
            assert told.settings_astray(Session(connection)) == (what,), how
            connection.rollback()
    store.write(lambda s: people.admit(s, OPERATOR, programme, [Candidate(REVIEWER, "李敏", "viewer")], now))
    store.write(lambda s: people.remove(s, OPERATOR, REPORTER, now))
    store.write(lambda s: overrides.move(s, OPERATOR, 2019, None, now))
    store.write(lambda s: overrides.reopen(s, OPERATOR, 2017, now))
    assert store.read(told.settings_astray) == ()
    store.write(lambda s: s.execute(text("UPDATE person SET role = 'admin'")))
    assert write_copy(store.engine, place.folder / "copy.sqlite3").path.is_file()
    store.engine.dispose()


def test_who_was_forgotten_is_no_damage(store: Store, now: datetime) -> None:
    """Names are taken out of what was written, and what was written is then judged by its facts alone."""
    store.write(lambda s: erasing.erase(s, OPERATOR, REVIEWER, now))
    store.write(lambda s: erasing.erase(s, OPERATOR, REPORTER, now))
    with store.engine.connect() as connection:
        assert list(faults_within(connection, schema.HEAD, "")) == []
        harm(connection, "ledger", "UPDATE ledger SET day = '2018-05-06' WHERE id = 1")
        assert any("(ledger 1)" in fault for fault in faults_within(connection, schema.HEAD, ""))
        connection.rollback()
    assert store.read(told.settings_astray) == ()
    store.engine.dispose()
