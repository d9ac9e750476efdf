"""Queries worded in many ways are read as the same query; with one word that operates changed they never are.

The sentences are put together here, by other rules than those that say a query back.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.cases import for_each
from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.rules import RULES
from zc_bot.parsing.composition.spans import cut, fold
from zc_bot.parsing.composition.words import find_follow_words
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.query import (
    Bound,
    Condition,
    Fold,
    Joined,
    Judged,
    Measure,
    Places,
    Query,
    Sign,
    Top,
    View,
    in_year,
)
from zc_bot.parsing.query import Test as Bounded

TODAY = date(2026, 11, 29)
SEED = 20261129
EACH, PUT_IN = 25, 4
"""So many sentences are taken of each kind of question, and so many words put into each."""


@dataclass(frozen=True)
class Worded:
    """A question in one of its wordings, and what it must be read as; doubtful: before another reading."""

    text: str
    query: Query
    doubtful: bool = False


# What questions are made of.

METRICS = {
    "total_output": "总产值", "employees": "从业人员", "carrier_floor_area": "载体面积", "hitech_share": "高新占比",
}
ENGLISH = {"total_output": "total output", "employees": "employees", "hitech_share": "hi-tech share"}
AMOUNTS = {
    "total_output": [("50亿", 500_000), ("50亿元", 500_000), ("300000万元", 300_000)],
    "employees": [("5000人", 5000), ("8000", 8000), ("五千人", 5000)],
    "carrier_floor_area": [("25万平方米", 250_000), ("30万平米", 300_000)],
    "hitech_share": [("70%", 70), ("百分之六十五", 65)],
}
SIGNS: dict[Sign, tuple[str, ...]] = {
    ">": ("超过{}", "高于{}", "大于{}", "多于{}"),
    "<": ("低于{}", "不到{}", "不足{}", "少于{}", "{}以下"),
    ">=": ("不低于{}", "不少于{}", "至少{}", "{}以上", "{}及以上"),
    "<=": ("不超过{}", "不高于{}", "至多{}", "{}以内"),
    "!=": ("不等于{}",),
}
PLACES = {"tongchuang": "通创", "nengda": "能达", "jianghai": "江海", "langu": "蓝谷"}
IN_ENGLISH = {"tongchuang": "Tongchuang", "nengda": "Nengda", "jianghai": "Jianghai"}
FOLDS: dict[Fold, tuple[str, ...]] = {
    "sum": ("{}合计", "{}总和", "{}加起来"), "mean": ("{}平均", "平均{}", "{}平均值"),
    "median": ("{}中位数", "{}的中位数"),
}
VERDICTS = {"met": ("达标", "达到要求", "合格"), "not_met": ("没达标", "不达标", "未达标", "没有达标")}


def bounding(metric: str, sign: Sign, value: int) -> Bounded:
    return Bounded(Measure(metric), (Bound(sign, Decimal(value)),))


def bounds() -> Iterator[tuple[str, Bounded]]:
    """Give what is said of a metric: the sign in front of its amount or behind it."""
    for metric, (sign, wordings) in product(METRICS, SIGNS.items()):
        for wording, (amount, value) in product(wordings, AMOUNTS[metric]):
            yield f"{METRICS[metric]}|{wording.format(amount)}", bounding(metric, sign, value)


def timed(year: int, said: str) -> tuple[str, ...]:
    """Put the year in front, behind the metric, or apart."""
    metric, rest = said.split("|")
    when = f"{year}年"
    return f"{when}{metric}{rest}", f"{metric}{when}{rest}", f"{when}，{metric}{rest}", f"{when}的{metric}{rest}"


def asked(places: Places, of: str) -> Iterator[tuple[str, Query]]:
    """Ask something of a set: who looks after it, another metric of each, or one put together."""
    name, measures = METRICS[of], (Measure(of),)
    for who in ("谁负责", "由谁负责", "归谁管"):
        yield who, Query("responsible", places=places)
    for ask in (f"的{name}", name, f"的{name}是多少", f"，{name}多少"):
        yield ask, Query("figures", measures, places)
    for fold_, wordings in FOLDS.items():
        if of in {"total_output", "employees", "carrier_floor_area"}:
            for wording, joint in product(wordings, ("的", "，")):
                yield f"{joint}{wording.format(name)}", Query("figures", measures, places, fold=fold_)


def chosen_by_a_bound() -> Iterator[Worded]:
    for (said, test), year, of in product(bounds(), (2019, 2023), ("employees", "total_output")):
        for wording, (ask, query) in product(timed(year, said), asked(Places(where=test), of)):
            if test.measure.metric != of:
                yield Worded(f"{wording}的社区{ask}", in_year(query, year))


def chosen_by_a_verdict() -> Iterator[Worded]:
    for (outcome, words), year in product(VERDICTS.items(), (2019, 2023)):
        for word, (ask, query) in product(
            words,
            asked(Places(where=Judged(outcome, ("hitech_share",))), "employees"),  # type: ignore[arg-type]
        ):
            for wording in timed(year, f"高新占比|{word}"):
                yield Worded(f"{wording}的社区{ask}", in_year(query, year))


def joined() -> Iterator[Worded]:
    words = {"and": ("而且", "，而且", "并且", "且", "同时"), "or": ("或者", "或", "，或者")}
    many, few = bounding("total_output", ">", 500_000), bounding("employees", "<", 5000)
    met, little = Judged("met", ("hitech_share",)), bounding("total_output", "<=", 500_000)
    pairs: tuple[tuple[tuple[str, Condition], tuple[str, Condition]], ...] = (
        (("总产值超过50亿", many), ("从业人员不到5000人", few)),
        (("高新占比达标", met), ("总产值不超过50亿", little)),
    )
    behind = {
        "count": ("的社区有几个", "的有几个"), "responsible": ("的社区谁负责",),
        "places": ("的有哪些", "的社区有哪些"),
    }
    in_front = {"count": "有几个社区", "places": "哪些社区"}
    for (word, joints), pair in product(words.items(), pairs):
        for (one, first), (other, second) in (pair, pair[::-1]):
            where = Places(where=Joined(word, (first, second)))  # type: ignore[arg-type]
            for joint, (ask, wordings) in product(joints, behind.items()):
                query = Query(ask, places=where)  # type: ignore[arg-type]
                yield from (Worded(f"{one}{joint}{other}{wording}", query) for wording in wordings)
            for joint, (ask, wording) in product(joints, in_front.items()):
                yield Worded(f"{wording}{one}{joint}{other}", Query(ask, places=where))  # type: ignore[arg-type]


def in_all_or_some_years() -> Iterator[Worded]:
    spans = (("2022年和2023年", (2022, 2023)), ("2022、2023年", (2022, 2023)), ("2021到2023年", (2021, 2022, 2023)))
    quantifiers = {True: ("都", "均"), False: ("有一年", "任何一年", "其中一年")}
    said = ("低于50亿", "<", 500_000), ("不低于30亿", ">=", 300_000), ("超过40亿", ">", 400_000)
    asks = (("的社区有几个", "count"), ("的社区", "places"), ("的社区谁负责", "responsible"))
    for (span, years), (every, words), (bound, sign, value), (ask, kind) in product(
        spans, quantifiers.items(), said, asks
    ):
        test = Bounded(Measure("total_output"), (Bound(sign, Decimal(value)),), years, every)  # type: ignore[arg-type]
        query = Query(kind, places=Places(where=test))  # type: ignore[arg-type]
        for word in words:
            yield Worded(f"{span}总产值{word}{bound}{ask}", query)
            yield Worded(f"总产值{span}{word}{bound}{ask}", query)
            if not every:
                yield Worded(f"{span}{word}总产值{bound}{ask}", query)


def topmost() -> Iterator[Worded]:
    ends = {
        False: ("最高的{}个社区", "前{}名", "前{}", "排名前{}的社区"), True: ("最低的{}个社区", "后{}名", "倒数{}名"),
    }
    counts = ((3, "三"), (5, "五"), (3, "3"), (5, "5"))
    for (ascending, words), (count, numeral), year in product(ends.items(), counts, (2019, 2023)):
        for word, metric in product(words, ("total_output", "employees")):
            of = "employees" if metric == "total_output" else "total_output"
            top = Top(Measure(metric), count, ascending)
            first = word.format(numeral)
            for (ask, query), start in product(
                asked(Places(top=top), of), (f"{year}年{METRICS[metric]}", f"{METRICS[metric]}{year}年")
            ):
                yield Worded(f"{start}{first}{ask}", in_year(query, year), doubtful="社区" not in first)


def in_front_or_behind() -> Iterator[Worded]:
    """Put a set behind what is asked of it, or say in front what is put together."""
    for (said, test), (kind, wordings), year in product(bounds(), FOLDS.items(), (2019, 2023)):
        for wording, metric in product(wordings, ("total_output", "employees")):
            if test.measure.metric == metric:
                continue
            query = in_year(Query("figures", (Measure(metric),), Places(where=test), fold=kind), year)
            asked_for, condition = wording.format(METRICS[metric]), said.replace("|", "")
            yield Worded(f"{asked_for}，{year}年{condition}的社区", query)
            yield Worded(f"{year}年{condition}的社区，{asked_for}", query)


def ranged() -> Iterator[Worded]:
    asks = (("谁负责", "responsible"), ("有几个", "count"), ("有哪些", "places"))
    for year, (asking, ask) in product((2019, 2023), asks):
        measure = Measure("total_output")
        within = Bounded(measure, (Bound(">=", Decimal(400_000)), Bound("<=", Decimal(500_000))), (year,))
        between = Bounded(measure, (Bound(">", Decimal(400_000)), Bound("<", Decimal(500_000))), (year,))
        for said in ("在40亿到50亿之间", "40到50亿", "40亿至50亿", "介于40亿和50亿之间"):
            yield Worded(f"{year}年总产值{said}的社区{asking}", Query(ask, places=Places(where=within)))  # type: ignore[arg-type]
        for said in ("超过40亿但不到50亿", "高于40亿，但低于50亿", "超过40亿而少于50亿"):
            yield Worded(f"{year}年总产值{said}的社区{asking}", Query(ask, places=Places(where=between)))  # type: ignore[arg-type]


def held_against() -> Iterator[Worded]:
    """Choose by the mean, by another community, or by what was the year before."""
    signs: tuple[tuple[Sign, tuple[str, ...], str], ...] = ((">", ("高于", "超过"), "高"), ("<", ("低于",), "低"))
    asks = (("的社区谁负责", "responsible"), ("的社区有几个", "count"), ("的社区", "places"))
    for (sign, words, degree), year, metric, (asking, ask) in product(
        signs, (2019, 2023), ("total_output", "employees"), asks
    ):
        name = METRICS[metric]
        for other, called in (("mean", "全市平均"), ("langu", "蓝谷"), ("nengda", "能达")):
            where = Bounded(Measure(metric), (Bound(sign, against=other),), (year,))
            query = Query(ask, places=Places(where=where))  # type: ignore[arg-type]
            yield from (Worded(f"{year}年{name}{word}{called}{asking}", query) for word in words)
            yield Worded(f"{year}年{name}比{called}{degree}{asking}", query)
        for since in (year - 1, year - 2):
            where = Bounded(Measure(metric, "change", since), (Bound(sign, Decimal(0)),), (year,))
            query = Query(ask, places=Places(where=where))  # type: ignore[arg-type]
            for word in ("增加", "多了") if sign == ">" else ("减少", "少了", "下降"):
                yield Worded(f"{year}年比{since}年{name}{word}{asking}", query)
                yield Worded(f"{year}年{name}比{since}年{word}{asking}", query)


def first_and_then() -> Iterator[Worded]:
    """Take the first few and look among them, or look first and take the topmost of what was found."""
    met, many = Judged("met", ("hitech_share",)), bounding("employees", ">", 5000)
    said: tuple[tuple[str, Condition], ...] = (("高新占比达标", met), ("从业人员超过5000人", many))
    for (text, where), count, year in product(said, (3, 5), (2019, 2023)):
        top = Top(Measure("total_output"), count)
        among = in_year(Query("places", places=Places(where=where, first=top)), year)
        best = in_year(Query("places", places=Places(where=where, top=Top(Measure("total_output")))), year)
        for first in (f"前{count}名", f"最高的{count}个社区", f"前{count}的社区"):
            start = f"{year}年总产值{first}"
            yield Worded(f"{start}里{text}的有哪些", among)
            yield Worded(f"{start}中哪些{text}", among)
            yield Worded(f"{start}里面哪些社区{text}", among)
        yield Worded(f"{year}年{text}的社区里面总产值最高的", best)
        yield Worded(f"{year}年{text}的社区中，哪个总产值最高", best)


def over_years() -> Iterator[Worded]:
    spans = (("2019到2021年", (2019, 2020, 2021)), ("2022年和2023年", (2022, 2023)), ("2022、2023年", (2022, 2023)))
    for (span, years), place, (kind, ways) in product(
        spans, PLACES, (("sum", ("{}合计", "{}总和", "{}累计")), ("mean", ("平均每年{}", "{}平均每年多少", "{}年均")))
    ):
        query = Query("figures", (Measure("total_output"),), Places((place,)), years, fold=kind, over="years")  # type: ignore[arg-type]
        for way in ways[: 2 if kind == "mean" else 3]:
            yield Worded(f"{PLACES[place]}{span}{way.format('总产值')}", query)
            yield Worded(f"{span}{PLACES[place]}{way.format('总产值')}", query)
    for way, metric in product(("{}每年都{}", "每年{}都{}"), METRICS):
        for (sign, wordings), (amount, value) in product(list(SIGNS.items())[:4], AMOUNTS[metric]):
            where = Bounded(Measure(metric), (Bound(sign, Decimal(value)),), ever=True)
            yield Worded(
                f"{way.format(METRICS[metric], wordings[0].format(amount))}的社区谁负责",
                Query("responsible", places=Places(where=where)),
            )


def by_authority() -> Iterator[Worded]:
    for year, metric in product((2019, 2023), ("total_output", "employees")):
        name = METRICS[metric]
        for each in ("各区县", "各县市区", "每个区县"):
            ordered = Query("figures", (Measure(metric),), years=(year,), by="authority", ordered=True)
            yield Worded(f"{year}年{each}{name}排名", ordered)
            yield Worded(f"{each}{year}年{name}从高到低", ordered)
            shares = Query("figures", (Measure(metric, "share"),), years=(year,), by="authority")
            yield Worded(f"{year}年{each}{name}占全市多少", shares)
            grown = Query("figures", (Measure(metric, "average_growth", year - 2),), years=(year,), by="authority")
            yield Worded(f"{year - 2}到{year}年{each}{name}年均增长", grown, doubtful=metric == "employees")


def all_but_some() -> Iterator[Worded]:
    left = ((("nengda",), "能达"), (("nengda", "tongchuang"), "能达和通创"), (("jianghai", "langu"), "江海、蓝谷"))
    ways = ("除了{}，", "除了{}以外，", "除{}外，", "{}以外，", "不算{}，", "除了{}以外其他社区的")
    for (codes, names), way, (kind, wordings) in product(left, ways, FOLDS.items()):
        for wording, metric, year in product(wordings, ("total_output", "employees"), (2019, 2023)):
            query = Query("figures", (Measure(metric),), Places(without=codes), (year,), fold=kind)
            asked_for = wording.format(METRICS[metric])
            yield Worded(f"{year}年{way.format(names)}{asked_for}", query)
            yield Worded(f"{way.format(names)}{year}年{asked_for}", query)


def one_against_another() -> Iterator[Worded]:
    ways: tuple[tuple[View, tuple[str, ...]], ...] = (
        ("share", ("{p}{y}年{m}占全市多少", "{y}年{p}{m}占全市的比重", "{y}年{p}的{m}占全市百分之几")),
        ("ratio", ("{p}{y}年{m}是{o}的几倍", "{y}年{p}{m}是{o}的多少倍", "{y}年{p}的{m}是{o}的几倍")),
        ("difference", ("{p}{y}年{m}比{o}多多少", "{y}年{p}{m}比{o}高多少", "{y}年{p}比{o}{m}多多少")),
    )
    for (view, wordings), (place, other), year in product(ways, product(PLACES, PLACES), (2019, 2023)):
        for wording, metric in product(wordings, ("total_output", "employees")):
            if place == other:
                continue
            text = wording.format(p=PLACES[place], o=PLACES[other], m=METRICS[metric], y=year)
            beside = "" if view == "share" else other
            yield Worded(text, Query("figures", (Measure(metric, view),), Places((place,)), (year,), other=beside))


def moved() -> Iterator[Worded]:
    ways: tuple[tuple[View, tuple[str, ...]], ...] = (
        ("gain", ("{p}{y}年比{s}年{m}多了多少", "{y}年比{s}年{p}{m}增加多少")),
        ("gain", ("{p}{m}{y}年比{s}年增加了多少",)),
        ("change", ("{p}{y}年比{s}年{m}增长百分之几", "{p}{y}年{m}比{s}年增长了百分之多少")),
        ("change", ("{p}{m}{y}年比{s}年的增幅",)),
        ("average_growth", ("{s}到{y}年{p}{m}年均增长", "{p}{s}到{y}年{m}年均增速")),
        ("average_growth", ("{p}{m}{s}年到{y}年年均增长多少",)),
    )
    for (view, wordings), place, (since, year) in product(ways, PLACES, ((2019, 2023), (2020, 2022))):
        for wording, metric in product(wordings, ("total_output", "employees")):
            text = wording.format(p=PLACES[place], m=METRICS[metric], y=year, s=since)
            query = Query("figures", (Measure(metric, view, since),), Places((place,)), (year,))
            policys_own = view == "average_growth" and metric == "employees"
            yield Worded(text, query, doubtful=policys_own)


def years_asked_for() -> Iterator[Worded]:
    for place, (sign, wordings) in product(PLACES, SIGNS.items()):
        for wording, (amount, value) in product(wordings, AMOUNTS["total_output"]):
            said = wording.format(amount)
            where = bounding("total_output", sign, value)
            for which in ("哪几年", "哪些年"):
                query = Query("years", places=Places((place,), where=where))
                yield Worded(f"{PLACES[place]}总产值{which}{said}", query)
                yield Worded(f"{PLACES[place]}{which}总产值{said}", query)
            query = Query("first_year", places=Places((place,), where=where))
            yield Worded(f"{PLACES[place]}总产值首次{said}", query)
    for place, metric, (ascending, extreme) in product(PLACES, METRICS, ((False, "最高"), (True, "最低"))):
        query = Query("year", (Measure(metric),), Places((place,)), ascending=ascending)
        yield Worded(f"{PLACES[place]}{METRICS[metric]}哪一年{extreme}", query)
        yield Worded(f"{PLACES[place]}哪年{METRICS[metric]}{extreme}", query)
        yield Worded(f"哪一年{PLACES[place]}的{METRICS[metric]}{extreme}", query)


def in_english() -> Iterator[Worded]:
    words: dict[Sign, tuple[str, ...]] = {
        ">": ("above", "more than", "over"), "<": ("below", "less than", "under"),
        ">=": ("at least", "not less than"), "<=": ("at most", "no more than"),
    }
    for (sign, signs), year in product(words.items(), (2019, 2023)):
        places = Places(where=bounding("total_output", sign, 500_000))
        for word, who in product(signs, ("who is responsible for", "who is in charge of")):
            query = in_year(Query("responsible", places=places), year)
            yield Worded(f"{who} communities with total output {word} 5 billion in {year}", query)
            yield Worded(f"{who} the communities with {year} total output {word} 5 billion", query)
    for year, metric, (kind, named) in product(
        (2019, 2023), ENGLISH, (("mean", ("average", "mean")), ("median", ("median",)))
    ):
        for name in named:
            query = Query("figures", (Measure(metric),), years=(year,), fold=kind)  # type: ignore[arg-type]
            yield Worded(f"{name} {ENGLISH[metric]} in {year}", query)
            yield Worded(f"in {year} the {name} {ENGLISH[metric]}", query)
    for place, year, metric in product(IN_ENGLISH, (2019, 2023), ("total output", "employees")):
        code = metric.replace(" ", "_")
        share = Query("figures", (Measure(code, "share"),), Places((place,)), (year,))
        yield Worded(f"{IN_ENGLISH[place]}'s share of the city's {metric} in {year}", share)
        yield Worded(f"share of the city's {metric} for {IN_ENGLISH[place]} in {year}", share)
        for extreme, ascending in (("highest", False), ("lowest", True)):
            query = Query("year", (Measure(code),), Places((place,)), ascending=ascending)
            yield Worded(f"which year had the {extreme} {metric} in {IN_ENGLISH[place]}", query)


KINDS: tuple[Callable[[], Iterator[Worded]], ...] = (
    chosen_by_a_bound, chosen_by_a_verdict, joined, in_all_or_some_years, topmost, all_but_some, in_front_or_behind,
    ranged, held_against, first_and_then, over_years, by_authority, one_against_another, moved, years_asked_for,
    in_english,
)


@cache
def sentences() -> list[Worded]:
    """Take some of every kind, always the same."""
    rng = random.Random(SEED)
    return [one for kind in KINDS for one in _some(list(kind()), rng)]


def _some(made: list[Worded], rng: random.Random) -> list[Worded]:
    return rng.sample(made, min(EACH, len(made)))


def read(text: str, lexicon: Lexicon) -> tuple[Query, ...]:
    """Return what a question is read as, the likeliest first; of what is not sure nothing."""
    found = Whole(text, lexicon, TODAY).plain
    return () if found is None or found.unsure else (found.query, *found.others)


@for_each("worded", sentences)
def test_a_query_is_read_from_any_of_its_wordings(worded: Worded, lexicon: Lexicon) -> None:
    first, *others = read(worded.text, lexicon) or (None,)
    assert first == worded.query
    assert worded.doubtful or others == []


OPERATORS = (
    ("超过", "不超过"), ("高于", "不高于"), ("大于", "不大于"), ("多于", "不多于"), ("低于", "不低于"),
    ("少于", "不少于"), ("不到", "达到"), ("不足", "超过"), ("不低于", "低于"), ("不少于", "少于"),
    ("不超过", "超过"), ("不高于", "高于"), ("不等于", "等于"), ("至少", "至多"), ("至多", "至少"),
    ("以上", "以下"), ("以下", "以上"), ("以内", "以上"), ("达标", "不达标"), ("没达标", "达标"),
    ("未达标", "达标"), ("不达标", "达标"), ("达到要求", "没达到要求"), ("最高", "最低"), ("最低", "最高"),
    ("前三", "前五"), ("前五", "前三"), ("前3", "前4"), ("前", "后"), ("后", "前"), ("倒数", "前"),
    ("三个", "五个"), ("3个", "两个"), ("中位数", "平均"), ("中位数", "合计"), ("平均", "中位数"), ("合计", "平均"),
    ("总和", "中位数"), ("累计", "平均每年"), ("平均每年", "合计"), ("占全市", ""), ("全市平均", "通创"),
    ("都", "有一年"), ("均", "有一年"), ("有一年", "都"), ("任何一年", "都"), ("都", ""), ("每年都", ""),
    ("而且", "或者"), ("或者", "而且"), ("除了能达", "除了江海"), ("不算", "只算"), ("和通创", ""),
    ("之间", "以上"), ("40", "30"), ("几倍", "百分之几"), ("哪几年", "首次"), ("首次", "哪几年"),
    ("年均增长", "增长"), ("年均增速", "中位数"), ("增长百分之几", "年均增长"), ("增加", "减少"), ("减少", "增加"),
    ("多了", "少了"), ("2019", "2020"), ("2023", "2022"), ("2021", "2022"), ("谁负责", "有几个"),
    ("有几个", "谁负责"), ("50亿", "51亿"), ("5000人", "500人"), ("70%", "60%"), ("各区县", "各社区"),
    ("从高到低", "从低到高"), ("前5", "前3"), ("总产值", "载体面积"), ("above", "below"),
    ("more than", "no more than"), ("less than", "not less than"), ("at least", "at most"), ("under", "over"),
    ("average", "median"), ("median", "average"), ("highest", "lowest"), ("share of the city's ", ""),
)
"""A word that operates, and what makes another question of it."""
SAME = {("多了", "少了"), ("增加", "减少")}
"""How much more and how much less ask for the same number."""
IN_FRONT = ("不含跨江，", "2018年比2017年", "全市平均", "哪一年", "不", "每年都", "各区县")
BEHIND = ("占全市多少", "中位数", "不", "比上年", "排第几", "而且没达标", "是2017年的几倍", "除了观音山以外")
"""Words that can't be passed over wherever they stand; not where they say again what was said."""
SAID_AGAIN = {
    "全市平均": ("平均", "average", "mean"), "哪一年": ("年", "year", "首次"), "占全市多少": ("占全市", "share of"),
    "中位数": ("中位数", "median"), "各区县": ("区县", "县市区"),
}


