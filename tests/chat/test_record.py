"""Decisions, milestones, targets and support: noted in a line, previewed, closed, taken back, asked for in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_overseeing import record
from zc_bot.chat import ticking
from zc_bot.chat.overseeing.previewing import pack, unpack
from zc_bot.chat.overseeing.record_line import read_line
from zc_bot.chat.turn import FOLLOW_UP, Rules
from zc_bot.errors import NotAllowed, Refusal
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import ledger, people
from zc_bot.storage.candidates import Candidate

TODAY = date(2020, 1, 14)
REPORTER, VIEWER, REVIEWER = 11, 12, 13


def notes(chat: Chat, said: str) -> str:
    """Note something and confirm the preview."""
    preview = chat.says(f"/record {said}")
    assert "请核对" in preview, preview
    return chat.taps("确认登记")


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("补助 通创 200万元 市科技局 2019-05-20 创业活动",
         Noted("support", "通创 200万元 市科技局 2019-05-20 创业活动", "chongchuan", "tongchuang", "市科技局",
               Decimal(200), "万元", date(2019, 5, 20))),
        ("2019年5月20日 通创 补贴 50万",
         None),
        ("用地 能达 3万平方米 2019-03-01",
         Noted("support", "能达 3万平方米 2019-03-01", "kaifaqu", "nengda", "", Decimal(30000), "m²",
               date(2019, 3, 1))),
        ("实施方案 海安 2018-01-05",
         Noted("plan", "海安 2018-01-05", "haian", "", "", day=date(2018, 1, 5))),
        ("目标 通创 2020年 高新占比 65%",
         Noted("target", "通创 2020年 高新占比 65%", "chongchuan", "tongchuang", "", Decimal(65), "%",
               metric="hitech_share", year=2020)),
        ("事项 海安市补齐2018年数据 2月15日前",
         Noted("decision", "海安市补齐2018年数据 2月15日前", "haian", "", "", due=date(2020, 2, 15))),
        ("事项 海安市补齐数据 2020-02-15前 2020-01-10联席会议",
         Noted("decision", "海安市补齐数据 2020-02-15前 2020-01-10联席会议", "haian", "", "",
               day=date(2020, 1, 10), due=date(2020, 2, 15))),
        ("目标 通创 2020 战新投资占比 75%",
         Noted("target", "通创 2020 战新投资占比 75%", "chongchuan", "tongchuang", "", Decimal(75), "%",
               metric="sei_share", year=2020)),
    ],
)
def test_a_line_is_read_in_any_order_or_not_at_all(rules: Rules, said: str, noted: Noted | None) -> None:
    found = read_line(said, rules.lexicon, TODAY)
    if noted is None:
        assert found.noted is None, "50万 has no unit that says what it is"
        assert found.fault == "amount"
        return
    assert found.noted is not None, found.fault
    if noted.authority == "kaifaqu":
        noted = Noted(**{**{name: getattr(noted, name) for name in Noted.__slots__},
                         "authority": rules.programme.community["nengda"].authority})
    community = "" if noted.kind in {"plan", "policy", "decision"} and not noted.community else noted.community
    assert (found.noted.kind, found.noted.authority, found.noted.amount, found.noted.unit, found.noted.day,
            found.noted.due, found.noted.metric, found.noted.year, found.noted.who, found.noted.what) == (
        noted.kind, noted.authority, noted.amount, noted.unit, noted.day, noted.due, noted.metric, noted.year,
        noted.who, noted.what)
    if noted.kind not in {"decision"}:
        assert found.noted.community == community
    assert unpack(pack(found.noted)) == found.noted


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("补助 200万元 2019-05-20", "一个社区或责任主体"),
        ("补助 通创 2019-05-20", "带单位的数"),
        ("补助 通创 200万元", "哪一天"),
        ("补助 通创 200万元 2019-13-45", "哪一天"),
        ("目标 通创 2020年 65%", "一个指标"),
        ("目标 通创 高新占比 65%", "哪一年"),
        ("目标 通创 2020年 高新占比 65", "一个数和单位"),
        ("目标 通创 2020年 总产值 70", "一个数和单位"),
        ("事项", "定了什么事"),
    ],
)
def test_what_a_line_does_not_say_is_asked_for_and_nothing_is_noted(chats: Chats, said: str, says: str) -> None:
    chat = chats.of(REVIEWER)
    assert says in chat.says(f"/record {said}")
    assert "未办结事项0件" in chat.says("/record")


def test_support_is_noted_after_a_preview_and_answered_with_its_sum(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    assert "已登记，编号 1" in notes(reviewer, "补助 通创 200万元 市科技局 2019-05-20 创业活动")
    notes(reviewer, "补助 通创 50.5万元 市财政局 2019-06-20 宽带补贴")
    notes(reviewer, "补助 海安 80万元 2019-06-20")
    said = chats.of(VIEWER).says("通创拿了多少补助")
    assert said.startswith("250.5万元　通创获得支持2笔")
    assert "市科技局 2019-05-20" in said
    assert "刘洋登记" in said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("用地 通创 50亩 2019-03-01", "支持 通创 33,333.33平方米 2019-03-01"),
        ("用地 通创 12.5亩 2019-03-01", "支持 通创 8,333.33平方米 2019-03-01"),
        ("补助 通创 80万元 崇川区 2019-05-20 创业活动", "支持 通创 80万元 崇川区 2019-05-20　创业活动"),
        ("补助 通创 80万元 如皋市人民政府 2019-05-20 宽带", "支持 通创 80万元 如皋市 2019-05-20　宽带"),
        ("补助 崇川区通创 80万元 市财政局 2019-05-20", "支持 通创 80万元 市财政局 2019-05-20"),
        ("通创 80万元 科技资金 市财政局 2019-05-20", "支持 通创 80万元 市财政局 2019-05-20　科技资金"),
        ("市财政局2019-05-20拨付通创80万元科技资金", "支持 通创 80万元 市财政局 2019-05-20　科技资金"),
        ("市科技局2019-05-20给了通创50万元教育培训补贴", "支持 通创 50万元 市科技局 2019-05-20　教育培训补贴"),
        ("通创 30亩 科技用地 2019-05-20", "支持 通创 2万平方米 2019-05-20　科技用地"),
        ("事项 市科技局 起草补助办法 2020-12-31", "事项 市科技局 2020-12-31前　起草补助办法"),
    ],
)
def test_it_is_shown_who_granted_how_much_and_nothing_twice(chats: Chats, said: str, shown: str) -> None:
    assert f"\n{shown}\n" in chats.of(REVIEWER).says(f"/record {said}") + "\n"


def test_what_is_not_confirmed_is_not_noted(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    reviewer.says("/record 补助 通创 200万元 2019-05-20")
    assert "没有登记" in reviewer.taps("不登记")
    assert "还没有登记过支持" in chats.of(VIEWER).says("通创拿了多少补助")
    assert "还没有登记过“用地供地”支持" in chats.of(VIEWER).says("通创拿了多少用地"), "other kinds may be on record"


def test_an_authority_notes_its_own_and_the_city_reviews_it(chats: Chats) -> None:
    reporter, reviewer, viewer = chats.of(REPORTER), chats.of(REVIEWER), chats.of(VIEWER)
    assert "待市里审核" in notes(reporter, "补助 通创 200万元 2019-05-20")
    assert "还没有登记过支持" in viewer.says("通创拿了多少补助")
    assert "待审核1条" in reviewer.says("/record")
    assert "已通过" in reviewer.taps("通过 1")
    assert "200万元" in viewer.says("通创拿了多少补助")


def test_a_viewer_named_with_an_authority_sees_nothing_of_it_that_waits(chats: Chats, programme: Programme) -> None:
    """Whom it is shown to early is who may note it; an authority alone gives nothing."""
    one = Candidate(18, "周观", "viewer", ("chongchuan",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
    assert "待市里审核" in notes(chats.of(REPORTER), "补助 通创 200万元 2019-05-20")

    def seen_by(person: int) -> list[str]:
        who = chats.store.read(lambda s: people.find(s, person))
        assert who is not None
        return [one.noted.kind for one in chats.store.read(lambda s: ledger.load(s, who)).records]

    assert (seen_by(REPORTER), seen_by(18)) == (["support"], [])


def test_nobody_approves_what_they_noted_themselves_whatever_they_became(chats: Chats, programme: Programme) -> None:
    """Not by the button that is offered, nor by one forged; another reviewer does."""
    notes(chats.of(REPORTER), "补助 通创 200万元 2019-05-20")
    (entry,) = chats.store.read(lambda s: ledger.load(s, OPERATOR)).records
    became = [Candidate(REPORTER, "王芳", "reviewer")]
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, became, chats.now))
    now_reviewer = chats.of(REPORTER)
    assert "待审核1条" in now_reviewer.says("/record")
    assert [one for one in now_reviewer.buttons if "通过" in one] == []
    assert [one for one in now_reviewer.buttons if "撤回" in one] != []
    who = Principal(REPORTER, "王芳", "reviewer")
    with pytest.raises(NotAllowed, match="own_ledger"):
        chats.store.write(lambda s: ledger.change(s, who, programme, entry.id, chats.now, approve=True))
    other = chats.of(REVIEWER)
    other.says("/record")
    assert "已通过" in other.taps("通过")


@pytest.mark.parametrize(
    ("person", "said", "says"),
    [
        (15, "目标 通创 2027年 高新占比 65%", "崇川区的由崇川区或审核、管理员登记，您登记海安市的"),
        (15, "补助 通创 200万元 2019-05-20", "崇川区的由崇川区"),
        (16, "实施方案 海安市 2018-01-05", "海安市的由海安市或审核、管理员登记，您登记崇川区的"),
        (16, "事项 崇川区补齐2018年数据 2月15日前", "事项由审核、管理员登记"),
        (11, "会议 2020-01-10 四季度联席会议\n崇川区 补齐上年度数据 2020-02-15前", "事项由审核、管理员登记"),
    ],
)
def test_who_may_not_note_it_is_told_who_may_and_shown_nothing_to_confirm(
    chats: Chats, person: int, said: str, says: str
) -> None:
    chat = chats.of(person)
    assert says in chat.says(f"/record {said}")
    assert not chat.last[0].rows
    assert "被拒绝" in chats.of(14).says("/audit")


def test_what_was_noted_is_taken_back_by_a_new_row(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 200万元 2019-05-20")
    assert "底都留着" in reviewer.taps("撤回这条")
    assert "还没有登记过支持" in chats.of(VIEWER).says("通创拿了多少补助")
    reviewer.taps("撤回这条")
    assert "刚被改过" in reviewer.toast or "已撤回" not in reviewer.toast


def test_decisions_are_open_until_they_are_closed_and_overdue_ones_come_first(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "事项 通创整改方案 2020-06-01")
    notes(reviewer, "事项 海安市补齐2018年数据 2020-01-10前")
    said = chats.of(VIEWER).says("议定事项落实情况")
    assert said.startswith("2件未办结，逾期1件")
    assert said.split("\n")[1].endswith("（已逾期4天）")
    reviewer.says("/record")
    assert "已办结" in reviewer.taps("办结 2")
    assert chats.of(VIEWER).says("议定事项").startswith("1件未办结，逾期0件")


@pytest.mark.parametrize("said", ["2号事项办结了", "办结 2", "事项2已办结", "海安的事项办完了", "decision 2 is done",
                                  "2办完了", "第2条已办结", "2号已经完成了", "2 is done",
                                  "办结 海安市补齐", "事项补齐2018年数据已办结"])
def test_a_decision_is_closed_by_a_word_and_a_button(chats: Chats, said: str) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "事项 通创整改方案 2020-06-01")
    notes(reviewer, "事项 海安市补齐2018年数据 2020-01-10前")
    shown = reviewer.says(said)
    assert "海安市补齐2018年数据" in shown
    assert "通创整改方案" not in shown
    assert "已办结" in reviewer.taps("办结 2")
    assert chats.of(VIEWER).says("议定事项").startswith("1件未办结")


def test_who_may_not_close_a_decision_is_told_who_may(chats: Chats) -> None:
    notes(chats.of(REVIEWER), "事项 通创整改方案 2020-06-01")
    assert "由审核、管理员办结" in chats.of(REPORTER).says("1号事项办结了")
    assert "没有这样的" in chats.of(REVIEWER).says("9号事项办结了")


@pytest.mark.parametrize(
    "said",
    ["交办的事项完成率", "完成的议定事项", "通创2019 从业人员5300 事项已落实", "1号事项办结了吗？", "1家办完了",
     "第10次会议议定事项完成情况", "通创2019 管理机构有 事项已落实"],
)
@pytest.mark.parametrize("person", [REPORTER, REVIEWER])
def test_a_question_or_a_report_that_speaks_of_what_is_done_closes_nothing(
    chats: Chats, said: str, person: int
) -> None:
    notes(chats.of(REVIEWER), "事项 通创整改方案 2020-06-01")
    chat = chats.of(person)
    answer = chat.says(said)
    assert "由审核、管理员办结" not in answer
    assert "没有这样的" not in answer
    assert "办结 1" not in chat.buttons


@pytest.mark.parametrize("asked", [
    "哪些事项办结了", "事项办结了吗", "议定事项落实情况", "which decisions are done", "decisions not done",
    "decision 1 isn't done yet", "事项还没办结",
])
def test_a_question_about_decisions_closes_none(chats: Chats, asked: str) -> None:
    notes(chats.of(REVIEWER), "事项 通创整改方案 2020-06-01")
    told = chats.of(REVIEWER).says(asked)
    assert "吗？" not in told.split("\n")[0]
    assert "done?" not in told
    assert "登记" not in chats.of(VIEWER).says(asked).split("\n")[0], "nor is it said who may"


def test_a_plan_says_since_when_and_who_lacks_one(chats: Chats) -> None:
    notes(chats.of(REVIEWER), "实施方案 海安 2018-01-05")
    said = chats.of(VIEWER).says("实施方案出台了吗")
    assert "1/12 个责任主体有实施方案" in said
    assert "海安市：2018-01-05" in said
    assert "还没有登记：崇川区" in said


def test_a_target_stands_beside_the_figure_and_judges_nothing(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, ["tongchuang"], hitech_output=60, total_output=100)
    notes(chats.of(REVIEWER), "目标 通创 2018年 高新占比 65%")
    notes(chats.of(REVIEWER), "目标 通创 2019年 从业人员 5000人")
    said = chats.of(VIEWER).says("通创完成目标了吗")
    assert said.startswith("0/2 个目标已完成")
    assert "通创2018年高新产值占比：60.00%，目标65%，还差5个百分点" in said
    assert "通创2019年从业人员：未报或未审，目标5,000人，还没有数" in said
    assert "来源：" in said
    assert "达标" not in said


@pytest.mark.parametrize("said", [
    "没完成目标的社区", "目标没完成的有哪些", "哪些社区没完成目标", "谁的目标没达到", "who missed their targets",
])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_missed_a_target_is_told_of_targets(chats: Chats, programme: Programme, said: str) -> None:
    """It told how many communities are built, which is the goal of the notice."""
    record(chats, programme, 2018, ["tongchuang", "nengda"], hitech_output=60, total_output=100)
    for noted in ("通创 2018年 高新占比 65%", "能达 2018年 高新占比 55%", "通创 2019年 从业人员 5000人"):
        notes(chats.of(REVIEWER), f"目标 {noted}")
    told = chats.of(VIEWER).says(said)
    assert told.startswith("1/3 个登记的目标没完成\n另有1个还没有数"), told
    assert "通创2018年高新产值占比" in told
    assert "能达" not in told.split("来源")[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_target_is_of_a_community_and_it_is_said_which(chats: Chats) -> None:
    """A report was opened, and the target would have been the year's figure."""
    reviewer, viewer = chats.of(REVIEWER), chats.of(VIEWER)
    assert reviewer.says("登记 崇川 2019年从业人员目标5万人").startswith(
        "目标是哪个社区的？写明一个：通创、观音山。没有登记。"
    )
    assert reviewer.says("登记 海安 2019年从业人员目标5万人").startswith("请核对\n目标 新材料 2019 从业人员 50,000人")
    assert viewer.says("登记 通创补助100万元").startswith("没有登记：登记由"), "who may note it"
    assert "日期" in reviewer.says("登记 通创补助100万元")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", [
    "哪些登记待审", "待审登记", "登记的还有哪些没审", "which records are waiting for review",
])
def test_which_entries_wait_is_asked_in_any_order(chats: Chats, said: str) -> None:
    reporter, reviewer = chats.of(15), chats.of(REVIEWER)
    reporter.says("/record 目标 新材料 2027年 高新占比 65%")
    reporter.taps("确认登记")
    assert "新材料" in reviewer.says(said)
    assert any("通过" in one for one in reviewer.buttons)


