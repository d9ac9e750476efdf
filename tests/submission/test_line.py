"""One-line reports: metrics, communities and years in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.submission.world import LEXICON, PROGRAMME, facts
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.names import find_names
from zc_bot.parsing.normalize import laid_out
from zc_bot.submission import events as ev
from zc_bot.submission.cutting import years_told
from zc_bot.submission.draft import Waiting
from zc_bot.submission.flow import start
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)


@pytest.mark.parametrize(
    "text",
    [
        "通创 2019 高新产值 45.6亿 总产值 71.2亿",
        "高新产值45.6亿，总产值71.2亿，通创社区2019年",
        "2019年通创社区的高新技术产业产值为45.6亿，总产值达到71.2亿。",
        "45.6亿 高新产值 71.2亿 总产值 通创 2019",
        "去年通创高新产值：45.6亿；总产值：71.2亿",
        "Tongchuang 2019 hi tech 高新 产值 45.6亿 total output 71.2亿",
    ],
)
def test_the_same_report_in_any_order(text: str) -> None:
    found = named(text.replace("hi tech ", ""), FACTS)
    assert found.communities == (("tongchuang",),)
    assert found.years == (2019,)
    pairs = [(one.metric, one.text) for one in found.figures]
    assert pairs == [("hitech_output", "45.6亿"), ("total_output", "71.2亿")]
    assert not any(one.fault for one in found.figures)


def test_a_word_for_two_metrics_keeps_both() -> None:
    (found,) = named("产值 71.2亿", FACTS).figures
    assert found == Waiting("", "71.2亿", ("hitech_output", "total_output"), phrase="产值 71.2亿")


def test_a_number_that_belongs_to_nothing_is_named() -> None:
    assert named("999 高新产值 45.6亿 员工", FACTS).leftover in {("999",), ()}
    assert named("高新产值 45.6亿 通创 71.2亿", FACTS).leftover == ("71.2亿",)


@pytest.mark.parametrize(
    ("piece", "value"),
    [
        ("改成46亿。", "46亿"),
        ("：128", "128"),
        ("是", "是"),
        ("有", "有"),
        ("是有", "有"),
        ("为45.6亿元，", "45.6亿元"),
        ("没有", "没有"),
    ],
)
def test_connecting_words_come_off_a_value(piece: str, value: str) -> None:
    assert value_text(piece) == value


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("通创 2019 高新产值", [2019]), ("2019年度", [2019]), ("19年", [2019]), ("二〇一九年", [2019]),
        ("去年", [2019]),
        ("今年", [2020]), ("员工 2019", []), ("员工2019人", []), ("高新产值 2019万", []), ("员工 2019年 300", [2019]),
    ],
)
def test_years_are_told_from_values(text: str, years: list[int]) -> None:
    plain = laid_out(text)
    metrics = [span for span in find_names(plain, LEXICON) if span.kind == "metric"]
    assert [one.year for one in years_told(plain, FACTS.today, metrics)] == years


@given(st.text(max_size=200))
def test_any_text_names_something_or_nothing_but_never_raises(text: str) -> None:
    named(text, FACTS)


def test_what_there_is_or_is_not_shares_no_number_with_what_stands_beside_it() -> None:
    draft, said = start(facts(), line="通创2019信息平台和孵化器3个")
    assert [(one.metric, one.text) for one in draft.queue] == [("incubators", "3个")]
    assert not any(isinstance(one, ev.Refused) for one in said)
