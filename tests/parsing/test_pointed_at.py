"""What a follow-up points at is named: the lower of two, the year at an end, when it began, the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Measure, Places, Query, Top
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
INCUBATORS, OUTPUT, STAFF = Measure("incubators"), Measure("total_output"), Measure("employees")
QIDONG, RUDONG, NENGDA = "kuajiang-ronghe", "langu", "nengda"


def talk(lexicon: Lexicon, *turns: str, found: tuple[str, ...] = (), shown: int | None = None) -> Meaning:
    """Return what the last turn means; found, shown: what the answers before it named."""
    context: Meaning | None = None
    for text in turns:
        meaning = understand(text, lexicon, today=TODAY, context=context, lang="en" if text.isascii() else "zh")
        context = replace(remembered(context, meaning), found=found, shown=shown)
    return meaning


@pytest.mark.parametrize(("turns", "query"), [
    (("如东启东哪个孵化器多", "少的那家有加速器吗"),
     Query("figures", (Measure("accelerators"),), Places((RUDONG, QIDONG), top=Top(INCUBATORS, 1, True)))),
    (("如东启东去年哪个孵化器多", "多的那个从业人员多少"),
     Query("figures", (STAFF,), Places((RUDONG, QIDONG), top=Top(INCUBATORS, 1, years=(2025,))), (2025,))),
    (("Nengda vs Langu jobs", "the lower one's output"),
     Query("figures", (OUTPUT,), Places((NENGDA, RUDONG), top=Top(STAFF, 1, True)))),
    (("能达历年产值", "最高那年的从业人员"),
     Query("figures", (STAFF,), Places((NENGDA,)), at=Top(OUTPUT, 1, ever=True))),
    (("nengda output over the years", "the worst year's employees"),
     Query("figures", (STAFF,), Places((NENGDA,)), at=Top(OUTPUT, 1, True, ever=True))),
    (("通创2024年达标吗", "比前一年多过了几条"),
     Query("figures", (Measure("", "met"),), Places(("tongchuang",)), (2023, 2024))),
])
def test_it_is_named(lexicon: Lexicon, turns: tuple[str, ...], query: Query) -> None:
    assert talk(lexicon, *turns).query == query


@for_each("turns, codes, fold", [
    (("如皋孵化器几个", "众创空间呢", "一共几个"), ("kaiyuan",), ""),
    (("Rugao incubators", "and makerspaces", "how many altogether"), ("kaiyuan",), ""),
    (("全市孵化器总数", "加上众创空间一共"), (), "sum"),
])
def test_both_figures_are_added(lexicon: Lexicon, turns: tuple[str, ...], codes: tuple[str, ...], fold: str) -> None:
    query = talk(lexicon, *turns).query
    assert query is not None
    assert (query.measures, query.places.codes, query.fold) == (
        (Measure("incubators", terms=("+makerspaces",)),), codes, fold
    )


@for_each("turns", [
    ("如皋孵化器几个", "从业人员呢", "一共几个"), ("如皋孵化器几个", "加上海安"), ("如皋孵化器几个", "一共几个"),
])
def test_what_has_not_one_unit_is_not_added(lexicon: Lexicon, turns: tuple[str, ...]) -> None:
    query = talk(lexicon, *turns).query
    assert query is None or not any(one.terms for one in query.measures)


def test_the_second_of_a_list_is_named(lexicon: Lexicon) -> None:
    listed = ("sutong", "kaiyuan", "shengwu")
    found = talk(lexicon, "去年投资总额前三", "第二名的战新占比呢", found=listed, shown=2025)
    assert (found.communities, found.metrics, found.years) == (("kaiyuan",), ("sei_share",), (2025,))


def test_by_head_stays_by_head(lexicon: Lexicon) -> None:
    query = talk(lexicon, "苏通人均产值", "全市平均呢").query
    assert query is not None
    assert (query.measures, query.places.codes, query.fold) == (
        (Measure("total_output", per="employees"),), (), "sum"
    )


@for_each("turns", [
    ("海安哪年启动的", "那时候有多少人"), ("when was haian started", "how many people worked there back then"),
])
def test_then_is_the_year_in_which_it_was_started(lexicon: Lexicon, turns: tuple[str, ...]) -> None:
    found = talk(lexicon, *turns)
    assert (found.intent, found.communities, found.metrics, found.years) == (
        "value", ("xincailiao",), ("employees",), (2017,)
    )


@for_each("turns", [
    ("能达去年产值", "少的那家有加速器吗"), ("总产值排名", "最高那年的从业人员"), ("能达达标吗", "那时候有多少人"),
    ("哪些社区没达标", "比前一年多过了几条"),
])
def test_what_points_at_nothing_is_not_named(lexicon: Lexicon, turns: tuple[str, ...]) -> None:
    query = talk(lexicon, *turns).query
    assert query is None or not (query.places.orders or query.at or query.measures[0].view == "met")


def test_it_after_the_first_of_a_list_is_that_one(lexicon: Lexicon) -> None:
    grown = talk(lexicon, "biggest community by headcount?", "how much has it grown since 2020", found=("sutong",))
    assert (grown.intent, grown.communities) == ("trend", ("sutong",))
    whole = talk(lexicon, "biggest community by headcount?", "and the whole city since 2020", found=("sutong",))
    assert whole.communities == ()


@for_each("turns, asked", [
    (("2023年总产值最高的是哪家", "它的高新占比呢"), ("value", ("hitech_share",), (2023,))),
    (("who had most jobs in 2023", "does it meet R8"), ("check", (), (2023,))),
    (("who had most jobs in 2023", "its output trend"), ("trend", ("total_output",), ())),
])
def test_what_is_asked_of_it_is_of_the_year_that_was_named(
    lexicon: Lexicon, turns: tuple[str, ...], asked: tuple[str, tuple[str, ...], tuple[int, ...]]
) -> None:
    found = talk(lexicon, *turns, found=("sutong",))
    assert (found.intent, found.metrics, found.years) == asked
    assert found.communities == ("sutong",)


def test_the_first_of_a_list_is_asked_about_in_the_year_that_was_shown(lexicon: Lexicon) -> None:
    query = talk(lexicon, "从业人员排名", "第一名高新占比多少", shown=2025).query
    assert query is not None
    assert query.places.top == Top(STAFF, 1, years=(2025,))
    assert query.years == (2025,)


@for_each("text", [
    "能达从启动到现在就业最高最低是哪年", "最近五年里头能达用工最少是哪年 最多又是哪年",
    "best and worst year for jobs in Nengda",
])
def test_both_ends_are_asked_for_at_once(lexicon: Lexicon, text: str) -> None:
    query = talk(lexicon, text).query
    assert query is not None
    assert (query.ask, query.fold, query.places.codes) == ("year", "spread", (NENGDA,))


@for_each("text, codes", [
    ("跨江的从业人数报我听听", {"kuajiang-hezuo", QIDONG}),
    ("total output of the cross-river park", {"kuajiang-hezuo", QIDONG}),
    ("hi tech zone output", {"jianghai", "kuajiang-hezuo", RUDONG}),
    ("开发区的加速器有几只", {NENGDA, "guanyinshan"}),
])
def test_it_is_asked_whom_a_name_means_whatever_is_beside_it(lexicon: Lexicon, text: str, codes: set[str]) -> None:
    found = talk(lexicon, text)
    assert found.intent == "clarify"
    assert {code for choice in found.choices for code in choice.codes} >= codes


@for_each("turns", [("R4没过的有几家", "都是哪些"), ("总产值过百亿的有几家", "分别是谁")])
def test_those_that_were_counted_are_named(lexicon: Lexicon, turns: tuple[str, ...]) -> None:
    found = talk(lexicon, *turns)
    assert (found.intent, found.count) == ("filter", False)


@for_each("text", [
    "崇川跟海门比哪边用工多", "崇川区和海门区哪个从业人员多", "Chongchuan or Haimen, who has more jobs",
])
def test_each_of_two_sides_is_put_together(lexicon: Lexicon, text: str) -> None:
    query = talk(lexicon, text).query
    assert query is not None
    assert (query.groups, query.fold) == ((("tongchuang", "guanyinshan"), ("shengwu",)), "sum")


@for_each("text", ["崇川和海门各社区从业人员对比", "崇川海门从业人员", "通创和海门哪边用工多", "崇川两家哪边用工多"])
def test_a_row_each_where_no_side_is_asked_for(lexicon: Lexicon, text: str) -> None:
    query = talk(lexicon, text).query
    assert query is None or not query.groups


@for_each("text", ["这三家各有多少人", "它们有多少人", "这三家各多少人"])
def test_people_are_asked_for_whatever_was_before(lexicon: Lexicon, text: str) -> None:
    found = talk(lexicon, "去年产值前三是谁", text, found=("sutong", "shengwu", "jianghai"), shown=2025)
    assert (found.metrics, found.years) == (("employees",), (2025,))
