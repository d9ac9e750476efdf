"""Kinds of what people send: by last year's, of a part of the year, dictated, mistyped, of several places."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.parting import by_place
from zc_bot.submission.replies import Typed
from zc_bot.submission.tidying import tidy

FACTS = facts()


@pytest.mark.parametrize(
    ("metric", "text", "values"),
    [
        ("employees", "跟去年比多了165", ["5365"]), ("employees", "增长10%", ["5720"]),
        ("total_output", "同比增长10%", ["759000"]),
        ("new_startups", "exactly half of last year's", ["60"]), ("new_startups", "翻番", ["240"]),
        ("makerspaces", "three more than in 2018", ["5"]), ("wifi_coverage", "minus 3 percentage points", ["97"]),
        ("wifi_coverage", "下降2%", ["98"]), ("total_output", "up by 3", ["720000", "710700", "690003"]),
    ],
)
def test_a_figure_said_by_last_years_is_worked_out_and_shown(metric: str, text: str, values: list[str]) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, metric)
    after, events = step(draft, Typed(text), FACTS)
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert [one.value for one in asked.readings] == [Decimal(one) for one in values]
    assert all(one.typed == text for one in asked.readings)
    assert after.entries == ()


@pytest.mark.parametrize("text", ["还是老样子", "与去年持平", "與去年持平", "the same as last year"])
def test_last_year_in_an_answer_is_no_other_year(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "planned_area")
    after, _ = step(draft, Typed(text), FACTS)
    assert (after.year, held(after)) == (2019, {"planned_area": Decimal(3)})


@pytest.mark.parametrize(
    "line", ["1-10月总产值9.8亿，高新6.3亿", "前三季度总产值40亿", "截至10月底从业人员5300", "Q3 total output 1.1bn"]
)
def test_figures_of_a_part_of_the_year_are_refused_with_what_they_are_of(line: str) -> None:
    draft, events = start(FACTS, line=f"通创2019 {line}")
    assert held(draft) == {}
    assert "part_of_year" in {one.code for one in events if isinstance(one, ev.Refused)}


def test_what_is_up_to_the_end_of_the_year_is_of_the_year() -> None:
    for line in ("1-12月总产值71亿", "截至12月底总产值71亿"):
        draft, events = start(FACTS, line=f"通创2019 {line}")
        assert "part_of_year" not in {one.code for one in events if isinstance(one, ev.Refused)}, line
        assert not draft.entries or held(draft) == {"total_output": 710000}


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("3️⃣个众创空间 🎉", "3个众创空间  "), ("人数3215人[呲牙]", "人数3215人 "),
        ("从业人员[人]5300", "从业人员[人]5300"), ("208家句号从业人员5300人", "208家。从业人员5300人"),
        ("1.1 创业服务 有\n1.2 商务商贸 有", "创业服务 有\n商务商贸 有"),
        ("投资总额四十五亿啊不对四十五点五亿", "投资总额四十五亿，不对，四十五点五亿"),
    ],
)
def test_stickers_dictated_stops_and_numbering_are_made_plain(typed: str, plain: str) -> None:
    assert tidy(typed, lambda word: word == "孵化器").text == plain


@pytest.mark.parametrize(("line", "value"), [("总产值7O.5亿", 705000), ("总产值70..5亿", 705000)])
def test_a_slip_in_a_number_is_asked_about(line: str, value: int) -> None:
    _, events = start(FACTS, line=f"通创2019 {line}")
    asked = events[-1]
    assert isinstance(asked, ev.AskBeside)
    assert [one.value for one in asked.figures] == [value]


@pytest.mark.parametrize(
    "line", ["投资总额14亿啊不对15亿里头战新的9亿", "投资总额14亿，不对，15亿，其中战新9亿"]
)
def test_what_a_line_corrects_itself_to_counts_and_what_follows_too(line: str) -> None:
    draft, _ = start(FACTS, line=f"通创2019 {line}")
    waiting = {(one.metric, one.text) for one in draft.queue}
    assert held(draft)["total_investment"] == 150000
    assert held(draft).get("sei_investment") == 90000 or ("sei_investment", "9亿") in waiting


def test_a_number_in_brackets_may_be_a_negative() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "total_investment")
    after, events = step(draft, Typed("(120,000.00)"), FACTS)
    assert isinstance(events[-1], ev.AskReading)
    assert after.entries == ()


TONGCHUANG, GUANYINSHAN = ("tongchuang", 2019), ("guanyinshan", 2019)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("崇川区两个社区：通创总产值76亿，观音山98亿", {TONGCHUANG: {"76亿"}, GUANYINSHAN: {"98亿"}}),
        ("通创WiFi全覆盖，观音山也是", {TONGCHUANG: {"全覆盖"}, GUANYINSHAN: {"全覆盖"}}),
        ("通创 wifi 100% 数字化 99%\n观音山 同上", {TONGCHUANG: {"100%", "99%"}, GUANYINSHAN: {"100%", "99%"}}),
        ("数字化：通创98，观音山96", {TONGCHUANG: {"98"}, GUANYINSHAN: {"96"}}),
        ("| 指标 | 通创 | 观音山 |\n|---|---|---|\n| 从业人员 | 8210 | 10455 |\n| 孵化器 | 3 | 2 |",
         {TONGCHUANG: {"8210", "3"}, GUANYINSHAN: {"10455", "2"}}),
        ("通创总产值：2018年68.4亿；2019年71.2亿", {("tongchuang", 2018): {"68.4亿"}, TONGCHUANG: {"71.2亿"}}),
        ("通创\t2018\t2019\n从业人员\t5720\t5800", {("tongchuang", 2018): {"5720"}, TONGCHUANG: {"5800"}}),
    ],
)
def test_each_place_and_year_gets_its_own_figures(text: str, meant: dict[tuple[str, int], set[str]]) -> None:
    parts = by_place(text, FACTS)
    assert {one.place: {figure.text for figure in one.found.figures} for one in parts} == meant


def test_what_is_anothers_is_refused_and_ones_own_is_kept() -> None:
    draft, events = start(facts("tongchuang"), line="通创：从业人员5300 总产值70亿\n苏通：从业人员2300 总产值30亿")
    assert held(draft) == {"employees": 5300, "total_output": 700000}
    assert ev.Refused("scope") in events


def test_an_unknown_column_of_numbers_is_named() -> None:
    draft, events = start(facts("tongchuang"), line="总产值（万元）\t专利（件）\n710000\t312")
    assert held(draft) in ({"total_output": 710000}, {})
    assert any("312" in one.found for one in events if isinstance(one, ev.Refused))


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("除从业人员5300人外，其余均与去年相同。", {"employees": Decimal(5300)}), ("其他都没变", {}),
        ("从业人员5300，其余同去年", {"employees": Decimal(5300)}),
        ("Same as last year for everything except Wi-Fi, which is now 98%", {"wifi_coverage": Decimal(98)}),
        ("employees 5300, everything else unchanged", {"employees": Decimal(5300)}),
    ],
)
def test_the_rest_as_last_year_are_its_standing_figures_and_no_others(text: str, others: dict[str, Decimal]) -> None:
    draft, _ = start(facts("tongchuang"), "tongchuang", 2019)
    after, events = step(draft, Typed(text), facts("tongchuang"))
    standing = {
        "planned_area": Decimal(3), "carrier_floor_area": Decimal(210000), "core_floor_area": Decimal(310000),
        "makerspaces": Decimal(2), "wifi_coverage": Decimal(100), "management_body": Decimal(1),
    }
    assert held(after) == standing | others
    assert any(isinstance(one, ev.TookOver) for one in events)


@pytest.mark.parametrize(
    ("metric", "text", "values"),
    [
        ("incubators", "新宇科技园一个、生命健康园一个，高分子那边还在批", [2, 1]),
        ("employees", "家纺城 4210\nE站 386\n微商平台 1204\n合计 5810", [5810, 5800, 4210, 386, 1204]),
        ("total_output", "去年应该是68.6亿，今年71亿", [686000, 710000]),
        ("carrier_floor_area", "楼栋 | 面积（㎡）\nA座 | 86,400\nB座 | 92,150\nC座 | 61,450\n合计 | 240,000",
         [240000, 86400, 92150, 61450]),
    ],
)
def test_of_several_numbers_it_is_asked_which_and_their_sum_is_offered(
    metric: str, text: str, values: list[int]
) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, metric)
    after, events = step(draft, Typed(text), FACTS)
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert [one.value for one in asked.readings] == values
    assert after.entries == ()


@pytest.mark.parametrize("text", ["这个算不算厂房装修的钱呀？", "What counts here?", "含不含停产的项目？"])
def test_what_counts_is_explained_and_the_figure_asked_again(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "sei_investment")
    _, events = step(draft, Typed(text), FACTS)
    assert events[0] == ev.Explained("sei_investment")
    assert isinstance(events[-1], ev.AskValue)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("「周洁：总产值35.2亿」\n- - - - - - -\n按这个报", "总产值35.2亿\n\n按这个报"),
        ("王磊: 从业人员多少？\n周洁: 2860\n王磊: 孵化器呢？\n周洁: 2", "从业人员 2860\n孵化器 2"),
        ("张三：从业5300\n李四：总产值70.2亿\n王五：初创126", "张三：从业5300\n李四：总产值70.2亿\n王五：初创126"),
        ("Employees: 5,300\nKind regards,\nLucas Hahn\nTel. +86 513 8100", "Employees: 5,300\n\n"),
        ("Regards,\nemployees: 5,300", "\nemployees: 5,300"),
        ("孵化器：3\n加速器：2\n孵化器：4", "孵化器：3\n加速器：2\n孵化器：4"),
        ("1=是 0=否\n扶持政策,1\n信息化平台,0", "扶持政策：有\n信息化平台：无"),
        ("start-ups: thirty-nine", "start-ups: 39"), ("Headcount at 31 Dec: 2,145", "Headcount : 2,145"),
    ],
)
def test_speakers_signatures_and_legends_are_left_out(typed: str, plain: str) -> None:
    assert tidy(typed, lambda word: word == "孵化器").text == plain


def test_the_share_of_one_in_another_is_told_and_not_noted() -> None:
    for line in ("高新产值占总产值的66%，总产值为70亿元", "总产值70亿，高新产值占总产值比重达65%"):
        draft, events = start(FACTS, line=f"通创2019 {line}")
        assert held(draft) == {"total_output": 700000}, line
        assert any(one.code == "beside" for one in events if isinstance(one, ev.Refused)), line


@pytest.mark.parametrize("text", ["等下哈 领导叫我", "hang on, my boss is calling"])
def test_who_has_to_leave_finds_the_same_question_later(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "employees")
    after, events = step(draft, Typed(text), FACTS)
    assert after == draft
    assert (events[0], type(events[-1])) == (ev.Waits(), ev.AskValue)


@pytest.mark.parametrize("text", ["不清楚，得问一下统计科", "No idea, ask Mr Gu in the statistics office"])
def test_what_is_not_known_is_left_for_later(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "employees")
    after, events = step(draft, Typed(text), FACTS)
    assert events[0] == ev.PutOff("employees")
    assert held(after) == {}


def test_that_other_communities_are_as_last_year_takes_nothing_over() -> None:
    draft, _ = start(facts("tongchuang"), "tongchuang", 2019)
    after, _ = step(draft, Typed("其他社区均与去年相同"), facts("tongchuang"))
    assert held(after) == {}


def test_a_thousand_yuan_is_the_unit_of_all() -> None:
    draft, _ = start(FACTS, line="通创2019\n单位：千元\n总产值 7120000\n高新产值 4560000")
    assert held(draft) == {"total_output": 712000, "hitech_output": 456000}


@pytest.mark.parametrize("text", ["我还差哪几项没填？", "hang on, which of my figures are still missing?"])
def test_what_is_still_missing_is_said_and_the_question_asked_again(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "sei_investment")
    after, events = step(draft, Typed(text), FACTS)
    assert after == draft
    assert isinstance(events[0], ev.StillMissing)
    assert len(events[0].metrics) == 22
    assert isinstance(events[-1], ev.AskValue)


def test_a_quoted_question_is_no_question() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "total_output")
    after, _ = step(draft, Typed("「众创助手：总产值多少？」\n- - - - - - -\n71亿"), FACTS)
    assert held(after) == {"total_output": 710000}


@pytest.mark.parametrize(
    "line",
    [
        "初创企业新登记减去注销净增-4家", "除了统计体系都有，统计体系明年建",
        "All items are yes apart from the statistics system",
    ],
)
def test_what_would_be_another_figure_is_never_offered_by_one_tap(line: str) -> None:
    draft, events = start(FACTS, line=f"通创2019 {line}")
    assert not any(isinstance(one, ev.AskBeside) for one in events)
    assert "statistics_system" not in held(draft)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("4、战新投资：8.1亿 5、总投资：11.6亿", {"sei_investment": 81000, "total_investment": 116000}),
        ("1、总产值71.2亿 2、从业人员5300", {"total_output": 712000, "employees": 5300}),
        ("(1)管理机构√ (2)规划面积3.1平方公里", {"management_body": 1, "planned_area": Decimal("3.1")}),
    ],
)
def test_a_list_on_one_line_counts_on_from_where_it_begins(line: str, meant: dict[str, Decimal]) -> None:
    draft, events = start(facts("tongchuang"), line=line)
    assert held(draft) == meant
    assert not any(isinstance(one, ev.Refused) for one in events)


@pytest.mark.parametrize("line", ["观音山 2017 总产值 20亿", "观音山2017年总产值20亿"])
def test_figures_of_a_year_before_the_start_go_to_no_other_year_unasked(line: str) -> None:
    """They were put into the open year, and it was said that no year was written."""
    draft, events = start(replace(FACTS, years=(2019, 2018, 2017)), line=line)
    assert (draft.step, draft.year, draft.entries) == ("year", None, ())
    assert not any(isinstance(one, ev.AssumedYear) for one in events)
    assert any(isinstance(one, ev.Held) for one in events)


@pytest.mark.parametrize(
    ("line", "value"),
    [("去年通创从业人员比前年多了180人", 5380), ("通创2019年从业人员在去年基础上加了180", 5380)],
)
def test_a_change_on_the_year_before_is_counted_from_it(line: str, value: int) -> None:
    _, events = start(FACTS, line=line)
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert value in [one.value for one in asked.readings]


@pytest.mark.parametrize("line", ["到2019年底通创从业人员5380", "通创2019的从业人员到年底是5380人"])
def test_by_the_years_end_is_the_year(line: str) -> None:
    assert held(start(FACTS, line=line)[0]) == {"employees": 5380}


def test_a_row_of_sums_is_no_place() -> None:
    parts = by_place("社区\t高新产值\t总产值\n通创\t55亿\t88亿\n观音山\t26亿\t41亿\n合计\t81亿\t129亿", FACTS)
    assert [one.place for one in parts] == [TONGCHUANG, GUANYINSHAN]
    assert "81亿" in "".join(parts[0].found.told)
