"""A meeting with its decisions: noted at once, told to those who see to them, asked for, reminded of, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.overseeing import due
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate

REPORTER, VIEWER, REVIEWER, HAIAN, LEAD = 11, 12, 13, 15, 16
MINUTES = (
    "/record 会议 2020-01-13 四季度联席会议\n1. 崇川区 补齐2018年数据 1月20日前\n"
    "2. 市科技局 起草补助办法 2020-02-28前\n"
    "3. 李敏 汇总各区意见 1月31日"
)


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    return chats.of(REVIEWER)


def test_a_meeting_is_noted_at_once_after_a_preview(chats: Chats, reviewer: Chat) -> None:
    preview = reviewer.says(MINUTES)
    assert preview.startswith("请核对\n2020-01-13　四季度联席会议，议定3件：")
    assert "1. 事项 崇川区 2020-01-13 四季度联席会议 2020-01-20前　补齐2018年数据\n" in preview
    said = reviewer.taps("确认登记")
    assert said.startswith("已登记3件")
    assert "已通知3人" in said, "王芳 and 陈静 of 崇川, 李敏 by name"
    assert "这里没有人能通知：市科技局" in said
    last = chats.of(VIEWER).says("上次会议定了什么")
    assert last.startswith("议定3件，办结0件　2020-01-13 四季度联席会议")
    assert "起草补助办法" in last


def test_each_is_told_of_their_own_only(chats: Chats, reviewer: Chat) -> None:
    reviewer.says(MINUTES)
    reviewer.taps("确认登记")
    (told,) = chats.of(REPORTER).receives()
    head, what, decided = told.split("\n")[:3]
    assert (head, what) == ("交办给您的事项", "崇川区 补齐2018年数据 1月20日前")
    assert decided == "2020-01-20前　2020-01-13四季度联席会议定"
    assert len(chats.of(LEAD).receives()) == 1
    assert "汇总各区意见" in chats.of(VIEWER).receives()[0]
    assert chats.of(HAIAN).receives() == []
    assert reviewer.receives() == []


def test_who_is_named_is_reminded_and_told_when_it_is_done(chats: Chats, reviewer: Chat, rules: Rules) -> None:
    reviewer.says(MINUTES)
    reviewer.taps("确认登记")
    chats.of(VIEWER).receives()
    later = chats.now + timedelta(days=15)
    chats.store.write(lambda session: due.tick(session, rules, later))
    viewer = chats.of(VIEWER)
    viewer.now = later
    letters = viewer.receives()
    assert [letter.splitlines()[0] for letter in letters] == ["事项快到期了"]
    reviewer.says("/record")
    reviewer.taps("办结 3")
    assert chats.of(VIEWER).receives()[0].startswith("事项已办结")
    assert viewer.says("上次会议").startswith("议定3件，办结1件")


def test_what_nobody_here_stands_for_is_told_to_the_reviewers_in_time(
    chats: Chats, reviewer: Chat, rules: Rules
) -> None:
    reviewer.says(MINUTES)
    reviewer.taps("确认登记")
    later = chats.now + timedelta(days=43)
    chats.store.write(lambda session: due.tick(session, rules, later))
    reviewer.now = later
    assert any("事项快到期了" in letter and "起草补助办法" in letter for letter in reviewer.receives())


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("会议 四季度联席会议\n崇川区 补齐数据", "会议要写明是哪一天"),
        ("会议 2020-03-01 联席会议\n崇川区 补齐数据", "会议的日期还没到"),
        ("会议 2020-01-13\n崇川区 补齐数据", "要写明会议名称"),
        ("会议 2020-01-13 联席会议\n崇川区 补齐数据 1月20日前\n啊", "这一行没看懂：啊"),
        ("会议 2020-01-13 联席会议\n崇川区 补齐数据 13月45日前", "这一行没看懂"),
    ],
)
def test_one_line_at_fault_stops_all(chats: Chats, reviewer: Chat, said: str, says: str) -> None:
    assert says in reviewer.says(f"/record {said}")
    assert "未办结事项0件" in reviewer.says("/record")
    assert "还没有登记过会议" in chats.of(VIEWER).says("上次会议定了什么")


def test_a_department_is_told_of_what_it_is_to_do(chats: Chats, reviewer: Chat, rules: Rules) -> None:
    candidate = Candidate(21, "周涛", "member", ("市科技局",))
    chats.store.write(lambda session: people.admit(session, OPERATOR, rules.programme, [candidate], chats.now))
    reviewer.says(MINUTES)
    assert "这里没有人能通知" not in reviewer.taps("确认登记")
    assert any("起草补助办法" in letter for letter in chats.of(21).receives())


def test_a_meeting_with_nothing_below_it_is_told_how_to_note_what_was_decided(reviewer: Chat) -> None:
    for said in ("会议 2020-01-13 联席会议", "meeting 2020-01-13 Joint conference",
                 "会议 2020-01-13 海安实施方案评审会"):
        answer = reviewer.says(f"/record {said}")
        assert "没写议定的事" in answer
        assert "一行一件" in answer


def test_a_meeting_is_for_reviewers_to_note(chats: Chats) -> None:
    chats.of(REPORTER).says(MINUTES)
    assert "没有未办结的事项" in chats.of(VIEWER).says("议定事项")


def test_a_decision_alone_reaches_its_people_too(chats: Chats, reviewer: Chat) -> None:
    reviewer.says("/record 事项 海安市补齐2018年数据 2020-02-10前")
    assert "已通知1人" in reviewer.taps("确认登记")
    assert "海安市" in chats.of(HAIAN).receives()[0]
    reviewer.taps("撤回这条")
    assert chats.of(HAIAN).receives()[0].startswith("事项已撤回")


def test_in_english(chats: Chats, reviewer: Chat) -> None:
    reviewer.says("/language en")
    preview = reviewer.says("/record meeting 2020-01-13 Joint conference\nHaian completes its figures 2020-02-10")
    assert preview.startswith("Please check\n2020-01-13, Joint conference; decided: 1")
    reviewer.taps("Note it")
    assert reviewer.says("what did the last meeting decide").startswith("1 decided, 0 done")


@pytest.mark.parametrize(
    "said",
    [
        "会议 2020-01-13 四季度联席会议：1. 崇川区1月20日前补齐数据；2. 海安市2月10日前出台实施方案",
        "会议 2020-01-13 四季度联席会议\n崇川区1月20日前补齐数据\n海安市2月10日前出台实施方案",
        "/record 会议 2020-01-13 四季度联席会议：1、崇川区1月20日前补齐数据 2、海安市2月10日前出台实施方案",
    ],
)
def test_what_was_decided_may_be_numbered_in_one_line_and_needs_no_command(reviewer: Chat, said: str) -> None:
    """A plan that a decision speaks of made the whole line that authority's plan."""
    preview = reviewer.says(said)
    assert preview.startswith("请核对\n2020-01-13　四季度联席会议，议定2件：")
    assert "1. 事项 崇川区" in preview
    assert "2. 事项 海安市" in preview


