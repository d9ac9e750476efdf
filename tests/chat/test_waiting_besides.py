"""What waits for review besides figures is named wherever it is asked for, and nobody is told that nothing waits."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate


@pytest.fixture
def department(chats: Chats) -> Chat:
    """何敏 is of 市财政局, a member department, and has noted a grant that waits for review."""
    one, programme = Candidate(22, "何敏", "member", ("市财政局",)), chats.conversation.rules.programme
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
    chat = chats.of(22)
    chat.says(f"/record 补助 通创 50万元 {chats.now.date()} 创业活动")
    assert "待市里审核" in chat.taps("确认登记")
    return chat


def test_the_queue_has_what_was_noted_with_a_button(chats: Chats, department: Chat) -> None:
    reviewer = chats.of(13)
    said = reviewer.says("/review")
    assert "没有待审核的数据" in said
    assert "今天报来待审：登记 1 条" in said
    assert "50万元" in reviewer.taps("审核登记（1条）")
    assert "50万元" in reviewer.taps("通过")
    assert "登记" not in reviewer.says("/review")


def test_of_a_place_it_has_what_is_about_it(chats: Chats, department: Chat) -> None:
    reviewer = chats.of(13)
    assert "登记 1 条" in reviewer.says("/review 通创")
    assert "登记" not in reviewer.says("/review 海安")
    assert "登记 1 条" in reviewer.says(f"/review 通创 {chats.now.year}")
    assert "登记" not in reviewer.says(f"/review 通创 {chats.now.year - 1}")


@pytest.mark.parametrize("asked", ["登记过什么支持", "登记过哪些补助", "市财政局批了多少", "通创得到了哪些支持"])
def test_the_department_is_told_of_what_waits(chats: Chats, department: Chat, asked: str) -> None:
    said = department.says(asked)
    assert "没有登记过" not in said
    assert "1条待审核" in said
    assert "50万元" in said
    assert "50万元" not in chats.of(12).says(asked), "others hear of it once it is reviewed"
    reviewer = chats.of(13)
    reviewer.says("/record")
    reviewer.taps("通过")
    assert "待审核" not in department.says(asked)
    assert "50万元" in chats.of(12).says(asked)


def test_an_authority_is_told_of_its_plan_that_waits(chats: Chats) -> None:
    reporter = chats.of(15)
    reporter.says(f"/record 实施方案 海安 {chats.now.date()}")
    reporter.taps("确认登记")
    said = reporter.says("海安的实施方案出了吗")
    assert "没有登记" not in said.partition("没有登记，不等于")[0]
    assert "1条待审核" in said


def test_a_target_that_waits_is_told_to_who_noted_it(chats: Chats) -> None:
    reporter = chats.of(15)
    reporter.says("/record 目标 新材料 2027年 高新占比 65%")
    reporter.taps("确认登记")
    said = reporter.says("新材料的目标完成了吗")
    assert "还没有登记目标" not in said
    assert "1条待审核" in said


def test_what_one_noted_is_listed_in_words_reviewed_or_not(chats: Chats, department: Chat) -> None:
    assert "50万元" in department.says("我登记过什么")
    assert "待审核1条" in department.says("待审核的有哪些")
    reviewer = chats.of(13)
    reviewer.says("/record")
    reviewer.taps("通过")
    assert "50万元" in department.says("我登记过什么")


@pytest.mark.parametrize("said", ["撤回", "撤回刚才登记的", "把那笔补助撤回", "怎么撤回", "take back"])
def test_what_a_department_noted_can_be_taken_back_in_words(chats: Chats, department: Chat, said: str) -> None:
    shown = department.says(said)
    assert "撤回哪一条" in shown
    assert "50万元" in shown
    assert "50万元" in department.taps("撤回")
    assert "没有可以撤回的登记" in department.says(said)


def test_who_reports_says_what_is_meant(chats: Chats) -> None:
    reporter = chats.of(15)
    reporter.says(f"/record 补助 新材料 50万元 {chats.now.date()} 创业活动")
    reporter.taps("确认登记")
    assert "50万元" in reporter.says("撤回刚才登记的补助")
    assert "50万元" in reporter.says("撤回"), "the last that was done"
