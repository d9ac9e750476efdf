"""What the grammar can't join, put together from what its words say; what says more, or fits several, is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Bound, Judged, Measure, Places, Query, Test, Top
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

TODAY = date(2026, 11, 30)
AREA, SHARE, OUTPUT, STARTUPS = "carrier_floor_area", "hitech_share", "total_output", "new_startups"
CARRIERS = Measure("makerspaces", terms=("+incubators", "+accelerators"))
BELOW_ZERO, ABOVE_ZERO = Bound("<", Decimal(0)), Bound(">", Decimal(0))
ZONES = ("nengda", "jianghai", "sutong", "tongzhouwan")


def read(text: str, lexicon: Lexicon) -> Meaning:
    return understand(text, lexicon, today=TODAY, lang="en" if text.isascii() else "zh")


@pytest.mark.parametrize(("text", "query"), [
    ("carrier area: biggest minus smallest", Query("figures", (Measure(AREA),), fold="spread")),
    ("difference in hitech share between the best and worst, points",
     Query("figures", (Measure(SHARE),), fold="spread")),
    ("人均产值哪家最高哪家最低", Query("figures", (Measure(OUTPUT, per="employees"),), fold="spread")),
    ("output per worker last year - best and worst",
     Query("figures", (Measure(OUTPUT, per="employees"),), years=(2025,), fold="spread")),
    ("median no. of new startups last yr", Query("figures", (Measure(STARTUPS),), years=(2025,), fold="median")),
    ("share of city output made by Rugao, 2021 thru 2025",
     Query("figures", (Measure(OUTPUT, "share"),), Places(("kaiyuan",)), (2021, 2022, 2023, 2024, 2025))),
    ("ratio of haian to rugao hitech output in 2022",
     Query("figures", (Measure("hitech_output", "ratio"),), Places(("xincailiao",)), (2022,), other="kaiyuan")),
    ("tongchuang vs the average on hitech share",
     Query("figures", (Measure(SHARE, "difference"),), Places(("tongchuang",)), other="mean")),
    ("top 3 by headcount, and how many startups did each of them register",
     Query("figures", (Measure(STARTUPS),), Places(top=Top(Measure("employees"), 3)))),
    ("高新占比垫底三家里 谁的从业涨得最快",
     Query("places", places=Places(first=Top(Measure(SHARE), 3, ascending=True),
                                   top=Top(Measure("employees", "change"), 1)))),
    ("总产值名次去年比前年上升最多的是谁",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "climb", 2024), 1, years=(2025,))))),
    ("Which community fell furthest in the output ranking from 2022 to 2024",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "climb", 2022), 1, ascending=True, years=(2024,))))),
    ("这五年总产值排名上升最快的三家",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "climb", 2021), 3, years=(2025,))))),
    ("观音山从业人数去年排第几 比前年进了几位",
     Query("figures", (Measure("employees", "climb", 2024),), Places(("guanyinshan",)), (2025,))),
    ("Has Nengda's rank on total output gone up or down since 2021",
     Query("figures", (Measure(OUTPUT, "climb", 2021),), Places(("nengda",)), (2025,))),
    ("要是去掉第一名 全市平均总产值还有多少", Query("figures", (Measure(OUTPUT),), fold="mean", trim=(1, 0))),
    ("average headcount w/o the smallest one", Query("figures", (Measure("employees"),), fold="mean", trim=(0, 1))),
    ("全市总产值比2020年翻了几番", Query("figures", (Measure(OUTPUT, "ratio", 2020),), fold="sum")),
    ("哪几年全市从业人员是下降的",
     Query("years", places=Places(where=Test(Measure("employees", "change"), (BELOW_ZERO,))), fold="sum")),
    ("江海的总产值在功能区里排第几",
     Query("figures", (Measure(OUTPUT, "place"),), Places(("jianghai",)), among=ZONES)),
    ("which communities improved their hitech share every year since 2023",
     Query("places", places=Places(where=Test(Measure(SHARE, "change"), (ABOVE_ZERO,), (2023, 2024, 2025))))),
    ("total investment of those that failed R3",
     Query("figures", (Measure("total_investment"),), Places(where=Judged("not_met", ("sei_share",))))),
    ("median hitech share by year since 2024",
     Query("figures", (Measure(SHARE),), years=(2024, 2025), fold="median")),
    ("三年里总产值每年都排前五的有谁",
     Query("places", places=Places(
         where=Test(Measure(OUTPUT, "place"), (Bound("<=", Decimal(5)),), (2023, 2024, 2025))))),
    ("去年投资总额超过全市一成的社区",
     Query("places", places=Places(
         where=Test(Measure("total_investment", "share"), (Bound(">", Decimal(10)),), (2025,))))),
    ("功能区四家去年高新占比谁最高谁最低",
     Query("figures", (Measure(SHARE),), Places(ZONES), (2025,), fold="spread")),
    ("share of each district in citywide output last year",
     Query("figures", (Measure(OUTPUT, "share"),), years=(2025,), by="authority")),
    ("which community had the biggest drop in headcount in any year",
     Query("places", places=Places(top=Top(Measure("employees", "change"), 1, True, ever=True)))),
    ("what did Rugao and Rudong add up to in startups over 2024-2025",
     Query("figures", (Measure(STARTUPS),), Places(("kaiyuan", "langu")), (2024, 2025), fold="sum", over="years")),
    ("哪家的高新占比这五年提高得最多",
     Query("places", places=Places(top=Top(Measure(SHARE, "gain", 2021), 1, years=(2025,))))),
    ("lowest hitech share among those meeting R3",
     Query("places", places=Places(where=Judged("met", ("sei_share",)), top=Top(Measure(SHARE), 1, True)))),
    ("highest output of those that failed R4",
     Query("places", places=Places(where=Judged("not_met", (SHARE,)), top=Top(Measure(OUTPUT), 1)))),
    ("who dropped in the hi-tech share ranking since 2023",
     Query("places", places=Places(where=Test(Measure(SHARE, "climb", 2023), (BELOW_ZERO,), (2025,))))),
    ("去年总产值名次下降的社区",
     Query("places", places=Places(where=Test(Measure(OUTPUT, "climb", 2024), (BELOW_ZERO,), (2025,))))),
    ("不达标项数最多的三家", Query("places", places=Places(top=Top(Measure("", "met"), 3, ascending=True)))),
    ("去年比前年掉得最凶的总产值是哪家",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "change", 2024), 1, ascending=True, years=(2025,))))),
    ("去年下降幅度最大的三家 总产值",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "change", 2024), 3, ascending=True, years=(2025,))))),
    ("全市产值里头前三家占多少",
     Query("figures", (Measure(OUTPUT, "share"),), Places(top=Top(Measure(OUTPUT), 3)), fold="sum")),
    ("jobs growth 2020-2024 averaged per year for Qidong",
     Query("figures", (Measure("employees", "average_growth", 2020),), Places(("kuajiang-ronghe",)), (2024,))),
    ("观音山2019到2023平均每年人涨百分之几",
     Query("figures", (Measure("employees", "average_growth", 2019),), Places(("guanyinshan",)), (2023,))),
    ("tongchuang and guanyinshan added up, startups each year since 2023",
     Query("figures", (Measure(STARTUPS),), Places(("tongchuang", "guanyinshan")), (2023, 2024, 2025), fold="sum")),
    ("Rudong or Qidong, who grew faster in total output since 2020",
     Query("figures", (Measure(OUTPUT, "change", 2020),), Places(("langu", "kuajiang-ronghe")), (2025,),
           by="community", ordered=True)),
    ("观音山历年最高从业人数是哪年 多少人",
     Query("year", (Measure("employees"),), Places(("guanyinshan",)), ever=True)),
    ("2019年和2025年比，全市初创多了几家",
     Query("figures", (Measure(STARTUPS, "gain", 2019),), years=(2025,), fold="sum")),
    ("which of tongchuang and guanyinshan failed most requirements last year",
     Query("places", places=Places(("tongchuang", "guanyinshan"),
                                   top=Top(Measure("", "met"), 1, ascending=True, years=(2025,))))),
    ("tongchuang and guanyinshan hitech share against the city average 2025",
     Query("figures", (Measure(SHARE, "difference"),), Places(("tongchuang", "guanyinshan")), (2025,),
           by="community", other="mean")),
    ("去年新登记企业比重 崇川占几个点",
     Query("figures", (Measure(STARTUPS, "share"),), Places(("tongchuang", "guanyinshan")), (2025,), fold="sum")),
    ("既不在崇川也不在海门的社区高新占比平均多少",
     Query("figures", (Measure(SHARE),), Places(without=("tongchuang", "guanyinshan", "shengwu")), fold="mean")),
    ("五年来通州湾哪年总投资最大 当年战新占几成",
     Query("figures", (Measure("sei_share"),), Places(("tongzhouwan",)),
           at=Top(Measure("total_investment"), 1, years=(2021, 2022, 2023, 2024, 2025)))),
    ("startup growth rate jianghai on average",
     Query("figures", (Measure("startups_growth"),), Places(("jianghai",)))),
    ("两个跨江的社区去年人数合起来多少",
     Query("figures", (Measure("employees"),), Places(("kuajiang-hezuo", "kuajiang-ronghe")), (2025,), fold="sum")),
    ("output per head for the top 5 by employees",
     Query("figures", (Measure(OUTPUT, per="employees"),), Places(top=Top(Measure("employees"), 5)))),
    ("众创空间孵化器加速器三样加一块 哪家最多", Query("places", places=Places(top=Top(CARRIERS, 1)))),
    ("通创众创空间和孵化器加起来多少",
     Query("figures", (Measure("makerspaces", terms=("+incubators",)),), Places(("tongchuang",)))),
    ("非高新产值 开源 去年",
     Query("figures", (Measure(OUTPUT, terms=("-hitech_output",)),), Places(("kaiyuan",)), (2025,))),
    ("家纺去年的投资里不是战新的有多少钱",
     Query("figures", (Measure("total_investment", terms=("-sei_investment",)),), Places(("jiafang",)), (2025,))),
    ("non hi-tech output of haimen 2024",
     Query("figures", (Measure(OUTPUT, terms=("-hitech_output",)),), Places(("shengwu",)), (2024,))),
    ("通创要超过能达的产值还差几多",
     Query("figures", (Measure(OUTPUT, "difference"),), Places(("nengda",)), other="tongchuang")),
    ("biggest jump in total output 2023 to 2024",
     Query("places", places=Places(top=Top(Measure(OUTPUT, "change", 2023), 1, years=(2024,))))),
])
def test_what_the_words_say_is_put_together(text: str, query: Query, lexicon: Lexicon) -> None:
    assert read(text, lexicon).query == query


@pytest.mark.parametrize(("text", "metric", "ascending"), [
    ("载体没达标里头哪家离达标最近", AREA, False), ("高新占比离达标最近的是哪家", SHARE, False),
    ("which community is closest to meeting R4", SHARE, False), ("离20万平米还差得最多的是哪家", AREA, True),
    ("载体没达标的里面差得最多的是谁", AREA, True), ("离达标差得最少的是哪家 高新占比", SHARE, False),
])
def test_who_is_nearest_to_what_is_required_and_farthest(
    text: str, metric: str, ascending: bool, lexicon: Lexicon
) -> None:
    places = Places(where=Judged("not_met", (metric,)), top=Top(Measure(metric), 1, ascending))
    assert read(text, lexicon).query == Query("places", places=places)


@pytest.mark.parametrize(("text", "metric", "fold"), [
    ("功能区跟县市区比从业人员哪边多", "employees", "sum"),
    ("功能区那几家跟县市区的比 平均从业", "employees", "mean"),
    ("zones versus counties, total employees, which is more", "employees", "sum"),
    ("五家老社区和八家新社区高新占比哪个高", SHARE, "sum"),
])
def test_two_groups_are_held_side_by_side(
    text: str, metric: str, fold: str, lexicon: Lexicon, programme: Programme
) -> None:
    query = read(text, lexicon).query
    assert query is not None
    assert (query.measures, query.fold) == ((Measure(metric),), fold)
    assert {code for group in query.groups for code in group} == {*programme.community}
    assert len(query.groups) == 2
    assert ZONES in query.groups or "家" in text[:2], "the other text is of those begun early and late"


@pytest.mark.parametrize("text", [
    "总产值和从业人员三样加一块哪家最多", "众创空间孵化器四样加一块哪家最多", "非从业人员 开源",
    "carrier area: biggest minus smallest rent", "人均工资哪家最高哪家最低", "离30万平米最近的载体是哪家",
    "不达标项数最多的三家企业", "share of city output made by firms in Rugao", "县市区跟功能区比哪边热闹",
    "高新占比和战新占比最高最低", "ratio of haian to rugao to nengda hitech output",
])
def test_what_says_more_or_fits_nothing_is_asked_about(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).intent in {"clarify", "unknown"}


@pytest.mark.parametrize(("text", "said"), [
    ("载体不到20万方而且孵化器也没有的", "载体面积低于200000m²，而且没有孵化器的社区"),
    ("去年初创下降了但从业人员还涨的有哪些", "2025年比2024年新增初创企业减少，而且2025年比2024年从业人员增加的社区"),
    ("初创下降了但从业人员还涨的社区 去年", "2025年比2024年新增初创企业减少，而且2025年比2024年从业人员增加的社区"),
    ("wifi跟数字化都满100的几家", "无线覆盖率等于100%，而且数字化覆盖率等于100%的社区有几个"),
    ("超過1000人又在2018年啟動的社區", "2018年启动的社区里从业人员超过1000人的社区"),
    ("人均产值哪个高", "总产值除以从业人员最高的社区"),
    ("按责任主体排一下去年产值", "各区县2025年总产值排名"),
    ("去年R5R6两个增长都不达的", "2025年初创年均增长没达标，而且2025年从业人员年均增长没达标的社区"),
    ("which ones beat 60% hi-tech but missed the 70% investment share",
     "高新产值占比超过60%，而且战新投资占比低于70%的社区"),
    ("连续三年高新占比都达标的社区有没有", "2023年、2024年、2025年高新产值占比都达标的社区"),
    ("22 23 24三年都达到R4的", "2022年、2023年、2024年高新产值占比都达标的社区"),
    ("高新占比过了60但战新投资没到70的是哪几家", "高新产值占比超过60%，而且战新投资占比低于70%的社区"),
    ("R5没过的里边 就业最多的是谁", "初创年均增长没达标的社区里从业人员最高的社区"),
    ("规划面积比三平方公里大的社区里谁的载体最小", "规划面积超过3km²的社区里载体面积最低的社区"),
    ("没有加速器但是有孵化器的社区", "没有加速器，而且有孵化器的社区"),
    ("就业和初创年均都超过10%的有伐", "从业人员年均增长超过10%，而且初创年均增长超过10%的社区"),
    ("communities w/ carrier area between 150k and 250k sqm", "载体面积在150000m²到250000m²之间的社区"),
    ("产值翻番了的 跟2020比", "比2020年总产值翻番的社区"),
    ("neither R2 nor R10 ok in 2024", "2024年载体面积没达标，而且2024年三创集中区面积没达标的社区"),
    ("把去年高新占比没过60的都列出来 连差多少", "2025年高新产值占比没达标的社区"),
    ("五百人以上一千人以下的社区有哪些", "从业人员不低于500人，而且从业人员低于1000人的社区"),
    ("去年前年都没达到高新60的是哪几家", "2024年、2025年高新产值占比都低于60%的社区"),
    ("总产值过50亿但是人不到3千的社区", "总产值超过50亿元，而且从业人员低于3000人的社区"),
    ("只差一项就全达标的是哪些", "达标数等于8项的社区"),
    ("哪些社区前年没达标去年达标了 高新那条", "2024年高新产值占比没达标，而且2025年高新产值占比达标的社区"),
    ("能达这几年有没有哪年产值是掉的", "能达科创众创社区哪几年比上年总产值减少"),
    ("when did nengda first pass 3000 employees", "能达科创众创社区哪一年首次从业人员超过3000人"),
    ("all communities without an accelerator and under 5,000 staff", "没有加速器，而且从业人员低于5000人的社区"),
    ("去年投资比前年多、初创却少了的，有木有",
     "2025年比2024年投资总额增加，而且2025年比2024年新增初创企业减少的社区"),
    ("新登记企业年均增长达标的里头 从业人员增长也达标的", "初创年均增长达标，而且从业人员年均增长达标的社区"),
    ("去掉最高和最低 其余社区平均高新占比", "去掉最高和最低各1家以后，全市高新产值占比平均"),
    ("海门和启东加起来有没有通创的投资多", "生物医药产业众创社区和跨江融合众创社区投资总额合计，跟通创社区比"),
    ("avg annual growth of startups in Haian since the start", "新材料众创社区初创年均增长"),
])
def test_conditions_are_taken_in_turn(text: str, said: str, lexicon: Lexicon) -> None:
    query = read(text, lexicon).query
    assert query is not None, text
    assert say(query, lexicon.programme) == said


@pytest.mark.parametrize("text", [
    "载体不到20万方或者孵化器没有的企业", "初创下降了但老板还涨工资的社区",
    "20万方而且孵化器也没有的",
])
def test_conditions_beside_anything_else_are_not(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).intent in {"clarify", "unknown"}


def test_two_ways_of_moving_choose_whatever_was_asked_before(lexicon: Lexicon) -> None:
    before = understand("通创去年产值", lexicon, today=TODAY)
    found = understand("产值降了但人数还涨的有哪些", lexicon, today=TODAY, context=before)
    assert (found.intent, found.rule, found.communities) == ("filter", "conditions in turn", ())


@pytest.mark.parametrize(("text", "said"), [
    ("哪家离七十的线最近 战新占比", "战新投资占比没达标的社区里战新投资占比最高的社区"),
    ("孵化器和加速器两个都是前三的", "孵化器进前3名，而且加速器进前3名的社区"),
    ("通创和苏通合计的战新占比跟全市比", "通创社区和苏通众创社区战新投资占比是多少，全市呢"),
    ("差两项没达标的是谁 2024年", "2024年达标数等于7项的社区"),
    ("载体没到20万方的社区带上差额", "载体面积没达标的社区"),
    ("产值最高的社区高新占比达标吗", "总产值最高的社区里高新产值占比达标的社区"),
    ("海门战新投资跟总投资相差多少", "生物医药产业众创社区投资总额减战新投资"),
    ("规划面积低于3平方公里 从业却上万的", "规划面积低于3km²，而且从业人员不低于10000人的社区"),
])
def test_what_is_put_together_is_said_back(text: str, said: str, lexicon: Lexicon, programme: Programme) -> None:
    found = read(text, lexicon)
    assert found.query is not None
    assert say(found.query, programme) == said


def test_an_advice_is_failed_by_nobody(lexicon: Lexicon) -> None:
    assert read("规划面积离3平方公里差得最远的是哪个", lexicon).intent == "clarify"


def test_the_lowest_is_not_the_farthest(lexicon: Lexicon) -> None:
    assert read("whos the lowest on sei share and how far from 70", lexicon).query is None
