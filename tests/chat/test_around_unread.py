"""Rows that can't be read keep nobody else's reminders back: they are left out, and named to the admins once.

SQLite alone keeps what is no moment. Triggers go first: damage asks nobody.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from zc_bot.chat.admin import restored
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.ticking import tick
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.showing import Told
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import (
    broadcasts,
    figures,
    ledger,
    people,
    posted,
    requests,
    schema,
    showing,
    stand_ins,
    strangers,
)
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.housekeeping import tidy
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Observation, Outbox
from zc_bot.storage.types import LONG_AGO

BAD = "'2020-13-45T99:00:00.000000Z'"
MORNING = datetime(2020, 1, 20, 2, tzinfo=UTC)
BEFORE = MORNING - timedelta(days=1)
WANG, LI = Principal(12, "王芳", "reporter", ("chongchuan",)), Principal(13, "李静", "reporter", ("chongchuan",))
ADMIN = Principal(14, "赵磊", "admin")
DAMAGE = {
    "observation 1": f"UPDATE observation SET recorded_at = {BAD}, reported_at = {BAD} WHERE id = 1",
    "ledger 1": f"UPDATE ledger SET recorded_at = {BAD} WHERE id = 1",
    "ledger 2": "UPDATE ledger SET amount = 'abc' WHERE id = 2",
    "showing 1": f"UPDATE showing SET recorded_at = {BAD} WHERE id = 1",
    "showing 2": "UPDATE showing SET photos = '[' WHERE id = 2",
    "stand_in 1": f"UPDATE stand_in SET asked_at = {BAD}, until = {BAD}",
    "broadcast 1": f"UPDATE broadcast SET made_at = {BAD}",
    "figure_request 1": f"UPDATE figure_request SET asked_at = {BAD}",
    "person 13": "UPDATE person SET role = 'king' WHERE id = 13",
    "person 12": "UPDATE person SET authorities = CAST(authorities AS BLOB) WHERE id = 12",
    "meta failed_told": "INSERT INTO meta VALUES ('failed_told', 'x')",
}


def fill(session: Session, programme: Programme) -> None:
    """Have something of every kind that a tick looks at."""
    known = [Candidate(one.id, one.name, one.role, one.authorities) for one in (WANG, LI, ADMIN)]
    people.admit(session, OPERATOR, programme, known, BEFORE)
    for one in known:
        people.meet(session, one.id, BEFORE)
    entries = [Entry("tongchuang", metric, 2019, Decimal(5), None, "5") for metric in ("employees", "planned_area")]
    figures.record(session, WANG, programme, entries, operation="x", way="line", now=BEFORE)
    for what, due in (("建厂房", BEFORE.date()), ("修路", BEFORE.date()), ("通水", BEFORE.date())):
        ledger.note(session, ADMIN, programme, Noted("decision", what, "chongchuan", due=due), BEFORE)
    for what in ("开工了", "封顶了", "投产了"):
        showing.tell(session, WANG, programme, Told("progress", "tongchuang", what), BEFORE)
    stand_ins.ask(session, WANG, LI.id, 2019, MORNING + timedelta(days=3), BEFORE)
    broadcasts.begin(session, ADMIN, 3, BEFORE)
    requests.ask(session, ADMIN, ("tongchuang", "employees", 2018), BEFORE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "zc.sqlite3"
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.write(lambda session: fill(session, programme))
    store.engine.dispose()
    with sqlite3.connect(path) as beside:
        for (name,) in beside.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            beside.execute(f'DROP TRIGGER "{name}"')
        beside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    beside.close()
    return path.read_bytes()


def damaged(whole: bytes, path: Path, *statements: str) -> Store:
    path.write_bytes(whole)
    with sqlite3.connect(path) as beside:
        for statement in statements:
            beside.execute(statement)
    beside.close()
    return Store(f"sqlite:///{path}")


def ticked(store: Store, rules: Rules) -> tuple[dict[str, Exception], int, str]:
    """Tick; gives which parts failed, how many reminders there are, and what the admin is told of rows."""

    def unit(session: Session) -> tuple[dict[str, Exception], int, str]:
        done = tick(session, rules, MORNING)
        failed = {part: error for part, error in done.parts.items() if error is not None}
        count = session.exec(select(func.count()).select_from(Outbox).where(col(Outbox.kind) == "reminder")).one()
        told = session.exec(select(Outbox.payload).where(col(Outbox.person) == ADMIN.id)).all()
        return failed, count, "".join(one for one in told if one and "读不出" in one)

    return store.write(unit)


@pytest.mark.parametrize("row", DAMAGE)
def test_a_row_that_cannot_be_read_is_left_out_of_a_tick_and_named_once(
    whole: bytes, rules: Rules, tmp_path: Path, row: str
) -> None:
    _, usual, nothing = ticked(damaged(whole, tmp_path / "whole.sqlite3"), rules)
    store = damaged(whole, tmp_path / "zc.sqlite3", DAMAGE[row])
    failed, reminders, told = ticked(store, rules)
    assert (failed, nothing) == ({}, "")
    assert reminders >= usual - (row in {"person 12", "person 13"}) > 0
    assert row in told
    assert ticked(store, rules)[2].count(row) == 1


@pytest.mark.parametrize("row", ["ledger 1", "ledger 2", "person 13"])
@pytest.mark.parametrize("asked", ["/status", "/review", "decisions not done", "我的待办"])
def test_one_entry_that_cannot_be_read_leaves_everybody_answered(
    whole: bytes, rules: Rules, tmp_path: Path, row: str, asked: str
) -> None:
    store = damaged(whole, tmp_path / "zc.sqlite3", DAMAGE[row])
    response = store.write(
        lambda s: Conversation(rules).respond(s, Incoming(1, "text", ADMIN.id, ADMIN.id, text=asked), MORNING)
    )
    said = "".join(str(one.text) for one in response.replies)
    assert said
    assert ("修路（金额读不出）" in said) == (row == "ledger 2" and asked == "decisions not done"), said


def test_who_answers_with_figures_leaves_none_out(whole: bytes, tmp_path: Path) -> None:
    """A number that leaves one out would be wrong: only who says so reads around it, and only for so long."""
    store = damaged(whole, tmp_path / "zc.sqlite3", DAMAGE["observation 1"])

    def read(session: Session) -> None:
        with session.passing_over():
            assert 1 not in [row.id for row in session.exec(select(Observation))]
        session.exec(select(Observation)).all()

    with pytest.raises(ValueError, match="month"):
        store.read(read)


def test_a_showing_that_cannot_be_read_keeps_its_photos_and_nothing_else(
    whole: bytes, tmp_path: Path, now: datetime
) -> None:
    """What is tidied away goes on; of photos none goes while it is not known which are wanted."""
    store = damaged(
        whole, tmp_path / "zc.sqlite3", f"INSERT INTO showing_draft VALUES (14, '[', {BAD})",
        "INSERT INTO photo VALUES (1, 'a', 1, 'b', 1, 1, 1, 12, '2019-01-01T00:00:00.000000Z')",
    )

    def unit(session: Session) -> int:
        strangers.count(session, 99, MORNING - timedelta(days=200))
        return tidy(session, MORNING)

    assert store.write(unit) >= 1
    assert store.read(lambda session: len(showing.photos(session, [1]))) == 1


def test_a_mark_of_a_copy_put_back_that_cannot_be_read_still_holds_what_goes_out(
    whole: bytes, rules: Rules, tmp_path: Path
) -> None:
    """What the copy says may be long out of date: nothing goes out before an admin decides, and they are asked."""
    store = damaged(whole, tmp_path / "zc.sqlite3", "INSERT INTO meta VALUES ('restored_at', 'x')")
    assert store.read(restored.waits_since) == LONG_AGO
    ticked(store, rules)
    assert store.read(restored.waits_since) == MORNING
    letters = select(Outbox.payload).where(col(Outbox.person) == ADMIN.id)
    asked = store.read(lambda session: session.exec(letters).all())
    assert sum("restored" in (one or "") for one in asked) == 1


def test_the_letter_of_a_week_is_no_reminder_that_cannot_be_read(whole: bytes, rules: Rules, tmp_path: Path) -> None:
    """Its key is its own: nothing is wrong with it, and no admin hears of it."""
    store = damaged(whole, tmp_path / "zc.sqlite3")
    store.write(lambda session: requests.subscribe(session, ADMIN, wanted=True, now=BEFORE))
    ticked(store, rules)
    key = f"weekly:{ADMIN.id}:{MORNING:%Y-%m-%d}"
    assert store.read(lambda session: posted.last_of(session, key)) is not None
    assert ticked(store, rules)[2] == ""


def test_a_name_that_is_a_blob_makes_its_person_nobody_and_keeps_no_other_from_being_read(
    whole: bytes, tmp_path: Path
) -> None:
    """One row ended the process at each start."""
    blob = "UPDATE person SET authorities = CAST(authorities AS BLOB) WHERE id = 12"
    store = damaged(whole, tmp_path / "zc.sqlite3", blob)
    assert [one.id for one in store.read(lambda session: people.admitted(session, OPERATOR))] == [LI.id, ADMIN.id]
    assert store.read(lambda session: people.find(session, WANG.id)) is None
    assert store.read(people.of_no_role) == (WANG.id,)
