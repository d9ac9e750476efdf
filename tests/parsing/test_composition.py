"""Questions that put several things together: read whole, said back, or not read at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases import for_each
from zc_bot.parsing.composition.compose import Whole, compose
from zc_bot.parsing.composition.operations import operate
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.query import Bound, Fold, Joined, Judged, Measure, Places, Query, Top, in_year
from zc_bot.parsing.query import Test as Bounded
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 29)
CORPUS = Path(__file__).parents[1] / "corpus" / "composed" / "phrases.txt"
ROWS = [line.split(" | ") for line in CORPUS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
READ = [phrase for phrase, said in ROWS if said != "-" and " / " not in said]


def said(text: str, lexicon: Lexicon) -> str:
    found = compose(text, lexicon, TODAY)
    if found is None or found.unsure:
        return "-"
    return " / ".join(say(query, lexicon.programme) for query in (found.query, *found.others))


def read(text: str, lexicon: Lexicon) -> Query:
    found = Whole(text, lexicon, TODAY).plain
    assert found is not None, text
    return found.query


@for_each("phrase, expected", ROWS)
def test_a_phrase_is_read_as(phrase: str, expected: str, lexicon: Lexicon) -> None:
    assert said(phrase, lexicon) == expected


@for_each("phrase", READ)
def test_what_is_said_back_is_read_as_the_same_query(phrase: str, lexicon: Lexicon) -> None:
    query = read(phrase, lexicon)
    assert read(say(query, lexicon.programme), lexicon) == query


def conditions() -> list[Query]:
    """Make queries of every sign, every junction and every quantifier."""
    shares = Measure("sei_share"), Measure("hitech_share")
    tests = [
        Bounded(one, (Bound(sign, Decimal(75)),)) for one in shares for sign in ("<", "<=", ">", ">=", "=", "!=")
    ]  # type: ignore[arg-type]
    judged = [Judged(outcome, ("hitech_share",)) for outcome in ("met", "not_met")]  # type: ignore[arg-type]
    pairs = [Joined(word, (one, two)) for word in ("and", "or") for one in tests[:6] for two in (*tests[6:], *judged)]  # type: ignore[arg-type]
    spans = [
        Bounded(Measure("total_output"), (Bound(sign, Decimal(500000)),), (2022, 2023), every)  # type: ignore[arg-type]
        for sign in ("<", ">=") for every in (True, False)
    ]
    made = [Query("count", places=Places(where=one)) for one in pairs]
    return [
        *made,
        *(in_year(one, 2024) for one in made),
        *(Query("count", places=Places(where=one)) for one in spans),
    ]


def folds() -> list[Query]:
    """Make folds of sets that are chosen, ordered and cut."""
    kinds: tuple[Fold, ...] = ("sum", "mean", "median")
    wheres = (Judged("met", ("hitech_share",)), Bounded(Measure("employees"), (Bound("<", Decimal(5000)),)))
    tops = (Top(Measure("total_output"), 3), Top(Measure("employees"), 5, ascending=True))
    sets = [*(Places(where=where) for where in wheres), *(Places(top=top) for top in tops)]
    sets += [Places(without=("nengda",)), Places(without=("nengda", "tongchuang"))]
    made = [Query("figures", (Measure("total_output"),), places, fold=kind) for kind in kinds for places in sets]
    return [*made, *(in_year(one, 2024) for one in made)]


@pytest.mark.parametrize("made", [conditions(), folds()], ids=["conditions", "folds"])
def test_made_queries_are_read_back_exactly(made: list[Query], lexicon: Lexicon) -> None:
    wrong = [text for query in made if (text := say(query, lexicon.programme)) and _again(text, lexicon) != query]
    assert wrong == []
    assert len(made) > 30


def _again(text: str, lexicon: Lexicon) -> Query | None:
    found = compose(text, lexicon, TODAY)
    return None if found is None else found.query


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("总产值超过30亿的社区的从业人员", [(">", 300000)]),
        ("总产值30亿以上的社区的从业人员", [(">=", 300000)]),
        ("总产值不到30亿的社区的从业人员", [("<", 300000)]),
        ("总产值30亿以下的社区的从业人员", [("<", 300000)]),
        ("总产值30亿以内的社区的从业人员", [("<=", 300000)]),
        ("总产值不低于30亿的社区的从业人员", [(">=", 300000)]),
        ("总产值不超过30亿的社区的从业人员", [("<=", 300000)]),
        ("总产值至少30亿的社区的从业人员", [(">=", 300000)]),
        ("总产值至多30亿的社区的从业人员", [("<=", 300000)]),
        ("总产值不等于30亿的社区的从业人员", [("!=", 300000)]),
        ("总产值30亿到40亿的社区的从业人员", [(">=", 300000), ("<=", 400000)]),
    ],
)
def test_a_sign_says_on_which_side_its_bound_is(phrase: str, bounds: list[tuple[str, int]], lexicon: Lexicon) -> None:
    where = read(phrase, lexicon).places.where
    assert isinstance(where, Bounded)
    assert [(bound.sign, bound.value) for bound in where.bounds] == bounds


@pytest.mark.parametrize(
    ("phrase", "said_back"),
    [
        (
            "2021年四个服务平台没配齐的是哪些社区",
            "2021年没有创业服务或者2021年没有商务商贸或者2021年没有教育培训或者2021年没有文体娱乐的社区",
        ),
        ("无线没弄全的社区", "无线覆盖率低于100%的社区"),
        ("如皋24年总产值顶得上几个启东", "开源众创社区2024年总产值是跨江融合众创社区的几倍"),
    ],
)
def test_what_a_single_rule_might_take_is_read_by_the_grammar(phrase: str, said_back: str, lexicon: Lexicon) -> None:
    assert say(read(phrase, lexicon), lexicon.programme) == said_back


OPERATORS = (
    "除了能达", "高于全市平均", "中位数", "或者", "不等于", "占全市", "几倍", "哪一年", "都", "其他", "有几个",
    "年均增长",
)


@for_each("word", OPERATORS)
@for_each("phrase", ["高新占比达标的社区的总产值", "总产值前三名的战新占比", "除了能达总产值合计"])
def test_no_word_that_puts_together_is_passed_over(phrase: str, word: str, lexicon: Lexicon) -> None:
    """A word put in anywhere changes what is read, or it is not read: it is never as if it were not there."""
    plain = read(phrase, lexicon)
    folded = [said(phrase[:at] + word + phrase[at:], lexicon) for at in range(len(phrase) + 1)]
    ignored = [at for at, found in enumerate(folded) if found == say(plain, lexicon.programme)]
    already = word in {"除了能达", "其他"} and phrase.startswith("除了能达")
    assert already or ignored == []


def test_a_word_that_nobody_knows_ends_the_reading(lexicon: Lexicon) -> None:
    for at in range(len("高新占比达标的社区的总产值")):
        phrase = "高新占比达标的社区的总产值"
        assert said(f"{phrase[:at]}咕噜{phrase[at:]}", lexicon) == "-"


def test_two_readings_are_both_offered(lexicon: Lexicon) -> None:
    meaning = understand("2018到2020年没达标的社区有几个", lexicon, today=TODAY)
    assert meaning.intent == "clarify"
    assert [understand(choice.question, lexicon, today=TODAY).query for choice in meaning.choices] == [
        Query("count", places=Places(where=Judged("not_met", (), (2018, 2019, 2020), every)))
        for every in (False, True)
    ]


@for_each("phrase", [phrase for phrase, told in ROWS if told != "-"])
def test_a_composed_meaning_survives_its_row(phrase: str, lexicon: Lexicon) -> None:
    meaning = understand(phrase, lexicon, today=TODAY)
    assert meaning.query is not None or meaning.intent == "clarify"
    assert from_json(to_json(meaning)) == meaning


# What follows.


def follow(first: str, then: str, lexicon: Lexicon) -> Meaning:
    before = understand(first, lexicon, today=TODAY)
    assert before.query is not None
    return understand(then, lexicon, today=TODAY, context=before)


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        ("高新占比达标的社区的总产值", "那2018年呢", "2018年高新占比达标的社区的2018年总产值"),
        ("2024年总产值前三名的战新占比", "2023年呢", "2023年总产值前三名的2023年战新占比"),
        ("高新占比达标的社区的总产值", "从业人员呢", "高新占比达标的社区的从业人员"),
        ("通创总产值占全市多少", "江海呢", "江海总产值占全市多少"),
        ("通创总产值是观音山的几倍", "从业人员呢", "通创从业人员是观音山的几倍"),
    ],
)
def test_one_part_is_asked_anew(first: str, then: str, whole: str, lexicon: Lexicon) -> None:
    assert follow(first, then, lexicon).query == read(whole, lexicon)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2023年达标2024年没达标的", "2022年呢"),
        ("2024年比2023年总产值减少的社区", "那2022年呢"),
        ("2024年比2023年总产值减少的社区", "那2023年呢"),
        ("2017到2025年通创总产值年均增长", "2019年呢"),
        ("通创总产值是观音山的几倍", "观音山呢"),
        ("除了能达总产值合计", "是否达标呢"),
    ],
)
def test_where_no_single_part_is_meant_nothing_composed_is_assumed(first: str, then: str, lexicon: Lexicon) -> None:
    found = follow(first, then, lexicon)
    assert found.query is None
    assert "intent" not in found.carried


def test_a_share_is_not_asked_of_a_share(lexicon: Lexicon) -> None:
    before = understand("通创总产值占全市多少", lexicon, today=TODAY)
    assert operate("高新占比呢", before, lexicon, TODAY) is None


def test_a_year_fills_only_what_named_none(lexicon: Lexicon) -> None:
    query = read("2024年总产值最高的社区2025年从业人员多少", lexicon)
    assert in_year(query, 2023) == query
    open_end = in_year(replace(query, years=()), 2023)
    assert open_end.places.top is not None
    assert (open_end.places.top.years, open_end.years) == ((2024,), (2023,))


def test_the_only_year_that_is_named_holds_throughout(lexicon: Lexicon) -> None:
    query = read("2024年总产值最高的社区从业人员多少", lexicon)
    assert query.places.top is not None
    assert (query.places.top.years, query.years) == ((2024,), (2024,))


def test_programs_get_a_query_as_data(lexicon: Lexicon) -> None:
    chosen = read("除了能达，2019年高新占比超过60%而且没达标的社区有几个", lexicon)
    assert chosen.json() == {
        "ask": "count",
        "without": ["nengda"],
        "where": {
            "and": [
                {
                    "test": {"metric": "hitech_share", "view": "value"},
                    "bounds": [{"sign": ">", "value": "60"}],
                    "years": [2019],
                },
                {"judged": "not_met", "metrics": ["hitech_share"], "years": [2019]},
            ]
        },
    }
    assert read("2019年总产值前三名的战新占比", lexicon).json() == {
        "ask": "figures",
        "measures": [{"metric": "sei_share", "view": "value"}],
        "from": {"order": {"metric": "total_output", "view": "value", "years": [2019]}, "limit": 3},
        "years": [2019],
    }


def test_programs_are_told_whether_every_year_is_meant(lexicon: Lexicon) -> None:
    every, some = (read(f"2018年和2019年{word}达标的社区", lexicon).json() for word in ("都", "有一年"))
    assert (every["where"]["in"], some["where"]["in"]) == ("every", "some")


@pytest.mark.parametrize(
    ("text", "outcome", "metrics"),
    [
        ("24年没过高新60%那条线的有哪些", "not_met", ("hitech_share",)),
        ("24年高新占比超过60%要求的有哪些", "met", ("hitech_share",)),
        ("24年没过70%那条线的有哪些", "not_met", ("sei_share",)),
        ("who missed the 70% SEI rule in 2024", "not_met", ("sei_share",)),
    ],
)
def test_a_requirement_is_known_by_its_number(
    text: str, outcome: str, metrics: tuple[str, ...], lexicon: Lexicon
) -> None:
    assert read(text, lexicon).places.where == Judged(outcome, metrics, (2024,))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["24年没过高新70%那条线的有哪些", "24年没过80%那条线的有哪些"])
def test_a_number_of_no_requirement_is_none(text: str, lexicon: Lexicon) -> None:
    found = Whole(text, lexicon, TODAY).plain
    assert found is None or not isinstance(found.query.places.where, Judged)


def test_only_years_that_follow_one_another_are_added_up(lexicon: Lexicon) -> None:
    found = Whole("2020年和2024年累计新增企业最多的社区", lexicon, TODAY).plain
    assert found is None or found.query.places.top is None or found.query.places.top.measure.view != "total"


def test_a_place_and_a_figure_are_two_conditions(lexicon: Lexicon) -> None:
    where = read("2024年总产值低于80亿却进了前三的社区", lexicon).places.where
    assert isinstance(where, Joined)
    assert [one.measure.view for one in where.items if isinstance(one, Bounded)] == ["value", "place"]