def changed(worded: Worded) -> Iterator[str]:
    """Turn every word that operates, and put some in."""
    text, rng = worded.text, random.Random(worded.text)
    asks_how_much = text.endswith("多少")
    for word, other in OPERATORS:
        if word in text and not (asks_how_much and (word, other) in SAME):
            yield text.replace(word, other, 1)
    put_in = [(f"{word}{text}", word) for word in IN_FRONT] + [(f"{text}{word}", word) for word in BEHIND]
    fresh = [made for made, word in put_in if not _is_said(word, text) and not _is_beside(word, worded)]
    yield from rng.sample(fresh, PUT_IN)


def _is_said(word: str, text: str) -> bool:
    return any(again in text for again in SAID_AGAIN.get(word, (word,)))


def _is_beside(word: str, worded: Worded) -> bool:
    """Tell whether a word leaves out communities that a question does not speak of."""
    return bool(worded.query.places.codes) and word in {"不含跨江，", "除了观音山以外"}


@for_each("worded", sentences)
def test_with_a_word_that_operates_changed_it_is_another_query_or_none(worded: Worded, lexicon: Lexicon) -> None:
    assert [text for text in changed(worded) if _is_read_as(worded, read(text, lexicon))] == []


def _is_read_as(worded: Worded, found: tuple[Query, ...]) -> bool:
    """Tell whether a question is read as before; one of which another reading is offered is not."""
    return found[:1] == (worded.query,) and (worded.doubtful or len(found) == 1)