@pytest.mark.parametrize(
    ("said", "amount", "unit", "year"),
    [
        ("target Tongchuang 2020 employees 6,000 people", 6000, "人", 2020),
        ("target Nengda 2020 new startups 200", 200, "家", 2020),
        ("目标 能达 2020年 从业人员 2025人", 2025, "人", 2020),
        ("target Tongchuang 2020 hi-tech share 65%", 65, "%", 2020),
        ("target Tongchuang 2020 total output 7.2 billion yuan", 720_000, "万元", 2020),
    ],
)
def test_a_target_is_noted_in_english_with_the_year_and_the_amount_told_apart(
    rules: Rules, said: str, amount: int, unit: str, year: int
) -> None:
    found = read_line(said, rules.lexicon, TODAY).noted
    assert found is not None
    assert (found.kind, found.amount, found.unit, found.year) == ("target", Decimal(amount), unit, year)


def test_a_grant_in_english_is_of_its_millions(rules: Rules) -> None:
    found = read_line("grant Tongchuang 2 million yuan 2019-05-20", rules.lexicon, TODAY).noted
    assert found is not None
    assert (found.amount, found.unit) == (Decimal(200), "万元")


@pytest.mark.parametrize(
    "asked", ["targets on record", "have the targets on record been met", "did Tongchuang reach its targets",
              "recorded targets of Tongchuang"],
)
def test_targets_are_asked_for_in_english_and_are_never_the_requirements(
    chats: Chats, programme: Programme, asked: str
) -> None:
    record(chats, programme, 2018, ["tongchuang"], hitech_output=60, total_output=100)
    notes(chats.of(REVIEWER), "目标 通创 2018年 高新占比 65%")
    viewer = chats.of(VIEWER)
    viewer.says("/language en")
    assert viewer.says(asked).split("\n")[:2] == [
        "0/1 targets on record are met", "· Tongchuang 2018 High-tech share: 60.00%, target 65%, 5 pp missing"
    ]
    assert "As of 2020-01-14" in viewer.says(asked)


