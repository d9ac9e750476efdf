"""What follows keeps to those spoken of; what lacks a name is completed by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

TODAY = date(2026, 11, 28)
FOUND = ("nengda", "langu")


def talk(text: str, lexicon: Lexicon, found: tuple[str, ...] = FOUND) -> Meaning:
    before: Meaning | None = None
    meaning = Meaning("unknown")
    for line in text.split(" / "):
        meaning = understand(line, lexicon, today=TODAY, context=before)
        before = remembered(before, replace(meaning, found=meaning.communities or found))
    return meaning


@pytest.mark.parametrize(("text", "intent", "communities"), [
    ("能达2024年就业比上年增幅 / 那按要求达没达标", "check", ("nengda",)),
    ("高新占比低于60%的社区 / 都是哪些责任主体的", "directory", FOUND),
    ("高新占比排名 / 第一名哪年启动的", "directory", ("nengda",)),
    ("17年启动的社区 / 去年总产值各多少", "compare", FOUND),
    ("高新占比低于60%的社区 / 全市总产值多少", "aggregate", ()),
    ("没过R4的有哪几家 / 差几个点啊", "filter", ()),
    ("能达2024年就业 / 哪些没达标", "filter", ()),
    ("江海省级备案了吗 / 哪些社区省级备案了", "directory", ()),
    ("开源2024年新企业 / 17年启动的五家", "directory", ()),
    ("is Qidong's planned area about what it should be", "check", ("kuajiang-ronghe",)),
    ("通创高新占比要求多少", "requirement", ("tongchuang",)),
])
def test_what_is_asked_of_nobody_else_is_of_those_before(
    text: str, intent: str, communities: tuple[str, ...], lexicon: Lexicon
) -> None:
    meaning = talk(text, lexicon)
    assert (meaning.intent, meaning.communities) == (intent, communities)


@pytest.mark.parametrize(("text", "communities", "metrics"), [
    ("这三家谁的人多 / 通创 能达 江海", ("tongchuang", "nengda", "jianghai"), ("employees",)),
    ("它去年产值多少 / 观音山", ("guanyinshan",), ("total_output",)),
    ("排个名 / 高新产值", (), ("hitech_output",)),
    ("排个名 / 高新占比", (), ("hitech_share",)),
])
def test_a_name_completes_the_question_that_lacked_it(
    text: str, communities: tuple[str, ...], metrics: tuple[str, ...], lexicon: Lexicon
) -> None:
    meaning = talk(text, lexicon, ())
    assert (meaning.communities, meaning.metrics) == (communities, metrics)
    assert meaning.intent in {"compare", "value", "rank"}


def test_what_was_only_offered_was_not_spoken_of(lexicon: Lexicon) -> None:
    before = remembered(None, understand("开发区去年总产值", lexicon, today=TODAY))
    taken = understand("能达那个", lexicon, today=TODAY, context=before)
    assert remembered(before, taken).recent == ("nengda",)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", [
    "如果待审核的都批准，全市有几个社区达标", "假如待审的批准了现代家纺能全部达标吗",
    "If everything waiting is approved, does Guanyinshan meet all requirements?",
])
def test_as_if_is_not_answered_as_it_stands(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).intent == "clarify"


def test_the_names_that_are_printed_in_english_are_understood(lexicon: Lexicon, programme: Programme) -> None:
    for one in programme.communities:
        short = one.name.en.removesuffix(" Innovation Community").removesuffix(" Community")
        said = f"employees of Tongchuang and {short} in 2024"
        assert {"tongchuang", one.code} == {*understand(said, lexicon, today=TODAY).communities}, said


@pytest.mark.parametrize("text", ["它去年产值多少", "那家怎么样了", "这三家谁的人多"])
def test_of_nobody_spoken_of_it_is_asked_whom(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).reason == "whom"


@pytest.mark.parametrize(("text", "met"), [("R5啥意思 / 2025年哪些过了", "met"), ("R5啥意思 / 哪些没过", "not_met")])
def test_who_passed_is_judged_by_the_rule_that_was_explained(text: str, met: str, lexicon: Lexicon) -> None:
    meaning = talk(text, lexicon, ())
    assert (meaning.intent, meaning.verdict, meaning.requirements) == ("filter", met, ("R5",))
