"""`support`, `milestones` and `decisions`: in and out by file, all rows or none, and back again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.shell import Shell

HEAD = ("community", "amount", "unit", "who", "day", "what")
GRANT = ("通创社区", "200.5", "万元", "市科技局", "2019-05-20", "创业活动")


def sheet(folder: Path, *rows: Sequence[str]) -> Path:
    path = folder / "ledger.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


def test_grants_come_back_as_they_went_in_and_twice_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    assert "1 noted" in shell.ok("support", "import", sheet(tmp_path, HEAD, GRANT)).out
    out = tmp_path / "out.csv"
    shell.ok("support", "export", out)
    row = out.read_text(encoding="utf-8-sig").splitlines()[1]
    assert row == "support,chongchuan,tongchuang,200.5,万元,市科技局,2019-05-20,,创业活动,open,,,,费用补贴,五（二）,"
    assert "0 noted, 1 unchanged" in shell.ok("support", "import", out).out


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("没有的社区", *GRANT[1:]), "is not known"),
        (("", *GRANT[1:]), "neither a community nor an authority"),
        (("通创社区", "-3", *GRANT[2:]), "no number above 0"),
        (("通创社区", "3", "斤", *GRANT[3:]), "expected 万元 or m²"),
        ((*GRANT[:4], "昨天", "x"), "is no date"),
    ],
)
def test_every_fault_names_its_row_and_nothing_is_noted(
    shell: Shell, tmp_path: Path, row: tuple[str, ...], fault: str
) -> None:
    found = shell.run("support", "import", sheet(tmp_path, HEAD, GRANT, row))
    assert found.status == 1
    assert "row 3" in found.err
    assert fault in found.err
    out = tmp_path / "out.csv"
    shell.ok("support", "export", out)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1


def test_plans_go_in_and_out_as_a_workbook(shell: Shell, tmp_path: Path) -> None:
    rows = [("kind", "authority", "day", "what"), ("实施方案", "海安市", "2018-01-05", "已印发")]
    shell.ok("milestones", "import", sheet(tmp_path, *rows))
    out = tmp_path / "out.xlsx"
    assert "1 entries" in shell.ok("milestones", "export", out).out
    assert "0 noted, 1 unchanged" in shell.ok("milestones", "import", out).out


STAGE = ("kind", "community", "day", "what")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_starts_and_provincial_records_go_in_and_out_with_the_plans(
    shell: Shell, tmp_path: Path, ending: str
) -> None:
    rows = [STAGE, ("启动", "江海", "2017-05-04", ""), ("省级备案", "江海", "2018-03-01", "苏科高发〔2018〕12号")]
    assert "2 noted" in shell.ok("milestones", "import", sheet(tmp_path, *rows)).out
    out = tmp_path / f"out.{ending}"
    assert "2 entries" in shell.ok("milestones", "export", out).out
    assert "0 noted, 2 unchanged" in shell.ok("milestones", "import", out).out
    assert "2018年3月1日" in shell.ok("ask", "江海省级备案了吗").out


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("省级备案", "江海", "", ""), "is no date"),
        (("建成", "江海", "2010-01-01", ""), "before it starts"),
        (("建成", "江海", "2999-01-01", ""), "still to come"),
        (("建成", "", "2019-01-01", ""), "neither a community nor an authority"),
    ],
)
def test_a_stage_that_cannot_be_is_refused_with_its_row(
    shell: Shell, tmp_path: Path, row: tuple[str, ...], fault: str
) -> None:
    found = shell.run("milestones", "import", sheet(tmp_path, STAGE, row))
    assert found.status == 1
    assert "row 2" in found.err
    assert fault in found.err


def test_a_grant_is_no_milestone(shell: Shell, tmp_path: Path) -> None:
    rows = [("kind", "authority", "day", "what", "amount"), ("支持", "海安市", "2018-01-05", "x", "3")]
    assert "does not belong" in shell.run("milestones", "import", sheet(tmp_path, *rows)).err


def test_decisions_are_written(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert "0 entries" in shell.ok("decisions", "export", out).out


def test_targets_go_in_and_out_in_their_metrics_unit(shell: Shell, tmp_path: Path) -> None:
    rows = [("社区", "指标", "年度", "目标值", "单位"), ("通创社区", "高新产值占比", "2027", "65", "%"),
            ("通创社区", "employees", "2027", "5000", "")]
    assert "2 noted" in shell.ok("targets", "import", sheet(tmp_path, *rows)).out
    out = tmp_path / "out.csv"
    assert "2 entries" in shell.ok("targets", "export", out).out
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == "target,chongchuan,tongchuang,65,%,,,,,open,hitech_share,2027,,,,"
    assert "0 noted, 2 unchanged" in shell.ok("targets", "import", out).out
    assert "目标5,000人" in shell.ok("ask", "通创完成目标了吗").out


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("通创社区", "税收", "2027", "65", ""), "metric: '税收' is not known"),
        (("", "employees", "2027", "65", ""), "neither a community"),
        (("通创社区", "employees", "27", "65", ""), "year: '27' is none"),
        (("通创社区", "employees", "2027", "多", ""), "no number above 0"),
        (("通创社区", "高新产值占比", "2027", "65", "万元"), "not the metric's; expected %"),
    ],
)
def test_a_target_at_fault_names_its_row(shell: Shell, tmp_path: Path, row: tuple[str, ...], fault: str) -> None:
    found = shell.run("targets", "import", sheet(tmp_path, ("社区", "指标", "年度", "目标值", "单位"), row))
    assert found.status == 1
    assert "row 2" in found.err
    assert fault in found.err


def test_decisions_go_in_with_their_meeting(shell: Shell, tmp_path: Path) -> None:
    rows = [("责任主体", "日期", "期限", "会议", "部门", "内容"),
            ("崇川区", "2019-11-20", "2019-12-15", "三季度联席会议", "市科技局", "补齐上年度数据"),
            ("", "2019-11-20", "", "三季度联席会议", "", "研究补助办法")]
    assert "2 noted" in shell.ok("decisions", "import", sheet(tmp_path, *rows)).out
    out = tmp_path / "out.csv"
    shell.ok("decisions", "export", out)
    assert out.read_text(encoding="utf-8-sig").splitlines()[1] == (
        "decision,chongchuan,,,,市科技局,2019-11-20,2019-12-15,补齐上年度数据,open,,,三季度联席会议,,,"
    )
    assert "0 noted, 2 unchanged" in shell.ok("decisions", "import", out).out
    assert "议定2件" in shell.ok("ask", "上次会议定了什么").out


def test_a_grants_kind_clause_and_proof_go_in_and_out(shell: Shell, tmp_path: Path) -> None:
    head = ("社区", "数额", "单位", "部门", "日期", "内容", "支持类别", "条款", "证明材料")
    row = ("通创", "80", "万元", "市科技局", "2019-06-01", "一期", "孵化器补助", "五（二）", "苏财〔2019〕12号")
    given = sheet(tmp_path, head, row)
    assert "1 noted" in shell.ok("support", "import", given).out
    assert "0 noted, 1 unchanged" in shell.ok("support", "import", given).out
    out = tmp_path / "out.xlsx"
    shell.ok("support", "export", out)
    with ZipFile(out) as book:
        assert "<v>80</v>" in book.read("xl/worksheets/sheet1.xml").decode(), "an amount is a number"
    assert "0 noted, 1 unchanged" in shell.ok("support", "import", out).out
    said = shell.ok("ask", "通创拿了多少补助").out
    assert "孵化器补助" in said
    assert "苏财〔2019〕12号" in said


@pytest.mark.parametrize(
    ("kind", "clause", "fault"),
    [("没有的补助", "", "no kind of support"), ("孵化器补助", "五（三）", "is not that of 孵化器补助")],
)
def test_a_kind_or_a_clause_that_is_not_a_grants_own_is_a_fault(
    shell: Shell, tmp_path: Path, kind: str, clause: str, fault: str
) -> None:
    given = sheet(tmp_path, (*HEAD[:5], "what", "measure", "clause"), (*GRANT[:5], "一期", kind, clause))
    found = shell.run("support", "import", given)
    assert found.status == 1
    assert fault in found.err


DECISION = ("what", "authority", "day", "due", "state")


def test_what_was_done_comes_back_done_and_what_waits_goes_on_waiting(shell: Shell, tmp_path: Path) -> None:
    """A copy made of sheets took what was done for overdue, and what waited for review for approved."""
    done = ("报送闲置载体清单", "崇川区", "2019-03-01", "2019-03-31", "closed")
    shell.ok("decisions", "import", sheet(tmp_path, DECISION, done, ("报方案", "海安市", "2019-03-01", "", "")))
    out = tmp_path / "out.csv"
    shell.ok("decisions", "export", out)
    states = {row.split(",")[8]: row.split(",")[9] for row in out.read_text(encoding="utf-8-sig").splitlines()[1:]}
    assert states == {"报送闲置载体清单": "closed", "报方案": "open"}
    assert "0 noted, 2 unchanged" in shell.ok("decisions", "import", out).out
    shell.ok("support", "import", sheet(tmp_path, (*HEAD, "state"), (*GRANT, "待审核")))
    shell.ok("support", "export", out)
    assert ",submitted," in out.read_text(encoding="utf-8-sig")


def test_a_file_closes_what_stands_open_here_and_opens_nothing_again(shell: Shell, tmp_path: Path) -> None:
    row = ("报送闲置载体清单", "崇川区", "2019-03-01", "2019-03-31")
    shell.ok("decisions", "import", sheet(tmp_path, DECISION, (*row, "")))
    said = shell.ok("decisions", "import", sheet(tmp_path, DECISION, (*row, "已办结"))).out
    assert "0 noted, 1 closed, 0 unchanged" in said
    assert "0 noted, 1 unchanged" in shell.ok("decisions", "import", sheet(tmp_path, DECISION, (*row, "open"))).out
    assert "closed" in shell.run("support", "import", sheet(tmp_path, (*HEAD, "state"), (*GRANT, "closed"))).err
