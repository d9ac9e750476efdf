"""Stages and the provincial record: written by reviewers, answered with who wrote it, never guessed."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.chat.conftest import Chat, Chats
from tests.chat.test_record import notes


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    return chats.of(13)


def test_nobody_says_how_many_are_built_before_it_is_recorded(chats: Chats) -> None:
    said = chats.of(12).says("建成几个了")
    assert "尚未登记" in said
    assert "0/10" not in said
    assert "启动（据通知，未登记）13个：通创社区、观音山众创社区" in said
    assert chats.of(12).says("通创建成了吗").startswith("· 通创社区：启动（2017年，据通知）")


def test_a_recorded_stage_is_answered_with_who_recorded_it(chats: Chats, reviewer: Chat) -> None:
    assert "已登记，编号 1" in notes(reviewer, "通创 建成 2019-06-30")
    said = chats.of(12).says("建成几个了")
    assert "建成1/10个" in said
    assert "通创社区：建成（2019年6月30日，刘洋登记）" in said
    assert "建成（2019年6月30日" not in chats.of(12).says("2018年建成几个了"), "then it was not built yet"
    assert "建成 通创社区" in chats.of(14).says("/audit")


def test_the_last_one_counts_and_the_first_is_kept(chats: Chats, reviewer: Chat) -> None:
    notes(reviewer, "通创 建成 2019-06-30")
    said = reviewer.says("/stage 通创 在建 2019年6月30日")
    assert "原来：建成（2019年6月30日，刘洋登记）" in said
    assert "通创社区：建成" in reviewer.says("/stage"), "nothing is kept before it was confirmed"
    notes(reviewer, "通创 在建 2019年6月30日")
    assert "通创社区：建设（2019年6月30日，刘洋登记）" in reviewer.says("/stage")
    rows = chats.store.read(lambda session: session.execute(text("SELECT kind FROM ledger ORDER BY id")).all())
    assert [row.kind for row in rows] == ["built", "building"]
    for change in ("DELETE FROM ledger", "UPDATE ledger SET kind = 'built'"):
        with pytest.raises(DBAPIError):
            chats.store.write(lambda session, change=change: session.execute(text(change)))  # type: ignore[misc]


def test_a_mistaken_day_is_made_void(chats: Chats, reviewer: Chat) -> None:
    notes(reviewer, "通创 建设 2018-05-01")
    notes(reviewer, "通创 建成 2020-01-10")
    assert "通创社区2018年" not in reviewer.says("/stage 通创 作废 2020-01-10")
    assert "通创社区：建成" in reviewer.says("/stage")
    reviewer.says("/stage 通创 作废 2020-01-10")
    assert "已撤回" in reviewer.taps("撤回")
    assert "没有登记" in reviewer.says("/stage 通创 作废 2020-01-10")
    assert "通创社区：建设（2018年5月1日，刘洋登记）" in reviewer.says("/stage")
    said = reviewer.says("/stage 通创 启动 2017-03-01")
    assert "原来：建设" in said
    assert "后面的日子已有登记" in said
    assert "通创社区：建设" in reviewer.says("/stage")


def test_a_report_card_counts_what_was_built_in_its_year(chats: Chats, reviewer: Chat) -> None:
    notes(reviewer, "通创 建成 2020-01-10")
    notes(reviewer, "观音山 建设 2019-01-10")
    assert "建成0/10个" in chats.of(12).says("2019年全部社区达标情况")
    assert "建成1/10个" in chats.of(12).says("建成几个了")


def test_the_provincial_record_is_a_fact_of_its_own(chats: Chats, reviewer: Chat) -> None:
    viewer = chats.of(12)
    assert "省级备案：尚未登记" in viewer.says("江海省级备案了吗")
    notes(reviewer, "江海 省级备案 2018.3.1")
    assert "省级备案：2018年3月1日，刘洋登记" in viewer.says("江海省级备案了吗")
    assert "1个登记了省级备案（共13个）" in viewer.says("哪些社区省级备案了")
    assert "12个没有登记省级备案" in viewer.says("哪些社区没有省级备案")
    assert "1个登记了省级备案（共13个）" in viewer.says("2018年哪些社区省级备案了")
    assert "登记了省级备案" not in viewer.says("省级备案条件有哪些")
    assert "江海数字众创社区：启动" in reviewer.says("/stage")
    notes(reviewer, "江海 撤销备案")
    assert "0个登记了省级备案" in viewer.says("哪些社区省级备案了")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("通创 差不多了", "没看懂阶段"),
        ("观音山 建成 2010-01-01", "早于启动年份2018年"),
        ("建成", "要写明一个社区"),
        ("跨江 建成", "要写明一个社区"),
        ("通创 没建成", "要写明一个社区"),
        ("通创 预计建成", "要写明一个社区"),
        ("tongchuang not yet started", "要写明一个社区"),
        ("通创 建成吗？", "要写明一个社区"),
        ("通创 建成 省级备案 2019-01-01", "要写明一个社区"),
        ("通创 作废", "没看懂日期"),
        ("通创 建成 20190630", "没看懂日期"),
        ("通创 建成 2019-06-300", "没看懂日期"),
        ("通创 建成 昨天", "没看懂日期"),
        ("通创 建成 2019-02-30", "没看懂日期"),
        ("通创 建成 2019年6月", "没看懂日期"),
        ("通创 建成 去年6月", "没看懂日期"),
        ("通创 建成 2030-01-01", "还没到"),
        ("通闯刨 建成", "要写明一个社区"),
    ],
)
def test_what_cannot_be_read_changes_nothing(chats: Chats, reviewer: Chat, said: str, told: str) -> None:
    answer = reviewer.says(f"/stage {said}")
    assert told in answer
    assert "编号" not in answer
    assert chats.store.read(lambda session: session.execute(text("SELECT * FROM ledger")).all()) == []


def test_a_preview_keeps_nothing(chats: Chats, reviewer: Chat) -> None:
    assert "请核对" in reviewer.says("/record 江海 省级备案 2018-03-01")
    assert "没有登记" in reviewer.taps("不登记")
    assert "省级备案：尚未登记" in chats.of(12).says("江海省级备案了吗")


def test_an_authority_hands_its_own_start_and_record_in_for_review(chats: Chats, reviewer: Chat) -> None:
    reporter, viewer = chats.of(11), chats.of(12)
    assert "待市里审核" in notes(reporter, "通创 启动 2017-05-04")
    assert "启动（2017年，据通知）" in viewer.says("通创建成了吗"), "what waits counts nowhere"
    assert any("启动 通创" in told for told in reviewer.receives())
    reviewer.says("/record")
    assert "已通过" in reviewer.taps("通过")
    assert "启动（2017年5月4日，王芳登记）" in viewer.says("通创建成了吗"), "whoever noted it, not who reviewed it"
    assert "启动：2017年5月4日，王芳登记" in viewer.says("通创启动了吗")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("江海 省级备案 2018-03-01", "您登记崇川区的"),
        ("通创 建成 2019-06-30", "由审核、管理员登记"),
        ("通创 作废 2019-06-30", "由审核、管理员登记"),
    ],
)
def test_an_authority_notes_neither_anothers_nor_what_is_built(chats: Chats, said: str, told: str) -> None:
    answer = chats.of(11).says(f"/record {said}")
    assert told in answer
    assert "请核对" not in answer


def test_a_record_is_noted_with_the_paper_that_proves_it(chats: Chats, reviewer: Chat) -> None:
    assert "苏科高发〔2018〕12号" in notes(reviewer, "江海 省级备案 2018-03-01 苏科高发〔2018〕12号")
    assert "苏科高发〔2018〕12号" in chats.of(12).says("江海省级备案完成情况")


@pytest.mark.parametrize(
    "said", ["江海2018年3月5日省级备案了", "江海2018年3月5日已经通过省级备案", "2018年3月5日，江海完成省级备案。"]
)
def test_what_is_told_of_a_stage_is_previewed(reviewer: Chat, said: str) -> None:
    assert "省级备案 江海" in (answer := reviewer.says(said))
    assert "请核对" in answer
    assert "2018-03-05" in answer


@pytest.mark.parametrize(
    "said",
    ["江海2018年3月5日省级备案了吗", "江海2018年3月5日省级备案了没有", "江海省级备案了", "2018年3月5日谁省级备案了"],
)
def test_what_asks_or_names_no_day_is_no_record(reviewer: Chat, said: str) -> None:
    assert "请核对" not in reviewer.says(said)


@pytest.mark.parametrize(
    "asked", ["is Jianghai on the provincial record", "does Jianghai have the provincial record"]
)
def test_the_provincial_record_of_one_is_asked_in_english(chats: Chats, reviewer: Chat, asked: str) -> None:
    notes(reviewer, "江海 省级备案 2018.3.1")
    viewer = chats.of(12)
    viewer.says("/language en")
    assert "On the provincial record: 2018-03-01" in viewer.says(asked)
