"""One condition in one year and another in another: now beside a year, still after one, a verdict that was lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsing.test_of_those import after
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand
from zc_bot.parsing.then_and_now import with_the_year_before, with_the_year_of_now

TODAY = date(2026, 11, 30)


def said(text: str, lexicon: Lexicon) -> str:
    query = understand(text, lexicon, today=TODAY).query
    return "" if query is None else say(query, lexicon.programme)


@pytest.mark.parametrize(("text", "back"), [
    ("2020年高新占比不到六成、现在过了六成的社区", "2020年高新产值占比低于60%，而且2025年高新产值占比超过60%的社区"),
    ("通创2020年和现在的从业人员差多少", "通创社区2025年比2020年从业人员增加多少"),
    ("前年高新占比还达标 去年掉下来的", "2024年高新产值占比达标，而且2025年高新产值占比没达标的社区"),
    ("who met R4 in 2023 but slipped in 2024", "2023年高新产值占比达标，而且2024年高新产值占比没达标的社区"),
    ("met R4 in 2023 but not in 2025", "2023年高新产值占比达标，而且2025年高新产值占比没达标的社区"),
    ("去年R4达标的比前年多几家", "高新产值占比达标的社区2024年有几个，2025年有几个"),
    ("R4达标的社区去年比2023年少了几家", "高新产值占比达标的社区2023年有几个，2025年有几个"),
    ("去年和前年都达到R5的", "2025年、2024年初创年均增长都达标的社区"),
    ("去年达到R5但没达到R6的", "2025年初创年均增长达标，而且2025年从业人员年均增长没达标的社区"),
    ("what place was shengwu in for employees in 2022 and now", "生物医药产业众创社区2022年、2025年从业人员排第几"),
])
def test_each_condition_keeps_its_year(text: str, back: str, lexicon: Lexicon) -> None:
    assert said(text, lexicon) == back


@pytest.mark.parametrize("text", [
    "现在通创从业人员多少", "从2020年到现在通创从业人员", "2025年和现在比", "2018年、2020年和现在",
    "谁现在还没报2020年的数", "since 2020 until now", "2020年启动以来到现在",
])
def test_now_is_no_year_where_it_says_nothing_or_ends_a_span(text: str) -> None:
    assert with_the_year_of_now(text, TODAY) is None


@pytest.mark.parametrize(("text", "back"), [
    ("从业人员增长达标、初创企业增长没达标的", "从业人员达标，而且新增初创企业没达标的社区"),
    ("人员增速达标R5没过的", "从业人员达标，而且初创年均增长没达标的社区"),
    ("人涨得比产值还快的社区", "比上年从业人员增加，而且比上年从业人员同比增长大于总产值同比增长的社区"),
    ("总产值降得比从业人员快的有谁", "比上年总产值减少，而且比上年总产值同比增长小于从业人员同比增长的社区"),
    ("高新占比去年比前年提了5个百分点往上的", "2025年比2024年高新产值占比同比增长不低于5个百分点的社区"),
])
def test_a_growth_that_is_judged_or_held_against_another_is_no_bare_rise(
    text: str, back: str, lexicon: Lexicon
) -> None:
    assert said(text, lexicon) == back


@pytest.mark.parametrize(("before", "text", "back"), [
    ("2020年高新占比过60的", "到25年还过的", "2020年高新产值占比超过60%，而且2025年高新产值占比超过60%的社区"),
    ("who passed R4 in 2022", "which of them still did in 2025",
     "2022年高新产值占比达标，而且2025年高新产值占比达标的社区"),
    ("2024年达标的社区", "25年仍然达标的", "2024年达标，而且2025年达标的社区"),
    ("2023年R3没过的有哪些", "去年还没过的呢", "2023年战新投资占比没达标，而且2025年战新投资占比没达标的社区"),
])
def test_still_is_of_both_years(before: str, text: str, back: str, lexicon: Lexicon) -> None:
    query = after(lexicon, before, text).query
    assert query is not None
    assert say(query, lexicon.programme) == back


@pytest.mark.parametrize(("before", "text"), [
    ("2024年达标的社区", "25年还没达标的"),
    ("2020年高新占比过60的", "到25年还过70的"),
])
def test_what_is_no_still_is_of_its_own_year(before: str, text: str, lexicon: Lexicon) -> None:
    found = after(lexicon, before, text)
    assert found.query is None or "而且" not in say(found.query, lexicon.programme)


@pytest.mark.parametrize(("text", "years"), [
    ("shengwu employees in 2022 and 2025", (2022, 2025)),
    ("shengwu employees between 2022 and 2025", (2022, 2023, 2024, 2025)),
    ("shengwu employees from 2022 to 2025", (2022, 2023, 2024, 2025)),
])
def test_two_years_are_a_span_only_where_it_is_said(text: str, years: tuple[int, ...], lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).years == years


@pytest.mark.parametrize(("text", "years"), [
    ("通创去年从业人员多少，再往前一年呢", (2025, 2024)),
    ("蓝谷总产值去年排第几 再往前一年又是第几", (2025, 2024)),
    ("Langu employees in 2024 and the year before", (2023, 2024)),
])
def test_the_year_before_is_that_before_the_one_named(text: str, years: tuple[int, ...], lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).years == years


@pytest.mark.parametrize("text", [
    "通创2024年比再上一年多多少人，2023年呢", "再往前一年呢", "Langu employees in 2024 vs the year before",
])
def test_where_none_or_another_is_named_it_is_left(text: str) -> None:
    assert with_the_year_before(text, TODAY) is None


@pytest.mark.parametrize(("before", "text", "years"), [
    ("崇川去年新登企业", "打错 是2023", (2023,)),
    ("崇川去年新登企业 / 打错 是2023", "22年也要", (2022, 2023)),
])
def test_what_was_mistyped_is_no_year_any_more(
    before: str, text: str, years: tuple[int, ...], lexicon: Lexicon
) -> None:
    found = after(lexicon, before, text)
    assert (found.metrics, found.years) == (("new_startups",), years)


def test_a_verdict_may_be_asked_with_a_bare_not(lexicon: Lexicon) -> None:
    found = after(lexicon, "观音山高新占比", "那算达标了不")
    assert (found.intent, found.communities, found.metrics) == ("check", ("guanyinshan",), ("hitech_share",))


@pytest.mark.parametrize("text", [
    "通创的载体面积比规划面积大多少", "通创载体面积是规划面积的几倍", "比多少倍", "是的几倍多多少",
])
def test_what_is_held_against_nobody_is_asked_back(text: str, lexicon: Lexicon) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert found.intent in {"clarify", "unknown"}
