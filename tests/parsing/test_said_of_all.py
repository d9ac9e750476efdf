"""Figures put together: a mean of years, one for each of another, beside a share, a bound that names its figure."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsing.test_of_those import after
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
FIVE = "2021年、2022年、2023年、2024年、2025年"


@pytest.mark.parametrize(("text", "back"), [
    ("近五年全市平均每年新增企业多少家", f"全市{FIVE}新增初创企业平均每年"),
    ("2021到2025年全市新增企业年平均", f"全市{FIVE}新增初创企业平均每年"),
    ("每家初创企业有几个从业人员", "全市从业人员除以新增初创企业合计"),
    ("一家初创企业摊到几个从业的 由大到小排", "各社区从业人员除以新增初创企业排名"),
    ("从业人员前五的社区比平均高多少", "从业人员最高的5个社区的从业人员比全市平均高多少"),
    ("2024年总产值前三名各比中位数高多少", "2024年总产值最高的3个社区的2024年总产值比中位数高多少"),
    ("通创有多少家初创企业，占全市几成", "通创社区新增初创企业多少，占全市多少"),
    ("十三家从业人数 不要平均 要中间那个数", "全市从业人员中位数"),
    ("按县市区汇总 2025年新增企业", "各区县2025年新增初创企业合计"),
    ("江海有哪几年没做到百分之七十", "江海数字众创社区哪几年战新投资占比低于70%"),
    ("did langu reach 70% in 2023", "蓝谷生命健康众创社区2023年战新投资占比"),
])
def test_it_is_read_whole(text: str, back: str, lexicon: Lexicon) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is not None
    assert say(query, lexicon.programme) == back


@pytest.mark.parametrize("text", ["开源2024年60%那条线达标了吗", "Did Rugao pass the 60 percent thing in 2024?"])
def test_a_requirement_named_by_its_number_is_judged_alone(text: str, lexicon: Lexicon) -> None:
    """The whole card was judged, and nothing said of the number."""
    found = understand(text, lexicon, today=TODAY)
    assert (found.intent, found.communities, found.metrics) == ("check", ("kaiyuan",), ("hitech_share",))


@pytest.mark.parametrize("text", ["哪些低于60%", "通创和能达过10%了吗"])
def test_a_number_of_nobody_or_of_several_requirements_names_no_figure(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).intent == "clarify"


@pytest.mark.parametrize("text", ["通创产值占全市多少", "how much of the city's output is Tongchuang"])
def test_a_share_alone_brings_no_figure_beside_it(text: str, lexicon: Lexicon) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is not None
    assert [one.view for one in query.measures] == ["share"]


@pytest.mark.parametrize(("before", "text", "intent"), [
    ("去年总产值", "我要总数不要排名", "aggregate"),
    ("没达标的有几家", "哪一条", "status"),
])
def test_how_it_is_wanted_is_what_is_left(before: str, text: str, intent: str, lexicon: Lexicon) -> None:
    assert after(lexicon, before, text).intent == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("最晚交到几号", "deadline"), ("最迟几号交", "deadline"), ("谁交得最晚", "timeliness"),
    ("交得最慢的是哪个区", "timeliness"),
])
def test_by_when_at_the_latest_is_not_who_was_latest(text: str, intent: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).intent == intent


@pytest.mark.parametrize("text", ["通创一个人头摊到多少产值", "通创平均一个人多少产值"])
def test_what_one_head_has_is_divided_by_heads(text: str, lexicon: Lexicon) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is not None
    assert [(one.metric, one.per) for one in query.measures] == [("total_output", "employees")]


def test_a_place_after_the_total_is_no_whole(lexicon: Lexicon) -> None:
    """Its own figure was called the city's."""
    found = after(lexicon, "总产值合计", "如皋")
    assert (found.communities, found.whole) == (("kaiyuan",), False)


@pytest.mark.parametrize(("text", "intent"), [
    ("加速器跟孵化器有啥两样", "definition"), ("通创和能达产值有什么区别", "compare"),
])
def test_how_two_terms_differ_is_no_ranking_and_how_two_places_do_no_term(
    text: str, intent: str, lexicon: Lexicon
) -> None:
    assert understand(text, lexicon, today=TODAY).intent == intent


@pytest.mark.parametrize(
    "text", ["has my 2025 return for Guanyinshan been accepted", "has my return for 2025 been approved"]
)
def test_a_return_that_is_asked_about_was_handed_in_and_not_sent_back(text: str, lexicon: Lexicon) -> None:
    filed = understand(text, lexicon, today=TODAY, own=("guanyinshan",)).filed
    assert filed is not None
    assert filed.state == "approved"


@pytest.mark.parametrize("text", ["我名下还有啥没填", "我手上还有哪些没报", "我负责的还差几项"])
def test_what_is_under_ones_name_is_ones_own(text: str, lexicon: Lexicon) -> None:
    found = understand(text, lexicon, today=TODAY, own=("guanyinshan",))
    assert (found.intent, found.communities or found.implied) == ("missing", ("guanyinshan",))


def test_what_is_still_to_be_handed_in_is_nothing_handed_in(lexicon: Lexicon) -> None:
    assert understand("what do I still have to hand in", lexicon, today=TODAY, own=("guanyinshan",)).filed is None


@pytest.mark.parametrize(("text", "back"), [
    ("hitech output of whoever has the most staff", "从业人员最高的社区的高新产值"),
    ("开源和新材料从业人员差距是拉大还是缩小了", "开源众创社区从业人员比新材料众创社区多多少"),
])
def test_whose_end_it_is_and_over_how_many_years(text: str, back: str, lexicon: Lexicon) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is not None
    assert say(query, lexicon.programme) == back
    assert query.ever is ("差距" in text)


def test_a_picture_is_of_the_years_that_were_shown(lexicon: Lexicon) -> None:
    assert after(lexicon, "家纺社区总产值 / 近五年的走势", "画张图").years == (2021, 2022, 2023, 2024, 2025)
