"""What waits for others when somebody is forgotten in the chat comes without their name."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.chat.conftest import Chat, Chats
from tests.chat.test_people import another_admin
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate

COLLEAGUE = 81


@pytest.mark.parametrize("name", ["缪晓东", "阿卜杜拉·买买提"])
def test_what_waits_for_others_comes_without_the_name(chats: Chats, name: str) -> None:
    programme, admin = chats.conversation.rules.programme, chats.of(14)
    called = ((80, name), (COLLEAGUE, "孙悦"))
    both = [Candidate(person, one, "reporter", ("chongchuan",)) for person, one in called]
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, both, chats.now))
    other, reporter = another_admin(chats), chats.of(80)
    chats.of(COLLEAGUE).says("你好")
    reporter.says("通创 2019 从业人员 3200人")
    reporter.taps("确认提交")
    wanted = text("SELECT count(*) FROM outbox WHERE settled_at IS NULL AND payload LIKE :name")
    held = chats.store.read(lambda s: s.execute(wanted, {"name": f"%{name}%"}).scalar_one())
    assert held, "something waits that holds it"
    forgotten(admin, other, name)
    said = [one for who in (COLLEAGUE, 16) for one in chats.of(who).receives()]
    assert said
    assert [one for one in said if name in one] == []


def forgotten(admin: Chat, other: Chat, name: str) -> None:
    """Have somebody forgotten by one admin, with another's word."""
    admin.says(f"/people {name}")
    admin.taps(name)
    admin.taps("抹去")
    admin.says("抹去")
    other.receives()
    other.taps("好")
