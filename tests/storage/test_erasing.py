"""Forgetting a person: what they did stays under their number, the rest of them goes; the audit stays whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import escape
from sqlalchemy import Boolean, String, Table, text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from tests.storage.erasing import NAME, PHONE, dumped
from zc_bot.errors import NotAllowed, Refusal
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import (
    audit,
    called,
    chain,
    dialogues,
    erasing,
    figures,
    inbox,
    ledger,
    outbox,
    people,
)
from zc_bot.storage.audit import ChainFault
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.named import Named
from zc_bot.storage.outbox import Letter
from zc_bot.storage.personal import is_a_persons
from zc_bot.storage.sql import table_of
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Audit, ShowingRow
from zc_bot.storage.types import Moment as MomentType


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


OURS = (
    "album_photo.album album_photo.file "
    "attachment.album attachment.sha256 audit.action audit.hash audit.key audit.role audit.subject audit_text.digest "
    "audit_text.salt days_off.days figure_request.community figure_request.metric figure_request.state inbox.digest "
    "inbox.error inbox.state invitation.authorities invitation.role invitation.token_hash keyboard.token "
    "ledger.authority ledger.community ledger.day ledger.due ledger.kind ledger.metric ledger.state ledger.unit "
    "meta.key meta.value observation.actor_role "
    "observation.community observation.marker observation.metric observation.status outbox.error outbox.key "
    "outbox.kind outbox.state override.deadline own_reminder.repeat page_link.token_hash person.authorities "
    "person.language person.menu person.role person.unreachable_why photo.large photo.small prompt.name proof.sha256 "
    "roster.authorities roster.phone_hash roster.role showing.community showing.day showing.kind showing.state "
    "stand_in.state standing.community standing.marker standing.metric standing.status stranger.day "
    "submission.operation submission.way unanswered.intent unanswered.rule web_session.data_hash "
    "web_session.token_hash"
)
"""Columns of texts that nobody wrote: codes, days, keys, hashes."""
APART = frozenset(("person.name", "roster.name", "audit.detail", "audit_text.text", "outbox.payload"))
"""Columns that `erase` looks after in a way of their own."""
OTHERS = ("ledger", "draft", "keyboard", "prompt", "context", "outbox", "observation")
FIT = {
    "kind": "notice", "state": "pending", "status": "submitted", "value": Decimal(1), "year": 2019,
    "ledger.kind": "plan", "ledger.state": "open", "showing.kind": "person", "showing.state": "approved",
    "inbox.state": "failed", "repeat": "once",
}
WITHIN = json.dumps({"who": NAME}, ensure_ascii=False)
WROTE = (f"找{NAME}核实", json.dumps([["AskSomething", [f"{NAME}？", WITHIN]]], ensure_ascii=False))


def texts_of(table: Table) -> set[str]:
    return {one.name for one in table.columns if isinstance(one.type, String | AutoString)}


def row_that_names(table: Table, columns: Sequence[str], at: int, now: datetime) -> dict[str, object]:
    """Make a row of somebody else's in which each of some columns holds the name."""
    row: dict[str, object] = {}
    for one in table.columns:
        if one.name in columns:
            row[one.name] = WROTE[at]
        elif f"{table.name}.{one.name}" in FIT or one.name in FIT:
            row[one.name] = FIT.get(f"{table.name}.{one.name}", FIT.get(one.name))
        elif not one.nullable:
            row[one.name] = (
                f"x{at}" if one.name in texts_of(table) else now if isinstance(one.type, MomentType)
                else False if isinstance(one.type, Boolean) else 20 + at
            )
    return row


def columns_of(tables: Mapping[type[SQLModel], Sequence[str]]) -> set[str]:
    return {f"{table_of(model).name}.{name}" for model, columns in tables.items() for name in columns}


def put_in_everywhere(store: Store, now: datetime) -> None:
    """Put the name into every column that people's words are in, and that is machines' own."""
    remembered = {model: (column,) for model, column in erasing.REMEMBERED}
    every = [*erasing.WRITTEN.items(), *erasing.TOLD.items(), *erasing.TYPED.items(), *remembered.items()]

    def unit(session: Session) -> None:
        for at in range(len(WROTE)):
            for model in dict.fromkeys(model for model, _ in every):
                columns = [one for other, names in every if other is model for one in names]
                table = table_of(model)
                session.execute(table.insert().values(row_that_names(table, columns, at, now)))

    store.write(unit)


def test_what_the_person_just_sent_is_still_answered(keyed: Store, now: datetime) -> None:
    waits, done = Arrival(8, '{"waits": 8}', 11, 11), Arrival(7, '{"done": 7}', 11, 11)
    keyed.write(lambda s: inbox.put_away(s, [waits, done], now))
    keyed.write(lambda s: inbox.finish(s, 7, now))
    keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    assert keyed.read(inbox.pending) == (waits,)
    assert not [line for line in dumped(keyed) if '"done"' in line]


