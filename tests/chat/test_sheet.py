"""Reporting by sheet: the form goes out, comes back by real XLSX, and is confirmed or given back with its faults."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_report import standing
from tests.reading import read_apart
from zc_bot.chat.incoming import Sheet

VALUE, REASON = 5, 6
Change = Callable[[list[list[str]]], None]


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    return chats.of(11)


def form_of(chat: Chat) -> bytes:
    chat.says("/report 通创 2019")
    chat.taps("用表格填")
    document = chat.last[0].document
    assert document is not None
    return document.content


def rows_of(content: bytes, tmp_path: Path) -> list[list[Any]]:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(content)
    return [list(row) for row in read_apart(file)]


def fills(rows: list[list[Any]], community: str = "通创社区", **values: str) -> list[list[Any]]:
    """Fill the form's value cells by the metric's name."""
    for row in rows:
        if row[0] == community and row[1] in values:
            row[VALUE] = values[row[1]]
    return rows


def sends(chat: Chat, rows: list[list[Any]]) -> str:
    frozen = tuple(tuple(row) for row in rows)
    return chat.sends("document", file_name="填报表.xlsx", sheet=Sheet(frozen))


def test_the_form_has_ones_own_communities_units_and_open_cells(reporter: Chat, tmp_path: Path) -> None:
    content = form_of(reporter)
    rows = rows_of(content, tmp_path)
    assert {row[0] for row in rows[1:]} == {"通创社区", "观音山众创社区"}
    assert len(rows) == 1 + 2 * 22
    assert rows[0] == ["社区", "指标", "年度", "单位", "去年数", "本年数", "说明"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.protection.sheet
    assert sheet.cell(1, 1).protection.locked
    assert not sheet.cell(2, 1 + VALUE).protection.locked
    assert sheet.cell(2, 1).protection.locked
    assert sheet.freeze_panes == "C2"
    assert "三（一）" in sheet.cell(2, 2).comment.text
    assert len(sheet.data_validations.dataValidation) == 2 * 8


def test_a_filled_form_is_shown_confirmed_and_recorded(chats: Chats, reporter: Chat, tmp_path: Path) -> None:
    rows = fills(rows_of(form_of(reporter), tmp_path), 高新技术产业产值="45.6亿", 总产值="712000", 创业服务平台="是")
    shown = sends(reporter, rows)
    assert "请核对：共3项" in shown
    assert "45.6亿 = 456,000万元" in shown
    assert "64.04%" in shown
    receipt = reporter.taps("确认")
    assert "已提交，编号" in receipt
    assert reporter.last[0].receipt
    assert standing(reporter, "tongchuang", "hitech_output", 2019) == (Decimal(456000), "submitted")
    assert "3项，待审核" in chats.of(13).receives()[0]
    assert "创业服务、高新产值、总产值，待审核" in reporter.says("/mine")


def test_the_same_sheet_twice_changes_nothing(reporter: Chat, tmp_path: Path) -> None:
    rows = fills(rows_of(form_of(reporter), tmp_path), 总产值="712000")
    sends(reporter, rows)
    confirm = next(data for label, data in reporter.buttons.items() if "确认" in label)
    reporter.taps_data(confirm)
    assert reporter.taps_data(confirm) == ""
    assert sends(reporter, rows) == "表里的1项和已报的一样，没有变化。"
    fills(rows, 高新技术产业产值="45.6亿")
    assert "改动1项，其余1项没有变化" in sends(reporter, rows)


def test_a_row_left_as_the_form_gave_it_is_no_new_figure(reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2019 公共无线网络覆盖率 0.8%")
    reporter.taps("确认")
    rows = fills(rows_of(form_of(reporter), tmp_path), 总产值="712000")
    assert "改动1项，其余1项没有变化" in sends(reporter, rows)


def test_a_unit_put_right_is_a_new_figure(reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2019 总产值 5万元")
    reporter.taps("确认")
    rows = rows_of(form_of(reporter), tmp_path)
    for row in rows:
        if row[0] == "通创社区" and row[1] == "总产值":
            row[3], row[REASON] = "亿元", "原来单位填错了，应为亿元"
    assert "50,000万元" in sends(reporter, rows)


def test_a_figure_taken_back_is_no_part_of_the_whole(reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2019 投资总额 100万元")
    reporter.taps("确认")
    rows = rows_of(form_of(reporter), tmp_path)
    reporter.says("/mine")
    reporter.taps("撤回")
    reporter.taps("确认撤回")
    for row in rows[1:]:
        row[VALUE] = ""
    assert "请核对：共1项" in sends(reporter, fills(rows, 特色战略新兴产业建设项目投资="150"))


def test_faults_come_back_in_their_cells_and_the_sound_community_can_be_confirmed(
    reporter: Chat, tmp_path: Path
) -> None:
    rows = rows_of(form_of(reporter), tmp_path)
    fills(rows, 总产值="712000")
    fills(rows, "观音山众创社区", 总产值="约50亿", 吸纳从业人员数="12.5人")
    answer = sends(reporter, rows)
    assert "2处有错" in answer
    assert "约数" in answer
    assert "共1项" in answer
    assert "其余的在下面，可先提交" in answer
    marked = reporter.last[0].document
    assert marked is not None
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content)).active
    assert sheet is not None
    red = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"]
    assert {cell.value for cell in red} == {"12.5人", "约50亿"}
    assert all(cell.comment is not None for cell in red)
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "total_output", 2019) == (Decimal(712000), "submitted")
    assert standing(reporter, "guanyinshan", "total_output", 2019) is None


def test_a_large_change_wants_its_reason_in_the_sheet(reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2018 从业人员 1000人")
    reporter.taps("确认")
    rows = fills(rows_of(form_of(reporter), tmp_path), 吸纳从业人员数="3000")
    assert "变化超过30%" in sends(reporter, rows)
    for row in rows:
        if row[0] == "通创社区" and row[1] == "吸纳从业人员数":
            row[REASON] = "新建园区投用"
    assert "原因：新建园区投用" in sends(reporter, rows)


def test_somebody_elses_community_is_not_taken(reporter: Chat, tmp_path: Path) -> None:
    rows = rows_of(form_of(reporter), tmp_path)
    rows.append(["新材料众创社区", "总产值", "2019", "万元", "", "1", ""])
    assert "不归您填报" in sends(reporter, rows)
    assert "确认提交" not in reporter.buttons


HEAD = ["社区", "指标", "年度", "本年数"]


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([["甲", "乙"], ["1", "2"]], "没找到这几列"),
        ([], "没找到这几列"),
        ([HEAD], "没有填数"),
        ([HEAD, ["通创社区", "高新占比", "2019", "62%"]], "由系统算"),
        ([HEAD, ["通创社区", "总产值", "去年", "62万元"]], "不是年份"),
        ([HEAD, ["通创社区", "总产值", "2019", "1"], ["通创社区", "总产值", "2019", "2"]], "第2行已填过"),
        ([HEAD, ["通创社区", "总产值", "2019", "=1+1"]], "第2行"),
    ],
)
def test_a_sheet_that_is_not_the_form_is_said_so(reporter: Chat, rows: list[list[Any]], answer: str) -> None:
    assert answer in sends(reporter, rows)
    assert standing(reporter, "tongchuang", "total_output", 2019) is None


def test_a_foreign_sheet_with_its_own_headings_and_numbers_is_read(reporter: Chat) -> None:
    rows = [
        ["崇川区众创社区报表", "", "", "", ""],
        ["社区名称", "指标名称", "年份", "数值", "单位"],
        ["通创", "高新产值", Decimal(2019), Decimal("45.6"), "亿元"],
    ]
    assert "456,000万元" in sends(reporter, rows)


@pytest.mark.parametrize("error", ["too_large", "not_fetched", "too_slow", "timed_out", "unreadable", "rows"])
def test_what_could_not_be_read_is_said_in_one_line(reporter: Chat, error: str) -> None:
    answer = reporter.sends("document", file_name="a.xlsx", sheet=Sheet(error=error))
    assert answer
    assert "\n" not in answer


@pytest.mark.parametrize(
    ("caption", "answer"),
    [("通创2019年还差哪些", "还没报齐"), ("/help", "/report"), ("请查收", ""), ("/report 通创", "")],
)
def test_what_is_asked_under_a_sheet_is_answered_beneath_it_and_nothing_else_is_done(
    reporter: Chat, tmp_path: Path, caption: str, answer: str
) -> None:
    rows = tuple(map(tuple, fills(rows_of(form_of(reporter), tmp_path), 总产值="712000")))
    reporter.sends("document", file_name="填报表.xlsx", sheet=Sheet(rows), text=caption)
    taken, *said = [str(one.text) for one in reporter.last]
    assert "请核对" in taken
    assert answer in "".join(said)
    assert bool(said) is bool(answer)


def test_a_changed_figure_is_not_overwritten_unseen(chats: Chats, reporter: Chat, tmp_path: Path) -> None:
    sends(reporter, fills(rows_of(form_of(reporter), tmp_path), 总产值="712000"))
    other = chats.of(13)
    other.says("通创 2019 总产值 70亿")
    other.taps("确认")
    assert "没有提交" in reporter.taps("确认")
    assert standing(reporter, "tongchuang", "total_output", 2019) == (Decimal(700000), "submitted")


def test_a_sheet_takes_the_place_of_a_dialogue_that_was_only_opened(reporter: Chat, tmp_path: Path) -> None:
    sends(reporter, fills(rows_of(form_of(reporter), tmp_path), 总产值="712000"))
    reporter.taps("确认")
    assert "71.2亿元" in reporter.says("通创2019年总产值")


def test_the_export_can_be_summed(reporter: Chat, tmp_path: Path) -> None:
    sends(reporter, fills(rows_of(form_of(reporter), tmp_path), 总产值="712000"))
    reporter.taps("确认")
    reporter.says("/export")
    document = reporter.last[0].document
    assert document is not None
    sheet = openpyxl.load_workbook(io.BytesIO(document.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][2:4] == [2019, 712000]


def test_the_export_holds_what_one_may_see(chats: Chats, reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2019 总产值 71.2亿")
    reporter.taps("确认")

    def exported(person: int) -> list[list[Any]]:
        chat = chats.of(person)
        chat.says("/export")
        document = chat.last[0].document
        assert document is not None
        return rows_of(document.content, tmp_path)[1:]

    assert exported(11) == [
        ["通创社区", "总产值", Decimal(2019), Decimal(712000), "万元", "待审核", "王芳", "2020-01-14 10:00"]
    ]
    assert exported(12) == [], "a viewer sees approved figures only"
    assert exported(15) == [], "another district's reporter too"
    assert len(exported(13)) == 1


def test_an_old_sheet_is_checked_again_before_it_counts(chats: Chats, reporter: Chat, tmp_path: Path) -> None:
    reporter.says("通创 2019 总产值 71.2亿")
    reporter.taps("确认")
    sends(reporter, fills(rows_of(form_of(reporter), tmp_path), 高新技术产业产值="70亿"))
    confirm = next(data for label, data in reporter.buttons.items() if "确认" in label)
    reporter.says("通创 2019 总产值 50亿")
    reporter.taps("确认")
    assert "这次没有提交" in reporter.taps_data(confirm)
    assert standing(reporter, "tongchuang", "hitech_output", 2019) is None


def test_a_row_that_names_no_metric_is_named_and_keeps_no_other_from_being_taken(reporter: Chat) -> None:
    rows = [HEAD, ["通创社区", "从业人员", "2019", "5300"], ["通创社区", "利润", "2019", "2"]]
    answer = sends(reporter, rows)
    assert "第3行：没有“利润”这一项" in answer
    assert "共1项" in answer
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "employees", 2019) == (Decimal(5300), "submitted")


def test_of_two_rows_that_say_something_else_neither_is_taken_and_of_two_alike_one(reporter: Chat) -> None:
    twice = [["通创社区", "从业人员", "2019", "5300"], ["通创社区", "从业人员", "2019", "5400"]]
    assert "第3行：从业人员在第2行已填过，数不一样" in sends(reporter, [HEAD, *twice])
    assert "确认提交" not in reporter.buttons
    assert "共1项" in sends(reporter, [HEAD, twice[0], twice[0]])


def test_as_last_year_in_a_cell_is_last_years_figure(reporter: Chat) -> None:
    reporter.says("通创 2018 从业人员 5200人")
    reporter.taps("确认")
    assert "5,200人" in sends(reporter, [HEAD, ["通创社区", "从业人员", "2019", "同去年"]])


def test_a_very_large_sheet_comes_back_with_its_faulty_rows_only(reporter: Chat, tmp_path: Path) -> None:
    rows: list[list[Any]] = [[*HEAD, *[""] * 20], *[["通创社区", "备注", "2019", "", *["x"] * 20]] * 4000]
    rows.append(["通创社区", "总产值", "2019", "约1亿", *[""] * 20])
    sends(reporter, rows)
    document = reporter.last[0].document
    assert document is not None
    assert len(rows_of(document.content, tmp_path)) <= 12


LONG = "啊" * 499
HEADS = ["社区", "指标", "年度", "本年数", "单位", "说明"]
HUGE: dict[str, Callable[[int], list[str]]] = {
    "every cell long": lambda n: [LONG] * 6,
    "metrics that nobody knows": lambda n: ["通创社区", f"从业人{n}{LONG[:480]}", "2019", "7", "", LONG],
    "long reasons": lambda n: ["通创社区", "从业人员", str(2017 + n % 3), str(n), "", f"{n}{LONG[:480]}"],
    "places that are not one's own": lambda n: [f"{n}{LONG[:480]}", "从业人员", "2019", "7", "", ""],
    "years that are not collected": lambda n: ["通创社区", "从业人员", str(1990 + n % 20), "7", "", ""],
    "nothing but notes": lambda n: ["通创社区", "从业人员", "2019", "", "", LONG],
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", HUGE.values(), ids=HUGE)
def test_the_largest_sheet_keeps_nobody_waiting(reporter: Chat, row: Callable[[int], list[str]]) -> None:
    """4,999 rows of cells as long as are read held the only writer for fifteen seconds."""
    sends(reporter, [HEADS, ["通创社区", "从业人员", "2019", "3200", "", ""]])
    began = time.process_time()
    said = sends(reporter, [HEADS, *map(row, range(4999))])
    assert time.process_time() - began < 1.5
    assert "请核对" not in said


def test_a_closed_year_is_named_in_the_sheet(reporter: Chat) -> None:
    assert "2008年现在不开放填报" in sends(reporter, [HEADS, ["通创社区", "从业人员", "2008", "7", "", ""]])
