"""What a text says beside a question must change its meaning or be asked about: those spoken of, never, without."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 28)
FOUND = ("nengda", "langu", "sutong")
ANSWERED = {"value", "compare", "trend", "growth", "rank", "filter", "aggregate", "check", "person", "changes", "why"}


def talk(lexicon: Lexicon, *turns: str) -> Meaning:
    """Say one thing after the other; a list that was asked for names three communities."""
    context: Meaning | None = None
    for turn in turns:
        lang = "en" if turn.isascii() else "zh"
        meaning = understand(turn, lexicon, today=TODAY, context=context, lang=lang)
        listed = meaning.intent in {"filter", "rank"} and not meaning.communities
        context = remembered(context, replace(meaning, found=FOUND if listed else meaning.communities))
    return meaning


@pytest.mark.parametrize(
    "text",
    [
        "高新占比从未达标的社区",
        "哪些社区一直战新占比达标",
        "which communities never met the hi-tech share",
        "which communities rarely met the hi-tech share",
        "twice the total output of tongchuang",
        "只看园区的从业人员合计",
        "不问崇川区的，问全市总产值合计",
        "把通创撇一边看总产值合计",
        "通创以外的联系人",
    ],
)
def test_what_no_rule_used_is_asked_about(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).intent not in ANSWERED


@pytest.mark.parametrize(
    "turns",
    [
        ("whats the GDP of Chongchuan district", "fine, output of its communities then"),
        ("通创和能达总产值", "这三家的从业人员"),
        ("崇川区2024年载体面积", "去掉崇川呢"),
        ("compare total output of Haimen and Rudong 2021 to 2024", "drop Hai'an"),
    ],
)
def test_those_spoken_of_are_never_everybody(lexicon: Lexicon, turns: tuple[str, ...]) -> None:
    meaning = talk(lexicon, *turns)
    assert meaning.intent in {"clarify", "unknown"}, meaning


@pytest.mark.parametrize(
    ("turns", "communities"),
    [
        (("2024年总产值前三名", "其中高新占比最高的"), FOUND),
        (("2024年总产值前三名", "它们的从业人员合计"), FOUND),
        (("崇川区2024年载体面积合计多少", "把港闸也算进去"), ("tongchuang", "guanyinshan", "kuajiang-hezuo")),
        (("通创和能达总产值", "它们哪个高"), ("tongchuang", "nengda")),
        (("通创2024年高新占比多少", "那能达呢", "它们哪个高"), ("tongchuang", "nengda")),
        (("崇川区2024年载体面积合计多少", "分开列一下"), ("tongchuang", "guanyinshan")),
    ],
)
def test_those_spoken_of_are_found(lexicon: Lexicon, turns: tuple[str, ...], communities: tuple[str, ...]) -> None:
    assert talk(lexicon, *turns).communities == communities


def test_which_fail_is_of_what_one_community_was_judged_by(lexicon: Lexicon) -> None:
    judged = "通创2024年达标吗"
    assert talk(lexicon, judged, "哪些没达标").communities == ("tongchuang",)
    assert talk(lexicon, judged, "哪些没达标", "前年呢").communities == ("tongchuang",)
    assert talk(lexicon, judged, "哪些社区没达标").communities == ()
    assert talk(lexicon, judged, "谁没达标").communities == ()


def test_a_share_of_the_whole_follows_its_part(lexicon: Lexicon) -> None:
    assert talk(lexicon, "通创2024年高新产值多少", "占总产值几成").metrics == ("hitech_share",)
    assert talk(lexicon, "通创2024年战新投资多少", "占总投资多少").metrics == ("sei_share",)


def test_one_community_is_not_several(lexicon: Lexicon) -> None:
    assert talk(lexicon, "蓝谷什么时候启动的", "这几家2024的从业人员比一比").intent == "clarify"


def test_of_an_empty_list_only_those_are_asked_for_of_whom_both_hold(lexicon: Lexicon) -> None:
    before = understand("载体面积超50万方的社区有哪些 2024", lexicon, today=TODAY)
    meaning = understand("其中高新占比又过60的", lexicon, today=TODAY, context=remembered(None, before))
    assert meaning.query is not None
    assert say(meaning.query, lexicon.programme) == (
        "2024年载体面积超过500000m²，而且2024年高新产值占比超过60%的社区"
    )


def test_a_person_is_asked_for_again_by_role(lexicon: Lexicon) -> None:
    meaning = talk(lexicon, "通创的联系人", "通州湾呢")
    assert (meaning.intent, meaning.role, meaning.communities) == ("person", "reporter", ("tongzhouwan",))
    assert talk(lexicon, "谁负责审核", "通创呢").role == "reviewer"
    assert talk(lexicon, "通创的联系人", "总产值呢").intent == "value"


def test_changes_are_asked_for_again_of_the_same_days(lexicon: Lexicon) -> None:
    meaning = talk(lexicon, "最近有什么变化", "通创呢")
    assert (meaning.intent, meaning.days) == ("changes", (date(2026, 11, 21), TODAY))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上上周有什么变化", date(2026, 11, 9), date(2026, 11, 15)),
        ("上周有什么变化", date(2026, 11, 16), date(2026, 11, 22)),
        ("这周和上周有什么变化", date(2026, 11, 16), TODAY),
        ("大前天有什么变化", date(2026, 11, 25), date(2026, 11, 25)),
        ("上上个月有什么变化", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_the_days_are_those_that_were_said(lexicon: Lexicon, text: str, first: date, last: date) -> None:
    assert talk(lexicon, text).days == (first, last)


@pytest.mark.parametrize(
    "text", ["为什么通创2024年高新产值比2021年低", "为什么通创2022年到2024年高新产值一直下降", "通创近三年全部数据"]
)
def test_why_and_a_card_are_of_one_year(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).intent not in {"why", "card"}


def thinking(text: str, lexicon: Lexicon) -> float:
    """Return how much of the processor a text takes at least, in seconds."""
    taken = []
    for _ in range(3):
        began = time.thread_time()
        understand(text, lexicon, today=TODAY)
        taken.append(time.thread_time() - began)
    return min(taken)


@pytest.mark.parametrize("times", range(7, 13))
def test_no_repetition_keeps_anybody_waiting(lexicon: Lexicon, times: int) -> None:
    said, rest = "除了通创以外", "总产值合计"
    assert thinking(said * times + rest, lexicon) < 20 * thinking(said * 3 + rest, lexicon)


@pytest.mark.parametrize("text", ["这几家责任单位都是谁", "他们是哪个区的", "who is responsible for them"])
@pytest.mark.parametrize("found", [(), FOUND])
def test_nobody_answers_for_those_that_were_listed_where_none_were(
    lexicon: Lexicon, text: str, found: tuple[str, ...]
) -> None:
    before = talk(lexicon, "2024年战新占比低于10%的社区有哪些")
    meaning = understand(text, lexicon, today=TODAY, context=remembered(None, replace(before, found=found)))
    assert (meaning.reason == "nobody" or meaning.query is not None) or bool(found), "all 13 are no answer"
    assert meaning.reason != "nobody" or not found


def test_a_total_and_a_mean_of_one_line_are_both_offered(lexicon: Lexicon) -> None:
    meaning = talk(lexicon, "蓝谷20到24年新增企业累计多少家，平均一年几家")
    total, mean, *_ = (one.question for one in meaning.choices)
    assert meaning.intent == "clarify"
    assert total.endswith("合计")
    assert mean.endswith("平均每年")


@pytest.mark.parametrize(
    ("text", "order"), [("只要前三", "排名"), ("最低的是哪个区", "从低到高"), ("just the three biggest", "排名")]
)
def test_a_few_after_rows_of_authorities_are_of_those(lexicon: Lexicon, text: str, order: str) -> None:
    found = talk(lexicon, "2024年各区县总产值合计", text).query
    assert found is not None
    assert say(found, lexicon.programme) == f"各区县2024年总产值合计{order}"


def test_places_from_one_to_another_are_read(lexicon: Lexicon) -> None:
    texts = "24年新增企业排第二到第四的是哪三家", "24年新增企业第2名到第4名是哪几家"
    read = [talk(lexicon, text).query for text in texts]
    assert [say(one, lexicon.programme) for one in read if one] == ["2024年新增初创企业第2到第4名的社区"] * 2


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("把2024年从业人员按责任主体汇总一下，高矮个儿排", "各区县2024年从业人员合计"),
        ("一家就占了全市就业一成以上的，2024年是哪些社区", "2024年从业人员占全市不低于10%的社区"),
    ],
)
def test_what_is_nearly_read_is_offered_first_and_not_answered(lexicon: Lexicon, text: str, offered: str) -> None:
    meaning = talk(lexicon, text)
    assert meaning.intent == "clarify"
    assert meaning.choices[0].question == offered


@pytest.mark.parametrize(
    "text", ["哪一年没有加速器的社区总产值合计最高", "不算县市区，光四个功能区去年前年总产值各多少合计"]
)
def test_the_opposite_is_never_offered(lexicon: Lexicon, text: str) -> None:
    meaning = talk(lexicon, text)
    assert not any("有加速器的" in one.question.replace("没有加速器", "") for one in meaning.choices)
    assert not any(len(one.question) > 60 for one in meaning.choices)


@pytest.mark.parametrize(
    "phrase",
    [
        "海门与启东两家2024年的总产值相差多少亿元，各自又比上年增长了多少？",  # how far apart, as two growths
        "全市24年产值比20年翻了几番都不止，说说看",  # so many times as much, as a growth
    ],
)
def test_what_puts_together_more_than_a_single_rule_answers_is_asked_about(phrase: str, lexicon: Lexicon) -> None:
    assert understand(phrase, lexicon, today=date(2026, 11, 29)).intent == "clarify"


@pytest.mark.parametrize("text", ["2019年产值第一的是谁，比前年多了多少", "2024年产值第一的是谁，比去年多了多少"])
def test_nothing_moves_since_a_year_that_is_not_before_it(lexicon: Lexicon, text: str) -> None:
    meaning = talk(lexicon, text)
    since = [one.since for one in meaning.query.measures] if meaning.query else []
    assert meaning.intent == "clarify" or all(one is None or one < max(meaning.years) for one in since)


def test_what_is_held_against_the_city_is_no_move_because_one_was_asked_before(lexicon: Lexicon) -> None:
    meaning = talk(lexicon, "2019年启东总产值比2018年增加多少", "海门2019年高新占比跟全市比")
    assert meaning.query is None or not meaning.query.groups


def test_a_condition_added_to_rows_of_authorities_is_not_left_out_of_a_sum(lexicon: Lexicon) -> None:
    rows = replace(talk(lexicon, "2024年各区县总产值合计", "只要前三"), found=tuple(lexicon.programme.community))
    added = understand("再加一条，载体也要满20万", lexicon, today=TODAY, context=remembered(None, rows))
    assert added.query is None or not added.query.fold


def test_a_round_number_behind_a_sign_is_no_year(lexicon: Lexicon) -> None:
    found = talk(lexicon, "去年初创不到50家或者从业人员少于2000的社区")
    assert found.query is not None
    assert found.query.places.where is not None
