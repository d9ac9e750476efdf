"""Support on record: who got and gave the most, each and none, and taken along as a sheet with all else on record."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.chat.conftest import Chats
from tests.chat.test_record import notes

VIEWER, REVIEWER, ADMIN = 12, 13, 14


@pytest.fixture
def granted(chats: Chats) -> Chats:
    """通创 got two grants, 观音山 and 开源 one each, 新材料 none; 崇川区 has both of the first."""
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 200万元 市科技局 2018-05-20 创业活动")
    notes(reviewer, "补助 通创 100万元 市财政局 2019-06-20 宽带补贴")
    notes(reviewer, "补助 观音山 50万元 市财政局 2019-06-20 宽带补贴")
    notes(reviewer, "补助 开源 250万元 市人才办 2019-06-20 导师服务")
    return chats


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("谁拿的补助最多", ["通创　拿的支持最多：300万元", "600万元　南通市获得支持4笔", "· 通创 300万元（2笔）"]),
        ("谁拿的补助最少",
         ["观音山　拿到的里面最少：50万元", "600万元　南通市获得支持4笔", "· 观音山 50万元（1笔）"]),
        ("2019年谁拿的补助最多", ["开源　拿的支持最多：250万元"]),
        ("哪个区拿的补助最多", ["崇川区　拿的支持最多：350万元"]),
        ("哪个部门给的补助最多", ["市人才办　给的支持最多：250万元"]),
        ("按部门补助多少",
         ["600万元　南通市获得支持4笔", "· 市人才办 250万元（1笔）", "· 市科技局 200万元（1笔）"]),
        ("各区补助总额",
         ["600万元　南通市获得支持4笔", "· 崇川区 350万元（3笔）", "· 如皋市 250万元（1笔）"]),
        ("补助都发到哪儿了", ["600万元　南通市获得支持4笔", "· 通创 300万元（2笔）"]),
        ("各社区补助排名", ["600万元　南通市获得支持4笔", "· 通创 300万元（2笔）"]),
        ("还没拿到补助的社区有哪些", ["10/13 个社区没有登记过支持"]),
        ("哪些社区没有补助", ["10/13 个社区没有登记过支持"]),
        ("who got the most support", ["通创　拿的支持最多：300万元"]),
        ("support by district", ["600万元　南通市获得支持4笔", "· 崇川区 350万元（3笔）"]),
    ],
)
def test_who_got_and_gave_support_is_told_in_order(granted: Chats, asked: str, lines: list[str]) -> None:
    said = granted.of(VIEWER).says(asked).split("\n")
    assert said[: len(lines)] == lines


@pytest.mark.parametrize("asked", ["通创有没有补助", "支持政策有哪些", "各区支持政策", "孵化器有补助吗"])
def test_what_the_notice_provides_for_and_whether_one_got_any_is_no_order(granted: Chats, asked: str) -> None:
    said = granted.of(VIEWER).says(asked)
    assert "没有登记过支持" not in said
    assert "最多" not in said


@pytest.mark.parametrize(
    ("asked", "named", "rows"),
    [
        ("导出补助表", "支持台账 2020-01-14.xlsx", 4),
        ("补助台账发我Excel", "支持台账 2020-01-14.xlsx", 4),
        ("导出通创2019年的补助台账", "支持台账 2020-01-14.xlsx", 1),
        ("导出里程碑", "里程碑 2020-01-14.xlsx", 1),
        ("导出事项", "议定事项 2020-01-14.xlsx", 1),
        ("导出目标", "目标 2020-01-14.xlsx", 1),
        ("export the support ledger", "支持台账 2020-01-14.xlsx", 4),
        ("export decisions", "议定事项 2020-01-14.xlsx", 1),
    ],
)
def test_what_is_on_record_is_taken_along_by_words(granted: Chats, asked: str, named: str, rows: int) -> None:
    reviewer = granted.of(REVIEWER)
    for said in ("实施方案 海安 2018-01-05", "事项 海安市补齐数据 2月15日前", "目标 通创 2020年 高新占比 65%"):
        notes(reviewer, said)
    assert f"{rows}条，见下面的文件" in reviewer.says(asked)
    file = reviewer.last[0].document
    assert file is not None
    assert file.name == named
    table = list(openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
    heads = table[0]
    assert heads[-6:] == ("支持类别", "条款", "证明材料", "指标", "年度", "会议")
    if rows == 4:
        amounts = [row[heads.index("数额")] for row in table[1:5]]
        assert amounts == [200, 100, 50, 250]
        assert [row[heads.index("条款")] for row in table[1:5]] == ["五（二）"] * 4


def test_what_was_looked_at_on_record_is_taken_along_by_pointing_at_it(granted: Chats) -> None:
    reviewer = granted.of(REVIEWER)
    reviewer.says("2019年补助一共多少")
    assert "2019 支持台账，3条" in reviewer.says("导出来")


@pytest.mark.parametrize("asked", ["谁导出过数据", "操作记录", "谁查看过通创的数据", "导出补助表", "导出事项"])
def test_a_group_is_read_out_no_audit_and_given_no_file(granted: Chats, asked: str) -> None:
    granted.of(REVIEWER).says("导出补助表")
    admin = granted.of(ADMIN)
    admin.says_in(-5, "全市情况")
    admin.taps_in(-5, "启用")
    said = admin.says_in(-5, asked)
    assert "刘洋" not in said
    assert "支持台账" not in said
    assert not any(reply.document for reply in admin.last)
