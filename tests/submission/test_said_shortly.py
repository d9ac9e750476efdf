"""What reporters write in short: verbs for names, changes around a name, all of several, tables without a head."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import LEXICON, facts
from zc_bot.parsing.corrections import read_correction
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Tap, Typed
from zc_bot.submission.understanding import named

FACTS = facts("tongchuang")


def said(text: str) -> dict[str, str]:
    """Give the clear figures that a text names."""
    return {one.metric: one.text for one in named(text, FACTS).figures if one.text and not one.fault and one.metric}


@pytest.mark.parametrize(
    "text", ["新增136家", "新登记 136", "注册了136家", "企业新注册136", "registered 136 companies"]
)
def test_what_registers_names_its_figure_before_an_amount(text: str) -> None:
    found = said(text)
    assert list(found) == ["new_startups"]
    assert found["new_startups"].startswith("136")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("孵化器新增2家", {"incubators": "新增2家"}),
        ("孵化器6家，新增2家", {"incubators": "6家"}),
        ("新登记企业136家，新增18家", {"new_startups": "136家"}),
        ("从业人员5390人，新增136人", {"employees": "5390人"}),
        ("5390 人 136 家", {}),
    ],
)
def test_what_came_to_another_figure_is_no_new_company(text: str, figures: dict[str, str]) -> None:
    assert said(text) == figures


def test_where_numbers_follow_their_names_one_of_another_name_moves_none() -> None:
    found = said("从业人员 5390 人 税收 136 家 总产值 71.2 亿 高新 45.6 亿")
    assert (found["total_output"], found["hitech_output"]) == ("71.2亿", "45.6亿")
    assert said("总产值71.2亿元 65.1 高新产值45.6亿")["hitech_output"] == "45.6亿"
    assert said("6众创空间4孵化器2加速器") == {"makerspaces": "6", "incubators": "4", "accelerators": "2"}


def test_a_unit_in_a_cell_of_its_own_names_no_figure() -> None:
    assert said("通创2019\n从业人员\t人\t5200\t5270\n初创\t家\t120\t126")["employees"] == "5200、5270"
    assert said("人5400 企138") == {"employees": "5400", "new_startups": "138"}


@pytest.mark.parametrize(
    ("text", "count"), [("四个平台都有了", 4), ("四类平台齐全", 4), ("两个覆盖率均为100%", 2), ("覆盖率都是100%", 2)]
)
def test_all_of_several_that_share_a_word_are_the_same(text: str, count: int) -> None:
    assert len(said(text)) == count


@pytest.mark.parametrize("text", ["三个平台都有", "两个覆盖率分别为100%、97%", "产值都70亿了"])
def test_a_wrong_count_and_what_is_dealt_out_are_asked_about(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(
    "text", ["one more makerspace than last year", "比去年多一个众创空间", "makerspaces one more than last year"]
)
def test_a_change_said_around_its_name_is_worked_out(text: str) -> None:
    _, events = start(FACTS, "tongchuang", 2019, line=text)
    assert isinstance(asked := events[-1], ev.AskReading)
    assert asked.readings[0].value == 3


def test_a_second_year_with_a_figure_alone_is_of_the_same_metric() -> None:
    draft, events = start(FACTS, line="2018年从业人员5200，2019年5390")
    assert (draft.year, held(draft)) == (2019, {"employees": 5390})
    assert [one.code for one in events if isinstance(one, ev.Refused)] == ["recorded"]
    draft, _ = start(FACTS, line="从业人员5390，2018年5200")
    assert held(draft) == {"employees": 5390}


@pytest.mark.parametrize(
    "text",
    [
        "通创,employees,2019,5390,人\n通创,new_startups,2019,136,家",
        "5390\t从业人员\t2019\n136\t新登记企业\t2019",
        "| 指标 | 值 |\n|---|---|\n| 从业人员 | 5390 |\n| 新登记企业 | 136 |",
        "从业人员 新登记企业\n5390 136",
    ],
)
def test_a_table_needs_no_head_where_its_columns_tell(text: str) -> None:
    draft, _ = start(FACTS, line=text)
    draft = draft if draft.year else step(draft, Typed("2019"), FACTS)[0]
    assert held(draft) == {"employees": 5390, "new_startups": 136}


def test_what_ends_a_letter_asks_nothing() -> None:
    draft, _ = start(FACTS, line="通创2019年：\n高新产值45.6亿元；\n总产值71.2亿元；\n以上，请审核，谢谢！")
    assert held(draft) == {"hitech_output": Decimal(456000), "total_output": Decimal(712000)}


@pytest.mark.parametrize(
    ("text", "metrics", "old", "new"),
    [
        ("新登记改成138", ("new_startups",), "", "138"), ("人数改成5400", ("employees",), "", "5400"),
        ("138家不是136家", (), "136家", "138家"), ("sorry, 138 companies not 136", (), "136", "138"),
        ("5400, not 5390", (), "5390", "5400"),
    ],
)
def test_a_correction_names_its_figure_as_a_report_does(
    text: str, metrics: tuple[str, ...], old: str, new: str
) -> None:
    found = read_correction(text, LEXICON)
    assert found is not None
    assert (found.metrics, found.old, found.new) == (metrics, old, new)


@pytest.mark.parametrize(
    "text", ["等会儿再填", "稍后", "I'll do it later", "不清楚", "明天再填吧", "领导叫我，先去一下"]
)
def test_at_the_menu_what_puts_off_is_heard(text: str) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019)
    after, events = step(draft, Typed(text), FACTS)
    assert after == draft
    assert isinstance(events[0], ev.Waits)


def test_at_the_menu_and_the_fixed_items_a_courtesy_only_brings_the_step_again() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019)
    for shown in (draft, step(draft, Tap("walk"), FACTS)[0]):
        after, events = step(shown, Typed("好的"), FACTS)
        assert after == shown
        assert not any(isinstance(one, ev.Reprompt | ev.Refused) for one in events)


def test_the_fixed_items_are_taken_over_or_passed_by_in_words() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019)
    fixed, _ = step(draft, Tap("walk"), FACTS)
    assert fixed.step == "standing"
    same, _ = step(fixed, Typed("同上年"), FACTS)
    assert held(same)["planned_area"] == 3
    passed, _ = step(fixed, Typed("跳过"), FACTS)
    assert (passed.step, held(passed)) == ("value", {})


def test_a_question_about_no_figure_is_asked_back_as_one() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019)
    _, events = step(draft, Typed("这个怎么算？"), FACTS)
    assert events[0] == ev.Reprompt("menu", asked=True)


def test_what_is_said_to_differ_is_never_taken_over_from_last_year() -> None:
    for line in ("除了规划面积变成3.1，其他固定项目不变", "everything unchanged except planned area 3.1"):
        draft, _ = start(FACTS, "tongchuang", 2019, line=line)
        assert (held(draft)["makerspaces"], held(draft)["planned_area"]) == (2, Decimal("3.1")), line
    draft, _ = start(FACTS, "tongchuang", 2019, line="众创空间预计3个，其他固定项目不变")
    assert "makerspaces" not in held(draft), "what was refused is still open"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("两个都报错了，从业5400，总产值72亿", {"employees": "5400", "total_output": "72亿"}),
        ("指标：从业人员\n数值：5390\n年份：2019", {"employees": "5390"}),
    ],
)
def test_a_card_and_a_line_that_first_says_what_was_wrong_are_read(text: str, figures: dict[str, str]) -> None:
    assert said(text) == figures


@pytest.mark.parametrize(
    ("text", "metrics", "nth", "new"),
    [
        ("不对，上一个是26万", (), -1, "26万"), ("写错了，第一个是3.3", (), 1, "3.3"),
        ("返回改规划面积", ("planned_area",), 0, ""), ("规划面积要改", ("planned_area",), 0, ""),
        ("多了一个零", (), 0, ""),
    ],
)
def test_a_correction_points_by_place_or_only_opens_its_figure(
    text: str, metrics: tuple[str, ...], nth: int, new: str
) -> None:
    found = read_correction(text, LEXICON)
    assert found is not None
    assert (found.metrics, found.nth, found.new, found.drops) == (metrics, nth, new, False)


def test_little_words_around_a_command_change_nothing_and_a_courtesy_is_no_figure() -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, "planned_area")
    for text in ("先跳过", "跳过吧", "please skip this"):
        after, _ = step(draft, Typed(text), FACTS)
        assert after.later == ("planned_area",), text
    after, events = step(draft, Typed("好的，收到"), FACTS)
    assert after == draft
    assert not any(isinstance(one, ev.Refused) for one in events)
