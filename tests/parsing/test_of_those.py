"""What follows a question and names one thing more, of those that were found: whatever its words and their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.cases import for_each
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import metrics_of
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
COUNTIES = ("tongchuang", "guanyinshan", "kuajiang-hezuo", "jiafang", "xincailiao", "kaiyuan", "langu", "shengwu",
            "kuajiang-ronghe")


def after(
    lexicon: Lexicon, before: str, text: str, found: tuple[str, ...] = (), shown: int | None = None
) -> Meaning:
    context: Meaning | None = None
    for one in before.split(" / "):
        lang = "en" if one.isascii() else "zh"
        meaning = understand(one, lexicon, today=TODAY, context=context, lang=lang)
        context = remembered(context, replace(meaning, found=found, shown=shown))
    return understand(text, lexicon, today=TODAY, context=context, lang="en" if text.isascii() else "zh")


@for_each("before, text, found, said", [
    ("去年高新占比超60的", "按人数从多到少", ("jianghai", "kaiyuan", "langu"),
     "江海数字众创社区和开源众创社区和蓝谷"),
    ("which passed R4 in 2025", "sort by headcount, lowest first", ("jianghai", "kaiyuan", "langu"),
     "江海数字众创社区和开源众创社区和蓝谷"),
    ("各区县2025年从业人员合计", "按产值来", (), "各区县2025年总产值"),
    ("海门人均产值", "跟启东比比看", (), "生物医药产业众创社区和跨江融合众创社区总产值除以从业人员"),
    ("家纺总投资增长", "不是同比 要年均的", (), "现代家纺众创社区2018到2025年投资总额年均增长"),
    ("总产值近五年 通创", "哪年掉下来过", (), "通创社区2021年、2022年、2023年、2024年、2025年哪几年比上年总产值减少"),
    ("Sutong headcount 2025", "share of city?", (), "苏通众创社区2025年从业人员占全市多少"),
    ("什么叫三创集中区 / 要多大", "哪几家够了", (), "三创集中区面积达标的社区"),
    ("通创2025年总产值", "比2023年多多少", (), "通创社区2025年比2023年总产值增加多少"),
    ("江海wifi覆盖多少了 / 数字化呢", "两项都全覆盖的社区有几个", (), "2025年无线覆盖率等于100%，"),
    ("compare Rudong and Rugao output", "who is ahead and by how much", (), "蓝谷生命健康众创社区2025年总产值比"),
    ("kaiyuan incubators / makerspaces?", "sum of both", (), "开源众创社区2025年孵化器加众创空间"),
    ("各区县2025年从业人员合计", "崇川排第几", (), "各区县2025年从业人员排名"),
    ("hi-tech output of nengda 2025", "per employee", (), "能达科创众创社区2025年高新产值"),
    ("list those below 70 on strategic share in 2025", "only ones started 2018", (), "2018年启动的社区里2025年战新"),
    ("R3是哪条 / 哪几家没过", "除掉苏通呢", (), "除了苏通众创社区以外，战新"),
    ("what is sei share / whats the minimum", "who's below it", (), "战新投资占比没达标的社区"),
])
def test_another_query_of_the_one_before(
    lexicon: Lexicon, before: str, text: str, found: tuple[str, ...], said: str
) -> None:
    query = after(lexicon, before, text, found, 2025).query
    if query is None:
        meaning = after(lexicon, before, text, found, 2025)
        assert meaning.intent == "filter"
        return
    assert say(query, lexicon.programme).startswith(said[:12])


def test_of_the_counties_alone(lexicon: Lexicon) -> None:
    for text in ("只要县市的 园区不要", "only the counties"):
        meaning = after(lexicon, "去年从业人员前五名", text, (), 2025)
        query = query_of(meaning, lexicon.programme)
        assert query is not None, text
        codes = query.places.codes or tuple(lexicon.programme.community)
        assert tuple(code for code in codes if code not in query.places.without) == COUNTIES, text
        assert query.places.top is not None
        assert query.places.top.count == 5


def test_who_of_those_that_lack_figures_is_a_county(lexicon: Lexicon) -> None:
    found = after(lexicon, "去年缺报的", "里面属于县区的有哪些", ("guanyinshan", "tongzhouwan"))
    assert (found.intent, found.communities, found.years) == ("missing", ("guanyinshan",), (2025,))


@for_each("text, left", [
    ("功能区的不要", "guanyinshan"), ("县市的不要", "tongzhouwan"), ("只要县市的 园区不要", "guanyinshan"),
    ("only the zones", "tongzhouwan"),
])
def test_one_kind_of_authority_is_kept_or_left_out(lexicon: Lexicon, text: str, left: str) -> None:
    assert after(lexicon, "去年缺报的", text, ("guanyinshan", "tongzhouwan")).communities == (left,)


@for_each("before, text, said", [
    ("江海2025年从业人员年均增长", "从2020年起算", "江海数字众创社区2020到2025年从业人员年均增长"),
    ("江海2025年从业人员年均增长", "从2020到2024年起算", "江海数字众创社区2020到2024年从业人员年均增长"),
    ("江海、苏通去年从业人员", "谁涨得快", "江海数字众创社区和苏通众创社区2025年比2024年从业人员同比增长排名"),
    ("江海、苏通去年从业人员", "2020年起谁涨得快",
     "江海数字众创社区和苏通众创社区2025年比2020年从业人员同比增长排名"),
    ("employees of Jianghai and Sutong last year", "who grew faster since 2020",
     "江海数字众创社区和苏通众创社区2025年比2020年从业人员同比增长排名"),
])
def test_a_move_is_between_the_years_that_are_named(lexicon: Lexicon, before: str, text: str, said: str) -> None:
    query = after(lexicon, before, text, (), 2025).query
    assert query is not None
    assert say(query, lexicon.programme) == said


@for_each("before, text, intent", [
    ("生物医药2025所有数据", "缺哪几样", "missing"), ("is tongzhouwan ok", "which bits arent", "check"),
    ("江海高新占比多少", "标准是哪条", "requirement"), ("给我江海跟开源的人数", "每年都要", "trend"),
    ("谁报的通创去年总产值", "什么时候", "provenance"), ("能达wifi / 数字化覆盖呢", "都满了没", "check"),
    ("whens the deadline", "for 2025 i mean", "deadline"), ("通创去年高新产值", "这数什么时候改过", "provenance"),
    ("去年战新占比达标的有几家", "哪几家", "filter"), ("who passed R2", "who didnt", "filter"),
])
def test_another_kind_of_question_of_the_same(lexicon: Lexicon, before: str, text: str, intent: str) -> None:
    assert after(lexicon, before, text, (), 2025).intent == intent


def test_whether_one_is_among_those_that_were_chosen(lexicon: Lexicon) -> None:
    before = "2025年从业人员减少而且总产值减少的社区"
    query = after(lexicon, before, "里头有没有蓝谷", ("nengda", "sutong"), 2025).query
    assert query is not None
    assert (query.ask, query.places.codes) == ("count", ("langu",))
    assert query.places.where is not None


@for_each("before, text, one, metric", [
    ("按人数排前五", "里头有没有蓝谷", "langu", "employees"),
    ("去年产值前三", "能达在不在里面", "nengda", "total_output"),
    ("top 5 by jobs last year", "is Nengda in there", "nengda", "employees"),
    ("从业人员倒数三名", "里面有蓝谷没有", "langu", "employees"),
    ("总产值最高的三家", "有通创吗", "tongchuang", "total_output"),
])
def test_whether_one_is_among_the_first_is_told_by_its_place(
    lexicon: Lexicon, before: str, text: str, one: str, metric: str
) -> None:
    found = after(lexicon, before, text, ("sutong", "jianghai"), 2025)
    assert (found.intent, found.communities, found.metrics, found.limit) == ("rank", (one,), (metric,), None)


def test_whether_one_is_among_some_of_the_communities_is_not_told_by_its_place_among_all(lexicon: Lexicon) -> None:
    found = after(lexicon, "高新占比达标的社区里产值前三", "里头有没有能达", ("kaiyuan",), 2025)
    assert found.intent != "rank"


@for_each("text", ["按人数和产值从多到少", "只要县市的企业", "哪年掉下来过两次", "里头有没有工厂", "每年都要涨"])
def test_what_says_more_is_none_of_them(lexicon: Lexicon, text: str) -> None:
    found = after(lexicon, "去年高新占比超60的", text, ("jianghai", "kaiyuan"), 2025)
    assert not found.rule.startswith("of those")


def test_those_named_one_after_the_other_are_put_together(lexicon: Lexicon) -> None:
    for before, text in (("langu incubators / and Haimen's", "together?"), ("江海孵化器 / 开源的呢", "合计")):
        found = after(lexicon, before, text)
        assert (found.intent, len(found.communities), found.metrics) == ("aggregate", 2, ("incubators",))


def test_a_text_that_points_at_nobody_in_particular_asks(lexicon: Lexicon) -> None:
    found = after(lexicon, "去年高新占比最低三家", "跟那三家有关的排名", ("nengda", "langu", "sutong"), 2025)
    assert found.intent == "clarify" or found.communities


def test_a_part_of_a_name_takes_the_choice(lexicon: Lexicon) -> None:
    assert after(lexicon, "通州的载体面积", "湾那边的").communities == ("tongzhouwan",)


@for_each("text", ["都不是 算了", "never mind", "不问了"])
def test_what_lets_go_is_answered_kindly(lexicon: Lexicon, text: str) -> None:
    assert after(lexicon, "科创那边投资", text).reason == "thanks"


@for_each("before, text, said", [
    ("去年R5达标几家 / 哪几家", "前年也是这些？", ("filter", (), (2024,))),
    ("导出去年数据", "只要崇川", ("export", ("tongchuang", "guanyinshan"), (2025,))),
    ("通州湾高新占比 / 走势", "画到20年就行", ("trend", ("tongzhouwan",), (2018, 2019, 2020))),
    ("通创2026年多少人", "那最新的是哪年 多少", ("value", ("tongchuang",), ())),
    ("is Kaiyuan meeting R4", "by how much", ("check", ("kaiyuan",), ())),
    ("谁没交齐", "缺的是哪些项", ("missing", (), ())),
    ("我们还缺什么", "单说观音山", ("missing", ("guanyinshan",), ())),
    ("观音山R8过不过", "卡在哪个", ("check", ("guanyinshan",), ())),
])
def test_the_same_question_of_another_part(
    lexicon: Lexicon, before: str, text: str, said: tuple[str, tuple[str, ...], tuple[int, ...]]
) -> None:
    found = after(lexicon, before, text)
    assert (found.intent, found.communities, found.years) == said


def test_a_requirement_that_was_asked_about_stays_the_one(lexicon: Lexicon) -> None:
    asked = after(lexicon, "通创达标吗", "观音山R8过不过")
    assert after(lexicon, "观音山R8过不过", "卡在哪个").requirements == asked.requirements != ()


def test_those_begun_in_a_year_are_left_out(lexicon: Lexicon) -> None:
    query = after(lexicon, "Which ones fail R3?", "drop the 2018 ones", shown=2024).query
    assert query is not None
    begun = tuple(one.code for one in lexicon.programme.communities if one.start == 2018)
    assert query.places.without == begun


def test_another_one_than_those_that_were_spoken_of_is_asked_about(lexicon: Lexicon) -> None:
    found = after(lexicon, "Langu vs Kaiyuan jobs", "what about the other one")
    assert (found.intent, found.reason) == ("unknown", "whom")


def test_county_level_cities_are_those_that_are_called_so_now(lexicon: Lexicon) -> None:
    found = understand("县级市加起来多少人", lexicon, today=TODAY)
    assert found.communities == ("xincailiao", "kaiyuan", "kuajiang-ronghe"), "海门 is a district since 2020"
    assert understand("市辖区加起来多少人", lexicon, today=TODAY).communities == (
        "tongchuang", "guanyinshan", "kuajiang-hezuo", "jiafang", "shengwu"
    )


@for_each("before, text, found, intent, communities", [
    ("去年高新占比最高的社区", "它还差什么", ("sutong",), "check", ("sutong",)),
    ("R9谁没过 去年", "缺的是哪一项", ("langu", "nengda"), "check", ("langu", "nengda")),
    ("海安2025年达标情况", "哪条差得最多", (), "check", ("xincailiao",)),
])
def test_what_is_lacking_of_what_was_found(
    lexicon: Lexicon, before: str, text: str, found: tuple[str, ...], intent: str, communities: tuple[str, ...]
) -> None:
    meaning = after(lexicon, before, text, found, 2025)
    assert (meaning.intent, meaning.communities) == (intent, communities)


def test_who_of_two_meets_more(lexicon: Lexicon) -> None:
    query = after(lexicon, "说说海安 / 再说说海门", "谁达标的多").query
    assert query is not None
    assert (query.places.codes, query.measures[0].view, query.ordered) == (("xincailiao", "shengwu"), "met", True)


def test_which_district_moved_most(lexicon: Lexicon) -> None:
    for text, view in (("哪个区增加最多", "gain"), ("哪个区增速最快", "change")):
        query = after(lexicon, "各区县2025年从业人员合计", text).query
        assert query is not None
        assert (query.by, query.measures[0].view, query.measures[0].since) == ("authority", view, 2024)


def test_the_place_of_what_an_authority_has_together(lexicon: Lexicon) -> None:
    query = after(lexicon, "崇川两家去年总产值 / 合起来", "全市第几").query
    assert query is not None
    assert (query.by, query.ordered, query.fold, query.places.codes) == ("authority", True, "", ())


@for_each("before, text, intent, communities, years", [
    ("去年发了多少补助", "通创拿了多少", "support", ("tongchuang",), (2025,)),
    ("上次联席会定了啥", "哪几件还没办完", "decision", (), ()),
    ("崇川就业", "该区占全市比重", "aggregate", ("tongchuang", "guanyinshan"), ()),
])
def test_what_goes_on_in_other_words(
    lexicon: Lexicon, before: str, text: str, intent: str, communities: tuple[str, ...], years: tuple[int, ...]
) -> None:
    found = after(lexicon, before, text)
    assert (found.intent, found.communities, found.years) == (intent, communities, years)


@for_each("text", ["哪几件还没办完", "几件还没审"])
def test_words_that_join_others_are_heard_as_no_name(lexicon: Lexicon, text: str) -> None:
    assert understand(text, lexicon, today=TODAY).communities == ()


def test_a_year_before_the_whole_city_is_one_year(lexicon: Lexicon) -> None:
    found = understand("25年全市报齐了没有", lexicon, today=TODAY)
    assert (found.intent, found.years) == ("missing", (2025,))
    assert understand("三年全都迟报的有哪些", lexicon, today=TODAY).intent != "missing"


def test_how_many_another_meets_in_the_same_year(lexicon: Lexicon) -> None:
    found = after(lexicon, "通创去年评几条没过", "观音山几条")
    assert (found.intent, found.communities, found.years) == ("check", ("guanyinshan",), (2025,))


@for_each("before, text, metric", [
    ("启东的统计体系有没有", "哪年有的", "statistics_system"), ("苏通孵化器几个", "从哪年开始有的", "incubators"),
    ("does Nengda have a management body", "since when", "management_body"),
])
def test_since_when_it_has_what_it_has(lexicon: Lexicon, before: str, text: str, metric: str) -> None:
    query = after(lexicon, before, text).query
    assert query is not None
    assert (query.ask, metrics_of(query.places.where)) == ("first_year", (metric,))


def test_who_is_asked_of_one_in_an_order(lexicon: Lexicon) -> None:
    found = after(lexicon, "就业排名", "第三名的联系方式", ("sutong", "jianghai", "shengwu"), 2025)
    assert (found.intent, found.communities, found.role) == ("person", ("shengwu",), "reporter")
    judged = after(lexicon, "就业排名", "第二名全过了吗", ("sutong", "jianghai", "shengwu"), 2025)
    assert (judged.intent, judged.communities) == ("check", ("jianghai",))
    assert after(lexicon, "就业排名", "第九名的联系方式", ("sutong", "jianghai"), 2025).communities == ()


@for_each("text", ["四个服务平台都有的社区占几分之几", "what percentage of communities meet R4"])
def test_how_large_a_part_they_are_is_told_by_how_many(lexicon: Lexicon, text: str) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is None or query.ask == "count"
    assert query is not None or understand(text, lexicon, today=TODAY).count


def test_the_higher_of_two_years(lexicon: Lexicon) -> None:
    for text, ascending in (("哪年多", False), ("哪个低", True), ("which was higher", False)):
        query = after(lexicon, "启东2020年新增初创 / 2021呢", text, ("kuajiang-ronghe",), 2021).query
        assert query is not None, text
        assert (query.ask, query.years, query.ascending) == ("year", (2020, 2021), ascending), text


@for_each("text, metrics, years", [
    ("make it the emerging industry one", ("sei_share",), ()), ("ok, make it 2023", ("hitech_share",), (2023,)),
])
def test_the_same_of_something_else(
    lexicon: Lexicon, text: str, metrics: tuple[str, ...], years: tuple[int, ...]
) -> None:
    found = after(lexicon, "hi-tech share Nengda", text, ("nengda",))
    assert (found.communities, found.metrics, found.years) == (("nengda",), metrics, years)


@for_each("text", ["里头载体不到20万的", "其中载体面积不到20万的有哪些", "those below 200000 in carrier area"])
def test_a_bound_chooses_among_many_that_were_listed(lexicon: Lexicon, text: str) -> None:
    found = ("guanyinshan", "kuajiang-hezuo", "nengda", "jiafang", "shengwu", "sutong")
    query = after(lexicon, "列一下2018启动的", text, found).query
    assert query is not None
    assert (query.ask, query.places.codes) == ("places", found)
    assert query.places.where is not None


def test_what_is_pointed_at_among_what_waits_is_of_the_place(lexicon: Lexicon) -> None:
    assert after(lexicon, "观音山去年数据", "把没审的挑出来").communities == ("guanyinshan",)
    assert after(lexicon, "观音山去年数据", "哪些待审").communities == ()


def test_what_part_an_amount_is(lexicon: Lexicon) -> None:
    found = after(lexicon, "观音山高新产值哪一年最高", "那年占比多少", ("guanyinshan",), 2024)
    assert (found.communities, found.metrics, found.years) == (("guanyinshan",), ("hitech_share",), (2024,))
    whole = after(lexicon, "观音山总产值哪一年最高", "那年占比多少", ("guanyinshan",), 2024).query
    assert whole is not None
    assert whole.measures[0].view == "share", "of the city, where the notice knows no whole of it"


def test_the_same_gap_again(lexicon: Lexicon) -> None:
    query = after(lexicon, "开源高新占比 / 比全市呢", "差几个点", ("kaiyuan",), 2025).query
    assert query is not None
    assert (query.other, query.measures[0].view) == ("mean", "difference")


def test_what_explains_itself_is_no_correction(lexicon: Lexicon) -> None:
    found = understand("去年增速超过全市平均的，我是说从业人员", lexicon, today=TODAY)
    assert found.intent != "rank", "the condition was dropped"


@for_each("text, metric", [("刚好六十算达标伐", "hitech_share"), ("正好70算不算达标", "sei_share")])
def test_a_bare_number_is_that_of_one_requirement(lexicon: Lexicon, text: str, metric: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    assert (found.intent, found.metrics) == ("requirement", (metric,))


@for_each("text, other, view", [
    ("前者占后者几成", "kuajiang-ronghe", "ratio"), ("后者比前者多多少", "shengwu", "difference"),
])
def test_the_first_of_two_beside_the_second(lexicon: Lexicon, text: str, other: str, view: str) -> None:
    query = after(lexicon, "海门和启东人数25年", text, ("shengwu", "kuajiang-ronghe"), 2025).query
    assert query is not None
    assert (query.other, query.measures[0].view, query.years) == (other, view, (2025,))
    alone = after(lexicon, "海门和启东人数25年", "后者呢", ("shengwu", "kuajiang-ronghe"), 2025)
    assert alone.communities == ("kuajiang-ronghe",)


@for_each("text, intent", [
    ("这三家高新占比都达标吗", "check"), ("它们高新占比都超过60%吗", "compare"),
    ("这三家从业人员都过万吗", "compare"),
])
def test_those_that_were_found_are_judged(lexicon: Lexicon, text: str, intent: str) -> None:
    few = ("sutong", "shengwu", "jianghai")
    found = after(lexicon, "总产值前三名", text, few, 2025)
    assert (found.intent, found.communities, found.years) == (intent, few, (2025,))
