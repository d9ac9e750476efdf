"""Figures held beside others: the second beside the first, both ends, one for each of another, each year by all."""

from __future__ import annotations

from datetime import date

import pytest

from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Judged, Measure, Places, Query, Top
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

TODAY = date(2026, 11, 30)
OUTPUT, PEOPLE, STARTUPS, SHARE = "total_output", "employees", "new_startups", "hitech_share"


def read(text: str, lexicon: Lexicon, context: Meaning | None = None) -> Meaning:
    lang = "en" if text.isascii() else "zh"
    return understand(text, lexicon, today=TODAY, context=context, lang=lang)


def lead(metric: str, count: int, year: tuple[int, ...] = (), lowest: bool = False) -> Query:
    few = Places(top=Top(Measure(metric), count, lowest, year))
    return Query("figures", (Measure(metric),), few, year, fold="spread")


def each(above: str, below: str, places: tuple[str, ...] = ()) -> Query:
    if places:
        return Query("figures", (Measure(above, per=below),), Places(places))
    return Query("figures", (Measure(above, per=below),), by="community", ordered=True)


@pytest.mark.parametrize(("text", "query"), [
    ("高新产值排第二的是哪个 比第一名差多少", lead("hitech_output", 2)),
    ("第一名和第三名差多少 从业人员", lead(PEOPLE, 3)),
    ("2024年产值前两名差多少", lead(OUTPUT, 2, (2024,))),
    ("总产值第一名是末一名的几倍，二五年", Query("figures", (Measure(OUTPUT),), years=(2025,), fold="spread")),
    ("ratio of highest to lowest output", Query("figures", (Measure(OUTPUT),), fold="spread")),
    ("从业人员同比 增得最快跟最慢各是哪家", Query("figures", (Measure(PEOPLE, "change"),), fold="spread")),
    ("每亿投资带出几多初创企业 排个序", each(STARTUPS, "total_investment")),
    ("平均每个孵化器有几家初创企业 各社区", each(STARTUPS, "incubators")),
    ("通创平均一家初创摊到几平米载体", each("carrier_floor_area", STARTUPS, ("tongchuang",))),
    ("每一万平米载体吸纳多少人 排个序", each(PEOPLE, "carrier_floor_area")),
    ("output per worker, best to worst", each(OUTPUT, PEOPLE)),
    ("如皋歷年高新佔比 跟全市比是高是低",
     Query("figures", (Measure(SHARE, "difference"),), Places(("kaiyuan",)), ever=True, other="mean")),
    ("Qidong minus Haimen in employees for each of the last two years",
     Query("figures", (Measure(PEOPLE, "difference"),), Places(("kuajiang-ronghe",)), (2024, 2025), other="shengwu")),
    ("如东如皋两家战新投资总和占全市比重 去年",
     Query("figures", (Measure("sei_investment", "share"),), Places(("langu", "kaiyuan")), (2025,), fold="sum")),
    ("产值前三的，它们初创年均增长达不达标",
     Query("places", places=Places(where=Judged("met", ("startups_growth",)), first=Top(Measure(OUTPUT), 3)))),
])
def test_figures_are_held_beside_others(text: str, query: Query, lexicon: Lexicon) -> None:
    assert read(text, lexicon).query == query


@pytest.mark.parametrize(("text", "said"), [
    ("去年载体面积一动没动的", "2025年比2024年载体面积没有变化的社区"),
    ("战新占比65往上70不到的", "战新投资占比不低于65%但低于70%的社区"),
    ("2024年R4没过 2025年过了的社区", "2024年高新产值占比没达标，而且2025年高新产值占比达标的社区"),
    ("不是2018年启动的 又R5没过的", "除了2018年启动的社区以外，初创年均增长没达标的社区"),
    ("高新占比高于全市占比的社区有几个", "高新产值占比高于全市平均的社区有几个"),
    ("全市从业人员前年到去年增了百分之几", "全市2025年比2024年从业人员同比增长"),
])
def test_what_is_chosen(text: str, said: str, lexicon: Lexicon, programme: Programme) -> None:
    query = read(text, lexicon).query
    assert query is not None
    assert say(query, programme) == said
    assert read(said, lexicon).query == query


def test_by_how_much_those_moved_is_in_their_own_unit(lexicon: Lexicon) -> None:
    query = read("战新投资比上年少了的社区，少多少，列出来", lexicon).query
    assert query is not None
    assert query.places.where.measure == Measure("sei_investment", "gain")  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["倒数第二比第一差多少 产值", "产值第一和从业人员第二差多少", "每年多少初创企业"])
def test_what_says_more_is_not_held_so(text: str, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert found.query is None or found.query.fold != "spread"
    assert not any(one.per for one in (found.query.measures if found.query else ()))


@pytest.mark.parametrize(("talk", "said"), [
    ("list those failing R3 / how many of them fail R4 too",
     "战新投资占比没达标，而且高新产值占比没达标的社区有几个"),
    ("top 3 by output / which of them meet R4", "总产值最高的3个社区里高新产值占比达标的社区"),
    ("产值前三 / 里面哪几家R4达标", "总产值最高的3个社区里高新产值占比达标的社区"),
    ("苏通2018从业人员 / 到2025翻了几倍", "苏通众创社区2025年从业人员是2018年的几倍"),
    ("通创从业年均增长 / 从2020年起算", "通创社区2020到2025年从业人员年均增长"),
    ("江海高新产值近三年 / 折算成年均增长率", "江海数字众创社区2023到2025年高新产值年均增长"),
    ("2025十条全过的有么 / 过九条的呢", "2025年达标数等于9项的社区"),
    ("Nengda vs Sutong on jobs / throw in Tongzhouwan / who grew faster", None),
    ("哪家增长最快 / 我讲的是产值 / 只看17年那五家", None),
    ("全市高新占比 21到23 / 通创不算进去呢", "除了通创社区以外，2021年、2022年、2023年高新产值占比合计"),
])
def test_a_talk_goes_on_from_where_it_stands(
    talk: str, said: str | None, lexicon: Lexicon, programme: Programme
) -> None:
    from zc_bot.parsing.followup import remembered

    context: Meaning | None = None
    for text in talk.split(" / "):
        found = read(text, lexicon, context)
        context = remembered(context, found)
    assert found.query is not None
    if said is not None:
        assert say(found.query, programme) == said
    else:
        assert len(found.query.places.codes) in {3, 5}


def test_two_that_were_looked_at_one_after_the_other_are_held_side_by_side(lexicon: Lexicon) -> None:
    from zc_bot.parsing.followup import remembered

    context: Meaning | None = None
    for text in ("江海", "蓝谷", "哪个三创面积大"):
        found = read(text, lexicon, context)
        context = remembered(context, found)
    assert (found.communities, found.metrics) == (("jianghai", "langu"), ("core_floor_area",))
    assert not read("哪个三创面积最大", lexicon, context).communities