@pytest.mark.parametrize(
    ("said", "preview"),
    [
        ("记录事项：海安市补齐2018年数据 2020-02-10前", "事项 海安市 2020-02-10前"),
        ("请登记一下 补助 通创 200万元 市科技局 2019-05-20 创业活动补贴", "支持 通创 200万元"),
        ("登记目标 能达 2018年 战新投资占比 75%", "目标 能达科创 2018"),
        ("登记实施方案 海安 2019-10-20", "实施方案 海安市 2019-10-20"),
        ("登记扶持政策 海安 2019-10-20", "扶持政策 海安市 2019-10-20"),
        ("登记 江海 启动 2017年5月4日", "启动 江海数字 2017-05-04"),
        ("登记江海省级备案 2018-03-01", "省级备案 江海数字 2018-03-01"),
        ("登记 海安市 实施方案 印发 2019年10月20日", "实施方案 海安市 2019-10-20"),
        ("登记 通创 2019年5月20日 市科技局 补助 200万元", "支持 通创 200万元 市科技局 2019-05-20"),
        ("record a decision: Haian completes its figures by 2020-02-10", "事项 海安市 2020-02-10前"),
    ],
)
def test_what_is_to_be_noted_is_said_in_words_and_previewed(reviewer: Chat, said: str, preview: str) -> None:
    assert reviewer.says(said).startswith(f"请核对\n{preview}")
    reviewer.taps("确认登记")
    assert reviewer.says("/record")


