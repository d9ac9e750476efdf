"""The audit chain: any edited, removed or cut-off line is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import OPERATOR, ROLES, Act, Principal, Role
from zc_bot.storage import audit, chain, unanswered, undelivered
from zc_bot.storage.audit import ChainFault
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import Audit


@pytest.fixture
def chained(store: Store, now: datetime) -> Store:
    for number in range(5):
        at = now + timedelta(minutes=number)
        store.write(lambda s, n=number, at=at: audit.note(s, OPERATOR, "people.admit", str(n), at, name="王芳\n"))
    return store


KEY, OTHER = "ab" * 32, "cd" * 32


def tamper(store: Store, statement: str) -> None:
    """Do what only somebody at the database itself could do."""
    if store.is_sqlite:
        triggers = [text(f"DROP TRIGGER IF EXISTS audit_no_{what}") for what in ("update", "delete")]
        store.write(lambda s: [s.execute(one) for one in triggers])
    else:
        store.write(lambda s: s.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL")))
    store.write(lambda s: s.execute(text(statement)))


def test_a_whole_chain_verifies_against_its_head(chained: Store) -> None:
    head = chained.read(audit.head)
    assert head[0] == 5
    assert chained.read(lambda s: chain.verify(s, head)) is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET subject = 'x' WHERE id = 3", ChainFault(3, "changed")),
        ("UPDATE audit SET detail = '{}' WHERE id = 2", ChainFault(2, "changed")),
        ("UPDATE audit SET actor = 99 WHERE id = 3", ChainFault(3, "changed")),
        ("UPDATE audit SET role = 'viewer' WHERE id = 3", ChainFault(3, "changed")),
        ("UPDATE audit SET action = 'x' WHERE id = 3", ChainFault(3, "changed")),
        ("UPDATE audit SET at = (SELECT min(at) FROM audit) WHERE id = 3", ChainFault(3, "changed")),
        ("DELETE FROM audit WHERE id = 2", ChainFault(2, "missing")),
        ("DELETE FROM audit WHERE id = 1", ChainFault(1, "missing")),
        ("DELETE FROM audit WHERE id > 3", ChainFault(4, "cut off")),
        ("DELETE FROM audit", ChainFault(1, "cut off")),
    ],
)
def test_tampering_is_found(chained: Store, statement: str, fault: ChainFault) -> None:
    head = chained.read(audit.head)
    tamper(chained, statement)
    assert chained.read(lambda s: chain.verify(s, head)) == fault


@pytest.mark.parametrize("line", [3, 8], ids=["of before the key", "under the key"])
def test_whatever_a_line_is_changed_to_is_found(keyed: Store, line: int) -> None:
    for number in range(12):
        tamper(keyed, f"UPDATE audit SET subject = 'x{number}' WHERE id = {line}")
        assert keyed.read(chain.verify) == ChainFault(line, "changed")


def test_a_chain_that_an_earlier_version_wrote_is_whole_to_every_later_one() -> None:
    done = {"at": datetime(2020, 1, 14, 2, tzinfo=UTC), "actor": 14, "role": "admin"}
    row = done | {"action": "people.admit", "subject": "11", "detail": '{"name": "x"}'}
    assert audit.link(audit.GENESIS, row) == "a7ef114a0208fcfce6fd8feb2c7098799b11235506dfdd0e9b80f9685b8c8d6c"
    assert audit.link(audit.GENESIS, row, KEY) == "f905883b1b92308611175b0ad63f50ba6bd86c52d2a0d6762063d8b14f861af2"
    assert audit.fingerprint(KEY) == "92f60e30de3d8ad2"


def test_a_last_line_that_is_rewritten_with_its_hash_is_found_by_the_head_that_was_kept(chained: Store) -> None:
    head = chained.read(audit.head)
    rows = chained.read(lambda s: s.execute(select(Audit).order_by(col(Audit.id))).mappings().all())
    forged = audit.link(rows[3]["hash"], {**rows[4], "subject": "x"})
    tamper(chained, f"UPDATE audit SET subject = 'x', hash = '{forged}' WHERE id = 5")
    assert chained.read(chain.verify) is None
    assert chained.read(lambda s: chain.verify(s, head)) == ChainFault(5, "changed")


def test_a_chain_of_one_line_that_is_gone_is_found(store: Store, now: datetime) -> None:
    store.write(lambda s: audit.note(s, OPERATOR, "people.admit", "1", now))
    head = store.read(audit.head)
    tamper(store, "DELETE FROM audit")
    assert store.read(lambda s: chain.verify(s, head)) == ChainFault(1, "cut off")


def test_a_head_that_was_kept_before_the_first_line_is_cut_off_by_nothing(store: Store, now: datetime) -> None:
    head = store.read(audit.head)
    assert store.read(lambda s: chain.verify(s, head)) is None
    store.write(lambda s: audit.note(s, OPERATOR, "people.admit", "1", now))
    assert store.read(lambda s: chain.verify(s, head)) is None


def under(store: Store, *keys: str) -> Store:
    """Open the same database with keys of the audit."""
    return Store(store.engine.url.render_as_string(hide_password=False), keys=keys)


@pytest.fixture
def keyed(chained: Store, now: datetime) -> Store:
    """Five lines of before the key, one that closes them, two more."""
    store = under(chained, KEY)
    store.write(lambda s: audit.close_unkeyed(s, now))
    store.write(lambda s: audit.close_unkeyed(s, now))
    for number in range(2):
        store.write(lambda s, n=number: audit.note(s, OPERATOR, "people.remove", str(n), now))
    return store


def test_a_chain_that_begins_under_the_key_has_nothing_to_close(store: Store, now: datetime) -> None:
    begun = under(store, KEY)
    begun.write(lambda s: audit.close_unkeyed(s, now))
    assert begun.read(audit.head)[0] == 0


def test_from_the_key_on_lines_are_chained_under_it(keyed: Store) -> None:
    assert keyed.read(audit.head)[0] == 8
    assert keyed.read(chain.verify) is None
    assert under(keyed, OTHER, KEY).read(chain.verify) is None
    fault = under(keyed, OTHER).read(chain.verify)
    assert fault == ChainFault(6, "under a key that is not in ZC_KEYS")
    dumped = str(keyed.read(lambda s: s.execute(text("SELECT * FROM audit")).all()))
    assert KEY not in dumped


def test_who_has_no_key_can_not_forge_a_line(keyed: Store, now: datetime) -> None:
    without = under(keyed)
    without.write(lambda s: audit.note(s, OPERATOR, "people.admit", "9", now))
    assert keyed.read(chain.verify) == ChainFault(9, "without the key")


def test_a_line_under_the_key_that_is_rewritten_without_it_is_found(keyed: Store, now: datetime) -> None:
    rows = keyed.read(lambda s: s.execute(select(Audit).order_by(col(Audit.id))).mappings().all())
    forged = audit.link(rows[6]["hash"], {**rows[7], "subject": "x"})
    tamper(keyed, f"UPDATE audit SET subject = 'x', hash = '{forged}' WHERE id = 8")
    assert keyed.read(chain.verify) == ChainFault(8, "changed")


def test_who_has_no_key_can_not_close_lines_that_they_changed(chained: Store, now: datetime) -> None:
    tamper(chained, "UPDATE audit SET subject = 'x' WHERE id = 3")
    rows = chained.read(lambda s: s.execute(select(Audit).order_by(col(Audit.id))).mappings().all())
    cut = {"upto": 5, "lines": chain.digest_of(rows)}
    chained.write(lambda s: audit.note(s, OPERATOR, chain.CUT, "line 5", now, **cut))
    assert under(chained, KEY).read(chain.verify) == ChainFault(3, "changed")


def rewritten(store: Store, upto: int, subject: str = "x") -> None:
    """Write the lines up to one anew, without a key, as a chain of its own, and remove the rest."""
    rows = store.read(lambda s: s.execute(select(Audit).order_by(col(Audit.id))).mappings().all())
    before = audit.GENESIS
    for row in rows[:upto]:
        before = audit.link(before, {**row, "subject": subject})
        tamper(store, f"UPDATE audit SET subject = '{subject}', key = NULL, hash = '{before}' WHERE id = {row['id']}")
    tamper(store, f"DELETE FROM audit WHERE id > {upto}")


@pytest.mark.parametrize("upto", [8, 6, 5, 1])
def test_a_chain_that_is_written_anew_as_a_whole_without_the_key_is_found(keyed: Store, upto: int) -> None:
    assert under(keyed).read(chain.verify) is None
    rewritten(keyed, upto)
    assert under(keyed).read(chain.verify) is None, "by itself it is a whole one"
    assert keyed.read(chain.verify) == ChainFault(1, "without the key")


def test_nor_is_it_taken_for_one_of_before_the_key_once_the_bot_has_gone_on_with_it(
    keyed: Store, now: datetime
) -> None:
    rewritten(keyed, 8)
    keyed.write(lambda s: audit.note(s, OPERATOR, "people.admit", "9", now))
    assert keyed.read(chain.verify) == ChainFault(1, "without the key")


def test_a_chain_of_a_schema_that_knew_no_key_is_whole_without_one(chained: Store) -> None:
    own = under(chained, KEY)
    assert own.read(chain.verify) == ChainFault(1, "without the key")
    tamper(chained, "ALTER TABLE audit DROP COLUMN key")
    assert own.read(chain.verify) is None
    tamper(chained, "UPDATE audit SET subject = 'x' WHERE id = 3")
    assert own.read(chain.verify) == ChainFault(3, "changed")


def test_what_was_kept_outside_tells_a_chain_from_any_other_under_the_same_key(keyed: Store, now: datetime) -> None:
    known = keyed.read(audit.anchor)
    assert keyed.read(lambda s: chain.verify(s, anchor=known)) is None
    without = keyed.read(lambda s: chain.verify(s, anchor="ef" * 32))
    assert without == ChainFault(6, "not the first one under the key that ZC_KEYS knows of")
    tamper(keyed, "DELETE FROM audit")
    assert keyed.read(chain.verify) is None
    assert keyed.read(lambda s: chain.verify(s, anchor=known)) == ChainFault(1, "missing")
    rewritten(keyed, 0)
    keyed.write(lambda s: audit.note(s, OPERATOR, "people.admit", "9", now))
    assert keyed.read(chain.verify) is None
    assert keyed.read(lambda s: chain.verify(s, anchor=known)) is not None


def test_what_is_kept_of_a_chain_is_its_first_line_under_the_key(store: Store, now: datetime) -> None:
    own = under(store, KEY)
    assert own.read(audit.anchor) == ""
    for _ in range(2):
        own.write(lambda s: audit.note(s, OPERATOR, "people.admit", "9", now))
    assert own.read(audit.anchor) == own.read(lambda s: s.execute(select(Audit.hash)).scalars().first())


def test_lines_that_nothing_closed_have_no_first_line_under_the_key(chained: Store, now: datetime) -> None:
    own = under(chained, KEY)
    own.write(lambda s: audit.note(s, OPERATOR, "people.admit", "9", now))
    assert own.read(audit.anchor) == ""


def test_when_something_was_last_done_to_something_is_told_by_both(store: Store, now: datetime) -> None:
    for minutes, action, subject in ((0, "people.remove", "1"), (1, "people.remove", "1"), (2, "people.remove", "2"),
                                     (3, "people.admit", "1")):
        at = now + timedelta(minutes=minutes)
        store.write(lambda s, at=at, act=action, who=subject: audit.note(s, OPERATOR, act, who, at))
    assert store.read(lambda s: audit.last(s, "people.remove", "1")) == now + timedelta(minutes=1)
    assert store.read(lambda s: audit.last(s, "people.lapsed", "1")) is None


def test_texts_of_a_list_lie_apart_too(store: Store, now: datetime) -> None:
    said = [audit.Erasable("周五开会", 14), audit.Erasable("周六休息", 14)]
    store.write(lambda s: audit.note(s, OPERATOR, "broadcast", "x", now, texts=said))
    assert store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0].detail == {"texts": ["周五开会", "周六休息"]}
    assert "周" not in str(store.read(lambda s: s.execute(text("SELECT * FROM audit")).all()))


def test_a_text_lies_apart_and_the_line_stays_true_without_it(keyed: Store, now: datetime) -> None:
    said = audit.Erasable("周五下午三点开会", 14)
    keyed.write(lambda s: audit.note(s, OPERATOR, "broadcast", "x", now, text=said, people=3))
    line = keyed.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
    assert line.detail == {"text": "周五下午三点开会", "people": 3}
    assert keyed.read(lambda s: audit.read(s, OPERATOR, limit=9, subject="三点")) == (line,)
    keyed.write(lambda s: s.execute(text("DELETE FROM audit_text WHERE person = 14")))
    assert keyed.read(lambda s: audit.read(s, OPERATOR, limit=1))[0].detail == {"text": audit.ERASED, "people": 3}
    assert keyed.read(chain.verify) is None
    assert "三点" not in str(keyed.read(lambda s: s.execute(text("SELECT * FROM audit")).all()))


def test_older_lines_are_those_before_one_and_a_word_looked_for_is_taken_as_it_stands(
    chained: Store, now: datetime
) -> None:
    said = audit.Erasable("光纤到户100%", 14)
    chained.write(lambda s: audit.note(s, OPERATOR, "broadcast", "x", now, text=said))

    def shown(**wanted: object) -> list[int]:
        return [line.id for line in chained.read(lambda s: audit.read(s, OPERATOR, limit=2, **wanted))]  # type: ignore[arg-type]

    assert (shown(), shown(before=5), shown(before=1)) == ([6, 5], [4, 3], [])
    assert (shown(subject="00%"), shown(subject="1_0"), shown(subject="1%0")) == ([6], [], [])
    chained.write(lambda s: [audit.note(s, OPERATOR, "form", one, now) for one in ("a_b.xlsx", "acb.xlsx")])
    assert (shown(subject="a_b"), shown(subject="a%x")) == ([7], [])


@pytest.mark.parametrize("role", [role for role in ROLES if role not in Act.SEE_AUDIT.roles])
def test_nobody_but_an_admin_reads_the_audit_what_failed_and_what_was_not_understood(
    store: Store, now: datetime, role: Role
) -> None:
    who = Principal(11, "王芳", role, ("chongchuan",))
    reading: tuple[Callable[[Session], object], ...] = (
        lambda s: audit.read(s, who, limit=1), lambda s: undelivered.troubled(s, who, now, 1),
        lambda s: unanswered.listed(s, who),
    )
    for read in reading:
        with pytest.raises(NotAllowed):
            store.read(read)
    assert store.read(lambda s: audit.read(s, OPERATOR, limit=1)) == ()
