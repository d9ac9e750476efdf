"""The authorities: their plans and policies with due day and proof, what they add up to, and support by kind."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_overseeing import record
from tests.chat.test_record import notes
from zc_bot.policy.programme import Programme

VIEWER, REVIEWER = 12, 13


def test_who_lacks_a_policy_is_read_from_the_record_and_not_from_the_figures(
    chats: Chats, programme: Programme
) -> None:
    record(chats, programme, 2018, programme.community, support_policy=1)
    notes(chats.of(REVIEWER), "扶持政策 海安 2018-01-05 海政发〔2018〕5号")
    chat = chats.of(VIEWER)
    for question in ("哪些区还没出扶持政策", "哪个区没出台扶持政策", "各区扶持政策还没印发的"):
        said = chat.says(question)
        assert said.startswith("11/12 个责任主体还没有登记扶持政策"), question
        assert "· 崇川区" in said
        assert "已登记：海安市" in said
        assert said.endswith("以登记的为准；没有登记，不等于没有做。")
    assert "support_policy" not in said
    assert chat.says("哪些社区没有扶持政策").startswith("0个社区2018年没有扶持政策"), "of communities it is a figure"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("海安扶持政策出台了吗", "2018-01-05　海安市扶持政策　海政发〔2018〕5号（刘洋登记）"),
        ("海安的实施方案", "没有登记　海安市实施方案"),
        ("哪些区还没有实施方案", "12/12 个责任主体还没有登记实施方案"),
        ("里程碑", "0/12 个责任主体有实施方案"),
    ],
)
def test_a_plan_is_told_of_one_authority_or_of_all(chats: Chats, question: str, says: str) -> None:
    notes(chats.of(REVIEWER), "扶持政策 海安 2018-01-05 海政发〔2018〕5号")
    assert says in chats.of(VIEWER).says(question)


def test_asked_of_all_it_does_not_follow_the_one_before(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    chat.says("海安的实施方案")
    assert "12/12 个责任主体还没有登记扶持政策" in chat.says("哪些区还没出扶持政策")


def test_what_was_due_and_is_not_on_record_is_told_at_a_glance_and_on_paper(
    chats: Chats, programme: Programme
) -> None:
    record(chats, programme, 2018, programme.community, incubators=1)
    reviewer = chats.of(REVIEWER)
    for code in programme.community:
        notes(reviewer, f"{programme.community[code].name('zh')} 启动 {programme.community[code].start}-06-30")
    assert "到期没有登记的节点" not in reviewer.says("全市情况")
    preview = reviewer.says("/record 扶持政策 海安 2020-01-10前")
    assert "2020-01-10前" in preview
    reviewer.taps("确认登记")
    assert "到期没有登记的节点1个：海安市扶持政策" in reviewer.says("全市情况")
    assert "没有登记　海安市扶持政策（2020-01-10到期，已过4天）" in reviewer.says("海安扶持政策出台了吗")
    reviewer.says("/briefing")
    paper = reviewer.last[0].chart
    assert paper is not None
    lines = [line for column in paper["columns"] for one in column for line in one["lines"]]
    assert "海安市扶持政策，2020-01-10到期，已过4天" in lines
    for question in ("逾期的节点有哪些", "哪些里程碑过期了"):
        said = chats.of(VIEWER).says(question)
        assert said.startswith("1个节点到期没有登记\n· 海安市扶持政策，2020-01-10到期，已过4天"), question
    notes(reviewer, "扶持政策 海安 2020-01-12")
    assert reviewer.says("逾期的节点有哪些").startswith("0个节点到期没有登记")
    reviewer.says("/language en")
    assert reviewer.says("overdue milestones").startswith("0 milestones were due and are not on record")
    reviewer.says("/language zh")
    assert "到期没有登记的节点" not in reviewer.says("全市情况")


def test_a_start_is_due_by_the_end_of_the_year_that_the_notice_gives(chats: Chats, programme: Programme) -> None:
    notes(chats.of(REVIEWER), "通创 启动 2017-06-30")
    assert "2017-06-30　通创启动（刘洋登记）" in chats.of(VIEWER).says("崇川区里程碑")
    assert "没有登记　观音山启动（2018-12-31到期，已过379天）" in chats.of(VIEWER).says("崇川区里程碑")


def test_a_day_that_is_still_to_come_was_not_reached(chats: Chats) -> None:
    said = chats.of(REVIEWER).says("/record 扶持政策 海安 2020-03-01")
    assert said.startswith("日期还没到。如果是期限，写成“2020-03-01前”。没有登记。")


def test_support_is_told_by_kind_department_year_and_place(chats: Chats) -> None:
    reviewer, chat = chats.of(REVIEWER), chats.of(VIEWER)
    notes(reviewer, "补助 通创 200万元 市科技局 2019-05-20 孵化器运行补助")
    notes(reviewer, "补助 通创 50万元 市财政局 2018-06-20 宽带补贴")
    notes(reviewer, "用地 能达 3万平方米 2019-03-01")
    said = chat.says("全市发了多少补助")
    assert said.startswith("250万元、3万平方米　南通市获得支持3笔")
    assert "用地供地 3万平方米（1笔，五（二））" in said
    assert "孵化器补助 200万元（1笔，五（二））" in said
    assert "费用补贴 50万元（1笔，五（二））" in said
    assert chat.says("市科技局给了哪些支持").startswith("200万元　南通市获得市科技局的支持1笔")
    assert chat.says("2018年发了多少补助").startswith("50万元　南通市2018年获得支持1笔")
    assert chat.says("能达拿了多少用地").startswith("3万平方米　能达科创获得“用地供地”支持1笔")
    assert chat.says("通创有多少补贴").startswith("250万元　通创获得支持2笔")
    assert "· 通创 250万元（2笔）" in chat.says("各社区拿了多少补助")


@pytest.mark.parametrize("question", ["支持政策有哪些", "文件规定了哪些补贴"])
def test_what_the_notice_provides_is_not_the_ledger(chats: Chats, question: str) -> None:
    notes(chats.of(REVIEWER), "补助 通创 200万元 市科技局 2019-05-20 孵化器运行补助")
    assert "获得" not in chats.of(VIEWER).says(question)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("how much support did Tongchuang get", "2 million yuan"),
        ("what subsidies did Tongchuang receive", "2 million yuan"),
        ("which districts have not issued support policies", "12/12 authorities not on record"),
        ("milestones of Haian", "Not on record"),
        ("what was decided", "No decision is open"),
        ("did Tongchuang reach its target", "No target is on record"),
        ("by district", "No reviewed figures"),
    ],
)
def test_the_same_in_english(chats: Chats, question: str, says: str) -> None:
    notes(chats.of(REVIEWER), "补助 通创 200万元 市科技局 2019-05-20 孵化器运行补助")
    chat = chats.of(VIEWER)
    chat.says("/language en")
    assert says in chat.says(question)


def test_the_districts_are_summed_up_and_placed(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, ["tongchuang", "guanyinshan", "xincailiao"], hitech_output=65, total_output=100,
           employees=500)
    record(chats, programme, 2018, ["kaiyuan"], hitech_output=90, total_output=100)
    chat = chats.of(VIEWER)
    said = chat.says("2018年各区情况")
    assert "\n1. 崇川区 14/18　" in said
    assert "12个责任主体，依次是达标项数、战新投资占比、高新产值占比：" in said
    assert said.startswith("崇川区、海安市、如皋市　2018年达标比例最高，77.7%"), "whoever meets as much is named too"
    assert "\n1. 海安市 7/9　100.00%　65.00%" in said
    assert "\n4. " in said, "equals share a place"
    assert "\n2. " not in said
    closely = chat.says("2018年崇川区汇总")
    assert "社区：通创、观音山" in closely
    assert "高新产值占比：65.00%，第2/12" in closely
    assert "从业人员：1,000人，第2/12" in closely
    record(chats, programme, 2019, ["tongchuang"], hitech_output=65, total_output=100)
    assert "高新产值占比：65.00%（仅1/2个社区有数）" in chat.says("2019年崇川区汇总")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_community_that_started_is_named(chats: Chats, programme: Programme) -> None:
    for community in programme.communities:
        notes(chats.of(REVIEWER), f"{community.name('zh')} 启动 {community.start}-06-30")
    said = chats.of(VIEWER).says("启动完成情况").split("\n")
    assert said[0] == "13/13 个社区已启动"
    assert sum(line.startswith("· ") for line in said) == 13
