"""Sheets as people lay them out: wide, in blocks, below a title, without a year, in other encodings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases import for_each
from tests.submission.world import facts, known
from zc_bot.sheets import Cell, SheetError
from zc_bot.sheets.delimited import read_delimited
from zc_bot.sheets.tables import the_table
from zc_bot.submission.sheet import SheetReport, read_form

FACTS = facts("tongchuang", employees=known("5250", "submitted"))
PLACE = ("tongchuang", 2019)
HEAD: list[Cell] = ["社区", "指标", "年度", "本年数"]


def read(*rows: list[Cell]) -> SheetReport:
    return read_form(rows, FACTS)


def values(report: SheetReport) -> dict[str, str]:
    assert report.faults == ()
    return {one.metric: f"{one.value:f}" for one in report.places[PLACE]}


def test_a_column_a_metric_is_read_with_the_units_of_its_headings() -> None:
    heads: list[Cell] = ["社区", "年度", "高新产值（亿元）", "总产值（万元）"]
    report = read(heads, ["通创社区", Decimal(2019), Decimal("45.6"), Decimal(712000)])
    assert values(report) == {"hitech_output": "456000", "total_output": "712000"}


def test_a_title_names_community_and_year() -> None:
    title: list[list[Cell]] = [["通创社区"], ["2019年填报"], []]
    report = read(*title, ["指标", "单位", "本年完成数"], ["总产值", "万元", Decimal(712000)])
    assert values(report) == {"total_output": "712000"}
    assert report.assumed == {"community": "tongchuang", "year": "2019"}


def test_what_stood_in_for_a_column_is_told() -> None:
    report = read(["指标", "今年数"], ["总产值", Decimal(712000)])
    assert values(report) == {"total_output": "712000"}
    assert report.assumed == {"community": "tongchuang", "year": "2019"}


def test_a_year_in_the_heading_is_the_years() -> None:
    report = read_form([["社区", "指标", "2018年完成数"], ["通创社区", "总产值", Decimal(712000)]], FACTS)
    assert ("tongchuang", 2018) in report.places or report.faults


@pytest.mark.parametrize("head", ["今年", "本年实际数", "本年数（万元）", "完成数", "填报数"])
def test_headings_go_by_their_meaning(head: str) -> None:
    assert values(read(["社 区", "项目", "年份", head], ["通创社区", "总产值", Decimal(2019), Decimal(712000)]))


def test_blocks_side_by_side_are_both_read() -> None:
    rows: list[list[Cell]] = [
        [*HEAD, "", *HEAD],
        ["通创社区", "总产值", Decimal(2019), Decimal(712000), "", "通创社区", "孵化器", Decimal(2019), Decimal(3)],
    ]
    assert values(read(*rows)) == {"total_output": "712000", "incubators": "3"}


def test_a_figure_that_the_system_works_out_stops_nothing_and_is_named() -> None:
    report = read(HEAD, ["通创社区", "总产值", "2019", "712000"], ["通创社区", "高新产值占比", "2019", "64%"])
    assert (values(report), report.derived) == ({"total_output": "712000"}, ("hitech_share",))


def test_a_name_one_slip_away_is_a_fault_that_offers_it() -> None:
    report = read(HEAD, ["通创社区", "孵化机", "2019", "3"])
    assert report.places == {}
    (fault,) = report.faults
    assert (fault.refusal.code, fault.refusal.expected) == ("unknown_metric_near", "孵化器")


@pytest.mark.parametrize(("cell", "value"), [("1", "1"), (Decimal(0), "0"), ("√", "1"), ("已建成", "1")])
def test_yes_and_no_as_sheets_write_them(cell: Cell, value: str) -> None:
    assert values(read(HEAD, ["通创社区", "创业服务", "2019", cell])) == {"startup_services": value}


def test_an_apostrophe_that_made_a_number_a_text_is_none_of_it() -> None:
    assert values(read(HEAD, ["通创社区", "总产值", "2019", "'712000"])) == {"total_output": "712000"}


@for_each("mark", [",", ";", "\t", "，", "；", "|"])
@for_each("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_of_text_is_read_whatever_parts_it(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"社区{mark}指标\n通创社区{mark}总产值\n", encoding=encoding)
    assert read_delimited(path) == [["社区", "指标"], ["通创社区", "总产值"]]


def test_a_row_that_was_quoted_whole_is_parted_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('社区，指标，本年数\n"通创社区，总产值，712,000"\n', encoding="utf-8")
    assert read_delimited(path)[1] == ["通创社区", "总产值", "712,000"]


def test_the_sheet_with_the_headings_is_read_and_two_such_are_refused() -> None:
    cover, form = [["封面", "", ""]], [HEAD, ["通创社区", "总产值", "2019", "1"]]
    assert the_table([cover, form]) == form
    with pytest.raises(SheetError, match="several_sheets"):
        the_table([form, form])
