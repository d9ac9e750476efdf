"""Years as they stand in a report, a command or a title: one at a time, told from numbers and days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.periods import find_years, is_year, without_years

TODAY = date(2020, 1, 10)


@for_each(
    "text, years",
    [
        ("2019", [2019]), ("2019年", [2019]), ("2019年度从业人员", [2019]), ("19年", [2019]), ("一九年", [2019]),
        ("二〇一九年", [2019]), ("去年", [2019]), ("上一年度", [2019]), ("last year", [2019]), ("前年", [2018]),
        ("大前年", [2017]), ("今年", [2020]), ("2019年128家", [2019]), ("5300，2019年", [2019]),
        ("2018和2019", [2018, 2019]),
        ("2019人", []), ("2019万", []), ("2019.5", []), ("5,2019", []), ("本年数", []), ("十年", []), ("三四年", []),
        ("0000年", []), ("9999年", []),
    ],
)
def test_a_year_is_told_from_a_number(text: str, years: list[int]) -> None:
    assert [one.year for one in find_years(text, TODAY)] == years


@pytest.mark.parametrize("text", ["2020-02-10", "2020年2月10日", "2020/2/10", "2020.02.10"])
def test_the_year_of_a_day_is_none_where_days_are_left_out(text: str) -> None:
    assert find_years(text, TODAY, in_dates=False) == ()
    assert without_years(f"2019 {text}", TODAY).strip() == text


def test_how_far_back_a_year_is_said_to_be_is_kept() -> None:
    named, said = find_years("2019年的比前年", TODAY)
    assert (named.back, said.back) == (None, 2)


def test_without_today_only_a_year_with_its_number_is_one() -> None:
    assert [one.year for one in find_years("去年和2018年")] == [2018]


@pytest.mark.parametrize(("text", "whole"), [("2019", True), ("2019年的", True), ("2019人", False), ("201", False)])
def test_all_of_a_text_may_be_a_year(text: str, whole: bool) -> None:
    assert is_year(text) is whole
