"""What waits for whoever asks, in words: their places, returns, colleagues, reviews and decisions, and no others'."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING, admit, end_older_years
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, review
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    """王芳, who handed one figure in; 周涛 reports for 崇川区 too."""
    chats.now = MORNING
    end_older_years(chats)
    admit(chats, Candidate(22, "周涛", "reporter", ("chongchuan",)))
    chats.store.write(lambda s: people.meet(s, 22, MORNING))
    chat = chats.of(11)
    chat.says("通创 2019 从业人员 5300")
    chat.taps("确认提交")
    return chat


@pytest.mark.parametrize("said", [
    "有什么要我做的", "我现在该办什么", "我还有什么没做", "有没有要我处理的事？", "接下来我要做什么", "我的待办",
    "what do I have to do?",
])
def test_a_reporter_is_told_what_their_own_places_lack(reporter: Chat, said: str) -> None:
    answer = reporter.says(said)
    assert "2019年数据还差 43 项，2月3日（周一）18:00截止：通创社区、观音山众创社区" in answer
    assert "新材料" not in answer
    assert reporter.taps("填报2019年数据")


def test_a_reviewer_what_waits_for_review_a_lead_what_is_missing_and_a_viewer_nothing(
    chats: Chats, reporter: Chat
) -> None:
    assert "待审 1 项" in chats.of(13).says("有什么要我做的")
    lead = chats.of(16)
    assert "还差 43 项" in lead.says("有什么要我做的")
    assert not lead.buttons
    assert chats.of(12).says("有什么要我做的") == "现在没有等您办的事。"


def test_what_was_returned_what_a_colleague_asks_and_ones_own_decisions_are_told(
    chats: Chats, reporter: Chat
) -> None:
    def send_back(session: Session) -> None:
        (one,) = review.waiting(session, OPERATOR, chats.conversation.rules.programme, "tongchuang", 2019)
        review.send_back(session, OPERATOR, one.id, "核对", MORNING)

    chats.store.write(send_back)
    assert "退回要改 1 项：通创社区2019年" in reporter.says("有什么要我做的")
    reviewer = chats.of(13)
    for place, what in (("崇川区", "自评"), ("海安市", "座谈")):
        reviewer.says(f"/record 事项 {place}完成{what} 2020-02-01前")
        reviewer.taps("确认登记")
    colleague = chats.of(22)
    reporter.says("让周涛替我填")
    reporter.taps("请周涛代填")
    told = colleague.says("有什么要我做的")
    assert "王芳请您代填2019年数据" in told
    assert "完成自评" in told
    assert "座谈" not in told
    assert "退回" not in told
    colleague.says("好")
    assert "还差" not in reporter.says("有什么要我做的"), "a colleague has it"


@pytest.mark.parametrize("said", ["各社区是做什么的", "我要报什么", "待办事项", "有什么要海安做的"])
def test_what_asks_of_something_else_is_none(reporter: Chat, said: str) -> None:
    assert "等您办的" not in reporter.says(said)


def test_who_reports_or_leads_sees_of_the_plan_when_they_are_reminded_next(chats: Chats, reporter: Chat) -> None:
    for person in (11, 16):
        said = chats.of(person).says("/remind plan")
        assert "2019年" in said
        assert "张伟" not in said


def fall(chats: Chats) -> Chat:
    """Report what has fallen so far that a reason is asked for."""
    chats.now = MORNING
    reporter = chats.of(11)
    reporter.says("通创 2018 从业人员 5200人")
    reporter.taps("确认提交")
    assert "说明原因" in reporter.says("通创 2019 从业人员 52人")
    return reporter


@pytest.mark.parametrize("said", [
    "有什么要我做的", "我的待办", "我现在该办什么？", "什么时候提醒我", "接下来我要做什么",
])
def test_what_there_is_to_do_is_no_reason_of_a_figure(chats: Chats, said: str) -> None:
    """It was put down as one: the draft waits for its reason as before."""
    reporter = fall(chats)
    answer = reporter.says(said)
    assert "原因" not in answer
    assert "请核对" not in answer
    assert "原因：企业外迁" in reporter.says("企业外迁")


def test_a_reason_that_speaks_of_what_was_to_be_done_is_one(chats: Chats) -> None:
    reporter = fall(chats)
    assert "原因：我的待办没做完" in reporter.says("我的待办没做完")
