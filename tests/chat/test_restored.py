"""After a copy was put back: figures and questions go on, reminders wait for an admin's word, and are not doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_alerting import ADMIN, REPORTER, tick
from tests.chat.test_reminding import MORNING
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, held_letters, meta, outbox, people, requests
from zc_bot.storage.outbox import Letter
from zc_bot.texts.dialogue.review import read_serial, serial_text

LATER = MORNING + timedelta(minutes=1)


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    """王芳, when a copy was put back in which a letter to her waits, and a reminder is due anyhow."""
    chats.now = MORNING
    old = Letter(REPORTER, REPORTER, "notice", {"text": "旧通知"}, "x:old")
    chats.store.write(lambda s: outbox.post(s, [old], MORNING))
    chats.store.write(lambda s: held_letters.hold_back(s, MORNING))
    chats.store.write(lambda s: meta.put(s, meta.RESTORED, MORNING.isoformat()))
    tick(chats)
    tick(chats, LATER)
    return chats.of(REPORTER)


@pytest.fixture
def admin(chats: Chats, reporter: Chat) -> Chat:
    found = chats.of(ADMIN)
    (asked,) = [said for said in found.receives() if "已恢复成较早的备份" in said]
    assert "停发" in asked
    return found


def test_nothing_that_nobody_asked_for_goes_out_until_then(reporter: Chat, admin: Chat) -> None:
    assert reporter.receives() == []
    assert "从业人员" in reporter.says("通创2019年从业人员多少")


def test_what_counts_as_sent_never_comes_and_the_next_stage_does(chats: Chats, reporter: Chat, admin: Chat) -> None:
    admin.taps("算已发")
    tick(chats, LATER)
    tick(chats, LATER + timedelta(hours=2))
    reporter.waits(days=21)
    assert reporter.receives() == []
    assert tick(chats, MORNING + timedelta(days=21)).posted > 0
    assert reporter.receives() != []


def test_what_counts_as_sent_is_whatever_a_tick_would_put_out(chats: Chats, reporter: Chat, admin: Chat) -> None:
    """A weekly digest that went out after the copy was made came again: the copy did not know."""
    who = chats.store.read(lambda s: people.find(s, ADMIN))
    assert who is not None
    chats.store.write(lambda s: requests.subscribe(s, who, True, MORNING - timedelta(days=30)))
    admin.taps("算已发")
    tick(chats, LATER)
    admin.waits(minutes=2)
    assert not any("上周情况" in said for said in admin.receives())
    tick(chats, MORNING + timedelta(days=3))
    admin.waits(days=3)
    assert any("上周情况" in said for said in admin.receives()), "the next week's comes"


def test_what_is_let_go_comes_with_all_that_is_due(chats: Chats, reporter: Chat, admin: Chat) -> None:
    admin.taps("补发")
    tick(chats, LATER)
    reporter.waits(minutes=1)
    said = reporter.receives()
    assert "旧通知" in said
    assert len(said) > 1
    acts = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
    assert [(one.actor, one.action) for one in acts] == [(ADMIN, "database.go_on")]


def test_it_is_decided_once_and_health_says_that_it_waits(chats: Chats, reporter: Chat, admin: Chat) -> None:
    assert "已恢复成较早的备份" in admin.says("/health")
    old = dict(admin.buttons)
    admin.taps("算已发")
    admin.buttons = old
    admin.taps("补发")
    assert "没有再发" in admin.toast
    assert reporter.receives() == []


def test_nobody_but_an_admin_decides(chats: Chats, reporter: Chat, admin: Chat) -> None:
    chats.store.write(lambda s: s.connection.exec_driver_sql("UPDATE person SET role = 'viewer' WHERE id = 14"))
    admin.taps("补发")
    tick(chats, LATER)
    reporter.waits(minutes=1)
    assert reporter.receives() == []


@pytest.mark.parametrize(
    ("serial", "said"),
    [(123, "000123"), (1_000_001, "A000001"), (26_000_009, "Z000009"), (27_000_001, "AA000001"),
     (18_279_000_001, "AAAA000001"), (475_255_000_123, "AAAAA000123")],
)
def test_a_serial_is_read_as_it_is_written(serial: int, said: str) -> None:
    assert serial_text(serial) == said
    for text in (said, f"编号 {said}", f"发票，No.{said.lower()}。"):
        assert read_serial(text) == serial


@pytest.mark.parametrize("text", ["2019年", "130000", "A12", "见附件", "BOX1234567", "INV123456"])
def test_what_is_no_serial_is_none(text: str) -> None:
    assert read_serial(text) is None
