"""What people tell beside a figure takes nothing from it, and is never taken for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import PROGRAMME, facts, known
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)


def said(text: str) -> dict[str, str]:
    """What a line says, of metrics that are clear: their texts."""
    return {one.metric: one.text for one in named(text, FACTS).figures if one.text and not one.fault}


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ("，同比增长14%", ()),
        ("，占比63.5%", ("占比63.5%",)),
        ("（+9.5%）", ()),
        ("（快报数）", ()),
        ("（2018年40亿）", None),
        ("(去年40亿)", ("去年40亿",)),
        ("，2018年42亿", ("2018年42亿",)),
        ("，其中软件业3亿、装备8亿", ("其中软件业3亿、装备8亿",)),
        ("，比上年多3.6亿", ()),
        ("，税收3.2亿", None),
        ("元整", ()),
        ("元/年", ()),
    ],
)
def test_what_is_told_beside_a_figure_takes_nothing_from_it(beside: str, told: tuple[str, ...] | None) -> None:
    line = f"通创2019总产值45.6亿{beside}"
    assert said(line)["total_output"].rstrip("元") == "45.6亿"
    if told is not None:
        assert named(line, FACTS).told == told


@pytest.mark.parametrize(
    "line",
    [
        "通创2019总产值45.6亿（预计）",
        "通创2019总产值45.6亿（上半年）",
        "通创2019总产值45.6亿（不含园区外）",
        "通创2019年12月份总产值45.6亿",
        "通创2019年6月底总产值45.6亿",
        "通创2019目标总产值45.6亿",
        "通创2019总产值45.6亿，预计",
        "通创2019总产值45.6亿，不含园区外3亿",
        "通创2019 上半年总产值45.6亿，年底71亿",
        "通创2019总产值同上",
        "通创2019总产值45.6亿（初步）",
    ],
)
def test_a_figure_that_is_not_the_years_whole_one_is_not_taken(line: str) -> None:
    assert said(line) == {}


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("众创空间、孵化器、加速器分别为6个、4个、3个", ("6个", "4个", "3个")),
        ("众创空间、孵化器、加速器各6、4、3个", ("6", "4", "3个")),
        ("众创空间 孵化器 加速器 6 4 3", ("6", "4", "3")),
        ("众创空间、孵化器和加速器均为3个", ("3个", "3个", "3个")),
    ],
)
def test_a_list_of_metrics_shares_the_figures_behind_it(line: str, figures: tuple[str, ...]) -> None:
    assert tuple(said(f"通创2019 {line}")[code] for code in ("makerspaces", "incubators", "accelerators")) == figures


@pytest.mark.parametrize("line", ["众创空间、孵化器、加速器分别为6个、4个", "众创空间和孵化器共9个"])
def test_figures_that_do_not_fit_a_list_belong_to_nobody(line: str) -> None:
    assert said(f"通创2019 {line}") == {}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("无线覆盖率从95%提高到96%", "96%"), ("从业人员5200→5300", "5300"), ("从业人员去年5200今年5300", "5300"),
        ("截至2019年12月31日从业人员5300人", "5300人"), ("2019-12-31 从业人员5300", "5300"),
        ("1-12月从业人员5300人", "5300人"), ("从业人员5300，不对，5400", "5400"), ("孵化器已建成4个", "4个"),
    ],
)
def test_the_figure_of_the_year_is_told_from_others_beside_it(line: str, value: str) -> None:
    assert list(said(f"通创 2019 {line}").values()) == [value]


def test_last_years_figure_in_the_same_line_is_named_and_not_taken() -> None:
    found = named("通创2019 从业人员5300 去年从业人员5200", FACTS)
    assert [(one.metric, one.text, one.fault) for one in found.figures] == [("employees", "5300", "")]
    assert found.years == (2019,)
    assert found.told == ("从业人员5200",)


def test_a_list_that_is_numbered_within_a_line_counts_on() -> None:
    assert said("通创2019年 1.高新产值45.6亿 2.总产值71.2亿") == {"hitech_output": "45.6亿", "total_output": "71.2亿"}


def at(metric: str) -> Draft:
    """A dialogue that asks for one figure of 通创 2019."""
    draft, _ = start(FACTS, "tongchuang", 2019, metric)
    return draft


@pytest.mark.parametrize(
    ("metric", "typed", "value"),
    [
        ("total_output", "45.6亿，同比增长14%", "456000"),
        ("total_output", "是45.6亿。", "456000"),
        ("employees", "截至2019年12月底，5300人", "5300"),
        ("employees", "5300人（其中博士30人）", "5300"),
        ("employees", "从5200增加到5300", "5300"),
        ("total_output", "与上年持平", "690000"),
        ("employees", "一个没有", None),
        ("wifi_coverage", "百分之百", "100"),
        ("management_body", "有（通创公司）", "1"),
        ("management_body", "已成立", "1"),
    ],
)
def test_an_answer_is_read_as_a_line_is(metric: str, typed: str, value: str | None) -> None:
    after, _ = step(at(metric), Typed(typed), FACTS)
    entry = after.pending or after.entry(metric)
    assert (None if entry is None else entry.value) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("增加100人", [5300]), ("比去年少100", [5100]), ("+100", [5300])],
)
def test_a_change_is_worked_out_from_last_years_figure_and_asked_about(typed: str, offered: list[int]) -> None:
    after, events = step(at("employees"), Typed(typed), FACTS)
    assert after.entries == ()
    assert [one.value for one in after.readings] == offered
    assert isinstance(events[-1], ev.AskReading)


def test_a_change_that_may_be_the_figure_itself_is_offered_both_ways() -> None:
    after, _ = step(at("new_startups"), Typed("增加130家"), FACTS)
    assert [one.value for one in after.readings] == [250, 130]


def test_as_last_year_without_a_figure_of_last_year_is_refused() -> None:
    after, events = step(at("accelerators"), Typed("同去年"), FACTS)
    assert after.entries == ()
    assert any(isinstance(one, ev.Refused) and one.code == "no_last_year" for one in events)


def test_a_part_larger_than_its_whole_in_one_line_stops_both() -> None:
    after, events = start(FACTS, line="通创2019 战新投资3.8亿 总投资3.6亿")
    assert after.entries == ()
    assert after.queue == ()
    assert [one.code for one in events if isinstance(one, ev.Refused)] == ["part_exceeds_whole"]


def test_a_changed_figure_that_stands_is_asked_about_with_the_one_before() -> None:
    after, _ = start(facts(employees=known("5250", "submitted")), line="通创2019 从业人员5300")
    assert [one.value for one in after.entries] == [5300]


@pytest.mark.parametrize("typed", ["？", "我不会填", "怎么填", "什么意思", "help"])
def test_what_the_figure_asked_for_means_is_told(typed: str) -> None:
    after, events = step(at("carrier_floor_area"), Typed(typed), FACTS)
    assert events[0] == ev.Explained("carrier_floor_area")
    assert isinstance(events[-1], ev.AskValue)
    assert after.metric == "carrier_floor_area"


def test_the_next_one_puts_the_figure_off() -> None:
    _, events = step(at("carrier_floor_area"), Typed("下一个"), FACTS)
    assert events[0] == ev.PutOff("carrier_floor_area")


@pytest.mark.parametrize(
    ("said", "named_"),
    [
        ("较上年-2%", True), ("同比下降2.9%", True), ("同比增长20%", True), ("同比增长2.9%", False),
        ("（+3%）", False),
    ],
)
def test_growth_that_a_figure_does_not_come_to_is_named(said: str, named_: bool) -> None:
    draft, events = start(facts("tongchuang"), line=f"通创2019 高新产值43.2亿，{said}")
    assert held(draft) == {"hitech_output": 432000}
    assert any(isinstance(one, ev.Refused) and one.code == "growth_differs" for one in events) is named_


def test_a_number_beside_an_answer_is_named() -> None:
    own = facts("tongchuang")
    draft, _ = start(own, "tongchuang", 2019, "employees")
    after, events = step(draft, Typed("5350人，其中外地来的1200"), own)
    assert held(after) == {"employees": 5350}
    assert ev.Refused("beside", found="其中外地来的1200") in events


@pytest.mark.parametrize("line", [
    "【2019年度数据报送】\n从业人员：5350\n填报日期：2020年1月10日", "通创2019 从业人员5350，全市第三",
    "通创2019 从业人员5350\n填报人：王磊 电话 0513-86561234",
])
def test_the_day_of_a_report_a_rank_and_a_telephone_take_nothing_from_a_figure(line: str) -> None:
    assert held(start(facts("tongchuang"), line=line)[0]) == {"employees": 5350}


@pytest.mark.parametrize("line", [
    "通创2019 从业人员5350人，均较上年有所增长", "通创2019 从业人员5350\n如有问题请联系小赵 13912345678",
    "通创2019\n序号 指标 数值\n1 从业人员 5350", "通创2019 从业人员5350人，也没变化",
])
def test_what_ends_a_report_takes_nothing_from_its_figures(line: str) -> None:
    assert held(start(facts("tongchuang"), line=line)[0]) == {"employees": 5350}
