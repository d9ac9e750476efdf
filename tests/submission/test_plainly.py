"""Ways of writing a line: units said once, slashes, heads, wholes that go unnamed, shares, years held against."""

from __future__ import annotations

import pytest

from tests.submission.world import facts
from zc_bot.submission import events as ev
from zc_bot.submission.common_unit import without_common_unit
from zc_bot.submission.flow import start
from zc_bot.submission.understanding import named

FACTS = facts("tongchuang")


def said(text: str) -> dict[str, str]:
    """Give what a line says, of figures that are clear."""
    found = named(f"通创2019{text}", FACTS).figures
    return {one.metric: one.text for one in found if one.text and one.metric and not one.fault}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("年度（单位：亿元）：总产值70.1，高新产值45.2", {"total_output": "70.1亿元", "hitech_output": "45.2亿元"}),
        ("：总产值 701000 高新产值 452000 单位万元", {"total_output": "701000万元", "hitech_output": "452000万元"}),
        ("总产值（单位：亿元）70.1 从业5300", {"total_output": "70.1亿元", "employees": "5300"}),
        (" 众创空间/孵化器/加速器：6/3/2", {"makerspaces": "6", "incubators": "3", "accelerators": "2"}),
        ("教育培训、文体娱乐平台已有，商务商贸还没有",
         {"training_services": "已有", "culture_services": "已有", "commerce_services": "还没有"}),
        ("wifi覆盖98%数字化94%", {"wifi_coverage": "98%", "digital_coverage": "94%"}),
        ("平台情况：创业服务有，商务商贸没有", {"startup_services": "有", "commerce_services": "没有"}),
        ("年创业服务、教育培训两个平台已建成", {"startup_services": "已建成", "training_services": "已建成"}),
        (" 高新45.2，总70.1（亿）", {"hitech_output": "45.2亿元", "total_output": "70.1亿元"}),
        (" 单位:亿元 总产值70.1 高新产值45.2", {"total_output": "70.1亿元", "hitech_output": "45.2亿元"}),
        ("；总产值=701000；单位=万元", {"total_output": "701000万元"}),
        ("总产值70.1亿不是73亿", {"total_output": "70.1亿"}),
        ("总产值四十五亿啊不是四十六亿", {"total_output": "四十六亿"}),
        ("从业人员同比+3.9%至5402人", {"employees": "5402人"}),
        ("众创空间达到6个，超额完成任务", {"makerspaces": "6个"}),
        (" 管理机构Y 信息平台N", {"management_body": "是", "info_platform": "否"}),
        (" 战新3.1亿/总4.3亿", {"sei_investment": "3.1亿", "total_investment": "4.3亿"}),
        ("高新45.2亿，总的70.1亿", {"hitech_output": "45.2亿", "total_output": "70.1亿"}),
        ("总产值70.1亿，其中高新占64.5%，即45.2亿", {"total_output": "70.1亿", "hitech_output": "45.2亿"}),
        ("总产值70.1亿，高新技术45.2亿，非高新24.9亿", {"total_output": "70.1亿", "hitech_output": "45.2亿"}),
        ("从业人员5380人，比2018年的5200人增加180人", {"employees": "5380人"}),
        ("从业人员较2018年增加180人", {"employees": "较上年增加180人"}),
        ("没有新增孵化器，还是三个", {"incubators": "三个"}),
        ("总产值完成年度目标的102%，70.1亿元", {"total_output": "70.1亿元"}),
        ("总产值70.1亿元。以上数据已经主任审定", {"total_output": "70.1亿元"}),
        ("统计体系健全，信息平台运行正常", {"statistics_system": "是", "info_platform": "是"}),
        (" 扶持政策、信息平台、统计体系全部到位",
         {"support_policy": "是", "info_platform": "是", "statistics_system": "是"}),
        ("年度：一、规划面积3.1平方公里；二、载体面积21.5万平方米",
         {"planned_area": "3.1平方公里", "carrier_floor_area": "21.5万平方米"}),
        ("年数据报上：总产值70.1亿元，同比增长1.6%；高新45.2亿元",
         {"total_output": "70.1亿元", "hitech_output": "45.2亿元"}),
        ("年度统计表\n（单位：万元）\n高新产值 452000\n总产值 701000",
         {"hitech_output": "452000万元", "total_output": "701000万元"}),
        ("\n附件：\n从业人员 5380\n加速器 2", {"employees": "5380", "accelerators": "2"}),
        (" 从业人员数｜5380｜人", {"employees": "5380 人"}),
        (" 从业5380 | 初创136", {"employees": "5380", "new_startups": "136"}),
        (" 从业5\u00a0380人", {"employees": "5380人"}),
        (" 加速器2 136家初创", {"accelerators": "2", "new_startups": "136家"}),
        (" 一个加速器都没有", {"accelerators": "一个都没有"}),
        ("投资12.5亿其中战新9.1亿", {"total_investment": "12.5亿", "sei_investment": "9.1亿"}),
        (" 载体面积 21 万 5 千平方米", {"carrier_floor_area": "21万5千平方米"}),
        (" 战新投资8.5亿，占全部投资11.2亿的75.9%", {"sei_investment": "8.5亿", "total_investment": "11.2亿"}),
        (" 累计初创企业600家，当年132家", {"new_startups": "132家"}),
        (" 目标总产值80亿，实际70.1亿", {"total_output": "70.1亿"}),
        (" 孵化器加一个，现在三个", {"incubators": "三个"}), (" 加速器没增没减", {"accelerators": "没增没减"}),
        (" 建有众创空间6家、孵化器3家", {"makerspaces": "6家", "incubators": "3家"}),
        (" 信息化平台已上线运行", {"info_platform": "已上线"}),
        ("\n项目 上年 本年\n从业人员 5200 5380", {"employees": "5380"}),
    ],
)
def test_a_line_is_read_however_it_is_written(text: str, meant: dict[str, str]) -> None:
    assert said(text) == meant


