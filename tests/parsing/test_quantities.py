"""Typed figures: the corpus of what each text means, or why it means nothing, and properties of any text."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from zc_bot.parsing.conversion import Ambiguous, Outcome, Reading, read_figure
from zc_bot.parsing.numerals import NUMERAL_CHARS
from zc_bot.parsing.quantities import Quantity, Rejection, find_quantities, read_quantity
from zc_bot.parsing.units import unit_named
from zc_bot.policy.load import load_programme
from zc_bot.texts.numbers import format_large, format_value

ROOT = Path(__file__).parents[2]
PROGRAMME = load_programme(ROOT / "data" / "nantong-2017")
TRICKY = st.text(
    alphabet=f"0123456789.,，+-~%‰eE_ w{NUMERAL_CHARS}元平方米家人亩成约多左右²\u200b٣①分之百有没是", max_size=40
)


def corpus() -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "tests/corpus/quantities.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def meaning(outcome: Outcome) -> str:
    def shown(reading: Reading) -> str:
        return reading.marker or f"{reading.value:f}"

    if isinstance(outcome, Reading):
        return f"= {shown(outcome)}"
    if isinstance(outcome, Ambiguous):
        return " ".join(["?", outcome.why, *map(shown, outcome.readings)])
    return f"! {outcome.code}"


@for_each("text, metric, previous, expected", corpus())
def test_a_typed_figure_means_what_the_corpus_says(text: str, metric: str, previous: str, expected: str) -> None:
    last_year = Decimal(previous) if previous else None
    assert meaning(read_figure(unescaped(text), PROGRAMME.metric[metric], last_year)) == expected


@pytest.mark.parametrize(("text", "unit"), [("全部", "人"), ("有", "人")])
def test_a_word_in_a_numbers_place_is_refused_with_the_unit_that_is_wanted(text: str, unit: str) -> None:
    assert read_figure(text, PROGRAMME.metric["employees"]) == Rejection("number_expected", text, unit)


@pytest.mark.parametrize(
    ("name", "size"), [("元", 1), ("万元", 10**4), ("百万元", 10**6), ("亿元", 10**8), ("十亿元", 10**9)]
)
def test_a_unit_has_its_size_by_name(name: str, size: int) -> None:
    unit = unit_named(name)
    assert unit is not None
    assert (unit.symbol, unit.dimension, unit.size) == (name, "money", size)


@pytest.mark.parametrize(
    ("text", "metric", "near"),
    [("100亩", "carrier_floor_area", "66666.67"), ("1亩", "planned_area", "0.00"), ("10亩", "planned_area", "0.01")],
)
def test_what_comes_to_no_decimal_is_refused_with_what_it_is_near(text: str, metric: str, near: str) -> None:
    refused = read_figure(text, PROGRAMME.metric[metric])
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.expected) == ("inexact_unit", near)


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        ("1000000", "1000", "? magnitude 100 1000000"), ("999000", "1000", "= 999000"),
        ("1000000", "10", "? magnitude 100 1000000"), ("1100000", "10", "= 1100000"),
        ("100", "100000", "? magnitude 1000000 100"), ("101", "100000", "= 101"),
        ("1", "100000", "? magnitude 10000 1"), ("0.9", "100000", "= 0.9"),
        ("0", "100000", "= 0"), ("1000000", "0", "= 1000000"),
    ],
)
def test_a_slip_of_the_unit_is_asked_about_from_a_thousandfold_on(text: str, previous: str, expected: str) -> None:
    """And only where another unit makes it a tenth to ten times last year's figure."""
    assert meaning(read_figure(text, PROGRAMME.metric["hitech_output"], Decimal(previous))) == expected


def test_the_corpus_has_at_least_two_hundred_figures() -> None:
    assert len(corpus()) >= 200


@given(st.one_of(st.text(max_size=300), TRICKY), st.sampled_from(PROGRAMME.metrics))
def test_any_text_is_read_or_refused_within_fifty_milliseconds(text: str, metric: object) -> None:
    began = time.thread_time()
    read_figure(text, metric, Decimal(1000))  # type: ignore[arg-type]
    find_quantities(text)
    assert time.thread_time() - began < 0.05


@pytest.mark.parametrize("text", ["9", "三", "万", "1,", "1 ", "十", "成", "百分之", "1e", "三点", "到1", "km²"])
def test_the_longest_message_takes_no_longer(text: str) -> None:
    message = (text * 4096)[:4096]
    assert min(_timed(message) for _ in range(8)) < 0.05


def _timed(message: str) -> float:
    """Take the thread's own time; the best of several, since the collector may go over the whole test run's heap."""
    began = time.thread_time()
    read_quantity(message)
    find_quantities(message)
    return time.thread_time() - began


@given(st.decimals(min_value=0, max_value=Decimal("1e15"), places=4), st.sampled_from(["万元", "m²", "km²", "%"]))
def test_a_figure_within_its_bounds_reads_back_as_it_was_written(value: Decimal, unit: str) -> None:
    metric = next(item for item in PROGRAMME.metrics if item.unit == unit)
    least, most = metric.least or Decimal(0), metric.most or Decimal("1e15")
    expected = value % 100 if unit == "%" else least + value % (most - least)
    for written in (format_value(expected, unit, "zh"), format_large(expected, unit, "zh")):
        outcome = read_figure(written, metric)
        assert isinstance(outcome, Reading)
        assert outcome.value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪些社区高新占比低于60%", [("60%", "60")]),
        ("载体面积超过20万平方米的有哪些", [("20万平方米", "200000")]),
        ("2019年前三名里产值10亿以上的", [("10亿", "1000000000")]),
        ("三创集中区三十万平方米以上", [("三十万平方米", "300000")]),
        ("低于百分之六十", [("百分之六十", "60")]),
        ("近三年员工超过5,000的", [("5,000", "5000")]),
        ("R4是60%吗", [("60%", "60")]),
        ("高新产值 45.6亿，总产值71.2亿。", [("45.6亿", "4560000000"), ("71.2亿", "7120000000")]),
        ("六成以上", [("六成", "6")]),
        ("谁最多？", []),
    ],
)
def test_quantities_are_found_within_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_quantities(text)
    assert [(text[start:end], f"{quantity.value:f}") for (start, end), quantity in found] == expected


def test_a_quantity_keeps_the_unit_that_was_typed() -> None:
    quantity = read_quantity("6.2公顷")
    assert isinstance(quantity, Quantity)
    assert (quantity.value, quantity.dimension, quantity.unit and quantity.unit.symbol) == (
        Decimal("6.2"),
        "area",
        "公顷",
    )
