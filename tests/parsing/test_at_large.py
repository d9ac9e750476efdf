"""Who is good at large, by no figure, is asked by which; what is known of a text but for a word is offered."""

from __future__ import annotations

from datetime import date

from tests.cases import for_each
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def read(lexicon: Lexicon, *turns: str) -> Meaning:
    found: Meaning | None = None
    for text in turns:
        found = understand(text, lexicon, today=TODAY, context=found, lang="en" if text.isascii() else "zh")
    assert found is not None
    return found


@for_each("text", [
    "哪家综合表现最好", "效益最好的是哪家", "谁最拖后腿", "发展得最好的社区", "整体干得最差的是谁",
    "who performed best overall", "which community is the most successful", "which places are doing OK",
    "show me the laggards",
])
def test_it_is_asked_by_which_figure(lexicon: Lexicon, text: str) -> None:
    found = read(lexicon, text)
    assert (found.intent, found.rule) == ("clarify", "at large")
    assert {"hitech_share", "employees"} <= {*found.metrics}


def test_of_a_single_community_its_verdicts_come_first(lexicon: Lexicon) -> None:
    found = read(lexicon, "蓝谷效益好不好")
    assert found.communities == ("langu",)
    assert found.choices[0].question == "蓝谷生命健康众创社区达标情况"


@for_each("text", [
    "总产值最好的是哪家", "高新占比综合排名", "去年投资发展得怎么样", "推动高质量发展的内涵如何理解",
    "上海发展得怎么样",
])
def test_what_names_a_figure_or_no_community_is_no_such_question(lexicon: Lexicon, text: str) -> None:
    assert read(lexicon, text).rule != "at large"


@for_each("text, question", [
    ("去年总产值咕噜中位数", "全市2025年总产值中位数"),
    ("连着三年初创都往上走的哎嘿嘞呦是哪几家", "2023年、2024年、2025年新增初创企业都增加的社区"),
])
def test_what_is_left_without_a_word_that_nobody_knows_is_offered(lexicon: Lexicon, text: str, question: str) -> None:
    found = read(lexicon, text)
    assert found.intent == "clarify"
    assert found.choices[0].question == question


@for_each("text", ["去年总产值勿咕噜中位数", "通创欠税多少", "观音石社区去年高新占比"])
def test_nothing_is_offered_without_what_may_turn_or_name_it(lexicon: Lexicon, text: str) -> None:
    assert read(lexicon, text).rule != "but for a word"
