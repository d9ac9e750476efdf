"""A nudge ordered in words: whom it means is what the words say, negations, exceptions and other times too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, reachable
from zc_bot.storage.candidates import Candidate

MORNING = datetime(2020, 1, 16, 1, 0, tzinfo=UTC)
ALL = ("崇川区", "港闸区", "海安市")


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    """刘洋, who may nudge; 崇川区, 港闸区 and 海安市 have reporters who owe figures."""
    chats.now = MORNING
    programme = chats.conversation.rules.programme
    chats.store.write(
        lambda s: people.admit(s, OPERATOR, programme, [Candidate(18, "孙丽", "reporter", ("gangzha",))], MORNING)
    )
    chats.of(18).says("/start")
    return chats.of(13)


def proposed(said: str) -> list[str]:
    """Return whom a proposal would nudge."""
    return [line[2:].split("：")[0] for line in said.splitlines() if line.startswith("· ")]


@pytest.mark.parametrize(
    "said",
    [
        "别催港闸", "不要催海安", "帮我催一下港闸，算了别催了", "先别催了", "港闸别催", "别催港闸，海安",
        "催一下港闸，不用了", "港闸，别催", "没必要催港闸", "don't nudge Gangzha", "nudge Gangzha, never mind",
    ],
)
def test_nobody_is_proposed_where_nobody_is_to_be_nudged(reviewer: Chat, said: str) -> None:
    reviewer.buttons.clear()
    assert "谁都不催" in reviewer.says(said)
    assert not reviewer.buttons


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("除了港闸，谁没报就催谁", ("崇川区", "海安市")),
        ("谁没报就催谁，港闸别催", ("崇川区", "海安市")),
        ("谁没报就催谁，港闸除外", ("崇川区", "海安市")),
        ("除了港闸和海安都催一遍", ("崇川区",)),
        ("除了港闸，海安，谁没报就催谁", ("崇川区",)),
        ("催港闸和海安，除了如皋", ("港闸区", "海安市")),
        ("催港闸、海安，海安就算了", ("港闸区",)),
        ("港闸别催，催海安", ("海安市",)),
        ("只催港闸，其他别催", ("港闸区",)),
        ("除了港闸还要催海安", ("港闸区", "海安市")),
        ("催一下没报的，不包括海安", ("崇川区", "港闸区")),
        ("海安不催，其他都催", ("崇川区", "港闸区")),
        ("谁不报就催谁", ALL),
        ("要不要催海安", ("海安市",)),
        ("催一催海安，别催错了", ("海安市",)),
        ("别忘了催一下港闸", ("港闸区",)),
        ("不催不行，催一下港闸", ("港闸区",)),
        ("nudge everyone except Gangzha", ("崇川区", "海安市")),
        ("nudge Haian, not Gangzha", ("海安市",)),
        ("chase whoever has not reported", ALL),
        ("nudge Haian and Gangzha", ("港闸区", "海安市")),
        ("没交的都提醒一下", ALL), ("还没上报数据的全部提醒", ALL), ("海安提醒一声", ("海安市",)),
        ("让港闸快点报", ("港闸区",)), ("让还没报的快些报上来", ALL), ("海安抓紧报", ("海安市",)),
        ("chase Gangzha for me", ("港闸区",)),
        ("who hasn't reported? nudge them", ALL),
        ("who hasn't reported, nudge them", ALL),
        ("nudge the ones who are late", ALL),
        ("remind Haian to report", ("海安市",)),
        ("提醒海安填报", ("海安市",)),
        ("让港闸赶紧报", ("港闸区",)),
        ("海安怎么还没报，催一下", ("海安市",)),
        ("谁还没报？催", ALL),
        ("谁没报催谁", ALL),
        ("哪家没报就提醒哪家", ALL),
        ("remind everyone who has not reported", ALL),
        ("send a reminder to the districts that are late", ALL),
        ("please remind those who haven't reported yet", ALL),
        ("提醒港闸", ("港闸区",)),
        ("提醒一下海安和崇川吧", ("崇川区", "海安市")),
        ("给海安提个醒", ("海安市",)),
        ("提醒海安交表", ("海安市",)),
        ("叫海安快点", ("海安市",)),
        ("让没报的抓紧", ALL),
        ("提醒没报的单位", ALL),
        ("把没报的人都提醒一遍", ALL),
        ("催张伟", ("海安市",)),
        ("催崇川的王芳", ("崇川区",)),
        ("除了张伟都催", ("崇川区", "港闸区")),
        ("提醒张伟报数", ("海安市",)),
        ("给孙丽提个醒", ("港闸区",)),
        ("nudge 张伟 please", ("海安市",)),
        ("remind Zhang Wei to report", ("海安市",)),
        ("remind Haian", ("海安市",)),
        ("remind Haian and Gangzha please", ("海安市", "港闸区")),
        ("tell everybody that has not reported to hurry up", ALL),
        ("get Gangzha to hurry", ("港闸区",)),
    ],
)
def test_those_that_are_meant_are_proposed(reviewer: Chat, said: str, whom: tuple[str, ...]) -> None:
    assert sorted(proposed(reviewer.says(said))) == sorted(whom)


def test_an_exception_that_is_not_understood_is_asked_about(reviewer: Chat) -> None:
    reviewer.buttons.clear()
    assert "没看懂除了谁：“火星”" in reviewer.says("除了火星，谁没报就催谁")
    assert not reviewer.buttons


@pytest.mark.parametrize(
    "said", ["明天催一下港闸", "下周一上午9点催港闸", "等会儿催一下港闸", "nudge Gangzha tomorrow"]
)
def test_another_time_is_said_not_to_be_kept_and_asked(reviewer: Chat, said: str) -> None:
    answer = reviewer.says(said)
    assert "催报是现在就发" in answer
    assert proposed(answer) == ["港闸区"]


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("让港闸明天之前报", "明天之前"), ("提醒港闸周五前报齐", "周五前"), ("催港闸下班前报", "下班前"),
        ("tell Gangzha to report by Friday", "by Friday"),
    ],
)
def test_by_when_it_is_wanted_is_said_not_to_be_sent(reviewer: Chat, said: str, by: str) -> None:
    answer = reviewer.says(said)
    assert proposed(answer) == ["港闸区"]
    assert f"不写“{by}”" in answer
    reviewer.taps("确认催")


@pytest.mark.parametrize("said", ["今天催一下港闸", "催2018年没报的", "谁没报就催谁"])
def test_now_and_a_year_are_no_other_time(reviewer: Chat, said: str) -> None:
    assert "催报是现在就发" not in reviewer.says(said)
    assert "确认催" in reviewer.buttons


@pytest.mark.parametrize(
    "said",
    [
        "谁催过海安", "谁催谁", "海安催了吗", "海安提醒填报了吗", "为什么催我", "明天提醒海安填报", "提醒海安开会",
        "提醒过海安吗", "提醒海安市长看一下", "remind Haian of the meeting", "让海安的企业快速发展",
    ],
)
def test_a_question_or_a_reminder_of_it_is_no_order(reviewer: Chat, said: str) -> None:
    reviewer.says(said)
    assert "确认催" not in reviewer.buttons


@pytest.mark.parametrize(("said", "named"), [("催李敏", "李敏不填报数据"), ("催一下王小明", "没看懂催谁：“王小明”")])
def test_whoever_does_not_report_is_not_taken_for_everybody(reviewer: Chat, said: str, named: str) -> None:
    assert named in reviewer.says(said)
    assert "确认催" not in reviewer.buttons


def test_a_lead_has_their_own_reminded(chats: Chats) -> None:
    chats.now = MORNING
    lead = chats.of(16)
    for said in ("提醒我们单位的人", "remind my reporters", "催催王芳", "让填报人抓紧"):
        assert proposed(lead.says(said)) == ["崇川区"], said
    assert lead.says("催张伟") == "您只能催本单位的填报人。"


def test_to_be_reminded_of_nudging_sets_a_reminder(reviewer: Chat) -> None:
    assert "已设提醒" in reviewer.says("提醒我明天催一下港闸")
    assert "确认催" not in reviewer.buttons


def test_who_reports_and_wants_no_nudges_is_offered_fewer(chats: Chats) -> None:
    reporter = chats.of(11)
    reporter.says("别再催我了")
    assert "只在截止前两次提醒" in reporter.buttons


def test_who_can_not_be_reached_is_told_to_who_may_nudge(chats: Chats, reviewer: Chat) -> None:
    programme = chats.conversation.rules.programme
    late = [Candidate(21, "吴昊", "reporter", ("rudong",)), Candidate(22, "郑爽", "reporter", ("chongchuan",))]
    assert "都收得到消息" in reviewer.says("谁收不到消息")
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, late, MORNING))
    chats.store.write(lambda s: reachable.mark_unreachable(s, 18, MORNING))
    never, stopped = "吴昊（如东县）：没打开过机器人", "孙丽（港闸区）：停用了机器人"
    for said, named in (
        ("谁没打开过", {never}), ("哪些填报人还没打开机器人？", {never}), ("who never opened the bot", {never}),
        ("哪些人没点开过", {never}), ("还有谁没开通", {never}), ("who hasn't used it yet", {never}),
        ("谁停用了机器人", {stopped}), ("谁收不到消息", {never, stopped}), ("有没有人联系不上", {never, stopped}),
        ("who can't be reached?", {never, stopped}), ("如东谁收不到提醒", {never}),
    ):
        answer = reviewer.says(said)
        assert {one for one in (never, stopped) if one in answer} == named, said
    assert "郑爽（崇川区）" in chats.of(16).says("谁收不到消息")
    assert "吴昊" not in chats.of(16).says("谁收不到消息"), "a lead is told of their own"
    assert "这些身份能看：分管领导、审核、管理员" in chats.of(12).says("谁收不到消息")
    assert "收不到消息" not in reviewer.says("哪些社区还没启动")
    for said in ("没有人收不到消息", "没有人没打开过", "如东没有人报"):
        answer = reviewer.says(said)
        told = [one for one in (never, stopped, "没打开过机器人", "如皋市") if one in answer]
        assert not told, f"nobody asks who: {said}"
    for said in ("各单位谁没有填报人", "哪些区没人报", "which districts have no reporter"):
        assert "如皋市" in reviewer.says(said), said
        assert "如东县" not in reviewer.says(said), "somebody reports there, reached or not"
        assert not reviewer.last[0].rows
        assert "如皋市" not in chats.of(16).says(said), "a lead is told of their own"
    admin = chats.of(14)
    admin.says("哪些单位没有填报人")
    assert "邀请如皋市填报人" in admin.buttons
    assert "为启东市邀请一个人？\n身份：填报" in admin.says("启东没人报，邀请一个")


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("帮我催一下跨江", ["港闸区", "启东市"]),
        ("催一下通州", ["通州区", "通州湾示范区"]),
        ("高新区还没报，催一下", ["南通高新技术产业开发区", "港闸区", "如东县"]),
    ],
)
def test_a_name_of_several_is_asked_about(reviewer: Chat, said: str, whom: list[str]) -> None:
    assert reviewer.says(said) == "要催哪个单位？"
    assert list(reviewer.buttons) == [f"催{name}" for name in whom]


def test_a_place_whose_name_holds_a_metrics_is_no_figure(reviewer: Chat) -> None:
    assert "没有人能收到，不催：南通高新技术产业开发区" in reviewer.says("催一下南通高新区")


def test_of_several_the_one_that_is_tapped_is_nudged(chats: Chats, reviewer: Chat) -> None:
    reviewer.says("催一下跨江")
    reviewer.taps("催港闸区")
    assert "已催港闸区：孙丽" in reviewer.toast
    assert any("刘洋请您尽快填报" in letter for letter in chats.of(18).receives())


def test_a_lead_is_asked_about_their_own_alone(chats: Chats) -> None:
    lead = chats.of(16)
    assert lead.says("催一下跨江") == "您只能催本单位的填报人。"
    lead.says("催一下开发区")
    assert list(lead.buttons) == ["催崇川区"]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("invite a reporter for Qidong", "填报"), ("add a reporter for Qidong", "填报"),
        ("invite somebody to report for Qidong", "填报"), ("给启东找个填报人", "填报"),
        ("启东加一个填报人", "填报"), ("给启东邀请一位分管领导", "分管领导"),
        ("can you invite a leader for Qidong?", "分管领导"),
    ],
)
def test_an_invitation_is_asked_about_in_whatever_language(chats: Chats, said: str, role: str) -> None:
    admin = chats.of(14)
    assert admin.says(said).startswith(f"为启东市邀请一个人？\n身份：{role}。")
    assert f"邀请已生成：{role}（启东市）" in admin.taps("邀请启东市的人")
    assert "邀请人由管理员来做" in chats.of(13).says(said)


@pytest.mark.parametrize(
    "said", ["invite someone for Qidong", "I need an invitation for Qidong", "给启东生成邀请链接"]
)
def test_the_role_of_an_invitation_is_asked_for(chats: Chats, said: str) -> None:
    admin = chats.of(14)
    assert admin.says(said).startswith("为启东市邀请谁？")
    assert "邀请已生成：分管领导（启东市）" in admin.taps("分管领导")


@pytest.mark.parametrize("said", ["找启东的填报人", "启东有没有填报人", "举办活动邀请企业参加", "增加了三家企业"])
def test_who_is_looked_for_or_told_of_is_not_invited(chats: Chats, said: str) -> None:
    admin = chats.of(14)
    admin.says(said)
    assert not any("邀请" in label for label in admin.buttons)
