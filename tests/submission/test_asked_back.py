"""What a reporter says back where something is asked: why it is asked, that it comes later, a mere courtesy."""

from __future__ import annotations

import pytest

from tests.submission.world import LEXICON, facts, known
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed, command
from zc_bot.submission.understanding import named

FACTS = facts("tongchuang", employees=known("5300"))
OPEN = facts("tongchuang")


def at_reason() -> Draft:
    draft, _ = start(FACTS, line="通创2019从业人员9000")
    assert draft.step == "reason"
    return draft


def at_reading() -> Draft:
    draft, _ = start(FACTS, line="通创2019从业人员5")
    assert draft.step == "reading"
    return draft


@pytest.mark.parametrize(
    "asked",
    [
        "为什么要写理由？", "不写原因行吗", "原因必填吗？", "一定要给说明吗", "为什么？", "？", "why?",
        "why do I need to give a reason?", "do I have to explain?", "is a reason required?",
    ],
)
def test_who_asks_what_a_reason_is_for_is_told(asked: str) -> None:
    draft = at_reason()
    after, said = step(draft, Typed(asked), FACTS)
    assert said[0] == ev.WhyReason(), asked
    assert isinstance(said[-1], ev.AskReason)
    assert after == draft


@pytest.mark.parametrize(
    "asked", ["为什么下降", "去年的原因是什么？", "what is the reason for the fall?", "孵化器为什么要说明？"]
)
def test_who_asks_of_figures_is_not_told_what_a_reason_is_for(asked: str) -> None:
    assert ev.WhyReason() not in step(at_reason(), Typed(asked), FACTS)[1]


@pytest.mark.parametrize("text", ["5分钟后再说", "半小时后报", "过10分钟再填", "in 10 minutes", "2 hours later"])
@pytest.mark.parametrize("asked", [at_reason, at_reading])
def test_what_says_in_how_long_is_no_figure_and_no_reason(asked: object, text: str) -> None:
    draft = asked()  # type: ignore[operator]
    after, said = step(draft, Typed(text), FACTS)
    assert said[0] == ev.Waits()
    assert after == draft


@pytest.mark.parametrize("text", ["5天", "延期到5天后投产", "新项目3个月后投产，先招了人"])
def test_a_time_in_a_reason_stays_a_reason_or_is_asked_about(text: str) -> None:
    assert ev.Waits() not in step(at_reason(), Typed(text), FACTS)[1]


def test_a_courtesy_leaves_the_choice_of_a_reading_open() -> None:
    draft = at_reading()
    after, said = step(draft, Typed("好的"), FACTS)
    assert after == draft
    assert [type(one) for one in said] == [ev.AskReading]


@pytest.mark.parametrize("text", ["跳过这个", "跳过这一项", "跳过这项吧"])
def test_this_behind_a_command_changes_nothing_of_it(text: str) -> None:
    assert command(text) == "later"


@pytest.mark.parametrize(
    ("line", "name"),
    [("通创2019税收3.1亿，从业5300人", "税收"), ("通创2019从业5300人，利润2亿", "利润")],
)
def test_what_is_not_reported_is_named_as_such(line: str, name: str) -> None:
    _, said = start(OPEN, line=line)
    assert [one.expected for one in said if isinstance(one, ev.Refused) and one.code == "not_reported"] == [name]


def test_an_amount_of_an_unknown_name_is_not_said_to_be_none_of_the_programme() -> None:
    _, said = start(OPEN, line="通创2019从业5300人，某某某3.1亿")
    assert "not_reported" not in {one.code for one in said if isinstance(one, ev.Refused)}


@pytest.mark.parametrize(
    "line",
    [
        "通创2019产值这块：全部71.2亿，高新的48.2亿", "通创2019产值71.2亿，其中高新48.2亿",
        "通创2019产值这一块共71.2亿，高新48.2亿",
    ],
)
def test_beside_its_part_a_name_of_both_is_the_whole(line: str) -> None:
    figures = {one.metric: (one.text, one.fault) for one in named(line, OPEN).figures}
    assert figures == {"total_output": ("71.2亿", ""), "hitech_output": ("48.2亿", "")}


@pytest.mark.parametrize("line", ["通创2019产值71.2亿", "通创2019产值71.2亿，战新投资9亿"])
def test_without_its_part_a_name_of_both_is_asked_about(line: str) -> None:
    assert "" in {one.metric for one in named(line, OPEN).figures}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("all four service platforms are in place, wifi 100%", True),
        ("all of the 4 service platforms are now available", True),
        ("四个服务平台都有", True),
        ("四类公共服务平台均已建成", True),
        ("all three service platforms are in place", False),
        ("all four service platforms are planned", False),
        ("all four service platforms are not in place", False),
        ("三个服务平台都有", False),
    ],
)
def test_what_is_said_of_all_platforms_is_of_each(text: str, taken: bool) -> None:
    clear = [one.metric for one in named(f"通创2019 {text}", OPEN).figures if not one.fault and one.text]
    platforms = {"startup_services", "commerce_services", "training_services", "culture_services"}
    assert LEXICON.programme.metric.keys() > platforms
    assert platforms.issubset(clear) == taken
    assert taken or not platforms.intersection(clear)


@pytest.mark.parametrize("value", ["between 70 and 80 hundred million", "五千到六千之间"])
def test_two_bounds_are_told_as_a_range(value: str) -> None:
    _, said = start(OPEN, line=f"通创2019总产值 {value}" if "million" in value else f"通创2019从业人员 {value}")
    assert "range" in {one.code for one in said if isinstance(one, ev.Refused)}
