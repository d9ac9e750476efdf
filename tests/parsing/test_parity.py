"""What is asked in English means what it means in Chinese; what an English word may change is never passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
FOUND = ("sutong", "jianghai", "jiafang")
OPEN = {"clarify", "unknown"}


def talk(lexicon: Lexicon, turns: str) -> Meaning:
    """Say one thing after the other; a list that was asked for named three communities of 2025."""
    context: Meaning | None = None
    for turn in turns.split(" / "):
        lang = "en" if turn.isascii() else "zh"
        meaning = understand(turn, lexicon, today=TODAY, context=context, lang=lang)
        listed = meaning.intent in {"filter", "rank", "aggregate"} and not meaning.communities
        found = FOUND if listed else meaning.communities
        context = remembered(context, replace(meaning, found=found, shown=2025 if not meaning.years else None))
    return meaning


def what(meaning: Meaning, lexicon: Lexicon) -> tuple[object, ...]:
    """Return the query that a meaning stands for, whichever rule read it; of what is none, all that it names."""
    if (query := query_of(meaning, lexicon.programme)) is not None:
        return meaning.intent, query
    told = meaning.intent, meaning.communities, meaning.metrics, meaning.years, meaning.requirements
    return (*told, meaning.topic)


@pytest.mark.parametrize(("english", "chinese"), [
    ("neither R3 nor R4 met in 2024", "2024年R3和R4都没达标的"),
    ("has output in Kaiyuan gone up", "开源总产值增长率"),
    ("how fast is employment growing in Rugao", "如皋从业人员增长率"),
    ("haimen headcount growth vs previous year", "海门从业人员同比增长"),
    ("who sent in the investment figure for Haian 2024", "海安2024年投资总额谁报的"),
    ("how many people does Sutong employ", "苏通从业人员"),
    ("does Nengda meet R3 / what about Langu", "能达R3达标吗 / 蓝谷R3达标吗"),
    ("does Nengda meet R7 / in 2023", "能达R7达标吗 / 能达2023年R7达标吗"),
    ("does Nengda meet R3 / why not", "能达R3达标吗 / 为什么没达"),
    ("does Nengda meet R3 / how much is missing", "能达R3达标吗 / 差多少"),
    ("Sutong total output 2022 / in % vs 2021", "苏通2022年总产值增长率"),
    ("Sutong employees 2025 / how much more than 2024", "苏通2025年从业人员 / 比2024年多多少"),
    ("communities with more than 100 startups / less than that", "初创少于100家的社区"),
    ("top 3 by headcount / which one grew the most", "从业人员前三 / 谁增长最快"),
    ("Rugao output 2024 / how does that compare with the city", "如皋2024年总产值 / 跟全市比呢"),
    ("top 5 by headcount / exclude zones", "从业人员前五 / 功能区不算"),
    ("Kuajiang output / the integration one", "跨江产值 / 融合那个"),
    ("Kuajiang employees / Ronghe / since 2019", "跨江融合2019年以来从业人员"),
    ("Tongzhou headcount / textile one i mean", "通州从业人员 / 家纺那个"),
    ("high tech zone headcount / Nantong's", "南通高新区从业人员"),
    ("the robot town community, jobs", "机器人小镇从业人员"),
    ("less than ten thousand employees", "从业人员不到一万人的社区"),
    ("more than twenty-five thousand employees", "从业人员超过2.5万人的社区"),
    ("under two hundred and ten startups last year", "去年初创少于210家的社区"),
    ("between ten and fifteen thousand employees", "从业人员在1万到1.5万之间的社区"),
    ("over half a million sqm of carrier space", "载体面积超过50万平方米的社区"),
    ("is Haian above the city in hitech share", "海安高新占比比全市平均高多少"),
    ("did tongchuang beat the city average on employees last year", "通创去年从业人员比全市平均高多少"),
    ("how far is Rudong below the average in headcount", "如东从业人员比全市平均低多少"),
    ("rank authorities by total employees 2025", "2025年各区从业人员"),
    ("Rugao output 2024 / in pct of the city", "如皋2024年总产值 / 占全市多少"),
    ("top 5 by startups last year but leave out chongchuan", "去年除了崇川初创最多的5家"),
    ("avg yearly growth of jobs 2019-2024 for all, best first", "各社区2019到2024年从业人员年均增长排名"),
    ("pls explain the sei share", "战新占比是什么意思"),
    ("has Tongzhou Bay got a statistics system in place", "通州湾有没有统计体系"),
])
def test_english_means_what_chinese_means(english: str, chinese: str, lexicon: Lexicon) -> None:
    meant = what(talk(lexicon, chinese), lexicon)
    assert meant[0] not in OPEN
    assert what(talk(lexicon, english), lexicon) == meant


@pytest.mark.parametrize("text", [
    "what portion of total investment is stratgc in Rugao",
    "by how much did Sutong outdo Nengda in headcount since 2020",
    "did Haimen outclass Qidong in startups last year", "who was runner up in output in 2023",
    "output per worker: langu vs shengwu vs city", "Nengda output and the year earlier", "H1 output for jianghai",
    "Ex Qidong total output of Haimen", "the space town community, jobs", "那个航天社区，从业人员多少",
])
def test_what_may_change_it_is_not_passed_over(text: str, lexicon: Lexicon) -> None:
    assert talk(lexicon, text).intent in OPEN


@pytest.mark.parametrize("text", ["output per worker for each, worst first", "per capita output everywhere please"])
def test_what_can_be_worked_out_is_not_denied(text: str, lexicon: Lexicon) -> None:
    assert not talk(lexicon, text).other_metric
