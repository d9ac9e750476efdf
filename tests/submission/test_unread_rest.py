"""What of a line is not read leads to a question beside what was read, and takes no figure away with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.submission.test_correcting import FACTS
from tests.submission.test_swapping import held
from tests.submission.world import facts
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Tap, Typed
from zc_bot.submission.understanding import named

ALONE = facts("tongchuang")


def offered(line: str, given: Facts = ALONE) -> tuple[dict[str, int | None], str]:
    """Give the figures that are offered beside what was not understood, and that."""
    _, events = start(given, line=f"通创2019 {line}")
    asked = events[-1]
    assert isinstance(asked, ev.AskBeside), (line, events)
    return {one.metric: None if one.value is None else int(one.value) for one in asked.figures}, "".join(asked.words)


@pytest.mark.parametrize(
    ("line", "meant", "quoted"),
    [
        ("总产值700000高新430000都按万元算", {"total_output": 700000, "hitech_output": 430000}, "按"),
        ("孵化器3个加速器2个都是新口径", {"incubators": 3, "accelerators": 2}, "新口径"),
        ("总产值暂按70亿报", {"total_output": 700000}, "暂按"), ("战新投资占了9亿", {"sei_investment": 90000}, "占"),
    ],
)
def test_all_figures_with_words_and_other_numbers_beside_them_are_offered_in_one_question(
    line: str, meant: dict[str, int], quoted: str
) -> None:
    found, words = offered(line)
    assert found == meant
    assert quoted in words


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("当年初创企业131户，迁出9户", [131, 9]), ("start-ups 131 this time vs 120 before", [131, 120]),
        ("众创空间国家级1家省级2家", [3, 1, 2]),
        ("从业人员：东区2100，西区1700，南区1500，合计5300", [5300, 2100, 1700, 1500]),
    ],
)
def test_of_several_numbers_that_a_figure_may_be_it_is_asked_which(line: str, values: list[int]) -> None:
    draft, events = start(ALONE, line=f"通创2019 {line}")
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert [int(one.value or 0) for one in asked.readings] == values
    assert not held(draft)


def test_yes_and_no_in_one_answer_offer_neither() -> None:
    draft, _ = start(ALONE, "tongchuang", 2019, "management_body")
    assert isinstance(step(draft, Typed("有但是没挂牌"), ALONE)[1][-1], ev.AskValue)


def test_a_change_with_words_beside_it_is_offered_too() -> None:
    found, _ = offered("众创空间比去年多了1个都是新备案的")
    assert list(found) == ["makerspaces"]


@pytest.mark.parametrize("line", ["总产值-70亿左邻", "目标总产值80亿", "总产值约71亿"])
def test_what_is_no_actual_figure_is_not_offered(line: str) -> None:
    _, events = start(ALONE, line=f"通创2019 {line}")
    assert not isinstance(events[-1], ev.AskBeside)
    assert any(isinstance(one, ev.Refused) for one in events)


def test_a_name_of_several_figures_is_asked_about_with_what_was_typed() -> None:
    draft, events = start(ALONE, line="通创2019 投资方面：总共11.5亿")
    asked = events[-1]
    assert isinstance(asked, ev.AskWhich)
    assert set(asked.codes) == {"sei_investment", "total_investment"}
    assert "11.5亿" in asked.typed
    assert held(step(draft, Tap("metric", "total_investment"), ALONE)[0]) == {"total_investment": 115000}


@pytest.mark.parametrize(
    ("line", "becomes"),
    [("总产值70亿 高新430000", {"total_output": 700000, "hitech_output": 430000}), ("高新43", {})],
)
def test_the_short_name_of_a_share_with_a_bare_number_is_its_output_or_asked_about(
    line: str, becomes: dict[str, int]
) -> None:
    draft, events = start(ALONE, line=f"通创2019 {line}")
    assert held(draft) == becomes
    if not becomes:
        assert isinstance(events[-1], ev.AskWhich)
        assert events[-1].codes == ("hitech_output",)


def test_a_unit_alone_in_brackets_is_that_of_all_sums() -> None:
    draft, _ = start(ALONE, line="通创2019\n总产值 70.5\n高新产值 43.5\n（亿元）")
    assert held(draft) == {"total_output": 705000, "hitech_output": 435000}


def test_an_amount_before_its_name_in_brackets_is_that_names() -> None:
    draft, events = start(ALONE, line="通创2019 70.5亿（总产值）、43.5亿（高新产值）、5300人")
    assert held(draft) == {"total_output": 705000, "hitech_output": 435000}
    asked = events[-1]
    assert isinstance(asked, ev.AskWhich)
    assert (asked.codes, asked.typed) == (("employees",), "5300人")


def test_points_counted_in_words_and_shares_on_a_line_of_their_own_change_nothing() -> None:
    draft, _ = start(ALONE, line="通创2019 一是总产值70.5亿元；二是高新产值43.5亿元。\n占比：61.7%\n")
    assert held(draft) == {"total_output": 705000, "hitech_output": 435000}


def test_half_a_year_before_the_whole_is_told_and_not_taken() -> None:
    draft, events = start(ALONE, line="通创2019 初创企业上半年61家，全年131家")
    assert held(draft) == {"new_startups": 131}
    assert any("61" in one.found for one in events if isinstance(one, ev.Refused))
    _, events = start(ALONE, line="通创2019 初创企业上半年61家")
    assert any(one.code == "part_of_year" for one in events if isinstance(one, ev.Refused))


def test_this_year_is_the_one_being_reported_while_it_is_collected() -> None:
    draft, events = start(ALONE, line="今年总产值70.5亿")
    assert (draft.year, held(draft)) == (2019, {"total_output": 705000})
    assert ev.AssumedYear(2019, 2018, this_year=True) in events
    again, _ = step(draft, Typed("2018年"), ALONE)
    assert again.year == 2018
    later = replace(ALONE, today=date(2020, 11, 10))
    assert named("今年总产值70.6亿", later).years == (2020,)


def test_last_years_figure_before_this_years_is_told_and_not_taken() -> None:
    draft, events = start(ALONE, line="去年总产值69亿，今年70.5亿")
    assert (draft.year, held(draft)) == (2019, {"total_output": 705000})
    assert any("69" in one.found for one in events if isinstance(one, ev.Refused))


def test_figures_of_a_year_that_can_not_be_reported_wait_for_the_year() -> None:
    draft, events = start(ALONE, line="通创2021 总产值70.5亿")
    assert any(one.code == "year_closed" for one in events if isinstance(one, ev.Refused))
    assert any(isinstance(one, ev.Held) for one in events)
    assert (draft.step, draft.year) == ("year", None)
    assert held(step(draft, Tap("year", "2019"), ALONE)[0]) == {"total_output": 705000}
    more, _ = step(draft, Typed("从业人员5300"), ALONE)
    assert (more.step, more.year) == ("year", None)
    assert held(step(more, Typed("2019"), ALONE)[0]) == {"total_output": 705000, "employees": 5300}


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [
        ("management_body", "有但不完善", 1), ("management_body", "勉强算有", 1), ("accelerators", "暂时一个", 1),
        ("culture_services", "没有专门的", 0),
    ],
)
def test_an_answer_with_a_word_that_hedges_is_offered(metric: str, text: str, value: int) -> None:
    draft, _ = start(ALONE, "tongchuang", 2019, metric)
    _, events = step(draft, Typed(text), ALONE)
    asked = events[-1]
    assert isinstance(asked, ev.AskBeside)
    assert [one.value for one in asked.figures] == [value]


@pytest.mark.parametrize(
    ("metric", "text", "first"),
    [
        ("makerspaces", "2+1", 3), ("makerspaces", "新增一个，一共三个", 3),
        ("new_startups", "上半年61下半年70", 131),
        ("employees", "去年5200，今年加了90", 5290),
    ],
)
def test_what_the_amounts_of_an_answer_come_to_is_offered_first(metric: str, text: str, first: int) -> None:
    draft, _ = start(ALONE, "tongchuang", 2019, metric)
    _, events = step(draft, Typed(text), ALONE)
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert asked.readings[0].value == first


def test_what_came_to_a_figure_is_counted_from_last_years() -> None:
    _, events = start(ALONE, line="通创2019 新增众创空间1个")
    asked = events[-1]
    assert isinstance(asked, ev.AskReading)
    assert [one.value for one in asked.readings] == [3, 1]


def test_a_number_behind_a_unit_and_a_comma_is_one_by_itself() -> None:
    draft, events = start(ALONE, line="通创2019 总产值70.5亿，5300人参加活动")
    said = [one.found for one in events if isinstance(one, ev.Refused)]
    assert any("5300人" in one for one in said)
    assert draft.step == "beside"


def test_a_quotient_is_not_added_up() -> None:
    draft, _ = start(ALONE, "tongchuang", 2019, "makerspaces")
    assert isinstance(step(draft, Typed("6/2"), ALONE)[1][0], ev.Refused)


def test_two_is_a_number() -> None:
    draft, _ = start(ALONE, "tongchuang", 2019, "makerspaces")
    assert held(step(draft, Typed("two"), ALONE)[0]) == {"makerspaces": 2}


def corrected(text: str) -> tuple[Draft, tuple[ev.Event, ...]]:
    draft, _ = start(FACTS, line="通创2019 总产值70.5亿 高新产值43.5亿 从业人员5300人")
    return step(draft, Typed(text), FACTS)


def test_a_share_that_is_said_to_be_wrong_is_its_output() -> None:
    _, events = corrected("高新那个不对，少写了一个亿")
    assert isinstance(events[-1], ev.AskValue)
    assert events[-1].metric == "hitech_output"


def test_a_figure_that_is_not_to_be_handed_in_yet_is_taken_off() -> None:
    draft, events = corrected("从业那个先别报")
    assert ev.TookOff(("employees",)) in events
    assert "employees" not in held(draft)


@pytest.mark.parametrize("text", ["都对，报吧", "没问题，提交吧", "核对无误，报吧"])
def test_agreeing_and_handing_in_are_one_word(text: str) -> None:
    draft, _ = start(ALONE, line="通创2019 总产值70.5亿")
    assert isinstance(step(draft, Typed(text), ALONE)[1][-1], ev.Submit)


@pytest.mark.parametrize("line", ["从业人员5000 ~ 6000人", "从业人员5000人 ~ 6000人", "从业人员5000~6000人"])
def test_no_end_of_a_range_is_taken_for_the_figure(line: str) -> None:
    draft, _ = start(ALONE, line=f"通创2019 {line}")
    assert held(draft) == {}


@pytest.mark.parametrize("line", ["通创2019E总产值70.5亿", "通创2019e 总产值70.5亿"])
def test_a_letter_behind_a_year_makes_no_amount_of_it(line: str) -> None:
    draft, events = start(ALONE, line=line)
    asked = [figure.value for one in events if isinstance(one, ev.AskBeside) for figure in one.figures]
    assert set(held(draft).values()) | {*asked} <= {705000}
    assert draft.year == 2019


@pytest.mark.parametrize("line", ["今年填报，去年总产值70.5亿", "今年先报去年总产值70.5亿"])
def test_last_years_figure_is_the_one_reported_where_this_year_only_says_when(line: str) -> None:
    draft, events = start(ALONE, line=line)
    asked = [figure.value for one in events if isinstance(one, ev.AskBeside) for figure in one.figures]
    assert (draft.year, [*held(draft).values(), *asked]) == (2019, [705000])
    assert not any(isinstance(one, ev.Refused) for one in events)
