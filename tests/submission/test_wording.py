"""Every refusal has one line in both languages, and figures are written so that they can be trusted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.submission.world import PROGRAMME
from zc_bot.submission.checks import HardCode, SoftCode
from zc_bot.submission.events import Refused
from zc_bot.texts.catalog import LANGS, Lang, messages, texts_for
from zc_bot.texts.dialogue.report import render
from zc_bot.texts.numbers import format_echo, format_large, format_metric, format_percent, rounded

CORPUS = Path(__file__).parents[1] / "corpus" / "quantities.tsv"
TYPED = {line.rsplit("! ", 1)[1] for line in CORPUS.read_text(encoding="utf-8").splitlines()[1:] if "! " in line}
WORDED = sorted(key.removeprefix("report.refused.") for key in messages("zh") if key.startswith("report.refused."))


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_is_worded(lang: Lang) -> None:
    assert TYPED | set(get_args(HardCode)) <= set(WORDED)
    assert all(texts_for(lang).has(f"report.finding.{code}") for code in get_args(SoftCode))


@for_each("lang", LANGS)
@for_each("code", WORDED)
def test_a_refusal_is_one_line(code: str, lang: Lang) -> None:
    event = Refused(code, "hitech_output", "<约5>", "万元", values=(Decimal(1), Decimal(2)))
    html, rows = render(event, texts_for(lang), PROGRAMME)
    assert rows == []
    assert "\n" not in html
    assert "<约" not in html


def test_a_derived_figure_is_refused_with_its_parts() -> None:
    html, _ = render(Refused("derived", "hitech_share", "62%"), texts_for("zh"), PROGRAMME)
    assert "高新产值 / 总产值" in html


@pytest.mark.parametrize(
    ("typed", "value", "metric", "echo"),
    [
        ("45.6亿元", "456000", "hitech_output", "45.6亿元 = 456,000万元"),
        ("456000", "456000", "hitech_output", "45.6亿元 = 456,000万元"),
        ("456,000万元", "456000", "hitech_output", "45.6亿元 = 456,000万元"),
        ("123", "123", "hitech_output", "123万元"),
        ("一百二十八家", "128", "new_startups", "一百二十八家 = 128家"),
        ("有", "1", "info_platform", "有 = 是"),
        ("九成五", "95", "wifi_coverage", "九成五 = 95%"),
        ("32万", "320000", "hitech_output", "32万，读作320,000万元"),
        ("128", "1280000", "hitech_output", "128，读作1,280,000万元"),
    ],
)
def test_a_figure_is_echoed_as_typed_and_as_read(typed: str, value: str, metric: str, echo: str) -> None:
    assert format_echo(typed, Decimal(value), None, PROGRAMME.metric[metric], "zh") == echo


def test_zero_missing_and_markers_are_written_differently() -> None:
    metric = PROGRAMME.metric["incubators"]
    written = {
        format_metric(Decimal(0), None, metric, "zh"), format_metric(None, None, metric, "zh"),
        format_metric(None, "not_applicable", metric, "zh"), format_metric(None, "confidential", metric, "zh"),
    }
    assert written == {"0个", "未报", "不适用", "保密"}


def test_large_values_are_also_said_in_larger_units() -> None:
    assert format_large(Decimal(200000), "m²", "zh") == "20万平方米"
    assert format_large(Decimal(456000), "万元", "en") == "4.56 billion yuan"


@pytest.mark.parametrize(
    ("value", "threshold", "shown"),
    [
        ("59.996", "60", "59.996%"),
        ("60", "60", "60.00%"),
        ("60.0000001", "60", "60.0000001%"),
        ("61.005", "60", "61.00%"),
    ],
)
def test_a_percentage_never_crosses_its_threshold(value: str, threshold: str, shown: str) -> None:
    assert format_percent(Decimal(value), [Decimal(threshold)]) == shown


@given(st.fractions(min_value=0, max_value=200, max_denominator=10**15), st.integers(min_value=0, max_value=100))
def test_rounding_keeps_the_side_of_any_threshold(value: Fraction, threshold: int) -> None:
    shown = Fraction(rounded(value, [Decimal(threshold)]))
    assert (shown > threshold) == (value > threshold)
    assert (shown < threshold) == (value < threshold)