def test_no_table_keeps_the_name_in_words_whoever_wrote_them(keyed: Store, now: datetime) -> None:
    """Every column of texts holds none that people wrote, or the name is gone after; what is worked with stays."""
    remembered = {model: (column,) for model, column in erasing.REMEMBERED}
    looked_at = columns_of(erasing.WRITTEN) | columns_of(remembered) | columns_of(erasing.TYPED) | APART
    looked_at |= columns_of(erasing.TOLD)
    looked_at |= {f"{table_of(model).name}.{name}" for model, _, name in called.NAMES}
    every = {f"{table.name}.{name}" for table in SQLModel.metadata.tables.values() for name in texts_of(table)}
    assert every - looked_at == set(OURS.split())
    assert looked_at <= every
    put_in_everywhere(keyed, now)
    assert keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    left = list(dumped(keyed))
    typed = {table_of(model).name for model in erasing.TYPED}
    assert {line.partition(":")[0] for line in left if NAME in line or "u6b27" in line} == typed
    words = (*erasing.WRITTEN, *erasing.TOLD)
    instead = {table_of(one).name: "（已隐去）" if one is ShowingRow else "（11）" for one in words}
    assert {name for name, said in instead.items() if any(f"找{said}核实" in line for line in left)} == {*instead}
    assert not [line for line in left if line.startswith(("context", "keyboard"))]


@pytest.mark.parametrize("name", ["3200", "13", "5", "card", "report", "万元", "因为", "高新", "Li", "刘"])
def test_who_is_called_as_a_word_or_figure_takes_it_out_of_nothing_of_others(
    keyed: Store, programme: Programme, now: datetime, name: str
) -> None:
    wrote = f"因为{name}、5万元、高新产值3200，13家 card report Li，刘"
    candidates = [Candidate(19, name, "viewer")]

    def unit(session: Session) -> None:
        people.admit(session, OPERATOR, programme, candidates, now)
        ledger.note(session, OPERATOR, programme, Noted("decision", wrote), now)
        dialogues.save_draft(session, 14, 1, json.dumps({"card": 13, "typed": wrote}), now)
        dialogues.make_keyboard(session, 14, 14, [("report", ("13", "card", wrote))], False, now)
        dialogues.save_prompt(session, 14, "report", ["13", "card", wrote], now)
        dialogues.save_context(session, 14, json.dumps([wrote]), now)
        outbox.post(session, [Letter(14, 14, "notice", {"text": wrote, "rows": [[["13", "card"]]]}, key=name)], now)

    keyed.write(unit)
    before = [line for line in dumped(keyed) if line.startswith(OTHERS)]
    assert keyed.write(lambda s: erasing.erase(s, OPERATOR, 19, now, programme.public_names))
    assert [line for line in dumped(keyed) if line.startswith(OTHERS)] == before
    assert keyed.read(lambda s: people.names(s, OPERATOR))[19] == "19"
    assert keyed.read(chain.verify) is None


@pytest.mark.parametrize("name", ["王芳", "周涛", "欧阳明日", "赵子龙（0012）"])
def test_the_number_in_place_of_a_name_counts_nothing(name: str) -> None:
    assert is_a_persons(name)
    their = Named.among(name, ())
    assert their.replaced_in(f"{name}3项", "11") == "（11）3项"
    assert their.replaced_in(f"2019{name}", "11") == "2019（11）"
    assert their.replaced_in(f"由{name}家访，{name}。", "11") == "由（11）家访，11。"


@pytest.mark.parametrize("name", ["王芳", "Anne O'Neil"])
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
    assert letter.payload["rows"] == [[["移除（11）", "token"]], [[f"移除{name}芳", "token"]]]


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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_more_than_a_page_of_texts_is_not_left_in_the_file(keyed: Store, now: datetime) -> None:
    """Pages that are freed whole are overwritten too: a draft of many entries, and letters that piled up."""
    draft = json.dumps([f"秘密的原因第{number}条" for number in range(900)], ensure_ascii=False)
    keyed.write(lambda s: dialogues.save_draft(s, 11, 1, draft, now))
    assert "秘密的原因第700条".encode() in _in_the_file(keyed), "it lay in the file"
    keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    assert "秘密的原因".encode() not in _in_the_file(keyed)


def _in_the_file(store: Store) -> bytes:
    """Return all bytes of the database once its log is in it, with what may stand in the log still."""
    path = store.engine.url.database
    assert path is not None
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    log = Path(f"{path}-wal")
    return Path(path).read_bytes() + (log.read_bytes() if log.exists() else b"")
