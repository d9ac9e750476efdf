"""Own reminders cancelled in words: the one that is meant is shown, a button deletes it, and none is ever set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.reminding import personal

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)
SET = ("明天下午四点 交材料", "后天9点 开会", "每周一 9点 例会")


@pytest.fixture
def chat(chats: Chats) -> Chat:
    """李敏, who has three reminders."""
    chats.now = MORNING
    chat = chats.of(12)
    for one in SET:
        assert "已设提醒" in chat.says(f"/remind {one}")
    return chat


def kept(chat: Chat) -> list[str]:
    """What is still to come, by what it is of."""
    return [line.split("　")[1] for line in chat.says("/remind").splitlines() if "　" in line]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("取消后天的提醒", "开会"),
        ("取消周一的例会提醒", "例会"),
        ("取消每周一的提醒", "例会"),
        ("取消明天下午四点的提醒", "交材料"),
        ("取消明天下午的提醒", "交材料"),
        ("取消例会的提醒", "例会"),
        ("例会提醒取消吧", "例会"),
        ("请把周六的提醒删掉", "开会"),
        ("明天的提醒不要了", "交材料"),
        ("后天别提醒我了", "开会"),
        ("不用提醒我开会了", "开会"),
        ("取消提醒 开会", "开会"),
        ("能取消后天的提醒吗", "开会"),
        ("取消材料的提醒", "交材料"),
        ("/remind 取消后天的提醒", "开会"),
        ("cancel tomorrow's reminder", "交材料"),
        ("delete my 4pm reminder please", "交材料"),
        ("don't remind me about 例会", "例会"),
        ("取消周一的例会", "例会"),
        ("例会取消了", "例会"),
        ("例会不开了", "例会"),
        ("取消交材料那个", "交材料"),
        ("cancel 例会", "例会"),
    ],
)
def test_the_one_that_is_meant_is_shown_and_goes_by_a_button(chat: Chat, said: str, meant: str) -> None:
    shown = chat.says(said)
    assert shown.startswith("取消这个提醒？")
    assert shown.endswith(meant)
    assert len(kept(chat)) == 3, "nothing happens by words alone"
    chat.says(said)
    chat.taps("确认取消")
    assert sorted(kept(chat)) == sorted({"交材料", "开会", "例会"} - {meant})


@pytest.mark.parametrize(
    "said", ["取消大后天的提醒", "取消体检的提醒", "取消后天的例会提醒", "cancel the dentist reminder"]
)
def test_where_none_is_meant_it_is_said_and_those_that_are_there_are_offered(chat: Chat, said: str) -> None:
    shown = chat.says(said)
    assert "没找到" in shown
    assert len(chat.buttons) >= 3
    assert len(kept(chat)) == 3


@pytest.mark.parametrize("said", ["取消周一的培训", "取消", "会议什么时候开", "不开会", "取消延期"])
def test_what_calls_off_none_of_them_is_about_none_of_them(chat: Chat, said: str) -> None:
    assert "取消这个提醒" not in chat.says(said)
    assert len(kept(chat)) == 3


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("把提醒都取消", []),
        ("取消所有提醒", []),
        ("cancel all my reminders", []),
        ("除了例会，其他提醒都取消", ["例会"]),
        ("提醒都取消，例会除外", ["例会"]),
        ("把提醒都取消，除了例会", ["例会"]),
        ("cancel all reminders except 例会", ["例会"]),
    ],
)
def test_all_that_are_meant_go_once_it_is_confirmed(chat: Chat, said: str, left: list[str]) -> None:
    assert f"取消这 {3 - len(left)} 个提醒" in chat.says(said)
    assert len(kept(chat)) == 3
    chat.says(said)
    chat.taps(f"取消这 {3 - len(left)} 个")
    assert kept(chat) == left


@pytest.mark.parametrize("said", ["除了体检，其他提醒都取消", "别取消后天的提醒", "取消提醒，算了别取消了"])
def test_what_is_to_stay_is_not_offered(chat: Chat, said: str) -> None:
    assert "取消这" not in chat.says(said)
    assert len(kept(chat)) == 3


@pytest.mark.parametrize("said", ["cancel my reminder", "cancel reminder", "取消提醒", "别提醒我了"])
def test_without_a_word_for_which_all_are_offered_one_by_one(chat: Chat, said: str) -> None:
    assert "要取消哪个提醒" in chat.says(said)
    assert len(chat.buttons) == 3


@pytest.mark.parametrize(
    "said", ["我的提醒", "my reminders", "list my reminders", "/remind list", "/remind 列表", "明天有提醒吗"]
)
def test_they_are_listed_by_words(chat: Chat, said: str) -> None:
    assert chat.says(said).startswith("您的提醒\n1. ")


@pytest.mark.parametrize("said", ["后天9点提醒我 取消会议", "提醒我明天取消提醒", "明天9点提醒我不要提醒老李"])
def test_to_be_reminded_of_cancelling_sets_one(chat: Chat, said: str) -> None:
    assert "已设提醒" in chat.says(said)


def test_one_that_repeats_is_meant_by_the_days_on_which_it_comes(chat: Chat) -> None:
    chat.says("/remind 每天8点 看报表")
    assert "没找到" in chat.says("取消今天的提醒"), "it comes from tomorrow on"
    assert chat.says("取消明早8点的提醒").endswith("看报表")
    chat.says("取消下周一的提醒")
    assert len(chat.buttons) == 2


def test_all_is_confirmed_where_the_reporter_may_be_reminded_less_too(chats: Chats) -> None:
    chats.now = MORNING
    reporter = chats.of(11)
    reporter.says("/remind 明天 交材料")
    reporter.says("/remind 后天 开会")
    reporter.says("取消所有提醒")
    assert "只在截止前两次提醒" in reporter.buttons


class TestBesideAnOpenReport:
    @pytest.fixture
    def reporter(self, chats: Chats) -> Chat:
        """王芳, who has a reminder and an open report."""
        chats.now = MORNING
        reporter = chats.of(11)
        reporter.says("/remind 明天下午四点 交材料")
        assert "众创空间：3个" in reporter.says("通创 2019 众创空间 3")
        return reporter

    @pytest.mark.parametrize(
        ("said", "answer"),
        [
            ("提醒我后天上午9点开会", "周六 1月18日 09:00　开会\n已设提醒。"),
            ("提醒我10分钟后打电话", "周四 1月16日 09:10　打电话\n已设提醒。"),
            ("remind me tomorrow at 3pm to send the form", "周五 1月17日 15:00　send the form\n已设提醒。"),
            ("取消明天的提醒", "取消这个提醒？\n周五 1月17日 16:00　交材料"),
            ("我的提醒", "您的提醒\n1. 周五 1月17日 16:00　交材料"),
            ("延期", "截止时间由管理员来改"),
        ],
    )
    def test_a_wish_does_what_it_does_without_one(self, reporter: Chat, said: str, answer: str) -> None:
        assert reporter.says(said).startswith(answer)
        assert "草稿里有通创社区2019年 1 项还没提交：众创空间" in reporter.says("/mine")

    def test_so_it_does_at_the_question_for_a_figure(self, reporter: Chat) -> None:
        reporter.taps("再填一项")
        reporter.says("从业人员")
        assert "已设提醒" in reporter.says("提醒我10分钟后打电话")
        assert "众创空间" in reporter.says("/mine")

    @pytest.mark.parametrize(
        "said",
        [
            "5300人，部分项目延期", "5300人，有几个企业推迟了", "5300人，帮我代填一下", "不用提醒了，从业人员5300人",
            "不用提醒我了，从业人员5300人",
        ],
    )
    def test_a_figure_beside_a_wish_is_taken_or_refused_by_name(self, reporter: Chat, said: str) -> None:
        reporter.taps("再填一项")
        reporter.says("从业人员")
        answer = reporter.says(said)
        not_noted = "里面的数没有记进填报" in answer
        assert "5,300" in answer or not_noted or answer.startswith("从业人员没有记：")


@pytest.mark.parametrize(
    "said",
    [
        "不用每天提醒我", "不用每天9点提醒我了", "别每周一提醒我了", "取消明天提醒我开会的提醒",
        "把明天下午四点提醒我开会的提醒取消", "别忘了提醒", "不要忘记提醒我",
    ],
)
def test_what_wants_no_reminder_sets_none_and_not_forgetting_cancels_none(chats: Chats, said: str) -> None:
    chats.now = MORNING
    reporter = chats.of(11)
    reporter.says("/remind 明天下午四点 交材料")
    answer = reporter.says(said)
    assert "已设提醒" not in answer
    assert "忘" not in answer.split("\n")[0]
    assert "1. 周五 1月17日 16:00　交材料" in reporter.says("我的提醒")
    assert "2. " not in reporter.says("我的提醒")


@pytest.mark.parametrize(
    "said",
    [
        "取消刚才的提醒", "撤回刚才的提醒", "取消刚设的提醒", "刚才的提醒撤回吧",
        "把刚才那个提醒删了", "上一个提醒不要了", "取消最后设的那个提醒",
        "最近设的提醒取消吧", "cancel my last reminder", "delete the reminder I just set",
        "cancel the latest reminder",
    ],
)
def test_the_latest_is_the_one_that_was_set_last(chat: Chat, said: str) -> None:
    chat.says("/remind 今天下午5点 接站")
    chat.says("/remind 大后天8点 对账")
    assert chat.says(said).endswith("对账")
    chat.taps("确认取消")
    assert "对账" not in kept(chat)
    assert len(kept(chat)) == 4


def test_the_latest_may_be_over(chats: Chats, chat: Chat) -> None:
    chat.waits(days=2)
    chats.store.write(lambda s: personal.tick(s, chats.conversation.rules, chat.now))
    assert chat.receives()[-1] == "提醒：开会"
    assert "只响一次，不会再来" in chat.says("取消刚才的提醒")
    assert [label.partition("　")[2] for label in chat.buttons] == ["例会"]


def test_the_latest_may_be_the_one_that_has_just_come(chats: Chats, chat: Chat) -> None:
    chat.says("/remind 每天9点半 看报表")
    chat.says("/remind 大后天8点 对账")
    chat.waits(minutes=40)
    chats.store.write(lambda s: personal.tick(s, chats.conversation.rules, chat.now))
    assert chat.receives() == ["提醒：看报表"]
    assert "要取消哪个提醒" in chat.says("取消刚才的提醒")
    assert [label.partition("　")[2] for label in chat.buttons] == ["对账", "看报表"]


def test_who_has_set_none_is_told_so_and_offered_fewer_of_the_years(chats: Chats) -> None:
    reporter = chats.of(11)
    said = reporter.says("取消刚才的提醒")
    assert "您自己没有设过提醒" in said
    assert "要取消哪个" not in said
    assert len(reporter.buttons) == 1
    assert "还没有提醒" in chats.of(12).says("取消刚才的提醒")
