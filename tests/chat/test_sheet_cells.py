"""Sheets as spreadsheet programs write them: what a cell shows, hides or could not work out is never passed over."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from tests.books import In, book, calculated, rewritten
from tests.chat.conftest import Chat, Chats
from tests.chat.test_report import standing
from tests.reading import read_sheet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEAD = ("社区", "指标", "年度", "单位", "本年数", "说明")


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    return chats.of(11)


def sends(chat: Chat, content: bytes) -> str:
    return chat.sends("document", file_name="填报表.xlsx", sheet=read_sheet(content))


def row(metric: str, value: object, unit: str = "", community: object = "通创社区", reason: str = "") -> list[object]:
    return [community, metric, 2019, unit, value, reason]


def offers(chat: Chat) -> bool:
    return any("确认" in label for label in chat.buttons)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        (In(0.98, "0%"), "%", "98"),
        (In(1, "0%"), "", "100"),
        (In(0.0096, "0.00%"), "%", "0.96"),
        (In(0.98765, "0.0%"), "%", "98.765"),
        (In(0.57, "0.00%;-0.00%"), "", "57"),
        (In(98, '0"%"'), "%", "98"),
        (In(98, "0.00_ "), "%", "98"),
    ],
)
def test_a_share_is_read_as_its_cell_shows_it(reporter: Chat, cell: In, unit: str, value: str) -> None:
    sends(reporter, book([HEAD, row("公共无线网络覆盖率", cell, unit)]))
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "wifi_coverage", 2019) == (Decimal(value), "submitted")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (In(712000, "#,##0"), "712000"),
        (In(712000.4, "0"), "712000.4"),
        (In(712000, "#,##0.00_);(#,##0.00)"), "712000"),
        (In(712000, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '), "712000"),
        (In(712000, "[Red]#,##0"), "712000"),
        (In(712000, "[DBNum1][$-804]General"), "712000"),
        (In(712000, "0.00E+00"), "712000"),
        (In(712000, '#,##0.00"万元"'), "712000"),
        (In(712000, "@"), "712000"),
    ],
)
def test_grouping_rounding_and_the_metrics_own_unit_change_nothing(reporter: Chat, cell: In, value: str) -> None:
    sends(reporter, book([HEAD, row("总产值", cell, "万元")]))
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "total_output", 2019) == (Decimal(value), "submitted")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (In(712000, '0.00,,"亿"'), "0.71亿"),
        (In(712000, '0!.0,"万"'), "71.2万"),
        (In(712000, '0\\.0,"万元"'), "71.2万元"),
        (In(712000, "#,##0,"), "712"),
        (In(712000, '0"亿"'), "712000亿"),
        (In(712000, '0.0,"万元"'), "712.0万元"),
        (In(712000, '"¥"#,##0.00'), "¥712,000.00"),
        (In(712000, "[$¥-804]#,##0"), "¥712,000"),
        (In(712000, '[>=10000]0.0,"万";0'), "712.0万"),
        (In(712000, ";;;"), ""),
        (In(712000, '"约"0'), "约712000"),
    ],
)
def test_a_cell_that_shows_another_number_than_it_holds_is_a_fault(reporter: Chat, cell: In, shown: str) -> None:
    answer = sends(reporter, book([HEAD, row("总产值", cell, "万元")]))
    assert f"第2行：总产值：这一格存的是712000，显示成“{shown}”" in answer
    assert not offers(reporter)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        (In(71.2, '0.0"亿元"'), "", "712000"), (In(71.2, '0.00" 亿"'), "", "712000"),
        (In(71.2, '0.0"亿元"'), "亿元", "712000"), (In(712000000, '#,##0"元"'), "", "71200"),
    ],
)
def test_a_unit_that_a_format_puts_behind_a_number_is_read_as_it_is_shown(
    reporter: Chat, cell: In, unit: str, value: str
) -> None:
    sends(reporter, book([HEAD, row("总产值", cell, unit)]))
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "total_output", 2019) == (Decimal(value), "submitted")


@pytest.mark.parametrize("cell", [In(71.24, '0.0"亿元"'), In(71.2, '"约"0.0"亿元"'), In(71200, '0.0,"亿元"')])
def test_a_unit_behind_a_number_that_is_not_shown_whole_is_a_fault(reporter: Chat, cell: In) -> None:
    assert "这一格存的是" in sends(reporter, book([HEAD, row("总产值", cell)]))
    assert not offers(reporter)


def test_a_percent_cell_is_no_amount(reporter: Chat) -> None:
    rows = [HEAD, row("总产值", In(0.98, "0%"), "万元"), row("吸纳从业人员数", In(0.5, "0%"))]
    answer = sends(reporter, book(rows))
    assert "2处有错" in answer
    assert not offers(reporter)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_in_a_cell_is_named_and_the_other_figures_are_taken(reporter: Chat, error: str) -> None:
    answer = sends(reporter, book([HEAD, row("总产值", error, "万元"), row("吸纳从业人员数", 5300)]))
    assert f"第2行：总产值：这一格是错误值 {error}" in answer
    assert "共1项" in answer
    assert "5,300人" in answer


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(b'<c r="E2" t="e"><v>#BLOCKED!</v></c>', "#BLOCKED!"), (b'<c r="E2"><v>1E999</v></c>', "inf")],
)
def test_an_error_that_is_no_usual_one_is_named_too(reporter: Chat, cell: bytes, shown: str) -> None:
    plain = book([HEAD, row("总产值", 1, "万元")])
    content = rewritten(plain, "xl/worksheets/sheet1.xml", b'<c r="E2" t="n"><v>1</v></c>', cell)
    assert f"这一格是错误值 {shown}" in sends(reporter, content)


def test_an_error_that_went_into_a_text_file_is_named(reporter: Chat) -> None:
    answer = sends(reporter, f"{','.join(HEAD)}\n通创社区,总产值,2019,万元,#DIV/0!,\n".encode())
    assert "第2行：总产值：这一格是错误值 #DIV/0!" in answer


def test_a_formula_that_ended_in_an_error_is_named(reporter: Chat) -> None:
    content = calculated([HEAD[:5], row("总产值", "", "万元")[:4]], "=1/0", "#DIV/0!")
    assert "错误值 #DIV/0!" in sends(reporter, content)


def test_a_formula_counts_by_what_it_came_to(reporter: Chat) -> None:
    content = calculated([HEAD[:5], row("总产值", "", "万元")[:4]], "=456000+256000", 712000)
    sends(reporter, content)
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "total_output", 2019) == (Decimal(712000), "submitted")


def test_a_formula_that_came_to_nothing_is_an_empty_cell(reporter: Chat) -> None:
    content = calculated([HEAD[:5], row("总产值", "", "万元")[:4]], '=IF(A9="","",A9)', "")
    # As Excel leaves an empty text: XlsxWriter leaves out its type, which is how an unknown result looks.
    content = rewritten(content, "xl/worksheets/sheet1.xml", b'<c r="E2">', b'<c r="E2" t="str">')
    assert "没有填数" in sends(reporter, content)


def test_a_formula_without_a_result_is_a_fault(reporter: Chat) -> None:
    answer = sends(reporter, book([HEAD, row("总产值", "=456000+256000", "万元"), row("吸纳从业人员数", 5300)]))
    assert "第2行：总产值：这一格是公式，文件里没有算好的数" in answer
    assert "共1项" in answer


def test_a_formulas_floating_point_is_read_to_the_fifteen_digits_that_are_shown(reporter: Chat) -> None:
    content = calculated([HEAD[:5], row("总产值", "", "万元")[:4]], "=A1*1", 712000.0000000001)
    assert "712,000万元" in sends(reporter, content)


def test_a_number_of_more_than_fifteen_digits_before_the_point_says_so(reporter: Chat) -> None:
    content = calculated([HEAD[:5], row("总产值", "", "万元")[:4]], "=A1*1", 12345678901234567)
    assert "位数太多" in sends(reporter, content)


@pytest.mark.parametrize("format_", ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "h:mm"])
def test_a_date_is_no_figure(reporter: Chat, format_: str) -> None:
    answer = sends(reporter, book([HEAD, row("吸纳从业人员数", In(45777, format_))]))
    assert "这一格是日期" in answer
    assert not offers(reporter)


def test_a_date_in_the_format_that_chinese_programs_do_not_spell_out_is_no_figure(reporter: Chat) -> None:
    plain = book([HEAD, row("吸纳从业人员数", In(45777, "0.00E+00"))])
    answer = sends(reporter, rewritten(plain, "xl/styles.xml", b'numFmtId="11"', b'numFmtId="31"'))
    assert "这一格是日期" in answer


def test_truth_values_answer_yes_or_no_and_nothing_else(reporter: Chat) -> None:
    answer = sends(reporter, book([HEAD, row("吸纳从业人员数", True)]))
    assert "要填数" in answer
    sends(reporter, book([HEAD, row("创业服务平台", True), row("教育培训平台", False)]))
    reporter.taps("确认")
    assert standing(reporter, "tongchuang", "startup_services", 2019) == (Decimal(1), "submitted")
    assert standing(reporter, "tongchuang", "training_services", 2019) == (Decimal(0), "submitted")


def test_a_hidden_row_with_a_figure_is_named_and_not_taken(reporter: Chat) -> None:
    rows = [HEAD, row("总产值", 712000, "万元"), row("吸纳从业人员数", 5300)]
    answer = sends(reporter, book(rows, hidden=[3]))
    assert "第3行：从业人员：这一行或这一列是隐藏的" in answer
    assert "共1项" in answer
    assert "5,300人" not in answer


def test_a_hidden_row_without_a_figure_harms_nothing(reporter: Chat) -> None:
    rows = [HEAD, row("总产值", 712000, "万元"), row("吸纳从业人员数", None)]
    assert "共1项" in sends(reporter, book(rows, hidden=[3], narrow=["F"]))


def test_a_hidden_column_of_figures_is_not_taken(reporter: Chat) -> None:
    assert "隐藏" in sends(reporter, book([HEAD, row("总产值", 712000, "万元")], narrow=["E"]))
    assert not offers(reporter)


def test_a_hidden_sheet_is_not_the_one_that_is_read(reporter: Chat) -> None:
    assert "共1项" in sends(reporter, book([HEAD, row("总产值", 712000, "万元")], before=["字典"]))


def test_a_community_merged_over_its_rows_counts_for_all_of_them(reporter: Chat) -> None:
    rows = [
        HEAD, row("总产值", 712000, "万元"), row("吸纳从业人员数", 5300, community=None),
        row("创业服务平台", "是", community=None),
    ]
    assert "共3项" in sends(reporter, book(rows, merged=["A2:A4", "C2:C3"]))


@pytest.mark.parametrize("area", ["E2:E3", "D2:E2", "B2:B3"])
def test_a_merged_figure_or_metric_is_a_fault(reporter: Chat, area: str) -> None:
    rows = [HEAD, row("总产值", 712000, "万元"), row("吸纳从业人员数", 5300)]
    answer = sends(reporter, book(rows, merged=[area]))
    assert "合并单元格" in answer
    assert "712,000" not in answer.partition("请核对")[2]
    assert offers(reporter) is (area == "D2:E2")  # Only there it covers one row's own cells.


def test_titles_notes_and_headings_may_be_merged(reporter: Chat) -> None:
    rows = [
        ["崇川区报表", None, None, None, None, None], HEAD, [None] * 6, row("总产值", 712000, "万元"),
        ["填报说明：按年度填。", None, None, None, None, None],
    ]
    merged = ["A1:F1", "A5:F5", *(f"{letter}2:{letter}3" for letter in "ABCDEF")]
    answer = sends(reporter, book(rows, merged=merged))
    assert "共1项" in answer
    assert "有错" not in answer


def test_two_tables_side_by_side_are_both_read(reporter: Chat) -> None:
    rows = [[*HEAD, None, *HEAD], [*row("总产值", 712000), None, *row("吸纳从业人员数", 5300)]]
    answer = sends(reporter, book(rows))
    assert "712,000万元" in answer
    assert "5,300人" in answer


def test_columns_that_are_mixed_are_refused(reporter: Chat) -> None:
    heads = ["社区", "指标", "指标", "年度", "本年数", "本年数"]
    answer = sends(reporter, book([heads, ["通创社区", "总产值", "从业人员", 2019, 712000, 5300]]))
    assert "“指标”有2列（B、C）" in answer
    assert not offers(reporter)


def test_two_columns_of_one_sense_are_refused(reporter: Chat) -> None:
    answer = sends(reporter, book([[*HEAD, "数值"], [*row("总产值", 712000), 650000]]))
    assert "“本年数”有2列（E、G）" in answer


def test_notes_beside_the_table_of_a_workbook_shift_nothing(reporter: Chat) -> None:
    assert "共1项" in sends(reporter, book([HEAD, [*row("总产值", 712000), "已与统计局核对"]]))


@pytest.mark.parametrize("wide", ["712,000,", "712,,x", "712,000"])
def test_a_line_of_text_that_is_wider_than_its_headings_is_refused(reporter: Chat, wide: str) -> None:
    line, head = f"通创社区,总产值,2019,万元,{wide}", ",".join(HEAD[:5] if wide.endswith("000") else HEAD)
    lines = f"{head}\n{line}\n通创社区,吸纳从业人员数,2019,人,5300,\n"
    answer = sends(reporter, lines.encode())
    assert "第2行" in answer
    assert "共1项" in answer
    assert "712" not in answer.partition("请核对")[2]


def test_a_number_cut_in_two_is_not_taken_with_its_rest_as_the_reason(reporter: Chat) -> None:
    answer = sends(reporter, f"{','.join(HEAD)}\n通创社区,总产值,2019,万元,712,000\n".encode())
    assert "说明里只有数字（000）" in answer
    assert not offers(reporter)


def test_an_open_quote_is_named_with_its_row(reporter: Chat) -> None:
    answer = sends(reporter, f'{",".join(HEAD)}\n通创社区,"总产值,2019,万元,712\n'.encode())
    assert "第2行" in answer
    assert "引号" in answer


@pytest.mark.parametrize(
    ("metric", "value", "unit", "said"),
    [
        ("总产值", 712000, "箱", "不认识单位“箱”。这一项用万元"),
        ("总产值", 712000, "km²", "单位不对：“km²”。总产值用万元"),
        ("总产值", "71.2亿元", "人", "单位不对：“人”"),
        ("总产值", "71.2亿元", "吨", "不认识单位“吨”"),
        ("吸纳从业人员数", 5300, "家", "单位不对：“家”"),
        ("公共无线网络覆盖率", 98, "百分点", "不认识单位“百分点”。这一项用%"),
        ("创业服务平台", "是", "箱", "不用单位“箱”"),
        ("总产值", "保密", "箱", "不认识单位“箱”"),
    ],
)
def test_a_unit_cell_that_is_no_unit_of_the_metric_is_a_fault(
    reporter: Chat, metric: str, value: object, unit: str, said: str
) -> None:
    answer = sends(reporter, book([HEAD, row(metric, value, unit)]))
    assert said in answer
    assert not offers(reporter)


@pytest.mark.parametrize(
    ("metric", "value", "unit"),
    [
        ("总产值", 712000, "万 元"), ("总产值", 71.2, "亿"), ("总产值", 712000, "（万元）"), ("总产值", 712000, "—"),
        ("吸纳从业人员数", 5300, "名"), ("创业服务平台", "是", "是/否"), ("载体建筑面积", 200000, "㎡"),
        ("吸纳从业人员数", In(5300, '0"人"'), ""),
    ],
)
def test_a_unit_cell_may_say_it_its_own_way(reporter: Chat, metric: str, value: object, unit: str) -> None:
    answer = sends(reporter, book([HEAD, row(metric, value, unit)]))
    assert "共1项" in answer, answer


def test_a_sheet_of_nothing_but_faults_names_the_first_and_counts_the_rest(reporter: Chat) -> None:
    rows = [HEAD, *([f"无名{number}", "总产值", 2019, "", "x" * 2000, ""] for number in range(4998))]
    answer = sends(reporter, book(rows))
    assert "另有" in answer
    assert len(answer) < 1500
    document = reporter.last[0].document
    assert document is not None
    assert len(document.content) < 100_000
    sheet = openpyxl.load_workbook(io.BytesIO(document.content)).active
    assert sheet is not None
    assert sheet.max_row <= 110, "the first of them are marked; the others wait for the next try"
    assert not offers(reporter)


def test_a_sheet_with_too_many_faults_takes_nothing_of_what_it_did_not_read(reporter: Chat) -> None:
    rows = [HEAD, row("总产值", 712000, "万元"), *(row("利润", number, community="观音山") for number in range(501))]
    answer = sends(reporter, book([*rows, row("吸纳从业人员数", "约5300")]))
    assert "至少501处有错，整张表没有收" in answer
    assert not offers(reporter)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (book([]), "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook", "存成 .xlsx"),
        (book([["甲"] * 70]), "64列"),
        (b"a," * 69 + b"a", "64列"),
    ],
    ids=["nothing", "empty sheet", "encrypted", "old", "wide", "wide text"],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(reporter: Chat, content: bytes, said: str) -> None:
    answer = sends(reporter, content)
    assert said in answer
    assert "\n" not in answer


TITLED = [["指标", "本年数"], ["从业人员", "3200"], ["孵化器", "3"]]


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("通创社区2019年填报表", "没有这个社区，或不归您填报"),
        ("崇川区2019年众创社区统计表", "没找到这几列：社区"),
        ("开发区2019年填报表", "没找到这几列：社区"),
        ("新材料众创社区、通创社区2019年填报表", "没找到这几列：社区"),
        ("新材料众创社区2018年、2019年填报表", "没找到这几列：年度"),
        ("海安市2018年众创社区统计表（填报日期：2020年1月5日）", "新材料众创社区 2018年：2项"),
        ("通政办发〔2017〕93号", "新材料众创社区 2019年：2项"),
    ],
)
def test_a_title_is_believed_before_ones_only_place_and_the_open_year(chats: Chats, title: str, answer: str) -> None:
    """Another community's sheet was taken for one's own, and last year's for this one's."""
    assert answer in sends(chats.of(15), book([[title, None], *TITLED]))


WIDE = ("序号", "社区", "总产值（亿元）", "从业人员")


def test_a_row_of_sums_is_named_once_and_no_fault(reporter: Chat) -> None:
    """Its word stood below the numbers of the rows, and each of its cells was a community that nobody knows."""
    rows = [WIDE, [1, "通创社区", 71.2, 5300], [2, "观音山众创社区", 48.9, 4200], ["合计", None, 120.1, 9500]]
    answer = sends(reporter, book(rows))
    assert "有错" not in answer
    assert "合计 总产值 120.1、合计 从业人员 9500" in answer
    assert "共4项" in answer


def test_a_row_of_another_community_is_one_fault(reporter: Chat) -> None:
    answer = sends(reporter, book([WIDE, [1, "通创社区", 71.2, 5300], [2, "开源众创社区", 48.9, 4200]]))
    assert answer.count("没有这个社区") == 1
    assert "1处有错" in answer


def test_what_stands_beyond_the_headings_is_named(reporter: Chat) -> None:
    head = ["指标", "年度", "社区", "数值"]
    answer = sends(reporter, book([head, ["从业人员", 2019, "通创社区", 5300, "含外包", 120]]))
    assert "没有收（1处）：含外包 120" in answer
    assert "5,300人" in answer


def test_headings_that_stand_again_below_are_no_figure(reporter: Chat) -> None:
    answer = sends(reporter, book([HEAD, row("孵化器", 3), [], HEAD, row("从业人员", 5300)]))
    assert "有错" not in answer
    assert "共2项" in answer


def test_a_rough_figure_in_a_list_without_headings_is_a_fault_of_its_own(chats: Chats) -> None:
    rows = [["一、基本情况", None], ["（一）规划面积", "3.3平方公里"], ["二、产业", None], ["1.总产值", "约82亿"],
            ["2.高新产值", "53.4亿"], ["三、配套", None], ["文体娱乐", "有"]]
    answer = sends(chats.of(15), book(rows))
    assert "第4行：总产值：“约82亿”是约数" in answer
    assert "共3项" in answer


def test_none_of_something_that_is_counted_is_asked_about_by_what_it_may_be(reporter: Chat) -> None:
    assert "“无”：是0，还是不适用？" in sends(reporter, book([HEAD, row("众创空间", "无")]))
