"""What is asked of what was found, in words that name nothing: another place, the opposite, how far off, how many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Bound, Judged, Measure, Places, Query, Top
from zc_bot.parsing.query import Test as Bounded
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
AREA, SHARE = "carrier_floor_area", "hitech_share"


def talk(lexicon: Lexicon, *turns: str, found: tuple[str, ...] = (), shown: int | None = None) -> Meaning:
    """Read one after the other; found and shown: what the answer before the last turn named."""
    context: Meaning | None = None
    for at, text in enumerate(turns):
        if context is not None and at == len(turns) - 1:
            context = context.changed(found=found, shown=shown)
        lang = "en" if text.isascii() else "zh"
        meaning = understand(text, lexicon, today=TODAY, context=context, lang=lang)
        context = remembered(context, meaning)
    return meaning


@pytest.mark.parametrize(("turns", "limit", "ascending"), [
    (("总产值排名", "第二名呢"), 2, False), (("用工最多的是谁", "老二呢"), 2, False),
    (("who has the most employees", "second place?"), 2, False), (("总产值最低的是谁", "第3呢"), 3, True),
])
def test_another_place_of_an_order(turns: tuple[str, ...], limit: int, ascending: bool, lexicon: Lexicon) -> None:
    meaning = talk(lexicon, *turns)
    assert (meaning.intent, meaning.limit, meaning.ascending) == ("rank", limit, ascending)


def test_how_far_both_ends_are_apart(lexicon: Lexicon) -> None:
    ends = talk(lexicon, "去年投资最多的是谁", "最少的呢", "两个差几倍")
    assert ends.query == Query("figures", (Measure("total_investment"),), years=(2025,), fold="spread")
    two = talk(lexicon, "用工最多的是谁", "第二呢", "两家差几个人", found=("sutong", "jianghai"), shown=2025)
    assert two.query == Query(
        "figures", (Measure("employees", "difference"),), Places(("sutong",)), (2025,), other="jianghai"
    )


def test_how_far_two_are_apart_is_not_said_where_only_one_was_found(lexicon: Lexicon) -> None:
    found = talk(lexicon, "用工最多的是谁", "第二呢", "两家差几个人", found=("sutong",), shown=2025)
    assert found.intent == "clarify"


def test_how_far_off_those_are_who_fail(lexicon: Lexicon) -> None:
    for text in ("各差多少", "各差多少平米"):
        each = talk(lexicon, "哪些没达到R2", text)
        assert (each.intent, each.verdict, each.metrics) == ("filter", "not_met", (AREA,))
    for text, ascending in (("差最多的是谁", True), ("这几家谁差得最少", False), ("最接近的是哪家", False)):
        found = talk(lexicon, "哪些没达到R2", text, shown=2024)
        places = Places(where=Judged("not_met", (AREA,), (2024,)), top=Top(Measure(AREA), 1, ascending, (2024,)))
        assert found.query == Query("places", places=places), text
    whose = talk(lexicon, "哪些没达到R2", "差最多的归哪个管", shown=2024)
    assert whose.query is not None
    assert whose.query.ask == "responsible"
    one = talk(lexicon, "哪些没达到R2", "差得最少的是谁", "差几个点", found=("nengda",), shown=2024)
    assert (one.intent, one.communities, one.metrics, one.years) == ("check", ("nengda",), (AREA,), (2024,))


def test_the_opposite(lexicon: Lexicon) -> None:
    assert talk(lexicon, "高新占比没达标的有哪些", "反过来呢").verdict == "met"
    assert talk(lexicon, "高新占比达标的有哪些", "反过来呢").verdict == "not_met"
    bound = talk(lexicon, "战新占比超70的", "反过来呢")
    assert bound.threshold is not None
    assert (bound.threshold.comparison, bound.threshold.value) == ("<=", Decimal(70))
    assert talk(lexicon, "载体面积不低于20万平米的", "the opposite").threshold.comparison == "<"  # type: ignore[union-attr]


def test_another_fold_of_the_same(lexicon: Lexicon) -> None:
    found = talk(lexicon, "mean SEI share over the communities", "no, the median")
    assert found.query is not None
    assert (found.query.fold, found.metrics) == ("median", ("sei_share",))


def test_the_average_growth_between_years_that_were_named(lexicon: Lexicon) -> None:
    found = talk(lexicon, "city output 2020", "2025", "avg growth per year")
    measure = Measure("total_output", "average_growth", 2020)
    assert found.query is not None
    assert (found.query.measures, found.query.years) == ((measure,), (2025,))


def test_how_many_there_are(lexicon: Lexicon) -> None:
    found = talk(lexicon, "hitech share over 65 last year", "how many left")
    assert (found.intent, found.count, found.years) == ("filter", True, (2025,))


@pytest.mark.parametrize(("turns", "metrics"), [
    (("guanyinshan carrier space", "is that enough"), (AREA,)), (("能达载体面积", "够不够"), (AREA,)),
    (("能达去年就业比上年增幅", "那按要求达没达标"), ("employees_growth",)),
])
def test_whether_a_figure_is_what_is_required(
    turns: tuple[str, ...], metrics: tuple[str, ...], lexicon: Lexicon
) -> None:
    found = talk(lexicon, *turns)
    assert (found.intent, found.metrics, len(found.communities)) == ("check", metrics, 1)


def test_a_growth_in_units_and_in_per_cent(lexicon: Lexicon) -> None:
    gained = talk(lexicon, "家纺去年初创比前年涨了几成", "不要百分比 讲家数")
    assert gained.query is not None
    assert [one.view for one in gained.query.measures] == ["gain"]
    back = talk(lexicon, "家纺去年初创比前年涨了几成", "不要百分比 讲家数", "按百分比")
    assert (back.intent, back.query) == ("growth", None), "as a single rule reads it"


def test_above_and_below_the_mean_of_what_was_asked(lexicon: Lexicon) -> None:
    for text, sign in (("在平均线上头的", ">"), ("低于平均的有谁", "<")):
        found = talk(lexicon, "十三家平均多少从业", text)
        where = Bounded(Measure("employees"), (Bound(sign, against="mean"),))  # type: ignore[arg-type]
        assert found.query == Query("places", places=Places(where=where)), text


def test_one_of_two_that_were_named(lexicon: Lexicon) -> None:
    latter = talk(lexicon, "通创和能达比从业", "后者前年多少")
    assert (latter.communities, latter.metrics, latter.years) == (("nengda",), ("employees",), (2024,))
    former = talk(lexicon, "employees, Haimen and Rugao", "growth of the first one")
    assert (former.intent, former.communities) == ("growth", ("shengwu",))


@pytest.mark.parametrize("turns", [
    ("通创去年总产值", "第二名呢"), ("哪些没达到R2", "差最多的明天交"), ("总产值排名", "第二名的利润"),
    ("有哪些社区", "反过来呢"), ("截止日期", "够不够"),
])
def test_what_fits_nothing_that_was_asked_is_no_operation(turns: tuple[str, ...], lexicon: Lexicon) -> None:
    assert not talk(lexicon, *turns).rule.startswith("then")


def test_without_a_question_before_there_is_nothing_to_ask_more_of(lexicon: Lexicon) -> None:
    for text in ("第二名呢", "各差多少", "反过来呢", "is that enough"):
        assert not talk(lexicon, text).rule.startswith("then")


def test_how_the_one_that_was_found_moved(lexicon: Lexicon) -> None:
    for text in ("is it up on last year", "up or down"):
        found = talk(lexicon, "who has the most employees in 2025", text, found=("sutong",), shown=2025)
        query = Query("figures", (Measure("employees", "change", 2024),), Places(("sutong",)), (2025,))
        assert (found.communities, found.intent, found.query or query) == (("sutong",), "growth", query), text


def test_what_asks_among_those_that_were_found_is_of_those(lexicon: Lexicon) -> None:
    found = talk(lexicon, "who failed R3", "which of those passed R4", found=("nengda", "langu"), shown=2024)
    assert found.communities == ("nengda", "langu")
    assert found.query is None or found.query.places.codes == ("nengda", "langu")
    begun = talk(lexicon, "高新占比没达标的有哪些", "里头有几个是18年启动的", found=("nengda", "langu"), shown=2024)
    chosen_by = (begun.intent, begun.verdict, begun.metrics, begun.years, begun.count)
    assert chosen_by == ("filter", "not_met", (SHARE,), (2024,), True), "by the condition that found them"
    assert {lexicon.programme.community[code].start for code in begun.communities} == {2018}
    offered = talk(lexicon, "哪些没过高新60", "里头有几个是18年启动的")
    assert offered.intent in {"clarify", "unknown"}, "those were only offered"


def test_all_but_one_of_the_requirements(lexicon: Lexicon) -> None:
    met = Bounded(Measure("", "met"), (Bound("=", Decimal(8)),), (2025,))
    for before, text in (("去年13家都达标没", "那就差一项的呢"), ("去年哪些社区没达标", "只差一条的有哪些")):
        assert talk(lexicon, before, text).query == Query("places", places=Places(where=met)), text
    assert talk(lexicon, "通创去年总产值", "就差一项的呢").query is None, "nothing was judged"


def test_whether_a_figure_was_never_higher(lexicon: Lexicon) -> None:
    for text, ascending in (("是不是历史新高", False), ("历年最低吗", True), ("is that a record", False)):
        expected = Query("year", (Measure("total_output"),), Places(("jiafang",)), ever=True, ascending=ascending)
        assert talk(lexicon, "家纺去年总产值", text, found=("jiafang",)).query == expected
    assert talk(lexicon, "全市去年总产值合计", "是不是历史新高").query is None


def test_each_of_those_that_were_put_together(lexicon: Lexicon) -> None:
    found = talk(lexicon, "去年全市新增初创企业合计", "别合计，分开列")
    assert (found.intent, found.metrics, found.years) == ("rank", ("new_startups",), (2025,))


def test_the_first_and_the_last_of_the_years(lexicon: Lexicon) -> None:
    course = "江海2021到2025年总产值走势"
    for text, years in (
        ("就看后两年", (2024, 2025)), ("只要前两年", (2021, 2022)), ("最后三年", (2023, 2024, 2025)),
        ("just the last two", (2024, 2025)),
    ):
        assert talk(lexicon, course, text).years == years, text
    assert talk(lexicon, "江海2024到2025年总产值走势", "最后三年").years != (2024, 2025), "there are no three"


def test_who_is_farthest_below_a_bound_of_a_move(lexicon: Lexicon) -> None:
    found = talk(lexicon, "哪几家去年从业人员比前年增长不到10%", "里头差得最多的是谁", found=("nengda",), shown=2025)
    assert found.query is not None
    assert found.query.places.top == Top(Measure("employees", "change", 2024), 1, True, (2025,))
    assert found.query.places.where is not None


def test_what_the_first_one_had_before_it_moved(lexicon: Lexicon) -> None:
    before = "去年从业人员同比涨最猛的三家"
    found = talk(lexicon, before, "第二名原来多少人", found=("sutong", "shengwu", "langu"), shown=2025)
    assert (found.communities, found.metrics, found.years) == (("shengwu",), ("employees",), (2024,))


def test_an_amount_in_another_unit_is_the_same(lexicon: Lexicon) -> None:
    found = talk(lexicon, "能达2024年总产值", "换成亿元")
    assert (found.intent, found.metrics, found.years) == ("value", ("total_output",), (2024,))


def test_the_whole_year_is_taken_instead_of_a_part(lexicon: Lexicon) -> None:
    for before, text in (
        ("能达二季度新增初创", "好吧，全年的"), ("new startups in Nengda q2", "ok the whole year then"),
    ):
        found = talk(lexicon, before, text)
        assert (found.communities, found.metrics) == (("nengda",), ("new_startups",)), text
