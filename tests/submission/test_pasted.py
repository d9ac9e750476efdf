"""Tables pasted into the chat."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import PROGRAMME, facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start
from zc_bot.submission.parting import by_place
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)
BOTH = [("hitech_output", "456000"), ("total_output", "712000")]


@pytest.mark.parametrize(
    "text",
    [
        "社区\t年度\t指标\t本年数\n通创社区\t2019\t高新产值\t456000\n通创社区\t2019\t总产值\t712000",
        "指标\t单位\t去年数\t本年数\n高新产值\t万元\t400000\t456000\n总产值\t万元\t650000\t712000",
        "高新产值（万元）\t总产值（万元）\n456000\t712000",
        "| 指标 | 数值 |\n|---|---|\n| 高新产值 | 456000 |\n| 总产值 | 712000 |",
        "指标，本年数\n高新产值，456000\n总产值，712000",
    ],
)
def test_a_pasted_table_is_read_by_its_headings(text: str) -> None:
    found = named(text, FACTS)
    assert [(one.metric, one.text) for one in found.figures] == BOTH
    assert found.leftover == ()


def test_a_pasted_table_keeps_its_units() -> None:
    draft, _ = start(FACTS, line="社区\t年度\t指标\t单位\t本年数\n通创社区\t2019\t总产值\t亿元\t71.2")
    assert [(one.metric, one.value) for one in draft.entries] == [("total_output", 712000)]


def test_a_name_that_no_metric_has_is_named() -> None:
    assert named("指标\t本年数\n总产值\t712000\n税收\t3.2亿", FACTS).leftover == ("税收 3.2亿",)


@pytest.mark.parametrize("text", ["通创2019\n高新产值：45.6亿\n总产值：71.2亿", "高新产值45.6亿，\n总产值71.2亿"])
def test_lines_are_no_table(text: str) -> None:
    assert [one.metric for one in named(text, FACTS).figures] == ["hitech_output", "total_output"]


REPORT = """通创社区2019年度统计数据
一、空间载体
1、规划面积：3.1平方公里
2、载体建筑面积：21.2万平方米
二、产业
3、高新技术产业产值：43.2亿元
4、总产值：70亿元
三、双创情况：
5、众创空间2个
6、管理机构、扶持政策：均有
联系人：王磊，电话：0513-86561234"""


def test_headings_of_sections_and_whom_to_call_say_nothing_of_a_figure() -> None:
    draft, _ = start(facts("tongchuang"), line=REPORT)
    assert held(draft) == {
        "planned_area": Decimal("3.1"), "carrier_floor_area": 212000, "hitech_output": 432000, "total_output": 700000,
        "makerspaces": 2, "management_body": 1, "support_policy": 1,
    }


@pytest.mark.parametrize("title", ["一、预计情况：", "二、年度目标", "去年数据：", "三、上半年指标"])
def test_a_heading_that_makes_figures_another_times_stops_them(title: str) -> None:
    draft, _ = start(facts("tongchuang"), line=f"通创2019\n{title}\n从业人员 5300\n众创空间 2个")
    assert held(draft) == {}


def test_a_narrative_with_growth_beside_each_figure_is_read() -> None:
    line = "通创2019年运行情况：全年实现总产值70亿元，增长1.4%；其中高新43.2亿元，同比分别增长1.4%和2.9%"
    draft, _ = start(facts("tongchuang"), line=line)
    assert held(draft) == {"total_output": 700000, "hitech_output": 432000}


def test_a_dash_in_place_of_a_figure_is_none_and_takes_no_other_rows_word() -> None:
    draft, events = start(facts("tongchuang"), line="通创2019\n众创空间 2\n从业人员 —\n新增初创企业 不变")
    assert held(draft) == {"makerspaces": 2, "new_startups": 120}
    assert "employees" in {one.metric for one in events if isinstance(one, ev.Refused)}


def test_headings_whose_numbers_have_no_stop_count_on() -> None:
    bare = REPORT.replace("一、", "一 ").replace("二、", "二 ").replace("三、", "三 ")
    assert held(start(facts("tongchuang"), line=bare)[0]) == held(start(facts("tongchuang"), line=REPORT)[0])


@pytest.mark.parametrize(
    "text",
    [
        "社区 从业\n通创 4400\n观音山 2650\n合计 7050",
        "社区\t从业\n通创\t4400\n观音山\t2650\n合计\t7050",
        "通创社区 观音山社区\n从业 4400 2650",
        "指标 通创社区 观音山社区\n从业 4400 2650",
        "从业 众创空间\n通创 4400 -\n观音山 2650 -",
    ],
)
def test_a_table_of_several_places_is_read_though_its_tabs_or_its_corner_are_gone(text: str) -> None:
    said = {part.place: [(one.metric, one.text) for one in part.found.figures] for part in by_place(text, FACTS)}
    assert {place: figures[0] for place, figures in said.items()} == {
        ("tongchuang", 2019): ("employees", "4400"), ("guanyinshan", 2019): ("employees", "2650"),
    }


def test_a_sum_below_the_places_is_told_beside() -> None:
    _, said = start(FACTS, line="社区 从业\n通创 4400\n观音山 2650\n合计 7050")
    assert ev.Refused("beside", found="合计 从业 7050") in said


def test_places_and_figures_in_one_heading_are_no_table_of_places() -> None:
    draft, _ = start(FACTS, line="通创 2019 高新产值 总产值 从业人员\n45.6亿 71.2亿 5300")
    assert held(draft) == {"hitech_output": 456000, "total_output": 712000, "employees": 5300}