def test_there_are_sentences_of_every_kind_and_each_operator_is_turned() -> None:
    assert 300 <= len(sentences()) <= 400
    unturned = [word for word, _ in OPERATORS if not any(word in one.text for one in sentences())]
    assert unturned == []


# What is worded in one way only.


def responsible(where: Condition, year: int = 2023) -> Query:
    return in_year(Query("responsible", places=Places(where=where)), year)


def change(sign: Sign, year: int, value: int = 0) -> Bounded:
    return Bounded(Measure("total_output", "change", year - 1), (Bound(sign, Decimal(value)),), (year,))


def judged(word: str, outcome: str) -> Joined:
    return Joined(word, tuple(Judged(outcome, (code,), (2023,)) for code in ("sei_share", "hitech_share")))  # type: ignore[arg-type]


MET, MANY = Judged("met", ("hitech_share",)), bounding("total_output", ">", 500_000)
OUTPUT, MOVED = Measure("total_output"), Measure("employees", "change", 2022)
GAINED = replace(MOVED, view="gain")
HERE, PAIR, SPAN = ("tongchuang",), Places(("tongchuang", "nengda")), (2021, 2022, 2023)


def figures_of(view: View = "value", since: int | None = None, **rest: Any) -> Query:
    return Query("figures", (Measure("total_output", view, since),), **rest)