@pytest.mark.parametrize("said", [
    "记录一下开会时间", "记录", "登记通创2018年从业人员 500", "登记扶持政策 有", "登记通创扶持政策 有",
    "登记一下通创建成面积30万平方米",
])
def test_what_names_no_kind_of_entry_notes_nothing(reviewer: Chat, said: str) -> None:
    assert "请核对\n事项" not in (answer := reviewer.says(said))
    assert "确认登记" not in reviewer.buttons, answer


def test_who_may_note_nothing_notes_nothing_in_words(chats: Chats) -> None:
    viewer = chats.of(VIEWER)
    viewer.says("记录事项：海安市补齐2018年数据 2020-02-10前")
    assert "确认登记" not in viewer.buttons
    assert "由审核、管理员登记" in chats.of(REPORTER).says("记录事项：海安市补齐2018年数据 2020-02-10前")


@pytest.mark.parametrize(
    ("said", "head", "entries"),
    [
        ("刚开完联席会议：议定1、崇川区补齐2018年数据，1月31日前完成；2、市科技局起草补助办法，2月底前",
         "2020-01-14　联席会议，议定2件：",
         ["崇川区 2020-01-14 联席会议 2020-01-31前", "市科技局 2020-01-14 联席会议 2020-02-29前"]),
        ("1月13日四季度联席会议议定：崇川区补齐数据，下月底前；市财政局落实资金，1月20日前。",
         "2020-01-13　四季度联席会议，议定2件：",
         ["崇川区 2020-01-13 四季度联席会议 2020-02-29前", "市财政局 2020-01-13 四季度联席会议 2020-01-20前"]),
        ("会议纪要\n时间：2020年1月13日\n地点：三楼\n议题：四季度联席会议\n议定：\n"
         "一、崇川区1月20日前补齐数据\n二、海安市年内出台实施方案",
         "2020-01-13　四季度联席会议，议定2件：",
         ["崇川区 2020-01-13 四季度联席会议 2020-01-20前", "海安市 2020-01-13 四季度联席会议 2020-12-31前"]),
        ("今天上午开了推进会，议定三件事：一是崇川区1月20日前补齐数据；二是市科技局月底前拿出办法；"
         "三是海安市下周五前整改",
         "2020-01-14　推进会，议定3件：",
         ["崇川区 2020-01-14 推进会 2020-01-20前", "市科技局 2020-01-14 推进会 2020-01-31前",
          "海安市 2020-01-14 推进会 2020-01-24前"]),
        ("开会议定：崇川区1月20日前补齐数据，海安市下周五前整改", "2020-01-14　会议，议定2件：",
         ["崇川区 2020-01-14 会议 2020-01-20前", "海安市 2020-01-14 会议 2020-01-24前"]),
        ("Joint conference today, decided: 1. Chongchuan completes its figures by Jan 31; "
         "2. Haian adopts its plan by the end of next month",
         "2020-01-14　Joint conference，议定2件：",
         ["崇川区 2020-01-14 Joint conference 2020-01-31前", "海安市 2020-01-14 Joint conference 2020-02-29前"]),
    ],
)
def test_minutes_are_read_as_they_are_told(reviewer: Chat, said: str, head: str, entries: list[str]) -> None:
    preview = reviewer.says(said)
    assert preview.split("\n")[1] == head
    assert [line for line, entry in zip(preview.split("\n")[2:], entries, strict=True) if entry not in line] == []
    assert "确认登记" in reviewer.buttons


@pytest.mark.parametrize(
    "said",
    [
        "上次联席会议议定了哪些事", "上次联席会议议定的事项落实情况", "联席会议议定事项",
        "1月13日会议议定事项办结情况",
        "会议：通创去年高新产值多少", "联席会议议定1、2两项落实了吗", "what did the last meeting decide",
        "下午开会：通创高新产值",
    ],
)
def test_what_is_asked_of_a_meeting_notes_none(reviewer: Chat, said: str) -> None:
    reviewer.says(said)
    assert "确认登记" not in reviewer.buttons


def test_minutes_of_a_meeting_to_come_are_refused_as_such(reviewer: Chat) -> None:
    answer = reviewer.says("会议 3月10日 一季度联席会议：1. 崇川区补齐数据 3月31日前 2. 海安市整改 4月15日前")
    assert answer.startswith("会议的日期还没到")