def test_it_is_on_paper_and_at_a_glance(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, programme.community)
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "事项 海安市补齐2018年数据 2020-01-10前")
    notes(reviewer, "补助 通创 200万元 2019-05-20")
    assert "未办结事项1件，逾期1件" in reviewer.says("全市情况")
    reviewer.says("/briefing")
    paper = reviewer.last[0].chart
    assert paper is not None
    lines = " ".join(line for column in paper["columns"] for one in column for line in one["lines"])
    assert "补齐2018年数据" in lines
    assert "200万元" in lines


def test_a_stage_is_noted_by_the_same_command(chats: Chats) -> None:
    assert "建成 通创 2019-06-30" in chats.of(REVIEWER).says("/record 通创 建成 2019-06-30")


def test_in_english(chats: Chats) -> None:
    chat = chats.of(REVIEWER)
    chat.says("/language en")
    assert "Please check" in chat.says("/record grant Tongchuang 200万元 2019-05-20")
    assert "Noted, number 1" in chat.taps("Note it")


class TestMemberDepartments:
    @pytest.fixture
    def finance(self, chats: Chats) -> Chat:
        """何静 of 市财政局, who came in by an admin's invitation for that department."""
        admin = chats.of(14)
        assert "属于哪个部门" in admin.says("/people invite 成员单位")
        assert "成员单位（市财政局）" in admin.taps("市财政局")
        assert "成员单位（市财政局）" in admin.says("/people invite member 财政局")
        programme = chats.conversation.rules.programme
        one = Candidate(17, "何静", "member", ("市财政局",))
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
        assert "联席会议成员单位（市财政局）" in chats.of(17).says("/start")
        return chats.of(17)

    def test_they_note_what_their_own_department_granted_and_the_city_reviews_it(
        self, chats: Chats, finance: Chat
    ) -> None:
        assert "市财政局" in finance.says("/record 补助 通创 200万元 2019-05-20")
        finance.taps("确认登记")
        assert "200万元" not in chats.of(12).says("通创拿了多少补助")
        reviewer = chats.of(13)
        reviewer.says("/record")
        reviewer.taps("通过")
        assert "200万元" in chats.of(12).says("通创拿了多少补助")

    def test_the_reviewers_are_told_and_told_again_after_five_working_days_and_who_noted_it_hears_what_became_of_it(
        self, chats: Chats, finance: Chat
    ) -> None:
        finance.says("/record 补助 通创 200万元 2019-05-20")
        finance.taps("确认登记")
        reviewer, admin = chats.of(13), chats.of(14)
        assert any(letter.startswith("待审核，何静登记：\n支持 通创 200万元") for letter in reviewer.receives())
        reviewer.taps("看登记")
        assert "通过 1" in reviewer.buttons
        for days, is_late in ((1, False), (6, True), (8, False)):
            morning = datetime(2020, 1, 14, 1, 30, tzinfo=UTC) + timedelta(days=days)
            chats.store.write(lambda s, morning=morning: ticking.tick(s, chats.conversation.rules, morning))
            reviewer.now = admin.now = morning
            for chat in (reviewer, admin):
                letters = chat.receives()
                digest = [letter for letter in letters if "个社区已报齐" in letter]
                assert all(f"· 待审{days}天：登记 1 条" in letter for letter in digest)
                late = [letter for letter in letters if "已满五个工作日" in letter]
                assert bool(late) is is_late
                assert all(letter.splitlines()[0] == "1项等审核已满五个工作日" for letter in late)
        reviewer.says("/record")
        reviewer.taps("通过 1")
        finance.now = reviewer.now
        assert any(letter.startswith("您登记的已通过审核（刘洋）") for letter in finance.receives())

    def test_they_are_shown_what_they_may_note_and_nothing_else(self, chats: Chats, finance: Chat) -> None:
        shown = finance.says("/record")
        assert "/record 补助 通创社区 200万元 市财政局" in shown
        assert not any(word in shown for word in ("事项 ", "实施方案", "目标", "建设阶段"))
        assert "用 /record 登记" in finance.says("/help")
        reporters = chats.of(11).says("/record")
        assert "实施方案 崇川区" in reporters
        assert "/record 事项" not in reporters
        assert "建设阶段" not in reporters

    @pytest.mark.parametrize(
        "said", ["补助 通创 市科技局 200万元 2019-05-20", "实施方案 崇川区 2019-05-20", "事项 崇川区补数 2020-01-31"]
    )
    def test_nothing_else_is_theirs_to_note(self, finance: Chat, said: str) -> None:
        assert "您只能登记市财政局给的支持" in finance.says(f"/record {said}")
        assert "没有 /report" in finance.says("/report")

    def test_nor_does_the_store_itself_take_it(self, chats: Chats) -> None:
        who, programme = Principal(17, "何静", "member", ("市财政局",)), chats.conversation.rules.programme
        theirs = Noted("support", "通创 200万元", "chongchuan", "tongchuang", "市财政局")
        ledger.check(who, programme, theirs)
        for other in (
            replace(theirs, who="市科技局"), replace(theirs, who="市财政局、市科技局"), replace(theirs, who=""),
            replace(theirs, kind="plan"), replace(theirs, kind="decision"),
        ):
            with pytest.raises(NotAllowed):
                ledger.check(who, programme, other)

    def test_they_read_approved_figures_only(self, chats: Chats, finance: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认提交")
        assert "45.6" not in finance.says("通创2019年高新产值")

    def test_nobody_is_of_a_department_that_there_is_not(self, chats: Chats) -> None:
        programme = chats.conversation.rules.programme
        for wrong in (Candidate(18, "某人", "member", ("市体育局",)), Candidate(18, "某人", "member", ()),
                      Candidate(18, "某人", "reporter", ("市财政局",))):
            with pytest.raises(Refusal):
                chats.store.write(lambda s, wrong=wrong: people.admit(s, OPERATOR, programme, [wrong], chats.now))


@pytest.fixture
def granted(chats: Chats) -> Chats:
    """Three grants of three departments in two years."""
    reviewer = chats.of(REVIEWER)
    for said in ("通创 200万元 市科技局 2018-05-20 创业活动补贴", "能达 50万元 市财政局 2019-05-20 孵化器补助",
                 "观音山 80万元 市科技局 2019-11-02 创业活动补贴"):
        notes(reviewer, f"补助 {said}")
    return chats


@pytest.mark.parametrize("asked", ["各部门批了多少", "哪个部门给的补助最多", "按部门分的补助一共多少"])
def test_support_is_summed_up_by_department(granted: Chats, asked: str) -> None:
    said = granted.of(VIEWER).says(asked).split("\n")
    if "最多" in asked:
        assert said.pop(0) == "市科技局　给的支持最多：280万元"
    assert said[0].startswith("330万元　南通市获得支持3笔")
    assert said[1:] == ["· 市科技局 280万元（2笔）", "· 市财政局 50万元（1笔）", "截至2020-01-14登记并审核的。"]


@pytest.mark.parametrize(
    ("asked", "head"),
    [
        ("除崇川外补助", "50万元　除通创、观音山外的社区获得支持1笔"),
        ("除能达外所有补助", "280万元　除能达科创外的社区获得支持2笔"),
        ("2019年补助", "130万元　南通市2019年获得支持2笔"),
        ("2019年5月批了多少补助", "50万元　南通市2019-05-01至2019-05-31获得支持1笔"),
        ("市科技局和市财政局批了多少", "330万元　南通市获得市科技局、市财政局的支持3笔"),
        ("通创补助", "200万元　通创获得支持1笔"),
        ("上个月批了多少补助", "南通市2019-12-01至2019-12-31还没有登记过支持"),
    ],
)
def test_support_is_of_the_places_days_and_departments_that_are_asked_about(
    granted: Chats, asked: str, head: str
) -> None:
    assert granted.of(VIEWER).says(asked).startswith(head)


def test_what_was_decided_on_a_day_is_not_what_the_last_meeting_decided(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    for day, what in (("2019-10-10", "海安市补齐数据"), ("2019-12-10", "如皋市报送清单")):
        reviewer.says(f"/record 会议 {day} 联席会议\n{what} 2020-03-01")
        reviewer.taps("确认登记")
    viewer = chats.of(VIEWER)
    said = viewer.says("2019年10月10日会上定了什么")
    assert said.startswith("议定1件，办结0件　2019-10-10")
    assert "补齐数据" in said
    assert "报送清单" not in said
    assert viewer.says("上周定了哪些事项").startswith("2020-01-06至2020-01-12没有登记过议定的事项")


def test_another_year_place_or_way_to_sum_up_goes_on_from_what_was_asked(granted: Chats) -> None:
    viewer = granted.of(VIEWER)
    viewer.says("补助一共多少")
    assert viewer.says("除崇川外呢").startswith("50万元　除通创、观音山外的社区获得支持1笔")
    assert viewer.says("全市呢").startswith("330万元　南通市获得支持3笔")
    assert "· 市科技局 280万元（2笔）" in viewer.says("按部门呢")
    assert viewer.says("2019年呢").split("\n")[:2] == ["130万元　南通市2019年获得支持2笔", "· 市科技局 80万元（1笔）"]
    assert viewer.says("通创呢").startswith("通创2019年还没有登记过支持")
    assert viewer.says("那2018年呢").startswith("200万元　通创2018年获得支持1笔")
    assert viewer.says("2019年5月呢").startswith("通创2019-05-01至2019-05-31还没有登记过支持")


def test_a_moment_goes_on_from_how_the_city_stands(granted: Chats) -> None:
    viewer = granted.of(VIEWER)
    viewer.says("未办结事项")
    assert viewer.says("昨天呢").endswith("按2020-01-13当天24时前已录入的数。")
    viewer.says("谁迟报")
    assert "个责任主体" in viewer.says("按区呢")
    assert "2018年度数据" in viewer.says("2018年呢")
    assert "范围：除通创、观音山外的社区。" in viewer.says("除崇川外呢")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("市科技局给通创拨了200万元孵化器运行补助，2019年5月20日", "支持 通创 200万元 市科技局 2019-05-20"),
        ("市财政局给通创拨了200万元补助，5月20日", "支持 通创 200万元 市财政局 2019-05-20"),
        ("崇川区实施方案2019年5月20日印发了", "实施方案 崇川区 2019-05-20"),
        ("通创2020年高新占比目标65%", "目标 通创 2020 高新产值占比 65%"),
        ("会议定了：能达10月底前报整改方案", "事项 南通经济技术开发区 2020-10-31前"),
    ],
)
def test_what_was_done_is_previewed_as_a_record_when_it_is_told(chats: Chats, said: str, shown: str) -> None:
    """It opened a report, which then swallowed what followed."""
    reviewer = chats.of(REVIEWER)
    told = reviewer.says(said)
    assert told.startswith("请核对")
    assert shown in told
    assert "确认登记" in reviewer.buttons
    assert "请核对" not in chats.of(VIEWER).says(said)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "said",
    [
        "市科技局给通创拨了多少", "通创 2019 扶持政策 有", "通创 2019 从业人员 3200人", "通创拿到补助了吗",
        "会议定了什么",
    ],
)
def test_what_asks_or_reports_is_no_record(chats: Chats, said: str) -> None:
    assert "确认登记" not in (chats.of(REVIEWER).says(said), *chats.of(REVIEWER).buttons)


