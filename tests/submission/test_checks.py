"""Hard checks refuse a figure, soft ones want a reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.submission.world import PROGRAMME, facts, known
from zc_bot.submission.checks import Candidate, fitting, hard, soft


def hard_codes(metric: str, value: str, community: str = "tongchuang", year: int = 2019, **others: str) -> list[str]:
    values = {code: Decimal(other) for code, other in others.items()}
    return [finding.code for finding in hard(Candidate(metric, Decimal(value)), community, year, facts(), values)]


def soft_codes(metric: str, value: str, previous: str | None, status: str | None = None) -> list[str]:
    current = known("1", status) if status else None
    before = known(previous) if previous else None
    return [item.code for item in soft(Candidate(metric, Decimal(value)), PROGRAMME.metric[metric], before, current)]


def test_a_plain_figure_passes() -> None:
    assert hard_codes("employees", "5300") == []


@pytest.mark.parametrize(
    ("metric", "value", "code"),
    [
        ("employees", "-1", "negative"), ("employees", "1.5", "whole_number"),
        ("wifi_coverage", "100.1", "above_hundred"),
        ("info_platform", "2", "yesno_expected"), ("total_output", "1000000000000000001", "too_large"),
        ("hitech_share", "62", "derived"), ("nonsense", "1", "unknown_metric"),
    ],
)
def test_a_value_out_of_range_is_refused(metric: str, value: str, code: str) -> None:
    assert hard_codes(metric, value) == [code]


def test_scope_window_and_start_are_checked() -> None:
    assert hard_codes("employees", "1", community="langu") == ["scope"]
    assert hard_codes("employees", "1", year=2017) == ["year_closed"]


def test_nothing_is_reported_for_a_year_before_a_community_began() -> None:
    young = next(one for one in PROGRAMME.communities if one.start > 2017)
    world = replace(facts(young.code), years=(young.start, young.start - 1))
    for year, codes in ((young.start, []), (young.start - 1, ["before_start"])):
        found = hard(Candidate("employees", Decimal(5)), young.code, year, world, {})
        assert [one.code for one in found] == codes


def test_what_others_have_counts_only_where_last_year_has_nothing() -> None:
    metric = PROGRAMME.metric["employees"]
    candidate, usual = Candidate("employees", Decimal(5300)), Decimal(5)
    assert [one.code for one in soft(candidate, metric, None, None, usual)] == ["unusual"]
    assert soft(candidate, metric, known("5200"), None, usual) == ()


@pytest.mark.parametrize(
    ("value", "is_far"), [("500000", False), ("500001", True), ("50", False), ("49.99", True), ("5000", False)]
)
def test_a_hundred_times_the_usual_and_a_hundredth_are_just_not_unusual(value: str, is_far: bool) -> None:
    metric = PROGRAMME.metric["total_output"]
    found = soft(Candidate("total_output", Decimal(value)), metric, None, None, Decimal(5000))
    assert [one.code for one in found] == (["unusual"] if is_far else [])


def test_a_part_may_equal_its_whole_but_not_exceed_it() -> None:
    assert hard_codes("hitech_output", "700", total_output="700") == []
    assert hard_codes("hitech_output", "700.01", total_output="700") == ["part_exceeds_whole"]
    assert hard_codes("total_investment", "10", sei_investment="11") == ["part_exceeds_whole"]


def test_an_import_is_checked_without_scope_or_window() -> None:
    assert fitting(Candidate("employees", Decimal(5)), PROGRAMME, {}) == ()


@pytest.mark.parametrize(
    ("metric", "value", "previous", "codes"),
    [
        ("hitech_output", "130", "100", []), ("hitech_output", "130.01", "100", ["large_change"]),
        ("hitech_output", "70", "100", []), ("hitech_output", "69.99", "100", ["large_change"]),
        ("employees", "99", "100", ["falling"]), ("planned_area", "2.99", "3", ["falling"]),
        ("hitech_output", "0", "100", ["zero_after_nonzero"]), ("employees", "0", "5", ["zero_after_nonzero"]),
        ("employees", "5", "0", []), ("hitech_output", "5", None, []), ("info_platform", "0", "1", []),
        ("incubators", "4", "3", []), ("incubators", "5", "3", ["large_change"]),
        ("planned_area", "4", "3", ["large_change"]),
    ],
)
def test_an_unusual_change_wants_a_reason(metric: str, value: str, previous: str | None, codes: list[str]) -> None:
    assert soft_codes(metric, value, previous) == codes


def test_changing_an_approved_figure_wants_a_reason() -> None:
    assert soft_codes("employees", "100", "100", "approved") == ["approved"]
    assert soft_codes("employees", "100", "100", "returned") == []
