"""A follow-up changes the one thing that it names in the query before it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.composition.operations import OPERATIONS, Operation, operate
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

TODAY = date(2026, 11, 28)
TALKS = [
    ("家纺2024年高新占比 / 分子分母各报了多少", "现代家纺众创社区2024年高新产值、总产值"),
    ("2023年新增初创企业超过100家的社区 / 放宽到80呢", "2023年新增初创企业超过80家的社区"),
    (
        "2023年高新占比不到60%的社区 / 其中战新占比也不足70%的",
        "2023年高新产值占比低于60%，而且2023年战新投资占比低于70%的社区",
    ),
    ("2024年总产值过百亿的社区 / 高新占比也过60的", "2024年总产值超过100亿元，而且2024年高新产值占比超过60%的社区"),
    (
        "communities over 10 billion yuan output 2024 / and hitech above 60",
        "2024年总产值超过100亿元，而且2024年高新产值占比超过60%的社区",
    ),
    ("2024年从业人员前五 / 其中产值超过50亿的", "2024年从业人员最高的5个社区里2024年总产值超过50亿元的社区"),
    ("2022年全市从业人员平均 / 高于这个数的有谁", "2022年从业人员高于全市平均的社区"),
    ("能达2024年从业人员 / 比它高的有哪些", "2024年从业人员高于能达科创众创社区的社区"),
    ("通创2024年从业人员 / 五年前呢", "通创社区2019年从业人员"),
    ("港闸2024年总产值 / 历年的都给我", "跨江合作众创社区历年总产值"),
    ("2024年从业人员排名 / 从低到高", "各社区2024年从业人员从低到高"),
    ("2024年高新占比排名 / 反过来", "各社区2024年高新产值占比从低到高"),
    ("2024年高新占比排名 / 反过来 / 去掉通创", "除了通创社区以外，2024年高新产值占比从低到高"),
    ("2024年高新占比排名 / 反过来 / 去掉通创 / 只要三个", "除了通创社区以外，2024年高新产值占比最低的3个社区"),
    ("2024年高新占比排名 / 反过来 / 只留前三个", "2024年高新产值占比最低的3个社区"),
    ("2024年高新占比排名 / 前三名", "2024年高新产值占比最高的3个社区"),
    ("2024年高新占比排名 / 前三名 / 换成从业人员", "2024年从业人员最高的3个社区"),
    ("2024年高新占比排名 / 倒数两名呢", "2024年高新产值占比最低的2个社区"),
    ("rank all communities by SEI share, 2022 / just the bottom four", "2022年战新投资占比最低的4个社区"),
    ("如皋如东2023年新增企业 / 加上启东", "开源众创社区和蓝谷生命健康众创社区和跨江融合众创社区2023年新增初创企业"),
    (
        "如皋如东2023年新增企业 / 24年的也放一起",
        "开源众创社区和蓝谷生命健康众创社区2023年、2024年新增初创企业",
    ),
    (
        "如东2023年产值比启东高多少 / 把海门也摆进来",
        "蓝谷生命健康众创社区和跨江融合众创社区和生物医药产业众创社区2023年总产值",
    ),
    ("江海2020年高新占比 / 20到24年的都列出来", "江海数字众创社区2020年、2021年、2022年、2023年、2024年高新产值占比"),
    ("2022年全市从业人员合计 / 比2021年多了多少 / 按区分开", "各区县2022年比2021年从业人员增加多少"),
    ("能达2024年高新占比 / 那算达标吧？", "能达科创众创社区2024年高新产值占比达标情况"),
    ("开源24年总产值 / 它排第几 / 第一是谁啊", "2024年总产值最高的社区"),
    ("苏通24年新增企业 / 同比呢 / 其他家同比也列一列", "除了苏通众创社区以外，2024年比2023年新增初创企业同比增长"),
    ("海安2024年wifi覆盖率多少 / 其他社区呢", "除了新材料众创社区以外，2024年无线覆盖率"),
    (
        "24年载体面积通创能达 / 苏通也拉进来看看 / 谁最大",
        "通创社区和能达科创众创社区和苏通众创社区里2024年载体面积最高的社区",
    ),
    ("2024年载体面积低于20万平米的社区 / 有几个", "2024年载体面积低于200000m²的社区有几个"),
    (
        "communities with a carrier area under 200,000 sqm in 2023 / how about the year after",
        "2024年载体面积低于200000m²的社区",
    ),
    (
        "Guanyinshan high-tech output 2021 / how much was it up on the previous year",
        "观音山众创社区2021年比2020年高新产值增加多少",
    ),
    ("海门2024年比2023年从业人员增加多少 / 23年跟22年的", "生物医药产业众创社区2023年比2022年从业人员增加多少"),
    (
        "2024 high-tech output ranking / lowest first please / drop Sutong",
        "除了苏通众创社区以外，2024年高新产值从低到高",
    ),
    ("人均产值2024年最高的社区 / 最低的呢", "2024年总产值除以从业人员最低的社区"),
    ("蓝谷2024年新增企业 / 比22年的时候多了几家", "蓝谷生命健康众创社区2024年比2022年新增初创企业增加多少"),
    ("全市2024战新占比 / 低于这个比重的有哪几家", "2024年战新投资占比低于全市平均的社区"),
    ("通创观音山2024从业人员合计 / 占全市多少 / 再早一年呢", "崇川区2023年从业人员合计占全市多少"),
    ("jianghai new startups 2023 / Is that above the average?", "江海数字众创社区2023年新增初创企业比全市平均高多少"),
    ("2024从业人员排名 / 反过来 / 垫底那家产值多少", "2024年从业人员最低的社区的2024年总产值"),
    ("Haimen SEI share 2024 / its rank?", "生物医药产业众创社区2024年战新投资占比排第几"),
    ("能达2020年从业人员 / 跟全市平均比 / 2024又如何", "能达科创众创社区2024年从业人员比全市平均高多少"),
    ("Which five had the most start-ups in 2022? / Fewest instead.", "2022年新增初创企业最低的5个社区"),
    ("2022年新增企业前五 / 换成最少的", "2022年新增初创企业最低的5个社区"),
    ("海门2023年载体面积是多少 / 够文件要求吗？", "生物医药产业众创社区2023年载体面积达标情况"),
    ("2023年战新占比倒数五名 / 24年的也这么来一份", "2024年战新投资占比最低的5个社区"),
    ("2023年各社区新增企业排名 / 请剔除崇川区两家后重新排列", "除了崇川区以外，2023年新增初创企业排名"),
    ("Employment in Rugao 2019-2022 / Leave out 2020.", "开源众创社区2019年、2021年、2022年从业人员"),
    (
        "2024总投资排名 / 只留海安如皋如东",
        "新材料众创社区和开源众创社区和蓝谷生命健康众创社区2024年投资总额排名",
    ),
]
ONE_AFTER_THE_OTHER = [
    ("海门22年战新占比 / 23呢 / 两年差几个点", "生物医药产业众创社区2023年比2022年战新投资占比增加多少"),
    ("海安18年就业 / 24年 / 翻了几番了", "新材料众创社区2024年从业人员是2018年的几倍"),
    ("2021年全市初创合计 / 2025年 / 增长百分之几", "全市2025年比2021年新增初创企业同比增长"),
    ("Tongchuang startups 2024 / same for Kaiyuan / who's ahead", "通创社区和开源众创社区2024年新增初创企业排名"),
    ("通创2024年新企业 / 开源的呢 / 两家差多少", "通创社区2024年新增初创企业比开源众创社区多多少"),
    ("R5哪些没过 / R6呢 / 两个都没过的", "初创年均增长没达标，而且从业人员年均增长没达标的社区"),
    ("R5哪些没过 / R6呢 / 两个都过了的呢", "初创年均增长达标，而且从业人员年均增长达标的社区"),
    ("通创2022年产值 / 23年呢 / 24年呢 / 涨了多少", "通创社区2024年比2023年总产值增加多少"),
    ("通创2022年产值 / 23年呢 / 比上年多多少", "通创社区2023年比2022年总产值增加多少"),
    ("海安18年和24年就业 / 翻了几番", "新材料众创社区2024年从业人员是2018年的几倍"),
    ("海门22年和23年战新占比 / 差几个点", "生物医药产业众创社区2023年比2022年战新投资占比增加多少"),
    ("江海战新占比 / 跨江合作的呢 / 近三年都要", "跨江合作众创社区2023年、2024年、2025年战新投资占比"),
    ("通创去年新登记企业 / 前几年的都列 / 累计呢", "通创社区历年新增初创企业合计"),
    ("有加速器的社区 / 没有的呢", "加速器等于0个的社区"),
    (
        "who failed R3 in 2024 / and R4? / no i mean both",
        "2024年战新投资占比没达标，而且2024年高新产值占比没达标的社区",
    ),
    ("Tongchuang output 2024 / Haimen I mean", "生物医药产业众创社区2024年总产值"),
    ("2024年高新占比排名 / 最后一名产值多少", "2024年高新产值占比最低的社区的2024年总产值"),
    ("rank by hitech share 2024 / and the bottom one's output", "2024年高新产值占比最低的社区的2024年总产值"),
    (
        "rank by startups 2024 / how many people does the lowest one have",
        "2024年新增初创企业最低的社区的2024年从业人员",
    ),
]
PARTS = [
    ("Kaiyuan vs Langu, total investment / only the SEI", "sei_investment"),
    ("Kaiyuan SEI share / Langu SEI", "sei_share"),
]
ALONE = [
    ("2024年高新占比排名", "通创2023年从业人员", "通创社区2023年从业人员"),
    ("能达24年比23年从业人员增长多少", "江海2024年总产值", "江海数字众创社区2024年总产值"),
]


def follow(talk: str, lexicon: Lexicon) -> Meaning:
    before: Meaning | None = None
    meaning = Meaning("unknown")
    for line in talk.split(" / "):
        meaning = understand(line, lexicon, today=TODAY, context=before)
        shown = replace(meaning, found=meaning.communities)
        before = remembered(before, shown)
    return meaning


@for_each("talk, expected", TALKS)
def test_a_follow_up_keeps_what_it_does_not_name(
    talk: str, expected: str, lexicon: Lexicon, programme: Programme
) -> None:
    query = query_of(follow(talk, lexicon), programme)
    assert query is not None
    assert say(query, programme) == expected


@for_each("talk, expected", ONE_AFTER_THE_OTHER)
def test_what_was_named_one_after_the_other_is_held_together(
    talk: str, expected: str, lexicon: Lexicon, programme: Programme
) -> None:
    query = query_of(follow(talk, lexicon), programme)
    assert query is not None, talk
    assert say(query, programme) == expected


@pytest.mark.parametrize(("talk", "metric"), PARTS)
def test_a_bare_name_after_the_whole_is_its_part(talk: str, metric: str, lexicon: Lexicon) -> None:
    assert follow(talk, lexicon).metrics == (metric,)


@pytest.mark.parametrize(("first", "then", "expected"), ALONE)
def test_a_question_that_names_all_it_needs_follows_nothing(
    first: str, then: str, expected: str, lexicon: Lexicon, programme: Programme
) -> None:
    query = query_of(follow(f"{first} / {then}", lexicon), programme)
    assert query is not None
    assert say(query, programme) == expected


@pytest.mark.parametrize(
    "talk",
    [
        "江海达标没 / 江海去年利润呢",  # what nobody holds is denied by name
        "江海孵化器几个 / 加速器 / 观音山的这两样",  # of two things only one is known
        "their staff numbers?",  # of nobody in particular
    ],
)
def test_what_can_not_be_put_in_its_place_is_asked_about(talk: str, lexicon: Lexicon) -> None:
    assert follow(talk, lexicon).intent in {"clarify", "unknown"}


def test_the_year_that_was_found_is_that_year(lexicon: Lexicon, programme: Programme) -> None:
    before = understand("如东从业人员哪一年最高", lexicon, today=TODAY)
    found = understand("那年的高新占比是多少", lexicon, today=TODAY, context=replace(before, shown=2024))
    assert (found.intent, found.communities, found.metrics, found.years) == (
        "value", ("langu",), ("hitech_share",), (2024,),
    )


BEFORE = (
    "2024年高新占比排名", "如皋如东2024年新增企业", "2024年从业人员超过9000人的社区", "能达历年从业人员",
    "能达2024年从业人员", "通创2022年总产值", "江海2024年高新占比",
    "有加速器的社区", "能达2018到2024年高新产值年均增长", "通创2018到2022年总产值",
)


@for_each("operation", OPERATIONS)
def test_an_example_is_read_by_its_own_operation(operation: Operation, lexicon: Lexicon) -> None:
    contexts = [understand(text, lexicon, today=TODAY) for text in BEFORE]
    for example in operation.examples:
        found = (operate(example, context, lexicon, TODAY) for context in contexts)
        assert operation.name in {one.name for one in found if one is not None}, example


@for_each("asked, follows, offered", [
    ("通创去年占比", "前年呢", ("通创社区2024年战新投资占比是多少", "通创社区2024年高新产值占比是多少")),
    ("跨江去年总产值", "前年呢", ("跨江合作众创社区2024年总产值是多少", "跨江融合众创社区2024年总产值是多少")),
])
def test_what_follows_a_choice_turns_all_that_was_offered(
    lexicon: Lexicon, asked: str, follows: str, offered: tuple[str, ...]
) -> None:
    first = understand(asked, lexicon, today=TODAY)
    turned = understand(follows, lexicon, today=TODAY, context=first)
    assert tuple(choice.question for choice in turned.choices) == offered
    assert [choice.codes for choice in turned.choices] == [choice.codes for choice in first.choices]
    for choice in turned.choices:
        assert understand(choice.label, lexicon, today=TODAY, context=turned).years == (2024,)
