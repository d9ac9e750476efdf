"""A survey of very many communities: it finds the verdicts that their report cards have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.bench.city import big_city
from zc_bot.evaluation.answer import answer
from zc_bot.evaluation.figures import Figure, Figures, Marker, Query, Stated, Values
from zc_bot.evaluation.needs import needs
from zc_bot.evaluation.result import Background
from zc_bot.evaluation.survey import SHOWN, Survey, first_needs, further_needs, survey, to_survey
from zc_bot.evaluation.verdicts import judge, judge_requirement
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.texts.answers.render import render
from zc_bot.texts.catalog import texts_for

NOW = datetime(2020, 3, 2, 2, tzinfo=UTC)
TODAY = date(2020, 3, 2)


def made_up(programme: Programme, seed: int, reported: float) -> list[Figure]:
    chance = random.Random(seed)
    return [
        _figure(community.code, metric, year, chance)
        for community in programme.communities
        for metric in programme.metrics
        for year in range(2015, 2020)
        if chance.random() < reported
    ]


def _figure(community: str, metric: Metric, year: int, chance: random.Random) -> Figure:
    marker: Marker | None = chance.choice(("not_applicable", "confidential")) if chance.random() < 0.1 else None
    most = {"yesno": 2, "percent": 101}.get(metric.kind, 400_000)
    value = Decimal(chance.choice((0, most - 1, chance.randrange(most))))
    return Figure(community, metric.code, year, None if marker else value, marker, "approved", "王芳", NOW)


def answering(query: Query, rows: list[Figure]) -> list[Figure]:
    return [
        row
        for row in rows
        if row.metric in query.metrics
        and (query.communities is None or row.community in query.communities)
        and (query.years is None or row.year in query.years)
    ]


def surveyed(programme: Programme, rows: list[Figure], year: int, meaning: Meaning | None = None) -> Survey:
    asked = to_survey(meaning, programme) if meaning is not None else ()
    wanted = asked or [item for item in programme.requirements if item.scope == "community"]
    values, places = Values(), tuple(programme.community)
    for query in first_needs(programme, wanted, year):
        values.add(_stated(answering(query, rows)))
    for query in further_needs(programme, wanted, values, places, year):
        values.add(_stated(answering(query, rows)))
    return survey(programme, wanted, values, places, year)


def _stated(rows: list[Figure]) -> list[Stated]:
    return [Stated(row.metric, row.year, row.community, row.value, row.marker) for row in rows]


@pytest.mark.parametrize("reported", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019])
def test_it_finds_the_verdicts_that_the_cards_have(programme: Programme, reported: float, year: int) -> None:
    rows = made_up(programme, year, reported)
    figures, found = Figures(rows), surveyed(programme, rows, year).found
    for one in found:
        cards = {verdict.verdict for verdict in judge(programme, figures, one.community, year)}
        assert one.verdicts == cards, one.community
    assert [one.community for one in found] == list(programme.community)


@dataclass(frozen=True)
class City:
    """More communities than a message shows, with what was made up of them."""

    programme: Programme
    lexicon: Lexicon
    rows: list[Figure]


@pytest.fixture(scope="module")
def whole() -> tuple[Programme, Lexicon]:
    programme = big_city(SHOWN + 20)
    return programme, Lexicon.build(programme)


@pytest.fixture(scope="module", params=[0.0, 0.1, 0.9])
def city(whole: tuple[Programme, Lexicon], request: pytest.FixtureRequest) -> City:
    return City(*whole, made_up(whole[0], 7, request.param))


@pytest.mark.parametrize(
    "question",
    [
        "哪些社区2019年没达标", "全部社区2018年达标情况", "哪些社区2019年达标", "哪些社区2019年无法判定",
        "哪些社区2019年R7没达标", "哪些社区2019年高新占比达标", "全部社区2019年从业人员年均增长达标情况",
    ],
)
def test_an_answer_reads_the_same_with_a_survey(city: City, question: str) -> None:
    programme, rows = city.programme, city.rows
    meaning = understand(question, city.lexicon, today=TODAY)
    assert to_survey(meaning, programme)
    found = surveyed(programme, rows, meaning.years[0], meaning)
    texts, lacking = [], []
    for background in (Background(), Background(survey=found)):
        queries = needs(meaning, programme, background.survey)
        loaded = Figures(row for query in queries for row in answering(query, rows))
        told = answer(meaning, programme, loaded, today=TODAY, now=NOW, background=background)
        texts.append(str(render(told, texts_for("zh"), programme).text))
        lacking.append({(one.measurement.community, one.measurement.year) for one in told.absent})
    assert texts[0] == texts[1]
    assert lacking[0] == lacking[1]


def test_a_requirement_with_a_part_missing_names_what_is_missing(programme: Programme, lexicon: Lexicon) -> None:
    rows = [Figure("tongchuang", "wifi_coverage", 2019, Decimal(100), None, "approved", "王芳", NOW)]
    meaning = understand("哪些社区2019年R7没达标", lexicon, today=TODAY)
    told = answer(meaning, programme, Figures(rows), today=TODAY, now=NOW)
    assert [item.measurement.lack for item in told.absent] == ["unreported"] * len(programme.communities)
    assert "未报" in render(told, texts_for("zh"), programme).text
    found = judge_requirement(programme, Figures(rows), programme.requirement["R7"], "tongchuang", 2019)
    assert found.verdict == "undetermined"


def test_a_card_of_all_begins_with_how_many_stand_how(programme: Programme, lexicon: Lexicon) -> None:
    rows = made_up(programme, 3, 0.9)
    meaning = understand("全部社区2019年达标情况", lexicon, today=TODAY)
    told = answer(meaning, programme, Figures(rows), today=TODAY, now=NOW)
    text = render(told, texts_for("zh"), programme).text
    failing = sum(bool(card.with_verdict("not_met")) for card in told.cards)
    assert f"未达标{failing}个" in text
    assert sum(told.tally.values()) == len(programme.communities)
