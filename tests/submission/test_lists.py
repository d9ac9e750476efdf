"""Lists as people write them: names cut short, items numbered in one line, communities below the name of a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.parting import by_place
from zc_bot.submission.reasons import withdraws
from zc_bot.submission.replies import Typed
from zc_bot.submission.understanding import named

FACTS = facts()
SERVICES = "创业 是\n商务 是\n培训 是\n文体 否"


def said(text: str) -> dict[str, str]:
    return {one.metric: one.text for one in named(text, FACTS).figures if not one.fault}


def test_names_cut_short_in_a_list_are_told_by_what_stands_beside_them() -> None:
    listed = said(f"通创 2019\n初创 126\n孵化 4\n加速 3\n数字 98\n{SERVICES}\n机构 有\n政策 有\n平台 有\n统计 无")
    assert listed == {
        "new_startups": "126", "incubators": "4", "accelerators": "3", "digital_coverage": "98",
        "startup_services": "是", "commerce_services": "是", "training_services": "是", "culture_services": "否",
        "management_body": "有", "support_policy": "有", "info_platform": "有", "statistics_system": "无",
    }


@pytest.mark.parametrize(
    "line", ["创业 155", "新增 155", "企业 155", "平台 是", "培训 5"],
)
def test_half_a_name_is_none_where_it_could_be_another_or_its_value_does_not_fit(line: str) -> None:
    before = said("初创 126\n总产值 71亿\n从业 5300")
    after = said(f"初创 126\n总产值 71亿\n从业 5300\n{line}")
    assert set(after) <= {*before, ""}


def test_outside_of_a_list_half_a_name_is_none() -> None:
    assert "incubators" not in said("孵化 4")
    assert "incubators" not in said("初创 126 孵化 4")


@pytest.mark.parametrize(
    "line",
    ["1. 高新产值 44.1亿 2. 总产值 70.2亿 3. 初创 126", "1.高新产值44.1亿 2.总产值70.2亿 3.初创126",
     "通创 1、 高新产值 44.1亿 2、 总产值 70.2亿 3、 初创 126"],
)
def test_items_numbered_in_one_line_are_read(line: str) -> None:
    assert said(line) == {"hitech_output": "44.1亿", "total_output": "70.2亿", "new_startups": "126"}


def test_an_amount_on_a_line_of_its_own_numbers_nothing() -> None:
    assert said("总产值\n7.2 亿元") == {"total_output": "7.2亿元"}


def test_counts_with_a_stop_behind_them_number_nothing() -> None:
    assert said("孵化器 1. 加速器 2. 众创空间 3") == {"incubators": "1", "accelerators": "2", "makerspaces": "3"}
    assert said("孵化器 1.加速器 2.众创空间 3") == {"incubators": "1", "accelerators": "2", "makerspaces": "3"}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("初创\n通创 123\n观音山 83\n合计 206", {"tongchuang": "123", "guanyinshan": "83"}),
        ("初创企业（家）\n通创：123\n观音山：83", {"tongchuang": "123", "guanyinshan": "83"}),
        ("初创\n通创 123\n观音山 83\n合计 207", {}),
        ("Tongchuang and Guanyinshan: 123 and 83 new startups respectively",
         {"tongchuang": "123", "guanyinshan": "83"}),
        ("Tongchuang and Guanyinshan: 123 and 83 new startups", {}),
    ],
)
def test_communities_below_or_before_one_figure_get_theirs(text: str, figures: dict[str, str]) -> None:
    """A sum is left out only where it is theirs, and a list in English only dealt where it says so."""
    parts = by_place(text, FACTS)
    assert {one.later.community: one.found.figures[0].text for one in parts} == figures


def test_years_above_a_table_go_with_a_name_that_stands_for_its_share_too() -> None:
    parts = by_place("2018 2019\n总产值 69亿 71亿\n高新 42亿 43亿", facts("tongchuang"))
    assert {one.later.year: [(a.metric, a.text) for a in one.found.figures] for one in parts} == {
        2018: [("total_output", "69亿"), ("hitech_output", "42亿")],
        2019: [("total_output", "71亿"), ("hitech_output", "43亿")],
    }


@pytest.mark.parametrize("line", ["开源众创 加速器2个", "2019年度 开源众创加速器2个", "开源众创：加速器2个"])
def test_what_is_left_of_a_communitys_name_says_nothing_of_a_figure(line: str) -> None:
    assert said(line) == {"accelerators": "2个"}
    assert said("观音山众创空间5个") == {"makerspaces": "5个"}


def test_a_figure_is_put_off_with_a_word_that_leads_up_to_it() -> None:
    assert all(map(withdraws, ("算了，先不报这个", "好的，先不报了", "不好意思，先放一放")))
    assert not any(map(withdraws, ("好的", "5000，先不报了", "新区划入，先不报")))


def test_what_is_no_rough_figure_is_not_called_one() -> None:
    figures = named("从业人员5300人。刚发的数不对，以后面的为准，5320人", FACTS).figures
    assert [(one.metric, one.text) for one in figures] == [("employees", "5320人")]
    assert PROGRAMME.metric["employees"].kind == "whole"


@pytest.mark.parametrize(
    ("line", "stray"),
    [
        ("初创企业125家，其中科技型60家，带动就业300人", {"employees": "带动"}),
        ("初创企业125家，其中大学生60家，硕士20家，从业5300人", {}),
    ],
)
def test_what_leads_up_to_a_figure_behind_details_is_said_of_that(line: str, stray: dict[str, str]) -> None:
    """带动 went with the details, and 300 were all who work there."""
    figures = named(line, FACTS).figures
    assert [one.metric for one in figures] == ["new_startups", "employees"]
    assert {one.metric: one.found for one in figures if one.fault} == stray


@pytest.mark.parametrize(
    ("line", "metric", "text"),
    [
        ("SEI investment: 113 million... sorry, 1.13 billion", "sei_investment", "11.3亿"),
        ("total output 7.1bn, not 7.2bn", "total_output", "71亿"),
        ("Wi-Fi: full coverage", "wifi_coverage", "full coverage"),
        ("规划面积三点三个平方公里", "planned_area", "三点三平方公里"),
        ("不对不对，从业5300", "employees", "5300"),
    ],
)
def test_a_figure_is_read_as_it_is_said_at_last(line: str, metric: str, text: str) -> None:
    assert said(line) == {metric: text}


def test_an_authority_before_a_colon_reports_for_its_communities() -> None:
    parts = by_place("崇川区上报：通创社区从业人员5280人；观音山众创社区从业人员4190人。", FACTS)
    assert {one.later.community: one.found.figures[0].text for one in parts} == {
        "tongchuang": "5280人", "guanyinshan": "4190人",
    }


def test_yes_is_no_number_of_another_community() -> None:
    draft, _ = start(FACTS, line="通创2019 从业5280，初创125")
    after, _ = step(draft, Typed("初创是观音山的"), FACTS)
    assert after.then == ()


def test_a_figure_far_from_the_one_meant_by_its_place_is_asked_about() -> None:
    """前一个 is the one before, or the first of two."""
    draft, _ = start(FACTS, line="通创2019 从业5280，初创125")
    after, _ = step(draft, Typed("前一个改成5290"), FACTS)
    assert after.step == "which"
    after, _ = step(draft, Typed("前一个改成126"), FACTS)
    held = {one.metric: one.value for one in after.entries}
    assert held == {"employees": Decimal(5280), "new_startups": Decimal(126)}


def test_a_line_with_a_number_that_nothing_names_is_not_passed_over() -> None:
    _, events = start(facts("tongchuang"), line="总产直82.5亿")
    assert any(isinstance(one, ev.Reprompt) for one in events)
    _, events = start(facts("tongchuang"), line="填报2019年")
    assert not any(isinstance(one, ev.Reprompt) for one in events)


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("江海-2019-初创-128", {"new_startups": "128"}), ("通创-高新产值-45.6亿", {"hitech_output": "45.6亿"}),
        ("通创—2019年—从业人员—5300人", {"employees": "5300人"}),
    ],
)
def test_dashes_part_a_line_of_nothing_else(line: str, figures: dict[str, str]) -> None:
    """128 was said to be below zero."""
    assert said(line) == figures


@pytest.mark.parametrize("line", ["通创-从业-5000-6000", "通创 从业人员-5300", "通创-在建-5000"])
def test_a_range_and_a_number_below_zero_stay_what_they_are(line: str) -> None:
    assert "5300" not in said(line).values()
    assert "6000" not in said(line).values()
