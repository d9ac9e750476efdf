"""What a colleague took over goes back by words, and counts no more once one of the two has left."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING, admit, end_older_years, tick
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, stand_ins
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session


@pytest.fixture
def asked(chats: Chats) -> tuple[Chat, Chat]:
    """王芳 asked 周涛 to report 2019 for 崇川区 instead."""
    chats.now = MORNING
    end_older_years(chats)
    admit(chats, Candidate(22, "周涛", "reporter", ("chongchuan",)))
    chats.store.write(lambda s: people.meet(s, 22, MORNING))
    asker, colleague = chats.of(11), chats.of(22)
    asker.says("让周涛替我填")
    asker.taps("请周涛代填")
    colleague.receives()
    return asker, colleague


SAID = (
    "我不填了", "还给他", "还给王芳", "我填不了了", "这个还是还给王芳填吧", "不替王芳填了", "让王芳自己填吧",
    "不好意思，我没时间替她填了", "2019年的数据我没空替王芳报了", "give it back to 王芳",
    "I can't report it any more",
    "王芳的我没空填", "王芳那份我填不了", "她的那份我没时间填了", "我没空填王芳的", "不好意思，王芳的数据我报不了了",
    "王芳那份我忙不过来", "王芳的我来不及填", "王芳的数据我抽不出时间填",
)


@pytest.mark.parametrize("said", SAID)
def test_what_was_taken_over_is_given_back_by_words_and_a_tap(asked: tuple[Chat, Chat], said: str) -> None:
    asker, colleague = asked
    colleague.says("好")
    asker.receives()
    assert "不再代填了" in colleague.says(said)
    assert asker.receives() == [], "nothing happens by words alone"
    assert "已告诉对方" in colleague.taps("还给王芳")
    assert asker.receives() == ["周涛不能再代填2019年数据，还差 44 项，提醒又照常发您。"]
    assert asker.store.read(stand_ins.open_ones) == ()


def test_one_may_go_on_and_a_second_tap_changes_nothing(asked: tuple[Chat, Chat]) -> None:
    asker, colleague = asked
    colleague.says("好")
    colleague.says("我不填了")
    give = next(data for label, data in colleague.buttons.items() if "还给" in label)
    colleague.taps("还是我来填")
    assert [one.state for one in asker.store.read(stand_ins.open_ones)] == ["taken"]
    colleague.says("还给王芳")
    colleague.taps("还给王芳")
    colleague.taps_data(give)
    assert len(asker.receives()) == 2, "that it was taken, and given back once"


def test_what_was_not_answered_yet_is_declined(asked: tuple[Chat, Chat]) -> None:
    asker, colleague = asked
    assert "已告诉对方" in colleague.says("还给他")
    assert asker.receives() == ["周涛不方便代填2019年数据，提醒照常发您。"]


@pytest.mark.parametrize("said", SAID)
def test_who_took_over_nothing_gives_nothing_back(chats: Chats, said: str) -> None:
    chats.now = MORNING
    assert "不再代填了" not in chats.of(11).says(said)


def test_beside_an_open_report_only_what_is_plain_gives_back(asked: tuple[Chat, Chat]) -> None:
    _, colleague = asked
    colleague.says("好")
    colleague.says("通创 2019 从业人员 5200人")
    assert "不再代填了" not in colleague.says("我不填了")
    assert "不再代填了" in colleague.says("还给王芳填吧")


@pytest.mark.parametrize("leaver", [11, 22])
@pytest.mark.parametrize("state", ["asked", "taken"])
def test_who_leaves_and_comes_back_takes_nothing_up_again(
    chats: Chats, asked: tuple[Chat, Chat], leaver: int, state: str
) -> None:
    asker, colleague = asked
    accept = next(data for label, data in colleague.buttons.items() if "我来填" in label)
    if state == "taken":
        colleague.taps_data(accept)
        asker.receives()

    def leave(session: Session) -> None:
        people.remove(session, OPERATOR, leaver, MORNING)
        name = {11: "王芳", 22: "周涛"}[leaver]
        back = [Candidate(leaver, name, "reporter", ("chongchuan",))]
        people.admit(session, OPERATOR, chats.conversation.rules.programme, back, MORNING)
        people.meet(session, leaver, MORNING)

    chats.store.write(leave)
    assert "好，请您来填" not in colleague.says("好，我来填")
    assert colleague.taps_data(accept) in {"", "这件事已经处理过，或已过期。"}
    asker.waits(minutes=1)
    tick(chats, asker.now)
    assert any("提醒又照常发您" in text for text in asker.receives())
    assert chats.store.read(stand_ins.open_ones) == ()


def test_a_withdrawal_is_told_to_the_reviewer_and_to_who_reports_the_same(asked: tuple[Chat, Chat]) -> None:
    asker, colleague = asked
    reviewer = Chat(asker.conversation, asker.store, 13, MORNING)
    asker.says("通创 2019 从业人员 5200人")
    asker.taps("确认提交")
    for one in (colleague, reviewer):
        one.receives()
    asker.says("撤回")
    asker.taps("确认撤回")
    told = "王芳撤回了通创社区2019年 1 项（编号000001）：从业人员"
    assert colleague.receives() == [f"{told}\n还差 22 项。"]
    assert reviewer.receives() == [told]
    for other in (12, 15):
        assert not any("撤回" in text for text in Chat(asker.conversation, asker.store, other, MORNING).receives())


def test_a_withdrawal_is_no_matter_of_who_reports_for_another_community(asked: tuple[Chat, Chat]) -> None:
    asker, colleague = asked
    both = Candidate(11, "王芳", "reporter", ("chongchuan", "haian"))
    programme = asker.conversation.rules.programme
    asker.store.write(lambda s: people.admit(s, OPERATOR, programme, [both], MORNING))
    asker.says("新材料 2019 从业人员 5200人")
    asker.taps("确认提交")
    asker.says("撤回")
    asker.taps("确认撤回")
    assert not any("撤回" in text for text in colleague.receives())
    assert any("撤回" in text for text in Chat(asker.conversation, asker.store, 15, MORNING).receives())


@pytest.mark.parametrize("said", ["王芳的我没空填", "我填不了王芳那份", "不替王芳填了"])
def test_who_was_asked_for_nothing_is_told_so(chats: Chats, said: str) -> None:
    chats.now = MORNING
    admit(chats, Candidate(22, "周涛", "reporter", ("chongchuan",)))
    assert chats.of(22).says(said) == "王芳现在没有请您代填，不用您填。"