def falling(sign: str, percent: int) -> Query:
    """Ask who is responsible for what fell by so many per cent from 2022 to 2023."""
    change = Bounded(Measure("total_output", "change", 2022), (Bound(sign, Decimal(percent)),), (2023,))  # type: ignore[arg-type]
    return responsible(change)


def first_by(measure: Measure, count: int = 1, ascending: bool = False) -> Query:
    return Query("responsible", places=Places(top=Top(measure, count, ascending, (2023,))))


ORDERED = figures_of(places=PAIR, years=(2023,), by="community", ordered=True)
FELL, ROSE = (Joined("and", (change(sign, 2022), change(sign, 2023))) for sign in ("<", ">"))


@for_each(
    "text, query",
    [
        ("2023年总产值没有能达多的社区谁负责", responsible(Bounded(OUTPUT, (Bound("<", against="nengda"),)))),
        ("2023年总产值没能达少的社区谁负责", responsible(Bounded(OUTPUT, (Bound(">", against="nengda"),)))),
        ("2023年战新占比和高新占比都达标的社区谁负责", responsible(judged("and", "met"))),
        ("2023年战新占比和高新占比都没达标的社区谁负责", responsible(judged("and", "not_met"))),
        ("2023年战新占比或高新占比达标的社区谁负责", responsible(judged("or", "met"))),
        ("2021到2023年总产值一年比一年少的社区谁负责", responsible(FELL)),
        ("2021到2023年总产值逐年增长的社区谁负责", responsible(ROSE)),
        ("2022到2023年总产值连续增长的社区谁负责", responsible(change(">", 2023))),
        ("2023年没有加速器的社区谁负责", responsible(bounding("accelerators", "<", 1))),
        ("2023年有加速器的社区谁负责", responsible(bounding("accelerators", ">=", 1))),
        ("2023年建了统计体系的社区谁负责", responsible(bounding("statistics_system", ">=", 1))),
        ("2023年无线覆盖率全覆盖的社区谁负责", responsible(bounding("wifi_coverage", "=", 100))),
        ("2023年无线覆盖率没有全覆盖的社区谁负责", responsible(bounding("wifi_coverage", "<", 100))),
        ("2023年达标3项以上的社区谁负责", responsible(Bounded(Measure("", "met"), (Bound(">=", Decimal(3)),)))),
        ("2023年总产值增长超过10%的社区谁负责", responsible(change(">", 2023, 10))),
        ("2023年总产值增长不到10%的社区谁负责", responsible(change("<", 2023, 10))),
        ("2023年总产值减少的社区谁负责", responsible(change("<", 2023))),
        ("总产值超过50亿的社区2023年谁负责", responsible(MANY)),
        (
            "2023年高新占比达标，2022年没达标的社区谁负责",
            Query("responsible", places=Places(where=Joined("and", (
                Judged("met", ("hitech_share",), (2023,)), Judged("not_met", ("hitech_share",), (2022,)),
            )))),
        ),
        ("2023年，高新占比达标且总产值超过50亿的社区谁负责", responsible(Joined("and", (MET, MANY)))),
        ("2023年高新占比达标且总产值超过50亿的社区谁负责", responsible(Joined("and", (MET, MANY)))),
        (
            "除了能达，2023年总产值超过50亿的社区谁负责",
            in_year(Query("responsible", places=Places(without=("nengda",), where=MANY)), 2023),
        ),
        (
            "通创和能达里2023年总产值超过50亿的社区谁负责",
            in_year(Query("responsible", places=replace(PAIR, where=MANY)), 2023),
        ),
        ("2023年从业人员增得最快的社区谁负责", first_by(MOVED)),
        ("2023年比2022年从业人员降得最多的社区谁负责", first_by(GAINED, ascending=True)),
        ("2023年从业人员增幅最大的前五名谁负责", first_by(MOVED, 5)),
        ("2023年从业人员增幅最大的后五名谁负责", None),
        ("2023年总产值最低的三个社区谁负责", first_by(OUTPUT, 3, ascending=True)),
        ("2023年达标最多的社区谁负责", first_by(Measure("", "met"))),
        ("2023年达标最少的社区谁负责", first_by(Measure("", "met"), ascending=True)),
        ("2023年总产值最高的三个社区有几个", None),
        ("2023年没达标3项以上的社区谁负责", None),
        ("总产值超过50亿但不到40亿的社区谁负责", None),
        ("总产值40亿以上50亿以上的社区谁负责", None),
        ("2023年总产值下降超过10%的社区谁负责", falling("<", -10)),
        ("2023年总产值减少5%以上的社区谁负责", falling("<=", -5)),
        ("通创，全市总产值合计", None),
        ("全市总产值合计，通创", None),
        (
            "通创哪几年2021到2023年总产值超过50亿",
            Query("years", places=Places(HERE, where=MANY), years=SPAN),
        ),
        (
            "2023年总产值超过50亿的社区从少到多",
            in_year(Query("places", places=Places(where=MANY), ascending=True, ordered=True), 2023),
        ),
        (
            "2023年总产值超过50亿的社区从多到少",
            in_year(Query("places", places=Places(where=MANY), ordered=True), 2023),
        ),
        (
            "2023年通创和能达总产值差多少",
            figures_of("difference", places=Places(HERE), years=(2023,), other="nengda"),
        ),
        ("2023年通创和能达总产值哪个高", ORDERED),
        ("2023年通创和能达总产值哪个低", replace(ORDERED, ascending=True)),
        ("2023年各社区总产值从低到高", replace(ORDERED, places=Places(), ascending=True)),
        ("2023年各区县总产值从低到高", replace(ORDERED, places=Places(), ascending=True, by="authority")),
        ("通创2023年总产值是2020年的几倍", figures_of("ratio", 2020, places=Places(HERE), years=(2023,))),
        ("全市2023年总产值是2020年的几倍", figures_of("ratio", 2020, years=(2023,), fold="sum")),
        ("通创2020年总产值是2023年的几倍", None),
        ("通创总产值是通创的几倍", None),
        ("通创总产值比通创多多少", None),
        ("2021到2023年通创哪几年总产值超过50亿", Query("years", places=Places(HERE, where=MANY), years=SPAN)),
        ("2021到2023年通创总产值哪几年超过50亿", Query("years", places=Places(HERE, where=MANY), years=SPAN)),
        ("通创哪几年高新占比达标", Query("years", places=Places(HERE, where=MET))),
        ("通创哪一年首次高新占比达标", Query("first_year", places=Places(HERE, where=MET))),
        ("通创和能达哪几年高新占比达标", None),
        ("2021到2023年通创总产值哪一年最低", Query("year", (OUTPUT,), Places(HERE), SPAN, ascending=True)),
        ("2021到2023年通创哪年总产值最低", Query("year", (OUTPUT,), Places(HERE), SPAN, ascending=True)),
        ("2021到2023年全市总产值逐年合计", figures_of(years=SPAN, fold="sum")),
        ("2021到2023年全市总产值合计", figures_of(years=SPAN, fold="sum", over="years")),
        ("2021到2023年通创从业人员合计", None),
        ("2024年，通创总产值比上年多了多少", figures_of("gain", 2023, places=Places(HERE), years=(2024,))),
        ("总产值中位数，2022年和2023年", None),
        ("总产值合计，通创", figures_of(places=Places(HERE), fold="sum")),
    ],
)
def test_a_query_is_read_from_its_one_wording(text: str, query: Query | None, lexicon: Lexicon) -> None:
    assert read(text, lexicon) == (() if query is None else (query,))


