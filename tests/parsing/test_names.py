"""Names where they stand in a report: the same index as for questions, the layout kept."""

from __future__ import annotations

from datetime import date

import pytest

from tests.submission.world import LEXICON
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.names import find_names, find_slips, named_whole
from zc_bot.parsing.normalize import laid_out


def found(text: str) -> list[tuple[str, ...]]:
    return [one.codes for one in find_names(laid_out(text), LEXICON)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("通创社区：WiFi 覆盖率", [("tongchuang",), ("wifi_coverage",)]),
        ("Tongchuang's hi-tech output", [("tongchuang",), ("hitech_output",)]),
        ("total_output", [("total_output",)]), ("高新\u200b产值", [("hitech_output",)]),
        ("崇川区", [("tongchuang", "guanyinshan")]), ("通州", [("jiafang", "tongzhouwan")]),
        ("公共無線網路覆蓋率", [("wifi_coverage",)]),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, codes: list[tuple[str, ...]]) -> None:
    assert found(text) == codes


def test_what_lies_within_a_community_is_no_place_of_a_report() -> None:
    assert ("tongchuang",) not in found("创源科技园 从业人员")


def test_stops_and_lines_stay_and_what_is_hidden_goes() -> None:
    assert laid_out("产值：４５.６ 亿；\n员工 5,300，2019年\u200b") == "产值:45.6亿；\n员工 5,300，2019年"


@pytest.mark.parametrize(
    ("text", "scaled"), [("4.56 billion", "45.6亿"), ("300k sqm", "300000 sqm"), ("RMB 91.5m", "9150万元")]
)
def test_english_scales_are_written_out(text: str, scaled: str) -> None:
    assert laid_out(text) == scaled


@pytest.mark.parametrize(("text", "code"), [("孵化机4个", "incubators"), ("高薪产值45.6亿", "hitech_output")])
def test_a_slip_in_a_name_is_found(text: str, code: str) -> None:
    assert code in [one.code for one in find_slips(laid_out(text), LEXICON)]


def test_the_whole_of_a_text_is_a_name_or_none() -> None:
    assert named_whole("hi-tech output", "metric", LEXICON) == ("hitech_output",)
    assert named_whole("高新产值45", "metric", LEXICON) == ()


def test_a_text_is_read_once_for_all_that_it_names() -> None:
    laid = read_laid("江海数字2019年：高新产值 45.6亿，从业人员5300人", LEXICON, date(2020, 1, 10))
    assert (laid.communities, laid.measures) == (("jianghai",), ("hitech_output", "employees"))
    assert [one.year for one in laid.years] == [2019]
    assert [laid.text[slice(*span)] for span, _ in laid.amounts] == ["45.6亿", "5300人"]
    assert laid.without_names("·", metrics_only=True) == "江海数字2019年:· 45.6亿，·5300人"
    assert read_laid("江海数字2019年：高新产值 45.6亿，从业人员5300人", LEXICON, date(2020, 1, 10)) is laid
