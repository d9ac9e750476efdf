"""What only admins order, in words: invitations that were sent, an end of access, a year; others are told so."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_people import another_admin, follows, invited

SENT = (
    "待用的邀请", "还有哪些邀请没用", "未使用的邀请链接", "发出的邀请有人用了吗", "撤销邀请", "怎么撤销邀请",
    "把崇川区的邀请作废",
    "open invitations", "which invitations are unused", "revoke the invitation for Chongchuan",
)


@pytest.mark.parametrize("said", SENT)
def test_whatever_is_said_of_those_that_were_sent_lists_them(chats: Chats, admin: Chat, said: str) -> None:
    token = invited(admin)
    assert "10:00失效" in admin.says(said)
    assert "邀请已作废" in admin.taps("作废 1")
    assert "欢迎" not in follows(chats, token, person=78)
    assert "没有待用的邀请" in admin.says(said)


@pytest.mark.parametrize("said", SENT[:3])
def test_who_may_not_is_told_who_does_and_sees_none(chats: Chats, admin: Chat, said: str) -> None:
    invited(admin)
    for person in (11, 12, 13, 16):
        answer = chats.of(person).says(said)
        assert "失效" not in answer
        assert "管理员" in answer


@pytest.mark.parametrize("said", ["邀请启东市填报人", "invite a reporter for Qidong"])
def test_an_invitation_to_make_is_still_one(admin: Chat, said: str) -> None:
    answer = admin.says(said)
    assert "启东" in answer or "Qidong" in answer
    assert "失效" not in answer


def test_nobody_removes_themselves_and_is_not_told_that_they_do_not_exist(chats: Chats, admin: Chat) -> None:
    assert "最后一位管理员" in admin.says("移除赵磊")
    another_admin(chats)
    assert "不能移除或抹去自己" in admin.says("移除赵磊")


ENDS, REOPENS = ("结束2019年的收集", "end the collection of 2019"), ("重开2018年", "2018年重新开放", "reopen 2018")
OF_A_YEAR = [
    *((person, said) for person in (11, 12, 13, 16) for said in ENDS),
    *((person, said) for person in (11, 12, 16) for said in REOPENS),
]


@pytest.mark.parametrize(("person", "said"), OF_A_YEAR)
def test_who_may_not_end_or_reopen_a_year_is_told_who_does(chats: Chats, person: int, said: str) -> None:
    chat = chats.of(person)
    chat.says("通创2018年从业人员")
    answer = chat.says(said)
    assert "管理员" in answer, "not what was asked before"
    assert "从业人员" not in answer
