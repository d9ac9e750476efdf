"""What speaks of somebody, or leaves it unsaid, is never answered of everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.cases import for_each
from zc_bot.parsing.arrival import Arrival, Stand
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
    assert after(lexicon, "截止哪天", "情况怎样").intent == "clarify"
    assert after(lexicon, "截止哪天", "过了会怎样").topic == "late"
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
    ("谁年年迟报", (2025, 2024, 2023)),
    ("通创2024、2025年还缺哪些数", (2024, 2025)),
])
def test_what_is_answered_of_one_year_is_offered_of_each(
    lexicon: Lexicon, text: str, years: tuple[int, ...]
) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.intent == "clarify"
    assert [understand(one.question, lexicon, today=TODAY).years for one in found.choices] == [
        (year,) for year in years
    ]


@for_each("text", ["谁连续三年迟报", "who was late three years running", "2025年往前连着三年都迟报的"])
def test_years_running_of_who_was_late_are_answered_of_all_of_them(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.intent == "timeliness"
    assert found.arrival == Arrival((Stand("late", (2025, 2024, 2023)),))


@for_each("text, years", [
    ("海安高新占比比19年高了几个百分点", (2019, 2025)), ("通创的就业比前年涨了多少个点", (2024, 2025)),
    ("how much did Nengda's jobs grow since 2020", (2020, 2025)), ("通创2019年总产值增长多少", (2018, 2019)),
])
def test_what_is_held_against_a_year_is_of_the_last_one(lexicon: Lexicon, text: str, years: tuple[int, ...]) -> None:
    found = understand(text, lexicon, today=TODAY)
    named = found.years if found.query is None else (found.query.measures[0].since, *found.query.years)
    assert (found.intent, named[0], named[-1]) == ("growth", years[0], years[-1])


@for_each("text, metric", [
    ("从业人员是年末数还是全年平均", "employees"), ("从业人员实习生算进去伐", "employees"),
    ("初创企业算不算个体户", "new_startups"),
])
def test_which_of_two_it_is_or_what_counts_asks_what_it_is(lexicon: Lexicon, text: str, metric: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert (found.intent, found.metrics) == ("definition", (metric,))


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


@for_each("first, text", [("R10是啥", "通创过没过"), ("哪些没达到R10", "通创达标吗")])
def test_what_is_judged_is_judged_by_the_rule_that_was_spoken_of(lexicon: Lexicon, first: str, text: str) -> None:
    found = after(lexicon, first, text)
    assert (found.intent, found.communities) == ("check", ("tongchuang",))
    assert found.requirements == ("R10",) or found.metrics == ("core_floor_area",)


def test_those_of_a_district_among_who_fail_a_rule_fail_that_rule(lexicon: Lexicon) -> None:
    found = after(lexicon, "哪些没达到R4", "里头崇川的有没有", found=("nengda", "langu"))
    assert (found.communities, found.metrics) == (("tongchuang", "guanyinshan"), ("hitech_share",))


def test_by_how_much_each_after_who_fails_is_of_those_who_fail(lexicon: Lexicon) -> None:
    found = after(lexicon, "which ones fail R2", "by how much each")
    assert (found.intent, found.verdict, found.metrics) == ("filter", "not_met", ("carrier_floor_area",))


@for_each("text", ["我还差哪些数没报", "what do I still owe you for last year", "我的数审了没有"])
def test_what_is_asked_of_ones_own_is_of_ones_own(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon, today=TODAY, own=("tongchuang", "guanyinshan"))
    assert found.communities == ("tongchuang", "guanyinshan")
    assert understand("谁还没报", lexicon, today=TODAY, own=("tongchuang", "guanyinshan")).communities == ()


@for_each("text", ["单位是啥", "what is the unit"])
def test_the_unit_of_a_figure_is_told_by_its_term(lexicon: Lexicon, text: str) -> None:
    found = after(lexicon, "通创总产值", text)
    assert (found.intent, found.metrics) == ("definition", ("total_output",))


@for_each("text, years", [
    ("通创总产值22到25", (2022, 2023, 2024, 2025)), ("kaiyuan output twenty twenty two", (2022,)),
    ("kaiyuan output twenty nineteen", (2019,)), ("通创总产值21-24走势", (2021, 2022, 2023, 2024)),
])
def test_years_in_haste_or_spelt_are_years(lexicon: Lexicon, text: str, years: tuple[int, ...]) -> None:
    assert understand(text, lexicon, today=TODAY).years == years


@for_each("text, metrics", [
    ("孵化器最多的社区有多少人", ("employees", "incubators")),
    ("the community with the most incubators, how many people work there", ("employees", "incubators")),
])
def test_how_many_people_is_asked_of_people(lexicon: Lexicon, text: str, metrics: tuple[str, ...]) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.metrics == metrics, "what is counted first, then by what it was chosen"


@for_each("first", ["全市情况", "通创2024年达标吗", "哪些社区没达标"])
def test_a_share_that_is_not_said_of_what_is_always_asked_about(lexicon: Lexicon, first: str) -> None:
    found = after(lexicon, first, "通创去年占比")
    assert found.intent == "clarify"
    assert {code for choice in found.choices for code in choice.codes} == {"sei_share", "hitech_share"}


@for_each("text", [
    "全市去年高新占比达到六成没", "全市去年高新占比超过60%了吗", "整个南通去年战新投资占比到70%了没",
    "全市就业有没有到20万人",
    "did the city as a whole reach 60% hitech share last year",
])
def test_whether_the_city_as_a_whole_is_there_is_told_by_its_own_figure(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert (found.intent, found.whole, found.threshold) == ("aggregate", True, None)


@for_each("text", [
    "全市有没有高新占比超过60%的", "全市哪些高新占比超过60%", "全市高新占比超过60%的有几个",
    "全市高新占比超60%的有没有",
    "does the city have communities over 60% hitech share",
])
def test_which_in_the_city_are_there_is_not(lexicon: Lexicon, text: str) -> None:
    assert understand(text, lexicon, today=TODAY).intent == "filter"
