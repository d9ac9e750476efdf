"""What speaks of somebody, or leaves it unsaid, is never answered of everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.cases import for_each
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def after(lexicon: Lexicon, first: str, text: str, found: tuple[str, ...] = ()) -> Meaning:
    before = understand(first, lexicon, today=TODAY)
    return understand(text, lexicon, today=TODAY, context=remembered(None, replace(before, found=found)))


@for_each("text", ["那家怎么样了", "这家情况如何", "他们呢情况怎样", "who reports for them", "两个都没达标的"])
def test_nobody_is_meant_where_nobody_was_named(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.intent in {"unknown", "clarify"}, found.intent


def test_the_same_is_offered_of_each_that_was_found(lexicon: Lexicon) -> None:
    found = after(lexicon, "2025年谁没报齐", "who reports for them", found=("tongchuang", "guanyinshan"))
    assert [choice.question for choice in found.choices] == [
        "怎么联系通创社区的填报人", "怎么联系观音山众创社区的填报人",
    ]
    for choice in found.choices:
        assert understand(choice.question, lexicon, today=TODAY).intent == "person"


def test_how_it_is_after_another_question_is_offered_of_all_and_not_answered(lexicon: Lexicon) -> None:
    assert after(lexicon, "截止哪天", "过了会怎样").intent == "clarify"
    assert understand("情况怎么样", lexicon, today=TODAY).intent == "check", "by itself it is of all"


def test_a_bound_is_not_dropped_unsaid(lexicon: Lexicon) -> None:
    found = after(lexicon, "2025年高新占比低于60%的社区有哪些", "名单发我 按差距排")
    assert found.intent == "clarify"
    assert "低于60%" in found.choices[0].question


def test_why_after_the_few_that_were_found_is_of_them(lexicon: Lexicon) -> None:
    found = after(lexicon, "从业人员最少的两家", "为啥这么少", found=("nengda", "langu"))
    assert [understand(one.question, lexicon, today=TODAY).communities for one in found.choices] == [
        ("nengda",), ("langu",),
    ]


@for_each("text, years", [
    ("谁连续三年迟报", (2025, 2024, 2023)), ("who was late three years running", (2025, 2024, 2023)),
    ("2024和2025年谁迟报", (2024, 2025)), ("通创2024、2025年还缺哪些数", (2024, 2025)),
])
def test_what_is_answered_of_one_year_is_offered_of_each(
    lexicon: Lexicon, text: str, years: tuple[int, ...]
) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.intent == "clarify"
    assert [understand(one.question, lexicon, today=TODAY).years for one in found.choices] == [
        (year,) for year in years
    ]


@for_each("text, community", [
    ("我要的是通州湾，不是家纺，去年总产值", "tongzhouwan"), ("通州湾去年总产值 不是家纺", "tongzhouwan"),
])
def test_what_is_denied_behind_what_is_meant_is_left_out(lexicon: Lexicon, text: str, community: str) -> None:
    assert understand(text, lexicon, today=TODAY).communities == (community,)


def test_those_that_are_denied_among_all_are_no_correction(lexicon: Lexicon) -> None:
    found = understand("哪些社区产值过50亿，不是崇川的", lexicon, today=TODAY)
    assert found.intent == "clarify"
    assert not any("崇川区里" in choice.question for choice in found.choices), "never the opposite"


def test_only_one_that_was_found_may_be_spoken_of_as_several(lexicon: Lexicon) -> None:
    for text in ("它们的高新占比", "their hitech share", "what's their hitech share"):
        found = after(lexicon, "哪家初创最多", text, found=("sutong",))
        assert (found.intent, found.communities, found.metrics) == ("value", ("sutong",), ("hitech_share",)), text