def test_an_entry_is_taken_back_by_its_number_and_what_is_nobodys_is_told_so(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 200万元 市科技局 2019-05-20")
    said = reviewer.says("撤回 1")
    assert "撤回哪一条" in said
    assert "支持 通创" in said
    assert "底都留着" in reviewer.taps("撤回 1")
    for chat in (reviewer, chats.of(REPORTER)):
        said = chat.says("撤回 33")
        assert "您没有报过编号000033的数据" in said
        assert "已审核" not in said


def test_an_entry_and_a_report_of_one_number_are_told_apart(chats: Chats, programme: Programme) -> None:
    reporter = chats.of(REPORTER)
    notes(reporter, "补助 通创 200万元 市科技局 2019-05-20")
    reporter.says("通创 2019 从业人员 5300")
    reporter.taps("确认提交")
    reporter.says("撤回 1")
    assert {label for label in reporter.buttons if label.startswith("撤回")} == {"撤回 1", "撤回 000001"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("decision Chongchuan complete the figures by 2020-02-20", "by 2020-02-20: complete the figures"),
        ("decision Chongchuan to complete the figures no later than 20 February 2020",
         "by 2020-02-20: complete the figures"),
        ("decision by 2020-02-20 Chongchuan hands in its figures",
         "by 2020-02-20: hands in its figures"),
        ("support for Tongchuang 2 million yuan from the Finance Bureau on 2019-11-20, start-up activities",
         "2019-11-20: start-up activities"),
        ("grant of 2 million yuan to Tongchuang by the Finance Bureau on 20 November 2019 for start-up activities",
         "2019-11-20: start-up activities"),
    ],
)
def test_english_words_that_lead_to_what_stands_apart_go_with_it(chats: Chats, said: str, shown: str) -> None:
    """It was told as "complete the figures by" and "for from the on , start-up activities"."""
    chat = chats.of(REVIEWER)
    chat.says("/language en")
    assert chat.says(f"/record {said}").split("\n")[1].endswith(shown)


