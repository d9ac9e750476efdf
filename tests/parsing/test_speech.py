"""Is it a question: told once, for what is typed beside a report, as a reason, as an order or under a picture."""

from __future__ import annotations

import pytest

from tests.cases import for_each
from zc_bot.parsing.speech import asks, asks_what_is_wanted, is_put_as_question


@for_each(
    "text",
    [
        "从业人员多少", "報了嗎", "是不是去年的？", "谁没报", "为什么这么少", "什么口径", "查一下去年的",
        "帮我看看通创", "how many", "建成没有？", "报了没", "初创达129家的社区", "能不能改", "这个对吧",
        "载体面积20万方够得上伐", "20万方够不够", "达不达标",
    ],
)
def test_a_question_is_one_however_it_is_put(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "从业人员5300", "请查收：通创2019从业人员5300", "没有", "还没", "查实后更正", "也有没有投用的", "几乎不变",
        "企业扩张", "加快步伐", "时不时有流动", "动不动就走人", "somewhat more", "是", "有",
    ],
)
def test_what_tells_something_is_no_question(text: str) -> None:
    assert not asks(text)


def test_a_reason_may_hold_a_word_that_asks() -> None:
    assert asks("不知道统计了多少，已核实")
    assert not is_put_as_question("不知道统计了多少，已核实")


@pytest.mark.parametrize("text", ["?", "？？", "怎么填", "这个是什么意思？", "我不会填", "help", "帮助"])
def test_all_of_a_text_asks_what_is_wanted(text: str) -> None:
    assert asks_what_is_wanted(text)


@pytest.mark.parametrize("text", ["怎么填从业人员", "5300", "", "去年是多少？"])
def test_a_question_of_something_else_does_not_ask_what_is_wanted(text: str) -> None:
    assert not asks_what_is_wanted(text)