# The grammar's own examples.

EXAMPLES = [(rule.name, example) for rule in RULES for example in rule.examples]


@for_each("rule, example", EXAMPLES)
def test_no_word_of_a_rules_example_is_unknown(rule: str, example: str, lexicon: Lexicon) -> None:
    folded = fold(example)
    spans = cut(folded, lexicon, TODAY, find_follow_words(folded))
    assert [folded[span.start : span.end] for span in spans if not span.edges] == [], rule


# Faults that were found by mutants.


@pytest.mark.parametrize(("count", "first"), [(1, "总产值最高的社区"), (3, "总产值最高的3个社区")])
def test_the_topmost_of_a_set_as_it_is_said_back(count: int, first: str, lexicon: Lexicon) -> None:
    places = Places(where=Judged("met", ("hitech_share",)), top=Top(Measure("total_output"), count))
    query = Query("responsible", places=places)
    text = say(query, lexicon.programme)
    assert text == f"高新产值占比达标的社区里{first}谁负责"
    assert read(text, lexicon) == (query,)


@pytest.mark.parametrize("asked_for", ["占全市多少", "比全市平均高多少"])
@pytest.mark.parametrize("without", ["除了观音山，", "不含观音山，"])
def test_what_is_left_out_of_the_whole_is_not_passed_over(without: str, asked_for: str, lexicon: Lexicon) -> None:
    text = f"2019年通创总产值{asked_for}"
    assert read(f"{without}{text}", lexicon) != read(text, lexicon)


