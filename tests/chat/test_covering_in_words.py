"""A request to report instead of a colleague is answered, and taken back, by typing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.reminding import covering, nudges
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def asker(chats: Chats) -> Chat:
    """王芳, who asked 周涛 to report instead."""
    chats.now = MORNING
    programme = chats.conversation.rules.programme
    chats.store.write(
        lambda s: people.admit(s, OPERATOR, programme, [Candidate(17, "周涛", "reporter", ("chongchuan",))], MORNING)
    )
    chats.of(17).says("/start")
    asker = chats.of(11)
    asks(asker)
    return asker


@pytest.fixture
def colleague(chats: Chats, asker: Chat) -> Chat:
    colleague = chats.of(17)
    assert "王芳请您代填" in colleague.receives()[0]
    return colleague


def asks(asker: Chat) -> None:
    asker.says("请周涛代填")
    assert "已问周涛能否代填" in asker.taps("请周涛代填")


@pytest.mark.parametrize(
    "said",
    ["好", "好，我来填", "行，我来填吧", "好的，没问题", "行，我来", "可以", "ok", "OK!", "sure, no problem"],
)
def test_a_typed_yes_takes_it_over(asker: Chat, colleague: Chat, said: str) -> None:
    assert "好，请您来填" in colleague.says(said)
    assert "周涛答应代填" in asker.receives()[0]


def test_once_a_colleague_has_agreed_it_is_not_said_that_reminders_go_on(asker: Chat, colleague: Chat) -> None:
    colleague.says("好")
    said = asker.says("请周涛代填")
    assert "周涛已答应代填2019年数据" in said
    assert "照常发您" not in said


@pytest.mark.parametrize("said", ["不行", "没空", "不方便", "抱歉，没空", "sorry, I can't"])
def test_a_typed_no_leaves_it(asker: Chat, colleague: Chat, said: str) -> None:
    assert "已告诉对方" in colleague.says(said)
    assert "周涛不方便代填" in asker.receives()[0]


def test_a_yes_to_what_was_asked_since_is_none(asker: Chat, colleague: Chat) -> None:
    colleague.says("通创2019年从业人员是多少")
    assert "请您来填" not in colleague.says("好")
    assert asker.receives() == []


def test_beside_an_open_report_only_what_is_plain_is_an_answer(asker: Chat, colleague: Chat) -> None:
    colleague.says("通创 2019 众创空间 3")
    assert "请您来填" not in colleague.says("嗯")
    assert "好，请您来填" in colleague.says("好，我来填")
    assert "周涛答应代填" in asker.receives()[0]


def test_without_a_request_a_yes_is_what_it_was(chats: Chats) -> None:
    assert "请您来填" not in chats.of(15).says("好")


@pytest.mark.parametrize("said", ["我自己填", "取消代填", "把代填收回来", "不用周涛代填了", "还是我自己来填吧"])
@pytest.mark.parametrize("answered", [True, False])
def test_who_asked_takes_it_back_by_words(asker: Chat, colleague: Chat, said: str, answered: bool) -> None:
    yes = colleague.buttons["好，我来填"]
    if answered:
        colleague.taps_data(yes)
        asker.receives()
    assert "已收回，不用周涛代填了" in asker.says(said)
    assert colleague.receives() == ["王芳自己填2019年数据了，不用您代填。"]
    assert "已过期" in colleague.taps_data(yes)
    assert "已收回" not in asker.says(said)
    assert "现在没有请人代填" in asker.says("取消代填")


def test_whether_it_was_taken_back_takes_nothing_back(asker: Chat) -> None:
    assert "已收回" not in asker.says("代填取消了吗")


def test_a_colleague_is_asked_again_after_that(asker: Chat) -> None:
    asker.says("取消代填")
    asks(asker)


@pytest.mark.parametrize("said", ["好", "不行", "sure"])
def test_an_answer_that_comes_too_late_is_told_so_whatever_was_sent_since(
    chats: Chats, colleague: Chat, said: str
) -> None:
    chats.store.write(lambda s: covering.tick(s, chats.conversation.rules, MORNING + timedelta(days=4)))
    chats.store.write(lambda s: nudges.tick(s, chats.conversation.rules, MORNING + timedelta(days=4)))
    colleague.waits(days=4)
    assert colleague.receives()
    assert "王芳请您代填2019年数据的事已经结束" in colleague.says(said)


def test_a_yes_that_answers_nothing_else_is_asked_about(asker: Chat, colleague: Chat) -> None:
    colleague.says("通创2019年从业人员是多少")
    assert "您是答应代填吗" in colleague.says("好")
    colleague.taps("代王芳填2019年")
    assert "周涛答应代填" in asker.receives()[0]


def test_how_it_stands_is_told_to_both(chats: Chats, asker: Chat, colleague: Chat) -> None:
    for said in ("周涛答应代填了吗", "代填情况怎么样", "has he agreed to report in my place?"):
        assert "已问周涛能否代填2019年数据，还没说好" in asker.says(said), said
    colleague.says("有没有人请我代填？我在替谁代填")
    assert "好，请您来填" in colleague.taps("代王芳填2019年")
    assert "周涛已答应代填2019年数据，到周日 1月19日 18:00为止" in asker.says("谁在替我填")
    assert "您在替王芳填2019年数据" in colleague.says("我代填到什么时候")
    assert "也没有替人填" in chats.of(15).says("谁在替我填")
    assert "请谁代填" in chats.of(11).says("周涛同意了，2018年请他代填")


def test_it_is_handed_on_in_whatever_words_name_somebody(chats: Chats, asker: Chat) -> None:
    for said in (
        "我出差了，让同事填", "转给周涛", "下周我请假，麻烦小周帮我填一下", "把这个交给周涛来报", "找别人报",
        "叫周涛顶一下", "我休产假，周涛帮我报", "这几天不在，同事来填", "换个人填", "以后由周涛负责填报",
        "我请假了谁能替我", "I am on leave, 周涛 will report",
        "hand it over to Zhou Tao", "I'm travelling, let a colleague report instead", "let 周涛 report instead",
        "I'm travelling next week, can Zhou Tao do it?", "could zhoutao please fill it in", "let Tao Zhou report it",
    ):
        assert "请谁代填" in asker.says(said), said
    assert "请谁代填" in asker.says("周涛能帮我填吗")
    for said in ("请方便时填", "由于系统原因没报上", "让海安填报", "让他们尽快报", "交给市里审核"):
        assert "请谁代填" not in asker.says(said), said
    assert "请谁代填" not in chats.of(12).says("转给周涛")
    asker.says("通创 2018 从业人员 5200人")
    asker.taps("确认")
    assert "请打字说明原因" in asker.says("通创 2019 从业人员 52人")
    for said in ("我出差了，让同事填", "请周涛代填", "转给周涛"):
        assert "请谁代填" in asker.says(said), "it is no reason: " + said
    assert "原因：去年请同事填报，口径不同" in asker.says("去年请同事填报，口径不同")


def test_who_left_is_not_told_to_report_instead(chats: Chats, asker: Chat, colleague: Chat) -> None:
    colleague.says("好")
    assert "周涛已答应代填" in asker.says("代填情况怎么样")
    chats.store.write(lambda s: people.remove(s, OPERATOR, 17, MORNING))
    said = asker.says("代填情况怎么样")
    assert "周涛已不能代填" in said
    assert "已答应" not in said


@pytest.mark.parametrize(
    ("name", "answer"), [("孙丽", "收不到消息"), ("张伟", "不为您的单位填报"), ("刘洋", "不为您的单位填报")]
)
def test_who_can_not_be_asked_is_named_with_the_reason(chats: Chats, asker: Chat, name: str, answer: str) -> None:
    programme = chats.conversation.rules.programme
    chats.store.write(
        lambda s: people.admit(s, OPERATOR, programme, [Candidate(18, "孙丽", "reporter", ("chongchuan",))], MORNING)
    )
    said = asker.says(f"转给{name}填")
    assert said.startswith(f"{name}{answer}")
    assert [label for label in asker.buttons if name in label] == []