def test_a_plan_or_another_sum_alone_is_no_figure() -> None:
    assert said(" 目标总产值80亿") == said(" 累计初创企业600家") == said(" 刚才初创多报了一家") == {}


def test_a_number_whose_thousands_a_space_parts_is_asked_about() -> None:
    found = named("通创2019 从业人员：5 380人", FACTS).figures
    assert [(one.metric, one.text, one.fault, one.found) for one in found] == [
        ("employees", "5380人", "stray_word", "5 380"),
    ]


def test_a_name_of_several_heads_those_behind_it() -> None:
    found = named("通创2019年覆盖率：公共98.5、数字93", FACTS)
    assert [(one.metric, one.options, one.text) for one in found.figures] == [
        ("", ("wifi_coverage",), "98.5"), ("digital_coverage", (), "93"),
    ]


def test_amounts_whose_unit_one_metric_has_are_offered_where_place_and_year_are_named() -> None:
    found = named("通创2019年数：128家，5380人", FACTS)
    offered = [(one.options, one.text) for one in found.figures]
    assert offered == [(("new_startups",), "128家"), (("employees",), "5380人")]


@pytest.mark.parametrize("text", ["数据尚未审定", "上半年数据已审核", "以上均为预计数，待核实"])
def test_what_says_that_a_figure_is_not_settled_is_not_left_out(text: str) -> None:
    assert said(f"总产值70.1亿元，{text}") == {}


@pytest.mark.parametrize(
    ("share", "code"),
    [("64.5%", "beside"), ("64.4%", "beside"), ("74.5%", "share_differs"), ("6.45%", "share_differs")],
)
def test_a_share_typed_beside_its_parts_is_told_and_held_against_them(share: str, code: str) -> None:
    _, events = start(FACTS, line=f"通创2019年高新产值45.2亿，占比{share}，总产值70.1亿")
    assert [one.code for one in events if isinstance(one, ev.Refused)] == [code]


@pytest.mark.parametrize("line", ["tax revenue 320 million, employees 5380", "employees 5380; profit was 3m yuan"])
def test_what_is_not_held_is_named_in_english_and_takes_nothing_from_the_rest(line: str) -> None:
    found = named(f"Tongchuang 2019 {line}", FACTS)
    assert [(one.metric, one.text, one.fault) for one in found.figures] == [("employees", "5380", "")]
    assert len(found.leftover) == 1
    _, events = start(FACTS, line=f"Tongchuang 2019 {line}")
    assert any(isinstance(one, ev.Refused) and one.code == "not_reported" for one in events)


def test_whom_a_text_calls_is_no_word_beside_a_figure() -> None:
    (found,) = named("@小助手 通创2019从业人员5380", FACTS).figures
    assert (found.text, found.fault) == ("5380", "")


def test_of_two_units_said_for_all_neither_is() -> None:
    two = "单位：亿元\n总产值70.1\n单位：万元\n高新产值452000"
    assert without_common_unit(two) == (two, "")
