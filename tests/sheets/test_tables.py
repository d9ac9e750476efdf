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


def test_the_column_of_the_titles_year_is_read_and_the_others_are_named() -> None:
    report = read(
        ["通创社区2019年度统计年报表"], ["指标名称", "计量单位", "2018年", "2019年", "增减%"],
        ["从业人员", "人", Decimal(5200), Decimal(5380), Decimal("3.5")],
        ["总产值", "亿元", Decimal(69), Decimal(71), ""],
    )
    assert values(report) == {"employees": "5380", "total_output": "710000"}
    assert report.passed == ("2018年", "增减%")


def test_columns_of_numbers_beside_the_figures_are_named_but_last_years() -> None:
    quarters = read(
        ["指标", "一季度", "二季度", "三季度", "四季度", "全年"],
        ["从业人员", Decimal(5200), Decimal(5210), Decimal(5300), Decimal(5380), Decimal(5380)],
    )
    assert values(quarters) == {"employees": "5380"}
    assert quarters.passed == ("一季度", "二季度", "三季度", "四季度")
    targets = read(
        ["序号", "指标", "上年", "目标", "完成", "完成率", "联系电话"],
        [Decimal(1), "从业人员", Decimal(5200), Decimal(5300), Decimal(5380), "101.5%", "0513-85216789"],
    )
    assert values(targets) == {"employees": "5380"}
    assert targets.passed == ("目标", "完成率")


@pytest.mark.parametrize(
    ("heads", "more"),
    [(("指标", "填报值", "填报人"), ("张敏",)), (("指标", "核定值", "复核"), ("√",)), (("指标", "报送数"), ())],
)
def test_the_only_column_that_holds_figures_is_the_value_whatever_it_is_called(
    heads: tuple[str, ...], more: tuple[str, ...]
) -> None:
    rows: list[list[Cell]] = [["从业人员", Decimal(5380), *more], ["新增初创企业", Decimal(128), *more]]
    assert values(read(["通创2019"], list(heads), *rows)) == {"employees": "5380", "new_startups": "128"}


@pytest.mark.parametrize("other", ["自评", "上年", "计划数"])
def test_of_two_such_columns_none_is_guessed_and_last_years_is_none(other: str) -> None:
    first, second = [Decimal(5380), Decimal(5200)], [Decimal(128), Decimal(120)]
    rows: list[list[Cell]] = [["从业人员", *first], ["新增初创企业", *second]]
    report = read(["通创2019"], ["指标", "核定" if other == "自评" else "名次", other], *rows)
    assert report.places == {}


def test_a_list_without_headings_is_read_below_its_title() -> None:
    report = read(
        ["通创社区 2019年", ""], ["一、基本情况", ""], ["规划面积", Decimal("3.1")], ["从业人员", Decimal(5380)],
        ["二、产出情况", ""], ["总产值（亿元）", Decimal(71)],
    )
    assert values(report) == {"planned_area": "3.1", "employees": "5380", "total_output": "710000"}


def test_details_and_sums_are_told_and_parts_are_figures() -> None:
    report = read(
        ["通创 2019年"], ["指标", "数值", "单位"],
        ["1. 从业人员", Decimal(5380), "人"], ["其中：大学生", Decimal(1260), "人"],
        ["（二）总产值", Decimal(71), "亿元"], ["其中：高新技术产业", Decimal(45), "亿元"], ["合计", Decimal(9), ""],
    )
    assert values(report) == {"employees": "5380", "total_output": "710000", "hitech_output": "450000"}
    assert report.details == ("其中：大学生 1260", "合计 9")


def test_a_unit_above_the_headings_is_that_of_all_sums() -> None:
    rows: list[list[Cell]] = [["总产值", Decimal(7100000000)], ["从业人员", Decimal(5380)]]
    report = read(["通创 2019年（单位：元）"], ["指标", "数值"], *rows)
    assert values(report) == {"total_output": "710000", "employees": "5380"}


@pytest.mark.parametrize("unit", ["单位：元、人", "填报单位：元", "单位：万元 单位：亿元"])
def test_several_units_or_none_change_nothing(unit: str) -> None:
    report = read([f"通创 2019年 {unit}"], ["指标", "数值"], ["总产值", Decimal(710000)])
    assert values(report) == {"total_output": "710000"}


def test_ticked_boxes_are_read() -> None:
    report = read(["通创 2019年"], ["指标", "数值"], ["管理机构", "☑是 □否"], ["统计体系", "□有 ■无"])
    assert values(report) == {"management_body": "1", "statistics_system": "0"}


@pytest.mark.parametrize("boxes", ["☑是 ☑否", "□是 □否"])
def test_boxes_that_say_nothing_are_a_fault(boxes: str) -> None:
    assert read(["通创 2019年"], ["指标", "数值"], ["管理机构", boxes], ["从业人员", Decimal(5380)]).faults


def test_two_rows_of_headings_are_read_together_and_an_unknown_column_is_named() -> None:
    report = read(
        ["社区", "年度", "产值（亿元）", "产值（亿元）", "税收（万元）"], ["", "", "高新技术产业", "总", ""],
        ["通创", Decimal(2019), Decimal(45), Decimal(71), Decimal(300)],
    )
    assert values(report) == {"hitech_output": "450000", "total_output": "710000"}
    assert report.passed == ("税收（万元）",)


@pytest.mark.parametrize(
    "above",
    [
        [["通创2019"], ["指标", "目标值"]], [["通创2019年目标", ""]], [["通创2019年上半年", ""]],
        [["通创2019年预计"], ["指标", "数值"]],
    ],
)
def test_figures_that_are_planned_or_of_a_part_of_the_year_are_none(above: list[list[Cell]]) -> None:
    assert read(*above, ["从业人员", Decimal(5500)], ["新增初创企业", Decimal(130)]).places == {}


def test_how_far_a_target_was_met_is_the_years() -> None:
    rows: list[list[Cell]] = [["从业人员", Decimal(5380)], ["新增初创企业", Decimal(128)]]
    report = read(["通创2019年目标完成情况表"], ["指标", "完成数"], *rows)
    assert values(report) == {"employees": "5380", "new_startups": "128"}
