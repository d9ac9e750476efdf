"""Calendar years in a sentence, asked on the 2nd of March 2020."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.periods import Period, scan_periods

TODAY = date(2020, 3, 2)


def years(text: str) -> list[tuple[int, ...]]:
    return [found.years for found in scan_periods(text, TODAY)]


@for_each(
    "text, year",
    [
        ("今年", 2020), ("本年度", 2020), ("this year", 2020), ("去年", 2019), ("上年末", 2019), ("last year", 2019),
        ("前年", 2018), ("two years ago", 2018), ("大前年", 2017), ("明年", 2021), ("后年", 2022),
        ("2019", 2019), ("2019年底", 2019), ("fy2019", 2019), ("一九年", 2019), ("二〇一九年", 2019),
        ("十九年", 2019), ("17年", 2017), ("20年", 2020), ("21年", 2021), ("二三年", 2023), ("三十年", 2030),
        ("45年", 2045),
        ("59年", 2059), ("60年", 1960), ("98年", 1998), ("1900年", 1900), ("2200年", 2200),
    ],
)
def test_one_year(text: str, year: int) -> None:
    assert years(text) == [(year,)]


@pytest.mark.parametrize("text", ["1899年", "2201年", "从业5000人", "12.2019"])
def test_what_is_no_year_of_anybodys_figures(text: str) -> None:
    assert years(text) == []


@for_each(
    "text, first, last",
    [
        ("去年前年", 2018, 2019), ("前年去年", 2018, 2019), ("今明两年", 2020, 2021),
        ("近两年", 2018, 2019), ("近三年", 2017, 2019), ("最近五年", 2015, 2019), ("近6年", 2014, 2019),
        ("the last three years", 2017, 2019), ("过去四年", 2016, 2019),
        ("2017年以来", 2017, 2019), ("从2018年起", 2018, 2019), ("since 2016", 2016, 2019),
        ("自十七年以来", 2017, 2019), ("2020年以来", 2020, 2020), ("2023年以来", 2023, 2023),
        ("2017到2019", 2017, 2019), ("2019到2017", 2017, 2019), ("17至19年", 2017, 2019),
        ("从2009到2019年", 2009, 2019), ("2010年到2025年", 2010, 2025), ("from 2012 to 2019", 2012, 2019),
        ("1970到2020", 1970, 2020),
        ("一八一九两年", 2018, 2019), ("一七一八一九三年", 2017, 2019), ("2018和19两年", 2018, 2019),
    ],
)
def test_a_span_of_years(text: str, first: int, last: int) -> None:
    assert years(text) == [tuple(range(first, last + 1))]


def test_a_span_of_more_than_fifty_years_is_none() -> None:
    assert years("1969到2020") == []


def test_some_years_without_a_number_are_all_there_are() -> None:
    assert scan_periods("近几年", TODAY) == (Period(0, 3, (), True),)


@pytest.mark.parametrize(
    ("text", "several"),
    [("2019年", False), ("去年", False), ("去年前年", True), ("2018到2019", True), ("近三年", True)],
)
def test_whether_several_were_asked_for_is_told(text: str, several: bool) -> None:
    assert [found.several for found in scan_periods(text, TODAY)] == [several]


def test_where_each_stands_is_told() -> None:
    assert [(found.start, found.end) for found in scan_periods("通创2018年比2019年", TODAY)] == [(2, 7), (8, 13)]


@for_each("text", ["2026-12-31", "2026-12", "2019-05-20批了"])
def test_a_day_or_a_month_is_no_span_of_years(text: str) -> None:
    assert years(text) == []


@for_each("text, first, last", [("2017-19", 2017, 2019), ("2017-2019", 2017, 2019), ("09-12年", 2009, 2012)])
def test_a_dash_between_years_is_a_span(text: str, first: int, last: int) -> None:
    assert years(text) == [tuple(range(first, last + 1))]