def test_at_least_in_one_year(lexicon: Lexicon) -> None:
    text = "2022年和2023年总产值{}超过50亿的社区谁负责"
    assert read(text.format("至少有一年"), lexicon) == read(text.format("有一年"), lexicon) != ()


@pytest.mark.parametrize(
    "text", ["历年总产值中位数", "历史上总产值平均", "历年通创总产值是能达的几倍", "总产值中位数，历年"]
)
def test_all_years_are_not_passed_over(text: str, lexicon: Lexicon) -> None:
    plain = re.sub("，?历(年|史上)", "", text)
    assert read(text, lexicon)[:1] != read(plain, lexicon)[:1]


@pytest.mark.parametrize("asked_for", ["各区县总产值合计", "各区县总产值排名", "高新占比达标的社区总产值合计"])
def test_of_a_set_all_years_are_not_passed_over(asked_for: str, lexicon: Lexicon) -> None:
    assert read(f"历年{asked_for}", lexicon) != read(asked_for, lexicon)


@pytest.mark.parametrize("text", ["每年通创总产值占全市多少", "历年达标数排名"])
def test_what_is_said_back_says_all_years(text: str, lexicon: Lexicon) -> None:
    asked_for = next(query for query in read(text, lexicon) if query.ever)
    assert say(asked_for, lexicon.programme) != say(replace(asked_for, ever=False), lexicon.programme)


def test_what_grew_most_is_not_what_grew_fastest(lexicon: Lexicon) -> None:
    most, fastest = (read(f"2023年从业人员增加{word}的社区谁负责", lexicon) for word in ("最多", "最快"))
    assert most != fastest


def test_a_change_in_a_year_that_two_conditions_share_is_read_once(lexicon: Lexicon) -> None:
    assert len(read("2023年高新占比达标而且总产值增加的社区谁负责", lexicon)) == 1


def test_full_coverage_by_its_short_name(lexicon: Lexicon) -> None:
    assert read("2023年无线全覆盖的社区谁负责", lexicon) == (responsible(bounding("wifi_coverage", "=", 100)),)