def test_a_word_alone_takes_back_what_was_just_noted(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 100万元 2019-05-20")
    assert "100万元" in reviewer.says("撤回")
    assert "底都留着" in reviewer.taps("撤回 1")
    notes(reviewer, "补助 通创 300万元 2019-05-20")
    reviewer.now += FOLLOW_UP
    assert "300万元" not in reviewer.says("撤回"), "It may be of anything since."


@pytest.mark.parametrize("said", [
    "今天会议议定：海安12月底前补齐孵化器", "刚开完会，议定：1、海安12月底前补齐孵化器；2、崇川区月底前补齐数据",
    "记录事项：海安 12月底前补齐孵化器", "会议决定海安市6月1日前补齐数据", "note decision: Haian fills in 2020-06-01",
])
def test_who_may_note_nothing_is_told_who_may(chats: Chats, said: str) -> None:
    viewer = chats.of(VIEWER)
    assert viewer.says(said).startswith("没有登记：登记由")
    assert not viewer.buttons


@pytest.mark.parametrize("asked", ["上次会议定了什么", "议定事项落实情况", "会议议定的事项有哪些"])
def test_who_may_note_nothing_asks_of_it_as_ever(chats: Chats, asked: str) -> None:
    assert "没有登记：" not in chats.of(VIEWER).says(asked)
