"""Two questions in one line: both are read, the second as what follows the first."""

from __future__ import annotations

import pytest

from tests.parsing.test_nothing_dropped import talk
from zc_bot.parsing.lexicon import Lexicon


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("通创高新占比全市第几 比平均高还是低",
         ["通创社区高新产值占比排第几", "通创社区高新产值占比比全市平均高多少"]),
        ("通创高新产值21到25年逐年给我 再来个年均增速",
         ["通创社区2021年和2022年和2023年和2024年和2025年高新产值走势", "通创社区2021到2025年高新产值年均增长"]),
        ("全市投资总额去年同比，还有前年同比",
         ["全市2025年比2024年投资总额同比增长", "全市2024年比2023年投资总额同比增长"]),
        ("江海数字从业人员排老几 前年呢也说下",
         ["江海数字众创社区从业人员排第几", "江海数字众创社区2024年从业人员排第几"]),
        ("通创比观音山载体面积大多少 是几倍",
         ["通创社区载体面积比观音山众创社区多多少", "通创社区载体面积是观音山众创社区的几倍"]),
        ("新增企业中位数是多少 有几家在它上面", ["全市新增初创企业中位数", "新增初创企业高于中位数的社区"]),
    ],
)
def test_both_are_read(lexicon: Lexicon, text: str, both: list[str]) -> None:
    found = talk(lexicon, text)
    assert [choice.question for choice in found.choices] == both
    assert len(found.parts) == 2


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("通创去年总产值多少 R3是哪条 从业人员谁最多", ["value", "requirement", "rank"]),
        ("全市投资总额去年同比 前年同比 哪些社区没达标", ["aggregate", "aggregate", "filter"]),
    ],
)
def test_three_are_read_as_three(lexicon: Lexicon, text: str, intents: list[str]) -> None:
    assert [part.intent for part in talk(lexicon, text).parts] == intents


@pytest.mark.parametrize("text", ["从业人员 5400", "投资总额 4.5亿", "高新产值 万元 456000"])
def test_a_figure_with_its_amount_is_no_question(lexicon: Lexicon, text: str) -> None:
    found = talk(lexicon, text)
    assert (found.intent, found.parts) == ("clarify", ())


def test_what_follows_follows_the_second(lexicon: Lexicon) -> None:
    found = talk(lexicon, "全市投资总额去年同比，还有前年同比", "通创呢")
    assert (found.communities, found.years) == (("tongchuang",), (2024,))


@pytest.mark.parametrize(
    "text",
    [
        "战新占比最高的社区，天气怎么样",
        "wifi和数字化都百分百的有几家 没到的是哪几家吃饭",
        "通创从业人员多少，把表填一下",
    ],
)
def test_a_part_that_is_not_understood_is_not_passed_over(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).parts == ()


@pytest.mark.parametrize(
    "text", ["蹦跶一下通创总产值多少 从业人员谁最多", "通创投资总额多少，蹦跶一下全市投资总额去年同比"]
)
def test_a_line_with_a_word_that_nobody_knows_is_asked_about_and_not_parted(lexicon: Lexicon, text: str) -> None:
    found = talk(lexicon, text)
    assert (found.intent, found.reason, found.parts) == ("clarify", "unclear", ())


@pytest.mark.parametrize(
    "text",
    [
        "如皋跟如东哪个产值涨得快 从2020算到去年",
        "省级备案过的 高新占比分别几多",
        "两个以上孵化器或者至少一个加速器 并且人过三千",
        "2023年总产值进前5名，而且2024年总产值没进前5名的社区",
        "战新占比超过七成的有哪些，但高新占比多少",
        "蓝谷去年高新占比要过六成 高新产值还缺多少",
    ],
)
def test_what_goes_on_with_the_same_is_no_second_question(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).parts == ()


def test_a_second_part_that_only_narrows_is_the_question(lexicon: Lexicon) -> None:
    found = talk(lexicon, "R1到R10全过的有几家，2024年")
    assert (found.intent, found.verdict, found.years, found.parts) == ("filter", "met", (2024,), ())


def test_a_part_of_what_was_spoken_of_is_no_share_of_the_city(lexicon: Lexicon) -> None:
    assert talk(lexicon, "蓝谷2024总投资", "其中战新的", "占几成").metrics == ("sei_share",)
    assert talk(lexicon, "蓝谷总产值", "占几成").metrics == ("total_output",)


def test_a_figure_of_a_second_clause_is_not_passed_over(lexicon: Lexicon) -> None:
    found = talk(lexicon, "开源在13家里规划面积排第几，载体面积又排第几")
    assert [part.metrics for part in found.parts] == [("planned_area",), ("carrier_floor_area",)]
    assert talk(lexicon, "能达和江海比 去年战新占比哪个高 高几个点").parts == (), "it was understood whole"


def test_a_figure_that_nobody_holds_is_still_not_there_in_another_year(lexicon: Lexicon) -> None:
    found = talk(lexicon, "如皋出口额", "前年的")
    assert (found.intent, found.reason, found.communities) == ("unknown", "metric", ("kaiyuan",))
    assert talk(lexicon, "如皋出口额", "前年的", "那从业人员呢").metrics == ("employees",)


def test_readings_that_are_said_alike_are_no_choice(lexicon: Lexicon) -> None:
    found = talk(lexicon, "近三年全市新登记企业一共多少家")
    assert (found.intent, found.years) == ("aggregate", (2023, 2024, 2025))
    assert talk(lexicon, "通州的初创", "家纺那家 18年的").communities == ("jiafang",)


@pytest.mark.parametrize("text", ["比全市平均高还是低", "比全市高多少", "比全市平均高多少"])
def test_how_far_it_is_from_the_city(lexicon: Lexicon, text: str) -> None:
    found = talk(lexicon, "观音山23年从业人员", text)
    assert found.query is not None
    assert (found.query.other, found.years, found.communities) == ("mean", (2023,), ("guanyinshan",))


def test_the_total_is_what_moved(lexicon: Lexicon) -> None:
    found = talk(lexicon, "全市去年一共新增多少企业", "跟上一年比涨了跌了")
    assert found.query is not None
    assert (found.query.fold, found.query.measures[0].view, found.years) == ("sum", "change", (2025,))


@pytest.mark.parametrize("text", ["观音山离高新60还差几个点", "蓝谷离战新70差几个点"])
def test_how_far_off_it_is_is_asked_and_not_reported(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).intent == "check"


@pytest.mark.parametrize(("text", "both"), [
    ("中位数和平均数都给我 从业人员 25年", ["全市2025年从业人员中位数", "全市2025年从业人员平均"]),
    ("已报未审的和退回的各有多少条", None),
])
def test_what_is_asked_of_two_things_is_asked_of_each(lexicon: Lexicon, text: str, both: list[str] | None) -> None:
    found = talk(lexicon, text)
    assert len(found.parts) == 2
    assert both is None or [choice.question for choice in found.choices] == both
    assert both is not None or [part.filed.state for part in found.parts if part.filed] == ["waiting", "returned"]


@pytest.mark.parametrize("text", [
    "从业人员多少啊 蓝谷 前年", "哪家产值最高 去年", "用工最多的是哪家 多少人", "通创和能达产值各多少 哪家高",
    "which is higher in hitech share, tongchuang or jianghai?",
])
def test_what_only_says_of_whom_or_when_or_is_shown_anyway_is_no_second(lexicon: Lexicon, text: str) -> None:
    found = talk(lexicon, text)
    assert found.intent != "clarify"
    assert found.parts == ()
