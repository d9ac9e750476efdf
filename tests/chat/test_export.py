"""Figures taken along: by words and by command, of a year and place, as one may see them, and noted in the audit."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import accumulate, count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.chat.conftest import Chat, Chats, filled
from zc_bot.chat.asking.consult import judge_all
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, OPERATOR
from zc_bot.sheets.reading import read_rows
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry

OPERATIONS = count()
VIEWER, REVIEWER = 12, 13
SIGNS = {"met": "✓ 达标", "not_met": "✗ 未达标", "undetermined": "？ 待定", "advisory": "参考"}


def record(
    chats: Chats, programme: Programme, years: Iterable[int], places: Iterable[str], approve: bool = True
) -> None:
    entries = [
        Entry(place, metric.code, year, Decimal(1 if metric.kind == "yesno" else 90 + year - 2017))
        for place in places for metric in programme.metrics for year in years if
        programme.community[place].start <= year
    ]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation=f"taken:{next(OPERATIONS)}", way="import",
            now=chats.now, approve=approve,
        )
    )


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    def fill() -> None:
        record(chats, programme, (2017, 2018), programme.community)
        record(chats, programme, (2019,), ["tongchuang"], approve=False)

    return filled(chats, "export", fill)


def book(chat: Chat) -> Any:
    document = chat.last[0].document
    assert document is not None
    return openpyxl.load_workbook(io.BytesIO(document.content))


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_has_everything_and_its_heads_are_frozen(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/export")
    found = book(chat)
    assert found.sheetnames == ["明细", "宽表", "达标", "历年合计", "报送", "历史", "台账", "说明"]
    for sheet in found:
        assert sheet.freeze_panes is not None
        assert sheet.print_area


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_sheet_is_read_on_paper(city: Chats, lang: str) -> None:
    """All 28 columns stood on one page, at a third of their size, and a head of three lines was cut to one."""
    chat = city.of(VIEWER)
    chat.says(f"/language {lang}")
    chat.says("/export")
    for sheet in book(chat):
        pages, names = int(sheet.page_setup.fitToWidth or 1), sheet.print_title_cols
        letters = [get_column_letter(at) for at in range(1, sheet.max_column + 1)]
        known = {letter: one.width for letter, one in sheet.column_dimensions.items()}
        widths = list(accumulate(letters, lambda last, letter, known=known: known.get(letter, last), initial=0.0))[1:]
        repeated = sum(widths[:column_index_from_string(names.split("$")[-1])]) if names else 0
        assert (sum(widths) - repeated) / pages + repeated <= 225, sheet.title
        assert (pages > 1) == bool(names), "on each page it can be told whose a figure is"
        lines = max(str(cell.value).count("\n") + 1 for cell in sheet[1])
        assert (sheet.row_dimensions[1].height or 15) >= 15 * lines
    assert book(chat)["宽表" if lang == "zh" else "Wide"].page_setup.fitToWidth == 2


def test_the_wide_sheet_is_communities_by_metrics_in_numbers(city: Chats, programme: Programme) -> None:
    chat = city.of(VIEWER)
    chat.says("2018年导出")
    head, *found = rows(book(chat)["宽表"])
    assert len(found) == 13
    assert len(head) == 2 + len(programme.measure)
    by_name = dict(zip(head, found[0], strict=True))
    assert by_name["创新创业服务载体建筑面积\n平方米"] == 91
    share = next(value for name, value in by_name.items() if name.startswith("高新技术产业产值占"))
    assert share == 100
    growth = next(value for name, value in by_name.items() if "从业" in name and "增长" in name)
    assert isinstance(growth, float), "the base year is not taken along, and growth is counted from it all the same"


def test_the_verdicts_are_those_of_a_check_and_coloured(city: Chats, programme: Programme) -> None:
    chat = city.of(VIEWER)
    chat.says("2018年导出表格")
    sheet = book(chat)["达标"]
    checked = city.store.read(lambda session: judge_all(session, ONLOOKER, programme, (), 2018))
    wanted: dict[str, list[str]] = {}
    for one in checked:
        if one.community is not None:
            name = programme.community[one.community].name.zh
            wanted.setdefault(name, []).append(SIGNS[one.verdict])
    assert {row[1]: row[2:12] for row in rows(sheet)[1:]} == wanted
    colours = {cell.value: cell.fill.fgColor.rgb for row in sheet.iter_rows(min_row=2) for cell in row[2:12]}
    assert colours["✗ 未达标"] != colours["✓ 达标"]


def test_the_share_in_time_is_a_number_shown_as_per_cent(city: Chats) -> None:
    reporter, chat = city.of(11), city.of(VIEWER)
    reporter.says("通创 2019 统计体系 有")
    reporter.taps("确认提交")
    chat.says("/export 2019")
    sheet = book(chat)["报送"]
    heads = [cell.value for cell in sheet[1]]
    column = heads.index("及时率") + 1
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]
    shares = [cell for cell in cells if isinstance(cell.value, int | float)]
    assert len(shares) == len([cell for cell in cells if cell.value not in {None, ""}]) > 0
    assert {cell.number_format for cell in shares} == {"0.0%"}
    assert max(cell.value for cell in shares) <= 1


def test_a_place_and_a_year_narrow_it(city: Chats) -> None:
    chat = city.of(VIEWER)
    assert "通创社区、观音山众创社区 2018" in chat.says("/export 2018 崇川区")
    found = rows(book(chat)["明细"])[1:]
    assert {row[0] for row in found} == {"通创社区", "观音山众创社区"}
    assert {row[2] for row in found} == {2018}


def test_the_history_reaches_to_now(city: Chats) -> None:
    city.now = city.now.astimezone(ZoneInfo("Asia/Shanghai"))
    reviewer = city.of(REVIEWER)
    reviewer.says("/export 2019")
    assert len(rows(book(reviewer)["历史"])) == 1 + 22


def test_totals_say_over_how_many(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("导出")
    head, *found = rows(book(chat)["历年合计"])
    output = next(row for row in found if row[0] == "总产值")
    assert dict(zip(head, output, strict=True))["2018有数"] == "13/13"
    assert dict(zip(head, output, strict=True))[2017] == 90 * 5


def test_it_holds_what_one_may_see_and_marks_what_waits(city: Chats) -> None:
    viewer, reviewer = city.of(VIEWER), city.of(REVIEWER)
    viewer.says("/export")
    assert 2019 not in {row[2] for row in rows(book(viewer)["明细"])[1:]}
    assert not [row for row in rows(book(viewer)["历史"])[1:] if row[5] == "提交"]
    reviewer.says("/export 2019")
    found = rows(book(reviewer)["明细"])[1:]
    assert len(found) == 22
    assert {row[5] for row in found} == {"待审核"}


def test_the_first_sheet_can_be_imported_again(city: Chats, tmp_path: Path) -> None:
    chat = city.of(VIEWER)
    chat.says("/export 2018")
    document = chat.last[0].document
    assert document is not None
    path = tmp_path / document.name
    path.write_bytes(document.content)
    found = read_rows(path)
    assert len(found) == 1 + 13 * 22
    assert [str(cell) for cell in found[0]][:5] == ["社区", "指标", "年度", "数值", "单位"]


def test_a_file_by_command_holds_what_its_line_names_whatever_was_asked_before(city: Chats) -> None:
    chat = city.of(REVIEWER)
    chat.says("通创2018年从业人员")
    whole = chat.says("/export 2018 csv")
    assert "通创" not in whole
    assert "从业人员" not in whole


def test_csv_opens_as_it_is(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("2018年导出csv")
    document = chat.last[0].document
    assert document is not None
    assert document.name.endswith(".csv")
    assert document.content.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"))))
    assert found[0][:4] == ["社区", "指标", "年度", "数值"]
    assert len(found) == 1 + 13 * 22


def test_reading_out_is_in_the_audit_with_the_code_of_the_file(city: Chats) -> None:
    chat = city.of(VIEWER)
    said = chat.says("/export 2018")
    about = dict(row[:2] for row in rows(book(chat)["说明"])[1:])
    assert about["校验码"] in said
    assert about["导出人"] == "李敏"
    assert "李敏 导出：南通市 2018" in city.of(14).says("/audit").replace("　", " ")


def test_in_english(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    chat.says("export 2018")
    assert book(chat).sheetnames[:3] == ["Figures", "Wide", "Verdicts"]


def test_a_group_gets_no_file(city: Chats) -> None:
    admin = city.of(14)
    admin.says_in(-5, "导出")
    admin.taps_in(-5, "启用")
    viewer = city.of(VIEWER)
    assert "私聊" in viewer.says_in(-5, "导出")
    assert viewer.last[0].document is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_years_of_the_city_cost_a_few_times_what_writing_their_cells_does(
    chats: Chats, programme: Programme
) -> None:
    """Two seconds are what it may take; how long that is differs by machine, so it is held against plain writing."""
    chats.now = datetime(2027, 1, 20, 2, tzinfo=UTC)
    record(chats, programme, range(2017, 2027), programme.community)
    chat = chats.of(REVIEWER)
    began = time.process_time()
    assert "2017-2026，2684项" in chat.says("/export")
    taken = time.process_time() - began
    cells = [rows(sheet) for sheet in book(chat).worksheets]
    began = time.process_time()
    plain(cells)
    assert taken < 4 * (time.process_time() - began)


def plain(sheets: list[list[list[Any]]]) -> None:
    """Write the cells of some sheets, and nothing else."""
    with xlsxwriter.Workbook(io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False}) as written:
        for cells in sheets:
            sheet = written.add_worksheet()
            for row, values in enumerate(cells):
                sheet.write_row(row, 0, values)


@pytest.mark.parametrize("before", ["通创2018年高新产值", "2018年初创排名"])
@pytest.mark.parametrize("asked", [
    "导出2018年数据Excel", "给我一份2018年的Excel", "导出通创的数据CSV", "export all data of 2018",
])
def test_a_file_of_a_year_or_a_place_holds_all_of_it_whatever_was_asked_before(
    city: Chats, before: str, asked: str
) -> None:
    """It held the one figure, or the one community, of the question before."""
    chat = city.of(VIEWER)
    chat.says(before)
    said = chat.says(asked)
    assert chat.last[0].document is not None
    assert said.startswith("通创社区 2017-2018，44项数据" if "通创" in asked else "南通市 2018，286项数据"), said


def test_a_file_of_what_was_shown_follows_it(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("通创2018年高新产值")
    assert "1项数据" in chat.says("导出这个")
